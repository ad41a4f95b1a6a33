/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine of a domain: what its elements say, and what QEMU makes of the rest,
 * which is asked with a command line as libvirt would write it.
 */
#include <string.h>

#include "host/libvirt/libvirt.h"

static uint64_t
unit_of(const struct xml_element *e)
{
	static const struct {
		const char *name;
		uint64_t bytes;
	} units[] = { { "b", 1 }, { "bytes", 1 }, { "KB", 1000 }, { "k", 1024 },
		{ "KiB", 1024 }, { "MB", 1000000 }, { "M", 1 << 20 }, { "MiB", 1 << 20 },
		{ "GB", 1000000000 }, { "G", 1 << 30 }, { "GiB", 1 << 30 },
		{ "TB", 1000000000000 }, { "T", (uint64_t)1 << 40 },
		{ "TiB", (uint64_t)1 << 40 } };
	const char *unit = xml_get(e, "unit");
	size_t i;

	if (!unit)
		return 1024;
	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (!strcmp(units[i].name, unit))
			return units[i].bytes;
	return 0;
}

/* The element's characters without white space around; "" where there are none. */
static const char *
trimmed(const struct domain *d, const struct xml_element *e)
{
	static const char blanks[] = " \t\r\n";
	const char *s = e && e->text ? e->text : "";

	s += strspn(s, blanks);
	return arena_strndup(d->arena, s, strcspn(s, blanks));
}

static void
set_number(struct domain *d, const struct xml_element *e, const char *s, uint64_t unit,
	enum guest_fact_id id)
{
	uint64_t n;

	if (s && unit && guest_size_parse(s, unit, &n))
		guest_set(&d->host->guest, id, n, domain_said(e, s));
}

static void
set_word(struct domain *d, const struct xml_element *e, const char *word,
	enum guest_fact_id id)
{
	if (word)
		guest_set_word(&d->host->guest, id, word, domain_said(e, word));
}

static void
read_cpu(struct domain *d, const struct xml_element *cpu)
{
	const struct xml_element *model = xml_child(cpu, "model"),
				 *topology = xml_child(cpu, "topology");
	const char *mode = xml_get(cpu, "mode");

	if (mode && (!strcmp(mode, "host-passthrough") || !strcmp(mode, "maximum")))
		set_word(d, cpu, *mode == 'h' ? "host" : "max", GUEST_CPU);
	else if (model)
		set_word(d, model, trimmed(d, model), GUEST_CPU);
	if (topology)
		set_number(d, topology, xml_get(topology, "sockets"), 1, GUEST_SOCKETS);
}

/* <gic version='3'/>; 'host' is not known here. */
static void
read_gic(struct domain *d)
{
	const struct xml_element *gic = xml_child(xml_child(d->root, "features"), "gic");

	if (gic)
		set_number(d, gic, xml_get(gic, "version"), 1, GUEST_GIC_VERSION);
}

/* What is decided by the machine and not by what can be said of it. */
static void
take_from_qemu(struct domain *d, const struct guest *from)
{
	static const enum guest_fact_id ids[] = { GUEST_MEMORY_BASE,
		GUEST_MEMORY_REWRITTEN, GUEST_PSCI, GUEST_VIRTUALIZATION };
	struct guest *to = &d->host->guest;
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		to->facts[ids[i]] = from->facts[ids[i]];
		to->facts[ids[i]].said = domain_said_by_qemu(d, to->facts[ids[i]].said);
	}
	to->slots = from->slots;
}

void
domain_read_guest(struct domain *d, const struct host *qemu)
{
	const struct xml_element *memory = xml_child(d->root, "memory"),
				 *vcpu = xml_child(d->root, "vcpu"),
				 *iommu = xml_child(
					 xml_child(d->root, "devices"), "iommu");
	const char *hypervisor = xml_get(d->root, "type"), *current;

	if (qemu)
		take_from_qemu(d, &qemu->guest);
	if (memory)
		set_number(d, memory, trimmed(d, memory), unit_of(memory), GUEST_MEMORY);
	if (vcpu) {
		current = xml_get(vcpu, "current");
		set_number(d, vcpu, current ? current : trimmed(d, vcpu), 1, GUEST_CPUS);
		set_number(d, vcpu, trimmed(d, vcpu), 1, GUEST_CPUS_MAX);
	}
	if (xml_child(d->root, "cpu"))
		read_cpu(d, xml_child(d->root, "cpu"));
	read_gic(d);
	if (iommu && xml_get(iommu, "model"))
		set_word(d, iommu,
			!strcmp(xml_get(iommu, "model"), "virtio")
				? "virtio-iommu"
				: xml_get(iommu, "model"),
			GUEST_IOMMU);
	if (!d->qemu)
		return;
	guest_set(&d->host->guest, GUEST_KVM, !strcmp(hypervisor, "kvm"),
		domain_said(d->root, NULL));
	if (!strcmp(hypervisor, "kvm"))
		guest_set(&d->host->guest, GUEST_MPIDR_CLUSTER, 16, (struct said){ 0 });
}
