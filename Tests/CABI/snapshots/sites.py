#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the API's nodes of a heap snapshot: name, strong edges, weak edges, bytes held, own bytes.

    sites.py FILE.heapsnapshot

Bytes held are what the root reaches, but not without the node; weak edges do not count. That is the
meaning of a retained size, worked out without dominators.
"""
import json
import sys

file = json.load(open(sys.argv[1]))
meta, strings = file["snapshot"]["meta"], file["strings"]
width = len(meta["node_fields"])
edge_types = meta["edge_types"][0]
nodes, edges = file["nodes"], file["edges"]
count = len(nodes) // width
assert count == file["snapshot"]["node_count"], "node_count"
assert len(edges) == 3 * file["snapshot"]["edge_count"], "edge_count"

names = [strings[nodes[i * width + 1]] for i in range(count)]
sizes = [nodes[i * width + 3] for i in range(count)]
targets, next_edge = [], 0
for i in range(count):
    end = next_edge + 3 * nodes[i * width + 4]
    targets.append([(edge_types[edges[e]], edges[e + 2] // width)
                    for e in range(next_edge, end, 3)])
    next_edge = end


def reached(without=None):
    """Bytes that the root reaches without a node."""
    seen, waiting, total = {0, without}, [0], 0
    while waiting:
        node = waiting.pop()
        total += sizes[node]
        for kind, target in targets[node]:
            if kind != "weak" and target not in seen:
                seen.add(target)
                waiting.append(target)
    return total


whole = reached()
for i in range(count):
    if names[i].startswith(("JSVM_", "System / Exported")):
        weak = sum(kind == "weak" for kind, _ in targets[i])
        print(f"{names[i]}\t{len(targets[i]) - weak}\t{weak}\t{whole - reached(i)}\t{sizes[i]}")
