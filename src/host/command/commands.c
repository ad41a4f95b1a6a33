/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/commands.h"

#include <string.h>

#include "base/vec.h"
#include "host/command/forms.h"
#include "host/command/shell.h"

enum { SURE = 95, LIKELY = 60 };

static void
add_command(struct commands *c, const struct word_list *w, size_t program, uint32_t end)
{
	if (c->n < COMMANDS_MAX)
		c->v[c->n++] = (struct command){ words_dup(w->v, w->n, c->arena), program,
			end };
	c->all++;
}

/* A line of options alone belongs to the command above: no shell would run it. */
static bool
continues(const struct commands *c, const struct shell_command *command)
{
	const struct text *first = &command->words.v[0].text;

	return c->goes_on && command->after_newline && text_is(first, 0, '-')
	       && first->n > 1 && c->n == c->all;
}

static bool
visit_script(void *ctx, const struct shell_command *command)
{
	struct commands *c = ctx;
	const struct word_list *w = &command->words;
	enum program_match found;
	struct word_list more;
	size_t at, i;

	if (continues(c, command)) {
		more = words_dup(w->v, w->n, c->arena);
		for (i = 0; i < more.n; i++)
			words_add(&c->v[c->n - 1].words, c->arena, more.v[i]);
		return true;
	}
	if (c->language->configures && c->nasides < ASIDES_MAX
		&& c->language->configures(w->v, w->n)) {
		more = words_dup(w->v, 1, c->arena);
		c->asides[c->nasides++] = more.v[0];
	}
	found = program_in_words(c->language, w->v, w->n, &at);
	c->goes_on = found != PROGRAM_NONE;
	if (c->goes_on)
		add_command(c, w, at, command->end);
	return true;
}

static void
add_document(void *ctx, const char *name, const struct text *text)
{
	struct commands *c = ctx;
	struct documents *d = &c->documents;
	struct word_list copy;
	struct word w = { .text = *text };

	copy = words_dup(&w, 1, c->arena);
	*vec_more(c->arena, d->v, d->n) = (struct document){ arena_strdup(c->arena, name),
		copy.v[0].text };
}

static bool
visit_arguments(void *ctx, const struct shell_command *command)
{
	struct commands *c = ctx;

	add_command(c, &command->words, SIZE_MAX, command->end);
	return true;
}

static size_t
skip_comments(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n) {
		if (s[i] == '#')
			while (i < n && s[i] != '\n')
				i++;
		else if (strchr(" \t\r\n", s[i]) && s[i])
			i++;
		else
			break;
	}
	return i;
}

/* The first thing that is no comment is an option of the monitor. */
static bool
begins_with_option(const struct command_language *l, const char *s, size_t n)
{
	char option[32] = "";
	size_t i = skip_comments(s, n), start = i;

	if (!l->is_option || i == n || s[i] != '-')
		return false;
	for (; i < n && s[i] && !strchr(" \t\r\n=", s[i]); i++)
		;
	if (i - start >= sizeof(option))
		return false;
	memcpy(option, s + start, i - start);
	return l->is_option(option);
}

static void
add_numbered(struct word_list *w, struct arena *a, const char *s, size_t n)
{
	struct word word = { .arg = (uint32_t)w->n };

	word.text.s = arena_strndup(a, s, n);
	word.text.n = n;
	words_add(w, a, word);
}

static void
add_numbered_command(struct commands *c, const struct word_list *w)
{
	size_t at;

	c->numbered = true;
	if (program_in_words(c->language, w->v, w->n, &at) != PROGRAM_NONE)
		add_command(c, w, at, 0);
	else if (c->language->is_option && w->n && text_is(&w->v[0].text, 0, '-'))
		add_command(c, w, SIZE_MAX, 0);
}

static void
read_argv(struct commands *c, const struct host_source *src)
{
	struct word_list w = { 0 };
	size_t i;

	for (i = 0; i < src->argc; i++)
		add_numbered(&w, c->arena, src->argv[i], strlen(src->argv[i]));
	add_numbered_command(c, &w);
}

/* As the kernel keeps it: each word ends with a NUL. */
static bool
read_cmdline(struct commands *c, const struct host_source *src, struct fault *f)
{
	const char *s = (const char *)src->text.data, *end = s + src->text.n, *stop;
	size_t first = strlen(s);
	struct word_list w = { 0 };

	if (memchr(s, '\n', first)
		|| ((*s != '-' || !c->language->is_option)
			&& !program_is(c->language, s)))
		return fault_at_offset(f, (int64_t)first,
			"a NUL byte, expected a text, or words that NULs end and %s as the "
			"first",
			c->language->name);
	for (; s < end; s = stop + 1) {
		stop = memchr(s, '\0', (size_t)(end - s));
		if (!stop)
			stop = end;
		add_numbered(&w, c->arena, s, (size_t)(stop - s));
	}
	add_numbered_command(c, &w);
	return true;
}

static void drop_questions(struct commands *c);

/* Whether the script, if it can be read, starts a guest. */
static bool
read_script(struct commands *c, const struct shell_source *source, struct fault *f)
{
	struct shell_visitor visitor = {
		.command = visit_script, .document = add_document, .ctx = c
	};
	bool ok;

	c->n = c->all = c->nasides = c->documents.n = 0;
	c->documents.v = NULL;
	c->goes_on = false;
	ok = shell_read(source, SHELL_SCRIPT, &visitor, f);
	drop_questions(c);
	return ok && c->n;
}

static bool
has_shebang(const char *s, size_t n)
{
	return n > 2 && s[0] == '#' && s[1] == '!';
}

/* A target, and a recipe below it. */
static bool
looks_like_makefile(const char *s, size_t n)
{
	const char *end = s + n, *tab = s, *line, *colon;

	while ((tab = memchr(tab, '\t', (size_t)(end - tab)))) {
		if (tab > s && tab[-1] == '\n' && tab > s + 1) {
			for (line = tab - 1; line > s && line[-1] != '\n'; line--)
				;
			colon = memchr(line, ':', (size_t)(tab - 1 - line));
			if (colon && colon > line && !strchr(" \t#\"'", *line)
				&& (colon[1] == ' ' || colon[1] == '\n'))
				return true;
		}
		tab++;
	}
	return false;
}

/* Other forms than a script, the surest first. */
static bool
read_form(struct commands *c, const struct host_source *src)
{
	const char *s = (const char *)src->text.data;
	size_t n = src->text.n;
	struct fault own = FAULT_INIT(c->arena);
	struct shell_source source;

	if (form_is_makefile_name(src->name)
		|| (!has_shebang(s, n) && looks_like_makefile(s, n)))
		if (form_makefile(s, n, c->arena, &source)
			&& read_script(c, &source, &own))
			return true;
	own = FAULT_INIT(c->arena);
	return form_unit(s, n, c->arena, &source) && read_script(c, &source, &own);
}

static bool
read_transcript(struct commands *c, const struct host_source *src)
{
	const char *s = (const char *)src->text.data;
	struct fault own = FAULT_INIT(c->arena);
	struct shell_source source;

	return !has_shebang(s, src->text.n)
	       && form_prompts(s, src->text.n, c->arena, &source)
	       && read_script(c, &source, &own);
}

enum quoted { QUOTED_NOTHING, QUOTED_WORD, QUOTED_LINE };

/* Whether the program stands behind the quote at @s: alone, or with words behind it. */
static enum quoted
quoted_at(const struct command_language *l, const char *s, const char *end)
{
	char name[128] = "";
	size_t n = 0;

	while (s + 1 + n < end && n < sizeof(name) - 1 && s[1 + n] != *s
		&& s[1 + n] != ' ' && s[1 + n] != '\n')
		n++;
	memcpy(name, s + 1, n);
	if (!n || s + 1 + n >= end || !program_is(l, name))
		return QUOTED_NOTHING;
	if (s[1 + n] == ' ')
		return QUOTED_LINE;
	for (s += 2 + n; s < end && (*s == ' ' || *s == '\n'); s++)
		;
	return s < end && *s == ',' ? QUOTED_WORD : QUOTED_NOTHING;
}

/* A program in quotes: a list of words of Python or JSON, or a string of a program's. */
static const char *
find_quoted(const struct command_language *l, const char *s, size_t n, enum quoted *how)
{
	const char *end = s + n;

	for (; s < end; s++)
		if (*s == '"' || *s == '\'') {
			*how = quoted_at(l, s, end);
			if (*how != QUOTED_NOTHING)
				return s;
		}
	return NULL;
}

/* Why there is none: where the text speaks of one, that line is named. */
static bool
no_command(struct commands *c, const struct host_source *src, struct fault *f)
{
	const struct command_language *l = c->language;
	const char *s = (const char *)src->text.data, *at;
	enum quoted how = QUOTED_NOTHING;
	uint32_t line, column;
	struct arena a = { 0 };
	struct lines lines;

	at = src->argv || memchr(s, '\0', src->text.n)
		     ? NULL
		     : find_quoted(l, s, src->text.n, &how);
	if (!at)
		return fault_set(
			f, "no %s command line, expected %s", l->name, l->expected);
	lines_index(&lines, s, src->text.n, &a);
	lines_find(&lines, (size_t)(at - s), &line, &column);
	arena_free(&a);
	return fault_at_line(f, line, column,
		"%s, as in Python, which is not read; expected %s",
		how == QUOTED_WORD ? "a list of quoted words"
				   : "a command line in a string",
		l->expected);
}

static bool
read_text(struct commands *c, const struct host_source *src, struct fault *f)
{
	const char *s = (const char *)src->text.data;
	struct shell_source source = { s, src->text.n, NULL, s, src->text.n };
	struct shell_visitor visitor = { .command = visit_arguments, .ctx = c };
	struct fault own = FAULT_INIT(f->arena);

	if (begins_with_option(c->language, s, src->text.n))
		return shell_read(&source, SHELL_ARGUMENTS, &visitor, f);
	if (read_form(c, src) || read_script(c, &source, &own)
		|| (!c->n && read_transcript(c, src)))
		return true;
	if (own.message)
		*f = own;
	return !own.message;
}

static bool
only_asks(const struct command_language *l, const struct word *v, size_t n)
{
	return (l->questions && command_has_word(v, n, l->questions))
	       || (l->only_asks && l->only_asks(v, n));
}

/* The guest's are of interest; where there are no others, fine. */
static void
drop_questions(struct commands *c)
{
	const struct command *command;
	size_t i, n = 0;

	for (i = 0; i < c->n; i++) {
		command = &c->v[i];
		if (command->program == SIZE_MAX
			|| !only_asks(c->language,
				command->words.v + command->program + 1,
				command->words.n - command->program - 1))
			c->v[n++] = *command;
	}
	c->all -= c->n - n;
	c->n = n;
}

bool
commands_read(struct commands *c, const struct command_language *l,
	const struct host_source *src, struct arena *a, struct fault *f)
{
	*c = (struct commands){ .language = l, .arena = a };
	if (!src->argv && !src->text.n)
		return fault_set(f, "empty, expected %s", l->expected);
	if (src->text.n > COMMANDS_TEXT_MAX)
		return fault_set(f, "%zu bytes, expected at most %d of a %s command line",
			src->text.n, COMMANDS_TEXT_MAX, l->name);
	if (src->argv)
		read_argv(c, src);
	else if (memchr(src->text.data, '\0', src->text.n)) {
		if (!read_cmdline(c, src, f))
			return false;
	} else if (!read_text(c, src, f)) {
		return false;
	}
	if (!c->n)
		return no_command(c, src, f);
	if (c->all > COMMANDS_MAX)
		return fault_set(
			f, "%zu %s command lines, expected one", c->all, l->name);
	return true;
}

static bool
has_mark(const struct command_language *l, const struct bytes *text)
{
	const char *s = (const char *)text->data, *end = s + text->n, *at;
	size_t n = strlen(l->mark);

	for (; (at = memchr(s, *l->mark, (size_t)(end - s))); s = at + 1)
		if ((size_t)(end - at) >= n && !memcmp(at, l->mark, n))
			return true;
	return false;
}

int
commands_detect(const struct command_language *l, const struct host_source *src)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct commands c;
	int score = 0;

	/* this costs little; a file of QEMU's options need not speak of it */
	if (!src->argv && !l->is_option
		&& !program_is_spoken_of(l, (const char *)src->text.data, src->text.n))
		return 0;
	if (commands_read(&c, l, src, &a, &f))
		score = SURE;
	else if (!src->argv && has_mark(l, &src->text))
		score = c.n || f.place.line || src->text.n > COMMANDS_TEXT_MAX ? LIKELY
									       : 0;
	arena_free(&a);
	return score;
}
