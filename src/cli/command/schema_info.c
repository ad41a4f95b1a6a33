/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <jansson.h>

#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "diag/diag.h"
#include "report/json_put.h"
#include "schema/store/store.h"

static const char *
string_of(const struct program *p, uint32_t string, struct arena *a)
{
	return string == STRING_NONE ? NULL : diag_clean(a, program_string(p, string));
}

static const char *
applied(const struct program_root *r)
{
	switch (r->kind) {
	case ROOT_ALWAYS: return "select";
	case ROOT_COMPATIBLE: return "compatible";
	default: return "$ref";
	}
}

static json_t *
bindings_json(const struct program *p, struct arena *a)
{
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; i < p->nroots; i++)
		json_array_append_new(
			list, json_pack("{s:s, s:s?, s:s?, s:s}", "id",
				      string_of(p, p->roots[i].id, a), "title",
				      string_of(p, p->roots[i].title, a), "path",
				      string_of(p, p->roots[i].path, a), "applied",
				      applied(&p->roots[i])));
	return list;
}

static json_t *
layers_json(const struct program *p, struct arena *a)
{
	const struct program_layer *v = program_section(
		p, struct program_layer, SECTION_LAYERS);
	json_t *list = json_array();
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_LAYERS); i++)
		json_array_append_new(
			list, json_pack("{s:s, s:I}", "path", string_of(p, v[i].path, a),
				      "bindings", (json_int_t)v[i].count));
	return list;
}

/* The core schemas that it was made with; NULL: none. */
static const struct program_core *
core_of(const struct program *p)
{
	return program_count(p, SECTION_CORE)
		       ? program_section(p, struct program_core, SECTION_CORE)
		       : NULL;
}

static json_t *
core_json(const struct program *p, struct arena *a)
{
	const struct program_core *c = core_of(p);

	return c ? json_pack("{s:s, s:s, s:s}", "name", string_of(p, c->name, a),
		       "version", string_of(p, c->version, a), "hash",
		       string_of(p, c->hash, a))
		 : json_null();
}

static json_t *
faults_json(const struct program *p, struct arena *a)
{
	const struct program_fault *v = program_section(
		p, struct program_fault, SECTION_FAULTS);
	json_t *list = json_array(), *one;
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_FAULTS); i++) {
		one = json_pack("{s:s, s:s}", "file", string_of(p, v[i].path, a),
			"message", string_of(p, v[i].message, a));
		if (v[i].line)
			json_object_set_new(one, "line", json_integer(v[i].line));
		if (v[i].line && v[i].column)
			json_object_set_new(one, "column", json_integer(v[i].column));
		json_array_append_new(list, one);
	}
	return list;
}

static void
info_json(const struct schemas *s, struct buf *out, struct arena *a)
{
	const struct program *p = &s->program;
	const struct program_header *h = p->header;
	json_t *o = json_object();

	json_object_set_new(o, "version", json_integer(h->version));
	json_object_set_new(
		o, "checksum", json_string(arena_printf(a, "%016" PRIx64, h->checksum)));
	json_object_set_new(o, "inputs", json_string(digest_hex(&h->inputs, a)));
	json_object_set_new(o, "size", json_integer((json_int_t)s->size));
	json_object_set_new(
		o, "compatibles", json_integer(program_count(p, SECTION_COMPATIBLES)));
	json_object_set_new(o, "core", core_json(p, a));
	json_object_set_new(o, "layers", layers_json(p, a));
	json_object_set_new(o, "bindings", bindings_json(p, a));
	json_object_set_new(o, "faults", faults_json(p, a));
	json_finish(o, out);
}

static uint32_t
count_kind(const struct program *p, enum root_kind kind)
{
	uint32_t i, n = 0;

	for (i = 0; i < p->nroots; i++)
		n += p->roots[i].kind == kind;
	return n;
}

static void
info_lists(const struct program *p, struct buf *out, struct arena *a)
{
	const struct program_layer *l = program_section(
		p, struct program_layer, SECTION_LAYERS);
	const struct program_fault *f = program_section(
		p, struct program_fault, SECTION_FAULTS);
	const struct program_core *c = core_of(p);
	uint32_t i;

	if (c)
		buf_printf(out, "core         %s, dt-schema %s, %s\n",
			string_of(p, c->name, a), string_of(p, c->version, a),
			string_of(p, c->hash, a));
	else
		buf_puts(out, "core         none\n");
	for (i = 0; i < program_count(p, SECTION_LAYERS); i++)
		buf_printf(out, "%-12s %s (%" PRIu32 " bindings)\n", i ? "" : "layers",
			string_of(p, l[i].path, a), l[i].count);
	for (i = 0; i < program_count(p, SECTION_FAULTS); i++)
		buf_printf(out, "%-12s %s:%" PRIu32 ":%" PRIu32 ": %s\n",
			i ? "" : "faults", string_of(p, f[i].path, a), f[i].line,
			f[i].column, string_of(p, f[i].message, a));
	if (!i)
		buf_puts(out, "faults       none\n");
}

static void
info_text(const struct schemas *s, bool verbose, struct buf *out, struct arena *a)
{
	const struct program *p = &s->program;
	const struct program_header *h = p->header;
	uint32_t i;

	buf_printf(out,
		"version      %" PRIu32 "\nchecksum     %016" PRIx64
		"\ninputs       %s\nsize         %zu bytes\n",
		h->version, h->checksum, digest_hex(&h->inputs, a), s->size);
	buf_printf(out,
		"bindings     %" PRIu32 " (%" PRIu32 " by select, %" PRIu32
		" by compatible, %" PRIu32 " by $ref)\n",
		p->nroots, count_kind(p, ROOT_ALWAYS), count_kind(p, ROOT_COMPATIBLE),
		count_kind(p, ROOT_REFERENCED));
	buf_printf(
		out, "compatibles  %" PRIu32 "\n", program_count(p, SECTION_COMPATIBLES));
	buf_printf(out, "types        of %" PRIu32 " properties, %" PRIu32 " patterns\n",
		program_count(p, SECTION_TYPES), program_count(p, SECTION_PATTERN_TYPES));
	info_lists(p, out, a);
	for (i = 0; verbose && i < p->nroots; i++)
		buf_printf(out, "%-12s %s\n", applied(&p->roots[i]),
			string_of(p, p->roots[i].id, a));
}

static int
run(const struct options *o, struct arena *a)
{
	size_t faults = 0;
	struct buf out = { 0 };
	struct schemas_from from = {
		.paths = o->operands.v, .n = o->operands.n, .core = o->core
	};
	struct schemas s;
	int status;

	if (!schemas_load(&s, &from, SCHEMAS_WITH_SOURCES, a, count_own_fault, &faults))
		return STATUS_FAULT;
	/* what is laid under others is not looked at where it is only run */
	if (s.program.header->sources != program_sources_checksum(s.program.header)) {
		struct fault f = FAULT_INIT(a);

		fault_set(&f, "is damaged behind what is run: it cannot be laid under "
			      "other layers");
		f.place.file = o->operands.v[0];
		count_own_fault(&faults, &f);
	}
	if (wants_json(o))
		info_json(&s, &out, a);
	else
		info_text(&s, o->verbose, &out, a);
	schemas_free(&s);
	status = write_document(o, &out, a);
	return faults ? STATUS_FAULT : status;
}

const struct command command_schema_info = {
	.name = "schema info",
	.synopsis = "[OPTION...] PATH...",
	.group = "Work on bindings",
	.summary = "tell what is in bindings, or in a compiled form",
	.about =
		"Tells what is in a compiled form of bindings, or would be in that of these "
		"bindings: its version, checksum and size, how many bindings came from "
		"which PATH and how they are applied, and what was wrong with those that "
		"are not in it.",
	.expected = "a PATH: bindings, or a compiled form",
	.least = 1,
	.most = SIZE_MAX,
	.formats = FORMATS_DOCUMENT,
	.run = run,
};
