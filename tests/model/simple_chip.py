# SPDX-License-Identifier: Apache-2.0
"""A chip and kernels with which the model can be computed in the head."""

import model_path
from chips import Chip
from machine_code import Figures, KernelName, Pipe

# Four bytes, which is a forward pass of float16, take one clock.
CHIP = Chip(
    name="SIMPLE",
    architecture=90,
    multiprocessors=1,
    clock_ghz=1.0,
    boost_ghz=2.0,
    streaming={(1, 1): 4e9, (2, 1): 8e9},
    bytes_in_flight=64 * 1024,
    per_clock={Pipe.FMA: 128, Pipe.PAIR: 128, Pipe.HEAVY: 64, Pipe.ALU: 64, Pipe.XU: 16, Pipe.FP64: 32},
)
FORWARD = KernelName("relu", "forward", "float16", "contiguous")


def figures(registers: int = 32, loads: int = 2, **executed: float) -> Figures:
    """Executed: instructions per element by the name of their pipe."""
    pipes = {pipe: executed.get(pipe.value, 0.0) for pipe in Pipe}
    return Figures(
        registers=registers,
        instructions=1000,
        instructions_per_element=sum(pipes.values()),
        tile_loads=loads,
        loads_in_flight=loads,
        wide_loads=6,
        wide_stores=2,
        pipes=pipes,
    )
