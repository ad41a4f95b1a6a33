# SPDX-License-Identifier: GPL-2.0-or-later
A=(x "$B" $(c) `d`); A+=(-device); E=${F:-g}; export H="i j"
k() { local l=$1; case $m in (n|o) p;; *) q=r;; esac; }
for s in 1 2; do t+=" $s"; done <<-U
	v 'w
	U
[[ $x == y && (1 < 2) ]] || (( z = 1 )) && { set -- "$@" -nodefaults; }
exec env A=1 qemu-system-arm -M virt "${A[@]}" "$@" $'\n' -device virtio-rng-device,id=a >log 2>&1 &
