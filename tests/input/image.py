# SPDX-License-Identifier: GPL-2.0-or-later
"""Images that hold trees, made by hand from what their specifications say."""

import struct
import subprocess
import zlib


def tree(address, extra=""):
    """A guest's tree in which the node at @address, and only that, is reported."""
    source = f"""/dts-v1/;
/ {{
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "linux,dummy-virt";
	{extra}
	virtio_mmio@{address:x} {{ compatible = "virtio,mmio"; reg = <{address:#x} 0x200>; }};
}};
"""
    return subprocess.run(["dtc", "-q", "-O", "dtb"], input=source.encode(), check=True,
                          stdout=subprocess.PIPE).stdout


def pages(size, *parts):
    return b"".join(p + bytes(-len(p) % size) for p in parts)


def dt_table(trees, version=0, flags=0, entry=None):
    """Android's dt_table: libufdt/utils/src/dt_table.h."""
    size = {0: 32, 1: 32, 2: 64}[version]
    at = 32 + size * len(trees)
    entries = blobs = b""
    for i, blob in enumerate(trees):
        words = [len(blob), at + len(blobs), i, 0, flags]
        entries += struct.pack(">5I", *(entry(i, words) if entry else words)).ljust(size, b"\0")
        blobs += blob
    header = struct.pack(">8I", 0xd7b7ab1e, at + len(blobs), 32, size, len(trees), 32, 2048, version)
    return header + entries + blobs


def boot(version, kernel=b"kernel", ramdisk=b"ramdisk", second=b"", dtbo=b"", dtb=b""):
    """A boot image of version 0, 1 or 2: bootimg.h."""
    size = 2048
    h = bytearray(size)
    struct.pack_into("<8s10I", h, 0, b"ANDROID!", len(kernel), 0, len(ramdisk), 0, len(second),
                     0, 0, size, version, 0)
    if version:
        struct.pack_into("<IQI", h, 1632, len(dtbo), 0, 1648 if version == 1 else 1660)
    if version == 2:
        struct.pack_into("<IQ", h, 1648, len(dtb), 0)
    return pages(size, bytes(h), kernel, ramdisk, second, dtbo, dtb)


def vendor_boot(version, dtb, ramdisk=b"ramdisk", page=4096):
    """A vendor_boot image of version 3 or 4."""
    size = 2112 if version == 3 else 2128
    h = bytearray(size)
    struct.pack_into("<8s5I", h, 0, b"VNDRBOOT", version, page, 0, 0, len(ramdisk))
    struct.pack_into("<IIQ", h, 2096, size, len(dtb), 0)
    return pages(page, bytes(h), ramdisk, dtb)


def arm64_image(size=4096):
    """A kernel's Image: Documentation/arch/arm64/booting.rst."""
    h = struct.pack("<IIQQQQQQ4sI", 0x91005a4d, 0, 0, size, 0, 0, 0, 0, b"ARM\x64", 0)
    return h + b"\x5a" * (size - len(h))


def zimage(size=4096):
    """A zImage: its magic number, start and end at 0x24."""
    return bytes(0x24) + struct.pack("<III", 0x016f2818, 0, size) + b"\x5a" * (size - 0x30)


def uki(sections, lie=None):
    """A PE program with sections of these names and contents; @lie is what it says of all."""
    head = bytearray(1024 + 40 * len(sections) + -40 * len(sections) % 512)
    struct.pack_into("<2s58xI", head, 0, b"MZ", 64)
    struct.pack_into("<4sHHIIIHH", head, 64, b"PE\0\0", 0xaa64, len(sections), 0, 0, 0, 112, 0)
    at, data, size = 64 + 24 + 112, [], 0
    for i, (name, content) in enumerate(sections):
        stored = content + bytes(-len(content) % 512)
        words = lie or [len(content), 0x1000 * i, len(stored), len(head) + size]
        struct.pack_into("<8sIIII", head, at + 40 * i, name.encode(), *words)
        size += len(stored)
        data.append(stored)
    return bytes(head) + b"".join(data)


def blob(nodes, strings=b""):
    """A tree of any structure block, right or wrong."""
    end = 56 + len(nodes) + len(strings)
    return struct.pack(">10I", 0xd00dfeed, end, 56, 56 + len(nodes), 40, 17, 16, 0, len(strings),
                       len(nodes)) + bytes(16) + nodes + strings


def gzip(data, level=9):
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()
