#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds and runs the consumer outside the tree, against a moved copy of the prefix: once with
# find_package(JSVM), once with pkg-config in C, once with pkg-config in C++.
#
# usage: run.sh PREFIX
set -euo pipefail
[ $# = 1 ] || { echo "usage: $0 PREFIX" >&2; exit 64; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$1" "$work/prefix"
cp "$(dirname "$0")"/{main.c,CMakeLists.txt} "$work"
cd "$work"

expect() {
  local found
  found=$("$@")
  [ "$found" = "6 * 7 = 42" ] || { echo "consumer: $1 printed: $found" >&2; exit 1; }
  echo "consumer: ${1#./} ok"
}

cmake -S . -B with-cmake -DCMAKE_PREFIX_PATH="$work/prefix" --log-level=WARNING >/dev/null
cmake --build with-cmake >/dev/null
expect with-cmake/consumer

export PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig"
read -ra flags <<<"$(pkg-config --cflags --libs jsvm)"
rpath="-Wl,-rpath,$(pkg-config --variable=libdir jsvm)"
gcc -std=c99 -Wall -Werror main.c "${flags[@]}" "$rpath" -o with-pkg-config
expect ./with-pkg-config
g++ -std=c++17 -Wall -Werror -x c++ main.c -x none "${flags[@]}" "$rpath" -o with-pkg-config-c++
expect ./with-pkg-config-c++
