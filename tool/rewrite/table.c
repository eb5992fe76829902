/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What was done to a program, as people read it: forms in a table, or site by
 * site.
 */
#include "memory.h"
#include "rewrite/internal.h"

#include <stdlib.h>
#include <string.h>

/* Sites of one form that fared alike. */
struct row {
    char form[FORM_TEXT];
    const char *why; /* NULL: replaced by `replacement` */
    char replacement[FORM_TEXT];
    size_t count;
};

static int compare_rows(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order;

    if (!x->why != !y->why)
        return x->why ? 1 : -1;
    order = strcmp(x->form, y->form);
    if (order != 0)
        return order;
    return x->why ? strcmp(x->why, y->why)
                  : strcmp(x->replacement, y->replacement);
}

/* Makes the rows; returns how many there are. */
static size_t make_rows(const struct rewrite_record *record, struct row *rows)
{
    size_t count = 0;

    for (size_t i = 0; i < record->site_count; i++) {
        const struct model_site *site = &record->sites[i];
        struct row row = {.why = site->why, .count = 1};
        size_t j = 0;

        text_instruction(row.form, site->original, true);
        text_instruction(row.replacement, site->replacement, true);
        while (j < count && compare_rows(&rows[j], &row) != 0)
            j++;
        if (j == count)
            rows[count++] = row;
        else
            rows[j].count++;
    }
    qsort(rows, count, sizeof(*rows), compare_rows);
    return count;
}

static size_t count_replaced(const struct rewrite_record *record)
{
    size_t count = 0;

    for (size_t i = 0; i < record->site_count; i++)
        count += !record->sites[i].why;
    return count;
}

/* The line above the table; it says all if there is nothing in the table. */
static void print_summary(FILE *out, const struct rewrite_record *record)
{
    const size_t replaced = count_replaced(record);

    fprintf(out, "Partition '%s': ", record->partition);
    if (!record->is_allowed)
        fputs("not rewritten: rewrite=\"no\"\n", out);
    else if (record->site_count == 0 && !record->has_symbols)
        fputs("not rewritten: its program has no symbols\n", out);
    else if (record->site_count == 0)
        fputs("has no instructions that trap\n", out);
    else
        fprintf(out, "%zu of %zu instructions that trap replaced%s\n", replaced,
                record->site_count,
                record->has_symbols ? "" : "; no symbols, as recorded");
}

void rewrite_print_table(FILE *out, const struct rewrite_record *record)
{
    struct row *rows = memory_allocate(record->site_count, sizeof(*rows));
    size_t count = make_rows(record, rows);

    print_summary(out, record);
    if (count > 0)
        fputs("  replaced  left  instruction               by, or why not\n",
              out);
    for (size_t i = 0; i < count; i++) {
        const struct row *row = &rows[i];

        if (row->why)
            fprintf(out, "  %8s %5zu  %-24s  %s\n", "", row->count, row->form,
                    row->why);
        else
            fprintf(out, "  %8zu %5s  %-24s  %s\n", row->count, "", row->form,
                    row->replacement);
    }
    free(rows);
}

void rewrite_print_sites(FILE *out, const struct rewrite_record *record)
{
    char original[FORM_TEXT], replacement[FORM_TEXT];

    for (size_t i = 0; i < record->site_count; i++) {
        const struct model_site *site = &record->sites[i];

        fprintf(out, "  0x%016llx  %-24s  %s\n",
                (unsigned long long)site->address,
                text_instruction(original, site->original, false),
                site->why
                    ? site->why
                    : text_instruction(replacement, site->replacement, false));
        if (site->function)
            fprintf(out, "    %.76s\n", site->function);
    }
}
