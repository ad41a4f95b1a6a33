openvmm --virtio-rng --virtio-rng-bus vpci --virtio-fs-shmem a,b --virtio-fs-bus mmio \
  --vhost-user /run/s,type=blk --virtio-vsock-vhost-cid 3 --virtio-vsock-bus "$BUS" $MORE
