/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/args.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "compat/programs.h"

enum {
	STATUS_USAGE = 2,
	FILE_DEPTH_MAX = 16, /* of `@FILE` in `@FILE` */
	FILE_SIZE_MAX = 64 * 1024 * 1024,
	OPTION_HELP = -1,
	OPTION_VERSION = -2,
	OPTION_UNKNOWN = -3,
	OPTION_AMBIGUOUS = -4,
};

struct reading {
	struct args *args;
	const struct arg_spec *spec;
	const struct core *core;
	struct string_list words;
	struct buf unknown;
	int status; /* -1: go on */
};

static void
put_usage(struct buf *b, const struct arg_spec *spec)
{
	const struct arg_option *o;
	size_t i;

	buf_printf(b, "usage: %s [-h]", spec->program);
	for (i = 0; i < spec->noptions; i++) {
		o = &spec->options[i];
		buf_puts(b, i % 5 == 4 ? "\n       [" : " [");
		if (o->letter)
			buf_printf(b, "-%c", o->letter);
		else
			buf_printf(b, "--%s", o->name);
		if (o->arg)
			buf_printf(b, " %s", o->arg);
		buf_putc(b, ']');
	}
	buf_printf(
		b, spec->one_operand ? " [-V] %s\n" : " [-V] [%s ...]\n", spec->operand);
}

static void
put_option_help(
	struct buf *b, char letter, const char *name, const char *arg, const char *help)
{
	size_t from = b->n;

	buf_puts(b, "  ");
	if (letter)
		buf_printf(b, "-%c, ", letter);
	buf_printf(b, "--%s", name);
	if (arg)
		buf_printf(b, " %s", arg);
	while (b->n - from < 25)
		buf_putc(b, ' ');
	buf_printf(b, " %s\n", help);
}

static void
show_help(const struct arg_spec *spec)
{
	const struct arg_option *o;
	struct buf b = { 0 };
	size_t i;

	put_usage(&b, spec);
	buf_printf(&b, "\npositional arguments:\n  %-23s %s\n\noptions:\n", spec->operand,
		spec->operand_help);
	put_option_help(&b, 'h', "help", NULL, "show this help message and exit");
	for (i = 0; i < spec->noptions; i++) {
		o = &spec->options[i];
		put_option_help(&b, o->letter, o->name, o->arg, o->help);
	}
	put_option_help(&b, 'V', "version", NULL, "Print version number");
	if (spec->from_file)
		buf_puts(&b, "\nArguments can also be passed in a file prefixed with a "
			     "\"@\" character.\n");
	fputs(b.s, stdout);
	buf_free(&b);
}

static void __attribute__((format(printf, 2, 3)))
refuse(struct reading *r, const char *fmt, ...)
{
	struct buf b = { 0 };
	va_list ap;

	if (r->status >= 0)
		return;
	put_usage(&b, r->spec);
	va_start(ap, fmt);
	fprintf(stderr, "%s%s: error: %s\n", b.s, r->spec->program,
		arena_vprintf(r->args->arena, fmt, ap));
	va_end(ap);
	buf_free(&b);
	r->status = STATUS_USAGE;
}

static void add_word(struct reading *r, const char *word, unsigned int depth);

static void
add_file(struct reading *r, const char *path, unsigned int depth)
{
	struct fault f = FAULT_INIT(r->args->arena);
	struct bytes text;
	const char *s, *end;

	if (depth >= FILE_DEPTH_MAX) {
		refuse(r, "'@%s': more than %d files within each other", path,
			FILE_DEPTH_MAX);
		return;
	}
	if (!io_read(path, FILE_SIZE_MAX, &text, &f)) {
		refuse(r, "'%s': %s", path, f.message);
		return;
	}
	for (s = (const char *)text.data; *s; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "\r\n");
		if (end > s)
			add_word(r, arena_strndup(r->args->arena, s, (size_t)(end - s)),
				depth + 1);
	}
	bytes_free(&text);
}

static void
add_word(struct reading *r, const char *word, unsigned int depth)
{
	if (r->spec->from_file && *word == '@')
		add_file(r, word + 1, depth);
	else
		string_list_add(&r->words, r->args->arena, word);
}

/* The option of a long name or a prefix of it that is of no other. */
static int
find_long(const struct reading *r, const char *name, size_t n)
{
	const struct arg_option *o = r->spec->options;
	int found = OPTION_UNKNOWN;
	size_t i, k = r->spec->noptions;

	for (i = 0; i < k + 2; i++) {
		const char *own = i < k ? o[i].name : i == k ? "help" : "version";
		int id = i < k ? (int)i : i == k ? OPTION_HELP : OPTION_VERSION;

		if (strncmp(own, name, n) != 0)
			continue;
		if (!own[n])
			return id;
		found = found == OPTION_UNKNOWN ? id : OPTION_AMBIGUOUS;
	}
	return found;
}

static int
find_letter(const struct reading *r, char letter)
{
	size_t i;

	for (i = 0; i < r->spec->noptions; i++)
		if (r->spec->options[i].letter == letter)
			return (int)i;
	return letter == 'h'   ? OPTION_HELP
	       : letter == 'V' ? OPTION_VERSION
			       : OPTION_UNKNOWN;
}

/*
 * Whoever asks for a version, as the kernel's make does, takes all of standard output for
 * it; and is to notice that nothing could be checked.
 */
static void
show_version(struct reading *r)
{
	const struct core *core = r->core;

	r->status = core->fault ? COMPAT_EXCEPTION : 0;
	if (!core->fault)
		printf("%s\n", core->version);
	fprintf(stderr, "%s: %s%s\n", r->spec->program,
		core->fault ? "" : "core schemas: ",
		core->fault ? core->fault : core_describe(core, r->args->arena));
}

/* An option without a value. */
static void
take_flag(struct reading *r, int id)
{
	if (id == OPTION_HELP)
		show_help(r->spec);
	else if (id == OPTION_VERSION)
		show_version(r);
	else
		r->args->values[id] = "";
	if (id == OPTION_HELP)
		r->status = 0;
}

static const char *
option_name(const struct reading *r, int id)
{
	const struct arg_option *o = &r->spec->options[id];

	if (!o->letter)
		return arena_printf(r->args->arena, "--%s", o->name);
	return arena_printf(r->args->arena, "-%c/--%s", o->letter, o->name);
}

/* The value that the option has with it, or else the next word. */
static void
take_value(struct reading *r, int id, const char *value, size_t *at)
{
	const char *next = *at + 1 < r->words.n ? r->words.v[*at + 1] : NULL;

	if (!value && next && (*next != '-' || !next[1])) {
		value = next;
		++*at;
	}
	if (value)
		r->args->values[id] = value;
	else
		refuse(r, "argument %s: expected one argument", option_name(r, id));
}

static bool
takes_value(const struct reading *r, int id)
{
	return id >= 0 && r->spec->options[id].arg;
}

static void
note_unknown(struct reading *r, const char *word)
{
	buf_printf(&r->unknown, " %s", word);
}

static void
read_long(struct reading *r, size_t *at)
{
	const char *word = r->words.v[*at], *name = word + 2;
	const char *value = strchr(name, '=');
	int id = find_long(r, name, value ? (size_t)(value - name) : strlen(name));

	if (id == OPTION_UNKNOWN)
		note_unknown(r, word);
	else if (id == OPTION_AMBIGUOUS)
		refuse(r, "ambiguous option: %s could be several", word);
	else if (takes_value(r, id))
		take_value(r, id, value ? value + 1 : NULL, at);
	else if (value)
		refuse(r, "ignored explicit argument '%s'", value + 1);
	else
		take_flag(r, id);
}

/* Letters may stand behind each other, the value behind the last. */
static void
read_letters(struct reading *r, size_t *at)
{
	const char *word = r->words.v[*at], *s;
	int id;

	for (s = word + 1; *s && r->status < 0; s++) {
		id = find_letter(r, *s);
		if (id == OPTION_UNKNOWN) {
			note_unknown(r, word);
			return;
		}
		if (takes_value(r, id)) {
			s += s[1] == '=';
			take_value(r, id, s[1] ? s + 1 : NULL, at);
			return;
		}
		take_flag(r, id);
	}
}

static void
read_words(struct reading *r)
{
	bool operands = false;
	const char *word;
	size_t i;

	for (i = 0; i < r->words.n && r->status < 0; i++) {
		word = r->words.v[i];
		if (operands || *word != '-' || !word[1])
			string_list_add(&r->args->operands, r->args->arena, word);
		else if (!strcmp(word, "--"))
			operands = true;
		else if (word[1] == '-')
			read_long(r, &i);
		else
			read_letters(r, &i);
	}
}

int
args_read(struct args *args, const struct arg_spec *spec, const struct core *core,
	int argc, char **argv)
{
	struct reading r = { args, spec, core, { 0 }, { 0 }, -1 };
	int i;

	for (i = 1; i < argc; i++)
		add_word(&r, argv[i], 0);
	read_words(&r);
	if (spec->one_operand && !args->operands.n)
		refuse(&r, "the following arguments are required: %s", spec->operand);
	for (i = 1; spec->one_operand && i < (int)args->operands.n; i++)
		note_unknown(&r, args->operands.v[i]);
	if (r.unknown.n)
		refuse(&r, "unrecognized arguments:%s", r.unknown.s);
	buf_free(&r.unknown);
	return r.status;
}
