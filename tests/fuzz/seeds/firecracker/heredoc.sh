#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
CFG=/tmp/vm.json
cat >"$CFG" <<-'CFG'
	{ "boot-source": { "kernel_image_path": "it's" },
	  "drives": [ { "drive_id": "rootfs", "path_on_host": "u.ext4", "is_root_device": true } ],
	  "machine-config": { "vcpu_count": 2, "mem_size_mib": 512 } }
CFG
firecracker --no-api --config-file $CFG
