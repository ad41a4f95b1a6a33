/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine of a domain of Xen on Arm (tools/libs/light/libxl_arm.c,
 * xen/include/public/arch-arm.h), and what of the host's it is given: `iomem`, `irqs`
 * and `dtdev` (xl.cfg(5)).
 */
#include <stdlib.h>
#include <string.h>

#include "host/xl/xl.h"

#define PAGE ((uint64_t)4096)

/* The last setting of that name, where it is a string or a number; else NULL. */
static const struct cfg_value *
scalar(const struct cfg_setting *all, const char *name)
{
	const struct cfg_value *found = NULL;

	for (; all; all = all->next)
		if (!strcmp(all->name, name))
			found = all->value->text ? all->value : NULL;
	return found;
}

static void
set_number(struct xl_domain *d, const struct cfg_setting *all, const char *name,
	uint64_t unit, enum guest_fact_id id)
{
	const struct cfg_value *v = scalar(all, name);
	uint64_t n;

	if (v && guest_size_parse(v->text, 1, &n) && !__builtin_mul_overflow(n, unit, &n))
		guest_set(&d->host->guest, id, n, xl_said(d, v));
}

/* "v2" or "v3"; without a word it is the hardware's. */
static void
set_gic(struct xl_domain *d, const struct cfg_setting *all)
{
	const struct cfg_value *v = scalar(all, "gic_version");

	if (v && (!strcmp(v->text, "v2") || !strcmp(v->text, "v3")))
		guest_set(&d->host->guest, GUEST_GIC_VERSION,
			(uint64_t)(v->text[1] - '0'), xl_said(d, v));
}

/* The hexadecimal page number at @s, in bytes; false where there is none. */
static bool
page_number(const char **s, uint64_t *bytes)
{
	size_t n = strspn(*s, " \t"), digits;

	*s += n;
	*s += !strncmp(*s, "0x", 2) ? 2 : 0;
	digits = strspn(*s, "0123456789abcdefABCDEF");
	if (!digits || digits > 16)
		return false;
	*bytes = strtoull(*s, NULL, 16);
	*s += digits;
	*s += strspn(*s, " \t");
	return !__builtin_mul_overflow(*bytes, PAGE, bytes);
}

/* START,COUNT[@GUEST], of pages, in hexadecimal digits. */
static bool
add_region(struct xl_domain *d, const struct cfg_value *v)
{
	struct guest_region r = { .said = xl_said(d, v) };
	const char *s = v->text;
	bool ok;

	ok = page_number(&s, &r.host) && *s++ == ',' && page_number(&s, &r.size);
	r.guest = r.host;
	if (ok && *s == '@') {
		s++;
		ok = page_number(&s, &r.guest);
	}
	if (!ok || *s || r.size > UINT64_MAX - r.guest)
		return fault_at_line(d->fault, v->line, v->column,
			"xl refuses this: iomem '%.60s', expected START,COUNT or "
			"START,COUNT@GUEST, numbers of pages in hexadecimal digits",
			v->text);
	guest_add_region(&d->host->guest, d->arena, r);
	return true;
}

static bool
add_interrupt(struct xl_domain *d, const struct cfg_value *v)
{
	char *end;
	unsigned long long n = strtoull(v->text, &end, 0);

	if (end == v->text || *end || n > UINT32_MAX)
		return fault_at_line(d->fault, v->line, v->column,
			"xl refuses this: '%.60s' of irqs, expected a number", v->text);
	guest_add_interrupt(&d->host->guest, d->arena,
		(struct guest_interrupt){ (uint32_t)n, xl_said(d, v) });
	return true;
}

static bool
add_node(struct xl_domain *d, const struct cfg_value *v)
{
	guest_add_node(
		&d->host->guest, d->arena, (struct guest_node){ v->text, xl_said(d, v) });
	return true;
}

bool
xl_read_guest(struct xl_domain *d, const struct cfg_setting *all)
{
	struct guest *g = &d->host->guest;
	struct said none = { 0 };

	guest_set(g, GUEST_MEMORY_BASE, 0x40000000, none);
	guest_set(g, GUEST_MEMORY_REWRITTEN, 0, none);
	guest_set(g, GUEST_MPIDR_CLUSTER, 16, none);
	guest_set_word(g, GUEST_PSCI, "hvc", none);
	set_number(d, all, "memory", (uint64_t)1 << 20, GUEST_MEMORY);
	set_number(d, all, "vcpus", 1, GUEST_CPUS);
	set_number(d, all, "vcpus", 1, GUEST_CPUS_MAX);
	set_number(d, all, "maxvcpus", 1, GUEST_CPUS_MAX);
	if (!guest_get(g, GUEST_CPUS) && guest_get(g, GUEST_CPUS_MAX))
		g->facts[GUEST_CPUS] = g->facts[GUEST_CPUS_MAX];
	set_gic(d, all);
	g->passthrough.known = true;
	return xl_each(d, all, "iomem", add_region)
	       && xl_each(d, all, "irqs", add_interrupt)
	       && xl_each(d, all, "dtdev", add_node);
}
