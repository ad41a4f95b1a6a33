CH=${CLOUD_HYPERVISOR:-cloud-hypervisor}
$CH --kernel "$KERNEL" --disk "path=$D,iommu=$I" "path=$E" $MORE \
  --console off --rng "src=/dev/urandom,iommu=on"
