# SPDX-License-Identifier: BSD-2-Clause
#
# Reads the preprocessed headers of the guest interface and lists what they
# declare, for describe.awk:
#     struct NAME
#     field STRUCT NAME TYPE     TYPE as declared, with array brackets
#     call PROTOTYPE
# Deriving the list from the headers, not keeping one by hand, is what makes an
# added field or function show up.

function trim(text)
{
    gsub(/[ \t]+/, " ", text)
    sub(/^ /, "", text)
    sub(/ $/, "", text)
    return text
}

# "uint32_t first, count" and "char name[32]": a line for each declarator.
function list_fields(owner, declaration, n, i, type, names, name, brackets)
{
    declaration = trim(declaration)
    if (declaration == "")
        return
    n = split(declaration, names, /, */)
    match(names[1], /[A-Za-z_0-9]+(\[[^]]*\])*$/)
    type = trim(substr(names[1], 1, RSTART - 1))
    names[1] = substr(names[1], RSTART)
    for (i = 1; i <= n; i++) {
        name = names[i]
        brackets = ""
        if (match(name, /\[/)) {
            brackets = substr(name, RSTART)
            name = substr(name, 1, RSTART - 1)
        }
        print "field", owner, name, type brackets
    }
}

{ text = text " " $0 }

END {
    rest = text
    while (match(rest, /struct bh_[a-z0-9_]+ *\{[^}]*\}/)) {
        block = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        name = block
        sub(/ *\{.*/, "", name)
        sub(/struct /, "", name)
        print "struct", name
        sub(/^[^{]*\{/, "", block)
        sub(/\}$/, "", block)
        count = split(block, fields, ";")
        for (f = 1; f <= count; f++)
            list_fields(name, fields[f])
    }
    rest = text
    while (match(rest, /static inline [^{;]*\)/)) {
        print "call", trim(substr(rest, RSTART + 14, RLENGTH - 14))
        rest = substr(rest, RSTART + RLENGTH)
    }
}
