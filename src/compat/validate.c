/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dt-validate: trees held against bindings. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/vec.h"
#include "base/walk.h"
#include "compat/diagnostic.h"
#include "compat/load.h"
#include "compat/programs.h"
#include "compat/python/args.h"
#include "compat/python/repr.h"
#include "compat/warning.h"
#include "diag/diag.h"
#include "input/reader.h"
#include "report/json_put.h"
#include "schema/apply/validate.h"
#include "schema/program/keywords.h"
#include "schema/store/store.h"
#include "tree/names.h"

enum option {
	OPT_SCHEMA,
	OPT_PREPARSE,
	OPT_LIMIT,
	OPT_COMPATIBLE_MATCH,
	OPT_SHOW_UNMATCHED,
	OPT_LINE_NUMBER,
	OPT_VERBOSE,
	OPT_JSON_OUTPUT,
	OPT_CACHE_DIR,
	OPT_URL_PATH,
};

static const struct arg_option options[] = {
	[OPT_SCHEMA] = { 's', "schema", "SCHEMA",
		"preparsed schema file or path to schema files" },
	[OPT_PREPARSE] = { 'p', "preparse", "PREPARSE", "the same as -s" },
	[OPT_LIMIT] = { 'l', "limit", "LIMIT",
		"only schemas whose $id has one of these words, by ':'" },
	[OPT_COMPATIBLE_MATCH] = { 'c', "compatible-match", NULL,
		"only the schema of a node's most specific compatible" },
	[OPT_SHOW_UNMATCHED] = { 'm', "show-unmatched", NULL,
		"show compatible strings that no schema knows" },
	[OPT_LINE_NUMBER] = { 'n', "line-number", NULL, "has no effect" },
	[OPT_VERBOSE] = { 'v', "verbose", NULL, "say more of each finding" },
	[OPT_JSON_OUTPUT] = { '\0', "json-output", "FILE",
		"write the findings to a file as JSON, too" },
	[OPT_CACHE_DIR] = { '\0', "cache-dir", "DIR",
		"has no effect: findings are made faster than they are read" },
	[OPT_URL_PATH] = { 'u', "url-path", "PATH", "taken off the words of -l" },
};

static const struct arg_spec spec = {
	.program = "dt-validate",
	.operand = "dtbs",
	.operand_help = "trees, or directories of them",
	.from_file = true,
	.options = options,
	.noptions = sizeof(options) / sizeof(*options),
};

struct run {
	struct arena *arena;
	struct args args;
	const char *program; /* as called */
	struct core core;
	struct string_list limits;
	struct string_list paths;
	struct schemas schemas;
	struct validator *validator;
	struct source source;
	struct intern names;
	struct fault *faults; /* of the schemas */
	size_t nfaults;
	json_t *diagnostics; /* NULL: not asked for */
	int status;

	/* of the tree at hand */
	struct arena scratch;
	const struct tree *tree;
	const char *file;
	struct buf out;
};

static bool
is_selected(const struct run *r, const char *id)
{
	size_t i;

	for (i = 0; i < r->limits.n; i++)
		if (strstr(id, r->limits.v[i]))
			return true;
	return !r->limits.n;
}

/* What a finding is about, as far as its kind does not matter. */
static void
name_place(struct run *r, const struct schema_finding *f, struct diagnostic *d)
{
	const struct node *n = &r->tree->nodes[f->node];

	d->file = r->file;
	d->node = node_path(r->tree, n, &r->scratch);
	d->nodename = f->node ? node_name(r->tree, n) : "/";
}

static struct message
message_of(struct run *r, const char *id)
{
	return (struct message){ .m = validator_machine(r->validator),
		.source = &r->source,
		.id = id,
		.scratch = &r->scratch };
}

static void
emit(struct run *r, struct diagnostic *d, size_t from, const struct message *m,
	const struct schema_error *e)
{
	if (r->diagnostics) {
		d->formatted = arena_strndup(
			&r->scratch, r->out.s + from, r->out.n - from);
		diagnostic_put(r->diagnostics, d, m, e);
	}
	buf_putc(&r->out, '\n');
}

static void
on_undocumented(struct run *r, const struct schema_finding *f)
{
	struct message m = message_of(r, "generated-compatibles");
	struct repr repr = { .out = &r->out, .machine = m.m };
	struct diagnostic d = { .type = "unmatched", .level = "warning" };
	size_t from = r->out.n, text;

	if (!r->args.values[OPT_SHOW_UNMATCHED] || r->args.values[OPT_COMPATIBLE_MATCH]
		|| !is_selected(r, m.id))
		return;
	name_place(r, f, &d);
	d.compatible = object_get(f->object, K_COMPATIBLE);
	buf_printf(&r->out, "%s: %s: ", r->file, diag_clean(&r->scratch, d.node));
	text = r->out.n;
	buf_puts(&r->out, "failed to match any schema with compatible: ");
	repr_value(&repr, d.compatible);
	d.message = arena_strndup(&r->scratch, r->out.s + text, r->out.n - text);
	emit(r, &d, from, &m, NULL);
}

static void
on_limit(struct run *r, const struct schema_finding *f)
{
	struct diagnostic d = { .type = "recursion-error", .level = "error" };
	struct message m = message_of(r, NULL);
	size_t from = r->out.n;

	name_place(r, f, &d);
	d.message = "recursion error: Check for prior errors in a referenced schema";
	buf_printf(&r->out, "%s: %s", r->program, d.message);
	emit(r, &d, from, &m, NULL);
}

/* The first of the node's compatible strings. */
static const struct value *
first_compatible(const struct schema_finding *f)
{
	const struct value *list = object_get(f->object, K_COMPATIBLE);

	return list && list->kind == V_ARRAY && list->n ? &list->items[0] : NULL;
}

static void
on_violation(struct run *r, const struct schema_finding *f, const char *id)
{
	struct diagnostic d = { .type = "validation", .level = "error", .schema = id };
	struct format format = { .message = message_of(r, id), .schema = id };
	size_t from = r->out.n;

	format.message.selected = r->schemas.program.roots[f->root].kind == ROOT_ALWAYS;
	name_place(r, f, &d);
	d.compatible = first_compatible(f);
	format.file = r->file;
	format.node = d.nodename;
	format.verbose = r->args.values[OPT_VERBOSE] != NULL;
	if (d.compatible)
		format.compatible = arena_strndup(
			&r->scratch, d.compatible->s, d.compatible->n);
	format_put(&r->out, &format, f->error);
	emit(r, &d, from, &format.message, f->error);
}

/* As dtschema/dtb.py says it, of no node. */
static void
on_undecoded(struct run *r, const struct schema_finding *f)
{
	struct diagnostic d = { .type = "decode", .level = "error", .file = r->file };
	const struct complaint *c = f->complaint;
	struct message m = message_of(r, NULL);
	size_t from = r->out.n;

	buf_printf(&r->out, "%s: size (%" PRIu32 ") error for type %s",
		diag_clean(&r->scratch, machine_text(m.m, c->name)), c->len,
		type_name(c->type));
	d.message = arena_strndup(&r->scratch, r->out.s + from, r->out.n - from);
	if (r->diagnostics)
		diagnostic_put(r->diagnostics, &d, &m, NULL);
	buf_putc(&r->out, '\n');
}

static void
on_finding(void *context, const struct schema_finding *f)
{
	const struct program *p = &((struct run *)context)->schemas.program;
	struct run *r = context;
	const char *id;

	if (f->kind == FINDING_UNDOCUMENTED) {
		on_undocumented(r, f);
		return;
	}
	if (f->kind == FINDING_UNDECODED) {
		on_undecoded(r, f);
		return;
	}
	id = program_string(p, p->roots[f->root].id);
	if (!is_selected(r, id)
		|| (r->args.values[OPT_COMPATIBLE_MATCH]
			&& p->roots[f->root].kind != ROOT_COMPATIBLE))
		return;
	if (f->kind == FINDING_VIOLATION)
		on_violation(r, f, id);
	else
		on_limit(r, f);
}

static void
write_out(struct run *r)
{
	if (r->out.n)
		fwrite(r->out.s, 1, r->out.n, stderr);
	r->out.n = 0;
}

static void
put_unread(void *context, const char *path, const char *why)
{
	struct run *r = context;

	buf_printf(
		&r->out, "%s: %s: %s\n", r->program, diag_clean(&r->scratch, path), why);
	write_out(r);
	r->status = COMPAT_EXCEPTION;
}

static void
on_fault(struct reading *reading, const char *name, const struct fault *f)
{
	put_unread(reading->context, name ? name : reading->path, f->message);
}

static void
on_unit(struct reading *reading, const struct unit *u)
{
	struct run *r = reading->context;
	struct fault f = FAULT_INIT(&r->scratch);
	struct tree t = { 0 };

	if (tree_load(&t, &r->names, u->data, u->n, &f)) {
		r->tree = &t;
		r->file = diag_clean(r->arena, format_path(r->arena, unit_name(u)));
		validate_tree(r->validator, &t, on_finding, r);
	} else {
		put_unread(r, unit_name(u), f.message);
	}
	tree_free(&t);
}

static void
validate_file(void *context, const char *path)
{
	struct run *r = context;
	const struct input_options none = { 0 };
	struct reading reading = { .options = &none,
		.arena = &r->scratch,
		.names = &r->names,
		.scratch = &r->scratch,
		.context = r,
		.on_unit = on_unit,
		.on_fault = on_fault };

	if (r->args.values[OPT_VERBOSE]) {
		printf("Check:  %s\n", path);
		fflush(stdout);
	}
	input_read(&reading, path);
	write_out(r);
	arena_reset(&r->scratch);
}

static bool
is_tree(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcmp(name + n - 4, ".dtb");
}

/*
 * Directories first, then files. What is neither dt-validate passes over; here that is
 * told, because nothing that was named may look as if it had been found sound.
 */
static void
validate_operands(struct run *r)
{
	struct load_files files = { is_tree, false, validate_file, put_unread, r };
	const struct string_list *list = &r->args.operands;
	struct stat st;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (io_is_directory(list->v[i]))
			load_directory(&files, list->v[i], r->arena);
	for (i = 0; i < list->n; i++) {
		if (stat(list->v[i], &st))
			put_unread(r, list->v[i],
				arena_printf(&r->scratch, "cannot be read: %s",
					strerror(errno)));
		else if (S_ISREG(st.st_mode))
			validate_file(r, list->v[i]);
		else if (!S_ISDIR(st.st_mode))
			put_unread(r, list->v[i], "is neither a file nor a directory");
	}
}

/*
 * The words of -l. Where they are paths of files, what -u has of them is taken off: each
 * of its parts from the front, as the original does it.
 */
static void
read_limits(struct run *r)
{
	const char *limit = r->args.values[OPT_LIMIT], *url, *part;
	size_t n, k;

	while (limit && *limit) {
		n = strcspn(limit, ":");
		part = arena_strndup(r->arena, limit, n);
		limit += n + (limit[n] == ':');
		for (url = r->args.values[OPT_URL_PATH]; url && *url; url += k) {
			url += *url == '/';
			k = strcspn(url, "/");
			if (k && !strncmp(part, url, k))
				part += part[k] ? k + 1 : k;
		}
		string_list_add(&r->limits, r->arena, part);
	}
}

static void
keep_fault(void *context, const struct fault *f)
{
	struct run *r = context;

	*vec_more(r->arena, r->faults, r->nfaults) = *f;
}

static const char *
file_of(void *context, const char *id)
{
	const struct program *p = &((struct run *)context)->schemas.program;
	uint32_t i;

	for (i = 0; i < p->nroots; i++)
		if (!strcmp(program_string(p, p->roots[i].id), id))
			return program_string(p, p->roots[i].path);
	return NULL;
}

/* What dt-schema says while it reads bindings; of a processed schema it says nothing. */
static void
put_warnings(struct run *r, bool processed)
{
	struct set_warnings warnings = { r->arena, NULL, file_of, r };
	struct fault unread = FAULT_INIT(r->arena);
	const char *line;
	size_t i;

	if (r->nfaults)
		warnings.meta = meta_open(NULL, &unread);
	for (i = 0; i < r->nfaults; i++) {
		line = processed ? warning_in_own_words(&warnings, &r->faults[i])
				 : warning_of_fault(&warnings, &r->faults[i]);
		if (line)
			fprintf(stderr, "%s\n", line);
	}
	meta_free(warnings.meta);
	if (processed || !r->schemas.program.header)
		return;
	source_open(&r->source);
	warning_put_set(&r->source.set, &r->schemas.program, r->arena);
}

static bool
load(struct run *r, const char *schema)
{
	bool processed = schema && load_is_processed(schema), ok;
	struct string_list given = { 0 };
	struct schemas_from from = { 0 };
	unsigned int use = SCHEMAS_CACHED | SCHEMAS_WITH_SOURCES;

	if (processed) {
		string_list_add(&r->paths, r->arena, schema);
		use |= SCHEMAS_ALONE;
	} else {
		if (!load_core_is_there(r->program, &r->core))
			return false;
		if (schema)
			string_list_add(&given, r->arena, schema);
		load_add_paths(&r->paths, &given, r->arena);
		use |= SCHEMAS_WITH_CORE;
	}
	r->source.program = &r->schemas.program;
	from.paths = r->paths.v;
	from.n = r->paths.n;
	ok = schemas_load(&r->schemas, &from, use, r->arena, keep_fault, r);
	put_warnings(r, processed);
	if (!ok) {
		fprintf(stderr, "%s: no schema found\n", r->program);
		return false;
	}
	r->validator = validator_new(&r->schemas.program);
	names_init(&r->names);
	return true;
}

static void
write_diagnostics(struct run *r)
{
	const char *path = r->args.values[OPT_JSON_OUTPUT];
	struct fault f = FAULT_INIT(r->arena);
	struct buf text = { 0 };

	json_finish(r->diagnostics, &text);
	if (!io_write(path, text.s, text.n, &f)) {
		fprintf(stderr, "%s: %s: %s\n", r->program, path, f.message);
		r->status = COMPAT_EXCEPTION;
	}
	buf_free(&text);
}

static int
run_with(struct run *r, const char *schema)
{
	struct stat st;

	if (r->args.values[OPT_CACHE_DIR]
		&& (!schema || stat(schema, &st) || !S_ISREG(st.st_mode))) {
		fprintf(stderr, "--cache-dir requires a schema file\n");
		return COMPAT_EXIT_MINUS_1;
	}
	if (schema && !io_is_there(schema))
		return COMPAT_EXIT_MINUS_1;
	read_limits(r);
	if (!load(r, schema))
		return COMPAT_EXCEPTION;
	if (r->args.values[OPT_JSON_OUTPUT])
		r->diagnostics = json_array();
	validate_operands(r);
	if (r->diagnostics)
		write_diagnostics(r);
	return r->status;
}

int
dt_validate(int argc, char **argv, struct arena *a)
{
	struct run r = { .arena = a, .args = { .arena = a }, .program = spec.program };
	const char *schema;
	int status;

	r.core = core_find(a, NULL);
	status = args_read(&r.args, &spec, &r.core, argc, argv);
	if (status >= 0)
		return status;
	schema = r.args.values[OPT_PREPARSE];
	if (!schema || !*schema)
		schema = r.args.values[OPT_SCHEMA];
	if (schema && !*schema)
		schema = NULL;
	status = run_with(&r, schema);
	validator_free(r.validator);
	schemas_free(&r.schemas);
	source_free(&r.source);
	intern_free(&r.names);
	arena_free(&r.scratch);
	buf_free(&r.out);
	return status;
}
