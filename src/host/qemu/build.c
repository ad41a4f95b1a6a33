/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/build.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"

static struct built *
add_built(struct build *b, const struct item *item)
{
	struct built *one = vec_more(b->rd->arena, b->built, b->nbuilt);

	one->order = item->order;
	one->device.said = item->where.said;
	return one;
}

static const char *
device_name(struct build *b, const struct item *item, const char *driver)
{
	struct arena *a = b->rd->arena;

	if (item->opts.id && item->label)
		return arena_printf(
			a, "%s (%s, drive=%s)", driver, item->label, item->opts.id);
	if (item->opts.id)
		return arena_printf(a, "%s (id=%s)", driver, item->opts.id);
	return item->label ? arena_printf(a, "%s (%s)", driver, item->label) : driver;
}

/* A device whose backend may be hardware that does not snoop the CPU's caches. */
static bool
is_vdpa(struct build *b, const struct item *item, const struct qemu_class *c)
{
	const struct opt *netdev = opts_get(&item->opts, "netdev", NULL);
	size_t i;

	if (!strncmp(c->name, "vhost-vdpa-", 11))
		return true;
	for (i = 0; netdev && i < b->cl->vdpa.n; i++)
		if (netdev->opaque || !b->cl->vdpa.v[i].key
			|| !strcmp(b->cl->vdpa.v[i].key, netdev->value))
			return true;
	return false;
}

static bool
add_device(struct build *b, const struct item *item, const struct qemu_class *c)
{
	static const enum transport transports[] = { [CLASS_VIRTIO] = TRANSPORT_MMIO,
		[CLASS_PCI] = TRANSPORT_PCI,
		[CLASS_CCW] = TRANSPORT_CCW };
	struct host_device *d = &add_built(b, item)->device;

	d->name = device_name(b, item, c->name);
	d->transport = transports[c->kind];
	d->coherent = is_vdpa(b, item, c) ? TRI_UNKNOWN : TRI_YES;
	if (c->kind == CLASS_VIRTIO && !build_place(b, item, c, &d->place))
		return false;
	return build_features(b, item, c, d);
}

/* Something that may be any device, in any slot. */
static bool
add_unknown(struct build *b)
{
	b->lost = b->mmio_unknown = b->pci_unknown = true;
	return true;
}

/* An alias where the architecture is not known: it is a virtio device, but where? */
static bool
add_alias(struct build *b, const struct item *item, const char *driver)
{
	struct host_device *d = &add_built(b, item)->device;

	d->name = device_name(b, item, driver);
	d->coherent = TRI_YES;
	reading_remark(b->rd, &item->where,
		"'%s' is on PCI, on a channel or on virtio-mmio, by architecture, and which "
		"QEMU runs is not said",
		driver);
	return add_unknown(b);
}

static bool
add_driver(struct build *b, const struct item *item, const char *driver)
{
	const struct qemu_class *c = qemu_class_find(driver, b->rd->arena);
	const char *resolved;

	if (!c && qemu_is_alias(driver)) {
		resolved = qemu_alias_resolve(driver, b->arch, b->rd->arena);
		if (!resolved)
			return add_alias(b, item, driver);
		c = qemu_class_find(resolved, b->rd->arena);
	}
	if (c && c->kind == CLASS_BASE)
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: '%s' is no device of its own", driver);
	if (c)
		return add_device(b, item, c);
	if (strncmp(driver, "virtio-", 7) && strncmp(driver, "vhost-", 6))
		return true;
	reading_remark(b->rd, &item->where,
		"'%s' is no device that is known here%s: it may take a slot", driver,
		qemu_class_suggest(driver, b->rd->arena));
	return add_unknown(b);
}

static bool
build_item(struct build *b, const struct item *item)
{
	const struct opt *driver;
	bool hidden;

	if (item->kind == ITEM_HIDDEN)
		return add_unknown(b);
	/* nobody names another driver in what is not expanded */
	driver = opts_get(&item->opts, "driver", &hidden);
	if ((!driver && hidden) || (driver && driver->opaque))
		return add_unknown(b);
	if (!driver || (driver->json && driver->json->type != DOC_STRING))
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: a device without a driver");
	return add_driver(b, item, driver->value);
}

/* -drive: a virtio-blk of its own where if=virtio, or the machine means that. */
static bool
build_drive(struct build *b, const struct item *drive)
{
	struct item item = { .kind = ITEM_DEVICE, .where = drive->where };
	bool hidden;
	const struct opt *interface = opts_get(&drive->opts, "if", &hidden);
	struct opt driver = { .key = "driver", .value = "virtio-blk" };

	if (hidden || (interface && interface->opaque) || (!interface && !b->machine)) {
		b->pci_unknown = true;
		b->lost = b->mmio_unknown |= b->arch == ARCH_M68K;
		return true;
	}
	if (interface ? strcmp(interface->value, "virtio") != 0 : !b->machine->drives)
		return true;
	opts_add(&item.opts, b->rd->arena, driver);
	item.opts.id = drive->opts.id;
	item.label = drive->label;
	item.order = drive->order;
	return build_item(b, &item);
}

static const char *
nic_driver(enum nic_kind kind, const struct opt *model)
{
	if (kind == NIC_CCW)
		return "virtio-net-ccw";
	if (!model)
		return kind == NIC_VIRTIO ? "virtio-net-pci" : NULL;
	return strcmp(model->value, "virtio") ? model->value : "virtio-net-pci";
}

/* Models of NICs that are part of boards, or on buses other than PCI. */
static bool
is_on_board(const char *model)
{
	static const char *const models[] = { "allwinner-emac", "allwinner-sun8i-emac",
		"cadence_gem", "dp8393x", "etraxfs-eth", "ftgmac100", "imx.enet", "lan9118",
		"lance", "mcf_fec", "mipsnet", "msf2-emac", "ne2k_isa", "npcm7xx-emc",
		"open_eth", "smc91c111", "spapr-vlan", "stellaris_enet", "xgmac",
		"xlnx.axi-ethernet", "xlnx.xps-ethernetlite" };
	size_t i;

	for (i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (!strcmp(models[i], model))
			return true;
	return false;
}

/* Whether a board with PCI makes a NIC of the model (pci_nic_init_nofail()). */
static bool
has_model(struct build *b, const char *model)
{
	const struct qemu_class *c = qemu_class_find(model, b->rd->arena);

	if (b->machine->nic == NIC_CCW)
		return true;
	return !is_on_board(model) && !(c && c->kind != CLASS_PCI);
}

/* A board that makes no NIC of -nic: QEMU warns, and there is none. */
static bool
no_nic(struct build *b, const struct item *nic, const struct opt *model)
{
	if (model && strstr(model->value, "virtio"))
		reading_remark(b->rd, &nic->where,
			"the machine '%s' makes no NIC of '%s': use -device instead",
			b->machine_name, model->value);
	return true;
}

/* -nic and -net nic: the board makes a device of them, or does not. */
static bool
build_nic(struct build *b, const struct item *nic)
{
	struct item item = *nic;
	bool hidden;
	const struct opt *model = opts_get(&nic->opts, "model", &hidden);
	const struct qemu_class *c;
	const char *driver;

	if (!b->machine || hidden || (model && model->opaque)) {
		b->pci_unknown = true;
		return true;
	}
	if (b->machine->nic == NIC_NONE)
		return no_nic(b, nic, model);
	if (model && !has_model(b, model->value))
		return reading_fault(b->rd, &nic->where,
			"QEMU refuses this: the machine '%s' has PCI, and no NIC '%s' is on it",
			b->machine_name, model->value);
	driver = nic_driver(b->machine->nic, model);
	c = driver ? qemu_class_find(driver, b->rd->arena) : NULL;
	item.opts = (struct opts){ 0 };
	return !c || c->kind == CLASS_VIRTIO || add_device(b, &item, c);
}

static bool
build_default_nic(struct build *b)
{
	struct item item = { .kind = ITEM_NIC, .label = "default NIC" };

	if (b->cl->nodefaults || b->cl->net_given)
		return true;
	item.order = b->cl->nitems;
	item.where.said.text = "no -nodefaults, -nic, -net or -netdev";
	if (b->cl->hidden) {
		b->pci_unknown = true;
		return true;
	}
	return build_nic(b, &item);
}

static bool
build_items(struct build *b)
{
	const struct cmdline *cl = b->cl;
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < cl->nics.n; i++)
		ok = build_nic(b, &cl->nics.v[i]);
	ok = ok && build_default_nic(b);
	for (i = 0; ok && i < cl->devices.n; i++)
		ok = build_item(b, &cl->devices.v[i]);
	for (i = 0; ok && i < cl->drives.n; i++)
		ok = build_drive(b, &cl->drives.v[i]);
	for (i = 0; ok && i < cl->json.n; i++)
		ok = build_item(b, &cl->json.v[i]);
	return ok;
}

/* A -global for a name that is no class changes nothing; QEMU only warns. */
static void
remark_globals(struct build *b)
{
	const struct global *g;
	size_t i;

	for (i = 0; i < b->cl->nglobals; i++) {
		g = &b->cl->globals[i];
		if (g->driver
			&& (qemu_is_alias(g->driver)
				|| (!strncmp(g->driver, "virtio", 6)
					&& strcmp(g->driver, "virtio-mmio")
					&& !qemu_class_find(g->driver, b->rd->arena))))
			reading_remark(b->rd, &g->where,
				"-global for '%s' has no effect: it is no class%s",
				g->driver, qemu_class_suggest(g->driver, b->rd->arena));
	}
}

static int
by_order(const void *a, const void *b)
{
	const struct built *x = a, *y = b;

	return x->order < y->order ? -1 : x->order > y->order;
}

static void
finish(struct build *b)
{
	struct host *h = b->rd->host;
	size_t i;

	if (b->nbuilt)
		qsort(b->built, b->nbuilt, sizeof(*b->built), by_order);
	for (i = 0; i < b->nbuilt; i++)
		*host_add_device(h, b->rd->arena) = b->built[i].device;
	h->program = b->cl->program;
	h->machine = b->machine_name;
	if (b->machine && !b->mmio_unknown)
		h->mmio_complete = TRI_YES;
	if (b->machine && !b->pci_unknown && !b->cl->extra_pci)
		h->pci_complete = TRI_YES;
}

bool
build_host(struct cmdline *cl, struct reading *rd)
{
	struct build b = { .cl = cl, .rd = rd };

	if (!build_machine(&b) || !build_mmio_legacy(&b) || !build_items(&b))
		return false;
	remark_globals(&b);
	build_guest(&b);
	finish(&b);
	return true;
}
