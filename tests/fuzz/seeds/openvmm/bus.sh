openvmm --virtio-rng \
 --virtio-rng-bus usb
