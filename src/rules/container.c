/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/container.h"

static const struct rule rules[] = {
	[CONTAINER_ENTRY_OUTSIDE] = {
		.id = "container/entry-outside",
		.level = LEVEL_ERROR,
		.summary = "an entry lies outside the file that is to hold it",
		.why = "A boot loader that believes the entry reads beyond the end: at best it "
		       "stops there, at worst it boots with whatever stood in memory.",
		.fix = "Make the image anew; it was cut short, or offsets were written for "
		       "another file.",
		.refs = "https://source.android.com/docs/core/architecture/dto/partitions",
	},
	[CONTAINER_ENTRIES_OVERLAP] = {
		.id = "container/entries-overlap",
		.level = LEVEL_WARNING,
		.summary = "two entries of an image share some of their bytes",
		.why = "Entries may share a tree, but then all of it. Where only a part is "
		       "shared, one of the two offsets or sizes is wrong.",
		.fix = "Make the image anew.",
		.refs = "https://source.android.com/docs/core/architecture/dto/partitions",
	},
	[CONTAINER_TRAILING_BYTES] = {
		.id = "container/trailing-bytes",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary = "bytes stand behind the last tree of a file",
		.levels = "warning: they are neither a tree nor padding\n"
			  "note: they are padding",
		.why = "The size in a tree's header says where it ends. What stands behind it "
		       "nobody reads as a tree: a second tree that was appended and cut, a "
		       "signature, or the rest of a larger file that was overwritten. It was "
		       "not looked at.",
		.fix = "Find out what wrote them; truncate the file to its tree where they are "
		       "of no use.",
		.refs = "Devicetree Specification v0.4, 5.2 Header",
	},
	[CONTAINER_OVERLAY_MAP] = {
		.id = "container/overlay-map",
		.level = LEVEL_WARNING,
		.summary = "overlay_map.dtb names an overlay that it does not have",
		.why = "The firmware of a Raspberry Pi looks an overlay up in this map; where it "
		       "is sent to a name that is not in it, the overlay is not applied.",
		.fix = "Mend the name, or add the overlay to the map.",
		.refs = "https://www.raspberrypi.com/documentation/computers/configuration.html",
	},
};

static const struct rule fit_rules[] = {
	[FIT_ABSENT_IMAGE] = {
		.id = "fit/absent-image",
		.level = LEVEL_ERROR,
		.summary = "a configuration of a FIT names an image that it does not have",
		.why = "U-Boot looks the image up by the name of its node; booting this "
		       "configuration ends with an error.",
		.fix = "Mend the name in the image tree source, or add the image.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html",
	},
	[FIT_DEFAULT] = {
		.id = "fit/default",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary = "a FIT has no default configuration, or names one that is absent",
		.levels = "error: it names one that is absent\n"
			  "warning: it names none, of several",
		.why = "A boot command that names no configuration takes the default; without "
		       "one U-Boot stops.",
		.fix = "Set 'default' in /configurations to the name of one of its nodes.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html",
	},
	[FIT_MEMORY_OVERLAP] = {
		.id = "fit/memory-overlap",
		.level = LEVEL_ERROR,
		.summary = "two images of one configuration are loaded over each other",
		.why = "Each is copied to its load address; the one that comes second destroys "
		       "a part of the first.",
		.fix = "Move one of the load addresses.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html",
	},
	[FIT_HASH] = {
		.id = "fit/hash-mismatch",
		.level = LEVEL_ERROR,
		.summary = "a hash of a FIT does not match the data of its image",
		.why = "U-Boot checks the hash before it uses the image, and refuses it.",
		.fix = "Make the image anew with mkimage: the data were changed after it.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html",
	},
	[FIT_REQUIRED_PROPERTY] = {
		.id = "fit/required-property",
		.level = LEVEL_WARNING,
		.summary = "an image of a FIT lacks a property that it must have",
		.why = "Without 'compression' or 'arch', or 'load' of a kernel or firmware, boot "
		       "loaders guess, and do not guess alike.",
		.fix = "Add the property to the image tree source; compression = \"none\" where "
		       "there is none.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/source_file_format.html",
	},
	[FIT_OVERLAY] = {
		.id = "fit/overlay",
		.level = LEVEL_ERROR,
		.summary = "an overlay in a configuration of a FIT does not apply",
		.why = "U-Boot applies the overlays of a configuration's 'fdt' to its first tree "
		       "in that order; where one fails, booting ends.",
		.fix = "The findings of 'overlay/' say what stands in the way.",
		.refs = "https://docs.u-boot.org/en/latest/usage/fit/overlay-fdt-boot.html",
	},
};

const struct rule_set rules_container = { rules, sizeof(rules) / sizeof(*rules) };
const struct rule_set rules_fit = { fit_rules, sizeof(fit_rules) / sizeof(*fit_rules) };

const struct rule *
container_rule(enum container_rule which)
{
	return &rules[which];
}

const struct rule *
fit_rule(enum fit_rule which)
{
	return &fit_rules[which];
}
