/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdio.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/commands.h"

void
print_fault(const char *file, const struct fault *f)
{
	struct arena a = { 0 };
	struct buf line = { 0 };

	buf_puts(&line, "dtlint: ");
	if (f->file)
		file = f->file;
	if (file)
		buf_puts(&line, diag_clean(&a, file));
	if (file && f->line)
		buf_printf(&line, ":%" PRIu32, f->line);
	if (file && f->line && f->column)
		buf_printf(&line, ":%" PRIu32, f->column);
	if (file)
		buf_puts(&line, ": ");
	if (f->offset >= 0)
		buf_printf(&line, "offset 0x%" PRIx64 ": ", (uint64_t)f->offset);
	buf_puts(&line, diag_clean(&a, f->message));
	buf_putc(&line, '\n');
	fwrite(line.s, 1, line.n, stderr);
	buf_free(&line);
	arena_free(&a);
}

static int
print(void (*write)(struct buf *), struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	bool ok;

	write(&out);
	ok = io_write(NULL, out.s, out.n, &f);
	if (!ok)
		print_fault(NULL, &f);
	buf_free(&out);
	return ok ? STATUS_CLEAN : STATUS_FAULT;
}

static void
write_version(struct buf *out)
{
	buf_puts(out, "dtlint " DTLINT_VERSION "\n");
}

static int
dispatch(const struct options *o, struct arena *a)
{
	switch (o->command) {
	case COMMAND_LINT: return lint_command(o, a);
	case COMMAND_LIST_RULES: return list_rules_command(o, a);
	case COMMAND_EXPLAIN: return explain_command(o, a);
	case COMMAND_HELP: return print(options_help, a);
	case COMMAND_VERSION: return print(write_version, a);
	}
	return STATUS_FAULT;
}

int
cli_main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct options o;
	int status = STATUS_FAULT;

	if (options_parse(&o, argc, argv, &a, &f)) {
		status = dispatch(&o, &a);
	} else {
		print_fault(NULL, &f);
		fputs("Try 'dtlint --help'.\n", stderr);
	}
	arena_free(&a);
	return status;
}
