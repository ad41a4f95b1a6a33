/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "report/json_put.h"

enum { FORMAT_VERSION = 1 };

static uint64_t
key_of(const char *tree, const char *fingerprint)
{
	return hash_number(hash_bytes(tree, strlen(tree))
			   + 3 * hash_bytes(fingerprint, strlen(fingerprint)));
}

static const char *
dir_of(const char *file, struct arena *a)
{
	char *s = io_real_path(config_dir_of(file, a));
	const char *copy = s ? arena_strdup(a, s) : NULL;

	free(s);
	return copy;
}

void
baseline_init(struct baseline *b, const char *file, struct arena *a)
{
	*b = (struct baseline){ .file = file, .dir = dir_of(file, a) };
}

/* A string; NULL where there is none. */
static bool
read_text(const struct doc *entry, const char *key, bool required, const char **text,
	struct fault *f)
{
	const struct doc *v = doc_get(entry, key);

	*text = NULL;
	if (!v)
		return !required
		       || doc_fault(
			       entry, f, "no '%s' of a finding, expected a string", key);
	if (!doc_expect(v, DOC_STRING, f))
		return false;
	*text = v->text;
	return true;
}

static bool
read_entry(
	const struct doc *v, struct baseline_entry *e, const char *today, struct fault *f)
{
	static const char *const keys[] = { "tree", "fingerprint", "rule", "level",
		"node", "property", "message", "reason", "expires" };

	if (!doc_expect(v, DOC_MAP, f)
		|| !doc_expect_keys(
			v, " of a finding", keys, sizeof(keys) / sizeof(*keys), f))
		return false;
	if (!read_text(v, "tree", true, &e->tree, f)
		|| !read_text(v, "fingerprint", true, &e->fingerprint, f)
		|| !read_text(v, "rule", true, &e->rule, f)
		|| !read_text(v, "level", false, &e->level, f)
		|| !read_text(v, "node", false, &e->node, f)
		|| !read_text(v, "property", false, &e->property, f)
		|| !read_text(v, "message", false, &e->message, f)
		|| !read_text(v, "reason", false, &e->reason, f)
		|| !read_text(v, "expires", false, &e->expires, f))
		return false;
	if (e->expires && !config_is_day(e->expires))
		return doc_fault(doc_get(v, "expires"), f,
			"expected a day as YYYY-MM-DD, found the string '%s'",
			e->expires);
	e->expired = e->expires && strcmp(e->expires, today) < 0;
	return true;
}

static bool
read_entries(struct baseline *b, const struct doc *list, const char *today,
	struct arena *a, struct fault *f)
{
	const struct doc *v;

	if (!doc_expect(list, DOC_LIST, f))
		return false;
	b->v = arena_array(a, struct baseline_entry, list->count);
	for (v = list->first; v; v = v->next) {
		struct baseline_entry *e = &b->v[b->n];

		if (!read_entry(v, e, today, f))
			return false;
		if (map_put(&b->by_key, a, key_of(e->tree, e->fingerprint),
			    (uint32_t)b->n)
			== b->n)
			b->n++;
	}
	return true;
}

static bool
read_document(struct baseline *b, const struct doc *root, const char *today,
	struct arena *a, struct fault *f)
{
	static const char *const keys[] = { "version", "findings" };
	const struct doc *version = doc_get(root, "version");
	const struct doc *findings = doc_get(root, "findings");

	if (!doc_expect(root, DOC_MAP, f) || !doc_expect_keys(root, "", keys, 2, f))
		return false;
	if (!version || !findings)
		return doc_fault(root, f, "no '%s', expected a baseline",
			version ? "findings" : "version");
	if (version->type != DOC_INT || version->negative
		|| version->integer != FORMAT_VERSION)
		return doc_fault(version, f,
			"expected version %d of the format, found %s", FORMAT_VERSION,
			doc_found(version, a));
	return read_entries(b, findings, today, a, f);
}

bool
baseline_load(struct baseline *b, const char *file, const char *today, struct arena *a,
	struct fault *f)
{
	const struct doc *root;
	struct bytes text;
	bool ok;

	baseline_init(b, file, a);
	f->place.file = file;
	if (!io_read(file, BASELINE_SIZE_MAX, &text, f))
		return false;
	root = doc_read(text.data, text.n, DOC_FORMAT_JSON, a, f);
	ok = root && read_document(b, root, today, a, f);
	bytes_free(&text);
	if (ok)
		f->place.file = NULL;
	return ok;
}

const char *
baseline_new_file(const char *input, struct arena *a)
{
	const char *file = config_find_beside(input, BASELINE_NAME, a);

	return file ? file : BASELINE_NAME;
}

const char *
baseline_find_file(const char *input, struct arena *a)
{
	const char *file = config_find_beside(input, BASELINE_NAME, a);

	return file && io_is_there(file) ? file : NULL;
}

const char *
baseline_tree(
	const struct baseline *b, const char *file, const char *unit, struct arena *a)
{
	const struct config c = { .dir = b->dir };
	const char *path = config_path_of(&c, file, a), *part = NULL;
	size_t n = strlen(file);

	if (unit && !strncmp(unit, file, n) && unit[n] == '#')
		part = unit + n;
	return diag_clean(a, part ? arena_printf(a, "%s%s", path, part) : path);
}

struct baseline_entry *
baseline_find(const struct baseline *b, const char *tree, const char *fingerprint)
{
	uint32_t i = map_get(&b->by_key, key_of(tree, fingerprint));
	struct baseline_entry *e;

	if (i >= b->n)
		return NULL;
	e = &b->v[i];
	return !strcmp(e->tree, tree) && !strcmp(e->fingerprint, fingerprint) ? e : NULL;
}

static int
compare_texts(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
compare_entries(const void *va, const void *vb)
{
	const struct baseline_entry *a = va, *b = vb;
	int order;

	if ((order = strcmp(a->tree, b->tree))
		|| (order = compare_texts(a->node, b->node))
		|| (order = strcmp(a->rule, b->rule)))
		return order;
	return strcmp(a->fingerprint, b->fingerprint);
}

static void
put_given(json_t *o, const char *key, struct arena *a, const char *s)
{
	if (s)
		put_string(o, key, a, s);
}

static void
write_entry(const struct baseline_entry *e, struct buf *out)
{
	struct arena a = { 0 };
	json_t *o = json_document();

	put_string(o, "tree", &a, e->tree);
	put_given(o, "node", &a, e->node);
	put_string(o, "rule", &a, e->rule);
	put_given(o, "level", &a, e->level);
	put_given(o, "property", &a, e->property);
	put_given(o, "message", &a, e->message);
	put_string(o, "fingerprint", &a, e->fingerprint);
	put_given(o, "reason", &a, e->reason);
	put_given(o, "expires", &a, e->expires);
	json_finish_line(o, out);
	arena_free(&a);
}

void
baseline_write(struct baseline_entry *v, size_t n, struct buf *out)
{
	size_t i;

	if (n > 1)
		qsort(v, n, sizeof(*v), compare_entries);
	buf_printf(out, "{ \"version\": %d, \"findings\": [\n", FORMAT_VERSION);
	for (i = 0; i < n; i++) {
		write_entry(&v[i], out);
		buf_puts(out, i + 1 < n ? ",\n" : "\n");
	}
	buf_puts(out, "] }\n");
}
