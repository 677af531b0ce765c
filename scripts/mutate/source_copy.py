# SPDX-License-Identifier: Apache-2.0
"""A copy of the sources with a build of its own, PTX without machine code."""

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from mutant import Unusable, why_not_applicable

ROOT = Path(__file__).resolve().parent.parent.parent


def tracked_files() -> list[str]:
    """Also those that are new and not ignored, so that the tests which are being written count."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if (ROOT / name).is_file()]


def write_if_different(file: Path, content: bytes) -> None:
    """What stays as it is keeps its time, so that it is not built again."""
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


class SourceCopy:
    def __init__(self, folder: Path, parallel: int, replaced: dict[str, str]):
        """`replaced`: the texts of files that are others in the copy."""
        self.sources = folder / "sources"
        self.build_folder = folder / "build"
        self.parallel = parallel
        names = tracked_files()
        for name in names:
            text = replaced.get(name)
            write_if_different(self.sources / name, text.encode() if text else (ROOT / name).read_bytes())
        expected = {self.sources / name for name in names}
        for file in self.sources.rglob("*"):
            if file.is_file() and file not in expected:
                file.unlink()

    def configure(self, architecture: int, options: list[str]) -> None:
        self.architecture = architecture
        arguments = [f"-D{option}" for option in options]
        arguments += ["-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_CUDA_ARCHITECTURES={architecture}-virtual"]
        done = subprocess.run(["cmake", "-S", self.sources, "-B", self.build_folder, "-G", "Ninja", *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Unusable(f"the copy does not configure:\n{done.stdout}{done.stderr}")

    def build(self, targets: list[str]) -> str:
        """Empty, or what the compiler says."""
        done = subprocess.run(["cmake", "--build", self.build_folder, "--parallel", str(self.parallel), "--target",
                               *targets], capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    @contextlib.contextmanager
    def mutated(self, mutant: dict) -> Iterator[str]:
        """With the mutant in its sources; else gives the reason why it does not apply."""
        file = self.sources / mutant["file"]
        original = file.read_text()
        reason = why_not_applicable(mutant, original)
        if not reason:
            file.write_text(original.replace(mutant["old"], mutant["new"]))
        try:
            yield reason
        finally:
            file.write_text(original)
