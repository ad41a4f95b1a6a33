/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/native/native.h"

enum {
	SURE = 80,    /* a key that only this format has at the top */
	LIKELY = 40,  /* a key that others may have, too */
	POSSIBLE = 5, /* by the file's name alone */
};

static int
key_score(const char *s, size_t n)
{
	static const struct {
		const char *key;
		int score;
	} keys[] = {
		{ "devices", SURE },
		{ "features", SURE },
		{ "defaults", SURE },
		{ "xen", SURE },
		{ "complete", LIKELY },
		{ "guest", LIKELY },
		{ "description", LIKELY },
		{ "machine", LIKELY },
		{ "program", LIKELY },
		{ "version", LIKELY },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strlen(keys[i].key) == n && !memcmp(keys[i].key, s, n))
			return keys[i].score;
	return 0;
}

/* "KEY:" at the start of a line. */
static int
line_score(const char *s, size_t n)
{
	size_t quote = n && (*s == '"' || *s == '\''), len = 0;

	while (quote + len < n && s[quote + len] >= 'a' && s[quote + len] <= 'z')
		len++;
	if (quote && (quote + len == n || s[quote + len] != *s))
		return 0;
	if (2 * quote + len >= n || s[2 * quote + len] != ':')
		return 0;
	return key_score(s + quote, len);
}

static int
yaml_score(const char *s, size_t n)
{
	const char *end = s + n, *line_end;
	int score, best = 0;

	for (; s < end; s = line_end + 1) {
		line_end = memchr(s, '\n', (size_t)(end - s));
		if (!line_end)
			line_end = end;
		score = line_score(s, (size_t)(line_end - s));
		if (score > best)
			best = score;
		if (line_end == end)
			break;
	}
	return best;
}

/* The strings of an outermost object; a value that looks like a key does no harm. */
static int
json_score(const char *s, size_t n)
{
	size_t i, start, depth = 0;
	int score, best = 0;

	for (i = 0; i < n; i++) {
		if (s[i] == '[' && !depth)
			return 0;
		if (s[i] == '{' || s[i] == '[')
			depth++;
		else if (s[i] == '}' || s[i] == ']')
			depth -= depth > 0;
		if (s[i] != '"')
			continue;
		for (start = ++i; i < n && s[i] != '"'; i++)
			i += s[i] == '\\';
		if (i >= n || depth != 1)
			continue;
		score = key_score(s + start, i - start);
		if (score > best)
			best = score;
	}
	return best;
}

static bool
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && !strcmp(name + n - m, end);
}

int
native_detect(const struct host_source *src)
{
	const char *s = (const char *)src->text.data;
	size_t n = src->text.n;
	int score;

	if (src->argv || !n)
		return 0;
	if (doc_guess_format(s, n) == DOC_FORMAT_JSON)
		score = json_score(s, n);
	else
		score = yaml_score(s, n);
	if (!score
		&& (ends_in(src->name, ".yaml") || ends_in(src->name, ".yml")
			|| ends_in(src->name, ".json")))
		score = POSSIBLE;
	return score;
}
