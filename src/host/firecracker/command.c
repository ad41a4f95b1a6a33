/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/command/option_table.h"
#include "host/firecracker/firecracker.h"

enum means { NOTHING, CONFIG, PCI, NO_API };

/* src/firecracker/src/main.rs, main_exec(). */
static const struct command_option options[] = {
	MEANS("config-file", VALUE, CONFIG),
	MEANS("enable-pci", NOTHING, PCI),
	MEANS("no-api", NOTHING, NO_API),
	TAKES("api-sock"),
	ALONE("boot-timer"),
	TAKES("http-api-max-payload-size"),
	TAKES("id"),
	TAKES("level"),
	TAKES("log-path"),
	TAKES("metadata"),
	TAKES("metrics-path"),
	TAKES("mmds-size-limit"),
	TAKES("module"),
	ALONE("no-seccomp"),
	TAKES("parent-cpu-time-us"),
	TAKES("seccomp-filter"),
	TAKES("seccomp-level"),
	ALONE("show-level"),
	ALONE("show-log-origin"),
	TAKES("start-time-cpu-us"),
	TAKES("start-time-us"),
	OPTIONS_END,
};

struct vm {
	struct reading *rd;
	struct text config;
	struct where config_where;
	bool pci, no_api, hidden;
};

static bool
visit(void *ctx, const struct command_use *use)
{
	struct vm *g = ctx;

	switch ((enum means)use->option->means) {
	case CONFIG:
		g->config = use->value;
		g->config_where = use->where;
		return true;
	case PCI: g->pci = true; break;
	case NO_API: g->no_api = true; break;
	case NOTHING: break;
	}
	command_note_value(g->rd, use);
	return true;
}

/* Whatever devices there are, none offers the feature. */
static void
read_nothing(struct vm *g)
{
	struct host_device *d = arena_new(g->rd->arena, struct host_device);

	d->name = "a device that is not listed";
	d->coherent = TRI_YES;
	feature_put(&d->offered, VIRTIO_F_ACCESS_PLATFORM, false);
	g->rd->host->others = d;
	firecracker_start(g->rd->host);
}

static const char *
config_closed(const struct vm *g)
{
	return reading_closed(
		g->rd, reading_path(g->rd, text_dup(&g->config, g->rd->arena)));
}

static bool
read_config(struct vm *g)
{
	struct reading *rd = g->rd;
	const char *name = text_dup(&g->config, rd->arena);
	const char *file = reading_path(rd, name);
	struct fault own = FAULT_INIT(rd->arena);
	struct firecracker_config config = {
		.file = file, .first_line = 1, .pci = g->pci
	};
	bool ok;

	if (!io_read(file, HOST_SOURCE_MAX, &config.text, &own))
		return reading_unreadable(
			rd, file, "--config-file", &g->config_where, &own);
	ok = firecracker_read_config(&config, rd->host, rd->arena, rd->fault);
	bytes_free(&config.text);
	return ok;
}

/*
 * A here-document's text as JSON: what is not expanded becomes null, unless it is in a
 * string, where it may stay.
 */
static char *
json_of(struct vm *g, const struct text *t, size_t *n, bool *partly)
{
	char *s = arena_alloc(g->rd->arena, 4 * t->n + 1);
	bool quoted = false;
	size_t i;

	*n = 0;
	for (i = 0; i < t->n; i++) {
		if (!quoted && text_opaque_at(t, i)) {
			*partly = true;
			memcpy(s + *n, "null", 4);
			*n += 4;
			while (i + 1 < t->n && text_opaque_at(t, i + 1))
				i++;
			continue;
		}
		if (t->s[i] == '"' && !text_opaque_at(t, i)
			&& !(quoted && i && t->s[i - 1] == '\\'))
			quoted = !quoted;
		/* what a shell would put there is no part of the JSON's own quotes */
		s[(*n)++] = quoted && text_opaque_at(t, i) && strchr("\"\\\n", t->s[i])
				    ? '_'
				    : t->s[i];
	}
	return s;
}

/* What the script itself writes for --config-file. */
static bool
read_document(struct vm *g, const struct text *t)
{
	struct firecracker_config config = { .pci = g->pci };
	struct reading *rd = g->rd;
	uint32_t column;

	config.text.data = (uint8_t *)json_of(g, t, &config.text.n, &config.partly);
	if (rd->lines && t->n)
		lines_find(
			rd->lines, t->at[0] & ~TEXT_FLAGS, &config.first_line, &column);
	if (config.partly)
		reading_remark_opaque(rd, &g->config_where, t,
			"some of what the here-document says is not known");
	return firecracker_read_config(&config, rd->host, rd->arena, rd->fault);
}

static bool
read_command(struct reading *rd, const struct command *c)
{
	static const struct command_grammar grammar = {
		.program = "Firecracker",
		.options = options,
		.visit = visit,
	};
	struct vm g = { .rd = rd };
	const struct word *program = &c->words.v[c->program];
	struct where where = reading_where(rd, program, NULL, 0);
	const struct text *document;
	const char *closed;
	bool named;

	if (!command_options_read(rd, &grammar, program + 1, c->words.n - c->program - 1,
		    &g, &g.hidden))
		return false;
	named = g.config.s && !text_opaque(&g.config);
	document = g.config.s ? reading_document(rd, text_dup(&g.config, rd->arena))
			      : NULL;
	closed = named && !document ? config_closed(&g) : NULL;
	if (document || (named && !closed)) {
		if (!(document ? read_document(&g, document) : read_config(&g)))
			return false;
		if (g.hidden && !g.pci)
			rd->host->mmio_complete = rd->host->pci_complete = TRI_UNKNOWN;
		return true;
	}
	read_nothing(&g);
	if (closed)
		reading_remark(rd, &g.config_where,
			"the file of --config-file %s and is not read: what it says is not "
			"known",
			closed);
	else if (g.config.s)
		reading_remark_opaque(rd, &g.config_where, &g.config,
			"what the file of --config-file says is not known");
	else if (g.no_api && !g.hidden)
		return reading_fault(rd, &where,
			"Firecracker refuses this: --no-api without --config-file");
	else
		reading_remark(rd, &where,
			"no --config-file: the devices are configured by way of the API "
			"socket, and which they are is not known");
	return true;
}

/* curl --unix-socket …, with what it puts there. */
static bool
configures(const struct word *v, size_t n)
{
	static const char *const sockets[] = { "--unix-socket", NULL };
	size_t i;

	for (i = 0; i < n && i < 4; i++)
		if (!strcmp(program_base_name(v[i].text.s), "curl"))
			return command_has_word(v + i, n - i, sockets);
	return false;
}

static const char *const questions[] = { "--help", "-h", "--version",
	"--snapshot-version", "--describe-snapshot", NULL };
static const char *const words[] = { "firecracker", NULL };

const struct command_language firecracker_language = {
	.name = "Firecracker",
	.expected = "a command 'firecracker' with its options",
	.words = words,
	.mark = "firecracker ",
	.read = read_command,
	.questions = questions,
	.configures = configures,
};
