# SPDX-License-Identifier: GPL-2.0-or-later
"""
Real QEMU, stopped before the guest's first instruction, and what it says of itself: the
device tree that it hands to the guest, and which device is in which slot.
"""

import pathlib
import re
import shutil
import struct
import subprocess
import tempfile
import threading

# What a machine needs beside the command line under test to make its tree. KERNEL is
# never run; BOARD is a tree that a vexpress adds its virtio,mmio nodes to.
NEEDS = {
    ("or1k", "virt"): ["-kernel", "KERNEL"],
    ("or1k", "or1k-sim"): ["-kernel", "KERNEL"],
    ("riscv32", "virt"): ["-bios", "none"],
    ("riscv32", "spike"): ["-bios", "none"],
    ("riscv32", "sifive_u"): ["-bios", "none"],
    ("arm", "vexpress-a9"): ["-kernel", "KERNEL", "-dtb", "BOARD"],
    ("arm", "vexpress-a15"): ["-kernel", "KERNEL", "-dtb", "BOARD"],
}

BOARD = """
/dts-v1/;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "arm,vexpress";
	model = "VExpress";
	interrupt-parent = <&gic>;
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { device_type = "cpu"; compatible = "arm,cortex-a9"; reg = <0>; };
	};
	gic: interrupt-controller@1e001000 {
		compatible = "arm,cortex-a9-gic";
		#interrupt-cells = <3>;
		#address-cells = <0>;
		interrupt-controller;
		reg = <0x1e001000 0x1000>, <0x1e000100 0x100>;
	};
};
"""

# Versal's "info qtree" does not know where its transports are (hw/arm/xlnx-versal-virt.c).
BASES = {"xlnx-versal-virt": (0xa0000000, 0x200)}


def installed(arch):
    return shutil.which(f"qemu-system-{arch}")


def version(arch):
    """As (10, 0, 13)."""
    said = subprocess.run([installed(arch), "--version"], capture_output=True, text=True,
                          check=True).stdout
    return tuple(int(n) for n in re.search(r"version (\d+)\.(\d+)\.(\d+)", said).groups())


class Guest:
    """One QEMU command line, run once."""

    def __init__(self, folder, arch, machine, args=()):
        self.folder = pathlib.Path(folder)
        # a comma in a file name would end the option
        self.tree = self.folder / "guest.dtb"
        self.base = BASES.get(machine)
        needs = [self._needed(n) for n in NEEDS.get((arch, machine), [])]
        if machine.startswith("vexpress") and version(arch) >= (8, 2):
            needs += ["-audio", "none"]  # a board with a codec wants to be told
        self.argv = [f"qemu-system-{arch}", "-M", machine, "-display", "none",
                     "-monitor", "stdio", "-S", *needs, *args]
        if machine == "microvm":
            self._from_fw_cfg()
            self.qtree = self._monitor(["info qtree"])
        else:
            self.qtree = self._monitor(["info qtree", f"dumpdtb {self.tree}"])
        if not self.tree.exists():  # or1k's monitor knows of no tree
            self._monitor([], ["-M", f"{machine},dumpdtb={self.tree}"])

    def _needed(self, word):
        path = self.folder / word
        if word == "KERNEL":
            path.write_bytes(bytes(64))
        elif word == "BOARD":
            subprocess.run(["dtc", "-q", "-O", "dtb", "-o", path, "-"], check=True,
                           input=BOARD.encode())
        else:
            return word
        return str(path)

    def _monitor(self, commands, more=()):
        done = subprocess.run([*self.argv, *more], text=True, capture_output=True,
                              input="\n".join([*commands, "quit", ""]),
                              timeout=60, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(self.argv)}: {done.stderr}")
        return done.stdout.replace("\r", "")

    def _from_fw_cfg(self):
        """A machine without dumpdtb gives its tree to the guest as a fw_cfg file."""
        at = self.argv.index("-monitor")
        argv = self.argv[:at] + ["-qtest", "stdio"] + self.argv[at + 2:]
        with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True) as process:
            watchdog = threading.Timer(60, process.kill)
            watchdog.start()
            try:
                self.tree.write_bytes(FwCfg(process).read("etc/fdt"))
            finally:
                watchdog.cancel()
                process.kill()

    def slots(self):
        """{address: Slot} of every virtio-mmio transport."""
        parts = re.split(r"^  dev: ", self.qtree, flags=re.M)
        found = [Slot(p, self.base) for p in parts if p.startswith("virtio-mmio,")]
        return {s.address: s for s in found}

    def pci_claims(self):
        """How many virtio-pci devices have iommu_platform on."""
        devices = re.split(r"^ *dev: ", self.qtree, flags=re.M)
        # the transport (virtio-rng-pci) comes first, then its device (virtio-rng-device)
        return sum(before.startswith("virtio-") and "-pci" in before.split(",")[0]
                   and "iommu_platform = true" in device
                   for before, device in zip(devices, devices[1:]))


class Slot:
    """One virtio-mmio transport in "info qtree"."""

    def __init__(self, text, base):
        self.address = int(re.search(r"mmio (\w+)/", text)[1], 16)
        if base:
            start, stride = base
            bus = int(re.search(r"bus: virtio-mmio-bus\.(\d+)", text)[1])
            self.address = start + bus * stride
        self.legacy = "force-legacy = true" in text
        device = re.search(r"^      dev: ([\w-]+), id \"(.*)\"", text, re.M)
        self.driver = device[1] if device else None
        self.claims = "iommu_platform = true" in text


class FwCfg:
    """QEMU's firmware configuration device, by DMA over the qtest protocol."""

    CONTROL = 0x100000  # anywhere in RAM
    DATA = CONTROL + 0x1000
    DIRECTORY = 0x19
    SELECT, READ = 8, 2

    def __init__(self, process):
        self.process = process

    def _command(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        while words := self.process.stdout.readline().split():
            if words[0] == "OK":
                return words[1:]
            if words[0] in ("FAIL", "ERR"):
                break
        raise RuntimeError(f"qtest: {line}: {words}")

    def _item(self, key, size):
        control = struct.pack(">IIQ", key << 16 | self.SELECT | self.READ, size, self.DATA)
        self._command(f"write {self.CONTROL:#x} 16 0x{control.hex()}")
        self._command("outl 0x514 0x0")
        swapped = int.from_bytes(struct.pack(">I", self.CONTROL), "little")
        self._command(f"outl 0x518 {swapped:#x}")
        return bytes.fromhex(self._command(f"read {self.DATA:#x} {size}")[0][2:])

    def read(self, name):
        count, = struct.unpack(">I", self._item(self.DIRECTORY, 4))
        listed = self._item(self.DIRECTORY, 4 + 64 * count)
        for size, key, _, entry in struct.iter_unpack(">IHH56s", listed[4:]):
            if entry.rstrip(b"\0").decode() == name:
                return self._item(key, size)
        raise RuntimeError(f"fw_cfg has no {name}")


def temporary():
    return tempfile.TemporaryDirectory(prefix="dtlint-qemu-")
