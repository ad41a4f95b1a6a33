# SPDX-License-Identifier: GPL-2.0-or-later
"""What the scripts about bindings share: a small set of them, a tree, and how to run."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

DTLINT = os.environ["DTLINT"]
TYPES = """$id: http://devicetree.org/schemas/types.yaml#
$schema: http://devicetree.org/meta-schemas/base.yaml#
title: Types
select: false
definitions:
  uint32: { type: integer }
  string-array:
    type: array
    items: { type: string }
"""
CORE = """$id: http://devicetree.org/schemas/core.yaml#
$schema: http://devicetree.org/meta-schemas/base.yaml#
title: Core
select: true
properties:
  $nodename: true
  compatible: { $ref: types.yaml#/definitions/string-array }
  level: { $ref: types.yaml#/definitions/uint32, maximum: 7 }
"""
DEVICE = """$id: http://example.com/schemas/dev/device.yaml#
$schema: http://devicetree.org/meta-schemas/core.yaml#
title: A device
properties:
  compatible: { const: "acme,device" }
  level: true
  mode:
    oneOf:
      - pattern: "^fast(-[0-9]+)?$"
      - enum: [ slow, slower ]
dependentRequired:
  mode: [ level ]
if: { properties: { level: { const: 3 } } }
then: { required: [ mode ] }
required: [ compatible, level ]
additionalProperties: false
"""
TREE = """/dts-v1/;
/ {
	compatible = "acme,board";
	one { compatible = "acme,device"; level = <9>; mode = "quick"; };
	two { compatible = "acme,device"; level = <3>; color = "red"; };
	three { compatible = "acme,device"; level = <1>; mode = "slow"; };
};
"""
failures = 0
env = dict(os.environ, DTLINT_DTSCHEMA="", DTLINT_SCHEMA_CACHE="")


def check(ok, *what):
    global failures
    if not ok:
        failures += 1
        print(*what)


def run(*args, **also):
    return subprocess.run([DTLINT, *args], check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=dict(env, **also))


def lint(*schemas, tree="tree.dtb", **also):
    args = [x for s in schemas for x in ("--schema", s)]
    done = run("--no-config", "--format", "json", *args, tree, **also)
    return done.returncode, json.loads(done.stdout)["diagnostics"], done.stderr


def write(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def compile_tree(source, name):
    subprocess.run(["dtc", "-q", "-o", name, "-"], input=source.encode(), check=True)


def main(tests):
    """Runs the functions in an empty folder that has the bindings and the tree."""
    with tempfile.TemporaryDirectory() as top:
        os.chdir(top)
        write("bindings/core/types.yaml", TYPES)
        write("bindings/core/core.yaml", CORE)
        write("bindings/dev/device.yaml", DEVICE)
        try:
            compile_tree(TREE, "tree.dtb")
        except FileNotFoundError:
            sys.exit(77)
        for test in tests:
            test()
        os.chdir("/")
    sys.exit(failures > 0)
