#!/bin/sh
# shellcheck disable=all
# SPDX-License-Identifier: GPL-2.0-or-later
MACHINE=virt
[ -n "$GIC" ] && MACHINE="$MACHINE,gic-version=$GIC"
OPTS="-nodefaults -device virtio-rng-device"
[ "$DEBUG" = 1 ] && OPTS="$OPTS -s -S"
case $ACCEL in
kvm) OPTS="$OPTS -accel kvm -cpu host" ;;
*) OPTS="$OPTS -accel tcg -cpu max" ;;
esac
exec qemu-system-aarch64 -machine $MACHINE $OPTS
