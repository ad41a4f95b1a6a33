/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/index.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fatal.h"
#include "base/hash.h"
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
	MENTIONS_MAX = 8000000,
};

/* What a line of a file includes. */
struct mention {
	uint32_t next; /* index of the next one of the same name, folders aside, from 1 */
	uint32_t by;   /* the file that it stands in */
	atom_t name;   /* as it stands there */
	bool quoted;   /* beside the file first */
	bool any;      /* /incbin/: whatever it is called */
	bool resolved;
	uint32_t file; /* what it is; UINT32_MAX: none */
	uint32_t gone; /* what it was, likewise */
};

struct source_index {
	struct arena arena;
	struct intern paths; /* real, of files: their numbers */
	struct intern tried; /* names that were looked for: their numbers in @found */
	struct found {
		uint32_t file; /* its number, or UINT32_MAX */
		uint32_t gone; /* the same of the one that was there */
	} * found;
	uint32_t nfound;
	uint32_t cap_found;
	struct mention *mentions;
	uint32_t nmentions;
	uint32_t cap_mentions;
	struct intern written; /* names as they stand in files */
	struct map by_name; /* hash of a name, without folders -> its number in @heads */
	uint32_t *heads;    /* the first mention, from 1 */
	uint32_t nheads;
	uint32_t cap_heads;
	struct map aliases; /* hash of a file's path -> its number in @links */
	struct alias {
		uint32_t next; /* of the same file, from 1 */
		uint64_t name; /* hash of the link's, without folders */
	} * links;
	uint32_t nlinks;
	uint32_t cap_links;
	bool has_headers;      /* these were looked at */
	uint32_t nread;        /* files that were, or were passed over */
	uint32_t ngone;        /* the first of the paths: those that are gone */
	struct map gone_names; /* hashes of their names, without folders */
	source_dirs_fn *dirs;
	const void *user;
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
	return intern(&x->paths, real, strlen(real));
}

static uint64_t
key_of_name(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return hash_long(name, strlen(name));
}

/* A file is included by the names of links to it, too. */
static void
add_link(struct source_index *x, const char *link)
{
	char *real = io_real_path(link);
	uint32_t *next, i;
	struct alias *alias;

	if (real && is_wanted(real)) {
		i = map_put(
			&x->aliases, &x->arena, hash_long(real, strlen(real)), x->nlinks);
		next = i < x->nlinks ? &x->links[i].next : NULL;
		vec_room(&x->arena, x->links, x->nlinks, x->cap_links);
		alias = &x->links[x->nlinks++];
		*alias = (struct alias){ 0, key_of_name(link) };
		if (next) {
			alias->next = x->links[i].next;
			x->links[i].next = x->nlinks;
		}
	}
	free(real);
}

static void
add_gone(struct source_index *x, const struct string_list *gone)
{
	for (size_t i = 0; gone && i < gone->n; i++) {
		add_file(x, gone->v[i]);
		map_put(&x->gone_names, &x->arena, key_of_name(gone->v[i]), 0);
	}
	x->ngone = x->paths.count;
}

/* The number of a file that is gone and had this path; or UINT32_MAX. */
static uint32_t
find_gone(const struct source_index *x, const char *path, struct arena *scratch)
{
	const char *name = strrchr(path, '/') + 1, *clean;
	atom_t file = ATOM_NONE;
	char *real;

	if (map_get(&x->gone_names, key_of_name(path)) == MAP_ABSENT)
		return UINT32_MAX;
	real = io_real_path(arena_strndup(scratch, path, (size_t)(name - path)));
	if (real)
		clean = arena_printf(
			scratch, "%s%s%s", real, strcmp(real, "/") ? "/" : "", name);
	else
		/* its folder has gone with it */
		clean = layout_without_parents(path, scratch);
	clean = clean ? clean : path;
	file = intern_find(&x->paths, clean, strlen(clean));
	free(real);
	return file == ATOM_NONE ? UINT32_MAX : file;
}

/*
 * Whether a real path is that of a file that can be looked into, inside of the roots or not; or
 * of any one for /incbin/.
 */
static bool
is_file(const struct source_index *x, const char *real, bool any)
{
	struct stat st;

	if (intern_find(&x->paths, real, strlen(real)) != ATOM_NONE)
		return true;
	return x->paths.count < FILES_MAX && (any || is_wanted(real)) && !stat(real, &st)
	       && S_ISREG(st.st_mode);
}

/* Takes in a file, or those below a folder. */
static bool
add_root(struct source_index *x, const char *root, struct fault *f)
{
	struct walk_options o = { .wanted = is_walked, .names_max = NAMES_MAX };
	char *real = io_real_path(root);
	const struct walk_entry *e;
	struct walk *w;

	if (!real)
		return fault_set(f, "'%s' cannot be searched for sources", root);
	if (is_file(x, real, false)) {
		add_file(x, real);
		free(real);
		return true;
	}
	w = walk_open(real, &o);
	while (!f->message && (e = walk_next(w))) {
		/* a link is the file that it leads to, which is found there */
		if (e->kind == WALK_FILE && e->link)
			add_link(x, e->path);
		else if (e->kind == WALK_FILE)
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

/* Looks in a folder for what is mentioned; true where it is there. */
static bool
look(struct source_index *x, struct mention *m, const char *dir, size_t ndir)
{
	struct arena scratch = { 0 };
	const char *name = intern_str(&x->written, m->name);
	char *path = arena_printf(&scratch, "%s%.*s%s%s", m->any ? "*" : "", (int)ndir,
		     dir, ndir && dir[ndir - 1] == '/' ? "" : "/", name),
	     *real;
	uint32_t known = x->tried.count;
	atom_t atom = intern(&x->tried, path, strlen(path)), file;

	path += m->any;
	if (atom == known) {
		vec_room(&x->arena, x->found, x->nfound, x->cap_found);
		/* those that were met are by their real paths */
		file = intern_find(&x->paths, path, strlen(path));
		if (file < x->ngone)
			file = ATOM_NONE;
		real = file == ATOM_NONE ? io_real_path(path) : NULL;
		if (real && is_file(x, real, m->any))
			file = add_file(x, real);
		x->found[x->nfound++] = (struct found){ file,
			real || file != ATOM_NONE ? UINT32_MAX
						  : find_gone(x, path, &scratch) };
		free(real);
	}
	arena_free(&scratch);
	m->file = x->found[atom].file;
	/* the first place that it could have been found at then */
	if (m->gone == UINT32_MAX)
		m->gone = x->found[atom].gone;
	return m->file != UINT32_MAX;
}

static bool
look_in(struct source_index *x, struct mention *m, const struct string_list *dirs)
{
	for (size_t i = 0; i < dirs->n; i++)
		if (look(x, m, dirs->v[i], strlen(dirs->v[i])))
			return true;
	return false;
}

/* Finds out which file is meant. */
static void
resolve(struct source_index *x, struct mention *m)
{
	const char *path = intern_str(&x->paths, m->by);
	size_t dir = (size_t)(strrchr(path, '/') + 1 - path);

	if (m->resolved)
		return;
	m->resolved = true;
	if (!(m->quoted && look(x, m, path, dir))
		&& !look_in(x, m, folder_of(x, path, dir)->dirs))
		look_in(x, m, &folder_of(x, path, dir)->layout->dirs);
}

/* A file includes NAME; twice is no more than once. */
static void
mention(struct source_index *x, uint32_t by, const char *name, size_t n, bool quoted,
	bool any)
{
	struct mention m = { .by = by,
		.quoted = quoted,
		.any = any,
		.file = UINT32_MAX,
		.gone = UINT32_MAX };
	const struct mention *last;
	uint32_t head;

	if (memchr(name, 0, n) || x->nmentions >= MENTIONS_MAX)
		return;
	m.name = intern(&x->written, name, n);
	head = map_put(&x->by_name, &x->arena,
		key_of_name(intern_str(&x->written, m.name)), x->nheads);
	if (head == x->nheads) {
		vec_room(&x->arena, x->heads, x->nheads, x->cap_heads);
		x->heads[x->nheads++] = 0;
	}
	m.next = x->heads[head];
	last = m.next ? &x->mentions[m.next - 1] : NULL;
	if (last && last->by == by && last->name == m.name && last->quoted == quoted
		&& last->any == any)
		return;
	vec_room(&x->arena, x->mentions, x->nmentions, x->cap_mentions);
	x->mentions[x->nmentions++] = m;
	x->heads[head] = x->nmentions;
}

static const char *
blanks(const char *s, const char *end)
{
	while (s < end && (*s == ' ' || *s == '\t'))
		s++;
	return s;
}

/* What stands in quotes or brackets at @s, on the same line. */
static void
read_name(struct source_index *x, uint32_t by, const char *s, const char *end, bool any)
{
	const char *close, *line;

	if (s == end || (*s != '"' && (any || *s != '<')))
		return;
	line = memchr(s, '\n', (size_t)(end - s));
	end = line ? line : end;
	close = memchr(s + 1, *s == '<' ? '>' : '"', (size_t)(end - s - 1));
	if (close && close > s + 1)
		mention(x, by, s + 1, (size_t)(close - s) - 1, *s == '"', any);
}

/* Of a '#': whether it is the first of its line. */
static bool
is_directive(const char *text, const char *s)
{
	while (s > text && (s[-1] == ' ' || s[-1] == '\t'))
		s--;
	return s == text || s[-1] == '\n';
}

static void
read_directive(struct source_index *x, uint32_t by, const char *s, const char *end)
{
	s = blanks(s, end);
	if (end - s < 8 || memcmp(s, "include", 7) != 0)
		return;
	s += end - s > 12 && !memcmp(s, "include_next", 12) ? 12 : 7;
	read_name(x, by, blanks(s, end), end, false);
}

/* /include/ "FILE", /incbin/("FILE"…), wherever they stand. */
static void
read_slash(struct source_index *x, uint32_t by, const char *s, const char *end)
{
	if (end - s > 9 && !memcmp(s, "/include/", 9)) {
		read_name(x, by, blanks(s + 9, end), end, false);
	} else if (end - s > 8 && !memcmp(s, "/incbin/", 8)) {
		for (s += 8; s < end && *s && strchr(" \t\r\n(", *s);)
			s++;
		read_name(x, by, s, end, true);
	}
}

static void
read_text(struct source_index *x, uint32_t by, const char *text, const char *end)
{
	const char *s;

	for (s = text; s < end && (s = memchr(s, '#', (size_t)(end - s))); s++)
		if (is_directive(text, s))
			read_directive(x, by, s + 1, end);
	for (s = text; s < end && (s = memchr(s, '/', (size_t)(end - s))); s++)
		read_slash(x, by, s, end);
}

static bool
read_file(struct source_index *x, uint32_t file, struct fault *f)
{
	struct arena scratch = { 0 };
	struct fault own = FAULT_INIT(&scratch);
	struct bytes text;

	/* one that cannot be read includes nothing: who compiles it will say so */
	if (io_read(intern_str(&x->paths, file), SIZE_MAX_OF_ONE, &text, &own)) {
		x->bytes += text.n;
		if (text.n)
			read_text(x, file, (const char *)text.data,
				(const char *)text.data + text.n);
		bytes_free(&text);
	}
	arena_free(&scratch);
	return x->bytes <= SIZE_MAX_OF_ALL
	       || fault_set(
		       f, "more than %d bytes of sources and headers", SIZE_MAX_OF_ALL);
}

/* What is not read yet. */
static bool
read_files(struct source_index *x, struct fault *f)
{
	for (; !f->message && x->nread < x->paths.count; x->nread++)
		if (is_wanted(intern_str(&x->paths, x->nread)))
			read_file(x, x->nread, f);
	if (!f->message && x->nmentions >= MENTIONS_MAX)
		fault_set(f, "more than %d includes", MENTIONS_MAX);
	return !f->message;
}

/*
 * Finds files that are not below the roots, headers or others, that something includes; they
 * may include more of them. With @all, names that files below the roots have, too, are looked
 * for.
 */
static bool
add_others(struct source_index *x, bool headers, bool all, struct fault *f)
{
	struct map walked = { 0 };
	uint32_t i;

	for (i = 0; !all && i < x->paths.count; i++)
		map_put(&walked, &x->arena, key_of_name(intern_str(&x->paths, i)), 0);
	for (i = 0; i < x->nmentions; i++) {
		struct mention *m = &x->mentions[i];
		const char *name = intern_str(&x->written, m->name);

		if (!m->any && source_is_header(name) == headers
			&& (all || map_get(&walked, key_of_name(name)) == MAP_ABSENT))
			resolve(x, m);
		if (i + 1 == x->nmentions && !read_files(x, f))
			return false;
	}
	return true;
}

struct source_index *
source_index_new(const struct string_list *roots, const struct string_list *gone,
	bool narrow, source_dirs_fn *dirs, const void *user, struct fault *f)
{
	struct source_index *x = calloc(1, sizeof(*x));

	if (!x)
		fatal("out of memory: %zu bytes wanted", sizeof(*x));
	x->dirs = dirs;
	x->user = user;
	add_gone(x, gone);
	for (size_t i = 0; i < roots->n; i++) {
		if (!add_root(x, roots->v[i], f))
			break;
	}
	if (!f->message && read_files(x, f) && add_others(x, false, narrow, f))
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
	intern_free(&x->written);
	intern_free(&x->folders);
	arena_free(&x->arena);
	free(x);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Files whose includers are wanted, each once. */
struct queue {
	struct source_index *index;
	struct map seen;
	uint32_t *v;
	uint32_t n, cap;
};

static void
enqueue(struct queue *q, uint32_t file)
{
	uint32_t known = q->seen.count;

	map_put(&q->seen, &q->index->arena, file, 0);
	if (q->seen.count == known)
		return;
	vec_room(&q->index->arena, q->v, q->n, q->cap);
	q->v[q->n++] = file;
}

/* Those that include the file by a name. */
static void
enqueue_includers(struct queue *q, uint32_t file, uint64_t name)
{
	struct source_index *x = q->index;
	uint32_t head = map_get(&x->by_name, name), i;

	for (i = head == MAP_ABSENT ? 0 : x->heads[head]; i;
		i = x->mentions[i - 1].next) {
		struct mention *m = &x->mentions[i - 1];

		resolve(x, m);
		if (m->file == file || m->gone == file)
			enqueue(q, m->by);
	}
}

bool
source_index_find(struct source_index *x, const char *real, struct string_list *sources)
{
	struct fault none = FAULT_INIT(&x->arena);
	struct queue q = { .index = x };
	size_t from = sources->n;
	atom_t file;

	if (source_is_header(real) && !x->has_headers) {
		x->has_headers = true;
		add_others(x, true, true, &none);
	}
	file = intern_find(&x->paths, real, strlen(real));
	if (file == ATOM_NONE && map_get(&x->by_name, key_of_name(real)) == MAP_ABSENT)
		return false;
	enqueue(&q, file == ATOM_NONE ? add_file(x, real) : file);
	for (uint32_t i = 0; i < q.n; i++) {
		const char *path = intern_str(&x->paths, q.v[i]);
		uint32_t alias = map_get(&x->aliases, hash_long(path, strlen(path)));

		if (source_is_whole(path))
			string_list_add(sources, &x->arena, path);
		enqueue_includers(&q, q.v[i], key_of_name(path));
		for (alias = alias == MAP_ABSENT ? 0 : alias + 1; alias;
			alias = x->links[alias - 1].next)
			enqueue_includers(&q, q.v[i], x->links[alias - 1].name);
	}
	if (sources->n > from)
		qsort(sources->v + from, sources->n - from, sizeof(*sources->v), by_name);
	return true;
}
