/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/shell.h"

#include <stdarg.h>
#include <string.h>

#include "host/command/shell_state.h"

bool
shell_fault(struct shell *sh, size_t offset, const char *fmt, ...)
{
	uint32_t line, column;
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(&sh->scratch, fmt, ap);
	va_end(ap);
	lines_find(sh->lines, shell_source(sh, offset), &line, &column);
	return fault_at_line(sh->fault, line, column, "%s", message);
}

static char
peek(const struct shell *sh, size_t ahead)
{
	return sh->pos + ahead < sh->n ? sh->s[sh->pos + ahead] : '\0';
}

static void
skip_line(struct shell *sh)
{
	while (sh->pos < sh->n && sh->s[sh->pos] != '\n')
		sh->pos++;
}

/* The redirection operator at sh->pos; none is the start of one behind it. */
static const char *
redirection(const struct shell *sh)
{
	static const char *const operators[] = { "<<<", "<<-", "<<", "<&", "<>", "<",
		">>", ">&", ">|", ">", "&>>", "&>" };
	size_t i, n;

	for (i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		n = strlen(operators[i]);
		if (sh->n - sh->pos >= n && !memcmp(sh->s + sh->pos, operators[i], n))
			return operators[i];
	}
	return "";
}

/* >FILE, 2>&1, <<END …: none of it is a word of the command. */
static bool
read_redirection(struct shell *sh)
{
	const char *op = redirection(sh);
	struct word_list target = { 0 };
	bool quoted;

	sh->pos += strlen(op);
	while (shell_is_blank(peek(sh, 0)))
		sh->pos++;
	quoted = sh->pos < sh->n && strchr("'\"\\", sh->s[sh->pos]);
	if (sh->pos < sh->n && !shell_ends_word(sh, sh->s[sh->pos])
		&& !shell_read_word(sh, &target, true))
		return false;
	if (!strcmp(op, "<<") || !strcmp(op, "<<-"))
		shell_heredoc_add(sh, &target, op[2] == '-', quoted);
	else if (*op == '>' && op[1] != '&' && target.n && !text_opaque(&target.v->text))
		sh->target = target.v->text.s;
	return true;
}

/* ( opens a subshell, a function's "()" or its body. */
static bool
read_open(struct shell *sh)
{
	size_t ahead = 1;
	bool function = sh->function_next;

	while (shell_is_blank(peek(sh, ahead)))
		ahead++;
	if (sh->command.n == 1 && peek(sh, ahead) == ')') {
		sh->pos += ahead + 1;
		sh->discard = true;
		sh->function_next = true;
		return shell_command_end(sh);
	}
	sh->pos++;
	if (!sh->command.n && peek(sh, 0) == '(') {
		sh->pos++;
		sh->discard = true;
		return shell_skip_arithmetic(sh);
	}
	if (sh->command.n)
		return true;
	sh->function_next = false;
	return shell_block_open(sh, function ? BLOCK_FUNCTION : BLOCK_SUBSHELL, ")");
}

static bool
end_command(struct shell *sh, size_t length, bool conditional)
{
	bool piped = sh->pos < sh->n && sh->s[sh->pos] == '|' && length == 1;

	if (!shell_command_end(sh))
		return false;
	sh->piped = piped;
	sh->pos += length;
	sh->conditional = conditional;
	sh->after_newline = false;
	return true;
}

static bool
end_alternative(struct shell *sh)
{
	size_t length = peek(sh, 1) == ';' && peek(sh, 2) == '&' ? 3 : 2;

	if (!end_command(sh, length, false))
		return false;
	if (sh->nblocks && sh->blocks[sh->nblocks - 1].kind == BLOCK_CASE) {
		shell_block_alternative(sh, false);
		sh->blocks[sh->nblocks - 1].pattern = true;
	}
	return true;
}

static bool
read_operator(struct shell *sh)
{
	char c = peek(sh, 0), next = peek(sh, 1);

	switch (c) {
	case '<':
	case '>': return read_redirection(sh);
	case '(': return read_open(sh);
	case ')':
		if (!end_command(sh, 1, false))
			return false;
		shell_block_close(sh, ")");
		return true;
	case ';':
		if (next == ';' || next == '&')
			return end_alternative(sh);
		return end_command(sh, 1, false);
	case '&':
		if (next == '>')
			return read_redirection(sh);
		return end_command(sh, next == '&' ? 2 : 1, next == '&');
	default: return end_command(sh, next == '|' || next == '&' ? 2 : 1, true);
	}
}

static bool
end_line(struct shell *sh)
{
	if (!end_command(sh, 1, false))
		return false;
	sh->after_newline = true;
	return shell_heredocs_read(sh);
}

/* The pattern that everything matches. */
static bool
is_star(const struct shell *sh, size_t from, size_t to)
{
	while (from < to && shell_is_blank(sh->s[from]))
		from++;
	while (to > from && shell_is_blank(sh->s[to - 1]))
		to--;
	return to - from == 1 && sh->s[from] == '*';
}

/* A case's pattern, or its esac. */
static bool
read_pattern(struct shell *sh)
{
	struct shell_block *b;
	size_t from;
	bool found;

	if (peek(sh, 0) == '\n' || peek(sh, 0) == '#') {
		skip_line(sh);
		sh->pos += sh->pos < sh->n;
		return true;
	}
	b = &sh->blocks[sh->nblocks - 1];
	b->pattern = false;
	b->ended = true;
	if (!shell_keyword(sh, &found) || found)
		return !sh->fault->message;
	b->ended = false;
	sh->pos += peek(sh, 0) == '(';
	from = sh->pos;
	if (!shell_skip(sh, from, ')'))
		return false;
	b->exhaustive |= is_star(sh, from, sh->pos - 1);
	return true;
}

/* The 2 of 2>&1. */
static bool
at_descriptor(const struct shell *sh)
{
	size_t n = 0;

	while (peek(sh, n) >= '0' && peek(sh, n) <= '9')
		n++;
	return n && (peek(sh, n) == '<' || peek(sh, n) == '>');
}

static bool
read_script_token(struct shell *sh, char c)
{
	bool found;

	if (sh->nblocks && sh->blocks[sh->nblocks - 1].pattern)
		return read_pattern(sh);
	if (c == '\n')
		return end_line(sh);
	if (at_descriptor(sh)) {
		while (peek(sh, 0) >= '0' && peek(sh, 0) <= '9')
			sh->pos++;
		return read_redirection(sh);
	}
	if (shell_ends_word(sh, c) && !((c == '<' || c == '>') && peek(sh, 1) == '('))
		return read_operator(sh);
	if (!shell_keyword(sh, &found))
		return false;
	return found || shell_command_word(sh);
}

bool
shell_read_token(struct shell *sh)
{
	char c = peek(sh, 0);

	if (shell_is_blank(c)) {
		sh->pos++;
		return true;
	}
	if (c == '\\'
		&& (peek(sh, 1) == '\n'
			|| (peek(sh, 1) == '\r' && peek(sh, 2) == '\n'))) {
		sh->pos += peek(sh, 1) == '\r' ? 3 : 2;
		return true;
	}
	if (c == '#') {
		skip_line(sh);
		return true;
	}
	if (sh->syntax == SHELL_SCRIPT)
		return read_script_token(sh, c);
	if (c == '\n') {
		sh->pos++;
		return true;
	}
	return shell_command_word(sh);
}

static bool
run_pass(struct shell *sh, bool collect)
{
	bool ok = true;

	sh->collect = collect;
	sh->pos = sh->expanded = sh->nblocks = sh->nundo = sh->cap_undo = 0;
	sh->nends = sh->cap_ends = sh->trust_from = 0;
	sh->undo = NULL;
	sh->ends = NULL;
	sh->target = NULL;
	sh->word = (struct shell_word){ 0 };
	sh->heredocs = NULL;
	sh->nheredocs = 0;
	sh->function_next = sh->conditional = sh->after_newline = sh->piped = false;
	while (ok && sh->pos < sh->n)
		ok = shell_read_token(sh);
	ok = ok && shell_command_end(sh);
	return ok;
}

bool
shell_read(const struct shell_source *source, enum shell_syntax syntax,
	const struct shell_visitor *visitor, struct fault *f)
{
	struct shell sh = {
		.s = source->s,
		.n = source->n,
		.map = source->map,
		.syntax = syntax,
		.visitor = visitor,
		.fault = f,
		.skip_at = SIZE_MAX,
	};
	struct arena index = { 0 };
	struct lines lines;
	bool ok;

	lines_index(&lines, source->original, source->noriginal, &index);
	sh.lines = &lines;
	ok = syntax == SHELL_ARGUMENTS || run_pass(&sh, true);
	arena_reset(&sh.scratch);
	ok = ok && run_pass(&sh, false);
	arena_free(&sh.scratch);
	arena_free(&index);
	intern_free(&sh.names);
	return ok;
}
