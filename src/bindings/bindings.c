/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bindings/bindings.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "bindings/labels.h"
#include "bindings/remark.h"
#include "rules/dynamic.h"
#include "rules/state.h"
#include "schema/program/builtin.h"
#include "tree/interrupt.h"
#include "tree/names.h"

enum { VIOLATION, UNDOCUMENTED, UNDECODED, LIMIT };

static const struct rule rules[] = {
	[VIOLATION] = {
		.id = "schema/violation",
		.level = LEVEL_WARNING,
		.summary = "a node is not what its binding says",
		.why = "Drivers are written to the binding: what it does not allow is not "
		       "looked at, or is misread, and what it requires is relied upon. "
		       "Findings carry the name of their binding: schema/ and its path, "
		       "as in schema/serial/pl011. The bindings are those that are part of "
		       "dtlint, or those that --schema names.",
		.fix = "Make the node as the binding wants it, or mend the binding.",
		.refs = "https://www.kernel.org/doc/html/latest/devicetree/bindings/"
			"writing-schema.html",
	},
	[UNDOCUMENTED] = {
		.id = "schema/undocumented-compatible",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary = "a compatible string is in no binding",
		.why = "A device without a binding cannot be checked, and nothing says what "
		       "its node must have. On with --show-undocumented; of use with --schema, "
		       "as dtlint's own bindings are for virtual machines alone.",
		.fix = "Write a binding, or use the compatible string of the one there is.",
		.refs = "https://www.kernel.org/doc/html/latest/devicetree/bindings/"
			"submitting-patches.html",
	},
	[UNDECODED] = {
		.id = "schema/wrong-size",
		.level = LEVEL_WARNING,
		.summary = "the bytes of a property do not make up its type",
		.why = "The bindings give the property a type, such as cells of 32 bits, and "
		       "its length is no multiple of that; or it has a value where they "
		       "have a flag. A driver reads something else than what was meant, or "
		       "refuses the property. Needs --schema.",
		.fix = "Write the property as its type, with /bits/ only where the binding "
		       "has cells of that size.",
		.refs = "https://www.kernel.org/doc/html/latest/devicetree/bindings/"
			"writing-schema.html",
	},
	[LIMIT] = {
		.id = "schema/limit",
		.level = LEVEL_WARNING,
		.summary = "a binding could not be held against a tree within the limits",
		.why = "A binding whose references run in a circle, whose alternatives "
		       "multiply, or whose regular expressions backtrack without an end "
		       "would take for ever. It was given up on at this node, for the rest "
		       "of the tree: what else it would have found is not known.",
		.fix = "Look in the binding for the regular expression named, or for a "
		       "'$ref' that leads back to itself on the same node.",
		.refs = "JSON Schema draft 2019-09, 8.2.4 Schema References",
	},
};

const struct rule_set rules_schema = { rules, sizeof(rules) / sizeof(*rules) };

struct bindings {
	struct schemas schemas;
	struct program program;
	pthread_mutex_t lock; /* of the two below */
	struct arena arena;
	bool builtin;        /* those of the program */
	struct rule **rules; /* by root of the program; made when first needed */
	bool *met;           /* by fault of the program: it matters */
	const char *label;   /* see bindings_chain() */
	struct bindings *next;
};

struct bindings_worker {
	struct bindings_worker *next;
	struct bindings *bindings;
	struct validator *validator;
	struct near near;
	struct lint *lint;       /* the tree at hand, */
	uint32_t nreported;      /* its findings, */
	size_t bytes;            /* about how much text they are, */
	uint32_t left_out;       /* and those that there was no more room for */
	uint32_t *parents;       /* interrupt_parents() of it; made when first needed */
	uint32_t past_nreported; /* of the base that is remembered, likewise */
	size_t past_bytes;
	bool past_holds; /* and whether all of its findings were reported */

	/* what was said of nodes, for those like them in other trees, */
	const struct rule_config *config; /* under which that holds */
	struct arena arena;
	struct remark *remarks; /* on nodes that are kept, and on the one at hand */
	uint32_t nremarks, remarks_cap;
	struct kept {
		uint32_t first, end; /* of `remarks` */
	} * kept;                    /* by the validator's number */
	uint32_t nkept, kept_cap;
	uint32_t nkept_remarks;
	uint32_t node; /* at hand */
	bool cut;      /* there was no more room for what it has */
};

static struct bindings *
bindings_of(const struct program *p)
{
	struct bindings *b = calloc(1, sizeof(*b));

	if (!b)
		fatal("out of memory: bindings");
	b->program = *p;
	b->rules = arena_array(&b->arena, struct rule *, p->nroots);
	b->met = arena_array(&b->arena, bool, program_count(p, SECTION_FAULTS));
	pthread_mutex_init(&b->lock, NULL);
	return b;
}

struct bindings *
bindings_load(const struct schemas_from *from, unsigned int use, struct arena *a,
	schemas_report_fn *report, void *context)
{
	struct schemas loaded;
	struct bindings *b;

	if (!schemas_load(&loaded, from, use, a, report, context))
		return NULL;
	b = bindings_of(&loaded.program);
	b->schemas = loaded;
	return b;
}

struct bindings *
bindings_builtin(void)
{
	struct bindings *b;
	struct program p;

	program_view(&p, builtin_image);
	b = bindings_of(&p);
	b->builtin = true;
	return b;
}

void
bindings_free(struct bindings *b)
{
	struct bindings *next;

	for (; b; b = next) {
		next = b->next;
		pthread_mutex_destroy(&b->lock);
		arena_free(&b->arena);
		schemas_free(&b->schemas);
		free(b);
	}
}

void
bindings_chain(struct bindings *b, const char *label, struct bindings *next)
{
	b->label = label;
	b->next = next;
}

struct bindings *
bindings_next(const struct bindings *b)
{
	return b->next;
}

const char *
bindings_label(const struct bindings *b)
{
	return b->label;
}

const struct program *
bindings_program(const struct bindings *b)
{
	return &b->program;
}

struct bindings_worker *
bindings_worker_new(struct bindings *b)
{
	struct bindings_worker *w = calloc(1, sizeof(*w));

	if (!w)
		fatal("out of memory: bindings");
	w->bindings = b;
	w->validator = validator_new(&b->program);
	w->next = b->next ? bindings_worker_new(b->next) : NULL;
	return w;
}

void
bindings_worker_free(struct bindings_worker *w)
{
	if (!w)
		return;
	bindings_worker_free(w->next);
	validator_free(w->validator);
	arena_free(&w->arena);
	arena_free(&w->near.arena);
	intern_free(&w->near.asked);
	free(w);
}

struct validator *
bindings_worker_validator(struct bindings_worker *w)
{
	return w->validator;
}

struct bindings_worker *
bindings_worker_next(const struct bindings_worker *w)
{
	return w->next;
}

static const struct rule *
rule_of(struct bindings *b, uint32_t root)
{
	const struct program_root *r = &b->program.roots[root];
	const char *id = program_string(&b->program, r->id);
	struct rule *rule;

	pthread_mutex_lock(&b->lock);
	rule = b->rules[root];
	if (!rule) {
		rule = arena_new(&b->arena, struct rule);
		*rule = rules[VIOLATION];
		rule->id = binding_rule_id(&b->arena, id);
		if (r->title != STRING_NONE)
			rule->summary = diag_clean(
				&b->arena, program_string(&b->program, r->title));
		rule->refs = id;
		b->rules[root] = rule;
	}
	pthread_mutex_unlock(&b->lock);
	return rule;
}

static const struct rule *
family_rule(enum schema_finding_kind kind)
{
	switch (kind) {
	case FINDING_VIOLATION: return &rules[VIOLATION];
	case FINDING_UNDOCUMENTED: return &rules[UNDOCUMENTED];
	case FINDING_UNDECODED: return &rules[UNDECODED];
	case FINDING_LIMIT: break;
	}
	return &rules[LIMIT];
}

/*
 * Interrupts that are read as single cells because the node has no interrupt parent with
 * #interrupt-cells: another rule tells that.
 */
static bool
lacks_interrupt_parent(struct bindings_worker *me, const struct words_of *w)
{
	const struct lint *l = w->l;
	const struct schema_error *e = w->finding->error;
	const char *name = e && e->path.n && e->path.v[0].name != STRING_NONE
				   ? machine_text(w->m, e->path.v[0].name)
				   : "";

	if (strcmp(name, "interrupts") != 0
		|| !rule_is_reported(l->config, rule_find("dtc/interrupts_property")))
		return false;
	if (!me->parents)
		me->parents = interrupt_parents(l->tree, l->scratch);
	return me->parents[w->finding->node] == NODE_NONE;
}

/*
 * One half of an interrupt controller that is missing where the other half is there:
 * dtc/interrupt_provider tells that, too.
 */
static bool
is_half_a_provider(const struct words_of *w)
{
	const struct lint *l = w->l;
	const struct schema_error *e = w->finding->error;
	const struct node *n = &l->tree->nodes[w->finding->node];
	const char *name;
	bool cells;

	if (!e || e->op != OP_REQUIRED || e->path.n || e->nnames != 1)
		return false;
	name = machine_text(w->m, e->names[0]);
	cells = !strcmp(name, "#interrupt-cells");
	if (!cells && strcmp(name, "interrupt-controller") != 0)
		return false;
	return node_has(l->tree, n,
		       cells ? NAME_interrupt_controller : NAME_interrupt_cells)
	       && rule_is_reported(l->config, rule_find("dtc/interrupt_provider"));
}

/*
 * What only follows from something that another rule tells, or from a name. The program's
 * own bindings leave it out; of others the verdict is dt-validate's.
 */
static bool
follows(struct bindings_worker *me, const struct words_of *w)
{
	return finding_is_of_child(w) || is_half_a_provider(w)
	       || lacks_interrupt_parent(me, w);
}

/* The root and the fragments of an overlay are no nodes of any machine. */
static bool
is_form_of_overlay(const struct tree *t, const struct node *n)
{
	return t->overlay
	       && (n->parent == NODE_NONE
		       || (n->parent == 0 && node_child(t, n, "__overlay__", 11)));
}

/* Findings of all bindings are counted together. */
static bool
has_room(struct bindings_worker *me)
{
	if (me->nreported < FINDINGS_MAX && me->bytes < FINDINGS_BYTES_MAX)
		return true;
	me->left_out++;
	return false;
}

static void
make(struct bindings_worker *me, const struct remark *r, uint32_t node)
{
	struct lint *l = me->lint;
	struct diag *d = remark_report(l, r, &l->tree->nodes[node]);

	me->nreported++;
	me->bytes += strlen(d->node) + strlen(d->message);
}

static void
turn_to(struct bindings_worker *me, uint32_t node)
{
	if (me->node == node)
		return;
	me->node = node;
	me->nremarks = me->nkept_remarks;
	me->cut = false;
}

static void
on_finding(void *context, const struct schema_finding *finding)
{
	struct bindings_worker *me = context;
	struct lint *l = me->lint;
	struct words_of w = { .l = l,
		.p = &me->bindings->program,
		.m = validator_machine(me->validator),
		.d = validator_decoder(me->validator),
		.near = &me->near,
		.finding = finding,
		.builtin = me->bindings->builtin };
	const struct rule *as = family_rule(finding->kind), *r = as;
	struct rule_flags flags;
	struct remark remark;

	if (is_form_of_overlay(l->tree, &l->tree->nodes[finding->node]))
		return;
	flags = l->config->flags[rule_number(as)];
	if (finding->kind == FINDING_VIOLATION && l->config->ndynamic) {
		r = rule_of(me->bindings, finding->root);
		flags = rule_dynamic_flags(l->config, as, r->id);
	}
	if ((!flags.warn && !flags.error) || (w.builtin && follows(me, &w)))
		return;
	turn_to(me, finding->node);
	if (!has_room(me)) {
		me->cut = true;
		return;
	}
	if (finding->kind == FINDING_VIOLATION)
		r = rule_of(me->bindings, finding->root);
	remark = remark_of(&w, r, flags.error ? LEVEL_ERROR : LEVEL_WARNING);
	make(me, &remark, finding->node);
	if (finding->kind != FINDING_UNDECODED) {
		vec_room(&me->arena, me->remarks, me->nremarks, me->remarks_cap);
		me->remarks[me->nremarks++] = remark;
	}
}

/* What was said of a node is kept for those like it, unless it is not all. */
static uint32_t
keep(void *context, uint32_t node)
{
	struct bindings_worker *me = context;

	turn_to(me, node);
	if (me->cut)
		return UINT32_MAX;
	vec_room(&me->arena, me->kept, me->nkept, me->kept_cap);
	me->kept[me->nkept] = (struct kept){ me->nkept_remarks, me->nremarks };
	me->nkept_remarks = me->nremarks;
	return me->nkept++;
}

static void
say_again(void *context, uint32_t node, uint32_t number)
{
	struct bindings_worker *me = context;
	uint32_t i;

	for (i = me->kept[number].first; i < me->kept[number].end; i++)
		if (has_room(me))
			make(me, &me->remarks[i], node);
}

/* As of other rules' findings, but of all bindings together. */
static void
report_cut(struct bindings_worker *w)
{
	struct diag *d;

	if (!w->left_out)
		return;
	d = lint_diag(w->lint, &rules[LIMIT], LEVEL_WARNING, NULL, NULL,
		arena_printf(w->lint->arena,
			"%u findings of bindings are reported, and %u more are left out",
			w->nreported, w->left_out));
	d->node_id = UINT32_MAX; /* behind what was found */
}

static void
note_met(struct bindings_worker *w)
{
	struct bindings *b = w->bindings;
	uint32_t n = program_count(&b->program, SECTION_FAULTS), i;

	if (!n)
		return;
	pthread_mutex_lock(&b->lock);
	for (i = 0; i < n; i++)
		b->met[i] = b->met[i] || validator_met(w->validator, i);
	pthread_mutex_unlock(&b->lock);
}

void
bindings_each_fault(struct bindings *b, struct arena *a,
	void (*tell)(void *context, const struct fault *f, bool met), void *context)
{
	const struct program *p = &b->program;
	const struct program_fault *v = program_section(
		p, struct program_fault, SECTION_FAULTS);
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_FAULTS); i++) {
		struct fault f = FAULT_INIT(a);

		if (v[i].when == PROGRAM_ALWAYS)
			continue;
		f.place.file = arena_strdup(a, program_string(p, v[i].path));
		f.message = arena_strdup(a, program_string(p, v[i].message));
		f.place.line = v[i].line;
		f.place.column = v[i].column;
		tell(context, &f, b->met[i]);
	}
}

bool
bindings_wanted(const struct rule_config *c)
{
	size_t i;

	for (i = 0; i < rules_schema.n; i++)
		if (rule_is_reported(c, &rules[i]))
			return true;
	return rule_dynamic_wanted(c);
}

/*
 * What was said of nodes is said again of those like them. Not where it may be left out for
 * what is elsewhere in the tree.
 */
static void
keep_words(struct bindings_worker *w, const struct lint *l)
{
	static const struct schema_keeper keeper = { keep, say_again };

	if (w->config != l->config) {
		validator_forget(w->validator);
		w->nkept = w->nremarks = w->nkept_remarks = 0;
		w->config = l->config;
	}
	w->node = NODE_NONE;
	validator_keep(
		w->validator, w->bindings->builtin || l->tree->overlay ? NULL : &keeper);
}

static void
start(struct bindings_worker *w, struct lint *l)
{
	w->lint = l;
	keep_words(w, l);
	w->parents = NULL;
	w->nreported = w->left_out = 0;
	w->bytes = 0;
}

static void
remember(struct bindings_worker *w)
{
	validator_remember(w->validator);
	w->past_nreported = w->nreported;
	w->past_bytes = w->bytes;
	w->past_holds = !w->left_out;
}

/* Of a tree that is made of a base, what is not in that; false where it cannot be told. */
static bool
lint_delta(struct bindings_worker *w, struct lint *l)
{
	size_t from = l->diags->n;

	if (!l->past || !w->past_holds)
		return false;
	if (validate_delta(w->validator, l->tree, l->delta, on_finding, w)
		&& w->past_nreported + w->nreported < FINDINGS_MAX
		&& w->past_bytes + w->bytes < FINDINGS_BYTES_MAX)
		return true;
	l->diags->n = from;
	return false;
}

static void
lint_one(struct bindings_worker *w, struct lint *l)
{
	start(w, l);
	validator_find_undocumented(
		w->validator, rule_is_reported(l->config, &rules[UNDOCUMENTED]));
	if (!lint_delta(w, l)) {
		start(w, l);
		validate_tree(w->validator, l->tree, on_finding, w);
	}
	note_met(w);
	report_cut(w);
	if (l->keep)
		remember(w);
	w->lint = NULL;
}

void
bindings_lint(struct bindings_worker *w, struct lint *l)
{
	size_t from = l->diags->n, own;

	if (!bindings_wanted(l->config))
		return;
	for (; w; w = w->next) {
		own = l->diags->n;
		lint_one(w, l);
		if (w->bindings->label)
			labels_merge(l, from, own, w->bindings->label);
	}
	bindings_yield(l);
	labels_finish(l, from);
}
