/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports as files: a node of the in-memory file system for each that has
 * messages.
 */
#include <bulkhead/port.h>
#include <bulkhead/rtems.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <rtems/imfs.h>
#include <rtems/libio.h>
#include <stdio.h>
#include <sys/stat.h>

#define FOLDER "/dev/bulkhead"

static uint32_t port_of(rtems_libio_t *iop)
{
  return (uint32_t)(uintptr_t)IMFS_generic_get_context_by_iop(iop);
}

/* Ends a handler: with a count of bytes, or an error. */
static ssize_t result(rtems_status_code sc, size_t length)
{
  switch (sc) {
    case RTEMS_SUCCESSFUL:
      return (ssize_t)length;
    case RTEMS_UNSATISFIED:
    case RTEMS_TOO_MANY:
      errno = EAGAIN;
      return -1;
    case RTEMS_INVALID_SIZE:
      errno = EMSGSIZE;
      return -1;
    case RTEMS_INVALID_ADDRESS:
      errno = EFAULT;
      return -1;
    default:
      errno = EIO;
      return -1;
  }
}

static rtems_option options_of(rtems_libio_t *iop)
{
  return rtems_libio_iop_is_no_delay(iop) ? RTEMS_NO_WAIT : RTEMS_WAIT;
}

static int
port_open(rtems_libio_t *iop, const char *path, int oflag, mode_t mode)
{
  const struct bh_info_port *port = bh_port_info(port_of(iop));
  const int forbidden = port->direction == BH_PORT_SOURCE ? O_RDONLY : O_WRONLY;

  (void)path;
  (void)mode;
  if ((oflag & O_ACCMODE) == O_RDWR || (oflag & O_ACCMODE) == forbidden) {
    errno = EACCES;
    return -1;
  }
  return 0;
}

static ssize_t port_read(rtems_libio_t *iop, void *buffer, size_t count)
{
  const uint32_t port = port_of(iop);
  rtems_status_code sc;
  size_t length = 0;

  if (bh_port_info(port)->kind == BH_PORT_SAMPLING) {
    sc = rtems_bulkhead_sampling_read(port, buffer, count, &length, NULL);
  } else {
    sc = rtems_bulkhead_queuing_receive(
      port,
      buffer,
      count,
      &length,
      options_of(iop),
      RTEMS_NO_TIMEOUT
    );
  }
  return result(sc, length);
}

static ssize_t port_write(rtems_libio_t *iop, const void *buffer, size_t count)
{
  const uint32_t port = port_of(iop);
  rtems_status_code sc;

  if (bh_port_info(port)->kind == BH_PORT_SAMPLING) {
    sc = rtems_bulkhead_sampling_write(port, buffer, count);
  } else {
    sc = rtems_bulkhead_queuing_send(
      port,
      buffer,
      count,
      options_of(iop),
      RTEMS_NO_TIMEOUT
    );
  }
  return result(sc, count);
}

/* What could be done now without waiting; a sampling port never waits. */
static int port_poll(rtems_libio_t *iop, int events)
{
  const struct bh_info_port *port = bh_port_info(port_of(iop));
  const bool source = port->direction == BH_PORT_SOURCE;
  uint32_t count = source ? 0 : 1;

  if (port->kind == BH_PORT_QUEUING) {
    rtems_bulkhead_queuing_get_number_pending(port_of(iop), &count);
  }
  if (source) {
    return count < port->depth ? events & (POLLOUT | POLLWRNORM) : 0;
  }
  return count > 0 ? events & (POLLIN | POLLRDNORM) : 0;
}

static const rtems_filesystem_file_handlers_r handlers = {
  .open_h = port_open,
  .close_h = rtems_filesystem_default_close,
  .read_h = port_read,
  .write_h = port_write,
  .ioctl_h = rtems_filesystem_default_ioctl,
  .lseek_h = rtems_filesystem_default_lseek,
  .fstat_h = IMFS_stat,
  .ftruncate_h = rtems_filesystem_default_ftruncate,
  .fsync_h = rtems_filesystem_default_fsync_or_fdatasync_success,
  .fdatasync_h = rtems_filesystem_default_fsync_or_fdatasync_success,
  .fcntl_h = rtems_filesystem_default_fcntl,
  .poll_h = port_poll,
  .kqfilter_h = rtems_filesystem_default_kqfilter,
  .readv_h = rtems_filesystem_default_readv,
  .writev_h = rtems_filesystem_default_writev,
  .mmap_h = rtems_filesystem_default_mmap};

static const IMFS_node_control control = IMFS_GENERIC_CONTROL_INITIALIZER(
  &handlers,
  IMFS_node_initialize_generic,
  IMFS_node_destroy_default
);

void rtems_bulkhead_port_devices_initialize(void)
{
  char path[sizeof(FOLDER) + BH_NAME_SIZE];
  const struct bh_info_port *port;

  mkdir(FOLDER, S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH);
  for (uint32_t i = 0; (port = bh_port_info(i)) != NULL; ++i) {
    if (port->kind == BH_PORT_DOORBELL) {
      continue;
    }
    snprintf(path, sizeof(path), FOLDER "/%s", port->name);
    IMFS_make_generic_node(
      path,
      S_IFCHR | (port->direction == BH_PORT_SOURCE ? S_IWUSR : S_IRUSR),
      &control,
      (void *)(uintptr_t)i
    );
  }
}
