/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "input/container/fit.h"
#include "rules/container.h"
#include "tree/value.h"

/* What names images in a configuration. */
static const char *const naming[] = { "kernel", "ramdisk", "fdt", "fpga", "loadables",
	"firmware", "script", "setup", "standalone", "tee", "tfa-bl31" };

/* An image in memory: where it is loaded to. */
struct loaded {
	const struct fit_image *image;
	uint64_t from, end;
};

static const char *
near_image(struct fit *fit, const char *name)
{
	struct suggest s = { .word = name };

	for (size_t i = 0; i < fit->nimages && i < 1000; i++)
		suggest_try(&s, fit->images[i].name);
	return suggest_text(fit->r->arena, &s);
}

static const char *
part_of(struct fit *fit, const struct node *n)
{
	return arena_strdup(fit->r->arena, node_name(&fit->tree, n));
}

/* What is loaded as it is: what a packed image unpacks to is not known. */
static bool
is_loaded(const struct fit *fit, const struct fit_image *image, struct loaded *out)
{
	if (!image->present || !fit_number(fit, image->node, "load", &out->from)
		|| !image->compression || strcmp(image->compression, "none") != 0)
		return false;
	out->image = image;
	return !__builtin_add_overflow(out->from, image->data.size, &out->end);
}

static int
by_address(const void *va, const void *vb)
{
	const struct loaded *a = va, *b = vb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return a->image < b->image ? -1 : a->image > b->image;
}

static void
check_memory(struct fit *fit, const struct node *n, struct loaded *v, size_t count)
{
	size_t i, last = 0;

	if (count)
		qsort(v, count, sizeof(*v), by_address);
	for (i = 1; i < count; i++) {
		if (v[i].from < v[last].end && v[i].image != v[last].image)
			input_finding(fit->r, fit->c, part_of(fit, n),
				fit_rule(FIT_MEMORY_OVERLAP), LEVEL_ERROR, n->offset, 0,
				"'%s' is loaded to 0x%" PRIx64 "-0x%" PRIx64
				", over '%s' at 0x%" PRIx64 "-0x%" PRIx64,
				v[i].image->name, v[i].from, v[i].end - 1,
				v[last].image->name, v[last].from, v[last].end - 1);
		if (v[i].end > v[last].end)
			last = i;
	}
}

static size_t
count_names(struct fit *fit, const struct node *n)
{
	size_t count = 0;

	for (size_t i = 0; i < sizeof(naming) / sizeof(*naming); i++) {
		const struct prop *p = fit_prop(fit, n, naming[i]);

		if (p)
			prop_for_each_string(p, s) count++;
	}
	return count;
}

static void
check_configuration(struct fit *fit, const struct node *n)
{
	struct loaded *v = arena_array(
		fit->r->scratch, struct loaded, count_names(fit, n));
	size_t count = 0;

	for (size_t i = 0; i < sizeof(naming) / sizeof(*naming); i++) {
		const struct prop *p = fit_prop(fit, n, naming[i]);

		if (!p)
			continue;
		prop_for_each_string(p, s)
		{
			const struct fit_image *image = fit_image(fit, s);

			if (image) {
				count += is_loaded(fit, image, &v[count]);
				continue;
			}
			/* "" is how one is said to be absent */
			if (*s)
				input_finding(fit->r, fit->c, part_of(fit, n),
					fit_rule(FIT_ABSENT_IMAGE), LEVEL_ERROR,
					p->offset, p->len,
					"'%s' names the image '%s', which is absent%s",
					naming[i], s, near_image(fit, s));
		}
	}
	check_memory(fit, n, v, count);
}

static void
check_default(struct fit *fit)
{
	const struct node *list = fit->configurations;
	const struct prop *p = fit_prop(fit, list, "default");
	const char *name = p ? prop_next_string(p, NULL) : NULL;
	struct suggest s = { .word = name ? name : "" };
	size_t n = 0;

	node_for_each_child (&fit->tree, list, child)
		n++;
	if (!name && n > 1)
		input_finding(fit->r, fit->c, NULL, fit_rule(FIT_DEFAULT), LEVEL_WARNING,
			list->offset, 0, "/configurations has no 'default', of %zu", n);
	if (!name || node_child(&fit->tree, list, name, strlen(name)))
		return;
	n = 0;
	node_for_each_child (&fit->tree, list, child)
		if (n++ < 1000)
			suggest_try(&s, node_name(&fit->tree, child));
	input_finding(fit->r, fit->c, NULL, fit_rule(FIT_DEFAULT), LEVEL_ERROR, p->offset,
		p->len, "the default is '%s', a configuration that is absent%s", name,
		suggest_text(fit->r->arena, &s));
}

void
fit_check_configurations(struct fit *fit)
{
	if (!fit->configurations)
		return;
	check_default(fit);
	node_for_each_child (&fit->tree, fit->configurations, n) {
		check_configuration(fit, n);
		fit_apply_overlays(fit, n);
	}
}
