#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# A redacted copy keeps every number and none of the secrets, and appears whole or not at all.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
sample=$root/Tests/HeapSnapshotTests/Samples/leak-3-after.heapsnapshot.zst
zstd -dqc "$sample" >plain
secret="planted 0"
contains "the secret is in the file" "$secret" "$(grep -m1 -o "$secret" plain)"

exits "redacts" 0 "$jsvm" snapshot redact plain -o copy --secret "$secret"
equal "no secret is left" "" "$(grep -m1 -o "$secret" copy)"
equal "no text is left" "" "$(grep -m1 -o "the quick brown" copy)"
equal "every number is" "$("$jsvm" snapshot verify --hashes plain)" \
  "$("$jsvm" snapshot verify --hashes copy)"
contains "classes are" '"LeakedSession"' "$(grep -m1 -o '"LeakedSession"' copy)"

exits "names go on request" 0 "$jsvm" snapshot redact plain -o copy --names
equal "none is left" "" "$(grep -m1 -o LeakedSession copy)"

echo old >kept
exits "a folder that is not there" 74 "$jsvm" snapshot redact plain -o absent/copy
exits "a file that may not grow" 74 bash -c "ulimit -f 100; trap '' XFSZ; exec '$jsvm' snapshot redact plain -o kept"
equal "leaves what was there" old "$(cat kept)"
equal "and no rest" "" "$(ls | grep partial)"
exits "what tells a WeakMap's pairs can't be taken out" 1 \
  "$jsvm" snapshot redact "$root/Tests/Fuzz/Seeds/v10.heapsnapshot" -o kept --secret "WeakMap (table"
equal "says so" 'error: kept: "WeakMap (table" would be left in the copy: not written' "$(cat errors)"
equal "leaves what was there too" old "$(cat kept)"

finish
