/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/print.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/fatal.h"
#include "base/io.h"
#include "diag/diag.h"

void
print_fault(const char *file, const struct fault *f)
{
	struct arena a = { 0 };
	struct buf line = { 0 };

	buf_puts(&line, "dtlint: ");
	if (file || f->place.file) {
		diag_put_place(&line, &a, file, &f->place);
		buf_puts(&line, ": ");
	}
	if (f->place.offset >= 0)
		buf_printf(&line, "offset 0x%" PRIx64 ": ", (uint64_t)f->place.offset);
	buf_puts(&line, diag_clean(&a, f->message));
	buf_putc(&line, '\n');
	print_messages(&line);
	arena_free(&a);
}

void
print_note(const char *fmt, ...)
{
	struct arena a = { 0 };
	struct buf line = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_printf(&line, "dtlint: %s\n", arena_vprintf(&a, fmt, ap));
	va_end(ap);
	print_messages(&line);
	arena_free(&a);
}

void
print_messages(struct buf *text)
{
	if (text->n)
		fwrite(text->s, 1, text->n, stderr);
	buf_free(text);
}

void
count_fault(size_t *count, const char *file, const struct fault *f)
{
	print_fault(file, f);
	++*count;
}

void
count_own_fault(void *count, const struct fault *f)
{
	count_fault(count, f->place.file, f);
}

int
print_text_or_fault(struct buf *text, const struct fault *f, struct arena *a)
{
	if (!f->message)
		return print_text(text, a);
	print_fault(NULL, f);
	buf_free(text);
	return STATUS_FAULT;
}

int
print_text(struct buf *text, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	bool ok = io_write(NULL, text->s, text->n, &f);

	if (!ok)
		print_fault(NULL, &f);
	buf_free(text);
	return ok ? STATUS_CLEAN : STATUS_FAULT;
}
