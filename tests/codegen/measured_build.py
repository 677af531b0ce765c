# SPDX-License-Identifier: Apache-2.0
"""The figures of all kernels in a set of object files."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cubin import compiler_release, read_kernels
from fat_binary import read_cubins
from kernel_figures import Figures, measure
from kernel_name import KernelName, parse_kernel_name


@dataclass
class KernelSet:
    """The kernels for one architecture, and the release of ptxas that compiled them."""

    release: str
    figures: dict[KernelName, Figures] = field(default_factory=dict)


def measure_objects(object_files: Iterable[Path]) -> dict[int, KernelSet]:
    """By architecture. Objects without kernels are passed over. Raises ValueError for code that is not understood."""
    sets: dict[int, KernelSet] = {}
    for object_file in object_files:
        for architecture, image in read_cubins(object_file):
            kernels = sets.setdefault(architecture, KernelSet(compiler_release(image)))
            for kernel in read_kernels(image):
                name = parse_kernel_name(kernel.mangled_name)
                kernels.figures[name] = measure(name, kernel, architecture)
    return sets
