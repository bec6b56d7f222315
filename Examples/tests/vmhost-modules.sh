#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# require, and the fs module.
. "$(dirname "$0")/check.bash"

mkdir -p lib/part
echo '{ "answer": 42 }' >lib/data.json
echo '{ "answer": }' >lib/bad.json
echo "exports.name = __filename.split('/').pop(); exports.main = require.main === module" >lib/a.js
echo "module.exports = require('../data').answer" >lib/part/index.js
echo "exports.before = 1; exports.other = require('./circle2').seen" >lib/circle1.js
echo "exports.seen = require('./circle1').before" >lib/circle2.js
echo "count = (globalThis.count || 0) + 1; throw new Error('thrown by a module')" >lib/throws.js
cat >main.js <<'JS'
#!/usr/bin/env vmhost
const a = require('./lib/a'), same = require('./lib/a.js'), again = require('./lib/../lib/a.js');
console.log(a === same, a === again, a.name, a.main, require.main === module);
console.log(require('./lib/part'), require('./lib/data.json'), require('./lib/circle1').other);
console.log(__dirname === process.cwd(), module.id, exports === module.exports, this === exports);
for (let i = 0; i < 2; i++) {
  try { require('./lib/throws') } catch (error) { console.log(error.message, count) }
}
try { require('./none') } catch (error) { console.log(error.code, error.message.split('\n')[0]) }
try { require('none') } catch (error) { console.log(error.code) }
try { require('./lib/bad') } catch (error) { console.log(error.name, /bad.json: /.test(error.message)) }
console.log(require('fs') === require('node:fs'), require('process') === process);
JS
prints "modules" "$(
  cat <<'TEXT'
true true a.js false true
42 { answer: 42 } 1
true . true true
thrown by a module 1
thrown by a module 2
MODULE_NOT_FOUND Cannot find module './none'
MODULE_NOT_FOUND
SyntaxError true
true true
TEXT
)" "$vmhost" main.js

cat >files.js <<'JS'
const fs = require('fs');
fs.writeFileSync('a.txt', 'grüße\n');
console.log(JSON.stringify(fs.readFileSync('a.txt', 'utf8')), fs.existsSync('a.txt'), fs.existsSync('b'));
try { fs.readFileSync('b', 'utf8') } catch (error) { console.log(error.message, error.errno) }
fs.writeFile('no/such/directory', 'x', (error) => console.log(error.code, error.syscall, error.path));
fs.writeFile('c.txt', 'c', 'utf8', (error) => console.log(error, fs.readFileSync('c.txt')));
JS
found=$("$vmhost" files.js | sort)
equal "files" "$(sort <<'TEXT'
"grüße\n" true false
ENOENT: no such file or directory, open 'b' -2
ENOENT open no/such/directory
null c
TEXT
)" "$found"
exits "nothing is leaked by files and modules" 0 \
  env JSVM_OPTIONS=leak_check_at_exit=1 "$vmhost" files.js
exits "nor by exceptions in modules" 0 \
  env JSVM_OPTIONS=leak_check_at_exit=1 "$vmhost" main.js

finish
