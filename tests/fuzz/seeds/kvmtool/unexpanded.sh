# A guest that others choose.
lkvm run $EXTRA --virtio-transport mmio -k "$KERNEL" \
	-d "$DISK" -n "mode=$MODE"
