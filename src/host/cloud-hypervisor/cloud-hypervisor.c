/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/cloud-hypervisor/cloud-hypervisor.h"

#include "host/document.h"

static int
ch_detect(const struct host_source *src)
{
	int config = src->argv ? 0 : ch_detect_config(&src->text);

	return config ? config : commands_detect(&ch_language, src);
}

static bool
ch_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	if (src->argv || !json_is_object(&src->text))
		return commands_read_host(&ch_language, src, h, a, f);
	return ch_read_config(&src->text, h, a, f);
}

const struct host_reader host_reader_cloud_hypervisor = {
	.kind = "cloud-hypervisor",
	.summary = "a Cloud Hypervisor command line or configuration, or what `ch-remote "
		   "info` prints",
	.command = "cloud-hypervisor",
	.detect = ch_detect,
	.read = ch_read,
};
