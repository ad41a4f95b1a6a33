/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/meta/draft.h"

#include <stddef.h>

#define HEAD(name) \
	"$id: https://json-schema.org/draft/2019-09/" name "\n" \
	"$recursiveAnchor: true\n"

#define KIND "type: [ object, boolean ]\n"

#define SELF "{ $recursiveRef: '#' }"
#define MAP_OF(schema) "{ type: object, additionalProperties: " schema " }"
#define SCHEMAS MAP_OF(SELF)
#define NAMES "{ $ref: 'meta/validation#/$defs/names' }"
#define OWN(name) "{ $ref: '#/$defs/" name "' }"
#define EITHER(a, b) "{ anyOf: [ " a ", " b " ] }"
#define IS(type) "{ type: " type " }"
#define TEXT(pattern) "{ type: string, pattern: '" pattern "' }"

/* A line of each for a line of the document. */
/* clang-format off */

/* `select` is dt-schema's. */
static const char all[] =
	HEAD("schema")
	"allOf: [ { $ref: meta/core }, { $ref: meta/applicator },\n"
	" { $ref: meta/validation }, { $ref: meta/meta-data }, { $ref: meta/format },\n"
	" { $ref: meta/content } ]\n"
	KIND
	"properties:\n"
	" definitions: " SCHEMAS "\n"
	" dependencies: " MAP_OF(EITHER(SELF, NAMES)) "\n"
	" select: " SELF "\n";

static const char core[] =
	HEAD("meta/core") KIND
	"properties:\n"
	" $id: " TEXT("^[^#]*#?$") "\n"
	" $schema: " IS("string") "\n"
	" $anchor: " TEXT("^[A-Za-z][-A-Za-z0-9.:_]*$") "\n"
	" $ref: " IS("string") "\n"
	" $recursiveRef: " IS("string") "\n"
	" $recursiveAnchor: " IS("boolean") "\n"
	" $vocabulary: " MAP_OF(IS("boolean")) "\n"
	" $comment: " IS("string") "\n"
	" $defs: " SCHEMAS "\n";

static const char applicator[] =
	HEAD("meta/applicator") KIND
	"properties:\n"
	" additionalItems: " SELF "\n"
	" unevaluatedItems: " SELF "\n"
	" items: " EITHER(SELF, OWN("list")) "\n"
	" contains: " SELF "\n"
	" additionalProperties: " SELF "\n"
	" unevaluatedProperties: " SELF "\n"
	" properties: " SCHEMAS "\n"
	" patternProperties: " SCHEMAS "\n"
	" dependentSchemas: " SCHEMAS "\n"
	" propertyNames: " SELF "\n"
	" if: " SELF "\n"
	" then: " SELF "\n"
	" else: " SELF "\n"
	" allOf: " OWN("list") "\n"
	" anyOf: " OWN("list") "\n"
	" oneOf: " OWN("list") "\n"
	" not: " SELF "\n"
	"$defs:\n"
	" list: { type: array, minItems: 1, items: " SELF " }\n";

static const char validation[] =
	HEAD("meta/validation") KIND
	"properties:\n"
	" multipleOf: { type: number, exclusiveMinimum: 0 }\n"
	" maximum: " IS("number") "\n"
	" exclusiveMaximum: " IS("number") "\n"
	" minimum: " IS("number") "\n"
	" exclusiveMinimum: " IS("number") "\n"
	" maxLength: " OWN("count") "\n"
	" minLength: " OWN("count") "\n"
	" pattern: " IS("string") "\n"
	" maxItems: " OWN("count") "\n"
	" minItems: " OWN("count") "\n"
	" uniqueItems: " IS("boolean") "\n"
	" maxContains: " OWN("count") "\n"
	" minContains: " OWN("count") "\n"
	" maxProperties: " OWN("count") "\n"
	" minProperties: " OWN("count") "\n"
	" required: " OWN("names") "\n"
	" dependentRequired: " MAP_OF(OWN("names")) "\n"
	" enum: " IS("array") "\n"
	" type: "
	EITHER(OWN("kind"), "{ type: array, items: " OWN("kind")
	       ", minItems: 1, uniqueItems: true }") "\n"
	"$defs:\n"
	" count: { type: integer, minimum: 0 }\n"
	" kind: { enum: [ array, boolean, integer, 'null', number, object, string ] }\n"
	" names: { type: array, items: { type: string }, uniqueItems: true }\n";

static const char meta_data[] =
	HEAD("meta/meta-data") KIND
	"properties:\n"
	" title: " IS("string") "\n"
	" description: " IS("string") "\n"
	" deprecated: " IS("boolean") "\n"
	" readOnly: " IS("boolean") "\n"
	" writeOnly: " IS("boolean") "\n"
	" examples: " IS("array") "\n";

static const char format[] =
	HEAD("meta/format") KIND
	"properties:\n"
	" format: " IS("string") "\n";

static const char content[] =
	HEAD("meta/content") KIND
	"properties:\n"
	" contentMediaType: " IS("string") "\n"
	" contentEncoding: " IS("string") "\n"
	" contentSchema: " SELF "\n";

/* clang-format on */

const char *const draft_documents[] = { all, core, applicator, validation, meta_data,
	format, content, NULL };
