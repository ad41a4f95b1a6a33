/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/html/html.h"

static void
put_node(struct html *h, uint32_t tree, const char *node)
{
	const struct group *g = html_group_at(h, &h->findings, tree, node);

	if (g)
		buf_printf(h->out, "<a class=\"%s\" href=\"#f%zu\">",
			html_level_class(g->v[0]->level), (size_t)(g - h->groups.v));
	html_put_code(h, node);
	if (g)
		buf_puts(h->out, "</a>");
}

static bool
same_line(const struct interrupt_use *a, const struct interrupt_use *b)
{
	return !a->cells && !b->cells && a->number == b->number && a->type == b->type;
}

static void
put_user(struct html *h, uint32_t tree, const struct interrupt_use *u)
{
	put_node(h, tree, u->user);
	if (u->name) {
		buf_puts(h->out, " <span class=\"z\">");
		html_put(h, u->name);
		buf_puts(h->out, "</span>");
	}
	if (u->from_map)
		buf_puts(h->out, " <span class=\"z\">interrupt-map</span>");
}

/* A row for each line; one after another those who use it. */
static size_t
put_line(struct html *h, uint32_t tree, const struct interrupt_use *u, size_t n)
{
	size_t i;

	buf_puts(h->out, u->shared ? "<tr class=\"sh\"><th scope=\"row\">"
				   : "<tr><th scope=\"row\">");
	if (u->cells) {
		html_put(h, u->cells);
	} else {
		buf_puts(h->out, u->type ? u->type : "");
		buf_puts(h->out, u->type ? " " : "");
		buf_number(h->out, u->number);
	}
	buf_puts(h->out, "</th><td>");
	buf_puts(h->out, u->trigger ? u->trigger : "");
	buf_puts(h->out, "</td><td>");
	for (i = 0; i < n && (!i || same_line(u, u + i)); i++) {
		/* the slots behind a bridge take turns at its lines */
		if (i && u[i].from_map && !strcmp(u[i].user, u[i - 1].user))
			continue;
		buf_puts(h->out, i ? "<br>" : "");
		put_user(h, tree, u + i);
	}
	buf_puts(h->out,
		u->shared ? " <b class=\"many\">shared</b></td></tr>\n" : "</td></tr>\n");
	return i;
}

static void
put_controller(struct html *h, uint32_t tree, const struct interrupt_controller *c,
	const struct interrupt_use *uses)
{
	uint32_t i, most = c->nuses < ROWS_MAX ? c->nuses : ROWS_MAX;

	buf_puts(h->out, "<details class=\"ic\"><summary>");
	html_put_code(h, c->node);
	buf_puts(h->out, " <span class=\"z\">");
	html_put(h, c->compatible);
	buf_puts(h->out, "</span> <span class=\"tm\">");
	html_put_count(h, c->nlines, "line");
	buf_puts(h->out, " in use");
	if (c->nshared)
		buf_printf(h->out, ", <b>%" PRIu32 " shared</b>", c->nshared);
	if (c->parent) {
		buf_puts(h->out, ", interrupts ");
		html_put_node_name(h, c->parent);
	}
	buf_puts(h->out, "</span></summary>\n");
	buf_puts(h->out,
		"<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Line</th><th "
		"scope=\"col\">Trigger</th><th scope=\"col\">Used by</th></tr></thead>\n"
		"<tbody>\n");
	for (i = 0; i < most;)
		i += (uint32_t)put_line(h, tree, uses + c->first_use + i, c->nuses - i);
	buf_puts(h->out, "</tbody></table></div>\n");
	if (most < c->nuses)
		buf_printf(h->out,
			"<p class=\"calm\">%" PRIu32 " more are left out.</p>\n",
			c->nuses - most);
	buf_puts(h->out, "</details>\n");
}

struct order {
	uint32_t nlines;
	size_t number;
};

/* Those of most lines first. */
static int
by_lines(const void *va, const void *vb)
{
	const struct order *a = va, *b = vb;

	if (a->nlines != b->nlines)
		return a->nlines > b->nlines ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static void
put_unused(struct html *h, uint32_t tree, const struct order *order, size_t n)
{
	const struct chart *f = h->r->inputs[tree].chart;
	size_t i;

	if (!n)
		return;
	buf_puts(h->out, "<details class=\"also\"><summary>");
	html_put_count(h, n, "controller");
	buf_puts(h->out, " that no enabled node uses</summary>\n<ul>\n");
	for (i = 0; i < n && i < ROWS_MAX; i++) {
		const struct interrupt_controller *c = &f->controllers[order[i].number];

		buf_puts(h->out, "<li>");
		put_node(h, tree, c->node);
		buf_puts(h->out, " <span>");
		html_put(h, c->compatible);
		buf_puts(h->out, "</span></li>\n");
	}
	if (i < n)
		buf_printf(h->out, "<li>… and %zu more</li>\n", n - i);
	buf_puts(h->out, "</ul></details>\n");
}

void
html_interrupts(struct html *h, uint32_t tree)
{
	const struct chart *f = h->r->inputs[tree].chart;
	struct arena a = { 0 };
	struct order *order;
	size_t i;

	if (!f->ncontrollers)
		return;
	order = arena_array(&a, struct order, f->ncontrollers);
	for (i = 0; i < f->ncontrollers; i++)
		order[i] = (struct order){ f->controllers[i].nlines, i };
	qsort(order, f->ncontrollers, sizeof(*order), by_lines);
	buf_puts(h->out, "<h4>Interrupts</h4>\n");
	for (i = 0; i < f->ncontrollers && i < ROWS_MAX && order[i].nlines; i++)
		put_controller(h, tree, &f->controllers[order[i].number], f->uses);
	put_unused(h, tree, order + i, f->ncontrollers - i);
	arena_free(&a);
}
