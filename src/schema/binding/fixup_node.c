/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Properties that a node may have because of others. */
#include <string.h>

#include "schema/binding/fixup.h"
#include "schema/program/keywords.h"

static void
allow(const struct fixup *f, struct value *properties, atom_t name)
{
	if (!value_has(properties, name))
		value_set(properties, f->arena, name, VALUE_BOOL(true));
}

static struct value
object_of(const struct fixup *f, atom_t key, struct value v)
{
	struct value object = { .kind = V_OBJECT };

	value_set(&object, f->arena, key, v);
	return object;
}

/* [ { required: [interrupts] }, { required: [interrupts-extended] } ] */
static struct value
either_interrupts(const struct fixup *f)
{
	static const atom_t names[] = { K_INTERRUPTS, K_INTERRUPTS_EXTENDED };
	struct value list = { .kind = V_ARRAY }, name;
	size_t i;

	for (i = 0; i < 2; i++) {
		name = value_atom(f->strings, names[i]);
		value_append(&list, f->arena,
			object_of(f, K_REQUIRED, value_list_of(f->arena, name)));
	}
	return list;
}

/* Takes a string out of a list; false where it is not there. */
static bool
take_string(struct value *list, atom_t s)
{
	uint32_t i;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++) {
		if (list->items[i].kind != V_STRING || list->items[i].id != s)
			continue;
		value_remove_at(list, i);
		return true;
	}
	return false;
}

static void
require_either(const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	struct value *required = value_get(schema, K_REQUIRED), *all, choice;
	struct value empty = { .kind = V_ARRAY };

	if ((path && path->key == K_ONE_OF) || !take_string(required, K_INTERRUPTS))
		return;
	if (!required->n)
		value_remove(schema, K_REQUIRED);
	choice = either_interrupts(f);
	if (!value_has(schema, K_ONE_OF)) {
		value_set(schema, f->arena, K_ONE_OF, choice);
		return;
	}
	all = value_get(schema, K_ALL_OF);
	if (!all)
		all = value_set(schema, f->arena, K_ALL_OF, empty);
	if (all->kind == V_ARRAY)
		value_append(all, f->arena, object_of(f, K_ONE_OF, choice));
}

/* What depends on `interrupts` is content with either; as dt-schema, the last one. */
static void
depend_on_either(const struct fixup *f, struct value *schema)
{
	struct value *deps = value_get(schema, K_DEPENDENT_REQUIRED), *interrupts;
	struct value *schemas;
	struct member *m;
	uint32_t i;

	if (!deps || deps->kind != V_OBJECT)
		return;
	interrupts = value_get(deps, K_INTERRUPTS);
	if (interrupts && !value_has(deps, K_INTERRUPTS_EXTENDED))
		value_set(deps, f->arena, K_INTERRUPTS_EXTENDED,
			value_copy(interrupts, f->arena));
	for (i = 0; i < deps->n; i++) {
		m = &deps->members[i];
		if (!take_string(&m->value, K_INTERRUPTS))
			continue;
		schemas = value_set(schema, f->arena, K_DEPENDENT_SCHEMAS,
			(struct value){ .kind = V_OBJECT });
		value_set(schemas, f->arena, m->key,
			object_of(f, K_ONE_OF, either_interrupts(f)));
		deps = value_get(schema, K_DEPENDENT_REQUIRED);
		m = &deps->members[i];
		if (!m->value.n) {
			value_remove(deps, m->key);
			break;
		}
	}
	if (!deps->n)
		value_remove(schema, K_DEPENDENT_REQUIRED);
}

static void
fixup_interrupts(
	const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	struct value *props = value_get(schema, K_PROPERTIES), *v;

	if (props && props->kind == V_OBJECT) {
		if (value_has(props, K_INTERRUPTS)
			|| value_has(props, K_INTERRUPT_CONTROLLER))
			allow(f, props, K_INTERRUPT_PARENT);
		v = value_get(props, K_INTERRUPTS);
		if (v && !value_has(props, K_INTERRUPTS_EXTENDED))
			value_set(props, f->arena, K_INTERRUPTS_EXTENDED,
				value_copy(v, f->arena));
	}
	require_either(f, schema, path);
	depend_on_either(f, schema);
	props = value_get(schema, K_DEPENDENT_SCHEMAS);
	v = value_get(props, K_INTERRUPTS);
	if (v && !value_has(props, K_INTERRUPTS_EXTENDED))
		value_set(
			props, f->arena, K_INTERRUPTS_EXTENDED, value_copy(v, f->arena));
}

static bool
names_pinctrl(const struct fixup *f, const struct value *map, uint32_t n)
{
	const char *s;
	uint32_t i;

	for (i = 0; map && map->kind == V_OBJECT && i < n; i++) {
		s = intern_str(f->strings, map->members[i].key);
		if (*s == 'p' && !strncmp(s, "pinctrl-", 8) && s[8] >= '0' && s[8] <= '9')
			return true;
	}
	return false;
}

static bool
is_true(const struct value *v)
{
	return v && v->kind == V_TRUE;
}

/* allow() of several at once. */
static void
allow_each(const struct fixup *f, struct value *properties, const atom_t *names, size_t n)
{
	bool has[KEYWORDS_COUNT] = { false };
	uint32_t had = properties->n, i;
	struct member *m;

	for (i = 0; i < had; i++)
		if (properties->members[i].key < KEYWORDS_COUNT)
			has[properties->members[i].key] = true;
	m = arena_grow(
		f->arena, properties->members, had * sizeof(*m), (had + n) * sizeof(*m));
	properties->members = m;
	for (m += had; n--; names++) {
		if (has[*names])
			continue;
		*m++ = (struct member){ .key = *names, .value = VALUE_BOOL(true) };
		properties->n++;
	}
}

/* A closed list of properties is open to those that any node may have. */
static void
allow_common(const struct fixup *f, struct value *schema)
{
	static const atom_t common[] = { K_PHANDLE, K_STATUS, K_SECURE_STATUS, K_NODENAME,
		K_BOOTPH_PRE_SRAM, K_BOOTPH_VERIFY, K_BOOTPH_PRE_RAM, K_BOOTPH_SOME_RAM,
		K_BOOTPH_ALL, K_PINCTRL_NAMES };
	const size_t n = sizeof(common) / sizeof(*common);
	struct value *props = value_get(schema, K_PROPERTIES), *patterns;
	const struct value object = { .kind = V_OBJECT };
	bool pinctrl = names_pinctrl(f, props, props ? props->n : 0);

	patterns = value_get(schema, K_PATTERN_PROPERTIES);
	pinctrl |= names_pinctrl(f, patterns, patterns ? patterns->n : 0);
	if (!props)
		props = value_set(schema, f->arena, K_PROPERTIES, object);
	allow_each(f, props, common, pinctrl ? n - 1 : n);
	if (pinctrl)
		return;
	if (!value_has(schema, K_PATTERN_PROPERTIES))
		value_set(schema, f->arena, K_PATTERN_PROPERTIES, object);
	value_set(value_get(schema, K_PATTERN_PROPERTIES), f->arena, K_PINCTRL_PATTERN,
		VALUE_BOOL(true));
}

static void
fixup_properties(const struct fixup *f, struct value *schema)
{
	static const atom_t assigned[] = { K_ASSIGNED_CLOCKS, K_ASSIGNED_CLOCK_RATES_U64,
		K_ASSIGNED_CLOCK_RATES, K_ASSIGNED_CLOCK_PARENTS, K_ASSIGNED_CLOCK_SSCS };
	struct value *props = value_get(schema, K_PROPERTIES), *patterns;
	struct value *additional = value_get(schema, K_ADDITIONAL_PROPERTIES);
	struct value *unevaluated = value_get(schema, K_UNEVALUATED_PROPERTIES);
	bool clocks, ranges;
	size_t i;

	if (!additional && !unevaluated)
		return;
	if (props && props->kind != V_OBJECT)
		return;
	patterns = value_get(schema, K_PATTERN_PROPERTIES);
	clocks = (value_has(props, K_CLOCKS) || value_has(patterns, K_CLOCKS))
		 && !value_has(props, K_ASSIGNED_CLOCKS)
		 && !value_has(patterns, K_ASSIGNED_CLOCKS);
	ranges = value_has(props, K_RANGES) || value_has(patterns, K_RANGES);
	for (i = 0; props && clocks && i < sizeof(assigned) / sizeof(*assigned); i++)
		value_set(props, f->arena, assigned[i], VALUE_BOOL(true));
	if (props && ranges)
		allow(f, props, K_DMA_RANGES);
	if (!is_true(additional) && !is_true(unevaluated))
		allow_common(f, schema);
}

void
fixup_node(const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	uint64_t keys = schema_keys(schema);

	if (keys
		& (KEY(PROPERTIES) | KEY(REQUIRED) | KEY(DEPENDENT_REQUIRED)
			| KEY(DEPENDENT_SCHEMAS)))
		fixup_interrupts(f, schema, path);
	if (keys & (KEY(ADDITIONAL_PROPERTIES) | KEY(UNEVALUATED_PROPERTIES)))
		fixup_properties(f, schema);
}
