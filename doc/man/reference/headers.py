# SPDX-License-Identifier: BSD-2-Clause
"""Reads headers: functions, structures and errors, with their comments."""

import re

TOKEN = re.compile(r"""
    (?P<doc>/\*\*(?!<).*?\*/)
  | (?P<comment>/\*.*?\*/)
  | (?P<directive>\#(?:\\\n|[^\n])*)
  | (?P<linkage>extern\ "C"\ \{|\}(?=\s*\#))
  | (?P<space>\s+)
  | (?P<declaration>[^;{]+[;{])
""", re.S | re.X)


class Doc:
    """A comment, taken apart."""

    def __init__(self, text=""):
        lines = [re.sub(r"^\s*\*? ?", "", line)
                 for line in text[3:-2].split("\n")]
        parts = re.split(r"^@(\w+)", "\n".join(lines), flags=re.M)
        self.paragraphs = paragraphs(re.sub(r"@[{}]", "", parts[0]))
        self.parameters = []
        self.returns = []
        for word, rest in zip(parts[1::2], parts[2::2]):
            if word == "param":
                name, meaning = rest.split(None, 1)
                self.parameters.append((name, " ".join(meaning.split())))
            elif word == "return":
                self.returns = paragraphs(rest)
            elif word in ("name", "file"):
                self.paragraphs += paragraphs(re.sub(r"@[{}]", "", rest))

    @property
    def sentence(self):
        """The first sentence, without its end; nothing if there is none."""
        if not self.paragraphs:
            return ""
        return re.match(r"(.*?)(?:\.(?=\s|$)|$)", self.paragraphs[0]).group(1)

    @property
    def summary(self):
        """The same as a manual page has it in its first line."""
        first = self.sentence
        return first[:1].lower() + first[1:] if first[1:2].islower() else first

    @property
    def text(self):
        """All of it, for those who look for words."""
        return " ".join(self.paragraphs + self.returns
                        + [meaning for _, meaning in self.parameters])


class Function:
    """A function, or a macro that takes arguments: then `result` is None."""

    def __init__(self, name, result, arguments, doc, place):
        self.name = name
        self.result = result
        self.arguments = arguments
        self.doc = doc
        self.place = place


class Header:
    """What a header has."""

    def __init__(self, path):
        self.path = path
        self.include = path[path.index("bulkhead/"):]
        self.doc = Doc()
        self.functions = []
        self.structures = {}
        self.errors = {}


def paragraphs(text):
    """Paragraphs, each in one line."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)
            if part.strip()]


def closing(text, at):
    """Behind the bracket that closes the one before `at`."""
    depth = 1
    while depth > 0:
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(text[at], 0)
        at += 1
    return at


def split_arguments(text):
    """Arguments, of which one can be a pointer to a function."""
    arguments, depth = [""], 0
    for character in " ".join(text.split()):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            arguments.append("")
        else:
            arguments[-1] += character
    return [argument.strip() for argument in arguments]


def function_of(declaration, doc, place):
    """The function of a declaration, or None. Those of ISO C have no page."""
    while "__attribute__" in declaration:
        start = declaration.index("__attribute__")
        end = closing(declaration, declaration.index("(", start) + 1)
        declaration = declaration[:start] + declaration[end:]
    declaration = re.sub(r"\b(static|inline|extern)\b", "", declaration)
    named = re.match(r"\s*([^()]*?)\b(bh_\w+)\(", declaration)
    if named is None:
        return None
    end = closing(declaration, named.end())
    return Function(named.group(2), " ".join(named.group(1).split()),
                    split_arguments(declaration[named.end():end - 1]),
                    doc, place)


def macro_of(directive, doc, place):
    """The documented macro of a directive, or None."""
    named = re.match(r"#define (BH_\w+)\(([^)]*)\)", directive)
    if named is None or doc is None:
        return None
    return Function(named.group(1), None, split_arguments(named.group(2)), doc,
                    place)


def read_header(path, name):
    """The header at `path`, which is called `name`."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    header = Header(name)
    header.errors = {
        error: (int(number), " ".join(meaning.replace("\n *", " ").split()))
        for error, number, meaning in re.findall(
            r"#define (BH_E_\w+) \((-\d+)\)\s+/\*\*<(.*?)\*/", text, re.S)}
    at, doc, group = 0, None, None
    while at < len(text):
        token = TOKEN.match(text, at)
        kind, start, at = token.lastgroup, at, token.end()
        place = f"{name}:{text.count(chr(10), 0, start) + 1}"
        found = None
        if kind == "doc":
            if "@file" in token.group():
                header.doc = Doc(token.group())
            elif "@}" in token.group():
                group = None
            elif "@{" in token.group():
                group = Doc(token.group())
            else:
                doc = Doc(token.group())
            continue
        if kind in ("space", "comment", "linkage"):
            continue
        if kind == "directive":
            found = macro_of(token.group(), doc, place)
        else:
            if token.group().endswith("{"):
                at = closing(text, at)
            structure = re.match(r"struct (\w+) \{", token.group())
            if structure:
                at = text.index(";", at) + 1
                header.structures[structure.group(1)] = text[start:at]
            else:
                found = function_of(token.group()[:-1], doc or group or Doc(),
                                    place)
        if found:
            header.functions.append(found)
        doc = None
    return header
