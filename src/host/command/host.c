/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "host/command/commands.h"

typedef bool read_fn(struct reading *rd, const struct command *c);

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool
same_device(const struct host_device *a, const struct host_device *b)
{
	return same_text(a->name, b->name) && a->transport == b->transport
	       && a->legacy == b->legacy && a->place.kind == b->place.kind
	       && a->place.address == b->place.address && a->coherent == b->coherent
	       && !memcmp(&a->offered, &b->offered, sizeof(a->offered));
}

static bool
same_facts(const struct host *a, const struct host *b)
{
	size_t i;

	if (!same_text(a->machine, b->machine) || a->mmio_complete != b->mmio_complete
		|| a->pci_complete != b->pci_complete || a->xen != b->xen
		|| a->ndevices != b->ndevices)
		return false;
	for (i = 0; i < a->ndevices; i++)
		if (!same_device(&a->devices[i], &b->devices[i]))
			return false;
	return true;
}

static uint32_t
line_of(const struct reading *rd, const struct command *c)
{
	const struct word *w = &c->words.v[c->program];

	return reading_where(rd, w, NULL, 0).said.place.line;
}

/* A script may run the monitor twice (once to dump the tree), if it is the same guest. */
static bool
compare_others(struct reading *rd, const struct commands *c, read_fn *read)
{
	struct host *h = rd->host, other;
	size_t i;

	for (i = 1; i < c->n; i++) {
		other = (struct host){ .source = h->source, .kind = h->kind };
		rd->host = &other;
		if (!read(rd, &c->v[i]))
			return false;
		if (!same_facts(h, &other))
			return fault_set(rd->fault,
				"has %zu %s command lines whose devices differ (lines "
				"%" PRIu32 " and %" PRIu32 "), expected one",
				c->n, c->language->name, line_of(rd, &c->v[0]),
				line_of(rd, &c->v[i]));
	}
	rd->host = h;
	return true;
}

bool
commands_read_host(const struct command_language *l, read_fn *read,
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct reading rd = { .src = src, .arena = a, .fault = f, .host = h };
	struct arena index = { 0 };
	struct commands commands;
	struct lines lines;
	bool ok;

	if (!commands_read(&commands, l, src, a, f))
		return false;
	if (!commands.numbered) {
		lines_index(&lines, (const char *)src->text.data, src->text.n, &index);
		rd.lines = &lines;
	}
	ok = read(&rd, &commands.v[0]) && compare_others(&rd, &commands, read);
	arena_free(&index);
	return ok;
}
