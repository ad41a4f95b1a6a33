/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/place.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/fatal.h"
#include "base/io.h"
#include "compat/document.h"

struct places {
	yaml_document_t document;
};

struct places *
places_open(const char *path, struct fault *f)
{
	struct places *p = calloc(1, sizeof(*p));
	yaml_parser_t parser;
	struct bytes text;
	bool ok;

	if (!p || !yaml_parser_initialize(&parser))
		fatal("out of memory: places");
	ok = io_read(path, DOCUMENT_SIZE_MAX, &text, f);
	if (ok) {
		yaml_parser_set_input_string(&parser, text.data, text.n);
		ok = yaml_parser_load(&parser, &p->document)
		     || fault_set(f, "is not valid YAML");
		bytes_free(&text);
	}
	yaml_parser_delete(&parser);
	if (ok)
		return p;
	free(p);
	return NULL;
}

void
places_free(struct places *p)
{
	if (!p)
		return;
	yaml_document_delete(&p->document);
	free(p);
}

static struct place
place_at(yaml_mark_t mark)
{
	return (struct place){ .line = (uint32_t)mark.line + 1,
		.column = (uint32_t)mark.column + 1,
		.offset = -1 };
}

static yaml_node_t *
node_at(struct places *p, int number)
{
	return yaml_document_get_node(&p->document, number);
}

/* The node a step leads to, and the one that it is found by. */
static yaml_node_t *
step_into(struct places *p, const yaml_node_t *n, const char *name, uint32_t index,
	yaml_node_t **key)
{
	const yaml_node_pair_t *pair;

	if (!name) {
		if (n->type != YAML_SEQUENCE_NODE
			|| index >= (size_t)(n->data.sequence.items.top
					     - n->data.sequence.items.start))
			return NULL;
		return *key = node_at(p, n->data.sequence.items.start[index]);
	}
	if (n->type != YAML_MAPPING_NODE)
		return NULL;
	for (pair = n->data.mapping.pairs.start; pair < n->data.mapping.pairs.top;
		pair++) {
		*key = node_at(p, pair->key);
		if (*key && (*key)->type == YAML_SCALAR_NODE
			&& !strcmp((const char *)(*key)->data.scalar.value, name))
			return node_at(p, pair->value);
	}
	return NULL;
}

struct place
places_find(struct places *p, const struct machine *m, const struct schema_path *path)
{
	yaml_node_t *n = node_at(p, 1), *key = NULL;
	const char *name = NULL;
	uint32_t i;

	/* the root is copied into a map that knows no places */
	if (!path->n)
		return PLACE_NONE;
	for (i = 0; n && i < path->n; i++) {
		name = path->v[i].name == STRING_NONE ? NULL
						      : machine_text(m, path->v[i].name);
		n = step_into(p, n, name, path->v[i].index, &key);
	}
	if (!n)
		return PLACE_NONE;
	if (n->type != YAML_SCALAR_NODE)
		return place_at(n->start_mark);
	if (path->n == 1 || (name && !strcmp(name, "$nodename")))
		return PLACE_NONE;
	return place_at(key->start_mark);
}
