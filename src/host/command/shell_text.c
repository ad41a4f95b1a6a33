/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts in a script: here-documents, and scripts that words are (eval, bash -c). */
#include <string.h>

#include "base/buf.h"
#include "base/vec.h"
#include "host/command/shell_state.h"

enum { DEPTH_MAX = 4 };

void
shell_heredoc_add(
	struct shell *sh, const struct word_list *delimiter, bool tabs, bool quoted)
{
	*vec_more(&sh->scratch, sh->heredocs, sh->nheredocs) = (struct shell_heredoc){
		.delimiter = delimiter->n ? delimiter->v->text.s : "",
		.tabs = tabs,
		.quoted = quoted,
	};
}

void
shell_heredoc_end_command(struct shell *sh, const char *file)
{
	size_t i = sh->nheredocs;

	while (i-- && !sh->heredocs[i].file)
		sh->heredocs[i].file = file;
}

/* The line at sh->pos, which is moved behind it; its end without what ends it. */
static size_t
line_end(struct shell *sh)
{
	const char *s = sh->s + sh->pos, *end = memchr(s, '\n', sh->n - sh->pos);
	size_t stop = end ? (size_t)(end - sh->s) : sh->n, start = sh->pos;

	sh->pos = stop + (end != NULL);
	return stop > start && sh->s[stop - 1] == '\r' ? stop - 1 : stop;
}

static bool
is_delimiter(const struct shell *sh, const char *delimiter, size_t from, size_t to)
{
	size_t n = strlen(delimiter);

	return to - from == n && !memcmp(sh->s + from, delimiter, n);
}

/* What was being read, which a text in the middle of it must not touch. */
struct interrupted {
	struct shell_word word;
	struct word_list *out;
	bool nosplit;
};

static struct interrupted
interrupt(struct shell *sh)
{
	struct interrupted i = { sh->word, sh->out, sh->nosplit };

	sh->word = (struct shell_word){ 0 };
	return i;
}

static void
resume(struct shell *sh, const struct interrupted *i)
{
	sh->word = i->word;
	sh->out = i->out;
	sh->nosplit = i->nosplit;
}

static void
tell_document(struct shell *sh, const char *name, const struct text *text)
{
	if (!sh->collect && sh->visitor->document && name)
		sh->visitor->document(sh->visitor->ctx, name, text);
}

/*
 * The body from sh->pos to its delimiter, expanded unless it is quoted. Its words are
 * only made where somebody wants them.
 */
static bool
read_body(struct shell *sh, const struct shell_heredoc *doc, bool *ended)
{
	struct interrupted before = interrupt(sh);
	bool wanted = !sh->collect && sh->visitor->document && doc->file, ok = true;
	struct word_list words = { 0 };
	size_t start, end, next;

	*ended = false;
	shell_word_begin(sh, &words);
	while (ok && sh->pos < sh->n) {
		while (doc->tabs && sh->pos < sh->n && sh->s[sh->pos] == '\t')
			sh->pos++;
		start = sh->pos;
		end = line_end(sh);
		next = sh->pos;
		*ended = is_delimiter(sh, doc->delimiter, start, end);
		if (*ended)
			break;
		if (!wanted)
			continue;
		sh->pos = start;
		ok = shell_word_put_line(sh, next, doc->quoted);
	}
	shell_word_end(sh);
	resume(sh, &before);
	if (ok && wanted && words.n)
		tell_document(sh, doc->file, &words.v->text);
	return ok;
}

bool
shell_heredocs_read(struct shell *sh)
{
	bool ok = true, ended;
	size_t i;

	for (i = 0; ok && i < sh->nheredocs; i++)
		ok = read_body(sh, &sh->heredocs[i], &ended);
	sh->nheredocs = 0;
	sh->heredocs = NULL;
	return ok;
}

static void
skip_space(struct shell *sh, bool lines)
{
	while (sh->pos < sh->n
		&& (shell_is_blank(sh->s[sh->pos]) || (lines && sh->s[sh->pos] == '\n')))
		sh->pos++;
}

static bool
skip_text(struct shell *sh, const char *s)
{
	size_t n = strlen(s);

	if (sh->n - sh->pos < n || memcmp(sh->s + sh->pos, s, n))
		return false;
	sh->pos += n;
	return true;
}

/* END, 'END' or "END", up to the end of its line. */
static bool
read_delimiter(struct shell *sh, struct shell_heredoc *doc)
{
	char quote = sh->pos < sh->n ? sh->s[sh->pos] : '\0';
	size_t start, end;

	doc->quoted = quote == '\'' || quote == '"' || quote == '\\';
	sh->pos += doc->quoted;
	start = sh->pos;
	while (sh->pos < sh->n && shell_is_name(sh->s[sh->pos]))
		sh->pos++;
	end = sh->pos;
	if (doc->quoted && quote != '\\')
		sh->pos += sh->pos < sh->n && sh->s[sh->pos] == quote;
	skip_space(sh, false);
	doc->delimiter = arena_strndup(&sh->scratch, sh->s + start, end - start);
	return end > start && skip_text(sh, "\n");
}

bool
shell_process_document(struct shell *sh, size_t from, bool *found)
{
	struct shell_heredoc doc = { 0 };
	size_t body, end;
	bool ended;

	*found = false;
	sh->pos = from + 2;
	skip_space(sh, true);
	if (!skip_text(sh, "cat") || (skip_space(sh, false), !skip_text(sh, "<<")))
		return true;
	doc.tabs = skip_text(sh, "-");
	skip_space(sh, false);
	if (!read_delimiter(sh, &doc))
		return true;
	body = sh->pos;
	*found = true;
	/* once without a look at it, for its name is all of it */
	if (!read_body(sh, &doc, &ended))
		return false;
	if (!ended)
		return shell_fault(sh, from, "'<(' does not end, expected ')'");
	skip_space(sh, true);
	if (!skip_text(sh, ")")) /* more commands: no document alone */
		return shell_skip(sh, from, ')');
	end = sh->pos;
	doc.file = arena_strndup(&sh->scratch, sh->s + from, end - from);
	sh->pos = body;
	if (!read_body(sh, &doc, &ended))
		return false;
	sh->pos = end;
	return true;
}

/* A text and where each of its bytes was written. */
struct script {
	struct buf s;
	uint32_t *map;
	size_t cap;
};

static void
put(struct shell *sh, struct script *t, const char *s, size_t n, const uint32_t *at)
{
	size_t i, cap = t->cap ? t->cap : 256;

	while (cap < t->s.n + n)
		cap *= 2;
	if (cap > t->cap) {
		t->map = arena_grow(&sh->scratch, t->map, t->cap * sizeof(*t->map),
			cap * sizeof(*t->map));
		t->cap = cap;
	}
	for (i = 0; i < n; i++)
		t->map[t->s.n + i] = at[i] & ~TEXT_FLAGS;
	buf_add(&t->s, s, n);
}

/* What is not certain stays so: an expansion of nothing known stands for it. */
static void
put_word(struct shell *sh, struct script *t, const struct text *w)
{
	static const char unknown[] = "$()";
	uint32_t at[3];
	size_t i, k;

	for (i = 0; i < w->n; i++) {
		if (!text_maybe_at(w, i)) {
			put(sh, t, w->s + i, 1, w->at + i);
			continue;
		}
		for (k = 0; k < 3; k++)
			at[k] = w->at[i];
		put(sh, t, unknown, 3, at);
		while (i + 1 < w->n && text_maybe_at(w, i + 1))
			i++;
	}
}

static bool
run_script(struct shell *sh, const struct script *t)
{
	struct shell outer = *sh;
	bool ok = true;

	if (!sh->depth)
		sh->outer = sh->pos;
	sh->depth++;
	sh->s = arena_strndup(&sh->scratch, t->s.s ? t->s.s : "", t->s.n);
	sh->map = t->map;
	sh->n = t->s.n;
	sh->pos = 0;
	sh->skip_at = SIZE_MAX;
	sh->command = (struct word_list){ 0 };
	sh->nprefix = 0;
	sh->prefix = NULL;
	sh->heredocs = NULL;
	sh->nheredocs = 0;
	sh->assigned = sh->declares = sh->local = sh->discard = false;
	sh->conditional = sh->piped = sh->function_next = false;
	while (ok && sh->pos < sh->n)
		ok = shell_read_token(sh);
	ok = ok && shell_command_end(sh);
	while (sh->nblocks > outer.nblocks)
		shell_block_close(sh, sh->blocks[sh->nblocks - 1].end);
	sh->s = outer.s;
	sh->map = outer.map;
	sh->n = outer.n;
	sh->pos = outer.pos;
	sh->depth = outer.depth;
	sh->command = outer.command;
	sh->nprefix = outer.nprefix;
	sh->prefix = outer.prefix;
	sh->heredocs = outer.heredocs;
	sh->nheredocs = outer.nheredocs;
	sh->assigned = outer.assigned;
	sh->declares = outer.declares;
	sh->local = outer.local;
	sh->discard = outer.discard;
	sh->conditional = outer.conditional;
	sh->piped = outer.piped;
	sh->function_next = outer.function_next;
	return ok;
}

bool
shell_eval(struct shell *sh, const struct word *v, size_t n, bool foreign)
{
	static const uint32_t nowhere[] = { 0 };
	size_t trust_from = sh->trust_from, i;
	struct script t = { 0 };
	bool ok;

	if (sh->depth == DEPTH_MAX || sh->collect)
		return true;
	for (i = 0; i < n; i++) {
		if (i)
			put(sh, &t, " ", 1, v[i].text.n ? v[i].text.at : nowhere);
		put_word(sh, &t, &v[i].text);
	}
	sh->expanded += t.s.n;
	if (sh->expanded > SHELL_EXPANSION_MAX) {
		buf_free(&t.s);
		return shell_fault(sh, sh->pos, "variables expand to more than %d bytes",
			SHELL_EXPANSION_MAX);
	}
	if (foreign) {
		sh->trust_from = shell_now(sh);
		if (!shell_block_open(sh, BLOCK_SUBSHELL, "")) {
			buf_free(&t.s);
			return false;
		}
	}
	ok = run_script(sh, &t);
	if (foreign) {
		shell_block_close(sh, "");
		sh->trust_from = trust_from;
	}
	buf_free(&t.s);
	return ok;
}
