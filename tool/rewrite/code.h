/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where a program's instructions are. Bytes between functions can be anything,
 * and so can bytes inside of one: what counts as an instruction is what is
 * reached from a function's first one.
 */
#ifndef TOOL_REWRITE_CODE_H
#define TOOL_REWRITE_CODE_H

#include "model.h"
#include "rewrite/decode.h"

/*
 * A function, or a piece of code of which nobody says where it ends. No two of
 * them overlap: one ends at the latest where the next one begins.
 */
struct function {
    const char *name;
    uint64_t start;
    uint64_t end;
    bool has_size; /* else what is reached is all there is of it */
    /* Set by flow_find_arguments(), by register: */
    uint64_t reads;  /* arguments that it, or what it calls, may look at */
    uint64_t passes; /* the same, and those that may get to strangers */
    bool computed;   /* it jumps into itself by addresses in registers */
};

struct code {
    struct elf_program *program;
    struct function *functions; /* sorted by start */
    size_t function_count;
    uint8_t **marks; /* for each segment, one for each two bytes */
};

/* Finds the instructions of a program by its symbols. */
void code_find(struct elf_program *program, struct code *code);
void code_free(struct code *code);

/* The instruction at `address` if it ends by `end`; false if there is none. */
bool code_instruction(const struct elf_program *program, uint64_t address,
                      uint64_t end, struct instruction *instruction);

/* The `*size` bytes of the file at `address`; NULL if there are none. */
uint8_t *code_bytes(const struct elf_program *program, uint64_t address,
                    uint64_t *size);

/* Says whether an instruction that is executed begins at `address`. */
bool code_is_reached(const struct code *code, uint64_t address);

/* Says whether an instruction that is executed goes to `address`, or calls. */
bool code_is_target(const struct code *code, uint64_t address);

/*
 * Says whether an instruction is reached that overlaps with another one: then
 * one of them is a trick, or a mistake.
 */
bool code_is_doubtful(const struct code *code, uint64_t address);

/* The function around `address`, or NULL if there is none. */
const struct function *code_function(const struct code *code, uint64_t address);

/* The function that begins at `address`, or NULL. */
const struct function *code_function_at(const struct code *code,
                                        uint64_t address);

#endif
