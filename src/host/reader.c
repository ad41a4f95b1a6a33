/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/reader.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "host/document.h"

#define READER(id) extern const struct host_reader host_reader_##id;
#include "host/readers.def"
#undef READER

static const struct host_reader *const readers[] = {
#define READER(id) &host_reader_##id,
#include "host/readers.def"
#undef READER
};

enum { READERS = sizeof(readers) / sizeof(readers[0]) };

const struct host_reader *
host_reader_at(size_t i)
{
	return i < READERS ? readers[i] : NULL;
}

static const struct host_reader *
reader_of_kind(const char *kind, size_t n)
{
	size_t i;

	for (i = 0; i < READERS; i++)
		if (strlen(readers[i]->kind) == n && !memcmp(readers[i]->kind, kind, n))
			return readers[i];
	return NULL;
}

/*
 * The reader that is surest; NULL where none takes it. @rival is one that is as sure, or
 * NULL.
 */
static const struct host_reader *
reader_of_source(const struct host_source *src, const struct host_reader **rival)
{
	const struct host_reader *best = NULL;
	int sure, surest = 0;
	size_t i;

	*rival = NULL;
	for (i = 0; i < READERS; i++) {
		sure = readers[i]->detect(src);
		if (sure > surest) {
			best = readers[i];
			surest = sure;
			*rival = NULL;
		} else if (sure && sure == surest) {
			*rival = readers[i];
		}
	}
	return best;
}

static const char *
kinds(struct arena *a)
{
	struct buf b = { 0 };
	const char *text;
	size_t i;

	for (i = 0; i < READERS; i++)
		buf_printf(&b, "%s'%s'", i ? ", " : "", readers[i]->kind);
	text = arena_strndup(a, b.s, b.n);
	buf_free(&b);
	return text;
}

static bool
unknown_kind(const char *kind, struct fault *f)
{
	struct suggest s = { .word = kind };
	size_t i;

	for (i = 0; i < READERS; i++)
		suggest_try(&s, readers[i]->kind);
	return fault_set(f,
		"unknown kind of host configuration '%s', expected one of %s%s", kind,
		kinds(f->arena), suggest_text(f->arena, &s));
}

static bool
unknown_source(struct fault *f)
{
	return fault_set(f,
		"no host configuration of a known kind, expected one of %s; where it is one, "
		"name its kind: KIND:FILE",
		kinds(f->arena));
}

/* The source's own reader; NULL, with the fault set, where there is none or two. */
static const struct host_reader *
find_reader(const struct host_source *src, struct fault *f)
{
	const struct host_reader *rival, *reader = reader_of_source(src, &rival);

	if (!reader)
		unknown_source(f);
	else if (rival)
		fault_set(f, "may be of kind '%s' or '%s'; name it: KIND:FILE",
			reader->kind, rival->kind);
	return rival ? NULL : reader;
}

/* The length of what could be a kind before the first ':', or 0. */
static size_t
kind_length(const char *spec)
{
	size_t n = strspn(spec, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return spec[n] == ':' && *spec >= 'a' && *spec <= 'z' ? n : 0;
}

/* Where a file's name begins in the specification; the reader is NULL if to be found. */
static const char *
split(const char *spec, const struct host_reader **reader, struct fault *f)
{
	size_t n = kind_length(spec);

	*reader = n ? reader_of_kind(spec, n) : NULL;
	if (!n && (*reader = reader_of_kind(spec, strlen(spec)))) {
		if ((*reader)->named && access(spec, F_OK))
			return "";
		*reader = NULL;
	}
	if (n && *reader)
		spec += n + 1;
	else if (n && access(spec, F_OK)) {
		unknown_kind(arena_strndup(f->arena, spec, n), f);
		return NULL;
	}
	if (!*spec && !(*reader && (*reader)->named)) {
		fault_set(f, "no host configuration named, expected [KIND:]FILE");
		return NULL;
	}
	return spec;
}

const char *
host_spec_from(const char *spec, const char *prefix, struct arena *a)
{
	size_t n = kind_length(spec);
	const char *file = spec, *path;

	if (n && reader_of_kind(spec, n))
		file += n + 1;
	path = *file == '/' ? file : arena_printf(a, "%s%s", prefix, file);
	if (!strcmp(path, "-"))
		path = "./-";
	if (file > spec)
		return *file ? arena_printf(a, "%.*s:%s", (int)n, spec, path) : spec;
	/* what looks like a kind is left for host_read() to judge */
	return n && access(path, F_OK) ? spec : path;
}

static const char *
dir_of(const char *name, struct arena *a)
{
	const char *slash = strrchr(name, '/');

	if (!strcmp(name, "-"))
		return NULL;
	if (!slash)
		return ".";
	return slash == name ? "/" : arena_strndup(a, name, (size_t)(slash - name));
}

static bool
read_source(const struct host_reader *reader, const struct host_source *src,
	struct host *h, struct arena *a, struct fault *f)
{
	h->source = src->name;
	h->kind = reader->kind;
	return reader->read(src, h, a, f);
}

static bool
is_regular(const char *file)
{
	struct stat st;

	return !strcmp(file, "-") || (!stat(file, &st) && S_ISREG(st.st_mode));
}

const char *
host_spec_path(const char *spec)
{
	size_t n = kind_length(spec);

	if (n && reader_of_kind(spec, n))
		return spec + n + 1;
	return host_spec_is_live(spec) ? "" : spec;
}

bool
host_spec_is_live(const char *spec)
{
	size_t n = kind_length(spec);
	const struct host_reader *reader = reader_of_kind(spec, n ? n : strlen(spec));

	if (!reader || !reader->named)
		return false;
	return n ? !is_regular(spec + n + 1) : access(spec, F_OK) != 0;
}

/* The N of "FILE#N", where that is no file itself; @file is cut off before it. */
static unsigned int
split_pick(char *file)
{
	char *hash = strrchr(file, '#');
	size_t n = hash ? strspn(hash + 1, "0123456789") : 0;

	if (!n || n > 4 || hash[1 + n] || hash == file || hash[1] == '0'
		|| !access(file, F_OK))
		return 0;
	*hash = '\0';
	return (unsigned int)strtoul(hash + 1, NULL, 10);
}

static bool
read_file(const struct host_reader *reader, const char *name, struct host *h,
	struct arena *a, struct fault *f)
{
	char *file = arena_strdup(a, name);
	struct host_source src = { .name = file, .pick = split_pick(file) };
	bool ok;

	if (reader && reader->named && !is_regular(file))
		return read_source(reader, &src, h, a, f);
	if (!io_read(file, HOST_SOURCE_MAX, &src.text, f))
		return false;
	src.dir = dir_of(src.name, a);
	if (!src.text.n)
		ok = fault_set(f, "empty, expected a host configuration");
	else if (!reader && !(reader = find_reader(&src, f)))
		ok = false;
	else if (src.pick && (!reader->command || json_is_object(&src.text)))
		ok = fault_set(f, "has one configuration, expected no '#%u'", src.pick);
	else
		ok = read_source(reader, &src, h, a, f);
	bytes_free(&src.text);
	return ok;
}

bool
host_read(const char *spec, struct host *h, struct arena *a, struct fault *f)
{
	const struct host_reader *reader;
	const char *file;

	*h = (struct host){ 0 };
	file = split(spec, &reader, f);
	if (!file)
		return false;
	if (read_file(reader, file, h, a, f))
		return true;
	if (!f->place.file)
		f->place.file = arena_strdup(f->arena, file);
	return false;
}

static bool
unknown_command(const char *program, struct fault *f)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < READERS; i++)
		if (readers[i]->command)
			buf_printf(&b, "%s'%s'",
				b.n ? ", " : ", expected a program such as ",
				readers[i]->command);
	fault_set(f, "the command line of '%s' is of no known kind%s", program,
		b.n ? b.s : "");
	buf_free(&b);
	return false;
}

bool
host_read_words(const char *const *argv, size_t argc, const char *name, const char *dir,
	struct host *h, struct arena *a, struct fault *f)
{
	struct host_source src = { .name = name, .dir = dir, .argv = argv, .argc = argc };
	const struct host_reader *rival, *reader = reader_of_source(&src, &rival);
	bool ok;

	*h = (struct host){ 0 };
	ok = reader ? read_source(reader, &src, h, a, f) : unknown_command(argv[0], f);
	if (!ok && !f->place.file)
		f->place.file = name;
	return ok;
}

bool
host_read_argv(const char *const *argv, size_t argc, struct host *h, struct arena *a,
	struct fault *f)
{
	if (argc)
		return host_read_words(argv, argc, "command line", NULL, h, a, f);
	*h = (struct host){ 0 };
	f->place.file = "command line";
	return fault_set(f, "no command behind '--', expected a program and its words");
}
