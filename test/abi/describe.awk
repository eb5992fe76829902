# SPDX-License-Identifier: BSD-2-Clause
#
# Turns the list of parse.awk, and lines `number NAME`, into a C program that
# prints every number, size, offset, type and prototype: the description of the
# contract that abi-MAJOR.MINOR.txt and config-VERSION.txt keep.

BEGIN {
    print "#include <stddef.h>"
    print "#include <stdio.h>"
    print "#include <bulkhead/abi.h>"
    print "#include <bulkhead/config.h>"
    print "#include <bulkhead/info.h>"
    print "#include <bulkhead/manifest.h>"
    print "#include <bulkhead/trace.h>"
    print "#include <bulkhead/state.h>"
    print "#include <bulkhead/status.h>"
    print "static void number(const char *name, unsigned long long value)"
    print "{"
    print "    if (value + 65536 < 131072)"
    print "        printf(\"number %s %lld\\n\", name, (long long)value);"
    print "    else"
    print "        printf(\"number %s 0x%llx\\n\", name, value);"
    print "}"
    print "int main(void)"
    print "{"
}

$1 == "number" {
    printf "    number(\"%s\", (unsigned long long)(%s));\n", $2, $2
}

# struct bh_ret is hypercall.h's, which only a RISC-V compiler takes; it is two
# registers, and its members show in the prototypes' meaning.
$1 == "struct" && $2 != "bh_ret" {
    printf "    printf(\"struct %s size %%zu\\n\", sizeof(struct %s));\n", \
        $2, $2
}

$1 == "field" && $2 != "bh_ret" {
    type = $0
    sub(/^field [^ ]* [^ ]* /, "", type)
    printf "    printf(\"field %s.%s at %%zu size %%zu %s\\n\",\n", $2, $3, type
    printf "           offsetof(struct %s, %s),\n", $2, $3
    printf "           sizeof(((struct %s *)0)->%s));\n", $2, $3
}

$1 == "field" && $2 == "bh_ret" {
    printf "    puts(\"member bh_ret.%s %s\");\n", $3, $4
}

$1 == "call" {
    sub(/^call /, "")
    printf "    puts(\"call %s\");\n", $0
}

END { print "    return 0;\n}" }
