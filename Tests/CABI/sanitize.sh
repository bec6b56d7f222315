#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The C tests and the Swift tests under sanitizers: library and programs are built with them, by one
# toolchain, so that both use one runtime. V8 is not instrumented, nor is Swift's own runtime. The
# stress programs do a small part of their work.
#
#   memory  addresses and undefined behaviour in one build: all programs, with leak detection, and the
#           whole Swift suite. Undefined behaviour is looked for in C and C++; Swift has no such
#           sanitizer and traps by itself.
#   thread  the programs and the Swift suites that use threads; what is suppressed, and why, is in
#           sanitize-thread.txt
#
# What is left out, and why, is in Documentation/Sanitizers.md.
#
# usage: sanitize.sh memory|thread [--programs | NAME...]     everything, the C programs, or those named
set -u

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH= cd -- "$here/../.." && pwd)
kind=${1:?usage: sanitize.sh memory|thread [--programs | NAME...]}
shift
named=$#
[ "${1-}" != --programs ] || shift
[ "$kind" != thread ] || [ $# -gt 0 ] ||
  set -- hand-over left-open locks memory misuse-records misuse-scopes stress-threads
scratch=$root/.build-$kind
prefix=$scratch/prefix
programs=$scratch/cabi
toolchain=$(dirname -- "$(readlink -f -- "$(command -v swift)")")

cd "$root" || exit 1
[ -f .deps/v8.env ] || Scripts/setup || exit 1
. .deps/v8.env
# V8 comes without the type information that two of the checks of undefined behaviour need.
case $kind in
  memory)
    clang_flags=(-fsanitize=address,undefined)
    flags=(--sanitize=address -Xcc -DNATIVE_WALKS_SANITIZED)
    for part in -Xcc -Xcxx; do
      flags+=("$part" -fsanitize=undefined "$part" -fno-sanitize=vptr,function)
    done
    ;;
  thread)
    clang_flags=(-fsanitize=thread)
    flags=(--sanitize=thread)
    ;;
  *)
    echo "usage: sanitize.sh memory|thread [--programs | NAME...]" >&2
    exit 64
    ;;
esac
# Builds a product. Gold warns of every function of the sanitizer's.
build() {
  # Without the switch SwiftPM 6.3 fails the second time: "unknown build description".
  swift build -c debug "${flags[@]}" --scratch-path "$scratch" \
    --disable-build-manifest-caching --pkg-config-path "$root/.deps/pkgconfig" \
    --product "$1" 2>&1 | grep -v "Cannot export local symbol"
  return "${PIPESTATUS[0]}"
}
build libjsvm || exit 1
[ $named -gt 0 ] || build jsvmPackageTests || exit 1

# The thread sanitizer of the Swift toolchain knows of libdispatch and wants it.
runtime=()
if [ "$kind" = thread ]; then
  swift_libraries=$(dirname -- "$toolchain")/lib/swift/linux
  runtime=(-L "$swift_libraries" "-Wl,-rpath,$swift_libraries" -ldispatch -lBlocksRuntime)
fi

mkdir -p "$prefix/lib" "$programs"
ln -sfn "$scratch/debug/liblibjsvm.so" "$prefix/lib/libjsvm.so"
ln -sfn "$V8_LIB_DIR" "$prefix/lib/jsvm"

# What the programs that take a divisor of their work are given.
divisor() {
  case $1 in
    stress-references) echo 100 ;;
    stress-vms | stress-threads | stress-wraps | stress-scripts) echo 20 ;;
  esac
}

# The suites that make threads. Not that of forks: the child of a process with threads is out of the
# sanitizer's reach.
readonly thread_suites=(
  ThreadsTests LocksTests BackgroundDeserializeTests SourceMapsTests StartupBlobsTests
  MessageLoopTests TracesTests EnterTests/anotherThread
)

# 99 is the sanitizer's exit code.
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$here/sanitize-leaks.txt:print_suppressions=0
export TSAN_OPTIONS=exitcode=99:suppressions=$here/sanitize-thread.txt
readonly options=exitcode=99:detect_stack_use_after_return=1:strict_string_checks=1
export ASAN_SYMBOLIZER_PATH=$toolchain/llvm-symbolizer

# What programs are given that look at stacks: nothing is inlined here, so that more of the library's
# frames lie below their own.
environment() {
  case $1 in misuse-records) echo JSVM_OPTIONS=stack_depth=48 ;; esac
}

failed=()
for source in "$here"/*.c "$here"/*.cpp; do
  [ -f "$source" ] || continue
  name=$(basename -- "${source%.*}")
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  compiler=("$toolchain/clang" -std=gnu11)
  case $source in *.cpp) compiler=("$toolchain/clang++" -std=c++17) ;; esac
  program=$programs/$name
  if [ "$source" -nt "$program" ] || [ -n "$(find "$here" -name '*.h' -newer "$program")" ]; then
    "${compiler[@]}" "${clang_flags[@]}" -fuse-ld=lld -g -O1 -fno-omit-frame-pointer -Wall -Wextra \
      -Wpedantic -I "$root/Include" "$source" -o "$program" -L "$prefix/lib" \
      "-Wl,-rpath,$prefix/lib" -ljsvm -lm -ldl -pthread "${runtime[@]}" \
      || { failed+=("$name"); continue; }
  fi
  # The first abandons VMs: their heaps are mapped, not allocated, and what these alone hold looks
  # lost. The second keeps a startup snapshot, which C++ alone could free. The third forks and exits: its
  # child has none of the threads whose stacks hold what the door needs.
  leaks=1
  case $name in left-open | startup-snapshots | control-door) leaks=0 ;; esac
  begin=$EPOCHREALTIME
  # The environment and the divisor are one word each, or none.
  ASAN_OPTIONS=$options:detect_leaks=$leaks \
    timeout 300 env $(environment "$name") "$program" $(divisor "$name") >"$program.log" 2>&1
  status=$?
  seconds=$(awk "BEGIN { printf \"%.1f\", $EPOCHREALTIME - $begin }")
  if [ $status -eq 0 ]; then
    echo "ok      $name ($seconds s)"
  else
    echo "FAILED  $name: exit code $status ($seconds s); the log is $program.log"
    sed 's/^/    | /' "$program.log" | head -n 60
    failed+=("$name")
  fi
done

# The Swift suite. Its tests leak and abandon on purpose: leaks are looked for in the programs alone. One
# asks for more memory than there is, which the sanitizer's allocator ends the process for by itself.
if [ $named -eq 0 ]; then
  suites=()
  [ "$kind" != thread ] || suites=(--filter "$(IFS='|' && echo "${thread_suites[*]}")")
  begin=$SECONDS
  # Swift's own handler of crashes reads stacks as they are, red zones included.
  SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=$options:detect_leaks=0:allocator_may_return_null=1 \
    timeout 900 "$scratch/debug/jsvmPackageTests.xctest" --testing-library swift-testing \
    "${suites[@]}" >"$programs/swift.log" 2>&1
  status=$?
  if [ $status -eq 0 ]; then
    echo "ok      $(grep -o 'Test run with.*' "$programs/swift.log") ($((SECONDS - begin)) s)"
  else
    echo "FAILED  Swift tests: exit code $status; the log is $programs/swift.log"
    grep -aE "recorded an issue|ERROR|WARNING: Thread|runtime error|SUMMARY" "$programs/swift.log" |
      head -n 60
    failed+=(swift)
  fi
fi

[ ${#failed[@]} -eq 0 ] || echo "failed under the $kind sanitizer: ${failed[*]}" >&2
[ ${#failed[@]} -eq 0 ]
