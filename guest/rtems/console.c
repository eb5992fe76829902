/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Console driver that takes the place of the board support package's when it is
 * linked before it. Characters gather until a line is whole; the line is one
 * hypercall. What is left of a line, a prompt say, goes out when somebody
 * reads.
 */
#include <bulkhead/hypercall.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/manifest.h>
#include <rtems/bspIo.h>
#include <rtems/console.h>
#include <rtems/libio.h>
#include <rtems/termiostypes.h>
#include <unistd.h>

#define LINE_SIZE 256
#define DEVICE "/dev/ttyS0"

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_CONSOLE));

static struct {
  char text[LINE_SIZE];
  size_t used;
} line; /* touched with interrupts off */

static rtems_termios_device_context console_context =
  RTEMS_TERMIOS_DEVICE_CONTEXT_INITIALIZER("Bulkhead");

/* A call for which there is no room makes some: the kernel prints meanwhile. */
static void flush(void)
{
  const char *text = line.text;

  while (line.used > 0) {
    const struct bh_ret ret = bh_console_write(text, line.used);

    if (ret.error != BH_OK) {
      line.used = 0;
      return;
    }
    text += ret.value;
    line.used -= (size_t)ret.value;
  }
}

static void put(char character)
{
  /* The kernel begins a line anew by itself. */
  if (character == '\r') {
    return;
  }
  line.text[line.used] = character;
  ++line.used;
  if (character == '\n' || line.used == LINE_SIZE) {
    flush();
  }
}

static void output_char(char character)
{
  const bool enabled = bh_interrupt_disable();

  put(character);
  bh_interrupt_restore(enabled);
}

static int poll_char(void)
{
  const bool enabled = bh_interrupt_disable();
  char character;
  struct bh_ret ret;

  flush();
  bh_interrupt_restore(enabled);
  ret = bh_console_read(&character, 1);
  return ret.error == BH_OK && ret.value == 1 ? (unsigned char)character : -1;
}

BSP_output_char_function_type BSP_output_char = output_char;
BSP_polling_getchar_function_type BSP_poll_char = poll_char;

static bool console_first_open(
  rtems_termios_tty *tty,
  rtems_termios_device_context *context,
  struct termios *term,
  rtems_libio_open_close_args_t *args
)
{
  (void)tty;
  (void)context;
  (void)term;
  (void)args;
  return true;
}

static int console_read_polled(rtems_termios_device_context *context)
{
  (void)context;
  return poll_char();
}

static void console_write_polled(
  rtems_termios_device_context *context,
  const char *text,
  size_t size
)
{
  const bool enabled = bh_interrupt_disable();

  (void)context;
  for (size_t i = 0; i < size; ++i) {
    put(text[i]);
  }
  bh_interrupt_restore(enabled);
}

static const rtems_termios_device_handler console_handler = {
  .first_open = console_first_open,
  .poll_read = console_read_polled,
  .write = console_write_polled,
  .mode = TERMIOS_POLLED};

rtems_device_driver console_initialize(
  rtems_device_major_number major,
  rtems_device_minor_number minor,
  void *arg
)
{
  (void)major;
  (void)minor;
  (void)arg;
  rtems_termios_initialize();
  rtems_termios_device_install(
    DEVICE,
    &console_handler,
    NULL,
    &console_context
  );
  link(DEVICE, CONSOLE_DEVICE_NAME);
  return RTEMS_SUCCESSFUL;
}
