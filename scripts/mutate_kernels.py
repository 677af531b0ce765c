#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks the CUDA kernels on purpose, one mistake at a time, and sees whether a test notices.

Each mutant of mutate_kernels.toml is built in a copy of the sources, and tests/device is run on it in the emulator, in
both orders of threads. A mutant that survives shows a hole in the tests; one that does not apply or compile, that the
list has fallen behind the code. Either makes the exit status 1.

The copy has the kernels of a few activations alone, which build in half a minute, and PTX without machine code.
Usage: mutate_kernels.py [--only NAME]... [--list] [--json] [--parallel N] [--scratch FOLDER]
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = Path(__file__).with_suffix(".toml")
DEFAULT_ARCHITECTURE = 90
TARGETS = ["softknee_device_test", "softknee_emulated_runtime"]
# Beside the activations that tests/device names: the only one with several parameters.
MORE_ACTIVATIONS = {"clip"}
UNIT = "kernels/cuda/pointwise_unit.cu.in"
TEST_LIMIT_SECONDS = 1800

# For an activation whose kernels are left out. It includes no header that a mutant changes, so it is compiled once.
EMPTY_UNIT = """#include <softknee/activation/@ACTIVATION@.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
namespace softknee::kernels::cuda {
enum class layout_kind;
template <class Activation>
const void* find_pointwise_kernel(pass direction, dtype type, layout_kind layout);
template <>
const void* find_pointwise_kernel<@ACTIVATION@>(pass, dtype, layout_kind) { return nullptr; }
}
"""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Unusable(Exception):
    """The mutants cannot be judged at all."""


# --- the list ---------------------------------------------------------------------------------------------------------


def read_mutants(only: list[str]) -> list[dict]:
    mutants = tomllib.loads(TABLE.read_text())["mutant"]
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


# --- the copy ---------------------------------------------------------------------------------------------------------


def tracked_files() -> list[str]:
    """Also those that are new and not ignored, so that the tests which are being written count."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                            check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if (ROOT / name).is_file()]


def kept_activations() -> list[str]:
    headers = (ROOT / "include/softknee/catalogue.hpp").read_text()
    catalogue = re.findall(r"^#include <softknee/activation/(\w+)\.hpp>", headers, re.MULTILINE)
    tests = "".join(file.read_text() for file in (ROOT / "tests/device").glob("*.?pp"))
    return [name for name in catalogue if name in MORE_ACTIVATIONS or re.search(rf"\b{name}\b", tests)]


def with_fewer_kernels(unit: str, kept: list[str]) -> str:
    definitions = "".join(f"#define SOFTKNEE_HAS_KERNELS_OF_{name} 1\n" for name in kept)
    return f"{definitions}#if SOFTKNEE_HAS_KERNELS_OF_@ACTIVATION@\n{unit}#else\n{EMPTY_UNIT}#endif\n"


def write_if_different(file: Path, content: bytes) -> None:
    """What stays as it is keeps its time, so that it is not built again."""
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def copy_sources(to: Path, kept: list[str]) -> None:
    names = tracked_files()
    for name in names:
        content = (ROOT / name).read_bytes()
        if name == UNIT:
            content = with_fewer_kernels(content.decode(), kept).encode()
        write_if_different(to / name, content)
    expected = {to / name for name in names}
    for file in to.rglob("*"):
        if file.is_file() and file not in expected:
            file.unlink()


# --- building and testing ---------------------------------------------------------------------------------------------


class Copy:
    """A copy of the sources with a build of its own."""

    def __init__(self, folder: Path, parallel: int):
        self.sources = folder / "sources"
        self.build_folder = folder / "build"
        self.parallel = parallel
        self.kept = kept_activations()
        copy_sources(self.sources, self.kept)

    def configure(self, architecture: int) -> None:
        self.architecture = architecture
        options = ["BUILD_TYPE=Release", f"CUDA_ARCHITECTURES={architecture}-virtual"]
        arguments = [f"-DCMAKE_{option}" for option in options]
        arguments += [f"-DSOFTKNEE_{part}=OFF" for part in ("BUILD_TOOL", "BUILD_EXAMPLES", "INSTALL")]
        done = subprocess.run(["cmake", "-S", self.sources, "-B", self.build_folder, "-G", "Ninja", *arguments],
                              capture_output=True, text=True)
        if done.returncode != 0:
            raise Unusable(f"the copy does not configure:\n{done.stdout}{done.stderr}")

    def build(self) -> str:
        """Empty, or what the compiler says."""
        done = subprocess.run(["cmake", "--build", self.build_folder, "--parallel", str(self.parallel), "--target",
                               *TARGETS], capture_output=True, text=True)
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def start_test(self, order: str, shard: int) -> subprocess.Popen:
        catalogue = (self.sources / "include/softknee/catalogue.hpp").read_text()
        every = set(re.findall(r"^#include <softknee/activation/(\w+)\.hpp>", catalogue, re.MULTILINE))
        left_out = ":".join(f"*EveryActivation*/{name}_*" for name in sorted(every - set(self.kept)))
        library = next(self.build_folder.rglob("libcudart.so.*")).parent
        major, minor = divmod(self.architecture, 10)
        environment = os.environ | {
            "LD_LIBRARY_PATH": str(library), "SOFTKNEE_EMULATOR_ORDER": order,
            "SOFTKNEE_EMULATOR_COMPUTE_CAPABILITY": f"{major}.{minor}",
            "GTEST_TOTAL_SHARDS": str(self.parallel), "GTEST_SHARD_INDEX": str(shard)}
        return subprocess.Popen([self.build_folder / "tests/device/softknee_device_test", "--gtest_fail_fast",
                                 f"--gtest_filter=*-{left_out}"],
                                env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def first_failure(self) -> str:
        """Empty if all tests pass, in either order of threads."""
        for order in ("ascending", "descending"):
            shards = [self.start_test(order, shard) for shard in range(self.parallel)]
            failures = [failure_of(shard) for shard in shards]
            for failure in failures:
                if failure:
                    return f"{failure} ({order})"
        return ""


def failure_of(test: subprocess.Popen) -> str:
    try:
        output = test.communicate(timeout=TEST_LIMIT_SECONDS)[0]
    except subprocess.TimeoutExpired:
        test.kill()
        return "a test that does not come to an end"
    if test.returncode == 0:
        return ""
    emulator = re.search(r"^softknee emulator: (.*(?:uninitialised|bounds|misaligned|race|deadlock|nothing|end).*)",
                         output, re.MULTILINE)
    # A test that the emulator ends has begun and not failed.
    tests = re.findall(r"^\[  FAILED  \] ([^ ,]+)", output, re.MULTILINE) if emulator is None else []
    tests = tests[:1] or re.findall(r"^\[ RUN      \] (\S+)", output, re.MULTILINE)[-1:] or ["before the first test"]
    return tests[0] + (f": {emulator[1]}" if emulator else "")


def require_good_start(copy: Copy, architecture: int) -> None:
    say(f"building without a mutant, for {architecture}")
    copy.configure(architecture)
    if errors := copy.build():
        raise Unusable(f"the copy does not build:\n{errors}")
    if failure := copy.first_failure():
        raise Unusable(f"a test fails without a mutant: {failure}")


def judge(copy: Copy, mutant: dict) -> tuple[str, str]:
    """The verdict, and what led to it."""
    file = copy.sources / mutant["file"]
    original = file.read_text()
    if reason := why_not_applicable(mutant, original):
        return "does not apply", reason
    file.write_text(original.replace(mutant["old"], mutant["new"]))
    try:
        if errors := copy.build():
            lines = [line for line in errors.splitlines() if "error" in line] or errors.splitlines()[-1:]
            return "does not compile", lines[0]
        failure = copy.first_failure()
        return ("killed", failure) if failure else ("survived", "")
    finally:
        file.write_text(original)


# --- the report -------------------------------------------------------------------------------------------------------


def print_table(results: list[dict]) -> None:
    width = max(len(result["name"]) for result in results)
    for result in results:
        print(f"{result['name']:{width}}  {result['verdict']:16}  {result['why']}".rstrip())
    verdicts = [result["verdict"] for result in results]
    print(", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="this mutant; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the mutants, check that they apply, and stop")
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    parser.add_argument("--parallel", type=int, default=os.cpu_count() or 1, metavar="N", help="processes at a time")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "softknee_mutants",
                        metavar="FOLDER", help="for the copy and its build, which the next run uses again")
    arguments = parser.parse_args()

    mutants = read_mutants(arguments.only)
    if arguments.list:
        reasons = [why_not_applicable(mutant, (ROOT / mutant["file"]).read_text()) for mutant in mutants]
        for mutant, reason in zip(mutants, reasons):
            print(f"{mutant['name']}: {mutant['file']}" + (f": does not apply: {reason}" if reason else ""))
        return 1 if any(reasons) else 0

    copy = Copy(arguments.scratch, arguments.parallel)
    architecture = None
    results = []
    for number, mutant in enumerate(mutants, 1):
        if mutant["architecture"] != architecture:
            architecture = mutant["architecture"]
            require_good_start(copy, architecture)
        start = time.monotonic()
        verdict, why = judge(copy, mutant)
        seconds = round(time.monotonic() - start)
        results.append({"name": mutant["name"], "file": mutant["file"], "verdict": verdict, "why": why})
        say(f"{number}/{len(mutants)} {mutant['name']}: {verdict} in {seconds} s{', by ' + why if why else ''}")
    if arguments.json:
        print(json.dumps(results, indent=2))
    else:
        print_table(results)
    return 1 if any(result["verdict"] != "killed" for result in results) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unusable as error:
        sys.exit(f"mutate_kernels: {error}")
