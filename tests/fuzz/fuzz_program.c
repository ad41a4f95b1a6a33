/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A compiled form in which words are replaced, with checksums that are right: refused,
 * or run over a tree within its bounds. The input is pairs of little-endian words: which
 * word, and what it becomes.
 */
#include "schema_run.h"

#include "doc/yaml_read.h"

static const char binding[] =
	"$id: http://devicetree.org/schemas/device.yaml#\n"
	"title: A device\n"
	"select: { properties: { level: { minimum: 0 } }, required: [ level ] }\n"
	"properties:\n"
	"  $nodename: { pattern: '^[a-z]+(@[0-9]+)?$' }\n"
	"  compatible: { contains: { enum: [ 'acme,a', 'acme,c' ] }, minContains: 2 }\n"
	"  level: { enum: [ 1, 2, -3, { a: [ 1.5 ] } ], multipleOf: 2, exclusiveMaximum: 7 }\n"
	"  names: { const: [ a, { two: 3 } ], description: 'Words. More.' }\n"
	"  reg: { items: [ { minItems: 9 } ], additionalItems: false, maxItems: 1 }\n"
	"  clocks: { $ref: '#/$defs/u32', oneOf: [ { minItems: 2 }, { uniqueItems: true } ] }\n"
	"patternProperties:\n"
	"  '^x-[0-9]+$': { $ref: '#/$defs/u32' }\n"
	"  '-cells$': { type: integer, typeSize: 32 }\n"
	"additionalProperties: { type: object, maxProperties: 2, properties: { on: false } }\n"
	"dependentRequired: { level: [ name ] }\n"
	"dependentSchemas: { names: { not: { required: [ other ] } } }\n"
	"if: { required: [ level ], unevaluatedProperties: false }\n"
	"then: { $ref: '#/$defs/some' }\n"
	"$defs:\n"
	"  u32: { type: array, items: { type: array, items: { type: integer } } }\n"
	"  some: { allOf: [ { type: object }, { $ref: '#/$defs/none' } ] }\n"
	"  none: { propertyNames: { pattern: '^[a-z-]+$' }, anyOf: [ { required: [ x ] } ] }\n";

static void *
make(size_t *size)
{
	struct schema_set s;
	struct fault f;
	struct value *root;
	void *image;

	start_layer(&s);
	f = FAULT_INIT(&s.arena);
	s.builder.arena = &s.arena;
	root = yaml_read(&s.builder, binding, sizeof(binding) - 1, &f);
	must(root && schema_set_put(&s, "device.yaml", root, false, &f));
	schema_set_finish(&s);
	image = schema_compile(&s, size);
	schema_set_free(&s);
	return image;
}

static uint32_t
word(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct program_header *h;
	struct schema_set kept;
	struct program p;
	static void *image; /* made once: it is the same for all */
	static size_t n;
	uint32_t *words;

	if (!image)
		image = make(&n);
	words = malloc(n);
	must(words != NULL);
	memcpy(words, image, n);
	for (; size >= 8; size -= 8, data += 8)
		words[word(data) % (n / 4)] = word(data + 4);
	h = (struct program_header *)(void *)words;
	memcpy(h->magic, PROGRAM_MAGIC, 8);
	h->byte_order = PROGRAM_BYTE_ORDER;
	h->version = PROGRAM_VERSION;
	h->tables = program_tables();
	h->size = (uint32_t)n;
	h->run_size = h->run_size < h->size ? h->run_size : h->size;
	h->sources = program_sources_checksum(h);
	if (h->run_size >= sizeof(*h))
		h->checksum = program_checksum(h);
	if (program_open(&p, words, n, PROGRAM_FOREIGN, &f)) {
		run_program(&p);
		start_layer(&kept);
		if (source_read(&kept, &p, &f))
			compile_and_run(&kept, false);
		schema_set_free(&kept);
	} else {
		must(f.message != NULL);
	}
	free(words);
	arena_free(&a);
	return 0;
}
