/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "host/command/commands.h"

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* Whether it is the same device as far as what it is and where. */
static bool
same_device(const struct host_device *a, const struct host_device *b)
{
	return same_text(a->name, b->name) && a->transport == b->transport
	       && a->place.kind == b->place.kind && a->place.address == b->place.address
	       && a->place.slot == b->place.slot;
}

/* What @d and @other both say stays in @d; false where something did not. */
static bool
keep_common_features(struct host_device *d, const struct host_device *other)
{
	bool same = d->legacy == other->legacy && d->coherent == other->coherent
		    && !memcmp(&d->offered, &other->offered, sizeof(d->offered));
	struct features *f = &d->offered;
	enum tri claims = host_device_claims(d);
	size_t i;

	if (d->legacy != other->legacy) {
		d->legacy = TRI_UNKNOWN;
		d->legacy_said = (struct said){ 0 };
	}
	if (d->coherent != other->coherent)
		d->coherent = TRI_UNKNOWN;
	for (i = 0; i < FEATURE_BITS_MAX / 64; i++) {
		f->known[i] &= other->offered.known[i]
			       & ~(f->set[i] ^ other->offered.set[i]);
		f->set[i] &= f->known[i];
	}
	if (host_device_claims(d) != claims)
		d->claim_said = (struct said){ 0 };
	return same;
}

/* Where the command begins, or where it ends. */
static uint32_t
line_of(const struct reading *rd, const struct command *c, bool end)
{
	const struct word *w = command_first_word(c);
	uint32_t line, column;

	if (!end || !rd->lines)
		return reading_where(rd, w, NULL, 0).said.place.line;
	lines_find(rd->lines, c->end, &line, &column);
	return line;
}

static const struct host_device *
find_device(const struct host *h, const struct host_device *d)
{
	size_t i = 0;

	while (i < h->ndevices && !same_device(&h->devices[i], d))
		i++;
	return i < h->ndevices ? &h->devices[i] : NULL;
}

/* What @h and @other both say stays in @h; false where something did not. */
static bool
keep_common(struct host *h, const struct host *other)
{
	const struct host_device *found;
	size_t i, n = 0;
	bool same = h->ndevices == other->ndevices;

	for (i = 0; i < h->ndevices; i++) {
		found = find_device(other, &h->devices[i]);
		if (!found)
			continue;
		same &= keep_common_features(&h->devices[i], found);
		h->devices[n++] = h->devices[i];
	}
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
read_others(struct reading *rd, const struct commands *c)
{
	struct host *h = rd->host, other;
	const struct command *differs = NULL;
	struct where where;
	size_t i;
	bool ends;

	for (i = 1; i < c->n; i++) {
		other = (struct host){ .source = h->source, .kind = h->kind };
		rd->host = &other;
		if (!c->language->read(rd, &c->v[i]))
			return false;
		if (!keep_common(h, &other) && !differs)
			differs = &c->v[i];
	}
	rd->host = h;
	if (!differs)
		return true;
	where = reading_where(rd, command_first_word(differs), NULL, 0);
	/* of a makefile all words may stand elsewhere */
	ends = line_of(rd, &c->v[0], false) == line_of(rd, differs, false);
	reading_remark(rd, &where,
		"%zu %s command lines that differ (lines %" PRIu32 " and %" PRIu32
		"): what they have in common is known; '%s:%s#2' picks the second",
		c->n, c->language->name, line_of(rd, &c->v[0], ends),
		line_of(rd, differs, ends), h->kind, h->source);
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
commands_read_host(const struct command_language *l, const struct host_source *src,
	struct host *h, struct arena *a, struct fault *f)
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
	ok = l->read(&rd, &commands.v[src->pick ? src->pick - 1 : 0])
	     && (src->pick || read_others(&rd, &commands));
	if (ok)
		remark_asides(&rd, &commands);
	arena_free(&index);
	return ok;
}
