# SPDX-License-Identifier: GPL-2.0-or-later
"""
What the scripts about growth share: a shape of input is made in one size and in twice
that, and the time may be at most 2.5 times as long, the memory a bounded number of bytes
for each byte more. Time is the processor's, the least of several runs, so that a busy
machine does not matter; sizes are such that it is well above what a process takes to
begin. No run can take longer than its limits.
"""

import os
import pathlib
import resource
import struct
import subprocess
import sys
import tempfile

DTLINT = os.environ["DTLINT"]
SANITIZED = b"__asan_init" in pathlib.Path(DTLINT).read_bytes()
RUNS = 3
RATIO = 2.5
TRIES = 4
NOISE = 0.02 * (5 if SANITIZED else 1)  # seconds
SECONDS = 30  # of processor time, for one run
BYTES_A_BYTE = 400
BYTES_FREE = 8 << 20
failures = 0


def check(ok, *what):
    global failures
    if not ok:
        failures += 1
        print(*what)


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def measure(args, runs=RUNS):
    """The least seconds of processor time, the most bytes, and how the last run ended."""
    best = peak = None
    for _ in range(runs):
        with open("stdout", "wb") as out, open("stderr", "wb") as err:
            p = subprocess.Popen(["timeout", "120", DTLINT, *args], stdin=subprocess.DEVNULL,
                                 stdout=out, stderr=err, preexec_fn=limit,
                                 env=dict(os.environ, LC_ALL="C.UTF-8"))
            _, status, used = os.wait4(p.pid, 0)
            p.returncode = os.waitstatus_to_exitcode(status)
        seconds = used.ru_utime + used.ru_stime
        best = seconds if best is None else min(best, seconds)
        peak = max(peak or 0, used.ru_maxrss * 1024)
        if p.returncode not in (0, 1, 2) or seconds > 3:
            break
    return best, peak, p.returncode


def measure_both(name, make, n, args, statuses):
    """Seconds, memory and size of an input, and of one twice as long."""
    took = []
    for size in (n, 2 * n):
        data = make(size)
        if not isinstance(data, int):
            pathlib.Path("in").write_bytes(data)
            data = len(data)
        seconds, peak, status = measure(args)
        check(status in statuses, f"{name}, {size}: status {status}:",
              pathlib.Path("stderr").read_text(errors="replace")[:500])
        took.append((seconds, peak, data))
    return took


def grow(name, make, n, args=("--no-config", "in"), statuses=(0, 1), bytes_a_byte=BYTES_A_BYTE):
    """@make(n) is the content of the file "in", or makes it itself and returns its size."""
    # whatever else the machine does makes it slower, never faster: what is linear is seen so
    for _ in range(TRIES):
        (t1, m1, b1), (t2, m2, b2) = measure_both(name, make, n, args, statuses)
        if t2 <= RATIO * t1 + NOISE:
            break
    if "-v" in sys.argv:
        print(f"{name:40} {b2:9} bytes {t1:6.3f} s {t2:6.3f} s = {t2 / t1:4.1f},"
              f" {m2 >> 20} MiB, {(m2 - m1) / (b2 - b1):6.1f} a byte")
    check(t2 <= RATIO * t1 + NOISE, f"{name}: {b1} bytes take {t1:.3f} s, {b2} {t2:.3f} s")
    if not SANITIZED:
        check(m2 - m1 <= bytes_a_byte * (b2 - b1) + BYTES_FREE,
              f"{name}: {b1} bytes take {m1} bytes of memory, {b2} {m2}")


class Tree:
    """A flattened tree, written as the specification (5.4) has it; anything goes."""

    def __init__(self):
        self.structs, self.strings, self.known = [], [], {}
        self.at = 0

    def name(self, name):
        if name not in self.known:
            self.known[name] = self.at
            self.strings.append(name + b"\0")
            self.at += len(name) + 1
        return self.known[name]

    def begin(self, name=b""):
        self.structs.append(b"\0\0\0\1" + name + b"\0" * (4 - len(name) % 4))

    def end(self):
        self.structs.append(b"\0\0\0\2")

    def prop(self, name, value=b""):
        where = name if isinstance(name, int) else self.name(name)
        self.structs.append(struct.pack(">3I", 3, len(value), where) + value
                            + b"\0" * (-len(value) % 4))

    def cells(self, name, *cells):
        self.prop(name, struct.pack(f">{len(cells)}I", *cells))

    def blob(self):
        structs = b"".join(self.structs) + b"\0\0\0\2\0\0\0\11"
        strings = b"".join(self.strings)
        where = 56 + len(structs)
        return struct.pack(">10I", 0xd00dfeed, where + len(strings), 56, where, 40, 17, 16, 0,
                           len(strings), len(structs)) + bytes(16) + structs + strings


def root(**_):
    t = Tree()
    t.begin()
    t.cells(b"#address-cells", 1)
    t.cells(b"#size-cells", 1)
    t.prop(b"compatible", b"acme,board\0")
    t.prop(b"model", b"A board\0")
    return t


def main(tests):
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        only = [a for a in sys.argv[1:] if a != "-v"]
        for test in tests:
            if not only or test.__name__ in only:
                test()
        os.chdir("/")
    sys.exit(failures > 0)
