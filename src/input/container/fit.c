/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FIT images, with data in the tree or behind it
 * (doc/usage/fit/source_file_format.rst of U-Boot).
 */
#include "input/container/fit.h"

#include <string.h>

#include "tree/value.h"

/* A node of that name begins so, whatever its depth. */
static const uint8_t images[] = { 0, 0, 0, 1, 'i', 'm', 'a', 'g', 'e', 's', 0, 0 };

static bool
holds(const uint8_t *data, size_t n, const uint8_t *what, size_t size)
{
	const uint8_t *end = data + n, *at = data;

	while ((size_t)(end - at) >= size
		&& (at = memchr(at, what[3], (size_t)(end - at) - size + 4))) {
		if (at - data >= 3 && (size_t)(end - at) >= size - 3
			&& !memcmp(at - 3, what, size))
			return true;
		at++;
	}
	return false;
}

static bool
takes(const struct content *c)
{
	uint32_t at, n;

	if (c->n < TREE_HEADER || tree_magic(c->data) != TREE_MAGIC
		|| tree_version(c->data) < 17)
		return false;
	at = tree_off_dt_struct(c->data);
	n = tree_size_dt_struct(c->data);
	/* the first nodes: an image's data may be large */
	return at < c->n && n <= c->n - at
	       && holds(c->data + at, n < CONTENT_HEAD ? n : CONTENT_HEAD, images,
		       sizeof(images));
}

const struct prop *
fit_prop(const struct fit *fit, const struct node *n, const char *name)
{
	node_for_each_prop (&fit->tree, n, p)
		if (!strcmp(prop_name(&fit->tree, p), name))
			return p;
	return NULL;
}

const char *
fit_string(const struct fit *fit, const struct node *n, const char *name)
{
	const struct prop *p = fit_prop(fit, n, name);

	return p ? prop_next_string(p, NULL) : NULL;
}

bool
fit_number(const struct fit *fit, const struct node *n, const char *name, uint64_t *out)
{
	const struct prop *p = fit_prop(fit, n, name);

	return p && (p->len == 4 || p->len == 8) && prop_number(p, 0, p->len / 4, out);
}

const struct fit_image *
fit_image(const struct fit *fit, const char *name)
{
	uint32_t i = map_get(&fit->by_name, hash_bytes(name, strlen(name)));

	if (i != MAP_ABSENT && !strcmp(fit->images[i].name, name))
		return &fit->images[i];
	for (i = 0; i < fit->nimages; i++)
		if (!strcmp(fit->images[i].name, name))
			return &fit->images[i];
	return NULL;
}

/* Where an image's data are: in the tree, behind it, or at a place in the file. */
static bool
find_data(const struct fit *fit, const struct node *n, struct entry *e)
{
	const struct prop *p = fit_prop(fit, n, "data");
	uint64_t at;

	if (p) {
		e->offset = p->offset;
		e->size = p->len;
		return true;
	}
	if (!fit_number(fit, n, "data-size", &e->size))
		return false;
	if (fit_number(fit, n, "data-position", &e->offset))
		return true;
	if (!fit_number(fit, n, "data-offset", &at))
		return false;
	e->offset = (((uint64_t)tree_totalsize(fit->c->data) + 3) & ~(uint64_t)3);
	return !__builtin_add_overflow(e->offset, at, &e->offset);
}

static void
read_image(struct fit *fit, const struct node *n, struct fit_image *image)
{
	const char *type = fit_string(fit, n, "type");

	*image = (struct fit_image){ .node = n,
		.name = node_name(&fit->tree, n),
		.type = type ? type : "",
		.compression = fit_string(fit, n, "compression") };
	image->data.part = arena_strdup(fit->r->arena, image->name);
	image->present = find_data(fit, n, &image->data);
	image->data.tree = !strcmp(image->type, "flat_dt");
	if (image->data.tree && image->compression
		&& strcmp(image->compression, "none") != 0)
		image->data.codec = codec_named(image->compression);
}

static bool
read_images(struct fit *fit)
{
	const struct node *root = fit->tree.nodes;
	const struct node *list = node_child(
		&fit->tree, root, "images", strlen("images"));
	size_t n = 0;

	fit->configurations = node_child(
		&fit->tree, root, "configurations", strlen("configurations"));
	if (!list)
		return false;
	node_for_each_child (&fit->tree, list, child)
		n++;
	fit->images = arena_array(fit->r->scratch, struct fit_image, n);
	node_for_each_child (&fit->tree, list, child) {
		struct fit_image *image = &fit->images[fit->nimages];

		read_image(fit, child, image);
		map_put(&fit->by_name, fit->r->scratch,
			hash_bytes(image->name, strlen(image->name)),
			(uint32_t)fit->nimages++);
	}
	/* a device tree may have such a node, too */
	for (n = 0; n < fit->nimages; n++)
		if (fit->images[n].present && *fit->images[n].type)
			return true;
	return false;
}

static void
look(struct fit *fit)
{
	struct entries list = { 0 };
	struct fault f = FAULT_INIT(fit->r->arena);
	size_t i, trees = 0;
	uint64_t end = tree_totalsize(fit->c->data);

	for (i = 0; i < fit->nimages; i++) {
		struct fit_image *image = &fit->images[i];

		if (!image->present && image->data.tree) {
			fault_set(&f, "an image without data");
			input_part_fault(fit->r, fit->c, image->data.part, &f);
			f.message = NULL;
		}
		trees += image->data.tree;
		if (!image->present)
			continue;
		if (image->data.tree && image->compression && !image->data.codec
			&& strcmp(image->compression, "none") != 0) {
			fault_set(&f, "is compressed by '%s', which is not known",
				image->compression);
			input_part_fault(fit->r, fit->c, image->data.part, &f);
			f.message = NULL;
			continue;
		}
		entries_add(&list, fit->r->scratch, &image->data);
		if (image->data.offset + image->data.size > end
			&& image->data.offset + image->data.size <= fit->c->n)
			end = image->data.offset + image->data.size;
	}
	entries_look(fit->r, fit->c, &list);
	if (!trees) {
		fault_set(&f, "is a FIT image without a device tree");
		input_part_fault(fit->r, fit->c, NULL, &f);
	}
	if (end < fit->c->n)
		trees_report_behind(fit->r, fit->c, (size_t)end, true);
}

static bool
read_fit(struct reading *r, const struct content *c, struct fault *f)
{
	struct fit fit = { .r = r, .c = c };
	struct fault own = FAULT_INIT(r->scratch);

	(void)f;
	if (!tree_load(&fit.tree, r->names, c->data, c->n, &own) || !read_images(&fit)) {
		input_unit(r, c, NULL);
	} else {
		look(&fit);
		fit_check_images(&fit);
		fit_check_configurations(&fit);
	}
	tree_free(&fit.tree);
	return true;
}

const struct input_reader input_reader_fit = {
	.name = "a FIT image",
	.suffixes = (const char *const[]){ ".itb", NULL },
	.takes = takes,
	.read = read_fit,
};
