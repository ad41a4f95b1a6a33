/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configurations whose `fdt` names overlays behind its base: U-Boot applies them in that
 * order (boot_get_fdt_fit()), and so they are here, as a unit with the name of the
 * configuration.
 */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "input/container/fit.h"
#include "rules/container.h"
#include "rules/overlay/base.h"
#include "tree/value.h"

/* One of the trees that are put together. */
struct layer {
	const struct fit_image *image;
	struct bytes blob; /* malloc'ed, aligned */
	struct tree tree;
	int64_t base; /* in the file; -1: it was unpacked */
};

struct stack {
	struct fit *fit;
	const char *part; /* the configuration */
	struct layer *v;
	size_t n;
	const struct layer *overlay; /* at hand */
};

/* The image as it is, unpacked where it is packed. */
static bool
read_layer(struct fit *fit, const struct fit_image *image, struct layer *out)
{
	const struct entry *e = &image->data;
	const struct content *c = fit->c;
	struct fault f = FAULT_INIT(fit->r->scratch);
	size_t used;

	*out = (struct layer){ .image = image };
	if (!image->present || !e->tree || e->offset > c->n || e->size > c->n - e->offset)
		return false;
	if (e->codec) {
		out->base = -1;
		if (!input_unpack(fit->r, c, e->part, e->codec, (size_t)e->offset,
			    (size_t)e->size, &out->blob, &used))
			return false;
	} else {
		out->base = c->base < 0 ? -1 : c->base + (int64_t)e->offset;
		out->blob.n = (size_t)e->size;
		out->blob.data = malloc(out->blob.n + 1);
		if (!out->blob.data)
			fatal("out of memory: %zu bytes wanted", out->blob.n);
		memcpy(out->blob.data, c->data + e->offset, out->blob.n);
	}
	return tree_load(&out->tree, fit->r->names, out->blob.data, out->blob.n, &f);
}

static struct diag *
report(const struct overlay_pair *pair, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, const char *message)
{
	const struct stack *s = pair->context;
	const struct layer *l = s->overlay;
	const struct fit *fit = s->fit;
	struct place at = PLACE_NONE;
	struct diag *d;

	d = input_finding(
		fit->r, fit->c, l->image->data.part, r, level, 0, 0, "%s", message);
	if (!d)
		return NULL;
	if (n)
		d->node = diag_clean(
			fit->r->arena, node_path(&l->tree, n, fit->r->arena));
	if (l->base >= 0 && n)
		at.offset = l->base + (p ? p->offset : n->offset);
	if (l->base >= 0 && p)
		at.length = p->len;
	d->place = at;
	return d;
}

static struct overlay_layer
origin_of(const struct stack *s, const struct layer *l, const struct overlay *o,
	const struct tree *base)
{
	struct overlay_layer out = {
		.tree = &l->tree, .file = s->fit->c->file, .base = l->base
	};
	const char **paths;
	size_t i;

	if (!o)
		return out;
	paths = overlay_target_paths(o, base, s->fit->r->scratch);
	out.aims = arena_array(s->fit->r->scratch, struct overlay_aim, o->nfragments + 1);
	for (i = 0; i < o->nfragments; i++) {
		const struct overlay_fragment *f = &o->fragments[i];

		if (f->content && paths[i])
			out.aims[out.naims++] = (struct overlay_aim){ f->content,
				paths[i] };
	}
	return out;
}

static void
yield(struct stack *s, const struct bytes *blob, const struct tree *t,
	const struct overlay_layer *layers, size_t n)
{
	struct overlay_origins origins;
	struct content made = { .file = s->fit->c->file,
		.name = input_part_name(s->fit->r, s->fit->c, s->part),
		.data = blob->data,
		.n = blob->n,
		.size = blob->n,
		.base = -1,
		.depth = s->fit->c->depth + 1,
		.merged = true };

	overlay_origins_init(&origins, t, layers, n);
	input_unit(s->fit->r, &made, &origins.origins);
}

/* Applies all of them; false where one does not apply, which is reported. */
static bool
apply(struct stack *s)
{
	struct overlay_layer *layers = arena_array(
		s->fit->r->scratch, struct overlay_layer, s->n);
	struct bytes blob = { 0 }, next;
	struct tree tree = { 0 };
	size_t i;
	bool ok = true;

	layers[0] = origin_of(s, &s->v[0], NULL, NULL);
	for (i = 1; i < s->n && ok; i++) {
		const struct tree *base = i > 1 ? &tree : &s->v[0].tree;
		const struct bytes *from = i > 1 ? &blob : &s->v[0].blob;
		struct fault f = FAULT_INIT(s->fit->r->scratch);
		struct overlay o;
		struct overlay_pair pair = { .overlay = &o,
			.base = base,
			.base_name = s->v[0].image->name,
			.report = report,
			.context = s,
			.scratch = s->fit->r->scratch };
		struct tree made = { 0 };
		int err = 0;

		s->overlay = &s->v[i];
		overlay_read(&o, &s->v[i].tree, s->fit->r->scratch);
		overlay_check_base(&pair);
		ok = !pair.errors;
		if (ok && overlay_is_too_much(&o, from->n, s->v[i].blob.n)) {
			overlay_report_failure(&pair, 0);
			ok = false;
		}
		next = (struct bytes){ 0 };
		if (ok)
			err = overlay_apply(from->data, from->n, s->v[i].blob.data,
				s->v[i].blob.n, &next);
		if (ok
			&& (err
				|| !tree_load(&made, s->fit->r->names, next.data, next.n,
					&f))) {
			overlay_report_failure(&pair, err ? err : -FDT_ERR_INTERNAL);
			tree_free(&made);
			bytes_free(&next);
			ok = false;
		}
		if (!ok)
			break;
		layers[i] = origin_of(s, &s->v[i], &o, base);
		tree_free(&tree);
		bytes_free(&blob);
		tree = made;
		blob = next;
	}
	if (ok)
		yield(s, &blob, &tree, layers, s->n);
	tree_free(&tree);
	bytes_free(&blob);
	return ok;
}

static size_t
count_strings(const struct prop *p)
{
	size_t n = 0;

	prop_for_each_string(p, s) n++;
	return n;
}

void
fit_apply_overlays(struct fit *fit, const struct node *configuration)
{
	const struct prop *p = fit_prop(fit, configuration, "fdt");
	struct stack s = { .fit = fit };
	uint64_t size = 0;
	bool ok = true;
	size_t i;

	if (!p || count_strings(p) < 2)
		return;
	s.part = arena_strdup(fit->r->arena, node_name(&fit->tree, configuration));
	s.v = arena_array(fit->r->scratch, struct layer, count_strings(p));
	prop_for_each_string(p, name)
	{
		const struct fit_image *image = fit_image(fit, name);

		/* one that is absent is told of already, as is one that cannot be read */
		if (!ok || !image)
			break;
		size += image->data.size;
		ok = input_may_make(fit->r, fit->c, s.part, size)
		     && read_layer(fit, image, &s.v[s.n++]);
	}
	if (ok && s.n == count_strings(p) && !apply(&s))
		input_finding(fit->r, fit->c, s.part, fit_rule(FIT_OVERLAY), LEVEL_ERROR,
			p->offset, p->len, "the overlay '%s' does not apply to '%s'",
			s.overlay->image->name, s.v[0].image->name);
	for (i = 0; i < s.n; i++) {
		tree_free(&s.v[i].tree);
		bytes_free(&s.v[i].blob);
	}
}
