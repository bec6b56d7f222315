#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# `jsvm snapshot verify` answers as Chrome DevTools does, and says what is wrong with a file.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples

for file in "$samples"/*.heapsnapshot.zst; do
  name=$(basename "$file" .heapsnapshot.zst)
  "$jsvm" snapshot verify --hashes "$file" >prints
  for key in retainedSizesSha256 dominatorsSha256 distancesSha256; do
    expected=$(sed -n "s/.*\"$key\": *\"\([0-9a-f]*\)\".*/\1/p" "$samples/$name.devtools.json")
    contains "$name: $key" "$key $expected" "$(cat prints)"
  done
done

zstd -dqc "$samples/leak-1-before.heapsnapshot.zst" >plain
gzip -c plain >plain.gz
exits "a plain file" 0 "$jsvm" snapshot verify plain
equal "is counted" "plain: whole; 50428 nodes, 212134 edges, 24179 strings" "$(cat output)"
exits "a file in gzip's format" 0 "$jsvm" snapshot verify plain.gz
mkfifo pipe
cat plain >pipe &
exits "a pipe" 0 "$jsvm" snapshot verify pipe

exits "a file that is not there" 74 "$jsvm" snapshot verify absent
equal "is named" "error: absent: open: No such file or directory" "$(cat errors)"
exits "a folder" 74 "$jsvm" snapshot verify .
: >empty
exits "an empty file" 65 "$jsvm" snapshot verify empty
equal "is no snapshot" "error: empty: byte 0: expected a heap snapshot, not an empty file" \
  "$(cat errors)"
head -c 3000000 plain >short
exits "a file that ends early" 65 "$jsvm" snapshot verify short
contains "says where" "error: short: byte 3000000: the file ends inside \"edges\" (50428 nodes," \
  "$(cat errors)"
exits "and is read as far as it goes on request" 0 "$jsvm" snapshot verify --partial short
contains "with a warning" "warning: short: byte 3000000" "$(cat errors)"
head -c 100000 plain.gz >short.gz
exits "a gzip file that ends early" 65 "$jsvm" snapshot verify short.gz
contains "says where" "error: short.gz: byte 100000: the gzip stream is damaged" "$(cat errors)"

finish
