// SPDX-License-Identifier: GPL-2.0-or-later
// Starts `dtlint lsp` for device tree source; all else is the server's.
"use strict";
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = async () => {
	const settings = workspace.getConfiguration("dtlint");
	client = new LanguageClient("dtlint", "dtlint",
		{ command: settings.get("path"), args: ["lsp", ...settings.get("arguments")] },
		{
			documentSelector: [{ scheme: "file", language: "dts" }],
			initializationOptions: { inlayHints: settings.get("inlayHints") },
		});
	await client.start();
};

exports.deactivate = () => client?.stop();
