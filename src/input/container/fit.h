/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FIT images (U-Boot's flattened image trees), between the files that read them. */
#ifndef DTLINT_INPUT_CONTAINER_FIT_H
#define DTLINT_INPUT_CONTAINER_FIT_H

#include "input/container/container.h"
#include "tree/tree.h"

/* One image: a node of /images. */
struct fit_image {
	const struct node *node;
	const char *name;
	const char *type;        /* "" where it has none */
	const char *compression; /* NULL where it has none */
	struct entry data;       /* where it is in the content */
	bool present;            /* it has data, and they are inside */
};

struct fit {
	struct reading *r;
	const struct content *c;
	struct tree tree;
	struct fit_image *images;
	size_t nimages;
	struct map by_name;                /* hash of the name -> image */
	const struct node *configurations; /* or NULL */
};

/* The image of that name, or NULL. */
const struct fit_image *fit_image(const struct fit *fit, const char *name);

/* The only string of a property of a node, or NULL. */
const char *fit_string(const struct fit *fit, const struct node *n, const char *name);
const struct prop *fit_prop(
	const struct fit *fit, const struct node *n, const char *name);

/* An address or size of one cell or two; false where there is none. */
bool fit_number(
	const struct fit *fit, const struct node *n, const char *name, uint64_t *out);

/* What is wrong with images and with configurations (fit/…). */
void fit_check_images(struct fit *fit);
void fit_check_configurations(struct fit *fit);

/* Applies the overlays of a configuration to its base, and yields the result. */
void fit_apply_overlays(struct fit *fit, const struct node *configuration);

#endif
