/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Command lines of QEMU, as 7.2 takes them (softmmu/vl.c, hw/virtio), in a shell
 * script, a file of arguments, or as the kernel keeps them (/proc/PID/cmdline).
 */

#include "host/command/commands.h"
#include "host/qemu/build.h"
#include "host/qemu/program.h"

static bool
is_option(const char *option)
{
	return option_find(option + 1 + (option[1] == '-')) != NULL;
}

/* One command's facts. */
static bool
read_command(struct reading *rd, const struct command *c)
{
	struct cmdline cl = { .xen = TRI_NO };
	const struct word *program = NULL, *v = c->words.v;
	size_t n = c->words.n;
	bool ok;

	if (c->program != SIZE_MAX) {
		program = v + c->program;
		v = program + 1;
		n -= c->program + 1;
	}
	ok = cmdline_read(&cl, rd, program, v, n) && build_host(&cl, rd);
	cmdline_free(&cl);
	return ok;
}

static const char *const words[] = { "qemu", NULL };

static const struct command_language language = {
	.name = "QEMU",
	.expected = "a command qemu-system-ARCH with the guest's options",
	.words = words,
	.mark = "qemu-system-",
	.is_program = program_is_qemu,
	.read = read_command,
	.is_option = is_option,
	.only_asks = program_only_asks,
	.are_options = program_are_options,
};

static bool
qemu_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	if (!commands_read_host(&language, src, h, a, f))
		return false;
	h->modern = "start QEMU with -global virtio-mmio.force-legacy=false";
	return true;
}

static int
qemu_detect(const struct host_source *src)
{
	return commands_detect(&language, src);
}

const struct host_reader host_reader_qemu = {
	.kind = "qemu",
	.summary = "a QEMU command line: a script, a file of options, /proc/PID/cmdline",
	.command = "qemu-system-aarch64",
	.detect = qemu_detect,
	.read = qemu_read,
};
