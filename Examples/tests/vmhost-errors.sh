#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Command lines and scripts that are wrong.
. "$(dirname "$0")/check.bash"

exits "a missing file" 1 "$vmhost" nowhere.js
equal "is named with the reason" "vmhost: cannot read nowhere.js: No such file or directory" \
  "$(cat errors)"
exits "a directory" 1 "$vmhost" .
equal "is named too" "vmhost: cannot read .: Is a directory" "$(cat errors)"
exits "no arguments" 64 "$vmhost"
contains "get the usage" "usage: vmhost" "$(cat errors)"
exits "an unknown short option" 64 "$vmhost" -x script.js
exits "an unknown long option" 64 "$vmhost" --no-such-option -e 1
contains "is named" "unknown option --no-such-option" "$(cat errors)"
exits "--help" 0 "$vmhost" --help
contains "prints the usage" "usage: vmhost" "$(cat output)"
exits "--version" 0 "$vmhost" --version
contains "names the engine" "v8 10." "$(tr V v <output)"

printf 'const a = 1;\nlet = ;\n' >syntax.js
exits "a syntax error" 1 "$vmhost" syntax.js
contains "names file and line" "$work/syntax.js:2" "$(head -1 errors)"
contains "shows the line" "let = ;" "$(sed -n 2p errors)"
contains "points at the place" "^" "$(sed -n 3p errors)"
contains "and says what is wrong" "SyntaxError: " "$(cat errors)"

cat >uncaught.js <<'JS'
function inner() {
  throw new RangeError('too much');
}
setTimeout(() => console.log('no'), 10);
setTimeout(function outer() { inner(); }, 1);
JS
exits "an uncaught error" 1 "$vmhost" uncaught.js
equal "ends the program" "" "$(cat output)"
contains "has its message" "RangeError: too much" "$(cat errors)"
contains "and its stack" "at inner ($work/uncaught.js:2:9)" "$(cat errors)"
contains "to the end" "at Timeout.outer ($work/uncaught.js:5:31)" "$(cat errors)"

exits "a thrown string" 1 "$vmhost" -e "throw 'text'"
equal "is shown" "Uncaught 'text'" "$(cat errors)"
exits "a thrown object" 1 "$vmhost" -e "throw { a: [1] }"
equal "is shown too" "Uncaught { a: [ 1 ] }" "$(cat errors)"
for where in "queueMicrotask(F)" "process.nextTick(F)" "setImmediate(F)" "F()"; do
  exits "an error thrown in $where" 1 "$vmhost" -e \
    "const F = () => { throw new Error('here') }; $where; setTimeout(() => console.log('no'), 5)"
  contains "is reported" "Error: here" "$(cat errors)"
  equal "and nothing follows" "" "$(cat output)"
done
exits "endless recursion" 1 "$vmhost" -e "(function f() { f() })()"
contains "is a RangeError" "RangeError: Maximum call stack size exceeded" "$(cat errors)"
exits "a getter that throws while an error is shown" 1 "$vmhost" -e \
  "throw Object.defineProperty(new Error('a'), 'stack', { get() { throw 1 } })"

finish
