/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/broken.h"

#include "schema/binding/fixup.h"
#include "schema/program/keywords.h"

/* The members that a binding is chosen for a node by. */
static struct value
copy_choice(const struct value *root, struct arena *a)
{
	const struct value *properties = value_get(root, K_PROPERTIES), *v;
	struct value stub = { .kind = V_OBJECT }, own = { .kind = V_OBJECT };

	if ((v = value_get(root, K_SELECT)))
		value_set(&stub, a, K_SELECT, *v);
	if (properties && properties->kind == V_OBJECT) {
		if ((v = value_get(properties, K_COMPATIBLE)))
			value_set(&own, a, K_COMPATIBLE, *v);
		if ((v = value_get(properties, K_NODENAME)))
			value_set(&own, a, K_NODENAME, *v);
	}
	value_set(&stub, a, K_PROPERTIES, own);
	return stub;
}

struct fault_use
broken_use(struct schema_check *c, const struct value *root, bool processed,
	struct arena *document, struct arena *a)
{
	struct fault_use use = { .when = FAULT_LEFT_OUT };
	struct fault unused = FAULT_INIT(document);
	struct fixup fixup = { document, c->strings };
	struct value stub, *stub_copy;

	if (root->kind != V_OBJECT)
		return (struct fault_use){ .when = FAULT_ALWAYS };
	stub = copy_choice(root, document);
	if (!schema_check(c, &stub, &unused)) {
		stub = (struct value){ .kind = V_OBJECT };
		value_set(&stub, document, K_SELECT, (struct value){ .kind = V_TRUE });
	} else if (!processed) {
		fixup_schema(&fixup, &stub);
	}
	stub_copy = arena_new(a, struct value);
	*stub_copy = value_dup(&stub, a);
	use.stub = stub_copy;
	return use;
}
