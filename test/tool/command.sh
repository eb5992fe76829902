#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of `run`: how the tool is called, and what its documents say of that.
#
# shellcheck disable=SC2154 # here, root, tool and scratch are of `run`
# shellcheck disable=SC2317 # functions are called through check()
# shellcheck disable=SC2016 # backquotes are Markdown's

# usage COMMAND...: succeeds if it is refused as a wrong call.
usage() {
    expect 2 "$@" && [ ! -s out ] && grep -q '^Usage: ' err
}

# helps COMMAND...: succeeds if it explains itself, and that is all.
helps() {
    expect 0 "$@" && [ ! -s err ] && grep -q '^Usage: ' out &&
        if grep -nE '.{81}' out; then
            return 1
        fi
}

test_usage() {
    usage "$tool" && usage "$tool" paint && usage "$tool" --paint &&
        for command in check build run trace crash inspect; do
            usage "$tool" "$command" && usage "$tool" "$command" --paint x.xml &&
                grep -q "^bulkhead $command: " err || return 1
        done &&
        usage "$tool" check a.xml b.xml && usage "$tool" check --list a.xml &&
        usage "$tool" check --print && usage "$tool" check --list --print
}

test_help() {
    helps "$tool" --help && helps "$tool" -h &&
        for command in check build run trace crash inspect; do
            grep -q "^  $command " out || return 1
        done &&
        for command in check build run trace crash inspect; do
            helps "$tool" "$command" --help && helps "$tool" "$command" -h &&
                grep -q "^Usage: bulkhead $command " out || return 1
        done
}

# Every check is in the manual and in the reference, and nothing else is.
test_documents() {
    expect 0 "$tool" check --list &&
        cut -d ' ' -f 1 out | sort >listed &&
        sed -n 's/^\.It Li \(.*\)/\1/p' "$root/doc/man/bulkhead-check.1" |
        sort >manual && same listed manual &&
        sed -n 's/^| `\[\([a-z-]*\)\]` |.*/\1/p' "$root/doc/system-file.md" |
        sort >reference && same listed reference
}

# Every option that --help shows is in the manual.
test_options() {
    for command in check build run trace crash inspect; do
        expect 0 "$tool" "$command" --help || return 1
        grep -oE -e '--[a-z]+' out | sort -u >options
        [ "$(wc -l <options)" -gt 1 ] || return 1
        while read -r option; do
            grep -q -e "-${option#--}" "$root/doc/man/bulkhead-$command.1" || {
                echo "no $option in the manual of $command"
                return 1
            }
        done <options
    done
}

# The ages of an example that is worth a look: several slots, and a guard.
test_ages() {
    sed -e 's/ <!-- warned.*//' -e 's|frame="10ms"|& guard="1us"|' \
        -e 's|</plan>|<slot partition="one" start="2ms" duration="1ms"/>&|' \
        "$here/bad/refresh-age.xml" >ages.xml &&
        expect 0 "$tool" check -W no-refresh-age --ages ages.xml || return 1
    printf '%s\n' "plan 'normal'" \
        "  channel 'never' from 'one' to 'two': 2.001ms to 4.999ms old, valid for 2.9ms" \
        "  channel 'sometimes' from 'one' to 'two': 2.001ms to 4.999ms old, valid for 6.9ms" \
        >wanted
    same wanted out
}

# What is reckoned is what happens when plans are played.
test_ages_played() {
    gcc -std=c11 -Wall -Wextra -Werror -O1 -I"$root/tool" -I"$root/abi" \
        -I"$root" "$here/ages.c" "$root/tool/check/age.c" -o ages &&
        timeout -k 1 60 ./ages
}

# A warning can be silenced by its name, or be made an error; an error cannot.
test_warnings() {
    expect 0 "$tool" check full-plan.xml && [ "$(wc -l <err)" -eq 1 ] &&
        expect 0 "$tool" check -W no-full-plan full-plan.xml &&
        [ ! -s err ] && expect 1 "$tool" check --werror full-plan.xml &&
        grep -q '^full-plan.xml:[0-9]*: error: \[full-plan\] ' err &&
        expect 0 "$tool" check --werror -W no-no-slot -W no-full-plan \
            full-plan.xml && [ ! -s err ] &&
        expect 1 "$tool" check --werror --print no-slot.xml && [ ! -s out ] &&
        for wrong in no-xml full-plan no-; do
            usage "$tool" check -W "$wrong" full-plan.xml || return 1
        done
}

test_version() {
    version=$(sed -n 's/#define KERNEL_VERSION "\(.*\)"/\1/p' \
        "$root/kernel/core/main.c")
    expect 0 "$tool" --version && [ "$(cat out)" = "bulkhead $version" ]
}

# What cannot be printed is an error.
test_full() {
    for arguments in '--help' '--version' 'check --list' 'check --help' \
        'check --print program.xml'; do
        # shellcheck disable=SC2086 # the words of a command line
        timeout -k 1 20 "$tool" $arguments >/dev/full 2>err
        status=$?
        [ "$status" -eq 1 ] || {
            echo "'$arguments' exits with $status"
            return 1
        }
    done
}
