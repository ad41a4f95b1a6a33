/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/directory.h"

#include <errno.h>
#include <fts.h>
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
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

/* Properties go before nodes, as the format has it. */
static int
by_kind_and_name(const FTSENT **a, const FTSENT **b)
{
	bool da = (*a)->fts_info == FTS_D, db = (*b)->fts_info == FTS_D;

	return da != db ? da - db : strcmp((*a)->fts_name, (*b)->fts_name);
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
add_property(struct making *m, const FTSENT *e)
{
	struct bytes value;
	bool ok;

	if (!strcmp(e->fts_name, "name"))
		return true;
	if (!io_read(e->fts_accpath, BLOB_MAX, &value, m->fault)) {
		m->fault->file = arena_strdup(m->fault->arena, e->fts_path);
		return false;
	}
	ok = MAKE(m, fdt_property(m->fdt, e->fts_name, value.data, (int)value.n));
	bytes_free(&value);
	return ok;
}

static bool
add_entry(struct making *m, const FTSENT *e)
{
	const char *name = e->fts_level > 0 ? e->fts_name : "";

	switch (e->fts_info) {
	case FTS_D:
		if (e->fts_level > TREE_DEPTH_MAX)
			return fault_set(m->fault, "nodes nested more than %d deep",
				TREE_DEPTH_MAX);
		return MAKE(m, fdt_begin_node(m->fdt, name));
	case FTS_DP: return MAKE(m, fdt_end_node(m->fdt));
	case FTS_F: return add_property(m, e);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		m->fault->file = arena_strdup(m->fault->arena, e->fts_path);
		return fault_set(m->fault, "cannot be read: %s", strerror(e->fts_errno));
	default: return true;
	}
}

static bool
make(struct making *m, FTS *fts)
{
	FTSENT *e;

	if (!MAKE(m, fdt_create(m->fdt, (int)m->size))
		|| !MAKE(m, fdt_finish_reservemap(m->fdt)))
		return false;
	while ((e = fts_read(fts)))
		if (!add_entry(m, e))
			return false;
	return MAKE(m, fdt_finish(m->fdt));
}

bool
tree_read_directory(const char *path, struct bytes *out, struct fault *f)
{
	struct making m = { .size = 65536, .fault = f };
	char *root = strdup(path), *roots[] = { root, NULL };
	FTS *fts;
	bool ok;

	m.fdt = malloc(m.size);
	if (!root || !m.fdt)
		fatal("out of memory: %zu bytes wanted", m.size);
	fts = fts_open(
		roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_kind_and_name);
	ok = fts ? make(&m, fts) : fault_set(f, "cannot be read: %s", strerror(errno));
	if (fts)
		fts_close(fts);
	free(root);
	if (!ok) {
		free(m.fdt);
		return false;
	}
	*out = (struct bytes){ m.fdt, fdt_totalsize(m.fdt) };
	return true;
}
