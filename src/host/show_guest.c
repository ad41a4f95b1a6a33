/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "host/show_yaml.h"

/* The largest number before a suffix that is read back. */
enum { SCALED_MAX = 99999999 };

/* With the largest suffix that divides it; in bytes where even that leaves too many digits. */
static void
put_size(struct buf *out, uint64_t bytes)
{
	static const char suffixes[] = "TGMK";
	unsigned int i, shift = 40;

	for (i = 0; i < 4; i++, shift -= 10)
		if (bytes && !(bytes & (((uint64_t)1 << shift) - 1))
			&& bytes >> shift <= SCALED_MAX) {
			buf_printf(out, "%" PRIu64 "%c", bytes >> shift, suffixes[i]);
			return;
		}
	buf_printf(out, "%" PRIu64, bytes);
}

static void
put_fact(struct buf *out, const struct host *h, enum guest_fact_id id)
{
	const struct guest_fact *f = guest_get(&h->guest, id);

	/* what a file does not say of this is no */
	if (!f && (id != GUEST_MEMORY_REWRITTEN || !guest_get(&h->guest, GUEST_MEMORY)))
		return;
	buf_printf(out, "  %s: ", guest_fact_key(id));
	if (!f) {
		buf_puts(out, "unknown\n");
		return;
	}
	switch (guest_fact_kind(id)) {
	case GUEST_SIZE: put_size(out, f->number); break;
	case GUEST_ADDRESS: buf_printf(out, "\"0x%" PRIx64 "\"", f->number); break;
	case GUEST_COUNT: buf_printf(out, "%" PRIu64, f->number); break;
	case GUEST_FLAG: buf_puts(out, f->number ? "true" : "false"); break;
	case GUEST_WORD: show_string(out, f->word); break;
	}
	show_said(out, h, &f->said);
}

static void
put_passthrough(struct buf *out, const struct host *h)
{
	const struct guest_passthrough *p = &h->guest.passthrough;
	size_t i;

	if (!p->known)
		return;
	buf_puts(out, p->nregions || p->ninterrupts || p->nnodes ? "  passthrough:\n"
								 : "  passthrough: {}\n");
	if (p->nregions)
		buf_puts(out, "    regions:\n");
	for (i = 0; i < p->nregions; i++) {
		buf_printf(out,
			"      - {host: \"0x%" PRIx64 "\", guest: \"0x%" PRIx64
			"\", size: ",
			p->regions[i].host, p->regions[i].guest);
		put_size(out, p->regions[i].size);
		buf_putc(out, '}');
		show_said(out, h, &p->regions[i].said);
	}
	if (p->ninterrupts)
		buf_puts(out, "    interrupts:\n");
	for (i = 0; i < p->ninterrupts; i++) {
		buf_printf(out, "      - %" PRIu32, p->interrupts[i].number);
		show_said(out, h, &p->interrupts[i].said);
	}
	if (p->nnodes)
		buf_puts(out, "    nodes:\n");
	for (i = 0; i < p->nnodes; i++) {
		buf_puts(out, "      - ");
		show_string(out, p->nodes[i].path);
		show_said(out, h, &p->nodes[i].said);
	}
}

static bool
is_known(const struct guest *g)
{
	size_t i = 0;

	while (i < GUEST_FACTS && !g->facts[i].known)
		i++;
	return i < GUEST_FACTS || g->nextensions || g->slots.n || g->passthrough.known;
}

void
show_guest(struct buf *out, const struct host *h)
{
	const struct guest *g = &h->guest;
	size_t i;

	if (!is_known(g))
		return;
	buf_puts(out, "guest:\n");
	for (i = 0; i < GUEST_FACTS; i++)
		put_fact(out, h, (enum guest_fact_id)i);
	if (g->nextensions)
		buf_puts(out, "  isa:\n");
	for (i = 0; i < g->nextensions; i++) {
		buf_puts(out, "    ");
		show_string(out, g->extensions[i].name);
		buf_puts(out, g->extensions[i].on ? ": true" : ": false");
		show_said(out, h, &g->extensions[i].said);
	}
	if (g->slots.n)
		buf_printf(out,
			"  slots: {base: \"0x%" PRIx64 "\", stride: \"0x%" PRIx64
			"\", count: %" PRIu32 ", interrupt: %" PRIu32 "}\n",
			g->slots.base, g->slots.stride, g->slots.n, g->slots.interrupt);
	put_passthrough(out, h);
}
