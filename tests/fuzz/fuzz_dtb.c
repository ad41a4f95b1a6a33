/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a device tree: refused with a fault, or a model that holds together,
 * over which every rule runs, alone and paired with a host.
 */
#include <libfdt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "chart/chart.h"
#include "host/reader.h"
#include "rules/input.h"
#include "tree/names.h"
#include "tree/value.h"

extern const struct host_reader host_reader_native;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of the seeds' devices: by address, slot and path, on both transports. */
static const char host_text[] =
	"features: [VIRTIO_F_VERSION_1]\n"
	"defaults:\n"
	"  features: [VIRTIO_F_VERSION_1, VIRTIO_F_ACCESS_PLATFORM]\n"
	"devices:\n"
	"  - reg: 0xa000000\n"
	"  - slot: 1\n"
	"    dma_coherent: false\n"
	"  - node: /soc/virtio_mmio@a000400\n"
	"    transport: mmio-legacy\n"
	"  - slot: 3\n"
	"    features: [VIRTIO_F_VERSION_1]\n"
	"  - transport: pci\n"
	"  - transport: pci\n"
	"    node: /pcie@10000000\n"
	"complete: false\n";

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_node(const struct tree *t, const struct node *n, struct arena *a)
{
	uint32_t id = node_id(t, n), children = 0;
	const struct node *parent = node_parent(t, n);
	const char *path = node_path(t, n, a);
	uint64_t address, size, translated;

	must(!parent == (id == 0));
	must(!parent || (n->parent < id && n->depth == parent->depth + 1));
	must(n->depth <= TREE_DEPTH_MAX && *path == '/');
	must(n->end > id && n->end <= t->nnodes && (!parent || n->end <= parent->end));
	must(n->offset < t->blob_size && n->first_prop + n->nprops <= t->nprops);
	node_for_each_child (t, n, child) {
		must(child > n && node_parent(t, child) == n);
		children++;
	}
	must(!children == (n->end == id + 1));
	node_for_each_prop (t, n, p) {
		must(p->node == id && *prop_name(t, p));
		must(p->offset <= t->blob_size && p->len <= t->blob_size - p->offset);
		must(p->data == t->blob + p->offset);
	}
	must(!n->phandle || n->phandle == UINT32_MAX || tree_phandle(t, n->phandle));
	if (node_reg(t, n, 0, &address, &size))
		node_translate(t, n, address, &translated);
}

/* One run, as the command line makes it, but in memory. */
struct run {
	struct arena arena;
	struct arena scratch;
	struct intern names;
	struct diag_list diags;
	struct host host;
	bool ok;
};

static void
lint(struct run *run, const struct tree *t, size_t nhosts)
{
	struct rule_config *config = rule_config_new(&run->arena, STRICT_NOT, NULL);
	struct lint l = {
		.tree = t,
		.file = "guest.dtb",
		.input = 1,
		.hosts = &run->host,
		.nhosts = nhosts,
		.arch = arch_of_tree(t),
		.arena = &run->arena,
		.scratch = &run->scratch,
		.diags = &run->diags,
		.config = config,
	};
	size_t i;

	for (i = 0; i < rules_count(); i++)
		config->flags[i].warn = true;
	lint_run(&l);
	must(chart_of(&l) != NULL);
	for (i = 0; i < run->diags.n; i++) {
		const struct diag *d = run->diags.v[i];

		must(d->message && diag_clean(&run->arena, d->message) == d->message);
		must(d->place.offset <= (int64_t)t->blob_size);
	}
}

static void
read_host(struct run *run)
{
	struct fault f = FAULT_INIT(&run->arena);
	struct host_source source = { .name = "host.yaml" };

	source.text = (struct bytes){ (uint8_t *)(uintptr_t)host_text,
		sizeof(host_text) - 1 };
	run->host.source = source.name;
	run->host.kind = host_reader_native.kind;
	must(host_reader_native.read(&source, &run->host, &run->arena, &f));
}

static void
load(struct run *run, const uint8_t *data, size_t size)
{
	struct fault f = FAULT_INIT(&run->arena);
	struct tree t;

	run->ok = tree_load(&t, &run->names, data, size, &f);
	/* libfdt, which other programs read the tree with, has nothing against it */
	must(!run->ok || !fdt_check_full(data, size));
	must(run->ok == !f.message);
	if (run->ok) {
		tree_for_each_node (&t, n)
			check_node(&t, n, &run->scratch);
		lint(run, &t, 0);
		lint(run, &t, 1);
	} else {
		input_report_tree(
			&run->diags, &(struct about){ "guest.dtb", NULL, 1, 0 }, &f);
	}
	tree_free(&t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = { .diags = { .arena = &run.arena } };

	names_init(&run.names);
	read_host(&run);
	load(&run, data, size);
	arena_free(&run.arena);
	arena_free(&run.scratch);
	intern_free(&run.names);
	return 0;
}
