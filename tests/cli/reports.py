# SPDX-License-Identifier: GPL-2.0-or-later
"""What holds for every JSON and SARIF report, whatever was linted."""

import functools
import json
import pathlib

try:
    import jsonschema
except ImportError:  # the schema is then left to a machine that has it
    jsonschema = None

ROOT = pathlib.Path(__file__).resolve().parents[2]


@functools.lru_cache
def report_schema():
    schema = json.loads((ROOT / "schemas/report.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def against_schema(report):
    if not jsonschema:
        return []
    return [f"json: {'/'.join(map(str, e.absolute_path))}: {e.message}"
            for e in report_schema().iter_errors(report)]


def check_json(report, status):
    wrong = against_schema(report)
    levels = [d["level"] for d in report["diagnostics"]]
    summary = report["summary"]
    failed = [i for i in report["inputs"] + report["hosts"] + report["configs"]
              + report["fixes"] if i["status"] != "ok"]
    # bindings are too many to be listed
    bindings = [d for d in report["diagnostics"] if d["rule"] == "input/binding"]
    if [summary[k] for k in ("errors", "warnings", "notes")] != \
            [levels.count(k) for k in ("error", "warning", "note")]:
        wrong.append("json: the summary does not count the diagnostics")
    if summary["skipped"] != len(report["skipped"]):
        wrong.append("json: the summary does not count what was skipped")
    if summary["inputs"] != len(report["inputs"]):
        wrong.append("json: the summary does not count the inputs")
    if (status == 2) != (summary["failed"] > 0):
        wrong.append(f"json: status {status}, but 'failed' is {summary['failed']}")
    if (status == 2) != bool(failed + bindings):
        wrong.append(f"json: status {status}, but {len(failed)} inputs have failed")
    if any(not i["fault"] for i in failed):
        wrong.append("json: a failed input without its fault")
    if failed and "error" not in levels:
        wrong.append("json: a failed input without an error")
    return wrong


def regions(value):
    """Every region object in a SARIF document."""
    if isinstance(value, dict):
        if "region" in value:
            yield value["region"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from regions(one)


def check_result(result, rules):
    """A result, as GitHub takes it: a physical location always."""
    wrong = []
    where = [l["physicalLocation"]["artifactLocation"]["uri"]
             for l in result["locations"]]
    if len(where) != 1 or not where[0]:
        wrong.append("sarif: a result without its one physical location")
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        wrong.append("sarif: ruleIndex is not ruleId's")
    if not result["message"]["text"] or not result["partialFingerprints"]:
        wrong.append("sarif: a result without its text or fingerprint")
    return wrong


def is_reported(result):
    """Neither ignored nor in a baseline."""
    return "suppressions" not in result and result.get("baselineState") != "unchanged"


def check_sarif(sarif, report, status):
    run = sarif["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    wrong = [w for r in run["results"] for w in check_result(r, rules)]
    if sarif["version"] != "2.1.0" or len(sarif["runs"]) != 1:
        wrong.append("sarif: not one run of version 2.1.0")
    if run["invocations"][0]["executionSuccessful"] == (status == 2):
        wrong.append(f"sarif: executionSuccessful does not go with status {status}")
    for region in regions(sarif):
        if {"startLine", "byteOffset"} <= region.keys():
            wrong.append(f"sarif: a region of lines and bytes: {region}")
    if [(r["ruleId"], r["level"]) for r in run["results"] if is_reported(r)] != \
            [(g["rule"], g["level"]) for g in report["groups"]]:
        wrong.append("sarif: not the groups of the JSON report")
    left_out = report["summary"]["ignored"] + report["summary"]["known"]
    if sum(r.get("occurrenceCount", 1) for r in run["results"] if not is_reported(r)) != left_out:
        wrong.append("sarif: not the number of ignored findings")
    prints = [r["partialFingerprints"]["dtlintFingerprint/v1"] for r in run["results"]]
    if len(set(prints)) != len(prints):
        wrong.append("sarif: two results with one fingerprint")
    return wrong


def no_duplicates(pairs):
    if len({k for k, _ in pairs}) != len(pairs):
        raise ValueError("a duplicate key")
    return dict(pairs)


def check_run(json_text, sarif_text, status):
    """What is wrong with the two reports of one run that ended with @status."""
    report = json.loads(json_text.decode("utf-8"), object_pairs_hook=no_duplicates)
    sarif = json.loads(sarif_text.decode("utf-8"), object_pairs_hook=no_duplicates)
    return check_json(report, status) + check_sarif(sarif, report, status)
