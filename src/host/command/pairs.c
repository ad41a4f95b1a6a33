/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/pairs.h"

#include <string.h>
#include <strings.h>

static size_t
element_end(const struct text *t, size_t i)
{
	unsigned int depth = 0;
	bool quoted = false;

	for (; i < t->n; i++) {
		if (text_is(t, i, '"'))
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (text_is(t, i, '['))
			depth++;
		else if (text_is(t, i, ']') && depth)
			depth--;
		else if (text_is(t, i, ',') && !depth)
			break;
	}
	return i;
}

bool
pairs_next(const struct text *t, size_t *i, struct pair *out)
{
	size_t end, equals = *i;

	if (*i >= t->n)
		return false;
	end = element_end(t, *i);
	while (equals < end && !text_is(t, equals, '='))
		equals++;
	out->all = text_part(t, *i, end);
	out->key = text_part(t, *i, equals);
	out->alone = equals == end;
	out->value = text_part(t, equals + !out->alone, end);
	*i = end + 1;
	return true;
}

bool
pairs_find(const struct text *t, const char *key, struct pair *out, bool *hidden)
{
	struct pair p;
	bool found = false;
	size_t i = 0;

	*hidden = false;
	while (pairs_next(t, &i, &p)) {
		if (text_opaque(&p.key)) {
			*hidden = true;
		} else if (text_equals(&p.key, key)) {
			*out = p;
			found = true;
			*hidden = false;
		}
	}
	return found;
}

enum tri
pairs_toggle(const struct text *value)
{
	static const struct {
		const char *word;
		enum tri means;
	} words[] = { { "on", TRI_YES }, { "true", TRI_YES }, { "off", TRI_NO },
		{ "false", TRI_NO }, { "", TRI_NO } };
	size_t i;

	if (text_opaque(value))
		return TRI_UNKNOWN;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == value->n
			&& !strncasecmp(words[i].word, value->s, value->n))
			return words[i].means;
	return TRI_UNKNOWN;
}
