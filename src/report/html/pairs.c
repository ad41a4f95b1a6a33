/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "report/html/html.h"

static const char *
linux_text(const struct virtio_pair *p)
{
	switch (p->dma) {
	case VIRTIO_DMA_DISABLED: return "does not use it: its status disables it";
	case VIRTIO_DMA_ABSENT: return "finds no device there";
	case VIRTIO_DMA_BYPASS:
		return "hands out guest physical addresses and takes the device as "
		       "coherent, whatever the node says";
	case VIRTIO_DMA_COHERENT: return "uses the DMA API, rings cached";
	case VIRTIO_DMA_INCOHERENT: return "uses the DMA API, rings mapped non-cacheable";
	case VIRTIO_DMA_UNKNOWN: break;
	}
	if (p->node)
		return "depends on what the device offers";
	return p->place ? "does not see it" : "may find it at any node of its kind";
}

static void
put_claim(struct html *h, const struct virtio_pair *p)
{
	static const char *const words[] = {
		[TRI_UNKNOWN] = "ACCESS_PLATFORM not known",
		[TRI_NO] = "no ACCESS_PLATFORM",
		[TRI_YES] = "ACCESS_PLATFORM",
	};

	buf_printf(h->out, "<span class=\"chip%s\">%s</span>",
		p->claimed == TRI_YES ? " on" : "", words[p->claimed]);
	if (p->coherent != TRI_UNKNOWN)
		buf_printf(h->out, " <span class=\"chip\">%s</span>",
			p->coherent == TRI_YES ? "coherent" : "not coherent");
	if (p->legacy)
		buf_puts(h->out, " <span class=\"chip\">legacy transport</span>");
}

static void
put_host(struct html *h, const struct virtio_pair *p)
{
	if (!p->host) {
		buf_puts(h->out, "<span class=\"z\">no host is known</span>");
		return;
	}
	if (p->present == TRI_NO) {
		buf_puts(h->out, "<span class=\"z\">no device here</span>");
		return;
	}
	if (p->device) {
		html_put_code(h, p->device);
		if (p->of_set)
			buf_puts(h->out, " <span class=\"z\">here or at another "
					 "node</span>");
		buf_puts(h->out, "<br>");
	}
	put_claim(h, p);
	if (p->features) {
		buf_puts(h->out, "<br><span class=\"z\">offers ");
		html_put(h, p->features);
		buf_puts(h->out, "</span>");
	}
	if (p->said || p->place) {
		buf_puts(h->out, "<br><span class=\"z\">");
		html_put(h, p->said);
		buf_puts(h->out, p->said && p->place ? ", " : "");
		html_put(h, p->place);
		buf_puts(h->out, "</span>");
	}
}

static void
put_node(struct html *h, const struct virtio_pair *p)
{
	if (!p->node) {
		buf_puts(h->out,
			p->place ? "<span class=\"z\">no node</span>"
				 : "<span class=\"z\">its place is not known</span>");
		return;
	}
	buf_printf(h->out, "<span class=\"chip%s\">",
		p->dma == VIRTIO_DMA_INCOHERENT ? " off" : "");
	html_put(h, p->coherence);
	buf_puts(h->out, "</span>");
	if (p->iommus)
		buf_puts(h->out, " <span class=\"chip\">iommus</span>");
}

/* A device without a node has its finding at the whole tree. */
static const struct group *
finding_of(struct html *h, uint32_t tree, const struct virtio_pair *p)
{
	if (p->node)
		return html_group_at(h, &h->findings, tree, p->node);
	if (!p->place)
		return NULL;
	for (size_t i = 0; i < h->nnew + h->nknown && i < CARDS_MAX; i++) {
		const struct diag *d = h->groups.v[i].v[0];

		if (!d->node && !strcmp(d->rule->id, "virtio/host-device-without-node"))
			return &h->groups.v[i];
	}
	return NULL;
}

/* A slot that no device is in, or a node that is not used: nothing to compare. */
static bool
is_idle(const struct virtio_pair *p)
{
	return p->node && (p->dma == VIRTIO_DMA_ABSENT || p->dma == VIRTIO_DMA_DISABLED);
}

static void
put_verdict(struct html *h, uint32_t tree, const struct virtio_pair *p)
{
	const struct group *g = finding_of(h, tree, p);

	if (g) {
		html_put_level(h, g->v[0]->level);
		buf_printf(h->out, " <a href=\"#f%zu\">", (size_t)(g - h->groups.v));
		html_put(h, g->v[0]->rule->id);
		buf_puts(h->out, "</a>");
	} else if (!p->host || (!p->node && !p->place)) {
		buf_puts(h->out, "<span class=\"z\">not paired</span>");
	} else if (is_idle(p)) {
		buf_puts(h->out, "<span class=\"z\">not in use</span>");
	} else {
		buf_puts(h->out, "<span class=\"lv ok\">agree</span>");
	}
}

static void
put_pair(struct html *h, uint32_t tree, const struct virtio_pair *p)
{
	buf_puts(h->out, "<tr><th scope=\"row\">");
	if (p->node)
		html_put_code(h, p->node);
	else
		html_put_code(h, p->device);
	if (p->has_address && !p->pci)
		buf_printf(h->out, "<br><span class=\"z\">0x%08" PRIx64 "</span>",
			p->address);
	else if (p->pci)
		buf_puts(h->out, "<br><span class=\"z\">PCI host bridge</span>");
	buf_puts(h->out, "</th><td data-h=\"Host offers\">");
	put_host(h, p);
	buf_puts(h->out, "</td><td data-h=\"Node says\">");
	put_node(h, p);
	buf_printf(h->out, "</td><td data-h=\"Linux\">%s</td><td data-h=\"Verdict\">",
		linux_text(p));
	put_verdict(h, tree, p);
	buf_puts(h->out, "</td></tr>\n");
}

static void
put_table(struct html *h, uint32_t tree, bool idle)
{
	const struct chart *f = h->r->inputs[tree].chart;
	size_t n = 0;

	buf_puts(h->out,
		"<table class=\"pairs\"><thead><tr><th scope=\"col\">Device</th><th "
		"scope=\"col\">Host offers</th><th scope=\"col\">Node says</th><th "
		"scope=\"col\">Linux</th><th scope=\"col\">Verdict</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < f->npairs; i++)
		if (is_idle(&f->pairs[i]) == idle && n++ < ROWS_MAX)
			put_pair(h, tree, &f->pairs[i]);
	buf_puts(h->out, "</tbody></table>\n");
	if (n > ROWS_MAX)
		buf_printf(h->out, "<p class=\"calm\">%zu more are left out.</p>\n",
			n - ROWS_MAX);
}

void
html_pairs(struct html *h, uint32_t tree)
{
	const struct chart *f = h->r->inputs[tree].chart;
	size_t idle = 0;

	if (!f->npairs)
		return;
	for (size_t i = 0; i < f->npairs; i++)
		idle += is_idle(&f->pairs[i]);
	buf_puts(h->out, "<h4>Guest and host</h4>\n");
	if (!f->nhosts)
		buf_puts(h->out,
			"<p class=\"calm\">No host is paired with this tree: --host gives its "
			"configuration, and the verdicts are then of both.</p>\n");
	if (f->xen)
		buf_puts(h->out,
			"<p class=\"calm\">A Xen domain: Linux uses the DMA API for "
			"every virtio device.</p>\n");
	if (idle < f->npairs)
		put_table(h, tree, false);
	if (!idle)
		return;
	buf_puts(h->out, "<details class=\"also\"><summary>");
	html_put_count(h, idle, "node");
	buf_puts(h->out, " without a device, or disabled</summary>\n");
	put_table(h, tree, true);
	buf_puts(h->out, "</details>\n");
}
