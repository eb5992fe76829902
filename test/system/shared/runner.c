/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * May write an area, in which another partition has left an instruction, and
 * executes it.
 */
#include "check.h"

int main(void)
{
    volatile uint64_t *board = (volatile uint64_t *)0x40000000;

    check_equal(bh_shared_find("board")->address, 0x40000000,
                "the area is where the system file says");
    board[(4 << 20) / 8 - 1] = 1;
    check_equal(board[(4 << 20) / 8 - 1], 1, "all of it is there");
    while (board[0] == 0)
        bh_partition_yield();
    check_equal(board[0], 0x8082, "an instruction has come");
    ((void (*)(void))(uintptr_t)board)();
    check(false, "it can be executed");
    return 1;
}
