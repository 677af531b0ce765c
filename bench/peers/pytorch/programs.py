# SPDX-License-Identifier: Apache-2.0
"""The programs that compute a pass, each as a function of the saved tensor, dy and the output."""

from collections.abc import Callable
from functools import cache

import torch

from functions import FUNCTIONS, Function

DIRECTIONS = ("forward", "backward")
Program = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], object]


@cache
def _compiled(name: str, direction: str) -> Callable:
    function = FUNCTIONS[name]
    return torch.compile(function.forward if direction == "forward" else function.backward, dynamic=False)


def _into(function: Callable, direction: str) -> Program:
    """The output is the allocator's: what a graph of calls has captured is not allocated again."""
    return (lambda saved, dy, out: function(saved)) if direction == "forward" else (lambda s, dy, out: function(s, dy))


def find_program(kind: str, name: str, direction: str) -> Program | None:
    """None if that kind of program has no such pass."""
    function: Function = FUNCTIONS[name]
    if kind == "eager":
        return _into(function.forward if direction == "forward" else function.backward, direction)
    if kind == "compile":
        return _into(_compiled(name, direction), direction)
    import triton_functions

    if name not in triton_functions.NAMES:
        return None

    def run(saved: torch.Tensor, dy: torch.Tensor, out: torch.Tensor) -> torch.Tensor:
        if direction == "forward":
            triton_functions.forward(name, saved, out)
        else:
            triton_functions.backward(name, saved, dy, out)
        return out

    return run


KINDS = {"eager": "PyTorch eager", "compile": "torch.compile", "triton": "Triton"}
