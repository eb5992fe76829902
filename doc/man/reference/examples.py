# SPDX-License-Identifier: BSD-2-Clause
"""Reads the examples of the manual pages out of the guests that contain them.

An example begins with a comment and ends with a function of its name:

    /*
     * Example of bh_one, bh_other: what it shows.
     * Prints:
     *     what it prints, line by line
     */
    static void example_bh_one(void)
    {
        ...
    }

What stands between the two, such as a handler, belongs to it. The page of each
function that the comment names shows it.
"""

import glob
import os
import re
import textwrap

EXAMPLES = "test/system/reference"

COMMENT = re.compile(r"^/\*\n((?: \*.*\n)*?) \*/\n", re.M)
BEGIN = re.compile(r"\s*Example of ((?:\w+,\s+)*\w+):\s(.*?)\s*Prints:\n(.*)",
                   re.S)
LAST = r"static void example_{}\(void\)\n\{{\n(.*?)^\}}\n"


class Example:
    """What a page shows under EXAMPLES."""

    def __init__(self, place, prose, code, output):
        self.place = place
        self.prose = prose
        self.code = code
        self.output = output


def read_example(text, place, comment):
    """Names and example that a comment begins; a string if something is wrong,
    None if the comment is about something else."""
    words = re.sub(r"^ \* ?", "", comment.group(1), flags=re.M)
    begin = BEGIN.match(words)
    if begin is None:
        return f"{place}: not as examples begin" \
            if words.startswith("Example of ") else None
    names = re.findall(r"\w+", begin.group(1))
    last = re.compile(LAST.format(names[0]), re.S | re.M).search(
        text, comment.end())
    if last is None:
        return f"{place}: no function example_{names[0]}()"
    if not begin.group(3).strip():
        return f"{place}: an example that prints nothing"
    # Of a function that stands alone the page shows what is inside.
    code = textwrap.dedent(last.group(1)) if last.start() == comment.end() \
        else text[comment.end():last.end()]
    prose = begin.group(2)
    return names, Example(place, prose[0].upper() + prose[1:], code,
                          textwrap.dedent(begin.group(3)))


def read_examples(root):
    """All examples by function, and what is wrong with others."""
    examples, wrong = {}, []
    for path in sorted(glob.glob(os.path.join(root, EXAMPLES, "*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for comment in COMMENT.finditer(text):
            line = text.count("\n", 0, comment.start()) + 1
            place = f"{os.path.relpath(path, root)}:{line}"
            found = read_example(text, place, comment)
            if isinstance(found, str):
                wrong.append(found)
            elif found is not None:
                examples.update({name: found[1] for name in found[0]})
    return examples, wrong
