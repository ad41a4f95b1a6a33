/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/value/yaml_scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "schema/value/yaml_scalar.h"

/* What is open. */
enum level {
	BLOCK_MAP,
	BLOCK_LIST,
	INDENTLESS_LIST, /* "- " below a key, as far indented as the key */
	FLOW_START,      /* behind the '[' */
	FLOW_LIST,
};

struct scan {
	yaml_parser_t parser;
	yaml_token_t t; /* the one at hand */
	struct yaml_parts *parts;
	uint8_t levels[DOCUMENT_DEPTH_MAX];
	unsigned int depth;
};

static bool
next(struct scan *s)
{
	yaml_token_delete(&s->t);
	return yaml_parser_scan(&s->parser, &s->t);
}

static bool
skip(struct scan *s, yaml_token_type_t type)
{
	return s->t.type == type && next(s);
}

static void
grow(struct yaml_parts *p)
{
	p->cap = p->cap ? p->cap * 2 : 256;
	p->v = realloc(p->v, p->cap * sizeof(*p->v));
	if (!p->v)
		fatal("out of memory: %u parts of a document", p->cap);
}

static inline bool
push(struct scan *s, enum yaml_part_kind kind, size_t n)
{
	struct yaml_parts *p = s->parts;

	if (p->n == p->cap)
		grow(p);
	p->v[p->n++] = (struct yaml_part){ .line = yaml_line(&s->t.start_mark),
		.column = yaml_column(&s->t.start_mark),
		.n = (uint32_t)n,
		.kind = (uint8_t)kind };
	return p->n <= DOCUMENT_VALUES_MAX;
}

static bool
open(struct scan *s, enum yaml_part_kind kind, enum level level)
{
	if (s->depth == DOCUMENT_DEPTH_MAX)
		return false;
	s->levels[s->depth++] = (uint8_t)level;
	return push(s, kind, 0);
}

static bool
close(struct scan *s)
{
	s->depth--;
	return push(s, YAML_PART_END, 0);
}

static bool
read_scalar(struct scan *s)
{
	bool plain = s->t.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	size_t n = s->t.data.scalar.length;
	struct buf *text = &s->parts->text;

	if (s->t.type != YAML_SCALAR_TOKEN
		|| !push(s, plain ? YAML_PART_PLAIN : YAML_PART_STRING, n))
		return false;
	if (text->cap - text->n > n + 1) {
		memcpy(text->s + text->n, s->t.data.scalar.value, n + 1);
		text->n += n + 1;
	} else {
		buf_add(text, s->t.data.scalar.value, n + 1);
	}
	return next(s);
}

/* A scalar, or the opening of what is none. */
static bool
read_node(struct scan *s)
{
	switch (s->t.type) {
	case YAML_BLOCK_MAPPING_START_TOKEN:
		return open(s, YAML_PART_MAP, BLOCK_MAP) && next(s);
	case YAML_BLOCK_SEQUENCE_START_TOKEN:
		return open(s, YAML_PART_LIST, BLOCK_LIST) && next(s);
	case YAML_FLOW_SEQUENCE_START_TOKEN:
		return open(s, YAML_PART_LIST, FLOW_START) && next(s);
	default: return read_scalar(s);
	}
}

static bool
read_member(struct scan *s)
{
	if (!next(s) || !read_scalar(s) || !skip(s, YAML_VALUE_TOKEN))
		return false;
	if (s->t.type == YAML_BLOCK_ENTRY_TOKEN)
		return open(s, YAML_PART_LIST, INDENTLESS_LIST);
	return read_node(s);
}

/* The next part of what is open, or its end. */
static bool
read_part(struct scan *s)
{
	uint8_t *level = &s->levels[s->depth - 1];

	switch (*level) {
	case BLOCK_MAP:
		if (s->t.type == YAML_KEY_TOKEN)
			return read_member(s);
		return skip(s, YAML_BLOCK_END_TOKEN) && close(s);
	case BLOCK_LIST:
		if (s->t.type == YAML_BLOCK_ENTRY_TOKEN)
			return next(s) && read_node(s);
		return skip(s, YAML_BLOCK_END_TOKEN) && close(s);
	case INDENTLESS_LIST:
		if (s->t.type == YAML_BLOCK_ENTRY_TOKEN)
			return next(s) && read_node(s);
		return close(s);
	default:
		if (s->t.type == YAML_FLOW_SEQUENCE_END_TOKEN)
			return next(s) && close(s);
		if (*level == FLOW_LIST && !skip(s, YAML_FLOW_ENTRY_TOKEN))
			return false;
		*level = FLOW_LIST;
		if (s->t.type == YAML_FLOW_SEQUENCE_END_TOKEN)
			return next(s) && close(s);
		return read_node(s);
	}
}

static bool
skip_directive(struct scan *s)
{
	if (s->t.type != YAML_VERSION_DIRECTIVE_TOKEN)
		return s->t.type != YAML_DOCUMENT_START_TOKEN || next(s);
	if (s->t.data.version_directive.major != 1
		|| s->t.data.version_directive.minor < 1
		|| s->t.data.version_directive.minor > 2)
		return false;
	return next(s) && skip(s, YAML_DOCUMENT_START_TOKEN);
}

static bool
read_document(struct scan *s)
{
	if (!yaml_parser_scan(&s->parser, &s->t) || !skip(s, YAML_STREAM_START_TOKEN)
		|| !skip_directive(s) || !read_node(s))
		return false;
	while (s->depth)
		if (!read_part(s))
			return false;
	if (s->t.type == YAML_DOCUMENT_END_TOKEN && !next(s))
		return false;
	return s->t.type == YAML_STREAM_END_TOKEN;
}

bool
yaml_scan(struct yaml_parts *p, const void *text, size_t n)
{
	struct scan s = { .parts = p };
	bool ok;

	p->n = 0;
	p->text.n = 0;
	if (!yaml_parser_initialize(&s.parser))
		return false;
	yaml_parser_set_input_string(&s.parser, text, n);
	ok = read_document(&s);
	yaml_token_delete(&s.t);
	yaml_parser_delete(&s.parser);
	return ok;
}

bool
yaml_build(const struct yaml_parts *p, struct builder *b)
{
	struct fault f = FAULT_INIT(b->arena); /* told to nobody */
	const struct yaml_part *part = p->v, *end = p->v + p->n;
	const char *s = p->text.s;
	bool ok = true;

	builder_start(b);
	for (; ok && part < end; part++) {
		switch (part->kind) {
		case YAML_PART_MAP:
		case YAML_PART_LIST:
			ok = builder_open(b,
				part->kind == YAML_PART_MAP ? V_OBJECT : V_ARRAY,
				part->line, part->column, &f);
			break;
		case YAML_PART_END: ok = builder_close(b, &f); break;
		default:
			ok = yaml_scalar(b, s, part->n, part->kind == YAML_PART_PLAIN,
				part->line, part->column, &f);
			s += part->n + 1;
			break;
		}
	}
	return ok;
}

void
yaml_parts_free(struct yaml_parts *p)
{
	free(p->v);
	buf_free(&p->text);
	*p = (struct yaml_parts){ 0 };
}
