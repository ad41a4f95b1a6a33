/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/suggest.h"
#include "host/document.h"
#include "host/firecracker/firecracker.h"

enum { DEVICES_MAX = 1024 };

/* Devices of one sort, in Firecracker's order. */
struct list {
	const struct doc **v;
	size_t n;
};

struct config {
	struct host *host;
	struct arena *arena;
	struct fault *fault;
	const char *file;
	uint32_t first_line;
	bool pci;
};

/* Where a top-level key leads to devices; those that are a list have ids of their own. */
static const struct sort {
	const char *key;
	const char *id;   /* of an element of the list; NULL: an object, one device */
	const char *root; /* the flag of the root device, which is the first; or NULL */
	const char *name;
	bool swaps; /* see add_element() */
} sorts[] = {
	{ "balloon", NULL, NULL, "balloon", false },
	{ "drives", "drive_id", "is_root_device", "drive", false },
	{ "network-interfaces", "iface_id", NULL, "network interface", true },
	{ "pmem", "id", NULL, "pmem", false },
	{ "vsock", NULL, NULL, "vsock", false },
	{ "entropy", NULL, NULL, "entropy device", false },
	{ "memory-hotplug", NULL, NULL, "memory hotplug device", false },
};

enum { SORTS = sizeof(sorts) / sizeof(sorts[0]) };

static const struct said *
in_file(const struct config *c, struct said *said)
{
	said->place.file = c->file;
	if (said->place.line)
		said->place.line += c->first_line - 1;
	return said;
}

static void
add_device(const struct config *c, const struct sort *sort, const struct doc *v)
{
	const struct doc *id = sort->id ? doc_get(v, sort->id) : NULL;
	struct host *h = c->host;
	struct said said = doc_said(v, c->arena);
	struct host_device *d;
	const char *name;

	said.text = NULL;
	name = id ? arena_printf(c->arena, "%s '%s'", sort->name, id->text) : sort->name;
	d = host_add_modern(h, c->arena, c->pci ? TRANSPORT_PCI : TRANSPORT_MMIO, TRI_NO,
		name, *in_file(c, &said));
	if (!c->pci) {
		d->place.kind = DEVICE_AT_SLOT;
		d->place.slot = (uint32_t)(h->ndevices - 1);
	}
}

static const char *
id_of(const struct sort *sort, const struct doc *v)
{
	return doc_get(v, sort->id)->text;
}

static bool
check_element(const struct config *c, const struct sort *sort, const struct doc *v)
{
	const struct doc *id, *root;

	if (!doc_expect(v, DOC_MAP, c->fault))
		return false;
	id = doc_get(v, sort->id);
	if (!id)
		return doc_fault(v, c->fault,
			"a %s without '%s', which Firecracker needs", sort->name,
			sort->id);
	if (!doc_expect(id, DOC_STRING, c->fault))
		return false;
	if (!sort->root)
		return true;
	root = doc_get(v, sort->root);
	if (!root)
		return doc_fault(v, c->fault,
			"a %s without '%s', which Firecracker needs", sort->name,
			sort->root);
	return doc_expect(root, DOC_BOOL, c->fault);
}

static bool
is_root(const struct sort *sort, const struct doc *v)
{
	return sort->root && doc_get(v, sort->root)->boolean;
}

static bool
check_root(const struct config *c, const struct sort *sort, const struct list *list,
	size_t at)
{
	return !list->n || !at || !is_root(sort, list->v[0])
	       || doc_fault(doc_get(list->v[at], sort->root), c->fault,
		       "Firecracker refuses this: a second root device, beside %s '%s'",
		       sort->name, id_of(sort, list->v[0]));
}

static void
swap(struct list *list, size_t i, size_t j)
{
	const struct doc *v = list->v[i];

	list->v[i] = list->v[j];
	list->v[j] = v;
}

/*
 * An element with the id of one before it replaces that one: at its place, or, of
 * network interfaces, at the end with the last one at its place (NetBuilder::build()).
 * A new root device goes first, one that becomes it swaps places with the first
 * (BlockBuilder::insert()).
 */
static bool
add_element(const struct config *c, const struct sort *sort, struct list *list,
	const struct doc *v)
{
	size_t at = 0;
	bool known;

	if (!check_element(c, sort, v))
		return false;
	while (at < list->n && strcmp(id_of(sort, list->v[at]), id_of(sort, v)) != 0)
		at++;
	if (at == DEVICES_MAX)
		return doc_fault(
			v, c->fault, "more than %d devices, expected fewer", DEVICES_MAX);
	known = at < list->n;
	list->v[at] = v;
	if (is_root(sort, v) && !check_root(c, sort, list, at))
		return false;
	list->n += !known;
	if (known && sort->swaps)
		swap(list, at, list->n - 1);
	if (!is_root(sort, v))
		return true;
	if (known)
		swap(list, 0, at);
	for (; !known && at; at--)
		swap(list, at, at - 1);
	return true;
}

static bool
read_list(const struct config *c, const struct sort *sort, const struct doc *value)
{
	struct list list = { arena_array(c->arena, const struct doc *, DEVICES_MAX), 0 };
	const struct doc *v;
	size_t i;

	for (v = value->first; v; v = v->next)
		if (!add_element(c, sort, &list, v))
			return false;
	for (i = 0; i < list.n; i++)
		add_device(c, sort, list.v[i]);
	return true;
}

static bool
read_sort(const struct config *c, const struct sort *sort, const struct doc *root)
{
	const struct doc *v;

	if (!doc_optional(root, sort->key, sort->id ? DOC_LIST : DOC_MAP, &v, c->fault))
		return false;
	if (v && sort->id)
		return read_list(c, sort, v);
	if (v)
		add_device(c, sort, v);
	return true;
}

/* A number of `machine-config`; what it has without one is @otherwise. */
static bool
read_number(const struct config *c, const struct doc *map, const char *key,
	uint64_t otherwise, uint64_t *out, struct said *said)
{
	const struct doc *v;

	*out = otherwise;
	*said = (struct said){ 0 };
	if (!map)
		return true;
	if (!doc_optional(map, key, DOC_INT, &v, c->fault))
		return false;
	if (!v)
		return true;
	if (v->negative || v->integer > UINT32_MAX)
		return doc_fault(v, c->fault,
			"expected a number of up to 32 bits, found %s",
			doc_found(v, c->arena));
	*out = v->integer;
	*said = doc_said(v, c->arena);
	in_file(c, said);
	return true;
}

/* src/vmm/src/vmm_config/machine_config.rs: 1 vCPU and 128 MiB where nothing is said. */
static bool
read_machine(const struct config *c, const struct doc *root)
{
	struct guest *g = &c->host->guest;
	const struct doc *map;
	struct said said;
	uint64_t n;

	if (!doc_optional(root, "machine-config", DOC_MAP, &map, c->fault)
		|| !read_number(c, map, "vcpu_count", 1, &n, &said))
		return false;
	guest_set(g, GUEST_CPUS, n, said);
	guest_set(g, GUEST_CPUS_MAX, n, said);
	if (!read_number(c, map, "mem_size_mib", 128, &n, &said))
		return false;
	guest_set(g, GUEST_MEMORY, n << 20, said);
	return true;
}

/* Firecracker passes over a key it does not know, and with it a device. */
static void
remark_slips(const struct config *c, const struct doc *root)
{
	static const char *const others[] = { "boot-source", "cpu-config", "logger",
		"machine-config", "metrics", "mmds-config", "serial-config" };
	const struct doc *v;
	struct suggest s;
	struct said said;
	size_t i;

	for (v = root->first; v; v = v->next) {
		s = (struct suggest){ .word = v->key };
		for (i = 0; i < SORTS; i++)
			suggest_try(&s, sorts[i].key);
		for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
			suggest_try(&s, others[i]);
		if (!s.best || !s.distance)
			continue;
		said = doc_said(v, c->arena);
		host_add_remark(c->host, c->arena, *in_file(c, &said),
			"Firecracker does not know the key '%s' and passes over it%s",
			v->key, suggest_text(c->arena, &s));
	}
}

static bool
read_root(const struct config *c, const struct doc *root)
{
	static const char *const needed[] = { "boot-source", "drives" };
	size_t i;

	if (!doc_expect(root, DOC_MAP, c->fault))
		return false;
	for (i = 0; i < 2; i++)
		if (!doc_get(root, needed[i]))
			return doc_fault(root, c->fault,
				"no '%s', which Firecracker needs in a configuration",
				needed[i]);
	for (i = 0; i < SORTS; i++)
		if (!read_sort(c, &sorts[i], root))
			return false;
	remark_slips(c, root);
	return read_machine(c, root);
}

/* What there is by default may have been said where it is not known. */
static void
firecracker_forget_size(struct guest *g)
{
	static const enum guest_fact_id ids[] = { GUEST_MEMORY, GUEST_CPUS,
		GUEST_CPUS_MAX };
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (!g->facts[ids[i]].said.text)
			g->facts[ids[i]].known = false;
}

/* src/vmm/src/arch/aarch64: layout.rs, fdt.rs. */
void
firecracker_start(struct host *h)
{
	struct said none = { 0 };

	guest_set(&h->guest, GUEST_MEMORY_BASE, 0x80000000, none);
	guest_set(&h->guest, GUEST_MEMORY_REWRITTEN, 0, none);
	guest_set(&h->guest, GUEST_MPIDR_CLUSTER, 16, none);
	guest_set(&h->guest, GUEST_KVM, 1, none);
	guest_set_word(&h->guest, GUEST_PSCI, "hvc", none);
	h->program = "firecracker";
	h->advice = "Firecracker up to 1.13 emits nodes without it, 1.14.0 adds it";
}

bool
firecracker_read_config(const struct firecracker_config *config, struct host *h,
	struct arena *a, struct fault *f)
{
	struct config c = { h, a, f, config->file, config->first_line, config->pci };
	const struct doc *root;

	firecracker_start(h);
	h->mmio_complete = TRI_YES;
	h->pci_complete = TRI_YES;
	root = doc_read(config->text.data, config->text.n, DOC_FORMAT_JSON, a, f);
	if (root && read_root(&c, root)) {
		if (config->partly)
			firecracker_forget_size(&h->guest);
		return true;
	}
	if (f->message && !f->place.file) {
		f->place.file = config->file;
		if (f->place.line)
			f->place.line += config->first_line - 1;
	}
	return false;
}
