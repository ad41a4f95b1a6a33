#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Runs a harness so that a run with a seed is the same each time: repeatable.sh CORPUS
# SEEDS COMMAND... The corpus is a new one, it is not read again at times of the clock's, and
# addresses are the same each time where the kernel lets a process ask for that: maps from
# pointers take other ways with others.
set -eu

corpus=$1 seeds=$2
shift 2
rm -rf "$corpus"
mkdir -p "$corpus"
if setarch -R true 2>/dev/null; then
	set -- setarch -R "$@"
fi
exec "$@" -reload=0 "$corpus" "$seeds"
