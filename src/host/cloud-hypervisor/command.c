/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/vec.h"
#include "host/cloud-hypervisor/cloud-hypervisor.h"
#include "host/command/option_table.h"
#include "host/command/pairs.h"

enum means {
	NOTHING,
	DEVICE, /* of the sort whose option has that name */
	PLATFORM,
	TDX,     /* --tdx FIRMWARE, up to v21 */
	PAYLOAD, /* there is a guest */
	RESTORE,
	MEMORY,
	CPUS,
};

/* cloud-hypervisor/src/main.rs, get_cli_options_sorted(). */
static const struct command_option options[] = {
	MEANS("balloon", VALUE, DEVICE),
	MEANS("console", VALUE, DEVICE),
	MEANS("disk", MANY, DEVICE),
	MEANS("fs", MANY, DEVICE),
	MEANS("generic-vhost-user", MANY, DEVICE),
	MEANS("net", MANY, DEVICE),
	MEANS("pmem", MANY, DEVICE),
	MEANS("rng", MAYBE, DEVICE),
	MEANS("rtc", MAYBE, DEVICE),
	MEANS("vdpa", MANY, DEVICE),
	MEANS("vsock", VALUE, DEVICE),
	MEANS("watchdog", NOTHING, DEVICE),
	MEANS("memory", VALUE, MEMORY),
	MEANS("memory-zone", MANY, MEMORY),
	MEANS("platform", VALUE, PLATFORM),
	MEANS("tdx", VALUE, TDX),
	MEANS("restore", VALUE, RESTORE),
	MEANS("firmware", VALUE, PAYLOAD),
	MEANS("igvm", VALUE, PAYLOAD),
	MEANS("kernel", VALUE, PAYLOAD),
	TAKES("api-socket"),
	TAKES("cmdline"),
	MEANS("cpus", VALUE, CPUS),
	TAKES("dbus-object-path"),
	TAKES("dbus-service-name"),
	ALONE("dbus-system-bus"),
	TAKES("debug-console"),
	MANY("device"),
	TAKES("event-monitor"),
	TAKES("fw-cfg-config"),
	TAKES("gdb"),
	TAKES("host-data"),
	TAKES("initramfs"),
	TAKES("ivshmem"),
	ALONE("landlock"),
	MANY("landlock-rules"),
	TAKES("log-file"),
	TAKES("log-format"),
	ALONE("no-shutdown"),
	MANY("numa"),
	MANY("pci-segment"),
	ALONE("pvmemcontrol"),
	ALONE("pvpanic"),
	MANY("rate-limit-group"),
	TAKES("seccomp"),
	TAKES("serial"),
	MANY("sgx-epc"),
	TAKES("tpm"),
	MANY("user-device"),
	OPTION("v", 'v', NOTHING, 0),
	OPTIONS_END,
};

struct vm {
	struct reading *rd;
	struct ch_device *devices;
	size_t ndevices;
	struct ch_platform platform;
	enum tri iommu; /* whether there is a virtual IOMMU */
	struct said iommu_said;
	bool hidden;
	bool started; /* the command line has a guest of its own */
	bool restored;
};

static struct ch_device *
add(struct vm *g, const struct ch_sort *sort, struct said said)
{
	struct ch_device *d = vec_more(g->rd->arena, g->devices, g->ndevices);

	*d = (struct ch_device){ .sort = sort, .iommu = TRI_NO, .said = said };
	return d;
}

static const struct ch_sort *
sort_of(const char *option)
{
	const struct ch_sort *sort = ch_sorts;

	while (strcmp(sort->option, option) != 0)
		sort++;
	return sort;
}

/* A KEY=on of the value; TRI_NO where it is not there. */
static bool
read_toggle(struct vm *g, const struct command_use *use, const char *key, enum tri *value)
{
	struct pair p;
	bool hidden, found = pairs_find(&use->value, key, &p, &hidden);

	*value = hidden ? TRI_UNKNOWN : TRI_NO;
	if (!hidden && found) {
		*value = pairs_toggle(&p.value);
		if (p.alone || (*value == TRI_UNKNOWN && !text_opaque(&p.value)))
			return reading_fault(g->rd, &use->where,
				"Cloud Hypervisor refuses this: '%s' is on or off, found "
				"'%s'",
				key, text_dup(&p.value, g->rd->arena));
	}
	if (*value == TRI_UNKNOWN)
		reading_remark_opaque(g->rd, &use->where, hidden ? &use->value : &p.all,
			arena_printf(
				g->rd->arena, "what '%s' is set to is not known", key));
	return true;
}

static void
want_iommu(struct vm *g, enum tri on, struct said said)
{
	if (on == TRI_NO || g->iommu == TRI_YES)
		return;
	g->iommu = on;
	g->iommu_said = said;
}

static bool
use_device(struct vm *g, const struct command_use *use)
{
	struct ch_device *d = add(g, sort_of(use->option->name), use->where.said);
	enum tri vhost_user;
	struct pair p;
	bool hidden;

	if (!use->holds)
		return true;
	if (!read_toggle(g, use, "iommu", &d->iommu)
		|| !read_toggle(g, use, "vhost_user", &vhost_user))
		return false;
	if (d->iommu != TRI_NO)
		d->iommu_said = use->where.said;
	want_iommu(g, d->iommu, use->where.said);
	d->vhost_user = vhost_user == TRI_YES;
	if (vhost_user == TRI_UNKNOWN && d->iommu == TRI_YES)
		d->iommu = TRI_UNKNOWN;
	if (pairs_find(&use->value, "id", &p, &hidden) && !text_opaque(&p.value))
		d->id = text_dup(&p.value, g->rd->arena);
	if (d->iommu != TRI_UNKNOWN && vhost_user != TRI_UNKNOWN)
		command_note_value(g->rd, use);
	return true;
}

static bool
use_platform(struct vm *g, const struct command_use *use)
{
	static const char *const keys[] = { "tdx", "sev_snp" };
	struct pair p;
	bool hidden;
	enum tri on;
	size_t i;

	for (i = 0; i < 2; i++) {
		if (!read_toggle(g, use, keys[i], &on))
			return false;
		if (on == TRI_NO || g->platform.forced == TRI_YES)
			continue;
		g->platform = (struct ch_platform){ on, use->where.said };
	}
	if (pairs_find(&use->value, "iommu_segments", &p, &hidden))
		want_iommu(g, TRI_YES, use->where.said);
	return true;
}

/* A zone that can grow does so by virtio-mem; else --memory says by what. */
static void
use_memory(struct vm *g, const struct command_use *use)
{
	struct pair p;
	bool hidden, zone = !strcmp(use->option->name, "memory-zone");

	command_note_value(g->rd, use);
	if (zone)
		g->rd->host->guest.facts[GUEST_MEMORY].known = false;
	else if (pairs_find(&use->value, "size", &p, &hidden) || hidden)
		command_set_size(
			g->rd, use, hidden ? &use->value : &p.value, GUEST_MEMORY, 1);
	if (!zone
		&& (!pairs_find(&use->value, "hotplug_method", &p, &hidden)
			|| !text_equals(&p.value, "virtio-mem")))
		return;
	if (pairs_find(&use->value, "hotplug_size", &p, &hidden))
		add(g, &ch_memory, use->where.said);
}

/* boot=N,max=M,topology=THREADS:CORES:DIES:PACKAGES */
static void
use_cpus(struct vm *g, const struct command_use *use)
{
	static const struct {
		const char *key;
		enum guest_fact_id id;
	} keys[] = { { "boot", GUEST_CPUS }, { "boot", GUEST_CPUS_MAX },
		{ "max", GUEST_CPUS_MAX } };
	struct text packages;
	struct pair p;
	bool hidden;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (pairs_find(&use->value, keys[i].key, &p, &hidden) || hidden)
			command_set_count(
				g->rd, use, hidden ? &use->value : &p.value, keys[i].id);
	if (!pairs_find(&use->value, "topology", &p, &hidden) || hidden)
		return;
	for (i = p.value.n; i && p.value.s[i - 1] != ':'; i--)
		;
	packages = text_part(&p.value, i, p.value.n);
	command_set_count(g->rd, use, &packages, GUEST_SOCKETS);
}

static bool
visit(void *ctx, const struct command_use *use)
{
	struct vm *g = ctx;

	switch ((enum means)use->option->means) {
	case DEVICE: g->started = true; return use_device(g, use);
	case PLATFORM: return use_platform(g, use);
	case TDX:
		g->started = true;
		g->platform = (struct ch_platform){ TRI_YES, use->where.said };
		break;
	case PAYLOAD: g->started = true; break;
	case RESTORE: g->restored = true; break;
	case MEMORY: use_memory(g, use); return true;
	case CPUS: use_cpus(g, use); break;
	case NOTHING: break;
	}
	command_note_value(g->rd, use);
	return true;
}

/* --console off, and what there is where nothing is said. */
static void
make_sort(struct vm *g, const struct ch_sort *sort)
{
	static const char off[] = "--console off";
	struct ch_device absent = { .sort = sort, .iommu = TRI_NO };
	const struct ch_device *d;
	bool given = false;
	size_t i;

	absent.said.text = "by default";
	for (i = 0; i < g->ndevices; i++) {
		d = &g->devices[i];
		if (d->sort != sort)
			continue;
		given = true;
		if (!sort->key || strcmp(sort->key, "console")
			|| strcmp(d->said.text, off))
			ch_add(g->rd->host, g->rd->arena, d, &g->platform);
	}
	if (!given && sort->given)
		ch_add(g->rd->host, g->rd->arena, &absent, &g->platform);
}

static void
finish(struct vm *g)
{
	static const struct ch_sort iommu = { .name = "iommu", .claim = CH_FORCED };
	struct ch_device d = { .sort = &iommu, .iommu = TRI_NO, .said = g->iommu_said };
	struct host *h = g->rd->host;
	const struct ch_sort *sort;

	if (g->hidden && g->platform.forced == TRI_NO)
		g->platform.forced = TRI_UNKNOWN;
	for (sort = ch_sorts; sort->key; sort++)
		make_sort(g, sort);
	make_sort(g, &ch_memory);
	if (g->iommu == TRI_YES)
		ch_add(h, g->rd->arena, &d, &g->platform);
	if (g->hidden)
		h->pci_complete = TRI_UNKNOWN;
}

static bool
read_command(struct reading *rd, const struct command *c)
{
	static const struct command_grammar grammar = {
		.program = "Cloud Hypervisor",
		.options = options,
		.visit = visit,
	};
	struct vm g = { .rd = rd, .platform = { .forced = TRI_NO } };
	const struct word *program = &c->words.v[c->program];
	struct where where = reading_where(rd, program, NULL, 0);

	ch_start(rd->host);
	if (!command_options_read(rd, &grammar, program + 1, c->words.n - c->program - 1,
		    &g, &g.hidden))
		return false;
	if (g.started || g.hidden) {
		finish(&g);
		return true;
	}
	ch_forget_size(&rd->host->guest);
	rd->host->pci_complete = TRI_UNKNOWN;
	reading_remark(rd, &where,
		"the guest is %s: what devices it has is not said here, `ch-remote info` "
		"tells",
		g.restored ? "restored from a snapshot"
			   : "configured by way of the API socket");
	return true;
}

/* ch-remote create …, or curl to its socket. */
static bool
configures(const struct word *v, size_t n)
{
	static const char *const sockets[] = { "--unix-socket", NULL };
	static const char *const verbs[] = { "create", "add-device", "add-disk", "add-fs",
		"add-net", "add-pmem", "add-vdpa", "add-vsock", NULL };
	const char *name;
	size_t i;

	for (i = 0; i < n && i < 4; i++) {
		name = program_base_name(v[i].text.s);
		if (!strcmp(name, "curl"))
			return command_has_word(v + i, n - i, sockets);
		if (!strcmp(name, "ch-remote"))
			return command_has_word(v + i, n - i, verbs);
	}
	return false;
}

static const char *const questions[] = { "--help", "-h", "--version", "-V", NULL };
static const char *const words[] = { "cloud-hypervisor", NULL };

const struct command_language ch_language = {
	.name = "Cloud Hypervisor",
	.expected = "a command 'cloud-hypervisor' with the guest's options",
	.words = words,
	.mark = "cloud-hypervisor ",
	.read = read_command,
	.questions = questions,
	.configures = configures,
};
