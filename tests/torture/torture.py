# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs of dtlint in which the Nth call of a kind fails (torture/fail.c), for many N or all.

Whatever fails, a run ends as the healthy one does, or with a fault: a status that says so
and a line on standard error. It never ends by a signal, takes for ever, leaves a file half
written, or leaves something behind that has the next run, which is healthy, end otherwise.
What is made under names that say they are unfinished counts as nothing.
"""

import gzip
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

DTLINT = os.environ["DTLINT"]
FAIL = os.path.join(os.environ["DTLINT_BUILD"], "tests/libfail.so")
KINDS = ("malloc", "open", "read", "readdir", "stat", "write", "close", "fsync", "rename", "mmap",
         "thread", "load", "random")
SECONDS = 20
TREE = """/dts-v1/;
/ { #address-cells = <1>; #size-cells = <1>; compatible = "linux,dummy-virt"; model = "x";
    soc { compatible = "simple-bus"; #address-cells = <1>; #size-cells = <1>; ranges;
          dev@1000 { compatible = "acme,dev"; reg = <0x1000 0x10>; level = <9>; x1 = <1>; };
          virtio_mmio@a000000 { compatible = "virtio,mmio"; reg = <0xa000000 0x200>; };
          without@9 { }; }; };
"""
BINDING = """%YAML 1.2
---
$id: http://example.com/schemas/acme/NAME.yaml#
$schema: http://devicetree.org/meta-schemas/core.yaml#
title: Acme NAME
maintainers: [Nobody <nobody@example.org>]
select: { required: [ level ] }
properties:
  compatible: { const: 'acme,NAME' }
  level: { maximum: 7 }
  reg: { maxItems: 1 }
patternProperties: { '^x[0-9]+$': true }
examples:
  - "dev { };"
"""
FILES = {
    "bindings/dev.yaml": BINDING.replace("NAME", "dev"),
    "bindings/more/other.yaml": BINDING.replace("NAME", "other"),
    "host.yaml": "devices: [ { slot: 0, features: [32] } ]\n",
    "run.sh": "#!/bin/sh\nD=\"-device virtio-net-device\"\nqemu-system-aarch64 -M virt $D -readconfig q.cfg\n",
    "q.cfg": "[device]\ndriver = \"virtio-rng-device\"\n",
    "domain.xml": "<domain type='kvm'><os><type arch='aarch64' machine='virt'>hvm</type></os>"
                  "<devices><rng model='virtio'><address type='virtio-mmio'/></rng></devices></domain>",
    "vm.json": '{"boot-source": {"kernel_image_path": "k"}, "drives": [{"drive_id": "a", '
               '"path_on_host": "x", "is_root_device": true}]}',
    "guest.cfg": "name = 'x'\nkernel = 'k'\ndisk = [ 'a,raw,xvda,rw' ]\n",
    "lkvm.sh": "lkvm run -k k -d disk\n",
    "project/.dtlint.yaml": "schemas: bindings\nrules: { ignore: [ dtc ] }\n"
                            "pairs: [ { trees: '*.dtb', hosts: host.yaml } ]\n"
                            "ignores: [ { rule: schema, nodes: /none, reason: why } ]\n",
    "project/host.yaml": "devices: [ { slot: 0, features: [32] } ]\n",
    "project/bindings/dev.yaml": BINDING.replace("NAME", "dev"),
    "overlays/.dtlint.yaml": "overlays: [ { bases: guest.dts, overlays: change.dtso } ]\n",
    "overlays/guest.dts": TREE,
    "overlays/change.dtso": "/dts-v1/;\n/plugin/;\n&{/soc/without@9} { level = <3>; };\n",
    "list": "guest.dtb\ntrees/b.dtb\n",
    "guest.dts": TREE,
    "change.dtso": "/dts-v1/;\n/plugin/;\n&{/soc/without@9} { level = <3>; };\n",
    "live/compatible": "acme\0", "live/soc/compatible": "acme\0", "live/#address-cells": "\0\0\0\1",
    "sys/sys/bus/virtio/devices/virtio0/features": "0" * 64 + "\n",
    "running/sys/bus/virtio/devices/virtio0/features": "0" * 64 + "\n",
}
# What is run: its words, and what it makes. A command or option that is new is added here.
CASES = {
    "text": (["--no-config", "guest.dtb"], []),
    "json": (["--no-config", "-f", "json", "trees"], []),
    "sarif": (["--no-config", "-f", "sarif:out", "guest.dtb"], ["out"]),
    "github": (["--no-config", "-f", "github", "guest.dtb"], []),
    "list": (["--no-config", "@list"], []),
    "source": (["--no-config", "guest.dts"], []),
    "compile": (["compile", "-o", "out", "guest.dts"], ["out"]),
    "live": (["--no-config", "live"], []),
    "threads": (["--no-config", "-j", "3", "trees"], []),
    "schema": (["--no-config", "--schema", "bindings", "guest.dtb"], []),
    "compiled": (["--no-config", "--schema", "built.schemas", "guest.dtb"], []),
    "config": (["project/guest.dtb"], []),
    "fix": (["--no-config", "--fix", "guest.dtb"], ["guest.fixed.dtb"]),
    "overlay": (["--no-config", "--fix=overlay", "guest.dtb"], ["guest.fix.dtso"]),
    "patch": (["--no-config", "--fix", "guest.dts"], ["guest.fix.patch"]),
    "in place": (["--no-config", "--fix", "--in-place", "mend.dtb"], ["mend.dtb"]),
    "native": (["--no-config", "--host", "host.yaml", "guest.dtb"], []),
    "qemu": (["host", "show", "run.sh"], []),
    "libvirt": (["host", "show", "domain.xml"], []),
    "firecracker": (["host", "show", "vm.json"], []),
    "xl": (["host", "show", "guest.cfg"], []),
    "kvmtool": (["host", "show", "lkvm.sh"], []),
    "sysfs": (["host", "show", "sysfs:sys"], []),
    "schema build": (["schema", "build", "-o", "out", "bindings"], ["out"]),
    "schema info": (["schema", "info", "-f", "json", "bindings"], []),
    "schema check": (["schema", "check", "bindings"], []),
    "explain": (["explain", "schema/acme/dev", "--schema", "bindings"], []),
    "rules": (["rules", "-f", "json"], []),
    "why": (["why", "--no-config", "--schema", "bindings", "guest.dtb", "/soc/dev@1000"], []),
    "dt-validate": (["dt-validate", "-s", "bindings", "trees"], []),
    "dt-mk-schema": (["dt-mk-schema", "-o", "out", "bindings"], ["out"]),
    "dt-doc-validate": (["dt-doc-validate", "bindings"], []),
    "dt-extract-example": (["dt-extract-example", "bindings/dev.yaml"], []),
    "report as sarif": (["report", "-f", "sarif", "report.json"], []),
    "shard": (["--no-config", "--shard", "1/2", "trees"], []),
    "help": (["--help"], []),
    "help check": (["help", "check"], []),
    "concise": (["--no-config", "-f", "concise", "guest.dtb"], []),
    "gitlab": (["--no-config", "-f", "gitlab:out", "guest.dtb"], ["out"]),
    "html": (["--no-config", "-f", "html:out", "guest.dtb"], ["out"]),
    "junit": (["--no-config", "-f", "junit", "guest.dtb"], []),
    "rdjson": (["--no-config", "-f", "rdjson", "guest.dtb"], []),
    "rdjsonl": (["--no-config", "-f", "rdjsonl", "guest.dtb"], []),
    "markdown": (["--no-config", "-f", "markdown", "guest.dts"], []),
    "show": (["show", "guest.dtb"], []),
    "show a node": (["show", "guest.dts", "/soc"], []),
    "packed": (["--no-config", "packed.gz"], []),
    "container": (["--no-config", "two.img"], []),
    "merge": (["--no-config", "--overlay", "change.dtbo", "guest.dtb"], []),
    "merge source": (["--no-config", "--overlay", "change.dtso", "guest.dts"], []),
    "baseline write": (["baseline", "write", "--no-config", "-o", "out", "guest.dtb"], ["out"]),
    "baseline prune": (["baseline", "prune", "--no-config", "--baseline", "known", "guest.dtb"],
                       ["known"]),
    "baseline show": (["baseline", "show", "--baseline", "known.too"], []),
    "baseline": (["--no-config", "--baseline", "known.too", "guest.dtb"], []),
    "lsp": (["lsp", "--no-config"], [], "session"),
    "coverage": (["--no-config", "--schema", "bindings", "--coverage", "guest.dtb"], []),
    "diff": (["diff", "--no-config", "guest.dtb", "project/guest.dtb"], []),
    "diff of directories": (["diff", "--no-config", "trees", "project"], []),
    "diff of reports": (["diff", "old.json", "new.json"], []),
    "diff of bindings": (["diff", "--no-config", "--schema", "bindings", "--against",
                          "project/bindings", "guest.dtb"], []),
    "diff of containers": (["diff", "--no-config", "two.img", "two.img"], []),
    "diff as json": (["diff", "--no-config", "-f", "json", "guest.dtb", "project/guest.dtb"], []),
    "diff --tree": (["diff", "--tree", "--no-config", "guest.dtb", "guest.dts"], []),
    "diff --tree of containers": (["diff", "--tree", "--no-config", "-f", "json", "two.img", "guest.dtb"],
                                  []),
    "diff --tree of directories": (["diff", "--tree", "--no-config", "trees", "project"], []),
    "diff --tree by bindings": (["diff", "--tree", "--no-config", "--schema", "bindings", "guest.dtb",
                                 "guest.dts"], []),
    "report": (["report", "old.json", "new.json"], []),
    "since": (["--no-config", "--since", "HEAD", "repo"], []),
    "since, held against": (["--since", "HEAD", "held"], []),
    "fix source": (["--no-config", "--fix", "--in-place", "mend.dts"], ["mend.dts"]),
    "fix shown": (["--no-config", "--fix", "--diff", "guest.dts"], []),
    "source of a blob": (["--no-config", "--source", "guest.dts", "guest.dtb"], []),
    "places": (["show", "--places", "guest.dts"], []),
    "statistics": (["--no-config", "--statistics", "trees"], []),
    "overlays of a project": (["overlays/guest.dts"], []),
    "live guest": (["--no-config", "--live=running"], []),
}
# What is said where the earlier run could not read a tree: its findings are new, none is lost.
MORE = b"has only new findings"
failures = 0


def session(text):
    """What an editor sends that opens a source, asks about it and ends."""
    where = {"textDocument": {"uri": "file:///guest.dts"}, "position": {"line": 3, "character": 40}}
    calls = [("initialize", 1, {"capabilities": {}}), ("initialized", None, {}),
             ("textDocument/didOpen", None, {"textDocument": {
                 "uri": "file:///guest.dts", "languageId": "dts", "version": 1, "text": text}}),
             ("textDocument/hover", 2, where), ("textDocument/documentSymbol", 3, where),
             ("textDocument/completion", 4, where), ("shutdown", 5, None), ("exit", None, None)]
    out = b""
    for method, n, params in calls:
        message = {"jsonrpc": "2.0", "method": method}
        message.update({"id": n} if n else {}, **({"params": params} if params is not None else {}))
        body = json.dumps(message).encode()
        out += b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    return out


def is_report(data):
    return isinstance(json.loads(data), (dict, list))


def is_page(data):
    return data.startswith(b"<!DOCTYPE html>") and data.endswith(b"</html>\n")


def is_compiled(data):
    pathlib.Path("log").write_bytes(data)
    return subprocess.run([DTLINT, "schema", "info", "log"], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False, env=environment()).returncode == 0


# What is made of what could be read, with a status that says that it is not all.
PARTIAL = {"sarif": is_report, "gitlab": is_report, "html": is_page,
           "schema build": is_compiled}


def wrong(*what):
    global failures
    failures += 1
    if failures <= 60:
        print(*what, flush=True)


def make_files():
    for name, text in FILES.items():
        path = pathlib.Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    subprocess.run(["dtc", "-q", "-o", "guest.dtb", "guest.dts"], check=True,
                   stderr=subprocess.DEVNULL)
    os.makedirs("trees")
    subprocess.run(["dtc", "-q", "-@", "-o", "change.dtbo", "change.dtso"], check=True)
    blob = pathlib.Path("guest.dtb").read_bytes()
    pathlib.Path("packed.gz").write_bytes(gzip.compress(blob))
    pathlib.Path("two.img").write_bytes(blob + blob)
    pathlib.Path("session").write_bytes(session(TREE))
    for name in ("trees/a.dtb", "trees/b.dtb", "project/guest.dtb", "mend.dtb"):
        shutil.copy("guest.dtb", name)
    subprocess.run([DTLINT, "--no-config", "-f", "json:report.json", "trees"], check=False,
                   stdin=subprocess.DEVNULL, timeout=60, env=environment())
    subprocess.run([DTLINT, "schema", "build", "-o", "built.schemas", "bindings"], check=True,
                   stdin=subprocess.DEVNULL, timeout=60, env=environment())
    shutil.copy("guest.dts", "mend.dts")
    os.makedirs("running/sys/firmware")
    shutil.copy("guest.dtb", "running/sys/firmware/fdt")
    make_reports()
    make_repositories()
    shutil.copy("guest.dtb", "gone.dtb")
    for name, tree in (("known", "gone.dtb"), ("known.too", "guest.dtb")):
        subprocess.run([DTLINT, "baseline", "write", "--no-config", "-o", name, tree],
                       check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=60, env=environment())
    os.unlink("gone.dtb")


def make_reports():
    for name, tree in (("old.json", "guest.dtb"), ("new.json", "trees/a.dtb")):
        subprocess.run([DTLINT, "--no-config", "-f", f"json:{name}", tree], check=False,
                       stdin=subprocess.DEVNULL, timeout=60, env=environment())


def make_repository(name):
    git = ["git", "-C", name, "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True, stdin=subprocess.DEVNULL, env=environment())


def make_repositories():
    """A source that is not as it was; and one whose host and bindings are not."""
    os.makedirs("repo")
    shutil.copy("guest.dts", "repo")
    make_repository("repo")
    pathlib.Path("repo/guest.dts").write_text(TREE.replace("without@9 { };", ""))
    shutil.copytree("project", "held")
    make_repository("held")
    pathlib.Path("held/host.yaml").write_text("devices: [ { slot: 0 } ]\n")
    pathlib.Path("held/bindings/dev.yaml").write_text(
        BINDING.replace("NAME", "dev").replace("maximum: 7", "maximum: 5"))


def environment(**more):
    env = {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    env.update(PATH="/usr/bin:/bin", LC_ALL="C.UTF-8", HOME="/nonexistent", TERM="dumb",
               DTLINT_SCHEMA_CACHE=os.path.abspath("cache"), **more)
    return env


def contents(names):
    return [pathlib.Path(n).read_bytes() if os.path.isfile(n) else None for n in names]


class Case:
    def __init__(self, name):
        self.name = name
        self.words, self.made, *rest = CASES[name]
        self.stdin = rest[0] if rest else os.devnull
        self.before = contents(self.made)
        self.changes = any(self.before)  # what is there: a second run is not the first
        self.names = None
        self.healthy, self.counts = None, {}
        self.runs = 0

    def restore(self):
        shutil.rmtree("cache", ignore_errors=True)
        for name, data in zip(self.made, self.before):
            if data is not None:
                pathlib.Path(name).write_bytes(data)
            elif os.path.lexists(name):
                os.unlink(name)
        for path in pathlib.Path(".").rglob(".dtlint-unfinished-*"):
            path.unlink()

    def run(self, fail=None):
        """Status, output, messages, what is made; and which other files there are."""
        self.runs += 1
        env = environment(LD_PRELOAD=FAIL, FAIL_LOG=os.path.abspath("log"))
        if fail:
            env["FAIL"] = fail
        try:
            with open(self.stdin, "rb") as stdin:
                done = subprocess.run([DTLINT, *self.words], stdin=stdin, env=env,
                                      capture_output=True, check=False, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            wrong(self.name, fail, "takes for ever")
            return None
        return done.returncode, done.stdout, done.stderr, contents(self.made)

    def others(self):
        return sorted(str(p) for p in pathlib.Path(".").rglob("*")
                      if not str(p).startswith(("cache", "log"))
                      and not p.name.startswith(".dtlint-unfinished-")
                      and str(p) not in self.made)

    def start(self):
        self.restore()
        pathlib.Path("log").unlink(missing_ok=True)
        self.healthy = self.run()
        if self.healthy[0] not in (0, 1):
            wrong(self.name, "is never healthy:", self.healthy[:3])
        self.names = self.others()
        self.counts = dict(line.split() for line in
                           pathlib.Path("log").read_text().splitlines())
        again = self.run()
        if again != self.healthy and not self.changes:
            wrong(self.name, "is not the same twice:", self.healthy[:3], again[:3])

    def check(self, kind, n):
        fail = f"{kind}:{n}"
        self.restore()
        got = self.run(fail)
        if not got:
            return
        status, _, messages, made = got
        if status < 0 or status > 2 and status != self.healthy[0] and status != 255:
            wrong(self.name, fail, "status", status, messages[-300:])
        elif got != self.healthy and got[:2] + got[3:] != self.healthy[:2] + self.healthy[3:]:
            if self.name.startswith("since") and MORE in messages:
                pass
            elif status == 0 or (status == 1 and not self.words[0].startswith("dt-")):
                wrong(self.name, fail, "another result, status", status, messages[-300:])
            elif not messages and kind != "write":
                wrong(self.name, fail, "status", status, "and not a word")
        for name, before, data, whole in zip(self.made, self.before, made, self.healthy[3]):
            if data in (before, whole):
                continue
            if status != 2 or self.name not in PARTIAL or not PARTIAL[self.name](data):
                wrong(self.name, fail, name, "is half written:", len(data or b""))
        if self.others() != self.names:
            wrong(self.name, fail, "leaves", set(self.others()) ^ set(self.names))
        if kind == "malloc" and n % 8 or self.changes:
            return
        again = self.run()
        if again and again != self.healthy:
            wrong(self.name, fail, "the next run is not the healthy one:", again[0], again[2][-300:])


def torture(names, most, seed=1, kinds=KINDS):
    """Each N where there are no more than @most of a kind, else so many at random."""
    chance = random.Random(seed)
    total = 0
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        make_files()
        for name in names:
            case = Case(name)
            case.start()
            for kind in kinds:
                count = int(case.counts[kind])
                numbers = range(1, count + 1)
                if count > most:
                    numbers = sorted(chance.sample(numbers, most))
                for n in numbers:
                    case.check(kind, n)
            case.restore()
            total += case.runs
            if "-v" in sys.argv:
                print(f"{name:20} {case.runs:6} runs,", " ".join(
                    f"{k} {v}" for k, v in case.counts.items() if v != "0"), flush=True)
        os.chdir("/")
    print(f"{len(names)} commands, {total} runs, {failures} wrong")
    sys.exit(failures > 0)
