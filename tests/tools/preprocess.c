/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the preprocessor makes of sources, one after the other: for tests.
 *
 *   preprocess [-m] [-q] [-I DIR] [-D NAME[=BODY]] [-U NAME] FILE...
 *
 * A line "== FILE" is before each one's text; -m: with line markers; -q: no text.
 * Messages go to standard error. Ends with 1 where a source has an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dts/pp/pp.h"

static void
print_place(const struct place *p)
{
	fprintf(stderr, "%s:%u:%u", p->file, p->line, p->column);
}

static void
print_messages(const struct dts_messages *log)
{
	for (const struct dts_message *m = log->first; m; m = m->next) {
		print_place(&m->place);
		fprintf(stderr, ": %s: %s [%s]\n",
			m->level == DTS_ERROR ? "error" : "warning", m->text, m->rule);
		for (const struct dts_note *n = m->notes; n; n = n->next) {
			fputs("  ", stderr);
			print_place(&n->place);
			fprintf(stderr, ": %s\n", n->text);
		}
	}
}

int
main(int argc, char **argv)
{
	struct source_set *set = source_set_new();
	struct arena a = { 0 };
	struct string_list dirs = { 0 };
	struct pp_define *defines = arena_array(&a, struct pp_define, (size_t)argc);
	struct pp_options options = { defines, 0 };
	bool markers = false, quiet = false;
	int c, status = 0;

	while ((c = getopt(argc, argv, "mqI:D:U:")) != -1) {
		switch (c) {
		case 'm': markers = true; break;
		case 'q': quiet = true; break;
		case 'I': string_list_add(&dirs, &a, optarg); break;
		case 'D':
		case 'U':
			defines[options.ndefines++] = (struct pp_define){ optarg,
				c == 'U' };
			break;
		default: return 2;
		}
	}
	for (; optind < argc; optind++) {
		struct arena run = { 0 };
		struct source_search search;
		struct dts_messages log = { .arena = &run };
		struct dts_text t;
		struct buf out = { 0 };

		search_init(&search, set, argv[optind], &dirs, NULL, &run);
		dts_text_init(&t, &search, &log);
		if (!pp_run(&t, &options, argv[optind]))
			status = 1;
		if (!quiet) {
			printf("== %s\n", argv[optind]);
			dts_text_print(&t, markers, &out);
			fwrite(out.s, 1, out.n, stdout);
		}
		print_messages(&log);
		buf_free(&out);
		dts_text_free(&t);
		arena_free(&run);
	}
	source_set_free(set);
	arena_free(&a);
	return status;
}
