lkvm sandbox -d debian --virtio-transport mmio --frobnicate yes
