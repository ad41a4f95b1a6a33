/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Applies overlays as dtlint does it: overlay-merge BASE OVERLAY... >MERGED */
#include <libfdt.h>
#include <stdio.h>

#include "tree/names.h"
#include "tree/overlay.h"

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct bytes base, overlay, merged;
	int i, err = 0;

	if (argc < 3 || !io_read(argv[1], IO_INPUT_MAX, &base, &f))
		return 2;
	for (i = 2; i < argc && !err; i++) {
		if (!io_read(argv[i], IO_INPUT_MAX, &overlay, &f))
			return 2;
		err = overlay_apply(base.data, base.n, overlay.data, overlay.n, &merged);
		bytes_free(&overlay);
		if (err)
			break;
		bytes_free(&base);
		base = merged;
	}
	if (err)
		fprintf(stderr, "%s: %s\n", argv[i], fdt_strerror(err));
	else
		fwrite(base.data, 1, base.n, stdout);
	bytes_free(&base);
	arena_free(&a);
	return err != 0;
}
