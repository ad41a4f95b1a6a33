/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/directory.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/walk.h"
#include "tree/tree.h"

/* Far more than any tree needs; it bounds what a directory can make of itself. */
enum { BLOB_MAX = 64 << 20 };

bool
tree_is_directory(const char *path)
{
	struct arena a = { 0 };
	const char *cells = arena_printf(&a, "%s/#address-cells", path);
	const char *compatible = arena_printf(&a, "%s/compatible", path);
	bool is = !access(cells, F_OK) || !access(compatible, F_OK);

	arena_free(&a);
	return is;
}

struct making {
	uint8_t *fdt;
	size_t size;
	struct fault *fault;
};

/* Doubles the space; false where that would be too much. */
static bool
grow(struct making *m)
{
	size_t size = m->size * 2;
	uint8_t *more;

	if (size > BLOB_MAX)
		return fault_set(m->fault, "a tree of more than %d bytes", BLOB_MAX / 2);
	more = malloc(size);
	if (!more)
		fatal("out of memory: %zu bytes wanted", size);
	if (fdt_resize(m->fdt, more, (int)size)) {
		free(more);
		return fault_set(m->fault, "cannot be made a tree");
	}
	free(m->fdt);
	m->fdt = more;
	m->size = size;
	return true;
}

/* Does one step of making the tree, with more space as long as it wants that. */
#define MAKE(m, call) \
	({ \
		int err_; \
		while ((err_ = (call)) == -FDT_ERR_NOSPACE && grow(m)) \
			; \
		!err_ \
			|| fault_set((m)->fault, "cannot be made a tree: %s", \
				fdt_strerror(err_)); \
	})

static bool
add_property(struct making *m, const struct walk_entry *e)
{
	struct bytes value;
	bool ok;

	if (!strcmp(e->name, "name"))
		return true;
	if (!io_read(e->path, BLOB_MAX, &value, m->fault)) {
		m->fault->place.file = arena_strdup(m->fault->arena, e->path);
		return false;
	}
	ok = MAKE(m, fdt_property(m->fdt, e->name, value.data, (int)value.n));
	bytes_free(&value);
	return ok;
}

static bool
entry_fault(struct making *m, const struct walk_entry *e, const char *why)
{
	m->fault->place.file = arena_strdup(m->fault->arena, e->path);
	return fault_set(m->fault, "%s", why);
}

static bool
add_entry(struct making *m, const struct walk_entry *e)
{
	if (e->kind == WALK_FAULT)
		return entry_fault(m, e, e->fault);
	if (e->link)
		return true;
	switch (e->kind) {
	case WALK_DIRECTORY:
		return MAKE(m, fdt_begin_node(m->fdt, e->depth ? e->name : ""));
	case WALK_END: return MAKE(m, fdt_end_node(m->fdt));
	case WALK_FILE: return add_property(m, e);
	default: return entry_fault(m, e, "is neither a file nor a directory");
	}
}

static bool
make(struct making *m, struct walk *w)
{
	const struct walk_entry *e;

	if (!MAKE(m, fdt_create(m->fdt, (int)m->size))
		|| !MAKE(m, fdt_finish_reservemap(m->fdt)))
		return false;
	while ((e = walk_next(w)))
		if (!add_entry(m, e))
			return false;
	return MAKE(m, fdt_finish(m->fdt));
}

bool
tree_read_directory(const char *path, struct bytes *out, struct fault *f)
{
	/* properties go before nodes, as the format has it */
	struct walk_options o = {
		.hidden = true, .files_first = true, .depth_max = TREE_DEPTH_MAX
	};
	struct making m = { .size = 65536, .fault = f };
	struct walk *w = walk_open(path, &o);
	bool ok;

	m.fdt = malloc(m.size);
	if (!m.fdt)
		fatal("out of memory: %zu bytes wanted", m.size);
	ok = make(&m, w);
	walk_close(w);
	if (!ok) {
		free(m.fdt);
		return false;
	}
	*out = (struct bytes){ m.fdt, fdt_totalsize(m.fdt) };
	return true;
}
