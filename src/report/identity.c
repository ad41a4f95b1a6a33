/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/identity.h"

#include <ctype.h>
#include <string.h>

#include "base/digest.h"
#include "base/hash.h"
#include "rules/rule.h"

enum { SHOWN_DIGITS = DIGEST_HEX / 2 };

/* Of a word that may be a name: '@', so that unit addresses are part of theirs. */
static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("_@,.+#/:-", c));
}

/* The length of a number, or of a list of them in brackets, at @s; 0: there is none. */
static size_t
number_length(const char *s)
{
	size_t n = 0;

	if (*s == '[' || *s == '<') {
		n = strcspn(s, *s == '[' ? "]" : ">");
		return s[n] ? n + 1 : n;
	}
	if (!isdigit((unsigned char)*s))
		return 0;
	while (in_word(s[n]))
		n++;
	return n;
}

/* The length of "(…)"; @last is the last ')' there is, or NULL. */
static size_t
aside_length(const char *s, const char *last)
{
	return *s == '(' && last && s < last ? strcspn(s, ")") + 1 : 0;
}

const char *
identity_words(const char *message, struct arena *a)
{
	const char *end = strstr(message, "; did you mean"), *s = message;
	const char *last = strrchr(message, ')');
	/* nothing is put in that is longer than what it stands for */
	char *words = arena_alloc(a, strlen(message) + 1), *to = words;
	char before = ' ';
	size_t n;

	while (*s && s != end) {
		n = aside_length(s, last);
		if (!n && (n = in_word(before) ? 0 : number_length(s))
			&& (to == words || to[-1] != '#'))
			*to++ = '#';
		if (n) {
			s += n;
			before = ' ';
			continue;
		}
		/* so that lists of any length are one '#' */
		if (!(to > words && to[-1] == '#' && (*s == ' ' || *s == ',')))
			*to++ = *s;
		before = *s++;
	}
	*to = '\0';
	return words;
}

/* Of the same bytes on any machine. */
static void
digest_index(struct digest_run *run, uint64_t index)
{
	uint8_t bytes[8];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(index >> 8 * i);
	digest_data(run, bytes, sizeof(bytes));
}

static void
digest_path(struct digest_run *run, const struct diag *d)
{
	size_t i;

	if (!d->nproperty_path)
		digest_text(run, d->property ? d->property : "");
	for (i = 0; i < d->nproperty_path; i++) {
		if (d->property_path[i].name)
			digest_text(run, d->property_path[i].name);
		else
			digest_index(run, d->property_path[i].index);
	}
}

static struct digest
digest_of_finding(const struct diag *d, struct arena *scratch)
{
	struct digest_run run;

	digest_begin(&run);
	digest_text(&run, d->rule->id);
	digest_text(&run, d->node ? d->node : "");
	digest_path(&run, d);
	digest_text(&run, d->what ? d->what : identity_words(d->message, scratch));
	return digest_end(&run);
}

void
report_identify(struct diag *const *v, size_t n, struct arena *a)
{
	struct arena scratch = { 0 };
	struct map seen = { 0 };
	uint32_t *counts = arena_array(&scratch, uint32_t, n);
	size_t i;

	for (i = 0; i < n; i++) {
		struct diag *d = v[i];
		struct digest digest = digest_of_finding(d, &scratch);
		char *hex = digest_hex(&digest, a);
		uint64_t key;
		uint32_t k;

		memcpy(&key, digest.v, sizeof(key));
		key = hash_mix(key + ((uint64_t)d->input << 32 | d->unit_id));
		k = map_put(&seen, &scratch, key, seen.count);
		hex[SHOWN_DIGITS] = '\0';
		d->fingerprint = ++counts[k] == 1
					 ? hex
					 : arena_printf(a, "%s:%u", hex, counts[k]);
	}
	arena_free(&scratch);
}
