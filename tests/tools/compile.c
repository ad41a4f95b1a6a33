/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compiles sources, one after the other in one process: for tests and measurements.
 *
 *   compile [-@] [-g] [-q] [-n TIMES] [-I DIR] SOURCE...
 *
 * The blob of SOURCE is SOURCE.dtb; -q: it is not written. -g: the boot CPU is guessed, as
 * dtc does. What a source is refused for goes to standard error. Ends with 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "dts/compile.h"
#include "tree/names.h"

struct job {
	struct source_set *set;
	struct intern names;
	struct string_list dirs;
	struct dts_options options;
	struct pp_options preprocess;
	bool quiet;
};

static void
print_errors(const char *path, const struct dts_messages *log)
{
	const struct dts_message *m;

	for (m = log->first; m; m = m->next)
		if (m->level == DTS_ERROR)
			fprintf(stderr, "%s:%u:%u: %s [%s]\n", path, m->place.line,
				m->place.column, m->text, m->rule);
}

static void
compile(struct job *j, const char *path)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct source_search search;
	struct dts_compilation c;

	search_init(&search, j->set, path, &j->dirs, NULL, &a);
	if (!dts_compile(&c, &search, &j->options, path, &j->names, &a))
		print_errors(path, &c.messages);
	else if (!j->quiet
		 && !io_write(
			 arena_printf(&a, "%s.dtb", path), c.blob.data, c.blob.n, &f))
		fprintf(stderr, "%s: %s\n", path, f.message);
	dts_compilation_free(&c);
	arena_free(&a);
}

int
main(int argc, char **argv)
{
	struct job j = { .set = source_set_new() };
	struct arena a = { 0 };
	long times = 1, k;
	int c, i;

	names_init(&j.names);
	dts_options_init(&j.options);
	j.options.preprocess = &j.preprocess;
	while ((c = getopt(argc, argv, "@gqn:I:")) != -1) {
		switch (c) {
		case '@': j.options.symbols = true; break;
		case 'g': j.options.blob.guess_boot_cpu = true; break;
		case 'q': j.quiet = true; break;
		case 'n': times = strtol(optarg, NULL, 10); break;
		case 'I': string_list_add(&j.dirs, &a, optarg); break;
		default: return 2;
		}
	}
	for (k = 0; k < times; k++)
		for (i = optind; i < argc; i++)
			compile(&j, argv[i]);
	source_set_free(j.set);
	intern_free(&j.names);
	arena_free(&a);
	return 0;
}
