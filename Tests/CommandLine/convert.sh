#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What `jsvm snapshot convert` writes is read by others: flame graphs' lines, pprof's messages, and
# records that a query engine groups over a fleet.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
samples=$root/Tests/HeapSnapshotTests/Samples
sample=$samples/leak-3-after.heapsnapshot.zst
total=$(sed -n 's/.*"rootRetained": *\([0-9]*\).*/\1/p' "$samples/leak-3-after.devtools.json")

exits "folded stacks" 0 "$jsvm" snapshot convert "$sample" --to folded -o stacks
equal "add up to the heap" "$total" "$(awk '{ sum += $NF } END { print sum }' stacks)"
equal "begin at the root" "(synthetic)" "$(cut -d';' -f1 stacks | sed 's/ [0-9]*$//' | sort -u)"
contains "have the leak" ";LeakedSession " "$(cat stacks)"

exits "a profile" 0 "$jsvm" snapshot convert "$sample" --to pprof -o heap.pb.gz
cat >decode.py <<'PYTHON'
"""Reads a profile.proto without its schema and prints what its samples add up to."""
import gzip, sys

def fields(data):
    at = 0
    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]; at += 1
            value |= (byte & 127) << shift; shift += 7
            if byte < 128: return value
    while at < len(data):
        key = varint()
        if key & 7 == 0: yield key >> 3, varint()
        else:
            assert key & 7 == 2, key
            size = varint(); yield key >> 3, data[at:at + size]; at += size

def packed(data):
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift; shift += 7
        if byte < 128: yield value; value = shift = 0

top = list(fields(gzip.open(sys.argv[1]).read()))
strings = [value.decode() for number, value in top if number == 6]
functions = {dict(fields(v))[1]: strings[dict(fields(v))[2]] for n, v in top if n == 5}
locations = {dict(fields(v))[1]: functions[dict(fields(dict(fields(v))[4]))[1]] for n, v in top if n == 4}
samples = [dict(fields(value)) for number, value in top if number == 2]
print([strings[dict(fields(v))[1]] for n, v in top if n == 1])
print(sum(list(packed(sample[2]))[1] for sample in samples))
leaves = [locations[next(packed(sample[1]))] for sample in samples]
print("LeakedSession" in leaves, strings[0] == "")
PYTHON
equal "holds the same bytes" "['inuse_objects', 'inuse_space', 'alloc_objects', 'alloc_space']
$total
True True" "$(python3 decode.py heap.pb.gz)"

for step in 1-before 2-during 3-after; do
  for host in alpha beta; do
    # On beta the first heap stays as it was.
    file=$samples/leak-$step.heapsnapshot.zst
    [ $host = alpha ] || file=$samples/leak-1-before.heapsnapshot.zst
    "$jsvm" snapshot convert "$file" --to ndjson --host $host --process web --id "$step" \
      --label stage=prod >>fleet.ndjson
  done
done
python3 -c 'import json, sys
for line in open("fleet.ndjson"): json.loads(line)' && echo whole >parsed
equal "every record is JSON" whole "$(cat parsed)"
contains "with schema and labels" \
  '{"schema":"jsvm.heap/1","record":"snapshot","snapshot":"1-before","host":"alpha","process":"web","labels":{"stage":"prod"},' \
  "$(head -1 fleet.ndjson)"

# DuckDB comes from PyPI, into a folder of this test's.
python3 -m venv venv && venv/bin/pip -q install duckdb
cat >query.py <<'PYTHON'
import duckdb
print(duckdb.sql("""
  with growth as (
    select class, host, list(objects order by snapshot) as counts
    from read_ndjson('fleet.ndjson') where record = 'class' group by class, host)
  select class from growth
  where len(counts) = 3 and counts[1] < counts[2] and counts[2] <= counts[3]
  group by class order by count(*) desc, max(counts[3] - counts[1]) desc limit 400
""").fetchall())
PYTHON
contains "DuckDB finds the class that grows on most hosts" "('Leaked" "$(venv/bin/python query.py)"

exits "an unknown format is a usage error" 64 "$jsvm" snapshot convert "$sample" --to svg
exits "a folder that is not there" 74 "$jsvm" snapshot convert "$sample" --to folded -o no/where
finish
