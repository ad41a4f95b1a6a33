/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "git/past.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/vec.h"

enum { SHOWN_DIGITS = 12 };

/* The largest file that is read from a repository. */
#define FILE_MAX ((size_t)256 << 20)

struct git_past {
	struct arena *arena;
	struct git git;
	const char *root;   /* the work tree, a real path */
	const char *commit; /* its object name */
	const char *name;
	struct {
		struct git_change *v;
		size_t n, cap;
	} changes;
	struct map by_path; /* hash of the path below the root -> its number */
	struct map known;   /* the same -> whether it was there */
	struct git_process contents;
	struct git_process kinds;
	struct past files;
	pthread_mutex_t lock; /* of the processes */
	struct fault fault;   /* the first of what git could not be asked */
};

/* The first line of what a command writes. */
static const char *
run_line(struct git_past *p, const char *const *words, struct fault *f)
{
	struct buf out = { 0 };
	const char *line = NULL;

	if (git_run(&p->git, words, &out, f))
		line = arena_strndup(
			p->arena, out.n ? out.s : "", out.n ? strcspn(out.s, "\n") : 0);
	buf_free(&out);
	return line;
}

static bool
find_root(struct git_past *p, struct fault *f)
{
	char *real = *p->git.top ? realpath(p->git.top, NULL) : NULL;

	if (!real)
		return fault_set(f, "the repository has no work tree");
	p->root = real ? arena_strdup(p->arena, real) : NULL;
	free(real);
	return p->root != NULL;
}

static const char *
shallow_hint(struct git_past *p)
{
	const char *const words[] = { "rev-parse", "--is-shallow-repository", NULL };
	struct fault none = FAULT_INIT(p->arena);
	const char *line = run_line(p, words, &none);

	return line && !strcmp(line, "true")
		       ? "; the clone is shallow: 'git fetch --deepen N' fetches more of "
			 "its history"
		       : "";
}

static bool
find_commit(struct git_past *p, const char *rev, struct fault *f)
{
	const char *const verify[] = { "rev-parse", "--verify", "--quiet",
		"--end-of-options", arena_printf(p->arena, "%s^{commit}", rev), NULL };
	const char *base[] = { "merge-base", NULL, "HEAD", NULL };
	struct fault why = FAULT_INIT(p->arena);
	const char *line = run_line(p, verify, &why);

	if (!line || !*line)
		return fault_set(
			f, "'%s' is no commit that is here%s", rev, shallow_hint(p));
	base[1] = line;
	line = run_line(p, base, &why);
	if (!line || !*line)
		return fault_set(f,
			"'%s' and what is checked out have no commit in common%s", rev,
			shallow_hint(p));
	p->commit = line;
	p->name = arena_printf(p->arena, "%s (%.*s)", rev, SHOWN_DIGITS, line);
	return true;
}

static uint64_t
key_of(const char *below)
{
	return hash_number(hash_long(below, strlen(below)));
}

/* ":MODE MODE OBJECT OBJECT STATUS" and a path. A second object of zeros is not known. */
static void
add_change(struct git_past *p, const char *entry, const char *below)
{
	uint32_t n = (uint32_t)p->changes.n;
	const char *space = strrchr(entry, ' '), *second = space;
	struct git_change *c;
	size_t digits;
	char status;

	if (*entry != ':' || !space)
		return;
	status = space[1];
	while (second > entry && second[-1] != ' ')
		second--;
	digits = (size_t)(space - second);

	if (map_put(&p->by_path, p->arena, key_of(below), n) != n)
		return;
	c = vec_add(p->arena, &p->changes);
	*c = (struct git_change){ arena_printf(p->arena, "%s/%s", p->root, below),
		status == 'A', status == 'D',
		status == 'M'
			&& (strspn(second, "0") == digits
				|| ((size_t)(second - entry) > digits
					&& !memcmp(second - digits - 1, second, digits))),
		false };
}

/* Paths that are told are of the root, wherever git was opened. */
static bool
run_at_root(
	struct git_past *p, const char *const *words, struct buf *out, struct fault *f)
{
	const char *dir = p->git.dir;
	bool ok;

	p->git.dir = p->root;
	ok = git_run(&p->git, words, out, f);
	p->git.dir = dir;
	return ok;
}

static bool
list_changes(struct git_past *p, struct fault *f)
{
	const char *const words[] = { "diff-index", "-z", "--raw", "--no-renames",
		"--no-ext-diff", "--no-textconv", "--ignore-submodules=all", p->commit,
		"--", NULL };
	struct buf out = { 0 };
	size_t i = 0, n;
	bool ok = run_at_root(p, words, &out, f);

	while (ok && i < out.n) {
		n = strlen(out.s + i);
		if (i + n + 1 >= out.n)
			break;
		add_change(p, out.s + i, out.s + i + n + 1);
		i += n + 1;
		i += strlen(out.s + i) + 1;
	}
	buf_free(&out);
	return ok;
}

/* What the index has below a folder of the root, "" for all: "MODE OBJECT STAGE\tPATH" each. */
static bool
list_index(struct git_past *p, const char *below, struct buf *out, struct fault *f)
{
	const char *const words[] = { "ls-files", "-z", "--cached", "--stage", "--",
		*below ? below : NULL, NULL };

	return run_at_root(p, words, out, f);
}

/* The path of an entry of the index; NULL for a submodule. */
static const char *
path_of_index(const char *entry)
{
	const char *tab = strchr(entry, '\t');

	return tab && strncmp(entry, "160", 3) != 0 ? tab + 1 : NULL;
}

bool
git_past_tracked(struct git_past *p, struct string_list *paths, struct fault *f)
{
	struct buf out = { 0 };
	const char *below;
	bool ok = list_index(p, "", &out, f);

	for (size_t i = 0; ok && i < out.n; i += strlen(out.s + i) + 1) {
		below = path_of_index(out.s + i);
		if (below)
			string_list_add(paths, p->arena,
				arena_printf(p->arena, "%s/%s", p->root, below));
	}
	buf_free(&out);
	return ok;
}

/* A path without links, of a file that need not be there; to be freed. */
static char *
real_path(const char *path)
{
	char *real = io_real_path(path), *copy, *slash, *dir;
	size_t n;

	if (real)
		return real;
	copy = strdup(path);
	slash = copy ? strrchr(copy, '/') : NULL;
	if (slash)
		*slash = '\0';
	dir = copy ? realpath(!slash ? "." : *copy ? copy : "/", NULL) : NULL;
	if (dir) {
		const char *name = slash ? slash + 1 : path;

		n = strlen(dir) + strlen(name) + 2;
		real = malloc(n);
		if (real) {
			memcpy(real, dir, strlen(dir));
			real[strlen(dir)] = '/';
			memcpy(real + strlen(dir) + 1, name, strlen(name) + 1);
		}
	}
	free(dir);
	free(copy);
	return real;
}

/* The path below the root, or NULL. */
static const char *
below_root(const struct git_past *p, const char *real)
{
	size_t n = strlen(p->root);

	return !strncmp(real, p->root, n) && real[n] == '/' && real[n + 1] ? real + n + 1
									   : NULL;
}

/*
 * Asks a git of objects about a path; the number of bytes that the file had, or -1 where
 * there was none.
 */
static bool
ask(struct git_past *p, struct git_process *process, const char *how, const char *below,
	int64_t *size, struct fault *f)
{
	const char *const words[] = { "cat-file", how, NULL };
	const char *line, *kind;
	struct buf question = { 0 };
	bool ok;

	*size = -1;
	if (strchr(below, '\n'))
		return true;
	if (!process->pid && !git_start(&p->git, process, words, f))
		return false;
	buf_printf(&question, "%s:%s\n", p->commit, below);
	ok = git_ask(process, question.s, f) && git_answer_line(process, &line, f);
	buf_free(&question);
	if (!ok)
		return false;
	kind = strchr(line, ' ');
	if (kind && !strncmp(kind, " blob ", 6))
		*size = strtoll(kind + 6, NULL, 10);
	return true;
}

static bool
get_text(struct git_past *p, const char *below, struct bytes *text, bool *there,
	struct fault *f)
{
	const char *bytes;
	int64_t size;
	uint8_t *copy;

	*text = (struct bytes){ 0 };
	if (!ask(p, &p->contents, "--batch", below, &size, f))
		return false;
	*there = size >= 0;
	if (size < 0)
		return true;
	if ((uint64_t)size > FILE_MAX)
		return fault_set(f, "is larger than what is read");
	if (!git_answer_bytes(&p->contents, (size_t)size + 1, &bytes, f))
		return false;
	copy = malloc((size_t)size + 8);
	if (!copy)
		return fault_set(f, "out of memory");
	memcpy(copy, bytes, (size_t)size);
	copy[size] = 0;
	*text = (struct bytes){ copy, (size_t)size };
	return true;
}

static void
keep_fault(struct git_past *p, const char *below, struct fault *f)
{
	f->place.file = arena_strdup(p->arena, below);
	if (!p->fault.message)
		p->fault = *f;
}

static enum past_file
look_below(struct git_past *p, const char *below, struct bytes *text)
{
	struct fault f = FAULT_INIT(p->arena);
	struct bytes got = { 0 };
	bool there = false;
	uint32_t i = map_get(&p->by_path, key_of(below));

	if (i == MAP_ABSENT || p->changes.v[i].same)
		return PAST_AS_NOW;
	if (p->changes.v[i].added)
		return PAST_ABSENT;
	if (!text)
		return PAST_OTHER;
	if (get_text(p, below, &got, &there, &f) && !there)
		fault_set(&f, "git does not give what it lists");
	if (f.message) {
		keep_fault(p, below, &f);
		return PAST_ABSENT;
	}
	*text = got;
	return PAST_OTHER;
}

static enum past_file
look(void *context, const char *path, struct bytes *text, char **real)
{
	struct git_past *p = context;
	char *at = real_path(path);
	const char *below = at ? below_root(p, at) : NULL;
	enum past_file file = PAST_AS_NOW;

	if (below) {
		pthread_mutex_lock(&p->lock);
		file = look_below(p, below, text);
		pthread_mutex_unlock(&p->lock);
	}
	if (real && file == PAST_OTHER)
		*real = at;
	else
		free(at);
	return file;
}

/* Leaves of @folder, with its slash, what @below is in, too. */
static void
share_folder(char *folder, const char *below)
{
	size_t n = 0, end = 0;

	for (; folder[n] && folder[n] == below[n]; n++)
		if (folder[n] == '/')
			end = n + 1;
	folder[end] = '\0';
}

/* What is tracked and has not changed was there. */
void
git_past_ask(struct git_past *p, const char *const *paths, size_t n)
{
	struct arena scratch = { 0 };
	struct fault f = FAULT_INIT(p->arena);
	struct string_list asked = { 0 };
	struct buf out = { 0 };
	char *folder = NULL;
	const char *tracked;

	for (size_t i = 0; i < n; i++) {
		char *at = real_path(paths[i]);
		const char *below = at ? below_root(p, at) : NULL;

		if (below)
			string_list_add(&asked, &scratch, arena_strdup(&scratch, below));
		if (below && !folder)
			folder = arena_strdup(&scratch, below);
		if (below)
			share_folder(folder, below);
		free(at);
	}
	if (folder && list_index(p, folder, &out, &f)) {
		for (size_t i = 0; i < out.n; i += strlen(out.s + i) + 1) {
			tracked = path_of_index(out.s + i);
			if (tracked)
				map_put(&p->known, p->arena, key_of(tracked), true);
		}
		for (size_t i = 0; i < asked.n; i++)
			map_put(&p->known, p->arena, key_of(asked.v[i]), false);
	}
	buf_free(&out);
	arena_free(&scratch);
}

bool
git_past_has(struct git_past *p, const char *path)
{
	char *at = real_path(path);
	const char *below = at ? below_root(p, at) : NULL;
	struct fault f = FAULT_INIT(p->arena);
	int64_t size = -1;
	uint32_t i = below ? map_get(&p->by_path, key_of(below)) : MAP_ABSENT;

	pthread_mutex_lock(&p->lock);
	if (i != MAP_ABSENT)
		size = p->changes.v[i].added ? -1 : 0;
	else if (below && map_get(&p->known, key_of(below)) != MAP_ABSENT)
		size = map_get(&p->known, key_of(below)) ? 0 : -1;
	else if (below && !ask(p, &p->kinds, "--batch-check", below, &size, &f))
		keep_fault(p, below, &f);
	pthread_mutex_unlock(&p->lock);
	free(at);
	return size >= 0;
}

struct git_past *
git_past_open(const char *dir, const char *rev, struct arena *a, struct fault *f)
{
	struct git_past *p = arena_new(a, struct git_past);

	p->arena = a;
	pthread_mutex_init(&p->lock, NULL);
	p->files = (struct past){ p, look };
	if (*rev == '-') {
		fault_set(f, "'%s' is no commit: it begins with '-'", rev);
		return NULL;
	}
	if (!git_open(&p->git, dir, a, f) || !find_root(p, f) || !find_commit(p, rev, f)
		|| !list_changes(p, f))
		return NULL;
	return p;
}

void
git_past_close(struct git_past *p)
{
	if (!p)
		return;
	git_stop(&p->contents);
	git_stop(&p->kinds);
	pthread_mutex_destroy(&p->lock);
}

const struct git_change *
git_past_changes(const struct git_past *p, size_t *n)
{
	*n = p->changes.n;
	return p->changes.v;
}

void
git_past_same(struct git_past *p, size_t i)
{
	p->changes.v[i].same = true;
}

/* The first change whose path is not before these bytes. */
static size_t
lower_bound(const struct git_past *p, const char *path, size_t n)
{
	size_t from = 0, to = p->changes.n, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (strncmp(p->changes.v[middle].path, path, n) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

const struct git_change *
git_past_changes_at(const struct git_past *p, const char *real, size_t *n)
{
	size_t length = strlen(real), i = lower_bound(p, real, length + 1), end;
	char *folder;

	*n = 0;
	if (!p->changes.n)
		return NULL;
	*n = i < p->changes.n && !strcmp(p->changes.v[i].path, real);
	if (*n)
		return &p->changes.v[i];
	folder = arena_printf(p->arena, "%s/", real);
	i = lower_bound(p, folder, length + 1);
	for (end = i; end < p->changes.n
		      && !strncmp(p->changes.v[end].path, folder, length + 1);)
		end++;
	*n = end - i;
	return p->changes.v + i;
}

const char *
git_past_name(const struct git_past *p)
{
	return p->name;
}

const struct fault *
git_past_fault(const struct git_past *p)
{
	return p->fault.message ? &p->fault : NULL;
}

const struct past *
git_past_files(struct git_past *p)
{
	return &p->files;
}

/* Makes the folders of a path, but for its last part. */
static bool
make_folders(char *path, struct fault *f)
{
	for (char *s = path + 1; *s; s++) {
		if (*s != '/')
			continue;
		*s = '\0';
		if (mkdir(path, 0700) && errno != EEXIST)
			return fault_set(f, "cannot be made: %s", strerror(errno));
		*s = '/';
	}
	return true;
}

/* "100644 blob OID\tPATH"; NULL for links and submodules. */
static const char *
path_of_entry(const char *entry)
{
	const char *tab = strchr(entry, '\t');

	return tab && !strncmp(entry, "100", 3) ? tab + 1 : NULL;
}

/* True for a name that leads nowhere but down. */
static bool
is_plain(const char *below)
{
	return *below != '/' && strcmp(below, "..") != 0 && strncmp(below, "../", 3) != 0
	       && !strstr(below, "/../")
	       && (strlen(below) < 3 || strcmp(below + strlen(below) - 3, "/..") != 0);
}

static bool
export_one(struct git_past *p, const char *below, const char *to, struct fault *f)
{
	struct bytes text;
	bool there, ok;
	char *path;

	if (!is_plain(below))
		return true;
	if (!get_text(p, below, &text, &there, f))
		return false;
	path = arena_strdup(p->arena, to);
	ok = there ? make_folders(path, f) && io_write_own(path, text.data, text.n, f)
		   : fault_set(f, "git does not give '%s', which it lists", below);
	bytes_free(&text);
	return ok;
}

bool
git_past_export(struct git_past *p, const char *path, const char *to, bool *there,
	struct fault *f)
{
	char *real = real_path(path);
	const char *below = real ? below_root(p, real) : NULL, *name;
	const char *words[] = { "ls-tree", "-r", "-z", "--full-tree", p->commit, "--",
		below ? below : "", NULL };
	struct buf out = { 0 };
	bool ok;
	size_t n = below ? strlen(below) : 0;

	*there = false;
	if (!below) {
		free(real);
		return fault_set(f, "is outside of the repository");
	}
	ok = git_run(&p->git, words, &out, f);
	for (size_t i = 0; ok && i < out.n; i += strlen(out.s + i) + 1) {
		name = path_of_entry(out.s + i);
		if (!name || strncmp(name, below, n) != 0)
			continue;
		*there = true;
		ok = export_one(p, name, arena_printf(p->arena, "%s%s", to, name + n), f);
	}
	buf_free(&out);
	free(real);
	return ok;
}
