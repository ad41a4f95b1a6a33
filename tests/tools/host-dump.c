/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Prints the facts that a host configuration is read into, as JSON, for tests.
 *
 *	host-dump [KIND:]FILE
 *	host-dump -- PROGRAM WORD…
 *	host-dump --features
 *
 * The last prints the known names of feature bits. A source that cannot be read is
 * reported as dtlint does, "FILE:LINE:COLUMN: message" on standard error, with
 * status 2. What is not known is null.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/fatal.h"
#include "host/reader.h"

static void
set(json_t *object, const char *key, json_t *value)
{
	if (!value || json_object_set_new(object, key, value))
		fatal("cannot make JSON of '%s'", key);
}

static json_t *
text(const char *s)
{
	json_t *j = s ? json_string(s) : json_null();

	/* the words of a source need not be valid UTF-8 */
	return j ? j : json_string("(not UTF-8)");
}

static json_t *
tri(enum tri t)
{
	return t == TRI_UNKNOWN ? json_null() : json_boolean(t == TRI_YES);
}

static json_t *
mask(const uint64_t bits[2])
{
	char s[40];

	snprintf(s, sizeof(s), "0x%016" PRIx64 "%016" PRIx64, bits[1], bits[0]);
	return json_string(s);
}

static json_t *
features(const struct features *f)
{
	json_t *o = json_object(), *names = json_array();
	unsigned int bit;
	const char *name;
	char number[8];

	for (bit = 0; bit < FEATURE_BITS_MAX; bit++) {
		if (feature_get(f, bit) != TRI_YES)
			continue;
		snprintf(number, sizeof(number), "%u", bit);
		name = feature_name(bit);
		json_array_append_new(names, json_string(name ? name : number));
	}
	set(o, "known", mask(f->known));
	set(o, "set", mask(f->set));
	set(o, "names", names);
	return o;
}

static json_t *
said(const struct said *s)
{
	json_t *o = json_object();

	if (!s->place.line && !s->pointer && !s->place.file && !s->text) {
		json_decref(o);
		return json_null();
	}
	set(o, "file", text(s->place.file));
	set(o, "line", s->place.line ? json_integer(s->place.line) : json_null());
	set(o, "pointer", text(s->pointer));
	set(o, "text", text(s->text));
	return o;
}

static json_t *
place(const struct device_place *p)
{
	json_t *o = json_object();
	char s[32];

	switch (p->kind) {
	case DEVICE_AT_ADDRESS:
		snprintf(s, sizeof(s), "0x%" PRIx64, p->address);
		set(o, "address", json_string(s));
		return o;
	case DEVICE_AT_SLOT: set(o, "slot", json_integer(p->slot)); return o;
	case DEVICE_AT_NODE: set(o, "node", text(p->node)); return o;
	default: json_decref(o); return json_null();
	}
}

static json_t *
transport(enum transport t)
{
	static const char *const names[] = { NULL, "mmio", "pci", "ccw" };

	return text(names[t]);
}

static json_t *
device(const struct host_device *d)
{
	json_t *o = json_object();

	set(o, "name", text(d->name));
	set(o, "transport", transport(d->transport));
	set(o, "legacy", tri(d->legacy));
	set(o, "place", place(&d->place));
	set(o, "offered", features(&d->offered));
	set(o, "accepted", features(&d->accepted));
	set(o, "claims", tri(host_device_claims(d)));
	set(o, "coherent", tri(d->coherent));
	set(o, "said", said(&d->said));
	set(o, "claim_said", said(&d->claim_said));
	set(o, "legacy_said", said(&d->legacy_said));
	set(o, "coherent_said", said(&d->coherent_said));
	return o;
}

static json_t *
fact(enum guest_fact_id id, const struct guest_fact *f)
{
	char s[32];

	switch (guest_fact_kind(id)) {
	case GUEST_WORD: return text(f->word);
	case GUEST_FLAG: return json_boolean(f->number != 0);
	case GUEST_ADDRESS:
		snprintf(s, sizeof(s), "0x%" PRIx64, f->number);
		return json_string(s);
	default: return json_integer((json_int_t)f->number);
	}
}

static json_t *
passthrough(const struct guest_passthrough *p)
{
	json_t *o = json_object(), *list = json_array();
	char s[80];
	size_t i;

	for (i = 0; i < p->nregions; i++) {
		snprintf(s, sizeof(s), "0x%" PRIx64 " 0x%" PRIx64 " 0x%" PRIx64,
			p->regions[i].host, p->regions[i].guest, p->regions[i].size);
		json_array_append_new(list, json_string(s));
	}
	set(o, "regions", list);
	list = json_array();
	for (i = 0; i < p->ninterrupts; i++)
		json_array_append_new(list, json_integer(p->interrupts[i].number));
	set(o, "interrupts", list);
	list = json_array();
	for (i = 0; i < p->nnodes; i++)
		json_array_append_new(list, text(p->nodes[i].path));
	set(o, "nodes", list);
	return o;
}

/* Only what is known; where each was said is in guest_said(). */
static json_t *
guest(const struct guest *g)
{
	json_t *o = json_object(), *isa = json_object();
	char s[80];
	size_t i;

	for (i = 0; i < GUEST_FACTS; i++)
		if (g->facts[i].known)
			set(o, guest_fact_key(i), fact(i, &g->facts[i]));
	for (i = 0; i < g->nextensions; i++)
		set(isa, g->extensions[i].name, json_boolean(g->extensions[i].on));
	set(o, "isa", isa);
	if (g->slots.n) {
		snprintf(s, sizeof(s), "%" PRIu32 " from 0x%" PRIx64 " by 0x%" PRIx64,
			g->slots.n, g->slots.base, g->slots.stride);
		set(o, "slots", json_string(s));
		set(o, "slots_interrupt", json_integer(g->slots.interrupt));
	}
	if (g->passthrough.known)
		set(o, "passthrough", passthrough(&g->passthrough));
	return o;
}

static json_t *
guest_said(const struct guest *g)
{
	json_t *o = json_object();
	size_t i;

	for (i = 0; i < GUEST_FACTS; i++)
		if (g->facts[i].known)
			set(o, guest_fact_key(i), said(&g->facts[i].said));
	return o;
}

static json_t *
host(const struct host *h)
{
	json_t *o = json_object(), *list = json_array(), *remarks = json_array(), *r;
	size_t i;

	for (i = 0; i < h->ndevices; i++)
		json_array_append_new(list, device(&h->devices[i]));
	for (i = 0; i < h->nremarks; i++) {
		r = json_object();
		set(r, "said", said(&h->remarks[i].said));
		set(r, "message", text(h->remarks[i].message));
		set(r, "aside", json_boolean(h->remarks[i].aside));
		json_array_append_new(remarks, r);
	}
	set(o, "source", text(h->source));
	set(o, "kind", text(h->kind));
	set(o, "program", text(h->program));
	set(o, "machine", text(h->machine));
	set(o, "mmio_complete", tri(h->mmio_complete));
	set(o, "pci_complete", tri(h->pci_complete));
	set(o, "xen", tri(h->xen));
	set(o, "guest", guest(&h->guest));
	set(o, "guest_said", guest_said(&h->guest));
	set(o, "advice", text(h->advice));
	set(o, "modern", text(h->modern));
	set(o, "others", h->others ? device(h->others) : json_null());
	set(o, "devices", list);
	set(o, "remarks", remarks);
	return o;
}

static json_t *
feature_names(void)
{
	json_t *o = json_object();
	const char *name;
	size_t i;

	for (i = 0; (name = feature_name_at(i)); i++)
		set(o, name, json_integer(feature_bit(name)));
	return o;
}

static int
print(json_t *o)
{
	int bad = json_dumpf(o, stdout, JSON_INDENT(2)) || puts("") < 0 || fflush(stdout);

	json_decref(o);
	return bad ? STATUS_FAULT : STATUS_CLEAN;
}

static void
print_fault(const char *source, const struct fault *f)
{
	fputs(f->place.file ? f->place.file : source, stderr);
	if (f->place.line)
		fprintf(stderr, ":%u", f->place.line);
	if (f->place.line && f->place.column)
		fprintf(stderr, ":%u", f->place.column);
	fprintf(stderr, ": %s\n", f->message);
}

int
main(int argc, char **argv)
{
	struct arena arena = { 0 };
	struct fault f = FAULT_INIT(&arena);
	const char *const *words = (const char *const *)argv;
	int status = STATUS_FAULT;
	struct host h;
	bool ok;

	if (argc < 2)
		fatal("usage: host-dump [KIND:]FILE | -- PROGRAM WORD… | --features");
	if (!strcmp(argv[1], "--features"))
		return print(feature_names());
	if (!strcmp(argv[1], "--"))
		ok = host_read_argv(words + 2, (size_t)argc - 2, &h, &arena, &f);
	else
		ok = host_read(argv[1], &h, &arena, &f);
	if (ok)
		status = print(host(&h));
	else
		print_fault(argv[1], &f);
	arena_free(&arena);
	return status;
}
