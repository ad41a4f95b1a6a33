/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "host/native/native.h"

static bool
is_place(const char *key)
{
	return !strcmp(key, "node") || !strcmp(key, "reg") || !strcmp(key, "slot");
}

bool
native_read_transport(
	const struct doc *v, struct host_device *d, struct arena *a, struct fault *f)
{
	static const struct {
		const char *word;
		enum transport transport;
		enum tri legacy;
	} words[] = {
		{ "mmio", TRANSPORT_MMIO, TRI_NO },
		{ "mmio-legacy", TRANSPORT_MMIO, TRI_YES },
		{ "mmio-any", TRANSPORT_MMIO, TRI_UNKNOWN },
		{ "pci", TRANSPORT_PCI, TRI_NO },
		{ "pci-legacy", TRANSPORT_PCI, TRI_YES },
		{ "pci-any", TRANSPORT_PCI, TRI_UNKNOWN },
		{ "ccw", TRANSPORT_CCW, TRI_UNKNOWN },
		{ "unknown", TRANSPORT_UNKNOWN, TRI_UNKNOWN },
	};
	struct suggest s = { 0 };
	size_t i;

	if (!doc_expect(v, DOC_STRING, f))
		return false;
	s.word = v->text;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		suggest_try(&s, words[i].word);
		if (strcmp(words[i].word, v->text))
			continue;
		d->transport = words[i].transport;
		d->legacy = words[i].legacy;
		d->legacy_said = doc_said(v, a);
		return true;
	}
	return doc_fault(v, f,
		"%s is no transport, expected 'mmio', 'mmio-legacy', 'mmio-any', 'pci', "
		"'pci-legacy', 'pci-any', 'ccw' or 'unknown'%s",
		doc_found(v, a), suggest_text(a, &s));
}

bool
native_read_coherent(
	const struct doc *v, struct host_device *d, struct arena *a, struct fault *f)
{
	if (!doc_expect(v, DOC_BOOL, f))
		return false;
	d->coherent = v->boolean ? TRI_YES : TRI_NO;
	d->coherent_said = doc_said(v, a);
	return true;
}

/* "/" and names that are not empty between single slashes. */
static bool
is_path(const char *s)
{
	return s[0] == '/' && s[1] && s[strlen(s) - 1] != '/' && !strstr(s, "//");
}

static bool
read_node(const struct doc *v, struct device_place *p, struct arena *a, struct fault *f)
{
	if (!doc_expect(v, DOC_STRING, f))
		return false;
	if (!is_path(v->text))
		return doc_fault(v, f,
			"expected a node's full path such as '/virtio_mmio@a003e00', found %s",
			doc_found(v, a));
	*p = (struct device_place){ .kind = DEVICE_AT_NODE, .node = v->text };
	return true;
}

static bool
read_address(
	const struct doc *v, struct device_place *p, struct arena *a, struct fault *f)
{
	const char *end = "";
	char *e;

	*p = (struct device_place){ .kind = DEVICE_AT_ADDRESS, .address = v->integer };
	if (v->type == DOC_INT && !(v->negative && v->integer))
		return true;
	if (v->type == DOC_STRING && !strncmp(v->text, "0x", 2)) {
		end = v->text + 2;
		end += strspn(end, "0123456789abcdefABCDEF");
		if (!*end && end > v->text + 2 && end <= v->text + 18) {
			p->address = strtoull(v->text, &e, 16);
			return true;
		}
	}
	return doc_fault(v, f,
		"expected an address, a number or '0x…' of up to 64 bits, found %s",
		doc_found(v, a));
}

static bool
read_slot(const struct doc *v, struct device_place *p, struct arena *a, struct fault *f)
{
	if (v->type == DOC_STRING && !strcmp(v->text, "unknown"))
		return true;
	if (v->type != DOC_INT || v->integer > UINT32_MAX || (v->negative && v->integer))
		return doc_fault(v, f,
			"expected a slot, the number from 0 of a virtio,mmio node by "
			"ascending address, or 'unknown', found %s",
			doc_found(v, a));
	*p = (struct device_place){ .kind = DEVICE_AT_SLOT,
		.slot = (uint32_t)v->integer };
	return true;
}

/* @transport: the device's own or that of `defaults`, or NULL. */
static bool
needs_no_place(const struct host_device *d, const struct doc *transport)
{
	return transport && d->transport != TRANSPORT_MMIO;
}

static bool
check_place(const struct doc *v, const struct doc *transport, struct host_device *d,
	struct fault *f)
{
	const struct doc *at = doc_get(v, "slot");

	if (!at)
		at = doc_get(v, "reg");
	if (!at && d->place.kind == DEVICE_AT_UNKNOWN)
		return needs_no_place(d, transport)
		       || doc_fault(v, f,
			       "a device without a place, expected one of 'node', 'reg', "
			       "'slot'");
	if (!at)
		return true;
	if (needs_no_place(d, transport))
		return doc_fault_key(at, f,
			"'%s' is the place of a virtio-mmio device, and this one's "
			"transport is another; expected 'node' or none",
			at->key);
	d->transport = TRANSPORT_MMIO;
	return true;
}

static bool
read_place(const struct doc *v, struct host_device *d, struct arena *a, struct fault *f)
{
	const struct doc *at = NULL, *p;

	for (p = v->first; p; p = p->next) {
		if (!is_place(p->key))
			continue;
		if (at)
			return doc_fault_key(p, f,
				"both '%s' and '%s' of a device, expected one of 'node', "
				"'reg', 'slot'",
				at->key, p->key);
		at = p;
	}
	if (at && !strcmp(at->key, "node"))
		return read_node(at, &d->place, a, f);
	if (at && !strcmp(at->key, "reg"))
		return read_address(at, &d->place, a, f);
	return !at || read_slot(at, &d->place, a, f);
}

/* A bit is known not to be offered where neither offers it. */
void
native_add_common(struct host_device *d, const struct native_features *common)
{
	enum tri own = host_device_claims(d);
	struct features *f = &d->offered;
	size_t i;

	for (i = 0; i < FEATURE_BITS_MAX / 64; i++) {
		f->set[i] |= common->bits.set[i];
		f->known[i] = (f->known[i] & common->bits.known[i]) | f->set[i];
	}
	if (host_device_claims(d) != own)
		d->claim_said = common->claim;
}

static bool
read_offered(const struct native *n, const struct doc *v, struct host_device *d)
{
	const struct native_features *common = n->common;
	struct native_features own;

	if (!v && !common)
		return true;
	if (!v) {
		d->offered = common->bits;
		d->claim_said = common->claim;
		return true;
	}
	if (!native_read_features(v, &own, n->arena, n->fault))
		return false;
	d->offered = own.bits;
	d->claim_said = own.claim;
	if (common)
		native_add_common(d, common);
	return true;
}

/* What people call a device that has no name. */
static const char *
place_name(const struct host_device *d, const struct doc *v, struct arena *a)
{
	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		return arena_printf(
			a, "device at 0x%llx", (unsigned long long)d->place.address);
	case DEVICE_AT_SLOT: return arena_printf(a, "device in slot %u", d->place.slot);
	case DEVICE_AT_NODE: return arena_printf(a, "device at %s", d->place.node);
	default: return arena_printf(a, "device %" PRIu32 " of the list", v->index + 1);
	}
}

/* The value of a device's own key, else that of `defaults`. */
static const struct doc *
value_of(const struct native *n, const struct doc *v, const char *key)
{
	const struct doc *own = doc_get(v, key);

	return own ? own : doc_get(n->defaults, key);
}

bool
native_read_device(const struct native *n, const struct doc *v)
{
	static const char *const keys[] = { "name", "node", "reg", "slot", "features",
		"transport", "dma_coherent" };
	struct arena *a = n->arena;
	struct fault *f = n->fault;
	const struct doc *name, *transport, *coherent;
	struct host_device *d;

	if (!doc_expect(v, DOC_MAP, f)
		|| !doc_expect_keys(
			v, " of a device", keys, sizeof(keys) / sizeof(keys[0]), f))
		return false;
	d = host_add_device(n->host, a);
	d->said = doc_said(v, a);
	name = doc_get(v, "name");
	transport = value_of(n, v, "transport");
	coherent = value_of(n, v, "dma_coherent");
	if (name && !doc_expect(name, DOC_STRING, f))
		return false;
	if (transport && !native_read_transport(transport, d, a, f))
		return false;
	if (coherent && !native_read_coherent(coherent, d, a, f))
		return false;
	if (!read_offered(n, value_of(n, v, "features"), d) || !read_place(v, d, a, f)
		|| !check_place(v, transport, d, f))
		return false;
	d->name = name ? name->text : place_name(d, v, a);
	return true;
}
