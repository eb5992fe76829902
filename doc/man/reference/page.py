# SPDX-License-Identifier: BSD-2-Clause
"""Writes manual pages in the language of mdoc(7)."""

import re

DATE = "November 28, 2026"
# A longer structure is the header's matter.
STRUCTURE_LINES_MAX = 24


def escape(text):
    """Text that is no macro and has no escape."""
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e"), flags=re.M)


def prose(text):
    """A paragraph: a line for each sentence, code in bold."""
    text = escape(re.sub(r"(?<=[^.]\.) (?=[A-Z`])", "\n", text))
    text = re.sub(r"`([^`]*)`", r"\\fB\1\\fP", text)
    return re.sub(r"\b(bh_\w+)\(\)", r"\\fB\1\\fP()", text)


def literal(text):
    """Lines as they are."""
    return ".Bd -literal -offset indent\n" + escape(text.strip("\n")) \
        + "\n.Ed\n"


def header_of(function, headers):
    """Where it is declared."""
    return next(header for header in headers if function in header.functions)


def find(name, headers):
    """The function of that name, or None."""
    return next((function for header in headers
                 for function in header.functions if function.name == name),
                None)


def mentioned(text, headers, but):
    """Functions that a text speaks of."""
    names = sorted(set(re.findall(r"\bbh_\w+|\bBH_\w+", text)) - {but})
    return [name for name in names if find(name, headers)]


def errors_of(function, headers, seen):
    """Names of the errors that it returns. A part that names none itself, but a
    function, means those of that one."""
    seen.add(function.name)
    found = set()
    for part in re.split(r"[;.]", " ".join(function.doc.returns)):
        named = set(re.findall(r"\bBH_E_\w+", part))
        found |= named
        for name in [] if named else mentioned(part, headers, function.name):
            if name not in seen:
                found |= errors_of(find(name, headers), headers, seen)
    return found


def synopsis(function, include):
    """The prototype, and what to include."""
    text = f".Sh SYNOPSIS\n.In {include}\n"
    if function.result is not None:
        text += f".Ft {function.result}\n"
    arguments = " ".join(f'"{argument}"' for argument in function.arguments)
    return text + f".Fn {function.name} {arguments}\n"


def structures(function, headers):
    """Those that it takes or returns."""
    text = ""
    words = " ".join([function.result or ""] + function.arguments)
    for name in sorted(set(re.findall(r"struct (\w+)", words))):
        for header in headers:
            source = header.structures.get(name, "")
            if source and source.count("\n") <= STRUCTURE_LINES_MAX:
                text += ".Pp\nThe structure in\n" \
                    f".In {header.include} :\n" + literal(source)
    return text


def description(function, headers):
    """What it does, and with what."""
    text = ".Sh DESCRIPTION\n"
    text += "\n.Pp\n".join(prose(part) for part in function.doc.paragraphs)
    text += "\n"
    if function.doc.parameters:
        text += ".Pp\nThe parameters:\n.Bl -tag -width Ds\n"
        for name, meaning in function.doc.parameters:
            text += f".It Fa {name}\n{prose(meaning)}\n"
        text += ".El\n"
    return text + structures(function, headers)


def errors(function, headers, is_call):
    """What its errors mean."""
    names = errors_of(function, headers, set())
    if is_call and function.result != "void":
        names.add("BH_E_NOT_SUPPORTED")
    known = {}
    for header in headers:
        known.update(header.errors)
    text = ""
    for name in sorted(names & set(known), key=lambda name: -known[name][0]):
        number, meaning = known[name]
        text += f".It Dv {name} Pq {number}\n{prose(meaning)}\n"
    if not text:
        return ""
    return ".Sh ERRORS\n.Bl -tag -width Ds\n" + text + ".El\n"


def page(function, headers, example):
    """The page of a function."""
    header = header_of(function, headers)
    is_call = header.include == "bulkhead/hypercall.h"
    text = '.\\" SPDX-License-Identifier: BSD-2-Clause\n' \
        f'.\\" Made from {header.path}.\n' \
        f".Dd {DATE}\n.Dt {function.name.upper()} 3\n.Os Bulkhead\n" \
        f".Sh NAME\n.Nm {function.name}\n" \
        f".Nd {escape(function.doc.summary.replace('`', ''))}\n"
    text += synopsis(function, header.include)
    text += description(function, headers)
    if function.doc.returns:
        text += ".Sh RETURN VALUES\n" \
            + "\n.Pp\n".join(prose(part) for part in function.doc.returns) \
            + "\n"
    if example:
        text += f".Sh EXAMPLES\n{prose(' '.join(example.prose.split()))}\n" \
            + literal(example.code) + ".Pp\nThis prints:\n" \
            + literal(example.output)
    text += errors(function, headers, is_call)
    also = ["libbulkhead"] + mentioned(function.doc.text, headers,
                                       function.name)
    return text + ".Sh SEE ALSO\n" + " ,\n".join(
        f".Xr {name} 3" for name in sorted(also)) + "\n"


def index_page(headers):
    """The page that lists all others."""
    text = '.\\" SPDX-License-Identifier: BSD-2-Clause\n' \
        f".Dd {DATE}\n.Dt LIBBULKHEAD 3\n.Os Bulkhead\n" \
        ".Sh NAME\n.Nm libbulkhead\n" \
        ".Nd hypercalls and functions of a Bulkhead partition\n" \
        ".Sh SYNOPSIS\n.In bulkhead/lib.h\n.Sh DESCRIPTION\n" \
        "A program includes\n.In bulkhead/lib.h ,\n" \
        "and is linked with libbulkhead.a;\n.In bulkhead/bulkhead.h\n" \
        "has the hypercalls alone, for which no library is needed.\n"
    for header in headers:
        if not header.functions:
            continue
        text += f".Ss {header.include}\n{prose(header.doc.paragraphs[0])}\n" \
            ".Bl -tag -width Ds\n"
        for function in header.functions:
            text += f".It Xr {function.name} 3\n" \
                f"{prose(function.doc.sentence)}.\n"
        text += ".El\n"
    return text + ".Sh SEE ALSO\n.Xr bulkhead 1\n"
