/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starts, watches and ends the child; see child.h. All signals that matter are
 * blocked and waited for, so nothing happens in a handler and none is missed.
 */
#define _GNU_SOURCE
#include "run/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define GRACE 1.0 /* seconds from SIGTERM to SIGKILL */
#define STREAMS 3

/* What a child that is ended by force leaves behind. */
struct terminal {
    struct termios settings;
    bool present;
    int flags[STREAMS]; /* of standard input, output, error; -1: closed */
};

static void terminal_save(struct terminal *terminal)
{
    terminal->present = tcgetattr(STDIN_FILENO, &terminal->settings) == 0;
    for (int i = 0; i < STREAMS; i++)
        terminal->flags[i] = fcntl(i, F_GETFL);
}

static void terminal_restore(const struct terminal *terminal)
{
    if (terminal->present)
        tcsetattr(STDIN_FILENO, TCSANOW, &terminal->settings);
    for (int i = 0; i < STREAMS; i++) {
        if (terminal->flags[i] >= 0)
            fcntl(i, F_SETFL, terminal->flags[i]);
    }
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Waits for one of `signals` until `deadline`, if any. Returns it, or 0. */
static int wait_signal(const sigset_t *signals, bool limited, double deadline)
{
    for (;;) {
        double left = deadline - now();
        struct timespec time = {0, 0};
        int number;

        if (limited && left > 0) {
            time.tv_sec = (time_t)left;
            time.tv_nsec = (long)((left - (double)time.tv_sec) * 1e9);
        }
        number = limited ? sigtimedwait(signals, NULL, &time)
                         : sigwaitinfo(signals, NULL);
        if (number > 0)
            return number;
        if (errno != EINTR)
            return 0;
    }
}

/* In the child: never returns. The parent reads why, if it cannot start. */
static _Noreturn void start(char *const argv[], const sigset_t *mask,
                            pid_t parent, int report)
{
    ssize_t written;
    int error;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(CHILD_NOT_STARTED);
    sigprocmask(SIG_SETMASK, mask, NULL);
    execvp(argv[0], argv);
    error = errno;
    written = write(report, &error, sizeof(error));
    _exit(written < 0 ? 1 : CHILD_NOT_STARTED);
}

/* Starts the child. Returns its id, or -1 with errno set. */
static pid_t spawn(char *const argv[], const sigset_t *mask)
{
    pid_t parent = getpid(), child;
    int report[2], error = 0;

    if (pipe2(report, O_CLOEXEC))
        return -1;
    child = fork();
    if (child == 0)
        start(argv, mask, parent, report[1]);
    error = errno;
    close(report[1]);
    if (child > 0) {
        ssize_t got;

        do
            got = read(report[0], &error, sizeof(error));
        while (got < 0 && errno == EINTR);
        if (got == (ssize_t)sizeof(error)) {
            waitpid(child, NULL, 0);
            child = -1;
        }
    }
    close(report[0]);
    errno = error;
    return child;
}

/* Ends the child and waits for it. */
static void end(pid_t child)
{
    double deadline = now() + GRACE;
    sigset_t ended;

    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    kill(child, SIGTERM);
    while (waitpid(child, NULL, WNOHANG) == 0) {
        if (now() >= deadline) {
            kill(child, SIGKILL);
            waitpid(child, NULL, 0);
            return;
        }
        wait_signal(&ended, true, deadline);
    }
}

/* Waits for the child's end or a reason to end it. Returns the exit status. */
static int watch(pid_t child, const sigset_t *signals, double timeout)
{
    double deadline = now() + timeout;

    for (;;) {
        int number = wait_signal(signals, timeout > 0, deadline), status;

        if (number == SIGCHLD) {
            if (waitpid(child, &status, WNOHANG) != child)
                continue; /* it was stopped or continued */
            return WIFEXITED(status) ? WEXITSTATUS(status)
                                     : CHILD_SIGNALLED + WTERMSIG(status);
        }
        end(child);
        if (number > 0)
            return CHILD_SIGNALLED + number;
        fprintf(stderr, "bulkhead: ended after %g s, as --timeout says\n",
                timeout);
        return CHILD_TIMED_OUT;
    }
}

int child_run(char *const argv[], double timeout)
{
    struct terminal terminal;
    sigset_t signals, blocked, mask;
    pid_t child;
    int status = CHILD_NOT_STARTED;

    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    blocked = signals;
    sigaddset(&blocked, SIGTTOU); /* we may restore from the background */
    sigprocmask(SIG_BLOCK, &blocked, &mask);
    terminal_save(&terminal);
    child = spawn(argv, &mask);
    if (child < 0)
        fprintf(stderr, "bulkhead: cannot run %s: %s\n", argv[0],
                strerror(errno));
    else
        status = watch(child, &signals, timeout);
    terminal_restore(&terminal);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return status;
}
