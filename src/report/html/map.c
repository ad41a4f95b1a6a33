/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The address map as SVG: buses' windows left, what is there in the middle, names right. */
#include <inttypes.h>

#include "report/html/html.h"
#include "report/html/layout.h"

enum {
	TOP = 8,
	WINDOW_X = 3, /* the outermost window's bracket, */
	WINDOW_STEP = 7,
	WINDOW_LANES = 4,
	BAR_X = 34, /* and what is at the addresses */
	BAR_WIDTH = 92,
	LANE_STEP = 14,
	LANES = 5,
	LABEL_X = 146,
	HEIGHT_MIN = 3,
	WINDOW_LABEL_MIN = 3, /* registers in a window that is worth a name */
};

/* BAR_WIDTH wide. */
static const char zigzag[] = "l6 2l8-4l8 4l8-4l8 4l8-4l8 4l8-4l8 4l8-4l8 4l6-2";

/* The look of a region, in the order in which they are painted. */
enum look {
	LOOK_RAM,
	LOOK_RESERVED,
	LOOK_DEVICE,
	LOOK_PCI,
	LOOK_NOTE,
	LOOK_WARNING,
	LOOK_ERROR,
	LOOKS
};

static const char *const look_classes[LOOKS] = {
	[LOOK_RAM] = "ram",
	[LOOK_RESERVED] = "res",
	[LOOK_DEVICE] = "dev",
	[LOOK_PCI] = "pci",
	[LOOK_NOTE] = "bn",
	[LOOK_WARNING] = "bw",
	[LOOK_ERROR] = "be",
};

struct map_view {
	struct html *h;
	uint32_t tree;
	const struct chart *chart;
	size_t n;                   /* regions that are drawn */
	struct span_list spans;     /* of those in the middle; the owner is the region */
	const unsigned char *lanes; /* by region */
	const bool *named;          /* by region */
	/* by region: its worst finding about addresses, and of any kind; or NULL */
	const struct group **strong, **any;
	struct layout layout;
	struct arena arena; /* for this map alone: a report may have thousands */
};

static bool
is_bracket(const struct region *r)
{
	return r->kind == REGION_WINDOW && !r->space;
}

static struct span
span_of(const struct region *r, size_t number)
{
	return (struct span){ r->first, r->last, (uint32_t)number, 0 };
}

/* How far right: within all that began before and has not ended. */
static unsigned char *
lanes_of(struct map_view *v, bool brackets, unsigned int most, unsigned char *lanes)
{
	uint64_t ends[LANES] = { 0 };
	bool used[LANES] = { false };
	unsigned int lane;

	for (size_t i = 0; i < v->n; i++) {
		const struct region *r = &v->chart->regions[i];

		if (is_bracket(r) != brackets)
			continue;
		for (lane = 0; lane + 1 < most && used[lane] && ends[lane] >= r->first;)
			lane++;
		used[lane] = true;
		ends[lane] = r->last;
		lanes[i] = (unsigned char)lane;
	}
	return lanes;
}

/* Registers that begin in a window. */
static size_t
count_within(const struct map_view *v, const struct region *window)
{
	const struct span *s = v->spans.v;
	size_t first = 0, end = v->spans.n, middle;

	while (first < end) {
		middle = first + (end - first) / 2;
		if (s[middle].first < window->first)
			first = middle + 1;
		else
			end = middle;
	}
	for (end = first; end < v->spans.n && end - first < WINDOW_LABEL_MIN
			  && s[end].first <= window->last;)
		end++;
	return end - first;
}

static void
find_groups(struct map_view *v)
{
	v->strong = arena_array(&v->arena, const struct group *, v->n);
	v->any = arena_array(&v->arena, const struct group *, v->n);
	for (size_t i = 0; i < v->n; i++) {
		const char *node = v->chart->regions[i].node;

		v->any[i] = html_group_at(v->h, &v->h->findings, v->tree, node);
		if (v->any[i])
			v->strong[i] = html_group_at(
				v->h, &v->h->addresses, v->tree, node);
	}
}

static void
prepare(struct map_view *v)
{
	struct arena *a = &v->arena;
	unsigned char *lanes = arena_array(a, unsigned char, v->n);
	uint64_t *labels = arena_array(a, uint64_t, v->n);
	bool *named = arena_array(a, bool, v->n);
	size_t i, n = 0;
	struct span s;

	find_groups(v);
	for (i = 0; i < v->n; i++) {
		if (is_bracket(&v->chart->regions[i]))
			continue;
		s = span_of(&v->chart->regions[i], i);
		span_add(&v->spans, a, &s);
	}
	span_sort(&v->spans);
	for (i = 0; i < v->n; i++) {
		const struct region *r = &v->chart->regions[i];

		named[i] = !is_bracket(r) || count_within(v, r) >= WINDOW_LABEL_MIN
			   || v->strong[i];
		if (named[i])
			labels[n++] = r->first;
	}
	lanes_of(v, false, LANES, lanes);
	v->lanes = lanes_of(v, true, WINDOW_LANES, lanes);
	v->named = named;
	v->layout = layout_of(&v->spans, labels, n, a);
}

static int
y_of(const struct map_view *v, uint64_t address, bool end)
{
	return TOP + (int)(layout_y(&v->layout, address, end) + 0.5);
}

static enum look
look_of(const struct map_view *v, size_t i)
{
	if (v->strong[i])
		return LOOK_NOTE + (enum look)v->strong[i]->v[0]->level;
	switch (v->chart->regions[i].kind) {
	case REGION_MEMORY: return LOOK_RAM;
	case REGION_RESERVED:
	case REGION_RESERVATION: return LOOK_RESERVED;
	case REGION_WINDOW: return LOOK_PCI;
	case REGION_DEVICE: break;
	}
	return LOOK_DEVICE;
}

/* Pieces of a path (SVG 2, 9.3). */
static void
put_step(struct buf *out, char command, int by)
{
	buf_putc(out, command);
	buf_number(out, by);
}

static void
put_move(struct buf *out, int x, int y)
{
	put_step(out, 'M', x);
	put_step(out, ' ', y);
}

static void
put_box(struct map_view *v, uint64_t first, uint64_t last, unsigned int lane)
{
	int y = y_of(v, first, false), height = y_of(v, last, true) - y;
	int width = BAR_WIDTH - (int)lane * LANE_STEP;

	if (height < HEIGHT_MIN)
		height = HEIGHT_MIN;
	put_move(v->h->out, BAR_X + (int)lane * LANE_STEP, y);
	put_step(v->h->out, 'h', width);
	put_step(v->h->out, 'v', height);
	put_step(v->h->out, 'h', -width);
	buf_putc(v->h->out, 'z');
}

/* One path for all that look alike: a page of many maps is to stay small. */
static void
put_boxes(struct map_view *v)
{
	for (enum look look = 0; look < LOOKS; look++) {
		bool any = false;

		for (size_t i = 0; i < v->n; i++) {
			const struct region *r = &v->chart->regions[i];

			if (is_bracket(r) || look_of(v, i) != look)
				continue;
			if (!any)
				buf_printf(v->h->out, "<path class=\"%s\" d=\"",
					look_classes[look]);
			put_box(v, r->first, r->last, v->lanes[i]);
			any = true;
		}
		if (any)
			buf_puts(v->h->out, "\"/>\n");
	}
}

/* What is in two regions of which neither holds the other. */
static void
put_overlaps(struct map_view *v)
{
	const struct span_overlap *o;
	struct span_list devices = { 0 };
	bool any = false;
	size_t n, i;

	for (i = 0; i < v->spans.n; i++)
		if (v->chart->regions[v->spans.v[i].owner].kind != REGION_MEMORY)
			span_add(&devices, &v->arena, &v->spans.v[i]);
	o = span_overlaps(&devices, &v->arena, &n);
	for (i = 0; i < n; i++) {
		if (!o[i].crossing)
			continue;
		buf_puts(v->h->out, any ? "" : "<path class=\"ov\" d=\"");
		put_box(v, o[i].b->first,
			o[i].a->last < o[i].b->last ? o[i].a->last : o[i].b->last, 0);
		any = true;
	}
	buf_puts(v->h->out, any ? "\"/>\n" : "");
}

static void
put_brackets(struct map_view *v)
{
	for (int bad = 0; bad < 2; bad++) {
		bool any = false;

		for (size_t i = 0; i < v->n; i++) {
			const struct region *r = &v->chart->regions[i];
			int y, end;

			if (!is_bracket(r) || bad != (v->strong[i] != NULL))
				continue;
			y = y_of(v, r->first, false);
			end = y_of(v, r->last, true);
			if (!any)
				buf_printf(v->h->out, "<path class=\"%s\" d=\"",
					bad ? "br bad" : "br");
			put_move(v->h->out, WINDOW_X + 5 + v->lanes[i] * WINDOW_STEP, y);
			put_step(v->h->out, 'h', -4);
			put_step(v->h->out, 'v',
				end - y < HEIGHT_MIN ? HEIGHT_MIN : end - y);
			put_step(v->h->out, 'h', 4);
			any = true;
		}
		if (any)
			buf_puts(v->h->out, "\"/>\n");
	}
}

/*
 * A break across the middle of what is not to scale, the @n-th; of a map that is packed the
 * script draws those behind the first like it, at the heights that are said.
 */
static void
put_break(struct map_view *v, int y, size_t n)
{
	struct buf *out = v->h->out;

	if (v->h->packed && n) {
		buf_puts(out, n > 1 ? " " : "");
		buf_number(out, y);
		return;
	}
	buf_puts(out, n ? "" : "<path class=\"cut\" d=\"");
	put_move(out, BAR_X, y);
	buf_puts(out, zigzag);
	buf_puts(out, v->h->packed ? "\" data-d=\"" : "");
}

static int
middle_of(const struct layout_piece *p)
{
	return TOP + (int)(p->y + p->height / 2);
}

static void
put_breaks(struct map_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->layout.n; i++) {
		const struct layout_piece *p = &v->layout.v[i];
		int y = middle_of(p);

		if (!p->folded)
			continue;
		/* of a gap both edges, of a region one break */
		if (!p->covered)
			put_break(v, y - 9, n++);
		put_break(v, p->covered ? y : y + 9, n++);
	}
	buf_puts(v->h->out, n ? "\"/>\n" : "");
}

/* Where a text stands: of a map that is packed the script says so (put_ys()). */
static void
put_y(struct map_view *v, int y)
{
	if (v->h->packed)
		return;
	buf_puts(v->h->out, " y=\"");
	buf_number(v->h->out, y);
	buf_putc(v->h->out, '"');
}

/* How much is left out. */
static void
put_gaps(struct map_view *v)
{
	for (size_t i = 0; i < v->layout.n; i++) {
		const struct layout_piece *p = &v->layout.v[i];

		if (!p->folded || p->covered)
			continue;
		buf_puts(v->h->out, "<text class=\"gap\" x=\"");
		buf_number(v->h->out, BAR_X + BAR_WIDTH / 2);
		buf_putc(v->h->out, '"');
		put_y(v, middle_of(p) + 4);
		buf_putc(v->h->out, '>');
		html_put_size(v->h, p->first, p->last);
		buf_puts(v->h->out, "</text>\n");
	}
}

/* Of all texts, in their order, how much lower each stands than the one before. */
static void
put_ys(struct map_view *v, const int *labels)
{
	int last = 0, y;

	buf_puts(v->h->out, " data-y=\"");
	for (size_t i = 0; i < v->layout.n; i++) {
		const struct layout_piece *p = &v->layout.v[i];

		if (!p->folded || p->covered)
			continue;
		y = middle_of(p) + 4;
		put_step(v->h->out, ' ', y - last);
		last = y;
	}
	for (size_t i = 0; i < v->n; i++) {
		if (!v->named[i])
			continue;
		put_step(v->h->out, ' ', labels[i] - last);
		last = labels[i];
	}
	buf_putc(v->h->out, '"');
}

/* Where the names stand: beside their addresses, or below the name before. */
static const int *
place_labels(struct map_view *v, int *bottom)
{
	int *at = arena_array(&v->arena, int, v->n), free_from = 0;

	for (size_t i = 0; i < v->n; i++) {
		int y = y_of(v, v->chart->regions[i].first, false) + 10;

		if (!v->named[i])
			continue;
		at[i] = y < free_from ? free_from : y;
		free_from = at[i] + LAYOUT_LINE;
	}
	*bottom = free_from;
	return at;
}

static void
put_leaders(struct map_view *v, const int *at)
{
	buf_puts(v->h->out, "<path class=\"ld\" d=\"");
	for (size_t i = 0; i < v->n; i++) {
		const struct region *r = &v->chart->regions[i];
		int y = y_of(v, r->first, false) + 1;

		if (!v->named[i])
			continue;
		put_move(v->h->out,
			is_bracket(r) ? WINDOW_X + 1 + v->lanes[i] * WINDOW_STEP
				      : BAR_X + BAR_WIDTH,
			y);
		put_step(v->h->out, 'L', LABEL_X - 12);
		put_step(v->h->out, ' ', is_bracket(r) ? y : at[i] - 4);
		put_step(v->h->out, 'H', LABEL_X - 4);
	}
	buf_puts(v->h->out, "\"/>\n");
}

static void
put_name(struct map_view *v, const struct region *r)
{
	switch (r->kind) {
	case REGION_RESERVATION: html_put(v->h, "/memreserve/"); return;
	case REGION_WINDOW:
		html_put_node_name(v->h, r->node);
		if (r->space)
			buf_printf(v->h->out, " %s", r->space);
		else
			buf_puts(v->h->out, " window");
		return;
	case REGION_MEMORY:
	case REGION_RESERVED:
	case REGION_DEVICE: break;
	}
	html_put_node_name(v->h, r->node);
	if (r->nentries > 1)
		buf_printf(v->h->out, " [%" PRIu32 "]", r->entry);
}

static void
put_label(struct map_view *v, size_t i, int y)
{
	const struct region *r = &v->chart->regions[i];
	const struct group *strong = v->strong[i], *g = strong ? strong : v->any[i];
	struct buf *out = v->h->out;

	buf_puts(out, "<text x=\"");
	buf_number(out, LABEL_X);
	buf_putc(out, '"');
	put_y(v, y);
	if (g)
		buf_printf(out, " id=\"r%u-%zu\" class=\"%s%s\"", v->tree, i,
			html_level_class(g->v[0]->level), strong ? " strong" : "");
	else if (is_bracket(r))
		buf_puts(out, " class=\"win\"");
	buf_puts(out, "><tspan class=\"a\">0x");
	buf_hex(out, r->first, 8);
	buf_puts(out, "</tspan> ");
	if (g)
		buf_printf(out, "<a href=\"#f%zu\">", (size_t)(g - v->h->groups.v));
	put_name(v, r);
	if (g)
		buf_puts(out, "</a>");
	buf_puts(out, " <tspan class=\"z\">");
	html_put_size(v->h, r->first, r->last);
	if (r->has_on_bus && r->on_bus != r->first) {
		buf_puts(out, ", on its bus 0x");
		buf_hex(out, r->on_bus, 1);
	}
	if (r->compatible && r->kind == REGION_DEVICE) {
		buf_puts(out, " · ");
		html_put(v->h, r->compatible);
	}
	buf_puts(out, "</tspan></text>\n");
}

static void
put_lost(struct map_view *v)
{
	const struct chart *f = v->chart;
	struct buf *out = v->h->out;

	if (!f->nlost)
		return;
	buf_puts(out, "<h5>Outside of their bus's windows, so at no address of the "
		      "CPU's</h5>\n<ul class=\"lost\">\n");
	for (size_t i = 0; i < f->nlost && i < ROWS_MAX; i++) {
		const struct lost_region *r = &f->lost[i];
		const struct group *g = html_group_at(
			v->h, &v->h->addresses, v->tree, r->node);

		buf_puts(out, "<li>");
		if (g)
			buf_printf(
				out, "<a href=\"#f%zu\">", (size_t)(g - v->h->groups.v));
		html_put_code(v->h, r->node);
		buf_puts(out, g ? "</a>" : "");
		buf_printf(out, " 0x%" PRIx64 "–0x%" PRIx64 " on ", r->first, r->last);
		html_put_code(v->h, r->bus);
		buf_puts(out, "</li>\n");
	}
	buf_puts(out, "</ul>\n");
}

static void
put_svg(struct map_view *v)
{
	struct buf *out = v->h->out;
	const int *at;
	int bottom, height;

	prepare(v);
	at = place_labels(v, &bottom);
	height = TOP + (int)v->layout.height + TOP;
	if (height < bottom)
		height = bottom;
	buf_printf(out,
		"<div class=\"mapbox\" tabindex=\"0\" role=\"region\" "
		"aria-label=\"Address map\"><svg class=\"map\" width=\"100%%\" height=\"%d\" role=\"group\" "
		"aria-label=\"Address map\"",
		height);
	if (v->h->packed)
		put_ys(v, at);
	buf_puts(out, ">\n");
	put_brackets(v);
	put_boxes(v);
	put_overlaps(v);
	put_breaks(v);
	put_gaps(v);
	put_leaders(v, at);
	for (size_t i = 0; i < v->n; i++)
		if (v->named[i])
			put_label(v, i, at[i]);
	buf_puts(out, "</svg></div>\n");
}

void
html_map(struct html *h, uint32_t tree)
{
	const struct chart *f = h->r->inputs[tree].chart;
	struct map_view v = { .h = h, .tree = tree, .chart = f };

	buf_puts(h->out, "<h4>Addresses</h4>\n");
	if (f->overlay) {
		buf_puts(h->out,
			"<p class=\"calm\">An overlay: its addresses are those of the "
			"tree that it is applied to.</p>\n");
		return;
	}
	v.n = f->nregions < REGIONS_MAX ? f->nregions : REGIONS_MAX;
	if (!v.n && !f->nlost) {
		buf_puts(h->out, "<p class=\"calm\">No node has an address of the "
				 "CPU's.</p>\n");
		return;
	}
	buf_puts(h->out,
		"<p class=\"key\"><i class=\"ram\"></i>memory <i class=\"res\"></i>reserved "
		"<i class=\"dev\"></i>registers <i class=\"pci\"></i>PCI window <i "
		"class=\"be\"></i>with a finding <i class=\"ov\"></i>overlap; brackets: windows of "
		"buses. To scale piece by piece; zigzags fold what would dwarf its "
		"neighbours.</p>\n");
	if (v.n)
		put_svg(&v);
	if (v.n < f->nregions)
		buf_printf(h->out,
			"<p class=\"calm\">%zu more regions are left out.</p>\n",
			f->nregions - v.n);
	put_lost(&v);
	arena_free(&v.arena);
}
