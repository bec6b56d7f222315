#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What console.log and its siblings print: what Node prints.
. "$(dirname "$0")/check.bash"

cat >primitives.js <<'JS'
console.log('text', 1, -0, 1.5, 10n, true, null, undefined, NaN);
console.log(Symbol('s'), ['text', Symbol.iterator]);
console.log("it's", ["it's", 'say "it\'s"', 'a\nb\\']);
console.log();
console.log('%s is %d of %i%% %j %o', 'a', 1.5, 2.7, { b: [1] }, 'c', 'more', {});
console.log('100%', 'of %s');
console.log('%s');
JS
prints "primitives and formats" "$(
  cat <<'TEXT'
text 1 -0 1.5 10n true null undefined NaN
Symbol(s) [ 'text', Symbol(Symbol.iterator) ]
it's [ "it's", `say "it's"`, 'a\nb\\' ]

a is 1.5 of 2% {"b":[1]} 'c' more {}
100% of %s
%s
TEXT
)" "$vmhost" primitives.js

cat >objects.js <<'JS'
console.log({}, [], { a: 1, 'b-c': 'd', [Symbol('e')]: f, g() {} }, [1, , 3], new Array(3));
function f() {}
console.log({ a: { b: { c: { d: 1 } } } }, [[[[1]]]], { a: { b: { c: {} } } });
console.log(new Map([['a', { b: 1 }]]), new Set([1, 'a']), new Date(0), /x/g);
console.log(class A {}, class B extends Array {}, () => 1, async function g() {}, function* h() {});
class Point { constructor() { this.x = 1; } }
console.log(new Point(), Object.create(null), [new Point()], Object.assign(() => {}, { a: 1 }));
console.log({ get a() { return 1; }, set b(_) {}, get c() { return 1; }, set c(_) {} });
const circle = { name: 'c' };
circle.self = circle;
console.log(circle, new Number(3), new String('s'), [undefined, null]);
console.log([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
console.log(Array.from({ length: 101 }, (_, i) => i));
console.log(['apple', 'banana', 'cherry', 'dragonfruit', 'elderberry', 'fig', 'grape', 'honeydew']);
console.log({ aaaaaaaaaaaaaaaaaaaa: 'bbbbbbbbbbbbbbbbbbbbbbb', cccccccccccc: ['dddddddddd'], e: 1 });
JS
prints "objects" "$(
  cat <<'TEXT'
{} [] { a: 1, 'b-c': 'd', g: [Function: g], [Symbol(e)]: [Function: f] } [ 1, <1 empty item>, 3 ] [ <3 empty items> ]
{ a: { b: { c: [Object] } } } [ [ [ [Array] ] ] ] { a: { b: { c: {} } } }
Map(1) { 'a' => { b: 1 } } Set(2) { 1, 'a' } 1970-01-01T00:00:00.000Z /x/g
[class A] [class B extends Array] [Function (anonymous)] [AsyncFunction: g] [GeneratorFunction: h]
Point { x: 1 } [Object: null prototype] {} [ Point { x: 1 } ] [Function (anonymous)] { a: 1 }
{ a: [Getter], b: [Setter], c: [Getter/Setter] }
<ref *1> { name: 'c', self: [Circular *1] } [Number: 3] [String: 's'] [ undefined, null ]
[
  1, 2, 3, 4,  5,
  6, 7, 8, 9, 10
]
[
   0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
  12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
  24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
  36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
  48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
  60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
  72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
  84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
  96, 97, 98, 99,
  ... 1 more item
]
[
  'apple',
  'banana',
  'cherry',
  'dragonfruit',
  'elderberry',
  'fig',
  'grape',
  'honeydew'
]
{
  aaaaaaaaaaaaaaaaaaaa: 'bbbbbbbbbbbbbbbbbbbbbbb',
  cccccccccccc: [ 'dddddddddd' ],
  e: 1
}
TEXT
)" "$vmhost" objects.js

cat >errors.js <<'JS'
function fails() { return new TypeError('no'); }
console.log(fails());
JS
found=$("$vmhost" errors.js)
contains "errors show their message" "TypeError: no" "$found"
contains "errors show where they were made" "at fails (" "$found"
contains "errors name file, line and column" "errors.js:1:27)" "$found"

echo "console.log('o'); console.info('i'); console.debug('d'); console.warn('w'); console.error('e')" \
  >streams.js
"$vmhost" streams.js >output 2>errors
equal "log, info and debug go to standard output" $'o\ni\nd' "$(cat output)"
equal "warn and error go to standard error" $'w\ne' "$(cat errors)"

finish
