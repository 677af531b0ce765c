# SPDX-License-Identifier: Apache-2.0
"""Rows of text with aligned columns."""

import re
from collections.abc import Iterable, Iterator, Sequence


NUMBER = re.compile(r"([\d.]+%?)?")


def aligned(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The header and the rows, each column as wide as its widest cell; numbers and percentages to the right."""
    table = [tuple(header), *map(tuple, rows)]
    widths = [max(map(len, column)) for column in zip(*table)]
    right = [all(NUMBER.fullmatch(cell) for cell in column[1:]) for column in zip(*table)]
    for row in table:
        cells = (cell.rjust(w) if to_right else cell.ljust(w) for cell, w, to_right in zip(row, widths, right))
        yield "  ".join(cells).rstrip()


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, with the empty line behind it."""
    yield f"| {' | '.join(header)} |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
