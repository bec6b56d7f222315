#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# In which order callbacks come, and when a program ends.
. "$(dirname "$0")/check.bash"

cat >order.js <<'JS'
setTimeout(() => console.log('timeout 20'), 20);
setTimeout(() => console.log('timeout 1'), 1);
queueMicrotask(() => console.log('microtask'));
Promise.resolve().then(() => {
  console.log('promise');
  process.nextTick(() => console.log('tick of a promise'));
  queueMicrotask(() => console.log('microtask of a promise'));
});
process.nextTick((a, b) => console.log('tick', a, b), 1, 2);
setTimeout(() => {
  console.log('timeout 40');
  setTimeout(() => console.log('timeout of a timeout'), 1);
  setImmediate(() => console.log('immediate of a timeout'));
  queueMicrotask(() => console.log('microtask of a timeout'));
  process.nextTick(() => console.log('tick of a timeout'));
}, 40);
console.log('script');
JS
prints "ticks, microtasks, timers, immediates" "$(
  cat <<'TEXT'
script
tick 1 2
microtask
promise
microtask of a promise
tick of a promise
timeout 1
timeout 20
timeout 40
tick of a timeout
microtask of a timeout
immediate of a timeout
timeout of a timeout
TEXT
)" "$vmhost" order.js

cat >clear.js <<'JS'
clearTimeout(setTimeout(() => console.log('no'), 1));
clearTimeout(+setTimeout(() => console.log('no'), 1));
clearImmediate(setImmediate(() => console.log('no')));
clearTimeout(setImmediate(() => console.log('yes')));
clearTimeout(undefined);
clearTimeout({});
let count = 0;
const interval = setInterval((word) => {
  console.log(word, ++count);
  if (count === 3) clearInterval(interval);
}, 1, 'interval');
const self = setTimeout(function () { clearTimeout(self); console.log(this === self); }, 1);
JS
prints "what is cleared does not come" $'yes\ninterval 1\ntrue\ninterval 2\ninterval 3' \
  "$vmhost" clear.js

cat >unref.js <<'JS'
const timer = setInterval(() => {}, 1000);
console.log(timer.hasRef(), timer.unref().hasRef());
setTimeout(() => console.log('end'), 5);
JS
prints "a timer without ref keeps no program alive" $'true false\nend' "$vmhost" unref.js

echo "setTimeout(() => console.log('a'), 30); const t = Date.now(); while (Date.now() < t + 60);
setTimeout(() => console.log('b'), 30); setTimeout(() => console.log('c'), -1)" >busy.js
prints "time spent in a script counts" $'a\nc\nb' "$vmhost" busy.js

cat >immediates.js <<'JS'
const words = [];
setImmediate(() => {
  words.push('first');
  setImmediate(() => console.log(words.join(' '), 'later'));
});
setImmediate(() => words.push('second'));
JS
prints "an immediate of an immediate waits a turn" "first second later" "$vmhost" immediates.js

prints "arguments are checked" "ERR_INVALID_ARG_TYPE TypeError" "$vmhost" -e \
  "try { setTimeout('code', 1) } catch (error) { console.log(error.code, error.name) }"

for how in "" "process.exit(0)"; do
  cat >pending.js <<JS
setTimeout(() => {}, 1e6);
setInterval(() => {}, 1e6).unref();
setImmediate(() => { setImmediate(() => {}); setTimeout(() => { throw 1 }, 5); process.exit(0) });
process.nextTick(() => { process.nextTick(() => {}); $how });
process.on('SIGTERM', () => {});
process.on('exit', () => {});
JS
  exits "nothing is leaked by process.exit (${how:-in an immediate})" 0 \
    env JSVM_OPTIONS=leak_check_at_exit=1 "$vmhost" pending.js
done
exits "nothing is leaked by an uncaught error" 1 \
  env JSVM_OPTIONS=leak_check_at_exit=1 "$vmhost" -e "setTimeout(() => {}, 1e6); throw 1"
exits "nothing is leaked at the end" 0 \
  env JSVM_OPTIONS=leak_check_at_exit=1 "$vmhost" order.js

finish
