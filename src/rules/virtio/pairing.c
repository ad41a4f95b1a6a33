/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/virtio/pairing.h"

#include <stdlib.h>

#include "base/search.h"
#include "base/vec.h"
#include "tree/names.h"
#include "tree/value.h"

/* A virtio,mmio node and its register block. */
struct mmio_node {
	uint32_t node;
	bool has_address;
	uint64_t address;
};

struct virtio_pairing {
	struct mmio_node *mmio; /* by ascending address, those without one last */
	uint32_t nmmio;
	uint32_t *pci; /* PCI host bridges */
	uint32_t npci;
	uint32_t npci_enabled;
	struct map devices; /* (host, node) -> device + 1; the claiming one of several */
	struct {
		/*
		 * Of the devices whose place is not known the one that has most to say:
		 * it claims, or may, or does not. NULL where there is none.
		 */
		const struct host_device *unplaced;
		bool unmatched;        /* has one at a place where no node was found */
		enum tri set_coherent; /* virtio_set_has_coherent() */
	} * hosts;
};

static bool
is_mmio(const struct tree *t, const struct node *n)
{
	return node_is_compatible(t, n, "virtio,mmio");
}

static bool
is_pci_host(const struct tree *t, const struct node *n)
{
	const struct node *parent = node_parent(t, n);
	const struct prop *type = node_prop(t, n, NAME_device_type);

	if (!type || !prop_has_string(type, "pci") || !node_has(t, n, NAME_ranges))
		return false;
	/* a bridge below a host bridge has device_type "pci" too */
	type = parent ? node_prop(t, parent, NAME_device_type) : NULL;
	return !prop_has_string(type, "pci");
}

static int
by_address(const void *x, const void *y)
{
	const struct mmio_node *a = x, *b = y;

	if (a->has_address != b->has_address)
		return a->has_address ? -1 : 1;
	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return a->node < b->node ? -1 : 1;
}

static void
collect_nodes(struct lint *l, struct virtio_pairing *p)
{
	const struct tree *t = l->tree;
	uint32_t mmio_cap = 0, pci_cap = 0;
	struct mmio_node *m;
	uint64_t size;

	tree_for_each_node (t, n) {
		if (is_mmio(t, n)) {
			vec_room(l->scratch, p->mmio, p->nmmio, mmio_cap);
			m = &p->mmio[p->nmmio++];
			m->node = node_id(t, n);
			m->has_address = node_reg(t, n, 0, &m->address, &size);
			/* where a bus gives no way up, its own addresses are all there is */
			if (m->has_address)
				node_translate(t, n, m->address, &m->address);
		} else if (is_pci_host(t, n)) {
			vec_room(l->scratch, p->pci, p->npci, pci_cap);
			p->pci[p->npci++] = node_id(t, n);
			p->npci_enabled += !node_disabled_by(t, n);
		}
	}
	if (p->nmmio)
		qsort(p->mmio, p->nmmio, sizeof(*p->mmio), by_address);
}

static const struct mmio_node *
at_address(const struct virtio_pairing *p, uint64_t address)
{
	const struct mmio_node *v = p->mmio;
	size_t i = search_first(
		p->nmmio, at, v[at].has_address && v[at].address < address);

	return i < p->nmmio && v[i].has_address && v[i].address == address ? &v[i] : NULL;
}

static const struct node *
node_at(struct lint *l, const struct virtio_pairing *p, const struct host_device *d)
{
	const struct tree *t = l->tree;
	const struct mmio_node *m;
	const struct node *n;

	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		m = at_address(p, d->place.address);
		return m ? tree_node(t, m->node) : NULL;
	case DEVICE_AT_SLOT:
		/* an overlay does not have all the nodes that count */
		if (t->overlay || d->place.slot >= p->nmmio
			|| !p->mmio[d->place.slot].has_address)
			return NULL;
		return tree_node(t, p->mmio[d->place.slot].node);
	case DEVICE_AT_NODE:
		n = tree_find(t, d->place.node);
		if (n && d->transport == TRANSPORT_PCI)
			return is_pci_host(t, n) ? n : NULL;
		return n && is_mmio(t, n) ? n : NULL;
	case DEVICE_AT_UNKNOWN: break;
	}
	return NULL;
}

static uint64_t
device_key(const struct lint *l, const struct host *h, const struct node *n)
{
	return (uint64_t)(h - l->hosts) << 32 | node_id(l->tree, n);
}

/* A device that may be on another transport claims nothing of a virtio,mmio node. */
static enum tri
mmio_claim(const struct host_device *d)
{
	enum tri claim = host_device_claims(d);

	return claim == TRI_YES && d->transport != TRANSPORT_MMIO ? TRI_UNKNOWN : claim;
}

static void
keep_unplaced(const struct host_device **best, const struct host_device *d)
{
	static const int rank[] = { [TRI_NO] = 0, [TRI_UNKNOWN] = 1, [TRI_YES] = 2 };

	if (!*best || rank[mmio_claim(d)] > rank[mmio_claim(*best)])
		*best = d;
}

static void
place_device(struct lint *l, struct virtio_pairing *p, const struct host *h, uint32_t i)
{
	const struct host_device *d = &h->devices[i];
	const struct node *n = node_at(l, p, d);

	if (n)
		map_put(&p->devices, l->scratch, device_key(l, h, n), i + 1);
	else if (d->place.kind == DEVICE_AT_UNKNOWN)
		keep_unplaced(&p->hosts[h - l->hosts].unplaced, d);
	else
		p->hosts[h - l->hosts].unmatched = true;
}

/* Claiming devices go in first: map_put() keeps what is there. */
static void
place_devices(struct lint *l, struct virtio_pairing *p, bool claiming)
{
	const struct host *h;
	size_t i;

	for (h = l->hosts; h < l->hosts + l->nhosts; h++) {
		for (i = 0; i < h->ndevices; i++) {
			const struct host_device *d = &h->devices[i];

			if ((host_device_claims(d) == TRI_YES) == claiming
				&& (d->transport == TRANSPORT_MMIO
					|| d->transport == TRANSPORT_UNKNOWN))
				place_device(l, p, h, (uint32_t)i);
		}
	}
}

static struct virtio_pairing *
pairing(struct lint *l)
{
	struct virtio_pairing *p = l->pairing;

	if (p)
		return p;
	p = l->pairing = arena_new(l->scratch, struct virtio_pairing);
	p->hosts = arena_calloc(l->scratch, l->nhosts, sizeof(*p->hosts));
	collect_nodes(l, p);
	place_devices(l, p, true);
	place_devices(l, p, false);
	return p;
}

const struct node *
virtio_mmio_at(struct lint *l, uint32_t i)
{
	const struct virtio_pairing *p = pairing(l);

	return i < p->nmmio ? tree_node(l->tree, p->mmio[i].node) : NULL;
}

const struct node *
virtio_pci_host_at(struct lint *l, uint32_t i)
{
	const struct virtio_pairing *p = pairing(l);

	return i < p->npci ? tree_node(l->tree, p->pci[i]) : NULL;
}

const struct node *
virtio_node_of(struct lint *l, const struct host_device *d)
{
	return node_at(l, pairing(l), d);
}

/*
 * Whether no device of the host, which lists them all, can be at a node that none was
 * found for. An overlay's nodes have their full path and address only in the tree that
 * it is applied to; a node without an address is in no slot.
 */
static bool
is_empty(struct lint *l, const struct host *h, const struct node *n)
{
	const struct virtio_pairing *p = pairing(l);
	uint64_t address, size;

	return !p->hosts[h - l->hosts].unmatched
	       || (!l->tree->overlay && node_reg(l->tree, n, 0, &address, &size));
}

/* Of a node that no device was found for, where the host has some at unknown places. */
static void
add_unplaced(struct virtio_facts *f, const struct host_device *unplaced)
{
	const struct host *h = f->host;

	f->claimed = mmio_claim(unplaced);
	f->of_set = f->claimed == TRI_YES;
	if (f->of_set)
		f->device = unplaced;
	/* or is it one that is not listed? */
	if (f->claimed == TRI_NO && h->mmio_complete != TRI_YES)
		f->claimed = h->others ? host_device_claims(h->others) : TRI_UNKNOWN;
}

/* What one host knows of a virtio,mmio node. */
static struct virtio_facts
facts_of(struct lint *l, const struct host *h, const struct node *n)
{
	const struct virtio_pairing *p = pairing(l);
	uint32_t found = map_get(&p->devices, device_key(l, h, n));
	struct virtio_facts f = { .host = h };

	if (found != MAP_ABSENT) {
		f.present = TRI_YES;
		f.device = &h->devices[found - 1];
	} else if (p->hosts[h - l->hosts].unplaced) {
		add_unplaced(&f, p->hosts[h - l->hosts].unplaced);
		return f;
	} else if (h->mmio_complete == TRI_YES && is_empty(l, h, n)) {
		f.present = TRI_NO;
	} else {
		f.device = h->others;
	}
	if (f.device) {
		f.claimed = host_device_claims(f.device);
		f.coherent = f.device->coherent;
	}
	return f;
}

/* How much a host's word weighs beside another's about the same node. */
static int
weight(const struct virtio_facts *f)
{
	if (f->claimed == TRI_YES)
		return f->of_set ? 5 : 6;
	if (f->coherent == TRI_NO)
		return 4;
	if (f->claimed == TRI_NO)
		return 3;
	if (f->present == TRI_YES)
		return 2;
	return f->present == TRI_NO;
}

struct virtio_facts
virtio_mmio_facts(struct lint *l, const struct node *n)
{
	struct virtio_facts best = { 0 }, f;
	bool coherent_no = false;
	size_t i;

	for (i = 0; i < l->nhosts; i++) {
		f = facts_of(l, &l->hosts[i], n);
		coherent_no |= f.coherent == TRI_NO;
		if (!best.host || weight(&f) > weight(&best))
			best = f;
	}
	if (coherent_no)
		best.coherent = TRI_NO;
	return best;
}

bool
virtio_set_has_coherent(struct lint *l, const struct virtio_facts *f)
{
	enum tri *known = &pairing(l)->hosts[f->host - l->hosts].set_coherent;
	const struct node *n;
	uint32_t i;

	if (*known != TRI_UNKNOWN)
		return *known == TRI_YES;
	*known = TRI_NO;
	for (i = 0; (n = virtio_mmio_at(l, i)); i++)
		if (facts_of(l, f->host, n).of_set && !node_disabled_by(l->tree, n)
			&& node_coherence(l->tree, n, l->arch).coherent)
			*known = TRI_YES;
	return *known == TRI_YES;
}

struct virtio_facts
virtio_pci_facts(struct lint *l, const struct node *n)
{
	struct virtio_facts best = { 0 };
	const struct host *h;
	size_t i;

	for (h = l->hosts; h < l->hosts + l->nhosts; h++) {
		for (i = 0; i < h->ndevices; i++) {
			const struct host_device *d = &h->devices[i];
			const struct node *bridge = NULL;

			if (d->transport != TRANSPORT_PCI
				|| host_device_claims(d) != TRI_YES)
				continue;
			if (d->place.kind == DEVICE_AT_NODE
				&& (bridge = tree_find(l->tree, d->place.node)) != n)
				continue;
			if (best.present == TRI_YES)
				continue;
			best.host = h;
			best.device = d;
			best.claimed = TRI_YES;
			best.coherent = d->coherent;
			best.present = bridge || pairing(l)->npci_enabled <= 1
					       ? TRI_YES
					       : TRI_UNKNOWN;
		}
	}
	return best;
}

const char *
virtio_coherence_text(struct lint *l, const struct node *n, const struct coherence *c)
{
	const char *name;

	if (!c->prop)
		return "no dma-coherent";
	name = prop_name(l->tree, c->prop);
	if (c->by == n)
		return name;
	return arena_printf(
		l->scratch, "%s on '%s'", name, node_path(l->tree, c->by, l->scratch));
}

const char *
virtio_assumption(struct lint *l, const struct coherence *c)
{
	if (c->prop)
		return "";
	if (c->from_overlay)
		return " (an overlay: the tree it is applied to may say otherwise)";
	if (!c->arch)
		return " (the tree does not tell its architecture: one that is "
		       "non-coherent by default is assumed, --arch says which)";
	if (c->arch->dma == DMA_DEFAULT_PLATFORM)
		return arena_printf(l->scratch,
			" (on %s the kernel's configuration or firmware decides: "
			"non-coherent by default is assumed)",
			c->arch->name);
	return "";
}

bool
virtio_is_xen(struct lint *l)
{
	const struct node *hyp = node_child(l->tree, l->tree->nodes, "hypervisor", 10);
	size_t i;

	for (i = 0; i < l->nhosts; i++)
		if (l->hosts[i].xen == TRI_YES)
			return true;
	return hyp && node_is_compatible(l->tree, hyp, "xen,xen");
}
