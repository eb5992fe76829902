/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every check by its name. A test holds that each has an example of what it
 * refuses, and that nothing is refused under a name that is not listed here.
 */
#include "check/internal.h"

#include <string.h>

static const struct {
    const char *name;
    const char *reason;
} checks[] = {
    {"file", "the system file can be read"},
    {"xml", "it is well-formed XML, without a document type"},
    {"schema", "it has the elements and attributes of the schema"},
    {"include", "an include names a file, and says nothing else"},
    {"include-path", "it names a file beside its own, or below"},
    {"include-file", "an included file can be read"},
    {"include-loop", "no file includes itself"},
    {"include-depth", "includes lead through 8 files at most"},
    {"size", "sizes and addresses fit in 64 bits"},
    {"time", "times fit in 64 bits of ticks"},
    {"time-resolution", "times are whole numbers of the board's ticks"},

    {"name-length", "names have 1 to 31 bytes: tables have no more room"},
    {"name-characters", "names are words, safe on a console and in a path"},
    {"name-reserved", "no partition bears the kernel's name"},
    {"duplicate-partition", "partitions have names of their own"},
    {"duplicate-port", "a partition's ports have names of their own"},
    {"duplicate-channel", "channels have names of their own"},
    {"name-case", "partitions differ in more than case (warning)"},
    {"partition-count", "there are as many partitions as a kernel can hold"},
    {"plan-count", "there are as many plans as can be told apart"},
    {"channel-count", "there are as many channels as a kernel can hold"},
    {"port-count", "a partition's ports fit in its information page"},
    {"slot-count", "a plan's slots fit in the kernel's tables"},

    {"board", "the board is one that is known"},
    {"board-memory", "the board can have that much memory"},
    {"console-partition", "console input goes to a partition that exists"},
    {"trace-records", "the trace has a number of records that can be"},
    {"trace-events", "a trace has something to record"},
    {"memory-size", "a partition's memory is a number of pages"},
    {"memory-address", "a partition's memory begins at a page"},
    {"memory-range", "a partition's memory lies where guests have addresses"},
    {"memory-device", "a partition's memory overlaps no device or ROM"},
    {"memory-fit", "the board has the memory that the partitions have"},
    {"board-memory-unused", "half of the board's memory is used (warning)"},
    {"memory-unused", "a native program needs its memory (warning)"},
    {"device-place", "a device is said by its name, or by its place"},
    {"device-name", "the board has a device of that name"},
    {"device-count", "a partition has no more devices than it can"},
    {"device-pages", "a device is given in whole pages"},
    {"device-kernel", "the kernel keeps the devices that it needs"},
    {"device-memory", "a device lies in front of the board's RAM"},
    {"device-shared", "a page of devices is one partition's"},
    {"device-address", "a partition sees a device where nothing else is"},
    {"device-interrupt", "a device has interrupts that there are"},
    {"interrupt-shared", "an interrupt is one device's"},
    {"uart-name", "a second UART has a name of its own"},
    {"uart-platform", "it is for a program that expects such devices"},
    {"device-dma", "a device cannot reach all memory by itself (warning)"},
    {"rewrite", "a program for Bulkhead is rewritten only if that is said"},
    {"health-duplicate", "an event has one action"},
    {"health-action", "what propagates is an exception"},
    {"health-ignore", "what is ignored lets the partition go on"},
    {"health-reset", "what leads to a reset can be over then"},
    {"health-plan", "the plan that an event leads to exists"},
    {"health-plan-given", "an action names a plan if it needs one"},
    {"health-restarts", "a limit of restarts is 2 to 16 within a time"},
    {"health-restarts-unused", "what is limited can happen (warning)"},
    {"watchdog", "a watchdog leaves some time to kick it"},
    {"watchdog-none", "who is to kick a watchdog has one (warning)"},

    {"notify-source", "the source of sampling messages is not told of them"},
    {"message-size", "messages have 1 to 65536 bytes"},
    {"queue-depth", "queues hold 1 to 4096 messages"},
    {"refresh", "messages can be valid for some time"},
    {"channel-sources", "a channel has one source"},
    {"channel-destinations", "a channel has a destination, a queue only one"},
    {"channel-partition", "the partitions at a channel's ends exist"},
    {"channel-port", "the ports at a channel's ends exist"},
    {"channel-kind", "channel and ports are sampling, or queuing"},
    {"channel-direction", "a source fills, a destination takes"},
    {"message-size-mismatch", "channel and ports agree on the message size"},
    {"queue-depth-mismatch", "channel and ports agree on the depth"},
    {"port-shared", "a port is the end of one channel"},
    {"notice-count", "at most 32 destinations of a channel are told"},
    {"port-unconnected", "a port is the end of a channel"},
    {"channel-self", "a channel leads to another partition (warning)"},
    {"receiver-first", "a source runs before its destination (warning)"},
    {"refresh-age", "messages are valid when they are read (warning)"},
    {"queue-short", "a queue holds a message of each slot (warning)"},

    {"duplicate-shared", "areas of shared memory have names of their own"},
    {"shared-count", "a partition has no more areas than it can"},
    {"shared-size", "shared memory is a number of pages"},
    {"shared-partition", "partitions that share memory exist"},
    {"shared-twice", "a partition is party to an area once"},
    {"shared-address", "a partition has an address where it sees an area"},
    {"shared-overlap", "a partition has nothing else there"},
    {"shared-alone", "memory that is shared has two parties (warning)"},
    {"shared-no-writer", "somebody can write what is shared (warning)"},

    {"start-after", "a partition starts after one that exists"},
    {"start-twice", "a partition starts at one time"},
    {"start-cycle", "no partition starts after itself"},
    {"start-never", "an idle partition can be started (warning)"},

    {"duplicate-plan", "plans have names of their own"},
    {"plan-initial", "the plan to begin with exists"},
    {"plan-partition", "partitions that a plan acts on exist"},
    {"plan-action-duplicate", "a plan acts on a partition once"},
    {"plan-unreachable", "somebody can switch to a plan (warning)"},
    {"background-duplicate", "a partition is in the background once"},
    {"frame", "a plan's frame is not empty, and ends before time does"},
    {"slot-partition", "a slot's partition exists"},
    {"slot-duration", "a slot is not empty"},
    {"slot-id", "a plan's slots have identifiers of their own"},
    {"slot-guard", "a slot is longer than its plan's guard"},
    {"slot-frame", "a slot lies in its frame"},
    {"slot-overlap", "no two slots overlap"},
    {"slot-short", "a slot is longer than its switch (warning)"},
    {"full-plan", "some time is idle, for the console (warning)"},
    {"no-slot", "a partition has a slot (warning)"},

    {"elf-file", "a partition's program can be read"},
    {"elf-format", "it is an ELF file"},
    {"elf-truncated", "it is complete"},
    {"elf-class", "it is for a 64-bit, little-endian machine"},
    {"elf-machine", "it is for RISC-V"},
    {"elf-type", "it is an executable that is linked for an address"},
    {"elf-entry", "it has an entry point in an executable segment"},
    {"elf-no-segment", "it has something to load"},
    {"elf-segment-count", "its segments are as few as linkers make"},
    {"elf-segment-size", "its segments' sizes make sense"},
    {"elf-overlap", "its segments do not overlap"},
    {"elf-outside-memory", "it lies in its partition's memory"},

    {"manifest-form", "a program's notes on what it needs are well-formed"},
    {"manifest-conflict", "they do not contradict each other"},
    {"manifest-abi", "the kernel has the interface that a program needs"},
    {"manifest-extension", "the kernel has the extensions that it needs"},
    {"manifest-port", "the partition has the ports that its program needs"},
    {"manifest-port-mismatch", "they are as the program needs them"},
    {"manifest-port-unused", "a program needs all of its ports (warning)"},
    {"manifest-no-port", "a program for ports finds one (warning)"},

    {"htif-symbol", "a program for platform spike has tohost and fromhost"},
    {"htif-memory", "these two are words in its partition's memory"},
    {"htif-page", "they lie in one page, and nothing else in it"},

    {"trap-sites-file", "a list of recorded trapping sites can be read"},
    {"trap-sites-form", "its lines are an address and an instruction"},
    {"trap-sites-instruction", "its instructions are such that trap"},
    {"trap-sites-program", "they are where the program has them"},
};

bool check_is_warning(const char *name)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        if (strcmp(checks[i].name, name) == 0)
            return strstr(checks[i].reason, "(warning)") != NULL;
    }
    return false;
}

void check_print_list(FILE *out)
{
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        fprintf(out, "%-22s %s\n", checks[i].name, checks[i].reason);
}
