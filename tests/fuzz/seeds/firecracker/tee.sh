#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
MEM=256
cat <<EOF | sudo tee vm.json >/dev/null
{ "boot-source": { "kernel_image_path": "$KERNEL" }, "drives": [],
  "machine-config": { "vcpu_count": $CPUS, "mem_size_mib": $MEM } }
EOF
firecracker --no-api --config-file vm.json
