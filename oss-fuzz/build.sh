#!/bin/bash -eu
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds every harness with its seeds, as OSS-Fuzz runs it: $CC, $CFLAGS,
# $LIB_FUZZING_ENGINE, $WORK and $OUT are its words. Libraries are linked statically where
# there are archives of them, since the machines that run them have none.
cmake -S . -B "$WORK/build" -DBUILD_TESTING=ON -DDTLINT_LINK_LIBXML2=ON \
	-DCMAKE_FIND_LIBRARY_SUFFIXES=".a;.so" -DCMAKE_C_FLAGS="$CFLAGS" -DCMAKE_BUILD_TYPE=None
cmake --build "$WORK/build" -j"$(nproc)" --target dtlint-parts dtlint-builtin
libraries=$(pkg-config --libs --static yaml-0.1 jansson libpcre2-8 libmd libxml-2.0 libzstd zlib \
	liblzma)
# shellcheck disable=SC2086 # words are meant
$CC $CFLAGS -std=gnu11 -Isrc -c tests/fuzz/settings.c -o "$WORK/settings.o"
for source in tests/fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	# shellcheck disable=SC2086 # words are meant
	$CC $CFLAGS -std=gnu11 -Isrc -c "$source" -o "$WORK/$name.o"
	# shellcheck disable=SC2086
	$CXX $CXXFLAGS "$WORK/$name.o" "$WORK/settings.o" "$WORK/build/libdtlint-parts.a" \
		"$WORK/build/libdtlint-builtin.a" $LIB_FUZZING_ENGINE -Wl,-Bstatic $libraries -lfdt \
		-Wl,-Bdynamic -lpthread -ldl -lm -o "$OUT/$name"
	seeds=tests/fuzz/seeds/${name#fuzz_}
	[ ! -d "$seeds" ] || zip -q -j "$OUT/${name}_seed_corpus.zip" "$seeds"/*
done
