/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/openvmm/openvmm.h"

#include <string.h>

#include "host/command/pairs.h"

/* Whose bus a device is on. */
enum bus { BUS_AUTO, BUS_FS, BUS_RNG, BUS_VSOCK, BUSES };

struct bus_choice {
	bool port; /* a PCI Express port, whatever the bus */
	struct text word;
	struct where where;
};

struct vm {
	struct reading *rd;
	struct command_devices devices;
	struct bus_choice buses[BUSES];
	bool hidden;
};

static bool
add(struct vm *g, const struct command_use *use, enum bus bus)
{
	static const char port[] = "pcie_port=";
	size_t n = sizeof(port) - 1;
	bool on_port = use->value.n >= n && !memcmp(use->value.s, port, n);

	command_note_value(g->rd, use);
	return command_add_device(&g->devices, g->rd,
		(struct command_device){ use->option->device, use->where.said, (int)bus,
			on_port ? TRANSPORT_PCI : TRANSPORT_UNKNOWN });
}

static bool
use_bus(struct vm *g, const struct command_use *use, enum bus bus)
{
	static const char *const words[] = { "auto", "mmio", "pci", "vpci" };
	bool known = text_opaque(&use->value);
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		known |= text_equals(&use->value, words[i]);
	if (!known)
		return reading_fault(g->rd, &use->where,
			"OpenVMM refuses this: --%s is auto, mmio, pci or vpci, found '%s'",
			use->option->name, text_dup(&use->value, g->rd->arena));
	g->buses[bus].word = use->value;
	g->buses[bus].where = use->where;
	return true;
}

/* SIZE, or size=SIZE among other keys; a number alone is bytes. */
static void
use_memory(struct vm *g, const struct command_use *use)
{
	struct text size = use->value;
	struct pair p;
	bool hidden;

	if (pairs_find(&use->value, "size", &p, &hidden))
		size = p.value;
	command_set_size(g->rd, use, &size, GUEST_MEMORY, 1);
	guest_set(&g->rd->host->guest, GUEST_MEMORY_REWRITTEN, 0, (struct said){ 0 });
}

static bool
visit(void *ctx, const struct command_use *use)
{
	struct vm *g = ctx;

	switch ((enum openvmm_means)use->option->means) {
	case OPENVMM_DEVICE: return add(g, use, BUS_AUTO);
	case OPENVMM_FS: return add(g, use, BUS_FS);
	case OPENVMM_RNG: return add(g, use, BUS_RNG);
	case OPENVMM_VSOCK: return add(g, use, BUS_VSOCK);
	case OPENVMM_CONSOLE:
		return text_equals(&use->value, "none") || add(g, use, BUS_AUTO);
	case OPENVMM_FS_BUS: return use_bus(g, use, BUS_FS);
	case OPENVMM_RNG_BUS: return use_bus(g, use, BUS_RNG);
	case OPENVMM_VSOCK_BUS: return use_bus(g, use, BUS_VSOCK);
	case OPENVMM_RNG_PORT: g->buses[BUS_RNG].port = true; break;
	case OPENVMM_MEMORY: use_memory(g, use); break;
	case OPENVMM_CPUS:
		command_set_count(g->rd, use, &use->value, GUEST_CPUS);
		command_set_count(g->rd, use, &use->value, GUEST_CPUS_MAX);
		break;
	case OPENVMM_NOTHING: break;
	}
	command_note_value(g->rd, use);
	return true;
}

static enum transport
transport_of(struct vm *g, const struct command_device *w)
{
	const struct bus_choice *b = &g->buses[w->sort];

	if (w->transport == TRANSPORT_PCI || b->port || !b->word.s)
		return TRANSPORT_PCI;
	if (text_opaque(&b->word)) {
		reading_remark_opaque(g->rd, &b->where, &b->word,
			"which bus the device is on is not known");
		return TRANSPORT_UNKNOWN;
	}
	if (text_equals(&b->word, "mmio"))
		return TRANSPORT_MMIO;
	if (!text_equals(&b->word, "vpci"))
		return TRANSPORT_PCI;
	reading_note(g->rd, &b->where,
		"a device on the VMBus's PCI is behind no host bridge of the tree");
	return TRANSPORT_UNKNOWN;
}

static bool
read_command(struct reading *rd, const struct command *c)
{
	static const struct command_grammar grammar = {
		.program = "OpenVMM",
		.options = openvmm_options,
		.visit = visit,
	};
	struct vm g = { .rd = rd };
	const struct word *program = &c->words.v[c->program];
	struct where where = reading_where(rd, program, NULL, 0);
	struct host *h = rd->host;
	size_t i;

	if (!command_options_read(rd, &grammar, program + 1, c->words.n - c->program - 1,
		    &g, &g.hidden))
		return false;
	for (i = 0; i < g.devices.n; i++)
		host_add_modern(h, rd->arena, transport_of(&g, &g.devices.v[i]), TRI_YES,
			g.devices.v[i].name, g.devices.v[i].said);
	if (g.devices.n)
		reading_note(rd, &where,
			"every virtio device of OpenVMM offers VIRTIO_F_ACCESS_PLATFORM since "
			"2026-05-11; none did before");
	h->program = "openvmm";
	h->advice = "OpenVMM, as of August 2026, emits host bridges without it";
	h->mmio_complete = g.hidden ? TRI_UNKNOWN : TRI_YES;
	h->pci_complete = h->mmio_complete;
	return true;
}

static bool
is_program(const char *name)
{
	return !strcmp(name, "openvmm") || !strcmp(name, "openvmm.exe");
}

static const char *const questions[] = { "--help", "-h", "--version", "-V", NULL };
static const char *const words[] = { "openvmm", NULL };

static const struct command_language language = {
	.name = "OpenVMM",
	.expected = "a command 'openvmm' with the guest's options",
	.words = words,
	.mark = "openvmm ",
	.is_program = is_program,
	.read = read_command,
	.questions = questions,
};

static bool
openvmm_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	return commands_read_host(&language, src, h, a, f);
}

static int
openvmm_detect(const struct host_source *src)
{
	return commands_detect(&language, src);
}

const struct host_reader host_reader_openvmm = {
	.kind = "openvmm",
	.summary = "an OpenVMM command line, or a script that has one",
	.command = "openvmm",
	.detect = openvmm_detect,
	.read = openvmm_read,
};
