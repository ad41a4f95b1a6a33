/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/xl/cfg.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

struct parser {
	const char *s, *end;
	const char *line_start;
	uint32_t line;
	size_t values;
	struct arena *arena;
	struct fault *fault;
};

static bool
fault_here(struct parser *p, const char *expected)
{
	uint32_t column = (uint32_t)(p->s - p->line_start) + 1;
	unsigned char c = p->s < p->end ? (unsigned char)*p->s : 0;

	if (p->s == p->end)
		return fault_at_line(
			p->fault, p->line, column, "ends here, expected %s", expected);
	if (c == '\n')
		return fault_at_line(p->fault, p->line, column,
			"the line ends here, expected %s", expected);
	if (c < ' ' || c > '~')
		return fault_at_line(p->fault, p->line, column,
			"a byte 0x%02x, expected %s", c, expected);
	return fault_at_line(p->fault, p->line, column, "'%c', expected %s", c, expected);
}

static bool
at(const struct parser *p, char c)
{
	return p->s < p->end && *p->s == c;
}

static void
skip_newline(struct parser *p)
{
	p->s++;
	p->line++;
	p->line_start = p->s;
}

/* Blanks and a comment; the end of the line too, where @lines. */
static void
skip(struct parser *p, bool lines)
{
	while (p->s < p->end) {
		if (*p->s == ' ' || *p->s == '\t')
			p->s++;
		else if (*p->s == '#')
			while (p->s < p->end && *p->s != '\n')
				p->s++;
		else if (lines && *p->s == '\n')
			skip_newline(p);
		else
			return;
	}
}

static size_t
span(const struct parser *p, const char *set)
{
	size_t n = 0;

	while (p->s + n < p->end && p->s[n] && strchr(set, p->s[n]))
		n++;
	return n;
}

/* \xHH and \N, of which xl reads the digits as decimal ones. */
static bool
read_number_escape(struct parser *p, char *out)
{
	bool hex = *p->s == 'x';
	char digits[4] = "";
	size_t n;

	p->s += hex;
	n = span(p, hex ? "0123456789abcdefABCDEF" : "0123456789");
	if (n > (hex ? 2 : 3))
		n = hex ? 2 : 3;
	if (!n || (hex && n < 2))
		return fault_here(p, "digits of a character behind the '\\'");
	memcpy(digits, p->s, n);
	p->s += n;
	*out = (char)strtoul(digits, NULL, hex ? 16 : 10);
	return *out || fault_here(p, "no NUL character in a string");
}

static bool
read_escape(struct parser *p, char *out)
{
	static const char from[] = "abfnrtv\"'\\", to[] = "\a\b\f\n\r\t\v\"'\\";
	const char *found;

	p->s++;
	if (p->s == p->end || *p->s == '\n' || !*p->s)
		return fault_here(p, "a character behind the '\\'");
	if (*p->s == 'x' || (*p->s >= '0' && *p->s <= '7'))
		return read_number_escape(p, out);
	found = strchr(from, *p->s);
	if (!found)
		return fault_here(
			p, "one of abfnrtvx, a digit or a quote behind the '\\'");
	*out = to[found - from];
	p->s++;
	return true;
}

static bool
read_string(struct parser *p, const char **out)
{
	char quote = *p->s++, *text = NULL;
	size_t n = 0, room = 0;

	while (!at(p, quote)) {
		char c;

		if (p->s == p->end || *p->s == '\n' || !*p->s)
			return fault_here(p, "the quote that ends the string");
		c = *p->s;
		if (c != '\\')
			p->s++;
		else if (!read_escape(p, &c))
			return false;
		vec_room(p->arena, text, n, room);
		text[n++] = c;
	}
	p->s++;
	*out = arena_strndup(p->arena, text ? text : "", n);
	return true;
}

static bool read_value(struct parser *p, struct cfg_value **out, unsigned int depth);

static bool
read_list(struct parser *p, struct cfg_value *list, unsigned int depth)
{
	struct cfg_value *v;

	if (depth == CFG_DEPTH_MAX)
		return fault_here(p, "a list that is less deep");
	p->s++;
	skip(p, true);
	while (!at(p, ']')) {
		if (!read_value(p, &v, depth + 1))
			return false;
		if (list->last)
			list->last->next = v;
		else
			list->first = v;
		list->last = v;
		skip(p, true);
		if (at(p, ',')) {
			p->s++;
			skip(p, true);
		} else if (!at(p, ']')) {
			return fault_here(p, "',' or ']' in a list");
		}
	}
	p->s++;
	return true;
}

static bool
read_value(struct parser *p, struct cfg_value **out, unsigned int depth)
{
	struct cfg_value *v = *out = arena_new(p->arena, struct cfg_value);
	size_t n;

	v->line = p->line;
	v->column = (uint32_t)(p->s - p->line_start) + 1;
	if (++p->values > CFG_VALUES_MAX)
		return fault_here(p, "fewer values");
	if (at(p, '['))
		return read_list(p, v, depth);
	if (at(p, '"') || at(p, '\''))
		return read_string(p, &v->text);
	if (p->s == p->end || !(*p->s >= '0' && *p->s <= '9'))
		return fault_here(p, "a string in quotes, a number or a list");
	n = span(p, "0123456789abcdefx");
	v->text = arena_strndup(p->arena, p->s, n);
	p->s += n;
	return true;
}

static bool
read_setting(struct parser *p, struct cfg_setting **out)
{
	struct cfg_setting *set = *out = arena_new(p->arena, struct cfg_setting);
	size_t n = span(p, "._0123456789abcdefghijklmnopqrstuvwxyz");

	if (!n || *p->s < 'a' || *p->s > 'z')
		return fault_here(p, "the name of a setting");
	set->name = arena_strndup(p->arena, p->s, n);
	p->s += n;
	skip(p, false);
	set->add = at(p, '+');
	p->s += set->add;
	if (!at(p, '='))
		return fault_here(p, "'=' behind a setting's name");
	p->s++;
	skip(p, false);
	if (!read_value(p, &set->value, 0))
		return false;
	skip(p, false);
	return p->s == p->end || at(p, '\n') || at(p, ';')
	       || fault_here(p, "the end of the line behind a value");
}

bool
cfg_read(const char *s, size_t n, struct cfg_setting **first, struct arena *a,
	struct fault *f)
{
	struct parser p = { s, s + n, s, 1, 0, a, f };

	*first = NULL;
	for (;;) {
		skip(&p, true);
		if (p.s == p.end)
			return true;
		if (at(&p, ';')) {
			p.s++;
			continue;
		}
		if (!read_setting(&p, first))
			return false;
		first = &(*first)->next;
	}
}
