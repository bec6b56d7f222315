#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the table of a benchmark run.

report.py RESULTS.tsv THRESHOLDS.json [--check]
RESULTS has lines "round, side, case, cost". With --check the exit code is 1 when a threshold is
exceeded or this library was not measured.
"""
import json
import signal
import sys
from statistics import median, quantiles

JSVM, NODE_API, V8 = "jsvm", "node_api", "v8"


def read(path):
    """Costs by case, then side, then round; cases in the order of their first line."""
    costs = {}
    for line in open(path):
        turn, side, case, cost = line.rstrip("\n").split("\t")
        costs.setdefault(case, {}).setdefault(side, {})[turn] = float(cost)
    return costs


def pairs(sides, one, other):
    """What two sides took in the same rounds: neighbours in time, so noise cancels."""
    a, b = sides.get(one, {}), sides.get(other, {})
    return [(a[turn], b[turn]) for turn in a if turn in b]


def spread(values):
    low, _, high = quantiles(values, n=4) if len(values) > 1 else values * 3
    return f"{low:.2f}-{high:.2f}"


def verdict(limits, ratio, above):
    """Each budget of a case with what became of it: ok, EXCEEDED or "?" for not measured."""
    found = {"times_node_api": (ratio, "{:.2f}x"), "ns_above_v8": (above, "{:+.0f} ns"),
             "bytes_above_v8": (above, "{:+.0f} B")}
    for budget, limit in limits.items():
        value, form = found[budget]
        answer = "?" if value is None else "ok" if value <= limit else "EXCEEDED"
        yield answer, f"<= {form.format(limit)} {answer}"


def main(results, thresholds, *options):
    costs = read(results)
    limits = json.load(open(thresholds))
    exceeded = [f"{case}: not measured" for case in limits if case not in costs]
    measured = any(JSVM in sides for sides in costs.values())

    width = max(map(len, costs), default=4)
    row = "{:%d}  {:>8} {:>8} {:>8}  {:>8} {:<11}  {:>7}  {}" % width
    print(row.format("per operation, ns", "JSVM", "Node-API", "V8", "JSVM/N-A", "(quartiles)",
                     "JSVM-V8", "budget"))
    for case, sides in costs.items():
        ratios = [a / b for a, b in pairs(sides, JSVM, NODE_API) if b]
        ratio = median(ratios) if ratios else None
        differences = [a - b for a, b in pairs(sides, JSVM, V8)]
        above = median(differences) if differences else None
        verdicts = list(verdict(limits.get(case, {}), ratio, above))
        exceeded += [f"{case}: {text}" for answer, text in verdicts if answer == "EXCEEDED"]
        print(row.format(
            case,
            *(f"{median(sides[side].values()):.1f}" if side in sides else "-"
              for side in (JSVM, NODE_API, V8)),
            "-" if ratio is None else f"{ratio:.2f}x",
            f"({spread(ratios)})" if ratios else "",
            "-" if above is None else f"{above:+.1f}",
            ", ".join(text for _, text in verdicts)).rstrip())

    if "--check" not in options:
        return 0
    if not measured:
        exceeded.append("this library was not measured")
    for line in exceeded:
        print(f"error: {line}", file=sys.stderr)
    return 1 if exceeded else 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `run | head` ends without a traceback
    sys.exit(main(*sys.argv[1:]))
