#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs analysers in turn and prints what they took, for `run`.

measure.py FILES ANALYSE ORACLE THRESHOLDS ROUNDS [--check] [NAME=COMMAND...]
"""
import json
import math
import os
import shlex
import signal
import sys
import tempfile
import time
from pathlib import Path
from statistics import median


class Cost:
    """Medians of wall and processor seconds and of peak megabytes."""

    def __init__(self, runs):
        self.wall, self.cpu, self.peak = (median(column) for column in zip(*runs))


def once(command):
    """Wall seconds, processor seconds, peak megabytes, and what was printed; None if it failed.

    What works in another process than its own says at the end what that took: `took WALL CPU PEAK`.
    """
    with tempfile.TemporaryFile() as output:
        start = time.monotonic()
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=[
            (os.POSIX_SPAWN_DUP2, output.fileno(), 1), (os.POSIX_SPAWN_OPEN, 2, "/dev/null",
                                                        os.O_WRONLY, 0)])
        _, status, used = os.wait4(child, 0)
        wall = time.monotonic() - start
        output.seek(0)
        printed = output.read().decode(errors="replace").split()
    if status != 0:
        return None
    if printed[-4:-3] == ["took"]:
        return tuple(float(word) for word in printed[-3:]), printed[:-4]
    return (wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), printed


def measure(commands, peers, rounds):
    """Costs and last outputs by name. Each round gives every command its turn, so that what else
    the machine does meets all alike; the first round only warms the page cache. Peers have a turn
    in the last round."""
    runs, printed = {}, {}
    for turn in range(rounds + 1):
        for name, command in {**commands, **(peers if turn == rounds else {})}.items():
            result = once(command)
            if result is None:
                print(f"  {name}: failed")
            elif turn > 0:
                runs.setdefault(name, []).append(result[0])
                printed[name] = result[1]
    return {name: Cost(costs) for name, costs in runs.items()}, printed


def growth(points):
    """The exponent with which wall time grows with the number of edges, from file to file."""
    return [math.log(b[1] / a[1]) / math.log(b[0] / a[0])
            for a, b in zip(points, points[1:]) if b[0] > a[0]]


def verdict(name, value, limit, unit, exceeded):
    if limit is None:
        return
    answer = "ok" if value <= limit else "EXCEEDED"
    print(f"  {name:32} {value:8.2f} {unit:3} <= {limit} {answer}")
    if answer != "ok":
        exceeded.append(f"{name}: {value:.2f} {unit}")


def main(folder, analyse, oracle, thresholds, rounds, *options):
    limits = json.load(open(thresholds))
    peers = dict(option.split("=", 1) for option in options if option != "--check")
    exceeded, points = [], []
    paths = sorted(Path(folder).glob("*.heapsnapshot"), key=lambda path: path.stat().st_size)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, medians of {rounds} rounds")
    for path in paths:
        file, size = str(path), path.stat().st_size / 1e6
        band = next((band for band in limits["by size"] if size <= band["up to MB"]), {})
        side = Path(file + ".jsvm-columns")
        had_side = side.exists()
        if not had_side and once([analyse, "--cache", file]) is None:
            print(f"{path.name}: no side file could be written")
        costs, printed = measure({
            "analyse": [analyse, file], "oracle": [oracle, file],
            "reopen": [analyse, "--reopen", file], "classes": [analyse, "--classes", file],
            "two": [analyse, "--two", file, file],
        }, {name: [*shlex.split(command), file] for name, command in peers.items()}, int(rounds))
        if not had_side:
            side.unlink(missing_ok=True)
        if "analyse" not in costs:
            exceeded.append(f"{path.name}: not measured")
            continue
        nodes, edges = int(printed["analyse"][0]), int(printed["analyse"][1])
        print(f"{path.name}: {size:.0f} MB, {nodes} nodes, {edges} edges")
        for name, cost in costs.items():
            print(f"  {name:10} wall {cost.wall:7.3f} s  cpu {cost.cpu:7.3f} s  "
                  f"peak {cost.peak:6.0f} MB  {cost.peak * 2**20 / (nodes + edges):5.1f} "
                  f"bytes a node or edge")
        ours, other = costs["analyse"], costs.get("oracle")
        for name in ["oracle", *peers]:
            if cost := costs.get(name):
                print(f"  {name} takes wall {cost.wall / ours.wall:.2f} times, cpu "
                      f"{cost.cpu / ours.cpu:.2f} times, peak {cost.peak / ours.peak:.2f} times ours")
        points.append((edges, ours.wall))
        if other:
            same = printed["oracle"][-1:] == printed["analyse"][-1:]
            print(f"  retained sizes {'the same' if same else 'not compared or different'}")
            verdict("wall, times oracle", ours.wall / other.wall, band.get("times oracle"), "x",
                    exceeded)
        verdict("wall", ours.wall, band.get("seconds"), "s", exceeded)
        verdict("peak", ours.peak, band.get("peak MB"), "MB", exceeded)
        if "reopen" in costs:
            verdict("reopen", costs["reopen"].wall, band.get("reopen seconds"), "s", exceeded)
        if "classes" in costs:
            verdict("reopen, classes alone", costs["classes"].wall, band.get("reopen seconds"), "s",
                    exceeded)
        if "two" in costs:
            verdict("two files", costs["two"].wall, band.get("two files seconds"), "s", exceeded)
    for exponent in growth(points):
        print(f"time grows with edges to the power of {exponent:.2f}")
    if not points:
        exceeded.append("nothing was measured")
    if "--check" not in options:
        return 0
    for line in exceeded:
        print(f"error: {line}", file=sys.stderr)
    return 1 if exceeded else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(main(*sys.argv[1:]))
