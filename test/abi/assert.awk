# SPDX-License-Identifier: BSD-2-Clause
#
# Turns a description of the guest interface into static assertions, so that
# each compiler for each target proves that it agrees.

BEGIN {
    print "#include <stddef.h>"
    print "#include <bulkhead/abi.h>"
    print "#include <bulkhead/config.h>"
    print "#include <bulkhead/info.h>"
    print "#include <bulkhead/manifest.h>"
    print "#include <bulkhead/state.h>"
    print "#include <bulkhead/status.h>"
    print "#include <bulkhead/trace.h>"
    print "#ifdef __cplusplus"
    print "#define CHECK(expression, text) static_assert(expression, text)"
    print "#else"
    print "#define CHECK(expression, text) _Static_assert(expression, text)"
    print "#endif"
}

$1 == "number" {
    printf "CHECK((unsigned long long)(%s) == (unsigned long long)(%s),\n" \
           "      \"%s\");\n", $2, $3, $2
}

$1 == "struct" {
    printf "CHECK(sizeof(struct %s) == %s, \"%s\");\n", $2, $4, $2
}

$1 == "field" {
    split($2, name, ".")
    printf "CHECK(offsetof(struct %s, %s) == %s, \"%s\");\n", \
        name[1], name[2], $4, $2
    printf "CHECK(sizeof(((struct %s *)0)->%s) == %s, \"%s\");\n", \
        name[1], name[2], $6, $2
}
