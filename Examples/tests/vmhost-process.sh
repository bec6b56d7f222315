#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The process object: arguments, exit codes, signals, memory.
. "$(dirname "$0")/check.bash"

echo "console.log(JSON.stringify(process.argv))" >arguments.js
prints "argv: program, script, arguments" "[\"$vmhost\",\"$work/arguments.js\",\"a\",\"--b\"]" \
  "$vmhost" --expose-gc arguments.js a --b
prints "argv with -e" "[\"$vmhost\",\"a\"]" "$vmhost" -e "$(cat arguments.js)" a

exits "process.exit(3)" 3 "$vmhost" -e "process.exit(3); console.log('no')"
equal "nothing runs after process.exit" "" "$(cat output)"
exits "process.exitCode" 4 "$vmhost" -e "process.exitCode = 4"
exits "process.exit() takes exitCode" 5 "$vmhost" -e "process.exitCode = 5; process.exit()"
exits "exit listeners may set exitCode" 6 "$vmhost" -e \
  "process.on('exit', (code) => { console.log('code', code); process.exitCode = 6 })"
equal "exit listeners get the code" "code 0" "$(cat output)"
exits "exit listeners run on process.exit" 7 "$vmhost" -e \
  "process.on('exit', (code) => console.log('code', code)); process.exit(7)"
equal "and get its code" "code 7" "$(cat output)"
exits "an uncaught error in an exit listener" 1 "$vmhost" -e \
  "process.on('exit', () => { throw new Error('late') })"

exits "process.exit in an exit listener" 8 "$vmhost" -e \
  "process.on('exit', () => process.exit(8))"

cat >signals.js <<'JS'
process.on('SIGUSR1', (name, number) => console.log(name, number));
process.once('SIGTERM', () => {
  console.log('once');
  process.kill(process.pid, 'SIGUSR1');
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
});
process.on('SIGINT', () => console.log('never'));
process.kill(process.pid);
setTimeout(() => {}, 2000);
JS
exits "a signal without listeners kills again" 143 "$vmhost" signals.js
equal "signals by name and number" $'once\nSIGUSR1 10' "$(cat output)"

cat >interrupt.js <<'JS'
const fs = require('fs');
process.on('SIGINT', () => {
  fs.writeFile('stats.json', JSON.stringify([1, 2]), (error) => {
    console.log(error);
    process.exit();
  });
});
setInterval(() => {}, 1000);
setTimeout(() => process.kill(process.pid, 'SIGINT'), 20);
JS
exits "a listener of SIGINT may write a file and exit" 0 "$vmhost" interrupt.js
equal "and it has written it" "null [1,2]" "$(cat output) $(cat stats.json)"

prints "process.kill refuses what is no signal" "ERR_UNKNOWN_SIGNAL ESRCH true" "$vmhost" -e "
  const codes = [];
  try { process.kill(process.pid, 'SIGNONE') } catch (error) { codes.push(error.code) }
  try { process.kill(2 ** 30, 0) } catch (error) { codes.push(error.code) }
  console.log(...codes, process.kill(process.pid, 0))"

prints "memoryUsage" "number number number number number true" "$vmhost" -e "
  const usage = process.memoryUsage();
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = usage;
  console.log(typeof rss, typeof heapTotal, typeof heapUsed, typeof external, typeof arrayBuffers,
    rss > heapUsed && heapTotal >= heapUsed && heapUsed > 1e5)"
prints "gc() collects" "true" "$vmhost" -e "
  let list = Array.from({ length: 1e5 }, (_, i) => ({ i }));
  gc();
  const full = process.memoryUsage().heapUsed;
  list = null;
  global.gc();
  console.log(full - process.memoryUsage().heapUsed > 1e6)"

prints "the rest" "linux $work true true bigint true V8" "$vmhost" -e "
  const [seconds, nanoseconds] = process.hrtime(process.hrtime());
  process.stdout.write(process.platform + ' ');
  console.log(process.cwd(), seconds === 0 && nanoseconds < 1e9, process.uptime() < 5,
    typeof process.hrtime.bigint(), process.env.HOME === '$HOME',
    /^10\\.|^1[0-9]\\./.test(process.versions.v8) ? 'V8' : process.versions)"

finish
