/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What travels in the demonstration, and how the three who speak of it say it.
 */
#ifndef DEMO_MESSAGES_H
#define DEMO_MESSAGES_H

#include <bulkhead/lib.h>

/* A sample: the sensor's word, on port "temperature". */
struct sample {
    uint32_t sequence;     /* 1 for the first */
    uint64_t time;         /* when it was taken, ticks */
    int32_t milli_celsius; /* the temperature */
};
#define SAMPLE_SIZE 16

/* A command: the controller's word, on port "commands". */
struct command {
    struct sample cause; /* the sample that led to it */
    bool valid;          /* the sample was not too old */
    bool fan;            /* the fan is to run */
};
#define COMMAND_SIZE 32

static inline void pack_sample(struct bh_pack *pack,
                               const struct sample *sample)
{
    bh_pack_u32(pack, sample->sequence);
    bh_pack_u64(pack, sample->time);
    bh_pack_i32(pack, sample->milli_celsius);
}

static inline void unpack_sample(struct bh_unpack *unpack,
                                 struct sample *sample)
{
    sample->sequence = bh_unpack_u32(unpack);
    sample->time = bh_unpack_u64(unpack);
    sample->milli_celsius = bh_unpack_i32(unpack);
}

static inline void pack_command(struct bh_pack *pack,
                                const struct command *command)
{
    pack_sample(pack, &command->cause);
    bh_pack_u8(pack, command->valid);
    bh_pack_u8(pack, command->fan);
}

static inline void unpack_command(struct bh_unpack *unpack,
                                  struct command *command)
{
    unpack_sample(unpack, &command->cause);
    command->valid = bh_unpack_u8(unpack) != 0;
    command->fan = bh_unpack_u8(unpack) != 0;
}

#endif
