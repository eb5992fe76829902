/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ports by name: the handle looked up in the information page, then the call.
 */
#include <bulkhead/manifest.h>
#include <bulkhead/page.h>
#include <bulkhead/port.h>
#include <bulkhead/text.h>

BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_SAMPLING) |
                      BH_EXTENSION_BIT(BH_EXT_QUEUING));

const struct bh_info_port *bh_port_info(long port)
{
    const struct bh_info *info = bh_info_page();

    if (info == NULL || port < 0 || port >= BH_PORTS_MAX ||
        port >= (long)info->port_count)
        return NULL;
    return &info->port[port];
}

long bh_port_find(const char *name, uint8_t kind)
{
    const struct bh_info_port *port;

    if (bh_info_page() == NULL)
        return BH_E_FAILED;
    for (long i = 0; (port = bh_port_info(i)) != NULL; i++) {
        if (strcmp(port->name, name) == 0)
            return port->kind == kind ? i : BH_E_KIND;
    }
    return BH_E_INVALID_PARAM;
}

long bh_sampling_write_by_name(const char *name, const void *message,
                               size_t size)
{
    const long port = bh_port_find(name, BH_PORT_SAMPLING);

    if (port < 0)
        return port;
    return bh_sampling_write((unsigned long)port, message, size);
}

long bh_sampling_read_by_name(const char *name, void *buffer, size_t size,
                              bool *valid)
{
    const long port = bh_port_find(name, BH_PORT_SAMPLING);
    struct bh_ret ret;

    if (port < 0)
        return port;
    ret = bh_sampling_read((unsigned long)port, buffer, size);
    if (ret.error != BH_OK)
        return ret.error;
    if (valid != NULL)
        *valid = bh_sampling_is_valid(ret);
    return (long)bh_sampling_length(ret);
}

long bh_queuing_send_by_name(const char *name, const void *message, size_t size)
{
    const long port = bh_port_find(name, BH_PORT_QUEUING);

    if (port < 0)
        return port;
    return bh_queuing_send((unsigned long)port, message, size);
}

long bh_queuing_receive_by_name(const char *name, void *buffer, size_t size)
{
    const long port = bh_port_find(name, BH_PORT_QUEUING);
    struct bh_ret ret;

    if (port < 0)
        return port;
    ret = bh_queuing_receive((unsigned long)port, buffer, size);
    return ret.error != BH_OK ? ret.error : ret.value;
}
