#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""device_speed.py FOLDER: what `scripts/gpu_check.sh` measured, as Markdown. What misses its aim comes first.

FOLDER is bench/results/<machine>, with summary.md, the reports in FILES and PYTORCH, of which some may be missing.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from cpu_speed import count_text
from device_report import Ceiling, Measurement, Report, read_report, with_pytorch

FILES = ("benchmark.json", "benchmark_channelwise.json", "benchmark_sizes.json")
PYTORCH = "pytorch.json"  # of bench/peers/pytorch/pytorch_speed.py
WANTED_OF_CEILING = 0.97
WANTED_OF_PEERS = 0.98
LARGE = 1 << 26  # elements from which on that is aimed at


def setting_text(count: int, cache: str) -> str:
    return f"{count_text(count)} elements, {cache}"


def is_lost(measurement: Measurement) -> bool:
    return measurement.count >= LARGE and measurement.ceiling_fraction < WANTED_OF_CEILING


def losses(measurements: Iterable[Measurement]) -> Iterator[str]:
    lost = sorted(filter(is_lost, measurements), key=lambda m: m.ceiling_fraction)
    yield f"Below {WANTED_OF_CEILING:.0%} of the ceiling with {count_text(LARGE)} elements or more:"
    yield ""
    if not lost:
        yield "None."
        yield ""
        return
    yield "| pass | setting | of the ceiling | noise | GB/s |"
    yield "|---|---|---|---|---|"
    for m in lost:
        yield (
            f"| {m.name} | {setting_text(m.count, m.cache)} | {m.ceiling_fraction:.1%} | {m.noise:.1%} "
            f"| {m.bytes_per_second / 1e9:.0f} |"
        )
    yield ""


def peer_losses(measurements: Iterable[Measurement]) -> Iterator[str]:
    lost = sorted(
        ((m.speedup(peer), m, peer) for m in measurements for peer in m.peers if m.speedup(peer) < WANTED_OF_PEERS),
        key=lambda entry: entry[0],
    )
    yield f"Less than {WANTED_OF_PEERS:.0%} as fast as another program that computes the same:"
    yield ""
    if not lost:
        yield "None."
        yield ""
        return
    yield "| pass | setting | peer | times as fast | noise |"
    yield "|---|---|---|---|---|"
    for speedup, m, peer in lost:
        yield f"| {m.name} | {setting_text(m.count, m.cache)} | {peer} | {speedup:.2f} | {m.noise:.1%} |"
    yield ""


def summary(measurements: list[Measurement]) -> Iterator[str]:
    yield f"| | passes | of the ceiling, median | lowest | {WANTED_OF_CEILING:.0%} or more |"
    yield "|---|---|---|---|---|"
    groups: dict[tuple, list[float]] = {}
    for m in measurements:
        kind = "by channel" if m.shape else "contiguous"
        groups.setdefault((kind, m.dtype, m.count, m.cache), []).append(m.ceiling_fraction)
    for (kind, dtype, count, cache), fractions in groups.items():
        yield (
            f"| {kind}, {dtype}, {setting_text(count, cache)} | {len(fractions)} | {median(fractions):.1%} "
            f"| {min(fractions):.1%} | {sum(f >= WANTED_OF_CEILING for f in fractions)} |"
        )
    yield ""


def ceiling_table(ceilings: Iterable[Ceiling]) -> Iterator[str]:
    yield "| program | reads | dtype | setting | GB/s |"
    yield "|---|---|---|---|---|"
    for c in ceilings:
        reads = f"{c.tensors_read} tensor{'s' if c.tensors_read > 1 else ''}"
        yield f"| {c.name} | {reads} | {c.dtype} | {setting_text(c.count, c.cache)} | {c.bytes_per_second / 1e9:.0f} |"
    yield ""


def launch_text(m: Measurement) -> str:
    return "| |" if m.launches is None else f"| {m.launches} | {1e6 * m.host_seconds:.2f} |"


def table(measurements: Iterable[Measurement]) -> Iterator[str]:
    yield "| pass | setting | us | GB/s | of the ceiling | noise | launches | host us | times as fast as |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for m in measurements:
        yield (
            f"| {m.name} | {setting_text(m.count, m.cache)} | {1e6 * m.seconds:.2f} | {m.bytes_per_second / 1e9:.0f} "
            f"| {m.ceiling_fraction:.1%} | {m.noise:.1%} {launch_text(m)} "
            f"{', '.join(f'{peer} {m.speedup(peer):.2f}' for peer in m.peers)} |"
        )
    yield ""


def document(title: str, reports: dict[str, Report]) -> Iterator[str]:
    everything = [m for report in reports.values() for m in report.measurements]
    yield f"# Speed: {title}"
    yield ""
    yield "Rates count every element once for each tensor that is read or written. The ceiling is the fastest of programs"
    yield "that read and write as many tensors and compute nothing, timed in turns with the pass; noise is how far two"
    yield "timings of the pass in these turns are apart. Medians of calls in graphs, between events."
    yield ""
    yield from summary(everything)
    yield "## What is lost"
    yield ""
    yield from losses(everything)
    yield from peer_losses(everything)
    yield "## Ceilings"
    yield ""
    yield from ceiling_table(c for report in reports.values() for c in report.ceilings)
    for file, report in reports.items():
        yield f"## {file}"
        yield ""
        yield from table(report.measurements)


def read_folder(folder: Path) -> dict[str, Report]:
    reports = {file: read_report(folder / file) for file in FILES if (folder / file).exists()}
    if FILES[0] in reports and (folder / PYTORCH).exists():
        reports[FILES[0]] = with_pytorch(reports[FILES[0]], folder / PYTORCH)
    return reports


def title_of(folder: Path) -> str:
    """The GPU, from the third line of the summary; the folder's name where there is none."""
    summary_file = folder / "summary.md"
    return summary_file.read_text().splitlines()[2].split(",")[0] if summary_file.exists() else folder.name


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    reports = read_folder(folder)
    if not reports:
        sys.exit(f"{folder}: none of {', '.join(FILES)} is there")
    print("\n".join(document(title_of(folder), reports)))


if __name__ == "__main__":
    main()
