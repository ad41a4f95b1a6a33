/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/index.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fatal.h"
#include "base/intern.h"
#include "base/io.h"
#include "base/vec.h"
#include "base/walk.h"
#include "dts/source/layout.h"

enum {
	FILES_MAX = 200000,
	NAMES_MAX = 4000000,       /* looked at in folders */
	SIZE_MAX_OF_ALL = 1 << 29, /* bytes */
	SIZE_MAX_OF_ONE = 1 << 26,
};

struct edge {
	uint32_t next; /* index of the next edge of the same file, from 1 */
	uint32_t by;   /* the file that includes it */
};

struct source_index {
	struct arena arena;
	struct intern paths; /* real, of files: their numbers */
	struct intern tried; /* names that were looked for: their numbers in @found */
	uint32_t *found;     /* a file's number, or UINT32_MAX */
	uint32_t nfound;
	uint32_t cap_found;
	uint32_t *first; /* by file: its first edge, from 1 */
	uint32_t nfirst;
	uint32_t cap_first;
	struct edge *edges;
	uint32_t nedges;
	uint32_t cap_edges;
	source_dirs_fn *dirs;
	void *user;
	struct intern folders;
	struct folder {
		const struct string_list *dirs;
		const struct layout *layout;
	} * v; /* of those */
	uint32_t n;
	uint32_t cap;
	size_t bytes;
};

static bool
has_suffix(const char *path, const char *const *suffixes)
{
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(slash ? slash : path, '.');

	for (; dot && *suffixes; suffixes++) {
		if (!strcmp(dot, *suffixes))
			return true;
	}
	return false;
}

bool
source_is_whole(const char *path)
{
	return has_suffix(
		path, (const char *const[]){ ".dts", ".dtso", ".overlay", NULL });
}

bool
source_is_part(const char *path)
{
	return has_suffix(
		path, (const char *const[]){ ".dtsi", ".h", ".hpp", ".inc", NULL });
}

bool
source_is_header(const char *path)
{
	return has_suffix(path, (const char *const[]){ ".h", ".hpp", NULL });
}

static bool
is_wanted(const char *name)
{
	return source_is_whole(name) || source_is_part(name);
}

/* Headers are found where they are included; most are of C, and of no interest. */
static bool
is_walked(const char *name)
{
	return is_wanted(name) && !source_is_header(name);
}

static uint32_t
add_file(struct source_index *x, const char *real)
{
	uint32_t known = x->paths.count;
	atom_t file = intern(&x->paths, real, strlen(real));

	if (file == known) {
		vec_room(&x->arena, x->first, x->nfirst, x->cap_first);
		x->first[x->nfirst++] = 0;
	}
	return file;
}

/* Whether a real path is that of a file that can be looked into, inside of the roots or not. */
static bool
is_file(const struct source_index *x, const char *real)
{
	struct stat st;

	if (intern_find(&x->paths, real, strlen(real)) != ATOM_NONE)
		return true;
	return x->paths.count < FILES_MAX && is_wanted(real) && !stat(real, &st)
	       && S_ISREG(st.st_mode);
}

/* Takes in the files below a folder. */
static bool
add_root(struct source_index *x, const char *root, struct fault *f)
{
	struct walk_options o = { .wanted = is_walked, .names_max = NAMES_MAX };
	char *real = io_real_path(root);
	const struct walk_entry *e;
	struct walk *w;

	if (!real)
		return fault_set(f, "'%s' cannot be searched for sources", root);
	w = walk_open(real, &o);
	while (!f->message && (e = walk_next(w))) {
		/* a link is the file that it leads to, which is found there */
		if (e->kind == WALK_FILE && !e->link)
			add_file(x, e->path);
		if (x->paths.count > FILES_MAX)
			fault_set(f,
				"more than %d sources and headers below '%s'; 'sources: roots' "
				"in .dtlint.yaml can name those that matter",
				FILES_MAX, root);
	}
	walk_close(w);
	free(real);
	return !f->message;
}

static const struct folder *
folder_of(struct source_index *x, const char *name, size_t n)
{
	uint32_t known = x->folders.count;
	atom_t atom = intern(&x->folders, name, n);
	struct folder *folder;

	if (atom == known) {
		name = intern_str(&x->folders, atom);
		folder = vec_add(&x->arena, x);
		folder->dirs = x->dirs(x->user, name, &x->arena);
		folder->layout = layout_find(name, &x->arena);
	}
	return &x->v[atom];
}

/* The file that a path leads to: its number, or UINT32_MAX. */
static uint32_t
look(struct source_index *x, const char *dir, size_t ndir, const char *name, size_t n)
{
	struct arena scratch = { 0 };
	char *path = arena_printf(&scratch, "%.*s%s%.*s", (int)ndir, dir,
		     ndir && dir[ndir - 1] == '/' ? "" : "/", (int)n, name),
	     *real;
	uint32_t known = x->tried.count;
	atom_t atom = intern(&x->tried, path, strlen(path)), file;

	if (atom == known) {
		vec_room(&x->arena, x->found, x->nfound, x->cap_found);
		/* those that were met are by their real paths */
		file = intern_find(&x->paths, path, strlen(path));
		real = file == ATOM_NONE ? io_real_path(path) : NULL;
		if (real && is_file(x, real))
			file = add_file(x, real);
		x->found[x->nfound++] = file;
		free(real);
	}
	arena_free(&scratch);
	return x->found[atom];
}

static uint32_t
look_in(struct source_index *x, const struct string_list *dirs, const char *name,
	size_t n)
{
	uint32_t file = UINT32_MAX;

	for (size_t i = 0; file == UINT32_MAX && i < dirs->n; i++)
		file = look(x, dirs->v[i], strlen(dirs->v[i]), name, n);
	return file;
}

static void
add_edge(struct source_index *x, uint32_t file, uint32_t by)
{
	vec_room(&x->arena, x->edges, x->nedges, x->cap_edges);
	x->edges[x->nedges] = (struct edge){ x->first[file], by };
	x->first[file] = ++x->nedges;
}

/* An include of file @by: "NAME" or <NAME>. */
static void
include(struct source_index *x, uint32_t by, const char *name, size_t n, bool quoted)
{
	const char *path = intern_str(&x->paths, by);
	size_t dir = (size_t)(strrchr(path, '/') + 1 - path);
	uint32_t file = UINT32_MAX;

	if (memchr(name, 0, n))
		return;
	if (quoted)
		file = look(x, path, dir, name, n);
	if (file == UINT32_MAX)
		file = look_in(x, folder_of(x, path, dir)->dirs, name, n);
	if (file == UINT32_MAX)
		file = look_in(x, &folder_of(x, path, dir)->layout->dirs, name, n);
	if (file != UINT32_MAX)
		add_edge(x, file, by);
}

static const char *
blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

/* What a line includes, if it does. */
static void
read_line(struct source_index *x, uint32_t by, const char *s, const char *end)
{
	const char *close;

	s = blanks(s, end);
	if (s < end && *s == '#') {
		s = blanks(s + 1, end);
		if (end - s < 8 || memcmp(s, "include", 7) != 0)
			return;
		s += end - s > 12 && !memcmp(s, "include_next", 12) ? 12 : 7;
	} else if (end - s > 9 && !memcmp(s, "/include/", 9)) {
		s += 9;
	} else {
		return;
	}
	s = blanks(s, end);
	if (s == end || (*s != '"' && *s != '<'))
		return;
	close = memchr(s + 1, *s == '<' ? '>' : '"', (size_t)(end - s - 1));
	if (close && close > s + 1)
		include(x, by, s + 1, (size_t)(close - s) - 1, *s == '"');
}

static bool
read_file(struct source_index *x, uint32_t file, struct fault *f)
{
	struct arena scratch = { 0 };
	struct fault own = FAULT_INIT(&scratch);
	struct bytes text;
	const char *s, *end, *next;

	/* one that cannot be read includes nothing: who compiles it will say so */
	if (io_read(intern_str(&x->paths, file), SIZE_MAX_OF_ONE, &text, &own)) {
		x->bytes += text.n;
		s = (const char *)text.data;
		for (end = s + text.n; s < end; s = next + 1) {
			next = memchr(s, '\n', (size_t)(end - s));
			next = next ? next : end;
			read_line(x, file, s, next);
		}
		bytes_free(&text);
	}
	arena_free(&scratch);
	return x->bytes <= SIZE_MAX_OF_ALL
	       || fault_set(
		       f, "more than %d bytes of sources and headers", SIZE_MAX_OF_ALL);
}

struct source_index *
source_index_new(const struct string_list *roots, source_dirs_fn *dirs, void *user,
	struct fault *f)
{
	struct source_index *x = calloc(1, sizeof(*x));

	if (!x)
		fatal("out of memory: %zu bytes wanted", sizeof(*x));
	x->dirs = dirs;
	x->user = user;
	for (size_t i = 0; i < roots->n; i++) {
		if (!add_root(x, roots->v[i], f))
			break;
	}
	for (uint32_t i = 0; !f->message && i < x->paths.count; i++)
		read_file(x, i, f);
	if (!f->message)
		return x;
	source_index_free(x);
	return NULL;
}

void
source_index_free(struct source_index *x)
{
	if (!x)
		return;
	intern_free(&x->paths);
	intern_free(&x->tried);
	intern_free(&x->folders);
	arena_free(&x->arena);
	free(x);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool
source_index_find(struct source_index *x, const char *real, struct string_list *sources)
{
	atom_t file = intern_find(&x->paths, real, strlen(real));
	size_t from = sources->n;
	uint32_t *queue, n = 0;
	bool *seen;

	if (file == ATOM_NONE)
		return false;
	queue = arena_array(&x->arena, uint32_t, x->paths.count);
	seen = arena_array(&x->arena, bool, x->paths.count);
	queue[n++] = file;
	seen[file] = true;
	for (uint32_t i = 0; i < n; i++) {
		const char *path = intern_str(&x->paths, queue[i]);

		if (source_is_whole(path))
			string_list_add(sources, &x->arena, path);
		for (uint32_t e = x->first[queue[i]]; e; e = x->edges[e - 1].next) {
			uint32_t by = x->edges[e - 1].by;

			if (!seen[by])
				queue[n++] = by;
			seen[by] = true;
		}
	}
	if (sources->n > from)
		qsort(sources->v + from, sources->n - from, sizeof(*sources->v), by_name);
	return true;
}
