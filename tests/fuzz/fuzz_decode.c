/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a tree, held against a few bindings that have every keyword: decoded,
 * judged, explained, and told in words that are clean.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bindings/bindings.h"
#include "tree/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char types[] =
	"$id: http://devicetree.org/schemas/types.yaml#\n"
	"select: false\n"
	"definitions:\n"
	"  flag: { type: boolean }\n"
	"  uint32: { type: integer, typeSize: 32 }\n"
	"  int8: { type: integer, minimum: -128, maximum: 127 }\n"
	"  uint16-array: { type: array, items: { type: integer } }\n"
	"  uint64: { type: integer, typeSize: 64 }\n"
	"  uint32-matrix:\n"
	"    type: array\n"
	"    items: { type: array, items: { type: integer } }\n"
	"  address: { $ref: \"#/definitions/uint32-matrix\" }\n"
	"  phandle: { type: array }\n"
	"  phandle-array: { type: array }\n"
	"  string: { type: array, items: { type: string }, maxItems: 1 }\n"
	"  string-array: { type: array, items: { type: string } }\n";

static const char core[] =
	"$id: http://devicetree.org/schemas/core.yaml#\n"
	"select: true\n"
	"properties:\n"
	"  $nodename: { items: [ { pattern: \"^[a-z/][a-z0-9@-]*$\" } ] }\n"
	"  compatible: { $ref: types.yaml#/definitions/string-array }\n"
	"  status: { $ref: types.yaml#/definitions/string,\n"
	"    enum: [ okay, disabled ] }\n"
	"  phandle: { $ref: types.yaml#/definitions/uint32 }\n"
	"  reg: { $ref: types.yaml#/definitions/address }\n"
	"  ranges: { oneOf: [ { $ref: types.yaml#/definitions/flag },\n"
	"    { $ref: types.yaml#/definitions/uint32-matrix } ] }\n"
	"  clocks: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  interrupts-extended: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  interconnects: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  msi-ranges: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  dma-masters: { anyOf: [ { $ref: types.yaml#/definitions/uint32 },\n"
	"    { $ref: types.yaml#/definitions/phandle-array } ] }\n"
	"  gpios: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  interrupts: { $ref: types.yaml#/definitions/uint32-matrix }\n"
	"  interrupt-map: { $ref: types.yaml#/definitions/uint32-matrix }\n"
	"  iommu-map: { $ref: types.yaml#/definitions/uint32-matrix }\n"
	"  dma-ranges: { $ref: types.yaml#/definitions/uint32-matrix }\n"
	"  big: { $ref: types.yaml#/definitions/uint64 }\n"
	"  small: { $ref: types.yaml#/definitions/int8 }\n"
	"  half: { $ref: types.yaml#/definitions/uint16-array,\n"
	"    uniqueItems: true }\n"
	"patternProperties:\n"
	"  \"^#.*-cells$\": { $ref: types.yaml#/definitions/uint32 }\n"
	"  \"-gpios?$\": { $ref: types.yaml#/definitions/phandle-array }\n"
	"  \"^(a+)+$\": { type: boolean }\n"
	"  \"^[a-z]\": { type: [ object, integer, array, boolean ] }\n";

static const char device[] =
	"$id: http://devicetree.org/schemas/dev/x,dev.yaml#\n"
	"title: A device\n"
	"properties:\n"
	"  compatible:\n"
	"    oneOf:\n"
	"      - items: [ { enum: [ \"x,dev\", \"x,dev-two\" ] }, { const: \"x,base\" } ]\n"
	"      - const: \"x,base\"\n"
	"      - contains: { const: \"x,any\" }\n"
	"  reg: { minItems: 1, maxItems: 2, items: [ { description: A },\n"
	"    { description: B } ] }\n"
	"  x,n: { $ref: /schemas/types.yaml#/definitions/uint32,\n"
	"    multipleOf: 4, exclusiveMinimum: 3, exclusiveMaximum: 99 }\n"
	"  x,other: { not: { const: 1 } }\n"
	"patternProperties:\n"
	"  \"^port(@[0-9a-f]+)?$\":\n"
	"    type: object\n"
	"    properties: { reg: { maxItems: 1 } }\n"
	"    required: [ reg ]\n"
	"    additionalProperties: false\n"
	"required: [ compatible, reg ]\n"
	"dependentRequired: { \"x,n\": [ \"x,other\" ] }\n"
	"dependentSchemas: { status: { required: [ phandle ] } }\n"
	"if: { properties: { compatible: { contains: { const: \"x,dev\" } } } }\n"
	"then: { properties: { \"x,n\": false } }\n"
	"else: { minProperties: 3 }\n"
	"anyOf: [ { required: [ clocks ] }, { required: [ gpios ] } ]\n"
	"unevaluatedProperties: false\n";

static const char loop[] = "$id: http://devicetree.org/schemas/loop.yaml#\n"
			   "select: { required: [ loop ] }\n"
			   "properties: { loop: { $ref: \"#\" } }\n";

static const char *const texts[] = { types, core, device, loop };

enum { NTEXTS = sizeof(texts) / sizeof(*texts) };

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
on_fault(void *context, const struct fault *f)
{
	(void)context;
	fprintf(stderr, "%s:%u: %s\n", f->place.file, f->place.line, f->message);
	abort();
}

static struct bindings *
load(void)
{
	char paths[NTEXTS][40];
	const char *list[NTEXTS];
	struct arena a = { 0 };
	struct bindings *b;

	for (size_t i = 0; i < NTEXTS; i++) {
		size_t n = strlen(texts[i]);
		int fd;

		strcpy(paths[i], "/tmp/dtlint-fuzz-XXXXXX.yaml");
		fd = mkstemps(paths[i], 5);
		must(fd >= 0 && write(fd, texts[i], n) == (ssize_t)n);
		close(fd);
		list[i] = paths[i];
	}
	b = bindings_load(&(struct schemas_from){ .paths = list, .n = NTEXTS }, 0, &a,
		on_fault, NULL);
	must(b != NULL);
	for (size_t i = 0; i < NTEXTS; i++)
		unlink(paths[i]);
	arena_free(&a);
	return b;
}

static void
check_diags(const struct diag_list *diags, struct arena *a)
{
	for (size_t i = 0; i < diags->n; i++) {
		const struct diag *d = diags->v[i];

		must(d->message && *d->message
			&& diag_clean(a, d->message) == d->message);
		must(!d->why || diag_clean(a, d->why) == d->why);
		must(!d->help || diag_clean(a, d->help) == d->help);
		must(d->nproperty_path < 1000 && d->nschema_path < 10000);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct bindings *bindings;
	struct arena arena = { 0 }, scratch = { 0 };
	struct fault f = FAULT_INIT(&arena);
	struct diag_list diags = { .arena = &arena };
	struct intern names = { 0 };
	struct tree t = { 0 };
	struct lint l = { .tree = &t,
		.file = "fuzz.dtb",
		.input = 1,
		.verbose = true,
		.arena = &arena,
		.scratch = &scratch,
		.diags = &diags };
	struct bindings_worker *w;

	if (!bindings)
		bindings = load();
	names_init(&names);
	if (tree_load(&t, &names, data, size, &f)) {
		l.config = rule_config_new(&arena, STRICT_NOT, NULL);
		w = bindings_worker_new(bindings);
		bindings_lint(w, &l);
		check_diags(&diags, &arena);
		bindings_worker_free(w);
	}
	tree_free(&t);
	intern_free(&names);
	arena_free(&scratch);
	arena_free(&arena);
	return 0;
}
