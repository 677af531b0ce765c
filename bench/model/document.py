# SPDX-License-Identifier: Apache-2.0
"""docs/speed_model.md: what the model says of all chips, and what it is worth."""

from collections.abc import Iterator

from chip_report import SUMMARY_HEADER, ChipReport, flight_remedy, summary_rows
from chips import ISSUED_PER_CLOCK
from console import CHECKING_DTYPE
from machine_code import DTYPES, MODELLED_LAYOUTS, PASSES, REPOSITORY, Pipe
from measured import DISAGREEMENT
from prediction import ALLOWED_SHARE, EXPONENT, NEAR_CEILING, Prediction
from text_table import markdown

FILE = REPOSITORY / "docs" / "speed_model.md"

INTRODUCTION = f"""# Speed model

How near the ceiling of a chip each kernel should come, and what keeps it from there: to judge a change to a kernel
without a device. Written by `python3 bench/model/predict.py --markdown docs/speed_model.md` from the tables of the
machine code (`tests/codegen/expected`); the test `model.the_document_is_current` holds it against them.

**These are predictions: no figure of a kernel here was measured on a GPU**, but for sections called *Measured*.
Fractions are of the best rate that published streaming kernels reach on the chip.

## What is predicted, and from what

For an element of a large contiguous tensor:

- The **memory**: its bytes, every input read and every output written once, at the chip's streaming rate. A forward
  pass moves two tensors, a backward pass three (the identity's two). Parameters of channels are left out.
- The **issue slots**: its instructions on the main path ([machine code](machine_code.md)), {ISSUED_PER_CLOCK} in a
  clock on one multiprocessor.
- Each **pipe**: the instructions that it executes, at its rate. `bench/model/chips.py` has the rates and what each is
  from; `tests/codegen/pipes.py` has which instruction is where. The ALU takes half as many as are issued: integers,
  bits, comparisons, selections, minima and rounding to 16 bits. So does the half of the float32 pipe that multiplies
  integers, and makes the moves that are written as products.
- The **bytes in flight**: registers and shared memory decide how many threads are resident; each has its loads of 16
  bytes under way, or its copies into shared memory.
  Where that is less than the chip needs for its rate, the memory is taken to be slower in proportion (Little's law).

These overlap. The time is (memory^p + busiest^p)^(1/p), busiest being the issue slots or the pipe that takes longest,
with p = {EXPONENT}. The limiter is what costs most; the memory, if a kernel reaches the aim of {NEAR_CEILING:.0%}.

## What is not known

- The exponent p is an assumption: it makes what takes {ALLOWED_SHARE:.0%} of the memory's time cost 5%, and what takes
  as long as the memory 19%. No measurement stands behind it.
- The clock is a guess at what is held under load. The last column of the summaries is for the boost clock.
- The bytes in flight that a chip needs are those at which published kernels stop gaining. With fewer the true loss may
  be smaller than in proportion.
- Rates for two reads and a write are not published: that of a copy stands in.
- Left out: launches, tails, small and unaligned tensors, the L2 cache, waiting for a result by too few threads, what a
  block of the kernels with parameter tensors does once (finding its place, loading parameters, adding its sums), and
  the load and store units, which have less than a third of their 128 bytes in a clock to move, with what the kernels
  with parameter tensors write to shared memory and read from there.
"""

CHIP_HEADER = ("chip", "multiprocessors", "clock GHz", "boost GHz", "TB/s", "KiB in flight needed")
RATE_HEADER = ("chip", "issued", *(pipe.value for pipe in Pipe if pipe not in (Pipe.MEMORY, Pipe.OTHER)))


def document(reports: list[ChipReport]) -> str:
    return "\n".join(_lines(reports)) + "\n"


def _lines(reports: list[ChipReport]) -> Iterator[str]:
    yield INTRODUCTION
    yield "## Chips"
    yield ""
    yield from markdown(CHIP_HEADER, (_chip_row(report) for report in reports))
    yield "Thread-instructions in a clock on one multiprocessor:"
    yield ""
    yield from markdown(RATE_HEADER, (_rate_row(report) for report in reports))
    for report in reports:
        name = report.chip.name
        yield f"## {name}: kernels predicted at {NEAR_CEILING:.0%} of the ceiling or more"
        yield ""
        yield from markdown(SUMMARY_HEADER, summary_rows(report))
        for layout in MODELLED_LAYOUTS:
            yield f"### {name}: {layout} kernels below {NEAR_CEILING:.0%}"
            yield ""
            yield from _misses(report, layout)
        yield from _measurements(report)


def _chip_row(report: ChipReport) -> tuple[str, ...]:
    chip = report.chip
    rate = f"{chip.streaming[1, 1] / 1e12:.2f}"
    numbers = (chip.multiprocessors, chip.clock_ghz, chip.boost_ghz, rate, chip.bytes_in_flight // 1024)
    return (chip.name, *map(str, numbers))


def _rate_row(report: ChipReport) -> tuple[str, ...]:
    return (report.chip.name, str(ISSUED_PER_CLOCK), *(str(rate) for rate in report.chip.per_clock.values()))


def _misses(report: ChipReport, layout: str) -> Iterator[str]:
    """A row for each activation and pass, as in machine_code.md."""
    dtypes = [dtype for dtype in DTYPES if dtype != CHECKING_DTYPE]
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for prediction in report.misses:
        name = prediction.name
        if name.layout == layout and name.dtype in dtypes:
            cells.setdefault((name.activation, name.direction), {})[name.dtype] = _miss(prediction)
    if not cells:
        yield f"None, {CHECKING_DTYPE} aside."
        yield ""
        return
    yield "Predicted fraction of the ceiling, what limits it, and what of that must go for the aim: instructions of an"
    yield "element, or registers of a thread where they leave too few bytes in flight."
    yield ""
    rows = sorted(cells.items(), key=lambda row: (row[0][0], PASSES.index(row[0][1])))
    yield from markdown(("activation", "pass", *dtypes), ((*key, *map(row.get, dtypes, [""] * 3)) for key, row in rows))


def _miss(prediction: Prediction) -> str:
    limiter, excess = prediction.limiter, prediction.excess
    needed = f"{excess[limiter]:.1f}" if limiter in excess else flight_remedy(prediction)
    return f"{prediction.fraction:.0%} {limiter.value}: {needed}"


def _measurements(report: ChipReport) -> Iterator[str]:
    if not report.comparisons:
        return
    yield f"### {report.chip.name}: Measured"
    yield ""
    counts = f"{len(report.errors)} of {len(report.comparisons)}"
    yield f"{counts} measurements differ by more than {DISAGREEMENT:.0%} from what is predicted:"
    yield ""
    yield from markdown(
        ("kernel", "machine", "shape", "predicted", "measured"),
        [(str(m.name), m.machine, m.shape, f"{p.fraction:.0%}", f"{m.fraction:.0%}") for m, p in report.errors],
    )
