#!/bin/sh
# shellcheck disable=all
# SPDX-License-Identifier: GPL-2.0-or-later
MEM=1G
ssh board "cd /vm && MEM=512M && exec qemu-system-aarch64 -M virt -nodefaults -m $MEM"
