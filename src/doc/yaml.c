/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <yaml.h>

#include "base/fatal.h"
#include "doc/build.h"
#include "doc/scalar.h"

/* libyaml compares each tag directive with all before it. */
enum { TAG_DIRECTIVES_MAX = 16 };

static struct doc_mark
mark_of(const yaml_mark_t *m)
{
	return (struct doc_mark){ (uint32_t)m->line + 1, (uint32_t)m->column + 1 };
}

#define yaml_fault(b, mark, ...) \
	fault_at_line((b)->fault, (mark).line, (mark).column, __VA_ARGS__)

static bool
check_plain(struct doc_build *b, const yaml_event_t *e, const yaml_char_t *anchor,
	const yaml_char_t *tag)
{
	struct doc_mark at = mark_of(&e->start_mark);

	if (anchor)
		return yaml_fault(b, at,
			"anchor '&%.64s' is not read; write the value out where it is used",
			(const char *)anchor);
	if (tag)
		return yaml_fault(b, at, "tag '%.64s' is not read; leave it out",
			(const char *)tag);
	return true;
}

static bool
wants_key(const struct doc_level *l)
{
	return l && l->value->type == DOC_MAP && !l->key;
}

static bool
on_key(struct doc_build *b, const yaml_event_t *e, const char *text)
{
	struct doc_level *l = doc_build_level(b);
	struct doc_mark at = mark_of(&e->start_mark);

	if (!*text && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
		return yaml_fault(b, at, "a value without a key, expected 'KEY: VALUE'");
	l->key = text;
	l->key_mark = at;
	return true;
}

/* False where it is an integer that does not fit 64 bits. */
static bool
resolve(struct doc *d)
{
	static const enum doc_type types[] = {
		[SCALAR_NULL] = DOC_NULL,
		[SCALAR_FALSE] = DOC_BOOL,
		[SCALAR_TRUE] = DOC_BOOL,
		[SCALAR_INT] = DOC_INT,
		[SCALAR_TOO_BIG] = DOC_INT,
		[SCALAR_REAL] = DOC_REAL,
		[SCALAR_STRING] = DOC_STRING,
	};
	struct scalar v = scalar_resolve(d->text, false);

	d->type = types[v.kind];
	d->boolean = v.kind == SCALAR_TRUE;
	d->negative = v.kind == SCALAR_INT && v.negative;
	d->integer = v.magnitude;
	return v.kind != SCALAR_TOO_BIG;
}

static bool
on_scalar(struct doc_build *b, const yaml_event_t *e)
{
	const char *s = (const char *)e->data.scalar.value;
	size_t n = e->data.scalar.length;
	struct doc_mark at = mark_of(&e->start_mark);
	const char *text;
	struct doc *d;

	if (!check_plain(b, e, e->data.scalar.anchor, e->data.scalar.tag))
		return false;
	if (memchr(s, '\0', n))
		return yaml_fault(b, at, "a string with a NUL character, expected text");
	text = arena_strndup(b->arena, s, n);
	if (wants_key(doc_build_level(b)))
		return on_key(b, e, text);
	d = doc_build_value(b, DOC_STRING, at);
	if (!d)
		return false;
	d->text = text;
	if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !resolve(d))
		return yaml_fault(b, at,
			"integer '%.64s' does not fit 64 bits; a string stands in quotes",
			text);
	return true;
}

static bool
on_start(struct doc_build *b, const yaml_event_t *e, enum doc_type type,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	struct doc_mark at = mark_of(&e->start_mark);

	if (!check_plain(b, e, anchor, tag))
		return false;
	if (wants_key(doc_build_level(b)))
		return yaml_fault(
			b, at, "%s as a key, expected a string", doc_type_name(type));
	return doc_build_open(b, type, at);
}

static bool
on_document(struct doc_build *b, const yaml_event_t *e)
{
	struct doc_mark at = mark_of(&e->start_mark);

	if (b->root)
		return yaml_fault(b, at, "a second document, expected one");
	if (e->data.document_start.tag_directives.start
		!= e->data.document_start.tag_directives.end)
		return yaml_fault(b, at, "tag directives are not read; leave them out");
	return true;
}

static bool
on_event(struct doc_build *b, const yaml_event_t *e)
{
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT: return on_document(b, e);
	case YAML_ALIAS_EVENT:
		return yaml_fault(b, mark_of(&e->start_mark),
			"alias '*%.64s' is not read; write the value out",
			(const char *)e->data.alias.anchor);
	case YAML_SCALAR_EVENT: return on_scalar(b, e);
	case YAML_SEQUENCE_START_EVENT:
		return on_start(b, e, DOC_LIST, e->data.sequence_start.anchor,
			e->data.sequence_start.tag);
	case YAML_MAPPING_START_EVENT:
		return on_start(b, e, DOC_MAP, e->data.mapping_start.anchor,
			e->data.mapping_start.tag);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT: return doc_build_close(b);
	default: return true;
	}
}

static struct doc_mark
mark_at(const char *text, size_t n, size_t offset)
{
	struct doc_mark at = { 1, 1 };
	size_t i;

	for (i = 0; i < offset && i < n; i++) {
		if (text[i] == '\n')
			at = (struct doc_mark){ at.line + 1, 1 };
		else
			at.column += (text[i] & 0xc0) != 0x80;
	}
	return at;
}

/* " while parsing a flow sequence (line 3)", or "". */
static const char *
context_of(const yaml_parser_t *p, uint32_t line, struct arena *a)
{
	uint32_t from = mark_of(&p->context_mark).line;

	if (!p->context)
		return "";
	if (from == line || !p->context_mark.index)
		return arena_printf(a, " %s", p->context);
	return arena_printf(a, " %s (line %u)", p->context, from);
}

static bool
on_error(struct doc_build *b, const yaml_parser_t *p, const char *text, size_t n)
{
	struct doc_mark at = mark_of(&p->problem_mark);

	if (p->error == YAML_MEMORY_ERROR)
		fatal("out of memory: a YAML document of %zu bytes", n);
	if (p->error == YAML_READER_ERROR)
		at = mark_at(text, n, p->problem_offset);
	return yaml_fault(b, at, "not valid YAML: %s%s",
		p->problem ? p->problem : "cannot be parsed",
		context_of(p, at.line, b->arena));
}

static bool
check_directives(struct doc_build *b, const char *text, size_t n)
{
	const char *s = text, *end = text + n;
	uint32_t line = 1, found = 0;

	while (s && s < end) {
		if (end - s >= 4 && !memcmp(s, "%TAG", 4) && ++found > TAG_DIRECTIVES_MAX)
			return fault_at_line(b->fault, line, 1,
				"tag directives are not read; leave them out");
		s = memchr(s, '\n', (size_t)(end - s));
		s = s ? s + 1 : NULL;
		line++;
	}
	return true;
}

static bool
read_events(struct doc_build *b, yaml_parser_t *p, const char *text, size_t n)
{
	bool ok = true, more = true;
	yaml_event_t e;

	while (ok && more) {
		if (!yaml_parser_parse(p, &e))
			return on_error(b, p, text, n);
		more = e.type != YAML_STREAM_END_EVENT;
		ok = on_event(b, &e);
		yaml_event_delete(&e);
	}
	return ok;
}

bool
doc_read_yaml(struct doc_build *b, const char *text, size_t n)
{
	yaml_parser_t p;
	bool ok;

	if (!check_directives(b, text, n))
		return false;
	if (!yaml_parser_initialize(&p))
		fatal("out of memory: a YAML document of %zu bytes", n);
	yaml_parser_set_encoding(&p, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&p, (const unsigned char *)text, n);
	ok = read_events(b, &p, text, n);
	yaml_parser_delete(&p);
	if (ok && !b->root)
		return fault_at_line(b->fault, 1, 1, "empty, expected a YAML document");
	return ok;
}
