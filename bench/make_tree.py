#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Makes a device tree of any size to measure with: make_tree.py [--shape SHAPE] NODES FILE

  board    devices on buses, with addresses, clocks, interrupts, GPIOs and aliases, in
           the proportions of a board's tree, what they refer to in their midst
  flat     the same devices, all on one bus
  aliases  an alias for each node
  same     nodes of one unit address, on one bus: every pair is a finding
  deep     buses in buses, 60 levels down
  wide     half of it properties of one node and names of its kind, that all ask for
"""

import argparse
import struct

BEGIN_NODE, END_NODE, PROP, END = (struct.pack(">I", n) for n in (1, 2, 3, 9))
PADDING = b"\0\0\0"


class Writer:
    """The blocks of a flattened device tree, as they grow."""

    def __init__(self):
        self.parts = []
        self.names = {}
        self.strings = bytearray()

    def begin(self, name):
        text = name.encode() + b"\0"
        self.parts += [BEGIN_NODE, text, PADDING[:-len(text) % 4]]

    def end(self):
        self.parts.append(END_NODE)

    def bytes(self, name, value):
        at = self.names.get(name)
        if at is None:
            at = self.names[name] = len(self.strings)
            self.strings += name.encode() + b"\0"
        self.parts += [PROP, struct.pack(">2I", len(value), at), value,
                       PADDING[:-len(value) % 4]]

    def cells(self, name, *values):
        self.bytes(name, struct.pack(f">{len(values)}I", *values))

    def text(self, name, *values):
        self.bytes(name, b"".join(v.encode() + b"\0" for v in values))

    def counts(self, address, size):
        self.cells("#address-cells", address)
        self.cells("#size-cells", size)

    def file(self):
        block = b"".join(self.parts) + END
        strings = 56 + len(block)
        header = struct.pack(">10I", 0xD00DFEED, strings + len(self.strings), 56, strings,
                             40, 17, 16, 0, len(self.strings), len(block))
        return header + bytes(16) + block + bytes(self.strings)


CLOCKS, PIC, GPIO = 1, 2, 3  # phandles
PROVIDERS = 0xFFFF0000  # above every device's address


def providers(w, at=None):
    """What devices refer to; with addresses from @at where there are any."""
    for n, (name, mark, cells, count) in enumerate((
            ("clock-controller", None, "#clock-cells", 1),
            ("interrupt-controller", "interrupt-controller", "#interrupt-cells", 3),
            ("gpio", "gpio-controller", "#gpio-cells", 2))):
        w.begin(name if at is None else f"{name}@{at + n * 0x1000:x}")
        if at is not None:
            w.cells("reg", 0, at + n * 0x1000, 0x1000)
        if mark:
            w.bytes(mark, b"")
        if mark == "interrupt-controller":
            w.cells("#address-cells", 0)
        w.cells(cells, count)
        w.cells("phandle", (CLOCKS, PIC, GPIO)[n])
        w.end()


def device(w, n, kind):
    """A device with a subnode that has no address: two nodes."""
    w.begin(f"{kind}@{n:x}000")
    w.text("compatible", f"vendor,{kind}", "vendor,device")
    w.cells("reg", n * 0x1000 >> 32, n * 0x1000 & 0xFFFFFFFF, 0x1000)
    w.cells("clocks", CLOCKS, n & 0xFF, CLOCKS, 1)
    w.text("clock-names", "bus", "core")
    w.cells("interrupts", 0, n & 0x3FF, 4)
    w.text("status", "okay" if n % 3 else "disabled")
    w.cells(f"vendor,{kind}-setting-{n % 256}", n)
    if n % 4:
        w.cells("phandle", n + 16)
    w.begin("port-settings")
    if n % 2:
        w.cells("reset-gpios", GPIO, n & 31, 0)
    w.end()
    w.end()


def bus(w, name):
    w.begin(name)
    w.text("compatible", "simple-bus")
    w.counts(2, 1)
    w.bytes("ranges", b"")


def board(w, nodes, on_a_bus=64):
    w.cells("interrupt-parent", PIC)
    w.begin("aliases")
    for i in range(min(nodes // 32, 16)):
        w.text(f"serial{i}", f"/bus-0/serial@{i * 4 + 1:x}000")
    w.end()
    devices = nodes // 2
    for n in range(devices):
        if n % on_a_bus == 0:
            bus(w, f"bus-{n // on_a_bus}")
        if n == devices // 2:
            providers(w, PROVIDERS)
        device(w, n + 1, ("serial", "timer", "rtc", "ethernet")[n % 4])
        if n % on_a_bus == on_a_bus - 1 or n == devices - 1:
            w.end()


def aliases(w, nodes):
    w.begin("aliases")
    for n in range(nodes // 2):
        w.text(f"alias{n}", f"/bus/device-{n}")
    w.end()
    w.begin("bus")
    for n in range(nodes):
        w.begin(f"device-{n}")
        w.end()
    w.end()


def same(w, nodes):
    w.begin("bus")
    w.counts(1, 1)
    for n in range(nodes):
        w.begin(f"device{n}@1000")
        w.cells("reg", 0x1000, 0x100)
        w.end()
    w.end()


def deep(w, nodes):
    w.cells("interrupt-parent", PIC)
    providers(w)
    for n in range(0, nodes, 60):
        for level in range(60):
            w.begin(f"level-{n}" if not level else "level")
            w.cells("interrupts", 0, n & 0x3FF, 4)
        for _ in range(60):
            w.end()


def wide(w, nodes):
    w.begin("bus")
    w.text("compatible", *(f"vendor,bus-{n}" for n in range(nodes // 2)))
    for n in range(nodes // 2):
        w.cells(f"vendor,setting-{n}", n)
    w.counts(1, 1)
    w.bytes("ranges", b"")
    w.cells("#clock-cells", 0)
    w.cells("phandle", CLOCKS)
    for n in range(nodes // 2):
        w.begin(f"device@0{n:x}00")
        w.cells("reg", n * 0x100, 0x100)
        w.cells("clocks", CLOCKS)
        w.end()
    w.end()


SHAPES = {
    "board": board,
    "flat": lambda w, nodes: board(w, nodes, nodes // 2),
    "aliases": aliases,
    "same": same,
    "deep": deep,
    "wide": wide,
}


def make(shape, nodes):
    w = Writer()
    w.begin("")
    w.text("compatible", "vendor,board")
    w.text("model", "made to measure with")
    w.counts(2, 1)
    SHAPES[shape](w, nodes)
    w.end()
    return w.file()


def main():
    parser = argparse.ArgumentParser(description="Makes a device tree to measure with.")
    parser.add_argument("--shape", choices=SHAPES, default="board")
    parser.add_argument("nodes", type=int)
    parser.add_argument("file")
    args = parser.parse_args()
    with open(args.file, "wb") as out:
        out.write(make(args.shape, args.nodes))


if __name__ == "__main__":
    main()
