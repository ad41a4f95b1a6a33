/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/libvirt/libvirt.h"

/*
 * Elements of <devices> that are virtio devices, by the value of an attribute of their
 * own or of a child: `virtio`, `virtio-transitional` and the like where `value` is NULL.
 * QEMU's driver is DRIVER-device or DRIVER-pci; NULL: not one that it is asked about.
 */
static const struct sort {
	const char *element;
	const char *child;     /* NULL: the element itself */
	const char *attribute; /* NULL: always */
	const char *value;
	const char *driver;
} sorts[] = {
	{ "disk", "target", "bus", "virtio", "virtio-blk" },
	{ "interface", "model", "type", NULL, "virtio-net" },
	{ "controller", NULL, "type", "virtio-serial", "virtio-serial" },
	{ "controller", NULL, "model", NULL, "virtio-scsi" },
	{ "filesystem", NULL, NULL, NULL, NULL },
	{ "input", NULL, "bus", "virtio", NULL },
	{ "sound", NULL, "model", "virtio", NULL },
	{ "rng", NULL, "model", NULL, "virtio-rng" },
	{ "memballoon", NULL, "model", NULL, "virtio-balloon" },
	{ "video", "model", "type", "virtio", "virtio-gpu" },
	{ "vsock", NULL, "model", NULL, NULL },
	{ "crypto", NULL, "model", "virtio", NULL },
	{ "iommu", NULL, "model", "virtio", NULL },
	{ "memory", NULL, "model", "virtio-mem", NULL },
	{ "memory", NULL, "model", "virtio-pmem", NULL },
};

static bool
is_virtio_model(const char *s)
{
	static const char *const models[] = { "virtio", "virtio-transitional",
		"virtio-non-transitional", "virtio-scsi" };
	size_t i;

	for (i = 0; i < sizeof(models) / sizeof(models[0]); i++)
		if (!strcmp(s, models[i]))
			return true;
	return false;
}

static bool
is_sort(const struct sort *sort, const struct xml_element *e)
{
	const struct xml_element *at = sort->child ? xml_child(e, sort->child) : e;
	const char *value;

	if (e->ns || strcmp(e->name, sort->element) != 0)
		return false;
	if (!sort->attribute)
		return true;
	value = xml_get(at, sort->attribute);
	if (!value)
		return false;
	return sort->value ? !strcmp(value, sort->value) : is_virtio_model(value);
}

static const struct sort *
sort_of(const struct xml_element *e)
{
	size_t i;

	for (i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (is_sort(&sorts[i], e))
			return &sorts[i];
	return NULL;
}

static const char *
address_type(const struct xml_element *e)
{
	return xml_get(xml_child(e, "address"), "type");
}

/* "disk 'vda'": by its target, its alias or its hardware address. */
static const char *
name_of(const struct domain *d, const struct xml_element *e)
{
	const char *name = xml_get(xml_child(e, "target"), "dev");

	if (!name)
		name = xml_get(xml_child(e, "alias"), "name");
	if (!name)
		name = xml_get(xml_child(e, "mac"), "address");
	if (!name && !strcmp(e->name, "controller"))
		name = xml_get(e, "type");
	return name ? arena_printf(d->arena, "%s '%.60s'", e->name, name) : e->name;
}

static bool
read_iommu(const struct domain *d, const struct xml_element *e, struct host_device *dev)
{
	const struct xml_element *driver = xml_child(e, "driver");
	const char *iommu = xml_get(driver, "iommu");

	if (!iommu)
		return true;
	if (strcmp(iommu, "on") != 0 && strcmp(iommu, "off") != 0)
		return fault_at_line(d->fault, driver->line, 0,
			"libvirt refuses this: iommu='%.60s', expected 'on' or 'off'",
			iommu);
	feature_put(&dev->offered, VIRTIO_F_ACCESS_PLATFORM, !strcmp(iommu, "on"));
	dev->claim_said = domain_said(
		driver, arena_printf(d->arena, "<driver iommu='%s'>", iommu));
	return true;
}

static bool
is_virt(const char *machine)
{
	return !strcmp(machine, "virt") || !strncmp(machine, "virt-", 5);
}

/* Without an address libvirt chooses one: PCI where it can and none is virtio-mmio. */
static enum transport
default_transport(const struct domain *d)
{
	const char *machine = d->host->machine;

	if (!d->qemu)
		return TRANSPORT_UNKNOWN;
	if (!strncmp(machine, "vexpress-", 9))
		return TRANSPORT_MMIO;
	if (!strncmp(machine, "s390-ccw", 8))
		return TRANSPORT_CCW;
	if (is_virt(machine))
		return d->any_mmio ? TRANSPORT_MMIO : TRANSPORT_PCI;
	if (!strncmp(machine, "pc", 2) || !strncmp(machine, "q35", 3))
		return TRANSPORT_PCI;
	return TRANSPORT_UNKNOWN;
}

static bool
read_transport(
	const struct domain *d, const struct xml_element *e, struct host_device *dev)
{
	static const struct {
		const char *type;
		enum transport transport;
	} types[] = {
		{ "virtio-mmio", TRANSPORT_MMIO },
		{ "pci", TRANSPORT_PCI },
		{ "ccw", TRANSPORT_CCW },
		{ "virtio-s390", TRANSPORT_UNKNOWN },
		{ "unassigned", TRANSPORT_UNKNOWN },
	};
	const char *type = address_type(e);
	size_t i;

	if (!type) {
		dev->transport = default_transport(d);
		return true;
	}
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (!strcmp(types[i].type, type)) {
			dev->transport = types[i].transport;
			return true;
		}
	return fault_at_line(d->fault, xml_child(e, "address")->line, 0,
		"an address of type '%.60s' of a virtio device, expected 'virtio-mmio', "
		"'pci' or 'ccw'",
		type);
}

/* What the file leaves to QEMU: its defaults, and what its arguments set. */
static void
read_defaults(struct domain *d, const struct sort *sort, struct host_device *dev)
{
	const char *driver = sort->driver ? sort->driver : "virtio-rng", *word;
	bool mmio = dev->transport == TRANSPORT_MMIO;
	struct host_device asked;
	enum tri claim;

	if (!mmio && dev->transport != TRANSPORT_PCI)
		return;
	word = mmio ? arena_printf(d->arena, "%s-device", driver)
		    : arena_printf(d->arena, "%s-pci,disable-legacy=on", driver);
	if (!domain_ask_qemu(d, word, &asked))
		return;
	if (mmio) {
		dev->legacy = asked.legacy;
		dev->legacy_said = domain_said_by_qemu(d, asked.legacy_said);
	}
	claim = host_device_claims(&asked);
	if (host_device_claims(dev) != TRI_UNKNOWN || claim == TRI_UNKNOWN)
		return;
	feature_put(&dev->offered, VIRTIO_F_ACCESS_PLATFORM, claim == TRI_YES);
	dev->claim_said = domain_said_by_qemu(d, asked.claim_said);
}

static void
read_model(const struct xml_element *e, struct host_device *dev)
{
	const char *model = xml_get(e, "model");

	if (!model)
		model = xml_get(xml_child(e, "model"), "type");
	if (dev->transport != TRANSPORT_PCI || !model
		|| strcmp(model, "virtio-non-transitional") != 0)
		return;
	dev->legacy = TRI_NO;
	dev->legacy_said = domain_said(e, model);
}

static bool
add_device(struct domain *d, const struct sort *sort, const struct xml_element *e)
{
	struct host_device *dev = host_add_device(d->host, d->arena);

	dev->name = name_of(d, e);
	dev->said = domain_said(e, NULL);
	dev->coherent = d->qemu ? TRI_YES : TRI_UNKNOWN;
	if (!read_transport(d, e, dev) || !read_iommu(d, e, dev))
		return false;
	read_defaults(d, sort, dev);
	read_model(e, dev);
	if (dev->transport == TRANSPORT_UNKNOWN)
		host_add_remark(d->host, d->arena, dev->said,
			"no address of %s, and this machine's default is not known: whether "
			"it is on virtio-mmio is left open; `virsh dumpxml` of the defined "
			"domain says it",
			dev->name);
	return true;
}

/* libvirt adds a balloon that is not turned off, where the file does not have it. */
static void
read_complete(struct domain *d, const struct xml_element *devices)
{
	if (!d->qemu || !xml_child(devices, "memballoon"))
		return;
	d->host->mmio_complete = TRI_YES;
	d->host->pci_complete = TRI_YES;
}

bool
domain_read_devices(struct domain *d)
{
	const struct xml_element *devices = xml_child(d->root, "devices"), *e;
	const struct sort *sort;
	const char *type;

	if (!devices)
		return true;
	for (e = devices->first; e; e = e->next) {
		type = sort_of(e) ? address_type(e) : NULL;
		d->any_mmio |= type && !strcmp(type, "virtio-mmio");
	}
	for (e = devices->first; e; e = e->next)
		if ((sort = sort_of(e)) && !add_device(d, sort, e))
			return false;
	read_complete(d, devices);
	return true;
}
