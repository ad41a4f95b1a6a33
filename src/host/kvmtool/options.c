/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/kvmtool/kvmtool.h"

#define ALONE(name) \
	{ \
		name, '\0', TAKES_NOTHING, KVMTOOL_NOTHING, NULL \
	}
#define TAKES(name) \
	{ \
		name, '\0', TAKES_VALUE, KVMTOOL_NOTHING, NULL \
	}

/* builtin-run.c, kvm-config-arch.h of arm and riscv, and what the forks add. */
const struct command_option kvmtool_options[] = {
	{ "9p", '\0', TAKES_VALUE, KVMTOOL_9P, "9P" },
	{ "balloon", '\0', TAKES_NOTHING, KVMTOOL_BALLOON, "balloon" },
	{ "console", '\0', TAKES_VALUE, KVMTOOL_CONSOLE, "console" },
	{ "cove-vm", '\0', TAKES_NOTHING, KVMTOOL_CLAIM, NULL },
	{ "disk", 'd', TAKES_VALUE, KVMTOOL_DISK, "disk" },
	{ "force-pci", '\0', TAKES_NOTHING, KVMTOOL_PCI, NULL },
	{ "initrd", 'i', TAKES_VALUE, KVMTOOL_INITRD, NULL },
	{ "network", 'n', TAKES_MAYBE, KVMTOOL_NET, "network" },
	{ "nodefaults", '\0', TAKES_NOTHING, KVMTOOL_NODEFAULTS, NULL },
	{ "realm", '\0', TAKES_NOTHING, KVMTOOL_CLAIM, NULL },
	{ "rng", '\0', TAKES_NOTHING, KVMTOOL_RNG, "rng" },
	{ "sandbox", '\0', TAKES_VALUE, KVMTOOL_SANDBOX, NULL },
	{ "virtio-legacy", '\0', TAKES_NOTHING, KVMTOOL_LEGACY_PCI, NULL },
	{ "virtio-transport", '\0', TAKES_VALUE, KVMTOOL_TRANSPORT, NULL },
	{ "vsock", '\0', TAKES_VALUE, KVMTOOL_VSOCK, "vsock" },
	{ "cpus", 'c', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	{ "firmware", 'f', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	{ "flash", 'F', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	{ "kernel", 'k', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	{ "mem", 'm', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	{ "params", 'p', TAKES_VALUE, KVMTOOL_NOTHING, NULL },
	ALONE("aarch32"),
	TAKES("custom-marchid"),
	TAKES("custom-mimpid"),
	TAKES("custom-mvendorid"),
	ALONE("debug"),
	TAKES("debug-iodelay"),
	ALONE("debug-ioport"),
	ALONE("debug-mmio"),
	ALONE("debug-single-step"),
	TAKES("dev"),
	ALONE("disable-mte"),
	ALONE("disable-sve"),
	TAKES("dump-dtb"),
	TAKES("firmware-address"),
	ALONE("gtk"),
	TAKES("hugetlbfs"),
	TAKES("irqchip"),
	TAKES("kaslr-seed"),
	TAKES("loglevel"),
	TAKES("measurement-algo"),
	TAKES("name"),
	ALONE("no-dhcp"),
	ALONE("no-pvtime"),
	TAKES("override-bad-firmware-cntfrq"),
	ALONE("pmu"),
	TAKES("realm-pv"),
	ALONE("sdl"),
	TAKES("sve-max-vl"),
	TAKES("sve-vl"),
	TAKES("tty"),
	TAKES("vcpu-affinity"),
	TAKES("vfio-pci"),
	TAKES("vidmode"),
	ALONE("vnc"),
	{ NULL, '\0', TAKES_NOTHING, KVMTOOL_NOTHING, NULL },
};
