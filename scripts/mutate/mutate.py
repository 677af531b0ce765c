#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks the code on purpose, one mistake at a time, and sees whether a test notices.

    mutate.py kernels     mistakes in the CUDA kernels, which tests/device must notice in the emulator
    mutate.py forms       mistakes in the numerics, which tests/accuracy must notice
    mutate.py detectors   detectors taken out of the emulator, which the planted faults must notice

Each mutant of the file of that name is built and tested in a copy of the sources. A mutant that survives shows
a hole in the tests; one that does not apply or compile, that the list has fallen behind the code. Either makes the exit
status 1.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from detector_suite import DetectorSuite
from form_suite import FormSuite
from kernel_suite import KernelSuite
from mutant import Unusable, read_mutants, why_not_applicable
from source_copy import ROOT, SourceCopy

SUITES = {"kernels": KernelSuite, "forms": FormSuite, "detectors": DetectorSuite}


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def judge(copy: SourceCopy, suite, mutant: dict) -> tuple[str, str]:
    """The verdict, and what led to it."""
    with copy.mutated(mutant) as reason:
        if reason:
            return "does not apply", reason
        if errors := copy.build(suite.targets):
            lines = [line for line in errors.splitlines() if "error" in line] or errors.splitlines()[-1:]
            return "does not compile", lines[0]
        failure = suite.first_failure(copy, mutant)
        return ("killed", failure) if failure else ("survived", "")


def require_good_start(copy: SourceCopy, suite) -> None:
    if errors := copy.build(suite.targets):
        raise Unusable(f"the copy does not build:\n{errors}")
    if failure := suite.first_failure(copy):
        raise Unusable(f"a test fails without a mutant: {failure}")


def print_table(results: list[dict]) -> None:
    width = max(len(result["name"]) for result in results)
    for result in results:
        print(f"{result['name']:{width}}  {result['verdict']:16}  {result['why']}".rstrip())
    verdicts = [result["verdict"] for result in results]
    print(", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=SUITES, help="what is broken")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this mutant; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the mutants, check that they apply, and stop")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--parallel", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at a time")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "softknee_mutants",
                        metavar="FOLDER", help="for the copy and its build, which the next run uses again")
    arguments = parser.parse_args()

    mutants = read_mutants(Path(__file__).parent / f"{arguments.what}.toml", arguments.only)
    if arguments.list:
        reasons = [why_not_applicable(mutant, (ROOT / mutant["file"]).read_text()) for mutant in mutants]
        for mutant, reason in zip(mutants, reasons):
            print(f"{mutant['name']}: {mutant['file']}" + (f": does not apply: {reason}" if reason else ""))
        return 1 if any(reasons) else 0

    suite = SUITES[arguments.what]()
    copy = SourceCopy(arguments.scratch / arguments.what, arguments.parallel, suite.replaced_sources())
    architecture = None
    results = []
    for number, mutant in enumerate(mutants, 1):
        if mutant["architecture"] != architecture:
            architecture = mutant["architecture"]
            say(f"building without a mutant, for {architecture}")
            copy.configure(architecture, suite.options)
            require_good_start(copy, suite)
        start = time.monotonic()
        verdict, why = judge(copy, suite, mutant)
        seconds = round(time.monotonic() - start)
        results.append({"name": mutant["name"], "file": mutant["file"], "verdict": verdict, "why": why})
        say(f"{number}/{len(mutants)} {mutant['name']}: {verdict} in {seconds} s{', by ' + why if why else ''}")
    if arguments.json:
        print(json.dumps(results, indent=2))
    else:
        print_table(results)
    return 1 if any(result["verdict"] != "killed" for result in results) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unusable as error:
        sys.exit(f"mutate: {error}")
