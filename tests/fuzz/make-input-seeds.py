#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes seeds of fuzz_input into a folder: one small image of each kind."""

import bz2
import lzma
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "input"))
import image  # noqa: E402

FIT = """/dts-v1/;
/ {
	images {
		k { type = "kernel"; compression = "none"; load = <0x80>; data = [00 01 02 03];
			hash-1 { algo = "crc32"; value = <0>; }; };
		a { type = "flat_dt"; compression = "none"; data = [d0 0d fe ed 00 00 00 10]; };
		b { type = "flat_dt"; compression = "gzip"; data-offset = <0>; data-size = <20>; };
		c { type = "flat_dt"; compression = "lz4"; data-position = <0x40>; data-size = <64>; };
	};
	configurations { default = "c"; c { kernel = "k"; fdt = "a", "x"; ramdisk = "k"; }; };
};
"""
MAP = '/dts-v1/; / { a { bcm2711; renamed = "b"; }; c { deprecated = "d"; }; };'


def dtc(source):
    return subprocess.run(["dtc", "-q", "-O", "dtb"], input=source.encode(), check=True,
                          stdout=subprocess.PIPE).stdout


def main():
    out = pathlib.Path(sys.argv[1])
    t = dtc('/dts-v1/; / { compatible = "a"; b@1 { reg = <1>; }; };')
    seeds = {
        "tree": t, "trees": t + bytes(5) + t + b"rest", "fit": dtc(FIT) + image.gzip(t), "map": dtc(MAP),
        "table0": image.dt_table([t, t]), "table1": image.dt_table([image.gzip(t)], 1, 2),
        "table2": image.dt_table([t], 2), "boot2": image.boot(2, dtb=t, dtbo=image.dt_table([t])),
        "boot0": image.boot(0, kernel=image.zimage(64) + t), "vendor": image.vendor_boot(3, t, page=64),
        "uki": image.uki([(".dtb", t), (".dtbauto", t)]), "image": image.arm64_image(64) + t + t,
        "gz": image.gzip(t), "gz-dtb": image.gzip(image.zimage(64)) + t, "xz": lzma.compress(t),
        "lzma": lzma.compress(t, lzma.FORMAT_ALONE), "bz2": bz2.compress(t), "text": b"/dts-v1/;",
        "zst": subprocess.run(["zstd", "-q", "-c"], input=t, stdout=subprocess.PIPE, check=True).stdout,
        "lz4": subprocess.run(["lz4", "-q", "-c"], input=t, stdout=subprocess.PIPE, check=True).stdout,
        "lz4l": subprocess.run(["lz4", "-q", "-l", "-c"], input=t, stdout=subprocess.PIPE, check=True).stdout,
    }
    for name, content in seeds.items():
        (out / name).write_bytes(content)


main()
