/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/qemu/cmdline.h"

struct element_place {
	const struct reading *rd;
	const struct word *value;
	struct where where;
};

static struct where
element_where(void *ctx, const struct text *text, size_t i)
{
	const struct element_place *p = ctx;
	struct where where = p->where;

	if (p->rd->lines && text->at && i < text->n)
		lines_find(p->rd->lines, text->at[i] & ~TEXT_FLAGS,
			&where.said.place.line, &where.column);
	return where;
}

static struct opts
parse(struct reading *rd, const struct option_use *use, const char *implied)
{
	struct element_place place = { rd, use->value, use->where };
	struct opts_source src = { &use->value->text, implied, element_where, &place };

	return opts_parse(&src, rd->arena);
}

/* A value that says nothing of devices. */
static void
note_value(struct reading *rd, const struct option_use *use)
{
	const char *option = use->option->text.s;

	if (use->value && text_opaque(&use->value->text))
		reading_note_opaque(rd, &use->where, &use->value->text,
			arena_printf(rd->arena, "taken as one value of %s", option));
}

bool
cmdline_is_deciding(const char *key)
{
	static const char *const keys[] = { "bus", "disable-legacy", "disable-modern",
		"driver", "if", "iommu_platform", "max_revision", "model", "type" };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

/* What follows where a property of a device is not expanded. */
static void
remark_property(struct reading *rd, const struct where *where, const struct text *text,
	const struct opt *opt)
{
	struct arena *a = rd->arena;

	if (!opt->key)
		reading_remark_opaque(
			rd, where, text, "it may set any property of this device");
	else if (!strcmp(opt->key, "driver"))
		reading_remark_opaque(rd, where, text,
			"which device this is, and which slots later ones take, is not "
			"known");
	else if (cmdline_is_deciding(opt->key))
		reading_remark_opaque(rd, where, text,
			arena_printf(a, "what '%s' is set to is not known", opt->key));
	else
		reading_note_opaque(rd, where, text,
			arena_printf(a, "taken as one value of '%s'", opt->key));
}

static void
remark_properties(
	struct reading *rd, const struct option_use *use, const struct opts *opts)
{
	size_t i;

	for (i = 0; i < opts->n; i++)
		if (opts->v[i].opaque || !opts->v[i].key)
			remark_property(rd, &use->where, &opts->v[i].raw, &opts->v[i]);
}

static bool
do_device(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct item item = { .kind = ITEM_DEVICE, .where = use->where };

	if (text_is(&use->value->text, 0, '{'))
		return cmdline_read_json(cl, rd, &use->value->text, &use->where);
	item.opts = parse(rd, use, "driver");
	remark_properties(rd, use, &item.opts);
	return cmdline_add_device(cl, rd, item);
}

/* DRIVER.PROPERTY=VALUE; QEMU looks for the first '.' and '='. */
static bool
split_global(const struct text *t, struct global *g, struct arena *a)
{
	struct text part;
	size_t dot = 0, equals;

	while (dot < t->n && !text_is(t, dot, '.') && !text_is(t, dot, '='))
		dot++;
	if (!dot || !text_is(t, dot, '.'))
		return false;
	equals = dot + 1;
	while (equals < t->n && !text_is(t, equals, '='))
		equals++;
	if (equals == t->n || equals == dot + 1)
		return false;
	part = text_part(t, 0, dot);
	g->driver = text_opaque(&part) ? NULL : text_dup(&part, a);
	part = text_part(t, dot + 1, equals);
	g->property = text_opaque(&part) ? NULL : text_dup(&part, a);
	part = text_part(t, equals + 1, t->n);
	g->value = text_dup(&part, a);
	g->opaque = text_opaque(&part);
	return true;
}

static bool
do_global(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct global g = { .where = use->where };
	struct opts opts;

	if (text_opaque(&use->value->text))
		reading_remark_opaque(rd, &use->where, &use->value->text,
			"what -global sets is not known");
	if (split_global(&use->value->text, &g, rd->arena))
		return cmdline_add_global(cl, rd, g);
	opts = parse(rd, use, NULL);
	return cmdline_add_opts_global(cl, rd, &opts, use->where);
}

static bool
do_machine(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opts opts = parse(rd, use, "type");

	if (text_opaque(&use->value->text))
		reading_remark_opaque(rd, &use->where, &use->value->text,
			"which machine this is, or how it is set up, is not known");
	cmdline_add_machine(cl, rd, &opts);
	return true;
}

static bool
do_no_acpi(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opt opt = { .key = "acpi", .value = "off", .where = use->where };

	opts_add(&cl->machine, rd->arena, opt);
	return true;
}

/* Where GROUP.ID.KEY=VALUE has its dots and its '='; false for what is not like it. */
static bool
split_set(const struct text *t, size_t at[3])
{
	size_t i = 0, n;

	for (n = 0; n < 3; n++, i++) {
		while (i < t->n && !text_is(t, i, n < 2 ? '.' : '='))
			i++;
		at[n] = i;
		if (i == t->n || i == (n ? at[n - 1] + 1 : 0))
			return false;
	}
	return true;
}

/* Whether a device has an id that is not expanded. */
static bool
hides_id(const struct items *items)
{
	size_t i;

	for (i = 0; i < items->n; i++)
		if (items->v[i].opts.id_opaque)
			return true;
	return false;
}

static bool
set_device(struct cmdline *cl, struct reading *rd, const struct option_use *use,
	const size_t at[3])
{
	const struct text *t = &use->value->text;
	const char *id = arena_strndup(rd->arena, t->s + at[0] + 1, at[1] - at[0] - 1);
	struct item *item = cmdline_device(cl, id, false);
	struct opt opt = { .where = use->where, .raw = *t };
	struct text value = text_part(t, at[2] + 1, t->n);

	if (!item && hides_id(&cl->devices)) {
		cl->hidden = true;
		reading_remark(rd, &use->where,
			"which device has the id '%s', and so this setting, is not known",
			id);
		return true;
	}
	if (!item)
		return cl->hidden
		       || reading_fault(rd, &use->where,
			       "QEMU refuses this: no -device before it, in KEY=VALUE "
			       "syntax, has the id '%s'",
			       id);
	opt.key = arena_strndup(rd->arena, t->s + at[1] + 1, at[2] - at[1] - 1);
	opt.value = text_dup(&value, rd->arena);
	opt.opaque = text_opaque(&value);
	if (opt.opaque)
		remark_property(rd, &use->where, t, &opt);
	opts_add(&item->opts, rd->arena, opt);
	return true;
}

/* -set GROUP.ID.KEY=VALUE changes an option that came before. */
static bool
do_set(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	const struct text *t = &use->value->text;
	struct text what;
	size_t at[3];

	if (!split_set(t, at)) {
		if (!text_opaque(t))
			return reading_fault(rd, &use->where,
				"QEMU refuses this: expected GROUP.ID.KEY=VALUE, found "
				"'%s'",
				t->s);
		at[2] = t->n;
	}
	what = text_part(t, 0, at[2]);
	if (text_opaque(&what)) {
		cl->hidden = true;
		reading_remark_opaque(
			rd, &use->where, t, "what -set changes is not known");
		return true;
	}
	what = text_part(t, 0, at[0]);
	if (text_equals(&what, "device"))
		return set_device(cl, rd, use, at);
	what = text_part(t, at[1], at[2]);
	if (text_equals(&what, ".if")) {
		cl->extra_pci = true;
		reading_remark(rd, &use->where,
			"-set of a drive's interface is not followed: it may add a device");
	}
	return true;
}

static bool
do_readconfig(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	if (!text_opaque(&use->value->text))
		return cmdline_read_config(cl, rd, use->value->text.s, &use->where);
	cl->hidden = true;
	reading_remark_opaque(rd, &use->where, &use->value->text,
		"what the file of -readconfig says is not known");
	return cmdline_add_item(cl, rd, &cl->devices,
		(struct item){ .kind = ITEM_HIDDEN, .where = use->where });
}

static bool
do_drive(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct item item = { .kind = ITEM_DRIVE, .where = use->where };

	item.label = use->option->text.s;
	if (!strcmp(use->name, "drive")) {
		item.opts = parse(rd, use, NULL);
		remark_properties(rd, use, &item.opts);
	} else {
		note_value(rd, use);
	}
	return cmdline_add_item(cl, rd, &cl->drives, item);
}

static bool
do_nic(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct item item = { .kind = ITEM_NIC, .where = use->where };
	const struct opt *type;
	bool nic = !strcmp(use->name, "nic");

	item.label = use->option->text.s;
	cl->net_given = true;
	item.opts = parse(rd, use, "type");
	remark_properties(rd, use, &item.opts);
	type = opts_get(&item.opts, "type", NULL);
	if (type && !type->opaque
		&& (nic ? !strcmp(type->value, "none") : strcmp(type->value, "nic") != 0))
		return true;
	return cmdline_add_item(cl, rd, &cl->nics, item);
}

static bool
do_netdev(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opts opts;
	const struct opt *type;
	struct opt vdpa = { .value = "" };

	cl->net_given = true;
	note_value(rd, use);
	if (text_is(&use->value->text, 0, '{'))
		return cmdline_read_json_netdev(cl, rd, &use->value->text, &use->where);
	opts = parse(rd, use, "type");
	type = opts_get(&opts, "type", NULL);
	vdpa.key = opts.id;
	if (type && (type->opaque || !strcmp(type->value, "vhost-vdpa")))
		opts_add(&cl->vdpa, rd->arena, vdpa);
	return true;
}

/* virtio-9p-pci, whatever the machine. */
static bool
do_virtfs(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct item item = {
		.kind = ITEM_DEVICE, .where = use->where, .label = "-virtfs"
	};
	struct opt driver = {
		.key = "driver", .value = "virtio-9p-pci", .where = use->where
	};

	note_value(rd, use);
	opts_add(&item.opts, rd->arena, driver);
	return cmdline_add_item(cl, rd, &cl->devices, item);
}

static bool
do_cpu(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	note_value(rd, use);
	cl->cpu = text_opaque(&use->value->text) ? NULL : use->value->text.s;
	cl->cpus = parse(rd, use, "model");
	return true;
}

static bool
do_memory(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opts opts = parse(rd, use, "size");

	note_value(rd, use);
	opts_add_all(&cl->memory, rd->arena, &opts);
	return true;
}

static bool
do_smp(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opts opts = parse(rd, use, "cpus");

	note_value(rd, use);
	opts_add_all(&cl->smp, rd->arena, &opts);
	return true;
}

static bool
do_nodefaults(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	(void)rd, (void)use;
	cl->nodefaults = true;
	return true;
}

static bool
do_dtb(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	note_value(rd, use);
	reading_note(rd, &use->where,
		"the guest gets the tree of -dtb, which QEMU may still change");
	(void)cl;
	return true;
}

/* Remembers -accel NAME,… and -enable-kvm. */
static void
add_accel(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	struct opt opt = { .key = "accel", .value = "kvm", .where = use->where };
	const struct opt *given;
	struct opts opts;

	if (use->value) {
		opts = parse(rd, use, "accel");
		given = opts_get(&opts, "accel", NULL);
		opt.value = given ? given->value : "";
		opt.opaque = !given || given->opaque;
	}
	opts_add(&cl->accels, rd->arena, opt);
}

static bool
do_kvm(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	add_accel(cl, rd, use);
	return true;
}

/* Whether any of what the value may be speaks of Xen. */
static bool
may_be_xen(const struct word *w)
{
	size_t i;

	if (!text_opaque(&w->text))
		return false;
	for (i = 0; w->either && w->either[i]; i++)
		if (strstr(w->either[i], "xen"))
			return true;
	return !i;
}

/* -accel xen, -xen-attach …: the guest is a Xen domain. */
static bool
do_xen(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	const struct text *t = use->value ? &use->value->text : NULL;

	if (!strcmp(use->name, "accel"))
		add_accel(cl, rd, use);
	if (!t || strcmp(use->name, "accel") != 0 || !strncmp(t->s, "xen", 3)
		|| strstr(t->s, ",xen-version=")) {
		cl->xen = TRI_YES;
	} else if (may_be_xen(use->value)) {
		reading_remark_opaque(rd, &use->where, t,
			"whether the guest is a Xen domain is not known");
		if (cl->xen == TRI_NO)
			cl->xen = TRI_UNKNOWN;
	}
	return true;
}

/* -vga virtio, -audio …,model=virtio: a PCI function on some machines only. */
static bool
do_maybe_virtio(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	note_value(rd, use);
	if (!strstr(use->value->text.s, "virtio") && !text_opaque(&use->value->text))
		return true;
	cl->extra_pci = true;
	reading_remark(rd, &use->where,
		"'%s' may add a virtio device on PCI that is not listed here",
		use->where.said.text);
	return true;
}

static const struct handler {
	const char *name;
	bool (*apply)(
		struct cmdline *cl, struct reading *rd, const struct option_use *use);
} handlers[] = {
	{ "M", do_machine },
	{ "accel", do_xen },
	{ "audio", do_maybe_virtio },
	{ "balloon", do_maybe_virtio },
	{ "cdrom", do_drive },
	{ "cpu", do_cpu },
	{ "device", do_device },
	{ "drive", do_drive },
	{ "dtb", do_dtb },
	{ "enable-kvm", do_kvm },
	{ "global", do_global },
	{ "hda", do_drive },
	{ "hdb", do_drive },
	{ "hdc", do_drive },
	{ "hdd", do_drive },
	{ "m", do_memory },
	{ "machine", do_machine },
	{ "net", do_nic },
	{ "netdev", do_netdev },
	{ "nic", do_nic },
	{ "no-acpi", do_no_acpi },
	{ "nodefaults", do_nodefaults },
	{ "readconfig", do_readconfig },
	{ "set", do_set },
	{ "smp", do_smp },
	{ "soundhw", do_maybe_virtio },
	{ "vga", do_maybe_virtio },
	{ "virtfs", do_virtfs },
	{ "xen-attach", do_xen },
	{ "xen-domid", do_xen },
};

bool
option_apply(struct cmdline *cl, struct reading *rd, const struct option_use *use)
{
	size_t i;

	for (i = 0; i < sizeof(handlers) / sizeof(handlers[0]); i++)
		if (!strcmp(handlers[i].name, use->name))
			return handlers[i].apply(cl, rd, use);
	note_value(rd, use);
	return true;
}
