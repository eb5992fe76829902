/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls whatever there is to be called, and what there is not, a million times
 * with random arguments. What comes back must be an error of the interface, no
 * other register may change, and no byte outside the buffers that it gave. It
 * may be suspended, halted and restarted by its like: its memory is kept.
 */
#include "calls.h"
#include "check.h"

#define CALLS 1000000
#define FUNCTIONS (BH_EXT_COUNT * BH_EXT_FUNCTIONS)
#define OF(array) array[below(sizeof(array) / sizeof((array)[0]))]

#define ARENA_WORDS 1024
#define GUARD_WORDS 512

/* Partitions in the order of the system file: those that may be harmed. */
#define FIRST_VICTIM 3 /* the callers, */
#define COLD_VICTIM 5  /* of which the last need not finish */

static uint64_t memory[GUARD_WORDS + ARENA_WORDS + GUARD_WORDS];
static uint64_t *const arena = &memory[GUARD_WORDS];
static uint64_t seed, calls, refused, served[FUNCTIONS];
static bool begun;
static struct check_tally tally;

static uint64_t below(uint64_t bound)
{
    return (check_random(&seed) >> 8) % bound;
}

static uint64_t any_number(void)
{
    return check_random(&seed) >> below(64);
}

static uint64_t any_address(void)
{
    const struct bh_info *info = bh_info_page();
    const uint64_t edges[] = {
        0,
        info->memory_start, /* code: it cannot be written */
        info->memory_start + info->memory_size - 1,
        info->memory_start + info->memory_size,
        info->memory_start - 8,
        BH_INFO_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS - 1,
        BH_STATE_PAGE_ADDRESS,
        UINT64_MAX,
        0x0200bff8,
        0x10000000,
        0x80000000,
    };

    switch (below(8)) {
    case 0:
        return check_random(&seed) | UINT64_C(1) << 63;
    case 1:
        return OF(edges);
    case 2: /* where it can write, or only read, what others have, too */
        return bh_shared_info((long)below(2))->address + below(16384);
    default:
        return (uint64_t)(uintptr_t)arena + below(4096);
    }
}

static uint64_t any_size(void)
{
    static const uint64_t sizes[] = {0,  1,   7,   8,    24,    25,
                                     32, 104, 256, 4096, 65536, 65537};

    /* A buffer that fits behind any address of the arena's first half. */
    return below(8) == 0 ? any_number() & ~UINT64_C(0x1fff) : OF(sizes);
}

static uint64_t any_argument(void)
{
    switch (below(5)) {
    case 0:
        return any_size();
    case 1:
        return any_address();
    case 2:
        return bh_time_now() + below(100000);
    case 3:
        return below(2) == 0 ? any_number() : UINT64_MAX - below(2);
    default:
        return below(10);
    }
}

struct call {
    uint64_t a[6], function, extension;
};

static struct call any_call(void)
{
    const uint64_t word = check_random(&seed);
    struct call call = {
        .a = {below(10), any_address(), any_size(), word, ~word, word},
        .function = below(10),
        .extension = BH_EXT_FIRST + below(BH_EXT_COUNT),
    };

    if (below(2) == 0) /* not as most calls have it: which, where, how much */
        for (int i = 0; i < 3; i++)
            call.a[i] = any_argument();
    if (below(32) == 0)
        call.function = any_number();
    if (below(32) == 0)
        call.extension = below(2) == 0 ? BH_EXT_BASE : any_number();
    return call;
}

/* Whether the call takes the rest of the slot, if it is served. */
static bool takes_slot(const struct call *call)
{
    if (call->extension == BH_EXT_INTERRUPT)
        return call->function == BH_INTERRUPT_WAIT;
    if (call->extension == BH_EXT_HEALTH)
        return call->function == BH_HEALTH_RAISE;
    return call->extension == BH_EXT_PARTITION &&
           call->function != BH_PARTITION_NULL &&
           call->function != BH_PARTITION_GET_STATE &&
           call->function != BH_PARTITION_GET_STATUS;
}

/*
 * With the right to harm, it harms only those that can bear it; without it, it
 * tries with everybody. A cold start would forget what has been counted.
 */
static void spare_others(struct call *call)
{
    const bool may = bh_info_page()->partition > FIRST_VICTIM;
    uint64_t *id = &call->a[0], *mode = &call->a[1];

    if (call->extension != BH_EXT_PARTITION)
        return;
    if (call->function == BH_PARTITION_SET_MODE &&
        call->a[0] == BH_STATE_COLD_START)
        call->a[0] = BH_STATE_WARM_START;
    if (may && *id < FIRST_VICTIM)
        *id += FIRST_VICTIM;
    if (*id < COLD_VICTIM && *mode == BH_STATE_COLD_START)
        *mode = BH_STATE_WARM_START;
}

static long raw_call(const struct call *call)
{
    register uint64_t a0 __asm__("a0") = call->a[0];
    register uint64_t a1 __asm__("a1") = call->a[1];
    register uint64_t a2 __asm__("a2") = call->a[2];
    register uint64_t a3 __asm__("a3") = call->a[3];
    register uint64_t a4 __asm__("a4") = call->a[4];
    register uint64_t a5 __asm__("a5") = call->a[5];
    register uint64_t a6 __asm__("a6") = call->function;
    register uint64_t a7 __asm__("a7") = call->extension;

    __asm__ volatile("ecall"
                     : "+r"(a0), "+r"(a1), "+r"(a2), "+r"(a3), "+r"(a4),
                       "+r"(a5), "+r"(a6), "+r"(a7)
                     :
                     : "memory");
    verify(&tally,
           a2 == call->a[2] && a3 == call->a[3] && a4 == call->a[4] &&
               a5 == call->a[5] && a6 == call->function &&
               a7 == call->extension,
           "registers");
    return (long)a0;
}

static void judge(const struct call *call, long error)
{
    const uint64_t index = call->extension - BH_EXT_FIRST;

    if (index >= BH_EXT_FUNCTIONS && call->extension != BH_EXT_BASE)
        return; /* an exception of its own: see the handler */
    verify(&tally, (error <= 0 && error >= -5) || (error < -63 && error > -80),
           "an error of the interface");
    if (error == BH_OK && index < BH_EXT_COUNT &&
        call->function < BH_EXT_FUNCTIONS)
        served[index * BH_EXT_FUNCTIONS + call->function]++;
    refused += error != BH_OK;
}

static void look_at_guards(void)
{
    const volatile uint64_t *table =
        (const volatile uint64_t *)(uintptr_t)bh_shared_find("table")->address;

    for (int i = 0; i < GUARD_WORDS; i++)
        verify(&tally,
               memory[i] == GUARD &&
                   memory[GUARD_WORDS + ARENA_WORDS + i] == GUARD,
               "memory around the buffers");
    /* The nurse has filled it, from its end to its beginning. */
    for (int i = 0; table[0] != 0 && i < TABLE_WORDS; i++)
        verify(&tally, table[i] == GUARD, "shared memory that it can read");
}

/* What is no call of the kernel's comes back as an exception. */
static uint64_t skip(uint64_t cause, uint64_t epc, uint64_t tval)
{
    (void)tval;
    verify_equal(&tally, cause, 11, "an ecall from virtual M-mode");
    return epc + 4;
}

static void begin(void)
{
    seed = 88172645463325252 + bh_info_page()->partition;
    for (int i = 0; i < GUARD_WORDS; i++)
        memory[i] = memory[GUARD_WORDS + ARENA_WORDS + i] = GUARD;
    begun = true;
}

static void finish(void)
{
    uint64_t functions = 0;

    bh_puts("");
    for (int i = 0; i < FUNCTIONS; i++)
        functions += served[i] != 0;
    bh_printf("served: %lu functions; refused: %lu calls\n", functions,
              refused);
    check(bh_info_page()->reset_count > 0, "it was restarted");
    verify_end(&tally, "verified");
    check(true, "a million calls");
}

int main(void)
{
    bh_exception_set_handler(skip);
    if (!begun)
        begin();
    while (calls < CALLS) {
        struct call call = any_call();

        if (takes_slot(&call) && below(128) != 0)
            continue;
        if (call.extension == BH_EXT_CONSOLE && below(64) != 0)
            continue;
        spare_others(&call);
        bh_state_page()->mie = UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_SLOT);
        if (calls++ % 4096 == 0)
            look_at_guards();
        arena[below(ARENA_WORDS)] = check_random(&seed);
        judge(&call, raw_call(&call));
    }
    if (calls++ == CALLS)
        finish();
    return 0;
}
