/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading QEMU command lines in tests. Addresses, defaults and refusals are those that QEMU
 * 7.2 shows (info qtree, qom-get, its error messages); tests/real/qemu-slots holds the
 * reader against the program itself.
 */
#ifndef DTLINT_TESTS_QEMU_COMMAND_H
#define DTLINT_TESTS_QEMU_COMMAND_H

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "host/reader.h"
#include "support.h"

extern const struct host_reader host_reader_qemu;

static struct arena arena;
static struct fault fault;
static struct host host;

static inline void
setup(void)
{
	fault = FAULT_INIT(&arena);
}

static inline void
teardown(void)
{
	arena_free(&arena);
}

static inline bool
read_bytes(const char *text, size_t n)
{
	uint8_t *copy = malloc(n + 1);
	struct host_source src = { .name = "x.sh", .dir = "fixtures/hosts/qemu" };
	bool ok;

	memcpy(copy, text, n);
	copy[n] = 0;
	src.text = (struct bytes){ copy, n };
	host = (struct host){ .source = src.name };
	fault = FAULT_INIT(&arena);
	ok = host_reader_qemu.read(&src, &host, &arena, &fault);
	/* facts must not point into the source */
	memset(copy, 'x', n + 1);
	free(copy);
	return ok;
}

static inline void
must_read(const char *text)
{
	ck_assert_msg(read_bytes(text, strlen(text)), "%s\n%u:%u: %s", text,
		fault.place.line, fault.place.column, fault.message);
}

static inline void
expect_fault(const char *text, uint32_t line, uint32_t column, const char *words)
{
	ck_assert_msg(!read_bytes(text, strlen(text)), "%s\nwas read", text);
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, words), "%s\n'%s' does not say '%s'", text,
		fault.message, words);
	ck_assert_msg(fault.place.line == line && fault.place.column == column,
		"%s\n'%s' at %u:%u, expected %u:%u", text, fault.message,
		fault.place.line, fault.place.column, line, column);
}

static inline const struct host_device *
device(size_t i)
{
	ck_assert_msg(i < host.ndevices, "%zu devices, expected more", host.ndevices);
	return &host.devices[i];
}

static inline void
expect_address(size_t i, uint64_t address)
{
	const struct host_device *d = device(i);

	if (!address) {
		ck_assert_msg(d->place.kind == DEVICE_AT_UNKNOWN, "%s: at 0x%" PRIx64,
			d->name, d->place.address);
		return;
	}
	ck_assert_msg(d->place.kind == DEVICE_AT_ADDRESS && d->place.address == address,
		"%s: at 0x%" PRIx64 ", expected 0x%" PRIx64, d->name, d->place.address,
		address);
}

static inline void
expect_said(const char *words, bool aside)
{
	size_t i;

	for (i = 0; i < host.nremarks; i++)
		if (strstr(host.remarks[i].message, words)
			&& host.remarks[i].aside == aside)
			return;
	ck_abort_msg("no %s says '%s'", aside ? "note" : "remark", words);
}

static inline void
expect_remark(const char *words)
{
	expect_said(words, false);
}

static inline void
expect_note(const char *words)
{
	expect_said(words, true);
}

#endif
