#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# `--sort` of every command with rows: the column falls, names rise, and no row is lost.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
a=$samples/leak-1-before.heapsnapshot.zst
b=$samples/leak-2-during.heapsnapshot.zst
c=$samples/leak-3-after.heapsnapshot.zst

# by ORDER ROWS KEY COMMAND...: ROWS is the member that has the rows, or - for the whole; KEY is a
# member of a row, with - in front when it rises
by() {
  local order=$1 rows=$2 key=$3
  shift 3
  exits "${*:2:2} --sort $order" 0 "$jsvm" "${@:2}" --json --sort "$order"
  equal "is in order: ${*:2:2} --sort $order" "ok" "$(python3 - "$rows" "$key" <<'END'
import json, sys
rows, key = sys.argv[1:]
found = json.load(open("output"))
found = found if rows == "-" else found[rows]
values = [row[key.lstrip("-")] for row in found]
expected = sorted(values, reverse=not key.startswith("-"))
print("ok" if len(values) > 1 and values == expected else values)
END
)"
}

for pair in retained:retained shallow:shallow count:count distance:-distance name:-name; do
  by "${pair%%:*}" classes "${pair#*:}" jsvm snapshot summary "$c" --top 1000
done
for pair in retained:retained shallow:shallow distance:-distance; do
  by "${pair%%:*}" objects "${pair#*:}" jsvm snapshot summary "$c" --by object --top 50
done
for pair in size:sizeDelta count:delta added:added removed:removed name:-name; do
  by "${pair%%:*}" rows "${pair#*:}" jsvm snapshot diff "$a" "$b" --top 1000
done
for pair in retained:retained count:count name:-name; do
  by "${pair%%:*}" classes "${pair#*:}" jsvm snapshot between "$a" "$b" "$c" --top 1000
done
for pair in name:-name; do
  by "${pair%%:*}" classes "${pair#*:}" jsvm snapshot growth "$a" "$b" "$c" --top 1000
done
for pair in retained:retained count:count class:-class; do
  by "${pair%%:*}" leaks "${pair#*:}" jsvm snapshot leaks "$a" "$b" "$c" --top 1000
  by "${pair%%:*}" leaks "${pair#*:}" jsvm hunt "$a" "$b" "$c" --top 1000
done
for pair in size:bytes copies:count text:-value; do
  by "${pair%%:*}" strings "${pair#*:}" jsvm snapshot strings "$c" --top 1000
done
for pair in elements:elements capacity:capacity store:storeBytes; do
  by "${pair%%:*}" - "${pair#*:}" jsvm snapshot collections "$c" --top 1000 --elements 10
done
for pair in retained:retained count:count name:-function contexts:contextBytes; do
  by "${pair%%:*}" functions "${pair#*:}" jsvm snapshot closures "$c" --top 100
done
for pair in retained:retained self:selfSize name:-name; do
  by "${pair%%:*}" children "${pair#*:}" jsvm snapshot dominators "$c" @6049 --top 1000
done
for pair in retained:retained count:count name:-name; do
  by "${pair%%:*}" children "${pair#*:}" jsvm snapshot dominators "$c" @6049 --by-name --top 1000
done
exits "an order that nobody has" 64 "$jsvm" snapshot diff "$a" "$b" --sort wibble
exits "an order of other rows" 64 "$jsvm" snapshot dominators "$c" --sort count

finish
