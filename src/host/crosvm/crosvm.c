/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/crosvm/crosvm.h"

#include <string.h>

#include "host/command/pairs.h"

struct vm {
	struct reading *rd;
	struct command_devices devices;
	const struct command_option *protection;
	struct said protection_said;
	bool hidden;
	bool no_rng, no_balloon;
};

static bool
add(struct vm *g, enum crosvm_means sort, const char *name, struct said said)
{
	return command_add_device(&g->devices, g->rd,
		(struct command_device){ name, said, (int)sort, TRANSPORT_PCI });
}

static bool
use_protection(struct vm *g, const struct command_use *use)
{
	if (g->protection && g->protection != use->option)
		return reading_fault(g->rd, &use->where,
			"crosvm refuses this: '--%s' beside '--%s'", use->option->name,
			g->protection->name);
	g->protection = use->option;
	g->protection_said = use->where.said;
	return true;
}

/* hardware=serial is the default. */
static bool
use_serial(struct vm *g, const struct command_use *use)
{
	struct pair p;
	bool hidden, found = pairs_find(&use->value, "hardware", &p, &hidden);

	if (hidden || (found && text_opaque(&p.value))) {
		reading_remark_opaque(g->rd, &use->where, &use->value,
			"whether this is a virtio console is not known");
		g->hidden = true;
		return true;
	}
	command_note_value(g->rd, use);
	if (found
		&& (text_equals(&p.value, "virtio-console")
			|| text_equals(&p.value, "legacy-virtio-console")))
		return add(g, CROSVM_DEVICE, "console", use->where.said);
	return true;
}

/* N, or KEY=VALUE,… with a key that may be left out where it stands first. */
static struct text
value_of(const struct command_use *use, const char *key)
{
	struct text none = { 0 };
	struct pair p;
	bool hidden;
	size_t i = 0;

	if (pairs_find(&use->value, key, &p, &hidden))
		return p.value;
	return pairs_next(&use->value, &i, &p) && p.alone ? p.all : none;
}

static void
use_cpus(struct vm *g, const struct command_use *use)
{
	struct text n = value_of(use, "num-cores");

	command_set_count(g->rd, use, &n, GUEST_CPUS);
	command_set_count(g->rd, use, &n, GUEST_CPUS_MAX);
}

static void
use_memory(struct vm *g, const struct command_use *use)
{
	struct text size = value_of(use, "size");

	command_set_size(g->rd, use, &size, GUEST_MEMORY, (uint64_t)1 << 20);
}

/* aarch64/src/lib.rs; what other hypervisors than KVM make of it is not known. */
static void
start_guest(struct guest *guest)
{
	struct said none = { 0 };

	guest_set(guest, GUEST_MEMORY_REWRITTEN, 0, none);
	guest_set(guest, GUEST_MPIDR_CLUSTER, 16, none);
	guest_set_word(guest, GUEST_PSCI, "hvc", none);
}

static bool
visit(void *ctx, const struct command_use *use)
{
	struct vm *g = ctx;

	if (!use->option) /* the kernel */
		return true;
	switch ((enum crosvm_means)use->option->means) {
	case CROSVM_PROTECTION:
		if (!use_protection(g, use))
			return false;
		break;
	case CROSVM_SERIAL: return use_serial(g, use);
	case CROSVM_DEVICE:
	case CROSVM_VHOST_USER:
		if (!add(g, use->option->means, use->option->device, use->where.said))
			return false;
		break;
	case CROSVM_NO_RNG: g->no_rng = true; break;
	case CROSVM_NO_BALLOON: g->no_balloon = true; break;
	case CROSVM_CONFIG:
		g->hidden = true;
		reading_remark(g->rd, &use->where,
			"the file of --cfg is not read: what it says is not known");
		return true;
	case CROSVM_CPUS: use_cpus(g, use); break;
	case CROSVM_MEMORY: use_memory(g, use); break;
	case CROSVM_HYPERVISOR:
		g->rd->host->guest.facts[GUEST_MPIDR_CLUSTER].known = false;
		g->rd->host->guest.facts[GUEST_PSCI].known = false;
		break;
	case CROSVM_NOTHING: break;
	}
	command_note_value(g->rd, use);
	return true;
}

/* What there is unless an option takes it away; a protected guest has no rng. */
static bool
add_defaults(struct vm *g)
{
	struct said none = { .text = "by default" };

	return (g->no_rng || g->protection || add(g, CROSVM_DEVICE, "rng", none))
	       && (g->no_balloon || add(g, CROSVM_DEVICE, "balloon", none));
}

static void
finish(struct vm *g)
{
	struct host *h = g->rd->host;
	enum tri claim = g->protection ? TRI_YES : g->hidden ? TRI_UNKNOWN : TRI_NO;
	struct host_device *d;
	size_t i;

	for (i = 0; i < g->devices.n; i++) {
		const struct command_device *w = &g->devices.v[i];
		bool backend = w->sort == CROSVM_VHOST_USER && claim == TRI_YES;

		d = host_add_modern(h, g->rd->arena, TRANSPORT_PCI,
			backend ? TRI_UNKNOWN : claim, w->name, w->said);
		if (backend)
			host_add_remark(h, g->rd->arena, w->said,
				"a vhost-user device offers VIRTIO_F_ACCESS_PLATFORM "
				"where its backend does, which is not known");
		else if (claim == TRI_YES)
			d->claim_said = g->protection_said;
	}
	h->program = "crosvm";
	h->mmio_complete = TRI_YES;
	h->pci_complete = g->hidden ? TRI_UNKNOWN : TRI_YES;
}

/* The word `run`, behind options of crosvm's own; or what stands for it; or @n. */
static size_t
find_run(const struct word *v, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (text_equals(&v[i].text, "--log-level")
			|| text_equals(&v[i].text, "--syslog-tag"))
			i++;
		else if (!text_is(&v[i].text, 0, '-'))
			break;
	}
	if (i >= n || (!text_equals(&v[i].text, "run") && !text_opaque(&v[i].text)))
		return n;
	return i;
}

static bool
read_command(struct reading *rd, const struct command *c)
{
	static const struct command_grammar grammar = {
		.program = "crosvm",
		.options = crosvm_options,
		.operands = true,
		.visit = visit,
	};
	struct vm g = { .rd = rd };
	const struct word *v = c->words.v + c->program + 1;
	size_t n = c->words.n - c->program - 1, run = find_run(v, n);

	if (run == n)
		return fault_set(rd->fault, "starts no guest, expected 'crosvm run …'");
	start_guest(&rd->host->guest);
	if (!command_options_read(rd, &grammar, v + run + 1, n - run - 1, &g, &g.hidden)
		|| !add_defaults(&g))
		return false;
	finish(&g);
	return true;
}

static bool
is_program(const char *name)
{
	return !strcmp(name, "crosvm") || !strncmp(name, "crosvm-", 7)
	       || !strncmp(name, "crosvm.", 7);
}

static bool
only_asks(const struct word *v, size_t n)
{
	return find_run(v, n) == n;
}

static const char *const questions[] = { "--help", "-h", "help", NULL };
static const char *const words[] = { "crosvm", NULL };

static const struct command_language language = {
	.name = "crosvm",
	.expected = "a command 'crosvm run' with the guest's options",
	.words = words,
	.mark = "crosvm run",
	.is_program = is_program,
	.read = read_command,
	.questions = questions,
	.only_asks = only_asks,
};

static bool
crosvm_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	return commands_read_host(&language, src, h, a, f);
}

static int
crosvm_detect(const struct host_source *src)
{
	return commands_detect(&language, src);
}

const struct host_reader host_reader_crosvm = {
	.kind = "crosvm",
	.summary = "a crosvm command line, `crosvm run`, or a script that has one",
	.command = "crosvm",
	.detect = crosvm_detect,
	.read = crosvm_read,
};
