/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The macros that the preprocessor computes. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "dts/pp/state.h"

void
pp_bind_builtins(struct pp *pp)
{
	static const struct pp_macro macros[] = {
		{ .name = PP_FILE_MACRO, .builtin = PP_FILE_MACRO },
		{ .name = PP_BASE_FILE_MACRO, .builtin = PP_BASE_FILE_MACRO },
		{ .name = PP_LINE_MACRO, .builtin = PP_LINE_MACRO },
		{ .name = PP_INCLUDE_LEVEL_MACRO, .builtin = PP_INCLUDE_LEVEL_MACRO },
		{ .name = PP_COUNTER_MACRO, .builtin = PP_COUNTER_MACRO },
		{ .name = PP_DATE_MACRO, .builtin = PP_DATE_MACRO },
		{ .name = PP_TIME_MACRO, .builtin = PP_TIME_MACRO },
		{ .name = PP_TIMESTAMP_MACRO, .builtin = PP_TIMESTAMP_MACRO },
		{ .name = PP_HAS_INCLUDE_MACRO, .builtin = PP_HAS_INCLUDE_MACRO },
		{ .name = PP_HAS_INCLUDE_NEXT_MACRO,
			.builtin = PP_HAS_INCLUDE_NEXT_MACRO },
		{ .name = PP_PRAGMA_MACRO, .builtin = PP_PRAGMA_MACRO },
	};

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++)
		pp_set(pp, macros[i].name, &macros[i], 0);
}

/* A file's name as a string. */
static const char *
quoted(struct pp *pp, const char *name)
{
	char *s = arena_take(&pp->scratch, 2 * strlen(name) + 3), *to = s;

	*to++ = '"';
	for (; *name; name++) {
		if (*name == '\\' || *name == '"')
			*to++ = '\\';
		*to++ = *name;
	}
	*to++ = '"';
	*to = 0;
	return s;
}

/* The time of the build: of SOURCE_DATE_EPOCH, so that builds can be repeated. */
static const char *
date(struct pp *pp, bool clock)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	time_t now = epoch ? (time_t)strtoll(epoch, NULL, 10) : time(NULL);
	char *s = arena_take(&pp->scratch, 64);
	struct tm tm;
	size_t n;

	if (!(epoch ? gmtime_r(&now, &tm) : localtime_r(&now, &tm)))
		return "\"?\"";
	n = clock ? strftime(s, 64, "\"%H:%M:%S\"", &tm)
		  : strftime(s, 64, "\"%b %e %Y\"", &tm);
	return n ? s : "\"?\"";
}

/* When the file that is read was last changed, as asctime() has it and cpp without one. */
static const char *
timestamp(struct pp *pp)
{
	time_t when = (time_t)pp_input(pp)->file->modified;
	char *s = arena_take(&pp->scratch, 64);
	struct tm tm;

	if (pp_input(pp)->file->modified == INT64_MIN || !localtime_r(&when, &tm)
		|| !strftime(s, 64, "\"%a %b %e %H:%M:%S %Y\"", &tm))
		return "\"??? ??? ?? ??:??:?? ????\"";
	return s;
}

static const char *
line_number(struct pp *pp, const struct pp_token *name)
{
	const struct pp_input *in = pp_input(pp);
	int64_t line = source_place(in->file, name->use, name->use).line;

	return arena_printf(&pp->scratch, "%lld", (long long)(line + in->shift));
}

/* The operand of _Pragma: nothing comes of it but what some pragmas do. */
static bool
pragma_operator(struct pp *pp, const struct pp_token *name)
{
	struct pp_token t;
	bool ok;

	if (pp->directive)
		return false;
	pp->plain++;
	pp->arguments = 2;
	pp_get_solid(pp, &t);
	ok = t.type == '(';
	if (ok)
		pp_get_solid(pp, &t);
	ok = ok && t.type == PP_STRING;
	if (ok)
		pp_get_solid(pp, &t);
	ok = ok && t.type == ')';
	pp->arguments = 0;
	pp->plain--;
	if (!ok && !pp->stopped)
		pp_error_at(pp, "source/directive", name,
			"_Pragma takes a string in parentheses");
	return true;
}

/* "__has_include(…)"; the name of the operator has been read. */
static bool
has_include(struct pp *pp, const struct pp_token *operator, bool next)
{
	enum search_how how;
	struct search_result found;
	struct fault f = FAULT_INIT(&pp->scratch);
	const struct pp_input *in = pp_input(pp);
	const char *name, *what = pp_name_text(pp->names, operator->name);
	struct pp_token t;

	if (!pp->directive) {
		pp_error_at(pp, "source/directive", operator,
			"'%s' is only known to #if and #elif", what);
		return false;
	}
	pp_get_solid(pp, &t);
	if (t.type != '(' || !pp_header(pp, &name, &how, true)) {
		pp_error_at(pp, "source/directive", operator,
			"'%s' takes the name of a file in parentheses", what);
		return false;
	}
	pp_get_solid(pp, &t);
	if (t.type != ')')
		pp_error_at(pp, "source/directive", operator,
			"expected ')' behind the operand of '%s'", what);
	if (next)
		how = SEARCH_NEXT;
	found = search_find(pp->t->search, in->file->path,
		pp->t->map->instances[in->instance].folder, name, how, &f);
	if (found.file)
		source_file_close(found.file);
	return found.file != NULL;
}

bool
pp_builtin(struct pp *pp, const struct pp_macro *m, const struct pp_token *name,
	struct pp_token *out)
{
	const struct pp_input *in = pp_input(pp);
	const char *s = NULL;

	*out = *name;
	out->type = PP_NUMBER;
	out->flags = 0;
	switch (m->builtin) {
	case PP_FILE_MACRO:
		s = quoted(pp, in->presumed ? in->presumed : in->file->path);
		break;
	case PP_BASE_FILE_MACRO: s = quoted(pp, pp->base); break;
	case PP_LINE_MACRO: s = line_number(pp, name); break;
	case PP_INCLUDE_LEVEL_MACRO:
		s = arena_printf(
			&pp->scratch, "%u", pp->t->map->instances[in->instance].depth);
		break;
	case PP_COUNTER_MACRO: s = arena_printf(&pp->scratch, "%u", pp->counter++); break;
	case PP_DATE_MACRO: s = date(pp, false); break;
	case PP_TIME_MACRO: s = date(pp, true); break;
	case PP_TIMESTAMP_MACRO: s = timestamp(pp); break;
	case PP_PRAGMA_MACRO:
		if (!pragma_operator(pp, name))
			return false;
		out->type = PP_PADDING;
		out->name = 0;
		s = "";
		break;
	default:
		s = has_include(pp, name, m->builtin == PP_HAS_INCLUDE_NEXT_MACRO) ? "1"
										   : "0";
	}
	if (*s == '"')
		out->type = PP_STRING;
	out->s = s;
	out->n = (uint32_t)strlen(s);
	return true;
}
