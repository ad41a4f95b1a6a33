#!/bin/sh
# shellcheck disable=all
# SPDX-License-Identifier: GPL-2.0-or-later
set -eu -o pipefail
exec "$@" -M virt -cpu cortex-a57 -m 2G -nographic -device virtio-rng-device
