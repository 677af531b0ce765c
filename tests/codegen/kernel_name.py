# SPDX-License-Identifier: Apache-2.0
"""The mangled names of the element-wise kernels, read as what they stand for."""

import re
from dataclasses import dataclass

PASSES = ("forward", "backward_from_input", "backward_from_output")  # in the order of softknee::pass
DTYPE_BYTES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
DTYPES = tuple(DTYPE_BYTES)
LAYOUTS = ("contiguous", "strided")

MANGLED_DTYPES = {"NS_7float16E": "float16", "NS_8bfloat16E": "bfloat16", "f": "float32", "d": "float64"}
FUNCTION = re.compile(r"_ZN8softknee7kernels4cuda(?:17pointwise_forward|18pointwise_backward)INS_(\d+)")
ARGUMENTS = re.compile(r"E(?:LNS_4passE(\d)E)?NS1_\d+(contiguous|strided)_layoutI(NS_\w+?E|f|d)Li\dEE")


@dataclass(frozen=True)
class KernelName:
    activation: str
    direction: str
    dtype: str
    layout: str

    @property
    def order(self) -> tuple:
        """The key by which tables are sorted."""
        return (self.activation, PASSES.index(self.direction), DTYPES.index(self.dtype), LAYOUTS.index(self.layout))

    def __str__(self) -> str:
        return f"{self.activation} {self.direction} {self.dtype} {self.layout}"


def parse_kernel_name(mangled: str) -> KernelName:
    """Raises ValueError for a kernel of another pattern: teach this file its name, and kernel_figures.py its tile."""
    function = FUNCTION.match(mangled)
    if function:
        end = function.end() + int(function[1])
        arguments = ARGUMENTS.match(mangled, end)
        if arguments:
            direction = PASSES[int(arguments[1] or 0)]
            return KernelName(mangled[function.end() : end], direction, MANGLED_DTYPES[arguments[3]], arguments[2])
    raise ValueError(f"the name of this kernel is not understood: {mangled}")
