/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buses whose devices dtc knows how to address: one row each, in a file each.
 *
 * A row serves one rule for the bus node, whose cell counts must be the bus's, and
 * others for its devices, which depend on that one.
 */
#ifndef DTLINT_RULES_DTC_BUS_BUS_H
#define DTLINT_RULES_DTC_BUS_BUS_H

#include "rules/dtc/dtc.h"

struct dtc_bus {
	const char *name; /* for messages, with its article: "an I2C bus" */
	bool (*is_bus)(const struct tree *t, const struct node *n);
	uint8_t address_cells; /* what the bus node must have, */
	uint8_t size_cells;    /* where it is checked */
};

/* A rule's data: a bus, and what is asked of each of its children. */
struct dtc_bus_check {
	const struct dtc_bus *bus;
	void (*check_device)(struct lint *l, const struct rule *r, const struct node *n);
};

/*
 * A rule's check_node, or its check_prop for a property that every such bus has, with a
 * struct dtc_bus_check as data.
 */
void dtc_check_devices(struct lint *l, const struct rule *r, const struct node *n);
void dtc_check_devices_by_prop(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p);

/* Reports cell counts that are not the bus's; @address_cells in place of the row's. */
void dtc_check_bus_cells(struct lint *l, const struct rule *r, const struct node *n,
	const struct dtc_bus *bus, uint32_t address_cells);

/* Reports a unit address that is neither @a nor, where not NULL, @b. */
void dtc_check_unit(struct lint *l, const struct rule *r, const struct node *n,
	const struct dtc_bus *bus, const char *a, const char *b);

/* By device_type alone; one that is a simple bus too has no PCI devices to dtc. */
bool dtc_is_pci(const struct tree *t, const struct node *n);
bool dtc_is_simple_bus(const struct tree *t, const struct node *n);

#endif
