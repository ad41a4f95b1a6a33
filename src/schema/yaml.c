/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Longer strings are prose: not worth an atom. */
enum { ATOM_LENGTH_MAX = 160 };

static bool
is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(s, word, n);
}

static bool
is_any(const char *s, size_t n, const char *a, const char *b, const char *c)
{
	return is(s, n, a) || is(s, n, b) || is(s, n, c);
}

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return 99;
}

enum number { NUMBER_NONE, NUMBER_OK, NUMBER_TOO_BIG };

static enum number
digits(const char *s, size_t n, unsigned int base, uint64_t *out)
{
	bool any = false, big = false;
	uint64_t x = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '_' && any)
			continue;
		if ((unsigned int)digit(s[i]) >= base)
			return NUMBER_NONE;
		any = true;
		big |= __builtin_mul_overflow(x, base, &x);
		big |= __builtin_add_overflow(x, (uint64_t)digit(s[i]), &x);
	}
	*out = x;
	return !any ? NUMBER_NONE : big ? NUMBER_TOO_BIG : NUMBER_OK;
}

static enum number
integer(const char *s, size_t n, struct value *out)
{
	bool negative = n && *s == '-';
	enum number kind;
	unsigned int base = 10;
	uint64_t x;

	if (n && (*s == '-' || *s == '+')) {
		s++;
		n--;
	}
	if (n > 2 && *s == '0' && strchr("xob", s[1])) {
		base = s[1] == 'x' ? 16 : s[1] == 'o' ? 8 : 2;
		s += 2;
		n -= 2;
	}
	kind = digits(s, n, base, &x);
	if (kind != NUMBER_OK)
		return kind;
	if (!negative || !x) {
		out->kind = V_INT;
		out->u = x;
		return NUMBER_OK;
	}
	if (x > (uint64_t)1 << 63)
		return NUMBER_TOO_BIG;
	out->kind = V_NEGINT;
	out->i = (int64_t)(0 - x);
	return NUMBER_OK;
}

static size_t
skip_digits(const char *s, size_t n, size_t i)
{
	while (i < n && s[i] >= '0' && s[i] <= '9')
		i++;
	return i;
}

static bool
real(const char *s, size_t n, struct value *out)
{
	size_t i = n && (*s == '-' || *s == '+'), start, end;
	char text[64];

	if (is_any(s + i, n - i, ".inf", ".Inf", ".INF")
		|| is_any(s, n, ".nan", ".NaN", ".NAN")) {
		out->kind = V_REAL;
		out->real = s[i + 1] == 'n' || s[i + 1] == 'N' ? __builtin_nan("")
							       : __builtin_inf();
		if (*s == '-')
			out->real = -out->real;
		return true;
	}
	start = i;
	end = i = skip_digits(s, n, i);
	if (i < n && s[i] == '.') {
		i = skip_digits(s, n, i + 1);
		end = i - 1;
	}
	if (end == start || n >= sizeof(text))
		return false;
	if (i < n && (s[i] | 0x20) == 'e') {
		i++;
		i += i < n && (s[i] == '-' || s[i] == '+');
		if (skip_digits(s, n, i) == i)
			return false;
		i = skip_digits(s, n, i);
	}
	if (i != n)
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	out->kind = V_REAL;
	out->real = strtod(text, NULL);
	return true;
}

bool
yaml_scalar(const char *s, size_t n, struct value *out, struct fault *f)
{
	bool numeric = n && (digit(*s) < 10 || strchr("+-.", *s));

	if (n == 0 || is(s, n, "~") || is_any(s, n, "null", "Null", "NULL")) {
		out->kind = V_NULL;
	} else if (is_any(s, n, "true", "True", "TRUE")) {
		out->kind = V_TRUE;
	} else if (is_any(s, n, "false", "False", "FALSE")) {
		out->kind = V_FALSE;
	} else if (numeric) {
		switch (integer(s, n, out)) {
		case NUMBER_OK: return true;
		case NUMBER_TOO_BIG:
			return fault_set(f, "the integer %.*s does not fit 64 bits",
				n > 80 ? 80 : (int)n, s);
		default: break;
		}
		if (!real(s, n, out))
			out->kind = V_STRING;
	} else {
		out->kind = V_STRING;
	}
	return true;
}

static struct value
string_value(struct builder *b, const char *s, size_t n)
{
	if (n <= ATOM_LENGTH_MAX)
		return value_atom(b->strings, intern(b->strings, s, n));
	return (struct value){ .kind = V_STRING,
		.n = (uint32_t)n,
		.id = ATOM_NONE,
		.s = arena_strndup(b->arena, s, n) };
}

static bool
at_event(struct fault *f, const yaml_event_t *e, const char *message)
{
	return fault_at_line(f, (uint32_t)e->start_mark.line + 1,
		(uint32_t)e->start_mark.column + 1, "%s", message);
}

static bool
read_scalar(struct builder *b, const yaml_event_t *e, struct fault *f)
{
	const char *s = (const char *)e->data.scalar.value;
	size_t n = e->data.scalar.length;
	struct value v = { .kind = V_STRING };
	uint32_t line = (uint32_t)e->start_mark.line + 1;
	size_t column = e->start_mark.column + 1;

	if (e->data.scalar.tag)
		return at_event(f, e, "a tag, expected a plain value");
	if (memchr(s, '\0', n))
		return at_event(f, e, "a string with a NUL character");
	if (builder_wants_key(b)) {
		builder_key(b, intern(b->strings, s, n));
		return true;
	}
	if (e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
		&& !yaml_scalar(s, n, &v, f)) {
		f->line = line;
		f->column = (uint32_t)column;
		return false;
	}
	if (v.kind == V_STRING)
		v = string_value(b, s, n);
	v.line = line;
	v.column = column > UINT16_MAX ? 0 : (uint16_t)column;
	return builder_scalar(b, v, f);
}

static bool
read_open(struct builder *b, const yaml_event_t *e, struct fault *f)
{
	bool map = e->type == YAML_MAPPING_START_EVENT;

	if (map ? e->data.mapping_start.tag : e->data.sequence_start.tag)
		return at_event(f, e, "a tag, expected a plain value");
	if (builder_wants_key(b))
		return at_event(f, e, "a key that is no scalar");
	return builder_open(b, map ? V_OBJECT : V_ARRAY, (uint32_t)e->start_mark.line + 1,
		(uint32_t)e->start_mark.column + 1, f);
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
	return fault_at_line(f, (uint32_t)p->problem_mark.line + 1,
		(uint32_t)p->problem_mark.column + 1, "is not valid YAML: %s%s%s",
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

static bool
is_plain_text(const char *p, const char *end)
{
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
	if (!is_block_item(p + indent, end) || (x->item != SIZE_MAX && x->item != indent))
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

struct value *
yaml_read(struct builder *b, const void *text, size_t n, struct fault *f)
{
	struct value *root = NULL;
	yaml_parser_t p;
	yaml_event_t e;
	bool ok = true, end = false;

	if (!yaml_parser_initialize(&p)) {
		fault_set(f, "out of memory");
		return NULL;
	}
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
	if (ok && !(root = builder_result(b)))
		fault_at_line(f, 1, 1, "is empty, expected a document");
	return root;
}
