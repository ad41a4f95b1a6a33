/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/suggest.h"
#include "host/qemu/build.h"

static const char claim[] = "iommu_platform";

/* The classes that a -global may name for a device, and for the device inside it. */
struct chain {
	const char *names[2];
	const struct qemu_class *classes[2];
	size_t n;
};

/* The properties that are looked at here; no others of virtio devices are like them. */
static const char *const properties[] = { claim, "disable-legacy", "disable-modern",
	"force-legacy" };

/* Whether the class has the property, which is one of those; NULL: virtio-mmio. */
static bool
has_property(const struct qemu_class *c, const char *key)
{
	if (!c || !strcmp(key, "force-legacy"))
		return !c && !strcmp(key, "force-legacy");
	if (!strcmp(key, claim))
		return true;
	return c->pci == PCI_GENERIC || c->pci == PCI_MODERN;
}

/* What to say of a key that the class does not have; NULL where it may have it. */
static const char *
wrong_key(const struct qemu_class *c, const char *key, struct arena *a)
{
	struct suggest s = { .word = key };
	size_t i;

	for (i = 0; i < sizeof(properties) / sizeof(properties[0]); i++) {
		if (!strcmp(properties[i], key) && has_property(c, key))
			return NULL;
		if (!strcmp(properties[i], key))
			return c && !strcmp(key, "force-legacy")
				       ? ", its transport has: -global "
					 "virtio-mmio.force-legacy=…"
				       : "";
		if (has_property(c, properties[i]))
			suggest_try(&s, properties[i]);
	}
	return s.best && s.distance <= 4 ? suggest_text(a, &s) : NULL;
}

static bool
no_property(struct build *b, const struct where *where, const char *class,
	const char *key, const char *suggestion)
{
	return reading_fault(b->rd, where,
		"QEMU refuses this: '%s' has no property '%s'%s", class, key, suggestion);
}

static bool
expect_bool(struct build *b, const struct setting *s, const char *key, enum tri *value)
{
	*value = TRI_UNKNOWN;
	if (s->state != SETTING_GIVEN)
		return true;
	if (s->json && s->json->type != DOC_BOOL)
		return reading_fault(b->rd, s->where,
			"QEMU refuses this: '%s' expects true or false, found %s", key,
			doc_found(s->json, b->rd->arena));
	*value = opts_bool(s->value);
	return *value != TRI_UNKNOWN
	       || reading_fault(b->rd, s->where,
		       "QEMU refuses this: '%s' expects 'on' or 'off', found '%s'", key,
		       s->value);
}

static struct setting
global_setting(const struct global *g)
{
	return (struct setting){
		.state = g->opaque ? SETTING_UNKNOWN : SETTING_GIVEN,
		.value = g->value,
		.where = &g->where,
	};
}

/* Each -global that names the class or one it derives from counts, the last one most. */
static bool
apply_globals(struct build *b, const char *class, const struct qemu_class *c,
	const char *key, struct setting *out)
{
	bool is_bool = strcmp(key, "disable-legacy") != 0;
	const struct global *g;
	const char *wrong;
	enum tri ignored;
	size_t i;

	for (i = 0; i < b->cl->nglobals; i++) {
		g = &b->cl->globals[i];
		if (g->driver && strcmp(g->driver, class)
			&& !qemu_class_is_a(c, g->driver))
			continue;
		if (!g->driver || !g->property) {
			if (!g->property || !strcmp(g->property, key))
				out->state = SETTING_UNKNOWN;
			continue;
		}
		wrong = wrong_key(c, g->property, b->rd->arena);
		if (wrong)
			return no_property(b, &g->where, class, g->property, wrong);
		if (strcmp(g->property, key))
			continue;
		*out = global_setting(g);
		if (is_bool && !expect_bool(b, out, key, &ignored))
			return false;
	}
	return true;
}

/* What a property of a device is set to: by -global, then by its own option. */
static bool
find_setting(struct build *b, const struct item *item, const struct chain *chain,
	const char *key, struct setting *out)
{
	const struct opt *opt;
	bool hidden;
	size_t i;

	*out = (struct setting){ .state = SETTING_DEFAULT };
	for (i = 0; i < chain->n; i++)
		if (!apply_globals(b, chain->names[i], chain->classes[i], key, out))
			return false;
	if (out->state == SETTING_DEFAULT && b->cl->hidden)
		out->state = SETTING_UNKNOWN;
	opt = opts_get(&item->opts, key, &hidden);
	if (hidden || (opt && opt->opaque))
		*out = (struct setting){ .state = SETTING_UNKNOWN };
	else if (opt)
		*out = (struct setting){ SETTING_GIVEN, opt->value, opt->json,
			&opt->where };
	return true;
}

/* The device inside first: the function's -globals are applied after its. */
static struct chain
chain_of(const struct qemu_class *c, struct arena *a)
{
	struct chain chain = { .n = 0 };

	if (c->backend) {
		chain.names[chain.n] = c->backend;
		chain.classes[chain.n++] = qemu_class_find(c->backend, a);
	}
	chain.names[chain.n] = c->name;
	chain.classes[chain.n++] = c;
	return chain;
}

static bool
check_properties(struct build *b, const struct item *item, const struct qemu_class *c)
{
	const struct opt *opt;
	const char *wrong;
	size_t i;

	for (i = 0; i < item->opts.n; i++) {
		opt = &item->opts.v[i];
		wrong = opt->key ? wrong_key(c, opt->key, b->rd->arena) : NULL;
		if (wrong)
			return no_property(b, &opt->where, c->name, opt->key, wrong);
	}
	return true;
}

static bool
decide_claim(struct build *b, const struct item *item, const struct chain *chain,
	struct tri_said *claims)
{
	struct setting s;

	if (!find_setting(b, item, chain, claim, &s)
		|| !expect_bool(b, &s, claim, &claims->value))
		return false;
	if (s.state == SETTING_GIVEN)
		claims->said = s.where->said;
	else if (s.state == SETTING_DEFAULT)
		*claims = b->machine || b->cgs.value != TRI_NO ? b->cgs
							       : (struct tri_said){ 0 };
	return true;
}

enum auto_tri { AUTO_UNKNOWN, AUTO_OFF, AUTO_ON, AUTO_AUTO };

struct pci_mode {
	enum auto_tri disable_legacy;
	enum tri disable_modern;
	struct said said; /* where disable-modern is decided */
};

static bool
read_disable_legacy(struct build *b, const struct setting *s, enum auto_tri *out)
{
	static const char *const words[] = {
		[AUTO_OFF] = "off", [AUTO_ON] = "on", [AUTO_AUTO] = "auto"
	};
	int i;

	if (s->json && s->json->type != DOC_STRING)
		return reading_fault(b->rd, s->where,
			"QEMU refuses this: 'disable-legacy' expects a string, found %s",
			doc_found(s->json, b->rd->arena));
	for (i = AUTO_OFF; i <= AUTO_AUTO; i++)
		if (!strcmp(words[i], s->value)) {
			*out = (enum auto_tri)i;
			return true;
		}
	return reading_fault(b->rd, s->where,
		"QEMU refuses this: 'disable-legacy' expects 'on', 'off' or 'auto', found "
		"'%s'",
		s->value);
}

/* The properties that PCI_GENERIC and PCI_MODERN classes have. */
static bool
read_mode(struct build *b, const struct item *item, const struct chain *chain,
	struct pci_mode *mode)
{
	struct setting legacy, modern;
	bool old = b->version <= 206;

	if (!find_setting(b, item, chain, "disable-legacy", &legacy)
		|| !find_setting(b, item, chain, "disable-modern", &modern))
		return false;
	mode->disable_legacy = old ? AUTO_OFF : AUTO_AUTO;
	if (b->cgs.value == TRI_YES)
		mode->disable_legacy = AUTO_ON;
	if (legacy.state == SETTING_UNKNOWN || b->cgs.value == TRI_UNKNOWN)
		mode->disable_legacy = AUTO_UNKNOWN;
	if (legacy.state == SETTING_GIVEN
		&& !read_disable_legacy(b, &legacy, &mode->disable_legacy))
		return false;
	if (!expect_bool(b, &modern, "disable-modern", &mode->disable_modern))
		return false;
	if (modern.state == SETTING_GIVEN)
		mode->said = modern.where->said;
	else if (modern.state == SETTING_DEFAULT)
		mode->disable_modern = old ? TRI_YES : TRI_NO;
	return true;
}

static bool
is_any(const char *s, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(s, *names))
			return true;
	return false;
}

/* Whether the device's bus is a PCI Express port's: "auto" means modern only there. */
static enum tri
behind_port(struct build *b, const struct item *item)
{
	static const char *const ports[] = { "cxl-downstream", "cxl-rp", "ioh3420",
		"pcie-root-port", "x3130-upstream", "xio3130-downstream", NULL };
	static const char *const roots[] = { "pci", "pci.0", "pcie", "pcie.0", NULL };
	static const char *const conventional[] = { "i82801b11-bridge", "pci-bridge",
		"pcie-pci-bridge", "pxb", "pxb-pcie", NULL };
	bool hidden;
	const struct opt *bus = opts_get(&item->opts, "bus", &hidden), *driver;
	const struct item *port;

	if (hidden || (bus && bus->opaque))
		return TRI_UNKNOWN;
	if (!bus || is_any(bus->value, roots))
		return TRI_NO;
	port = cmdline_device(b->cl, bus->value, true);
	driver = port ? opts_get(&port->opts, "driver", &hidden) : NULL;
	if (!driver || hidden || driver->opaque)
		return TRI_UNKNOWN;
	if (is_any(driver->value, ports))
		return TRI_YES;
	return is_any(driver->value, conventional) ? TRI_NO : TRI_UNKNOWN;
}

static void
resolve_auto(struct build *b, const struct item *item, struct pci_mode *mode)
{
	static const enum auto_tri means[] = {
		[TRI_UNKNOWN] = AUTO_UNKNOWN, [TRI_NO] = AUTO_OFF, [TRI_YES] = AUTO_ON
	};

	if (mode->disable_legacy == AUTO_AUTO)
		mode->disable_legacy = means[behind_port(b, item)];
}

/* What there is when the function is made: its class has the last word on it. */
static bool
find_mode(struct build *b, const struct item *item, const struct qemu_class *c,
	const struct chain *chain, struct pci_mode *mode)
{
	*mode = (struct pci_mode){ AUTO_ON, TRI_NO, { .text = NULL } };
	if (c->pci == PCI_TRANSITIONAL || c->pci == PCI_NON_TRANSITIONAL) {
		if (c->pci == PCI_TRANSITIONAL)
			mode->disable_legacy = AUTO_OFF;
		return true;
	}
	if (!read_mode(b, item, chain, mode))
		return false;
	resolve_auto(b, item, mode);
	if (mode->disable_legacy == AUTO_ON && mode->disable_modern == TRI_YES)
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: '%s' has both legacy and modern mode disabled",
			c->name);
	if (c->pci == PCI_MODERN)
		*mode = (struct pci_mode){ AUTO_ON, TRI_NO, { .text = NULL } };
	return true;
}

static bool
decide_pci(struct build *b, const struct item *item, const struct qemu_class *c,
	const struct chain *chain, enum tri claims, struct tri_said *legacy)
{
	struct pci_mode mode;

	if (!find_mode(b, item, c, chain, &mode))
		return false;
	if (mode.disable_legacy == AUTO_OFF && claims == TRI_YES)
		return reading_fault(b->rd, &item->where,
			"QEMU refuses this: iommu_platform is on for a '%s' that is legacy "
			"too, expected disable-legacy=on or a bus of a PCI Express port",
			c->name);
	*legacy = (struct tri_said){ mode.disable_modern, mode.said };
	return true;
}

/* A channel of revision 0 is legacy; QEMU offers up to 2. */
static void
decide_ccw(const struct item *item, struct tri_said *legacy)
{
	bool hidden;
	const struct opt *max = opts_get(&item->opts, "max_revision", &hidden);

	legacy->value = TRI_NO;
	if (hidden || (max && max->opaque))
		legacy->value = TRI_UNKNOWN;
	else if (max && !strcmp(max->value, "0"))
		*legacy = (struct tri_said){ TRI_YES, max->where.said };
}

/* Backends outside of QEMU may not know VIRTIO_F_VERSION_1. */
static bool
is_external(const struct qemu_class *c)
{
	return !strncmp(c->name, "vhost-", 6);
}

bool
build_features(struct build *b, const struct item *item, const struct qemu_class *c,
	struct host_device *d)
{
	struct chain chain = chain_of(c, b->rd->arena);
	struct tri_said claims = { 0 }, legacy = b->mmio_legacy;

	if (!check_properties(b, item, c) || !decide_claim(b, item, &chain, &claims))
		return false;
	if (c->kind == CLASS_PCI
		&& !decide_pci(b, item, c, &chain, claims.value, &legacy))
		return false;
	if (c->kind == CLASS_CCW)
		decide_ccw(item, &legacy);
	d->legacy = legacy.value;
	d->legacy_said = legacy.said;
	d->claim_said = claims.said;
	if (legacy.value != TRI_UNKNOWN && !is_external(c))
		feature_put(&d->offered, VIRTIO_F_VERSION_1, legacy.value == TRI_NO);
	if (claims.value != TRI_UNKNOWN)
		feature_put(
			&d->offered, VIRTIO_F_ACCESS_PLATFORM, claims.value == TRI_YES);
	return true;
}

bool
build_mmio_legacy(struct build *b)
{
	struct setting s = { .state = SETTING_DEFAULT };
	bool there = b->machine && b->machine->slots;

	b->mmio_legacy = (struct tri_said){ .value = TRI_UNKNOWN };
	if (there && b->machine->modern) {
		b->mmio_legacy.value = TRI_NO;
		return true;
	}
	if (b->machine && !there)
		return true;
	if (!apply_globals(b, "virtio-mmio", NULL, "force-legacy", &s)
		|| !expect_bool(b, &s, "force-legacy", &b->mmio_legacy.value))
		return false;
	if (s.state == SETTING_GIVEN)
		b->mmio_legacy.said = s.where->said;
	else if (s.state == SETTING_DEFAULT && there && !b->cl->hidden)
		b->mmio_legacy.value = TRI_YES;
	/* a board that sets force-legacy=off does so whatever is asked for */
	if (!there && b->mmio_legacy.value == TRI_YES)
		b->mmio_legacy = (struct tri_said){ .value = TRI_UNKNOWN };
	return true;
}
