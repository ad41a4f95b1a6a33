/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/shard.h"

#include <string.h>

#include "base/digest.h"

/* The beginning of a name that boards of a chip have alike: "imx8mp" of "imx8mp-evk.dts". */
static size_t
prefix_length(const char *name)
{
	return strcspn(name, "-_.");
}

/* The shard of an input, from 0, where there are @of. */
static uint32_t
shard_of(const char *path, uint32_t of)
{
	const char *name = strrchr(path, '/'), *folder = path;
	struct digest_run run;
	struct digest d;
	uint32_t n;

	name = name ? name + 1 : path;
	/* the last folder alone: what is above is different on each machine */
	for (const char *s = path; s + 1 < name; s++)
		if (*s == '/')
			folder = s + 1;
	digest_begin(&run);
	digest_data(&run, folder, (size_t)(name - folder));
	digest_data(&run, name, prefix_length(name));
	d = digest_end(&run);
	n = (uint32_t)d.v[0] << 24 | (uint32_t)d.v[1] << 16 | (uint32_t)d.v[2] << 8
	    | d.v[3];
	return n % of;
}

void
shard_take(const struct options *o, struct input_list *inputs)
{
	bool *drop = arena_array(inputs->arena, bool, inputs->n);

	if (!o->shards)
		return;
	for (size_t i = 0; i < inputs->n; i++)
		drop[i] = shard_of(inputs->v[i].path, o->shards) != o->shard;
	inputs_drop(inputs, drop, inputs->n);
}
