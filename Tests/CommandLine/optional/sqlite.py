#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the tables of a database with DevTools' numbers, one file for each snapshot."""

import json
import sqlite3
import sys

database = sqlite3.connect(sys.argv[1])


def rows(sql, snapshot):
    return database.execute(sql, {"snapshot": snapshot}).fetchall()


def equal(what, expected, found):
    if expected != found:
        sys.exit(f"{what}: expected {expected}, found {found}")


def check(snapshot, expected):
    statistics = expected["statistics"]
    native, heap = statistics["native"], statistics["v8heap"]
    equal(
        "snapshot",
        [(expected["nodeCount"], expected["edgeCount"], expected["totalSize"], native["total"],
          native["typedArrays"], heap["code"], heap["strings"], heap["jsArrays"], heap["system"])],
        rows("SELECT nodes, edges, bytes, native, typed_arrays, code, strings, arrays, system"
             " FROM snapshot WHERE id = :snapshot", snapshot))
    equal(
        "classes", [(expected["classCount"], expected["totalSelfSizeAfterReattribution"])],
        rows("SELECT count(*), sum(shallow) FROM class WHERE snapshot = :snapshot", snapshot))
    # A name can have several places; DevTools' list has those apart, the largest first.
    found = rows("SELECT name, objects, distance, shallow, retained FROM class"
                 " WHERE snapshot = :snapshot ORDER BY retained DESC LIMIT 20", snapshot)
    equal(
        "largest classes",
        sorted((row["name"], row["count"], row["distance"], row["self"], row["retained"])
               for row in expected["top20ByRetained"]), sorted(found))
    equal(
        "nodes by type",
        {name: (row["count"], row["self"]) for name, row in expected["nodeTypes"].items()},
        {row[0]: row[1:] for row in rows(
            "SELECT type, count(*), sum(shallow) FROM node WHERE snapshot = :snapshot"
            " GROUP BY type", snapshot)})
    equal(
        "edges by type", expected["edgeTypes"],
        dict(rows("SELECT type, count(*) FROM edge WHERE snapshot = :snapshot GROUP BY type",
                  snapshot)))
    # The file has the first 80 characters of names.
    for node in expected["topObjectsByRetained"]:
        equal(
            "node", [(node["name"], node["type"], node["self"], node["retained"],
                      node["distance"])],
            [(row[0][:80], *row[1:]) for row in rows(
                "SELECT name, type, shallow, retained, distance FROM node"
                f" WHERE snapshot = :snapshot AND id = {node['id']}", snapshot)])
    equal(
        "detached nodes", [(expected["detachedness"]["detached"],)],
        rows("SELECT count(*) FROM node WHERE snapshot = :snapshot"
             " AND detachedness = 'detached'", snapshot))
    # What the tables say twice must be the same.
    equal(
        "members of classes",
        rows("SELECT number, objects, shallow FROM class WHERE snapshot = :snapshot"
             " ORDER BY number", snapshot),
        rows("SELECT class, count(*), sum(shallow) FROM node WHERE snapshot = :snapshot"
             " AND class IS NOT NULL GROUP BY class ORDER BY class", snapshot))
    below = dict(rows("SELECT dominator, sum(retained) FROM node WHERE snapshot = :snapshot"
                      " GROUP BY dominator", snapshot))
    equal(
        "retained sizes", [],
        [row for row in rows("SELECT ordinal, shallow, retained FROM node"
                             " WHERE snapshot = :snapshot", snapshot)
         if row[1] + below.get(row[0], 0) != row[2]])


for number, path in enumerate(sys.argv[2:], 1):
    with open(path, encoding="utf-8") as file:
        check(number, json.load(file))
print(len(sys.argv) - 2, "snapshots are equal")
