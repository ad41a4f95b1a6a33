/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "dts/pp/state.h"

static bool
append(struct pp *pp, const char *s, size_t n)
{
	struct dts_text *t = pp->t;

	if (!text_room(t, n)) {
		pp_stop(pp, pp_at(pp, pp_input(pp)->at), pp_at(pp, pp_input(pp)->at),
			"the text grows larger than %u bytes", TEXT_SIZE_MAX);
		return false;
	}
	memcpy(t->s + t->n, s, n);
	t->n += (uint32_t)n;
	return true;
}

void
pp_copy_text(struct pp *pp, uint32_t end)
{
	struct pp_input *in = pp_input(pp);

	if (in->at >= end)
		return;
	map_add_span(pp->t, in->instance, in->at, MAP_NONE);
	append(pp, in->program->clean.s + in->at, end - in->at);
	in->at = end;
}

/* Starts afresh: no token stands before what comes next. */
static void
pp_forget_tokens(struct pp *pp)
{
	pp->pending = pp->source = pp->source_white = false;
	pp->last.type = PP_END;
	pp->seam = UINT32_MAX;
}

/* The last token of the line before @end, where tokens may begin at @from. */
static struct pp_token
token_before(struct pp *pp, uint32_t from, uint32_t end)
{
	const char *s = pp_input(pp)->program->clean.s;
	struct pp_token t = { .type = PP_END };
	uint32_t at = end;

	while (at > from && s[at - 1] != '\n')
		at--;
	while (at < end) {
		if (pp_class[(uint8_t)s[at]] & PP_CLASS_BLANK) {
			at++;
			continue;
		}
		t.s = s + at;
		t.n = pp_token_length(s + at, end - at, &t.type);
		at += t.n;
	}
	return t;
}

void
pp_begin_tokens(struct pp *pp, const struct pp_token *first)
{
	struct pp_input *in = pp_input(pp);
	uint32_t from = in->at, at = (uint32_t)(first->s - in->program->clean.s);

	if (from == at && pp->seam == at)
		return;
	/* whether there is a blank is found out with the first token that comes of it */
	pp_copy_text(pp, at - ((first->flags & PP_WHITE) != 0));
	in->at = at;
	pp_forget_tokens(pp);
	if (!(first->flags & (PP_WHITE | PP_LINE_START)))
		pp->last = token_before(pp, from, at);
}

/* The blank before a token, if it needs one. */
static void
put_blank(struct pp *pp, const struct pp_token *t)
{
	bool blank = t->flags & PP_WHITE;

	if (pp->pending)
		blank = (pp->source ? pp->source_white : blank)
			|| (pp->last.type != PP_END && pp_avoid_paste(&pp->last, t))
			|| (pp->last.type == PP_END && t->type == '#');
	if (blank)
		append(pp, " ", 1);
	pp->pending = pp->source = pp->source_white = false;
	pp->last = *t;
}

void
pp_put_token(struct pp *pp, const struct pp_token *t)
{
	if (t->type == PP_PADDING) {
		bool source = t->name;

		pp->pending = true;
		if (!pp->source || (!pp->source_white && !source)) {
			pp->source = source;
			pp->source_white = source && (t->folder & PP_WHITE);
		}
		return;
	}
	if (t->type == PP_END)
		return;
	put_blank(pp, t);
	map_add_span(pp->t, t->file, t->offset, pp->use);
	append(pp, t->s, t->n);
}

void
pp_end_tokens(struct pp *pp)
{
	struct pp_input *in = pp_input(pp);
	const char *s = in->program->clean.s;
	uint32_t at = in->at, line = at;
	struct pp_token t = { .s = s + at };

	if (at >= in->end || !pp->pending)
		return;
	while (line < in->end && s[line] == '\n')
		line++;
	if (line > at) {
		/* gcc has a blank before a # that is no directive */
		pp_copy_text(pp, line);
		if (line == in->end)
			return;
		if (s[line] == '#')
			append(pp, " ", 1);
		pp_forget_tokens(pp);
		return;
	}
	if (pp_class[(uint8_t)s[at]] & PP_CLASS_BLANK) {
		pp_forget_tokens(pp);
		return;
	}
	t.n = pp_token_length(t.s, in->end - at, &t.type);
	put_blank(pp, &t);
	pp_copy_text(pp, at + t.n);
	pp->seam = in->at;
}

void
pp_begin_text(struct pp *pp)
{
	const struct pp_input *in = pp_input(pp);

	/* as if it stood in the same text as what is before */
	if (pp->pending && in->program->clean.s[in->at] == '#')
		append(pp, " ", 1);
	pp_forget_tokens(pp);
}
