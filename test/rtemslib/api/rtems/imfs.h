/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the in-memory file system.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_IMFS_H
#define TEST_RTEMSLIB_API_RTEMS_IMFS_H

#include <rtems/libio.h>

struct IMFS_jnode_t {
    const rtems_filesystem_file_handlers_r *handlers;
};
#define IMFS_jnode_t struct IMFS_jnode_t
struct IMFS_node_control {
    const rtems_filesystem_file_handlers_r *handlers;
    IMFS_jnode_t *(*initialize)(IMFS_jnode_t *node, void *arg);
    void (*destroy)(IMFS_jnode_t *node);
};
#define IMFS_node_control struct IMFS_node_control

#define IMFS_GENERIC_CONTROL_INITIALIZER(handlers, initialize, destroy)        \
    {                                                                          \
        handlers, initialize, destroy                                          \
    }

IMFS_jnode_t *IMFS_node_initialize_generic(IMFS_jnode_t *node, void *arg);
void IMFS_node_destroy_default(IMFS_jnode_t *node);
int IMFS_stat(const rtems_libio_t *iop);
void *IMFS_generic_get_context_by_iop(const rtems_libio_t *iop);
int IMFS_make_generic_node(const char *path, mode_t mode,
                           const IMFS_node_control *control, void *context);
#endif
