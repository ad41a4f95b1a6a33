/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/opts.h"

#include <string.h>

#include "base/vec.h"

void
opts_add(struct opts *o, struct arena *a, struct opt opt)
{
	*vec_more(a, o->v, o->n) = opt;
}

void
opts_add_all(struct opts *o, struct arena *a, const struct opts *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		opts_add(o, a, from->v[i]);
}

const struct opt *
opts_get(const struct opts *o, const char *key, bool *hidden)
{
	bool unseen = false;
	size_t i;

	if (!hidden)
		hidden = &unseen;
	*hidden = false;
	for (i = o->n; i-- > 0;) {
		if (!o->v[i].key)
			*hidden = true;
		else if (!strcmp(o->v[i].key, key))
			return &o->v[i];
	}
	return NULL;
}

/* The first byte from @i on that ends a key, or the text's length. */
static size_t
key_end(const struct text *t, size_t i)
{
	while (i < t->n && !text_is(t, i, '=') && !text_is(t, i, ','))
		i++;
	return i;
}

/* The first byte from @i on that ends a value; ",," does not. */
static size_t
value_end(const struct text *t, size_t i)
{
	while (i < t->n && (!text_is(t, i, ',') || text_is(t, i + 1, ',')))
		i += text_is(t, i, ',') ? 2 : 1;
	return i;
}

/* The value from *@i on, with ",," made ","; *@i is moved behind it. */
static char *
read_value(const struct text *t, size_t *i, struct arena *a)
{
	size_t end = value_end(t, *i), n = 0;
	char *value = arena_alloc(a, end - *i + 1);

	while (*i < end) {
		*i += text_is(t, *i, ',');
		value[n++] = t->s[(*i)++];
	}
	return value;
}

static bool
opaque_between(const struct text *t, size_t from, size_t to)
{
	struct text part = text_part(t, from, to);

	return text_opaque(&part);
}

/* KEY or noKEY. */
static struct opt
read_flag(const struct text *t, size_t *i, size_t end, struct arena *a)
{
	struct text key = text_part(t, *i, end);
	struct opt opt = { .value = "on" };

	*i = end;
	if (text_opaque(&key))
		return opt;
	if (key.n >= 2 && !memcmp(key.s, "no", 2)) {
		opt.value = "off";
		key = text_part(&key, 2, key.n);
	}
	opt.key = text_dup(&key, a);
	return opt;
}

static struct opt
read_element(const struct text *t, size_t *i, const char *implied, struct arena *a)
{
	size_t start = *i, end = key_end(t, start);
	struct opt opt = { 0 };

	if (!text_is(t, end, '=')) {
		if (!implied)
			return read_flag(t, i, end, a);
		opt.key = implied;
	} else {
		if (!opaque_between(t, start, end))
			opt.key = arena_strndup(a, t->s + start, end - start);
		start = *i = end + 1;
	}
	opt.value = read_value(t, i, a);
	opt.opaque = opaque_between(t, start, *i);
	return opt;
}

static void
keep_id(struct opts *o, const struct opt *opt)
{
	if (o->id || o->id_opaque)
		return;
	o->id_opaque = opt->opaque;
	if (!opt->opaque)
		o->id = opt->value;
}

struct opts
opts_parse(const struct opts_source *src, struct arena *a)
{
	const struct text *t = src->text;
	struct opts o = { 0 };
	struct opt opt;
	size_t i = 0, start;

	while (i < t->n) {
		start = i;
		opt = read_element(t, &i, start ? NULL : src->implied, a);
		opt.raw = text_part(t, start, i);
		i += text_is(t, i, ',');
		opt.where = src->where(src->ctx, t, start);
		if (opt.key && !strcmp(opt.key, "id"))
			keep_id(&o, &opt);
		else
			opts_add(&o, a, opt);
	}
	return o;
}

enum tri
opts_bool(const char *value)
{
	static const char *const on[] = { "on", "yes", "true", "y" };
	static const char *const off[] = { "off", "no", "false", "n" };
	size_t i;

	for (i = 0; i < 4; i++) {
		if (!strcmp(value, on[i]))
			return TRI_YES;
		if (!strcmp(value, off[i]))
			return TRI_NO;
	}
	return TRI_UNKNOWN;
}
