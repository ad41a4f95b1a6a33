/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "base/vec.h"
#include "chart/gather.h"
#include "rules/virtio/pairing.h"
#include "tree/names.h"
#include "tree/value.h"

struct pairs {
	struct virtio_pair *v;
	size_t n, cap;
};

static const char *
feature_names(struct gather *g, const struct features *offered)
{
	struct buf out = { 0 };
	const char *name;

	for (unsigned int bit = 0; bit < FEATURE_BITS_MAX; bit++) {
		if (feature_get(offered, bit) != TRI_YES)
			continue;
		if (out.n)
			buf_puts(&out, ", ");
		name = feature_name(bit);
		if (name)
			buf_puts(&out, name);
		else
			buf_printf(&out, "bit %u", bit);
	}
	name = gather_text(g, out.s);
	buf_free(&out);
	return name;
}

static const char *
place_text(struct gather *g, const struct host_device *d)
{
	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		return arena_printf(g->l->arena, "at 0x%" PRIx64, d->place.address);
	case DEVICE_AT_SLOT:
		return arena_printf(g->l->arena, "in slot %" PRIu32, d->place.slot);
	case DEVICE_AT_NODE: return arena_printf(g->l->arena, "at %s", d->place.node);
	case DEVICE_AT_UNKNOWN: break;
	}
	return NULL;
}

static void
put_host(struct gather *g, struct virtio_pair *p, const struct host *h,
	const struct host_device *d)
{
	const char *file;

	if (!h)
		return;
	p->host = gather_text(g, h->source);
	if (!d)
		return;
	file = d->said.place.file ? d->said.place.file : h->source;
	p->device = gather_text(g, d->name ? d->name : "a virtio device");
	p->place = place_text(g, d);
	p->features = feature_names(g, &d->offered);
	p->legacy = d->legacy == TRI_YES;
	if (d->said.place.line)
		p->said = arena_printf(
			g->l->arena, "%s:%" PRIu32, file, d->said.place.line);
	else if (d->said.pointer)
		p->said = arena_printf(g->l->arena, "%s: %s", file, d->said.pointer);
}

/* vring_use_dma_api() and what the DMA API then makes of the node. */
static enum virtio_dma
dma_of(struct gather *g, const struct node *n, const struct virtio_facts *f,
	const struct coherence *c)
{
	if (node_disabled_by(g->l->tree, n))
		return VIRTIO_DMA_DISABLED;
	if (f->present == TRI_NO)
		return VIRTIO_DMA_ABSENT;
	if (f->claimed == TRI_YES || virtio_is_xen(g->l))
		return c->coherent ? VIRTIO_DMA_COHERENT : VIRTIO_DMA_INCOHERENT;
	return f->claimed == TRI_NO ? VIRTIO_DMA_BYPASS : VIRTIO_DMA_UNKNOWN;
}

static void
add_node(struct gather *g, struct pairs *to, const struct node *n, bool pci,
	const struct virtio_facts *f)
{
	const struct tree *t = g->l->tree;
	struct coherence c = node_coherence(t, n, g->l->arch);
	struct virtio_pair *p = vec_add(g->l->arena, to);
	uint64_t size;

	*p = (struct virtio_pair){ .node = gather_path(g, n),
		.pci = pci,
		.iommus = node_has(t, n, NAME_iommus),
		.present = f->present,
		.claimed = f->claimed,
		.coherent = f->coherent,
		.of_set = f->of_set,
		.coherence = gather_text(g, virtio_coherence_text(g->l, n, &c)),
		.dma = dma_of(g, n, f, &c) };
	p->has_address = node_reg(t, n, 0, &p->address, &size);
	if (p->has_address)
		node_translate(t, n, p->address, &p->address);
	put_host(g, p, f->host, f->device);
}

/* The bridge that a device on PCI is behind, where that is known. */
static const struct node *
bridge_of(struct gather *g, const struct host_device *d)
{
	const struct node *only = NULL, *n;

	if (d->place.kind != DEVICE_AT_UNKNOWN)
		return virtio_node_of(g->l, d);
	for (uint32_t i = 0; (n = virtio_pci_host_at(g->l, i)); i++) {
		if (node_disabled_by(g->l->tree, n))
			continue;
		if (only)
			return NULL;
		only = n;
	}
	return only;
}

/* One that no node of its own tells of. */
static void
add_device(struct gather *g, struct pairs *to, const struct host *h,
	const struct host_device *d)
{
	const struct virtio_facts f = { .present = TRI_YES,
		.claimed = host_device_claims(d),
		.coherent = d->coherent,
		.host = h,
		.device = d };
	bool pci = d->transport == TRANSPORT_PCI;
	const struct node *bridge = pci ? bridge_of(g, d) : NULL;
	struct virtio_pair *p;

	if (bridge) {
		add_node(g, to, bridge, true, &f);
		return;
	}
	if (d->place.kind != DEVICE_AT_UNKNOWN && virtio_node_of(g->l, d))
		return;
	p = vec_add(g->l->arena, to);
	*p = (struct virtio_pair){ .pci = pci,
		.present = f.present,
		.claimed = f.claimed,
		.coherent = f.coherent };
	put_host(g, p, h, d);
}

void
gather_virtio(struct gather *g)
{
	struct pairs pairs = { 0 };
	struct virtio_facts f;
	const struct node *n;

	for (uint32_t i = 0; (n = virtio_mmio_at(g->l, i)); i++) {
		f = virtio_mmio_facts(g->l, n);
		add_node(g, &pairs, n, false, &f);
	}
	for (size_t k = 0; !g->l->tree->overlay && k < g->l->nhosts; k++) {
		const struct host *h = &g->l->hosts[k];

		for (size_t i = 0; i < h->ndevices; i++)
			add_device(g, &pairs, h, &h->devices[i]);
	}
	g->chart->pairs = pairs.v;
	g->chart->npairs = pairs.n;
	g->chart->xen = virtio_is_xen(g->l);
}
