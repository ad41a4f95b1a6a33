/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dt-extract-example: the examples of a binding as one source that dtc compiles, an
 * overlay so that references to what is not there do no harm. Lines are where the
 * original has them, since dtc's messages give their numbers.
 */
#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/io.h"
#include "compat/document.h"
#include "compat/programs.h"
#include "compat/python/args.h"
#include "schema/binding/core.h"
#include "schema/program/keywords.h"

static const struct arg_spec spec = {
	.program = "dt-extract-example",
	.operand = "yamlfile",
	.operand_help = "the binding",
	.one_operand = true,
};

static bool
is_space(char c)
{
	return isspace((unsigned char)c);
}

static const char *
skip_space(const char *s, const char *end)
{
	while (s < end && is_space(*s))
		s++;
	return s;
}

/* True where the example has a root of its own: a slash and a brace. */
static bool
has_root(const char *s, const char *end)
{
	const char *brace;

	for (; s < end && (s = memchr(s, '/', (size_t)(end - s))); s++) {
		brace = skip_space(s + 1, end);
		if (brace < end && *brace == '{')
			return true;
	}
	return false;
}

/* What stands between < and > behind `interrupts =`, if it is one plain list. */
static const char *
find_interrupts(const char *s, const char *end, size_t *n)
{
	static const char word[] = "interrupts", allowed[] = " |()_";
	const char *p, *from;

	for (; (size_t)(end - s) > sizeof(word); s++) {
		if (!is_space(*s) || strncmp(s + 1, word, sizeof(word) - 1) != 0)
			continue;
		p = skip_space(s + sizeof(word), end);
		if (p == end || *p != '=')
			continue;
		p = skip_space(p + 1, end);
		if (p == end || *p != '<')
			continue;
		for (from = ++p; p < end; p++)
			if (!isalnum((unsigned char)*p)
				&& !memchr(allowed, *p, sizeof(allowed) - 1))
				break;
		*n = (size_t)(p - from);
		if (p < end && *p == '>' && *n)
			return from;
	}
	return NULL;
}

/* The cells of its first interrupt, an expression in brackets being one; 0: not told. */
static unsigned int
count_cells(const char *s, const char *end)
{
	const char *list, *p;
	unsigned int cells = 0;
	bool inside = false;
	size_t n;

	list = find_interrupts(s, end, &n);
	for (p = list; list && p < list + n; p++) {
		if (!inside && *p != ' ')
			cells++;
		inside = *p != ' ';
		/* all from the first bracket on is taken for one number */
		if (*p == '(' && p + 1 < list + n)
			break;
	}
	return cells;
}

/* Lines, each but the first with blanks before it. */
static void
put_indented(struct buf *out, const char *s, const char *end)
{
	const char *line;

	for (; s < end; s = line) {
		line = memchr(s, '\n', (size_t)(end - s));
		line = line ? line + 1 : end;
		buf_add(out, s, (size_t)(line - s));
		if (line < end)
			buf_puts(out, "        ");
	}
}

static void
put_root(struct buf *out)
{
	buf_puts(out, "\n/ {\n"
		      "    compatible = \"foo\";\n"
		      "    model = \"foo\";\n"
		      "    #address-cells = <1>;\n"
		      "    #size-cells = <1>;\n"
		      "\n");
}

static void
put_example(struct buf *out, const struct value *example, uint32_t number)
{
	const char *s = example->s, *end = s + example->n;
	unsigned int cells;

	if (has_root(s, end)) {
		buf_add(out, s, example->n);
		return;
	}
	cells = count_cells(s, end);
	put_root(out);
	buf_printf(out,
		"\n    example-%" PRIu32 " {\n"
		"        #address-cells = <1>;\n"
		"        #size-cells = <1>;\n"
		"\n        ",
		number);
	if (cells)
		buf_printf(out,
			"\n        interrupt-parent = <&fake_intc%" PRIu32 ">;\n"
			"        fake_intc%" PRIu32 ": fake-interrupt-controller {\n"
			"            interrupt-controller;\n"
			"            #interrupt-cells = < %u >;\n"
			"        };\n",
			number, number, cells);
	buf_puts(out, "\n\n        ");
	put_indented(out, s, end);
	buf_puts(out, "\n    };\n};\n");
}

static bool
put_examples(struct buf *out, const struct value *binding, struct fault *f)
{
	const struct value *list = value_get(binding, K_EXAMPLES);
	uint32_t i;

	buf_puts(out, "\n/dts-v1/;\n"
		      "/plugin/; // references may lead out of the example\n");
	if (!list) {
		put_root(out);
		buf_puts(out, "\n};\n");
		return true;
	}
	if (list->kind != V_ARRAY)
		return fault_at_line(f, list->line, list->column,
			"'examples' is %s, expected a list", value_kind_name(list));
	for (i = 0; i < list->n; i++) {
		if (list->items[i].kind != V_STRING)
			return fault_at_line(f, list->items[i].line,
				list->items[i].column,
				"an example is %s, expected its source as a string",
				value_kind_name(&list->items[i]));
		put_example(out, &list->items[i], i);
	}
	buf_putc(out, '\n');
	return true;
}

int
dt_extract_example(int argc, char **argv, struct arena *a)
{
	struct args args = { .arena = a };
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	struct document d;
	const char *path;
	struct core core = core_find(a, NULL);
	int status = args_read(&args, &spec, &core, argc, argv);

	if (status >= 0)
		return status;
	path = args.operands.v[0];
	if (document_read(&d, path, &f)
		&& (d.root->kind != V_OBJECT || put_examples(&out, d.root, &f))
		&& (!out.n || io_write(NULL, out.s, out.n, &f)))
		status = 0;
	else
		status = COMPAT_EXCEPTION;
	if (status && f.place.line)
		fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": %s\n", path, f.place.line,
			f.place.column, f.message);
	else if (status)
		fprintf(stderr, "%s: %s\n", path, f.message);
	document_free(&d);
	buf_free(&out);
	return status;
}
