/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of the rules that bindings are. */
#include <string.h>

#include "base/suggest.h"
#include "bindings/bindings.h"
#include "rules/dynamic.h"

/* http://devicetree.org/schemas/serial/pl011.yaml -> schema/serial/pl011 */
const char *
binding_rule_id(struct arena *a, const char *id)
{
	const char *path = strstr(id, "/schemas/"), *slash;
	size_t n;

	if (path) {
		path += strlen("/schemas/");
	} else {
		slash = strrchr(id, '/');
		path = slash && slash[1] ? slash + 1 : id;
	}
	n = strlen(path);
	if (n > 5 && !strcmp(path + n - 5, ".yaml"))
		n -= 5;
	return diag_clean(a, arena_printf(a, "schema/%.*s", (int)n, path));
}

static bool
is_binding(const struct program *p, const char *name, struct arena *scratch,
	struct suggest *near)
{
	uint32_t i;

	for (i = 0; i < p->nroots; i++) {
		const char *id = binding_rule_id(
			scratch, program_string(p, p->roots[i].id));

		if (rule_dynamic_matches(id, name))
			return true;
		suggest_try(near, id);
	}
	return false;
}

bool
bindings_check_names(
	const struct bindings *b, const struct rule_config *c, struct fault *f)
{
	const struct program *p = bindings_program(b);
	struct suggest near = { 0 };
	size_t i;

	for (i = 0; i < c->ndynamic; i++) {
		near = (struct suggest){ .word = c->dynamic[i].name };
		if (!is_binding(p, near.word, f->arena, &near))
			return fault_set(f, "there is no binding '%s'%s", near.word,
				suggest_text(f->arena, &near));
	}
	return true;
}
