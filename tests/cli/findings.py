#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs dtlint with the same arguments and prints a line for each diagnostic of its JSON
report, none collapsed and without the prose below it; ends with dtlint's status.

The trees of the cases have no more in them than the case is about, and what a binding
asks for is missing: the built-in bindings are left out unless --schema is there.
"""

import json
import subprocess
import sys

args = sys.argv[1:]
if not {"--schema", "--select"} & set(args):
    args = ["--ignore", "schema", *args]
done = subprocess.run(["dtlint", "--format", "json", *args], check=False,
                      stdout=subprocess.PIPE)
report = json.loads(done.stdout) if done.stdout else {"diagnostics": []}
for d in report["diagnostics"]:
    place = [d["file"] + (f":{d['place']['line']}" if d["place"]["line"] else ""), d["node"] or "-"]
    host = d.get("host")
    said = ""
    if host:
        where = host["line"] or host["pointer"]
        said = f" ({host['file']}{f':{where}' if where else ''})"
    print(*place, d["level"], d["rule"] + ":", d["message"] + said)
sys.exit(done.returncode)
