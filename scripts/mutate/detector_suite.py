# SPDX-License-Identifier: Apache-2.0
"""The planted faults of tests/emulator/faults, and their twins without a fault."""

import re
import subprocess

from source_copy import SourceCopy


class DetectorSuite:
    targets = ["softknee_emulated_runtime", "softknee_planted_faults"]
    options = [f"SOFTKNEE_{part}=OFF" for part in ("BUILD_TOOL", "BUILD_EXAMPLES", "INSTALL")]

    def replaced_sources(self) -> dict[str, str]:
        return {}

    def first_failure(self, copy: SourceCopy, mutant: dict | None = None) -> str:
        """Empty if all tests pass. Without its detector a kernel may wait for ever; the slowest takes a second."""
        done = subprocess.run(["ctest", "--test-dir", copy.build_folder, "--parallel", str(copy.parallel), "--timeout",
                               "20", "--tests-regex", r"^planted_fault\."], capture_output=True, text=True)
        failed = re.findall(r"^\s*\d+ - planted_fault\.(\S+)", done.stdout, re.MULTILINE)
        if done.returncode != 0 and not failed:
            return f"ctest: {(done.stdout + done.stderr).strip().splitlines()[-1]}"
        more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
        return failed[0] + more if failed else ""
