/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version; with -v of all that findings depend on, for reports of bugs. */
#include <inttypes.h>
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <lzma.h>
#include <string.h>
#include <yaml.h>
#include <zlib.h>
#include <zstd.h>
#ifdef DTLINT_BZIP2
#include <bzlib.h>
#endif
#ifdef DTLINT_LZ4
#include <lz4.h>
#endif

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "schema/binding/core.h"
#include "schema/program/builtin.h"
#include "schema/program/program.h"

/* Whose checks the rules dtc/ are, and whose verdicts those of bindings. */
#define EQUALS "dtc 1.8.1, dt-schema 01b5073 (v2026.06-15)"

static void
put_more(struct buf *out)
{
	struct program p;
	char pcre2[64] = "";

	program_view(&p, builtin_image);
	pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
	buf_printf(out, "bindings: built-in, %" PRIu32 " (%016" PRIx64 ")\n", p.nroots,
		p.header->checksum);
	buf_puts(out, "equals: " EQUALS "\n");
	buf_printf(out,
		"libraries: libyaml %s, jansson %s, PCRE2 %s, zlib %s, liblzma %s",
		yaml_get_version_string(), jansson_version_str(), pcre2, zlibVersion(),
		lzma_version_string());
	buf_printf(out, ", zstd %s", ZSTD_versionString());
#ifdef DTLINT_BZIP2
	buf_printf(out, ", bzip2 %.*s", (int)strcspn(BZ2_bzlibVersion(), ","),
		BZ2_bzlibVersion());
#endif
#ifdef DTLINT_LZ4
	buf_printf(out, ", lz4 %s", LZ4_versionString());
#endif
	buf_puts(out, "; made for libxml2 " LIBXML_DOTTED_VERSION "\n");
}

static int
run(const struct options *o, struct arena *a)
{
	struct core core = core_find(a, o->core);
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };

	buf_puts(&out, "dtlint " DTLINT_VERSION "\n");
	if (core.fault) {
		fault_set(&f, "%s", core.fault);
		print_fault(NULL, &f);
	} else {
		buf_printf(&out, "core schemas: %s\n", core_describe(&core, a));
	}
	if (o->verbose)
		put_more(&out);
	return print_text(&out, a) || core.fault ? STATUS_FAULT : STATUS_CLEAN;
}

const struct command command_version = {
	.run = run,
};
