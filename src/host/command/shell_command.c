/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/vec.h"
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

/* NAME=, NAME+=, NAME[…]= or NAME[…]+= at sh->pos; @n is the name's length. */
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
		if (pos >= sh->n || sh->s[pos] != ']')
			return ASSIGN_NONE;
		pos++;
		pos += pos < sh->n && sh->s[pos] == '+';
		if (pos >= sh->n || sh->s[pos] != '=')
			return ASSIGN_NONE;
		*value = pos + 1;
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
read_array(struct shell *sh, struct word_list *out)
{
	size_t from = sh->pos;

	sh->pos += sh->s[from] == '(';

	for (;;) {
		skip_blanks(sh, true);
		if (sh->pos >= sh->n)
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

/*
 * Whether the value at sh->pos is the variable's own with more behind: "$NAME …", or
 * ("${NAME[@]}" …). Then @skip is where the expansion begins, and of an array sh->pos is
 * moved behind it.
 */
static bool
at_own_value(struct shell *sh, const char *name, size_t n, bool array, size_t *skip)
{
	static const char *const forms[][2] = { { "$", "" }, { "${", "}" },
		{ "${", "[@]}" } };
	size_t quote = sh->pos + array, i, at, before, behind;

	while (array && quote < sh->n && shell_is_blank(sh->s[quote]))
		quote++;
	at = quote + (quote < sh->n && sh->s[quote] == '"');
	for (i = array ? 2 : 0; i < (array ? 3 : 2); i++) {
		before = strlen(forms[i][0]);
		behind = strlen(forms[i][1]);
		if (sh->n - at < before + n + behind || at > sh->n
			|| memcmp(sh->s + at, forms[i][0], before)
			|| memcmp(sh->s + at + before, name, n)
			|| memcmp(sh->s + at + before + n, forms[i][1], behind))
			continue;
		*skip = at;
		at += before + n + behind;
		if (!array)
			return at < sh->n && (i || !shell_is_name(sh->s[at]));
		at += at > quote && sh->s[quote] == '"' && at < sh->n && sh->s[at] == '"';
		if (!at_word_end(sh, at))
			return false;
		sh->pos = at;
		return true;
	}
	return false;
}

/* What cannot be known of a value that is added to: any words, or any text. */
static void
start_unknown(struct shell *sh, struct shell_value *v, const char *name, size_t n,
	struct shell_span span)
{
	struct word w = { .many = true, .offset = span.offset };
	uint32_t *at = arena_array(&sh->scratch, uint32_t, n + 1);
	size_t i;

	w.text.s = arena_printf(&sh->scratch, "$%.*s", (int)n, name);
	w.text.n = n + 1;
	for (i = 0; i <= n; i++)
		at[i] = w.offset | TEXT_OPAQUE;
	w.text.at = at;
	shell_value_add(v, &sh->scratch, w, span);
}

/* NAME+=… and what is like it: the value with the words behind it. */
static struct shell_value
appended(struct shell *sh, const char *name, size_t n, bool array,
	const struct word_list *words, struct shell_span span)
{
	struct shell_value v;
	size_t i;

	sh->appending = &span;
	v = shell_get(sh, name, n);
	sh->appending = NULL;
	if (!v.known) {
		v = (struct shell_value){ .known = true, .array = array };
		start_unknown(sh, &v, name, n, span);
	}
	v.array |= array;
	for (i = 0; i < words->n; i++)
		shell_value_add(&v, &sh->scratch, words->v[i], span);
	return v;
}

/* Until a command's word shows that the value is for that command alone. */
static void
keep_for_prefix(struct shell *sh, atom_t var)
{
	*vec_more(&sh->scratch, sh->prefix, sh->nprefix) = (struct shell_undo){ var,
		false, sh->vars[var].value };
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

static struct shell_value
assigned(struct shell *sh, bool array, const struct word_list *words,
	struct shell_span span)
{
	struct shell_value v = { .known = true, .array = array };
	size_t i;

	for (i = 0; i < words->n; i++)
		shell_value_add(&v, &sh->scratch, words->v[i], span);
	return v;
}

/* The words of a value, which begins at sh->pos. */
static bool
read_value(struct shell *sh, bool array, struct word_list *words)
{
	if (array)
		return read_array(sh, words);
	if (at_word_end(sh, sh->pos))
		return true;
	if (!shell_read_word(sh, words, true))
		return false;
	/* a value is one word, whatever it holds */
	if (words->n)
		words->v->many = false;
	return true;
}

static bool
read_assignment(struct shell *sh, enum assign how, size_t n, size_t value_at)
{
	const char *name = sh->s + sh->pos;
	atom_t var = shell_var(sh, name, n);
	struct shell_span span;
	struct shell_value value = { 0 };
	struct word_list words = { 0 };
	size_t from = sh->pos;
	bool ok, array, appends;

	sh->pos = value_at;
	array = value_at < sh->n && sh->s[value_at] == '(' && how != ASSIGN_ELEMENT;
	if (how == ASSIGN_SET && (sh->collect || shell_get(sh, name, n).known)
		&& at_own_value(sh, name, n, array, &sh->skip_at))
		how = ASSIGN_ADD;
	ok = read_value(sh, array, &words);
	sh->skip_at = SIZE_MAX;
	span = shell_span_from(sh, from);
	appends = how == ASSIGN_ADD;
	if (ok && appends && !sh->collect)
		value = appended(sh, name, n, array, &words, span);
	else if (ok && how == ASSIGN_SET)
		value = assigned(sh, array, &words, span);
	if (!sh->declares)
		keep_for_prefix(sh, var);
	if (ok)
		shell_set(sh, var, value, sh->local, appends ? SHELL_APPEND : SHELL_SET,
			span);
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
	struct shell_span span = shell_span_from(sh, sh->pos);
	size_t i = 1;

	while (i < sh->command.n && sh->command.v[i].text.n > 1
		&& (text_is(&sh->command.v[i].text, 0, '-')
			|| text_is(&sh->command.v[i].text, 0, '+'))
		&& !is_word(sh, i, "--")) {
		/* -o takes a word */
		i += text_is(&sh->command.v[i].text, sh->command.v[i].text.n - 1, 'o');
		i++;
	}
	if (is_word(sh, i, "--"))
		i++;
	else if (i >= sh->command.n)
		return;
	for (; i < sh->command.n; i++)
		shell_value_add(&value, &sh->scratch, sh->command.v[i], span);
	shell_set(sh, shell_var(sh, "@", 1), value, false, SHELL_SET, span);
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
		sh->trust_from = shell_now(sh);
	else if (is_word(sh, 0, "printf") && is_word(sh, 1, "-v"))
		forget_words(sh, 2);
	else if (is_word(sh, 0, "set"))
		set_positional(sh);
	else if (is_word(sh, 0, "shift"))
		shell_forget(sh, "@", 1);
}

/* The word behind -c of a shell, or a last word that another host's shell reads. */
static const struct word *
inner_script(const struct shell *sh)
{
	static const char *const remote[] = { "docker", "kubectl", "podman", "screen",
		"ssh", "tmux", "xterm", NULL };
	const struct word_list *c = &sh->command;
	const struct text *t;
	size_t i;

	for (i = 1; i + 1 < c->n; i++) {
		t = &c->v[i].text;
		if (text_is(t, 0, '-') && !text_is(t, 1, '-') && t->n <= 4
			&& text_is(t, t->n - 1, 'c')
			&& memchr(c->v[i + 1].text.s, ' ', c->v[i + 1].text.n))
			return &c->v[i + 1];
	}
	if (c->n < 2 || !is_any(sh, remote))
		return NULL;
	t = &c->v[c->n - 1].text;
	return memchr(t->s, ' ', t->n) ? &c->v[c->n - 1] : NULL;
}

static bool
run_inner(struct shell *sh)
{
	const struct word *inner;

	if (is_word(sh, 0, "eval"))
		return shell_eval(sh, sh->command.v + 1, sh->command.n - 1, false);
	inner = inner_script(sh);
	return !inner || shell_eval(sh, inner, 1, true);
}

/* The file that cat or tee writes its here-document to; standard input of others. */
static void
end_heredocs(struct shell *sh)
{
	const char *file = NULL;
	size_t i;

	for (i = 0; i < sh->command.n && !file; i++)
		if (is_word(sh, i, "tee"))
			for (i++; i < sh->command.n && !file; i++)
				if (!text_is(&sh->command.v[i].text, 0, '-')
					&& !text_opaque(&sh->command.v[i].text))
					file = sh->command.v[i].text.s;
	if (!file && is_word(sh, 0, "cat"))
		file = sh->target;
	else if (!file && sh->command.n && !sh->piped)
		file = "/dev/stdin";
	if (file)
		shell_heredoc_end_command(sh, file);
}

bool
shell_command_end(struct shell *sh)
{
	struct shell_command c = { sh->command, sh->after_newline,
		shell_source(sh, sh->pos) };
	bool ok = true;

	if (sh->nheredocs)
		end_heredocs(sh);
	sh->target = NULL;
	if (c.words.n && !sh->discard) {
		ok = run_inner(sh);
		run_builtin(sh);
		if (ok && !sh->collect)
			ok = sh->visitor->command(sh->visitor->ctx, &c);
		sh->after_newline = false;
	}
	sh->command = (struct word_list){ 0 };
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
	struct word_list subject = { 0 };

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
	struct word_list words = { 0 };

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
		shell_block_alternative(sh, !strcmp(k->word, "else"));
	return !k->then || k->then(sh);
}
