/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/unreadable.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/fatal.h"
#include "doc/scalar.h"

/* What is compared with what, over all the maps of a text. */
enum { KEYS_MAX = 1000000 };

static bool
tell(struct fault *f, yaml_mark_t mark, const char *message)
{
	f->message = NULL;
	return !fault_at_line(
		f, (uint32_t)mark.line + 1, (uint32_t)mark.column + 1, "%s", message);
}

static const char *
text_of(const yaml_node_t *n)
{
	return (const char *)n->data.scalar.value;
}

/* str() of the value, before what is in it is read. */
static const char *
shown(struct arena *a, const yaml_node_t *n)
{
	struct scalar v;

	if (n->type != YAML_SCALAR_NODE)
		return n->type == YAML_MAPPING_NODE ? "{}" : "[]";
	if (n->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return text_of(n);
	v = scalar_resolve(text_of(n), true);
	switch (v.kind) {
	case SCALAR_NULL: return "None";
	case SCALAR_FALSE: return "False";
	case SCALAR_TRUE: return "True";
	case SCALAR_INT:
		return arena_printf(a, "%s%llu", v.negative ? "-" : "",
			(unsigned long long)v.magnitude);
	default: return text_of(n);
	}
}

static bool
explain_twice(yaml_document_t *d, const yaml_node_pair_t *first,
	const yaml_node_pair_t *again, struct fault *f)
{
	const yaml_node_t *key = yaml_document_get_node(d, again->key);

	return tell(f, key->start_mark,
		arena_printf(f->arena,
			"found duplicate key \"%s\" with value \"%s\" "
			"(original value: \"%s\")",
			text_of(key),
			shown(f->arena, yaml_document_get_node(d, again->value)),
			shown(f->arena, yaml_document_get_node(d, first->value))));
}

static bool
is_same_key(yaml_document_t *d, const yaml_node_pair_t *x, const yaml_node_pair_t *y)
{
	const yaml_node_t *a = yaml_document_get_node(d, x->key);
	const yaml_node_t *b = yaml_document_get_node(d, y->key);

	return a->type == YAML_SCALAR_NODE && b->type == YAML_SCALAR_NODE
	       && a->data.scalar.length == b->data.scalar.length
	       && !memcmp(text_of(a), text_of(b), a->data.scalar.length);
}

static bool
explain_map(yaml_document_t *d, const yaml_node_t *map, uint32_t *left, struct fault *f)
{
	const yaml_node_pair_t *x, *y;

	for (x = map->data.mapping.pairs.start; x < map->data.mapping.pairs.top; x++)
		for (y = map->data.mapping.pairs.start; y < x && *left; y++, --*left)
			if (is_same_key(d, y, x))
				return explain_twice(d, y, x, f);
	return false;
}

/* One document, well-formed: what is wrong with one of its nodes. */
static bool
explain_nodes(yaml_document_t *d, struct fault *f)
{
	static const char standard[] = "tag:yaml.org,2002:";
	uint32_t left = KEYS_MAX;
	const yaml_node_t *n;
	int i;

	for (i = 1; (n = yaml_document_get_node(d, i)); i++) {
		const char *tag = (const char *)n->tag;

		if (tag && strncmp(tag, standard, sizeof(standard) - 1) != 0)
			return tell(f, n->start_mark,
				arena_printf(f->arena,
					"could not determine a constructor for the tag "
					"'%s'",
					tag));
		if (n->type == YAML_MAPPING_NODE && explain_map(d, n, &left, f))
			return true;
	}
	return false;
}

bool
unreadable_explain(const void *text, size_t n, struct fault *f)
{
	yaml_document_t first, second;
	yaml_parser_t p;
	bool reported = false;

	if (!yaml_parser_initialize(&p))
		fatal("out of memory: a YAML text");
	yaml_parser_set_input_string(&p, text, n);
	if (yaml_parser_load(&p, &first)) {
		if (!yaml_parser_load(&p, &second)) {
			reported = p.problem && tell(f, p.problem_mark, p.problem);
		} else {
			reported = yaml_document_get_root_node(&second)
					   ? tell(f, second.start_mark,
						   "but found another document")
					   : explain_nodes(&first, f);
			yaml_document_delete(&second);
		}
		yaml_document_delete(&first);
	} else if (p.problem) {
		reported = tell(f, p.problem_mark, p.problem);
	}
	yaml_parser_delete(&p);
	return reported;
}
