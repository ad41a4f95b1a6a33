/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/input.h"

enum {
	INPUT_DEVICE_TREE,
	INPUT_HOST_CONFIG,
	INPUT_CONFIG,
	INPUT_FIX,
	INPUT_BINDING,
	INPUT_META_SCHEMA,
	HOST_INCOMPLETE_FACTS,
	UNUSED_IGNORE,
	EXPIRED_IGNORE,
	UNUSED_PAIR,
	UNUSED_OVERLAYS,
};

static const struct rule rules[] = {
	[INPUT_DEVICE_TREE] = {
		.id = "input/device-tree",
		.level = LEVEL_ERROR,
		.summary = "a device tree could not be read",
		.why = "A tree that is empty, truncated or malformed, or that the limits on "
		       "nesting and cell counts rule out, has not been looked at: nothing "
		       "that was not reported of it is known to be right. The exit status "
		       "is 2. This cannot be ignored.",
		.fix = "Make the file anew; the message says where it breaks and what was "
		       "expected there.",
		.refs = "Devicetree Specification v0.4, 5 Flattened Devicetree (DTB) Format",
	},
	[INPUT_HOST_CONFIG] = {
		.id = "input/host-config",
		.level = LEVEL_ERROR,
		.summary = "a host configuration could not be read",
		.why = "Levels depend on what the host says. With a host configuration that "
		       "cannot be read no tree is linted, and the exit status is 2. This "
		       "cannot be ignored.",
		.fix = "Mend the file at the place the message names.",
		.refs = "schemas/host-config.schema.yaml",
	},
	[INPUT_CONFIG] = {
		.id = "input/config",
		.level = LEVEL_ERROR,
		.summary = "a .dtlint.yaml could not be read",
		.why = "The configuration says what is reported and which hosts trees are "
		       "paired with. With one that cannot be read no tree is linted, and the "
		       "exit status is 2. This cannot be ignored.",
		.fix = "Mend the file at the place the message names; --no-config goes without "
		       "it.",
		.refs = "schemas/config.schema.yaml",
	},
	[INPUT_FIX] = {
		.id = "input/fix",
		.level = LEVEL_ERROR,
		.summary = "a tree that --fix was to mend could not be",
		.why = "The findings are as they were, and no file was written for this tree. "
		       "The exit status is 2. This cannot be ignored.",
		.fix = "The message says what stood in the way; the findings say what to do by "
		       "hand.",
		.refs = "dtlint(1)",
	},
	[INPUT_BINDING] = {
		.id = "input/binding",
		.level = LEVEL_ERROR,
		.summary = "a binding could not be read",
		.why = "A binding that is not valid YAML, has a key twice, or is no schema "
		       "is left out: what it would have found is not known. The others "
		       "still serve. The exit status is 2. This cannot be ignored.",
		.fix = "Mend the binding at the place the message names.",
		.refs = "JSON Schema draft 2019-09",
	},
	[INPUT_META_SCHEMA] = {
		.id = "input/meta-schema",
		.level = LEVEL_ERROR,
		.summary = "a binding is not what dt-schema's meta-schemas allow",
		.why = "The kernel takes no binding that they have something against, and what "
		       "they do not allow is most often a slip: a limit that limits nothing, a "
		       "property without a type, a pattern for a name. Reported by 'dtlint "
		       "schema check', where dt-schema or its sources are installed; the "
		       "binding serves all the same where it is a schema.",
		.fix = "Write it as the message has it.",
		.refs = "https://www.kernel.org/doc/html/latest/devicetree/bindings/"
			"writing-schema.html",
	},
	[HOST_INCOMPLETE_FACTS] = {
		.id = "host/incomplete-facts",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary = "a part of a host configuration could not be known",
		.levels = "warning: a device, its place or what it offers depends on it\n"
			  "note: none does",
		.why = "What a host's source leaves open (a shell variable, a machine that "
		       "is not known) stays unknown and is not guessed, so a finding may "
		       "be a warning that would be an error, or be missing.",
		.fix = "Give the source with everything spelled out: a captured command line "
		       "(/proc/PID/cmdline), or a native host configuration.",
		.refs = "schemas/host-config.schema.yaml",
	},
	[UNUSED_IGNORE] = {
		.id = "config/unused-ignore",
		.level = LEVEL_WARNING,
		.summary = "an ignore had nothing to ignore",
		.why = "What it was for is gone, or it never matched; left where it is, it "
		       "hides the next fault of the kind. Counted are ignores whose files "
		       "were linted and, where they name nodes, that have such a node; and "
		       "comments in sources, 'dtlint: ignore RULE -- REASON'.",
		.fix = "Remove it, or mend what it names. One that is for a tree that this run "
		       "did not look at says so by 'files'.",
		.refs = "schemas/config.schema.yaml",
	},
	[UNUSED_PAIR] = {
		.id = "config/unused-pair",
		.level = LEVEL_WARNING,
		.summary = "a pattern of a pair in .dtlint.yaml matches no file",
		.why = "The tree that it was for has another name now, or the pattern is wrong: "
		       "the tree is linted without its host, and what is an error on that host "
		       "is a warning. Counted are patterns that match neither an input of the "
		       "run nor any other file below the configuration's directory.",
		.fix = "Mend the pattern, or remove it.",
		.refs = "schemas/config.schema.yaml",
	},
	[UNUSED_OVERLAYS] = {
		.id = "config/unused-overlays",
		.level = LEVEL_WARNING,
		.summary = "a pattern for bases of overlays in .dtlint.yaml matches no file",
		.why = "The base that the overlays are for has another name now, or the pattern "
		       "is wrong: they are applied to nothing, and what they do to the base is "
		       "not looked at. Counted are patterns that match neither an input of the "
		       "run nor any other file below the configuration's directory.",
		.fix = "Mend the pattern, or remove it.",
		.refs = "schemas/config.schema.yaml",
	},
	[EXPIRED_IGNORE] = {
		.id = "config/expired-ignore",
		.level = LEVEL_WARNING,
		.summary = "an ignore is past its last day",
		.why = "Somebody meant to look at it again by that day. What it ignored is "
		       "reported from then on.",
		.fix = "Mend what it ignores and remove it, or give it a new day.",
		.refs = "schemas/config.schema.yaml",
	},
};

const struct rule_set rules_input = { rules, sizeof(rules) / sizeof(*rules) };

static struct diag *
add(struct diag_list *list, int rule, const char *file, const char *message)
{
	struct diag *d = diag_add(list);

	d->rule = &rules[rule];
	d->level = d->rule->level;
	d->file = diag_clean(list->arena, file);
	d->message = diag_clean(list->arena, arena_strdup(list->arena, message));
	return d;
}

static void
add_fault(struct diag_list *list, int rule, const char *file, uint32_t input,
	const struct fault *f)
{
	struct diag *d = add(
		list, rule, f->place.file ? f->place.file : file, f->message);

	d->fault = true;
	d->input = input;
	d->place = f->place;
	d->place.file = NULL;
}

static void
add_about(struct diag_list *list, int rule, const struct about *about,
	const struct fault *f)
{
	struct diag *d;

	add_fault(list, rule, about->file, about->input, f);
	d = list->v[list->n - 1];
	d->unit = about->unit ? diag_clean(list->arena, about->unit) : NULL;
	d->unit_id = about->unit_id;
}

void
input_report_tree(
	struct diag_list *list, const struct about *about, const struct fault *f)
{
	add_about(list, INPUT_DEVICE_TREE, about, f);
}

struct diag *
input_report(struct diag_list *list, const struct rule_config *config,
	const struct rule *r, enum level level, const struct about *about,
	const char *message)
{
	const struct rule_flags *flags = &config->flags[rule_number(r)];
	struct diag *d;

	if (!rule_is_reported(config, r))
		return NULL;
	d = diag_add(list);
	d->rule = r;
	d->level = flags->error                             ? LEVEL_ERROR
		   : flags->capped && level > LEVEL_WARNING ? LEVEL_WARNING
							    : level;
	d->file = diag_clean(list->arena, about->file);
	d->unit = about->unit ? diag_clean(list->arena, about->unit) : NULL;
	d->input = about->input;
	d->unit_id = about->unit_id;
	d->message = diag_clean(list->arena, arena_strdup(list->arena, message));
	return d;
}

void
input_report_host(struct diag_list *list, const char *source, const struct fault *f)
{
	add_fault(list, INPUT_HOST_CONFIG, source, 0, f);
}

void
input_report_fix(struct diag_list *list, const struct about *about, const struct fault *f)
{
	add_about(list, INPUT_FIX, about, f);
}

void
input_report_binding(struct diag_list *list, const struct fault *f)
{
	add_fault(list, INPUT_BINDING, f->place.file, 0, f);
}

struct diag *
input_report_meta_schema(struct diag_list *list, const char *file, const char *message)
{
	return add(list, INPUT_META_SCHEMA, file, message);
}

void
input_report_config(struct diag_list *list, const char *file, const struct fault *f)
{
	add_fault(list, INPUT_CONFIG, file, 0, f);
}

void
input_report_ignore(struct diag_list *list, const struct rule_config *config,
	enum input_ignore what, const char *file, uint32_t line, uint32_t column,
	const char *fmt, ...)
{
	static const struct {
		int rule;
		const char *help;
	} entries[] = {
		[INPUT_UNUSED_IGNORE] = { UNUSED_IGNORE,
			"remove it, or mend what it names; one that is for trees that this run "
			"did not look at says so by 'files'" },
		[INPUT_EXPIRED_IGNORE] = { EXPIRED_IGNORE,
			"mend what it ignores and remove it, or give it a new day" },
		[INPUT_UNUSED_PAIR] = { UNUSED_PAIR, "mend the pattern, or remove it" },
		[INPUT_UNUSED_OVERLAYS] = { UNUSED_OVERLAYS,
			"mend the pattern, or remove it" },
	};
	int rule = entries[what].rule;
	const char *message;
	struct diag *d;
	va_list ap;

	if (!rule_is_reported(config, &rules[rule]))
		return;
	va_start(ap, fmt);
	message = arena_vprintf(list->arena, fmt, ap);
	va_end(ap);
	d = add(list, rule, file, message);
	if (config->flags[rule_number(&rules[rule])].error)
		d->level = LEVEL_ERROR;
	d->place.line = line;
	d->place.column = column;
	d->help = entries[what].help;
}

void
input_report_remarks(
	struct diag_list *list, const struct rule_config *config, const struct host *h)
{
	const struct rule *r = &rules[HOST_INCOMPLETE_FACTS];
	size_t i;

	if (!rule_is_reported(config, r))
		return;
	for (i = 0; i < h->nremarks; i++) {
		const struct host_remark *remark = &h->remarks[i];
		const struct said *said = &remark->said;
		struct diag *d = add(list, HOST_INCOMPLETE_FACTS,
			said->place.file ? said->place.file : h->source, remark->message);

		if (remark->aside)
			d->level = LEVEL_NOTE;
		else if (config->flags[rule_number(r)].error)
			d->level = LEVEL_ERROR;
		d->place = said->place;
		d->place.file = NULL;
		d->place.offset = -1;
		d->host.file = d->file;
		d->host.kind = h->kind;
		d->host.line = said->place.line;
		d->host.pointer = said->pointer ? diag_clean(list->arena, said->pointer)
						: NULL;
		d->host.text = said->text ? diag_clean(list->arena, said->text) : NULL;
	}
}
