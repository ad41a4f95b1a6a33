/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/kvmtool/kvmtool.h"

#include <stdlib.h>
#include <string.h>

#include "host/command/pairs.h"

struct transport_choice {
	enum transport transport; /* TRANSPORT_UNKNOWN: nothing is said */
	enum tri legacy;
	struct said said;
};

struct vm {
	struct reading *rd;
	struct command_devices devices;
	struct transport_choice on;
	enum tri claim;
	struct said claim_said;
	bool hidden; /* some of it is not known */
	bool nested;
	bool uncounted; /* there may be more or fewer devices */
	bool nodefaults, no_net, image, initrd;
	bool rng, balloon, vsock, console;
	struct said rng_said, balloon_said, vsock_said, console_said;
};

static bool
add(struct vm *g, enum kvmtool_means sort, const char *name, struct said said)
{
	return command_add_device(&g->devices, g->rd,
		(struct command_device){ name, said, (int)sort, TRANSPORT_UNKNOWN });
}

/* A directory, of which kvmtool makes one or two 9P devices, mostly has no suffix. */
static bool
may_be_directory(const struct text *value)
{
	struct text device = text_part(value, 0, value->n < 5 ? value->n : 5);

	return !text_equals(&device, "/dev/") && !memchr(value->s, '.', value->n);
}

static bool
use_disk(struct vm *g, const struct command_use *use)
{
	struct text first = text_part(
		&use->value, 0, use->value.n < 5 ? use->value.n : 5);

	command_note_value(g->rd, use);
	if (text_equals(&first, "scsi:")) {
		g->image = true;
		return add(g, KVMTOOL_SCSI, "SCSI", use->where.said);
	}
	if (text_opaque(&use->value) || may_be_directory(&use->value)) {
		g->uncounted = true;
		reading_note(g->rd, &use->where,
			"'%s' is taken for a disk image; of a directory kvmtool makes one or "
			"two 9P devices instead",
			text_dup(&use->value, g->rd->arena));
	}
	g->image = true;
	return add(g, KVMTOOL_DISK, "disk", use->where.said);
}

/* mode=none adds none, and takes the one away that there is by default. */
static bool
use_net(struct vm *g, const struct command_use *use)
{
	struct pair p;
	bool hidden[2];
	struct command_device *w;

	if (use->negated)
		return true;
	if (pairs_find(&use->value, "mode", &p, &hidden[0]) && p.value.n >= 4
		&& !memcmp(p.value.s, "none", 4)) {
		g->no_net = true;
		return true;
	}
	if (!add(g, KVMTOOL_NET, "network", use->where.said))
		return false;
	w = &g->devices.v[g->devices.n - 1];
	if (pairs_find(&use->value, "trans", &p, &hidden[1])) {
		if (text_equals(&p.value, "mmio"))
			w->transport = TRANSPORT_MMIO;
		else if (text_equals(&p.value, "pci"))
			w->transport = TRANSPORT_PCI;
	}
	if (text_opaque(&use->value)) {
		g->uncounted = true;
		reading_remark_opaque(g->rd, &use->where, &use->value,
			"whether there is such a network device, and on which transport, is "
			"not known");
	}
	return true;
}

static bool
use_transport(struct vm *g, const struct command_use *use)
{
	static const struct {
		const char *word;
		enum transport transport;
		enum tri legacy;
	} words[] = { { "pci", TRANSPORT_PCI, TRI_NO },
		{ "pci-legacy", TRANSPORT_PCI, TRI_YES },
		{ "mmio", TRANSPORT_MMIO, TRI_NO },
		{ "mmio-legacy", TRANSPORT_MMIO, TRI_YES } };
	size_t i;

	g->on = (struct transport_choice){ .said = use->where.said };
	if (text_opaque(&use->value)) {
		g->hidden = true;
		reading_remark_opaque(g->rd, &use->where, &use->value,
			"which transport the devices are on is not known");
		return true;
	}
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!text_equals(&use->value, words[i].word))
			continue;
		g->on.transport = words[i].transport;
		g->on.legacy = words[i].legacy;
		return true;
	}
	return reading_fault(g->rd, &use->where,
		"kvmtool refuses this: --virtio-transport is pci, pci-legacy, mmio or "
		"mmio-legacy, found '%s'",
		text_dup(&use->value, g->rd->arena));
}

/* serial is the default, virtio what it starts with, as hv. */
static void
use_console(struct vm *g, const struct command_use *use)
{
	g->console = use->value.n >= 6 && !memcmp(use->value.s, "virtio", 6);
	g->console_said = use->where.said;
	if (!text_opaque(&use->value))
		return;
	g->uncounted = true;
	reading_remark_opaque(g->rd, &use->where, &use->value,
		"whether there is a virtio console is not known");
}

/* SIZE in megabytes, or with a suffix; a later kvmtool takes SIZE@ADDRESS. */
static void
use_memory(struct vm *g, const struct command_use *use)
{
	struct text size = use->value, base;
	size_t at = 0;
	const char *s;

	while (at < size.n && !text_is(&size, at, '@'))
		at++;
	base = text_part(&use->value, at < size.n ? at + 1 : at, use->value.n);
	size = text_part(&use->value, 0, at);
	command_set_size(g->rd, use, &size, GUEST_MEMORY, (uint64_t)1 << 20);
	if (!base.n || text_opaque(&base))
		return;
	s = text_dup(&base, g->rd->arena);
	guest_set(&g->rd->host->guest, GUEST_MEMORY_BASE, strtoull(s, NULL, 0),
		use->where.said);
}

/* gicv2, gicv2m, gicv3, gicv3-its; without a word it is what the host's KVM has. */
static void
use_irqchip(struct vm *g, const struct command_use *use)
{
	static const char gic[] = "gicv";
	size_t n = sizeof(gic) - 1;

	if (use->value.n > n && !text_opaque(&use->value) && !memcmp(use->value.s, gic, n)
		&& (use->value.s[n] == '2' || use->value.s[n] == '3'))
		guest_set(&g->rd->host->guest, GUEST_GIC_VERSION,
			(uint64_t)(use->value.s[n] - '0'), use->where.said);
}

/* What there is in every guest (arm/include/arm-common/kvm-arch.h, arm/fdt.c). */
static void
start_guest(struct vm *g)
{
	struct guest *guest = &g->rd->host->guest;
	struct said none = { 0 };

	guest_set(guest, GUEST_MEMORY_BASE, 0x80000000, none);
	guest_set(guest, GUEST_MEMORY_REWRITTEN, 0, none);
	guest_set(guest, GUEST_MPIDR_CLUSTER, 16, none);
	guest_set(guest, GUEST_KVM, 1, none);
}

/* A realm calls by the way that its firmware has, a nested hypervisor by smc. */
static void
finish_guest(struct vm *g)
{
	struct guest *guest = &g->rd->host->guest;
	const struct guest_fact *cpus = guest_get(guest, GUEST_CPUS);

	if (cpus)
		guest_set(guest, GUEST_CPUS_MAX, cpus->number, cpus->said);
	if (!g->hidden && !g->nested && !g->claim_said.text)
		guest_set_word(guest, GUEST_PSCI, "hvc", (struct said){ 0 });
}

static bool
use_option(struct vm *g, const struct command_use *use)
{
	const struct said *said = &use->where.said;
	bool on = !use->negated;

	switch ((enum kvmtool_means)use->option->means) {
	case KVMTOOL_DISK: return use_disk(g, use);
	case KVMTOOL_NET: return use_net(g, use);
	case KVMTOOL_TRANSPORT: return use_transport(g, use);
	case KVMTOOL_9P:
		command_note_value(g->rd, use);
		return add(g, KVMTOOL_9P, "9P", *said);
	case KVMTOOL_CONSOLE: use_console(g, use); break;
	case KVMTOOL_RNG:
		g->rng = on;
		g->rng_said = *said;
		break;
	case KVMTOOL_BALLOON:
		g->balloon = on;
		g->balloon_said = *said;
		break;
	case KVMTOOL_VSOCK:
		g->vsock = on && !text_equals(&use->value, "0");
		g->vsock_said = *said;
		command_note_value(g->rd, use);
		break;
	case KVMTOOL_LEGACY_PCI:
	case KVMTOOL_PCI:
		g->on = (struct transport_choice){ TRANSPORT_PCI,
			use->option->means == KVMTOOL_PCI ? TRI_NO : TRI_YES, *said };
		break;
	case KVMTOOL_CLAIM:
		g->claim = on ? TRI_YES : TRI_NO;
		g->claim_said = *said;
		break;
	case KVMTOOL_NODEFAULTS: g->nodefaults = on; break;
	case KVMTOOL_INITRD:
		g->initrd = on;
		command_note_value(g->rd, use);
		break;
	case KVMTOOL_MEMORY:
		use_memory(g, use);
		command_note_value(g->rd, use);
		break;
	case KVMTOOL_CPUS:
		command_set_count(g->rd, use, &use->value, GUEST_CPUS);
		command_note_value(g->rd, use);
		break;
	case KVMTOOL_IRQCHIP:
		use_irqchip(g, use);
		command_note_value(g->rd, use);
		break;
	case KVMTOOL_NESTED:
		g->nested = on;
		guest_set(&g->rd->host->guest, GUEST_VIRTUALIZATION, on, *said);
		break;
	case KVMTOOL_SCSI: /* of no option */
	case KVMTOOL_SANDBOX:
	case KVMTOOL_NOTHING: command_note_value(g->rd, use); break;
	}
	return true;
}

/* An operand is the kernel; of `lkvm sandbox`, the guest's command. */
static bool
visit(void *ctx, const struct command_use *use)
{
	return !use->option || use_option(ctx, use);
}

static bool
add_defaults(struct vm *g)
{
	struct said none = { .text = "by default" };
	size_t i, nets = 0;

	for (i = 0; i < g->devices.n; i++)
		nets += g->devices.v[i].sort == KVMTOOL_NET;
	if (!g->nodefaults && !g->image && !g->initrd
		&& (!add(g, KVMTOOL_9P, "9P (/dev/root)", none)
			|| !add(g, KVMTOOL_9P, "9P (hostfs)", none)))
		return false;
	return (!g->vsock || add(g, KVMTOOL_VSOCK, "vsock", g->vsock_said))
	       && (!g->balloon || add(g, KVMTOOL_BALLOON, "balloon", g->balloon_said))
	       && (!g->rng || add(g, KVMTOOL_RNG, "rng", g->rng_said))
	       && (nets || g->no_net || add(g, KVMTOOL_NET, "network", none))
	       && (!g->console || add(g, KVMTOOL_CONSOLE, "console", g->console_said));
}

static void
make(struct vm *g, const struct command_device *w, uint32_t *slot)
{
	struct host *h = g->rd->host;
	enum transport transport = w->transport;
	struct host_device *d;

	if (transport == TRANSPORT_UNKNOWN)
		transport = g->on.transport;
	d = host_add_modern(h, g->rd->arena, transport, g->claim, w->name, w->said);
	d->claim_said = g->claim_said;
	/* trans= has no word for a legacy one */
	if (w->transport == TRANSPORT_UNKNOWN) {
		d->legacy = g->on.legacy;
		d->legacy_said = g->on.said;
		if (d->legacy != TRI_NO)
			d->offered.known[0] &= ~((uint64_t)1 << VIRTIO_F_VERSION_1);
		if (d->legacy == TRI_YES)
			feature_put(&d->offered, VIRTIO_F_VERSION_1, false);
		d->offered.set[0] &= d->offered.known[0];
	}
	if (transport == TRANSPORT_MMIO && !g->uncounted && !g->hidden)
		d->place = (struct device_place){ .kind = DEVICE_AT_SLOT,
			.slot = (*slot)++ };
}

/* What is common to all devices holds for those that are not listed, too. */
static void
add_others(struct vm *g)
{
	struct host_device *d = arena_new(g->rd->arena, struct host_device);

	d->name = "a device that is not listed";
	d->coherent = TRI_YES;
	if (g->claim != TRI_UNKNOWN)
		feature_put(&d->offered, VIRTIO_F_ACCESS_PLATFORM, g->claim == TRI_YES);
	d->claim_said = g->claim_said;
	g->rd->host->others = d;
}

static void
finish(struct vm *g, const struct word *program)
{
	static const enum kvmtool_means order[] = { KVMTOOL_9P, KVMTOOL_VSOCK,
		KVMTOOL_BALLOON, KVMTOOL_RNG, KVMTOOL_NET, KVMTOOL_CONSOLE, KVMTOOL_SCSI,
		KVMTOOL_DISK };
	struct host *h = g->rd->host;
	struct where where = reading_where(g->rd, program, NULL, 0);
	bool said = g->on.transport != TRANSPORT_UNKNOWN;
	uint32_t slot = 0;
	size_t i, k;

	if (!said && !g->hidden) {
		g->on = (struct transport_choice){ TRANSPORT_PCI, TRI_NO,
			{ .text = NULL } };
		reading_note(g->rd, &where,
			"without --virtio-transport the devices are on PCI since March 2023; "
			"an older kvmtool has them on virtio-mmio on Arm");
	}
	if (g->hidden && g->claim == TRI_NO && !g->claim_said.text)
		g->claim = TRI_UNKNOWN;
	for (k = 0; k < sizeof(order) / sizeof(order[0]); k++)
		for (i = 0; i < g->devices.n; i++)
			if (g->devices.v[i].sort == (int)order[k])
				make(g, &g->devices.v[i], &slot);
	h->program = "kvmtool";
	h->mmio_complete = said && !g->hidden && !g->uncounted ? TRI_YES : TRI_UNKNOWN;
	h->pci_complete = h->mmio_complete;
	if (h->mmio_complete != TRI_YES)
		add_others(g);
}

static bool
is_run(const struct word *w)
{
	return text_equals(&w->text, "run") || text_equals(&w->text, "sandbox")
	       || text_opaque(&w->text);
}

static bool
read_command(struct reading *rd, const struct command *c)
{
	static const struct command_grammar grammar = {
		.program = "kvmtool",
		.options = kvmtool_options,
		.joins = true,
		.negates = true,
		.abbreviates = true,
		.operands = true,
		.visit = visit,
	};
	struct vm g = { .rd = rd, .claim = TRI_NO };
	const struct word *v = c->words.v + c->program;
	size_t n = c->words.n - c->program;

	if (n < 2 || !is_run(&v[1]))
		return fault_set(rd->fault, "starts no guest, expected '%s run …'",
			program_base_name(v->text.s));
	start_guest(&g);
	if (!command_options_read(rd, &grammar, v + 2, n - 2, &g, &g.hidden)
		|| !add_defaults(&g))
		return false;
	finish(&g, v);
	finish_guest(&g);
	return true;
}

static bool
only_asks(const struct word *v, size_t n)
{
	return !n || !is_run(v);
}

static const char *const questions[] = { "--help", "-h", NULL };
static const char *const words[] = { "lkvm", "kvmtool", NULL };

static const struct command_language language = {
	.name = "kvmtool",
	.expected = "a command 'lkvm run' with the guest's options",
	.words = words,
	.mark = "lkvm run",
	.read = read_command,
	.questions = questions,
	.only_asks = only_asks,
};

static bool
kvmtool_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	return commands_read_host(&language, src, h, a, f);
}

static int
kvmtool_detect(const struct host_source *src)
{
	return commands_detect(&language, src);
}

const struct host_reader host_reader_kvmtool = {
	.kind = "kvmtool",
	.summary = "a kvmtool command line, `lkvm run`, or a script that has one",
	.command = "lkvm",
	.detect = kvmtool_detect,
	.read = kvmtool_read,
};
