/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine that a QEMU command line makes, besides its virtio devices: as 7.2 to
 * 10.2 have it (hw/core/machine-smp.c, hw/core/numa.c, hw/arm/virt.c, hw/arm/boot.c,
 * hw/riscv/virt.c). What a machine type decides where nothing is said is in a table;
 * of others a default is not known.
 */
#include <string.h>

#include "host/qemu/build.h"
#include "host/qemu/machine_facts.h"

#define MIB ((uint64_t)1 << 20)

/* @memory and @cpus are what there is by default, 0 where that is not known here. */
static const struct qemu_guest {
	enum qemu_arch arch;
	const char *machine;
	uint64_t base;
	uint64_t memory;
	uint32_t cpus;
	uint32_t interrupt; /* of virtio-mmio slot 0; 0: not known here */
	bool keeps_memory;  /* of the tree that -dtb gives */
} guests[] = {
	{ ARCH_ARM, "vexpress-a15", 0x80000000, 0, 1, 40, false },
	{ ARCH_ARM, "vexpress-a9", 0x60000000, 0, 1, 40, false },
	{ ARCH_ARM, "virt", 0x40000000, 128 * MIB, 1, 16, false },
	{ ARCH_RISCV, "sifive_u", 0x80000000, 128 * MIB, 2, 0, true },
	{ ARCH_RISCV, "spike", 0x80000000, 128 * MIB, 1, 0, true },
	{ ARCH_RISCV, "virt", 0x80000000, 128 * MIB, 1, 1, true },
};

/* GICv2 has interfaces for so many CPUs. */
enum { GICV2_CPUS = 8, GICV3_CLUSTER = 16 };

static const struct said by_default;

static const struct qemu_guest *
guest_of(const struct qemu_machine *machine)
{
	size_t i;

	for (i = 0; machine && i < sizeof(guests) / sizeof(guests[0]); i++)
		if (guests[i].arch == machine->arch
			&& !strcmp(guests[i].machine, machine->name))
			return &guests[i];
	return NULL;
}

static bool
is_arm_virt(const struct qemu_machine *machine)
{
	return machine && machine->arch == ARCH_ARM && !strcmp(machine->name, "virt");
}

static struct guest *
guest(const struct build *b)
{
	return &b->rd->host->guest;
}

/* The last value of a key. @hidden: what is not expanded may set it, too. */
static const struct opt *
last(const struct build *b, const struct opts *o, const char *key, bool *hidden)
{
	const struct opt *opt = opts_get(o, key, hidden);

	if (opt && opt->opaque)
		*hidden = true;
	if (!opt)
		*hidden |= b->cl->hidden;
	return *hidden ? NULL : opt;
}

/* Whether a memory back end decides: its size is the memory's. */
static bool
has_backend(const struct build *b)
{
	bool hidden;

	return opts_get(&b->cl->machine, "memory-backend", &hidden) || hidden;
}

static void
set_memory_place(struct guest *g, enum qemu_arch arch, const struct qemu_guest *known)
{
	if (known)
		guest_set(g, GUEST_MEMORY_BASE, known->base, by_default);
	if (known || arch == ARCH_ARM)
		guest_set(g, GUEST_MEMORY_REWRITTEN, !(known && known->keeps_memory),
			by_default);
}

/*
 * A size as QEMU reads it (util/cutils.c, system/vl.c): hexadecimal, too, and with a
 * fraction. Without a suffix MiB are meant, if the last letter is a digit.
 */
static bool
size_of_memory(const char *s, uint64_t *bytes)
{
	static const char letters[] = "BKMGTPE";
	uint64_t n = 0;
	double part = 0, place = 1;
	bool hex = *s == '0' && (s[1] == 'x' || s[1] == 'X');
	const char *at, *end;
	int shift;

	if (guest_size_parse(s, MIB, bytes))
		return true;
	end = s + strspn(s, "0123456789");
	if (hex) {
		end = s + 2 + strspn(s + 2, "0123456789abcdefABCDEF");
		for (at = s + 2; at < end; at++) {
			if (n >> 60)
				return false;
			n = n << 4 | (uint64_t)(*at <= '9' ? *at - '0' : (*at & 7) + 9);
		}
	} else {
		for (at = s; at < end; at++)
			if (__builtin_mul_overflow(n, 10, &n)
				|| __builtin_add_overflow(n, (uint64_t)(*at - '0'), &n))
				return false;
	}
	if (end == s + 2 * hex)
		return false;
	if (!hex && *end == '.')
		for (end++; *end >= '0' && *end <= '9'; end++)
			part += (place /= 10) * (*end - '0');
	if (!*end && end[-1] >= '0' && end[-1] <= '9') {
		shift = 20;
	} else {
		at = *end ? strchr(letters, *end & ~0x20) : letters;
		if (!at || (*end && end[1]))
			return false;
		shift = 10 * (int)(at - letters);
	}
	if ((part > 0 && !shift) || __builtin_mul_overflow(n, (uint64_t)1 << shift, &n))
		return false;
	return !__builtin_add_overflow(
		n, (uint64_t)(part * (double)((uint64_t)1 << shift) + 0.5), bytes);
}

static void
find_memory(struct build *b, const struct qemu_guest *known)
{
	bool hidden, machine_hidden;
	const struct opt *size = last(b, &b->cl->memory, "size", &hidden);
	uint64_t bytes;

	if (opts_get(&b->cl->machine, "memory.size", &machine_hidden) || machine_hidden)
		hidden = true;
	if (!hidden && size && size_of_memory(size->value, &bytes)
		&& bytes <= UINT64_MAX - 8191)
		guest_set(guest(b), GUEST_MEMORY, (bytes + 8191) & ~(uint64_t)8191,
			size->where.said);
	else if (!hidden && !size && known && known->memory && !has_backend(b))
		guest_set(guest(b), GUEST_MEMORY, known->memory, by_default);
	set_memory_place(guest(b), b->arch, known);
}

/* A number of an -smp key or of -machine smp.KEY; 0 where it is not there. */
static uint64_t
smp_number(struct build *b, const char *key, bool *hidden, struct said *said)
{
	const char *property = arena_printf(b->rd->arena, "smp.%s", key);
	bool unseen[2];
	const struct opt *opt = last(b, &b->cl->smp, key, &unseen[0]);
	const struct opt *other = last(b, &b->cl->machine, property, &unseen[1]);
	uint64_t n = 0;

	*hidden |= unseen[0] || (!opt && unseen[1]);
	if (!opt)
		opt = other;
	if (!opt)
		return 0;
	*said = opt->where.said;
	if (!guest_size_parse(opt->value, 1, &n) || n > UINT32_MAX)
		*hidden = true;
	return n;
}

/* What is left out follows from the rest: machine_parse_smp_config(). */
static void
find_cpus(struct build *b, const struct qemu_guest *known)
{
	static const char *const levels[] = { "drawers", "books", "sockets", "dies",
		"clusters", "modules", "cores", "threads" };
	struct said said = by_default;
	bool hidden = false, topology = false;
	uint64_t cpus, max, product = 1, n;
	size_t i;

	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		n = smp_number(b, levels[i], &hidden, &said);
		topology |= n != 0;
		if (n && __builtin_mul_overflow(product, n, &product))
			hidden = true;
		if (n && !hidden && !strcmp(levels[i], "sockets"))
			guest_set(guest(b), GUEST_SOCKETS, n, said);
	}
	max = smp_number(b, "maxcpus", &hidden, &said);
	cpus = smp_number(b, "cpus", &hidden, &said);
	if (!cpus)
		cpus = max ? max : topology ? product : known ? known->cpus : 0;
	if (hidden || !cpus)
		return;
	guest_set(guest(b), GUEST_CPUS, cpus, said);
	guest_set(guest(b), GUEST_CPUS_MAX, max ? max : cpus, said);
}

/* "v", "zbb", "sstc": what the ISA names an extension, and not a size or a limit. */
static bool
is_extension(const char *s)
{
	size_t n = strlen(s);

	if (n == 1)
		return strchr("imafdqcbvh", *s) != NULL;
	if (n < 3 || strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") != n)
		return false;
	if (*s == 'z' || *s == 'x')
		return true;
	return *s == 's' && strchr("dhmsv", s[1])
	       && !(s[1] == 'v' && s[2] >= '0' && s[2] <= '9') && strcmp(s, "short")
	       && strcmp(s, "svade");
}

static const char *
lower(const char *s, struct arena *a)
{
	char *copy = arena_strdup(a, s), *p;

	for (p = copy; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p |= 0x20;
	return strncmp(copy, "x-", 2) ? copy : copy + 2;
}

static void
find_cpu(struct build *b)
{
	const struct opts *o = &b->cl->cpus;
	const struct opt *model;
	const char *name;
	bool hidden;
	size_t i;

	model = last(b, o, "model", &hidden);
	if (model && !hidden)
		guest_set_word(guest(b), GUEST_CPU, model->value, model->where.said);
	for (i = 0; b->arch == ARCH_RISCV && i < o->n; i++) {
		if (!o->v[i].key || o->v[i].opaque
			|| opts_bool(o->v[i].value) == TRI_UNKNOWN)
			continue;
		name = lower(o->v[i].key, b->rd->arena);
		if (is_extension(name))
			guest_set_extension(guest(b), b->rd->arena, name,
				opts_bool(o->v[i].value) == TRI_YES, o->v[i].where.said);
	}
}

/* "kvm", "tcg", "kvm:tcg": whether one, all or none is kvm. */
static enum tri
names_kvm(const char *s)
{
	bool kvm = false, other = false;
	size_t n;

	for (; *s; s += n + (s[n] == ':')) {
		n = strcspn(s, ":");
		kvm |= n == 3 && !memcmp(s, "kvm", 3);
		other |= n != 3 || memcmp(s, "kvm", 3) != 0;
	}
	return kvm && other ? TRI_UNKNOWN : kvm ? TRI_YES : TRI_NO;
}

/* A program that is called qemu-kvm tries KVM by itself. */
static enum tri
default_kvm(const struct build *b)
{
	if (b->cl->hidden || !b->cl->program)
		return TRI_UNKNOWN;
	return strncmp(b->cl->program, "qemu-system-", 12) ? TRI_UNKNOWN : TRI_NO;
}

static void
find_kvm(struct build *b)
{
	const struct opts *o = &b->cl->accels;
	bool hidden;
	const struct opt *machine = last(b, &b->cl->machine, "accel", &hidden);
	const struct said *said = machine ? &machine->where.said : &by_default;
	enum tri kvm = machine ? names_kvm(machine->value) : TRI_UNKNOWN, one;
	size_t i;

	if (hidden && !o->n)
		return;
	if (!machine && !o->n)
		kvm = default_kvm(b);
	for (i = 0; i < o->n; i++) {
		one = o->v[i].opaque ? TRI_UNKNOWN : names_kvm(o->v[i].value);
		if (i || machine)
			one = one == kvm ? one : TRI_UNKNOWN;
		kvm = one;
		said = &o->v[i].where.said;
	}
	if (kvm != TRI_UNKNOWN)
		guest_set(guest(b), GUEST_KVM, kvm == TRI_YES, *said);
}

static enum tri
machine_flag(struct build *b, const char *key, enum guest_fact_id id)
{
	bool hidden;
	const struct opt *opt = last(b, &b->cl->machine, key, &hidden);
	enum tri on = opt ? opts_bool(opt->value) : hidden ? TRI_UNKNOWN : TRI_NO;

	if (on != TRI_UNKNOWN)
		guest_set(
			guest(b), id, on == TRI_YES, opt ? opt->where.said : by_default);
	return on;
}

/* virt_cpu_mp_affinity(); KVM has its own, which is the same as with a GICv3. */
static void
set_cluster(struct guest *g)
{
	uint64_t cluster = 0;

	if (guest_is(g, GUEST_KVM, 1))
		cluster = GICV3_CLUSTER;
	else if (guest_get(g, GUEST_GIC_VERSION))
		cluster = guest_is(g, GUEST_GIC_VERSION, 2) ? GICV2_CPUS : GICV3_CLUSTER;
	if (cluster)
		guest_set(g, GUEST_MPIDR_CLUSTER, cluster, by_default);
}

/* finalize_gic_version(): without a word TCG has version 2 where that is enough. */
static void
find_gic(struct build *b)
{
	bool hidden;
	const struct opt *opt = last(b, &b->cl->machine, "gic-version", &hidden);
	const struct guest_fact *max = guest_get(guest(b), GUEST_CPUS_MAX);

	if (opt && strlen(opt->value) == 1 && *opt->value >= '2' && *opt->value <= '4')
		guest_set(guest(b), GUEST_GIC_VERSION, (uint64_t)(*opt->value - '0'),
			opt->where.said);
	else if (!opt && !hidden && max && guest_is(guest(b), GUEST_KVM, 0))
		guest_set(guest(b), GUEST_GIC_VERSION, max->number > GICV2_CPUS ? 3 : 2,
			by_default);
	set_cluster(guest(b));
}

/*
 * Where code of the user's own starts at EL3, PSCI is its own affair; whether that is so
 * depends on what is loaded (arm_load_kernel()).
 */
static void
find_psci(struct build *b, enum tri virtualization, enum tri secure)
{
	const struct guest_fact *on = guest_get(guest(b), GUEST_VIRTUALIZATION);
	bool kvm = !guest_is(guest(b), GUEST_KVM, 0);
	struct said said = on ? on->said : by_default;

	if (virtualization == TRI_UNKNOWN || secure != TRI_NO)
		return;
	/* KVM's own calls are by hvc; of nested guests it is not known */
	if (virtualization == TRI_NO)
		guest_set_word(guest(b), GUEST_PSCI, "hvc", by_default);
	else if (!kvm)
		guest_set_word(guest(b), GUEST_PSCI, "smc", said);
}

static void
find_iommu(struct build *b)
{
	bool hidden;
	const struct opt *opt = last(b, &b->cl->machine, "iommu", &hidden);
	const struct opt *driver;
	size_t i;

	for (i = 0; i < b->cl->devices.n; i++) {
		driver = opts_get(&b->cl->devices.v[i].opts, "driver", NULL);
		if (driver && !driver->opaque
			&& (!strncmp(driver->value, "virtio-iommu", 12)
				|| !strcmp(driver->value, "arm-smmuv3"))) {
			guest_set_word(guest(b), GUEST_IOMMU,
				*driver->value == 'a' ? "smmuv3" : "virtio-iommu",
				b->cl->devices.v[i].where.said);
			return;
		}
	}
	if (opt)
		guest_set_word(guest(b), GUEST_IOMMU, opt->value, opt->where.said);
	else if (!hidden)
		guest_set_word(guest(b), GUEST_IOMMU, "none", by_default);
}

static void
set_slots(struct guest *g, const struct qemu_machine *machine,
	const struct qemu_guest *known, uint32_t n)
{
	if (!known || !known->interrupt || !n)
		return;
	g->slots.n = n;
	g->slots.base = machine->base;
	g->slots.stride = machine->stride;
	g->slots.interrupt = known->interrupt;
}

void
qemu_guest_of_machine(const char *program, const char *machine, struct guest *g)
{
	const struct qemu_program *p = qemu_program_find(program);
	enum qemu_arch arch = p ? p->arch : ARCH_UNKNOWN;
	const struct qemu_machine *m = qemu_machine_find(arch, machine);
	const struct qemu_guest *known = guest_of(m);

	set_memory_place(g, arch, known);
	if (m)
		set_slots(g, m, known, m->slots);
	if (is_arm_virt(m))
		set_cluster(g);
}

void
build_guest(struct build *b)
{
	const struct qemu_guest *known = guest_of(b->machine);
	enum tri virtualization, secure;

	find_memory(b, known);
	find_cpus(b, known);
	find_cpu(b);
	find_kvm(b);
	if (b->machine && b->slots_known)
		set_slots(guest(b), b->machine, known, b->slots);
	if (!is_arm_virt(b->machine))
		return;
	virtualization = machine_flag(b, "virtualization", GUEST_VIRTUALIZATION);
	secure = machine_flag(b, "secure", GUEST_SECURE);
	find_gic(b);
	find_psci(b, virtualization, secure);
	find_iommu(b);
}
