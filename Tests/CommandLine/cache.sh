#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Analyses that are kept: `--cache` and `--cache-dir` of `jsvm snapshot`. The answers are the same, a
# side file that does not serve is made again, and one that can't be written is done without.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
zstd -qdo a.heapsnapshot "$root/Tests/HeapSnapshotTests/Samples/leak-3-after.heapsnapshot.zst"
kept=a.heapsnapshot.jsvm-columns

# same NAME COMMAND...: with --cache the command answers as it does without, and says nothing else
same() {
  local name=$1
  shift
  exits "$name" 0 "$@" --cache
  equal "the same answer: $name" "$("$@")" "$(cat output)"
  equal "no warning: $name" "" "$(cat errors)"
}

same "the first summary" "$jsvm" snapshot summary a.heapsnapshot
exits "keeps the analysis" 0 test -s $kept
equal "its owner alone may read it" 600 "$(stat -c %a $kept)"
first=$(stat -c %i $kept)
for rows in "" "--json" "--sort count --top 1000" "--by type" "--by object" "--by object --json"; do
  # shellcheck disable=SC2086
  same "summary $rows" "$jsvm" snapshot summary a.heapsnapshot $rows
done
same "dominators" "$jsvm" snapshot dominators a.heapsnapshot @6169
same "retainers" "$jsvm" snapshot retainers a.heapsnapshot @72089 --paths 3
same "sizes of retainers" "$jsvm" snapshot retainers a.heapsnapshot @72089 --retained
same "closures" "$jsvm" snapshot closures a.heapsnapshot
same "references" "$jsvm" snapshot references a.heapsnapshot
same "detached" "$jsvm" snapshot detached a.heapsnapshot
same "check" "$jsvm" snapshot check a.heapsnapshot --max-retained total:64MB
same "convert" "$jsvm" snapshot convert a.heapsnapshot --to folded
equal "all of one side file" "$first" "$(stat -c %i $kept)"
exits "a report" 0 "$jsvm" snapshot report a.heapsnapshot -o without.html
exits "of the side file" 0 "$jsvm" snapshot report a.heapsnapshot --cache -o with.html
exits "is the same page" 0 cmp with.html without.html

same "other rules" "$jsvm" snapshot summary a.heapsnapshot --rules memlab
equal "have one of their own" 2 "$(ls | grep -c jsvm-columns)"

# again NAME REASON: the side file does not serve, and is made again with one warning
again() {
  exits "$1" 0 "$jsvm" snapshot summary a.heapsnapshot --cache
  equal "is made again: $1" "warning: $kept: made again: $2" "$(cat errors)"
  same "and serves: $1" "$jsvm" snapshot summary a.heapsnapshot
}
whole=$(sha256sum <$kept)
for at in 8 200 400 1000 3000; do
  printf '\377\376' | dd of=$kept bs=1 seek=$at conv=notrunc status=none
  exits "damage at byte $at" 0 "$jsvm" snapshot summary a.heapsnapshot --cache
  contains "is noticed: byte $at" "warning: $kept: made again: " "$(cat errors)"
  equal "and mended: byte $at" "$whole" "$(sha256sum <$kept)"
done
truncate -s 500 $kept
again "a side file that ends early" "it is damaged"
echo "something else" >$kept
again "another file in its place" "it is damaged"
touch -d 2001-02-03 a.heapsnapshot
again "a snapshot of another time" "the snapshot has changed since"
truncate -s -1000 $kept
exits "one that ends where only objects are" 0 "$jsvm" snapshot dominators a.heapsnapshot --cache
equal "is noticed when they are needed" "warning: $kept: made again: it is damaged" "$(cat errors)"

mkdir kept other
cp a.heapsnapshot other/
exits "a directory" 0 "$jsvm" snapshot summary a.heapsnapshot --cache-dir kept
exits "of two files of one name" 0 "$jsvm" snapshot summary other/a.heapsnapshot --cache-dir kept
equal "has a side file of each" 2 "$(ls kept | wc -l)"
exits "the same by another path" 0 "$jsvm" snapshot summary ./other/../a.heapsnapshot --cache-dir kept
equal "needs none of its own" 2 "$(ls kept | wc -l)"
equal "and nothing is beside the other" a.heapsnapshot "$(ls other)"
exits "a directory that is not there" 0 "$jsvm" snapshot summary a.heapsnapshot --cache-dir absent
contains "is done without" ": not kept: No such file or directory" "$(cat errors)"
equal "with one warning" 1 "$(wc -l <errors)"
equal "and the same answer" "$("$jsvm" snapshot summary a.heapsnapshot)" "$(cat output)"
full() { (trap '' XFSZ; ulimit -f 100; exec "$jsvm" snapshot summary other/a.heapsnapshot --cache); }
exits "no room for it" 0 full
contains "is done without, too" ": not kept: File too large" "$(cat errors)"
equal "and leaves nothing" a.heapsnapshot "$(ls other)"
zstd -q other/a.heapsnapshot
exits "a compressed snapshot" 0 "$jsvm" snapshot summary other/a.heapsnapshot.zst --cache
contains "has none" ": not kept: only uncompressed files have one" "$(cat errors)"
head -c 3000000 a.heapsnapshot >cut.heapsnapshot
exits "a part of a file" 0 "$jsvm" snapshot summary cut.heapsnapshot --partial --cache
contains "has none either" ": not kept: the snapshot is truncated" "$(cat errors)"
exits "a file that is no snapshot" 65 "$jsvm" snapshot summary "$root/README.md" --cache
exits "a file that is not there" 74 "$jsvm" snapshot summary absent --cache

finish
