/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Slips that messages tell of, as changes that mend them. */
#include <string.h>

#include "bindings/message.h"
#include "tree/value.h"

void
slip_note(const struct words_of *w, const char *word, const char *meant, bool name,
	bool certain)
{
	if (!meant || !w->slip)
		return;
	w->slip->n++;
	w->slip->word = word;
	w->slip->meant = meant;
	w->slip->name = name;
	w->slip->certain = certain;
}

/* The string of a value that is @word, where there is one such. */
static const char *
only_string(const struct prop *p, const char *word)
{
	const char *found = NULL;

	prop_for_each_string(p, s)
	{
		if (strcmp(s, word) != 0)
			continue;
		if (found)
			return NULL;
		found = s;
	}
	return found;
}

/* The change that a message has told of. */
void
slip_fix(struct lint *l, struct diag *d, const struct slip *slip, const struct node *n,
	const struct prop *p)
{
	const char *was = NULL;

	if (slip->n != 1)
		return;
	if (slip->name) {
		node_for_each_prop (l->tree, n, q)
			if (!strcmp(prop_name(l->tree, q), slip->word))
				diag_fix_name(l, d, q, slip->meant, slip->certain);
	} else if (p && (was = only_string(p, slip->word))) {
		diag_fix_string(l, d, p, was, slip->meant, slip->certain);
	}
}
