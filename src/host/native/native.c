/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/native/native.h"

#include <string.h>

static bool
read_version(const struct doc *v, struct fault *f)
{
	if (!doc_expect(v, DOC_INT, f))
		return false;
	if (v->negative || v->integer != 1)
		return doc_fault(v, f, "expected version 1 of the format, found %s",
			doc_found(v, f->arena));
	return true;
}

static bool
read_string(const struct doc *root, const char *key, const char **out, struct fault *f)
{
	const struct doc *v = doc_get(root, key);

	if (v && !doc_expect(v, DOC_STRING, f))
		return false;
	*out = v ? v->text : NULL;
	return true;
}

static bool
read_tri(const struct doc *root, const char *key, enum tri *out, struct fault *f)
{
	const struct doc *v = doc_get(root, key);

	if (!v)
		return true;
	if (!doc_expect(v, DOC_BOOL, f))
		return false;
	*out = v->boolean ? TRI_YES : TRI_NO;
	return true;
}

/* `defaults` and `others` as a whole, used by devices or not. */
static bool
check_shared(const struct native *n, const struct doc *d, const char *of)
{
	static const char *const keys[] = { "features", "transport", "dma_coherent" };
	struct native_features features;
	struct host_device device;
	struct fault *f = n->fault;
	const struct doc *v;

	if (!doc_expect(d, DOC_MAP, f)
		|| !doc_expect_keys(d, of, keys, sizeof(keys) / sizeof(keys[0]), f))
		return false;
	v = doc_get(d, "features");
	if (v && !native_read_features(v, &features, n->arena, f))
		return false;
	v = doc_get(d, "transport");
	if (v && !native_read_transport(v, &device, n->arena, f))
		return false;
	v = doc_get(d, "dma_coherent");
	return !v || native_read_coherent(v, &device, n->arena, f);
}

static bool
read_devices(struct native *n, const struct doc *list)
{
	const struct doc *v;

	if (!doc_expect(list, DOC_LIST, n->fault))
		return false;
	for (v = list->first; v; v = v->next)
		if (!native_read_device(n, v))
			return false;
	return native_check_places(n, list);
}

/* What speaks of a list of devices says nothing without one. */
static bool
check_alone(const struct doc *root, struct fault *f)
{
	static const char *const keys[] = { "complete", "defaults", "others" };
	const struct doc *v = NULL;
	size_t i;

	for (i = 0; !v && i < sizeof(keys) / sizeof(keys[0]); i++)
		v = doc_get(root, keys[i]);
	if (v)
		return doc_fault_key(v, f,
			"'%s' without 'devices', which it would hold for; expected a list "
			"of devices",
			v->key);
	if (!doc_get(root, "features") && !doc_get(root, "xen")
		&& !doc_get(root, "guest"))
		return doc_fault(root, f,
			"nothing said of the guest or its devices, expected 'devices', "
			"'features', 'guest' or 'xen'");
	return true;
}

/* For both transports, or for each one that is named. */
static bool
read_complete(const struct native *n, const struct doc *root)
{
	static const char *const keys[] = { "mmio", "pci" };
	const struct doc *v = doc_get(root, "complete");
	enum tri both = doc_get(root, "devices") ? TRI_YES : TRI_UNKNOWN;
	struct host *h = n->host;
	struct fault *f = n->fault;

	if (v && v->type == DOC_MAP)
		return doc_expect_keys(v, " of 'complete'", keys, 2, f)
		       && read_tri(v, "mmio", &h->mmio_complete, f)
		       && read_tri(v, "pci", &h->pci_complete, f);
	if (!read_tri(root, "complete", &both, f))
		return false;
	h->mmio_complete = both;
	h->pci_complete = both;
	return true;
}

/* A device that is not listed, for all that `others` and the top level say of it. */
static bool
read_others(const struct native *n, const struct doc *v, const struct doc *features)
{
	struct host_device *d = arena_new(n->arena, struct host_device);
	const struct doc *transport = doc_get(v, "transport");
	const struct doc *coherent = doc_get(v, "dma_coherent");
	const struct doc *own = doc_get(v, "features");
	struct native_features offered;

	d->name = v ? "a device that is not listed" : "every device";
	d->said = doc_said(v ? v : features, n->arena);
	if (transport && !native_read_transport(transport, d, n->arena, n->fault))
		return false;
	if (coherent && !native_read_coherent(coherent, d, n->arena, n->fault))
		return false;
	if (own && !native_read_features(own, &offered, n->arena, n->fault))
		return false;
	if (!own)
		offered = n->common ? *n->common : (struct native_features){ 0 };
	d->offered = offered.bits;
	d->claim_said = offered.claim;
	if (own && n->common)
		native_add_common(d, n->common);
	n->host->others = d;
	return true;
}

static bool
check_others(const struct doc *root, struct fault *f)
{
	const struct doc *v = doc_get(root, "others");

	return !v || doc_get(root, "complete")
	       || doc_fault_key(v, f,
		       "'others' of a list that is complete, expected 'complete' to say "
		       "that it is not");
}

static bool
read_lists(struct native *n, const struct doc *root)
{
	const struct doc *features = doc_get(root, "features");
	const struct doc *devices = doc_get(root, "devices");
	const struct doc *others = doc_get(root, "others");
	struct native_features common;

	if (features) {
		if (!native_read_features(features, &common, n->arena, n->fault))
			return false;
		n->common = &common;
	}
	n->defaults = doc_get(root, "defaults");
	if ((n->defaults && !check_shared(n, n->defaults, " of 'defaults'"))
		|| (others && !check_shared(n, others, " of 'others'"))
		|| !read_complete(n, root)
		|| !(devices ? read_devices(n, devices) : check_alone(root, n->fault))
		|| !check_others(root, n->fault))
		return false;
	if (others
		|| (features
			&& (n->host->mmio_complete != TRI_YES
				|| n->host->pci_complete != TRI_YES)))
		return read_others(n, others, features);
	return true;
}

static bool
read_remarks(const struct native *n, const struct doc *list, bool aside)
{
	const struct doc *v;
	struct said said;

	if (!list)
		return true;
	if (!doc_expect(list, DOC_LIST, n->fault))
		return false;
	for (v = list->first; v; v = v->next) {
		if (!doc_expect(v, DOC_STRING, n->fault))
			return false;
		said = doc_said(v, n->arena);
		said.text = NULL; /* it is the remark itself */
		host_say(n->host, n->arena, said, aside, "%s", v->text);
	}
	return true;
}

static bool
read_root(struct native *n, const struct doc *root)
{
	static const char *const keys[] = { "version", "description", "program",
		"machine", "xen", "guest", "features", "defaults", "devices", "complete",
		"others", "advice", "modern", "notes", "remarks" };
	const struct doc *version, *guest;
	const char *description;
	struct fault *f = n->fault;

	if (!doc_expect(root, DOC_MAP, f)
		|| !doc_expect_keys(root, "", keys, sizeof(keys) / sizeof(keys[0]), f))
		return false;
	version = doc_get(root, "version");
	guest = doc_get(root, "guest");
	if (version && !read_version(version, f))
		return false;
	return read_string(root, "description", &description, f)
	       && read_string(root, "program", &n->host->program, f)
	       && read_string(root, "machine", &n->host->machine, f)
	       && read_string(root, "advice", &n->host->advice, f)
	       && read_string(root, "modern", &n->host->modern, f)
	       && read_remarks(n, doc_get(root, "remarks"), false)
	       && read_remarks(n, doc_get(root, "notes"), true)
	       && read_tri(root, "xen", &n->host->xen, f)
	       && (!guest || native_read_guest(n, guest)) && read_lists(n, root);
}

static bool
native_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct native n = { .host = h, .arena = a, .fault = f };
	size_t len = strlen(src->name);
	enum doc_format format = doc_guess_format(src->text.data, src->text.n);
	const struct doc *root;

	if (src->argv)
		return fault_set(
			f, "a native configuration is a file, not a command line");
	/* a flow mapping, `{ devices: [] }`, looks like JSON; the name knows better */
	if (len > 4
		&& (!strcmp(src->name + len - 4, ".yml")
			|| (len > 5 && !strcmp(src->name + len - 5, ".yaml"))))
		format = DOC_FORMAT_YAML;
	root = doc_read(src->text.data, src->text.n, format, a, f);
	return root && read_root(&n, root);
}

const struct host_reader host_reader_native = {
	.kind = "native",
	.summary = "YAML or JSON with 'devices' or 'features', as "
		   "host-config.schema.yaml describes it",
	.detect = native_detect,
	.read = native_read,
};
