# SPDX-License-Identifier: GPL-2.0-or-later
import subprocess
subprocess.run(["sudo", "qemu-system-aarch64", "-M", "virt", "-nographic"])
