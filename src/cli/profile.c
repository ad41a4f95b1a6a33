/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/profile.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/config.h"
#include "dts/source/layout.h"

/* Folders of bindings, from the root of a tree; by enum profile. */
static const struct {
	const char *kind;       /* as layout_find() calls it */
	const char *folders[3]; /* the first that is there; NULL at the end */
} trees[] = {
	[PROFILE_LINUX] = { "Linux",
		{ "Documentation/devicetree/bindings", "Bindings" } },
	[PROFILE_U_BOOT] = { "U-Boot", { "dts/upstream/Bindings" } },
	[PROFILE_ZEPHYR] = { "Zephyr", { NULL } },
};

static bool
is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* The tree that all inputs stand in, or NULL. */
static const struct layout *
find_tree(const struct input_list *inputs, struct arena *a)
{
	const struct layout *found = NULL, *l;
	const char *dir, *last = NULL;
	size_t i;

	for (i = 0; i < inputs->n; i++) {
		if (inputs->v[i].skip)
			continue;
		dir = config_dir_of(inputs->v[i].path, a);
		if (last && !strcmp(dir, last))
			continue;
		last = dir;
		l = strcmp(inputs->v[i].path, "-") ? layout_find(dir, a) : NULL;
		if (!l || !l->kind || (found && strcmp(found->root, l->root) != 0))
			return NULL;
		found = l;
	}
	return found;
}

/* devicetree-rebasing is Linux's trees without Linux. */
static const char *
kind_of(const struct layout *l)
{
	return strcmp(l->kind, "devicetree-rebasing") ? l->kind : "Linux";
}

static void
add_folders(enum profile p, const char *root, struct arena *a, struct string_list *paths)
{
	const char *const *folder;

	for (folder = trees[p].folders; *folder; folder++) {
		const char *path = arena_printf(a, "%s/%s", root, *folder);

		if (!paths->n && is_directory(path))
			string_list_add(paths, a, layout_shown(path, a));
	}
}

bool
profile_bindings(enum profile profile, const struct input_list *inputs, struct arena *a,
	struct string_list *paths, struct fault *f)
{
	const struct layout *l;
	enum profile p;

	*paths = (struct string_list){ 0 };
	if (profile == PROFILE_NONE)
		return true;
	l = find_tree(inputs, a);
	for (p = PROFILE_LINUX; p < PROFILE_NONE; p++)
		if (l && !strcmp(kind_of(l), trees[p].kind))
			break;
	if (profile != PROFILE_FOUND && p != profile)
		return fault_set(
			f, "the inputs stand in no tree of %s", trees[profile].kind);
	if (p == PROFILE_NONE)
		return true;
	if (p == PROFILE_ZEPHYR)
		fputs("dtlint: Zephyr's bindings are of a format of their own, and not "
		      "checked\n",
			stderr);
	add_folders(p, l->root, a, paths);
	return true;
}
