#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same guest: once for its tree, once to run.
qemu-system-aarch64 -M virt,dumpdtb=guest.dtb -nodefaults -device virtio-rng-device
qemu-system-aarch64 -M virt -nodefaults -device virtio-rng-device -kernel Image
