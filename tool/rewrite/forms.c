/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The forms: which instruction replaces which, and on what condition. An
 * address with base x0 reaches both ends of the address space, so each is one
 * instruction that needs no register; doc/rewriting.md argues for each.
 */
#include "rewrite/csr.h"
#include "rewrite/flow.h"
#include "rewrite/internal.h"

#include <bulkhead/state.h>

/* ld rd,offset(x0) */
static uint32_t make_load(uint32_t rd, int32_t offset)
{
    return (uint32_t)offset << 20 | 3u << 12 | rd << 7 | OPCODE_LOAD;
}

/* sd rs,offset(x0) */
static uint32_t make_store(uint32_t rs, int32_t offset)
{
    uint32_t bits = (uint32_t)offset & 0xfff;

    return bits >> 5 << 25 | rs << 20 | 3u << 12 | (bits & 31) << 7 |
           OPCODE_STORE;
}

#define AMOSWAP 0x01u
#define AMOOR 0x08u
#define AMOAND 0x0cu

/* amo.w rd,rs,(x0) */
static uint32_t make_atomic(uint32_t function, uint32_t rd, uint32_t rs)
{
    return function << 27 | rs << 20 | 2u << 12 | rd << 7 | OPCODE_AMO;
}

/* li rd,number */
static uint32_t make_constant(uint32_t rd, uint32_t number)
{
    return number << 20 | rd << 7 | OPCODE_OP_IMM;
}

/* Where the state page has a CSR, or 0. */
static int32_t state_offset(uint32_t number)
{
    switch (number) {
    case CSR_MIE:
        return BH_STATE_MIE;
    case CSR_MIP:
        return BH_STATE_MIP;
    case CSR_MTVEC:
        return BH_STATE_MTVEC;
    case CSR_MEPC:
        return BH_STATE_MEPC;
    case CSR_MCAUSE:
        return BH_STATE_MCAUSE;
    case CSR_MTVAL:
        return BH_STATE_MTVAL;
    case CSR_MSCRATCH:
        return BH_STATE_MSCRATCH;
    default:
        return 0;
    }
}

static const char *write_plain(const struct site_facts *facts, uint32_t bits,
                               uint32_t *replacement)
{
    const uint32_t number = csr_number(bits), operand = csr_operand(bits);

    if (number == CSR_MIE)
        return "an interrupt may become due";
    if (number == CSR_MTVEC || number == CSR_MIP)
        return "not every value can be held";
    if (csr_destination(bits) != 0)
        return "reads and writes at once";
    if (csr_operation(bits) & CSR_IMMEDIATE && operand != 0)
        return "needs a register";
    if (number == CSR_MEPC && !facts->leads_to_mret)
        return "mepc may be read again: bit 0";
    *replacement = make_store(operand, state_offset(number));
    return NULL;
}

/* Any CSR of the state page but mstatus. */
static const char *choose_plain(const struct site_facts *facts, uint32_t bits,
                                uint32_t *replacement)
{
    const uint32_t number = csr_number(bits);

    if (csr_is_read(bits)) {
        *replacement = make_load(csr_destination(bits), state_offset(number));
        return NULL;
    }
    if ((csr_operation(bits) & 3) != CSR_WRITE)
        return number == CSR_MIE ? "an interrupt may become due"
                                 : "reads and writes at once";
    return write_plain(facts, bits, replacement);
}

static bool is_disable(uint32_t bits)
{
    return csr_operation(bits) == (CSR_CLEAR | CSR_IMMEDIATE) &&
           csr_operand(bits) == MSTATUS_MIE;
}

/*
 * Says whether all that the program ever reads of mstatus is the flag, so that
 * a value of unknown origin that goes into mstatus is the flag again. What a
 * handler saves goes back by a plain write.
 */
static bool keeps_to_flag(const struct rewriting *rewriting)
{
    bool reads = false;

    for (size_t i = 0; i < rewriting->count; i++) {
        const struct site_facts *facts = &rewriting->facts[i];
        uint32_t bits = rewriting->sites[i].original;

        if (!csr_is_access(bits) || csr_number(bits) != CSR_MSTATUS ||
            csr_destination(bits) == 0 || facts->doubt ||
            (csr_is_read(bits) && facts->handles))
            continue;
        if (facts->misuse && facts->misuse != flow_passed_on &&
            facts->misuse != flow_left_over)
            return false;
        reads |= is_disable(bits);
    }
    return reads;
}

static const char *choose_set(const struct rewriting *rewriting,
                              const struct site_facts *facts, uint32_t bits,
                              uint32_t *replacement)
{
    const uint8_t flag = VALUE_ZERO | VALUE_FLAG;

    if (csr_destination(bits) != 0)
        return "reads and writes at once";
    if (facts->operand == 0)
        return "nobody knows what it sets";
    if (facts->operand & ~(flag | VALUE_ANY))
        return "may set more than the flag";
    if (facts->operand & VALUE_ANY && !rewriting->keeps_to_flag)
        return "nobody knows what it sets";
    *replacement = make_atomic(AMOOR, 0, csr_operand(bits));
    return NULL;
}

/*
 * Clears bits: nothing happens if a program can change none of them, as that of
 * an extension that the hart does not have.
 */
static const char *choose_clear(const struct site_facts *facts, uint32_t bits,
                                uint32_t *replacement)
{
    if (csr_destination(bits) != 0)
        return "reads and writes at once";
    if (facts->operand == 0)
        return "nobody knows what it clears";
    if (facts->operand & ~(VALUE_ZERO | VALUE_INERT))
        return "changes more than the flag";
    *replacement = INSTRUCTION_NOP;
    return NULL;
}

/*
 * Says whether the site at `index` is interrupts on, and the one behind it
 * interrupts off, with no other way to get there: both together let in what
 * waits.
 */
static bool opens_window(const struct rewriting *rewriting, size_t index)
{
    const struct model_site *site = &rewriting->sites[index];
    const struct site_facts *facts = &rewriting->facts[index];

    return index + 1 < rewriting->count &&
           site->original == INSTRUCTION_ENABLE &&
           is_disable(site[1].original) && !facts[0].doubt && !facts[1].doubt &&
           !facts[1].misuse && site[1].address == site->address + 4 &&
           facts[0].function && facts[1].function == facts[0].function &&
           !facts[0].function->computed &&
           !code_is_target(&rewriting->code, site[1].address);
}

/* Interrupts off: the flag is in the result. */
static uint32_t choose_disable(const struct rewriting *rewriting, size_t index)
{
    const uint32_t bits = rewriting->sites[index].original;

    if (index > 0 && opens_window(rewriting, index - 1))
        return make_atomic(AMOAND, 0, 0); /* which is there already */
    return make_atomic(AMOSWAP, csr_destination(bits), 0);
}

/* Interrupts on, from no register. */
static const char *choose_enable(const struct rewriting *rewriting,
                                 size_t index, uint32_t *replacement)
{
    uint32_t rd;

    if (!opens_window(rewriting, index))
        return "needs a register";
    rd = csr_destination(rewriting->sites[index + 1].original);
    *replacement = rd ? make_constant(rd, MSTATUS_MIE) : INSTRUCTION_NOP;
    return NULL;
}

static const char *choose_mstatus(const struct rewriting *rewriting,
                                  size_t index, uint32_t *replacement)
{
    const struct site_facts *facts = &rewriting->facts[index];
    const uint32_t bits = rewriting->sites[index].original;
    const char *why = NULL;

    if (csr_is_read(bits)) {
        if (csr_destination(bits) == 0 || facts->misuse)
            return "only the kernel knows FS";
        *replacement = make_load(csr_destination(bits), BH_FLAG_PAGE_ADDRESS);
    } else if (is_disable(bits)) {
        why = facts->misuse;
        *replacement = choose_disable(rewriting, index);
    } else if (csr_operation(bits) == CSR_SET) {
        why = choose_set(rewriting, facts, bits, replacement);
    } else if (csr_operation(bits) == CSR_CLEAR) {
        return choose_clear(facts, bits, replacement);
    } else if (csr_operation(bits) == (CSR_SET | CSR_IMMEDIATE)) {
        why = choose_enable(rewriting, index, replacement);
    } else {
        return "changes more than the flag";
    }
    if (!why && rewriting->partition->null_page_traps)
        why = "null-page=\"trap\"";
    return why;
}

void form_choose(struct rewriting *rewriting, size_t index)
{
    const struct site_facts *facts = &rewriting->facts[index];
    struct model_site *site = &rewriting->sites[index];
    const uint32_t bits = site->original;
    uint32_t replacement = bits;

    if (facts->doubt)
        site->why = facts->doubt;
    else if (bits == INSTRUCTION_MRET)
        site->why = "an interrupt may become due";
    else if (bits == INSTRUCTION_WFI)
        site->why = "the time is for others";
    else if (csr_number(bits) == CSR_MSTATUS)
        site->why = choose_mstatus(rewriting, index, &replacement);
    else if (state_offset(csr_number(bits)) != 0)
        site->why = choose_plain(facts, bits, &replacement);
    else
        site->why = "not in the state page";
    site->replacement = site->why ? bits : replacement;
}

void forms_prepare(struct rewriting *rewriting)
{
    rewriting->keeps_to_flag = keeps_to_flag(rewriting);
    for (size_t i = 0; rewriting->keeps_to_flag && i < rewriting->count; i++) {
        /* Such a program has masked what it wanted. */
        if (rewriting->facts[i].misuse == flow_left_over)
            rewriting->facts[i].misuse = NULL;
    }
}

bool form_needs_flag_page(uint32_t replacement)
{
    return (replacement & 0x7f) == OPCODE_AMO ||
           replacement ==
               make_load(replacement >> 7 & 31, BH_FLAG_PAGE_ADDRESS);
}
