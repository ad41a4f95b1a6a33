/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/irq/line.h"

#include <string.h>

#include "rules/irq/gic.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
gic_line(const struct interrupt *irq, enum gic version, struct interrupt_line *out)
{
	uint32_t type = prop_cell(irq->prop, irq->at);

	if (type > (version == GIC_V3 ? GIC_EPPI : GIC_PPI))
		return false;
	out->type = gic_type_name((enum gic_type)type);
	out->number = prop_cell(irq->prop, irq->at + 1);
	out->has_flags = true;
	out->flags = prop_cell(irq->prop, irq->at + 2);
	out->of_each_cpu = type != GIC_SPI && type != GIC_ESPI;
	return true;
}

bool
interrupt_line_of(struct lint *l, const struct interrupt *irq, struct interrupt_line *out)
{
	const struct tree *t = l->tree;
	const struct node *controller = &t->nodes[irq->controller], *up;
	enum gic version;

	if (!node_has(t, controller, NAME_interrupt_controller))
		return false;
	*out = (struct interrupt_line){ .irq = irq };
	if (irq->ncells > 2) {
		version = lint_gic(l, irq->controller);
		return version != GIC_NONE && gic_line(irq, version, out);
	}
	out->number = prop_cell(irq->prop, irq->at);
	out->has_flags = irq->ncells == 2;
	out->flags = out->has_flags ? prop_cell(irq->prop, irq->at + 1) : 0;
	up = node_parent(t, controller);
	out->of_each_cpu = up && up->base_name == NAME_cpu;
	return true;
}

int
interrupt_line_compare(const struct interrupt_line *a, const struct interrupt_line *b)
{
	if (a->irq->controller != b->irq->controller)
		return a->irq->controller < b->irq->controller ? -1 : 1;
	if (!a->type != !b->type)
		return a->type ? 1 : -1;
	if (a->type && strcmp(a->type, b->type) != 0)
		return strcmp(a->type, b->type);
	return a->number < b->number ? -1 : a->number > b->number;
}
