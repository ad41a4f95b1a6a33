/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/walk.h"
#include "host/sysfs/sysfs.h"

enum {
	DEVICES_MAX = 4096,
	STATUS_DRIVER_OK = 4, /* virtio 1.2, 2.1 */
	TYPE_BALLOON = 5,     /* virtio 1.2, 5 Device Types */
};

static const char *
type_name(unsigned long type)
{
	static const char *const names[] = { [1] = "network",
		[2] = "block",
		[3] = "console",
		[4] = "entropy",
		[5] = "balloon",
		[8] = "SCSI host",
		[9] = "9P",
		[16] = "GPU",
		[18] = "input",
		[19] = "socket",
		[20] = "crypto",
		[23] = "IOMMU",
		[25] = "sound",
		[26] = "file system",
		[27] = "PMEM" };

	return type < sizeof(names) / sizeof(*names) ? names[type] : NULL;
}

static int
by_number(const void *va, const void *vb)
{
	unsigned long a = strtoul(*(const char *const *)va + strlen("virtio"), NULL, 10);
	unsigned long b = strtoul(*(const char *const *)vb + strlen("virtio"), NULL, 10);

	return (a > b) - (a < b);
}

static bool
is_device(const char *name)
{
	return !strncmp(name, "virtio", 6) && name[6] && strlen(name) < 16
	       && !name[6 + strspn(name + 6, "0123456789")];
}

/* The names of the devices, by number. */
static bool
list_devices(struct sysfs *s, const char ***names, size_t *n)
{
	const char *dir = arena_printf(s->arena, "%s" SYSFS_DEVICES, s->root);
	struct walk_options o = { .wanted = is_device, .flat = true };
	struct walk *w = walk_open(dir, &o);
	const struct walk_entry *e;

	*names = arena_array(s->arena, const char *, DEVICES_MAX);
	*n = 0;
	while (!s->fault->message && (e = walk_next(w))) {
		if (e->kind == WALK_FAULT && !e->depth)
			fault_set(s->fault,
				"'%s' %s; expected the sysfs of a running Linux guest, or "
				"a copy of it below a directory",
				dir, e->fault);
		else if (e->kind == WALK_FAULT)
			fault_set(s->fault, "'%s' %s", e->path, e->fault);
		else if (e->depth && *n == DEVICES_MAX)
			fault_set(s->fault, "more than %d virtio devices", DEVICES_MAX);
		else if (e->depth && is_device(e->name))
			(*names)[(*n)++] = arena_strdup(s->arena, e->name);
	}
	walk_close(w);
	if (s->fault->message)
		return false;
	qsort(*names, *n, sizeof(**names), by_number);
	return true;
}

/* DRIVER_OK says that negotiation is over; where there is no status, a driver does. */
static bool
is_running(const struct sysfs *s, const char *dir)
{
	const char *status = sysfs_text(s, arena_printf(s->arena, "%s/status", dir));

	if (status)
		return strtoul(status, NULL, 16) & STATUS_DRIVER_OK;
	return !access(arena_printf(s->arena, "%s/driver", dir), F_OK);
}

/* Whether a bit 33 that was not accepted shows that it is not offered. */
static bool
would_accept(struct sysfs *s, const struct host_device *d, unsigned long type)
{
	if (!type)
		host_add_remark(s->host, s->arena, d->said,
			"what sort of device %s is is not known, so whether it offers "
			"VIRTIO_F_ACCESS_PLATFORM is not known either",
			d->name);
	else if (type == TYPE_BALLOON)
		host_add_note(s->host, s->arena, d->said,
			"Linux never accepts VIRTIO_F_ACCESS_PLATFORM of a balloon, so "
			"whether %s offers it is not known",
			d->name);
	return type && type != TYPE_BALLOON;
}

static void
read_offer(struct sysfs *s, struct host_device *d, unsigned long type)
{
	enum tri modern = feature_get(&d->accepted, VIRTIO_F_VERSION_1);
	enum tri platform = feature_get(&d->accepted, VIRTIO_F_ACCESS_PLATFORM);
	const char *text = arena_printf(s->arena, "features: bit 32 is %d, bit 33 is %d",
		modern == TRI_YES, platform == TRI_YES);
	size_t i;

	for (i = 0; i < FEATURE_BITS_MAX / 64; i++)
		d->offered.known[i] = d->offered.set[i] = d->accepted.set[i];
	if (modern == TRI_YES && platform == TRI_NO && would_accept(s, d, type))
		feature_put(&d->offered, VIRTIO_F_ACCESS_PLATFORM, false);
	d->legacy = modern == TRI_YES ? TRI_NO : TRI_YES;
	d->legacy_said = d->said;
	d->legacy_said.text = text;
	if (host_device_claims(d) != TRI_UNKNOWN)
		d->claim_said = d->legacy_said;
}

static bool
read_features(struct sysfs *s, const char *dir, struct host_device *d, unsigned long type)
{
	const char *path = arena_printf(s->arena, "%s/features", dir);
	const char *text = sysfs_text(s, path);

	if (!text || !sysfs_features(text, &d->accepted)) {
		s->fault->place.file = path;
		return fault_set(s->fault,
			"%s, expected 64 or 128 characters '0' and '1'",
			text ? "no feature bits" : "cannot be read");
	}
	if (is_running(s, dir)) {
		read_offer(s, d, type);
		return true;
	}
	d->accepted = (struct features){ 0 };
	host_add_remark(s->host, s->arena, d->said,
		"%s has no driver, so what it offers is not known", d->name);
	return true;
}

static bool
read_device(struct sysfs *s, const char *name)
{
	const char *at = arena_printf(s->arena, "%s" SYSFS_DEVICES "/%s", s->root, name);
	char *dir = realpath(at, NULL);
	struct host_device *d;
	const char *id, *sort;
	unsigned long type;
	bool ok;

	if (!dir) {
		s->fault->place.file = at;
		return fault_set(s->fault, "cannot be read: %s", strerror(errno));
	}
	id = sysfs_text(s, arena_printf(s->arena, "%s/device", dir));
	type = id ? strtoul(id, NULL, 16) : 0;
	sort = type_name(type);
	d = host_add_device(s->host, s->arena);
	d->name = sort ? arena_printf(s->arena, "%s (%s)", name, sort) : name;
	d->said.pointer = at;
	sysfs_place(s, dir, d);
	if (d->transport == TRANSPORT_UNKNOWN
		|| (d->transport == TRANSPORT_MMIO && d->place.kind == DEVICE_AT_UNKNOWN))
		host_add_remark(s->host, s->arena, d->said,
			"%s is on no bus that has a place in the tree, so it belongs to no node",
			name);
	ok = read_features(s, dir, d, type);
	free(dir);
	return ok;
}

/* Whether the guest has the driver that would have found every device. */
static enum tri
has_driver(const struct sysfs *s, const char *driver)
{
	const char *path = arena_printf(s->arena, "%s/sys/bus/%s", s->root, driver);

	return access(path, F_OK) ? TRI_UNKNOWN : TRI_YES;
}

static bool
sysfs_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct sysfs s = { .root = src->name, .host = h, .arena = a, .fault = f };
	const char **names = NULL, *xen;
	size_t i, n = 0;

	if (src->argv || src->text.data)
		return fault_set(f,
			"a file or a command line, expected a directory with a guest's sysfs");
	if (!*src->name)
		h->source = "sysfs";
	if (!list_devices(&s, &names, &n))
		return false;
	for (i = 0; i < n; i++)
		if (!read_device(&s, names[i]))
			return false;
	h->mmio_complete = has_driver(&s, "platform/drivers/virtio-mmio");
	h->pci_complete = has_driver(&s, "pci/drivers/virtio-pci");
	xen = sysfs_text(&s, arena_printf(a, "%s/sys/hypervisor/type", s.root));
	if (xen && !strcmp(xen, "xen"))
		h->xen = TRI_YES;
	return true;
}

static int
sysfs_detect(const struct host_source *src)
{
	(void)src;
	return 0;
}

const struct host_reader host_reader_sysfs = {
	.kind = "sysfs",
	.summary = "this running guest, or a copy of its /sys below a directory",
	.named = true,
	.detect = sysfs_detect,
	.read = sysfs_read,
};
