/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of all channels. What is done with it is in sampling and queuing.
 */
#include "kernel/core/channel.h"

struct channel channels[BH_CHANNELS_MAX];
