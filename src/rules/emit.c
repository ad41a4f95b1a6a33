/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/utf8.h"
#include "rules/locate.h"
#include "rules/past.h"
#include "rules/state.h"

#include "tree/names.h"
#include "tree/value.h"

static enum level
level_for(const struct rule *r, const struct rule_flags *f, enum level level)
{
	if (f->error)
		return LEVEL_ERROR;
	if ((f->capped || !r->varies) && level > LEVEL_WARNING)
		return LEVEL_WARNING;
	return level;
}

const char *
lint_line(struct lint *l, const char *s)
{
	if (!s)
		return NULL;
	if (!l->texts)
		return arena_strdup(l->arena, s);
	return intern_str(l->texts, intern(l->texts, s, strlen(s)));
}

const char *
lint_text(struct lint *l, const char *s)
{
	s = diag_clean(l->scratch, s);
	return lint_line(l, s);
}

/* No node has more, but for those that are made to: each finding has them all. */
enum { COMPATIBLES_MAX = 32 };

static void
fill_compatible(struct lint *l, struct diag *d, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_compatible);
	const char *list[COMPATIBLES_MAX], **copy;
	size_t count = 0;

	if (!p)
		return;
	prop_for_each_string(p, s)
	{
		if (count == COMPATIBLES_MAX)
			break;
		list[count++] = lint_text(l, s);
	}
	copy = arena_array(l->arena, const char *, count);
	memcpy(copy, list, count * sizeof(*list));
	d->compatible = copy;
	d->ncompatible = count;
}

static size_t
text_size(const struct diag *d)
{
	size_t i, n = strlen(d->message);

	n += d->node ? strlen(d->node) : 0;
	n += d->property ? strlen(d->property) : 0;
	for (i = 0; i < d->ncompatible; i++)
		n += strlen(d->compatible[i]) + sizeof(*d->compatible);
	return n;
}

static void
set_done(struct lint *l, struct rule_run *state)
{
	state->done = true;
	l->state->any_done = true;
}

bool
lint_is_done(const struct lint *l, const struct rule *r)
{
	return l->state->any_done && l->state->rules[lint_state_number(l->state, r)].done;
}

/* A diagnostic without its place. */
static struct diag *
start(struct lint *l, const struct rule *r, enum level level, const struct node *n,
	const struct prop *p, const char *message)
{
	struct diag *d = diag_add(l->diags);

	d->rule = r;
	d->level = level;
	d->file = l->file;
	d->input = l->input;
	d->unit = l->unit;
	d->unit_id = l->unit_id;
	if (n) {
		d->node = lint_text(l, node_path(l->tree, n, l->scratch));
		d->node_id = node_id(l->tree, n);
		fill_compatible(l, d, n);
	}
	if (p) {
		d->property = lint_text(l, prop_name(l->tree, p));
		d->prop_id = (uint32_t)(p - l->tree->props) + 1;
	}
	d->message = diag_clean(l->arena, message);
	return d;
}

struct diag *
lint_diag(struct lint *l, const struct rule *r, enum level level, const struct node *n,
	const struct prop *p, const char *message)
{
	struct diag *d = start(l, r, level, n, p, message);

	locate(l, d, n, p);
	return d;
}

struct diag *
lint_diag_entry(struct lint *l, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, uint32_t offset, uint32_t length,
	const char *message)
{
	struct diag *d = start(l, r, level, n, p, message);

	diag_entry(l, d, p, offset, length);
	return d;
}

struct diag *
lint_report(struct lint *l, const struct rule *r, enum level level, const struct node *n,
	const struct prop *p, const char *fmt, ...)
{
	uint16_t number = lint_state_number(l->state, r);
	const struct rule_flags *flags = &l->config->flags[number];
	struct rule_run *state = &l->state->rules[number];
	const char *message;
	struct diag *d;
	va_list ap;

	state->found = true;
	if (l->keep)
		past_note(l, number);
	if (state->done)
		return NULL;
	if (!flags->warn && !flags->error) {
		set_done(l, state);
		return NULL;
	}
	va_start(ap, fmt);
	message = lint_text(l, arena_vprintf(l->scratch, fmt, ap));
	va_end(ap);
	d = lint_diag(l, r, level_for(r, flags, level), n, p, message);
	state->count++;
	state->bytes += text_size(d);
	if (state->count >= FINDINGS_MAX || state->bytes >= FINDINGS_BYTES_MAX)
		set_done(l, state);
	return d;
}

__attribute__((format(printf, 3, 0))) static void
set_text(struct lint *l, const char **field, const char *fmt, va_list ap)
{
	*field = lint_text(l, arena_vprintf(l->scratch, fmt, ap));
}

void
diag_why(struct lint *l, struct diag *d, const char *fmt, ...)
{
	va_list ap;

	if (!d)
		return;
	va_start(ap, fmt);
	set_text(l, &d->why, fmt, ap);
	va_end(ap);
}

void
diag_help(struct lint *l, struct diag *d, const char *fmt, ...)
{
	va_list ap;

	if (!d)
		return;
	va_start(ap, fmt);
	set_text(l, &d->help, fmt, ap);
	va_end(ap);
}

/* What is to be done, and how where the tree is made of a text. */
__attribute__((format(printf, 5, 6))) static void
set_change(struct lint *l, struct diag *d, bool certain, const struct tree_change *change,
	const char *fmt, ...)
{
	const struct origins *o = l->tree->origins;
	struct origin_edits edits = { 0 };
	va_list ap;

	va_start(ap, fmt);
	set_text(l, &d->fix.title, fmt, ap);
	va_end(ap);
	d->fix.certain = certain;
	if (o && o->change)
		o->change(o, change, l->arena, &edits);
	for (size_t i = 0; i < edits.n; i++)
		if (!utf8_is(edits.v[i].text))
			edits = (struct origin_edits){
				.told = "what would be written is no UTF-8"
			};
	d->fix.edits = edits.v;
	d->fix.nedits = edits.n;
	d->fix.told = edits.told ? diag_clean(l->arena, edits.told) : NULL;
}

void
diag_fix_property(struct lint *l, struct diag *d, const struct node *n,
	const char *property, bool remove)
{
	atom_t atom = intern_find(l->tree->names, property, strlen(property));
	const struct prop *p = remove && atom != ATOM_NONE ? node_prop(l->tree, n, atom)
							   : NULL;

	if (!d)
		return;
	d->fix = (struct diag_fix){ .property = property,
		.remove = remove,
		.node = node_path(l->tree, n, l->arena),
		.offset = n->offset };
	set_change(l, d, true,
		&(struct tree_change){
			.kind = remove ? CHANGE_REMOVE_PROPERTY : CHANGE_ADD_PROPERTY,
			.node = node_id(l->tree, n),
			.prop = p ? (uint32_t)(p - l->tree->props) : UINT32_MAX,
			.text = property },
		remove ? "remove '%s' from '%s'" : "add '%s' to '%s'", property,
		n->depth ? node_name(l->tree, n) : "/");
	/* standard input has no name for the command */
	if (strcmp(l->file, "-") != 0 && !l->sealed)
		d->command = arena_printf(l->arena, "fdtput %s%s %s %s",
			remove ? "-d " : "", diag_shell_quote(l->scratch, l->file),
			diag_shell_quote(l->scratch, d->fix.node), property);
}

void
diag_fix_name(struct lint *l, struct diag *d, const struct prop *p, const char *name,
	bool certain)
{
	if (!d)
		return;
	set_change(l, d, certain,
		&(struct tree_change){ .kind = CHANGE_RENAME_PROPERTY,
			.node = p->node,
			.prop = (uint32_t)(p - l->tree->props),
			.text = name },
		"rename '%s' to '%s'", prop_name(l->tree, p), name);
}

void
diag_fix_string(struct lint *l, struct diag *d, const struct prop *p, const char *was,
	const char *text, bool certain)
{
	if (!d)
		return;
	set_change(l, d, certain,
		&(struct tree_change){ .kind = CHANGE_STRING,
			.node = p->node,
			.prop = (uint32_t)(p - l->tree->props),
			.offset = (uint32_t)(was - (const char *)p->data),
			.text = text },
		"write \"%s\" for \"%s\"", text, was);
}

static void
diag_fix_node_name(struct lint *l, struct diag *d, const struct node *n, const char *name,
	bool certain)
{
	if (!d)
		return;
	set_change(l, d, certain,
		&(struct tree_change){ .kind = CHANGE_RENAME_NODE,
			.node = node_id(l->tree, n),
			.text = name },
		"rename '%s' to '%s'", node_name(l->tree, n), name);
}

void
diag_fix_unit(struct lint *l, struct diag *d, const struct node *n, const char *address,
	bool certain)
{
	const char *base = intern_str(l->tree->names, n->base_name);

	if (d)
		diag_fix_node_name(
			l, d, n, arena_printf(l->arena, "%s@%s", base, address), certain);
}

static const char *
clean_or_null(struct lint *l, const char *s)
{
	return s ? diag_clean(l->arena, s) : NULL;
}

void
diag_pair(struct lint *l, struct diag *d, const struct host *h,
	const struct host_device *dev, const struct said *said)
{
	const char **names;
	unsigned int bit;

	if (!d)
		return;
	if (!said && dev)
		said = &dev->said;
	d->host.file = clean_or_null(
		l, said && said->place.file ? said->place.file : h->source);
	d->host.kind = h->kind;
	if (said) {
		d->host.line = said->place.line;
		d->host.pointer = clean_or_null(l, said->pointer);
		d->host.text = clean_or_null(l, said->text);
	}
	if (!dev)
		return;
	d->host.device = clean_or_null(l, dev->name);
	names = arena_array(l->arena, const char *, FEATURE_BITS_MAX);
	for (bit = 0; bit < FEATURE_BITS_MAX; bit++) {
		if (feature_get(&dev->offered, bit) != TRI_YES)
			continue;
		names[d->host.nfeatures++] = feature_name(bit)
						     ? feature_name(bit)
						     : arena_printf(l->arena, "%u", bit);
	}
	d->host.features = names;
}
