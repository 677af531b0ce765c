#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plot_device_speed.py FOLDER: draws FOLDER/ceiling.svg, the fraction of the ceiling for each activation, and
FOLDER/sizes.svg, the rate over the size of a tensor, from the reports that device_speed.py reads."""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "softknee"
import matplotlib.pyplot as pyplot

from comparison import PASS_TEXTS
from device_report import Measurement, Report
from device_speed import WANTED_OF_CEILING, read_folder, setting_text, title_of

COLOURS = {"float16": "tab:green", "bfloat16": "tab:orange", "float32": "tab:blue", "float64": "tab:gray"}
MARKERS = {"forward": "o", "backward_from_input": "s", "backward_from_output": "^"}


def largest_setting(measurements: list[Measurement]) -> tuple[int, str]:
    return max((m.count, m.cache) for m in measurements)


def draw_ceiling(report: Report, title: str, file: Path) -> None:
    setting = largest_setting(report.measurements)
    chosen = [m for m in report.measurements if (m.count, m.cache) == setting]
    names = list(dict.fromkeys(m.activation.split("(")[0] for m in chosen))
    figure, axes = pyplot.subplots(figsize=(13, 5), layout="constrained")
    for dtype, colour in COLOURS.items():
        for direction, marker in MARKERS.items():
            points = [m for m in chosen if (m.dtype, m.direction) == (dtype, direction)]
            axes.scatter(
                [names.index(m.activation.split("(")[0]) for m in points],
                [100 * m.ceiling_fraction for m in points],
                marker=marker,
                color=colour,
                s=20,
                label=f"{dtype} {PASS_TEXTS[direction]}" if points else None,
            )
    axes.axhline(100 * WANTED_OF_CEILING, color="black", linewidth=0.8)
    axes.set(title=f"{title}: {setting_text(*setting)}", ylabel="% of the ceiling")
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="x-small", ncols=4)
    figure.savefig(file, metadata={"Date": None})


def draw_sizes(report: Report, title: str, file: Path) -> None:
    figure, axes = pyplot.subplots(figsize=(9, 5.5), layout="constrained")
    lines: dict[tuple, list[Measurement]] = {}
    for m in report.measurements:
        lines.setdefault((m.name, m.cache), []).append(m)
    for (name, cache), line in lines.items():
        line.sort(key=lambda m: m.count)
        style = "-" if cache == "cold" else "--"
        rates = [m.bytes_per_second / 1e9 for m in line]
        axes.plot([m.count for m in line], rates, style, marker=".", label=f"{name}, {cache}")
    axes.set(title=title, xscale="log", xlabel="elements", ylabel="GB/s")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="x-small")
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    reports = read_folder(folder)
    if "benchmark.json" in reports:
        draw_ceiling(reports["benchmark.json"], title_of(folder), folder / "ceiling.svg")
    if "benchmark_sizes.json" in reports:
        draw_sizes(reports["benchmark_sizes.json"], title_of(folder), folder / "sizes.svg")


if __name__ == "__main__":
    main()
