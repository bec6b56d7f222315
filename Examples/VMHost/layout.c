// SPDX-License-Identifier: Apache-2.0
//
// How inspect joins the parts of an object: the rules of Node's util.inspect for 80 columns, so
// that output looks the same.
#include <stdlib.h>
#include <string.h>

#include "host.h"

enum { line_width = 80, list_columns_from = 7, most_columns = 15, columns_of_compact = 12 };

/// Characters, not bytes.
static size_t width(const struct text* text) {
  size_t count = 0;
  for (size_t i = 0; i < text->length; i++) count += (text->data[i] & 0xC0) != 0x80;
  return count;
}

static void add_spaces(struct text* out, size_t count) {
  while (count-- > 0) text_add_string(out, " ");
}

static void add_line_start(struct text* out, int indentation) {
  text_add_string(out, "\n");
  add_spaces(out, (size_t)indentation);
}

/// By Newton's method; spares the program a library for one function.
static double square_root(double square) {
  double root = square > 1 ? square : 1;
  for (int i = 0; i < 20; i++) root = (root + square / root) / 2;
  return root;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/// How many columns a list is set in; 1 when it is better left alone. `widest` and `total` are
/// the widths of the parts, each with the two characters that follow it.
static size_t column_count(size_t indentation, size_t count, size_t all, size_t widest,
                           size_t total) {
  if (widest * 3 + indentation >= line_width) return 1;
  if ((double)total / (double)widest <= 5 && widest - 2 > 6) return 1;
  double biased = (double)widest - 3 - square_root((double)widest - (double)total / (double)all);
  if (biased < 1) biased = 1;
  size_t columns = (size_t)(square_root(2.5 * biased * (double)count) / biased + 0.5);
  columns = smaller(columns, (line_width - indentation) / widest);
  columns = smaller(columns, smaller(columns_of_compact, most_columns));
  return columns > 1 ? columns : 1;
}

/// Joins the parts of each row into its first part; returns how many parts are left.
static size_t group_in_columns(const struct layout* layout, struct text* parts, size_t all) {
  size_t count = layout->has_more_items ? all - 1 : all;
  size_t widest = 0, total = 0;
  for (size_t i = 0; i < count; i++) {
    size_t own = width(&parts[i]) + 2;
    total += own;
    if (own > widest) widest = own;
  }
  size_t columns = column_count((size_t)layout->indentation, count, all, widest, total);
  if (columns <= 1) return all;

  size_t column_width[most_columns] = {0};
  for (size_t i = 0; i < count; i++) {
    size_t own = width(&parts[i]) + 2;
    if (own > column_width[i % columns]) column_width[i % columns] = own;
  }
  size_t rows = 0;
  for (size_t i = 0; i < count; i += columns) {
    struct text row = {0};
    size_t end = i + columns < count ? i + columns : count;
    for (size_t j = i; j < end; j++) {
      size_t padding = column_width[j - i] - 2 - width(&parts[j]);
      bool is_last = j + 1 == end;
      if (layout->aligns_right) add_spaces(&row, padding);
      text_add(&row, parts[j].data, parts[j].length);
      if (!is_last) text_add_string(&row, ", ");
      if (!is_last && !layout->aligns_right) add_spaces(&row, padding);
      text_free(&parts[j]);
    }
    parts[rows++] = row;
  }
  if (layout->has_more_items) parts[rows++] = parts[count];
  return rows;
}

static bool fits_on_one_line(const struct layout* layout, const struct text* parts, size_t count) {
  if (!layout->is_shallow || strchr(layout->base, '\n') != NULL) return false;
  size_t total =
      2 * count + (size_t)layout->indentation + strlen(layout->open) + strlen(layout->base) + 10;
  for (size_t i = 0; i < count; i++) {
    total += width(&parts[i]);
    if (memchr(parts[i].data, '\n', parts[i].length) != NULL) return false;
  }
  return total <= line_width;
}

void lay_out(const struct layout* layout, struct text* parts, size_t count, struct text* out) {
  if (layout->base[0] != '\0') {
    text_add_string(out, layout->base);
    text_add_string(out, " ");
  }
  text_add_string(out, layout->open);

  size_t rows = count;
  if (layout->is_list && count >= list_columns_from) rows = group_in_columns(layout, parts, count);
  bool on_one_line = rows == count && fits_on_one_line(layout, parts, count);
  for (size_t i = 0; i < rows; i++) {
    if (i > 0) text_add_string(out, ",");
    if (on_one_line) {
      text_add_string(out, " ");
    } else {
      add_line_start(out, layout->indentation + 2);
    }
    text_add(out, parts[i].data, parts[i].length);
    text_free(&parts[i]);
  }
  if (on_one_line) {
    text_add_string(out, " ");
  } else {
    add_line_start(out, layout->indentation);
  }
  text_add_string(out, layout->close);
}
