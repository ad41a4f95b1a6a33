#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
case $1 in
32) QEMU=qemu-system-arm ;;
*) QEMU=/opt/qemu/bin/qemu-system-aarch64 ;;
esac
if [ "$2" = kvm ]; then
	ARGS=(-M virt -nodefaults -accel kvm -device virtio-rng-device)
else
	ARGS=(-M virt -nodefaults -accel tcg -device virtio-rng-device)
fi
"$QEMU" "${ARGS[@]}"
