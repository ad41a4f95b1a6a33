/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/yaml_read.h"

#include <string.h>

#include "doc/scalar.h"
#include "doc/yaml_events.h"

/* libyaml compares each tag directive with all before it. */
enum { TAG_DIRECTIVES_MAX = 16 };

struct reader {
	struct builder *b;
	struct fault *fault;
	const char *text;
	size_t n;
	bool begun; /* the document was met */
};

#define refuse(r, at, ...) fault_at_line((r)->fault, (at).line, (at).column, __VA_ARGS__)

static bool
check_plain(struct reader *r, const yaml_event_t *e, const yaml_char_t *anchor,
	const yaml_char_t *tag)
{
	struct mark at = yaml_mark(&e->start_mark);

	if (anchor && r->b->config)
		return refuse(r, at,
			"anchor '&%.64s' is not read; write the value out where it is used",
			(const char *)anchor);
	if (tag)
		return refuse(r, at, "tag '%.64s' is not read; leave it out",
			(const char *)tag);
	return true;
}

/* A magnitude of 64 bits: of a configuration with a sign, which the text has. */
static bool
set_integer(const struct reader *r, const struct scalar *x, struct value *out)
{
	out->kind = x->negative && x->magnitude ? V_NEGINT : V_INT;
	out->u = x->negative ? 0 - x->magnitude : x->magnitude;
	return !x->negative || x->magnitude <= (uint64_t)1 << 63 || r->b->config;
}

/* False where it is an integer that does not fit. */
static bool
resolve(const struct reader *r, const char *s, struct value *out)
{
	struct scalar x = scalar_resolve(s, !r->b->config);

	switch (x.kind) {
	case SCALAR_NULL: out->kind = V_NULL; break;
	case SCALAR_FALSE: out->kind = V_FALSE; break;
	case SCALAR_TRUE: out->kind = V_TRUE; break;
	case SCALAR_STRING: out->kind = V_STRING; break;
	case SCALAR_REAL:
		out->kind = V_REAL;
		out->real = scalar_real(s);
		break;
	case SCALAR_INT: return set_integer(r, &x, out);
	case SCALAR_TOO_BIG: return false;
	}
	return true;
}

static bool
on_key(struct reader *r, const yaml_event_t *e)
{
	size_t n = e->data.scalar.length;
	struct mark at = yaml_mark(&e->start_mark);

	if (r->b->config && !n && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		return refuse(r, at, "a value without a key, expected 'KEY: VALUE'");
	builder_key(
		r->b, intern(r->b->strings, (const char *)e->data.scalar.value, n), at);
	return true;
}

static bool
on_scalar(struct reader *r, const yaml_event_t *e)
{
	const char *s = (const char *)e->data.scalar.value;
	size_t n = e->data.scalar.length;
	struct mark at = yaml_mark(&e->start_mark);
	struct value v = { .kind = V_STRING };

	if (!check_plain(r, e, e->data.scalar.anchor, e->data.scalar.tag))
		return false;
	if (memchr(s, '\0', n))
		return refuse(r, at, "a string with a NUL character, expected text");
	if (builder_wants_key(r->b))
		return on_key(r, e);
	if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !resolve(r, s, &v))
		return refuse(r, at,
			"integer '%.64s' does not fit 64 bits; a string stands in quotes",
			s);
	if (v.kind == V_STRING)
		v = builder_string(r->b, s, n);
	else if (r->b->config)
		v.id = intern(r->b->strings, s, n);
	return builder_scalar(r->b, v, at, r->fault);
}

static bool
on_open(struct reader *r, const yaml_event_t *e)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;
	struct mark at = yaml_mark(&e->start_mark);

	if (!check_plain(r, e,
		    map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor,
		    map ? e->data.mapping_start.tag : e->data.sequence_start.tag))
		return false;
	if (builder_wants_key(r->b))
		return refuse(r, at, "%s as a key, expected a string",
			map ? "a map" : "a list");
	return builder_open(r->b, map ? V_OBJECT : V_ARRAY, at, r->fault);
}

static bool
on_document(struct reader *r, const yaml_event_t *e)
{
	struct mark at = yaml_mark(&e->start_mark);

	if (r->begun)
		return refuse(r, at, "a second document, expected one in a file");
	r->begun = true;
	if (r->b->config
		&& e->data.document_start.tag_directives.start
			   != e->data.document_start.tag_directives.end)
		return refuse(r, at, "tag directives are not read; leave them out");
	return true;
}

static bool
on_event(void *context, const yaml_event_t *e)
{
	struct reader *r = context;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT: return on_document(r, e);
	case YAML_ALIAS_EVENT:
		return refuse(r, yaml_mark(&e->start_mark),
			"alias '*%.64s' is not read; write the value out",
			(const char *)e->data.alias.anchor);
	case YAML_SCALAR_EVENT: return on_scalar(r, e);
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT: return on_open(r, e);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: return builder_close(r->b, r->fault);
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_STREAM_END_EVENT:
	case YAML_DOCUMENT_END_EVENT: return true;
	}
	return true;
}

static struct mark
mark_at(const char *text, size_t n, size_t offset)
{
	struct mark at = { 1, 1 };
	size_t i;

	for (i = 0; i < offset && i < n; i++) {
		if (text[i] == '\n')
			at = (struct mark){ at.line + 1, 1 };
		else
			at.column += (text[i] & 0xc0) != 0x80;
	}
	return at;
}

/* " while parsing a flow sequence (line 3)", or "". */
static const char *
context_of(const yaml_parser_t *p, uint32_t line, struct arena *a)
{
	uint32_t from = yaml_mark(&p->context_mark).line;

	if (!p->context)
		return "";
	if (from == line || !p->context_mark.index)
		return arena_printf(a, " %s", p->context);
	return arena_printf(a, " %s (line %u)", p->context, from);
}

static void
on_error(void *context, const yaml_parser_t *p)
{
	struct reader *r = context;
	struct mark at = yaml_mark(&p->problem_mark);

	if (p->error == YAML_READER_ERROR)
		at = mark_at(r->text, r->n, p->problem_offset);
	refuse(r, at, "not valid YAML: %s%s",
		p->problem ? p->problem : "cannot be parsed",
		context_of(p, at.line, r->fault->arena));
}

static bool
check_directives(struct reader *r, const char *text, size_t n)
{
	const char *s = text, *end = text + n;
	uint32_t line = 1, found = 0;

	while (s && s < end) {
		if (end - s >= 4 && !memcmp(s, "%TAG", 4) && ++found > TAG_DIRECTIVES_MAX)
			return fault_at_line(r->fault, line, 1,
				"tag directives are not read; leave them out");
		s = memchr(s, '\n', (size_t)(end - s));
		s = s ? s + 1 : NULL;
		line++;
	}
	return true;
}

struct value *
yaml_read(struct builder *b, const void *text, size_t n, struct fault *f)
{
	struct reader r = { .b = b, .fault = f, .text = text, .n = n };
	struct yaml_reading reading = { on_event, on_error, &r, YAML_UTF8_ENCODING };
	struct value *root;

	builder_start(b);
	if (!check_directives(&r, text, n) || !yaml_events(&reading, text, n))
		return NULL;
	root = builder_result(b);
	if (!root)
		fault_at_line(f, 1, 1, "empty, expected a YAML document");
	return root;
}
