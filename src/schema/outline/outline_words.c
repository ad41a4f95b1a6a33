/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/outline/outline_words.h"

#include <inttypes.h>
#include <string.h>

#include "schema/program/keywords.h"

enum {
	DEPTH_MAX = 8,
	ALTERNATIVES_MAX = 1000, /* of `compatible`, that are told */
};

void
outline_types_init(struct outline_types *t, const struct program *p, struct arena *a)
{
	*t = (struct outline_types){ .p = p, .arena = a, .machine = machine_new(p) };
	decoder_init(&t->decoder, t->machine);
}

void
outline_types_free(struct outline_types *t)
{
	decoder_free(&t->decoder);
	machine_free(t->machine);
}

static const char *
take(struct buf *b, struct arena *a)
{
	const char *s = b->n ? arena_strndup(a, b->s, b->n) : NULL;

	buf_free(b);
	return s;
}

static const char *
type_names(struct outline_types *t, uint32_t types)
{
	struct buf b = { 0 };

	for (; types; types &= types - 1)
		buf_printf(&b, "%s%s", b.n ? " or " : "", type_name(types & -types));
	return take(&b, t->arena);
}

/* What types.yaml#/definitions/ has, or NULL. */
static const char *
referred_type(const struct value *schema, struct arena *a)
{
	static const char key[] = "types.yaml#/definitions/";
	const struct value *ref = value_get(schema, K_REF);
	const char *s, *at;

	if (!ref || ref->kind != V_STRING)
		return NULL;
	s = arena_strndup(a, ref->s, ref->n);
	at = strstr(s, key);
	return at ? at + sizeof(key) - 1 : NULL;
}

static const char *
own_type(const struct value *schema)
{
	const struct value *type = value_get(schema, K_TYPE);

	if (!type || type->kind != V_STRING)
		return NULL;
	switch (type->id) {
	case K_OBJECT: return "node";
	case K_BOOLEAN: return "flag";
	default: return NULL;
	}
}

static uint32_t
pattern_types(const struct program *p, const char *text)
{
	const struct program_type *v = program_section(
		p, struct program_type, SECTION_PATTERN_TYPES);
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_PATTERN_TYPES); i++)
		if (!strcmp(program_string(p, p->patterns[v[i].name].text), text))
			return v[i].types;
	return 0;
}

static uint32_t
types_by_name(const struct program *p, const char *name)
{
	const struct program_type *v = program_section(
		p, struct program_type, SECTION_TYPES);
	uint32_t string = program_find(p, name, strlen(name)), i;

	for (i = 0; string != STRING_NONE && i < program_count(p, SECTION_TYPES); i++)
		if (v[i].name == string)
			return v[i].types;
	return 0;
}

const char *
outline_type(struct outline_types *t, const struct value *schema, const char *name,
	bool is_pattern)
{
	const char *s = referred_type(schema, t->arena);
	uint32_t n, types;

	if (!s)
		s = own_type(schema);
	if (s)
		return s;
	/* a name alone does not tell whether it is a node's */
	if (value_has(schema, K_PROPERTIES) || value_has(schema, K_PATTERN_PROPERTIES))
		return "node";
	if (is_pattern)
		return type_names(t, pattern_types(t->p, name));
	types = types_by_name(t->p, name);
	if (!types) {
		n = machine_name(t->machine, name, strlen(name));
		/* the names of aliases are of a pattern that fits most others, too */
		types = decoder_types(&t->decoder, n) & ~(uint32_t)TYPE_STRING;
	}
	return type_names(t, types);
}

static bool
put_scalar(struct buf *b, const struct value *v)
{
	switch (v->kind) {
	case V_STRING: buf_printf(b, "'%.*s'", (int)v->n, v->s); return true;
	case V_INT: buf_printf(b, "%" PRIu64, v->u); return true;
	case V_NEGINT: buf_printf(b, "%" PRId64, v->i); return true;
	case V_TRUE: buf_puts(b, "present"); return true;
	default: return false;
	}
}

static bool
put_enum(struct buf *b, const struct value *list)
{
	uint32_t i;

	for (i = 0; list->kind == V_ARRAY && i < list->n; i++) {
		if (i)
			buf_puts(b, i + 1 == list->n ? " or " : ", ");
		if (!put_scalar(b, &list->items[i]))
			return false;
	}
	return i > 0;
}

static bool
put_range(struct buf *b, const struct value *schema)
{
	const struct value *min = value_get(schema, K_MINIMUM);
	const struct value *max = value_get(schema, K_MAXIMUM);

	if (!min && !max)
		return false;
	if (!max)
		buf_puts(b, "at least ");
	if (!min)
		buf_puts(b, "at most ");
	if (min && !put_scalar(b, min))
		return false;
	if (min && max)
		buf_puts(b, " to ");
	return !max || put_scalar(b, max);
}

static bool put_schema(struct buf *b, const struct value *v, unsigned int depth);

/* All of a list, or nothing where one of them cannot be put in words. */
static bool
put_each(struct buf *b, const struct value *list, const char *between, unsigned int depth)
{
	size_t from = b->n;
	uint32_t i;

	for (i = 0; i < list->n; i++) {
		buf_puts(b, i ? between : "");
		if (put_schema(b, &list->items[i], depth + 1))
			continue;
		b->n = from;
		b->s[from] = '\0';
		return false;
	}
	return i > 0;
}

static bool
get_count(const struct value *schema, atom_t key, uint32_t *n)
{
	const struct value *v = value_get(schema, key);

	if (!v || v->kind != V_INT || v->u > UINT32_MAX)
		return false;
	*n = (uint32_t)v->u;
	return true;
}

/* How many items: the one bound stands for the other, as where it is left out. */
static bool
get_bounds(const struct value *schema, uint32_t *min, uint32_t *max)
{
	const struct value *items = value_get(schema, K_ITEMS);
	bool least = get_count(schema, K_MIN_ITEMS, min);
	bool most = get_count(schema, K_MAX_ITEMS, max);

	if (!most && items && items->kind == V_ARRAY) {
		*max = items->n;
		most = true;
	}
	if (!least && most)
		*min = *max;
	if (least && !most)
		*max = UINT32_MAX;
	return least || most;
}

static void
put_bounds(struct buf *b, uint32_t min, uint32_t max)
{
	if (max == UINT32_MAX)
		buf_printf(b, "at least %" PRIu32 " item%s", min, min == 1 ? "" : "s");
	else if (min == max)
		buf_printf(b, "%" PRIu32 " item%s", max, max == 1 ? "" : "s");
	else
		buf_printf(b, "%" PRIu32 " %s %" PRIu32 " items", min,
			max - min == 1 ? "or" : "to", max);
}

static bool
put_items(struct buf *b, const struct value *schema, unsigned int depth)
{
	const struct value *items = value_get(schema, K_ITEMS);
	bool list = items && items->kind == V_ARRAY, bounded, said = false;
	struct buf each = { 0 };
	uint32_t min = 0, max = 0;

	bounded = get_bounds(schema, &min, &max);
	buf_puts(&each, "");
	if (list)
		said = put_each(&each, items, ", then ", depth);
	else if (items)
		said = put_schema(&each, items, depth + 1);
	/* a list of values says how many there are */
	if (bounded && !(said && min == max && (list || max == 1)))
		put_bounds(b, min, max);
	else
		bounded = false;
	if (said)
		buf_printf(b, "%s%s", bounded ? ": " : "", each.s);
	buf_free(&each);
	return bounded || said;
}

static bool
put_schema(struct buf *b, const struct value *v, unsigned int depth)
{
	static const atom_t choices[] = { K_ONE_OF, K_ANY_OF };
	const struct value *x;
	uint32_t i;

	if (v->kind != V_OBJECT || depth > DEPTH_MAX)
		return false;
	if ((x = value_get(v, K_CONST)))
		return put_scalar(b, x);
	if ((x = value_get(v, K_ENUM)))
		return put_enum(b, x);
	for (i = 0; i < sizeof(choices) / sizeof(*choices); i++)
		if ((x = value_get(v, choices[i])) && x->kind == V_ARRAY)
			return put_each(b, x, "; or ", depth);
	if (put_items(b, v, depth) || put_range(b, v))
		return true;
	if ((x = value_get(v, K_PATTERN)) && x->kind == V_STRING) {
		buf_printf(b, "what matches '%.*s'", (int)x->n, x->s);
		return true;
	}
	if ((x = value_get(v, K_CONTAINS)))
		return put_schema(b, x, depth + 1);
	x = value_get(v, K_ALL_OF);
	for (i = 0; x && x->kind == V_ARRAY && i < x->n; i++)
		if (put_schema(b, &x->items[i], depth + 1))
			return true;
	return false;
}

const char *
outline_values(const struct value *schema, struct arena *a)
{
	struct buf b = { 0 };

	buf_puts(&b, "");
	if (!put_schema(&b, schema, 0))
		b.n = 0;
	return take(&b, a);
}

/* Strings, each once. */
struct collected {
	struct string_list *list;
	struct arena *arena;
	struct intern seen;
};

static void
collect(struct collected *c, const struct value *v)
{
	uint32_t n = c->seen.count;

	if (v->kind != V_STRING || memchr(v->s, '\0', v->n)
		|| intern(&c->seen, v->s, v->n) != n)
		return;
	string_list_add(c->list, c->arena, arena_strndup(c->arena, v->s, v->n));
}

static void
collect_strings(struct collected *c, const struct value *v, unsigned int depth)
{
	uint32_t i, k;

	for (i = 0; v->kind == V_ARRAY && i < v->n; i++)
		collect_strings(c, &v->items[i], depth + 1);
	for (i = 0; v->kind == V_OBJECT && i < v->n && depth < DEPTH_MAX; i++) {
		const struct value *x = &v->members[i].value;

		switch (v->members[i].key) {
		case K_CONST: collect(c, x); break;
		case K_ENUM:
			for (k = 0; x->kind == V_ARRAY && k < x->n; k++)
				collect(c, &x->items[k]);
			break;
		case K_ITEMS:
		case K_ONE_OF:
		case K_ANY_OF:
		case K_ALL_OF:
		case K_CONTAINS: collect_strings(c, x, depth + 1); break;
		default: break;
		}
	}
}

static void
add_alternative(struct string_list *list, const struct value *v, struct arena *a)
{
	const char *s = outline_values(v, a);

	if (s)
		string_list_add(list, a, s);
}

void
outline_compatible(const struct value *schema, struct string_list *alternatives,
	struct string_list *strings, struct arena *a)
{
	const struct value *list = value_get(schema, K_ONE_OF);
	struct collected c = { .list = strings, .arena = a };
	uint32_t i;

	if (!list)
		list = value_get(schema, K_ANY_OF);
	for (i = 0; list && list->kind == V_ARRAY && i < list->n && i < ALTERNATIVES_MAX;
		i++)
		add_alternative(alternatives, &list->items[i], a);
	if (!list)
		add_alternative(alternatives, schema, a);
	collect_strings(&c, schema, 0);
	intern_free(&c.seen);
}
