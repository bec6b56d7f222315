#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares `jsvm snapshot summary --by object` with the definitions, worked out without dominators.

    laws.py FILE.heapsnapshot OBJECTS.json

Every node's size after moving, and distance, are computed here by the rules; what a node retains is
what the root does not reach without it, for the largest nodes and a sample of the others. Prints how
many agreed, or the first that did not.
"""
import collections
import json
import random
import re
import sys

file = json.load(open(sys.argv[1]))
told = {row["id"]: row for row in json.load(open(sys.argv[2]))["objects"]}
meta, strings, raw, links = (
    file["snapshot"]["meta"], file["strings"], file["nodes"], file["edges"])
fields, kinds = meta["node_fields"], meta["node_types"][0]
width, count = len(fields), len(raw) // len(fields)


def column(name):
    return raw[fields.index(name)::width]


types = [kinds[number] for number in column("type")]
names = [strings[number] for number in column("name")]
ids, sizes = column("id"), column("self_size")
edges, at = [], 0
for degree in column("edge_count"):
    own = []
    for place in range(at, at + 3 * degree, 3):
        kind = meta["edge_types"][0][links[place]]
        name = links[place + 1]
        own.append((kind, name if kind in ("element", "hidden") else strings[name],
                    links[place + 2] // width))
    edges.append(own)
    at += 3 * degree
user_roots = list(dict.fromkeys(
    target for _, _, target in edges[0]
    if types[target] != "synthetic" or names[target] == "(Document DOM trees)"))


def reach(starts, follows, without=None):
    seen = {start for start in starts if start != without}
    waiting = list(seen)
    while waiting:
        source = waiting.pop()
        for edge in edges[source]:
            target = edge[2]
            if target not in seen and target != without and follows(source, edge):
                seen.add(target)
                waiting.append(target)
    return seen


# --- which edges keep alive -----------------------------------------------------------------

page = reach([target for kind, _, target in edges[0]
              if kind == "shortcut" or names[target] == "(Document DOM trees)"],
             lambda _, edge: edge[0] != "weak")
PAIR = re.compile(r"\d+( / part of key \(.* pair in WeakMap \(table @(\d+)\))")


def is_essential(source, edge):
    kind, name, target = edge
    if kind == "weak" or target == source or (kind == "shortcut" and source != 0):
        return False
    pair = PAIR.match(name) if kind == "internal" else None
    if pair and int(pair[2]) == ids[source]:
        return False
    return source == 0 or target not in page or source in page


reached = reach([0], is_essential)
held = {edge[2] for source in range(count) for edge in edges[source] if is_essential(source, edge)}
roots = [0] + [node for node in range(count) if node not in reached and node not in held]
known = reach(roots, is_essential)
roots += [node for node in range(count) if node not in known]

# --- sizes that owners count ----------------------------------------------------------------


def is_owned(node):
    return types[node] in ("hidden", "array") or (
        types[node] == "native" and names[node] == "system / ExternalStringData")


moved = list(sizes)
if user_roots:
    owner = [None if is_owned(node) else node for node in range(count)]
    waiting = [node for node in range(count) if owner[node] == node]
    while waiting:
        source = waiting.pop()
        for kind, _, target in edges[source]:
            if kind == "weak" or owner[target] in (target, owner[source], "several"):
                continue
            owner[target] = owner[source] if owner[target] is None else "several"
            waiting.append(target)
    for node in range(count):
        to = owner[node]
        if to not in (None, "several", node, 0) and types[to] != "synthetic":
            moved[to] += sizes[node]
            moved[node] -= sizes[node]

# --- distances ------------------------------------------------------------------------------

distance = [-5] * count
met = collections.Counter()


def passes(source, edge):
    kind, name, _ = edge
    if kind == "weak":
        return False
    if types[source] == "hidden" and names[source] == "system / NativeContext":
        if name == "sloppy_function_map":
            return False
    elif types[source] == "array" and names[source] == "(map descriptors)":
        digits = re.match(r"\d*", str(name))[0]
        return not (digits and int(digits) >= 2 and int(digits) % 3 == 1)
    pair = PAIR.match(name) if kind == "internal" else None
    if pair:
        met[pair[1]] += 1
        return met[pair[1]] % 2 == 0
    return True


def spread(starts):
    queue = collections.deque(starts)
    while queue:
        source = queue.popleft()
        for edge in edges[source]:
            target = edge[2]
            if distance[target] == -5 and passes(source, edge):
                distance[target] = distance[source] + 1
                queue.append(target)


for root in user_roots:
    distance[root] = 1
spread(user_roots)
distance[0] = 100_000_000 if user_roots else 0
spread([0])

# --- the comparison -------------------------------------------------------------------------


def agree(node, what, expected):
    found = told[ids[node]][what]
    if found != expected:
        sys.exit(f"@{ids[node]} {names[node][:40]}: {what} is {expected}, not {found}")


if len(told) != count:
    sys.exit(f"{count} nodes, not {len(told)}")
for node in range(count):
    agree(node, "shallow", moved[node])
    agree(node, "distance", distance[node])
agree(0, "retained", sum(moved))
largest = sorted(range(1, count), key=lambda node: -told[ids[node]]["retained"])[:40]
sample = largest + random.Random(1).sample(range(1, count), 40)
for node in sample:
    lost = set(range(count)) - reach(roots, is_essential, node)
    agree(node, "retained", sum(moved[one] for one in lost))
print(f"every node agrees, and {len(sample)} in what they retain")
