/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a command on a terminal of its own, waits for a word on it, presses
 * Ctrl-C, and says how the command ended and whether it left the terminal as it
 * found it.
 *
 * usage: terminal WORD COMMAND...
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#define CTRL_C 3
#define PATIENCE 20000 /* ms */

/* Reads until `word` has come, or, if it is NULL, until nothing more comes. */
static bool wait_word(int terminal, const char *word)
{
    static char text[65536];
    size_t size = 0;

    while (size < sizeof(text) - 1) {
        struct pollfd poll_in = {.fd = terminal, .events = POLLIN};
        ssize_t got;

        if (poll(&poll_in, 1, PATIENCE) <= 0)
            return false;
        got = read(terminal, text + size, sizeof(text) - 1 - size);
        if (got <= 0)
            return !word;
        size += (size_t)got;
        text[size] = '\0';
        if (word && strstr(text, word))
            return true;
    }
    return false;
}

static bool same(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
           a->c_cflag == b->c_cflag && a->c_lflag == b->c_lflag &&
           memcmp(a->c_cc, b->c_cc, sizeof(a->c_cc)) == 0;
}

int main(int argc, char **argv)
{
    const char key = CTRL_C;
    struct termios before, during, after;
    int terminal, keep, status;
    pid_t child;

    if (argc < 3 || openpty(&terminal, &keep, NULL, NULL, NULL))
        return 2;
    tcgetattr(keep, &before);
    child = fork();
    if (child == 0) {
        login_tty(keep);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (!wait_word(terminal, argv[1])) {
        puts("the word did not come");
        kill(child, SIGKILL);
        return 1;
    }
    tcgetattr(keep, &during);
    if (write(terminal, &key, 1) != 1 || waitpid(child, &status, 0) != child)
        return 2;
    tcgetattr(keep, &after);
    printf("exit %d, terminal %s and then %s, %s\n",
           WIFEXITED(status) ? WEXITSTATUS(status) : -1,
           same(&before, &during) ? "unchanged" : "changed",
           same(&before, &after) ? "as before" : "different",
           fcntl(keep, F_GETFL) & O_NONBLOCK ? "not blocking" : "blocking");
    return 0;
}
