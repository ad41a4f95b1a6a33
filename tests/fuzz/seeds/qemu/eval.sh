#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
cmd="qemu-system-aarch64 -M virt -nodefaults"
cmd="$cmd -device virtio-rng-device $EXTRA"
echo "$cmd"
eval "$cmd"
