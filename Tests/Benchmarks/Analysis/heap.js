// SPDX-License-Identifier: Apache-2.0
//
// Writes a snapshot of a heap like a busy server's, the same on every run of one Node version:
//
//   node --expose-gc heap.js SCALE FILE
//
// Scale 1 is about 30 MB. A quarter of the objects hang in one linked chain, as long as there are
// orders, and in a search tree whose keys mostly ascend, so that it is deep and leans to one side.
'use strict';
const v8 = require('v8');

const scale = Number(process.argv[2]);
const file = process.argv[3];
if (!(scale > 0) || !file) {
  console.error('usage: node --expose-gc heap.js SCALE FILE');
  process.exit(64);
}

// A linear congruential generator with the multiplier of Numerical Recipes.
let state = 20011;
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
function word(length) {
  let text = '';
  while (text.length < length) text += letters[below(letters.length)];
  return text;
}

class Place {
  constructor() {
    this.street = word(14);
    this.number = below(200);
    this.position = [below(9000) / 100, below(18000) / 100];
  }
}
class Customer {
  constructor(number) {
    this.number = number;
    this.name = word(8) + ' ' + word(12);
    this.mail = `${word(9)}@${word(6)}.example`;
    this.home = new Place();
    this.marks = new Set([word(3), word(3)]);
    this.orders = [];
  }
}
class Order {
  constructor(customer, previous) {
    this.customer = customer;
    this.previous = previous;
    this.lines = Array.from({ length: 1 + below(4) }, () => ({ article: below(5000), pieces: 1 }));
    this.note = below(3) === 0 ? 'left at ' + word(20) : null;
    this.paid = below(1000) / 10;
  }
}
class Branch {
  constructor(key, load) {
    this.key = key;
    this.load = load;
    this.low = null;
    this.high = null;
  }
}

function plant(root, branch) {
  for (let at = root; ; ) {
    const side = branch.key < at.key ? 'low' : 'high';
    if (at[side] === null) {
      at[side] = branch;
      return;
    }
    at = at[side];
  }
}

// Every sixteenth key is anywhere, the others stand a little above the one before. Beginning at the
// last ascending branch keeps that from taking quadratic time.
function tree(count) {
  const root = new Branch(0, null);
  let ascending = root;
  for (let i = 1; i < count; i++) {
    if (i % 16 === 0) {
      plant(ascending, new Branch(ascending.key + below(1000) / 1000, word(10)));
    } else {
      const next = new Branch(ascending.key + 1, i);
      if (ascending.high) plant(ascending, next);
      else ascending.high = next;
      ascending = next;
    }
  }
  return root;
}

function listener(customer, topic) {
  let calls = 0;
  return function onEvent(event) {
    calls += 1;
    return `${customer.name} ${topic} ${calls} ${event}`;
  };
}

function server(customers) {
  const heap = {
    customers: [], byMail: new Map(), lastOrder: null, seen: new WeakMap(), listeners: [],
    pending: [], texts: [], buffers: [], index: tree(customers), settings: Object.create(null),
  };
  for (let i = 0; i < customers; i++) {
    const customer = new Customer(i);
    heap.customers.push(customer);
    heap.byMail.set(customer.mail, customer);
    if (i % 5 === 0) customer['custom_' + below(300)] = { since: i, by: heap.customers[below(i)] };
  }
  for (let i = 0; i < customers; i++) {
    const customer = heap.customers[below(customers)];
    const order = new Order(customer, heap.lastOrder);
    heap.lastOrder = order;
    customer.orders.push(order);
    if (i % 2 === 0) heap.listeners.push(listener(customer, 'topic ' + below(100)));
    if (i % 3 === 0) heap.seen.set(order, { at: i });
    if (i % 4 === 0) heap.texts.push(word(10 + below(90)), customer.mail.slice(1, 18));
    if (i % 7 === 0) heap.texts.push(customer.name + ' of ' + customer.mail);
    if (i % 30 === 0) heap.pending.push(new Promise((done) => (order.done = done)));
    if (i % 50 === 0) heap.settings[word(7)] = { owner: customer, values: [i, i / 2] };
    if (i % 90 === 0) heap.buffers.push(new Uint8Array(32 + below(500)), 10n ** BigInt(i % 60));
  }
  return heap;
}

globalThis.heap = server(Math.round(10000 * scale));
globalThis.gc?.();
v8.writeHeapSnapshot(file);
