/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/state.h"

static void *
make_program(void *names, const struct source_file *file)
{
	return pp_program_new(names, file->text, file->n);
}

static size_t
program_size(const void *program)
{
	return pp_program_size(program);
}

/* What is wrong with a file wherever it is included. */
static void
tell_defects(struct pp *pp, const struct pp_program *p)
{
	for (const struct pp_defect *d = p->defects; d; d = d->next)
		pp_error(pp, "source/directive", d->begin, d->end, "%s", d->message);
}

void
pp_enter(struct pp *pp, const struct source_file *file, uint32_t folder, uint32_t parent,
	uint32_t begin, uint32_t end)
{
	struct source_derived derived = { make_program, pp_program_free, program_size,
		pp->names };
	const struct pp_program *p = source_derive(file, &derived);
	struct map_instance instance = { .file = file,
		.shifts = p->clean.shifts,
		.nshifts = p->clean.nshifts,
		.folder = folder,
		.parent = parent,
		.begin = begin,
		.end = end };
	struct pp_input *in = &pp->inputs[pp->ninputs++];

	if (parent != MAP_NONE)
		instance.depth = pp->t->map->instances[parent].depth + 1;
	*in = (struct pp_input){ .file = file, .program = p };
	in->instance = map_add_instance(pp->t, &instance);
	tell_defects(pp, p);
}

bool
pp_next_text(struct pp *pp)
{
	while (!pp->stopped) {
		struct pp_input *in = pp_input(pp);
		const struct pp_item *item;

		if (in->pc == in->program->nitems)
			return false;
		item = &in->program->items[in->pc++];
		if (item->what == PP_DO_TEXT) {
			in->at = item->begin;
			in->end = item->end;
			in->name = item->first;
			in->names = item->last;
			if (!pp->arguments)
				pp_begin_text(pp);
			return true;
		}
		pp_directive(pp, item);
	}
	return false;
}
