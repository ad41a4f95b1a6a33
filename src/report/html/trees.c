/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "report/coverage.h"
#include "report/html/html.h"

enum {
	INLINE_MAX =
		400 << 10, /* bytes of sheets that stand in the page as they are, about */
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

/*
 * Sheets that stand behind their trees, packed: the lines that they are made of, each once,
 * for boards of one chip have most in common.
 */
struct pack {
	struct buf sheet; /* the one that is packed now */
	struct buf lines; /* with their line feeds */
	struct map by_text;
	size_t *begins; /* where each line begins; there is one more: the end */
	size_t n, room;
	struct arena arena;
};

static uint32_t
line_number(struct pack *p, const char *s, size_t n)
{
	uint32_t i = map_put(
		&p->by_text, &p->arena, hash_number(hash_wide(s, n)), (uint32_t)p->n);

	if (i < p->n
		&& (p->begins[i + 1] - p->begins[i] != n
			|| memcmp(p->lines.s + p->begins[i], s, n) != 0))
		i = (uint32_t)p->n;
	if (i < p->n)
		return i;
	buf_add(&p->lines, s, n);
	if (p->n + 2 > p->room) {
		size_t room = p->room ? 2 * p->room : 1024;

		p->begins = arena_grow(&p->arena, p->begins, p->room * sizeof(*p->begins),
			room * sizeof(*p->begins));
		p->room = room;
	}
	p->begins[p->n] = p->lines.n - n;
	p->begins[++p->n] = p->lines.n;
	return i;
}

/* "-7", where the run has more than one line. */
static void
end_run(struct html *h, uint32_t first, uint32_t last)
{
	if (last <= first)
		return;
	buf_putc(h->out, '-');
	buf_number(h->out, last);
}

/* "4-7 9": the numbers of a sheet's lines, as runs. */
static void
put_runs(struct html *h, struct pack *p)
{
	const char *s = p->sheet.s, *end = s + p->sheet.n, *feed;
	uint32_t first = 0, last = 0, i;
	bool any = false;

	for (; s < end; s = feed + 1) {
		feed = memchr(s, '\n', (size_t)(end - s));
		i = line_number(p, s, (size_t)(feed + 1 - s));
		if (any && i == last + 1) {
			last = i;
			continue;
		}
		end_run(h, first, last);
		buf_puts(h->out, any ? " " : "");
		buf_number(h->out, i);
		first = last = i;
		any = true;
	}
	end_run(h, first, last);
}

static void
end_pack(struct html *h, struct pack *p)
{
	if (p->n) {
		buf_puts(h->out, "<div id=\"z\" hidden data-z=\"");
		html_pack(h->out, p->lines.s, p->lines.n);
		buf_puts(h->out, "\"></div>\n");
	}
	buf_free(&p->sheet);
	buf_free(&p->lines);
	arena_free(&p->arena);
}

static void
put_packed(struct html *h, uint32_t tree, struct pack *p)
{
	struct buf *out = h->out;

	h->out = &p->sheet;
	h->packed = true;
	put_sheet(h, tree);
	if (p->sheet.n && p->sheet.s[p->sheet.n - 1] != '\n')
		buf_putc(h->out, '\n');
	h->packed = false;
	h->out = out;
	buf_puts(out, "<div class=\"sheet\" data-p=\"");
	put_runs(h, p);
	buf_puts(out,
		"\"><p class=\"calm\">Packed, to keep this page small: it takes the "
		"page's script to show it.</p></div>\n");
	p->sheet.n = 0;
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
	buf_puts(h->out, "</div>\n</section>\n");
}
