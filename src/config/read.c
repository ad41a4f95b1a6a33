/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/glob.h"
#include "base/suggest.h"
#include "config/config.h"
#include "host/reader.h"

struct reading {
	struct config *config;
	const char *prefix;
	const char *today;
	struct arena *arena;
	struct fault *fault;
};

#define KEYS(map, of, r, ...) \
	(doc_expect((map), DOC_MAP, (r)->fault) \
		&& doc_expect_keys((map), (of), (const char *const[]){ __VA_ARGS__ }, \
			sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), \
			(r)->fault))

/* Returns with what a list holds read into @v, each by @read; with nothing of no list. */
#define READ_EACH(r, list, type, v, n, read) \
	do { \
		if ((list) && !doc_expect((list), DOC_LIST, (r)->fault)) \
			return false; \
		(v) = (list) ? arena_array((r)->arena, type, (list)->count) : NULL; \
		for (const struct doc *one_ = (list) ? (list)->first : NULL; one_; \
			one_ = one_->next) \
			if (!read((r), one_, &(v)[(n)++])) \
				return false; \
		return true; \
	} while (0)

static const char *
resolve(const struct reading *r, const char *name)
{
	return *name == '/' ? name : arena_printf(r->arena, "%s%s", r->prefix, name);
}

/* A check of one string of a list, which may put another in its place. */
typedef bool (*check_fn)(const struct reading *r, const struct doc *v, const char **s);

static bool
read_one(const struct reading *r, const struct doc *v, check_fn check,
	struct string_list *out)
{
	const char *s = v->text;

	if (!doc_expect(v, DOC_STRING, r->fault))
		return false;
	if (!*s)
		return doc_fault(v, r->fault, "an empty string, expected some text");
	if (check && !check(r, v, &s))
		return false;
	string_list_add(out, r->arena, s);
	return true;
}

/* A string, or a list of one or more; nothing where @v is NULL. */
static bool
read_strings(const struct reading *r, const struct doc *v, check_fn check,
	struct string_list *out)
{
	const struct doc *one;

	if (!v)
		return true;
	if (v->type == DOC_STRING)
		return read_one(r, v, check, out);
	if (v->type != DOC_LIST)
		return doc_fault(v, r->fault,
			"expected a string or a list of strings, found %s",
			doc_found(v, r->arena));
	if (!v->first)
		return doc_fault(
			v, r->fault, "an empty list, expected one string or more");
	for (one = v->first; one; one = one->next)
		if (!read_one(r, one, check, out))
			return false;
	return true;
}

static bool
check_glob(const struct reading *r, const struct doc *v, const char **s)
{
	if (strlen(*s) > GLOB_MAX)
		return doc_fault(v, r->fault,
			"a pattern of %zu bytes, expected at most %d", strlen(*s),
			GLOB_MAX);
	return true;
}

static bool
check_file_glob(const struct reading *r, const struct doc *v, const char **s)
{
	if (!strncmp(*s, "./", 2))
		*s += 2;
	if (!strncmp(*s, "../", 3))
		return doc_fault(v, r->fault,
			"'%s' leads out of the configuration's directory, expected a pattern "
			"for paths below it",
			*s);
	return check_glob(r, v, s);
}

static bool
check_host(const struct reading *r, const struct doc *v, const char **s)
{
	if (host_spec_is_live(*s))
		return doc_fault(v, r->fault,
			"'%s' is asked while it runs, which only --host can ask for; expected a "
			"file",
			*s);
	*s = host_spec_from(*s, r->prefix, r->arena);
	return true;
}

static bool
check_path(const struct reading *r, const struct doc *v, const char **s)
{
	(void)v;
	*s = resolve(r, *s);
	return true;
}

/* A path of bindings; one with a label keeps it. */
static bool
check_schema(const struct reading *r, const struct doc *v, const char **s)
{
	const char *path = *s;
	const char *label = config_schema_label(&path, r->prefix, r->arena);

	if (label && !*path)
		return doc_fault(
			v, r->fault, "no path behind '%s=', expected one", label);
	path = resolve(r, path);
	*s = label ? arena_printf(r->arena, "%s=%s", label, path) : path;
	return true;
}

/* What others say of a word, said at its place in the file. */
static bool
said_of_word(const struct reading *r, const struct doc *v, const struct fault *own)
{
	return !own->message || doc_fault(v, r->fault, "%s", own->message);
}

static bool
check_profile(const struct reading *r, const struct doc *v, const char **s)
{
	struct fault own = FAULT_INIT(r->arena);

	profile_add(&r->config->profile, *s, r->arena, &own);
	return said_of_word(r, v, &own);
}

static bool
check_selector(const struct reading *r, const struct doc *v, const char **s)
{
	struct arena scratch = { 0 };
	struct fault own = FAULT_INIT(&scratch);
	bool ok;

	rule_config_ignore(rule_config_new(&scratch, STRICT_NOT, NULL), *s, &own);
	ok = said_of_word(r, v, &own);
	arena_free(&scratch);
	return ok;
}

static bool
check_ignored(const struct reading *r, const struct doc *v, const char **s)
{
	if (strchr(*s, ','))
		return doc_fault(v, r->fault,
			"%s names several rules, expected a list of strings",
			doc_found(v, r->arena) + strlen("the string "));
	return check_selector(r, v, s);
}

static bool
check_flag(const struct reading *r, const struct doc *v, const char **s)
{
	struct arena scratch = { 0 };
	struct fault own = FAULT_INIT(&scratch);
	bool ok;

	rule_config_flag(rule_config_new(&scratch, STRICT_NOT, NULL), *s, false, &own);
	ok = said_of_word(r, v, &own);
	arena_free(&scratch);
	return ok;
}

static bool
read_flags(const struct reading *r, const struct doc *v, bool as_error)
{
	struct string_list words = { 0 };
	size_t i;

	if (!read_strings(r, v, check_flag, &words))
		return false;
	for (i = 0; i < words.n; i++)
		rule_request_flag(&r->config->rules, r->arena, words.v[i], as_error);
	return true;
}

static bool
read_rules(const struct reading *r, const struct doc *v)
{
	struct rule_request *q = &r->config->rules;

	if (!v)
		return true;
	return KEYS(v, " of 'rules'", r, "select", "ignore", "warn", "error")
	       && read_strings(r, doc_get(v, "select"), check_selector, &q->select)
	       && read_strings(r, doc_get(v, "ignore"), check_selector, &q->ignore)
	       && read_flags(r, doc_get(v, "warn"), false)
	       && read_flags(r, doc_get(v, "error"), true);
}

/* The value of a key that must be there. */
static const struct doc *
required(
	const struct reading *r, const struct doc *map, const char *key, const char *what)
{
	const struct doc *v = doc_get(map, key);

	if (!v)
		doc_fault(map, r->fault, "no '%s', expected %s", key, what);
	return v;
}

/* Patterns for inputs, with their places, and room for whether they match any. */
static bool
read_patterns(const struct reading *r, const struct doc *v, struct string_list *out,
	struct place **places, bool **used)
{
	size_t i = 0;

	if (!read_strings(r, v, check_file_glob, out))
		return false;
	*used = arena_array(r->arena, bool, out->n);
	*places = arena_array(r->arena, struct place, out->n);
	for (const struct doc *one = v->type == DOC_LIST ? v->first : v; i < out->n;
		i++, one = one->next)
		(*places)[i] = (struct place){
			.line = one->line, .column = one->column, .offset = -1
		};
	return true;
}

static bool
read_pair(const struct reading *r, const struct doc *v, struct config_pair *p)
{
	const struct doc *trees, *hosts;

	if (!KEYS(v, " of a pair", r, "trees", "hosts"))
		return false;
	trees = required(r, v, "trees", "patterns for the trees that the hosts start");
	hosts = trees ? required(r, v, "hosts", "host configurations, as for --host")
		      : NULL;
	return hosts && read_patterns(r, trees, &p->trees, &p->places, &p->used)
	       && read_strings(r, hosts, check_host, &p->hosts);
}

/* A name, which is a row by itself, or a list of names and of lists. */
static bool
read_rows(const struct reading *r, const struct doc *v, struct config_overlays *o)
{
	const struct doc *one;

	o->rows = arena_array(
		r->arena, struct string_list, v->type == DOC_LIST ? v->count : 1);
	if (v->type != DOC_LIST)
		return read_strings(r, v, check_path, &o->rows[o->nrows++]);
	if (!v->first)
		return doc_fault(v, r->fault, "an empty list, expected overlays");
	for (one = v->first; one; one = one->next)
		if (!read_strings(r, one, check_path, &o->rows[o->nrows++]))
			return false;
	return true;
}

static bool
read_overlays_of(const struct reading *r, const struct doc *v, struct config_overlays *o)
{
	const struct doc *bases, *overlays;

	if (!KEYS(v, " of 'overlays'", r, "bases", "overlays"))
		return false;
	bases = required(r, v, "bases", "patterns for the trees that overlays are for");
	overlays = bases ? required(r, v, "overlays", "overlays, or lists of them")
			 : NULL;
	return overlays && read_patterns(r, bases, &o->bases, &o->places, &o->used)
	       && read_rows(r, overlays, o);
}

static bool
read_overlays(const struct reading *r, const struct doc *list)
{
	READ_EACH(r, list, struct config_overlays, r->config->overlays,
		r->config->noverlays, read_overlays_of);
}

/* In the order of the command line's --fail-on. */
static bool
read_fail_on(const struct reading *r, const struct doc *v)
{
	static const char *const levels[] = { "note", "warning", "error", "none" };
	struct suggest s = { 0 };

	r->config->fail_on = -1;
	if (!v)
		return true;
	if (!doc_expect(v, DOC_STRING, r->fault))
		return false;
	s.word = v->text;
	for (int i = 0; i < 4; i++) {
		if (!strcmp(levels[i], v->text)) {
			r->config->fail_on = i;
			return true;
		}
		suggest_try(&s, levels[i]);
	}
	return doc_fault(v, r->fault,
		"'%s' is no level, expected note, warning, error or none%s", v->text,
		suggest_text(r->arena, &s));
}

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool
config_is_day(const char *s)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int year, month, day, i;

	for (i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-' : !isdigit((unsigned char)s[i]))
			return false;
	if (s[10] || sscanf(s, "%4d-%2d-%2d", &year, &month, &day) != 3)
		return false;
	return month >= 1 && month <= 12 && day >= 1
	       && day <= days[month - 1] + (month == 2 && is_leap(year));
}

static bool
read_expires(const struct reading *r, const struct doc *v, struct config_ignore *ig)
{
	if (!v)
		return true;
	if (v->type != DOC_STRING || !config_is_day(v->text))
		return doc_fault(v, r->fault, "expected a day as YYYY-MM-DD, found %s",
			doc_found(v, r->arena));
	ig->expires = v->text;
	ig->expired = strcmp(v->text, r->today) < 0;
	return true;
}

static bool
read_reason(const struct reading *r, const struct doc *v, struct config_ignore *ig)
{
	if (!doc_expect(v, DOC_STRING, r->fault))
		return false;
	if (!v->text[strspn(v->text, " \t\n")])
		return doc_fault(
			v, r->fault, "an empty reason, expected why this is ignored");
	ig->reason = v->text;
	return true;
}

static bool
read_ignore(const struct reading *r, const struct doc *v, struct config_ignore *ig)
{
	const struct doc *rule, *reason;

	if (!KEYS(v, " of an ignore", r, "rule", "files", "nodes", "compatible", "reason",
		    "expires"))
		return false;
	ig->line = v->line;
	ig->column = v->column;
	rule = required(r, v, "rule", "the rule that is ignored");
	reason = rule ? required(r, v, "reason", "why this is ignored") : NULL;
	return reason && read_strings(r, rule, check_ignored, &ig->rules)
	       && read_strings(r, doc_get(v, "files"), check_file_glob, &ig->files)
	       && read_strings(r, doc_get(v, "nodes"), check_glob, &ig->nodes)
	       && read_strings(r, doc_get(v, "compatible"), check_glob, &ig->compatible)
	       && read_reason(r, reason, ig)
	       && read_expires(r, doc_get(v, "expires"), ig);
}

static bool
read_pairs(const struct reading *r, const struct doc *list)
{
	READ_EACH(r, list, struct config_pair, r->config->pairs, r->config->npairs,
		read_pair);
}

static bool
read_ignores(const struct reading *r, const struct doc *list)
{
	READ_EACH(r, list, struct config_ignore, r->config->ignores, r->config->nignores,
		read_ignore);
}

/* "NAME" or "NAME=TEXT" */
static bool
check_define(const struct reading *r, const struct doc *v, const char **s)
{
	size_t n = strcspn(*s, "=");

	if (!n || strcspn(*s, "\n\r") < strlen(*s) || isdigit((unsigned char)**s))
		return doc_fault(v, r->fault,
			"expected a macro as NAME or NAME=TEXT, found %s",
			doc_found(v, r->arena));
	return true;
}

static bool
read_source(const struct reading *r, const struct doc *v, struct config_sources *s)
{
	return read_strings(r, doc_get(v, "include"), check_path, &s->include)
	       && read_strings(r, doc_get(v, "define"), check_define, &s->define);
}

/* One of 'for': sources of some names. */
static bool
read_some_sources(const struct reading *r, const struct doc *v, struct config_sources *s)
{
	const struct doc *files;

	if (!KEYS(v, " of 'sources'", r, "files", "include", "define"))
		return false;
	files = required(r, v, "files", "patterns for the sources that it is for");
	return files && read_strings(r, files, check_file_glob, &s->files)
	       && read_source(r, v, s);
}

static bool
read_sources(const struct reading *r, const struct doc *v)
{
	struct config *c = r->config;
	const struct doc *some, *one;

	if (!v)
		return true;
	if (!KEYS(v, " of 'sources'", r, "include", "define", "roots", "for"))
		return false;
	some = doc_get(v, "for");
	if (some && !doc_expect(some, DOC_LIST, r->fault))
		return false;
	c->sources = arena_array(
		r->arena, struct config_sources, (some ? some->count : 0) + 1);
	for (one = some ? some->first : NULL; one; one = one->next)
		if (!read_some_sources(r, one, &c->sources[c->nsources++]))
			return false;
	return read_source(r, v, &c->sources[c->nsources++])
	       && read_strings(r, doc_get(v, "roots"), check_path, &c->roots);
}

/* Like --strict and --pedantic. */
static bool
read_strict(const struct reading *r, const struct doc *v)
{
	struct rule_request *q = &r->config->rules;

	if (v && v->type == DOC_BOOL)
		q->strict = v->boolean ? STRICT_W1 : STRICT_NOT;
	else if (v && v->type == DOC_STRING && !strcmp(v->text, "pedantic"))
		q->strict = STRICT_W2;
	else if (v)
		return doc_fault(v, r->fault,
			"expected true, false or 'pedantic' for 'strict', found %s",
			doc_found(v, r->arena));
	return true;
}

static bool
read_version(const struct reading *r, const struct doc *v)
{
	if (!v)
		return true;
	if (v->type == DOC_INT && !v->negative && v->integer == 1)
		return true;
	return doc_fault(v, r->fault, "expected version 1 of the format, found %s",
		doc_found(v, r->arena));
}

/* Nothing but comments and blank lines, as where all of it is commented out. */
static bool
says_nothing(const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		if (*s == '#')
			while (s < end && *s != '\n')
				s++;
		else if (strchr(" \t\r\n", *s) && *s)
			s++;
		else
			return false;
	}
	return true;
}

bool
config_read(struct config *c, const void *text, size_t n, const char *prefix,
	const char *today, struct arena *a, struct fault *f)
{
	struct reading r = { c, prefix, today, a, f };
	struct string_list profiles = { 0 };
	const struct doc *root;

	if (says_nothing(text, n))
		return true;
	root = doc_read(text, n, DOC_FORMAT_YAML, a, f);
	if (!root)
		return false;
	return KEYS(root, "", &r, "version", "strict", "fail-on", "profile", "rules",
		       "pairs", "overlays", "ignores", "schemas", "sources")
	       && read_version(&r, doc_get(root, "version"))
	       && read_strict(&r, doc_get(root, "strict"))
	       && read_fail_on(&r, doc_get(root, "fail-on"))
	       && read_strings(&r, doc_get(root, "profile"), check_profile, &profiles)
	       && read_rules(&r, doc_get(root, "rules"))
	       && read_pairs(&r, doc_get(root, "pairs"))
	       && read_overlays(&r, doc_get(root, "overlays"))
	       && read_ignores(&r, doc_get(root, "ignores"))
	       && read_strings(&r, doc_get(root, "schemas"), check_schema, &c->schemas)
	       && read_sources(&r, doc_get(root, "sources"));
}

const char *
config_today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;
	char s[16];

	if (!gmtime_r(&now, &tm) || !strftime(s, sizeof(s), "%Y-%m-%d", &tm))
		return "0000-00-00";
	return arena_strdup(a, s);
}
