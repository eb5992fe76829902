# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154,SC2317 # see run, which reads this
#
# Tests of `bulkhead run`.

# Processes that run QEMU on our image, ended ones that nobody reaped aside.
machines() {
    for process in /proc/[0-9]*; do
        tr '\0' ' ' <"$process/cmdline" 2>/dev/null |
            grep -q "^qemu-system-riscv64.*$1" &&
            ! grep -q '^State:.Z' "$process/status" && echo "$process"
    done
    true
}

gone() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -z "$(machines "$1")" ] && return 0
        sleep 0.2
    done
    echo "QEMU still runs"
    return 1
}

# wait_up FILE: until the machine has said that it is up.
wait_up() {
    for _ in $(seq 100); do
        grep -q up "$1" 2>/dev/null && return 0
        sleep 0.1
    done
    echo "the machine does not come up"
    return 1
}

test_run_status() {
    for status in 0 1 2; do
        expect "$status" "$tool" run --timeout 20 one.xml \
            --kernel "kernel-$status.elf" && [ "$(cat out)" = up ] || return 1
        "$tool" build one.xml -o "one-$status.img" \
            --kernel "kernel-$status.elf"
        expect "$status" "$tool" run --timeout 20 "one-$status.img" || return 1
    done
}

test_run_timeout() {
    start=$(date +%s)
    expect 124 "$tool" run --timeout 1.5 one.img &&
        says 'bulkhead: ended after 1.5 s' && grep -q up out &&
        [ $(($(date +%s) - start)) -le 10 ] && gone one.img
}

# QEMU that counts instructions and sleeps is deaf to SIGTERM.
test_run_deaf() {
    start=$(date +%s)
    expect 124 "$tool" run --icount --timeout 1 one.img &&
        [ $(($(date +%s) - start)) -le 10 ] && gone one.img
}

# run_signal SIGNAL STATUS [OPTION]
test_run_signal() {
    rm -f up.log
    # A shell lets its background processes ignore SIGINT; env undoes that.
    env --default-signal=INT setsid "$tool" run ${3+"$3"} one.img >up.log 2>err </dev/null &
    pid=$!
    wait_up up.log || return 1
    kill -"$1" $pid
    wait $pid
    status=$?
    [ $status -eq "$2" ] || {
        echo "exit status $status"
        return 1
    }
    gone one.img
}

test_run_terminal() {
    for option in --icount --timeout=60; do
        text=$(./terminal "up" "$tool" run $option one.img)
        [ "$text" = "exit 130, terminal changed and then as before, blocking" ] || {
            echo "$text"
            return 1
        }
    done
}

# The tool killed outright takes the machine with it.
test_run_killed() {
    rm -f up.log
    "$tool" run one.img >up.log 2>err </dev/null &
    pid=$!
    wait_up up.log || return 1
    kill -KILL $pid
    wait $pid 2>/dev/null
    gone one.img
}

test_run_no_qemu() {
    expect 127 env PATH=/nonexistent "$tool" run one.img &&
        says 'bulkhead: cannot run qemu-system-riscv64: No such file'
}

test_run_nothing_left() {
    mkdir -p temporary watched && cp one.xml separate.elf kernel.elf watched
    find watched | sort >before
    (cd watched && TMPDIR=$scratch/temporary expect 124 "$tool" run \
        --timeout 0.5 --kernel kernel.elf one.xml) || return 1
    rm -f watched/out watched/err
    find watched | sort | cmp - before && [ -z "$(ls -A temporary)" ]
}

test_run_arguments() {
    expect 0 "$tool" run one-0.img --timeout 20 -- -d in_asm -D trace.log &&
        grep -q 80000000 trace.log &&
        expect 1 "$tool" run one-0.img -- --no-such-option &&
        says 'no-such-option'
}

# A blob so big that QEMU's own device tree would lie on it.
test_run_little_ram() {
    sed 's/64MiB/2MiB/' one.xml >little.xml
    expect 0 "$tool" run --timeout 20 little.xml --kernel kernel-0.elf &&
        grep -q up out
}

test_run_damaged() {
    blob=$(blob_offset one-2.img)
    damage one-2.img bad.img $((blob + 5000)) '\0125' &&
        expect 2 "$tool" run --timeout 20 bad.img &&
        says 'bad\.img: warning: \[image\] .*damaged' &&
        expect 1 "$tool" run --no-rewrite one-2.img && says 'is an image' &&
        expect 1 "$tool" run absent.xml && says 'No such file' &&
        sed 's/64MiB/14MiB/' everything.xml >big.xml &&
        expect 1 "$tool" run big.xml --kernel kernel.elf && says 'memory-fit'
}

# With a QEMU that only says how it was called.
test_run_command() (
    machine='-M virt -cpu rv64,h=false -smp 1 -m 65536K -bios none'
    console='-display none -monitor none -chardev stdio,id=c,signal=on'
    command="$machine $console -serial chardev:c -kernel one.img"
    mkdir -p fake
    printf '#!/bin/sh\necho "$@"\n' >fake/qemu-system-riscv64
    chmod +x fake/qemu-system-riscv64
    export PATH="$scratch/fake:$PATH"
    expect 0 "$tool" run one.img && [ "$(cat out)" = "$command" ] &&
        expect 0 "$tool" run --icount one.img &&
        [ "$(cat out)" = "$command -icount shift=0,sleep=off" ] &&
        expect 0 "$tool" run --icount=3 one.img &&
        [ "$(cat out)" = "$command -icount shift=3,sleep=off" ] &&
        expect 2 "$tool" run --icount=11 one.img && says "'11' is no number" &&
        expect 0 "$tool" run --gdb one.img -- -S &&
        [ "$(cat out)" = "$command -s -S -S" ] &&
        says 'waits for GDB: target remote :1234, symbols in one.img'
)

check "run calls QEMU as it must" test_run_command
check "run exits as the machine does" test_run_status
check "run ends after the timeout" test_run_timeout
check "run ends QEMU that is deaf" test_run_deaf
check "run ends by SIGINT" test_run_signal INT 130
check "run ends by SIGTERM" test_run_signal TERM 143
check "run ends by SIGHUP" test_run_signal HUP 129
check "run ends by SIGINT while QEMU is deaf" test_run_signal INT 130 --icount
check "run ends by Ctrl-C, terminal as before" test_run_terminal
check "run takes QEMU with it" test_run_killed
check "run without QEMU" test_run_no_qemu
check "run leaves nothing behind" test_run_nothing_left
check "run hands arguments to QEMU" test_run_arguments
check "run with little RAM" test_run_little_ram
check "run of what cannot run, or is damaged" test_run_damaged
