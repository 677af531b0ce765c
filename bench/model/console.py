# SPDX-License-Identifier: Apache-2.0
"""The model's output for a terminal."""

from collections.abc import Iterator

from chip_report import SUMMARY_HEADER, ChipReport, describe_limit, remedy, summary_rows
from machine_code import MODELLED_LAYOUTS
from measured import DISAGREEMENT
from prediction import NEAR_CEILING, Prediction
from text_table import aligned

HEADER = ("kernel", "predicted", "measured", "limit", "to go per element")
CHECKING_DTYPE = "float64"  # which is for checking, and is listed only where every kernel is


def console_lines(reports: list[ChipReport], everything: bool) -> Iterator[str]:
    """`everything` lists all kernels in the order of the table; without it, those that miss the aim."""
    for report in reports:
        chip = report.chip
        rate = chip.streaming[1, 1] / 1e12
        yield f"{chip.name}: predicted, of {rate:.2f} TB/s, at {chip.clock_ghz} GHz (boost {chip.boost_ghz})"
        yield ""
        yield from aligned(SUMMARY_HEADER, summary_rows(report))
        yield ""
        for layout in MODELLED_LAYOUTS:
            listed = [p for p in (report.predictions if everything else report.misses) if p.name.layout == layout]
            if not everything:
                listed = [p for p in listed if p.name.dtype != CHECKING_DTYPE]
                yield f"{layout.capitalize()}, below {NEAR_CEILING:.0%}, without {CHECKING_DTYPE}: {len(listed)}"
                yield ""
            yield from aligned(HEADER, (_row(report, prediction) for prediction in listed))
            yield ""
        if report.comparisons:
            counts = f"{len(report.errors)} of {len(report.comparisons)}"
            yield f"{counts} measurements are more than {DISAGREEMENT:.0%} off:"
            yield ""
            yield from aligned(
                ("kernel", "machine", "shape", "predicted", "measured"),
                [(str(m.name), m.machine, m.shape, f"{p.fraction:.0%}", f"{m.fraction:.0%}") for m, p in report.errors],
            )
            yield ""
        if report.unknown:
            yield f"{len(report.unknown)} measurements are of kernels that the tables do not have."
            yield ""


def _row(report: ChipReport, prediction: Prediction) -> tuple[str, ...]:
    name, fraction = prediction.name, f"{prediction.fraction:.0%}"
    return (str(name), fraction, report.measured(name), describe_limit(prediction), remedy(prediction))
