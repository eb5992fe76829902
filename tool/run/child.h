/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One child process on this terminal, which always ends before we do.
 */
#ifndef TOOL_RUN_CHILD_H
#define TOOL_RUN_CHILD_H

/* How a child ended, in the manner of the shell. */
#define CHILD_TIMED_OUT 124
#define CHILD_NOT_STARTED 127
#define CHILD_SIGNALLED 128 /* plus the signal's number */

/*
 * Runs `argv` and waits for it. After `timeout` seconds, if that is not 0, and
 * when this process is sent SIGINT, SIGTERM or SIGHUP, the child is ended, by
 * force if it must be; then the terminal is as it was before.
 *
 * Returns the child's exit status, or one of the above.
 */
int child_run(char *const argv[], double timeout);

#endif
