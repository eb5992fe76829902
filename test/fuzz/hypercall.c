/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes the hypercalls: any bytes are a sequence of calls, of time that passes
 * and of interrupts, on a machine that has just booted; each call is held to
 * the model, with the kernel's whole state compared before and after.
 *
 * clang -fsanitize=fuzzer,address,undefined; needs no seeds.
 */
#include "test/unit/fixture/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
    const uint8_t *next;
    size_t left;
};

static uint8_t take_byte(struct input *input)
{
    if (input->left == 0)
        return 0;
    input->left--;
    return *input->next++;
}

static uint64_t take_word(struct input *input)
{
    uint64_t word = 0;

    for (int i = 0; i < 8; i++)
        word = word << 8 | take_byte(input);
    return word;
}

/* An edge of what a partition has, and a little more or less; or any number. */
static uint64_t take_number(struct input *input)
{
    static const uint64_t edges[] = {
        0,
        FIXTURE_ROM,
        FIXTURE_RAM,
        FIXTURE_RAM + 64,
        FIXTURE_RAM + FIXTURE_RAM_SIZE,
        BH_INFO_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS,
    };
    uint8_t which = take_byte(input);

    if (which % 8 == 7)
        return take_word(input);
    return edges[which % 8] + (uint64_t)(which / 8) - 16 + take_byte(input);
}

/* Small numbers mostly: ports, sizes, functions. */
static uint64_t take_small(struct input *input)
{
    uint8_t number = take_byte(input);

    return number == 255 ? take_word(input) : number;
}

static struct model_call take_call(struct input *input)
{
    uint8_t which = take_byte(input);
    struct model_call call = {
        .extension = which < 248 ? BH_EXT_FIRST + which % 8 : BH_EXT_BASE,
        .function = which < 240 ? which / 8 % 4 : take_small(input),
    };

    if (which == 247)
        call.extension = take_word(input);
    if (call.extension == BH_EXT_CONSOLE) {
        call.argument[0] = take_number(input);
        call.argument[1] = take_small(input);
    } else if (call.extension == BH_EXT_TIME) {
        call.argument[0] = host.time + take_small(input) * 16 - 256;
    } else {
        call.argument[0] = take_small(input);
        call.argument[1] = take_number(input);
        call.argument[2] = take_small(input);
    }
    return call;
}

/* Lets the plan go on; NULL when all have halted, or nobody will ever wake. */
static struct vcpu *go_on(struct input *input, struct vcpu *self)
{
    uint8_t what = take_byte(input);

    host.time += (uint64_t)what * 16;
    if ((what & 1) != 0)
        model_type("typed\n");
    self->arch->masked = (what & 2) != 0;
    self->arch->enabled = (what & 4) != 0 ? UINT32_MAX : 0;
    if ((what & 8) != 0)
        virq_raise(self, VIRQ_EXTERNAL);
    host.waits_left = 50;
    self = fixture_resume(self);
    if (self != NULL)
        fixture_take_snapshot();
    return self;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {data, size};
    struct vcpu *self = model_boot();

    while (self != NULL && input.left > 0) {
        struct model_call call = take_call(&input);

        model_check_call(self, &call);
        if (self->arch->leave || take_byte(&input) % 4 == 0)
            self = go_on(&input, self);
    }
    return 0;
}
