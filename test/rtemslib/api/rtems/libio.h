/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: files.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_LIBIO_H
#define TEST_RTEMSLIB_API_RTEMS_LIBIO_H

#include <rtems.h>
#include <sys/stat.h>

struct rtems_libio_t {
    void *context;
};
#define rtems_libio_t struct rtems_libio_t
struct rtems_libio_open_close_args_t {
    rtems_libio_t *iop;
};
#define rtems_libio_open_close_args_t struct rtems_libio_open_close_args_t

struct rtems_filesystem_file_handlers_r {
    int (*open_h)(rtems_libio_t *iop, const char *path, int oflag, mode_t mode);
    int (*close_h)(rtems_libio_t *iop);
    ssize_t (*read_h)(rtems_libio_t *iop, void *buffer, size_t count);
    ssize_t (*write_h)(rtems_libio_t *iop, const void *buffer, size_t count);
    int (*ioctl_h)(rtems_libio_t *iop);
    int (*lseek_h)(rtems_libio_t *iop);
    int (*fstat_h)(const rtems_libio_t *iop);
    int (*ftruncate_h)(rtems_libio_t *iop);
    int (*fsync_h)(rtems_libio_t *iop);
    int (*fdatasync_h)(rtems_libio_t *iop);
    int (*fcntl_h)(rtems_libio_t *iop);
    int (*poll_h)(rtems_libio_t *iop, int events);
    int (*kqfilter_h)(rtems_libio_t *iop);
    int (*readv_h)(rtems_libio_t *iop);
    int (*writev_h)(rtems_libio_t *iop);
    int (*mmap_h)(rtems_libio_t *iop);
};
#define rtems_filesystem_file_handlers_r struct rtems_filesystem_file_handlers_r

bool rtems_libio_iop_is_no_delay(const rtems_libio_t *iop);
int rtems_filesystem_default_close(rtems_libio_t *iop);
int rtems_filesystem_default_ioctl(rtems_libio_t *iop);
int rtems_filesystem_default_lseek(rtems_libio_t *iop);
int rtems_filesystem_default_ftruncate(rtems_libio_t *iop);
int rtems_filesystem_default_fsync_or_fdatasync_success(rtems_libio_t *iop);
int rtems_filesystem_default_fcntl(rtems_libio_t *iop);
int rtems_filesystem_default_kqfilter(rtems_libio_t *iop);
int rtems_filesystem_default_readv(rtems_libio_t *iop);
int rtems_filesystem_default_writev(rtems_libio_t *iop);
int rtems_filesystem_default_mmap(rtems_libio_t *iop);
#endif
