cloud-hypervisor --kernel k --memory size=1G,hotplug_method=virtio-mem,hotplug_size=2G \
	--console off --rng src=/dev/urandom --platform sev_snp=on
