/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/option_table.h"

#include <string.h>

#include "base/suggest.h"
#include "base/vec.h"

struct walk {
	struct reading *rd;
	const struct command_grammar *g;
	const struct word *v;
	size_t n, i;
	void *ctx;
	bool *hidden;
};

static const struct command_option *
find_exactly(const struct command_grammar *g, const struct text *name)
{
	const struct command_option *o;

	for (o = g->options; o->name; o++)
		if (text_equals(name, o->name))
			return o;
	return NULL;
}

/* NULL where it is the beginning of none, or of several. */
static const struct command_option *
find_abbreviated(const struct command_grammar *g, const struct text *name)
{
	const struct command_option *o, *found = NULL;

	for (o = g->options; o->name; o++) {
		if (strncmp(o->name, name->s, name->n) != 0)
			continue;
		if (found)
			return NULL;
		found = o;
	}
	return found;
}

static const struct command_option *
find_long(const struct command_grammar *g, struct text name, bool *negated)
{
	const struct command_option *o = find_exactly(g, &name);

	*negated = false;
	if (!o && g->negates && name.n > 3 && !memcmp(name.s, "no-", 3)) {
		name = text_part(&name, 3, name.n);
		*negated = true;
		o = find_exactly(g, &name);
	}
	return o || !g->abbreviates || !name.n ? o : find_abbreviated(g, &name);
}

static const struct command_option *
find_letter(const struct command_grammar *g, char c)
{
	const struct command_option *o;

	for (o = g->options; o->name; o++)
		if (o->letter == c && c)
			return o;
	return NULL;
}

static bool
begins_with_dash(const struct word *w)
{
	return text_is(&w->text, 0, '-') && w->text.n > 1;
}

static bool
hide(struct walk *k, const struct word *w)
{
	struct where where = reading_where(k->rd, w, NULL, 0);

	*k->hidden = true;
	if (text_opaque(&w->text))
		reading_remark_opaque(k->rd, &where, &w->text,
			"it may hold any options, so that devices may be missing here");
	return true;
}

static bool
unknown(struct walk *k, const struct word *w, const struct text *name)
{
	struct where where = reading_where(k->rd, w, NULL, 0);
	struct suggest s = { .word = text_dup(name, k->rd->arena) };
	const struct command_option *o;

	*k->hidden = true;
	for (o = k->g->options; name->n > 1 && o->name; o++)
		suggest_try(&s, o->name);
	reading_remark(k->rd, &where,
		"'%s' is no option of %s that is known here%s: what it adds is not known",
		w->text.s, k->g->program,
		s.best ? arena_printf(k->rd->arena, "; did you mean '--%s'?", s.best)
		       : "");
	/* what follows may be its value */
	if (k->i + 1 < k->n && !begins_with_dash(&k->v[k->i + 1])
		&& !memchr(w->text.s, '=', w->text.n))
		k->i++;
	return true;
}

static bool
visit(struct walk *k, struct command_use *use)
{
	use->where = reading_where(k->rd, use->word,
		use->holds && use->holds != use->word ? use->holds : NULL, 0);
	if (!use->option && !k->g->operands)
		return reading_fault(k->rd, &use->where,
			"%s refuses this: '%s' is no option", k->g->program,
			use->word->text.s);
	return k->g->visit(k->ctx, use);
}

static bool
take_word(struct walk *k, struct command_use *use)
{
	use->holds = &k->v[++k->i];
	use->value = use->holds->text;
	return visit(k, use);
}

static bool
take_words(struct walk *k, struct command_use *use)
{
	do {
		if (k->v[k->i + 1].many)
			return hide(k, &k->v[++k->i]);
		if (!take_word(k, use))
			return false;
	} while (k->i + 1 < k->n && !begins_with_dash(&k->v[k->i + 1]));
	return true;
}

static bool
no_value(struct walk *k, const struct word *w)
{
	struct where where = reading_where(k->rd, w, NULL, 0);

	return reading_fault(k->rd, &where, "%s refuses this: '%s' requires a value",
		k->g->program, w->text.s);
}

/* The value is what follows the word. */
static bool
follow(struct walk *k, struct command_use *use)
{
	bool more = k->i + 1 < k->n;

	switch (use->option->takes) {
	case TAKES_NOTHING: return visit(k, use);
	case TAKES_MAYBE:
		if (!more || begins_with_dash(&k->v[k->i + 1]))
			return visit(k, use);
		return take_word(k, use);
	case TAKES_VALUE: return more ? take_word(k, use) : no_value(k, use->word);
	case TAKES_MANY: break;
	}
	if (!more || begins_with_dash(&k->v[k->i + 1]))
		return no_value(k, use->word);
	return take_words(k, use);
}

static bool
read_long(struct walk *k, const struct word *w)
{
	const struct text *t = &w->text;
	struct command_use use = { .word = w };
	struct text name;
	size_t end = 2;

	while (end < t->n && !text_is(t, end, '='))
		end++;
	name = text_part(t, 2, end);
	if (text_opaque(&name))
		return hide(k, w);
	use.option = find_long(k->g, name, &use.negated);
	if (!use.option)
		return unknown(k, w, &name);
	if (end < t->n) {
		use.holds = w;
		use.value = text_part(t, end + 1, t->n);
		return visit(k, &use);
	}
	return use.negated ? visit(k, &use) : follow(k, &use);
}

/* -a, -a=VALUE, or -abVALUE where the program joins them. */
static bool
read_short(struct walk *k, const struct word *w)
{
	const struct text *t = &w->text;
	struct command_use use = { .word = w };
	struct text name = text_part(t, 1, t->n);
	size_t i;

	for (i = 1; i < t->n; i++) {
		if (text_opaque_at(t, i))
			return hide(k, w);
		use.option = find_letter(k->g, t->s[i]);
		if (!use.option)
			return unknown(k, w, &name);
		if (i + 1 == t->n)
			return follow(k, &use);
		if (text_is(t, i + 1, '=') && !k->g->joins) {
			use.holds = w;
			use.value = text_part(t, i + 2, t->n);
			return visit(k, &use);
		}
		if (use.option->takes != TAKES_NOTHING && k->g->joins) {
			use.holds = w;
			use.value = text_part(t, i + 1, t->n);
			return visit(k, &use);
		}
		if (!k->g->joins)
			return unknown(k, w, &name);
		if (!visit(k, &use))
			return false;
	}
	return true;
}

static bool
read_operand(struct walk *k, const struct word *w)
{
	struct command_use use = { .word = w };

	return visit(k, &use);
}

static bool
is_unexpanded(const struct word *w)
{
	return w->many || (w->text.n && text_opaque_at(&w->text, 0));
}

bool
command_options_read(struct reading *rd, const struct command_grammar *g,
	const struct word *v, size_t n, void *ctx, bool *hidden)
{
	struct walk k = { rd, g, v, n, 0, ctx, hidden };
	bool ok = true, operands = false;
	const struct word *w;

	for (k.i = 0; ok && k.i < n; k.i++) {
		w = &v[k.i];
		if (operands)
			ok = read_operand(&k, w);
		else if (is_unexpanded(w))
			ok = hide(&k, w);
		else if (!begins_with_dash(w))
			ok = read_operand(&k, w);
		else if (text_equals(&w->text, "--"))
			operands = true;
		else if (text_is(&w->text, 1, '-'))
			ok = read_long(&k, w);
		else
			ok = read_short(&k, w);
	}
	return ok;
}

void
command_set_size(struct reading *rd, const struct command_use *use,
	const struct text *value, enum guest_fact_id id, uint64_t unit)
{
	struct guest *g = &rd->host->guest;
	uint64_t n;

	g->facts[id].known = false;
	if (!text_opaque(value) && guest_size_parse(text_dup(value, rd->arena), unit, &n))
		guest_set(g, id, n, use->where.said);
}

void
command_set_count(struct reading *rd, const struct command_use *use,
	const struct text *value, enum guest_fact_id id)
{
	struct guest *g = &rd->host->guest;
	uint64_t n = 0;

	g->facts[id].known = false;
	if (!text_opaque(value) && guest_size_parse(text_dup(value, rd->arena), 1, &n)
		&& n && n <= UINT32_MAX)
		guest_set(g, id, n, use->where.said);
}

void
command_note_value(struct reading *rd, const struct command_use *use)
{
	if (use->holds && text_opaque(&use->value))
		reading_note_opaque(rd, &use->where, &use->value,
			use->option ? arena_printf(rd->arena,
				"taken as one value of --%s", use->option->name)
				    : "taken as one word");
}

bool
command_add_device(
	struct command_devices *to, struct reading *rd, struct command_device device)
{
	if (to->n == COMMAND_DEVICES_MAX)
		return fault_set(rd->fault, "more than %d devices", COMMAND_DEVICES_MAX);
	*vec_more(rd->arena, to->v, to->n) = device;
	return true;
}
