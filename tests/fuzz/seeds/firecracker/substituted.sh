#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
firecracker --no-api --config-file <(cat <<JSON
{ "boot-source": { "kernel_image_path": "isn't ) a 'quote" }, "drives": [],
  "entropy": {} }
JSON
) 2>&1
