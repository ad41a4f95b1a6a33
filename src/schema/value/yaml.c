/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/value/yaml.h"

#include <string.h>

#include "schema/value/yaml_scalar.h"

static bool
at_event(struct fault *f, const yaml_event_t *e, const char *message)
{
	return fault_at_line(
		f, yaml_line(&e->start_mark), yaml_column(&e->start_mark), "%s", message);
}

static bool
read_scalar(struct builder *b, const yaml_event_t *e, struct fault *f)
{
	if (e->data.scalar.tag)
		return at_event(f, e, "a tag, expected a plain value");
	return yaml_scalar(b, (const char *)e->data.scalar.value, e->data.scalar.length,
		e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
		yaml_line(&e->start_mark), yaml_column(&e->start_mark), f);
}

static bool
read_open(struct builder *b, const yaml_event_t *e, struct fault *f)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;

	if (map ? e->data.mapping_start.tag : e->data.sequence_start.tag)
		return at_event(f, e, "a tag, expected a plain value");
	if (builder_wants_key(b))
		return at_event(f, e, "a key that is no scalar");
	return builder_open(b, map ? V_OBJECT : V_ARRAY, yaml_line(&e->start_mark),
		yaml_column(&e->start_mark), f);
}

static bool
read_event(struct builder *b, const yaml_event_t *e, struct fault *f)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		return !b->depth
		       || at_event(f, e, "a second document, expected one in a file");
	case YAML_ALIAS_EVENT: return at_event(f, e, "an alias, expected a plain value");
	case YAML_SCALAR_EVENT: return read_scalar(b, e, f);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT: return read_open(b, e, f);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: return builder_close(b, f);
	default: return true;
	}
}

static bool
parse_fault(struct fault *f, const yaml_parser_t *p)
{
	return fault_at_line(f, yaml_line(&p->problem_mark),
		yaml_column(&p->problem_mark), "is not valid YAML: %s%s%s",
		p->problem ? p->problem : "not readable", p->context ? " " : "",
		p->context ? p->context : "");
}

/* Where the examples are: the lines of one list of literal blocks. */
struct examples {
	const char *p;
	const char *end;
	size_t item;  /* how far the items are indented; SIZE_MAX: none yet */
	size_t block; /* the same of the block at hand; SIZE_MAX: not known yet */
	size_t blank; /* the longest blank line before that */
	bool in_block;
	bool ended; /* by "...": the document has no more */
};

/* "- |" and its kin, with nothing behind it. */
static bool
is_block_item(const char *p, const char *end)
{
	if (p == end || *p++ != '-' || p == end || *p != ' ')
		return false;
	while (p < end && *p == ' ')
		p++;
	if (p == end || *p++ != '|')
		return false;
	p += p < end && (*p == '-' || *p == '+');
	while (p < end && *p == ' ')
		p++;
	return p == end;
}

/* Bytes of 8 that are no ASCII, or controls: a tab among them is looked at again. */
static uint64_t
unusual_bytes(uint64_t w)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
	uint64_t del = w ^ ones * 0x7f;

	return (w | (w - ones * 0x20) | (del - ones)) & tops;
}

static bool
is_plain_text(const char *p, const char *end)
{
	uint64_t w;

	for (; end - p >= 8; p += 8) {
		memcpy(&w, p, 8);
		if (unusual_bytes(w))
			break;
	}
	for (; p < end; p++)
		if (((signed char)*p < ' ' && *p != '\t') || *p == 0x7f)
			return false;
	return true;
}

/* One line of them, of which nothing but its newline is left out. */
static bool
examples_line(struct examples *x, const char *p, const char *end)
{
	size_t indent = 0;

	while (p + indent < end && p[indent] == ' ')
		indent++;
	if (p + indent == end) {
		if (x->in_block && x->block == SIZE_MAX && indent > x->blank)
			x->blank = indent;
		return true;
	}
	if (x->in_block && x->block == SIZE_MAX && indent > x->item) {
		x->block = indent;
		return x->blank <= indent;
	}
	if (x->in_block && x->block != SIZE_MAX && indent >= x->block)
		return true;
	x->in_block = false;
	if (p[indent] == '#')
		return true;
	if (!x->ended && end - p == 3 && !memcmp(p, "...", 3)) {
		x->ended = true;
		return true;
	}
	if (x->ended || !is_block_item(p + indent, end)
		|| (x->item != SIZE_MAX && x->item != indent))
		return false;
	x->item = indent;
	x->in_block = true;
	x->block = SIZE_MAX;
	x->blank = 0;
	return true;
}

size_t
yaml_without_examples(const char *text, size_t n)
{
	static const char key[] = "\nexamples:";
	const char *start = memmem(text, n, key, sizeof(key) - 1), *next;
	struct examples x = { .end = text + n, .item = SIZE_MAX, .block = SIZE_MAX };

	if (!start)
		return n;
	x.p = start + sizeof(key) - 1;
	/* nothing else on the line */
	if (x.p < x.end && *x.p != '\n')
		return n;
	while (x.p < x.end) {
		x.p++;
		next = memchr(x.p, '\n', (size_t)(x.end - x.p));
		if (!next)
			next = x.end;
		if (!is_plain_text(x.p, next) || !examples_line(&x, x.p, next))
			return n;
		x.p = next;
	}
	return x.item == SIZE_MAX ? n : (size_t)(start - text) + 1;
}

/* The document by its events; false with the fault set. */
static bool
read_events(struct builder *b, const void *text, size_t n, struct fault *f)
{
	yaml_parser_t p;
	yaml_event_t e;
	bool ok = true, end = false;

	if (!yaml_parser_initialize(&p))
		return fault_set(f, "out of memory");
	yaml_parser_set_input_string(&p, text, n);
	builder_start(b);
	while (ok && !end) {
		if (!yaml_parser_parse(&p, &e)) {
			ok = parse_fault(f, &p);
			break;
		}
		ok = read_event(b, &e, f);
		end = e.type == YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&p);
	return ok;
}

struct value *
yaml_read_scanned(struct builder *b, const struct yaml_parts *parts, const void *text,
	size_t n, struct fault *f)
{
	struct value *root = NULL;

	if (((parts && yaml_build(parts, b)) || read_events(b, text, n, f))
		&& !(root = builder_result(b)))
		fault_at_line(f, 1, 1, "is empty, expected a document");
	return root;
}

struct value *
yaml_read(struct builder *b, const void *text, size_t n, struct fault *f)
{
	struct yaml_parts parts = { 0 };
	struct value *root = yaml_read_scanned(
		b, yaml_scan(&parts, text, n) ? &parts : NULL, text, n, f);

	yaml_parts_free(&parts);
	return root;
}
