/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "host/native/native.h"

struct taken {
	const struct host_device *device;
	const struct doc *at; /* the value of node, reg or slot */
	uint32_t index;       /* of the device in the list */
};

static int
order(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

static int
place_order(const struct device_place *x, const struct device_place *y)
{
	if (x->kind != y->kind)
		return order(x->kind, y->kind);
	switch (x->kind) {
	case DEVICE_AT_ADDRESS: return order(x->address, y->address);
	case DEVICE_AT_SLOT: return order(x->slot, y->slot);
	case DEVICE_AT_NODE: return strcmp(x->node, y->node);
	default: return 0;
	}
}

static int
by_place(const void *x, const void *y)
{
	const struct taken *p = x, *q = y;
	int d = place_order(&p->device->place, &q->device->place);

	return d ? d : order(p->index, q->index);
}

/* Devices behind one PCI host bridge share its node. */
static bool
may_share(const struct host_device *x, const struct host_device *y)
{
	return x->transport == TRANSPORT_PCI && y->transport == TRANSPORT_PCI;
}

static const struct doc *
place_value(const struct doc *device)
{
	const struct doc *at = doc_get(device, "node");

	if (!at)
		at = doc_get(device, "reg");
	return at ? at : doc_get(device, "slot");
}

static const char *
place_text(const struct device_place *p, struct arena *a)
{
	switch (p->kind) {
	case DEVICE_AT_ADDRESS:
		return arena_printf(a, "reg 0x%llx", (unsigned long long)p->address);
	case DEVICE_AT_SLOT: return arena_printf(a, "slot %u", p->slot);
	default: return arena_printf(a, "node '%.100s'", p->node);
	}
}

static bool
taken_twice(const struct taken *first, const struct taken *again, struct fault *f)
{
	const struct device_place *p = &again->device->place;

	return doc_fault(again->at, f, "%s is given twice, first at line %u%s",
		place_text(p, f->arena), first->at->line,
		p->kind == DEVICE_AT_NODE
			? "; only PCI devices (transport: pci) share a node, "
			  "their host bridge's"
			: "");
}

bool
native_check_places(const struct native *n, const struct doc *list)
{
	struct taken *v = arena_array(n->arena, struct taken, list->count);
	const struct taken *first = NULL, *again = NULL;
	const struct doc *device;
	size_t count = 0, i;

	for (device = list->first; device; device = device->next) {
		v[count].device = &n->host->devices[device->index];
		v[count].at = place_value(device);
		v[count].index = device->index;
		count += v[count].at && v[count].device->place.kind != DEVICE_AT_UNKNOWN;
	}
	qsort(v, count, sizeof(*v), by_place);
	for (i = 1; i < count; i++) {
		if (place_order(&v[i - 1].device->place, &v[i].device->place)
			|| may_share(v[i - 1].device, v[i].device)
			|| (again && again->index < v[i].index))
			continue;
		first = &v[i - 1];
		again = &v[i];
	}
	return !again || taken_twice(first, again, n->fault);
}
