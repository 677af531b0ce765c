#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cpu_speed.py COMPARISON.json: what `softknee_peer_speed pointwise` measured, as Markdown. What is lost comes first."""

import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from comparison import Comparison, Row, read_comparison

WANTED_IN_CACHE = 1.5  # times as fast as oneDNN, of the functions with an exponential in them
WANTED_OF_COPY = 0.9
PIECEWISE = {"relu", "leaky_relu", "clip", "hard_swish", "softsign", "squareplus"}
LAST_LEVEL = 1 << 22  # elements: beyond, no dtype of a call stays in a cache


def count_text(count: int) -> str:
    power = count.bit_length() - 1
    return f"2^{power}" if count == 1 << power else str(count)


def place_text(count: int, threads: int) -> str:
    return f"{count_text(count)} elements, {threads} thread{'s' if threads > 1 else ''}"


def wanted(row: Row) -> float:
    """How many times as fast as oneDNN is aimed at."""
    return WANTED_IN_CACHE if row.count < LAST_LEVEL and row.activation not in PIECEWISE else 1


def missed(comparison: Comparison, miss, headings: str, cell) -> Iterator[str]:
    """A table of the passes of which `miss` says so at some place, with a column for each place; the worst first."""
    places = [place for place in comparison.places() if any(map(miss, comparison.at(*place)))]
    worst: dict[str, float] = {}
    cells: dict[tuple[str, tuple[int, int]], str] = {}
    for place in places:
        for row in filter(miss, comparison.at(*place)):
            value, text = cell(row)
            worst[row.name] = min(value, worst.get(row.name, value))
            cells[row.name, place] = text
    if not worst:
        yield "None."
        yield ""
        return
    yield f"| {headings} | {' | '.join(place_text(*place) for place in places)} |"
    yield "|---|" + "---|" * len(places)
    for name in sorted(worst, key=worst.get):
        yield f"| {name} | {' | '.join(cells.get((name, place), '') for place in places)} |"
    yield ""


def summary(comparison: Comparison) -> Iterator[str]:
    yield "| | passes that oneDNN has | times as fast, median | slowest | at least as fast | at least 1.5 times |"
    yield "|---|---|---|---|---|---|"
    for count, threads in comparison.places():
        speedups = [row.speedup("oneDNN") for row in comparison.at(count, threads) if "oneDNN" in row.seconds]
        if not speedups:
            continue
        yield (
            f"| {place_text(count, threads)} | {len(speedups)} | {median(speedups):.2f} | {min(speedups):.2f} "
            f"| {sum(s >= 1 for s in speedups)} | {sum(s >= WANTED_IN_CACHE for s in speedups)} |"
        )
    yield ""


def losses(comparison: Comparison) -> Iterator[str]:
    def speedup_cell(peer: str):
        def cell(row: Row) -> tuple[float, str]:
            value = row.speedup(peer)
            return value, f"**{value:.2f}**" if value < 1 else f"{value:.2f}"

        return cell

    yield "Times as fast as oneDNN, where it is less than aimed at: 1, and in the caches, of functions with an exponential,"
    yield f"{WANTED_IN_CACHE}. Bold: slower than oneDNN."
    yield ""
    yield from missed(
        comparison,
        lambda row: "oneDNN" in row.seconds and row.speedup("oneDNN") < wanted(row),
        "pass",
        speedup_cell("oneDNN"),
    )
    yield "Slower than the loop over libm, times as fast:"
    yield ""
    yield from missed(
        comparison,
        lambda row: "textbook" in row.seconds and row.speedup("textbook") < 1,
        "pass",
        speedup_cell("textbook"),
    )
    yield f"Beyond the caches, below {WANTED_OF_COPY:.0%} of the fastest copy. What takes as long at 2^15 elements is bound by arithmetic:"
    yield ""
    yield from missed(
        comparison,
        lambda row: row.count >= LAST_LEVEL and row.copy_share < WANTED_OF_COPY,
        "pass",
        lambda row: (row.copy_share, f"{row.copy_share:.0%}"),
    )


def table(rows: list[Row]) -> Iterator[str]:
    yield "| activation | pass | dtype | softknee ns | oneDNN ns | times as fast | libm ns | times as fast | of the copy |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row in rows:
        cells = [row.activation, row.direction, row.dtype, f"{row.nanoseconds('softknee'):.3f}"]
        for peer in ("oneDNN", "textbook"):
            speedup = row.speedup(peer)
            cells += [f"{row.nanoseconds(peer):.3f}", f"{speedup:.2f}"] if speedup else ["", ""]
        yield f"| {' | '.join(cells)} | {row.copy_share:.0%} |"
    yield ""


def document(comparison: Comparison) -> Iterator[str]:
    yield "# Element-wise passes on the CPU: softknee, oneDNN, libm"
    yield ""
    yield f"Measured on {comparison.date} on {comparison.cores} cores of {comparison.processor} ({comparison.instruction_set}), all in"
    yield "one process in turns, medians of a call, in nanoseconds for an element: ratios within this run are what it says."
    yield f"{comparison.onednn} with default settings; libm: the formula of the definition in a loop, g++ -O3. The copy is the fastest"
    yield "of memcpy (forward) and of loops that read two tensors and write one (gradients). oneDNN's results are not the"
    yield "correctly rounded ones ([accuracy_of_peers.md](accuracy_of_peers.md)); it has no float16 on the CPU. With more threads and"
    yield "few elements, single rows also tell what else the system did."
    yield ""
    yield "Written by `scripts/speed.sh`, which measures on the machine that it is run on."
    yield ""
    yield "![How many times as fast as oneDNN](../bench/results/peers/cpu_speed.svg)"
    yield ""
    yield from summary(comparison)
    yield "## What is lost"
    yield ""
    yield from losses(comparison)
    for count, threads in comparison.places():
        yield f"## {place_text(count, threads)}"
        yield ""
        yield from table(comparison.at(count, threads))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    print("\n".join(document(read_comparison(Path(sys.argv[1])))))


if __name__ == "__main__":
    main()
