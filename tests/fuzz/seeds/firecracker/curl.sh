#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
firecracker --api-sock /tmp/fc.sock &
curl --unix-socket /tmp/fc.sock -X PUT http://localhost/entropy -d '{}'
