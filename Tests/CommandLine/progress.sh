#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The bar of work that takes half a second: on a terminal, on standard error, and wiped at the end.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
sample=$root/Tests/HeapSnapshotTests/Samples/leak-1-before.heapsnapshot.zst
mkfifo pipe

# slowly COMMAND...: runs it with a snapshot that takes its time to come
slowly() {
  { sleep 0.7; zstd -qdc "$sample"; } >pipe &
  "$@"
  wait
}
terminal() { slowly script -qec "'$jsvm' snapshot summary pipe 2>&1 >/dev/null" /dev/null; }

terminal >drawn
contains "a terminal shows what is done" "analysing pipe " "$(cat drawn)"
contains "and how far" " %" "$(cat drawn)"
equal "the line is wiped at the end" $'\r\e[K' "$(tail -c 4 drawn)"
exits "elsewhere" 0 slowly "$jsvm" snapshot summary pipe
equal "nothing is shown" "" "$(cat errors)"
contains "but the result" "COUNT" "$(cat output)"
{ sleep 0.7; zstd -qdc "$sample" | head -c 4000000; } >pipe &
script -qec "'$jsvm' snapshot summary pipe" /dev/null >drawn
contains "an error is not behind the bar" $'\r\e[Kerror: pipe: byte 4000000: ' "$(cat drawn)"

finish
