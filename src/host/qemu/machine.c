/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/qemu/build.h"

/* The last value of a machine option; @unknown where it may be another. */
static const struct opt *
machine_opt(const struct build *b, const char *key, bool *unknown)
{
	const struct opt *opt = opts_get(&b->cl->machine, key, unknown);

	*unknown |= opt && opt->opaque;
	return opt;
}

static bool
no_machine(struct build *b)
{
	struct where nowhere = { 0 };

	if (b->cl->hidden || b->arch == ARCH_UNKNOWN || b->arch == ARCH_OTHER)
		return true;
	return reading_fault(b->rd, &nowhere,
		"QEMU refuses this: no -machine is given, and %s has no default",
		b->cl->program);
}

static bool
find_name(struct build *b)
{
	bool unknown;
	const struct opt *type = machine_opt(b, "type", &unknown);

	if (unknown)
		return true;
	b->machine_name = type ? type->value : b->cl->default_machine;
	if (b->cl->hidden && !type)
		b->machine_name = NULL;
	return b->machine_name || no_machine(b);
}

static void
remark_machine(struct build *b)
{
	const struct opt *type = opts_get(&b->cl->machine, "type", NULL);
	struct where nowhere = { 0 };
	const struct where *where = type ? &type->where : &nowhere;

	if (b->machine)
		return;
	if (!b->machine_name)
		reading_remark(b->rd, where,
			"which machine this is is not known: the addresses of virtio-mmio "
			"devices are not known either");
	else if (b->arch == ARCH_UNKNOWN && qemu_machine_ambiguous(b->machine_name))
		reading_remark(b->rd, where,
			"'%s' is a machine of several architectures, and which QEMU runs is "
			"not said: the addresses of virtio-mmio devices are not known",
			b->machine_name);
	else
		reading_remark(b->rd, where,
			"the machine '%s' is not known here: the addresses of virtio-mmio "
			"devices are not known either",
			b->machine_name);
}

/* x86 microvm has 24 slots with a second I/O APIC, which needs ACPI, else 8. */
static void
count_slots(struct build *b)
{
	bool unknown[2];
	const struct opt *acpi, *ioapic2;

	b->slots = b->machine->slots;
	b->slots_known = true;
	if (strcmp(b->machine->name, "microvm"))
		return;
	acpi = machine_opt(b, "acpi", &unknown[0]);
	ioapic2 = machine_opt(b, "ioapic2", &unknown[1]);
	b->slots_known = !unknown[0] && !unknown[1] && !b->cl->hidden;
	if ((acpi && !strcmp(acpi->value, "off"))
		|| (ioapic2 && !strcmp(ioapic2->value, "off")))
		b->slots = 8;
}

static void
find_cgs(struct build *b)
{
	static const char *const keys[] = { "confidential-guest-support",
		"memory-encryption" };
	const struct opt *opt;
	bool unknown;
	size_t i;

	b->cgs.value = b->cl->hidden ? TRI_UNKNOWN : TRI_NO;
	for (i = 0; i < 2; i++) {
		opt = opts_get(&b->cl->machine, keys[i], &unknown);
		if (opt && (opt->opaque || *opt->value))
			b->cgs = (struct tri_said){ TRI_YES, opt->where.said };
		else if (unknown && b->cgs.value == TRI_NO)
			b->cgs.value = TRI_UNKNOWN;
	}
}

static void
find_xen(struct build *b)
{
	bool unknown[2];
	const struct opt *accel = machine_opt(b, "accel", &unknown[0]);
	const struct opt *xen = machine_opt(b, "xen-version", &unknown[1]);
	struct host *h = b->rd->host;

	h->xen = b->cl->hidden || unknown[0] || unknown[1] ? TRI_UNKNOWN : b->cl->xen;
	if (b->cl->xen == TRI_YES || xen || (accel && !strncmp(accel->value, "xen", 3))
		|| (b->machine_name && !strncmp(b->machine_name, "xen", 3)))
		h->xen = TRI_YES;
}

bool
build_machine(struct build *b)
{
	b->arch = b->cl->arch;
	if (b->arch == ARCH_UNKNOWN && b->cl->cpu)
		b->arch = qemu_arch_of_cpu(b->cl->cpu);
	if (!find_name(b))
		return false;
	if (b->machine_name)
		b->machine = qemu_machine_find(b->arch, b->machine_name);
	if (b->machine && b->arch == ARCH_UNKNOWN)
		b->arch = b->machine->arch;
	b->version = b->machine_name ? qemu_machine_version(b->machine_name) : UINT32_MAX;
	if (b->machine)
		count_slots(b);
	remark_machine(b);
	find_cgs(b);
	find_xen(b);
	return true;
}
