/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/unreadable.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "doc/scalar.h"
#include "doc/yaml_events.h"

/* What comes before all nodes: what cannot be parsed, and a second document. */
enum { BROKEN, SECOND };

/* A node of the first document; what an alias stands for is the node that it names. */
struct node {
	bool scalar;
	struct mark at;
	const char *text; /* scalars: the value, */
	uint64_t hash;    /* and what it is known by */
	const char *shown;
};

/* A list or a map that is open. */
struct container {
	bool map;
	bool has_key;
	uint32_t number;
	struct node key; /* of the value to come */
};

struct composer {
	struct fault *fault;
	struct arena scratch;
	struct container *open;
	size_t nopen, cap;
	uint32_t ndocuments;
	uint32_t nnodes;
	struct map anchors; /* hash of the name -> the node */
	struct map keys;    /* of a map and a key in it -> the first value */
	struct node *nodes;
	uint32_t nkept, kept_cap;
	uint64_t first; /* the node that is at fault, those of the least number first */
	struct mark at;
	const char *problem; /* NULL: none yet */
};

/* str() of the value, before what is in it is read. */
static const char *
shown(struct arena *a, const yaml_event_t *e, const char *text)
{
	struct scalar v;

	if (e->type != YAML_SCALAR_EVENT)
		return e->type == YAML_MAPPING_START_EVENT ? "{}" : "[]";
	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return text;
	v = scalar_resolve(text, true);
	switch (v.kind) {
	case SCALAR_NULL: return "None";
	case SCALAR_FALSE: return "False";
	case SCALAR_TRUE: return "True";
	case SCALAR_INT:
		return arena_printf(a, "%s%llu", v.negative ? "-" : "",
			(unsigned long long)v.magnitude);
	default: return text;
	}
}

static struct node
node_of(struct composer *c, const yaml_event_t *e)
{
	struct node n = { .at = yaml_mark(&e->start_mark) };

	if (e->type == YAML_SCALAR_EVENT) {
		n.scalar = true;
		n.text = arena_strndup(&c->scratch, (const char *)e->data.scalar.value,
			e->data.scalar.length);
		n.hash = hash_long(e->data.scalar.value, e->data.scalar.length);
	}
	n.shown = shown(&c->scratch, e, n.text);
	return n;
}

/* ruamel looks at the nodes one by one, and at a tag before the keys of its map. */
static void
put_problem(struct composer *c, uint64_t order, struct mark at, const char *problem)
{
	if ((c->problem && c->first <= order) || (order > SECOND && c->ndocuments > 1))
		return;
	c->first = order;
	c->at = at;
	c->problem = problem;
}

static uint32_t
add_node(struct composer *c, const struct node *n)
{
	vec_room(&c->scratch, c->nodes, c->nkept, c->kept_cap);
	c->nodes[c->nkept] = *n;
	return c->nkept++;
}

/* A key that has its value: whether it stood before. */
static void
end_pair(struct composer *c, const struct container *map, const struct node *value)
{
	uint64_t what = hash_mix(map->key.hash ^ hash_number(map->number));
	const struct node *key = &map->key;
	uint32_t first;

	if (!key->scalar)
		return;
	first = map_get(&c->keys, what);
	if (first == MAP_ABSENT)
		map_put(&c->keys, &c->scratch, what, add_node(c, value));
	else
		put_problem(c, (uint64_t)map->number * 2 + 1, key->at,
			arena_printf(c->fault->arena,
				"found duplicate key \"%s\" with value \"%s\" "
				"(original value: \"%s\")",
				key->text, value->shown, c->nodes[first].shown));
}

/* A node takes its place in what is open. */
static void
put_node(struct composer *c, const struct node *n)
{
	struct container *in = c->nopen ? &c->open[c->nopen - 1] : NULL;

	if (!in || !in->map)
		return;
	if (in->has_key)
		end_pair(c, in, n);
	else
		in->key = *n;
	in->has_key = !in->has_key;
}

static bool
refuse(struct composer *c, struct mark at, const char *problem)
{
	put_problem(c, BROKEN, at, problem);
	return false;
}

static bool
put_anchor(struct composer *c, const yaml_char_t *anchor, const struct node *n)
{
	uint64_t name;

	if (!anchor)
		return true;
	name = hash_long(anchor, strlen((const char *)anchor));
	if (map_get(&c->anchors, name) != MAP_ABSENT)
		return refuse(c, n->at, "second occurrence");
	map_put(&c->anchors, &c->scratch, name, add_node(c, n));
	return true;
}

static void
check_tag(struct composer *c, const yaml_char_t *tag, const struct node *n)
{
	static const char standard[] = "tag:yaml.org,2002:";
	const char *s = (const char *)tag;

	if (s && strcmp(s, "!") != 0 && strncmp(s, standard, sizeof(standard) - 1) != 0)
		put_problem(c, (uint64_t)c->nnodes * 2, n->at,
			arena_printf(c->fault->arena,
				"could not determine a constructor for the tag '%s'", s));
}

static bool
on_node(struct composer *c, const yaml_event_t *e, const yaml_char_t *anchor,
	const yaml_char_t *tag)
{
	struct node n = node_of(c, e);

	c->nnodes++;
	check_tag(c, tag, &n);
	if (!put_anchor(c, anchor, &n))
		return false;
	put_node(c, &n);
	if (n.scalar)
		return true;
	vec_room(&c->scratch, c->open, c->nopen, c->cap);
	c->open[c->nopen++] = (struct container){
		.map = e->type == YAML_MAPPING_START_EVENT, .number = c->nnodes
	};
	return true;
}

static bool
on_alias(struct composer *c, const yaml_event_t *e)
{
	const char *anchor = (const char *)e->data.alias.anchor;
	uint32_t at = map_get(&c->anchors, hash_long(anchor, strlen(anchor)));
	struct node n;

	if (at == MAP_ABSENT)
		return refuse(c, yaml_mark(&e->start_mark), "found undefined alias");
	n = c->nodes[at];
	put_node(c, &n);
	return true;
}

static bool
on_document(struct composer *c, const yaml_event_t *e)
{
	if (++c->ndocuments > 1)
		put_problem(c, SECOND, yaml_mark(&e->start_mark),
			"but found another document");
	c->anchors = (struct map){ 0 };
	return true;
}

static bool
on_event(void *context, const yaml_event_t *e)
{
	struct composer *c = context;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT: return on_document(c, e);
	case YAML_DOCUMENT_END_EVENT: return c->ndocuments < 2;
	case YAML_ALIAS_EVENT: return on_alias(c, e);
	case YAML_SCALAR_EVENT:
		return on_node(c, e, e->data.scalar.anchor, e->data.scalar.tag);
	case YAML_SEQUENCE_START_EVENT:
		return on_node(
			c, e, e->data.sequence_start.anchor, e->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return on_node(
			c, e, e->data.mapping_start.anchor, e->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: c->nopen--; return true;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT: return true;
	}
	return true;
}

static void
on_error(void *context, const yaml_parser_t *p)
{
	struct composer *c = context;

	c->at = yaml_mark(&p->problem_mark);
	c->problem = p->problem;
}

bool
unreadable_explain(const void *text, size_t n, struct fault *f)
{
	struct composer c = { .fault = f };
	struct yaml_reading reading = { on_event, on_error, &c, YAML_ANY_ENCODING };

	yaml_events(&reading, text, n);
	arena_free(&c.scratch);
	if (!c.problem)
		return false;
	f->message = NULL;
	fault_at_line(f, c.at.line, c.at.column, "%s", c.problem);
	return true;
}
