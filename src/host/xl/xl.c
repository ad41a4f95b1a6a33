/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Domains of Xen on Arm, as xl.cfg describes them. libxl gives each virtio device the
 * next register block of 0x200 bytes from GUEST_VIRTIO_MMIO_BASE on, first the disks
 * with specification=virtio, then the entries of virtio= with transport=mmio
 * (tools/libs/light/libxl_arm.c). What it offers is its backend's to say; but behind
 * grants, which are on by default where the backend is not in dom0, Linux takes no
 * device without VIRTIO_F_ACCESS_PLATFORM (drivers/xen/grant-dma-ops.c).
 */
#include <stdlib.h>
#include <string.h>

#include "host/xl/xl.h"

#define VIRTIO_MMIO_BASE 0x02000000u
#define VIRTIO_MMIO_SIZE 0x00100000u
#define VIRTIO_MMIO_STEP 0x200u

enum { SURE = 80, LIKELY = 50, SAID_MAX = 80 };

/* What the string of a disk or a virtio device says. */
struct entry {
	bool virtio; /* a disk with specification=virtio */
	const char *backend;
	const char *transport;
	const char *name; /* vdev or type */
	const char *target;
	bool format; /* of a disk: it is told, or a prefix stands for it */
	enum tri grants;
};

static bool
value_fault(const struct xl_domain *d, const struct cfg_value *v, const char *what)
{
	return fault_at_line(d->fault, v->line, v->column, "%s", what);
}

/* The value behind KEY= where the part has that key, else NULL. */
static const char *
value_of(const char *part, const char *key)
{
	size_t n = strlen(key);

	return !strncmp(part, key, n) && part[n] == '=' ? part + n + 1 : NULL;
}

/* The next part of a string at commas, without the blanks before it; NULL at its end. */
static const char *
next_part(const struct xl_domain *d, const char **s)
{
	const char *part = *s + strspn(*s, " \t\n,");
	size_t n = strcspn(part, ",");

	if (!*part)
		return NULL;
	*s = part + n;
	return arena_strndup(d->arena, part, n);
}

static void
read_grants(const char *value, struct entry *e)
{
	e->grants = strtoul(value, NULL, 0) ? TRI_YES : TRI_NO;
}

/* "phy:" and the like before a target (libxlu_disk_l.l): the format is not said then. */
static bool
has_prefix(const char *target)
{
	static const char *const prefixes[] = { "aio", "drbd", "enbd", "file", "ioemu",
		"iscsi", "nbd", "phy", "qcow", "qcow2", "raw", "tap", "tap2", "tapdisk",
		"vhd" };
	size_t i, n = strcspn(target, ":");

	for (i = 0; target[n] && i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (strlen(prefixes[i]) == n && !memcmp(prefixes[i], target, n))
			return true;
	return false;
}

/* The words without a key are the target, the format unless it is told, and vdev. */
static void
read_position(const struct xl_domain *d, const char *part, struct entry *e)
{
	if (!e->target) {
		e->target = part;
		e->format |= has_prefix(part);
	} else if (!e->format) {
		e->format = true;
	} else if (!e->name) {
		e->name = arena_strndup(d->arena, part, strcspn(part, ":"));
	}
}

static bool
read_disk_entry(const struct xl_domain *d, const struct cfg_value *v, struct entry *e)
{
	const char *s = v->text, *part, *value;

	while ((part = next_part(d, &s))) {
		if (value_of(part, "target"))
			return true;
		if ((value = value_of(part, "specification"))) {
			e->virtio = !strcmp(value, "virtio");
			if (!e->virtio && strcmp(value, "xen") != 0)
				return value_fault(d, v,
					"a disk's specification, expected 'xen' or 'virtio'");
		} else if ((value = value_of(part, "vdev"))) {
			e->name = value;
		} else if ((value = value_of(part, "backend"))) {
			e->backend = value;
		} else if ((value = value_of(part, "grant_usage"))) {
			read_grants(value, e);
		} else if (value_of(part, "format")) {
			e->format = true;
		} else if (!strchr(part, '=')) {
			read_position(d, part, e);
		}
	}
	return true;
}

static bool
read_virtio_entry(const struct xl_domain *d, const struct cfg_value *v, struct entry *e)
{
	const char *s = v->text, *part, *value, *more;

	while ((part = next_part(d, &s))) {
		if ((value = value_of(part, "type"))) {
			more = !strncmp(value, "virtio", 6) ? next_part(d, &s) : NULL;
			e->name = more ? arena_printf(d->arena, "%s,%s", value, more)
				       : value;
		} else if ((value = value_of(part, "backend"))) {
			e->backend = value;
		} else if ((value = value_of(part, "transport"))) {
			e->transport = value;
		} else if ((value = value_of(part, "grant_usage"))) {
			read_grants(value, e);
		} else {
			return fault_at_line(d->fault, v->line, v->column,
				"xl refuses this: '%.60s' of a virtio device, expected "
				"'backend', 'type', 'transport' or 'grant_usage'",
				part);
		}
	}
	return true;
}

static bool
is_dom0(const char *backend)
{
	return !backend || !*backend || !strcmp(backend, "0")
	       || !strcmp(backend, "Domain-0");
}

struct said
xl_said(const struct xl_domain *d, const struct cfg_value *v)
{
	const char *more = strlen(v->text) > SAID_MAX ? "…" : "";

	return (struct said){
		.place = { .line = v->line, .column = v->column, .offset = -1 },
		.text = arena_printf(d->arena, "%.*s%s", SAID_MAX, v->text, more)
	};
}

static bool
add_device(struct xl_domain *d, const struct cfg_value *v, const struct entry *e,
	const char *what)
{
	struct host_device *device;
	bool grants = e->grants == TRI_UNKNOWN ? !is_dom0(e->backend)
					       : e->grants == TRI_YES;

	if (d->next == VIRTIO_MMIO_SIZE / VIRTIO_MMIO_STEP)
		return value_fault(d, v,
			"more virtio devices than there is room for, expected up to 2048");
	device = host_add_device(d->host, d->arena);
	device->name = e->name ? arena_printf(d->arena, "%s '%.60s'", what, e->name)
			       : what;
	device->transport = TRANSPORT_MMIO;
	device->coherent = TRI_YES;
	device->place.kind = DEVICE_AT_ADDRESS;
	device->place.address = VIRTIO_MMIO_BASE + d->next++ * VIRTIO_MMIO_STEP;
	device->said = xl_said(d, v);
	if (grants) {
		feature_put(&device->offered, VIRTIO_F_VERSION_1, true);
		feature_put(&device->offered, VIRTIO_F_ACCESS_PLATFORM, true);
		device->claim_said = device->said;
	}
	return true;
}

static bool
add_disk(struct xl_domain *d, const struct cfg_value *v)
{
	struct entry e = { 0 };

	if (!read_disk_entry(d, v, &e))
		return false;
	return !e.virtio || add_device(d, v, &e, "disk");
}

static bool
add_virtio(struct xl_domain *d, const struct cfg_value *v)
{
	struct entry e = { 0 };

	if (!read_virtio_entry(d, v, &e))
		return false;
	if (e.transport && !strcmp(e.transport, "mmio"))
		return add_device(d, v, &e, "virtio device");
	if (e.transport && strcmp(e.transport, "unknown") != 0)
		return value_fault(
			d, v, "a transport that xl refuses, expected transport=mmio");
	host_add_remark(d->host, d->arena, xl_said(d, v),
		"a virtio device without transport=mmio: libxl gives it no node");
	return true;
}

bool
xl_each(struct xl_domain *d, const struct cfg_setting *all, const char *name,
	bool (*add)(struct xl_domain *d, const struct cfg_value *v))
{
	const struct cfg_setting *set, *from = NULL;
	const struct cfg_value *v;

	for (set = all; set; set = set->next)
		if (!strcmp(set->name, name) && (!set->add || !from))
			from = set;
	for (set = from; set; set = set->next) {
		if (strcmp(set->name, name) != 0)
			continue;
		if (set->value->text)
			return fault_at_line(d->fault, set->value->line,
				set->value->column, "'%s' is a string, expected a list",
				name);
		for (v = set->value->first; v; v = v->next) {
			if (!v->text)
				return value_fault(d, v, "a list, expected a string");
			if (!add(d, v))
				return false;
		}
	}
	return true;
}

static bool
xl_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct xl_domain d = { h, a, f, 0 };
	struct cfg_setting *all;

	if (src->argv)
		return fault_set(f, "an xl configuration is a file, not a command line");
	if (!cfg_read((const char *)src->text.data, src->text.n, &all, a, f))
		return false;
	h->program = "xl";
	h->xen = TRI_YES;
	h->mmio_complete = TRI_YES;
	return xl_each(&d, all, "disk", add_disk)
	       && xl_each(&d, all, "virtio", add_virtio) && xl_read_guest(&d, all);
}

static bool
is_known(const char *name)
{
	static const char *const names[] = { "name", "type", "builder", "kernel",
		"ramdisk", "memory", "maxmem", "vcpus", "disk", "vif", "virtio", "extra",
		"cmdline", "on_crash", "on_reboot", "on_poweroff", "device_tree", "dtdev",
		"iomem", "irqs", "vuart", "gic_version", "p9", "vfb", "vkb" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* Where it breaks off, what stands before that tells. */
static int
xl_detect(const struct host_source *src)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct cfg_setting *all, *set;
	unsigned int known = 0;
	bool whole;

	if (src->argv)
		return 0;
	whole = cfg_read((const char *)src->text.data, src->text.n, &all, &a, &f);
	for (set = all; set; set = set->next)
		known += set->value && is_known(set->name);
	arena_free(&a);
	if (!known)
		return 0;
	return whole && known > 1 ? SURE : known > 1 ? LIKELY : whole ? LIKELY : 0;
}

const struct host_reader host_reader_xl = {
	.kind = "xl",
	.summary = "a Xen domain's xl.cfg",
	.detect = xl_detect,
	.read = xl_read,
};
