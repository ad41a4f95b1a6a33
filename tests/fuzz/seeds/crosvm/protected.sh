#!/bin/bash
# What Android's tests start, more or less.
args=(run --disable-sandbox -m 512 -c 2)
args+=(--protected-vm --block 'path=root.img,ro')
crosvm --log-level=debug "${args[@]}" \
	--serial=type=stdout,hardware=virtio-console,num=1 \
	--serial type=file,path=log,hardware=serial --cid 3 \
	--params 'root=/dev/vda' Image
