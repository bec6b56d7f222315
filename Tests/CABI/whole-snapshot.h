// SPDX-License-Identifier: Apache-2.0

// Tells whether a heap snapshot is all there.
#ifndef TESTS_CABI_WHOLE_SNAPSHOT_H
#define TESTS_CABI_WHOLE_SNAPSHOT_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Whether a text is a whole snapshot: quotes and brackets pair up, and there are as many numbers for
// nodes and edges as its head says.
static inline bool is_whole_snapshot(FILE* file) {
  char head[65536];
  size_t got = fread(head, 1, sizeof head - 1, file);
  head[got] = 0;
  const char* nodes = strstr(head, "\"node_count\":");
  const char* edges = strstr(head, "\"edge_count\":");
  if (nodes == NULL || edges == NULL) return false;
  long node_count = atol(nodes + 13), edge_count = atol(edges + 13);
  long depth = 0, commas = 0, array = 0;
  long counts[2] = {0, 0};
  bool quoted = false, escaped = false, ended = false;
  do {
    for (size_t i = 0; i < got; i++) {
      char c = head[i];
      if (quoted) {
        if (escaped) escaped = false;
        else if (c == '\\') escaped = true;
        else if (c == '"') quoted = false;
        continue;
      }
      if (c == '"') quoted = true;
      if (c == ',' && depth == 2) commas++;
      if (c == '{' || c == '[') {
        depth++;
        commas = 0;
      }
      if (c == '}' || c == ']') {
        // The first arrays right under the top are nodes and edges.
        if (c == ']' && depth == 2 && array < 2) counts[array++] = commas + 1;
        depth--;
        ended = depth == 0;
      }
    }
  } while ((got = fread(head, 1, sizeof head, file)) > 0);
  return ended && !quoted && counts[0] == node_count * 7 && counts[1] == edge_count * 3;
}

#endif  // TESTS_CABI_WHOLE_SNAPSHOT_H
