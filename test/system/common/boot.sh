#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# To boot a system and to judge it: what `run` and the drive scripts share. All
# of it works in the current directory, and takes from `run` the tool in
# $BULKHEAD, the awk program in $BULKHEAD_JUDGE and seconds in $BULKHEAD_TIMEOUT.

# verdict NAME WHY: one case; it passes if there is no reason why not.
verdict() {
    if [ -z "$2" ]; then
        echo "PASS $1"
    else
        echo "FAIL $1: $2"
    fi
}

# text_of FILE: the console's lines. A carriage return begins a new one too, and
# all other control characters are as good as none.
text_of() {
    sed 's/\r$//' "$1" | tr '\r' '\n' | tr -d '\000-\010\013-\037'
}

# await PATTERN: waits for it to appear behind all that was awaited before.
await() {
    while :; do
        found=$(text_of console | tail -c +$((seen + 1)) |
            grep -abo -m 1 -E -e "$1" | head -n 1)
        [ -z "$found" ] || break
        kill -0 "$machine" 2>/dev/null || return 1
        sleep 0.1
    done
    match=${found#*:}
    seen=$((seen + ${found%%:*} + ${#match}))
}

# play FILE: types what the file says, line by line: `wait PATTERN` waits for
# what matches the extended regular expression, `type TEXT` types the text and
# Return, `key TEXT` the text alone.
play() {
    seen=0
    while read -r word rest; do
        case $word in
        wait) await "$rest" || {
            echo "waited in vain for '$rest'" >vain
            return
        } ;;
        type) printf '%s\r' "$rest" >&3 ;;
        key) printf '%s' "$rest" >&3 ;;
        '#'* | '') ;;
        *) echo "'$word' in input?" >vain ;;
        esac
    done <"$1"
}

# machine FILE [QEMU-ARGUMENT...]: or, if $bare is yes, the program of that name
# on the machine itself, which is QEMU's of the name in $bare_machine.
bare=no
bare_machine=virt
machine() {
    file=$1
    shift
    if [ $bare = yes ]; then
        timeout -k 1 "$BULKHEAD_TIMEOUT" qemu-system-riscv64 -M "$bare_machine" \
            -cpu rv64,h=false -smp 1 -m 64M -nographic -bios none \
            -icount shift=0,sleep=off -kernel "$file" "$@" >console 2>error
        return
    fi
    timeout -k 1 $((BULKHEAD_TIMEOUT + 10)) "$BULKHEAD" run --icount \
        --timeout "$BULKHEAD_TIMEOUT" "$file" -- "$@" >console 2>error
}

# boot FILE [QEMU-ARGUMENT...]: runs a system or an image. Leaves its lines in
# `lines`, complaints in `error` and its exit status in $status.
boot() {
    rm -f vain
    machine "$@" </dev/null
    status=$?
    text_of console >lines
}

# boot_and_type INPUT FILE [QEMU-ARGUMENT...]: and types what INPUT says.
boot_and_type() {
    input=$1
    shift
    rm -f vain keyboard
    : >console
    mkfifo keyboard
    exec 3<>keyboard
    machine "$@" <keyboard &
    machine=$!
    play "$input"
    wait "$machine"
    status=$?
    exec 3>&-
    text_of console >lines
}

# boot_bare FILE [INPUT]: runs a program on the machine itself, without Bulkhead.
# Its lines get the writer's name that a partition called native has.
boot_bare() {
    bare=yes
    if [ $# -eq 2 ]; then
        boot_and_type "$2" "$1"
    else
        boot "$1"
    fi
    bare=no
    text_of console | sed 's/^/[native] /' >lines
}

# note WRITER: keeps in said.WRITER what it has printed, but for lines that begin
# with `#`, which hold numbers that need not be the same twice.
note() {
    sed -n "s/^\[$1\] //p" lines | grep -v '^#' >"said.$1"
}

# alike WRITER: prints why it has not said what the program has said natively.
alike() {
    if [ ! -s said.native ]; then
        echo "natively it says nothing"
    elif ! difference=$(diff said.native "said.$1"); then
        echo "unlike native: $(echo "$difference" | sed -n 2p)"
    fi
}

# judge EXPECT STATUS: prints why what was booted is not as it should be.
judge() {
    if [ "$status" -eq 124 ] || [ "$status" -eq 137 ]; then
        echo "not done after $BULKHEAD_TIMEOUT s"
    elif ! why=$(awk -f "$BULKHEAD_JUDGE" "$1" lines 2>&1); then
        echo "$why" | head -n 1
    elif [ -f vain ]; then
        cat vain
    elif [ "$status" -ne "$2" ]; then
        echo "exit status $status instead of $2: $(tail -n 1 error)"
    fi
}
