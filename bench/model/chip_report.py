# SPDX-License-Identifier: Apache-2.0
"""What the model says of one chip, in the parts that all forms of output are made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from chips import Chip
from machine_code import DTYPES, MODELLED_LAYOUTS, Figures, KernelName
from measured import Measurement, chip_name, disagrees
from prediction import FAR_FROM_CEILING, NEAR_CEILING, Limit, Prediction, predict

Comparison = tuple[Measurement, Prediction]


@dataclass(frozen=True)
class ChipReport:
    chip: Chip
    predictions: list[Prediction]  # in the order of the table
    at_boost: list[Prediction]  # the same kernels, should the chip hold its boost clock
    comparisons: list[Comparison]
    unknown: list[Measurement]  # of kernels that the tables do not have

    @property
    def misses(self) -> list[Prediction]:
        """What stays below the aim, the farthest first."""
        return sorted((p for p in self.predictions if p.fraction < NEAR_CEILING), key=lambda p: p.fraction)

    @property
    def errors(self) -> list[Comparison]:
        """Where the model errs by more than a tenth."""
        return [(m, p) for m, p in self.comparisons if disagrees(p.fraction, m.fraction)]

    def measured(self, name: KernelName) -> str:
        """The fractions of the copy's rate, from the lowest to the highest over machines and shapes; empty without."""
        fractions = [m.fraction for m, _ in self.comparisons if m.name == name]
        ends = dict.fromkeys(f"{end:.0%}" for end in (min(fractions), max(fractions))) if fractions else ()
        return " to ".join(ends)


def report_chip(chip: Chip, kernels: dict[KernelName, Figures], measurements: list[Measurement]) -> ChipReport:
    predictions = {name: predict(name, figures, chip) for name, figures in kernels.items()}
    boosted = replace(chip, clock_ghz=chip.boost_ghz)
    own = [m for m in measurements if chip_name(m.machine) == chip.name]
    return ChipReport(
        chip=chip,
        predictions=list(predictions.values()),
        at_boost=[predict(name, figures, boosted) for name, figures in kernels.items()],
        comparisons=[(m, predictions[m.name]) for m in own if m.name in predictions],
        unknown=[m for m in own if m.name not in predictions],
    )


SUMMARY_HEADER = (
    "layout",
    "dtype",
    "kernels",
    f"{NEAR_CEILING:.0%} or more",
    f"below {FAR_FROM_CEILING:.0%}",
    f"{NEAR_CEILING:.0%} or more at boost",
)


def summary_rows(report: ChipReport) -> Iterator[tuple[str, ...]]:
    """How many kernels reach the aim."""
    for layout in MODELLED_LAYOUTS:
        for dtype in DTYPES:

            def of_kind(predictions: list[Prediction]) -> list[float]:
                return [p.fraction for p in predictions if (p.name.layout, p.name.dtype) == (layout, dtype)]

            fractions = of_kind(report.predictions)
            if fractions:
                counts = (
                    len(fractions),
                    sum(fraction >= NEAR_CEILING for fraction in fractions),
                    sum(fraction < FAR_FROM_CEILING for fraction in fractions),
                    sum(fraction >= NEAR_CEILING for fraction in of_kind(report.at_boost)),
                )
                yield (layout, dtype, *map(str, counts))


def remedy(prediction: Prediction) -> str:
    """What would bring a kernel to the aim: instructions of an element that must go, registers of a thread, or both."""
    if prediction.fraction >= NEAR_CEILING:
        return ""
    gone = ", ".join(f"{count:.1f} {limit.value}" for limit, count in prediction.excess.items())
    return " and ".join(filter(None, (gone, flight_remedy(prediction))))


def flight_remedy(prediction: Prediction) -> str:
    """What would bring enough bytes in flight; empty if they are enough."""
    if prediction.stretch == 1:
        return ""
    registers = prediction.registers_for_flight
    return f"{prediction.figures.registers} registers to {registers}" if registers else "more loads of a thread"


def describe_limit(prediction: Prediction) -> str:
    """The limiter and how much of the memory's time at the ceiling it takes."""
    limiter = prediction.limiter
    if limiter == Limit.MEMORY:
        return limiter.value
    if limiter == Limit.FLIGHT:
        return f"{limiter.value} {1 / prediction.stretch:.0%}"
    return f"{limiter.value} {prediction.shares[limiter]:.0%}"
