#!/bin/sh
DISK=root.img
cloud-hypervisor --kernel vmlinux --cpus boot=2 --memory size=1G \
	--disk path=$DISK,iommu=on,id=root path=data.img \
	       vhost_user=on,socket=/run/d.sock,iommu=on \
	--net "tap=,mac=12:34:56:78:90:ab,iommu=off" \
	--fs tag=data,socket=/run/fs.sock --pmem file=x,iommu=true \
	--console off --serial tty --vsock cid=3,socket=/run/v --watchdog \
	--vdpa path=/dev/vhost-vdpa-0
