/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/cloud-hypervisor/cloud-hypervisor.h"
#include "host/document.h"

enum { SURE = 95, LIKELY = 90 };

struct config {
	struct host *host;
	struct arena *arena;
	struct fault *fault;
	struct ch_platform platform;
	const struct doc *iommu; /* what asks for a virtual IOMMU, or NULL */
};

int
ch_detect_config(const struct bytes *text)
{
	static const char *const keys[] = { "cpus", "memory", "payload", "disks", "rng",
		"console", "serial" };
	unsigned int inside = 0, outside = 0;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		outside += json_has_key(text->data, text->n, keys[i], 1);
		inside += json_has_key(text->data, text->n, keys[i], 2);
	}
	if (inside > 1 && json_has_key(text->data, text->n, "config", 1))
		return SURE;
	return json_has_key(text->data, text->n, "payload", 1) || outside > 1 ? LIKELY
									      : 0;
}

static bool
read_flag(struct config *c, const struct doc *map, const char *key, bool *out,
	const struct doc **at)
{
	if (!doc_optional(map, key, DOC_BOOL, at, c->fault))
		return false;
	*out = *at && (*at)->boolean;
	return true;
}

/* "tdx" and "sev_snp" are there where it was built with them. */
static bool
read_platform(struct config *c, const struct doc *root)
{
	static const char *const keys[] = { "tdx", "sev_snp" };
	const struct doc *platform, *at;
	bool on;
	size_t i;

	c->platform.forced = TRI_NO;
	if (!doc_optional(root, "platform", DOC_MAP, &platform, c->fault))
		return false;
	for (i = 0; platform && i < 2; i++) {
		if (!read_flag(c, platform, keys[i], &on, &at))
			return false;
		if (on) {
			c->platform.forced = TRI_YES;
			c->platform.said = doc_said(at, c->arena);
		}
	}
	at = doc_get(platform, "iommu_segments");
	if (at && at->type != DOC_NULL)
		c->iommu = at;
	return true;
}

static bool
add_device(struct config *c, const struct ch_sort *sort, const struct doc *v)
{
	struct ch_device d = { .sort = sort, .iommu = TRI_NO };
	const struct doc *id, *at;
	bool on;

	d.said = doc_said(v, c->arena);
	d.said.text = NULL;
	if (v->type == DOC_BOOL) {
		ch_add(c->host, c->arena, &d, &c->platform);
		return true;
	}
	if (!doc_expect(v, DOC_MAP, c->fault)
		|| !doc_optional(v, "id", DOC_STRING, &id, c->fault)
		|| !read_flag(c, v, "vhost_user", &d.vhost_user, &at)
		|| !read_flag(c, v, "iommu", &on, &at))
		return false;
	d.id = id ? id->text : NULL;
	if (on) {
		d.iommu = TRI_YES;
		c->iommu = at;
	}
	if (at)
		d.iommu_said = doc_said(at, c->arena);
	ch_add(c->host, c->arena, &d, &c->platform);
	return true;
}

static bool
read_list(struct config *c, const struct ch_sort *sort, const struct doc *list)
{
	const struct doc *v;

	if (!doc_expect(list, DOC_LIST, c->fault))
		return false;
	for (v = list->first; v; v = v->next)
		if (!add_device(c, sort, v))
			return false;
	return true;
}

static bool
is_off(const struct ch_sort *sort, const struct doc *v)
{
	const struct doc *mode;

	if (v->type == DOC_BOOL)
		return !v->boolean;
	mode = !strcmp(sort->key, "console") ? doc_get(v, "mode") : NULL;
	return mode && mode->type == DOC_STRING && !strcmp(mode->text, "Off");
}

static bool
read_sort(struct config *c, const struct ch_sort *sort, const struct doc *root)
{
	struct ch_device absent = { .sort = sort, .iommu = TRI_NO };
	const struct doc *v = doc_get(root, sort->key);

	if (!v || v->type == DOC_NULL) {
		absent.said = doc_said(root, c->arena);
		if (sort->given)
			ch_add(c->host, c->arena, &absent, &c->platform);
		return true;
	}
	if (!strcmp(sort->key, "watchdog") && !doc_expect(v, DOC_BOOL, c->fault))
		return false;
	if (sort->list)
		return read_list(c, sort, v);
	return is_off(sort, v) || add_device(c, sort, v);
}

static void
add_memory(struct config *c, const struct doc *v)
{
	struct ch_device d = { .sort = &ch_memory, .iommu = TRI_NO };
	const struct doc *size = doc_get(v, "hotplug_size");

	if (!size || size->type == DOC_NULL)
		return;
	d.said = doc_said(v, c->arena);
	d.said.text = NULL;
	ch_add(c->host, c->arena, &d, &c->platform);
}

/* A number of a map, where it has that key. */
static bool
read_number(
	struct config *c, const struct doc *map, const char *key, enum guest_fact_id id)
{
	const struct doc *v;

	if (!doc_optional(map, key, DOC_INT, &v, c->fault))
		return false;
	if (v && !v->negative)
		guest_set(&c->host->guest, id, v->integer, doc_said(v, c->arena));
	return true;
}

static bool
read_cpus(struct config *c, const struct doc *root)
{
	const struct doc *cpus, *topology;

	if (!doc_optional(root, "cpus", DOC_MAP, &cpus, c->fault) || !cpus)
		return !c->fault->message;
	return read_number(c, cpus, "boot_vcpus", GUEST_CPUS)
	       && read_number(c, cpus, "boot_vcpus", GUEST_CPUS_MAX)
	       && read_number(c, cpus, "max_vcpus", GUEST_CPUS_MAX)
	       && doc_optional(cpus, "topology", DOC_MAP, &topology, c->fault)
	       && (!topology || read_number(c, topology, "packages", GUEST_SOCKETS));
}

/* Memory that is plugged in by virtio-mem: a device for each zone that can grow. */
static bool
read_memory(struct config *c, const struct doc *root)
{
	const struct doc *memory, *method, *zones, *v;

	if (!doc_optional(root, "memory", DOC_MAP, &memory, c->fault))
		return false;
	if (!memory)
		return true;
	if (!doc_optional(memory, "hotplug_method", DOC_STRING, &method, c->fault)
		|| !doc_optional(memory, "zones", DOC_LIST, &zones, c->fault)
		|| !read_number(c, memory, "size", GUEST_MEMORY))
		return false;
	if (zones && zones->first)
		c->host->guest.facts[GUEST_MEMORY].known = false;
	if (!method || strcmp(method->text, "VirtioMem") != 0)
		return true;
	add_memory(c, memory);
	for (v = zones ? zones->first : NULL; v; v = v->next) {
		if (!doc_expect(v, DOC_MAP, c->fault))
			return false;
		add_memory(c, v);
	}
	return true;
}

/* A device that has its `iommu` on brings the IOMMU with it (VmConfig::validate()). */
static bool
read_iommu(struct config *c, const struct doc *root)
{
	static const struct ch_sort iommu = { .name = "iommu", .claim = CH_FORCED };
	struct ch_device d = { .sort = &iommu, .iommu = TRI_NO };
	const struct doc *at;
	bool on;

	if (!read_flag(c, root, "iommu", &on, &at))
		return false;
	if (on)
		c->iommu = at;
	if (c->iommu) {
		d.said = doc_said(c->iommu, c->arena);
		ch_add(c->host, c->arena, &d, &c->platform);
	}
	return true;
}

bool
ch_read_config(const struct bytes *text, struct host *h, struct arena *a, struct fault *f)
{
	struct config c = { .host = h, .arena = a, .fault = f };
	const struct ch_sort *sort;
	const struct doc *root;

	root = doc_read(text->data, text->n, DOC_FORMAT_JSON, a, f);
	if (!root || !doc_expect(root, DOC_MAP, f))
		return false;
	if (doc_get(root, "config"))
		root = doc_get(root, "config");
	if (!doc_expect(root, DOC_MAP, f))
		return false;
	ch_start(h);
	if (!read_platform(&c, root))
		return false;
	for (sort = ch_sorts; sort->key; sort++)
		if (!read_sort(&c, sort, root))
			return false;
	return read_cpus(&c, root) && read_memory(&c, root) && read_iommu(&c, root);
}
