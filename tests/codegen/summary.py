# SPDX-License-Identifier: Apache-2.0
"""docs/machine_code.md: the tables of figures, condensed for reading."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from budget import FORWARD, budget
from kernel_figures import PACK_BYTES, TUNING, Figures
from kernel_name import CHANNELWISE, DTYPES, LAYOUTS, PASSES, KernelName
from measured_build import KernelSet

FILE = Path(__file__).resolve().parents[2] / "docs" / "machine_code.md"
DETAILED_ARCHITECTURE = 90
COMPARED_DTYPE = "bfloat16"

INTRODUCTION = f"""# Machine code

What the compiler makes of the kernels, read from their instructions. Written by `tests/codegen/regenerate.sh`
together with the tables in `tests/codegen/expected`, which have every kernel and its size. The tests `codegen.*` hold a build against these tables.

- **Instructions per element**: what a thread executes for a full, aligned tile of a contiguous call, with finding the
  tile and its ends, divided by the elements of the tile: {TUNING["packs_per_thread"]} packs of {PACK_BYTES} bytes.
  Instructions that only wait, which float64 code has on sm_120, are not counted.
- In a **list of tensors** a thread also looks for its tensor, in a loop of which at most one round is counted; those
  kernels are in the tables alone.
- **Registers** of a thread: up to 32 leave room for 2048 threads on a multiprocessor, up to 40 for 1536.
- In every contiguous kernel all accesses of the tile are {PACK_BYTES} bytes wide. No kernel calls a function, uses
  local memory or the special function unit. The tests refuse a kernel that does otherwise.
- The kernels **with parameter tensors** (an activation behind a bias is `biased_...`) go through their elements in a
  loop: counted is one round of it, over a whole pack of each tensor and without a residual. Packs are copied into shared
  memory ahead of their round. What a block does once, finding its place, loading parameters and adding its sums,
  comes to it. The second kernel of their gradients (`sums`) runs once for hundreds of elements, has no such path, and
  divides by a call.
"""


def write_summary(tables: dict[int, KernelSet]) -> None:
    """tables: by architecture, among them the one that is shown in detail."""
    FILE.write_text("\n".join(_lines(tables)) + "\n")


def _lines(tables: dict[int, KernelSet]) -> Iterator[str]:
    yield INTRODUCTION
    yield f"## Instructions per element / registers, sm_{DETAILED_ARCHITECTURE}"
    yield ""
    detailed = tables[DETAILED_ARCHITECTURE].figures

    def detail(activation: str, direction: str, dtype: str) -> str:
        figures = detailed.get(KernelName(activation, direction, dtype, "contiguous"))
        return f"{figures.instructions_per_element:.1f} / {figures.registers}" if figures else ""

    yield from _table(detailed, DTYPES, detail)
    yield f"## Instructions per element / registers with parameter tensors, sm_{DETAILED_ARCHITECTURE}"
    yield ""

    def detail_channelwise(activation: str, direction: str, dtype: str) -> str:
        figures = detailed.get(KernelName(activation, direction, dtype, CHANNELWISE))
        return f"{figures.instructions_per_element:.1f} / {figures.registers}" if figures else ""

    yield from _table(detailed, DTYPES, detail_channelwise)
    yield f"## Instructions per element of {COMPARED_DTYPE}, all architectures"
    yield ""
    yield "sm_75 has no instruction that rounds to bfloat16."
    yield ""

    def compare(activation: str, direction: str, architecture: str) -> str:
        kernels = tables[int(architecture.removeprefix("sm_"))].figures
        figures = kernels.get(KernelName(activation, direction, COMPARED_DTYPE, "contiguous"))
        return f"{figures.instructions_per_element:.1f}" if figures else ""

    yield from _table(detailed, [f"sm_{architecture}" for architecture in sorted(tables)], compare)
    yield from _above_budget(detailed)
    yield from _early_waits(tables)


Cell = Callable[[str, str, str], str]  # of an activation, a pass and a column


def _table(kernels: Iterable[KernelName], columns: Sequence[str], cell: Cell) -> Iterator[str]:
    yield "| activation | pass | " + " | ".join(columns) + " |"
    yield "|---|---|" + "---|" * len(columns)
    for activation in sorted({name.activation for name in kernels}):
        for direction in PASSES:
            cells = [cell(activation, direction, column) for column in columns]
            if any(cells):
                yield f"| {activation} | {direction} | " + " | ".join(cells) + " |"
    yield ""


def _above_budget(kernels: dict[KernelName, Figures]) -> Iterator[str]:
    yield "## Above the budget"
    yield ""
    yield f"The budget for sm_{DETAILED_ARCHITECTURE}, below what an H200 can issue while it moves the bytes"
    yield "(`tests/codegen/budget.py`), and the kernels that take more. Where something cheaper was tried, it stands beside"
    yield "the formula."
    yield ""
    above: dict[tuple[str, str], dict[str, str]] = {}
    for name, figures in kernels.items():
        allowed = budget(name)
        if name.layout == "contiguous" and allowed is not None and figures.instructions_per_element > allowed:
            row = above.setdefault((name.activation, name.direction), {})
            row[name.dtype] = f"{figures.instructions_per_element:.1f} (of {allowed})"

    def excess(activation: str, direction: str, dtype: str) -> str:
        return above.get((activation, direction), {}).get(dtype, "")

    yield from _table(kernels, list(FORWARD), excess)


def _early_waits(tables: dict[int, KernelSet]) -> Iterator[str]:
    """Where the loads of a thread are not all in flight together, which is what its tile is there for."""
    yield "## Loads in flight"
    yield ""
    packs, elements = TUNING["packs_per_thread"], TUNING["strided_elements_per_thread"]
    yield f"A contiguous thread loads {packs} packs of each input, also in a list of tensors, a strided one {elements}"
    yield "elements. These loads are in flight together if it waits for none of them before the last is issued."
    yield "How many kernels wait earlier:"
    yield ""
    early, all_kernels = Counter(), Counter()
    named: dict[KernelName, list[str]] = {}
    for architecture, kernels in sorted(tables.items()):
        for name, figures in kernels.figures.items():
            if figures.loads_in_flight is None:
                continue
            kind = (name.layout, name.direction, name.dtype, architecture)
            all_kernels[kind] += 1
            if figures.loads_in_flight < figures.tile_loads:
                early[kind] += 1
                if name.layout == "contiguous":
                    counts = f"sm_{architecture}: {figures.loads_in_flight} of {figures.tile_loads}"
                    named.setdefault(name, []).append(counts)
    columns = [f"sm_{architecture}" for architecture in sorted(tables)]
    yield f"| layout | pass | dtype | {' | '.join(columns)} |"
    yield "|---|---|---|" + "---|" * len(tables)
    for kind in itertools.product(LAYOUTS, PASSES, DTYPES):
        kinds = [kind + (architecture,) for architecture in sorted(tables)]
        counts = [(early[kind], all_kernels[kind]) for kind in kinds]
        if any(waiting for waiting, _ in counts):
            cells = [f"{waiting} of {total}" if waiting else "" for waiting, total in counts]
            yield f"| {' | '.join(kind + tuple(cells))} |"
    yield ""
    if named:
        yield "The contiguous ones among them, with their loads before the first wait:"
        yield ""
    for name in sorted(named, key=lambda name: name.order):
        yield f"- {name.activation} {name.direction} {name.dtype}, {', '.join(named[name])}"
