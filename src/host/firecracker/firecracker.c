/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/firecracker/firecracker.h"

#include "host/document.h"

enum { SURE = 95 };

static int
firecracker_detect(const struct host_source *src)
{
	if (!src->argv && json_has_key(src->text.data, src->text.n, "boot-source", 1))
		return SURE;
	return commands_detect(&firecracker_language, src);
}

static bool
firecracker_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct firecracker_config config = { .text = src->text, .first_line = 1 };

	if (src->argv || !json_is_object(&src->text))
		return commands_read_host(&firecracker_language, src, h, a, f);
	return firecracker_read_config(&config, h, a, f);
}

const struct host_reader host_reader_firecracker = {
	.kind = "firecracker",
	.summary = "a Firecracker command line or configuration, the JSON of "
		   "--config-file",
	.command = "firecracker",
	.detect = firecracker_detect,
	.read = firecracker_read,
};
