/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/yaml_scan.h"

#include "schema/yaml_scalar.h"

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
	struct builder *b;
	struct fault f; /* told to nobody */
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

static bool
open(struct scan *s, enum value_kind kind, enum level level)
{
	if (!builder_open(s->b, kind, yaml_line(&s->t.start_mark),
		    yaml_column(&s->t.start_mark), &s->f))
		return false;
	s->levels[s->depth++] = (uint8_t)level;
	return true;
}

static bool
close(struct scan *s)
{
	s->depth--;
	return builder_close(s->b, &s->f);
}

static bool
read_scalar(struct scan *s)
{
	return s->t.type == YAML_SCALAR_TOKEN
	       && yaml_scalar(s->b, (const char *)s->t.data.scalar.value,
		       s->t.data.scalar.length, s->t.data.scalar.style, &s->t.start_mark,
		       &s->f)
	       && next(s);
}

/* A scalar, or the opening of what is none. */
static bool
read_node(struct scan *s)
{
	switch (s->t.type) {
	case YAML_BLOCK_MAPPING_START_TOKEN:
		return open(s, V_OBJECT, BLOCK_MAP) && next(s);
	case YAML_BLOCK_SEQUENCE_START_TOKEN:
		return open(s, V_ARRAY, BLOCK_LIST) && next(s);
	case YAML_FLOW_SEQUENCE_START_TOKEN:
		return open(s, V_ARRAY, FLOW_START) && next(s);
	default: return read_scalar(s);
	}
}

static bool
read_member(struct scan *s)
{
	if (!next(s) || !read_scalar(s) || !skip(s, YAML_VALUE_TOKEN))
		return false;
	if (s->t.type == YAML_BLOCK_ENTRY_TOKEN)
		return open(s, V_ARRAY, INDENTLESS_LIST);
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
yaml_scan(struct builder *b, const void *text, size_t n)
{
	struct scan s = { .b = b, .f = FAULT_INIT(b->arena) };
	bool ok;

	if (!yaml_parser_initialize(&s.parser))
		return false;
	yaml_parser_set_input_string(&s.parser, text, n);
	builder_start(b);
	ok = read_document(&s);
	yaml_token_delete(&s.t);
	yaml_parser_delete(&s.parser);
	return ok;
}
