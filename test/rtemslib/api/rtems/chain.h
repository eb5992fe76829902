/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: chains.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_CHAIN_H
#define TEST_RTEMSLIB_API_RTEMS_CHAIN_H

#include <stdbool.h>

struct rtems_chain_node {
    struct rtems_chain_node *next, *previous;
};
#define rtems_chain_node struct rtems_chain_node
struct rtems_chain_control {
    rtems_chain_node head, tail;
};
#define rtems_chain_control struct rtems_chain_control

#define RTEMS_CHAIN_DEFINE_EMPTY(name) rtems_chain_control name

rtems_chain_node *rtems_chain_first(const rtems_chain_control *chain);
rtems_chain_node *rtems_chain_next(const rtems_chain_node *node);
bool rtems_chain_is_tail(const rtems_chain_control *chain,
                         const rtems_chain_node *node);
void rtems_chain_append_unprotected(rtems_chain_control *chain,
                                    rtems_chain_node *node);
void rtems_chain_extract_unprotected(rtems_chain_node *node);
#endif
