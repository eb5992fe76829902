# SPDX-License-Identifier: BSD-2-Clause
#
# Takes the fenced blocks of a Markdown document apart for `run`: writes files
# and scripts into the current directory and prints, for each script, the line
# where it stands, its file and the file of its expected output.

function close_block()
{
    if (out != "")
        close(out)
    out = ""
}

/^```/ && !inside {
    inside = 1
    language = substr($0, 4)
    at = NR
    first = 1
    out = ""
    next
}

/^```$/ && inside {
    close_block()
    if (language == "sh" && script)
        awaiting = 1
    else
        awaiting = 0
    inside = 0
    next
}

inside && first {
    first = 0
    script = 0
    if (language == "sh" && $0 == "# test") {
        count++
        out = "script" count
        script = 1
        print at, out, "expected" count
    } else if (match($0, /file: [A-Za-z0-9_.\/-]+/)) {
        out = substr($0, RSTART + 6, RLENGTH - 6)
        if (out ~ /^\/|\.\./) {
            print "line " NR ": not a file of this directory: " out
            exit 1
        }
        if (match(out, /.*\//))
            system("mkdir -p " substr(out, 1, RLENGTH))
    } else if (language == "text" && awaiting) {
        out = "expected" count
    }
}

inside && out != "" { print >out }

# Only the block that comes next is a script's output.
!inside && /^#/ { awaiting = 0 }

END {
    if (inside) {
        print "line " at ": the block has no end"
        exit 1
    }
}
