/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/command/shell_state.h"

static bool read_dollar(struct shell *sh, bool quoted);

bool
shell_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

bool
shell_is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || c == '_';
}

bool
shell_ends_word(const struct shell *sh, char c)
{
	return shell_is_blank(c) || c == '\n'
	       || (sh->syntax == SHELL_SCRIPT && c && strchr(";&|()<>", c));
}

static void
put(struct shell *sh, char c, uint32_t at)
{
	struct shell_word *w = &sh->word;
	size_t cap = w->cap ? w->cap * 2 : 256;

	if (w->n == w->cap) {
		w->s = arena_grow(&sh->scratch, w->s, w->cap, cap);
		w->at = arena_grow(&sh->scratch, w->at, w->cap * sizeof(*w->at),
			cap * sizeof(*w->at));
		w->cap = cap;
	}
	w->s[w->n] = c;
	w->at[w->n++] = at;
	w->literal |= !(at & TEXT_OPAQUE);
	w->either = NULL;
}

static void
put_source(struct shell *sh)
{
	put(sh, sh->s[sh->pos], shell_source(sh, sh->pos));
	sh->pos++;
}

/* What stands from @from to here stays as written. */
static void
put_opaque(struct shell *sh, size_t from, bool open)
{
	size_t i;

	for (i = from; i < sh->pos; i++)
		put(sh, sh->s[i], shell_source(sh, i) | TEXT_OPAQUE);
	sh->word.open |= open;
}

static void
word_begin(struct shell *sh)
{
	struct shell_word *w = &sh->word;

	w->n = 0;
	w->start = sh->pos;
	w->quoted = w->literal = w->open = false;
	w->either = NULL;
}

static void
word_finish(struct shell *sh)
{
	const struct shell_word *w = &sh->word;
	struct word word = {
		.offset = w->n ? w->at[0] & ~TEXT_FLAGS : shell_source(sh, w->start),
		.many = w->open && !w->literal,
		.either = w->either,
	};
	uint32_t *at;

	if (w->n || w->quoted) {
		at = arena_array(&sh->scratch, uint32_t, w->n);
		if (w->n)
			memcpy(at, w->at, w->n * sizeof(*at));
		word.text.s = arena_strndup(&sh->scratch, w->n ? w->s : "", w->n);
		word.text.at = at;
		word.text.n = w->n;
		words_add(sh->out, &sh->scratch, word);
	}
	word_begin(sh);
}

static bool
count_expansion(struct shell *sh, const struct text *t)
{
	sh->expanded += t->n + SHELL_VALUE_COST;
	return sh->expanded <= SHELL_EXPANSION_MAX
	       || shell_fault(sh, sh->expansion, "variables expand to more than %d bytes",
		       SHELL_EXPANSION_MAX);
}

static bool
put_value(struct shell *sh, const struct text *t, bool split)
{
	size_t i;

	if (!count_expansion(sh, t))
		return false;
	for (i = 0; i < t->n; i++) {
		if (split && !text_opaque_at(t, i)
			&& (shell_is_blank(t->s[i]) || t->s[i] == '\n'))
			word_finish(sh);
		else
			put(sh, t->s[i], t->at[i]);
	}
	sh->word.open |= split && text_opaque(t);
	return true;
}

/* "${array[@]}" gives a word for each element, "${array[*]}" one for all. */
static bool
put_elements(
	struct shell *sh, const struct shell_piece **all, size_t n, bool quoted, char how)
{
	bool split = !quoted && !sh->nosplit;
	size_t i;

	for (i = 0; i < n; i++) {
		if (i && (sh->nosplit || (quoted && how == '*')))
			put(sh, ' ', all[i]->word.offset);
		else if (i)
			word_finish(sh);
		if (!put_value(sh, &all[i]->word.text, split))
			return false;
		sh->word.open |= all[i]->word.many && !sh->nosplit;
		sh->word.quoted |= quoted;
		if (sh->word.n == all[i]->word.text.n)
			sh->word.either = all[i]->word.either;
	}
	return true;
}

/* The parts of a string; what may be there is words of its own where it begins so. */
static bool
put_parts(struct shell *sh, const struct shell_piece **all, size_t n, bool split)
{
	size_t i;
	bool apart;

	for (i = 0; i < n; i++) {
		apart = split && all[i]->maybe && all[i]->word.many;
		if (apart)
			word_finish(sh);
		if (!put_value(sh, &all[i]->word.text, split))
			return false;
		if (apart)
			word_finish(sh);
	}
	return true;
}

static bool
put_variable(struct shell *sh, const struct shell_value *value, bool quoted, char how)
{
	const struct shell_piece **all;
	size_t n;

	all = shell_value_pieces(value, &sh->scratch, &n);
	if (how)
		return put_elements(sh, all, n, quoted, how);
	/* an array's name alone is its first element */
	return put_parts(sh, all, value->array && n ? 1 : n, !quoted && !sh->nosplit);
}

/* The length of the parameter's name at @pos: NAME, a digit, or @ * # ? $ ! -. */
static size_t
name_length(const struct shell *sh, size_t pos)
{
	size_t n = 0;
	char c = pos < sh->n ? sh->s[pos] : '\0';

	if (c >= '0' && c <= '9')
		return 1;
	if (c && strchr("@*#?$!-", c))
		return 1;
	while (pos + n < sh->n && shell_is_name(sh->s[pos + n]))
		n++;
	return n;
}

static bool
is_empty(const struct shell_value *v)
{
	return !v->last || (!v->last->before && !v->last->word.text.n);
}

/*
 * A plain ${NAME}, ${NAME[@]} or a default that is not needed. Everything else of
 * the syntax works on values; it is left as written.
 */
static bool
braced_is_plain(const struct shell_value *v, const char *rest, size_t nrest, char *how)
{
	*how = '\0';
	if (!nrest)
		return true;
	if (nrest == 3 && rest[0] == '[' && rest[2] == ']'
		&& (rest[1] == '@' || rest[1] == '*')) {
		*how = rest[1];
		return true;
	}
	if (nrest > 1 && rest[0] == ':' && (rest[1] == '-' || rest[1] == '='))
		return !is_empty(v);
	return rest[0] == '-' || rest[0] == '=';
}

/* ${NAME:=WORD}: from here on the variable is what this stands for. */
static void
assign_default(struct shell *sh, size_t from, size_t name, const char *rest, size_t nrest)
{
	struct shell_value value = { .known = true };
	struct word w = { .offset = shell_source(sh, from) };
	uint32_t *at;
	size_t i, n = sh->pos - from;

	if (!name || !nrest || rest[rest[0] == ':'] != '=' || nrest < 2)
		return;
	at = arena_array(&sh->scratch, uint32_t, n);
	for (i = 0; i < n; i++)
		at[i] = shell_source(sh, from + i) | TEXT_OPAQUE;
	w.text = (struct text){ arena_strndup(&sh->scratch, sh->s + from, n), at, n };
	shell_value_add(&value, &sh->scratch, w, shell_span_from(sh, from));
	shell_set(sh, shell_var(sh, sh->s + from + 2, name), value, false, SHELL_SET,
		shell_span_from(sh, from));
}

static bool
read_braced(struct shell *sh, size_t from, bool quoted)
{
	const char *inner = sh->s + from + 2;
	struct shell_value v = { 0 };
	size_t n, name;
	char how;

	sh->pos = from + 2;
	if (!shell_skip(sh, from, '}'))
		return false;
	n = sh->pos - 1 - (from + 2);
	name = name_length(sh, from + 2);
	if (name > n)
		name = n;
	if (name)
		v = shell_get(sh, inner, name);
	if (v.known && braced_is_plain(&v, inner + name, n - name, &how)) {
		if (*inner == '@' || *inner == '*')
			how = *inner;
		return put_variable(sh, &v, quoted, how);
	}
	put_opaque(sh, from, !quoted || memchr(inner, '@', n));
	if (n == name && sh->word.n == sh->pos - from)
		sh->word.either = v.either;
	else if (!v.known)
		assign_default(sh, from, name, inner + name, n - name);
	return true;
}

static bool
read_named(struct shell *sh, size_t from, bool quoted)
{
	size_t name = name_length(sh, from + 1);
	const char *s = sh->s + from + 1;
	struct shell_value v = shell_get(sh, s, name);
	char how = *s == '@' || *s == '*' ? *s : '\0';

	sh->pos = from + 1 + name;
	if (v.known)
		return put_variable(sh, &v, quoted, how);
	put_opaque(sh, from, !quoted || *s == '@');
	if (sh->word.n == sh->pos - from)
		sh->word.either = v.either;
	return true;
}

static char
unescaped(char c)
{
	static const char from[] = "abefnrtvE", to[] = "\a\b\033\f\n\r\t\v\033";
	const char *p = strchr(from, c);

	return p && c ? to[p - from] : c;
}

/* $'…' of bash; numeric escapes are rare enough to be left as written. */
static bool
read_ansi(struct shell *sh, size_t from)
{
	sh->pos = from + 2;
	sh->word.quoted = true;
	while (sh->pos < sh->n && sh->s[sh->pos] != '\'') {
		char c = sh->s[sh->pos], next = sh->s[sh->pos + 1];

		if (c != '\\' || sh->pos + 1 == sh->n) {
			put_source(sh);
		} else if (strchr("01234567xuUc", next)) {
			sh->pos += 2;
			put_opaque(sh, sh->pos - 2, false);
		} else {
			put(sh, unescaped(next), (uint32_t)sh->pos);
			sh->pos += 2;
		}
	}
	if (sh->pos == sh->n)
		return shell_fault(sh, from, "the quote \"$'\" does not end");
	sh->pos++;
	return true;
}

static bool
read_single(struct shell *sh)
{
	size_t from = sh->pos++;

	sh->word.quoted = true;
	while (sh->pos < sh->n && sh->s[sh->pos] != '\'')
		put_source(sh);
	if (sh->pos == sh->n)
		return shell_fault(sh, from, "the quote \"'\" does not end");
	sh->pos++;
	return true;
}

static bool
read_backtick(struct shell *sh, bool quoted)
{
	size_t from = sh->pos++;

	if (!shell_skip(sh, from, '`'))
		return false;
	put_opaque(sh, from, !quoted);
	return true;
}

static bool
read_double(struct shell *sh)
{
	size_t from = sh->pos++;
	bool ok = true;

	sh->word.quoted = true;
	while (ok && sh->pos < sh->n && sh->s[sh->pos] != '"') {
		switch (sh->s[sh->pos]) {
		case '$': ok = read_dollar(sh, true); break;
		case '`': ok = read_backtick(sh, true); break;
		case '\\':
			if (sh->pos + 1 < sh->n && sh->s[sh->pos + 1] == '\n') {
				sh->pos += 2;
				break;
			}
			sh->pos += sh->pos + 1 < sh->n
				   && strchr("$`\"\\", sh->s[sh->pos + 1]) != NULL;
			put_source(sh);
			break;
		default: put_source(sh); break;
		}
	}
	if (ok && sh->pos == sh->n)
		return shell_fault(sh, from, "the quote '\"' does not end");
	sh->pos++;
	return ok;
}

/* The variable that is appended to: its value is there already. */
static bool
skip_dollar(struct shell *sh, size_t from)
{
	sh->pos = from + 2;
	if (sh->s[from + 1] == '{')
		return shell_skip(sh, from, '}');
	sh->pos = from + 1 + name_length(sh, from + 1);
	return true;
}

static bool
read_dollar(struct shell *sh, bool quoted)
{
	size_t from = sh->pos;
	char next = from + 1 < sh->n ? sh->s[from + 1] : '\0';
	bool arithmetic;

	sh->expansion = from;
	if (from == sh->skip_at && !sh->collect)
		return skip_dollar(sh, from);
	if (next == '(') {
		arithmetic = from + 2 < sh->n && sh->s[from + 2] == '(';
		sh->pos = from + 2;
		if (!shell_skip(sh, from, ')'))
			return false;
		put_opaque(sh, from, !quoted && !arithmetic);
		return true;
	}
	if (next == '{')
		return read_braced(sh, from, quoted);
	if (name_length(sh, from + 1))
		return read_named(sh, from, quoted);
	if (next == '\'' && !quoted)
		return read_ansi(sh, from);
	if (next == '"' && !quoted) {
		sh->pos++;
		return read_double(sh);
	}
	put_source(sh);
	return true;
}

/* {a,b} and {1..3}, which bash makes words of. */
static bool
read_brace(struct shell *sh)
{
	size_t from = sh->pos, i;
	bool list = false;

	for (i = from + 1; i < sh->n && !shell_is_blank(sh->s[i]) && sh->s[i] != '\n';
		i++) {
		if (strchr("\"'\\{", sh->s[i]))
			break;
		list |= sh->s[i] == ',' || (sh->s[i] == '.' && sh->s[i - 1] == '.');
		if (sh->s[i] == '}')
			break;
	}
	if (!list || i == sh->n || sh->s[i] != '}') {
		put_source(sh);
		return true;
	}
	sh->pos = i + 1;
	put_opaque(sh, from, true);
	return true;
}

static bool
read_escape(struct shell *sh)
{
	size_t skip = 1;

	if (sh->pos + 2 < sh->n && sh->s[sh->pos + 1] == '\r'
		&& sh->s[sh->pos + 2] == '\n')
		skip = 2;
	if (sh->pos + skip < sh->n && sh->s[sh->pos + skip] == '\n') {
		sh->pos += skip + 1;
		return true;
	}
	if (sh->pos + 1 < sh->n)
		sh->pos++;
	put_source(sh);
	return true;
}

static bool
read_piece(struct shell *sh)
{
	switch (sh->s[sh->pos]) {
	case '\\': return read_escape(sh);
	case '\'': return read_single(sh);
	case '"': return read_double(sh);
	case '`': return read_backtick(sh, false);
	case '$': return read_dollar(sh, false);
	case '{':
		if (!sh->nosplit && sh->syntax == SHELL_SCRIPT)
			return read_brace(sh);
		break;
	default: break;
	}
	put_source(sh);
	return true;
}

/* <(cmd) and >(cmd) are words, not redirections. */
static bool
read_process(struct shell *sh, bool *found)
{
	size_t from = sh->pos;
	bool document;

	*found = sh->syntax == SHELL_SCRIPT && from + 1 < sh->n && sh->s[from + 1] == '('
		 && (sh->s[from] == '<' || sh->s[from] == '>');
	if (!*found)
		return true;
	if (!shell_process_document(sh, from, &document))
		return false;
	if (!document) {
		sh->pos = from + 2;
		if (!shell_skip(sh, from, ')'))
			return false;
	}
	put_opaque(sh, from, false);
	return true;
}

bool
shell_read_word(struct shell *sh, struct word_list *out, bool nosplit)
{
	bool more = true;

	sh->out = out;
	sh->nosplit = nosplit;
	word_begin(sh);
	while (more && sh->pos < sh->n) {
		if (shell_ends_word(sh, sh->s[sh->pos])) {
			if (!read_process(sh, &more))
				return false;
		} else if (!read_piece(sh)) {
			return false;
		}
	}
	word_finish(sh);
	return true;
}

void
shell_word_begin(struct shell *sh, struct word_list *out)
{
	sh->out = out;
	sh->nosplit = true;
	word_begin(sh);
}

void
shell_word_end(struct shell *sh)
{
	word_finish(sh);
}

bool
shell_word_put_line(struct shell *sh, size_t end, bool quoted)
{
	bool ok = true;

	while (ok && sh->pos < end) {
		if (quoted) {
			put_source(sh);
		} else if (sh->s[sh->pos] == '$') {
			ok = read_dollar(sh, true);
		} else if (sh->s[sh->pos] == '`') {
			ok = read_backtick(sh, true);
		} else {
			if (sh->s[sh->pos] == '\\' && sh->pos + 1 < end
				&& strchr("$`\\", sh->s[sh->pos + 1]))
				sh->pos++;
			put_source(sh);
		}
	}
	return ok;
}
