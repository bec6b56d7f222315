#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What every command of `jsvm` shares: help, version, exit codes.
. "$(dirname "$0")/../../Examples/tests/check.bash"

jsvm=$prefix/bin/jsvm
version=$(sed -n 's/^project(JSVM VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")

prints "--version" "jsvm $version" "$jsvm" --version
exits "--help" 0 "$jsvm" --help
contains "the help has the exit codes" $'EXIT CODES:\n   0  done' "$(cat output)"
exits "an unknown option is a usage error" 64 "$jsvm" --nope
equal "which says what" "error: Unknown option '--nope'" "$(head -1 errors)"
equal "on standard error alone" "" "$(cat output)"
exits "an unknown command is a usage error" 64 "$jsvm" nope

needed=$(readelf -d "$jsvm" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
equal "needs the C and C++ runtimes and decompressors only" "" \
  "$(grep -vE '^(libc|libm|libstdc\+\+|libgcc_s|libz|libzstd|ld-linux.*)\.so\.[0-9.]+$' <<<"$needed")"

finish
