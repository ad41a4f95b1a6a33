/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/yaml_events.h"

#include "base/fatal.h"

struct mark
yaml_mark(const yaml_mark_t *m)
{
	return (struct mark){ (uint32_t)m->line + 1, (uint32_t)m->column + 1 };
}

static bool
read_event(const struct yaml_reading *r, yaml_parser_t *p, bool *more)
{
	yaml_event_t e;
	bool ok;

	if (!yaml_parser_parse(p, &e)) {
		if (p->error == YAML_MEMORY_ERROR)
			fatal("out of memory: a YAML document");
		r->on_error(r->context, p);
		return false;
	}
	*more = e.type != YAML_STREAM_END_EVENT;
	ok = r->on_event(r->context, &e);
	yaml_event_delete(&e);
	return ok;
}

bool
yaml_events(const struct yaml_reading *r, const void *text, size_t n)
{
	bool ok = true, more = true;
	yaml_parser_t p;

	if (!yaml_parser_initialize(&p))
		fatal("out of memory: a YAML document of %zu bytes", n);
	yaml_parser_set_encoding(&p, r->encoding);
	yaml_parser_set_input_string(&p, text, n);
	while (ok && more)
		ok = read_event(r, &p, &more);
	yaml_parser_delete(&p);
	return ok;
}
