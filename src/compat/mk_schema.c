/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dt-mk-schema: bindings, fixed up and in one file. */
#include <stdio.h>

#include "base/io.h"
#include "compat/args.h"
#include "compat/load.h"
#include "compat/processed.h"
#include "compat/programs.h"

enum option { OPT_OUTFILE, OPT_JSON, OPT_USERONLY };

static const struct arg_option options[] = {
	[OPT_OUTFILE] = { 'o', "outfile", "OUTFILE", "the file to write" },
	[OPT_JSON] = { 'j', "json", NULL, "has no effect: it is always JSON" },
	[OPT_USERONLY] = { 'u', "useronly", NULL, "has no effect" },
};

static const struct arg_spec spec = {
	.program = "dt-mk-schema",
	.operand = "schemas",
	.operand_help = "bindings, or directories of them",
	.from_file = true,
	.options = options,
	.noptions = sizeof(options) / sizeof(*options),
};

static void
read_schemas(struct schema_set *s, const struct string_list *paths, struct arena *a)
{
	size_t i;

	for (i = 0; i < paths->n; i++) {
		struct fault f = FAULT_INIT(a);

		if (schema_set_add(s, paths->v[i], &f))
			continue;
		f.file = f.file ? f.file : paths->v[i];
		load_report(NULL, &f);
	}
	for (i = 0; i < s->nfaults; i++)
		load_report(NULL, &s->faults[i]);
	schema_set_finish(s);
}

int
dt_mk_schema(int argc, char **argv, struct arena *a)
{
	struct args args = { .arena = a };
	struct core core = core_find(a);
	struct fault f = FAULT_INIT(a);
	struct string_list paths;
	struct schema_set s;
	struct buf out = { 0 };
	int status = args_read(&args, &spec, core.version, argc, argv);

	if (status >= 0)
		return status;
	if (!core.schemas)
		load_warn_no_core(spec.program);
	paths = load_paths(&args.operands, &core, a);
	schema_set_init(&s);
	read_schemas(&s, &paths, a);
	processed_put(&out, &s, core.version);
	status = 0;
	if (!io_write(args.values[OPT_OUTFILE], out.s, out.n, &f)) {
		fprintf(stderr, "%s: %s: %s\n", spec.program,
			args.values[OPT_OUTFILE] ? args.values[OPT_OUTFILE]
						 : "standard output",
			f.message);
		status = COMPAT_EXCEPTION;
	}
	buf_free(&out);
	schema_set_free(&s);
	return status;
}
