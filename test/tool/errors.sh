#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of `run`: system files that are wrong in ways of their own, and what is
# made of them.
#
# shellcheck disable=SC2154 # here, root, tool and scratch are of `run`
# shellcheck disable=SC2317 # functions are called through check()

# Mistakes of every kind in one file, all of them shown at once.
test_many() {
    judge many.xml
}

# Lines that libxml2 alone would not count.
test_lines() {
    { sed '/<board/q' program.xml && yes '' | head -n 70000 &&
        sed '1,/<board/d; s/"one" start/"two" start/' program.xml; } >long.xml
    line=$(grep -n '"two"' long.xml | cut -d : -f 1)
    expect 1 "$tool" check long.xml &&
        echo "long.xml:$line: error: [slot-partition] plan 'normal': there is no partition 'two'" >wanted &&
        same wanted err
}

# A tag begins at its first line.
test_tags() {
    sed 's|<memory size="64KiB"/>|<memory\n\n size="1"\n />|' program.xml >tag.xml
    line=$(grep -n '<memory' tag.xml | cut -d : -f 1)
    expect 1 "$tool" check tag.xml || return 1
    grep -q "^tag.xml:$line: error: \[memory-size\]" err || {
        head -n 1 err
        return 1
    }
}

test_encodings() {
    sed 's/$/\r/' program.xml >crlf.xml &&
        expect 0 "$tool" check crlf.xml &&
        sed 's/UTF-8/UTF-16/' program.xml | iconv -f UTF-8 -t UTF-16 >wide.xml &&
        expect 0 "$tool" check wide.xml &&
        sed 's/UTF-8/ISO-8859-1/; s/"bad"/"b\xe4d"/' program.xml >latin.xml &&
        expect 1 "$tool" check latin.xml &&
        grep -q "^latin.xml:[0-9]*: error: \[name-characters\] system: its name 'bäd' has" err
}

# What stands in a file does not steer the terminal.
test_controls() {
    sed 's/"bad"/"\xc2\x9b2J\&#10;\x7f"/' program.xml >control.xml
    expect 1 "$tool" check control.xml &&
        grep -q "its name '??2J??' has other" err && [ "$(wc -l <err)" -eq 1 ]
}

# No entity is expanded, no file of anybody's read.
test_entities() {
    cat >bomb.xml <<'END'
<?xml version="1.0"?>
<!DOCTYPE system [
<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY file SYSTEM "secret">
]>
<system name="&f;">&f;&file;</system>
END
    echo 'to be kept' >secret
    expect 1 "$tool" check bomb.xml && [ "$(wc -l <err)" -eq 1 ] &&
        grep -q '^bomb.xml:2: error: \[xml\] a document type' err
}

# A system in many files is the one that it is in one, to the last bit.
test_includes() {
    xmllint --xinclude --nofixup-base-uris includes.xml >whole.xml &&
        grep -c include whole.xml >log &&
        sed -i 's|sub/program.elf|program.elf|' whole.xml &&
        expect 0 "$tool" build -q includes.xml -o includes.image &&
        expect 0 "$tool" build -q whole.xml -o whole.image &&
        cmp includes.image whole.image
}

# included LINE...: a system whose partitions are what the file has, which
# lies in a folder below.
included() {
    printf '%s\n' "$@" >parts/odd.xml
    sed '/<partitions>/,/<\/partitions>/c<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="parts/odd.xml"/>' \
        program.xml >odd.xml
    expect 1 "$tool" check odd.xml
}

# says TEXT...: succeeds if these and no others are what it said.
says() {
    printf '%s\n' "$@" >wanted
    same wanted err
}

one='<partition name="one" image="program.elf"><memory size="64KiB"/></partition>'

# What is wrong is said to be where it stands.
test_include_places() {
    included '<partitions>' '<partition>' &&
        says "parts/odd.xml:3: error: [xml] Premature end of data in tag partition line 2" &&
        included '' &&
        grep -q '^parts/odd.xml:[0-9]*: error: \[xml\] ' err &&
        included '<!DOCTYPE x [<!ENTITY e "">]>' '<x/>' &&
        says "parts/odd.xml:1: error: [xml] a document type declaration is not allowed here" &&
        included '<partitions>' '<partition/>' '</partitions>' &&
        grep -q "^parts/odd.xml:2: error: \[schema\] Element 'partition'" err &&
        included '<partitions>' "$one" "$one" '</partitions>' &&
        says "parts/odd.xml:3: error: [duplicate-partition] partition 'one': line 2 has one of that name" \
            "parts/odd.xml:2: error: [elf-file] partition 'one': 'parts/program.elf' cannot be read: No such file or directory" \
            "parts/odd.xml:3: error: [elf-file] partition 'one': 'parts/program.elf' cannot be read: No such file or directory"
}

# Where two files are concerned, both are named.
test_include_other_place() {
    cp parts/one.xml parts/two.xml &&
        sed 's|<partition name="two".*|<xi:include href="parts/two.xml"/>&|' \
            includes.xml >other.xml && expect 1 "$tool" check other.xml &&
        grep -qx "parts/two.xml:4: error: \[duplicate-partition\] partition 'one': line 4 of parts/one.xml has one of that name" err
}

# Files and elements without end.
test_include_limits() {
    expect 1 "$tool" check include-depth.xml &&
        cp program.elf chain && sed 's|chain/1.xml|chain/2.xml|' include-depth.xml >depth.xml &&
        expect 0 "$tool" check depth.xml &&
        { echo '<partitions>' && yes "$one" | head -n 3000 &&
            echo '</partitions>'; } >parts/many.xml &&
        included '<x xmlns:x="http://www.w3.org/2001/XInclude">' \
            '<x:include href="many.xml"/>' '<x:include href="many.xml"/>' \
            '<x:include href="many.xml"/>' '</x>' &&
        says "parts/many.xml:1996: error: [schema] there are more elements than a system can have" &&
        { echo '<x>' && yes '' | head -c 500000 && echo '</x>'; } >parts/big.xml &&
        included '<x xmlns:x="http://www.w3.org/2001/XInclude">' \
            '<x:include href="big.xml"/>' '<x:include href="big.xml"/>' \
            '<x:include href="big.xml"/>' '<x:include href="big.xml"/>' '</x>' &&
        says "parts/odd.xml:4: error: [include-file] 'parts/big.xml' is too large: all files together can have 1 MiB" &&
        mkfifo parts/pipe && included '<x xmlns:x="http://www.w3.org/2001/XInclude">' \
            '<x:include href="pipe"/>' '</x>' &&
        says "parts/odd.xml:2: error: [include-file] 'parts/pipe' cannot be read: Invalid argument"
}

# A document of another kind is none of ours.
test_root() {
    for root_tag in '<slot/>' '<system xmlns="x" name="bad"/>' '<html/>'; do
        echo "$root_tag" >root.xml
        expect 1 "$tool" check root.xml &&
            grep -q "^root.xml:1: error: \[schema\] the root is" err || return 1
    done
}

# Elements nested without end, attributes without end, and nothing at all.
test_depth() {
    yes '<system>' | head -n 100000 >deep.xml
    expect 1 "$tool" check deep.xml && grep -q '\[xml\]' err &&
        { printf '<system name="' && head -c 1000000 /dev/zero | tr '\0' a &&
            echo '"/>'; } >wide.xml &&
        expect 1 "$tool" check wide.xml && [ "$(wc -c <err)" -lt 100000 ] &&
        { echo '<system' && seq -f 'a%g="" ' 10000 && echo '/>'; } >wide.xml &&
        expect 1 "$tool" check wide.xml && [ "$(wc -l <err)" -eq 1 ] &&
        grep -q '\[schema\] an element has more attributes' err &&
        { echo '<system>' && yes '<system a="">x</system>' | head -n 20000 &&
            echo '</system>'; } >long.xml &&
        expect 1 "$tool" check long.xml && [ "$(wc -l <err)" -eq 1 ] &&
        grep -q '^long.xml:10001: error: \[schema\] there are more ele' err &&
        : >nothing.xml && expect 1 "$tool" check nothing.xml &&
        grep -q '^nothing.xml:[0-9]*: error: \[xml\]' err
}

test_unreadable() {
    expect 1 "$tool" check missing.xml &&
        grep -q '^missing.xml: error: \[file\] cannot read: ' err &&
        mkdir folder.xml && expect 1 "$tool" check folder.xml &&
        grep -q '^folder.xml: error: \[file\] ' err
}

# An image is looked for beside the system file that names it.
test_folder() {
    mkdir -p sub && cp program.xml program.elf sub &&
        expect 0 "$tool" check sub/program.xml &&
        sed 's|"program.elf"|"../sub/program.elf"|' program.xml \
            >sub/other.xml && expect 0 "$tool" check sub/other.xml &&
        sed "s|\"program.elf\"|\"$scratch/program.elf\"|" program.xml \
            >sub/absolute.xml && expect 0 "$tool" check sub/absolute.xml &&
        rm sub/program.elf && expect 1 "$tool" check sub/program.xml
}

# The schema is found beside the tool, or where it is installed; else that is
# said.
test_schema() {
    mkdir -p usr/bin usr/share/bulkhead && cp "$tool" usr/bin/bulkhead &&
        expect 1 usr/bin/bulkhead check program.xml &&
        grep -q 'system.xsd: error: \[schema\] cannot read the schema' err &&
        cp "$root/schema/system.xsd" usr/share/bulkhead &&
        expect 0 usr/bin/bulkhead check program.xml &&
        mv usr/share/bulkhead/system.xsd usr/bin &&
        expect 0 usr/bin/bulkhead check program.xml
}

# The schema is one by other judges, too, and every good system follows it.
test_xmllint() {
    for file in "$here"/good/*.xml; do
        xmllint --nonet --noout --schema "$root/schema/system.xsd" "$file" ||
            return 1
    done
}

# A command that refuses a system leaves no file behind.
test_no_output() {
    mkdir out.d && expect 1 "$tool" build many.xml -o out.d/image &&
        [ -z "$(ls out.d)" ] &&
        expect 1 "$tool" build nothing.xml -o out.d/image &&
        [ -z "$(ls out.d)" ]
}
