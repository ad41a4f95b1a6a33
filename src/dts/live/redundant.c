/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/live/redundant.h"

#include <string.h>

static void
note(struct dts_text *text, struct dts_message *m, struct live_place at, const char *what)
{
	if (at.begin != LIVE_NOWHERE)
		dts_messages_note(text->messages, m,
			dts_text_place(text, at.begin, at.end), "%s", what);
}

/* A definition of a property and the one before it. */
static void
look_at(const struct live_tree *t, struct dts_text *text, const struct live_prop *p,
	struct live_place place, uint32_t body, const struct live_definition *before)
{
	struct dts_message *m;

	if (!body || before->body != body || place.begin == LIVE_NOWHERE)
		return;
	m = dts_text_message(text, DTS_WARNING, "source/property-repeated", place.begin,
		place.end,
		"property '%s' is given twice in one body: the first value is lost",
		live_name(t, p->name));
	note(text, m, before->place, "first given here");
}

/* Whether the definition that holds says what the one before it said. */
static bool
is_same(const struct live_tree *t, const struct live_prop *p)
{
	const struct live_definition *before = p->earlier;

	return !p->marks && !before->refers && !before->deleted && p->len == before->len
	       && (!p->len
		       || !memcmp(t->values.s + p->value, t->values.s + before->value,
			       p->len));
}

void
live_redundant(const struct live_tree *t, struct dts_text *text, bool overrides)
{
	live_for_each(t, n)
	{
		live_for_each_prop(n, p)
		{
			struct live_place place = p->place;
			uint32_t body = p->body;

			for (const struct live_definition *d = p->earlier; d;
				d = d->next) {
				look_at(t, text, p, place, body, d);
				place = d->place;
				body = d->body;
			}
			if (!overrides || !p->earlier || p->earlier->body == p->body
				|| p->place.begin == LIVE_NOWHERE || !is_same(t, p))
				continue;
			note(text,
				dts_text_message(text, DTS_WARNING,
					"source/override-without-change", p->place.begin,
					p->place.end,
					"property '%s' has this value already",
					live_name(t, p->name)),
				p->earlier->place, "given here");
		}
	}
}
