# SPDX-License-Identifier: Apache-2.0
"""A mutant: `name`, `file`, `old`, which must occur there once, `new`, and perhaps `architecture`."""

import tomllib
from pathlib import Path

DEFAULT_ARCHITECTURE = 90


class Unusable(Exception):
    """The mutants cannot be judged at all."""


def read_mutants(table: Path, only: list[str]) -> list[dict]:
    mutants = tomllib.loads(table.read_text())["mutant"]
    names = [mutant["name"] for mutant in mutants]
    for name in names:
        if names.count(name) > 1:
            raise Unusable(f"two mutants are called {name}")
    for name in only:
        if name not in names:
            raise Unusable(f"there is no mutant {name}")
    chosen = [mutant for mutant in mutants if not only or mutant["name"] in only]
    # Those of one architecture together: each change of it builds all kernels anew.
    return sorted(chosen, key=lambda mutant: mutant.setdefault("architecture", DEFAULT_ARCHITECTURE), reverse=True)


def why_not_applicable(mutant: dict, text: str) -> str:
    count = text.count(mutant["old"])
    if count != 1:
        return f"the old text is there {count} times, in {mutant['file']}"
    return "the new text is the old one" if mutant["old"] == mutant["new"] else ""
