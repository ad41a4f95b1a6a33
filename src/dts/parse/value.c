/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands behind the '=' of a property. */
#include <inttypes.h>
#include <string.h>

#include "base/vec.h"
#include "dts/parse/parser.h"

/* Keeps a piece of the value, from @begin to the last token. */
static void
parse_part(struct parser *p, uint32_t begin, uint32_t offset)
{
	if (!p->keep_parts)
		return;
	vec_room(p->parts_arena, p->parts, p->nparts, p->cap_parts);
	p->parts[p->nparts++] = (struct dts_part){
		.place = { begin, p->last_end },
		.offset = offset,
		.len = p->prop->len - offset,
	};
}

static void
append(struct parser *p, const void *data, size_t n)
{
	buf_add(&p->tree->values, data, n);
	p->prop->len += (uint32_t)n;
}

static void
mark(struct parser *p, enum live_mark_kind kind)
{
	struct live_mark *m = arena_new(p->tree->arena, struct live_mark);

	m->kind = kind;
	m->place = (struct live_place){ p->tok.begin, p->tok.end };
	m->ref = parse_atom(p, &p->tok);
	m->offset = p->prop->len;
	*p->last_mark = m;
	p->last_mark = &m->next;
	p->prop->has_paths = p->prop->has_paths || kind == LIVE_MARK_PATH;
}

static bool
is_ref(uint32_t kind)
{
	return kind == TOKEN_LABEL_REF || kind == TOKEN_PATH_REF;
}

static void
labels(struct parser *p)
{
	while (p->tok.kind == TOKEN_LABEL) {
		p->tree->other_labels = true;
		mark(p, LIVE_MARK_LABEL);
		parse_advance(p);
	}
}

static void
string(struct parser *p)
{
	const char *s = p->text->s;
	uint32_t i = p->tok.begin + 1, end = p->tok.end - 1;
	const char *escape = memchr(s + i, '\\', end - i);
	uint8_t byte;

	if (!escape)
		append(p, s + i, end - i);
	while (escape && i < end) {
		byte = (uint8_t)s[i++];
		if (byte == '\\' && !dts_escape(s, &i, &byte))
			parse_error(p, i - 2, i,
				"'\\x' without hexadecimal digits behind it");
		append(p, &byte, 1);
	}
	append(p, "", 1);
}

/* Puts @bits of a cell, the most significant first. */
static void
append_integer(struct parser *p, uint64_t v, uint32_t bits)
{
	uint8_t bytes[8];
	uint32_t i, n = bits / 8;

	for (i = 0; i < n; i++)
		bytes[i] = (uint8_t)(v >> (bits - 8 - 8 * i));
	append(p, bytes, n);
}

static void
check_width(struct parser *p, uint32_t begin, uint64_t v, uint32_t bits)
{
	uint64_t mask = ((uint64_t)1 << bits) - 1;

	/* sign-extended ones lose nothing */
	if (v <= mask || (v | mask) == UINT64_MAX || p->lx.quiet)
		return;
	dts_text_message(p->text, DTS_WARNING, "source/value-truncated", begin,
		p->last_end,
		"0x%" PRIx64 " does not fit into a cell of %" PRIu32
		" bits, what is left of it is 0x%" PRIx64,
		v, bits, v & mask);
}

static void
array_ref(struct parser *p, uint32_t bits)
{
	if (bits == 32)
		mark(p, LIVE_MARK_PHANDLE);
	else
		parse_error(p, p->tok.begin, p->tok.end,
			"a reference in a list of cells of %" PRIu32
			" bits, expected one in cells of 32 bits",
			bits);
	parse_advance(p);
	append_integer(p, UINT64_MAX, bits);
}

/* What people write between '<' and '>' that is no cell. */
static bool
no_cell(struct parser *p)
{
	switch (p->tok.kind) {
	case ',':
		parse_error(p, p->tok.begin, p->tok.end,
			"',' within '<' and '>', expected blanks between cells");
		break;
	case TOKEN_STRING:
		parse_error(p, p->tok.begin, p->tok.end,
			"a string within '<' and '>', expected cells");
		break;
	case '-':
	case '+':
	case '*':
	case '|':
	case '&':
	case '~':
	case '!':
	case '^':
	case '%':
	case TOKEN_SHIFT_LEFT:
	case TOKEN_SHIFT_RIGHT:
		parse_error(p, p->tok.begin, p->tok.end,
			"'%.*s' outside of parentheses, expected '(' around an expression",
			(int)(p->tok.end - p->tok.begin), parse_text(p, p->tok.begin));
		break;
	default: return parse_expected(p, "a cell or '>'");
	}
	parse_advance(p);
	return true;
}

static bool
cells(struct parser *p, uint32_t bits)
{
	uint32_t begin, offset;
	uint64_t v;

	while (p->tok.kind != '>') {
		begin = p->tok.begin;
		offset = p->prop->len;
		switch (p->tok.kind) {
		case TOKEN_LITERAL:
		case TOKEN_CHAR:
		case TOKEN_WORD:
		case '(':
			if (!parse_prim(p, &v))
				return false;
			if (bits < 64)
				check_width(p, begin, v, bits);
			append_integer(p, v, bits);
			break;
		case TOKEN_LABEL_REF:
		case TOKEN_PATH_REF: array_ref(p, bits); break;
		case TOKEN_LABEL: labels(p); continue;
		default:
			if (!no_cell(p))
				return false;
			continue;
		}
		parse_part(p, begin, offset);
	}
	parse_advance(p);
	return true;
}

static bool
array(struct parser *p)
{
	uint32_t bits = 32;

	if (p->tok.kind == TOKEN_BITS) {
		parse_advance(p);
		if (p->tok.kind != TOKEN_LITERAL)
			return parse_expected(p, "8, 16, 32 or 64");
		bits = p->tok.value == 8 || p->tok.value == 16 || p->tok.value == 64
			       ? (uint32_t)p->tok.value
			       : 32;
		if (p->tok.value != bits)
			parse_error(p, p->tok.begin, p->tok.end,
				"cells of %" PRIu64 " bits, expected 8, 16, 32 or 64",
				p->tok.value);
		parse_advance(p);
		if (p->tok.kind != '<')
			return parse_expected(p, "'<'");
	}
	parse_advance(p);
	return cells(p, bits);
}

static bool
bytes(struct parser *p)
{
	uint32_t begin;
	uint8_t byte;

	parse_advance(p);
	while (p->tok.kind != ']') {
		begin = p->tok.begin;
		if (p->tok.kind == TOKEN_LABEL) {
			labels(p);
		} else if (p->tok.kind == TOKEN_BYTE) {
			byte = (uint8_t)p->tok.value;
			parse_advance(p);
			append(p, &byte, 1);
			parse_part(p, begin, p->prop->len - 1);
		} else {
			return parse_expected(p, "two hexadecimal digits or ']'");
		}
	}
	parse_advance(p);
	return true;
}

/* One member of the list. */
static bool
item(struct parser *p)
{
	uint32_t begin = p->tok.begin, offset = p->prop->len;

	switch (p->tok.kind) {
	case TOKEN_STRING:
		string(p);
		parse_advance(p);
		break;
	case '<':
	case TOKEN_BITS: return array(p);
	case '[': return bytes(p);
	case TOKEN_INCBIN:
		if (!parse_incbin(p))
			return false;
		break;
	default:
		if (!is_ref(p->tok.kind))
			return parse_expected(p, "a value");
		mark(p, LIVE_MARK_PATH);
		parse_advance(p);
		break;
	}
	parse_part(p, begin, offset);
	return true;
}

bool
parse_value(struct parser *p)
{
	p->last_mark = &p->prop->marks;
	do {
		labels(p);
		if (!item(p))
			return false;
		labels(p);
	} while (parse_accept(p, ','));
	return true;
}

/* `/incbin/("file")`, `/incbin/("file", skip, size)` */
bool
parse_incbin(struct parser *p)
{
	uint64_t skip = 0, max = UINT64_MAX;
	uint32_t at = p->tok.begin, name;
	const uint8_t *data;
	size_t size, n;

	parse_advance(p);
	if (!parse_accept(p, '('))
		return parse_expected(p, "'('");
	if (p->tok.kind != TOKEN_STRING)
		return parse_expected(p, "the name of a file");
	/* the name is a value for a moment, for its escapes */
	name = (uint32_t)p->tree->values.n;
	string(p);
	parse_advance(p);
	p->prop->len -= (uint32_t)p->tree->values.n - name;
	p->tree->values.n = name;
	if (parse_accept(p, ',')) {
		char *keep = arena_strdup(p->tree->arena, p->tree->values.s + name);

		if (!parse_prim(p, &skip))
			return false;
		if (!parse_accept(p, ','))
			return parse_expected(p, "','");
		if (!parse_prim(p, &max))
			return false;
		buf_add(&p->tree->values, keep, strlen(keep) + 1);
		p->tree->values.n = name;
	}
	if (!parse_accept(p, ')'))
		return parse_expected(p, "')'");
	n = strlen(p->tree->values.s + name);
	if (p->keep_parts) {
		/* the bytes are there already, somewhere */
		return true;
	}
	if (dts_text_incbin(p->text, at,
		    arena_strndup(p->tree->arena, p->tree->values.s + name, n), n, skip,
		    max, p->tree->arena, &data, &size))
		append(p, data, size);
	return true;
}
