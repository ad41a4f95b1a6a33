/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/cloud-hypervisor/cloud-hypervisor.h"

static int
ch_detect(const struct host_source *src)
{
	return src->argv ? 0 : ch_detect_config(&src->text);
}

static bool
ch_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	if (src->argv)
		return fault_set(f, "a Cloud Hypervisor configuration is a file, not a "
				    "command line");
	return ch_read_config(&src->text, h, a, f);
}

const struct host_reader host_reader_cloud_hypervisor = {
	.kind = "cloud-hypervisor",
	.summary = "a Cloud Hypervisor configuration, or what `ch-remote info` prints",
	.detect = ch_detect,
	.read = ch_read,
};
