/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine that a running QEMU makes, besides its virtio devices, by what it says. */
#include <string.h>

#include "host/qemu/machine_facts.h"
#include "host/qmp/asking.h"

static struct said
said_of(const char *command)
{
	return (struct said){ .pointer = command };
}

static void
set(struct asking *k, enum guest_fact_id id, const struct doc *v, const char *command)
{
	if (v && v->type == DOC_INT && !v->negative)
		guest_set(&k->host->guest, id, v->integer, said_of(command));
}

/* Commands that an older QEMU, or a saved conversation, may not have. */
static const struct doc *
ask(struct asking *k, const char *command)
{
	const char *refused = NULL;

	return qmp_execute(k->q, command, NULL, &refused);
}

static void
set_flag(struct asking *k, const char *path, const char *property, enum guest_fact_id id)
{
	enum tri on = asking_bool(k, path, property);

	if (on != TRI_UNKNOWN)
		guest_set(&k->host->guest, id, on == TRI_YES, said_of(path));
}

/* "cortex-a57-arm-cpu" is the model cortex-a57. */
static void
read_model(struct asking *k, const char *path)
{
	static const char *const ends[] = { "-arm-cpu", "-riscv-cpu", "-loongarch-cpu",
		"-x86_64-cpu", "-i386-cpu" };
	const char *type = asking_string(k, path, "type");
	size_t i, n = type ? strlen(type) : 0, end;

	for (i = 0; n && i < sizeof(ends) / sizeof(ends[0]); i++) {
		end = strlen(ends[i]);
		if (n > end && !strcmp(type + n - end, ends[i]))
			guest_set_word(&k->host->guest, GUEST_CPU,
				arena_strndup(k->arena, type, n - end), said_of(path));
	}
}

/* enum of target/arm/kvm-consts.h */
static void
read_conduit(struct asking *k, const char *path)
{
	static const char *const words[] = { "none", "smc", "hvc" };
	const struct doc *v = asking_get(k, path, "psci-conduit", DOC_INT);

	if (v && !v->negative && v->integer < 3)
		guest_set_word(
			&k->host->guest, GUEST_PSCI, words[v->integer], said_of(path));
}

static void
read_extensions(struct asking *k, const char *path)
{
	static const char *const names[] = { "i", "m", "a", "f", "d", "c", "v", "h",
		"zba", "zbb", "zbc", "zbs" };
	enum tri on;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		on = asking_bool(k, path, names[i]);
		if (on != TRI_UNKNOWN)
			guest_set_extension(&k->host->guest, k->arena, names[i],
				on == TRI_YES, said_of(path));
	}
}

static void
read_cpus(struct asking *k)
{
	static const char command[] = "query-cpus-fast";
	const struct doc *list = ask(k, command), *first, *path, *smp;

	if (!list || list->type != DOC_LIST || !list->first)
		return;
	first = list->first;
	guest_set(&k->host->guest, GUEST_CPUS, list->count, said_of(command));
	smp = asking_get(k, "/machine", "smp", DOC_MAP);
	set(k, GUEST_CPUS_MAX, doc_get(smp, "maxcpus"), "/machine");
	path = doc_get(first, "qom-path");
	if (!path || path->type != DOC_STRING)
		return;
	read_model(k, path->text);
	if (k->host->program && strstr(k->host->program, "riscv"))
		read_extensions(k, path->text);
	else
		read_conduit(k, path->text);
}

static void
read_gic(struct asking *k)
{
	const char *version = asking_string(k, "/machine", "gic-version");

	if (version && strlen(version) == 1 && *version >= '2' && *version <= '4')
		guest_set(&k->host->guest, GUEST_GIC_VERSION, (uint64_t)(*version - '0'),
			said_of("/machine"));
}

void
asking_guest(struct asking *k)
{
	static const char memory[] = "query-memory-size-summary", kvm[] = "query-kvm";
	struct guest *g = &k->host->guest;
	const struct doc *enabled;
	const char *iommu;

	set(k, GUEST_MEMORY, doc_get(ask(k, memory), "base-memory"), memory);
	enabled = doc_get(ask(k, kvm), "enabled");
	if (enabled && enabled->type == DOC_BOOL)
		guest_set(g, GUEST_KVM, enabled->boolean, said_of(kvm));
	read_cpus(k);
	set_flag(k, "/machine", "virtualization", GUEST_VIRTUALIZATION);
	set_flag(k, "/machine", "secure", GUEST_SECURE);
	iommu = asking_string(k, "/machine", "iommu");
	if (iommu)
		guest_set_word(g, GUEST_IOMMU, iommu, said_of("/machine"));
	read_gic(k);
	if (k->host->program && k->host->machine)
		qemu_guest_of_machine(k->host->program, k->host->machine, g);
}
