/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config/profile.h"

#include <string.h>

#include "base/suggest.h"

static const struct {
	const char *name;
	enum project_kind project;
	const char *family; /* NULL: it is a project */
} names[] = {
	{ "auto", PROJECT_FOUND, NULL },
	{ "linux", PROJECT_LINUX, NULL },
	{ "u-boot", PROJECT_U_BOOT, NULL },
	{ "zephyr", PROJECT_ZEPHYR, NULL },
	{ "ebbr", PROJECT_FOUND, "ebbr" },
	{ "none", PROJECT_NONE, NULL },
};

enum { NNAMES = sizeof(names) / sizeof(*names) };

bool
profile_add(struct profile *p, const char *name, struct arena *a, struct fault *f)
{
	struct suggest s = { .word = name };
	size_t i;

	for (i = 0; i < NNAMES && strcmp(names[i].name, name) != 0; i++)
		suggest_try(&s, names[i].name);
	if (i == NNAMES)
		return fault_set(f, "'%s' is no profile, expected one of %s%s", name,
			PROFILE_NAMES, suggest_text(f->arena, &s));
	if (names[i].family) {
		string_list_add_once(&p->families, a, names[i].family);
		return true;
	}
	p->project = names[i].project;
	p->named = true;
	return true;
}

struct profile
profile_join(const struct profile *line, const struct profile *file, struct arena *a)
{
	struct profile p = line->named || !file ? *line : *file;

	p.families = (struct string_list){ 0 };
	for (size_t i = 0; i < line->families.n; i++)
		string_list_add_once(&p.families, a, line->families.v[i]);
	for (size_t i = 0; file && i < file->families.n; i++)
		string_list_add_once(&p.families, a, file->families.v[i]);
	return p;
}
