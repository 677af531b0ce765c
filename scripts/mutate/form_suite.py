# SPDX-License-Identifier: Apache-2.0
"""tests/accuracy on the CPU path, for the one activation that a mutant of forms.toml changes."""

import re
import subprocess

from source_copy import SourceCopy


class FormSuite:
    targets = ["softknee_accuracy_test"]
    options = [f"SOFTKNEE_{part}=OFF" for part in ("BUILD_TOOL", "BUILD_EXAMPLES", "INSTALL", "CUDA")]

    def replaced_sources(self) -> dict[str, str]:
        return {}

    def first_failure(self, copy: SourceCopy, mutant: dict | None = None) -> str:
        """Empty if all tests pass, or without a mutant those of one activation."""
        name = mutant["activation"] if mutant else "relu"
        done = subprocess.run([copy.build_folder / "tests/accuracy/softknee_accuracy_test", "--gtest_fail_fast",
                               f"--gtest_filter=*exact_function*/{name}_*:*any_dy*/{name}_*"],
                              capture_output=True, text=True)
        failed = re.findall(r"^\[  FAILED  \] ([^ ,]+)", done.stdout, re.MULTILINE)
        if done.returncode != 0 and not failed:
            return f"the tests: {(done.stdout + done.stderr).strip().splitlines()[-1]}"
        return failed[0] if failed else ""
