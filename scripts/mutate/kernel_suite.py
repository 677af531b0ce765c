# SPDX-License-Identifier: Apache-2.0
"""tests/device in the emulator, with the kernels of a few activations alone, which build in half a minute."""

import os
import re
import subprocess

from source_copy import ROOT, SourceCopy

# Beside the activations that tests/device names: the only one with several parameters, and the one that uses most of
# packed_pair.cuh.
MORE_ACTIVATIONS = {"clip", "soft_shrink"}
UNIT = "kernels/cuda/activation_unit.cu.in"
TEST_LIMIT_SECONDS = 1800

# For an activation whose kernels are left out. It includes no header that a mutant changes, so it is compiled once.
EMPTY_UNIT = """#include <softknee/activation/@ACTIVATION@.hpp>
#include <softknee/dtype.hpp>
#include <softknee/evaluate.hpp>
#include <kernels/cuda/kernel_entry.hpp>
namespace softknee::kernels::cuda {
enum class layout_kind;
template <class Activation>
kernel_entry find_pointwise_kernel(pass direction, dtype type, layout_kind layout);
template <>
kernel_entry find_pointwise_kernel<@ACTIVATION@>(pass, dtype, layout_kind) { return {}; }
template <class Operation>
kernel_entry find_channel_kernel(pass direction, dtype type);
}
namespace softknee::kernels {
template <class Activation>
struct with_bias;
}
namespace softknee::kernels::cuda {
template <>
kernel_entry find_channel_kernel<with_bias<@ACTIVATION@>>(pass, dtype) { return {}; }
}
"""
# A test that goes through all activations by itself, and one that takes hours where no blocks are left out.
LEFT_OUT = ["*EveryFunctionBehindABias*", "*LargeChannelwise*"]


def catalogue() -> list[str]:
    headers = (ROOT / "include/softknee/catalogue.hpp").read_text()
    return re.findall(r"^#include <softknee/activation/(\w+)\.hpp>", headers, re.MULTILINE)


def kept_activations() -> list[str]:
    tests = "".join(file.read_text() for file in (ROOT / "tests/device").glob("*.?pp"))
    return [name for name in catalogue() if name in MORE_ACTIVATIONS or re.search(rf"\b{name}\b", tests)]


def failure_of(test: subprocess.Popen) -> str:
    try:
        output = test.communicate(timeout=TEST_LIMIT_SECONDS)[0]
    except subprocess.TimeoutExpired:
        test.kill()
        return "a test that does not come to an end"
    if test.returncode == 0:
        return ""
    emulator = re.search(r"^softknee emulator: (?!.* instructions, )(.+)", output, re.MULTILINE)
    # A test that the emulator ends has begun and not failed.
    tests = re.findall(r"^\[  FAILED  \] ([^ ,]+)", output, re.MULTILINE) if emulator is None else []
    tests = tests[:1] or re.findall(r"^\[ RUN      \] (\S+)", output, re.MULTILINE)[-1:] or ["before the first test"]
    return tests[0] + (f": {emulator[1]}" if emulator else "")


class KernelSuite:
    targets = ["softknee_device_test", "softknee_emulated_runtime"]
    options = [f"SOFTKNEE_{part}=OFF" for part in ("BUILD_TOOL", "BUILD_EXAMPLES", "INSTALL")]

    def __init__(self):
        self.kept = kept_activations()

    def replaced_sources(self) -> dict[str, str]:
        """nvcc's unit, which is a template for all activations: that of most of them is empty."""
        definitions = "".join(f"#define SOFTKNEE_HAS_KERNELS_OF_{name} 1\n" for name in self.kept)
        unit = (ROOT / UNIT).read_text()
        return {UNIT: f"{definitions}#if SOFTKNEE_HAS_KERNELS_OF_@ACTIVATION@\n{unit}#else\n{EMPTY_UNIT}#endif\n"}

    def start(self, copy: SourceCopy, order: str, shard: int) -> subprocess.Popen:
        filters = [f"*EveryActivation*/{name}_*" for name in sorted(set(catalogue()) - set(self.kept))]
        left_out = ":".join([*LEFT_OUT, *filters])
        library = next(copy.build_folder.rglob("libcudart.so.*")).parent
        major, minor = divmod(copy.architecture, 10)
        environment = os.environ | {
            "LD_LIBRARY_PATH": str(library), "SOFTKNEE_EMULATOR_ORDER": order,
            "SOFTKNEE_EMULATOR_COMPUTE_CAPABILITY": f"{major}.{minor}",
            "GTEST_TOTAL_SHARDS": str(copy.parallel), "GTEST_SHARD_INDEX": str(shard)}
        return subprocess.Popen([copy.build_folder / "tests/device/softknee_device_test", "--gtest_fail_fast",
                                 f"--gtest_filter=*-{left_out}"],
                                env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def first_failure(self, copy: SourceCopy, mutant: dict | None = None) -> str:
        """Empty if all tests pass, in either order of threads."""
        for order in ("ascending", "descending"):
            shards = [self.start(copy, order, shard) for shard in range(copy.parallel)]
            failures = [failure_of(shard) for shard in shards]
            for failure in failures:
                if failure:
                    return f"{failure} ({order})"
        return ""
