# SPDX-License-Identifier: GPL-2.0-or-later
"""Device tree sources by chance: what dtc takes, and now and then what it does not."""

import random

NODES = ["a", "b", "a@0", "b@1f", "cpu@0", "x-y", "z,w@100", "n_1", "t.u", "s+r", "cpus"]
PROPS = ["p", "q", "reg", "status", "compatible", "#x-cells", "a,b", "r_s", "v.w", "t+u",
	"o?", "k*", "linux,z", "names", "x-names", "es"]
BINARY = ["+", "-", "*", "/", "%", "<<", ">>", "&", "|", "^", "&&", "||", "==", "!=", "<",
	">", "<=", ">="]
ESCAPES = ["\\n", "\\t", "\\\\", '\\"', "\\x41", "\\x7", "\\101", "\\7", "\\0", "\\q", "\\a",
	"\\v", "\\f", "\\r", "\\b"]


class Source:
	"""One source; str() is its text."""

	def __init__(self, rng, plugin=None):
		self.rng = rng
		self.plugin = rng.random() < 0.3 if plugin is None else plugin
		self.labels = {}  # to the path of its node
		self.paths = []
		self.nlabels = 0
		self.out = []
		self.make()

	def __str__(self):
		return "".join(self.out)

	def chance(self, p):
		return self.rng.random() < p

	def pick(self, of):
		return self.rng.choice(of)

	def put(self, text):
		self.out.append(text)
		if self.chance(0.02):
			self.out.append(self.pick([" /* c */ ", " // c\n", "\n", "\t", " /* * / **/ "]))

	# values

	def number(self):
		n = self.pick([0, 1, 2, 3, 7, 8, 63, 64, 255, 256, 0x7fffffff, 0xffffffff,
			self.rng.getrandbits(16), self.rng.getrandbits(64)])
		text = self.pick(["%d" % n, "0x%x" % n, "0X%X" % n, "0%o" % n])
		return text + self.pick(["", "", "", "U", "L", "UL", "LL", "ULL"])

	def literal(self):
		if self.chance(0.1):
			return "'%s'" % self.pick(["a", " ", "\\n", "\\'", "\\x41", "\\101", "{", ";"])
		return self.number()

	def expression(self, depth):
		if depth <= 0 or self.chance(0.25):
			return self.literal()
		kind = self.rng.random()
		if kind < 0.15:
			return self.pick("-~!") + " " + self.expression(depth - 1)
		if kind < 0.3:
			return "(" + self.expression(depth - 1) + ")"
		if kind < 0.4:
			return "%s ? %s : %s" % tuple(self.expression(depth - 1) for _ in range(3))
		operator = self.pick(BINARY)
		if operator in "/%" and self.chance(0.9):
			return "%s %s %d" % (self.expression(depth - 1), operator,
				self.rng.randint(1, 99))
		return "%s %s %s" % (self.expression(depth - 1), operator,
			self.expression(depth - 1))

	def cell(self, bits):
		if self.chance(0.3):
			# older dtcs refuse what does not fit
			text = self.expression(self.rng.randint(1, 4))
			return "(%s)" % text if bits == 64 else "((%s) & 0x%x)" % (
				text, (1 << bits) - 1)
		n = self.rng.getrandbits(self.rng.randint(1, bits))
		return "%d" % n if self.chance(0.5) else "0x%x" % n

	def label(self):
		self.nlabels += 1
		return "l%d" % self.nlabels

	def other_label(self):
		"""One of a value or a property: not to be referred to."""
		return self.label() + ": " if self.chance(0.03) else ""

	def reference(self):
		"""A reference and the path of what it means, or None."""
		kind = self.rng.random()
		if self.labels and kind < 0.8:
			label = self.pick(sorted(self.labels))
			return "&" + label, self.labels[label]
		if self.paths and kind < 0.98 and not self.plugin:
			path = self.pick(self.paths)
			return "&{%s}" % path, path
		if self.plugin:
			return "&outside%d" % self.rng.randint(0, 3), None
		return ("&nothing", None) if self.chance(0.05) else ("&{/}", "/")

	def gone(self, path):
		"""The node is deleted."""
		below = path + "/"
		self.paths = [p for p in self.paths if p != path and not p.startswith(below)]
		self.labels = {l: p for l, p in self.labels.items()
			if p != path and not p.startswith(below)}

	def cells(self):
		bits = self.pick([8, 16, 32, 64]) if self.chance(0.2) else 32
		text = "<" if bits == 32 and self.chance(0.9) else "/bits/ %d <" % bits
		for _ in range(self.rng.randint(0, 5)):
			text += self.other_label()
			if bits == 32 and self.chance(0.25):
				text += self.reference()[0] + " "
			else:
				text += self.cell(bits) + " "
		return text + ">"

	def string(self):
		text = ""
		for _ in range(self.rng.randint(0, 6)):
			text += self.pick(ESCAPES) if self.chance(0.15) else self.pick(
				["a", "okay", "b,c", " ", "{", "ü", ";", "#"])
		return '"%s"' % text

	def bytes(self):
		text = "["
		for _ in range(self.rng.randint(0, 5)):
			text += self.other_label()
			text += "%02x%s" % (self.rng.getrandbits(8), self.pick(["", " "]))
		return text + "]"

	def value(self):
		items = []
		for _ in range(self.pick([1, 1, 1, 2, 3])):
			kind = self.rng.random()
			item = self.other_label()
			if kind < 0.5:
				item += self.cells()
			elif kind < 0.8:
				item += self.string()
			elif kind < 0.9:
				item += self.bytes()
			else:
				item += "&{/}" if self.plugin else self.reference()[0]
			items.append(item + (" " + self.other_label() if self.chance(0.05) else ""))
		return ", ".join(items)

	# bodies

	def property(self, seen):
		name = self.pick(PROPS)
		if name in seen and self.chance(0.95):
			return
		seen.add(name)
		self.put(self.other_label())
		if name == "status" and self.chance(0.01):
			name = "name"
		if self.chance(0.15):
			self.put("%s;\n" % name)
		else:
			self.put("%s = %s;\n" % (name, self.value()))

	def body(self, path, depth):
		self.put("{\n")
		seen = set()
		for _ in range(self.rng.randint(0, 4)):
			if self.chance(0.08):
				self.put("/delete-property/ %s;\n" % self.pick(PROPS))
			else:
				self.property(seen)
		names = set()
		for _ in range(self.rng.randint(0, 3) if depth < 4 else 0):
			name = self.pick(NODES)
			here = ("" if path == "/" else path) + "/" + name
			if self.chance(0.06) and (here in self.paths or self.chance(0.1)):
				self.put("/delete-node/ %s;\n" % name)
				self.gone(here)
				continue
			if name in names and self.chance(0.98):
				continue
			names.add(name)
			self.node(name, path, depth)
		self.put("}")

	def node(self, name, path, depth):
		labels = []
		if self.chance(0.05):
			self.put("/omit-if-no-ref/ ")
		while self.chance(0.3):
			labels.append(self.label())
			self.put(labels[-1] + ": ")
		self.put(name + " ")
		here = ("" if path == "/" else path) + "/" + name
		self.body(here, depth + 1)
		self.put(";\n")
		self.labels.update((label, here) for label in labels)
		if here not in self.paths:
			self.paths.append(here)

	# the whole

	def again(self):
		kind = self.rng.random()
		ref, path = self.reference()
		if kind < 0.3:
			self.put("/ ")
			self.body("/", 0)
		elif kind < 0.85 or path in (None, "/"):
			if self.chance(0.1) and path:
				label = self.label()
				self.put(label + ": ")
				self.labels[label] = path
			self.put(ref + " ")
			self.body(path or "/nowhere", 2)
		elif kind < 0.93:
			self.put("/delete-node/ " + ref)
			self.gone(path)
		else:
			self.put("/omit-if-no-ref/ " + ref)
		self.put(";\n")

	def make(self):
		self.put("/dts-v1/;\n")
		if self.plugin:
			self.put("/plugin/;\n")
		for _ in range(self.pick([0, 0, 0, 1, 2])):
			self.put("/memreserve/ %s %s;\n" % (self.literal(), self.number()))
		if self.plugin and self.chance(0.7):
			self.put("&outside0 ")
			self.body("/nowhere", 2)
			self.put(";\n")
		else:
			self.put("/ ")
			self.body("/", 0)
			self.put(";\n")
		for _ in range(self.rng.randint(0, 5)):
			self.again()


def sources(seed, n):
	"""@n sources of a seed."""
	rng = random.Random(seed)
	for _ in range(n):
		yield str(Source(rng))
