/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Options of a QEMU command line that are about devices, one by one, before it is
 * worked out what follows from them (build.h).
 */
#ifndef DTLINT_HOST_QEMU_CMDLINE_H
#define DTLINT_HOST_QEMU_CMDLINE_H

#include "base/intern.h"
#include "host/command/option_table.h"
#include "host/qemu/machines.h"
#include "host/qemu/opts.h"

/* What QEMU has at most before it is no command line of a guest any more. */
enum { CMDLINE_ITEMS_MAX = 4096 };

enum item_kind {
	ITEM_DEVICE, /* -device and [device] */
	ITEM_JSON,   /* -device {…} */
	ITEM_DRIVE,  /* -drive, -hda …: a virtio-blk where its interface is virtio */
	ITEM_NIC,    /* -nic and -net nic */
	ITEM_HIDDEN, /* something that is not expanded: any number of the others */
};

struct item {
	enum item_kind kind;
	struct opts opts;
	struct where where;
	size_t order;      /* its place among all items of the command line */
	const char *label; /* the option, for the device's name; NULL: -device */
};

struct items {
	struct item *v;
	size_t n;
};

struct global {
	const char *driver;   /* NULL: not expanded */
	const char *property; /* NULL: not expanded */
	const char *value;
	bool opaque; /* the value is not expanded */
	struct where where;
};

struct cmdline {
	const char *program; /* its name, or NULL */
	enum qemu_arch arch;
	const char *default_machine; /* the program's, or NULL */
	const char *cpu;             /* NULL: not given, or not expanded */
	struct opts cpus;     /* of each -cpu, its model as "model"; the last counts */
	struct opts memory;   /* -m, the size as "size" */
	struct opts smp;      /* -smp, the number as "cpus" */
	struct opts accels;   /* -accel and what is like it, as "accel" */
	struct opts machine;  /* -machine, in order; '_' in keys is '-' */
	struct items devices; /* ITEM_DEVICE and ITEM_HIDDEN, as QEMU makes them */
	struct items json;
	struct items drives;
	struct items nics;
	struct global *globals;
	size_t nglobals;
	struct opts vdpa;  /* ids of -netdev vhost-vdpa, as keys */
	struct intern ids; /* of devices */
	size_t *id_items;  /* by atom: index in devices, or SIZE_MAX */
	size_t nid_items;
	size_t nitems;
	unsigned int nconfigs;
	bool hidden; /* some of it is not known */
	bool nodefaults;
	bool net_given; /* no default NIC */
	bool extra_pci; /* an option makes a virtio PCI function that is not listed */
	enum tri xen;   /* an option says so; NO: none does */
};

/*
 * Reads the words behind the program; xen is TRI_NO before. False with the fault set.
 * cmdline_free() is for the caller in any case.
 */
bool cmdline_read(struct cmdline *cl, struct reading *rd, const struct word *program,
	const struct word *v, size_t n);
void cmdline_free(struct cmdline *cl);

/* The device of that id, or NULL; those in JSON only if asked for. */
struct item *cmdline_device(struct cmdline *cl, const char *id, bool json_too);

/* Whether what a device is, where it is or what it offers depends on a property. */
bool cmdline_is_deciding(const char *key);

/* Steps of it, for the options and for [sections] of a -readconfig file alike. */
bool cmdline_add_item(
	struct cmdline *cl, struct reading *rd, struct items *to, struct item item);
bool cmdline_add_device(struct cmdline *cl, struct reading *rd, struct item item);
bool cmdline_add_global(struct cmdline *cl, struct reading *rd, struct global global);
bool cmdline_add_opts_global(struct cmdline *cl, struct reading *rd,
	const struct opts *opts, struct where where);
void cmdline_add_machine(struct cmdline *cl, struct reading *rd, const struct opts *opts);

/* -readconfig FILE */
bool cmdline_read_config(struct cmdline *cl, struct reading *rd, const char *file,
	const struct where *where);

/* -device {…}: @text is its word's. */
bool cmdline_read_json(struct cmdline *cl, struct reading *rd, const struct text *text,
	const struct where *where);

/* -netdev {…} */
bool cmdline_read_json_netdev(struct cmdline *cl, struct reading *rd,
	const struct text *text, const struct where *where);

/* An option's handler; @value is NULL for one that stands alone. */
struct option_use {
	const char *name; /* without its dashes */
	const struct word *option;
	const struct word *value;
	struct where where;
};

/* NULL where QEMU has no such option. */
const struct command_option *option_find(const char *name);
const char *option_suggest(const char *name, struct arena *a);

/* Does what the option means for devices; most mean nothing. */
bool option_apply(struct cmdline *cl, struct reading *rd, const struct option_use *use);

#endif
