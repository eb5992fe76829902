/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A million hypercalls with random arguments, on a machine that goes through
 * its plan meanwhile, each held to the model.
 */
#include "test/unit/fixture/model.h"

#define CALLS 1000000
#define OF(array) array[next_random() % (sizeof(array) / sizeof(*(array)))]

static uint64_t random_state = 1;

static uint64_t next_random(void)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return random_state >> 32;
}

static uint64_t any_number(void)
{
    uint64_t number = next_random() << 32 | next_random();

    return number >> next_random() % 64;
}

/* Near an edge of what the caller has, or anything. */
static uint64_t random_address(void)
{
    static const uint64_t edges[] = {
        0,
        FIXTURE_ROM,
        FIXTURE_RAM,
        FIXTURE_RAM + 64,
        FIXTURE_RAM + 4096,
        FIXTURE_RAM + FIXTURE_RAM_SIZE,
        BH_INFO_PAGE_ADDRESS,
        BH_STATE_PAGE_ADDRESS,
    };

    if (next_random() % 16 == 0)
        return any_number();
    if (next_random() % 2 == 0)
        return FIXTURE_RAM + next_random() % 256;
    return OF(edges) + next_random() % 65 - 32;
}

static uint64_t random_size(void)
{
    static const uint64_t sizes[] = {0,  1,  4,  5,  6,  15, 16,
                                     17, 31, 32, 33, 64, 100};

    return next_random() % 16 == 0 ? any_number() : OF(sizes);
}

static uint64_t random_extension(void)
{
    if (next_random() % 32 == 0)
        return BH_EXT_FIRST + any_number();
    if (next_random() % 32 == 0)
        return BH_EXT_BASE;
    return BH_EXT_FIRST + next_random() % (BH_EXT_COUNT + 2);
}

static struct model_call random_call(void)
{
    struct model_call call = {
        .extension = random_extension(),
        .function = next_random() % 32 == 0 ? any_number() : next_random() % 10,
        .argument = {next_random() % 4, random_address(), random_size()},
    };

    /* Half of them have a chance: little to send, much room to receive. */
    if (next_random() % 2 == 0)
        call.argument[2] = call.function == 0 ? 1 + next_random() % 16
                                              : 32 + next_random() % 64;
    if (call.extension == BH_EXT_CONSOLE) {
        call.argument[0] = random_address();
        call.argument[1] = random_size();
    }
    if (call.extension == BH_EXT_TIME && call.function == BH_TIME_SET_TIMER)
        call.argument[0] = host.time + next_random() % 4000 - 1000;
    if (call.extension == BH_EXT_TIME &&
        call.function == BH_TIME_SET_CLOCK_TIMER) {
        call.argument[1] = host.time + next_random() % 4000 - 1000;
        call.argument[2] = next_random() % 2 * (next_random() % 3000);
    }
    if (next_random() % 16 == 0)
        call.argument[next_random() % 3] = any_number();
    return call;
}

/* Lets time pass and the plan go on; anew, when all have halted or sleep. */
static struct vcpu *go_on(struct vcpu *self)
{
    static const uint64_t delays[] = {0, 1, 100, 500, 1000, 5000};

    host.time += OF(delays);
    host.late = next_random() % 8 == 0 ? next_random() % 300 : 0;
    if (next_random() % 4 == 0)
        model_type("typed\n");
    for (uint32_t id = 0; id < 3; id++) {
        fixture_vcpu(id)->arch->enabled = (uint32_t)next_random();
        fixture_vcpu(id)->arch->masked = next_random() % 2 == 0;
        if (next_random() % 2 == 0)
            virq_raise(fixture_vcpu(id), VIRQ_EXTERNAL);
        else
            virq_lower(fixture_vcpu(id), VIRQ_EXTERNAL | VIRQ_TIMER);
    }
    host.waits_left = 1000;
    self = fixture_resume(self);
    if (self == NULL) {
        assert_true(host.end == BOARD_END_DONE ||
                    host.end == BOARD_END_STOPPED || host.end == HOST_SLEEPS);
        return model_boot();
    }
    fixture_take_snapshot();
    return self;
}

static void random_calls_do_what_the_model_says(void **state)
{
    struct vcpu *self = model_boot();

    (void)state;
    for (int i = 0; i < CALLS; i++) {
        struct model_call call = random_call();

        if ((call.extension == BH_EXT_HEALTH ||
             (call.extension == BH_EXT_TIME &&
              call.function == BH_TIME_SET_DEADLINE) ||
             (call.extension == BH_EXT_PARTITION &&
              call.function >= BH_PARTITION_HALT)) &&
            next_random() % 64 != 0)
            continue;
        model_check_call(self, &call);
        if (self->arch->leave || next_random() % 16 == 0)
            self = go_on(self);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_calls_do_what_the_model_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
