# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the code of a build, as lines that name architecture, kernel, figure, expectation and finding."""

from collections.abc import Iterator

from kernel_figures import Figures
from kernel_name import FINISH
from measured_build import KernelSet

# Local memory is where spilled registers and arrays with run-time indices go. A call is what a division, a square root
# or a function of libdevice compiles to. The results of the special function unit differ from those of a CPU.
MUST_BE_ZERO = ("local_accesses", "frame_bytes", "calls", "special_functions")
MAY_NOT_RISE = ("registers", "instructions", "instructions_per_element")
MAY_NOT_FALL = ("loads_in_flight", "wide_loads", "wide_stores")
# ptxas moves a few instructions and registers when something else changes.
TOLERANCE = 0.10


def find_violations(architecture: int, kernels: KernelSet) -> Iterator[str]:
    """What no kernel may do, whoever compiled it."""
    for name, figures in kernels.figures.items():
        if name.layout == FINISH:
            # It has no tile, and divides: once for each parameter of prelu from y, by a call.
            continue
        for figure in MUST_BE_ZERO:
            if getattr(figures, figure) != 0:
                yield f"sm_{architecture} {name}: {figure}: expected 0, got {getattr(figures, figure)}"
        for operation in figures.unknown_operations:
            yield f"sm_{architecture} {name}: operation {operation:#05x}: expected one of tests/codegen/pipes.py"
        if figures.instructions_per_element is None:
            yield (
                f"sm_{architecture} {name}: main path: expected one with {figures.tile_loads} loads of the full width "
                f"and the stores of a tile, got none; the kernel has {figures.wide_loads} loads and "
                f"{figures.wide_stores} stores of 16 bytes"
            )


def find_differences(architecture: int, expected: KernelSet, got: KernelSet) -> Iterator[str]:
    """Where the kernels are others than those of the table, or worse. Figures are those of one release of ptxas."""
    for name in sorted(expected.figures.keys() | got.figures.keys(), key=lambda name: name.order):
        if name not in got.figures:
            yield f"sm_{architecture} {name}: kernel: expected by the table, got none in this build"
        elif name not in expected.figures:
            yield f"sm_{architecture} {name}: kernel: expected none by the table, got one in this build"
        elif expected.release == got.release:
            yield from _compare(f"sm_{architecture} {name}", expected.figures[name], got.figures[name])


def _compare(kernel: str, expected: Figures, got: Figures) -> Iterator[str]:
    for figure in MAY_NOT_RISE + MAY_NOT_FALL:
        old, new = getattr(expected, figure), getattr(got, figure)
        if new is None:  # there is no main path: find_violations says so
            continue
        if figure in MAY_NOT_FALL and new < old:
            yield f"{kernel}: {figure}: expected {old} or more, got {new}"
        if figure in MAY_NOT_RISE and new > old * (1 + TOLERANCE):
            yield f"{kernel}: {figure}: expected {old} and at most {TOLERANCE:.0%} more, got {new}"
