// SPDX-License-Identifier: Apache-2.0
//
// Counts how often a loop turns in each quarter of a second, for ever.
function turn(end) {
  let turns = 0;
  for (let now = Date.now(); now < end; now = Date.now()) {
    for (let i = 0; i < 1000; i++) turns++;
  }
  return turns;
}
for (;;) console.log(turn(Date.now() + 250));
