/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What start.S keeps of an interrupted program, on that program's stack: all
 * that a C function may destroy, and what the next trap would. The structure is
 * in bare.h.
 */
#ifndef GUEST_BARE_FRAME_H
#define GUEST_BARE_FRAME_H

#define FRAME_INTEGER 0
#define FRAME_FLOAT (FRAME_INTEGER + 16 * 8)
#define FRAME_FCSR (FRAME_FLOAT + 20 * 8)
#define FRAME_MSTATUS (FRAME_FCSR + 8)
#define FRAME_MEPC (FRAME_MSTATUS + 8)
#define FRAME_MCAUSE (FRAME_MEPC + 8)
#define FRAME_SIZE (FRAME_MCAUSE + 8)

#endif
