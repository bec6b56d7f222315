#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The Swift host builds against a prefix and runs.
. "$(dirname "$0")/check.bash"

exits "builds" 0 "$examples/SwiftHost/build.sh" "$prefix" host
prints "runs" "$(
  cat <<'TEXT'
Hello from JavaScript: 40 + 2 = 42
the reference counts 2
the heap is in use
TEXT
)" ./host
exits "leaks nothing" 0 env JSVM_OPTIONS=leak_check_at_exit=1 ./host

finish
