# SPDX-License-Identifier: Apache-2.0
"""The programs that compute a pass, each as a function of the saved tensor, dy and the output."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import torch

from functions import FUNCTIONS
from softknee_library import Softknee

Program = Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor]
KINDS = {"eager": "PyTorch eager", "compile": "torch.compile", "triton": "Triton"}


@dataclass(frozen=True)
class Pass:
    name: str  # of the activation
    forward: bool

    @property
    def direction(self) -> str:
        """As softknee calls it."""
        if self.forward:
            return "forward"
        return "backward_from_output" if FUNCTIONS[self.name].saves_output else "backward_from_input"

    def saved(self, x: torch.Tensor) -> torch.Tensor:
        """What the pass reads besides dy."""
        return FUNCTIONS[self.name].forward(x) if self.direction == "backward_from_output" else x


def softknee_program(library: Softknee, which: Pass) -> Program:
    return lambda saved, dy, out: library.run(which.name, which.direction, saved, dy, out)


@cache
def _compiled(function: Callable) -> Callable:
    return torch.compile(function, dynamic=False)


def _pytorch_program(which: Pass, wrap: Callable[[Callable], Callable]) -> Program:
    """The output is the allocator's: what a graph of calls has captured is not allocated again."""
    function = FUNCTIONS[which.name]
    if which.forward:
        call = wrap(function.forward)
        return lambda saved, dy, out: call(saved)
    call = wrap(function.backward)
    return lambda saved, dy, out: call(saved, dy)


def _triton_program(which: Pass) -> Program | None:
    import triton_functions

    if which.name not in triton_functions.NAMES:
        return None
    if which.forward:
        return lambda saved, dy, out: triton_functions.forward(which.name, saved, out)
    return lambda saved, dy, out: triton_functions.backward(which.name, saved, dy, out)


def find_program(kind: str, which: Pass) -> Program | None:
    """None if that kind of program has no such pass."""
    if kind == "eager":
        return _pytorch_program(which, lambda function: function)
    if kind == "compile":
        return _pytorch_program(which, _compiled)
    return _triton_program(which)
