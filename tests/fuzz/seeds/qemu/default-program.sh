#!/bin/sh
# shellcheck disable=all
# SPDX-License-Identifier: GPL-2.0-or-later
: "${QEMU:=qemu-system-aarch64}"
: ${MEM:=1G}
"$QEMU" -M virt -nodefaults -m $MEM -device virtio-rng-device
