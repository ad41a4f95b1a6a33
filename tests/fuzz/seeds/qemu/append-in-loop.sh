#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
ARGS=()
ARGS+=(-M virt -nodefaults -device virtio-rng-device)
for disk in "$@"; do
	ARGS+=(-drive "if=none,file=$disk,id=d$n")
	ARGS+=(-device "virtio-blk-device,drive=d$n")
done
ARGS+=(-smp 2)
CMD=(qemu-system-aarch64 "${ARGS[@]}")
"${CMD[@]}"
