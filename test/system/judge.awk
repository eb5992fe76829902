# SPDX-License-Identifier: BSD-2-Clause
#
# Judges what a system has printed by what was expected. Prints nothing, or what
# is wrong first, and then fails.
#
# Usage: awk -f judge.awk EXPECT LINES
#
# The lines of EXPECT:
#
#   [writer] text     this very line comes
#   ~[writer] ERE     a line comes of which all behind the writer's name matches
#   =N [writer] ERE   just N lines of that writer match, in all
#   ?[writer] ERE     lines that match may come, as many as want to
#   !ERE              no line matches, of whomever
#   # comment
#
# The expected lines of one writer come in this order, others may lie between
# them; writers are independent of each other, for who is heard first is a
# matter of the console. Nothing is expected in silence: each event of the
# health monitor and each panic must have an expected line of its own, and no
# guest may say FAIL.

function wrong(text) {
    if (!failed)
        print text
    failed = 1
}

# Splits "[writer] text" and sets both; false if it has no such form.
function split_line(line) {
    if (line !~ /^\[[^]]*\]/)
        return 0
    writer = line
    sub(/\].*/, "", writer)
    writer = substr(writer, 2)
    text = substr(line, length(writer) + 4)
    return 1
}

function is_event(line) {
    return line ~ /^\[bulkhead\] (panic: |.* refused: |health: )/ &&
        line !~ /^\[bulkhead\] health: partition "[^"]*": [^:]*, slot /
}

function is_tolerated(line,    i) {
    for (i = 1; i <= tolerances; i++)
        if (line ~ tolerated[i])
            return 1
    return 0
}

FNR == 1 { file++ }
{ sub(/[ \t]+$/, "") }

file == 1 && (/^#/ || /^$/) { next }

file == 1 && /^!/ {
    forbidden[++forbiddens] = substr($0, 2)
    next
}

file == 1 {
    line = $0
    mark = ""
    if (line ~ /^[~?]/) {
        mark = substr(line, 1, 1)
        line = substr(line, 2)
    } else if (line ~ /^=[0-9]+ /) {
        mark = "="
        number = line
        sub(/ .*/, "", number)
        sub(/^[^ ]* /, "", line)
    }
    if (!split_line(line)) {
        wrong("expect:" FNR ": what is '" $0 "'?")
        next
    }
    if (mark == "?") {
        tolerated[++tolerances] = "^\\[" writer "\\] (" text ")$"
    } else if (mark == "=") {
        counted[++counts] = text
        counted_writer[counts] = writer
        counted_number[counts] = substr(number, 2) + 0
    } else {
        last[writer]++
        is_pattern[writer, last[writer]] = mark == "~"
        wanted[writer, last[writer]] = text
    }
    expected++
    next
}

{
    for (i = 1; i <= forbiddens; i++)
        if ($0 ~ forbidden[i])
            wrong("forbidden: " $0)
    if (!split_line($0))
        next
    for (i = 1; i <= counts; i++)
        if (writer == counted_writer[i] && text ~ ("^(" counted[i] ")$"))
            got[i]++
    n = at[writer] + 1
    if (n <= last[writer] &&
        (is_pattern[writer, n] ? text ~ ("^(" wanted[writer, n] ")$") \
                               : text == wanted[writer, n]))
        at[writer]++
    else if (is_event($0) && !is_tolerated($0))
        wrong("not expected: " $0 (n <= last[writer] ? \
            " before '" wanted[writer, n] "'" : ""))
    else if (text ~ /^FAIL/)
        wrong($0)
}

END {
    if (file < 2)
        wrong("nothing was printed")
    for (writer in last)
        if (at[writer] < last[writer])
            wrong("missing: [" writer "] " wanted[writer, at[writer] + 1])
    for (i = 1; i <= counts; i++)
        if (got[i] + 0 != counted_number[i])
            wrong(got[i] + 0 " instead of " counted_number[i] " lines: [" \
                counted_writer[i] "] " counted[i])
    if (file > 0 && expected == 0)
        wrong("nothing is expected")
    exit failed
}
