lkvm run --rng \
  --virtio-transport usb
