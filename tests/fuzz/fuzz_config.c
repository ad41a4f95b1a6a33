/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a configuration: settings that hold together, or a fault. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check(const struct config *c, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct rule_request none = { 0 };
	size_t i;

	/* every word was judged when it was read */
	must(rule_config_make(a, NULL, &c->rules, &none, &f) != NULL);
	for (i = 0; i < c->npairs; i++) {
		must(c->pairs[i].trees.n && c->pairs[i].hosts.n);
		config_globs_match(a, &c->pairs[i].trees, "guests/arm64/guest.dtb");
	}
	for (i = 0; i < c->nignores; i++) {
		must(c->ignores[i].line && c->ignores[i].rules.n && c->ignores[i].reason);
		must(!c->ignores[i].expired || c->ignores[i].expires);
		config_globs_match(a, &c->ignores[i].nodes, "/soc/virtio_mmio@a003e00");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct config c = { .file = "config", .dir = "/" };
	char *copy = malloc(size + 1);

	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	if (config_read(&c, copy, size, "dir/", "2026-06-30", &a, &f)) {
		/* settings must not point into the text */
		memset(copy, 'x', size);
		check(&c, &a);
	} else {
		must(f.message && *f.message);
	}
	free(copy);
	arena_free(&a);
	return 0;
}
