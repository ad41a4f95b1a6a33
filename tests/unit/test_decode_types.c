/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What sizes make of properties that have several types, and how cells are cut into rows,
 * held to tables of dt-schema's own answers: tests/fixtures/decode/, which say what their
 * columns are.
 */
#include "schema/decode/decode.h"

#include "schema_support.h"

enum { COLUMNS_MAX = 20, LINE_MAX_BYTES = 512, BATCH = 48, BYTES_MAX = 64 };

/* A table's rows that are held at once: each a property of one binding. */
struct row {
	char text[LINE_MAX_BYTES];
	char *column[COLUMNS_MAX];
	size_t n;
};

static struct row head, rows[BATCH];

static bool
read_row(FILE *f, struct row *r)
{
	char *s;

	do {
		if (!fgets(r->text, sizeof(r->text), f))
			return false;
		r->text[strcspn(r->text, "\n")] = 0;
	} while (r->text[0] == '#');
	for (r->n = 0, s = r->text; s; r->n++) {
		ck_assert_uint_lt(r->n, COLUMNS_MAX);
		r->column[r->n] = strsep(&s, "\t");
	}
	return true;
}

/* A value in the words of the tables. */
static const char *
shown(const struct value *v, char *out, size_t size)
{
	size_t i, at = 0;

	switch (v->kind) {
	case V_INT:
	case V_NEGINT:
		snprintf(out, size, "s%u%s", v->bits, v->kind == V_NEGINT ? "-" : "");
		break;
	case V_CELLS: snprintf(out, size, "a%u", v->bits ? v->bits : 32); break;
	case V_BYTES: return "bytes";
	case V_TRUE: return "true";
	case V_ARRAY:
		if (v->n && v->items[0].kind == V_STRING)
			return "strings";
		at = (size_t)snprintf(out, size, "m%u:", v->n ? v->items[0].bits : 0);
		for (i = 0; i < v->n; i++)
			at += (size_t)snprintf(
				out + at, size - at, "%s%u", i ? "+" : "", v->items[i].n);
		ck_assert_uint_lt(at, size);
		break;
	default: return "something else";
	}
	return out;
}

/* Binds "p0" and so on by what @put writes of each row. */
static void
bind_rows(struct bound *bound, size_t n, void (*put)(struct buf *b, const struct row *r))
{
	struct buf b = { 0 };
	size_t i;

	buf_puts(&b, BINDING("all") "select: true\n"
				    "properties:\n");
	for (i = 0; i < n; i++) {
		buf_printf(&b, "  p%zu:\n", i);
		put(&b, &rows[i]);
	}
	bind_text(bound, b.s);
	buf_free(&b);
}

static void
put_pair(struct buf *b, const struct row *r)
{
	buf_printf(b,
		"    oneOf:\n"
		"      - $ref: types.yaml#/definitions/%s\n"
		"      - $ref: types.yaml#/definitions/%s\n",
		r->column[1], r->column[2]);
}

static size_t
fill_pair(const struct row *r, size_t size, uint8_t *bytes)
{
	char fill = r->column[0][0];

	memset(bytes, fill == 'o' ? 0xff : fill == 't' ? 'a' : 0, size);
	if (fill == 't')
		bytes[size - 1] = 0;
	return size;
}

static void
put_limits(struct buf *b, const char *indent, const char *least, const char *most)
{
	/* one bound alone would be taken for the other, too */
	if (strcmp(most, "0") != 0)
		buf_printf(b, "%sminItems: %s\n%smaxItems: %s\n", indent, least, indent,
			most);
}

static void
put_cut(struct buf *b, const struct row *r)
{
	const char *two = strchr(r->column[0], '|');

	buf_puts(b, "    oneOf:\n");
	if (two)
		buf_printf(b, "      - $ref: types.yaml#/definitions/%.*s\n",
			(int)(two - r->column[0]), r->column[0]);
	buf_printf(b, "      - $ref: types.yaml#/definitions/%s\n",
		two ? two + 1 : r->column[0]);
	put_limits(b, "        ", r->column[1], r->column[2]);
	buf_puts(b, "        items:\n"
		    "          type: array\n");
	put_limits(b, "          ", r->column[3], r->column[4]);
}

static size_t
fill_cut(const struct row *r, size_t cells, uint8_t *bytes)
{
	size_t size = cells * (strstr(r->column[0], "int8") ? 1 : 4);

	memset(bytes, 1, size);
	return size;
}

static const struct table {
	const char *path;
	size_t least, keys; /* rows; columns that are not expected values */
	void (*put)(struct buf *b, const struct row *r);
	size_t (*fill)(const struct row *r, size_t n, uint8_t *bytes);
} tables[] = {
	{ "fixtures/decode/types.tsv", 500, 3, put_pair, fill_pair },
	{ "fixtures/decode/rows.tsv", 90, 5, put_cut, fill_cut },
};

/* What the bindings find in it is no matter here. */
static void
ignore(void *context, const struct schema_finding *f)
{
	(void)context;
	(void)f;
}

/* The property of each row, @k says how large, in one tree. */
static void
hold_column(const struct table *t, struct bound *bound, size_t n, size_t k)
{
	struct made made;
	char name[32], found[64];
	uint8_t bytes[BYTES_MAX];
	size_t i, size = (size_t)atoi(head.column[k]);

	make_start(&made);
	for (i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "p%zu", i);
		make_bytes(&made, name, bytes, t->fill(&rows[i], size, bytes));
	}
	make_load(&made);
	validate_tree(bound->v, &made.tree, ignore, NULL);
	for (i = 0; i < n; i++) {
		const char *expected = rows[i].column[k], *is;

		if (*expected == '?')
			continue;
		snprintf(name, sizeof(name), "p%zu", i);
		is = shown(decoded(bound, &made, "/", name), found, sizeof(found));
		ck_assert_msg(!strcmp(is, expected),
			"%s: %s %s %s %s %s, %zu: %s, not %s", t->path, rows[i].column[0],
			rows[i].column[1], rows[i].column[2],
			t->keys > 3 ? rows[i].column[3] : "",
			t->keys > 3 ? rows[i].column[4] : "", size, is, expected);
	}
	made_free(&made);
}

static void
hold_table(const struct table *t)
{
	FILE *f = fopen(t->path, "r");
	struct bound bound;
	size_t n, k, all = 0;

	ck_assert_msg(f != NULL, "%s", t->path);
	ck_assert(read_row(f, &head));
	do {
		for (n = 0; n < BATCH && read_row(f, &rows[n]); n++)
			ck_assert_uint_eq(rows[n].n, head.n);
		if (n) {
			bind_rows(&bound, n, t->put);
			for (k = t->keys; k < head.n; k++)
				hold_column(t, &bound, n, k);
			bound_free(&bound);
		}
		all += n;
	} while (n == BATCH);
	fclose(f);
	ck_assert_uint_ge(all, t->least);
}

START_TEST(sizes_leave_types)
{
	hold_table(&tables[0]);
}
END_TEST

START_TEST(cells_are_cut_into_rows)
{
	hold_table(&tables[1]);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("decode-types");

	tcase_add_test(c, sizes_leave_types);
	tcase_add_test(c, cells_are_cut_into_rows);
	return run_tests(c);
}
