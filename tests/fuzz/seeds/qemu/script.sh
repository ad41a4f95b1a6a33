# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck disable=SC2054,SC2086
# Starts the guest; DISK and KERNEL come from the environment.
set -eu

machine="-M virt,gic-version=3 -cpu cortex-a57 -smp 2 -m 1G"
devices=(
	-device virtio-blk-device,drive=disk,id=blk0,iommu_platform=on
	-device virtio-rng-device          # takes the next slot below
)

if ! command -v qemu-system-aarch64 >/dev/null; then
	echo "qemu-system-aarch64 is not installed" >&2
	exit 1
fi

cat >/tmp/notes <<'END'
qemu-system-aarch64 -M virt -device virtio-balloon-device # it's only a note
END

exec qemu-system-aarch64 $machine -nodefaults -nographic \
	-drive if=none,id=disk,format=raw,file="$DISK" \
	"${devices[@]}" \
	-device '{"driver":"virtio-net-device","netdev":"n0","bus":"virtio-mmio-bus.3"}' \
	-netdev user,id=n0 \
	-global virtio-mmio.force-legacy=false \
	-kernel "$KERNEL" -append "console=ttyAMA0 root=/dev/vda"
