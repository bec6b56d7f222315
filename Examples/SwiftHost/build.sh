#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds the Swift host against a prefix that Scripts/build made.
#
# usage: build.sh PREFIX OUT
set -euo pipefail
[ $# = 2 ] || { echo "usage: $0 PREFIX OUT" >&2; exit 64; }

here=$(cd "$(dirname "$0")" && pwd)
prefix=$(realpath "$1")
include=$prefix/include
[ -e "$include/module.modulemap" ] || include=$here/../../Include

"${SWIFTC:-swiftc}" -g -O "$here/main.swift" -I "$include" -L "$prefix/lib" -ljsvm \
  -Xlinker -rpath -Xlinker "$prefix/lib" -o "$2"
