/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "host/qemu/build.h"

static const char bus_prefix[] = "virtio-mmio-bus.";

static bool
take(struct build *b, uint32_t slot, struct device_place *place)
{
	b->used[slot] = true;
	place->kind = DEVICE_AT_ADDRESS;
	place->address = b->machine->base + (uint64_t)slot * b->machine->stride;
	return true;
}

/* QEMU searches from the bus that was made last. */
static bool
take_next(struct build *b, const struct item *item, const struct qemu_class *c,
	struct device_place *place)
{
	uint32_t slot = b->slots;

	while (slot > 0 && b->used[slot - 1])
		slot--;
	if (slot)
		return take(b, slot - 1, place);
	if (!b->machine->slots)
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: the machine '%s' has no bus for a '%s'",
			b->machine_name, c->name);
	return reading_fault(b->rd, &item->where,
		"QEMU refuses this: no bus is left for this '%s', the machine '%s' has "
		"%" PRIu32,
		c->name, b->machine_name, b->slots);
}

/* The N of virtio-mmio-bus.N, as QEMU writes it; false where it has no such bus. */
static bool
bus_number(const char *s, uint32_t slots, uint32_t *slot)
{
	uint32_t n = 0;
	size_t i;

	for (i = 0; s[i] >= '0' && s[i] <= '9' && i < 6; i++)
		n = n * 10 + (uint32_t)(s[i] - '0');
	*slot = n;
	if (!i || (i > 1 && s[0] == '0') || n >= slots)
		return false;
	while (s[i] == '/')
		i++;
	return s[i] == '\0';
}

static bool
take_named(struct build *b, const struct item *item, const struct opt *bus,
	struct device_place *place)
{
	uint32_t slot;

	if (strncmp(bus->value, bus_prefix, sizeof(bus_prefix) - 1)) {
		b->lost = true;
		reading_remark(b->rd, &bus->where,
			"which slot the bus '%s' is is not known", bus->value);
		return true;
	}
	if (!bus_number(bus->value + sizeof(bus_prefix) - 1, b->slots, &slot))
		return reading_fault(b->rd, &bus->where,
			"QEMU refuses this: bus '%s' not found, the machine '%s' has %" PRIu32
			" of that name, counted from 0",
			bus->value, b->machine_name, b->slots);
	if (b->used[slot])
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: bus '%s' is full, another device has it",
			bus->value);
	return take(b, slot, place);
}

bool
build_place(struct build *b, const struct item *item, const struct qemu_class *c,
	struct device_place *place)
{
	bool hidden;
	const struct opt *bus = opts_get(&item->opts, "bus", &hidden);

	if (hidden || (bus && bus->opaque)) {
		b->lost = true;
		return true;
	}
	if (!b->machine || !b->slots_known)
		return true;
	if (bus)
		return take_named(b, item, bus, place);
	return b->lost || take_next(b, item, c, place);
}
