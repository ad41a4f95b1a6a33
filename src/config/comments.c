/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config/comments.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/intern.h"
#include "base/vec.h"
#include "config/config.h"
#include "dts/source/map.h"
#include "rules/input.h"

#define MARK "dtlint:"

/* One comment. */
struct comment {
	struct comment *next; /* of the same file */
	struct place place;
	uint32_t first; /* lines that it holds for */
	uint32_t last;
	struct string_list rules;
	const char *reason;
	const char *until; /* or NULL */
	const char *wrong; /* what is the matter with it; or NULL */
	bool expired;
	bool used;
	bool met; /* a rule that it names was looked for */
};

struct comments {
	struct arena arena;
	pthread_mutex_t lock;
	struct intern paths;
	struct comment **files; /* by the atom of the path */
	uint32_t n;
	uint32_t cap;
	const struct rule_config *rules; /* of the first source that has some */
	const char *today;
};

struct comments *
comments_new(const char *today)
{
	struct comments *c = calloc(1, sizeof(*c));

	if (!c)
		fatal("out of memory: %zu bytes wanted", sizeof(*c));
	pthread_mutex_init(&c->lock, NULL);
	c->today = today;
	return c;
}

void
comments_free(struct comments *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->lock);
	intern_free(&c->paths);
	arena_free(&c->arena);
	free(c);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Whether a byte stands between quotes of its line. */
static bool
in_string(const char *text, const char *at)
{
	const char *s = at;
	bool inside = false;

	while (s > text && s[-1] != '\n')
		s--;
	for (; s < at; s++) {
		if (*s == '\\' && inside)
			s++;
		else if (*s == '"')
			inside = !inside;
	}
	return inside;
}

/* Where the comment begins that a mark is the first word of; NULL: none. */
static const char *
opening(const char *text, const char *mark)
{
	const char *s = mark;

	while (s > text && (is_blank(s[-1]) || s[-1] == '*'))
		s--;
	if (s > text && s[-1] == '/' && *s == '*')
		return in_string(text, s - 1) ? NULL : s - 1;
	while (s > text && s[-1] == '/')
		s--;
	return s[0] == '/' && s[1] == '/' && !in_string(text, s) ? s : NULL;
}

/* How far a file was looked through for what is comment, and what is open there. */
struct look {
	const char *at;
	const char *open; /* the comment or string; NULL: code */
};

static void
look_on(struct look *look, const char *to)
{
	const char *s = look->at, *open = look->open;

	for (; s < to; s++) {
		if (!open) {
			open = *s == '"' || (*s == '/' && (s[1] == '*' || s[1] == '/'))
				       ? s
				       : NULL;
			s += open && *s == '/';
		} else if (*open == '/' && open[1] == '*') {
			if (*s == '*' && s[1] == '/') {
				open = NULL;
				s++;
			}
		} else if (*s == '\n' || (*open == '"' && *s == '"')) {
			open = NULL;
		} else if (*open == '"' && *s == '\\' && s + 1 < to && s[1] != '\n') {
			s++;
		}
	}
	look->at = s;
	look->open = open;
}

/* The same of a mark that is the first word of a line within a comment of several lines. */
static const char *
opening_before(struct look *look, const char *text, const char *mark)
{
	const char *s = mark;

	while (s > text && (is_blank(s[-1]) || s[-1] == '*'))
		s--;
	if (s == text || s[-1] != '\n')
		return NULL;
	look_on(look, mark);
	return look->open && look->open[0] == '/' && look->open[1] == '*' ? look->open
									  : NULL;
}

/* Passes blanks, newlines and comments. */
static const char *
to_code(const char *s, const char *end)
{
	const char *close;

	for (;;) {
		while (s < end && (is_blank(*s) || *s == '\n'))
			s++;
		if (end - s < 2 || s[0] != '/' || (s[1] != '*' && s[1] != '/'))
			return s;
		close = s[1] == '*' ? strstr(s + 2, "*/")
				    : memchr(s, '\n', (size_t)(end - s));
		if (!close)
			return end;
		s = close + (s[1] == '*' ? 2 : 0);
	}
}

/* The lines that it holds for. */
static void
set_lines(struct comment *m, const struct source_file *file, const char *open,
	const char *close)
{
	const char *text = file->text, *line = open;

	m->first = m->place.line;
	m->last = m->place.end_line;
	while (line > text && line[-1] != '\n')
		line--;
	while (line < open && is_blank(*line))
		line++;
	if (line == open) {
		uint32_t code = (uint32_t)(to_code(close, text + file->n) - text);

		m->last = source_place(file, code, code).line;
	}
}

/* The words of a comment on one line, with one blank between them. */
static char *
words(struct arena *a, const char *s, const char *end)
{
	char *text = arena_alloc(a, (size_t)(end - s) + 1), *to = text;
	bool begins = false; /* a line, where a star belongs to the comment */

	for (; s < end; s++) {
		if (!is_blank(*s) && *s != '\n' && !(begins && *s == '*')) {
			*to++ = *s;
			begins = false;
			continue;
		}
		begins = begins || *s == '\n';
		if (to > text && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > text && to[-1] == ' ')
		to--;
	*to = 0;
	return text;
}

static const char *
check_rule(const char *name, struct arena *a)
{
	struct arena scratch = { 0 };
	struct fault f = FAULT_INIT(a);

	rule_config_ignore(rule_config_new(&scratch, STRICT_NOT, NULL), name, &f);
	arena_free(&scratch);
	return f.message;
}

/* "reason until 2027-01-31": takes the day off its end. */
static void
read_reason(struct comment *m, char *reason, const char *today)
{
	char *until = strstr(reason, " until ");
	char *next;

	while (until && (next = strstr(until + 1, " until ")))
		until = next;
	if (until && config_is_day(until + strlen(" until "))) {
		*until = 0;
		m->until = until + strlen(" until ");
		m->expired = strcmp(m->until, today) < 0;
	}
	m->reason = reason;
	if (!*reason)
		m->wrong =
			"an ignore without a reason, expected '-- REASON' behind the rules";
}

static void
read_words(struct comment *m, char *text, const char *today, struct arena *a)
{
	char *dashes, *name, *rest;

	if (strncmp(text, "ignore", 6) != 0 || (text[6] && text[6] != ' ')) {
		m->wrong = arena_printf(a,
			"'%s' is not known behind 'dtlint:', expected 'ignore RULE -- REASON'",
			text);
		return;
	}
	text += text[6] ? 7 : 6;
	dashes = strstr(text, "--");
	if (dashes) {
		rest = dashes + 2;
		rest += *rest == ' ';
		while (dashes > text && dashes[-1] == ' ')
			dashes--;
		*dashes = 0;
	} else {
		rest = text + strlen(text);
	}
	read_reason(m, rest, today);
	for (name = strtok_r(text, ", ", &rest); name;
		name = strtok_r(NULL, ", ", &rest)) {
		const char *wrong = check_rule(name, a);

		if (wrong)
			m->wrong = wrong;
		string_list_add(&m->rules, a, name);
	}
	if (!m->rules.n)
		m->wrong = "an ignore without a rule, expected 'ignore RULE -- REASON'";
}

static struct comment *
read_file(struct comments *c, const struct source_file *file)
{
	struct comment *first = NULL, **at = &first, *m;
	const char *text = file->text, *end = text + file->n, *mark = text;
	const char *open, *close, *stop;
	struct look look = { .at = text };

	/* what is behind a NUL is none */
	while ((mark = strstr(mark, MARK))) {
		open = opening(text, mark);
		if (!open)
			open = opening_before(&look, text, mark);
		mark += strlen(MARK);
		if (!open)
			continue;
		close = open[1] == '*' ? strstr(mark, "*/")
				       : memchr(mark, '\n', (size_t)(end - mark));
		stop = close = close ? close : end;
		if (open[1] == '*' && stop < end)
			stop += 2;
		m = arena_new(&c->arena, struct comment);
		m->place = source_place(
			file, (uint32_t)(open - text), (uint32_t)(stop - text));
		set_lines(m, file, open, stop);
		read_words(m, words(&c->arena, mark, close), c->today, &c->arena);
		*at = m;
		at = &m->next;
	}
	return first;
}

/* Whether one of the rules that it names is reported at all. */
static bool
is_reported(const struct comment *m, const struct rule_config *rules)
{
	const struct rule *r;

	for (size_t i = 0; i < m->rules.n; i++) {
		/* rules of bindings are made as they are met */
		if (!rule_find(m->rules.v[i]))
			return true;
		for (size_t k = 0; (r = rule_at(k)); k++)
			if (rule_matches(r, m->rules.v[i]) && rule_is_reported(rules, r))
				return true;
	}
	return false;
}

void
comments_read(struct comments *c, const struct dts_text *text,
	const struct rule_config *rules, bool linted)
{
	const struct text_map *map = text->map;

	pthread_mutex_lock(&c->lock);
	for (uint32_t i = 0; i < map->ninstances; i++) {
		const struct source_file *file = map->instances[i].file;
		uint32_t known = c->paths.count;
		atom_t atom = intern(&c->paths, file->shown, strlen(file->shown));

		if (atom == known) {
			vec_room(&c->arena, c->files, c->n, c->cap);
			c->files[c->n++] = read_file(c, file);
		}
		if (c->files[atom] && !c->rules)
			c->rules = rules;
		for (struct comment *m = c->files[atom]; m && linted; m = m->next)
			m->met = m->met || is_reported(m, rules);
	}
	pthread_mutex_unlock(&c->lock);
}

/* The comment that ignores a diagnostic, or NULL. */
static struct comment *
find(struct comments *c, const struct diag *d)
{
	const char *path = d->place.file ? d->place.file : d->file;
	atom_t atom;

	if (d->fault || !d->place.line || !path)
		return NULL;
	atom = intern_find(&c->paths, path, strlen(path));
	if (atom == ATOM_NONE)
		return NULL;
	for (struct comment *m = c->files[atom]; m; m = m->next) {
		if (m->wrong || m->expired || d->place.line < m->first
			|| d->place.line > m->last)
			continue;
		for (size_t i = 0; i < m->rules.n; i++)
			if (rule_matches(d->rule, m->rules.v[i]))
				return m;
	}
	return NULL;
}

void
comments_ignore(struct comments *c, struct diag_list *diags, size_t from,
	struct diag_list *ignored)
{
	size_t to = from;

	pthread_mutex_lock(&c->lock);
	for (size_t k = from; k < diags->n; k++) {
		struct diag *d = diags->v[k];
		struct comment *m = find(c, d);

		if (!m) {
			diags->v[to++] = d;
			continue;
		}
		m->used = true;
		/* the list outlives the comments */
		d->ignored = arena_strdup(diags->arena, m->reason);
		d->ignored_in_source = true;
		diag_append(ignored, d);
	}
	diags->n = to;
	pthread_mutex_unlock(&c->lock);
}

static void
report(struct comments *c, struct diag_list *diags, const struct comment *m)
{
	const struct about about = { m->place.file, NULL, 0, 0 };
	const struct rule *rule = rule_find("source/ignore-comment");
	const char *rules = m->rules.n ? m->rules.v[0] : "";
	const char *more = m->rules.n > 1 ? " …" : "";
	struct diag *d;

	if (m->wrong) {
		d = input_report(diags, c->rules, rule, rule->level, &about, m->wrong);
		if (d)
			d->place = m->place;
	} else if (m->expired) {
		input_report_ignore(diags, c->rules, INPUT_EXPIRED_IGNORE, m->place.file,
			m->place.line, m->place.column,
			"the ignore of '%s'%s expired on %s, and ignores nothing since "
			"(reason: %s)",
			rules, more, m->until, m->reason);
	} else if (m->met && !m->used) {
		input_report_ignore(diags, c->rules, INPUT_UNUSED_IGNORE, m->place.file,
			m->place.line, m->place.column,
			"the ignore of '%s'%s had nothing to ignore (reason: %s)", rules,
			more, m->reason);
	}
}

struct commented {
	const char *path;
	const struct comment *first;
};

static int
by_path(const void *a, const void *b)
{
	return strcmp(
		((const struct commented *)a)->path, ((const struct commented *)b)->path);
}

/* By path: which file was read first is the threads' to decide. */
void
comments_report(struct comments *c, struct diag_list *diags)
{
	struct commented *files = arena_array(&c->arena, struct commented, c->n);
	const struct comment *m;
	uint32_t i;

	for (i = 0; i < c->n; i++)
		files[i] = (struct commented){ intern_str(&c->paths, i), c->files[i] };
	if (c->n)
		qsort(files, c->n, sizeof(*files), by_path);
	for (i = 0; i < c->n; i++)
		for (m = files[i].first; m; m = m->next)
			report(c, diags, m);
}
