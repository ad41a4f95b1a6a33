/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/core.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "schema/program/builtin.h"

/* What the schemas, texts and verdicts follow. */
#define VERSION "2026.6"

#define CORE_FOLDER "core/"
#define META_FOLDER "meta-schemas/"

enum {
	VERSION_FILE_MAX = 65536,
	VERSION_MAX = 64,
	TEXT_MAX = 1024 * 1024,
	HASH_SHOWN = 32
};

static bool
is_there(const char *path)
{
	struct stat st;

	return !stat(path, &st);
}

/* Of a line such as: __version__ = version = '2026.6' */
static const char *
read_version(struct arena *a, const char *package)
{
	const char *path = arena_printf(a, "%s/version.py", package), *s, *value;
	struct fault f = FAULT_INIT(a);
	const char *version = VERSION;
	struct bytes text;
	size_t n;

	if (!io_read(path, VERSION_FILE_MAX, &text, &f))
		return version;
	for (s = (const char *)text.data; (s = strstr(s, "__version__"));) {
		s += strlen("__version__");
		value = s + strcspn(s, "'\"\n");
		if (!*value || *value == '\n')
			continue;
		n = strspn(value + 1, "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ.+-_!");
		if (!n || n >= VERSION_MAX || value[n + 1] != *value)
			continue;
		version = arena_strndup(a, value + 1, n);
		break;
	}
	bytes_free(&text);
	return version;
}

/* The types are what no core can be without. */
static bool
has_types(struct arena *a, const char *schemas)
{
	return is_there(arena_printf(a, "%s/types.yaml", schemas));
}

static bool
take_package(struct core *c, struct arena *a, const char *package)
{
	const char *schemas = arena_printf(a, "%s/schemas", package);
	const char *meta = arena_printf(a, "%s/meta-schemas", package);

	if (!has_types(a, schemas))
		return false;
	c->schemas = schemas;
	c->meta = is_there(meta) ? meta : NULL;
	c->version = read_version(a, package);
	return true;
}

struct core
core_find(struct arena *a, const char *named)
{
	const char *from = named && *named ? "--core" : "DTLINT_DTSCHEMA";
	const char *dir = named && *named ? named : getenv("DTLINT_DTSCHEMA");
	struct core c = { .name = "built-in", .version = VERSION };

	if (!dir || !*dir) {
		if (!builtin_core_image_size)
			c.fault = "this program was built without core schemas; name "
				  "dt-schema's directory dtschema with --core or in "
				  "DTLINT_DTSCHEMA";
		return c;
	}
	c.name = arena_strdup(a, dir);
	if (take_package(&c, a, dir)
		|| take_package(&c, a, arena_printf(a, "%s/dtschema", dir)))
		return c;
	c.schemas = c.name;
	if (!has_types(a, dir))
		c.fault = arena_printf(a,
			"%s names %s, which holds no core schemas: neither "
			"schemas/types.yaml nor types.yaml is there; name dt-schema's "
			"directory dtschema, or leave it out to use the built-in ones",
			from, dir);
	return c;
}

/* The next of the program's own files behind @at, which is NULL at first. */
static const char *
next_text(const char *at, const char **text)
{
	const char *all = (const char *)builtin_core_texts;

	at = at ? *text + strlen(*text) + 1 : all;
	if (at >= all + builtin_core_texts_size)
		return NULL;
	*text = at + strlen(at) + 1;
	return at;
}

static bool
begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static const char *
own_text(const char *path)
{
	const char *name = NULL, *text = NULL;

	while ((name = next_text(name, &text)))
		if (begins(name, CORE_FOLDER)
			&& !strcmp(name + strlen(CORE_FOLDER), path))
			return text;
	return NULL;
}

bool
core_has(const struct core *c, const char *path)
{
	struct arena a = { 0 };
	bool has = c->schemas ? is_there(arena_printf(&a, "%s/%s", c->schemas, path))
			      : own_text(path) != NULL;

	arena_free(&a);
	return has;
}

bool
core_read(const struct core *c, const char *path, struct bytes *text)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	const char *own = c->schemas ? NULL : own_text(path);
	bool ok = own != NULL;

	*text = (struct bytes){ 0 };
	if (c->schemas) {
		ok = io_read(
			arena_printf(&a, "%s/%s", c->schemas, path), TEXT_MAX, text, &f);
	} else if (own) {
		text->n = strlen(own);
		text->data = malloc(text->n + 1);
		ok = text->data != NULL;
		if (ok)
			memcpy(text->data, own, text->n + 1);
	}
	arena_free(&a);
	return ok;
}

bool
core_each_meta(bool (*add)(void *context, const char *text), void *context)
{
	const char *name = NULL, *text = NULL;
	bool ok = true;

	while (ok && (name = next_text(name, &text)))
		if (begins(name, META_FOLDER))
			ok = add(context, text);
	return ok;
}

static void
hash_own(struct digest_run *run)
{
	const char *name = NULL, *text = NULL;

	while ((name = next_text(name, &text))) {
		if (!begins(name, CORE_FOLDER))
			continue;
		digest_text(run, name + strlen(CORE_FOLDER));
		digest_text(run, text);
	}
}

static void
hash_directory(struct digest_run *run, const char *dir)
{
	struct arena a = { 0 };
	struct schema_files files = { .arena = &a };
	struct fault f = FAULT_INIT(&a);
	uint32_t i;

	schema_files_add(&files, dir, 0, &f);
	for (i = 0; i < files.n; i++) {
		struct schema_file *file = &files.v[i];

		if (!schema_file_read(file))
			continue;
		digest_text(run, file->path + strlen(dir) + 1);
		digest_text(run, (const char *)file->text.data);
	}
	schema_files_free(&files);
	arena_free(&a);
}

const char *
core_hash(const struct core *c, struct arena *a)
{
	struct digest_run run;
	struct digest d;

	digest_begin(&run);
	if (c->schemas)
		hash_directory(&run, c->schemas);
	else
		hash_own(&run);
	d = digest_end(&run);
	return arena_strndup(a, digest_hex(&d, a), HASH_SHOWN);
}

const char *
core_describe(const struct core *c, struct arena *a)
{
	return arena_printf(a, "%s, %sdt-schema %s (%s)", c->name,
		c->schemas ? "" : "as ", c->version, core_hash(c, a));
}
