/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "doc/doc.h"

enum { BUILD_INFO_MAX = 1 << 20, CONFIG_MAX = 1 << 22 };

/* One folder above the sources. */
struct tree {
	struct layout *l;
	struct arena *a;
};

static bool
is_dir(struct tree *t, const char *name)
{
	return io_is_directory(arena_printf(t->a, "%s/%s", t->l->root, name));
}

static const char *
shown_below(const struct layout *l, const char *name, struct arena *a)
{
	return *l->shown ? arena_printf(a, "%s/%s", l->shown, name) : name;
}

/* Adds a folder of the tree, if there is one of that name. */
static void
add(struct tree *t, const char *name)
{
	if (is_dir(t, name))
		string_list_add(&t->l->dirs, t->a, shown_below(t->l, name, t->a));
}

/* The first component of what stands behind a prefix of the folder's path; or NULL. */
static const char *
component(const struct layout *l, const char *prefix, struct arena *a)
{
	size_t n = strlen(prefix);
	const char *end;

	if (strncmp(l->below, prefix, n) != 0 || !(end = strchr(l->below + n, '/')))
		return NULL;
	return arena_strndup(a, l->below + n, (size_t)(end - l->below) - n);
}

static bool
is_linux(struct tree *t)
{
	if (!is_dir(t, "scripts/dtc/include-prefixes"))
		return false;
	add(t, "scripts/dtc/include-prefixes");
	add(t, "include");
	return true;
}

/* The architecture, as U-Boot names it, of a folder. */
static const char *
uboot_arch(const struct layout *l, struct arena *a)
{
	const char *arch = component(l, "arch/", a);

	if (!arch)
		arch = component(l, "dts/upstream/src/", a);
	return arch && !strcmp(arch, "arm64") ? "arm" : arch;
}

static bool
is_uboot(struct tree *t)
{
	const char *arch = uboot_arch(t->l, t->a);

	if (!is_dir(t, "include/u-boot"))
		return false;
	if (arch) {
		add(t, arena_printf(t->a, "arch/%s/dts", arch));
		add(t, arena_printf(t->a, "arch/%s/dts/include", arch));
	}
	add(t, "include");
	add(t, "dts/upstream/include");
	if (arch && !strcmp(arch, "arm"))
		add(t, "dts/upstream/src/arm64");
	if (arch)
		add(t, arena_printf(t->a, "dts/upstream/src/%s", arch));
	return true;
}

static bool
is_rebasing(struct tree *t)
{
	const char *arch = component(t->l, "src/", t->a);

	/* U-Boot holds a copy of it, and has more to it */
	if (!arch || !is_dir(t, "include/dt-bindings")
		|| is_dir(t, "../../include/u-boot"))
		return false;
	add(t, "include");
	add(t, arena_printf(t->a, "src/%s", arch));
	add(t, "src");
	return true;
}

static bool
is_tfa(struct tree *t)
{
	if (!is_dir(t, "fdts") || !is_dir(t, "bl31") || !is_dir(t, "include"))
		return false;
	add(t, "include");
	add(t, "fdts");
	return true;
}

static bool
is_barebox(struct tree *t)
{
	const char *arch = component(t->l, "arch/", t->a);

	if (!is_dir(t, "dts/src") || !is_dir(t, "dts/include")
		|| access(arena_printf(t->a, "%s/include/barebox.h", t->l->root), F_OK))
		return false;
	if (arch)
		add(t, arena_printf(t->a, "arch/%s/dts/include", arch));
	add(t, "include");
	add(t, "dts/include");
	add(t, "dts/src");
	if (arch)
		add(t, arena_printf(t->a, "dts/src/%s", arch));
	add(t, "dts/src/arm/ti/omap");
	return true;
}

/* The strings of a list, as paths; what is relative is so to the tree. */
static void
add_paths(struct tree *t, const struct doc *list, bool files)
{
	for (const struct doc *d = list ? list->first : NULL; d; d = d->next) {
		char *real;

		if (d->type != DOC_STRING)
			continue;
		real = io_real_path(*d->text == '/' ? d->text
						    : arena_printf(t->a, "%s/%s",
							    t->l->root, d->text));
		if (real && files)
			string_list_add(&t->l->files, t->a, arena_strdup(t->a, real));
		else if (real)
			string_list_add(&t->l->dirs, t->a, layout_shown(real, t->a));
		free(real);
	}
}

/* An application, by what its last build wrote down. */
static bool
is_zephyr(struct tree *t)
{
	static const char *const names[] = { "build/build_info.yml", "build_info.yml" };
	const char *dir = strrchr(t->l->root, '/') + 1;

	for (size_t i = 0; i < 3; i++) {
		const char *name = i < 2 ? names[i]
					 : arena_printf(
						 t->a, "build/%s/build_info.yml", dir);
		struct fault f = FAULT_INIT(t->a);
		const struct doc *doc;
		struct bytes bytes;
		struct stat st;

		name = arena_printf(t->a, "%s/%s", t->l->root, name);
		if (stat(name, &st) || !S_ISREG(st.st_mode)
			|| !io_read(name, BUILD_INFO_MAX, &bytes, &f))
			continue;
		doc = doc_read(bytes.data, bytes.n, DOC_FORMAT_YAML, t->a, &f);
		bytes_free(&bytes);
		doc = doc_get(doc_get(doc, "cmake"), "devicetree");
		if (!doc)
			continue;
		add_paths(t, doc_get(doc, "include-dirs"), false);
		add_paths(t, doc_get(doc, "files"), true);
		return true;
	}
	return false;
}

static const struct {
	const char *kind;
	bool (*is)(struct tree *t);
} layouts[] = {
	{ "Zephyr", is_zephyr },
	{ "U-Boot", is_uboot },
	{ "Linux", is_linux },
	{ "devicetree-rebasing", is_rebasing },
	{ "Trusted Firmware-A", is_tfa },
	{ "barebox", is_barebox },
};

const char *
layout_shown(const char *real, struct arena *a)
{
	char *cwd = io_real_path(".");
	size_t n = cwd ? strlen(cwd) : 0;
	const char *name = real;

	if (n && !strncmp(real, cwd, n) && !real[n])
		name = "";
	else if (n > 1 && !strncmp(real, cwd, n) && real[n] == '/')
		name = real + n + 1;
	free(cwd);
	return arena_strdup(a, name);
}

/* Whether a folder is the root of a repository, or of many that are one tree. */
static bool
is_root(struct arena *a, const char *dir)
{
	static const char *const marks[] = { ".git", ".west", ".repo" };

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		if (!access(arena_printf(a, "%s/%s", dir, marks[i]), F_OK))
			return true;
	}
	return false;
}

static bool
try_all(struct tree *t)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		if (!layouts[i].is(t))
			continue;
		t->l->kind = layouts[i].kind;
		return true;
	}
	return false;
}

/* Headers of bindings, where projects of any other kind have them, too. */
static const char *
headers_in(const char *root, struct arena *a)
{
	return io_is_directory(arena_printf(a, "%s/include/dt-bindings", root))
		       ? arena_printf(a, "%s/include", root)
		       : NULL;
}

struct layout *
layout_find(const char *folder, struct arena *a)
{
	struct layout *l = arena_new(a, struct layout);
	char *real = io_real_path(folder), *path, *root, *end;
	const char *headers = NULL;
	bool repository = false;

	if (!real)
		return l;
	string_list_add(&l->trusted, a, arena_strdup(a, real));
	path = arena_printf(a, "%s/", strcmp(real, "/") ? real : "");
	free(real);
	root = arena_strdup(a, path);
	while ((end = strrchr(root, '/')) && end != root) {
		*end = 0;
		if (!l->kind) {
			struct tree t = { .l = l, .a = a };

			l->root = arena_strdup(a, root);
			l->shown = layout_shown(root, a);
			l->below = path + (end - root) + 1;
			if (try_all(&t))
				string_list_add(&l->trusted, a, l->root);
			else if (!headers)
				headers = headers_in(root, a);
		}
		if (!repository && is_root(a, root)) {
			repository = true;
			l->repository = arena_strdup(a, root);
			string_list_add(&l->trusted, a, l->repository);
		}
		/* a west workspace or the like holds repositories */
		if (repository && !access(arena_printf(a, "%s/.git", root), F_OK))
			break;
	}
	if (l->kind)
		return l;
	l->root = NULL;
	if (headers) {
		string_list_add(&l->trusted, a, headers);
		string_list_add(&l->dirs, a, layout_shown(headers, a));
	}
	return l;
}

/* A value of U-Boot's .config: "soc" of CONFIG_SYS_SOC="soc". NULL: not there. */
static const char *
config_value(const struct bytes *config, const char *name, struct arena *a)
{
	const char *at = strstr((const char *)config->data, name), *end;

	if (!at || (at != (const char *)config->data && at[-1] != '\n'))
		return NULL;
	at += strlen(name);
	end = strchr(at, '"');
	return end && end > at ? arena_strndup(a, at, (size_t)(end - at)) : NULL;
}

static bool
try_file(struct string_list *list, const char *path, struct arena *a)
{
	if (access(path, R_OK))
		return false;
	string_list_add(list, a, path);
	return true;
}

/* The one file that U-Boot's build would add: the first that exists. */
static void
uboot_file(const struct layout *l, const char *source, struct string_list *after,
	struct arena *a)
{
	static const char *const keys[] = { "CONFIG_SYS_SOC=\"", "CONFIG_SYS_CPU=\"",
		"CONFIG_SYS_VENDOR=\"" };
	const char *slash = strrchr(source, '/'), *name = slash ? slash + 1 : source;
	const char *dot = strrchr(name, '.'), *dir, *arch = uboot_arch(l, a);
	struct fault f = FAULT_INIT(a);
	struct bytes config = { 0 };
	bool found;

	if (!dot || strcmp(dot, ".dts") != 0)
		return;
	dir = arena_strndup(a, source, (size_t)(name - source));
	/* for what comes from Linux they stand apart from it */
	if (!strncmp(l->below, "dts/upstream/", 13) && arch)
		dir = shown_below(l, arena_printf(a, "arch/%s/dts/", arch), a);
	found = try_file(after,
		arena_printf(a, "%s%.*s-u-boot.dtsi", dir, (int)(dot - name), name), a);
	if (!found
		&& io_read(arena_printf(a, "%s/.config", l->root), CONFIG_MAX, &config,
			&f)) {
		for (size_t i = 0; i < 3 && !found; i++) {
			const char *value = config_value(&config, keys[i], a);

			found = value
				&& try_file(after,
					arena_printf(a, "%s%s-u-boot.dtsi", dir, value),
					a);
		}
		bytes_free(&config);
	}
	if (!found)
		try_file(after, arena_printf(a, "%su-boot.dtsi", dir), a);
}

/* The other files of the build that a source is one of. */
static void
zephyr_files(const struct layout *l, const char *source, struct string_list *before,
	struct string_list *after, struct arena *a)
{
	char *real = io_real_path(source);
	bool seen = false;
	size_t i;

	for (i = 0; real && i < l->files.n && strcmp(l->files.v[i], real) != 0; i++)
		;
	for (size_t j = 0; real && i < l->files.n && j < l->files.n; j++) {
		if (j == i)
			seen = true;
		else
			string_list_add(
				seen ? after : before, a, layout_shown(l->files.v[j], a));
	}
	free(real);
}

void
layout_around(const struct layout *l, const char *source, struct string_list *before,
	struct string_list *after, struct arena *a)
{
	if (l->kind && !strcmp(l->kind, "U-Boot"))
		uboot_file(l, source, after, a);
	if (l->files.n)
		zephyr_files(l, source, before, after, a);
}

char *
layout_without_parents(const char *path, struct arena *a)
{
	char *s = arena_strdup(a, path), *up = s, *dir;
	bool changed = false;

	while ((up = strstr(up, "/.."))) {
		if (up[3] && up[3] != '/') {
			up += 3;
			continue;
		}
		*up = 0;
		dir = strrchr(s, '/');
		dir = dir ? dir + 1 : s;
		*up = '/';
		if (dir == up || !strncmp(dir, "../", 3) || !strncmp(dir, "./", 2)) {
			up += 3;
			continue;
		}
		memmove(dir, up[3] ? up + 4 : up + 3,
			strlen(up[3] ? up + 4 : up + 3) + 1);
		changed = true;
		up = dir > s ? dir - 1 : s;
	}
	return changed && *s ? s : NULL;
}
