#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the functions that jsvm.h and jsvm_memory.h declare with functions.txt and
memory-functions.txt.

usage: check_declarations.py [INCLUDE-DIRECTORY]
"""

import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
EXPERIMENTAL = {"OH_JSVM_CreateArrayBufferFromExternalMemory"}
# Declared for the program to define.
PROGRAMS = {"JSVM_Memory_DefaultOptions", "JSVM_Memory_DefaultSuppressions"}


def declared(include, *switches, header="ark_runtime/jsvm.h", prefix="OH_JSVM_"):
    """Names in declaration order, as the preprocessor leaves them."""
    command = [os.environ.get("CC", "gcc"), "-E", "-P", "-x", "c", f"-I{include}", *switches, "-"]
    source = f'#include "{header}"\n'
    text = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return re.findall(rf"\b({prefix}\w+)\s*\(", text)


def differences(names, expected):
    yield from (f"declared, not listed: {name}" for name in sorted(set(names) - expected))
    yield from (f"listed, not declared: {name}" for name in sorted(expected - set(names)))
    yield from (f"declared twice: {name}" for name in sorted(expected) if names.count(name) > 1)


def lines(file_name):
    with open(os.path.join(HERE, file_name), encoding="utf-8") as file:
        return file.read().splitlines()


def out_of_place(names):
    return [f"out of place: {name}" for name, after in zip(names, names[1:]) if name >= after]


def main():
    include = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "..", "..", "..", "Include")
    listed = lines("functions.txt")
    memory = lines("memory-functions.txt")

    checks = {
        "functions.txt is sorted, no name twice": out_of_place(listed),
        "memory-functions.txt is sorted, no name twice": out_of_place(memory),
        "jsvm_memory.h": list(
            differences(
                declared(include, header="jsvm_memory.h", prefix="JSVM_Memory_"),
                set(memory) | PROGRAMS,
            )
        ),
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
