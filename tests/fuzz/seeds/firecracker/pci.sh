#!/bin/sh
firecracker --api-sock /run/fc.sock --id vm1 --boot-timer \
	--config-file order.json --enable-pci
