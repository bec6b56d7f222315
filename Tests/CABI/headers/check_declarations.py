#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the functions that jsvm.h declares with functions.txt.

usage: check_declarations.py [INCLUDE-DIRECTORY]
"""

import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXPERIMENTAL = {"OH_JSVM_CreateArrayBufferFromExternalMemory"}


def declared(include, *switches):
    """Names in declaration order, as the preprocessor leaves them."""
    command = [os.environ.get("CC", "gcc"), "-E", "-P", "-x", "c", f"-I{include}", *switches, "-"]
    source = '#include "ark_runtime/jsvm.h"\n'
    text = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return re.findall(r"\b(OH_JSVM_\w+)\s*\(", text)


def differences(names, expected):
    yield from (f"declared, not listed: {name}" for name in sorted(set(names) - expected))
    yield from (f"listed, not declared: {name}" for name in sorted(expected - set(names)))
    yield from (f"declared twice: {name}" for name in sorted(expected) if names.count(name) > 1)


def main():
    include = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "..", "..", "Include")
    with open(os.path.join(HERE, "functions.txt"), encoding="utf-8") as file:
        listed = file.read().splitlines()

    checks = {
        "functions.txt is sorted, no name twice": [
            f"out of place: {name}" for name, after in zip(listed, listed[1:]) if name >= after
        ],
        "with JSVM_EXPERIMENTAL": list(
            differences(declared(include, "-DJSVM_EXPERIMENTAL"), set(listed))
        ),
        "without JSVM_EXPERIMENTAL": list(
            differences(declared(include), set(listed) - EXPERIMENTAL)
        ),
    }
    for name, problems in checks.items():
        print("FAIL " if problems else "ok   ", name)
        for problem in problems:
            print("     ", problem)
    failed = sum(bool(problems) for problems in checks.values())
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
