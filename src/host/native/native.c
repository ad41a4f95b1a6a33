/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/native/native.h"

#include <string.h>

#include "base/suggest.h"

enum { WORDS_MAX = 60 };

struct said
native_said(const struct doc *v, struct arena *a)
{
	struct said said = { .line = v->line };

	if (!v->line)
		said.pointer = doc_pointer(v, a);
	if (v->text && strlen(v->text) <= WORDS_MAX)
		said.text = v->key ? arena_printf(a, "%s: %s", v->key, v->text) : v->text;
	else
		said.text = v->key;
	return said;
}

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

/* Checked as a whole, used by devices or not. */
static bool
check_defaults(const struct native *n)
{
	static const char *const keys[] = { "features", "transport", "dma_coherent" };
	const struct doc *d = n->defaults, *v;
	struct native_features features;
	struct host_device device;
	struct fault *f = n->fault;

	if (!doc_expect(d, DOC_MAP, f)
		|| !doc_expect_keys(
			d, " of 'defaults'", keys, sizeof(keys) / sizeof(keys[0]), f))
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

/* `complete` and `defaults` speak of a list of devices: without one they say nothing. */
static bool
check_alone(const struct doc *root, struct fault *f)
{
	const struct doc *v = doc_get(root, "complete");

	if (!v)
		v = doc_get(root, "defaults");
	if (v)
		return doc_fault_key(v, f,
			"'%s' without 'devices', which it would hold for; expected a list "
			"of devices",
			v->key);
	if (!doc_get(root, "features") && !doc_get(root, "xen"))
		return doc_fault(root, f,
			"nothing said of the guest's devices, expected 'devices', "
			"'features' or 'xen'");
	return true;
}

static void
set_others(const struct native *n, const struct doc *features)
{
	struct host_device *d = arena_new(n->arena, struct host_device);

	d->name = "every device";
	d->said = native_said(features, n->arena);
	d->offered = n->common->bits;
	d->claim_said = n->common->claim;
	n->host->others = d;
}

static bool
read_lists(struct native *n, const struct doc *root)
{
	const struct doc *features = doc_get(root, "features");
	const struct doc *devices = doc_get(root, "devices");
	struct native_features common;
	enum tri complete = devices ? TRI_YES : TRI_UNKNOWN;

	if (features) {
		if (!native_read_features(features, &common, n->arena, n->fault))
			return false;
		n->common = &common;
	}
	n->defaults = doc_get(root, "defaults");
	if ((n->defaults && !check_defaults(n))
		|| !read_tri(root, "complete", &complete, n->fault)
		|| !(devices ? read_devices(n, devices) : check_alone(root, n->fault)))
		return false;
	n->host->mmio_complete = complete;
	n->host->pci_complete = complete;
	if (features && complete != TRI_YES)
		set_others(n, features);
	return true;
}

static bool
read_root(struct native *n, const struct doc *root)
{
	static const char *const keys[] = { "version", "description", "program",
		"machine", "xen", "features", "defaults", "devices", "complete" };
	const struct doc *version;
	const char *description;
	struct fault *f = n->fault;

	if (!doc_expect(root, DOC_MAP, f)
		|| !doc_expect_keys(root, "", keys, sizeof(keys) / sizeof(keys[0]), f))
		return false;
	version = doc_get(root, "version");
	if (version && !read_version(version, f))
		return false;
	return read_string(root, "description", &description, f)
	       && read_string(root, "program", &n->host->program, f)
	       && read_string(root, "machine", &n->host->machine, f)
	       && read_tri(root, "xen", &n->host->xen, f) && read_lists(n, root);
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
