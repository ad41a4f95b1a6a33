#!/bin/bash
# shellcheck disable=all
# SPDX-License-Identifier: GPL-2.0-or-later
ARGS=(-machine virt -nodefaults -nographic -global virtio-mmio.force-legacy=off)
ARGS+=(-device virtio-rng-device,iommu_platform=on)
if [ -n "$NET" ]; then
	ARGS+=(-netdev user,id=n0 -device virtio-net-device,netdev=n0)
fi
ARGS+=(-m 1G)
qemu-system-aarch64 "${ARGS[@]}"
