/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/cmdline.h"

#include <string.h>

#include "base/search.h"
#include "base/vec.h"
#include "host/qemu/program.h"

bool
cmdline_add_item(
	struct cmdline *cl, struct reading *rd, struct items *to, struct item item)
{
	if (cl->nitems == CMDLINE_ITEMS_MAX)
		return reading_fault(rd, &item.where, "more than %d devices and drives",
			CMDLINE_ITEMS_MAX);
	item.order = cl->nitems++;
	*vec_more(rd->arena, to->v, to->n) = item;
	return true;
}

static bool
add_id(struct cmdline *cl, struct reading *rd, const struct item *item)
{
	const char *id = item->opts.id;
	size_t cap = cl->nid_items ? cl->nid_items * 2 : 16;
	atom_t atom = intern_find(&cl->ids, id, strlen(id));

	if (atom != ATOM_NONE)
		return reading_fault(rd, &item->where,
			"QEMU refuses this: duplicate device ID '%s'", id);
	atom = intern(&cl->ids, id, strlen(id));
	if (atom >= cl->nid_items) {
		cl->id_items = arena_grow(rd->arena, cl->id_items,
			cl->nid_items * sizeof(*cl->id_items),
			cap * sizeof(*cl->id_items));
		cl->nid_items = cap;
	}
	cl->id_items[atom] = cl->nitems;
	return true;
}

bool
cmdline_add_device(struct cmdline *cl, struct reading *rd, struct item item)
{
	if (item.opts.id && !add_id(cl, rd, &item))
		return false;
	return cmdline_add_item(
		cl, rd, item.kind == ITEM_JSON ? &cl->json : &cl->devices, item);
}

static struct item *
by_order(struct items *items, size_t order)
{
	size_t i = search_first(items->n, at, items->v[at].order < order);

	return i < items->n && items->v[i].order == order ? &items->v[i] : NULL;
}

struct item *
cmdline_device(struct cmdline *cl, const char *id, bool json_too)
{
	atom_t atom = intern_find(&cl->ids, id, strlen(id));
	struct item *item;

	if (atom == ATOM_NONE)
		return NULL;
	item = by_order(&cl->devices, cl->id_items[atom]);
	return item || !json_too ? item : by_order(&cl->json, cl->id_items[atom]);
}

bool
cmdline_add_global(struct cmdline *cl, struct reading *rd, struct global global)
{
	if (cl->nglobals == CMDLINE_ITEMS_MAX)
		return reading_fault(rd, &global.where, "more than %d -global options",
			CMDLINE_ITEMS_MAX);
	*vec_more(rd->arena, cl->globals, cl->nglobals) = global;
	return true;
}

bool
cmdline_add_opts_global(struct cmdline *cl, struct reading *rd, const struct opts *opts,
	struct where where)
{
	bool hidden[3];
	const struct opt *driver = opts_get(opts, "driver", &hidden[0]);
	const struct opt *property = opts_get(opts, "property", &hidden[1]);
	const struct opt *value = opts_get(opts, "value", &hidden[2]);
	bool any = hidden[0] || hidden[1] || hidden[2];

	if ((!driver || !property || !value) && !any)
		return reading_fault(rd, &where,
			"QEMU refuses this: -global needs 'driver', 'property' and "
			"'value', or DRIVER.PROPERTY=VALUE");
	return cmdline_add_global(cl, rd,
		(struct global){
			.driver = driver && !driver->opaque && !any ? driver->value
								    : NULL,
			.property = property && !property->opaque && !any
					    ? property->value
					    : NULL,
			.value = value ? value->value : "",
			.opaque = !value || value->opaque || any,
			.where = where,
		});
}

void
cmdline_add_machine(struct cmdline *cl, struct reading *rd, const struct opts *opts)
{
	struct opt opt;
	char *key, *p;
	size_t i;

	for (i = 0; i < opts->n; i++) {
		opt = opts->v[i];
		if (opt.key) {
			key = arena_strdup(rd->arena, opt.key);
			for (p = key; *p; p++)
				if (*p == '_')
					*p = '-';
			opt.key = key;
		}
		opts_add(&cl->machine, rd->arena, opt);
	}
}

static bool
add_hidden(struct cmdline *cl, struct reading *rd, const struct word *w)
{
	struct item item = { .kind = ITEM_HIDDEN };

	cl->hidden = true;
	item.where = reading_where(rd, w, NULL, 0);
	if (text_opaque(&w->text))
		reading_remark_opaque(rd, &item.where, &w->text,
			"it may hold any options, so that devices may be missing here");
	/* any number of any options is no more where it stands twice */
	if (cl->devices.n && cl->devices.v[cl->devices.n - 1].kind == ITEM_HIDDEN
		&& cl->devices.v[cl->devices.n - 1].order + 1 == cl->nitems)
		return true;
	return cmdline_add_item(cl, rd, &cl->devices, item);
}

static bool
unknown_option(
	struct cmdline *cl, struct reading *rd, const struct word *w, const char *name)
{
	struct where where = reading_where(rd, w, NULL, 0);

	reading_remark(rd, &where,
		"'%s' is no option of QEMU that is known here%s: what it adds is not known",
		w->text.s, option_suggest(name, rd->arena));
	return add_hidden(cl, rd, w);
}

/* A word that does not begin with '-' is a disk image. */
static bool
add_image(struct cmdline *cl, struct reading *rd, const struct word *w)
{
	struct item item = { .kind = ITEM_DRIVE, .label = "disk image" };

	item.where = reading_where(rd, w, NULL, 0);
	return cmdline_add_item(cl, rd, &cl->drives, item);
}

static bool
is_unexpanded(const struct word *w)
{
	return w->many || (w->text.n && text_opaque_at(&w->text, 0))
	       || (text_is(&w->text, 0, '-') && text_opaque(&w->text));
}

/* The option at word @*i, which is moved to its last word. */
static bool
read_option(
	struct cmdline *cl, struct reading *rd, const struct word *v, size_t n, size_t *i)
{
	const struct word *w = &v[*i];
	const char *name = w->text.s + 1 + (w->text.s[1] == '-');
	const struct command_option *o = option_find(name);
	struct option_use use = { .name = name, .option = w };

	if (!o) {
		*i += *i + 1 < n && v[*i + 1].text.s[0] != '-';
		return unknown_option(cl, rd, w, name);
	}
	if (o->takes == TAKES_VALUE && *i + 1 == n) {
		use.where = reading_where(rd, w, NULL, 0);
		return reading_fault(rd, &use.where,
			"QEMU refuses this: '%s' requires an argument", w->text.s);
	}
	if (o->takes == TAKES_VALUE)
		use.value = &v[++*i];
	use.where = reading_where(rd, w, use.value, 0);
	return option_apply(cl, rd, &use);
}

/* One of several programs: known is what is common to them. */
static void
read_either(struct cmdline *cl, struct reading *rd, const struct word *w,
	const struct where *where)
{
	const struct qemu_program *first = NULL, *p;
	size_t i;

	for (i = 0; w->either[i]; i++) {
		p = qemu_program_find(program_base_name(w->either[i]));
		if (!p || (i && p->arch != first->arch))
			break;
		if (!i)
			first = p;
		cl->default_machine = !i || p->machine == cl->default_machine ? p->machine
									      : NULL;
	}
	if (!w->either[i])
		cl->arch = first->arch;
	reading_note(rd, where, "'%s' is one of several programs, '%s' among them",
		w->text.s, w->either[0]);
}

static void
read_program(struct cmdline *cl, struct reading *rd, const struct word *w)
{
	const struct qemu_program *p;
	struct where where;

	if (!w)
		return;
	where = reading_where(rd, w, NULL, 0);
	if (w->either) {
		read_either(cl, rd, w, &where);
		return;
	}
	cl->program = program_name(&w->text, rd->arena);
	if (text_opaque(&w->text))
		reading_remark_opaque(rd, &where, &w->text,
			cl->program
				? arena_printf(rd->arena, "taken to be %s", cl->program)
				: "which architecture's QEMU runs is not known");
	p = cl->program ? qemu_program_find(cl->program) : NULL;
	cl->arch = p ? p->arch : ARCH_UNKNOWN;
	cl->default_machine = p ? p->machine : NULL;
}

/* "$@" and the like hold the program, and maybe options behind it. */
static bool
holds_options(const struct word *program)
{
	const struct text *t = &program->text;

	return program->many && (memchr(t->s, '@', t->n) || memchr(t->s, '*', t->n));
}

bool
cmdline_read(struct cmdline *cl, struct reading *rd, const struct word *program,
	const struct word *v, size_t n)
{
	bool ok = true;
	size_t i;

	read_program(cl, rd, program);
	if (program && holds_options(program))
		ok = add_hidden(cl, rd, program);
	for (i = 0; ok && i < n; i++) {
		if (is_unexpanded(&v[i]))
			ok = add_hidden(cl, rd, &v[i]);
		else if (v[i].text.s[0] != '-')
			ok = add_image(cl, rd, &v[i]);
		else
			ok = read_option(cl, rd, v, n, &i);
	}
	return ok;
}

void
cmdline_free(struct cmdline *cl)
{
	intern_free(&cl->ids);
}
