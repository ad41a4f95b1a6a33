/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/layout.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One folder above a source. */
struct tree {
	struct source_search *s;
	struct arena *a;
	const char *root;  /* real */
	const char *shown; /* the same for messages: relative where it is below "." */
	const char *below; /* the source's path from there on */
};

static bool
is_dir(struct arena *a, const char *root, const char *name)
{
	struct stat st;

	return !stat(arena_printf(a, "%s/%s", root, name), &st) && S_ISDIR(st.st_mode);
}

static bool
has(const struct tree *t, const char *name)
{
	return is_dir(t->a, t->root, name);
}

/* Adds a folder of the tree, if there is one of that name. */
static void
add(struct tree *t, const char *name)
{
	if (!has(t, name))
		return;
	string_list_add(&t->s->layout, t->a,
		*t->shown ? arena_printf(t->a, "%s/%s", t->shown, name) : name);
}

/* The first component of what stands behind a prefix of the source's path; or NULL. */
static const char *
component(const struct tree *t, const char *prefix)
{
	size_t n = strlen(prefix);
	const char *end;

	if (strncmp(t->below, prefix, n) != 0 || !(end = strchr(t->below + n, '/')))
		return NULL;
	return arena_strndup(t->a, t->below + n, (size_t)(end - t->below) - n);
}

static bool
is_linux(struct tree *t)
{
	if (!has(t, "scripts/dtc/include-prefixes"))
		return false;
	add(t, "scripts/dtc/include-prefixes");
	add(t, "include");
	return true;
}

static bool
is_uboot(struct tree *t)
{
	const char *arch = component(t, "arch/");

	if (!has(t, "include/u-boot"))
		return false;
	if (!arch)
		arch = component(t, "dts/upstream/src/");
	if (arch)
		add(t, arena_printf(t->a, "arch/%s/dts", arch));
	if (arch)
		add(t, arena_printf(t->a, "arch/%s/dts/include", arch));
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
	const char *arch = component(t, "src/");

	if (!arch || !has(t, "include/dt-bindings"))
		return false;
	add(t, "include");
	add(t, arena_printf(t->a, "src/%s", arch));
	add(t, "src");
	return true;
}

static bool
is_tfa(struct tree *t)
{
	if (!has(t, "fdts") || !has(t, "bl31") || !has(t, "include"))
		return false;
	add(t, "include");
	add(t, "fdts");
	return true;
}

static const struct {
	const char *kind;
	bool (*is)(struct tree *t);
} layouts[] = {
	{ "U-Boot", is_uboot },
	{ "Linux", is_linux },
	{ "devicetree-rebasing", is_rebasing },
	{ "Trusted Firmware-A", is_tfa },
};

/* As messages name a folder: relative to the working directory where it is below that. */
static const char *
shown(struct arena *a, const char *real)
{
	char *cwd = realpath(".", NULL);
	size_t n = cwd ? strlen(cwd) : 0;
	const char *name = real;

	if (n && !strncmp(real, cwd, n) && !real[n])
		name = "";
	else if (n > 1 && !strncmp(real, cwd, n) && real[n] == '/')
		name = arena_strdup(a, real + n + 1);
	free(cwd);
	return name;
}

static bool
try_all(struct tree *t)
{
	for (size_t i = 0; i < sizeof(layouts) / sizeof(*layouts); i++) {
		if (!layouts[i].is(t))
			continue;
		t->s->kind = layouts[i].kind;
		trust_add(&t->s->trust, t->root);
		return true;
	}
	return false;
}

void
layout_find(struct source_search *s, const char *source)
{
	struct arena *a = s->arena;
	const char *slash = strrchr(source, '/');
	char *real = realpath(
		slash ? arena_strndup(a, source, (size_t)(slash - source) + 1) : ".",
		NULL);
	char *path, *root, *end;

	if (!real)
		return;
	path = arena_printf(
		a, "%s/%s", strcmp(real, "/") ? real : "", slash ? slash + 1 : source);
	free(real);
	root = arena_strdup(a, path);
	while ((end = strrchr(root, '/')) && end != root) {
		struct tree t = { .s = s, .a = a, .root = root };

		*end = 0;
		t.shown = shown(a, root);
		t.below = path + (end - root) + 1;
		if (try_all(&t) || !access(arena_printf(a, "%s/.git", root), F_OK))
			return;
	}
}
