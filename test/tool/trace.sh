#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of `run`: what `trace` makes of a trace that tracefile.c writes, whole or
# damaged.
#
# shellcheck disable=SC2154 # here, root, tool and scratch are of `run`
# shellcheck disable=SC2317 # functions are called through check()

prepare_trace() {
    gcc -std=c11 -Wall -Wextra -Werror -I"$root/abi" -I"$root/tool" \
        "$here/tracefile.c" -o tracefile && ./tracefile >golden.trace
}

# shown FILE OPTION...: succeeds if `trace` with these shows what the file has.
shown() {
    wanted_text=$1
    shift
    expect 0 "$tool" trace "$@" golden.trace && [ ! -s err ] &&
        same "$wanted_text" out
}

test_trace_records() {
    shown "$here/trace/records.txt"
}

test_trace_statistics() {
    shown "$here/trace/statistics.txt" --statistics
}

# kept PATTERN OPTION...: succeeds if these options leave of all records those
# that match, and what is told in any case.
kept() {
    pattern=$1
    shift
    grep -E -e "$pattern" -e 'records lost|was reset' \
        "$here/trace/records.txt" >kept.txt && [ "$(wc -l <kept.txt)" -gt 2 ] &&
        shown kept.txt "$@"
}

test_trace_filters() {
    kept '  first ' --partition first && kept '  second ' --partition second &&
        kept '  slot  ' --kind slot &&
        kept '  (plan|health) ' --kind plan --kind health &&
        kept '  second  port ' --kind port --partition second &&
        kept '^ *([0-9]|[1-9][0-9]{1,2}|1[0-9]{3})\.' --to 2ms &&
        kept '^ *(2030|3[0-9]{3})\.' --from 2.03ms &&
        kept '^ *202[2-5]\.' --from 2022us --to 2025.1us &&
        expect 0 "$tool" trace --kind run --from 5ms golden.trace &&
        [ "$(wc -l <out)" -eq 2 ]
}

# Of a part, figures are those of the part.
test_trace_part() {
    expect 0 "$tool" trace --statistics --partition second --to 1ms \
        golden.trace &&
        sed -n 's/^ *//; s/  */ /g; /: /p' out | grep -v ^System >got &&
        cat >wanted <<'END' && same wanted got
1 0.0 0.0 0.0 normal 1: second
1 200.4 200.4 200.4 normal 1: second
1 150.0 150.0 150.0 normal 2: second, in what first left
1 second: normal
END
}

test_trace_refused() {
    grep -oE '^ +DAMAGE\([^,]*' "$here/tracefile.c" | sed 's/.*(//' >fields
    [ "$(wc -l <fields)" -gt 20 ] || return 1
    while read -r field; do
        ./tracefile "$field" >damaged.trace &&
            expect 1 "$tool" trace damaged.trace && [ ! -s out ] || return 1
        if ! grep -q '^damaged.trace: error: \[trace\] ' err ||
            [ "$(wc -l <err)" -ne 1 ]; then
            echo "$field: $(head -n 1 err)"
            return 1
        fi
    done <fields
}

# Cut off anywhere it is refused, but between two records.
test_trace_cut() {
    size=$(wc -c <golden.trace)
    for length in 0 1 7 63 64 100 300 400 $((size - 1)) $((size - 31)); do
        head -c "$length" golden.trace >cut.trace &&
            expect 1 "$tool" trace cut.trace || return 1
        if [ -s out ]; then
            echo "$length bytes of it are shown"
            return 1
        fi
    done
    head -c $((size - 32)) golden.trace >cut.trace &&
        expect 0 "$tool" trace cut.trace &&
        expect 1 "$tool" trace missing.trace &&
        grep -q '^missing.trace: error: \[file\] cannot read' err
}

test_trace_usage() {
    usage "$tool" trace --kind sneeze golden.trace &&
        usage "$tool" trace --statistics --kind slot golden.trace &&
        usage "$tool" trace golden.trace golden.trace &&
        expect 1 "$tool" trace --partition third golden.trace &&
        grep -q "^golden.trace: error: \[trace\] has no partition 'third'" err &&
        expect 1 "$tool" trace --from 3 golden.trace &&
        expect 1 "$tool" trace --to 50ns golden.trace &&
        for option in --statistics --kind=slot; do
            timeout -k 1 20 "$tool" trace $option golden.trace >/dev/full 2>err
            [ $? -eq 1 ] || return 1
        done
}

# The calls have the names that the headers give them.
test_trace_names() {
    sed -n 's/^#define BH_EXT_\([A-Z]*\) (BH_EXT_FIRST + \([0-9]*\))$/\1 \2/p' \
        "$root/abi/bulkhead/abi.h" >extensions
    [ "$(wc -l <extensions)" -gt 5 ] || return 1
    awk -v extensions=extensions '
        BEGIN {
            while ((getline line <extensions) > 0) {
                split(line, word, " ")
                number[word[1]] = word[2]
            }
        }
        /@name Functions of BH_EXT_/ {
            sub(/.*BH_EXT_/, "")
            extension = $1
        }
        /@}/ { extension = "" }
        extension in number && /^#define BH_/ {
            sub(/BH_/, "", $2)
            print number[extension], $3, tolower($2)
        }' "$root/abi/bulkhead/abi.h" >functions
    [ "$(wc -l <functions)" -gt 15 ] || return 1
    while read -r extension function name; do
        ./tracefile call "$extension" "$function" >call.trace &&
            expect 0 "$tool" trace --kind hypercall call.trace || return 1
        if ! grep -q "hypercall $name(" out; then
            echo "$name is $(sed -n 's/.*hypercall //p' out | head -n 1)"
            return 1
        fi
    done <functions
}
