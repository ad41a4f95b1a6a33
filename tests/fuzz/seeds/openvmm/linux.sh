./openvmm -m 2GB -p 4 -k Image -r initrd --hv -c 'console=ttyAMA0' \
  --pcie-root-complex rc0 --pcie-root-port rc0:rp0 \
  --virtio-blk file:disk.img,pcie_port=rp0 \
  --virtio-net pcie_port=rp1:tap --virtio-fs data,/srv \
  --virtio-fs-bus=pci --virtio-rng --virtio-console none --virtio-vsock-path /run/v
