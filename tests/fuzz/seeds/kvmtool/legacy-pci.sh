lkvm run --nodefaults -k Image --virtio-legacy --rng --no-rng --balloon
