/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a program put together. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "schema/binding/source.h"
#include "schema/compile/compatible.h"
#include "schema/compile/compile.h"
#include "schema/compile/faults.h"
#include "schema/compile/trigger.h"
#include "schema/compile/types.h"
#include "schema/program/keywords.h"

struct link {
	struct compiler *c;
	struct arena *arena;
	struct words roots; /* struct program_root */
	struct words always;
	struct words compatibles; /* (string, root) */
	struct words seen;        /* see compatibles_map() */
	struct words types;
	struct words pattern_types;
	struct words dims;
	struct triggers triggers;
	struct words descriptions; /* struct program_description */
	struct buf texts;
	struct map text_of;
	uint32_t *root_of; /* by resource, of those of bindings */
	uint32_t nroot_of;
	struct words layers;
	struct words core;
	struct words left_compatibles;
	struct words left_selects;
	struct words lost; /* struct lost_ref */
	struct words faults;
	struct digest inputs, key;
	struct hash_key salt;
	struct source_writer source;
	bool run_only;
	uint32_t undocumented;
	uint8_t *image;
	size_t size;
	size_t cap;
};

static int
compare_first(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return x[0] < y[0] ? -1 : x[0] > y[0];
}

static int
compare_pairs(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return x[0] != y[0] ? (x[0] < y[0] ? -1 : 1) : x[1] < y[1] ? -1 : x[1] > y[1];
}

static void
put_section(
	struct link *l, unsigned int id, const void *data, size_t size, uint32_t count)
{
	struct program_header *h;
	size_t at = (l->size + 7) & ~(size_t)7, cap = l->cap ? l->cap : 1 << 16;

	if (at + size > UINT32_MAX)
		fatal("out of memory: schemas of %zu bytes", at + size);
	while (cap < at + size)
		cap *= 2;
	if (cap != l->cap && !(l->image = realloc(l->image, cap)))
		fatal("out of memory: schemas of %zu bytes", cap);
	l->cap = cap;
	memset(l->image + l->size, 0, at - l->size);
	if (size)
		memcpy(l->image + at, data, size);
	l->size = at + size;
	h = (struct program_header *)(void *)l->image;
	if (id == SECTIONS_COUNT)
		return;
	h->sections[id].offset = (uint32_t)at;
	h->sections[id].count = count;
}

static void
put_words(struct link *l, unsigned int id, const struct words *w, uint32_t each)
{
	put_section(l, id, w->v, w->n * sizeof(*w->v), w->n / each);
}

static void
put_strings(struct link *l)
{
	struct emit *e = &l->c->emit;
	uint32_t n = e->atoms.n, nslots = 64, i, slot;
	struct buf text = { 0 };
	uint32_t *offsets = arena_array(l->arena, uint32_t, n + 1), *slots;

	while (nslots < n * 2)
		nslots *= 2;
	slots = arena_array(l->arena, uint32_t, nslots);
	for (i = 0; i < n; i++) {
		const char *s = emit_str(e, i);
		size_t k = strlen(s);

		offsets[i] = (uint32_t)text.n;
		buf_add(&text, s, k + 1);
		slot = program_slot_of(&l->salt, s, k, nslots);
		while (slots[slot])
			slot = (slot + 1) & (nslots - 1);
		slots[slot] = i + 1;
	}
	offsets[n] = (uint32_t)text.n;
	put_section(l, SECTION_STRINGS, offsets, (n + 1) * sizeof(*offsets), n + 1);
	put_section(l, SECTION_CHARACTERS, text.s, text.n, (uint32_t)text.n);
	put_section(l, SECTION_STRING_SLOTS, slots, nslots * sizeof(*slots), nslots);
	buf_free(&text);
}

static void
put_slots(struct link *l)
{
	struct program_slot *v = arena_array(
		l->arena, struct program_slot, l->c->ntargets);
	uint32_t i;

	for (i = 0; i < l->c->ntargets; i++) {
		uint32_t resource = l->c->targets[i].resource;

		v[i] = l->c->targets[i].slot;
		v[i].root = resource < l->nroot_of ? l->root_of[resource] : ROOT_NONE;
	}
	put_section(l, SECTION_SLOTS, v, l->c->ntargets * sizeof(*v), l->c->ntargets);
}

static void
put_triggers(struct link *l)
{
	unsigned int i;
	struct words *w;

	for (i = 0; i < 3; i++) {
		w = &l->triggers.exact[i];
		if (w->n)
			qsort(w->v, w->n / 2, 2 * sizeof(*w->v), compare_pairs);
		put_words(l, SECTION_TRIGGERS + i, w, 2);
		put_words(l, SECTION_TRIGGER_PATTERNS + i, &l->triggers.patterns[i], 2);
	}
	put_words(l, SECTION_UNTRIGGERED, &l->triggers.none, 1);
}

/* The last binding that names a string has it. */
static void
put_compatibles(struct link *l)
{
	struct words *w = &l->compatibles;
	uint32_t i, n = 0;

	if (w->n)
		qsort(w->v, w->n / 2, 2 * sizeof(*w->v), compare_pairs);
	for (i = 0; i < w->n; i += 2) {
		if (n && w->v[n - 2] == w->v[i])
			n -= 2;
		w->v[n++] = w->v[i];
		w->v[n++] = w->v[i + 1];
	}
	w->n = n;
	put_words(l, SECTION_COMPATIBLES, w, 2);
}

static int
compare_descriptions(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	unsigned int i;

	/* of several of one place the first in the document, whose text came first */
	for (i = 0; i < 5; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

static void
put_descriptions(struct link *l)
{
	struct words *w = &l->descriptions;

	put_words(l, SECTION_DESCRIPTIONS, w, 5);
	put_section(l, SECTION_TEXTS, l->texts.s, l->texts.n, (uint32_t)l->texts.n);
	words_free(w);
	buf_free(&l->texts);
}

/* Behind all else: it is not looked at where the program is run. */
static void
put_source(struct link *l)
{
	struct source_writer *w = &l->source;

	put_section(l, SECTION_SOURCE_STRINGS, w->text.s, w->text.n, (uint32_t)w->text.n);
	put_section(l, SECTION_SOURCES, w->values.s, w->values.n, (uint32_t)w->values.n);
	source_writer_free(w);
}

static void *
finish(struct link *l, size_t *size)
{
	struct program_header *h, empty = { .magic = PROGRAM_MAGIC };
	struct emit *e = &l->c->emit;
	uint32_t run_size;

	put_section(l, SECTIONS_COUNT, &empty, sizeof(empty), 0);
	put_words(l, SECTION_ROOTS, &l->roots,
		sizeof(struct program_root) / sizeof(uint32_t));
	put_words(l, SECTION_ALWAYS, &l->always, 1);
	put_compatibles(l);
	put_words(l, SECTION_TYPES, &l->types, 3);
	put_words(l, SECTION_PATTERN_TYPES, &l->pattern_types, 3);
	put_words(l, SECTION_DIMS, &l->dims, 4);
	put_triggers(l);
	put_words(l, SECTION_LAYERS, &l->layers,
		sizeof(struct program_layer) / sizeof(uint32_t));
	put_words(l, SECTION_CORE, &l->core,
		sizeof(struct program_core) / sizeof(uint32_t));
	put_words(l, SECTION_FAULTS, &l->faults,
		sizeof(struct program_fault) / sizeof(uint32_t));
	put_words(l, SECTION_LEFT_COMPATIBLES, &l->left_compatibles, 2);
	put_words(l, SECTION_LEFT_SELECTS, &l->left_selects, 2);
	put_section(l, SECTION_PATTERNS, e->patterns, e->npatterns * sizeof(*e->patterns),
		e->npatterns);
	put_slots(l);
	put_strings(l);
	put_descriptions(l);
	put_words(l, SECTION_WORDS, &e->code, 1);
	put_section(l, SECTIONS_COUNT, NULL, 0, 0);
	run_size = (uint32_t)l->size;
	put_source(l);
	h = (struct program_header *)(void *)l->image;
	h->byte_order = PROGRAM_BYTE_ORDER;
	h->version = PROGRAM_VERSION;
	h->tables = program_tables();
	h->size = (uint32_t)l->size;
	h->run_size = run_size;
	h->undocumented = l->undocumented;
	h->recursive = l->c->recursive;
	h->inputs = l->inputs;
	h->key = l->key;
	h->salt = l->salt;
	if (!l->run_only) {
		h->sources = program_sources_checksum(h);
		h->checksum = program_checksum(h);
	}
	*size = l->size;
	free(l->roots.v);
	free(l->always.v);
	free(l->compatibles.v);
	free(l->seen.v);
	free(l->types.v);
	free(l->pattern_types.v);
	free(l->dims.v);
	free(l->layers.v);
	free(l->core.v);
	free(l->left_compatibles.v);
	free(l->left_selects.v);
	free(l->lost.v);
	free(l->faults.v);
	triggers_free(&l->triggers);
	return l->image;
}

static void
link_root(struct link *l, uint32_t id, uint32_t path, uint32_t title, uint32_t kind,
	uint32_t select, uint32_t body)
{
	words_push(&l->roots, id);
	words_push(&l->roots, path);
	words_push(&l->roots, title);
	words_push(&l->roots, kind);
	words_push(&l->roots, select);
	words_push(&l->roots, body);
}

/* The place of a text among the texts; equal ones are one. */
static uint32_t
link_text(struct link *l, const struct described *d)
{
	size_t from = l->texts.n;
	uint32_t at;
	uint64_t h;

	buf_add(&l->texts, d->text, (size_t)d->n + 1);
	h = hash_bytes(l->texts.s + from, l->texts.n - from);
	while ((at = map_get(&l->text_of, h)) != MAP_ABSENT) {
		if (!strcmp(l->texts.s + at, l->texts.s + from)) {
			l->texts.n = from;
			return at;
		}
		h += 1ull << 32;
	}
	map_put(&l->text_of, l->arena, h, (uint32_t)from);
	return (uint32_t)from;
}

static void
link_descriptions(struct link *l, const struct binding *b, uint32_t number)
{
	const struct described *d = b->descriptions;
	struct emit *e = &l->c->emit;
	uint32_t from = l->descriptions.n, left;

	for (left = b->ndescriptions; left--; d++) {
		words_push(&l->descriptions, number);
		words_push(&l->descriptions, emit_string(e, d->name));
		words_push(&l->descriptions,
			d->parent == ATOM_NONE ? STRING_NONE : emit_string(e, d->parent));
		words_push(&l->descriptions, d->item);
		words_push(&l->descriptions, link_text(l, d));
	}
	/* ascending by the binding they are already */
	if (b->ndescriptions)
		qsort(l->descriptions.v + from, b->ndescriptions, 5 * sizeof(uint32_t),
			compare_descriptions);
}

static void
link_binding(struct link *l, const struct binding *b, uint32_t number, uint32_t resource)
{
	const struct value *select = value_get(b->root, K_SELECT);
	const struct value *title = value_get(b->root, K_TITLE);
	struct emit *e = &l->c->emit;
	uint32_t kind = ROOT_REFERENCED, code = CODE_NONE, body = CODE_NONE;

	if (select && select->kind != V_FALSE)
		kind = ROOT_ALWAYS;
	else if (!select && value_has(value_get(b->root, K_PROPERTIES), K_COMPATIBLE))
		kind = ROOT_COMPATIBLE;
	if (kind != ROOT_REFERENCED)
		body = compile_root(l->c, resource);
	if (kind == ROOT_ALWAYS) {
		code = compile_schema(l->c, select, resource);
		triggers_add(&l->triggers, l->c, b->root, resource, l->always.n);
		words_push(&l->always, number);
	} else if (kind == ROOT_COMPATIBLE) {
		compatibles_map(e, b->root, number, &l->seen, &l->compatibles);
	}
	link_root(l, emit_string(e, b->id), emit_text(e, b->path, strlen(b->path)),
		title && title->kind == V_STRING ? emit_value_string(e, title)
						 : STRING_NONE,
		kind, code, body);
	link_descriptions(l, b, number);
}

/* What is wrong with one that was named itself matters always. */
static struct fault_use
use_of(const struct schema_set *s, const struct binding *b, enum fault_when when)
{
	bool named = !strcmp(s->layers[b->layer - 1], b->path);

	return (struct fault_use){ .when = named ? FAULT_ALWAYS : when, .id = b->id };
}

/* Those below an `$id` of their own are not looked at: bindings have none. */
static void
report_refs(
	struct link *l, struct schema_set *s, const struct binding *b, uint32_t resource)
{
	const struct value *ref = b->refs;
	uint32_t left, own;

	for (left = b->anchored ? 0 : b->nrefs; left--; ref++) {
		if (compile_target(l->c, resource, ref, &own))
			continue;
		words_push(&l->lost, (uint32_t)s->nfaults);
		words_push(&l->lost, resource);
		words_push(&l->lost, ref->line);
		words_push(&l->lost, ref->column);
		s->next_use = use_of(s, b, FAULT_REACHED);
		fault_at_line(schema_set_fault(s, b->path), ref->line, ref->column,
			"the '$ref' %s leads to no schema", ref->s);
	}
}

struct cycle_report {
	struct link *l;
	struct schema_set *s;
	uint32_t nothing; /* the code that takes the place of a circle's */
};

/* The reference of a binding that leads to a slot, or NULL. */
static const struct value *
ref_to(struct link *l, const struct binding *b, uint32_t resource, uint32_t slot)
{
	const struct value *ref = b->refs, *target;
	uint32_t left, own;

	for (left = b->nrefs; left--; ref++) {
		target = compile_target(l->c, resource, ref, &own);
		if (target && target == l->c->targets[slot].schema)
			return ref;
	}
	return NULL;
}

static void
report_cycle(void *context, uint32_t from, uint32_t to)
{
	struct cycle_report *r = context;
	struct target *t = r->l->c->targets;
	uint32_t resource = t[from].resource;
	const struct binding *b = &r->s->bindings[r->l->root_of[resource]];
	const struct value *ref = ref_to(r->l, b, resource, to);

	t[to].slot.code = r->nothing;
	r->s->next_use = use_of(r->s, b, FAULT_APPLIED);
	fault_at_line(schema_set_fault(r->s, b->path), ref ? ref->line : 0,
		ref ? ref->column : 0,
		"the '$ref' %s leads back to itself on the same node", ref ? ref->s : "");
}

/* What has no end is left out: it would be given up on at every node. */
static void
link_cycles(struct link *l, struct schema_set *s)
{
	struct cycle_report r = { l, s, compile_schema(l->c, &l->c->anything, 0) };

	compile_cycles(l->c, report_cycle, &r);
}

static void
link_types(struct link *l, const struct type_table *t)
{
	struct words *w;
	uint32_t i, k, name;

	for (i = 0; i < t->count; i++) {
		w = t->entries[i].is_pattern ? &l->pattern_types : &l->types;
		name = emit_string(&l->c->emit, t->entries[i].name);
		words_push(w, name);
		words_push(w, t->entries[i].types);
		words_push(w, t->entries[i].has_dim ? l->dims.n / 4 : DIM_NONE);
		for (k = 0; t->entries[i].has_dim && k < 4; k++)
			words_push(&l->dims, k < 2 ? t->entries[i].dim.rows[k]
						   : t->entries[i].dim.columns[k - 2]);
	}
	if (l->types.n)
		qsort(l->types.v, l->types.n / 3, 3 * sizeof(uint32_t), compare_first);
}

static int
compare_texts(const void *a, const void *b, void *emit)
{
	const uint32_t *x = a, *y = b;

	return strcmp(emit_str(emit, x[0]), emit_str(emit, y[0]));
}

static void
link_pattern_types(struct link *l)
{
	struct words *w = &l->pattern_types;
	uint32_t i;

	if (!w->n)
		return;
	qsort_r(w->v, w->n / 3, 3 * sizeof(*w->v), compare_texts, &l->c->emit);
	for (i = 0; i < w->n; i += 3)
		w->v[i] = emit_pattern(&l->c->emit, w->v[i]);
}

static uint32_t
text(struct link *l, const char *s)
{
	return emit_text(&l->c->emit, s, strlen(s));
}

/* Where the bindings came from, and what was wrong with those that are not there. */
static void
link_provenance(struct link *l, const struct schema_set *s)
{
	uint32_t i, k, n;

	for (i = 0; i < s->nlayers; i++) {
		for (k = n = 0; k < s->count; k++)
			n += s->bindings[k].layer == i + 1;
		words_push(&l->layers, text(l, s->layers[i]));
		words_push(&l->layers, n);
	}
	if (s->core.name) {
		words_push(&l->core, text(l, s->core.name));
		words_push(&l->core, text(l, s->core.version));
		words_push(&l->core, text(l, s->core.hash));
	}
	faults_link(l->c, s, &l->faults);
	/* of what was made from the same the same is made, whatever the process's key is */
	l->salt = hash_process;
	if (s->run_only)
		return;
	l->inputs = digest_end(&s->inputs);
	l->key = s->key;
	memcpy(&l->salt, &l->inputs, sizeof(l->salt));
}

/* The bindings as documents to refer to, and whose each resource is. */
static void
add_resources(struct link *l, const struct schema_set *s)
{
	struct resolver *r = l->c->resolver;
	struct words owners = { 0 };
	uint32_t i;

	for (i = 0; i < s->count; i++) {
		resolver_add(r, intern_str(&s->strings, s->bindings[i].id),
			s->bindings[i].root, s->bindings[i].anchored);
		while (owners.n < r->count)
			words_push(&owners, i);
	}
	l->nroot_of = owners.n;
	l->root_of = arena_array(l->arena, uint32_t, owners.n);
	if (owners.n)
		memcpy(l->root_of, owners.v, owners.n * sizeof(*owners.v));
	words_free(&owners);
}

void *
schema_compile(struct schema_set *s, size_t *size)
{
	struct arena scratch = { 0 };
	struct resolver r;
	struct compiler c;
	struct link l = { .c = &c, .arena = &scratch };
	struct type_table types = types_extract(s, &scratch);
	struct value known = compatibles_schema(s, &scratch);
	uint32_t i;
	void *image;

	resolver_init(&r, &scratch, &s->strings);
	compiler_init(&c, &scratch, &r);
	c.recursive = s->check.recursive;
	add_resources(&l, s);
	for (i = 0; i < s->count; i++) {
		uint32_t resource = map_get(&r.by_uri, s->bindings[i].id);

		report_refs(&l, s, &s->bindings[i], resource);
		link_binding(&l, &s->bindings[i], i, resource);
	}
	faults_link_left_out(&c, s, &l.left_compatibles, &l.left_selects);
	l.undocumented = compile_schema(&c, &known, 0);
	compile_targets(&c);
	link_cycles(&l, s);
	faults_mark_slots(&c, (const struct lost_ref *)(const void *)l.lost.v,
		l.lost.n / (sizeof(struct lost_ref) / sizeof(uint32_t)));
	link_types(&l, &types);
	link_pattern_types(&l);
	link_provenance(&l, s);
	l.source.emit = &c.emit;
	for (i = 0; i < s->count && !s->run_only; i++)
		source_write(&l.source, s->bindings[i].root);
	l.run_only = s->run_only;
	image = finish(&l, size);
	compiler_free(&c);
	resolver_free(&r);
	arena_free(&scratch);
	return image;
}

void *
schema_compile_one(struct arena *a, struct resolver *r, uint32_t resource, bool recursive,
	size_t *size, struct fault *f)
{
	struct compiler c;
	struct link l = { .c = &c, .arena = a };
	void *image = NULL;
	uint32_t body;

	compiler_init(&c, a, r);
	c.recursive = recursive;
	c.fault = f;
	l.salt = hash_process;
	body = compile_root(&c, resource);
	compile_targets(&c);
	link_root(&l, emit_text(&c.emit, "", 0), emit_text(&c.emit, "", 0), STRING_NONE,
		ROOT_REFERENCED, CODE_NONE, body);
	image = finish(&l, size);
	compiler_free(&c);
	if (f->message) {
		free(image);
		return NULL;
	}
	return image;
}
