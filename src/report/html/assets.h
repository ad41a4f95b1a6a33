/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Style and script of the page, as the build has put them in (embed.cmake). */
#ifndef DTLINT_REPORT_HTML_ASSETS_H
#define DTLINT_REPORT_HTML_ASSETS_H

#include <stddef.h>

/* NUL behind the size. */
extern const char html_style[];
extern const size_t html_style_size;
extern const char html_script[];
extern const size_t html_script_size;

#endif
