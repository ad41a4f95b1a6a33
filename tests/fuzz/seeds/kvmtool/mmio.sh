#!/bin/sh
# Every sort of device, in the slots that kvmtool gives them.
IMAGE=disk.img
exec sudo "${LKVM:-lkvm}" run -k Image -m 512 -c2 \
	-d "$IMAGE" --disk scsi:naa.600140554cf3a18e:0,ro \
	--virtio-transport=mmio \
	-n mode=user --network trans=pci,mode=tap \
	--rng --balloon --vsock 3 --9p /srv,share --console=virtio
