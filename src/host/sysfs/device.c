/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host/sysfs/sysfs.h"

enum { TEXT_MAX = 65536 };

const char *
sysfs_text(const struct sysfs *s, const char *path)
{
	struct fault own = FAULT_INIT(s->arena);
	struct bytes text;
	const char *copy;
	size_t n;

	if (!io_read(path, TEXT_MAX, &text, &own))
		return NULL;
	for (n = text.n; n && strchr(" \t\n", text.data[n - 1]); n--)
		;
	copy = arena_strndup(s->arena, (const char *)text.data, n);
	bytes_free(&text);
	return copy;
}

const char *
sysfs_value(const char *text, const char *key, struct arena *a)
{
	const char *line = text;
	size_t n = strlen(key);

	while (*line) {
		const char *end = line + strcspn(line, "\n");

		if (!strncmp(line, key, n) && line[n] == '=')
			return arena_strndup(
				a, line + n + 1, (size_t)(end - line) - n - 1);
		line = *end ? end + 1 : end;
	}
	return NULL;
}

/* The same of a directory's uevent file. */
static const char *
uevent(const struct sysfs *s, const char *dir, const char *key)
{
	const char *text = sysfs_text(s, arena_printf(s->arena, "%s/uevent", dir));

	return text ? sysfs_value(text, key, s->arena) : NULL;
}

static const char *
up(const struct sysfs *s, const char *dir)
{
	const char *slash = strrchr(dir, '/');

	return slash ? arena_strndup(s->arena, dir, (size_t)(slash - dir)) : "";
}

/* The path of a device's node: by OF_FULLNAME, else by where of_node leads. */
static const char *
node_of(const struct sysfs *s, const char *dir)
{
	static const char base[] = "/firmware/devicetree/base";
	const char *name = uevent(s, dir, "OF_FULLNAME"), *at;
	char target[PATH_MAX];
	ssize_t n;

	if (name)
		return *name == '/' && name[1] ? name : NULL;
	n = readlink(
		arena_printf(s->arena, "%s/of_node", dir), target, sizeof(target) - 1);
	if (n <= 0)
		return NULL;
	target[n] = '\0';
	at = strstr(target, base);
	if (!at || at[sizeof(base) - 1] != '/')
		return NULL;
	return arena_strdup(s->arena, at + sizeof(base) - 1);
}

static void
place_at_node(struct host_device *d, const char *node)
{
	d->place = (struct device_place){ .kind = DEVICE_AT_NODE, .node = node };
}

/* "a003e00.virtio_mmio": without a node the platform device's name may begin so. */
static void
place_by_name(struct host_device *d, const char *dir)
{
	const char *name = strrchr(dir, '/');
	char *end = NULL;
	uint64_t address = name ? strtoull(name + 1, &end, 16) : 0;

	if (end && end > name + 1 && end - name <= 17 && *end == '.' && name[1] != '-')
		d->place = (struct device_place){ .kind = DEVICE_AT_ADDRESS,
			.address = address };
}

/* Linux names a host bridge's bus pciDDDD:BB; what is above has the bridge's node. */
static void
place_behind_bridge(const struct sysfs *s, struct host_device *d, const char *dir)
{
	const char *node;

	for (; *dir; dir = up(s, dir)) {
		const char *name = strrchr(dir, '/');

		if (!name || strncmp(name, "/pci", 4) != 0 || !strchr(name, ':'))
			continue;
		node = node_of(s, up(s, dir));
		if (node)
			place_at_node(d, node);
		return;
	}
}

void
sysfs_place(const struct sysfs *s, const char *dir, struct host_device *d)
{
	const char *parent = up(s, dir), *node = node_of(s, parent);
	const char *driver = uevent(s, parent, "DRIVER");

	if (driver && !strcmp(driver, "virtio-mmio")) {
		d->transport = TRANSPORT_MMIO;
		if (node)
			place_at_node(d, node);
		else
			place_by_name(d, parent);
	} else if (driver && !strcmp(driver, "virtio-pci")) {
		d->transport = TRANSPORT_PCI;
		place_behind_bridge(s, d, parent);
	} else if (driver && !strcmp(driver, "virtio_ccw")) {
		d->transport = TRANSPORT_CCW;
	}
}

bool
sysfs_features(const char *text, struct features *out)
{
	size_t i, n = strlen(text);

	*out = (struct features){ 0 };
	/* 64 bits up to Linux 6.16, 128 since */
	if (n < 64 || n > FEATURE_BITS_MAX || text[strspn(text, "01")])
		return false;
	for (i = 0; i < n; i++)
		feature_put(out, (unsigned int)i, text[i] == '1');
	return true;
}
