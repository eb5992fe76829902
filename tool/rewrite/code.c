/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Functions and the instructions in them; see code.h. From a function's first
 * instruction on, every way is gone that does not lead through a register.
 * Where one does, the pieces of the function that were not reached count as
 * well, if they are instructions from end to end: the cases of a switch.
 */
#include "rewrite/code.h"

#include "memory.h"

#include <stdlib.h>

#define MARK_CODE 1u     /* an instruction begins here */
#define MARK_INSIDE 2u   /* its second half */
#define MARK_DOUBTFUL 4u /* another one overlaps */
#define MARK_DATA 8u
#define MARK_LABEL 16u
#define MARK_MAPPED 32u /* a mapping symbol says that this is code */

/* Addresses that are still to be looked at. */
struct worklist {
    uint64_t *address;
    size_t count;
    size_t room;
};

static void push(struct worklist *list, uint64_t address)
{
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 64;
        list->address =
            memory_resize(list->address, list->room, sizeof(*list->address));
    }
    list->address[list->count++] = address;
}

/* The segment with the byte of the file at `address`, or NULL. */
static const struct elf_segment *segment_at(const struct elf_program *program,
                                            uint64_t address)
{
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];

        if (address >= segment->address &&
            address - segment->address < segment->file_size)
            return segment;
    }
    return NULL;
}

uint8_t *code_bytes(const struct elf_program *program, uint64_t address,
                    uint64_t *size)
{
    const struct elf_segment *segment = segment_at(program, address);

    if (!segment || !(segment->access & BH_ACCESS_EXECUTE))
        return NULL;
    *size = segment->file_size - (address - segment->address);
    return segment->data + (address - segment->address);
}

bool code_instruction(const struct elf_program *program, uint64_t address,
                      uint64_t end, struct instruction *instruction)
{
    uint64_t size;
    const uint8_t *bytes = code_bytes(program, address, &size);

    if (!bytes || address % 2 || address >= end)
        return false;
    if (size > end - address)
        size = end - address;
    return decode_instruction(bytes, size, address, instruction);
}

/* The mark at `address`, or NULL if nothing can be executed there. */
static uint8_t *mark_at(const struct code *code, uint64_t address)
{
    const struct elf_program *program = code->program;
    const struct elf_segment *segment = segment_at(program, address);

    if (!segment || address % 2)
        return NULL;
    return code->marks[segment - program->segments] +
           (address - segment->address) / 2;
}

static bool has_mark(const struct code *code, uint64_t address, unsigned mark)
{
    const uint8_t *at = mark_at(code, address);

    return at && (*at & mark);
}

bool code_is_reached(const struct code *code, uint64_t address)
{
    return has_mark(code, address, MARK_CODE);
}

bool code_is_doubtful(const struct code *code, uint64_t address)
{
    return has_mark(code, address, MARK_DOUBTFUL) ||
           has_mark(code, address + 2, MARK_DOUBTFUL);
}

bool code_is_target(const struct code *code, uint64_t address)
{
    struct instruction it;

    for (size_t i = 0; i < code->function_count; i++) {
        const struct function *function = &code->functions[i];

        for (uint64_t at = function->start; at < function->end; at += 2) {
            if (!code_is_reached(code, at) ||
                !code_instruction(code->program, at, function->end, &it))
                continue;
            if ((it.flow == FLOW_BRANCH || it.flow == FLOW_JUMP ||
                 it.flow == FLOW_CALL) &&
                it.target == address)
                return true;
        }
    }
    return false;
}

/* Marks an instruction, and whatever overlaps with it. */
static void mark_instruction(const struct code *code,
                             const struct instruction *it)
{
    uint8_t *first = mark_at(code, it->address);
    uint8_t *second = it->length == 4 ? mark_at(code, it->address + 2) : NULL;

    if (*first & MARK_INSIDE)
        *first |= MARK_DOUBTFUL;
    *first |= MARK_CODE;
    if (!second)
        return;
    if (*second & MARK_CODE)
        *second |= MARK_DOUBTFUL;
    *second |= MARK_INSIDE;
}

/* Marks the two-byte units in [start, end). */
static void mark_range(const struct code *code, uint64_t start, uint64_t end,
                       uint8_t mark)
{
    for (uint64_t at = start & ~1ULL; at < end; at += 2) {
        uint8_t *unit = mark_at(code, at);

        if (!unit)
            return;
        *unit |= mark;
    }
}

/* Where what a mapping symbol says ends: at the next one. */
static uint64_t mapping_end(const struct elf_program *program, size_t index)
{
    const struct elf_symbol *symbol = &program->symbols[index];

    if (symbol->size > 0)
        return symbol->address + symbol->size;
    for (size_t i = index + 1; i < program->symbol_count; i++) {
        const struct elf_symbol *next = &program->symbols[i];

        if (next->kind == ELF_CODE || next->kind == ELF_DATA)
            return next->address < symbol->end ? next->address : symbol->end;
    }
    return symbol->end;
}

/* What symbols say of the bytes themselves. No byte is visited twice. */
static void mark_symbols(const struct code *code)
{
    const struct elf_program *program = code->program;
    uint64_t done[2] = {0, 0};

    for (size_t i = 0; i < program->symbol_count; i++) {
        const struct elf_symbol *symbol = &program->symbols[i];
        bool is_data = symbol->kind == ELF_DATA;
        uint64_t start = symbol->address, end;

        if (symbol->kind == ELF_LABEL || symbol->kind == ELF_FUNCTION) {
            mark_range(code, start, start + 1, MARK_LABEL);
            continue;
        }
        end = mapping_end(program, i);
        if (start < done[is_data])
            start = done[is_data];
        if (end > start)
            mark_range(code, start, end, is_data ? MARK_DATA : MARK_MAPPED);
        if (end > done[is_data])
            done[is_data] = end;
    }
}

/*
 * Says whether a call goes on behind itself. In code of unknown size one that
 * never returns may be followed by what is no code, and has a name.
 */
static bool returns(const struct code *code, const struct function *function,
                    uint64_t next)
{
    return function->has_size || !has_mark(code, next, MARK_LABEL);
}

/* Notes where execution can go after an instruction, inside of its function. */
static void push_next(const struct code *code, struct function *function,
                      const struct instruction *it, struct worklist *list)
{
    const uint64_t next = it->address + it->length;

    switch (it->flow) {
    case FLOW_BRANCH:
    case FLOW_JUMP:
        if (it->target >= function->start && it->target < function->end)
            push(list, it->target);
        if (it->flow == FLOW_BRANCH)
            push(list, next);
        break;
    case FLOW_CALL:
    case FLOW_CALL_ANY:
        if (returns(code, function, next))
            push(list, next);
        break;
    case FLOW_NEXT:
        push(list, next);
        break;
    case FLOW_JUMP_ANY:
        function->computed = true;
        break;
    case FLOW_RETURN:
    case FLOW_MRET:
    default:
        break;
    }
}

static void reach(const struct code *code, struct function *function,
                  struct worklist *list)
{
    struct instruction it;

    push(list, function->start);
    while (list->count > 0) {
        uint64_t address = list->address[--list->count];

        if (has_mark(code, address, MARK_CODE | MARK_DATA) ||
            !code_instruction(code->program, address, function->end, &it))
            continue;
        mark_instruction(code, &it);
        push_next(code, function, &it, list);
    }
}

/*
 * The end of the piece at `start` that was not reached, if it is instructions
 * from end to end; else 0.
 */
static uint64_t find_piece(const struct code *code,
                           const struct function *function, uint64_t start)
{
    struct instruction it;
    uint64_t at = start;

    while (at < function->end) {
        if (has_mark(code, at, MARK_CODE))
            return at;
        if (has_mark(code, at, MARK_INSIDE | MARK_DATA) ||
            !code_instruction(code->program, at, function->end, &it))
            return 0;
        at += it.length;
    }
    return at;
}

/*
 * The pieces of a function between computed jumps. If there are none, such a
 * jump leaves the function: a switch is followed by its first case, which
 * nothing else leads to.
 */
static void reach_pieces(const struct code *code, struct function *function)
{
    struct instruction it;
    uint64_t at = function->start, end = at;

    function->computed = false;
    while (code_instruction(code->program, at, function->end, &it)) {
        if (!has_mark(code, at, MARK_CODE)) {
            function->computed = true;
            if (at >= end)
                end = find_piece(code, function, at);
            if (end == 0)
                return;
            mark_instruction(code, &it);
        }
        at += it.length;
    }
}

static void add_function(struct code *code, const char *name, uint64_t start,
                         uint64_t end, bool has_size)
{
    struct function *last;

    if (code->function_count > 0) {
        last = &code->functions[code->function_count - 1];
        if (last->start == start)
            return;
        if (last->end > start)
            last->end = start;
    }
    code->functions[code->function_count++] = (struct function){
        .name = name, .start = start, .end = end, .has_size = has_size};
}

/* Functions, and global labels that a mapping symbol says are code. */
static void find_functions(struct code *code)
{
    const struct elf_program *program = code->program;

    code->functions =
        memory_allocate(program->symbol_count, sizeof(*code->functions));
    for (size_t i = 0; i < program->symbol_count; i++) {
        const struct elf_symbol *symbol = &program->symbols[i];
        bool mapped = has_mark(code, symbol->address, MARK_MAPPED);

        if (symbol->address % 2)
            continue;
        if (symbol->kind == ELF_FUNCTION)
            add_function(code, symbol->name, symbol->address,
                         symbol->size ? symbol->address + symbol->size
                                      : symbol->end,
                         symbol->size > 0);
        else if (symbol->kind == ELF_LABEL &&
                 ((symbol->global && mapped) ||
                  symbol->address == program->entry))
            add_function(code, symbol->name, symbol->address, symbol->end,
                         false);
    }
}

void code_find(struct elf_program *program, struct code *code)
{
    struct worklist list = {NULL, 0, 0};

    *code = (struct code){.program = program};
    code->marks = memory_allocate(program->segment_count, sizeof(*code->marks));
    for (size_t i = 0; i < program->segment_count; i++)
        code->marks[i] =
            memory_allocate(program->segments[i].file_size / 2 + 1, 1);
    mark_symbols(code);
    find_functions(code);
    for (size_t i = 0; i < code->function_count; i++)
        reach(code, &code->functions[i], &list);
    for (size_t i = 0; i < code->function_count; i++) {
        if (code->functions[i].computed && code->functions[i].has_size)
            reach_pieces(code, &code->functions[i]);
    }
    free(list.address);
}

void code_free(struct code *code)
{
    for (size_t i = 0; code->marks && i < code->program->segment_count; i++)
        free(code->marks[i]);
    free(code->marks);
    free(code->functions);
}

const struct function *code_function(const struct code *code, uint64_t address)
{
    size_t low = 0, high = code->function_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (code->functions[middle].start <= address)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || address >= code->functions[low - 1].end)
        return NULL;
    return &code->functions[low - 1];
}

const struct function *code_function_at(const struct code *code,
                                        uint64_t address)
{
    const struct function *found = code_function(code, address);

    return found && found->start == address ? found : NULL;
}
