/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/io.h"
#include "host/qemu/cmdline.h"

/*
 * The files of -readconfig (util/qemu-config.c, 7.2):
 *
 *	[group "id"]
 *	  key = "value"
 */
enum { CONFIG_MAX = 1 << 20, CONFIGS_MAX = 64, KEY_MAX = 63, SHOWN_MAX = 80 };

struct section {
	const char *group; /* NULL: none yet */
	struct opts opts;
	struct where where;
};

struct config {
	struct cmdline *cl;
	struct reading *rd;
	const char *file;
	struct section section;
};

static struct where
line_where(const struct config *c, const char *s, size_t n, uint32_t line)
{
	size_t shown = n < SHOWN_MAX ? n : SHOWN_MAX;

	while (shown && (*s == ' ' || *s == '\t')) {
		s++;
		shown--;
	}
	return (struct where){
		.said = {
			.place = { .file = c->file, .line = line, .column = 1, .offset = -1 },
			.text = arena_strndup(c->rd->arena, s, shown),
		},
		.column = 1,
	};
}

static bool
finish_device(struct config *c)
{
	struct item item = { .kind = ITEM_DEVICE, .opts = c->section.opts };

	item.where = c->section.where;
	return cmdline_add_device(c->cl, c->rd, item);
}

static bool
finish_drive(struct config *c)
{
	struct item item = { .kind = ITEM_DRIVE, .opts = c->section.opts };

	item.where = c->section.where;
	item.label = "[drive]";
	return cmdline_add_item(c->cl, c->rd, &c->cl->drives, item);
}

static bool
finish_nic(struct config *c)
{
	struct item item = { .kind = ITEM_NIC, .opts = c->section.opts };
	const struct opt *type = opts_get(&item.opts, "type", NULL);
	bool nic = !strcmp(c->section.group, "nic");

	if (type
		&& (nic ? !strcmp(type->value, "none") : strcmp(type->value, "nic") != 0))
		return true;
	item.where = c->section.where;
	item.label = nic ? "[nic]" : "[net]";
	return cmdline_add_item(c->cl, c->rd, &c->cl->nics, item);
}

static bool
finish_section(struct config *c)
{
	const char *group = c->section.group;
	struct opt vdpa = { .key = c->section.opts.id, .value = "" };
	const struct opt *type;

	if (!group)
		return true;
	if (!strcmp(group, "device"))
		return finish_device(c);
	if (!strcmp(group, "global"))
		return cmdline_add_opts_global(
			c->cl, c->rd, &c->section.opts, c->section.where);
	if (!strcmp(group, "drive"))
		return finish_drive(c);
	if (!strcmp(group, "nic") || !strcmp(group, "net"))
		return finish_nic(c);
	if (!strcmp(group, "machine"))
		cmdline_add_machine(c->cl, c->rd, &c->section.opts);
	if (!strcmp(group, "memory"))
		opts_add_all(&c->cl->memory, c->rd->arena, &c->section.opts);
	if (!strcmp(group, "smp-opts"))
		opts_add_all(&c->cl->smp, c->rd->arena, &c->section.opts);
	type = opts_get(&c->section.opts, "type", NULL);
	if (!strcmp(group, "netdev") && type && !strcmp(type->value, "vhost-vdpa"))
		opts_add(&c->cl->vdpa, c->rd->arena, vdpa);
	return true;
}

/* [group "id"] or [group]; false where it is neither. */
static bool
read_header(struct config *c, const char *s, size_t n, struct section *out)
{
	const char *end = memchr(s, ']', n), *quote = memchr(s, '"', n), *close;
	size_t group;

	if (*s != '[' || !end || end == s + 1)
		return false;
	group = (size_t)(end - s) - 1;
	if (quote && quote < end) {
		close = memchr(quote + 1, '"', n - (size_t)(quote + 1 - s));
		if (!close || close == quote + 1)
			return false;
		out->opts.id = arena_strndup(
			c->rd->arena, quote + 1, (size_t)(close - quote - 1));
		group = (size_t)(quote - s) - 1;
		while (group && (s[group] == ' ' || s[group] == '\t'))
			group--;
	}
	out->group = arena_strndup(c->rd->arena, s + 1, group);
	return true;
}

static size_t
skip_blanks(const char *s, size_t n, size_t i)
{
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i;
}

/* key = "value"; false where the line is not like that. */
static bool
read_pair(struct config *c, const char *s, size_t n, struct opt *opt)
{
	size_t start = skip_blanks(s, n, 0), i = start, value;

	while (i < n && s[i] != ' ' && s[i] != '\t')
		i++;
	if (i == start || i - start > KEY_MAX)
		return false;
	opt->key = arena_strndup(c->rd->arena, s + start, i - start);
	i = skip_blanks(s, n, i);
	if (i == n || s[i] != '=')
		return false;
	i = skip_blanks(s, n, i + 1);
	if (i == n || s[i] != '"')
		return false;
	for (value = ++i; i < n && s[i] != '"';)
		i++;
	opt->value = arena_strndup(c->rd->arena, s + value, i - value);
	return i < n;
}

static bool
read_line(struct config *c, const char *s, size_t n, uint32_t line)
{
	struct section next = { 0 };
	struct opt opt = { 0 };

	if (!n || *s == '#')
		return true;
	opt.where = next.where = line_where(c, s, n, line);
	if (read_header(c, s, n, &next)) {
		if (!finish_section(c))
			return false;
		c->section = next;
		return true;
	}
	if (!read_pair(c, s, n, &opt))
		return reading_fault(c->rd, &opt.where,
			"QEMU refuses this: expected [GROUP], [GROUP \"ID\"] or "
			"KEY = \"VALUE\"");
	if (!c->section.group)
		return reading_fault(c->rd, &opt.where,
			"QEMU refuses this: '%s' stands before any [GROUP]", opt.key);
	if (!strcmp(opt.key, "id"))
		c->section.opts.id = opt.value;
	else
		opts_add(&c->section.opts, c->rd->arena, opt);
	return true;
}

static bool
read_lines(struct config *c, const char *s, size_t n)
{
	const char *end = s + n, *stop;
	uint32_t line = 1;
	size_t length;

	for (; s < end; s = stop + 1, line++) {
		stop = memchr(s, '\n', (size_t)(end - s));
		if (!stop)
			stop = end;
		length = (size_t)(stop - s);
		length -= length && s[length - 1] == '\r';
		if (!read_line(c, s, length, line))
			return false;
	}
	return finish_section(c);
}

bool
cmdline_read_config(struct cmdline *cl, struct reading *rd, const char *file,
	const struct where *where)
{
	struct config c = { .cl = cl, .rd = rd, .file = file };
	struct fault f = FAULT_INIT(rd->arena);
	const struct text *document;
	const char *closed;
	struct bytes text;
	bool ok;

	if (cl->nconfigs++ == CONFIGS_MAX)
		return reading_fault(
			rd, where, "more than %d -readconfig files", CONFIGS_MAX);
	document = reading_document(rd, file);
	if (document && !text_opaque(document))
		return read_lines(&c, document->s, document->n);
	c.file = reading_path(rd, file);
	closed = reading_closed(rd, c.file);
	if (closed) {
		cl->hidden = true;
		reading_remark(rd, where,
			"'%s' %s and is not read: what it says is not known", c.file,
			closed);
		return cmdline_add_item(cl, rd, &cl->devices,
			(struct item){ .kind = ITEM_HIDDEN, .where = *where });
	}
	if (!io_read(c.file, CONFIG_MAX, &text, &f))
		return reading_unreadable(rd, c.file, "-readconfig", where, &f);
	ok = read_lines(&c, (const char *)text.data, text.n);
	bytes_free(&text);
	return ok;
}
