/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <libfdt.h>

#include "rules/ebbr/ebbr.h"

enum { VERSION = 17, ALIGNMENT = 8 };

static void
check_version(struct lint *l, const struct rule *r)
{
	if (!l->tree->overlay && l->tree->version < VERSION)
		lint_report(l, r, LEVEL_WARNING, NULL, NULL,
			"the format is of version %" PRIu32 ", expected %d or later",
			l->tree->version, VERSION);
}

static void
check_alignment(struct lint *l, const struct rule *r)
{
	uint32_t reserved = fdt_off_mem_rsvmap(l->tree->blob);

	if (l->tree->overlay)
		return;
	if (reserved % ALIGNMENT)
		lint_report(l, r, LEVEL_WARNING, NULL, NULL,
			"the memory reservation block is at 0x%" PRIx32
			" of the blob, expected a multiple of %d",
			reserved, ALIGNMENT);
	else if (l->base > 0 && l->base % ALIGNMENT)
		diag_help(l,
			lint_report(l, r, LEVEL_NOTE, NULL, NULL,
				"the blob is at 0x%" PRIx64
				" of the file, which is no multiple of %d: used where it "
				"lies, it is not aligned",
				(uint64_t)l->base, ALIGNMENT),
			"align it (mkimage -B 8), or have firmware move it before it hands it "
			"on");
}

static const struct rule rules[] = {
	{
		.id = "ebbr/format-version",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "the blob is of a format before version 17",
		.why = "Where firmware provides a tree, EBBR has it in the flattened format of "
		       "version 17 or higher.",
		.fix = "Write it with a current dtc: dtc -I dtb -O dtb.",
		.refs = EBBR_DEVICETREE "\n" DTSPEC
					"\nDevicetree Specification v0.4, 5.1 Versioning",
		.bad = { NULL, NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT "};\n", NULL },
		.check_tree = check_version,
	},
	{
		.id = "ebbr/blob-alignment",
		.level = LEVEL_WARNING,
		.varies = true,
		.state = RULE_FAMILY,
		.summary = "the blob, or a block in it, is not aligned to 8 bytes",
		.why = "The blob is to be at an address that is a multiple of 8, and its memory "
		       "reservation block at such an offset. A program that reads 64 bits "
		       "where they are not aligned stops, on some machines.",
		.levels =
			"warning: the memory reservation block is not aligned in the blob\n"
			"note: the blob is not, in the file that holds it; firmware that "
			"moves it may align it",
		.fix = "Align it; dtc does within the blob, mkimage -B 8 in an image.",
		.refs = EBBR_DEVICETREE "\n" DTSPEC
					"\nDevicetree Specification v0.4, 5.6 Alignment",
		.bad = { NULL, NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT "};\n", NULL },
		.check_tree = check_alignment,
	},
};

const struct rule_set rules_ebbr_blob = { rules, sizeof(rules) / sizeof(*rules) };
