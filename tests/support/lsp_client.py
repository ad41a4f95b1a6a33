# SPDX-License-Identifier: GPL-2.0-or-later
"""A client of the Language Server Protocol (3.17), for the tests of `dtlint lsp`."""
import json
import os
import subprocess

DTLINT = os.environ["DTLINT"]
failures = []


def check(what, ok, more=""):
    if not ok:
        failures.append(f"{what} {more}")


class Client:
    def __init__(self, folder, *options, config=False):
        options = [*([] if config else ["--no-config"]), *options]
        self.server = subprocess.Popen([DTLINT, "lsp", *options], cwd=folder,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL)
        self.last = 0
        self.diagnostics = {}
        self.heard = []  # what came unasked while an answer was awaited

    def raw(self, data):
        self.server.stdin.write(data)
        self.server.stdin.flush()

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.raw(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def notify(self, method, **params):
        self.send(method=method, params=params)

    def read(self):
        length = 0
        while (line := self.server.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                length = int(value)
        message = json.loads(self.server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    def ask(self, method, **params):
        self.last += 1
        self.send(id=self.last, method=method, params=params)
        while (message := self.read()).get("id") != self.last or "method" in message:
            if "method" in message:
                self.heard.append(message)
        return message

    def result(self, method, **params):
        answer = self.ask(method, **params)
        check(method, "result" in answer, answer)
        return answer.get("result")

    def until_diagnosed(self, uri, version=None):
        while True:
            message = self.read()
            if message.get("method") == "textDocument/publishDiagnostics" \
                    and message["params"]["uri"] == uri \
                    and version in (None, message["params"].get("version")):
                return self.diagnostics[uri]

    def begin(self, capabilities=None, **more):
        result = self.result("initialize", capabilities=capabilities or {}, processId=None,
                             **{"rootUri": None, **more})
        check("UTF-16", result["capabilities"]["positionEncoding"] == "utf-16")
        self.notify("initialized")

    def open(self, uri, text):
        self.notify("textDocument/didOpen", textDocument={
            "uri": uri, "languageId": "dts", "version": 1, "text": text})

    def end(self):
        self.result("shutdown")
        self.notify("exit")
        self.server.stdin.close()
        return self.server.wait(timeout=60)


def utf16(text, needle, behind=0):
    """The position of what stands in a text, as the protocol counts."""
    at = text.index(needle) + behind
    line = text.count("\n", 0, at)
    start = text.rfind("\n", 0, at) + 1
    return {"line": line, "character": len(text[start:at].encode("utf-16-le")) // 2}


def apply(text, edits):
    """As an editor does it."""
    lines = text.splitlines(keepends=True)

    def offset(p):
        before = sum(len(line) for line in lines[:p["line"]])
        line = lines[p["line"]] if p["line"] < len(lines) else ""
        return before + len(line.encode("utf-16-le")[:2 * p["character"]].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        a, b = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:a] + edit["newText"] + text[b:]
    return text
