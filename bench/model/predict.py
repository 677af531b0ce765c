#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Predicts how near the ceiling of a chip each kernel comes, from its machine code. docs/speed_model.md says how.

Usage: predict.py [--chip NAME]... [--clock-ghz X] [--results FOLDER] [--tables FOLDER] [--all | --json | --markdown X]
Without a device. Where bench/results has reports of one, they stand beside the predictions.
"""

import argparse
import json
import signal
import sys
from dataclasses import replace
from pathlib import Path

import measured
from chip_report import ChipReport, report_chip
from chips import CHIPS
from console import console_lines
from document import document
from machine_code import FOLDER, modelled_kernels


def make_reports(
    chips: list[str], clock_ghz: float | None = None, results: Path = measured.FOLDER, tables: Path = FOLDER
) -> list[ChipReport]:
    """Raises OSError and ValueError for tables and results that cannot be read."""
    measurements = measured.read_measurements(results)
    reports = []
    for chip in map(CHIPS.get, chips):
        if clock_ghz:
            chip = replace(chip, clock_ghz=clock_ghz)
        reports.append(report_chip(chip, modelled_kernels(chip.architecture, tables), measurements))
    return reports


def json_rows(reports: list[ChipReport]) -> list[dict]:
    """One row for each kernel and chip."""
    return [
        {
            "chip": report.chip.name,
            "activation": p.name.activation,
            "direction": p.name.direction,
            "dtype": p.name.dtype,
            "layout": p.name.layout,
            "predicted_fraction": round(p.fraction, 4),
            "limiter": p.limiter.value,
            "shares_of_memory_time": {limit.value: round(share, 4) for limit, share in p.shares.items()},
            "bytes_in_flight_share": round(1 / p.stretch, 4),
            "excess_per_element": {limit.value: round(count, 2) for limit, count in p.excess.items()},
            "measured": [
                {"machine": m.machine, "shape": m.shape, "fraction": m.fraction, "noise": m.noise}
                for m, _ in report.comparisons
                if m.name == p.name
            ],
        }
        for report in reports
        for p in report.predictions
    ]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chip", action="append", choices=CHIPS, help="only this one; repeat for more")
    parser.add_argument("--clock-ghz", type=float, help="the clock that is held, instead of the one assumed")
    parser.add_argument("--results", type=Path, default=measured.FOLDER, help="a folder for each machine that measured")
    parser.add_argument(
        "--tables", type=Path, default=FOLDER, help="of the machine code, instead of the committed ones"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--all", action="store_true", help="list every kernel")
    form.add_argument("--json", action="store_true", help="print JSON")
    form.add_argument("--markdown", type=Path, metavar="FILE", help="write what docs/speed_model.md is")
    options = parser.parse_args(arguments)
    try:
        reports = make_reports(options.chip or list(CHIPS), options.clock_ghz, options.results, options.tables)
    except (OSError, ValueError) as error:
        print(f"predict.py: {error}", file=sys.stderr)
        return 1
    if options.markdown:
        options.markdown.write_text(document(reports))
    elif options.json:
        print(json.dumps(json_rows(reports), indent=2))
    else:
        print("\n".join(console_lines(reports, options.all)))
    return 0


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # ends quietly where `head` has seen enough
    sys.exit(main(sys.argv[1:]))
