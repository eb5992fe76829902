/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The trace: a ring that the kernel can have.
 */
#include "check/internal.h"
#include "diag/diag.h"

#include <bulkhead/trace.h>

void check_trace(const struct model *model)
{
    const struct model_trace *trace = &model->trace;
    uint64_t records = trace->records;

    if (!trace->position.file)
        return;
    if (records < BH_TRACE_RECORDS_MIN || records > BH_TRACE_RECORDS_MAX ||
        (records & (records - 1)) != 0)
        diag_error(&trace->position, "trace-records",
                   "the trace can have a power of two of records, from %d to "
                   "%d",
                   BH_TRACE_RECORDS_MIN, BH_TRACE_RECORDS_MAX);
    if (trace->kinds == 0)
        diag_error(&trace->position, "trace-events",
                   "the trace is to record nothing");
}
