/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "report/coverage.h"
#include "report/html/html.h"

enum {
	INLINE_MAX =
		400 << 10, /* bytes of sheets that stand in the page as they are, about */
	PACKED = 8,        /* sheets that are packed together: neighbours are alike */
	SEPARATOR = '\x1e', /* between them; no text has it, for it is clean */
};

/* The findings of each tree, by level. */
struct counts {
	size_t n[3];
	size_t known; /* in a baseline, or an earlier run */
};

static struct counts *
count(const struct html *h)
{
	struct counts *v = arena_array(h->r->scratch, struct counts, h->r->ninputs);

	for (size_t i = 0; i < h->r->ndiags; i++) {
		uint32_t tree = html_tree_of(h, h->r->diags[i]);

		if (tree != NO_TREE)
			v[tree].n[h->r->diags[i]->level]++;
	}
	for (size_t i = 0; i < h->r->nknown; i++) {
		uint32_t tree = html_tree_of(h, h->r->known[i]);

		if (tree != NO_TREE)
			v[tree].known++;
	}
	return v;
}

/* Of one set of bindings. */
static void
put_covered(struct html *h, const struct coverage *c)
{
	buf_printf(h->out,
		"<p class=\"cover\"><meter min=\"0\" max=\"%" PRIu32 "\" value=\"%" PRIu32
		"\">%" PRIu32 "</meter> ",
		c->nodes ? c->nodes : 1, c->held, c->held);
	if (c->label) {
		html_put(h, c->label);
		buf_puts(h->out, ": ");
	}
	buf_printf(h->out,
		"%" PRIu32 " of %" PRIu32 " nodes held against bindings, %" PRIu32
		" of %" PRIu32 " properties described</p>\n",
		c->held, c->nodes, c->described, c->properties);
	if (!c->nunknown)
		return;
	buf_puts(h->out, "<details class=\"also\"><summary>");
	html_put_count(h, c->nunknown, "compatible string");
	buf_puts(h->out, " of no binding</summary>\n<ul>\n");
	for (uint32_t i = 0; i < c->nunknown && i < ROWS_MAX; i++) {
		buf_puts(h->out, "<li>");
		html_put_code(h, c->unknown[i]);
		buf_puts(h->out, "</li>\n");
	}
	buf_puts(h->out, "</ul></details>\n");
}

static void
put_coverage(struct html *h, const struct coverage *c)
{
	for (; c; c = c->next)
		put_covered(h, c);
}

static void
put_sheet(struct html *h, uint32_t tree)
{
	const struct report_input *in = &h->r->inputs[tree];

	put_coverage(h, in->coverage);
	if (!in->chart)
		return;
	html_pairs(h, tree);
	html_map(h, tree);
	html_interrupts(h, tree);
}

static void
put_badge(struct html *h, size_t n, enum level level)
{
	if (!n)
		return;
	buf_printf(h->out, " <span class=\"lv %s\" title=\"%s%s\">%zu</span>",
		html_level_class(level), level_name(level), n == 1 ? "" : "s", n);
}

static void
put_row(struct html *h, uint32_t tree, const struct counts *c)
{
	const struct report_input *in = &h->r->inputs[tree];

	buf_puts(h->out, "<summary><span class=\"name\">");
	html_put(h, html_tree_name(in));
	buf_puts(h->out, "</span> <span class=\"tc\">");
	put_badge(h, c->n[LEVEL_ERROR], LEVEL_ERROR);
	put_badge(h, c->n[LEVEL_WARNING], LEVEL_WARNING);
	put_badge(h, c->n[LEVEL_NOTE], LEVEL_NOTE);
	if (c->known)
		buf_printf(h->out, " <span class=\"chip\">%zu known</span>", c->known);
	if (!in->ok)
		buf_puts(h->out, " <span class=\"lv e\">not read</span>");
	else if (!c->known && !c->n[0] && !c->n[1] && !c->n[2])
		buf_puts(h->out, " <span class=\"lv ok\">clean</span>");
	buf_puts(h->out, "</span> <span class=\"tm\">");
	html_put(h, in->arch);
	if (in->nnodes) {
		buf_puts(h->out, in->arch ? ", " : "");
		html_put_count(h, in->nnodes, "node");
	}
	buf_puts(h->out, "</span></summary>\n");
}

/* About how much the sheets will take. */
static size_t
estimate_size(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->ninputs; i++) {
		const struct chart *f = r->inputs[i].chart;

		if (f)
			n += f->nregions * 150 + f->nuses * 90 + f->npairs * 500;
	}
	return n;
}

/* Sheets that stand behind their trees, packed. */
struct pack {
	struct buf sheets;
	size_t number; /* of the pack */
	size_t n;      /* sheets in it */
};

static void
end_pack(struct html *h, struct pack *p)
{
	if (!p->n)
		return;
	buf_printf(h->out, "<div id=\"z%zu\" hidden data-z=\"", p->number++);
	html_pack(h->out, p->sheets.s, p->sheets.n);
	buf_puts(h->out, "\"></div>\n");
	p->n = p->sheets.n = 0;
}

static void
put_packed(struct html *h, uint32_t tree, struct pack *p)
{
	struct buf *out = h->out;

	buf_printf(out,
		"<div class=\"sheet\" data-p=\"z%zu\" data-i=\"%zu\"><p "
		"class=\"calm\">Packed, to keep this page small: it takes the page's script "
		"to show it.</p></div>\n",
		p->number, p->n++);
	h->out = &p->sheets;
	put_sheet(h, tree);
	buf_putc(h->out, SEPARATOR);
	h->out = out;
}

static void
put_tree(struct html *h, uint32_t tree, const struct counts *c, struct pack *p)
{
	const struct report_input *in = &h->r->inputs[tree];

	buf_printf(h->out, "<details class=\"t\" id=\"t%u\"%s>\n", tree,
		h->r->ninputs == 1 ? " open" : "");
	put_row(h, tree, c);
	if (in->fault) {
		buf_puts(h->out, "<p class=\"calm\">");
		html_put(h, in->fault);
		buf_puts(h->out, "</p>\n");
	}
	if (in->chart && p) {
		put_packed(h, tree, p);
	} else {
		buf_puts(h->out, "<div class=\"sheet\">\n");
		put_sheet(h, tree);
		buf_puts(h->out, "</div>\n");
	}
	buf_puts(h->out, "</details>\n");
	if (p && p->n == PACKED)
		end_pack(h, p);
}

/* A tree that was read, and of which nothing is known but its findings. */
static bool
lacks_chart(const struct report *r)
{
	for (size_t i = 0; i < r->ninputs; i++)
		if (r->inputs[i].ok && !r->inputs[i].chart)
			return true;
	return false;
}

void
html_trees(struct html *h)
{
	struct counts *c = count(h);
	bool packed = estimate_size(h->r) > INLINE_MAX;
	struct pack pack = { 0 };

	if (!h->r->ninputs)
		return;
	buf_puts(h->out, "<section id=\"trees\" aria-labelledby=\"th\">\n<h2 id=\"th\">");
	buf_puts(h->out, h->r->ninputs == 1 ? "The tree" : "Trees");
	buf_puts(h->out, "</h2>\n");
	if (lacks_chart(h->r))
		buf_puts(h->out,
			"<p class=\"calm\">Without maps of addresses, interrupts and lines of "
			"source: this page was made from other reports, which do not hold them.</p>\n");
	if (h->r->ninputs > 1)
		put_coverage(h, report_coverage(h->r, NULL));
	buf_puts(h->out, "<div id=\"tlist\">\n");
	for (uint32_t i = 0; i < h->r->ninputs; i++)
		put_tree(h, i, &c[i], packed ? &pack : NULL);
	end_pack(h, &pack);
	buf_free(&pack.sheets);
	buf_puts(h->out, "</div>\n</section>\n");
}
