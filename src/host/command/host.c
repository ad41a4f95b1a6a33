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

static uint32_t
line_of(const struct reading *rd, const struct command *c)
{
	const struct word *w = &c->words.v[c->program];

	return reading_where(rd, w, NULL, 0).said.place.line;
}

static bool
has_device(const struct host *h, const struct host_device *d)
{
	size_t i = 0;

	while (i < h->ndevices && !same_device(&h->devices[i], d))
		i++;
	return i < h->ndevices;
}

/* What @h and @other both say stays in @h; false where something did not. */
static bool
keep_common(struct host *h, const struct host *other)
{
	size_t i, n = 0;
	bool same = h->ndevices == other->ndevices;

	for (i = 0; i < h->ndevices; i++)
		if (has_device(other, &h->devices[i]))
			h->devices[n++] = h->devices[i];
	same &= n == h->ndevices;
	h->ndevices = n;
	if (!same_text(h->machine, other->machine)) {
		h->machine = NULL;
		same = false;
	}
	if (!same_text(h->program, other->program))
		h->program = NULL;
	if (h->xen != other->xen) {
		h->xen = TRI_UNKNOWN;
		same = false;
	}
	same &= h->mmio_complete == other->mmio_complete
		&& h->pci_complete == other->pci_complete;
	if (!same)
		h->mmio_complete = h->pci_complete = TRI_UNKNOWN;
	return guest_keep_common(&h->guest, &other->guest) && same;
}

/*
 * A script may run the monitor several times, once to dump the tree. Where that are not
 * the same guests, what they have in common is known.
 */
static bool
read_others(struct reading *rd, const struct commands *c, read_fn *read)
{
	struct host *h = rd->host, other;
	const struct command *differs = NULL;
	struct where where;
	size_t i;

	for (i = 1; i < c->n; i++) {
		other = (struct host){ .source = h->source, .kind = h->kind };
		rd->host = &other;
		if (!read(rd, &c->v[i]))
			return false;
		if (!keep_common(h, &other) && !differs)
			differs = &c->v[i];
	}
	rd->host = h;
	if (!differs)
		return true;
	where = reading_where(rd, &differs->words.v[differs->program], NULL, 0);
	reading_remark(rd, &where,
		"%zu %s command lines that differ (lines %" PRIu32 " and %" PRIu32
		"): what they have in common is known; '%s:%s#2' picks the second",
		c->n, c->language->name, line_of(rd, &c->v[0]), where.said.place.line,
		h->kind, h->source);
	return true;
}

static bool
no_such_command(const struct commands *c, const struct host_source *src, struct fault *f)
{
	if (c->n == 1)
		return fault_set(f, "has one %s command line, and '#%u' asks for another",
			c->language->name, src->pick);
	return fault_set(f, "has %zu %s command lines, expected '#1' to '#%zu'", c->n,
		c->language->name, c->n);
}

/* The API is asked by other programs, which are not followed. */
static void
remark_asides(struct reading *rd, const struct commands *c)
{
	struct where where;
	size_t i;

	for (i = 0; i < c->nasides; i++) {
		where = reading_where(rd, &c->asides[i], NULL, 0);
		reading_remark(rd, &where,
			"what '%s' tells the API in line %" PRIu32 " is not read",
			program_base_name(c->asides[i].text.s), where.said.place.line);
	}
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
	if (src->pick > commands.n)
		return no_such_command(&commands, src, f);
	rd.documents = &commands.documents;
	if (!commands.numbered) {
		lines_index(&lines, (const char *)src->text.data, src->text.n, &index);
		rd.lines = &lines;
	}
	ok = read(&rd, &commands.v[src->pick ? src->pick - 1 : 0])
	     && (src->pick || read_others(&rd, &commands, read));
	if (ok)
		remark_asides(&rd, &commands);
	arena_free(&index);
	return ok;
}
