# SPDX-License-Identifier: Apache-2.0
"""How near the ceiling of a chip a kernel comes, and what keeps it from there.

For one element every limit has a time: the memory, for the bytes at the chip's best published rate; the slots of issue;
each pipe. They work at the same time, so the slowest is a lower bound. Where two are near each other neither is always
busy, since the threads of a block load together and compute together, and the sum of powers says that the time is

    (memory^p + busiest^p)^(1/p)        busiest: the slots of issue or the pipe that takes longest

What the memory takes is longer where too few bytes are under way: by Little's law its rate is in proportion to them.

p is an assumption, and no GPU has confirmed it. It puts into a formula a rule of thumb, that issue up to 60 % of the
memory's time costs little, 5 % being taken for that. Where the busiest takes as long as the memory, 81 % is predicted.
"""

from dataclasses import dataclass
from enum import Enum

from chips import ISSUED_PER_CLOCK, Chip
from machine_code import PACK_BYTES, Figures, KernelName, Pipe
from occupancy import bytes_in_flight, loads_in_flight, most_registers, threads_per_block
from traffic import traffic_of

NEAR_CEILING = 0.95  # what is aimed at
ALLOWED_SHARE = 0.60  # of the memory's time, that what is busiest may take for it
EXPONENT = 3.306  # with which (1 + 0.6^p)^(-1/p) is 0.95
FAR_FROM_CEILING = 0.80


class Limit(Enum):
    MEMORY = "memory"
    ISSUE = "issue slots"
    FMA = "float32 pipe"
    HEAVY = "integer multiply"
    ALU = "ALU"
    XU = "special functions"
    FP64 = "float64 pipe"
    FLIGHT = "bytes in flight"


# What keeps each of them busy, and the pipe whose rate is its own; the slots of issue are taken by everything.
BUSY_WITH = {
    Limit.FMA: (Pipe.FMA, Pipe.HEAVY, Pipe.PAIR),
    Limit.HEAVY: (Pipe.HEAVY, Pipe.PAIR),
    Limit.ALU: (Pipe.ALU,),
    Limit.XU: (Pipe.XU,),
    Limit.FP64: (Pipe.FP64,),
}


def rate_of(limit: Limit, chip: Chip) -> int:
    """Instructions in a clock."""
    return ISSUED_PER_CLOCK if limit == Limit.ISSUE else chip.per_clock[BUSY_WITH[limit][0]]


def clocks_for_element(figures: Figures, chip: Chip) -> dict[Limit, float]:
    """Clocks of a multiprocessor for the instructions of an element, by what executes them."""
    clocks = {Limit.ISSUE: figures.instructions_per_element / ISSUED_PER_CLOCK}
    for limit, pipes in BUSY_WITH.items():
        # A pair takes both halves of its pipe, at its own rate; anything else is one half's, or either's.
        rates = {pipe: chip.per_clock[pipe] if pipe == Pipe.PAIR else rate_of(limit, chip) for pipe in pipes}
        clocks[limit] = sum(figures.pipes[pipe] / rate for pipe, rate in rates.items())
    return clocks


@dataclass(frozen=True)
class Prediction:
    name: KernelName
    figures: Figures
    memory_clocks: float  # for an element's bytes at the ceiling
    stretch: float  # how many times longer the memory takes with the bytes that are in flight; 1 if they are enough
    shares: dict[Limit, float]  # of the memory's time at the ceiling that the instructions take
    registers_for_flight: int  # up to which enough bytes are in flight; 0 if no number is small enough
    rates: dict[Limit, int]

    @property
    def busiest(self) -> Limit:
        return max(self.shares, key=self.shares.get)

    @property
    def fraction(self) -> float:
        """Of the ceiling's rate."""
        return combine(self.stretch, self.shares[self.busiest])

    @property
    def limiter(self) -> Limit:
        """What costs most, if it costs more than is left open; else the memory."""
        if self.fraction >= NEAR_CEILING:
            return Limit.MEMORY
        return Limit.FLIGHT if combine(self.stretch, 0) < combine(1, self.shares[self.busiest]) else self.busiest

    @property
    def excess(self) -> dict[Limit, float]:
        """Instructions per element that each limit has too many for the aim, with enough bytes in flight."""
        return {
            limit: (share - ALLOWED_SHARE) * self.memory_clocks * self.rates[limit]
            for limit, share in self.shares.items()
            if share > ALLOWED_SHARE
        }


def combine(memory: float, busiest: float) -> float:
    """The fraction of the ceiling's rate, for times in units of the memory's at that rate."""
    return (memory**EXPONENT + busiest**EXPONENT) ** (-1 / EXPONENT)


def predict(name: KernelName, figures: Figures, chip: Chip) -> Prediction:
    """For large contiguous tensors: what a launch costs is left out."""
    traffic = traffic_of(name)
    ceiling = chip.ceiling(traffic.tensors_read, traffic.tensors_written)
    memory_clocks = traffic.bytes_per_element * chip.clock_ghz * 1e9 * chip.multiprocessors / ceiling
    block = threads_per_block(name)
    threads_needed = -(-chip.bytes_in_flight // (loads_in_flight(name, figures) * PACK_BYTES))
    return Prediction(
        name=name,
        figures=figures,
        memory_clocks=memory_clocks,
        stretch=max(1.0, chip.bytes_in_flight / bytes_in_flight(name, figures)),
        shares={limit: clocks / memory_clocks for limit, clocks in clocks_for_element(figures, chip).items()},
        registers_for_flight=most_registers(threads_needed, block, figures.shared_bytes),
        rates={limit: rate_of(limit, chip) for limit in (Limit.ISSUE, *BUSY_WITH)},
    )
