env -i PATH=/bin lkvm run -k Image -i initrd.gz --no-realm --realm \
  --virtio-t mmio-legacy -n mode=none
lkvm list
