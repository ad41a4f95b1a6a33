/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From QEMU's answers to facts. */
#include <string.h>

#include "host/qmp/asking.h"

const struct doc *
asking_get(struct asking *k, const char *path, const char *property, enum doc_type type)
{
	const char *const arguments[] = { "path", path, "property", property, NULL };
	const char *refused = NULL;
	const struct doc *d = qmp_execute(k->q, "qom-get", arguments, &refused);

	return d && d->type == type ? d : NULL;
}

const char *
asking_string(struct asking *k, const char *path, const char *property)
{
	const struct doc *d = asking_get(k, path, property, DOC_STRING);

	return d ? d->text : NULL;
}

enum tri
asking_bool(struct asking *k, const char *path, const char *property)
{
	const struct doc *d = asking_get(k, path, property, DOC_BOOL);

	return !d ? TRI_UNKNOWN : d->boolean ? TRI_YES : TRI_NO;
}

static const char *
parent_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(a, path, (size_t)(slash - path)) : "";
}

/* The user's id, where the object has one: /machine/peripheral/ID. */
static const char *
id_of(const char *path, struct arena *a)
{
	static const char container[] = "/machine/peripheral/";
	const char *id = path + sizeof(container) - 1;

	if (strncmp(path, container, sizeof(container) - 1) != 0)
		return NULL;
	return arena_strndup(a, id, strcspn(id, "/"));
}

static struct said
said_at(const char *path, const char *text)
{
	return (struct said){ .pointer = path, .text = text };
}

/* "VIRTIO_F_VERSION_1: Device compliant …" */
static int
bit_of(const struct doc *v, struct arena *a)
{
	if (v->type != DOC_STRING)
		return -1;
	return feature_bit(arena_strndup(a, v->text, strcspn(v->text, ": ")));
}

/*
 * What QEMU shows of a feature mask, by name; names that are not known here leave the
 * bits beside those of all devices unknown.
 */
static struct features
features_of(const struct doc *v, struct arena *a)
{
	static const char *const lists[] = { "transports", "dev-features" };
	const struct doc *rest = doc_get(v, "unknown-dev-features"), *list, *one;
	struct features f = { 0 };
	bool whole = true;
	size_t i;
	int bit;

	for (i = 0; i < 2; i++) {
		list = doc_get(v, lists[i]);
		if (!list || list->type != DOC_LIST) {
			whole = false;
			continue;
		}
		for (one = list->first; one; one = one->next) {
			bit = bit_of(one, a);
			if (bit >= 0)
				feature_put(&f, (unsigned int)bit, true);
			whole = whole && bit >= 0;
		}
	}
	if (rest && rest->type == DOC_INT && !rest->negative)
		for (i = 0; i < 64; i++)
			if (rest->integer >> i & 1)
				feature_put(&f, (unsigned int)i, true);
	if (whole)
		feature_close(&f);
	list = doc_get(v, lists[0]);
	if (!whole && list && list->type == DOC_LIST) {
		for (i = VIRTIO_F_VERSION_1; i <= VIRTIO_F_ACCESS_PLATFORM; i++)
			if (feature_get(&f, (unsigned int)i) == TRI_UNKNOWN)
				feature_put(&f, (unsigned int)i, false);
	}
	return f;
}

static void
read_mmio(struct asking *k, struct host_device *d, const char *transport)
{
	const char *region = arena_printf(k->arena, "%s/virtio-mmio[0]", transport);
	const struct doc *address = asking_get(k, region, "addr", DOC_INT);

	d->transport = TRANSPORT_MMIO;
	d->legacy = asking_bool(k, transport, "force-legacy");
	if (d->legacy != TRI_UNKNOWN)
		d->legacy_said = said_at(transport, d->legacy == TRI_YES
							    ? "force-legacy: true"
							    : "force-legacy: false");
	if (address && !address->negative)
		d->place = (struct device_place){ .kind = DEVICE_AT_ADDRESS,
			.address = address->integer };
	else
		host_add_remark(k->host, k->arena, d->said,
			"QEMU does not say where '%s' is, so its device belongs to no node",
			region);
}

static void
read_pci(struct asking *k, struct host_device *d, const char *proxy)
{
	d->transport = TRANSPORT_PCI;
	d->legacy = asking_bool(k, proxy, "disable-modern");
	if (d->legacy != TRI_UNKNOWN)
		d->legacy_said = said_at(proxy, d->legacy == TRI_YES
							? "disable-modern: true"
							: "disable-modern: false");
}

static void
read_transport(struct asking *k, struct host_device *d, const char *path)
{
	const char *bus = asking_string(k, path, "parent_bus");
	const char *type = bus ? asking_string(k, bus, "type") : NULL, *parent;

	if (bus && !type) {
		/* a saved conversation may lack the question; the names tell as much */
		type = strstr(bus, "/virtio-mmio-bus.") ? "virtio-mmio-bus" : NULL;
	}
	parent = bus ? parent_of(bus, k->arena) : NULL;
	if (type && !strcmp(type, "virtio-mmio-bus"))
		read_mmio(k, d, parent);
	else if (type && !strcmp(type, "virtio-pci-bus"))
		read_pci(k, d, parent);
	else if (type && !strcmp(type, "virtio-ccw-bus"))
		d->transport = TRANSPORT_CCW;
	else
		host_add_remark(k->host, k->arena, d->said,
			"QEMU does not say what bus '%s' is on, so its transport is not known",
			path);
}

static void
read_claim(struct host_device *d, const struct doc *status, struct arena *a)
{
	struct features accepted = features_of(doc_get(status, "guest-features"), a);
	bool yes = feature_get(&accepted, VIRTIO_F_ACCESS_PLATFORM) == TRI_YES;

	d->accepted = accepted;
	if (host_device_claims(d) == TRI_UNKNOWN)
		return;
	d->claim_said = d->said;
	if (host_device_claims(d) == TRI_NO)
		d->claim_said.text = "host-features lacks VIRTIO_F_IOMMU_PLATFORM";
	else
		d->claim_said.text = yes ? "guest-features has VIRTIO_F_IOMMU_PLATFORM"
					 : "host-features has VIRTIO_F_IOMMU_PLATFORM";
}

static bool
read_device(struct asking *k, const char *path, const char *name)
{
	const char *const arguments[] = { "path", path, NULL };
	const char *type = asking_string(k, path, "type"), *id = id_of(path, k->arena);
	const struct doc *status = qmp_execute(
		k->q, "x-query-virtio-status", arguments, NULL);
	struct host_device *d;

	if (k->q->fault->message)
		return false;
	d = host_add_device(k->host, k->arena);
	d->name = type ? type : name;
	if (id)
		d->name = arena_printf(k->arena, "%s (id=%s)", d->name, id);
	d->said = said_at(path, NULL);
	/* QEMU's devices access the guest's memory through the CPU's caches */
	d->coherent = TRI_YES;
	d->offered = features_of(doc_get(status, "host-features"), k->arena);
	read_claim(d, status, k->arena);
	read_transport(k, d, path);
	return !k->q->fault->message;
}

static void
read_machine(struct asking *k)
{
	const char *refused = NULL, *type = asking_string(k, "/machine", "type");
	const struct doc *target = qmp_execute(k->q, "query-target", NULL, &refused);
	const struct doc *arch = doc_get(target, "arch");
	size_t n = type ? strlen(type) : 0;

	if (arch && arch->type == DOC_STRING)
		k->host->program = arena_printf(k->arena, "qemu-system-%s", arch->text);
	if (n > 8 && !strcmp(type + n - 8, "-machine"))
		type = arena_strndup(k->arena, type, n - 8);
	k->host->machine = type;
	if (type)
		k->host->xen = strncmp(type, "xen", 3) ? TRI_NO : TRI_UNKNOWN;
}

static bool
read_devices(struct asking *k)
{
	const char *refused = NULL;
	const struct doc *list = qmp_execute(k->q, "x-query-virtio", NULL, &refused), *v;
	struct fault *f = k->q->fault;

	if (refused)
		return fault_set(
			f, "x-query-virtio, which QEMU has since 7.2: %s", refused);
	if (!list)
		return false;
	if (!doc_expect(list, DOC_LIST, f))
		return false;
	if (list->count > QMP_DEVICES_MAX)
		return fault_set(f, "%zu virtio devices, expected at most %d",
			list->count, QMP_DEVICES_MAX);
	for (v = list->first; v; v = v->next) {
		const struct doc *path = doc_get(v, "path"), *name;

		if (!path || path->type != DOC_STRING)
			return fault_set(f,
				"x-query-virtio: a device without its path, expected one");
		name = doc_get(v, "name");
		if (!read_device(k, path->text,
			    name && name->type == DOC_STRING ? name->text
							     : "virtio device"))
			return false;
	}
	k->host->mmio_complete = TRI_YES;
	k->host->pci_complete = TRI_YES;
	return true;
}

static bool
is_conversation(const struct doc *d)
{
	return d->type == DOC_LIST && d->first && doc_get(d->first, "QMP");
}

static bool
open_source(struct qmp *q, const struct host_source *src, struct fault *f)
{
	if (src->argv)
		return fault_set(f, "a QMP source is a socket, not a command line");
	if (!src->text.data)
		return qmp_connect(q, src->name);
	q->saved = doc_read(src->text.data, src->text.n, DOC_FORMAT_JSON, q->arena, f);
	return q->saved
	       && (is_conversation(q->saved)
		       || fault_set(f,
			       "expected a conversation, a list that begins with the greeting "
			       "{\"QMP\": …}"));
}

static bool
qmp_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct qmp q = { .fd = -1, .arena = a, .fault = f };
	struct asking k = { &q, h, a };
	bool ok = open_source(&q, src, f);

	if (ok) {
		read_machine(&k);
		ok = !f->message && read_devices(&k);
		if (ok)
			asking_guest(&k);
		ok = ok && !f->message;
	}
	qmp_close(&q);
	return ok;
}

/* A saved conversation begins with the greeting. */
static int
qmp_detect(const struct host_source *src)
{
	static const char greeting[] = "\"QMP\"";
	const char *s = (const char *)src->text.data;
	size_t i, n = src->text.n < 256 ? src->text.n : 256;

	if (src->argv || !n || doc_guess_format(s, n) != DOC_FORMAT_JSON)
		return 0;
	for (i = 0; i + sizeof(greeting) - 1 <= n; i++)
		if (!memcmp(s + i, greeting, sizeof(greeting) - 1))
			return 90;
	return 0;
}

const struct host_reader host_reader_qmp = {
	.kind = "qmp",
	.summary = "a running QEMU, asked on its QMP socket (or a saved conversation)",
	.named = true,
	.detect = qmp_detect,
	.read = qmp_read,
};
