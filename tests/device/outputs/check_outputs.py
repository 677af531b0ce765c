# SPDX-License-Identifier: Apache-2.0
"""Compares the CPU path with what GPUs computed, for all kernels whose PTX is still the recorded one.

Usage: check_outputs.py RECORDINGS OUTPUT_HASHES FILE...
RECORDINGS is bench/results, OUTPUT_HASHES the executable softknee_output_hashes, and the files have the PTX of its
kernels. Exits with 1 if an output differs, or if a recording is malformed. A kernel that changed since it was recorded
is listed: no GPU has seen it yet, and nothing is wrong with it.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from recording import Call, RecordedCall, read_calls, read_recordings

from kernel_name import KernelName
from ptx import hash_kernels

Kernel = tuple[KernelName, int]  # with its architecture


@dataclass
class Comparison:
    """Where the kernels of a build stand, and what differs, as lines."""

    covered: list[KernelName] = field(default_factory=list)
    changed: list[KernelName] = field(default_factory=list)
    never_seen: list[KernelName] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)


def compare(build: dict[Kernel, str], cpu: dict[KernelName, Call], recorded: Iterable[RecordedCall]) -> Comparison:
    """build: hashes of PTX. Equal PTX does the same whatever it was compiled for, so a recording holds for all of its
    targets; it does not hold for other inputs or parameters, which count as a change.

    Raises ValueError if the build and the CPU path have not the same kernels.
    """
    odd = {kernel for kernel, _ in build} ^ cpu.keys()
    if odd:
        raise ValueError(f"in the PTX or in the output hashes, but not in both: {min(odd, key=str)}")
    by_kernel: dict[KernelName, list[RecordedCall]] = {}
    for record in recorded:
        by_kernel.setdefault(record.kernel, []).append(record)
    comparison = Comparison()
    for (kernel, architecture), ptx_hash in build.items():
        call, records = cpu[kernel], by_kernel.get(kernel, [])
        key = (ptx_hash, call.input_hash)
        same = [record for record in records if (record.ptx_hash, record.call.input_hash) == key]
        if same:
            comparison.covered.append(kernel)
        elif any(record.architecture == architecture for record in records):
            comparison.changed.append(kernel)
        else:
            comparison.never_seen.append(kernel)
        for record in same:
            if record.call.output_hash != call.output_hash:
                comparison.differences.append(
                    f"{kernel}: the CPU path gives {call.output_hash}, but the GPU of {record.machine} gave "
                    f"{record.call.output_hash} with the same PTX (recorded for sm_{record.architecture}, in this "
                    f"build for sm_{architecture})"
                )
    return comparison


def describe(comparison: Comparison) -> Iterator[str]:
    """The counts, and by activation what no GPU has seen as it is now, unless that is all."""
    kinds = {
        "with the PTX that a GPU ran": comparison.covered,
        "changed since a GPU ran them": comparison.changed,
        "never seen on a GPU": comparison.never_seen,
    }
    total = sum(map(len, kinds.values()))
    yield f"{total} kernels: " + ", ".join(f"{len(kernels)} {kind}" for kind, kernels in kinds.items())
    for kind, kernels in list(kinds.items())[1:]:
        counts = Counter(kernel.activation for kernel in kernels)
        if 0 < len(kernels) < total:
            yield f"{kind}: " + ", ".join(f"{activation} ({count})" for activation, count in sorted(counts.items()))


def main(recordings: Path, build: dict[Kernel, str], cpu: dict[KernelName, Call]) -> int:
    recorded = read_recordings(recordings)
    if not recorded:
        print(f"no GPU has run any kernel yet: there is no */outputs.csv in {recordings}")
    comparison = compare(build, cpu, recorded)
    for line in [*describe(comparison), *comparison.differences]:
        print(line)
    return 1 if comparison.differences else 0


def run(recordings: str, executable: str, *ptx_files: str) -> int:
    try:
        build = hash_kernels(map(Path, ptx_files))
        if not build:
            raise ValueError("no PTX in these files: the check looks at the wrong ones")
        printed = subprocess.run([executable, "--cpu"], stdout=subprocess.PIPE, text=True, check=True).stdout
        return main(Path(recordings), build, read_calls(printed.splitlines(), executable))
    except ValueError as error:
        print(error)
        return 1


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
