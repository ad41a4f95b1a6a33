/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/meta/wording.h"

#include <inttypes.h>
#include <string.h>

#include "base/suggest.h"
#include "diag/diag.h"

enum {
	MESSAGE_MAX = 400,   /* bytes of what jsonschema has to say */
	WORDS_MAX = 12,      /* of a list that are shown */
	BRANCHES_MAX = 4,    /* of a choice */
	SUGGEST_LENGTH = 40, /* of a word that may be misspelt */
};

const char *
wording_one_line(const char *s, struct arena *a)
{
	struct buf text = { 0 };
	const char *out;
	size_t n;

	for (s += strspn(s, " \t\r\n"); *s; s += strspn(s, " \t\r\n")) {
		n = strcspn(s, " \t\r\n");
		buf_puts(&text, text.n ? " " : "");
		buf_add(&text, s, n);
		s += n;
	}
	out = arena_strndup(a, text.s ? text.s : "", text.n);
	buf_free(&text);
	return out;
}

static void
put_path(struct buf *out, const struct message *c, const struct schema_error *e)
{
	uint32_t i;

	for (i = 0; i < e->path.n; i++) {
		buf_puts(out, i ? "/" : "");
		if (e->path.v[i].name == STRING_NONE)
			buf_printf(out, "%" PRIu32, e->path.v[i].index);
		else
			buf_puts(out, machine_text(c->m, e->path.v[i].name));
	}
	if (e->path.n)
		buf_puts(out, ": ");
}

static void
put_types(struct buf *out, uint32_t bits)
{
	static const struct {
		uint32_t kind;
		const char *name;
	} types[] = { { V_OBJECT, "a map" }, { V_REAL, "a number" },
		{ V_INT, "an integer" }, { V_ARRAY, "a list" },
		{ V_TRUE, "true or false" }, { V_NULL, "null" },
		{ V_STRING, "a string" } };
	const char *before = "";
	size_t i;

	if (bits >> V_REAL & 1)
		bits &= ~(1u << V_INT);
	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (!(bits >> types[i].kind & 1))
			continue;
		buf_printf(out, "%s%s", before, types[i].name);
		before = ", ";
	}
}

/* One of a list of words: the nearest is named, or the first of them. */
static void
put_words(struct buf *out, const struct message *c, const struct schema_error *e,
	struct arena *a)
{
	const uint32_t *list = c->m->p->words + e->arg;
	struct suggest near = { .word = arena_strndup(a, e->instance.s, e->instance.n) };
	uint32_t i;

	buf_printf(out, "'%s' is not allowed here", near.word);
	for (i = 1; e->instance.n <= SUGGEST_LENGTH && i <= list[0]; i++)
		suggest_try(&near, program_string(c->m->p, list[i]));
	if (near.best) {
		buf_puts(out, suggest_text(a, &near));
		return;
	}
	buf_puts(out, ", expected ");
	for (i = 1; i <= list[0] && i <= WORDS_MAX; i++)
		buf_printf(out, "%s'%s'", i > 1 ? ", " : "",
			program_string(c->m->p, list[i]));
	buf_puts(out, list[0] > WORDS_MAX ? ", …" : "");
}

static void put_error(struct buf *out, const struct message *c,
	const struct schema_error *e, struct arena *a);

/* What each of the branches has against it. */
static void
put_choice(struct buf *out, const struct message *c, const struct schema_error *e,
	struct arena *a)
{
	const struct schema_error *x;
	struct buf one = { 0 };
	size_t n = 0, from = out->n;

	buf_puts(out, "none of what is allowed: ");
	for (x = e->context; x && n < BRANCHES_MAX; x = x->next) {
		one.n = 0;
		put_error(&one, c, message_best(c, x), a);
		if (!one.n || strstr(out->s + from, one.s))
			continue;
		buf_printf(out, "%s%s", n++ ? "; or " : "", one.s);
	}
	buf_puts(out, x ? "; …" : "");
	buf_free(&one);
}

static void
put_other(struct buf *out, const struct message *c, const struct schema_error *e,
	struct arena *a)
{
	struct buf text = { 0 };

	message_put(&text, c, e);
	if (text.n > MESSAGE_MAX) {
		text.n = MESSAGE_MAX;
		while (text.n && ((unsigned char)text.s[text.n] & 0xc0) == 0x80)
			text.n--;
		text.s[text.n] = '\0';
		buf_puts(&text, "…");
	}
	buf_puts(out, wording_one_line(text.s, a));
	buf_free(&text);
}

static void
put_error(struct buf *out, const struct message *c, const struct schema_error *e,
	struct arena *a)
{
	switch (e->op) {
	case OP_TYPE:
		buf_printf(out, "%s, expected ", value_kind_name(&e->instance));
		put_types(out, e->aux);
		break;
	case OP_REQUIRED:
		buf_printf(out, "no '%s'", machine_text(c->m, e->names[0]));
		break;
	case OP_DEPENDENT_REQUIRED:
		buf_printf(out, "'%s' without '%s'", machine_text(c->m, e->names[1]),
			machine_text(c->m, e->names[0]));
		break;
	case OP_ENUM_STRINGS:
		if (e->instance.kind == V_STRING)
			put_words(out, c, e, a);
		else
			put_other(out, c, e, a);
		break;
	case OP_PATTERN:
		buf_printf(out, "'%.*s' does not match %s",
			e->instance.n < MESSAGE_MAX ? (int)e->instance.n : MESSAGE_MAX,
			e->instance.s,
			program_string(c->m->p, c->m->p->patterns[e->arg].text));
		break;
	case OP_ANY_OF:
	case OP_ONE_OF:
		if (e->context)
			put_choice(out, c, e, a);
		else
			put_other(out, c, e, a);
		break;
	default: put_other(out, c, e, a); break;
	}
}

const char *
wording_of(const struct message *c, const struct schema_error *e, struct arena *a)
{
	struct buf text = { 0 };
	const char *out;

	put_path(&text, c, e);
	put_error(&text, c, e, a);
	buf_puts(&text, e->op == OP_REQUIRED ? ", which is required" : "");
	out = diag_clean(a, arena_strndup(a, text.s, text.n));
	buf_free(&text);
	return out;
}
