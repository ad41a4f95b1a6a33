/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/buf.h"
#include "base/checksum.h"
#include "input/container/fit.h"
#include "rules/container.h"
#include "tree/value.h"

/* Image types for which a property is asked, by the specification's words. */
static const struct {
	const char *property;
	const char *const *types; /* NULL: all */
} required[] = {
	{ "compression", NULL },
	{ "arch", (const char *const[]){ "standalone", "kernel", "firmware", "ramdisk",
			  "flat_dt", NULL } },
	{ "load", (const char *const[]){ "kernel", "firmware", NULL } },
};

static bool
is_of(const char *const *types, const char *type)
{
	for (; types && *types; types++)
		if (!strcmp(*types, type))
			return true;
	return !types;
}

static void
check_required(struct fit *fit, const struct fit_image *image)
{
	for (size_t i = 0; i < sizeof(required) / sizeof(*required); i++)
		if (is_of(required[i].types, image->type)
			&& !fit_prop(fit, image->node, required[i].property))
			input_finding(fit->r, fit->c, image->data.part,
				fit_rule(FIT_REQUIRED_PROPERTY), LEVEL_WARNING,
				image->node->offset, 0,
				"an image of type '%s' without '%s'", image->type,
				required[i].property);
}

static const char *
hex(struct arena *a, const uint8_t *p, size_t n)
{
	struct buf b = { 0 };
	const char *s;

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%02x", p[i]);
	s = arena_strndup(a, b.s ? b.s : "", b.n);
	buf_free(&b);
	return s;
}

static void
check_hash(struct fit *fit, const struct fit_image *image, const struct node *n)
{
	const struct prop *value = fit_prop(fit, n, "value");
	const char *algo = fit_string(fit, n, "algo");
	uint8_t is[CHECKSUM_MAX];
	size_t size;

	if (!algo || !value)
		return;
	size = checksum(
		algo, fit->c->data + image->data.offset, (size_t)image->data.size, is);
	if (!size || (value->len == size && !memcmp(value->data, is, size)))
		return;
	input_finding(fit->r, fit->c, image->data.part, fit_rule(FIT_HASH), LEVEL_ERROR,
		value->offset, value->len, "%s of '%s' is %s, but the data have %s",
		node_name(&fit->tree, n), image->name,
		hex(fit->r->arena, value->data,
			value->len < CHECKSUM_MAX ? value->len : CHECKSUM_MAX),
		hex(fit->r->arena, is, size));
}

/* Hash nodes are "hash", "hash-1", "hash@1"; no more than there are algorithms. */
enum { HASHES_MAX = 8 };

void
fit_check_images(struct fit *fit)
{
	uint64_t hashed = 0;

	for (size_t i = 0; i < fit->nimages; i++) {
		const struct fit_image *image = &fit->images[i];
		unsigned int hashes = 0;

		if (!*image->type)
			continue;
		check_required(fit, image);
		if (!image->present || image->data.offset > fit->c->n
			|| image->data.size > fit->c->n - image->data.offset)
			continue;
		node_for_each_child (&fit->tree, image->node, n) {
			if (strncmp(node_name(&fit->tree, n), "hash", 4) != 0
				|| hashes++ >= HASHES_MAX)
				continue;
			/* many images that share their data must not cost as many times */
			hashed += image->data.size;
			if (hashed <= HASHES_MAX * (uint64_t)fit->c->n)
				check_hash(fit, image, n);
		}
	}
}
