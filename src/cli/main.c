/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/complete.h"
#include "cli/print.h"
#include "compat/compat.h"
#include "report/json_put.h"

int
cli_main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct options o;
	struct buf out = { 0 };
	int status = STATUS_FAULT;

	io_wait_for_readers();
	json_need_memory();
	if (argc && compat_is_program(argv[0]))
		return compat_main(argc, argv);
	if (argc > 1 && !strchr(argv[1], '/') && compat_is_program(argv[1]))
		return compat_main(argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "--complete")) {
		complete_words(&out, (const char *const *)argv + 2, (size_t)argc - 2);
		return print_text(&out, &a);
	}
	if (options_parse(&o, argc, argv, &a, &f)) {
		status = o.command->run(&o, &a);
	} else {
		print_fault(NULL, &f);
		buf_puts(&out, "Try 'dtlint --help'.\n");
		print_messages(&out);
	}
	arena_free(&a);
	return status;
}
