/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dt-mk-schema: bindings, fixed up and in one file. */
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "compat/load.h"
#include "compat/processed.h"
#include "compat/programs.h"
#include "compat/python/args.h"
#include "compat/python/format.h"
#include "compat/warning.h"

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

/* What is said of one path, once all are read. */
struct said {
	struct string_list lines;
	size_t first_fault;
	size_t end_fault;
};

struct reading {
	struct schema_set *set;
	const struct core *core;
	const struct string_list *given; /* as it was called */
	const struct string_list *paths; /* the first stands for the core */
	struct said *said;               /* by layer, which is the path's number */
	struct arena *arena;
};

static const char *
file_of(void *context, const char *id)
{
	const struct binding *b = schema_set_find(context, id);

	return b ? b->path : NULL;
}

/* Those that the path read last took the place of. */
static void
note_overridden(struct reading *r, const struct binding *before, uint32_t n)
{
	const struct schema_set *s = r->set;
	uint32_t i;

	for (i = 0; i < n; i++)
		if (s->bindings[i].layer != before[i].layer)
			string_list_add(&r->said[before[i].layer - 1].lines, r->arena,
				warning_of_duplicate(r->arena, before[i].path,
					intern_str(&s->strings, before[i].id)));
}

static void
read_path(struct reading *r, size_t i)
{
	struct schema_set *s = r->set;
	struct fault f = FAULT_INIT(r->arena);
	struct said *said = &r->said[i];
	struct binding *before = arena_array(r->arena, struct binding, s->count);
	uint32_t n = s->count;

	if (n)
		memcpy(before, s->bindings, n * sizeof(*before));
	said->first_fault = s->nfaults;
	if (!(i ? schema_set_add(s, r->paths->v[i], &f) : core_add(s, r->core, &f))
		&& !io_is_directory(r->paths->v[i])) {
		f.place.file = f.place.file ? f.place.file : r->paths->v[i];
		*schema_set_fault(s, f.place.file) = f;
	}
	said->end_fault = s->nfaults;
	note_overridden(r, before, n);
}

static void
tell(const char *line)
{
	if (line)
		fprintf(stderr, "%s\n", line);
}

/* A directory that nothing was taken from. */
static void
tell_empty(const struct reading *r, size_t i)
{
	const char *path = r->paths->v[i];
	uint32_t k;
	size_t g;

	for (k = 0; k < r->set->count; k++)
		if (r->set->bindings[k].layer == i + 1)
			return;
	if (!io_is_directory(path))
		return;
	for (g = 0; g < r->given->n; g++)
		if (!strcmp(format_absolute_path(r->arena, r->given->v[g]), path))
			path = r->given->v[g];
	fprintf(stderr, "warning: no schema found in path: %s\n", path);
}

/* In dt-schema's order, in which what overrides comes first. */
static void
tell_all(const struct reading *r)
{
	struct set_warnings warnings = { r->arena, NULL, file_of, r->set };
	struct fault unread = FAULT_INIT(r->arena);
	const struct said *said;
	size_t i, k;

	if (r->set->nfaults)
		warnings.meta = meta_open(NULL, &unread);
	for (i = r->paths->n; i--;) {
		said = &r->said[i];
		for (k = said->first_fault; k < said->end_fault; k++)
			tell(warning_of_fault(&warnings, &r->set->faults[k]));
		for (k = 0; k < said->lines.n; k++)
			tell(said->lines.v[k]);
		tell_empty(r, i);
	}
	meta_free(warnings.meta);
}

static void
read_schemas(struct reading *r)
{
	size_t i;

	r->said = arena_array(r->arena, struct said, r->paths->n);
	for (i = 0; i < r->paths->n; i++)
		read_path(r, i);
	schema_set_finish(r->set);
	tell_all(r);
}

int
dt_mk_schema(int argc, char **argv, struct arena *a)
{
	struct args args = { .arena = a };
	struct core core = core_find(a, NULL);
	struct fault f = FAULT_INIT(a);
	struct string_list paths = { 0 };
	struct schema_set s;
	struct reading reading = { &s, &core, &args.operands, &paths, NULL, a };
	struct buf out = { 0 };
	int status = args_read(&args, &spec, &core, argc, argv);

	if (status >= 0)
		return status;
	if (!load_core_is_there(spec.program, &core))
		return COMPAT_EXCEPTION;
	if (core.schemas)
		core.schemas = format_absolute_path(a, core.schemas);
	string_list_add(&paths, a, core.schemas ? core.schemas : core.name);
	load_add_paths(&paths, &args.operands, a);
	schema_set_init(&s);
	read_schemas(&reading);
	warning_put_set(&s, NULL, a);
	processed_put(&out, &s, core.version);
	/* where something was not read, what is made is not what was asked for */
	status = s.unread ? COMPAT_EXCEPTION : 0;
	if (!status && !io_write(args.values[OPT_OUTFILE], out.s, out.n, &f)) {
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
