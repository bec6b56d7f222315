#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# `jsvm-sqlite`: the tables add up to Chrome DevTools' numbers. Scripts/test does not run it: it
# needs Scripts/build-sqlite.
. "$(dirname "$0")/../../../Examples/tests/check.bash"

sqlite=$prefix/bin/jsvm-sqlite
samples=$root/Tests/HeapSnapshotTests/Samples
leaks=("$samples"/leak-{1-before,2-during,3-after}.heapsnapshot.zst)
checks=$root/Tests/CommandLine/optional/sqlite.py

# query FILE SQL: the rows, a line each
query() {
  python3 - "$@" <<'END'
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(*row, sep="|")
END
}

exits "three snapshots make a database" 0 "$sqlite" "${leaks[@]}" -o heap.sqlite --nodes
equal "nothing is printed" "" "$(cat output errors)"
prints "its tables have DevTools' numbers" "3 snapshots are equal" \
  "$checks" heap.sqlite "$samples"/leak-{1-before,2-during,3-after}.devtools.json
prints "the version is there" 1 query heap.sqlite "PRAGMA user_version"
prints "every key leads to a row" "" query heap.sqlite "PRAGMA foreign_key_check"
prints "the file is sound" ok query heap.sqlite "PRAGMA integrity_check"
prints "the planted leak grows" "$(printf '%s\n' 1000 2000 3000)" query heap.sqlite \
  "SELECT objects FROM class WHERE name = 'LeakedSession' ORDER BY snapshot"
prints "the documented queries run" "" python3 - heap.sqlite "$root/Documentation/HeapSQLite.md" <<'END'
import re, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
queries = re.findall(r"```sql\n(.*?)```", open(sys.argv[2]).read(), re.S)
assert len(queries) == 3
for query in queries:
    assert database.execute(query).fetchall(), query
END

exits "without nodes" 0 "$sqlite" "${leaks[2]}" -o small.sqlite
prints "there are classes alone" "158|0|0" query small.sqlite \
  "SELECT (SELECT count(*) FROM class), (SELECT count(*) FROM node), (SELECT count(*) FROM edge)"
exits "memlab's rules" 0 "$sqlite" "${leaks[2]}" -o small.sqlite --rules memlab --nodes
prints "leave sizes where they are" "memlab|0" query small.sqlite \
  "SELECT rules, (SELECT count(*) FROM node WHERE self <> shallow) FROM snapshot"

cat >nul.heapsnapshot <<'END'
{"snapshot": {"meta": {"node_fields": ["type", "name", "id", "self_size", "edge_count"],
"node_types": [["hidden", "string"], "string", "number", "number", "number"],
"edge_fields": ["type", "name_or_index", "to_node"],
"edge_types": [["context", "element", "property"], "string_or_number", "node"]}},
"nodes": [0, 0, 1, 0, 1, 1, 1, 3, 16, 0], "edges": [1, 7, 5], "strings": ["", "a\u0000b"]}
END
exits "a text with a NUL" 0 "$sqlite" nul.heapsnapshot -o small.sqlite --nodes
prints "is not cut there" "a␀b|7|integer" query small.sqlite \
  "SELECT node.name, edge.name, typeof(edge.name) FROM node JOIN edge ON target = ordinal"

cat >sites.heapsnapshot <<'END'
{"snapshot": {"meta": {"node_fields": ["type", "name", "id", "self_size", "edge_count"],
"node_types": [["hidden", "object", "native"], "string", "number", "number", "number"],
"edge_fields": ["type", "name_or_index", "to_node"],
"edge_types": [["element", "weak"], "string_or_number", "node"]}},
"nodes": [0, 0, 1, 0, 1, 2, 1, 3, 0, 1, 2, 2, 5, 0, 2, 1, 3, 7, 16, 0, 1, 3, 9, 32, 0],
"edges": [0, 1, 5, 0, 1, 10, 0, 1, 15, 1, 0, 20],
"strings": ["", "System / ExportedReferences", "JSVM_CreateReference a.c:1", "Held"]}
END
exits "native sites" 0 "$sqlite" sites.heapsnapshot -o small.sqlite
prints "have their figures" \
  "1|JSVM_CreateReference a.c:1|System / ExportedReferences|1|1|16|16" query small.sqlite \
  "SELECT * FROM site"

before=$(sha256sum <heap.sqlite)
unchanged() {
  equal "$1 leaves the old database" "$before" "$(sha256sum <heap.sqlite)"
  equal "$1 leaves nothing else" "" "$(ls | grep partial)"
}
zstd -qdc "${leaks[0]}" | head -c 1000000 >cut.heapsnapshot
exits "a damaged snapshot behind a whole one" 65 "$sqlite" "${leaks[0]}" cut.heapsnapshot \
  -o heap.sqlite
contains "is named with the place" "error: cut.heapsnapshot: byte 1000000: " "$(cat errors)"
unchanged "it"
exits "a snapshot that is not there" 74 "$sqlite" none.heapsnapshot -o heap.sqlite
contains "is named" "error: none.heapsnapshot: " "$(cat errors)"
unchanged "it"
exits "a directory that is not there" 74 "$sqlite" "${leaks[0]}" -o none/heap.sqlite
equal "is named" "error: none/heap.sqlite: No such file or directory" "$(cat errors)"
full() { (trap '' XFSZ; ulimit -f 1000; exec "$sqlite" "${leaks[0]}" -o heap.sqlite --nodes); }
exits "no room for the database" 74 full
contains "is said" "error: heap.sqlite: " "$(cat errors)"
unchanged "it"
exits "no place for the database" 64 "$sqlite" "${leaks[0]}"
exits "no snapshot" 64 "$sqlite" -o heap.sqlite
exits "rules that nobody has" 64 "$sqlite" "${leaks[0]}" -o heap.sqlite --rules mine
unchanged "a wrong command line"

finish
