/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "rules/machine/machine.h"
#include "tree/names.h"
#include "tree/value.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool
same(const char *s, size_t n, const char *name)
{
	size_t i;

	if (strlen(name) != n)
		return false;
	for (i = 0; i < n; i++)
		if (lower(s[i]) != name[i])
			return false;
	return true;
}

/* "rv64imafdcv_zba_zbb": single letters behind the width, then names between '_'. */
static bool
isa_has(const char *isa, const char *name)
{
	const char *s = isa, *end;
	size_t width;

	if (lower(isa[0]) != 'r' || lower(isa[1]) != 'v')
		return false;
	width = 2 + strspn(isa + 2, "0123456789");
	s += width;
	end = s + strcspn(s, "_");
	if (!name[1]) {
		for (; s < end; s++) {
			/* names with several letters begin with one of these */
			if (strchr("szxSZX", *s))
				break;
			if (lower(*s) == *name
				|| (lower(*s) == 'g' && strchr("imafd", *name)))
				return true;
		}
		return false;
	}
	for (; *s; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "_");
		if (same(s, (size_t)(end - s), name))
			return true;
	}
	/* the first of them may stand behind the letters without '_' */
	s = isa + width;
	end = s + strcspn(s, "_");
	while (s < end && !strchr("szxSZX", *s))
		s++;
	return same(s, (size_t)(end - s), name);
}

/* TRI_UNKNOWN where the node says nothing of its extensions. */
static enum tri
cpu_has(const struct tree *t, const struct node *n, const char *name)
{
	const struct prop *list = node_prop(t, n, NAME_riscv_isa_extensions);
	const struct prop *isa = node_prop(t, n, NAME_riscv_isa);
	const char *s = isa ? prop_next_string(isa, NULL) : NULL;

	if (list) {
		prop_for_each_string(
			list, one) if (same(one, strlen(one), name)) return TRI_YES;
		return TRI_NO;
	}
	if (!s)
		return TRI_UNKNOWN;
	return isa_has(s, name) ? TRI_YES : TRI_NO;
}

static void
compare(struct lint *l, const struct rule *r, const struct node *n, const struct host *h,
	const struct guest_extension *e)
{
	const struct prop *p = node_prop(l->tree, n, NAME_riscv_isa_extensions);
	enum tri has = cpu_has(l->tree, n, e->name);
	struct diag *d;

	if (has == TRI_UNKNOWN || (has == TRI_YES) == e->on)
		return;
	if (!p)
		p = node_prop(l->tree, n, NAME_riscv_isa);
	if (e->on) {
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"no '%s', and the host gives the CPUs this extension", e->name);
		diag_why(l, d,
			"Linux goes by the tree: it does not use the extension, and does not "
			"let programs use it");
	} else {
		d = lint_report(l, r, LEVEL_ERROR, n, p,
			"'%s', and the host's CPUs do not have this extension", e->name);
		diag_why(l, d,
			"Linux goes by the tree: the first instruction of the extension is "
			"illegal");
	}
	diag_help(l, d, "let the tree and the host's -cpu say the same");
	diag_pair(l, d, h, NULL, e->said.place.line || e->said.pointer ? &e->said : NULL);
}

static void
check_isa(struct lint *l, const struct rule *r)
{
	const struct host *h;
	const struct node *n;
	size_t i;

	for (h = l->hosts; h < l->hosts + l->nhosts; h++)
		for (i = 0; i < h->guest.nextensions; i++)
			for (n = machine_cpu(l, NULL); n; n = machine_cpu(l, n)) {
				if (lint_is_done(l, r))
					return;
				compare(l, r, n, h, &h->guest.extensions[i]);
			}
}

#define TREE(isa) \
	SAMPLE_ROOT \
	SAMPLE_CPU_0 \
	"\t\t\tcompatible = \"riscv\";\n" \
	"\t\t\treg = <0>;\n" \
	"\t\t\triscv,isa = \"" isa "\";\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "machine/isa-differs",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary = "a CPU's extensions in the tree are not those that the host gives it",
	.why = "On RISC-V Linux learns of extensions from the tree alone. One that is missing "
	       "there is not used; one that the CPU does not have ends in an illegal "
	       "instruction.",
	.levels =
		"An error where the tree has an extension that the host turns off, a warning "
		"where it lacks one that the host turns on. Only those that the host names "
		"are looked at.",
	.fix = "Let riscv,isa (or riscv,isa-extensions) and the host's -cpu say the same.",
	.refs = "Linux Documentation/devicetree/bindings/riscv/extensions.yaml\n"
		"QEMU docs/system/riscv, target/riscv/cpu.c",
	.bad = { TREE("rv64imafdc"), "guest:\n  isa: {v: true}\n" },
	.good = { TREE("rv64imafdcv_zba"), "guest:\n  isa: {v: true, zbb: false}\n" },
	.check_tree = check_isa,
} };

const struct rule_set rules_machine_isa = { rules, 1 };
