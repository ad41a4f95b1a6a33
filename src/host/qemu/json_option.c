/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/qemu/cmdline.h"

/* Stands in the JSON for what is not expanded: a character of no one's (U+E000). */
static const char placeholder[] = "\xee\x80\x80";

/* The text as strict JSON, with the offset in the word of each of its bytes. */
struct json_text {
	char *s;
	uint32_t *from;
	size_t n;
};

static void
put(struct json_text *j, const char *s, size_t n, size_t from)
{
	size_t i;

	for (i = 0; i < n; i++) {
		j->s[j->n] = s[i];
		j->from[j->n++] = (uint32_t)from;
	}
}

static size_t
put_opaque(struct json_text *j, const struct text *t, size_t i)
{
	put(j, placeholder, sizeof(placeholder) - 1, i);
	while (text_opaque_at(t, i))
		i++;
	return i;
}

/* A byte within a string that @quote began. */
static size_t
put_quoted(struct json_text *j, const struct text *t, size_t i, char quote)
{
	if (t->s[i] == '\\' && i + 1 < t->n) {
		if (quote == '\'' && t->s[i + 1] == '\'')
			put(j, "'", 1, i);
		else
			put(j, t->s + i, 2, i);
		return i + 2;
	}
	if (quote == '\'' && t->s[i] == '"')
		put(j, "\\\"", 2, i);
	else
		put(j, t->s + i, 1, i);
	return i + 1;
}

/* QEMU takes '…' for strings as well, which JSON does not know. */
static struct json_text
strict(const struct text *t, struct arena *a)
{
	size_t most = t->n * (sizeof(placeholder) - 1), i = 0;
	struct json_text j = { arena_alloc(a, most + 1), NULL, 0 };
	char quote = '\0', c;

	j.from = arena_array(a, uint32_t, most + 1);
	while (i < t->n) {
		c = t->s[i];
		if (text_opaque_at(t, i)) {
			i = put_opaque(&j, t, i);
		} else if (quote ? c == quote : c == '"' || c == '\'') {
			quote = quote ? '\0' : c;
			put(&j, "\"", 1, i++);
		} else if (quote) {
			i = put_quoted(&j, t, i, quote);
		} else {
			put(&j, &c, 1, i++);
		}
	}
	j.from[j.n] = (uint32_t)t->n;
	return j;
}

static size_t
offset_of(const struct json_text *j, uint32_t line, uint32_t column)
{
	size_t i = 0;

	for (; i < j->n && line > 1; i++)
		line -= j->s[i] == '\n';
	for (; i < j->n && column > 1; i++)
		column -= ((unsigned char)j->s[i + 1] & 0xc0) != 0x80;
	return j->from[i];
}

static bool
syntax_fault(struct reading *rd, const struct text *t, const struct json_text *j,
	const struct where *where, const struct fault *f)
{
	size_t i = offset_of(j, f->place.line, f->place.column);
	struct where at = *where;

	if (rd->lines && t->at && t->n)
		lines_find(rd->lines, t->at[i < t->n ? i : t->n - 1] & ~TEXT_FLAGS,
			&at.said.place.line, &at.column);
	return reading_fault(rd, &at, "%s", f->message);
}

/*
 * The object, or NULL: with the fault set, or without one where what is not expanded
 * may be what is wrong.
 */
static const struct doc *
read_object(struct reading *rd, const struct text *t, const struct where *where)
{
	struct json_text j = strict(t, rd->arena);
	struct fault f = FAULT_INIT(rd->arena);
	const struct doc *doc = doc_read(j.s, j.n, DOC_FORMAT_JSON, rd->arena, &f);

	if (doc && doc->type == DOC_MAP)
		return doc;
	if (!text_opaque(t))
		syntax_fault(rd, t, &j, where, &f);
	return NULL;
}

static bool
has_placeholder(const char *s)
{
	return strstr(s, placeholder) != NULL;
}

static void
add_member(struct opts *o, struct reading *rd, const struct doc *d,
	const struct where *where)
{
	struct opt opt = { .key = d->key, .value = d->text ? d->text : "", .json = d };

	opt.where = *where;
	opt.opaque = has_placeholder(opt.value);
	if (has_placeholder(opt.key))
		opt.key = NULL;
	if (opt.key && !strcmp(opt.key, "id")) {
		o->id_opaque = opt.opaque;
		o->id = opt.opaque || d->type != DOC_STRING ? NULL : opt.value;
	} else {
		opts_add(o, rd->arena, opt);
	}
}

static void
remark_members(const struct opts *o, struct reading *rd, const struct where *where,
	const struct text *text, bool readable)
{
	bool decides = false;
	size_t i;

	for (i = 0; i < o->n; i++)
		decides |= !o->v[i].key
			   || (o->v[i].opaque && cmdline_is_deciding(o->v[i].key));
	if (!readable)
		reading_remark_opaque(rd, where, text,
			"which device this is, and which slots later ones take, is not "
			"known");
	else if (decides)
		reading_remark_opaque(
			rd, where, text, "what it sets of this device is not known");
	else
		reading_note_opaque(rd, where, text, "taken as a part of one value");
}

bool
cmdline_read_json(struct cmdline *cl, struct reading *rd, const struct text *text,
	const struct where *where)
{
	struct item item = { .kind = ITEM_JSON, .where = *where };
	const struct doc *map = read_object(rd, text, where), *d;
	struct opt unknown = { .where = *where };

	if (!map && rd->fault->message)
		return false;
	for (d = map ? map->first : NULL; d; d = d->next)
		add_member(&item.opts, rd, d, where);
	if (!map)
		opts_add(&item.opts, rd->arena, unknown);
	if (text_opaque(text))
		remark_members(&item.opts, rd, where, text, map != NULL);
	return cmdline_add_device(cl, rd, item);
}

bool
cmdline_read_json_netdev(struct cmdline *cl, struct reading *rd, const struct text *text,
	const struct where *where)
{
	const struct doc *map = read_object(rd, text, where);
	const struct doc *type = doc_get(map, "type"), *id = doc_get(map, "id");
	struct opt vdpa = { .value = "" };

	if (!map)
		return !rd->fault->message;
	if (id && id->type == DOC_STRING && !has_placeholder(id->text))
		vdpa.key = id->text;
	if (type && type->type == DOC_STRING
		&& (has_placeholder(type->text) || !strcmp(type->text, "vhost-vdpa")))
		opts_add(&cl->vdpa, rd->arena, vdpa);
	return true;
}
