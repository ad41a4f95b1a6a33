/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/source.h"

#include <string.h>

#include "schema/program/keywords.h"

/* Bytes of one value, added to the others at once. */
struct few {
	uint8_t v[64];
	uint32_t n;
};

static void
put_number(struct few *b, uint64_t x)
{
	for (; x > 0x7f; x >>= 7)
		b->v[b->n++] = (uint8_t)(0x80 | (x & 0x7f));
	b->v[b->n++] = (uint8_t)x;
}

static uint32_t
add_text(struct source_writer *w, const char *s, size_t n)
{
	buf_add(&w->text, s, n);
	buf_putc(&w->text, '\0');
	return w->emit->atoms.n + w->count++;
}

static uint32_t
atom_number(struct source_writer *w, atom_t atom)
{
	const char *s = intern_str(w->emit->strings, atom);

	if (atom < w->emit->string_of.n && w->emit->string_of.v[atom])
		return w->emit->string_of.v[atom] - 1;
	while (w->number_of.n <= atom)
		words_push(&w->number_of, 0);
	if (!w->number_of.v[atom])
		w->number_of.v[atom] = add_text(w, s, strlen(s)) + 1;
	return w->number_of.v[atom] - 1;
}

static void
put_real(struct few *b, double x)
{
	uint64_t bits;
	unsigned int i;

	memcpy(&bits, &x, sizeof(bits));
	for (i = 0; i < 64; i += 8)
		b->v[b->n++] = (uint8_t)(bits >> i);
}

/* All of a value but its elements or members. */
static void
put_head(struct source_writer *w, struct few *b, const struct value *v, bool placed)
{
	placed = placed && v->line;
	b->v[b->n++] = (uint8_t)(v->kind | (placed ? SOURCE_PLACED : 0));
	if (placed) {
		put_number(b, v->line);
		put_number(b, v->column);
	}
	switch (v->kind) {
	case V_INT: put_number(b, v->u); break;
	case V_NEGINT: put_number(b, 0 - v->u); break;
	case V_REAL: put_real(b, v->real); break;
	case V_STRING:
		put_number(b, v->id != ATOM_NONE ? atom_number(w, v->id)
						 : add_text(w, v->s, v->n));
		break;
	case V_ARRAY:
	case V_OBJECT: put_number(b, v->n); break;
	default: break;
	}
}

/* Behind what is in @b. The places that messages may name are those of references. */
static void
write_value(struct source_writer *w, struct few *b, const struct value *v, bool placed)
{
	struct few key;
	uint32_t i;

	put_head(w, b, v, placed);
	buf_add(&w->values, b->v, b->n);
	for (i = 0; v->kind == V_ARRAY && i < v->n; i++) {
		key.n = 0;
		write_value(w, &key, &v->items[i], false);
	}
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		key.n = 0;
		put_number(&key, atom_number(w, v->members[i].key));
		write_value(w, &key, &v->members[i].value, v->members[i].key == K_REF);
	}
}

void
source_write(struct source_writer *w, const struct value *v)
{
	struct few none = { .n = 0 };

	write_value(w, &none, v, false);
}

void
source_writer_free(struct source_writer *w)
{
	words_free(&w->number_of);
	buf_free(&w->text);
	buf_free(&w->values);
}

struct reader {
	struct schema_set *s;
	const uint8_t *p;
	const uint8_t *end;
	const struct program *program;
	atom_t *atoms; /* by number of the string; ATOM_NONE: of the program, not met yet */
	uint32_t natoms;
	struct fault *f;
};

static bool
damaged(struct reader *r)
{
	return fault_set(r->f, "is no sound compiled schema: its bindings are damaged");
}

static bool
get_number(struct reader *r, uint64_t *out)
{
	unsigned int shift = 0;
	uint8_t byte;

	*out = 0;
	do {
		if (r->p == r->end || shift > 63)
			return damaged(r);
		byte = *r->p++;
		*out |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while (byte & 0x80);
	return true;
}

static atom_t
intern_string(struct schema_set *s, const struct program *p, uint32_t string)
{
	return intern(
		&s->strings, program_string(p, string), program_string_length(p, string));
}

static bool
get_atom(struct reader *r, atom_t *atom)
{
	uint64_t x;

	if (!get_number(r, &x))
		return false;
	if (x >= r->natoms)
		return damaged(r);
	if (r->atoms[x] == ATOM_NONE)
		r->atoms[x] = intern_string(r->s, r->program, (uint32_t)x);
	*atom = r->atoms[x];
	return true;
}

static bool
get_real(struct reader *r, double *x)
{
	uint64_t bits = 0;
	unsigned int i;

	if (r->end - r->p < 8)
		return damaged(r);
	for (i = 0; i < 64; i += 8)
		bits |= (uint64_t)*r->p++ << i;
	memcpy(x, &bits, sizeof(bits));
	return true;
}

static bool
get_kind(struct reader *r, struct value *v)
{
	uint64_t line = 0, column = 0;
	uint8_t byte;

	if (r->p == r->end)
		return damaged(r);
	byte = *r->p++;
	if ((byte & SOURCE_PLACED) && (!get_number(r, &line) || !get_number(r, &column)))
		return false;
	*v = (struct value){ .kind = byte & ~SOURCE_PLACED,
		.line = (uint32_t)line,
		.column = (uint16_t)column };
	return true;
}

static bool
get_scalar(struct reader *r, struct value *v)
{
	atom_t atom = ATOM_NONE;
	struct value s;

	switch (v->kind) {
	case V_NULL:
	case V_FALSE:
	case V_TRUE: return true;
	case V_INT: return get_number(r, &v->u);
	case V_NEGINT:
		if (!get_number(r, &v->u) || !v->u || v->u > (uint64_t)1 << 63)
			return damaged(r);
		v->u = 0 - v->u;
		return true;
	case V_REAL: return get_real(r, &v->real);
	case V_STRING:
		if (!get_atom(r, &atom))
			return false;
		s = value_atom(&r->s->strings, atom);
		v->s = s.s;
		v->n = s.n;
		v->id = s.id;
		return true;
	default: return damaged(r);
	}
}

/* One value, or the opening of a container and how many parts it has. */
static bool
get_value(struct reader *r, uint64_t *parts)
{
	struct builder *b = &r->s->builder;
	struct value v = { 0 };

	*parts = 0;
	if (!get_kind(r, &v))
		return false;
	if (v.kind != V_ARRAY && v.kind != V_OBJECT)
		return get_scalar(r, &v)
		       && builder_scalar(b, v, (struct mark){ v.line, v.column }, r->f);
	if (!get_number(r, parts))
		return false;
	/* each takes a byte at least */
	if (*parts > (uint64_t)(r->end - r->p))
		return damaged(r);
	return builder_open(b, v.kind, (struct mark){ v.line, v.column }, r->f);
}

static struct value *
read_root(struct reader *r)
{
	struct builder *b = &r->s->builder;
	uint64_t left[DOCUMENT_DEPTH_MAX + 1], parts;
	uint32_t nopen;
	atom_t key = ATOM_NONE;

	builder_start(b);
	do {
		if (builder_wants_key(b)) {
			if (!get_atom(r, &key))
				return NULL;
			builder_key(b, key, (struct mark){ 0, 0 });
		}
		if (b->nopen)
			left[b->nopen - 1]--;
		nopen = b->nopen;
		if (!get_value(r, &parts))
			return NULL;
		if (b->nopen > nopen)
			left[nopen] = parts;
		while (b->nopen && !left[b->nopen - 1])
			if (!builder_close(b, r->f))
				return NULL;
	} while (b->nopen);
	return builder_result(b);
}

static bool
read_strings(struct reader *r)
{
	const struct program *p = r->program;
	const char *s = program_section(p, char, SECTION_SOURCE_STRINGS), *end;
	uint32_t n = program_count(p, SECTION_SOURCE_STRINGS), i;

	end = s + n;
	if (n && end[-1])
		return damaged(r);
	r->natoms = p->nstrings;
	for (i = 0; i < n; i++)
		r->natoms += !s[i];
	r->atoms = arena_array(&r->s->arena, atom_t, r->natoms);
	memset(r->atoms, 0xff, p->nstrings * sizeof(*r->atoms));
	for (i = p->nstrings; s < end; s += n + 1, i++) {
		n = (uint32_t)strlen(s);
		r->atoms[i] = intern(&r->s->strings, s, n);
	}
	return true;
}

/* What is said of properties, which the program itself keeps; ascending by root. */
struct descriptions {
	const struct program *p;
	const struct program_description *v;
	uint32_t left;
	const char *texts; /* a copy of them */
};

static void
read_descriptions(
	struct schema_set *s, struct descriptions *d, uint32_t root, struct binding *b)
{
	const struct program *p = d->p;
	struct described *out;
	uint32_t n = 0, i;

	while (n < d->left && d->v[n].root == root)
		n++;
	out = b ? arena_array(&s->arena, struct described, n) : NULL;
	for (i = 0; b && i < n; i++) {
		const struct program_description *from = &d->v[i];

		out[i].parent = from->parent == STRING_NONE
					? ATOM_NONE
					: intern_string(s, p, from->parent);
		out[i].name = intern_string(s, p, from->name);
		out[i].item = from->item;
		out[i].text = d->texts + from->text;
		out[i].n = (uint32_t)strlen(out[i].text);
	}
	if (b) {
		b->descriptions = out;
		b->ndescriptions = n;
	}
	d->v += n;
	d->left -= n;
}

static void
start_descriptions(struct schema_set *s, const struct program *p, struct descriptions *d)
{
	uint32_t n = program_count(p, SECTION_TEXTS);
	char *texts = arena_alloc(&s->arena, n);

	if (n)
		memcpy(texts, program_section(p, char, SECTION_TEXTS), n);
	d->p = p;
	d->v = program_section(p, struct program_description, SECTION_DESCRIPTIONS);
	d->left = program_count(p, SECTION_DESCRIPTIONS);
	d->texts = texts;
}

static bool
read_binding(struct reader *r, struct descriptions *d, uint32_t number)
{
	struct schema_set *s = r->s;
	struct fault f = FAULT_INIT(&s->arena);
	const struct program_root *root = &d->p->roots[number];
	const char *path = arena_strdup(&s->arena, program_string(d->p, root->path));
	struct value *v;
	struct binding *b;

	arena_reset(&s->document);
	v = read_root(r);
	if (!v || v->kind != V_OBJECT)
		return damaged(r);
	b = schema_set_put(s, path, v, true, &f);
	read_descriptions(s, d, number, b && b->layer == s->nlayers ? b : NULL);
	if (!b) {
		f.place.file = path;
		*schema_set_fault(s, path) = f;
	}
	return true;
}

/* The core schemas that are among the bindings. */
static void
read_core(struct schema_set *s, const struct program *p)
{
	const struct program_core *c = program_section(
		p, struct program_core, SECTION_CORE);

	if (!program_count(p, SECTION_CORE) || s->core.name)
		return;
	s->core.name = arena_strdup(&s->arena, program_string(p, c->name));
	s->core.version = arena_strdup(&s->arena, program_string(p, c->version));
	s->core.hash = arena_strdup(&s->arena, program_string(p, c->hash));
}

bool
source_read(struct schema_set *s, const struct program *p, struct fault *f)
{
	struct reader r = { .s = s, .program = p, .f = f };
	struct descriptions d;
	uint32_t i;

	if (!program_count(p, SECTION_SOURCES))
		return fault_set(f, "holds no bindings that could be laid over others");
	if (p->header->sources != program_sources_checksum(p->header))
		return damaged(&r);
	r.p = program_section(p, uint8_t, SECTION_SOURCES);
	r.end = r.p + program_count(p, SECTION_SOURCES);
	s->builder.arena = &s->document;
	if (!read_strings(&r))
		return false;
	read_core(s, p);
	start_descriptions(s, p, &d);
	for (i = 0; i < p->nroots; i++)
		if (!read_binding(&r, &d, i))
			return false;
	return true;
}
