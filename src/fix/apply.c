/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "fix/fix.h"

/* The first version of the format that libfdt writes. */
enum { VERSION_MIN = 16 };

static bool
failed(struct fault *f, const char *what, int err)
{
	return fault_set(f, "cannot be changed: %s: %s", what, fdt_strerror(err));
}

/* The most bytes that the changes can add. */
static size_t
room_for(const struct fixes *fixes)
{
	size_t i, n = 64;

	for (i = 0; i < fixes->n; i++)
		n += sizeof(struct fdt_property) + strlen(fixes->v[i]->property) + 8;
	return n;
}

static size_t
used_by(const void *fdt)
{
	return (size_t)fdt_off_dt_strings(fdt) + fdt_size_dt_strings(fdt);
}

/* From the last to the first, so that none moves what is yet to be changed. */
static bool
change(void *fdt, const struct fixes *fixes, uint32_t structs, struct fault *f)
{
	size_t i;
	int err;

	for (i = fixes->n; i-- > 0;) {
		const struct diag_fix *fix = fixes->v[i];
		int node = (int)(fix->offset - structs);

		if (fix->remove)
			err = fdt_delprop(fdt, node, fix->property);
		else
			err = fdt_setprop_empty(fdt, node, fix->property);
		if (err)
			return failed(f, fix->node, err);
	}
	return true;
}

/* Bytes for the blocks, one behind the other as libfdt wants them. */
static size_t
laid_out(const uint8_t *blob)
{
	size_t total = fdt_totalsize(blob), n = sizeof(struct fdt_header) + 8, structs;
	int reserves = fdt_num_mem_rsv(blob);

	structs = fdt_version(blob) >= 17 ? fdt_size_dt_struct(blob) : total;
	n += ((size_t)(reserves < 0 ? 0 : reserves) + 1)
	     * sizeof(struct fdt_reserve_entry);
	n += structs + fdt_size_dt_strings(blob);
	return n > total ? n : total;
}

static bool
change_all(const struct fixes *fixes, const uint8_t *blob, uint8_t *fdt, size_t size,
	size_t *opened, struct fault *f)
{
	int err = -FDT_ERR_NOSPACE;

	if (size <= INT32_MAX)
		err = fdt_open_into(blob, fdt, (int)size);
	if (err)
		return failed(f, "the tree", err);
	*opened = used_by(fdt);
	return change(fdt, fixes, fdt_off_dt_struct(blob), f);
}

/*
 * Before version 17 libfdt reads names behind the end of the strings block that the
 * header gives, but does not take them along when it writes.
 */
static bool
names_in_block(const uint8_t *blob)
{
	const char *strings = (const char *)blob + fdt_off_dt_strings(blob);
	uint32_t n = fdt_size_dt_strings(blob), at;
	const struct fdt_property *p;
	int node, prop;

	for (node = 0; node >= 0; node = fdt_next_node(blob, node, NULL)) {
		fdt_for_each_property_offset(prop, blob, node)
		{
			p = fdt_get_property_by_offset(blob, prop, NULL);
			at = p ? fdt32_to_cpu(p->nameoff) : n;
			if (at >= n || !memchr(strings + at, '\0', n - at))
				return false;
		}
	}
	return true;
}

bool
fixes_apply(const struct fixes *fixes, const uint8_t *blob, size_t size,
	struct bytes *out, struct fault *f)
{
	size_t total = fdt_totalsize(blob), behind = size - total, opened = 0, used;
	size_t room = laid_out(blob) + room_for(fixes);
	uint32_t version = fdt_version(blob);
	uint8_t *fdt;

	if (version < VERSION_MIN)
		return fault_set(f,
			"version %u of the format cannot be changed; 'dtc -I dtb -O dtb' makes "
			"it version 17",
			version);
	if (version < 17 && !names_in_block(blob))
		return fault_set(f,
			"names of properties stand outside the strings block: the tree cannot "
			"be changed");
	fdt = calloc(1, room + behind + 1);
	if (!fdt)
		fatal("out of memory: %zu bytes wanted", room + behind);
	if (!change_all(fixes, blob, fdt, room, &opened, f)) {
		free(fdt);
		return false;
	}
	used = used_by(fdt);
	if (used < opened)
		memset(fdt + used, 0, opened - used);
	if (used > total)
		total = used;
	fdt_set_totalsize(fdt, (uint32_t)total);
	fdt_set_version(fdt, version);
	memcpy(fdt + total, blob + size - behind, behind);
	*out = (struct bytes){ fdt, total + behind };
	return true;
}
