# SPDX-License-Identifier: Apache-2.0
"""The mangled names of the kernels, read as what they stand for."""

import re
from dataclasses import dataclass

PASSES = ("forward", "backward_from_input", "backward_from_output")  # in the order of softknee::pass
DTYPE_BYTES = {"float16": 2, "bfloat16": 2, "float32": 4, "float64": 8}
DTYPES = tuple(DTYPE_BYTES)
LAYOUTS = ("contiguous", "strided", LIST := "list", CHANNELWISE := "channelwise", FINISH := "finish")

MANGLED_DTYPES = {"NS_7float16E": "float16", "NS_8bfloat16E": "bfloat16", "f": "float32", "d": "float64"}
FUNCTION = re.compile(r"_ZN8softknee7kernels4cuda(?:17pointwise_forward|18pointwise_backward)INS_(\d+)")
CHANNEL_FUNCTION = re.compile(
    r"_ZN8softknee7kernels4cuda(?:15channel_forward|16channel_backward)INS0_(7learned|9with_bias)INS_(\d+)"
)
CHANNEL_ARGUMENTS = re.compile(r"EEE(?:LNS_4passE(\d)E)?(NS_\w+?E|f|d)E")
# The second kernel of a backward pass, which no activation has a share in; float64 has sums of its own.
FINISH_FUNCTION = re.compile(r"_ZN8softknee7kernels4cuda\w*14channel_finishINS0_(9plain_sum|15compensated_sum)E")
ARGUMENTS = re.compile(r"E(?:LNS_4passE(\d)E)?NS1_\d+(contiguous|strided|list)_layoutI(NS_\w+?E|f|d)Li\dEE")


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
    for parse in (_parse_pointwise, _parse_channelwise, _parse_finish):
        name = parse(mangled)
        if name:
            return name
    raise ValueError(f"the name of this kernel is not understood: {mangled}")


def _parse_pointwise(mangled: str) -> KernelName | None:
    function = FUNCTION.match(mangled)
    end = function and function.end() + int(function[1])
    arguments = function and ARGUMENTS.match(mangled, end)
    if not arguments:
        return None
    direction = PASSES[int(arguments[1] or 0)]
    return KernelName(mangled[function.end() : end], direction, MANGLED_DTYPES[arguments[3]], arguments[2])


def _parse_channelwise(mangled: str) -> KernelName | None:
    """An activation behind a bias is called biased_ and its name."""
    function = CHANNEL_FUNCTION.match(mangled)
    end = function and function.end() + int(function[2])
    arguments = function and CHANNEL_ARGUMENTS.match(mangled, end)
    if not arguments:
        return None
    prefix = "biased_" if function[1] == "9with_bias" else ""
    direction = PASSES[int(arguments[1] or 0)]
    return KernelName(prefix + mangled[function.end() : end], direction, MANGLED_DTYPES[arguments[2]], CHANNELWISE)


def _parse_finish(mangled: str) -> KernelName | None:
    function = FINISH_FUNCTION.match(mangled)
    if not function:
        return None
    dtype = "float32" if function[1] == "9plain_sum" else "float64"
    return KernelName("sums", "backward_from_input", dtype, FINISH)
