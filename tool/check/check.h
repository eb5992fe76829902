/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a system must be beyond what a schema can say: names that lead
 * somewhere, slots that do not overlap, programs that can run where they are
 * put. And `bulkhead check`, which does this and no more.
 */
#ifndef TOOL_CHECK_CHECK_H
#define TOOL_CHECK_CHECK_H

#include "model.h"

/* model_port.channel of a port that no channel connects. */
#define CHECK_NO_CHANNEL SIZE_MAX

/*
 * Judges a model that `read_system` has made, and loads the partitions'
 * programs. Fills in the model's fields that say "set by `check`" and sorts the
 * slots by their start.
 *
 * Returns 0, or -1 if an error was reported, here or in reading.
 */
int check_system(struct model *model);

/* The same without the programs: opens no file. */
int check_meaning(struct model *model);

/*
 * Judges what the programs of a checked model need of the kernel against what
 * it has. Returns 0, or -1 after reporting each error.
 */
int check_offer(const struct model *model, const struct bh_note_abi *offer);

int check_command(int argc, char **argv);

#endif
