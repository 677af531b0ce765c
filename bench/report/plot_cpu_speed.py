#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plot_cpu_speed.py COMPARISON.json OUT.svg: how many times as fast as oneDNN, a point for each pass."""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "softknee"
import matplotlib.pyplot as pyplot

from comparison import PASS_TEXTS, Comparison, read_comparison
from cpu_speed import place_text

MARKERS = {"forward": "o", "backward_from_input": "s", "backward_from_output": "^"}
HIGHEST = 4  # what is above stands at the edge
COLOURS = {"float32": "tab:blue", "bfloat16": "tab:orange"}


def draw(axes, comparison: Comparison, count: int, threads: int) -> None:
    rows = [row for row in comparison.at(count, threads) if "oneDNN" in row.seconds]
    names = list(dict.fromkeys(row.activation for row in rows))
    for direction, marker in MARKERS.items():
        for dtype, colour in COLOURS.items():
            chosen = [row for row in rows if (row.direction, row.dtype) == (direction, dtype)]
            axes.scatter(
                [names.index(row.activation) for row in chosen],
                [min(row.speedup("oneDNN"), HIGHEST) for row in chosen],
                marker=marker,
                color=colour,
                s=22,
                label=f"{dtype} {PASS_TEXTS[direction]}",
            )
    axes.axhline(1, color="black", linewidth=0.8)
    axes.set(title=place_text(count, threads), yscale="log", ylim=(0.5, HIGHEST), ylabel="times as fast as oneDNN")
    axes.set_yticks([0.5, 0.7, 1, 1.5, 2, 3, 4], ["0.5", "0.7", "1", "1.5", "2", "3", "4"])
    axes.set_xticks(range(len(names)), names, rotation=60, ha="right")
    axes.minorticks_off()
    axes.grid(alpha=0.3)


def main() -> None:
    comparison = read_comparison(Path(sys.argv[1]))
    places = comparison.places()
    figure, axes = pyplot.subplots(2, (len(places) + 1) // 2, figsize=(13, 8.5), layout="constrained", squeeze=False)
    for place, (count, threads) in zip(axes.flat, places):
        draw(place, comparison, count, threads)
    for empty in axes.flat[len(places) :]:
        empty.set_axis_off()
    axes.flat[0].legend(fontsize="x-small")
    figure.savefig(sys.argv[2], metadata={"Date": None})


if __name__ == "__main__":
    main()
