/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Executes random instructions, millions of them, with registers full of
 * pointers to all that there is: itself, its devices, its two pages, the
 * kernel, nothing. What traps is skipped. It must survive itself, so that what
 * could take its trap handler away, or the timer that ends endless loops, is
 * executed alone, and all is set up anew behind it.
 */
#include "check.h"
#include "words.h"

#define SLOTS 5000 /* after so many it has had enough */
#define ALONE 4    /* words that stand alone, then one block many times, */
#define ROUND 16   /* which makes so many blocks in all */
#define BLOCK 64   /* words */
#define TAIL 8     /* words behind a block, which lead back */
#define LENGTH ((BLOCK + TAIL) * UINT64_C(4))
#define ARENA_SIZE (UINT64_C(1) << 21)

#define MTIMECMP 0x02004000
#define UART 0x10000000
#define FINISHER 0x00100900 /* no store reaches its register from there */
#define MSTATUS_RUN UINT64_C(0x7880) /* MPP, MPIE, FS */
#define FAR (1 << 20)                /* what a jump reaches */

/* What must not be lost. It can be: a store may find it. Then it shows. */
struct progress {
    uint64_t seed, words, blocks, check;
};
static struct progress progress;
static uint64_t calls;  /* that the kernel carried out */
static uint64_t resets; /* because it had destroyed its own progress */

/* By the handler: exceptions, and how far in the block the last one was. */
extern uint64_t random_traps[2];
uint64_t random_traps[2];

/*
 * In the middle lies the block: a jump leads no farther than to the ends. It
 * can be executed and written, for `drive` has changed the program so.
 */
static uint32_t arena[ARENA_SIZE / 4] __attribute__((aligned(4096)));
extern uint32_t *const random_block;
uint32_t *const random_block = &arena[ARENA_SIZE / 8];

static uint64_t registers[32];

void random_trap(void);
void random_return(void);
void random_enter(const uint64_t *from);
void random_continue(uint64_t offset, uint64_t a0);

/*
 * The handler skips what trapped in the block; it may use t0 to t2, for nothing
 * in them is dear to anybody. What trapped elsewhere, and every interrupt, ends
 * the block.
 */
__asm__("    .balign 4\n"
        "    .option push\n"
        "    .option norelax\n"
        "random_trap:\n"
        "    ld t0, -2008(x0)\n" /* mcause */
        "    bltz t0, random_return\n"
        "    la t0, random_traps\n"
        "    ld t1, 0(t0)\n"
        "    addi t1, t1, 1\n"
        "    sd t1, 0(t0)\n"
        "    la t0, random_block\n"
        "    ld t0, 0(t0)\n"
        "    ld t1, -2016(x0)\n" /* mepc */
        "    sub t0, t1, t0\n"
        "    li t2, 64 * 4\n"
        "    bgeu t0, t2, random_leave\n"
        "    la t2, random_traps\n"
        "    sd t0, 8(t2)\n"
        "    lhu t2, 0(t1)\n"
        "    addi t1, t1, 2\n"
        "    andi t2, t2, 3\n"
        "    addi t2, t2, -3\n"
        "    bnez t2, 1f\n"
        "    addi t1, t1, 2\n"
        "1:  sd t1, -2016(x0)\n"
        "    mret\n"

        "random_return:\n"
        "    sd x0, -2040(x0)\n" /* mie: no interrupt from here on */
        "    li t0, -1\n"
        "    mv a1, a0\n"
        "random_leave:\n"
        "    mv a0, t0\n"
        "    la gp, __global_pointer$\n"
        "    la sp, random_stack_top\n"
        "    tail random_continue\n"

        /* With interrupts as MPIE says, at mepc. */
        "random_enter:\n"
        "    mv x31, a0\n"
        "    .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15\n"
        "    ld x\\n, 8*\\n(x31)\n"
        "    .endr\n"
        "    .irp n, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29\n"
        "    ld x\\n, 8*\\n(x31)\n"
        "    .endr\n"
        "    ld x30, 240(x31)\n"
        "    ld x31, 248(x31)\n"
        "    mret\n"
        "    .option pop\n"

        "    .pushsection .bss\n"
        "    .balign 16\n"
        "    .space 4096\n"
        "random_stack_top:\n"
        "    .popsection\n");

_Static_assert(BLOCK == 64, "random_trap");

static uint64_t next(void)
{
    return check_random(&progress.seed);
}

static uint64_t below(uint64_t bound)
{
    return next() % bound;
}

static uint64_t address_of(const void *object)
{
    return (uint64_t)(uintptr_t)object;
}

static uint64_t checked(void)
{
    return progress.seed ^ ~progress.words ^ progress.blocks << 40;
}

/* An address; those behind the bound are for words that stand alone. */
#define POINTERS 12
#define POINTERS_ALONE 15
static uint64_t pointer(uint64_t bound)
{
    const struct bh_info *info = bh_info_page();

    switch (below(bound)) {
    case 0:
    case 1:
    case 2:
        return address_of(arena) + below(ARENA_SIZE / 8) * 8;
    case 3:
        return address_of(random_block) + below(BLOCK) * 4;
    case 4:
        return address_of(arena) + below(ARENA_SIZE);
    case 5:
        return UART + below(8);
    case 6:
        return FINISHER;
    case 7:
        return address_of(&random_block); /* a constant */
    case 8:
        return BH_INFO_PAGE_ADDRESS + 2048 + below(2048);
    case 9:
        return info->memory_start + info->memory_size - below(16);
    case 10:
        return below(UINT64_C(1) << 32) & ~UINT64_C(7);
    case 11:
        return next();
    case 12:
        return BH_STATE_PAGE_ADDRESS + below(4096);
    case 13:
        return MTIMECMP + below(2) * 8;
    default:
        return MTIMECMP - 0x4000 + below(0x4000) * 4;
    }
}

/*
 * A jump may lead between two words of the block, and the second half of one
 * and the first of the next be an instruction, too.
 */
static void disarm_halves(void)
{
    for (int i = 1; i < BLOCK; i++)
        while (is_deadly(random_block[i] << 16 | random_block[i - 1] >> 16))
            random_block[i] = random_word();
}

static void fill_block(void)
{
    const bool compressed = below(4) == 0;

    for (int i = 0; i < BLOCK; i++)
        random_block[i] = compressed && below(2) == 0
                              ? random_half() << 16 | random_half()
                              : random_word();
    for (int i = BLOCK; i < BLOCK + TAIL; i++)
        random_block[i] = 0x90029002; /* c.ebreak twice */
    disarm_halves();
}

static void fill_registers(void)
{
    for (int n = 1; n < 32; n++)
        registers[n] = below(4) == 0 ? next() : pointer(POINTERS);
    /* It was entered by mret, and another one must not lead to U-mode. */
    registers[5] = MSTATUS_RUN;
    random_block[0] = CSRS_MSTATUS_T0;
}

/* A jump to random_return() that needs no handler; x5 is lost. */
static void lead_back(uint32_t *tail)
{
    const uint64_t distance =
        address_of((void *)(uintptr_t)random_return) - address_of(tail);

    tail[0] = 0x00000297 | (uint32_t)((distance + 0x800) & 0xfffff000);
    tail[1] = 0x00028067 | (uint32_t)(distance << 20);
}

/* Not into the block itself, for the way back is there. */
static uint64_t pointer_alone(void)
{
    uint64_t address;

    do
        address = pointer(POINTERS_ALONE);
    while (address - address_of(random_block) + 4096 < 8192);
    return address;
}

/* Whether the call in the registers would be this partition's last. */
static bool ends_itself(void)
{
    switch (registers[16]) {
    case BH_PARTITION_HALT:
    case BH_PARTITION_SET_MODE:
        return true;
    case BH_PARTITION_SUSPEND:
    case BH_PARTITION_RESET:
    case BH_PARTITION_STOP:
        return registers[10] == bh_info_page()->partition;
    default:
        return false;
    }
}

static void prepare_call(void)
{
    registers[17] = below(4) == 0 ? next() : BH_EXT_FIRST + below(7);
    registers[16] = below(16) == 0 ? next() : below(6);
    registers[10] = below(2) == 0 ? below(5) : pointer_alone();
    registers[11] = below(2) == 0 ? below(300) : pointer_alone();
    registers[12] = below(2) == 0 ? below(300) : pointer_alone();
    if (registers[17] == BH_EXT_PARTITION && ends_itself())
        registers[16] = BH_PARTITION_NULL;
    /* A timer that expires all the time leaves no time for anything else. */
    if (registers[17] == BH_EXT_TIME &&
        registers[16] == BH_TIME_SET_CLOCK_TIMER && registers[12] < 1000)
        registers[12] = 0;
    /* A record that the kernel writes wherever it may could hit the handler. */
    if (registers[17] == BH_EXT_PLAN)
        registers[11] = 0;
    if (registers[17] == BH_EXT_PARTITION &&
        registers[16] == BH_PARTITION_GET_STATUS)
        registers[12] = 0;
    if (registers[17] == BH_EXT_PARTITION &&
        registers[16] == BH_PARTITION_YIELD && below(16) != 0)
        registers[17] = BH_EXT_TIME;
}

/* A return to anywhere. */
static void fill_mret(void)
{
    registers[5] = MSTATUS_RUN;
    registers[6] = below(2) == 0 ? next() : address_of(arena) + below(1 << 16);
    random_block[0] = CSRS_MSTATUS_T0;
    random_block[1] = CSRW_MEPC_T1;
    random_block[2] = MRET;
    lead_back(&random_block[3]);
}

/*
 * A word after which nothing may be as it was. Returns whether interrupts may
 * come on the way: where it may change mtvec, they may not.
 */
static bool fill_alone(void)
{
    uint32_t word = (uint32_t)next() | 3;
    const uint64_t way = below(8);

    for (int n = 1; n < 32; n++)
        registers[n] = below(4) == 0 ? next() : pointer_alone();
    if (way == 0 && below(2) == 0) {
        fill_mret();
        return true;
    }
    if (way == 0) {
        word = WFI;
    } else if (way <= 3) {
        word = ECALL;
        prepare_call();
    } else if (way == 4) {
        word =
            with_field(with_field(word, 0, 7, OP_SYSTEM), 20, 12, csr_number());
    } else {
        static const uint8_t opcodes[] = {OP_LOAD, OP_STORE, OP_STORE,
                                          OP_STORE_FP, OP_AMO};

        const uint32_t opcode = opcodes[below(sizeof(opcodes))];

        word = with_field(word, 0, 7, opcode);
        if (below(4) != 0) /* bytes to double words */
            word = with_field(word, 12, 3, below(4));
        if (below(8) == 0)
            word = with_field(word, 15, 5, 0);
        else if (opcode != OP_AMO && below(4) != 0)
            word = random_offset(word, opcode);
    }
    random_block[0] = word;
    lead_back(&random_block[1]);
    return way <= 3;
}

static void finish(void)
{
    bh_state_page()->mtvec = address_of((void *)(uintptr_t)bh_trap_handler);
    bh_puts("");
    bh_printf("executed %lu words\n", progress.words);
    bh_printf("took %lu traps\n", random_traps[0]);
    bh_printf("made %lu calls\n", calls);
    bh_printf("destroyed itself %lu times\n", resets);
    check(true, "done");
    bh_exit();
}

static void run(bool interrupts)
{
    volatile struct bh_state *state = bh_state_page();
    const uint64_t status = interrupts ? MSTATUS_RUN : MSTATUS_RUN & ~0x80u;

    progress.check = checked();
    __asm__ volatile("csrw mstatus, %0" : : "r"(status) : "memory");
    state->mtvec = address_of((void *)(uintptr_t)random_trap);
    state->mie = interrupts ? 1 << BH_IRQ_TIMER : 0;
    state->mepc = address_of(random_block);
    bh_time_set_timer(bh_time_now() + 250);
    __asm__ volatile("fence.i" : : : "memory");
    random_enter(registers);
}

static bool is_alone(void)
{
    return progress.blocks % ROUND < ALONE;
}

/*
 * Comes here after each block, `offset` bytes in it, if in it at all; `a0` is
 * what a word that stands alone has left there.
 */
void random_continue(uint64_t offset, uint64_t a0)
{
    if (progress.check != checked() && ++resets) /* by itself: from anew */
        progress = (struct progress){.seed = bh_info_page()->slot_count + 1};
    calls += random_block[0] == ECALL && a0 == BH_OK;
    if (is_alone())
        progress.words++;
    else
        progress.words += (offset < LENGTH ? offset : random_traps[1]) / 4;
    random_traps[1] = 0;
    if (bh_info_page()->slot_count >= SLOTS)
        finish();
    progress.blocks++;
    if (is_alone())
        run(fill_alone());
    if (progress.blocks % ROUND == ALONE)
        fill_block();
    fill_registers();
    run(true);
}

int main(void)
{
    _Static_assert(ARENA_SIZE / 2 >= FAR, "no jump leads out of the arena");

    random_block[0] = 0x00008067; /* ret */
    __asm__ volatile("fence.i\n jalr %0"
                     :
                     : "r"(random_block)
                     : "ra", "memory");
    check(true, "executes what it writes");
    progress.seed = 88172645463325252;
    progress.check = checked();
    random_continue(0, 0);
    return 0;
}
