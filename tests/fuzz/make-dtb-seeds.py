#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Makes fuzz/seeds/dtb again: make-dtb-seeds.py DTLINT
The bad samples of the rules, and trees for what no rule's sample shows.
"""

import json
import pathlib
import struct
import subprocess
import sys

SEEDS = pathlib.Path(__file__).parent / "seeds/dtb"

GUEST = """
/dts-v1/;
/memreserve/ 0x80000000 0x1000;
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "linux,dummy-virt";
	hypervisor { compatible = "xen,xen"; };
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { compatible = "arm,cortex-a57"; reg = <0>; device_type = "cpu"; };
	};
	noc: noc { #interconnect-cells = <1>; dma-coherent; };
	smmu: iommu { #iommu-cells = <1>; };
	soc {
		#address-cells = <1>;
		#size-cells = <1>;
		ranges;
		virtio_mmio@a000000 { compatible = "virtio,mmio"; reg = <0xa000000 0x200>; };
		virtio_mmio@a000200 {
			compatible = "virtio,mmio";
			reg = <0xa000200 0x200>;
			dma-coherent;
			iommus = <&smmu 1>;
		};
		virtio_mmio@a000400 {
			compatible = "virtio,mmio";
			reg = <0xa000400 0x200>;
			interconnects = <&noc 0>;
			interconnect-names = "dma-mem";
		};
		virtio_mmio@a000600 {
			compatible = "virtio,mmio";
			reg = <0xa000600 0x200>;
			dma-noncoherent;
			status = "disabled";
		};
	};
	pcie@10000000 {
		compatible = "pci-host-ecam-generic";
		device_type = "pci";
		reg = <0x10000000 0x1000000>;
		#address-cells = <3>;
		#size-cells = <2>;
		ranges = <0x2000000 0 0x20000000 0x20000000 0 0x1000000>;
	};
};
"""

OVERLAY = """
/dts-v1/;
/plugin/;
&{/} {
	virtio_mmio@a000000 {
		compatible = "virtio,mmio";
		reg = <0xa000000 0x200>;
		interrupt-parent = <&gic>;
	};
};
"""

BEGIN, END, PROP, NOP, STOP = 1, 2, 3, 4, 9
BLOCKS = {
    "length-that-overflows": [BEGIN, 0, PROP, 0xfffffff4, 0, END, STOP],
    "length-of-all-ones": [BEGIN, 0, PROP, 0xffffffff, 0, END, STOP],
    "cells-of-all-ones": [BEGIN, 0, PROP, 4, 0, 0xffffffff, END, STOP],
    "not-ended": [BEGIN, 0, BEGIN, 0x61000000, STOP],
    "nops": [NOP, BEGIN, 0, NOP, PROP, 0, 0, NOP, END, NOP, STOP],
    "deep": [BEGIN, 0] + [BEGIN, 0x61000000] * 40 + [END] * 41 + [STOP],
}


def dtc(source, *options):
    done = subprocess.run(["dtc", "-q", "-O", "dtb", *options, "-"], check=True,
                          input=source.encode(), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    return done.stdout


def by_hand(words):
    block = struct.pack(f">{len(words)}I", *words)
    strings = b"#size-cells\0"
    end = 56 + len(block)
    header = struct.pack(">10I", 0xd00dfeed, end + len(strings), 56, end, 40, 17, 16, 0,
                         len(strings), len(block))
    return header + bytes(16) + block + strings


def samples(dtlint):
    listed = subprocess.run([dtlint, "--list-rules", "--format", "json"], check=True,
                            stdout=subprocess.PIPE)
    for rule in json.loads(listed.stdout):
        if not rule["bad"]:
            continue
        try:
            yield rule["id"].replace("/", "-"), dtc(rule["bad"]["dts"], "--force")
        except subprocess.CalledProcessError as failed:
            print(f"{rule['id']}: dtc ended with {failed.returncode}: left out")


def main():
    SEEDS.mkdir(parents=True, exist_ok=True)
    seeds = dict(samples(sys.argv[1]))
    seeds |= {name: by_hand(words) for name, words in BLOCKS.items()}
    seeds |= {f"guest-{v}": dtc(GUEST, "-V", str(v)) for v in (1, 2, 3, 16, 17)}
    seeds["guest-padded"] = dtc(GUEST, "-S", "4096")
    seeds["overlay"] = dtc(OVERLAY, "-@")
    for name, blob in seeds.items():
        (SEEDS / f"{name}.dtb").write_bytes(blob)


if __name__ == "__main__":
    main()
