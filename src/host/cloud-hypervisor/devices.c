/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/cloud-hypervisor/cloud-hypervisor.h"

const struct ch_sort ch_sorts[] = {
	{ "console", "console", "console", CH_OWN, false, true },
	{ "disks", "disk", "disk", CH_OWN, true, false },
	{ "net", "net", "net", CH_OWN, true, false },
	{ "rng", "rng", "rng", CH_OWN, false, true },
	{ "rtc", "rtc", "rtc", CH_OWN, false, false },
	{ "generic_vhost_user", "generic-vhost-user", "generic vhost-user device",
		CH_FORCED, true, false },
	{ "fs", "fs", "fs", CH_FORCED, true, false },
	{ "pmem", "pmem", "pmem", CH_OWN, true, false },
	{ "vsock", "vsock", "vsock", CH_OWN, false, false },
	{ "balloon", "balloon", "balloon", CH_OWN, false, false },
	{ "watchdog", "watchdog", "watchdog", CH_FORCED, false, false },
	{ "vdpa", "vdpa", "vdpa", CH_ALWAYS, true, false },
	{ NULL, NULL, NULL, CH_OWN, false, false },
};

const struct ch_sort ch_memory = { .name = "memory", .claim = CH_NEVER };

void
ch_forget_size(struct guest *g)
{
	static const enum guest_fact_id ids[] = { GUEST_MEMORY, GUEST_CPUS,
		GUEST_CPUS_MAX };
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		g->facts[ids[i]].known = false;
}

/* vmm/src/vm_config.rs; arch/src/aarch64: layout.rs, fdt.rs; riscv64 has RAM there, too. */
void
ch_start(struct host *h)
{
	struct guest *g = &h->guest;
	struct said none = { 0 };

	guest_set(g, GUEST_MEMORY, (uint64_t)512 << 20, none);
	guest_set(g, GUEST_MEMORY_BASE, 0x40000000, none);
	guest_set(g, GUEST_MEMORY_REWRITTEN, 0, none);
	guest_set(g, GUEST_CPUS, 1, none);
	guest_set(g, GUEST_CPUS_MAX, 1, none);
	guest_set(g, GUEST_MPIDR_CLUSTER, 16, none);
	guest_set(g, GUEST_GIC_VERSION, 3, none);
	guest_set_word(g, GUEST_PSCI, "hvc", none);
	h->program = "cloud-hypervisor";
	h->mmio_complete = TRI_YES;
	h->pci_complete = TRI_YES;
}

static enum tri
claim_of(const struct ch_device *d, const struct ch_platform *p)
{
	enum tri own = d->sort->claim == CH_OWN && !d->vhost_user ? d->iommu : TRI_NO;

	if (d->sort->claim == CH_NEVER)
		return TRI_NO;
	if (d->sort->claim == CH_ALWAYS || p->forced == TRI_YES)
		return TRI_YES;
	return own == TRI_NO ? p->forced : own;
}

void
ch_add(struct host *h, struct arena *a, const struct ch_device *d,
	const struct ch_platform *p)
{
	const char *name = d->sort->name;
	struct host_device *device;
	enum tri claim = claim_of(d, p);

	if (d->id)
		name = arena_printf(a, "%s '%s'", name, d->id);
	device = host_add_modern(h, a, TRANSPORT_PCI, claim, name, d->said);
	if (d->sort->claim == CH_NEVER)
		return;
	if (p->forced == TRI_YES)
		device->claim_said = p->said;
	else if (d->sort->claim == CH_ALWAYS)
		device->claim_said = d->said;
	else if (claim != TRI_UNKNOWN)
		device->claim_said = d->iommu_said;
}
