#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""
Runs golden tests of the command line: run.py CASE.test...

A case is a text of sections. What stands before the first says what the case shows.

    -- NAME --   a file of that name; NAME.dts is compiled to NAME.dtb by dtc, NAME.dtso
                 to NAME.dtbo, however bad the tree is, and is then not there any more;
                 but for cases in tests/dts/
    -- run --    a session: "$ COMMAND" for a shell ("  > " goes on with it), then what
                 it must write: standard output as it is, standard error behind "2| ",
                 and "[STATUS]" where that is not 0. A line of "..." stands for any lines.

`findings` is dtlint with one line for each diagnostic (findings.py). Every command that
is no more than a run of either is run once more with --format json and sarif. Both
reports must follow their schemas and tell the same story as the exit status does:
nothing that could not be read may pass for clean.
"""

import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import reports

DTLINT = pathlib.Path(os.environ["DTLINT"]).resolve()
HERE = pathlib.Path(__file__).resolve().parent
SECTION = re.compile(r"^-- (.+) --\n", re.M)
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "TERM": "dumb", "HOME": "/nonexistent",
               "COLUMNS": "100"}


def sections(text):
    """The files of a case by name."""
    parts = SECTION.split(text)
    names = parts[1::2]
    if not names or len(set(names)) != len(names) or "run" not in names:
        sys.exit("a case needs sections of different names, one of them 'run'")
    return dict(zip(names, parts[2::2]))


def session(text):
    """Commands, each with what it must write on either stream, and its status."""
    steps = []
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append({"command": line[2:], "out": [], "err": [], "status": 0})
        elif line.startswith("  > ") and not steps[-1]["out"]:
            steps[-1]["command"] += "\n" + line[4:]
        elif re.fullmatch(r"\[\d+\]", line):
            steps[-1]["status"] = int(line[1:-1])
        elif line.startswith("2| ") or line == "2|":
            steps[-1]["err"].append(line[3:])
        else:
            steps[-1]["out"].append(line)
    for step in steps:  # blank lines that keep commands apart are no output
        while step["out"] and not step["out"][-1]:
            step["out"].pop()
    return steps


def matches(expected, got):
    """Whether the lines are those expected, "..." standing for any."""
    if "..." not in expected:
        return expected == got
    gap = expected.index("...")
    if expected[:gap] != got[:gap]:
        return False
    rest = expected[gap + 1:]
    return any(matches(rest, got[i:]) for i in range(gap, len(got) + 1))


def lines(data):
    text = data.decode(errors="backslashreplace")
    out = text.split("\n")
    if out[-1] == "":
        out.pop()
    else:
        out[-1] += "\\ no newline"
    while out and not out[-1]:
        out.pop()
    return out


def write_files(files, folder, compiled):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        if compiled and path.suffix in (".dts", ".dtso"):
            out = path.with_suffix(".dtb" if path.suffix == ".dts" else ".dtbo")
            subprocess.run(["dtc", "-q", "-f", "-I", "dts", "-O", "dtb", "-o", out, path],
                           check=True)
            path.unlink()


def make_programs(folder):
    """dtlint, under another program where that is asked for, and findings."""
    wrapper = os.environ.get("DTLINT_WRAPPER", "")
    shim = folder / "dtlint"
    shim.write_text(f'#!/bin/sh\nexec {wrapper} "{DTLINT}" "$@"\n')
    shim.chmod(0o755)
    (folder / "findings").symlink_to(HERE / "findings.py")


def shell(command, cwd, tools):
    env = dict(ENVIRONMENT, PATH=f"{tools}:{os.environ['PATH']}")
    for key in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if key in os.environ:
            env[key] = os.environ[key]
    return subprocess.run(["sh", "-c", command], cwd=cwd, env=env, timeout=60,
                          capture_output=True, check=False)


def check_formats(step, cwd, tools):
    """The same run, as JSON and SARIF; what is wrong with them."""
    command = step["command"]
    plain = re.match(r"(?:dtlint|findings) ((?!host show|schema |why|compile |show |help|rules|explain|baseline |dt-|.*(-f|--format|--tree|--list-rules|--explain|-h|--help|-V"
                     r"|--version)\b)[^|>]*)$", command)
    if not plain:
        return []
    with tempfile.TemporaryDirectory() as out:
        done = shell(f"dtlint --format json:{out}/json --format sarif:{out}/sarif "
                     f"{plain[1]}", cwd, tools)
        where = pathlib.Path(out)
        if done.returncode != step["status"]:
            return [f"with --format: status {done.returncode}, not {step['status']}"]
        if not (where / "json").exists():
            return [] if done.returncode == 2 else ["no JSON report was written"]
        return reports.check_run((where / "json").read_bytes(),
                                 (where / "sarif").read_bytes(), done.returncode)


def check_step(step, cwd, tools):
    """Runs one command; what is not as expected."""
    done = shell(step["command"], cwd, tools)
    wrong = []
    for stream, data in (("out", done.stdout), ("err", done.stderr)):
        got = lines(data)
        if not matches(step[stream], got):
            wrong.append(f"std{stream}:")
            wrong += difflib.unified_diff(step[stream], got, "expected", "got",
                                          lineterm="")
    if done.returncode != step["status"]:
        wrong.append(f"status {done.returncode}, expected {step['status']}")
    return wrong or check_formats(step, cwd, tools)


def run_case(path):
    """Says what is wrong, and whether anything is."""
    files = sections(path.read_text())
    steps = session(files.pop("run"))
    with tempfile.TemporaryDirectory() as cwd, tempfile.TemporaryDirectory() as tools:
        make_programs(pathlib.Path(tools))
        write_files(files, pathlib.Path(cwd), path.parent.name != "dts")
        for step in steps:
            wrong = check_step(step, cwd, tools)
            if wrong:
                print(f"{path.name}: $ {step['command']}", *wrong, sep="\n  ")
                return False
    return bool(steps)


def main():
    results = [run_case(pathlib.Path(case)) for case in sys.argv[1:]]
    sys.exit(0 if results and all(results) else 1)


if __name__ == "__main__":
    main()
