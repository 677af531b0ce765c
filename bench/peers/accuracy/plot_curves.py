#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""plot_curves.py OUT.svg TITLE=CURVE.csv ...: the curves of `softknee_peer_accuracy --curve`, one panel each."""

import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "softknee"
import matplotlib.pyplot as pyplot

FLOOR = 0.4  # below it, everything is correctly rounded


def draw(axes, title: str, file: str) -> None:
    with open(file, newline="") as lines:
        rows = list(csv.DictReader(lines))
    x = [float(row["x"]) for row in rows]
    names = [name for name in rows[0] if name != "x"]
    for name in names[1:] + names[:1]:
        ours = name == "softknee"
        errors = [max(float(row[name]), FLOOR) for row in rows]
        axes.plot(x, errors, label=name, linewidth=1.6 if ours else 0.8, color="black" if ours else None)
    axes.set(title=title, yscale="log", ylim=(FLOOR, 1e8), xlabel="x", ylabel="error in ULP")
    axes.grid(alpha=0.3)
    axes.legend(fontsize="small")


def main() -> None:
    panels = [argument.split("=", 1) for argument in sys.argv[2:]]
    figure, axes = pyplot.subplots(2, (len(panels) + 1) // 2, figsize=(12, 7.5), layout="constrained")
    for place, (title, file) in zip(axes.flat, panels):
        draw(place, title, file)
    figure.savefig(sys.argv[1], metadata={"Date": None})


main()
