/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/suggest.h"
#include "input/dts.h"
#include "input/reader.h"
#include "tree/tree.h"

#define INPUT(id) extern const struct input_reader input_reader_##id;
#include "input/inputs.def"
#undef INPUT

static const struct input_reader *const readers[] = {
#define INPUT(id) &input_reader_##id,
#include "input/inputs.def"
#undef INPUT
};

enum { READERS = sizeof(readers) / sizeof(*readers), DEPTH_MAX = 6 };

/* What parts may come to, so that entries that name the same bytes cannot multiply work. */
#define PARTS_SPARE ((uint64_t)64 << 20)

/* What an input may be unpacked to, whatever it holds: a bomb ends here. */
#define UNPACK_SPARE ((uint64_t)64 << 20)
enum { UNPACK_TIMES = 16, UNPACK_PART = 1 << 16 };

const struct input_reader *
input_reader_at(size_t i)
{
	return i < READERS ? readers[i] : NULL;
}

bool
input_is_named(const char *name, bool *guessed)
{
	const char *dot = strrchr(name, '.'), *const * s;
	size_t i;

	*guessed = dot && !strcmp(dot, ".img");
	for (i = 0; dot && i < READERS; i++)
		for (s = readers[i]->suffixes; s && *s; s++)
			if (!strcmp(dot, *s))
				return true;
	return false;
}

static const struct input_reader *
reader_of_path(const char *path)
{
	size_t i;

	for (i = 0; i < READERS; i++)
		if (readers[i]->takes_path && readers[i]->takes_path(path))
			return readers[i];
	return NULL;
}

static const struct input_reader *
reader_of(const struct content *c)
{
	size_t i;

	for (i = 0; i < READERS; i++)
		if (readers[i]->takes && readers[i]->takes(c))
			return readers[i];
	return NULL;
}

/* How much of a file is needed: of a tree its blocks, of what is no input its head. */
static size_t
extent_of(const uint8_t *head, size_t n)
{
	const struct content c = { .data = head, .n = n, .size = SIZE_MAX };

	if (n >= 4 && fdt_magic(head) == FDT_MAGIC)
		return tree_extent(head, n);
	return reader_of(&c) ? SIZE_MAX : n;
}

const char *
input_part_name(struct reading *r, const struct content *c, const char *part)
{
	if (!part)
		return c->name;
	return c->name ? arena_printf(r->arena, "%s/%s", c->name, part)
		       : arena_printf(r->arena, "%s#%s", c->file, part);
}

/* Whether a unit, or what is in a part of that name, is asked for. */
static bool
is_wanted(struct reading *r, const char *name)
{
	size_t n = r->only ? strlen(r->only) : 0;

	if (!n
		|| (name && !strncmp(name, r->only, n)
			&& (name[n] == '\0' || name[n] == '/')))
		return true;
	if (name)
		suggest_try(&r->near, name);
	return false;
}

void
input_part_fault(struct reading *r, const struct content *c, const char *part,
	const struct fault *f)
{
	const char *name = input_part_name(r, c, part);
	struct fault moved = *f;

	if (r->only && name && !is_wanted(r, name))
		return;
	r->met = true;
	if (moved.place.offset >= 0 && !moved.place.file)
		moved.place.offset = c->base < 0 ? -1 : moved.place.offset + c->base;
	r->on_fault(r, name, &moved);
}

struct diag *
input_finding(struct reading *r, const struct content *c, const char *part,
	const struct rule *rule, enum level level, size_t offset, size_t n,
	const char *fmt, ...)
{
	const char *name = input_part_name(r, c, part), *message;
	struct place at = PLACE_NONE;
	va_list ap;

	if (!r->on_finding || (r->only && !is_wanted(r, name)))
		return NULL;
	if (c->base >= 0) {
		at.offset = c->base + (int64_t)offset;
		at.length = (int64_t)n;
	}
	va_start(ap, fmt);
	message = arena_vprintf(r->arena, fmt, ap);
	va_end(ap);
	return r->on_finding(r, rule, level, name, &at, message);
}

static const char *
sealed_by(const struct reading *r, const struct content *c)
{
	const struct input_reader *reader;

	if (c->name || c->depth)
		return arena_printf(r->arena,
			"is made from what %s holds, to be mended where that is made",
			c->file);
	if (!strcmp(c->file, "-"))
		return "standard input cannot be mended: there is no file to write beside it";
	reader = reader_of_path(c->file);
	return reader ? reader->sealed : NULL;
}

void
input_unit(struct reading *r, const struct content *c, const struct origins *origins)
{
	struct unit u = { .file = c->file,
		.name = c->name,
		.data = c->data,
		.n = c->n,
		.base = c->base,
		.merged = c->merged,
		.origins = origins,
		.sealed = sealed_by(r, c) };

	struct fault f = FAULT_INIT(r->arena);

	if (r->only && !is_wanted(r, c->name))
		return;
	r->met = true;
	if (!r->options->built_from || origins)
		r->on_unit(r, &u);
	else if (!input_built_from(r, &u, &f))
		r->on_fault(r, c->name, &f);
}

static void
dispatch(struct reading *r, const struct content *c)
{
	const struct input_reader *reader = reader_of(c);
	struct fault f = FAULT_INIT(r->arena);

	if (reader && reader->read(r, c, &f))
		return;
	if (!reader && !c->n)
		fault_at_offset(&f, 0, "empty, expected a flattened device tree");
	else if (!reader)
		fault_set(&f, "is %s, expected a device tree or what holds one",
			input_kind(c->data, c->n));
	input_part_fault(r, c, NULL, &f);
}

bool
input_may_make(struct reading *r, const struct content *c, const char *part, size_t n)
{
	struct fault f = FAULT_INIT(r->arena);

	r->parts += n;
	if (c->depth >= DEPTH_MAX)
		fault_set(&f,
			"holds what holds what holds … %d deep, the most that is read",
			DEPTH_MAX);
	else if (r->parts > 4 * (r->size + r->unpacked) + PARTS_SPARE)
		fault_set(&f,
			"not looked at: what the entries hold comes to more than %llu bytes, "
			"many times the size of the file",
			(unsigned long long)(4 * (r->size + r->unpacked) + PARTS_SPARE));
	if (f.message)
		input_part_fault(r, c, part, &f);
	return !f.message;
}

void
input_part(struct reading *r, const struct content *c, const char *part, size_t offset,
	size_t n)
{
	struct content in = { .file = c->file,
		.name = input_part_name(r, c, part),
		.data = c->data + offset,
		.n = n,
		.size = n,
		.base = c->base < 0 ? -1 : c->base + (int64_t)offset,
		.depth = c->depth + 1 };
	uint8_t *copy = NULL;

	if (!input_may_make(r, c, part, n))
		return;
	/* libfdt and what is read as a tree want to be aligned */
	if ((uintptr_t)in.data % 8) {
		copy = malloc(n + 1);
		if (!copy)
			fatal("out of memory: %zu bytes wanted", n);
		memcpy(copy, in.data, n);
		copy[n] = 0;
		in.data = copy;
	}
	dispatch(r, &in);
	free(copy);
}

bool
input_is_known(const uint8_t *data, size_t n)
{
	const struct content c = { .data = data, .n = n, .size = n };

	return reader_of(&c) != NULL;
}

/*
 * What one more unpacking may come to, and where that counts. A part gets no more than half
 * of what is left, and what a tree of its size comes to even where nothing is: a bomb is
 * not to be the end of its neighbours.
 */
static uint64_t
most_of(struct reading *r, bool is_part, size_t n, uint64_t **spent)
{
	uint64_t all = UNPACK_SPARE + UNPACK_TIMES * r->size;
	uint64_t left = all > r->unpacked ? all - r->unpacked : 0;
	uint64_t spare = all > r->spared ? all - r->spared : 0;
	uint64_t usual = UNPACK_TIMES * (uint64_t)n + UNPACK_PART;

	*spent = &r->unpacked;
	if (is_part)
		left /= 2;
	if (!is_part || left >= usual || left >= spare)
		return left;
	*spent = &r->spared;
	return usual < spare ? usual : spare;
}

bool
input_unpack(struct reading *r, const struct content *c, const char *part,
	const struct codec *codec, size_t offset, size_t n, struct bytes *made,
	size_t *used)
{
	struct fault f = FAULT_INIT(r->arena);
	uint64_t most, *spent;

	if (!input_may_make(r, c, part, n))
		return false;
	most = most_of(r, part != NULL, n, &spent);
	if (!codec_unpack(codec, c->data + offset, n, (size_t)most, made, used, &f)) {
		if (f.place.offset >= 0)
			f.place.offset += (int64_t)offset;
		/* what was thrown away was made, too */
		*spent += most;
		input_part_fault(r, c, part, &f);
		return false;
	}
	*spent += made->n;
	return true;
}

void
input_made(struct reading *r, const struct content *c, const char *part,
	const uint8_t *data, size_t n)
{
	const struct content in = { .file = c->file,
		.name = input_part_name(r, c, part),
		.data = data,
		.n = n,
		.size = n,
		.base = -1,
		.depth = c->depth + 1 };

	dispatch(r, &in);
}

/* The file; all of it where something stands behind the tree that it begins with. */
static bool
read_file(const char *path, struct bytes *blob, struct fault *f)
{
	if (!io_read_part(path, IO_INPUT_MAX, extent_of, blob, f))
		return false;
	if (blob->n < sizeof(struct fdt_header) || fdt_magic(blob->data) != FDT_MAGIC
		|| fdt_totalsize(blob->data) >= blob->n || !strcmp(path, "-"))
		return true;
	bytes_free(blob);
	return io_read(path, IO_INPUT_MAX, blob, f);
}

static void
read_bytes(struct reading *r, struct content *c, const struct bytes *blob)
{
	c->data = blob->data;
	c->n = c->size = blob->n;
	r->size = blob->n;
	if (r->guessed && !reader_of(c) && r->on_skip)
		r->on_skip(r, NULL,
			arena_printf(r->arena, "is %s", input_kind(c->data, c->n)));
	else
		dispatch(r, c);
}

static void
begin(struct reading *r, const char *path)
{
	r->path = path;
	r->size = r->unpacked = r->spared = r->parts = 0;
	r->met = r->reported = false;
	r->near = (struct suggest){ .word = r->only ? r->only : "" };
}

static void
end(struct reading *r)
{
	struct fault f = FAULT_INIT(r->arena);

	if (!r->only || r->met)
		return;
	fault_set(&f, "there is no '%s' in it%s", r->only + strlen(r->path) + 1,
		suggest_text(r->arena, &r->near));
	r->on_fault(r, r->only, &f);
}

/* True where the input is not as it was: it is read, or told that it was not there. */
static bool
read_past(struct reading *r, const char *path)
{
	const struct past *past = r->options->past;
	struct fault f = FAULT_INIT(r->arena);
	struct bytes was = { 0 };

	switch (past->look(past->context, path, &was, NULL)) {
	case PAST_AS_NOW: return false;
	case PAST_ABSENT:
		fault_set(&f, "was not there");
		r->on_fault(r, NULL, &f);
		return true;
	case PAST_OTHER: break;
	}
	input_read_bytes(r, path, was.data, was.n);
	bytes_free(&was);
	return true;
}

void
input_read(struct reading *r, const char *path)
{
	const char *name = !strcmp(path, "-") && r->options->stdin_name
				   ? r->options->stdin_name
				   : path;
	const struct input_reader *reader = reader_of_path(name);
	struct content c = { .file = path };
	struct fault f = FAULT_INIT(r->arena);
	struct bytes blob;

	/* sources are read by a set of files, which looks after that by itself */
	if (!reader && r->options->past && read_past(r, path))
		return;
	begin(r, path);
	if (reader ? !reader->read(r, &c, &f) : !read_file(path, &blob, &f)) {
		input_part_fault(r, &c, NULL, &f);
	} else if (!reader) {
		read_bytes(r, &c, &blob);
		bytes_free(&blob);
	}
	end(r);
}

void
input_read_bytes(struct reading *r, const char *path, const void *data, size_t n)
{
	struct content c = { .file = path };
	struct bytes blob = { malloc(n + 1), n };

	if (!blob.data)
		fatal("out of memory: %zu bytes wanted", n);
	if (n)
		memcpy(blob.data, data, n);
	blob.data[n] = 0;
	begin(r, path);
	read_bytes(r, &c, &blob);
	bytes_free(&blob);
	end(r);
}
