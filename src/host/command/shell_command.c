/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/command/shell_state.h"

enum assign { ASSIGN_NONE, ASSIGN_SET, ASSIGN_ADD, ASSIGN_ELEMENT };

static bool
at_word_end(const struct shell *sh, size_t pos)
{
	return pos >= sh->n || shell_ends_word(sh, sh->s[pos]);
}

/* Whether the unquoted word @s stands at sh->pos. */
static bool
at_keyword(const struct shell *sh, const char *s)
{
	size_t n = strlen(s);

	return sh->n - sh->pos >= n && !memcmp(sh->s + sh->pos, s, n)
	       && at_word_end(sh, sh->pos + n);
}

static void
skip_blanks(struct shell *sh, bool newlines)
{
	while (sh->pos < sh->n
		&& (shell_is_blank(sh->s[sh->pos])
			|| (newlines && sh->s[sh->pos] == '\n')))
		sh->pos++;
}

static size_t
name_at(const struct shell *sh, size_t pos)
{
	size_t n = 0;

	while (pos + n < sh->n && shell_is_name(sh->s[pos + n]))
		n++;
	return n && sh->s[pos] >= '0' && sh->s[pos] <= '9' ? 0 : n;
}

/* NAME=, NAME+= or NAME[…]= at sh->pos; @n is the name's length. */
static enum assign
at_assignment(const struct shell *sh, size_t *n, size_t *value)
{
	size_t pos;

	*n = name_at(sh, sh->pos);
	pos = sh->pos + *n;
	if (!*n || pos >= sh->n)
		return ASSIGN_NONE;
	if (sh->s[pos] == '[') {
		while (pos < sh->n && sh->s[pos] != ']' && !at_word_end(sh, pos))
			pos++;
		if (pos + 1 >= sh->n || sh->s[pos] != ']' || sh->s[pos + 1] != '=')
			return ASSIGN_NONE;
		*value = pos + 2;
		return ASSIGN_ELEMENT;
	}
	if (sh->s[pos] == '=') {
		*value = pos + 1;
		return ASSIGN_SET;
	}
	if (sh->s[pos] != '+' || pos + 1 >= sh->n || sh->s[pos + 1] != '=')
		return ASSIGN_NONE;
	*value = pos + 2;
	return ASSIGN_ADD;
}

/* The words of an array up to its ')'. */
static bool
read_array(struct shell *sh, struct words *out)
{
	size_t from = sh->pos++;

	for (;;) {
		skip_blanks(sh, true);
		if (sh->pos == sh->n)
			return shell_fault(sh, from, "'(' does not end, expected ')'");
		if (sh->s[sh->pos] == ')')
			break;
		if (sh->s[sh->pos] == '#') {
			while (sh->pos < sh->n && sh->s[sh->pos] != '\n')
				sh->pos++;
		} else if (shell_ends_word(sh, sh->s[sh->pos])) {
			sh->pos++;
		} else if (!shell_read_word(sh, out, false)) {
			return false;
		}
	}
	sh->pos++;
	return true;
}

static struct word
joined(struct shell *sh, const struct word *a, const struct word *b)
{
	size_t n = a->text.n + b->text.n;
	char *s = arena_alloc(&sh->scratch, n + 1);
	uint32_t *at = arena_array(&sh->scratch, uint32_t, n);

	memcpy(s, a->text.s, a->text.n);
	memcpy(s + a->text.n, b->text.s, b->text.n);
	memcpy(at, a->text.at, a->text.n * sizeof(*at));
	memcpy(at + a->text.n, b->text.at, b->text.n * sizeof(*at));
	return (struct word){ .text = { s, at, n }, .offset = a->offset };
}

/* NAME+=… of what is known; the sizes count as those of expansions do. */
static bool
add_value(struct shell *sh, const struct shell_value *old, struct shell_value *value)
{
	struct words all = { 0 };
	size_t i;

	for (i = 0; old && i < old->n; i++) {
		sh->expanded += old->v[i].text.n + SHELL_VALUE_COST;
		words_add(&all, &sh->scratch, old->v[i]);
	}
	if (sh->expanded > SHELL_EXPANSION_MAX)
		return shell_fault(sh, sh->pos, "variables grow beyond %d bytes",
			SHELL_EXPANSION_MAX);
	value->known = old != NULL;
	if (old && !value->array && value->n && all.n)
		all.v[0] = joined(sh, &all.v[0], value->v);
	else
		for (i = 0; i < value->n; i++)
			words_add(&all, &sh->scratch, value->v[i]);
	value->array |= old && old->array;
	value->v = all.v;
	value->n = all.n;
	return true;
}

/* Until a command's word shows that the value is for that command alone. */
static void
keep_for_prefix(struct shell *sh, atom_t var)
{
	size_t n = sh->nprefix;

	if (!(n & (n - 1)))
		sh->prefix = arena_grow(&sh->scratch, sh->prefix, n * sizeof(*sh->prefix),
			(n ? 2 * n : 1) * sizeof(*sh->prefix));
	sh->prefix[sh->nprefix++] = (struct shell_undo){ var, false,
		sh->vars[var].value };
}

static void
drop_prefix(struct shell *sh)
{
	while (sh->nprefix) {
		sh->nprefix--;
		sh->vars[sh->prefix[sh->nprefix].var].value = sh->prefix[sh->nprefix].old;
	}
	sh->prefix = NULL;
}

static bool
read_assignment(struct shell *sh, enum assign how, size_t n, size_t value_at)
{
	const char *name = sh->s + sh->pos;
	atom_t var = shell_var(sh, name, n);
	struct shell_value value = { .known = true };
	struct words words = { 0 };
	bool ok = true;

	sh->pos = value_at;
	if (value_at < sh->n && sh->s[value_at] == '(' && how != ASSIGN_ELEMENT) {
		value.array = true;
		ok = read_array(sh, &words);
	} else if (!at_word_end(sh, value_at)) {
		ok = shell_read_word(sh, &words, true);
		/* a value is one word, whatever it holds */
		if (words.n)
			words.v->many = false;
	}
	value.v = words.v;
	value.n = words.n;
	if (ok && how == ASSIGN_ADD && !sh->collect)
		ok = add_value(sh, shell_get(sh, name, n), &value);
	if (how == ASSIGN_ELEMENT)
		value.known = false;
	if (!sh->declares)
		keep_for_prefix(sh, var);
	if (ok)
		shell_set(sh, var, value, sh->local);
	sh->assigned = true;
	return ok;
}

static bool
is_word(const struct shell *sh, size_t i, const char *s)
{
	return i < sh->command.n && text_equals(&sh->command.v[i].text, s);
}

static bool
is_any(const struct shell *sh, const char *const *names)
{
	for (; *names; names++)
		if (is_word(sh, 0, *names))
			return true;
	return false;
}

static void
begin_declaration(struct shell *sh)
{
	static const char *const names[] = { "export", "readonly", "declare", "typeset",
		"local", NULL };

	sh->declares = is_any(sh, names);
	sh->local = sh->declares && !is_word(sh, 0, "export")
		    && !is_word(sh, 0, "readonly");
}

bool
shell_command_word(struct shell *sh)
{
	size_t n, value;
	enum assign how = ASSIGN_NONE;

	if (sh->syntax == SHELL_SCRIPT && (!sh->command.n || sh->declares))
		how = at_assignment(sh, &n, &value);
	if (how != ASSIGN_NONE)
		return read_assignment(sh, how, n, value);
	drop_prefix(sh);
	if (!shell_read_word(sh, &sh->command, false))
		return false;
	if (sh->command.n == 1)
		begin_declaration(sh);
	return true;
}

static void
forget_words(struct shell *sh, size_t from)
{
	const struct text *t;

	for (; from < sh->command.n; from++) {
		t = &sh->command.v[from].text;
		if (t->n && !text_opaque(t))
			shell_forget(sh, t->s, t->n);
	}
}

/* set -- WORD…: what "$@" is from here on. */
static void
set_positional(struct shell *sh)
{
	struct shell_value value = { .known = true, .array = true };
	size_t i = 1;

	while (i < sh->command.n && sh->command.v[i].text.n > 1
		&& (text_is(&sh->command.v[i].text, 0, '-')
			|| text_is(&sh->command.v[i].text, 0, '+'))
		&& !is_word(sh, i, "--"))
		i++;
	if (is_word(sh, i, "--"))
		i++;
	else if (i == sh->command.n)
		return;
	value.v = sh->command.v + i;
	value.n = sh->command.n - i;
	shell_set(sh, shell_var(sh, "@", 1), value, false);
}

/* What a command does to the variables of the script. */
static void
run_builtin(struct shell *sh)
{
	static const char *const forgets[] = { "read", "mapfile", "readarray", "getopts",
		"unset", "let", NULL };
	static const char *const anything[] = { ".", "source", "eval", NULL };

	if (is_any(sh, forgets))
		forget_words(sh, 1);
	else if (is_any(sh, anything))
		sh->trust_from = sh->pos;
	else if (is_word(sh, 0, "printf") && is_word(sh, 1, "-v"))
		forget_words(sh, 2);
	else if (is_word(sh, 0, "set"))
		set_positional(sh);
	else if (is_word(sh, 0, "shift"))
		shell_forget(sh, "@", 1);
}

bool
shell_command_end(struct shell *sh)
{
	struct shell_command c = { sh->command, sh->after_newline };
	bool ok = true;

	if (c.words.n && !sh->discard) {
		run_builtin(sh);
		if (!sh->collect)
			ok = sh->visitor->command(sh->visitor->ctx, &c);
		sh->after_newline = false;
	}
	sh->command = (struct words){ 0 };
	sh->nprefix = 0;
	sh->prefix = NULL;
	sh->assigned = sh->declares = sh->local = sh->discard = false;
	return ok;
}

/* for NAME, select NAME: its value changes, and the rest is no command. */
static bool
begin_for(struct shell *sh)
{
	size_t n;

	skip_blanks(sh, false);
	if (sh->n - sh->pos >= 2 && !memcmp(sh->s + sh->pos, "((", 2)) {
		sh->pos += 2;
		return shell_skip_arithmetic(sh);
	}
	n = name_at(sh, sh->pos);
	if (n)
		shell_forget(sh, sh->s + sh->pos, n);
	sh->pos += n;
	sh->discard = true;
	return true;
}

static bool
begin_case(struct shell *sh)
{
	struct words subject = { 0 };

	skip_blanks(sh, true);
	if (!at_word_end(sh, sh->pos) && !shell_read_word(sh, &subject, true))
		return false;
	skip_blanks(sh, true);
	if (at_keyword(sh, "in"))
		sh->pos += 2;
	return true;
}

static bool
begin_function(struct shell *sh)
{
	skip_blanks(sh, false);
	while (!at_word_end(sh, sh->pos))
		sh->pos++;
	skip_blanks(sh, false);
	if (sh->n - sh->pos >= 2 && !memcmp(sh->s + sh->pos, "()", 2))
		sh->pos += 2;
	sh->function_next = true;
	return true;
}

/* [[ … ]]: its operators are not the shell's. */
static bool
skip_test(struct shell *sh)
{
	struct words words = { 0 };

	while (sh->pos < sh->n && !at_keyword(sh, "]]")) {
		if (at_word_end(sh, sh->pos))
			sh->pos++;
		else if (!shell_read_word(sh, &words, true))
			return false;
	}
	sh->pos += sh->pos < sh->n ? 2 : 0;
	sh->discard = true;
	return true;
}

static bool
open_group(struct shell *sh)
{
	bool function = sh->function_next;

	sh->function_next = false;
	return shell_block_open(sh, function ? BLOCK_FUNCTION : BLOCK_GROUP, "}");
}

static const struct keyword {
	const char *word;
	enum { OPENS, CLOSES, SWITCHES, GOES_ON } does;
	enum shell_block_kind kind;
	const char *end;
	bool (*then)(struct shell *sh);
} keywords[] = {
	{ "if", OPENS, BLOCK_BRANCH, "fi", NULL },
	{ "then", GOES_ON, 0, NULL, NULL },
	{ "elif", SWITCHES, 0, NULL, NULL },
	{ "else", SWITCHES, 0, NULL, NULL },
	{ "fi", CLOSES, 0, NULL, NULL },
	{ "for", OPENS, BLOCK_LOOP, "done", begin_for },
	{ "select", OPENS, BLOCK_LOOP, "done", begin_for },
	{ "while", OPENS, BLOCK_LOOP, "done", NULL },
	{ "until", OPENS, BLOCK_LOOP, "done", NULL },
	{ "do", GOES_ON, 0, NULL, NULL },
	{ "done", CLOSES, 0, NULL, NULL },
	{ "case", OPENS, BLOCK_CASE, "esac", begin_case },
	{ "esac", CLOSES, 0, NULL, NULL },
	{ "{", GOES_ON, 0, NULL, open_group },
	{ "}", CLOSES, 0, NULL, NULL },
	{ "!", GOES_ON, 0, NULL, NULL },
	{ "time", GOES_ON, 0, NULL, NULL },
	{ "coproc", GOES_ON, 0, NULL, NULL },
	{ "function", GOES_ON, 0, NULL, begin_function },
	{ "[[", GOES_ON, 0, NULL, skip_test },
};

bool
shell_keyword(struct shell *sh, bool *found)
{
	const struct keyword *k = keywords,
			     *end = keywords + sizeof(keywords) / sizeof(*k);

	*found = false;
	if (sh->command.n || sh->assigned || sh->discard || sh->syntax != SHELL_SCRIPT)
		return true;
	while (k < end && !at_keyword(sh, k->word))
		k++;
	if (k == end)
		return true;
	*found = true;
	sh->pos += strlen(k->word);
	if (k->does == OPENS && !shell_block_open(sh, k->kind, k->end))
		return false;
	if (k->does == CLOSES)
		shell_block_close(sh, k->word);
	if (k->does == SWITCHES)
		shell_block_alternative(sh);
	return !k->then || k->then(sh);
}
