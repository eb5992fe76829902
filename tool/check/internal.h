/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The groups of checks. Each reports all that it finds and goes on; what it
 * resolves, it writes into the model.
 */
#ifndef TOOL_CHECK_INTERNAL_H
#define TOOL_CHECK_INTERNAL_H

#include "check/check.h"

#include <stdio.h>

/* Where QEMU virt has its ROM, of which the device tree takes the start. */
#define ROM_END 0x10000u

/* A guest's addresses are the lower half of Sv39 (privileged spec, 4.4.1). */
#define ADDRESS_END ((uint64_t)1 << 38)

/* Most devices of the board that one partition can have. */
#define ASSIGNED_MAX 16u

/* Most areas of shared memory: each partition has its own. */
#define AREAS_MAX ((size_t)BH_PARTITIONS_MAX * BH_SHARED_MAX)

/* Index of something that a name does not lead to. */
#define CHECK_NOT_FOUND SIZE_MAX

/* How many there are of each thing. Returns -1 if one is too many. */
int check_counts(const struct model *model);

/* Names by themselves and among their kind. */
void check_names(const struct model *model);

/* The board, and where the console's input goes. */
void check_board(const struct model *model);
void check_console(struct model *model);

void check_trace(const struct model *model);

/* Each partition's RAM, and all of it. */
void check_memory(const struct model *model);

/* The devices of the board that partitions have; what they can reach. */
void check_devices(struct model *model);
void check_suspect_devices(const struct model *model,
                           const struct model_partition *partition);

/* Shared memory: its parties, and where each of them sees it. */
void check_shared(struct model *model);
void check_suspect_shared(const struct model *model);

/*
 * Whether the partition has something at [at, at + size): its RAM, what its
 * platform has, or a device of the board that is listed in front of `end`.
 */
bool check_is_taken(const struct model_partition *partition, uint64_t at,
                    uint64_t size, const struct model_assigned *end);

/* Whether [a, a + a_size) and [b, b + b_size) have a byte in common. */
static inline bool check_meets(uint64_t a, uint64_t a_size, uint64_t b,
                               uint64_t b_size)
{
    return a - b < b_size || b - a < a_size;
}

/* Whether a partition's RAM is such that a program can lie in it or outside. */
bool check_memory_is_sound(const struct model_partition *partition);

/* Ports and channels, and what connects them. */
void check_messages(const struct model *model);
void check_channels(struct model *model);

/* What is done about events; whether anything of that switches plans. */
void check_health(struct model *model);
bool check_health_switches(const struct model *model);

/* When each partition starts. */
void check_starts(struct model *model);

void check_plans(struct model *model);

/* What a partition's program needs of it. */
void check_manifest(const struct model_partition *partition);

/* Whether any program says what it needs of the kernel. */
bool check_needs_kernel(const struct model *model);

/* Prints what a program needs, a line each. */
void check_print_manifest(FILE *out, const struct elf_manifest *manifest);

/* The partition called `name`, or CHECK_NOT_FOUND. */
size_t check_find_partition(const struct model *model, const char *name);

#define CHECK_TIME_TEXT 40

/* Writes a time as a system file has it: "2.5ms". Returns `text`. */
const char *check_time_text(char text[CHECK_TIME_TEXT],
                            const struct model *model, uint64_t ticks);

/* How old a message is when it is read, in one plan. */
struct check_age {
    bool known;     /* both partitions have a slot */
    uint64_t least; /* ticks */
    uint64_t most;
    size_t slots; /* of the source between two of the destination, at most */
};

/* From one partition, by its index, to another. */
struct check_age check_age_of(const struct model_plan *plan, size_t source,
                              size_t destination);

/* Warns of what is allowed, but hardly meant, in a system without an error. */
void check_suspicious(const struct model *model);

/* Prints the age of the messages of each sampling channel. */
void check_print_ages(FILE *out, const struct model *model);

/* Whether there is a check of that name which warns. */
bool check_is_warning(const char *name);

/* Prints every check with one line on its reason. */
void check_print_list(FILE *out);

/* Prints the system as it was understood, in bytes and ticks. */
void check_print_model(FILE *out, const struct model *model);

#endif
