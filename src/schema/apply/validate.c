/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/apply/validate.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "schema/apply/select.h"
#include "schema/program/keywords.h"

struct validator {
	struct machine *m;
	struct decoder decoder;
	struct selector selector;
	struct map clean; /* digests of nodes where nothing was found */
	struct map kept;  /* of others: what was, by the keeper's number */
	const struct schema_keeper *keeper;
	struct arena scratch; /* of one node */
	uint64_t judged;      /* nodes, over all trees */
	bool documented_only; /* strings that no binding has are not looked for */

	/* the call at hand */
	const struct tree *tree;
	schema_finding_fn *fn;
	void *context;
	uint32_t node;
	bool disabled; /* the node, or the nearest ancestor with `status` */
	bool found;    /* something at this node, forgiven or not */
	bool shows;    /* of what was found there, a number that varies */
	bool limited;  /* a limit was met in this tree */
	struct value *object;
	struct value own_name; /* of the node entered */
	bool *given_up;        /* by root: it met a limit in this tree */

	/* NULL where nothing is wrong with the bindings */
	bool *applied;  /* by root */
	bool *left_out; /* by fault: of a binding that would have been applied */
};

/* The room that verdicts are kept in costs more than the first nodes can save. */
enum { VERDICTS_FROM = 512 };

static void
watch_faults(struct validator *v)
{
	const struct program *p = v->m->p;

	if (!program_count(p, SECTION_FAULTS))
		return;
	v->applied = arena_array(&v->m->arena, bool, p->nroots);
	v->left_out = arena_array(&v->m->arena, bool, program_count(p, SECTION_FAULTS));
	v->m->met = arena_array(&v->m->arena, uint8_t, program_count(p, SECTION_SLOTS));
}

static bool
list_has(const struct value *list, uint32_t string)
{
	uint32_t i;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++)
		if (list->items[i].kind == V_STRING && list->items[i].id == string)
			return true;
	return false;
}

static bool
slot_is_met(const struct validator *v, const struct program_fault *f, uint32_t fault)
{
	const struct program *p = v->m->p;
	uint32_t i, n = program_count(p, SECTION_SLOTS);

	for (i = 0; i < n; i++)
		if (v->m->met[i]
			&& (f->when == PROGRAM_APPLIED ? p->slots[i].root == f->root
						       : p->slots[i].lost == fault + 1))
			return true;
	return false;
}

bool
validator_met(const struct validator *v, uint32_t fault)
{
	const struct program_fault *f = &program_section(
		v->m->p, struct program_fault, SECTION_FAULTS)[fault];

	switch (f->when) {
	case PROGRAM_ALWAYS: return true;
	case PROGRAM_LEFT_OUT: return v->left_out[fault];
	default: return v->applied[f->root] || slot_is_met(v, f, fault);
	}
}

/* Bindings that are not there, and would have been applied to the node. */
static void
find_left_out(struct validator *v)
{
	const struct program *p = v->m->p;
	const struct program_left_out *l = program_section(
		p, struct program_left_out, SECTION_LEFT_COMPATIBLES);
	const struct value *list = object_get(v->object, K_COMPATIBLE);
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_LEFT_COMPATIBLES); i++)
		if (list_has(list, l[i].what))
			v->left_out[l[i].fault] = true;
	l = program_section(p, struct program_left_out, SECTION_LEFT_SELECTS);
	for (i = 0; i < program_count(p, SECTION_LEFT_SELECTS); i++)
		if (!v->left_out[l[i].fault] && machine_valid(v->m, l[i].what, v->object))
			v->left_out[l[i].fault] = true;
}

struct validator *
validator_new(const struct program *p)
{
	struct validator *v = calloc(1, sizeof(*v));

	if (!v)
		fatal("out of memory: the schema engine");
	v->m = machine_new(p);
	decoder_init(&v->decoder, v->m);
	selector_init(&v->selector, v->m);
	watch_faults(v);
	return v;
}

void
validator_free(struct validator *v)
{
	if (!v)
		return;
	selector_free(&v->selector);
	decoder_free(&v->decoder);
	arena_free(&v->scratch);
	machine_free(v->m);
	free(v);
}

void
validator_find_undocumented(struct validator *v, bool find)
{
	/* a node where nothing was found may have such a string */
	if (find && v->documented_only)
		v->clean = (struct map){ 0 };
	v->documented_only = !find;
}

void
validator_keep(struct validator *v, const struct schema_keeper *keeper)
{
	v->keeper = keeper;
}

void
validator_forget(struct validator *v)
{
	v->kept = (struct map){ 0 };
}

struct machine *
validator_machine(struct validator *v)
{
	return v->m;
}

struct decoder *
validator_decoder(struct validator *v)
{
	return &v->decoder;
}

/* What a disabled node need not have yet. */
static bool
is_forgivable_path(const struct schema_path *p, uint32_t from)
{
	uint32_t i;

	for (i = from; i < p->n; i++)
		if (p->v[i].name == K_REQUIRED
			|| p->v[i].name == K_UNEVALUATED_PROPERTIES)
			return true;
	return false;
}

static bool
is_forgiven(const struct validator *v, const struct schema_error *e)
{
	const struct schema_error *c;

	if (!v->disabled
		&& !(e->instance.kind == V_OBJECT
			&& list_has(object_get(&e->instance, K_STATUS), K_DISABLED)))
		return false;
	if (is_forgivable_path(&e->schema_path, 0))
		return true;
	for (c = e->context; c; c = c->next)
		if (is_forgivable_path(&c->schema_path, c->parent_steps))
			return true;
	return false;
}

static bool
is_varying(const struct value *v)
{
	uint32_t i;

	if (v->kind != V_ARRAY)
		return v->varying & VARYING_PHANDLE;
	for (i = 0; i < v->n; i++)
		if (is_varying(&v->items[i]))
			return true;
	return false;
}

/* Whether the words for an error may hold a number that varies. */
static bool
shows_varying(const struct schema_error *e)
{
	const struct schema_error *c;

	if (e->instance.kind != V_OBJECT && is_varying(&e->instance))
		return true;
	for (c = e->context; c; c = c->next)
		if (shows_varying(c))
			return true;
	return false;
}

static void
report(struct validator *v, enum schema_finding_kind kind, uint32_t root,
	const struct schema_error *e)
{
	v->shows = v->shows || (e && shows_varying(e));
	v->fn(v->context, &(struct schema_finding){ .kind = kind,
				  .node = v->node,
				  .root = root,
				  .error = e,
				  .object = v->object,
				  .pattern = regexes_limited(v->m->regexes) });
}

/* The binding's verdict is not known here, and would cost as much elsewhere. */
static void
give_up(struct validator *v, uint32_t root)
{
	v->found = v->limited = true;
	v->given_up[root] = true;
	report(v, FINDING_LIMIT, root, NULL);
}

static void
apply(struct validator *v, uint32_t root)
{
	uint32_t body = v->m->p->roots[root].body;
	struct schema_error *e;
	bool valid;

	if (v->applied)
		v->applied[root] = true;
	valid = machine_valid(v->m, body, v->object);
	if (v->m->exhausted) {
		give_up(v, root);
		return;
	}
	if (valid)
		return;
	v->found = true;
	e = schema_explain(v->m, &v->scratch, root, body, v->object);
	if (v->m->exhausted)
		v->limited = v->given_up[root] = true;
	for (; e; e = e->next)
		if (!is_forgiven(v, e))
			report(v, FINDING_VIOLATION, root, e);
	if (v->given_up[root])
		report(v, FINDING_LIMIT, root, NULL);
}

/* The binding of the first compatible string that leads to one, or ROOT_NONE. */
static uint32_t
root_by_compatible(const struct validator *v, uint32_t *string)
{
	const struct value *list = object_get(v->object, K_COMPATIBLE);
	uint32_t i, root;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++) {
		root = program_compatible_root(v->m->p, list->items[i].id);
		*string = list->items[i].id;
		if (root != ROOT_NONE)
			return root;
	}
	return ROOT_NONE;
}

static void
apply_compatible(struct validator *v)
{
	uint32_t string, root = root_by_compatible(v, &string);

	if (root == ROOT_NONE)
		return;
	if (v->given_up[root])
		v->found = true;
	else
		apply(v, root);
}

static void
find_undocumented(struct validator *v, const struct value *compatible)
{
	uint32_t code = v->m->p->header->undocumented, i;
	struct schema_error e = { .keyword = K_COMPATIBLE, .op = OPS_COUNT };

	if (!code || v->documented_only || !compatible || compatible->kind != V_ARRAY)
		return;
	for (i = 0; i < compatible->n; i++) {
		if (machine_valid(v->m, code, &compatible->items[i]) || v->m->exhausted)
			continue;
		v->found = true;
		e.instance = compatible->items[i];
		report(v, FINDING_UNDOCUMENTED, ROOT_NONE, &e);
	}
}

static void
apply_selected(struct validator *v)
{
	const struct program *p = v->m->p;
	uint32_t i, bits, at;
	bool selected;

	selector_run(&v->selector, v->object);
	for (i = 0; i < v->selector.nwords; i++) {
		bits = v->selector.set[i];
		for (; bits; bits &= bits - 1) {
			at = p->always[i * 32 + (uint32_t)__builtin_ctz(bits)];
			if (v->given_up[at]) {
				v->found = true;
				continue;
			}
			selected = machine_valid(v->m, p->roots[at].select, v->object);
			if (v->m->exhausted)
				give_up(v, at);
			else if (selected)
				apply(v, at);
		}
	}
}

static const char *
name_of(const struct validator *v, uint32_t node)
{
	return node ? node_name(v->tree, &v->tree->nodes[node]) : "/";
}

void
validator_decode(
	struct validator *v, const struct tree *t, const struct tree_delta *delta)
{
	decode_tree(&v->decoder, t, delta);
	v->m->nodes = v->decoder.node_digests;
	v->m->props = v->decoder.prop_digests;
	v->tree = t;
}

void
validator_enter(struct validator *v, uint32_t node)
{
	const char *name = name_of(v, node);
	struct member *m;

	v->object = v->decoder.objects[node];
	m = &v->object->members[v->object->n];
	v->own_name = (struct value){
		.kind = V_STRING, .n = (uint32_t)strlen(name), .s = name
	};
	v->own_name.id = node ? decoder_name(&v->decoder, v->tree->nodes[node].name)
			      : program_find(v->m->p, name, v->own_name.n);
	*m = (struct member){ .key = K_NODENAME, .extra = MEMBER_NODE };
	m->value = (struct value){ .kind = V_ARRAY, .n = 1, .items = &v->own_name };
	v->object->n++;
}

void
validator_leave(struct validator *v)
{
	v->object->n--;
}

void
validator_roots(struct validator *v, struct words *out)
{
	const struct program *p = v->m->p;
	uint32_t i, bits, at, string;

	at = root_by_compatible(v, &string);
	if (at != ROOT_NONE) {
		words_push(out, at);
		words_push(out, string);
	}
	selector_run(&v->selector, v->object);
	for (i = 0; i < v->selector.nwords; i++) {
		for (bits = v->selector.set[i]; bits; bits &= bits - 1) {
			at = p->always[i * 32 + (uint32_t)__builtin_ctz(bits)];
			if (!machine_valid(v->m, p->roots[at].select, v->object))
				continue;
			words_push(out, at);
			words_push(out, STRING_NONE);
		}
	}
}

static void
check_object(struct validator *v)
{
	validator_enter(v, v->node);
	if (v->left_out)
		find_left_out(v);
	apply_compatible(v);
	find_undocumented(v, object_get(v->object, K_COMPATIBLE));
	apply_selected(v);
	validator_leave(v);
	arena_reset(&v->scratch);
}

/* A node's own name counts, but for what is below it. */
static uint64_t
clean_key(struct validator *v, uint32_t id, uint64_t digest)
{
	uint64_t name = decoder_name(&v->decoder, v->tree->nodes[id].name);

	return hash_mix(digest ^ name << 1 ^ (id == 0));
}

enum { CLEAN = 0, CLEAN_IF_SAME = 1 };

enum { AHEAD = 8 }; /* nodes, that what is known of them is looked for */

static bool
is_known_clean(const struct validator *v, uint64_t shape, uint64_t exact)
{
	uint32_t known = map_get(&v->clean, shape);

	return known == CLEAN
	       || (known == CLEAN_IF_SAME && map_get(&v->clean, exact) == CLEAN);
}

static void
keep_clean(struct validator *v, uint64_t shape, uint64_t exact)
{
	if (!(v->m->depends & VARYING_PHANDLE)) {
		map_put(&v->clean, &v->m->arena, shape, CLEAN);
		return;
	}
	map_put(&v->clean, &v->m->arena, shape, CLEAN_IF_SAME);
	map_put(&v->clean, &v->m->arena, exact, CLEAN);
}

/* What a disabled node is forgiven is not told of it. */
static uint64_t
kept_key(const struct validator *v, uint64_t digest)
{
	return v->disabled ? hash_mix(digest) : digest;
}

enum { KEPT_IF_SAME = 0, KEPT = 1 }; /* and behind that the numbers */

static bool
tell_again(struct validator *v, uint64_t shape, uint64_t exact)
{
	uint32_t known;

	if (!v->keeper || v->limited)
		return false;
	known = map_get(&v->kept, kept_key(v, shape));
	if (known == KEPT_IF_SAME)
		known = map_get(&v->kept, kept_key(v, exact));
	if (known == MAP_ABSENT || known < KEPT)
		return false;
	v->keeper->again(v->context, v->node, known - KEPT);
	return true;
}

static void
keep_found(struct validator *v, uint64_t shape, uint64_t exact)
{
	struct arena *a = &v->m->arena;
	uint32_t number;

	if (!v->keeper || v->limited)
		return;
	number = v->keeper->keep(v->context, v->node);
	if (number >= MAP_ABSENT - KEPT)
		return;
	if (v->shows || v->m->depends & VARYING_PHANDLE) {
		map_put(&v->kept, a, kept_key(v, shape), KEPT_IF_SAME);
		shape = exact;
	}
	map_put(&v->kept, a, kept_key(v, shape), number + KEPT);
}

static void
tell_undecoded(const struct validator *v)
{
	const struct decoder *d = &v->decoder;
	const struct complaint *c = d->complaints;
	uint32_t left;

	for (left = d->ncomplaints; left--; c++)
		v->fn(v->context, &(struct schema_finding){ .kind = FINDING_UNDECODED,
					  .node = c->node,
					  .root = ROOT_NONE,
					  .object = d->objects[c->node],
					  .complaint = c,
					  .pattern = UINT32_MAX });
}

static void
check_node(struct validator *v, uint32_t id)
{
	const struct value_digest *g = &v->decoder.node_digests[id];
	uint64_t shape = clean_key(v, id, g->shape), exact = clean_key(v, id, g->exact);

	v->object = v->decoder.objects[id];
	v->node = id;
	if (is_known_clean(v, shape, exact) || tell_again(v, shape, exact))
		return;
	v->found = v->shows = false;
	v->m->depends = 0;
	if (++v->judged == VERDICTS_FROM)
		machine_cache_verdicts(v->m);
	/* dt-validate passes over the nodes that hold the examples of bindings */
	if (!object_get(v->object, K_EXAMPLE_0) && !strstr(name_of(v, id), "example-"))
		check_object(v);
	if (v->found)
		keep_found(v, shape, exact);
	else
		keep_clean(v, shape, exact);
}

/* Holds the nodes against their bindings, but for those that are shared with a base. */
static void
validate(struct validator *v, const struct tree *t, const struct tree_delta *delta,
	schema_finding_fn *fn, void *context)
{
	const struct value *status;
	bool *disabled;
	uint32_t i;

	validator_decode(v, t, delta);
	v->fn = fn;
	v->context = context;
	tell_undecoded(v);
	disabled = arena_array(&v->decoder.arena, bool, t->nnodes);
	v->given_up = arena_array(&v->decoder.arena, bool, v->m->p->nroots);
	v->limited = false;
	for (i = 0; i < t->nnodes; i++) {
		if (decode_is_shared(&v->decoder, i)) {
			i = t->nodes[i].end - 1;
			continue;
		}
		if (i + AHEAD < t->nnodes)
			map_prefetch(&v->clean,
				clean_key(v, i + AHEAD,
					v->decoder.node_digests[i + AHEAD].shape));
		if (!v->decoder.objects[i])
			continue;
		status = object_get(v->decoder.objects[i], K_STATUS);
		if (status && status->kind == V_ARRAY)
			disabled[i] = list_has(status, K_DISABLED);
		else
			disabled[i] = i && disabled[t->nodes[i].parent];
		v->disabled = disabled[i];
		check_node(v, i);
	}
}

void
validate_tree(
	struct validator *v, const struct tree *t, schema_finding_fn *fn, void *context)
{
	validate(v, t, NULL, fn, context);
}

void
validator_remember(struct validator *v)
{
	decode_keep(&v->decoder);
	/* which nodes a binding is applied to goes by those before them */
	if (v->limited || v->tree->has_fixups)
		v->decoder.past.tree = NULL;
}

bool
validate_delta(struct validator *v, const struct tree *t, const struct tree_delta *delta,
	schema_finding_fn *fn, void *context)
{
	if (v->decoder.past.tree != delta->base || t->has_fixups)
		return false;
	validate(v, t, delta, fn, context);
	return !v->limited;
}
