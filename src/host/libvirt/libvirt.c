/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libvirt's domain XML. It has no slots: libvirt leaves them to QEMU, in the order of
 * the command line that it makes, so that a virtio-mmio device is at one of the nodes,
 * not known which. And it has no way to make virtio-mmio modern but
 * <qemu:commandline>, so that bit 33 of such a device is never seen without one.
 */
#include "host/libvirt/libvirt.h"

#include <string.h>

enum { SURE = 95 };

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Behind white space, comments, declarations and processing instructions; of a document
 * type the blank before its name, where that is a domain's.
 */
static const char *
skip_prolog(const char *s, const char *end)
{
	static const char byte_order[] = "\xef\xbb\xbf";
	const char *mark, *stop;

	if (end - s > 3 && !memcmp(s, byte_order, 3))
		s += 3;
	for (;;) {
		while (s < end && is_space(*s))
			s++;
		if (end - s < 4 || *s != '<' || (s[1] != '?' && s[1] != '!'))
			return s;
		if (!strncmp(s, "<!DOCTYPE domain", 16))
			return s + strlen("<!DOCTYPE ") - 1;
		mark = !strncmp(s, "<!--", 4) ? "-->" : ">";
		stop = strstr(s + 2, mark);
		if (!stop || stop >= end)
			return end;
		s = stop + strlen(mark);
	}
}

static int
libvirt_detect(const struct host_source *src)
{
	static const char *const roots[] = { "<domain", "<domstatus", " domain" };
	const char *s = (const char *)src->text.data, *end;
	size_t i, n;

	if (src->argv || !src->text.n)
		return 0;
	end = s + src->text.n;
	s = skip_prolog(s, end);
	for (i = 0; i < sizeof(roots) / sizeof(roots[0]); i++) {
		n = strlen(roots[i]);
		if ((size_t)(end - s) > n && !memcmp(s, roots[i], n)
			&& (is_space(s[n]) || s[n] == '>' || s[n] == '/'))
			return SURE;
	}
	return 0;
}

static bool
is_confidential(const char *type)
{
	return !strcmp(type, "sev") || !strcmp(type, "sev-snp") || !strcmp(type, "tdx")
	       || !strcmp(type, "s390-pv");
}

static bool
read_domain(struct domain *d)
{
	const struct xml_element *type = xml_child(xml_child(d->root, "os"), "type");
	const struct xml_element *security = xml_child(d->root, "launchSecurity");
	const char *hypervisor = xml_get(d->root, "type"), *kind;
	struct host *h = d->host;

	if (!hypervisor)
		return fault_at_line(d->fault, d->root->line, 0,
			"a domain without a type, expected type='qemu', 'kvm' or another");
	h->machine = xml_get(type, "machine");
	h->modern = "add -global virtio-mmio.force-legacy=false to the domain, as "
		    "arguments of <qemu:commandline>";
	d->qemu = !strcmp(hypervisor, "qemu") || !strcmp(hypervisor, "kvm")
		  || !strcmp(hypervisor, "hvf");
	h->program = d->qemu ? "qemu" : hypervisor;
	h->xen = !strcmp(hypervisor, "xen") ? TRI_YES : TRI_UNKNOWN;
	kind = xml_get(security, "type");
	if (kind && is_confidential(kind))
		d->confidential = security;
	if (d->qemu && !(h->machine && xml_get(type, "arch"))) {
		d->qemu = false;
		host_add_remark(h, d->arena, domain_said(d->root, NULL),
			"no arch and machine in <os><type>: what QEMU does by default is "
			"not known; `virsh dumpxml` of the defined domain says them");
	}
	return domain_read_commandline(d) && domain_read_devices(d);
}

static bool
libvirt_read(
	const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	struct domain d = { .source = src, .host = h, .arena = a, .fault = f };

	if (src->argv)
		return fault_set(f, "a libvirt domain is a file, not a command line");
	d.root = xml_read(src->text.data, src->text.n, a, f);
	if (!d.root)
		return false;
	if (!strcmp(d.root->name, "domstatus") && xml_child(d.root, "domain"))
		d.root = xml_child(d.root, "domain");
	if (strcmp(d.root->name, "domain") != 0 || d.root->ns)
		return fault_at_line(f, d.root->line, 0,
			"the element '%.60s', expected a libvirt 'domain'", d.root->name);
	return read_domain(&d);
}

const struct host_reader host_reader_libvirt = {
	.kind = "libvirt",
	.summary = "a libvirt domain, the XML of `virsh dumpxml`",
	.detect = libvirt_detect,
	.read = libvirt_read,
};
