#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes seeds of fuzz_run into a folder: a small checkout for each of its command lines."""

import pathlib
import struct
import subprocess
import sys

SOURCE = """/dts-v1/;
/ { #address-cells = <1>; #size-cells = <1>; compatible = "linux,dummy-virt"; model = "x";
	a: a { compatible = "acme,dev"; level = <9>; reg = <1>; x-1 = "s"; };
	virtio_mmio@a000000 { compatible = "virtio,mmio"; reg = <0xa000000 0x200>;
		interrupts = <0 1 4>; }; }; // dtlint-ignore-line dtc
"""
OVERLAY = "/dts-v1/;\n/plugin/;\n&{/a} { level = <3>; };\n"
BINDING = """$id: http://devicetree.org/schemas/b.yaml#
title: B
select: {required: [level]}
properties:
  compatible: {const: acme,dev}
  level: {maximum: 7}
  reg: {maxItems: 1}
allOf: [{if: {required: [x-1]}, then: {required: [other]}}]
unevaluatedProperties: false
"""
CONFIG = """schemas: b.yaml
rules: {warn: [dtc], error: [virtio], ignore: [cpu]}
pairs: [{trees: '*.dts', hosts: h}]
ignores: [{rule: virtio, nodes: /a, reason: r, expires: 2020-01-01}]
fail-on: note
"""
HOSTS = {"yaml": "devices: [{slot: 0, features: [32]}]\n",
         "qemu": "qemu-system-aarch64 -M virt -device virtio-net-device\n",
         "json": '{"boot-source": {"kernel_image_path": "k"}, "drives": [{"drive_id": "a", '
                 '"path_on_host": "x", "is_root_device": true}]}'}
KNOWN = """{"version": 1, "findings": [
{"tree": "a.dts", "node": "/a", "rule": "dtc", "level": "warning", "message": "m",
 "fingerprint": "7718a17fb90f2a813a2803cb48c9638e", "reason": "r"}]}
"""
LIVE = {"sys/firmware/devicetree/base/compatible": b"linux,dummy-virt\0",
        "sys/firmware/devicetree/base/#address-cells": b"\0\0\0\1",
        "sys/firmware/devicetree/base/a@1/compatible": b"virtio,mmio\0",
        "sys/firmware/devicetree/base/a@1/reg": b"\0\0\0\1\0\0\0\1",
        "sys/bus/virtio/devices/virtio0/features": b"1" * 64 + b"\n"}


def seed(letter, files):
    data = letter.encode()
    for name, text in files.items():
        text = text.encode() if isinstance(text, str) else text
        data += name.encode() + b"\0" + struct.pack("<H", len(text)) + text
    return data


def main():
    out = pathlib.Path(sys.argv[1])
    tree = subprocess.run(["dtc", "-q", "-O", "dtb"], input=SOURCE.encode(), check=True,
                          stdout=subprocess.PIPE).stdout
    all_of = {"a.dts": SOURCE, "b.yaml": BINDING, ".dtlint.yaml": CONFIG, "h": HOSTS["yaml"],
              "known.json": KNOWN}
    blob = dict(all_of, **{"a.dtb": tree})
    del blob["a.dts"]
    changed = subprocess.run(["dtc", "-q", "-O", "dtb"], check=True, stdout=subprocess.PIPE,
                             input=SOURCE.replace("<9>", "<3>, <4>").replace("a: a", "b").encode()).stdout
    both = dict(all_of, **{"a.dtb": changed})
    overlays = {"a.dts": SOURCE, "o.dts": OVERLAY, "p/q.dts": OVERLAY.replace("/a", "/none")}
    for letter, files in {
            "a": dict(blob, **{"s/a.dts": SOURCE}), "b": LIVE, "c": blob, "d": blob, "e": blob,
            "f": all_of, "g": overlays, "h": all_of, "i": all_of, "j": blob, "k": all_of,
            "l": all_of, "m": blob, "n": all_of, "o": all_of, "p": all_of, "q": all_of,
            "r": all_of, "s": all_of, "t": all_of, "u": both, "v": both, "w": both,
            "x": {"old/a.dts": SOURCE, "old/b.dts": SOURCE, "new/a.dtb": changed,
                  "new/c.dts": SOURCE}}.items():
        (out / f"{letter}").write_bytes(seed(letter, files))
    for name, text in HOSTS.items():
        (out / f"host-{name}").write_bytes(seed("t", {"h": text}))


main()
