/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine guest that uses the machine as RTEMS does, but executes random
 * programs, millions of instructions that overwrite each other. What traps is
 * skipped, the timer ends what does not end, and one program in 32 is an
 * instruction that may take away all of this: it stands alone, with interrupts
 * off, and all is set up anew behind it. The handler is in pages that it cannot
 * write, and no jump leads between two instructions.
 */
#include "check.h"

#define BLOCK 256  /* instructions of a program */
#define ROUNDS 32  /* the first is one instruction, the others a block */
#define SLOTS 1000 /* after so many it has had enough */

#define ARENA_WORDS 8192
#define MTIMECMP (*(volatile uint64_t *)0x02004000)
#define MTIME (*(volatile uint64_t *)0x0200bff8)
#define PATIENCE 100 /* ticks */

#define JUMP 4 /* instructions that a branch or jump leaves out, at most */
#define FS_DIRTY UINT64_C(0x6000)
#define MPP UINT64_C(0x1800)
#define MPIE UINT64_C(0x80)
#define MTIE UINT64_C(0x80)

#define MRET 0x30200073

/* The program, and behind it its data. `drive` makes it executable. */
static uint32_t arena[ARENA_WORDS] __attribute__((aligned(4096)));
extern uint32_t *const hostile_block;
uint32_t *const hostile_block = &arena[1024];

extern uint64_t hostile_traps;
uint64_t hostile_traps;
extern uint64_t hostile_left;
uint64_t hostile_left; /* how far behind its begin the block was left */
static uint64_t seed, instructions, rounds, surely;
static uint64_t registers[32];

void hostile_trap(void);
void hostile_restart(void);
void hostile_enter(const uint64_t *from);
void hostile_continue(void);

__asm__("    .option push\n"
        "    .option norelax\n"
        "    .balign 4\n"
        "    .type hostile_trap, @function\n"
        "hostile_trap:\n"
        "    csrr t0, mcause\n"
        "    bltz t0, hostile_restart\n"
        "    la t0, hostile_traps\n"
        "    ld t1, 0(t0)\n"
        "    addi t1, t1, 1\n"
        "    sd t1, 0(t0)\n"
        "    la t0, hostile_block\n"
        "    ld t0, 0(t0)\n"
        "    csrr t1, mepc\n"
        "    sub t0, t1, t0\n"
        "    li t2, 256 * 4\n"
        "    bltu t0, t2, 2f\n"
        "    la t1, hostile_left\n"
        "    sd t0, 0(t1)\n"
        "    j hostile_restart\n"
        "2:\n"
        "    lhu t2, 0(t1)\n"
        "    addi t1, t1, 2\n"
        "    andi t2, t2, 3\n"
        "    addi t2, t2, -3\n"
        "    bnez t2, 1f\n"
        "    addi t1, t1, 2\n"
        "1:  csrw mepc, t1\n"
        "    mret\n"
        "    .size hostile_trap, . - hostile_trap\n"

        "    .type hostile_restart, @function\n"
        "hostile_restart:\n"
        "    la t0, hostile_trap\n" /* first, for what follows may trap */
        "    csrw mtvec, t0\n"
        "    csrrci x0, mstatus, 8\n" /* by the flag page, if there is one */
        "    csrw mie, x0\n"
        "    la gp, __global_pointer$\n"
        "    la sp, hostile_stack\n"
        "    tail hostile_continue\n"
        "    .size hostile_restart, . - hostile_restart\n"

        "    .type hostile_enter, @function\n"
        "hostile_enter:\n"
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
        "    .size hostile_enter, . - hostile_enter\n"
        "    .option pop\n"

        "    .pushsection .bss\n"
        "    .balign 16\n"
        "    .space 4096\n"
        "hostile_stack:\n"
        "    .popsection\n");

_Static_assert(BLOCK == 256, "hostile_trap");

static uint64_t below(uint64_t bound)
{
    return check_random(&seed) % bound;
}

static uint64_t address_of(const volatile void *object)
{
    return (uint64_t)(uintptr_t)object;
}

/* Where nobody has anything to seek: both ends, every device, nothing. */
static uint64_t wild(void)
{
    static const uint64_t places[] = {
        0,
        0,
        8,
        4096 - 8,
        BH_STATE_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS + 2048,
        BH_INFO_PAGE_ADDRESS,
        UINT64_MAX - 7,
        0x1000,
        0x00100100,
        0x02000000,
        0x02004000,
        0x0200b000,
        0x0200bff8,
        0x0c000000,
        0x0c002000,
        0x0c200000,
        0x0c200004,
        0x10000000,
        0x10000004,
        0x84000000,
        0xffffffff,
        UINT64_C(1) << 38,
    };
    const uint64_t place = places[below(sizeof(places) / sizeof(places[0]))];

    switch (below(4)) {
    case 0:
        return check_random(&seed);
    case 1:
        return place + below(4096);
    default:
        return place;
    }
}

static uint32_t with_field(uint32_t word, unsigned shift, unsigned width,
                           uint64_t value)
{
    const uint32_t mask = ((UINT32_C(1) << width) - 1) << shift;

    return (word & ~mask) | ((uint32_t)value << shift & mask);
}

/* x9 to x13 lead to data, x14 and x15 astray; only x16 on are written. */
static uint64_t base_in_arena(void)
{
    return 9 + below(5);
}

/* An instruction that there is, made of random fields around a model. */
static uint32_t harmless(uint32_t random)
{
    static const struct {
        uint32_t word, fields; /* bits of it that are free */
    } models[] = {
        {0x00000013, 0xfff07000 & ~0x5000u}, /* addi, slti */
        {0x00001013, 0x03f04000},            /* slli, srli */
        {0x0000001b, 0xfff00000},            /* addiw */
        {0x00000033, 0x02007000},            /* add to and; mul to remu */
        {0x0000003b, 0x02000000},            /* addw, mulw */
        {0x00000037, 0xfffff000},            /* lui */
        {0x00000017, 0xfffff000},            /* auipc */
        {0x02000053, 0x18000000},            /* fadd.d, fsub.d, fmul.d */
        {0x02000043, 0xf800000c},            /* fmadd.d and its kin */
        {0x00000003, 0xfff03000},            /* lb to ld */
        {0x00000023, 0x7e003f80},            /* sb to sd */
        {0x00002007, 0xfff01000},            /* flw, fld */
        {0x00002027, 0x7e001f80},            /* fsw, fsd */
        {0x0000202f, 0x66001000},            /* AMOs */
        {0x00004463, 0x00003200},            /* blt to bgeu, forward */
        {0x0080006f, 0x00c00000},            /* jal, forward */
    };
    const uint64_t kind = below(sizeof(models) / sizeof(models[0]));
    const uint32_t word = models[kind].word | (random & models[kind].fields);
    const uint32_t opcode = word & 0x7f;
    const bool writes = opcode != 0x23 && opcode != 0x27 && opcode != 0x63;
    const uint64_t base =
        kind >= 9 && kind <= 13 ? base_in_arena() : random >> 3 & 31;

    if (opcode == 0x6f || opcode == 0x37 || opcode == 0x17)
        return with_field(word, 7, 5, 16 + below(16));
    return with_field(with_field(word, 15, 5, base), writes ? 7 : 20, 5,
                      writes ? 16 + below(16) : below(32)) |
           (opcode == 0x33 || opcode == 0x3b || opcode == 0x53 ||
                    (word & 0x73) == 0x43 || opcode == 0x2f
                ? (uint32_t)below(32) << 20
                : 0);
}

static bool is_kept(uint64_t csr)
{
    return csr == 0x300 || csr == 0x304 || csr == 0x305;
}

static uint64_t csr_number(void)
{
    return below(2) == 0 ? below(4096)
                         : (below(2) == 0 ? 0x300 : 0x340) + below(16);
}

/* What traps, mostly, and leaves handler and timer as they are. */
static uint32_t nasty(uint32_t word)
{
    const uint64_t kind = below(32);
    uint64_t csr;

    switch (kind == 0 ? 2 : kind % 3 == 2 ? 3 : kind % 3) {
    case 0:
        do
            csr = csr_number();
        while (is_kept(csr));
        word = with_field(with_field(word, 0, 7, 0x73), 20, 12, csr);
        return word | (word >> 12 & 3 ? 0 : 1 << 12) | 16 << 7;
    case 1: /* a load astray; a store would go to the timer sometimes */
        word = with_field(with_field(word, 0, 7, 0x03), 15, 5, 14 + below(2));
        return word | 16 << 7;
    case 2: /* out of the block */
        word = with_field(with_field(word, 0, 15, 0x67), 15, 5, 14 + below(2));
        return with_field(word, 7, 5, 16 + below(16));
    default: /* all but SYSTEM, memory, and jumps; mostly illegal */
        word |= 3 | 16 << 7;
        if ((word & 0x7f) == 0x73 || (word & 0x73) == 0x63 ||
            (word & 0x53) == 0x03)
            return 0;
        return word;
    }
}

/* sw of one of x1 to x4, which hold instructions, to the program: by x8. */
static uint32_t self_modifying(void)
{
    const uint32_t offset = (uint32_t)below(32) * 4;

    return 0x00042023 | (1 + (uint32_t)below(4)) << 20 | (offset & 31) << 7 |
           (offset >> 5) << 25;
}

static void fill_block(void)
{
    surely = BLOCK;
    for (int i = 0; i < BLOCK; i++) {
        const uint32_t word = (uint32_t)check_random(&seed);

        hostile_block[i] = below(64) == 0 ? nasty(word) : harmless(word);
        if (below(32) == 0)
            hostile_block[i] = self_modifying();
        if ((hostile_block[i] & 0x73) == 0x63 ||
            (hostile_block[i] & 0xff07f) == 0x42023)
            surely -= JUMP;
    }
    for (int i = BLOCK; i < BLOCK + 32; i++)
        hostile_block[i] = 0x90029002; /* c.ebreak twice */
}

static void fill_registers(void)
{
    for (int n = 1; n < 32; n++)
        registers[n] = check_random(&seed);
    for (int n = 9; n < 14; n++) /* only data */
        registers[n] = address_of(&arena[4096 + 512]) + 8 * below(1024);
    for (int n = 1; n < 5; n++) {
        const uint32_t word = (uint32_t)check_random(&seed);

        registers[n] = below(16) == 0 ? nasty(word) : harmless(word);
    }
    registers[8] = address_of(&hostile_block[below(BLOCK - 32)]);
    registers[14] = wild();
    registers[15] = wild();
}

/* One instruction that may change all, and a way back that needs no trap. */
static void fill_alone(void)
{
    const uint64_t way = below(4);
    const uint64_t distance = address_of((void *)(uintptr_t)hostile_restart) -
                              address_of(&hostile_block[1]);
    uint32_t word = (uint32_t)check_random(&seed);

    for (int n = 1; n < 32; n++)
        registers[n] = wild();
    if (way == 0) /* any form of any CSR */
        word = with_field(with_field(word | 1 << 12, 0, 7, 0x73), 20, 12,
                          csr_number());
    else if (way == 1) /* a jump to anywhere */
        word = with_field(with_field(word, 0, 15, 0x67), 20, 12, 0);
    else /* a store, or an AMO, to anywhere */
        word = with_field(with_field(word, 0, 7, way == 2 ? 0x23 : 0x2f), 12, 3,
                          below(4));
    if (way == 2)
        word = with_field(with_field(word, 25, 7, 0), 7, 5, below(4) * 8);
    hostile_block[0] = word;
    hostile_block[1] = 0x00000297 | (uint32_t)((distance + 0x800) & 0xfffff000);
    hostile_block[2] = 0x00028067 | (uint32_t)(distance << 20);
}

/* As RTEMS has it, for the tool to rewrite: see the flag page. */
static __attribute__((noinline)) uint64_t disable(void)
{
    uint64_t old;

    __asm__ volatile("csrrci %0, mstatus, 8" : "=r"(old) : : "memory");
    return old & 8;
}

static __attribute__((noinline)) void enable(uint64_t old)
{
    __asm__ volatile("csrrs x0, mstatus, %0" : : "r"(old & 8) : "memory");
}

static void run(bool interrupts)
{
    const uint64_t status = MPP | FS_DIRTY | (interrupts ? MPIE : 0);

    __asm__ volatile("csrw mstatus, %0" : : "r"(status) : "memory");
    __asm__ volatile("csrw mtvec, %0" : : "r"(hostile_trap) : "memory");
    __asm__ volatile("csrw mepc, %0" : : "r"(hostile_block) : "memory");
    MTIMECMP = MTIME + PATIENCE;
    __asm__ volatile("csrw mie, %0" : : "r"(interrupts ? MTIE : 0) : "memory");
    __asm__ volatile("fence.i" : : : "memory");
    hostile_left = 0;
    hostile_enter(registers);
}

static void finish(void)
{
    bh_puts("");
    bh_printf("executed %lu instructions\n", instructions);
    bh_printf("took %lu traps\n", hostile_traps);
    check(true, "done");
    bh_exit();
}

/* A block that was left at its end was executed, but for what it left out. */
static void count(void)
{
    if (hostile_left >= BLOCK * 4 && hostile_left < BLOCK * 4 + 32)
        instructions += surely;
    hostile_left = 0;
}

void hostile_continue(void)
{
    count();
    if (bh_info_page()->slot_count >= SLOTS)
        finish();
    if (rounds++ % ROUNDS == 0) {
        fill_alone();
        surely = 0;
        run(false);
    }
    if (surely == 0) /* behind one that stood alone */
        fill_block();
    enable(disable());
    fill_registers();
    run(true);
}

int main(void)
{
    seed = 88172645463325252 + bh_info_page()->partition;
    check(true, "begins");
    hostile_continue();
    return 0;
}
