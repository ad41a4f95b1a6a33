/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/libvirt/libxml2.h"

#ifdef DTLINT_WITHOUT_LIBXML2

const struct libxml2 *
libxml2_load(struct fault *f)
{
	fault_set(f, "this dtlint was built without libxml2, which a libvirt domain is "
		     "read with");
	return NULL;
}

#elif defined(DTLINT_LINK_LIBXML2)

const struct libxml2 *
libxml2_load(struct fault *f)
{
	static const struct libxml2 lib = { xmlCreatePushParserCtxt, xmlCtxtUseOptions,
		xmlParseChunk, xmlStopParser, xmlFreeParserCtxt, xmlSAX2GetLineNumber,
		xmlSetStructuredErrorFunc };

	(void)f;
	return &lib;
}

#else

#include <dlfcn.h>
#include <pthread.h>

static struct libxml2 lib;
static bool loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The library is never closed: its clean-up is not safe beside other threads. */
static void
load(void)
{
	/* only what is the same in all versions with one of these names is used */
	void *handle = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL);

	if (!handle)
		handle = dlopen("libxml2.so.16", RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return;
	*(void **)&lib.create = dlsym(handle, "xmlCreatePushParserCtxt");
	*(void **)&lib.options = dlsym(handle, "xmlCtxtUseOptions");
	*(void **)&lib.chunk = dlsym(handle, "xmlParseChunk");
	*(void **)&lib.stop = dlsym(handle, "xmlStopParser");
	*(void **)&lib.free = dlsym(handle, "xmlFreeParserCtxt");
	*(void **)&lib.line = dlsym(handle, "xmlSAX2GetLineNumber");
	*(void **)&lib.errors = dlsym(handle, "xmlSetStructuredErrorFunc");
	loaded = lib.create && lib.options && lib.chunk && lib.stop && lib.free
		 && lib.line && lib.errors;
}

const struct libxml2 *
libxml2_load(struct fault *f)
{
	pthread_once(&once, load);
	if (!loaded)
		fault_set(f,
			"libxml2 is not installed, which a libvirt domain is read with");
	return loaded ? &lib : NULL;
}

#endif
