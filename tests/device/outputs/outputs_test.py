# SPDX-License-Identifier: Apache-2.0
"""Recordings are joined, read and compared as they should be: with small ones in a temporary folder."""

import contextlib
import io
import subprocess
import tempfile
import unittest
from pathlib import Path

import check_outputs
from recording import CALL_COLUMNS, RECORDING_COLUMNS, Call, read_calls, read_recordings

from kernel_name import KernelName

JOIN = Path(__file__).resolve().parent / "join.awk"


def hash_of(digit: int) -> str:
    return f"{digit:016x}"


GELU = KernelName("gelu", "forward", "float32", "contiguous")
TANH = KernelName("tanh", "backward_from_output", "float16", "strided")
BUILD = {(GELU, 90): hash_of(1), (TANH, 90): hash_of(2)}
CPU = {GELU: Call(hash_of(11), hash_of(12)), TANH: Call(hash_of(21), hash_of(22))}
GELU_ROW = f"gelu,forward,float32,contiguous,90,{hash_of(1)},{hash_of(11)},{hash_of(12)}"
TANH_ROW = f"tanh,backward_from_output,float16,strided,90,{hash_of(2)},{hash_of(21)},{hash_of(22)}"


class InATemporaryFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def record(self, *rows: str, machine: str = "some_gpu", columns: list[str] = RECORDING_COLUMNS) -> None:
        (self.folder / machine).mkdir()
        (self.folder / machine / "outputs.csv").write_text("\n".join([",".join(columns), *rows]) + "\n")


class Comparing(InATemporaryFolder):
    def check(self, build: dict = BUILD, cpu: dict = CPU) -> tuple[int, str]:
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            status = check_outputs.main(self.folder, build, cpu)
        return status, output.getvalue()

    def assert_counts(self, output: str, covered: int, changed: int, never_seen: int) -> None:
        self.assertIn(
            f"{covered} with the PTX that a GPU ran, {changed} changed since a GPU ran them, "
            f"{never_seen} never seen on a GPU\n",
            output,
        )

    def test_equal_outputs_pass(self):
        self.record(GELU_ROW, TANH_ROW)
        status, output = self.check()
        self.assertEqual(status, 0)
        self.assert_counts(output, 2, 0, 0)

    def test_another_output_fails_and_names_kernel_machine_and_hashes(self):
        self.record(GELU_ROW, TANH_ROW)
        self.record(GELU_ROW, TANH_ROW.replace(hash_of(22), hash_of(23)), machine="another_gpu")
        status, output = self.check()
        self.assertEqual(status, 1)
        (difference,) = [line for line in output.splitlines() if "gives" in line]
        for part in ("tanh backward_from_output float16 strided: ", "another_gpu", hash_of(22), hash_of(23)):
            self.assertIn(part, difference)

    def test_a_kernel_with_other_ptx_is_listed_and_not_compared(self):
        self.record(GELU_ROW.replace(hash_of(1), hash_of(7)).replace(hash_of(12), hash_of(8)), TANH_ROW)
        status, output = self.check()
        self.assertEqual(status, 0)
        self.assert_counts(output, 1, 1, 0)
        self.assertIn("\nchanged since a GPU ran them: gelu (1)\n", output)

    def test_a_call_with_other_inputs_is_listed_and_not_compared(self):
        self.record(GELU_ROW.replace(hash_of(11), hash_of(7)).replace(hash_of(12), hash_of(8)), TANH_ROW)
        status, output = self.check()
        self.assertEqual(status, 0)
        self.assert_counts(output, 1, 1, 0)

    def test_a_kernel_that_was_not_recorded_is_listed(self):
        self.record(GELU_ROW)
        status, output = self.check()
        self.assertEqual(status, 0)
        self.assert_counts(output, 1, 0, 1)
        self.assertIn("\nnever seen on a GPU: tanh (1)\n", output)

    def test_another_target_counts_where_its_ptx_is_equal(self):
        self.record(*(row.replace(",90,", ",80,") for row in (GELU_ROW, TANH_ROW.replace(hash_of(2), hash_of(7)))))
        self.assert_counts(self.check()[1], 1, 0, 1)

    def test_a_recorded_kernel_that_is_gone_does_not_matter(self):
        self.record(GELU_ROW, TANH_ROW)
        status, output = self.check({(GELU, 90): hash_of(1)}, {GELU: CPU[GELU]})
        self.assertEqual(status, 0)
        self.assert_counts(output, 1, 0, 0)

    def test_without_a_recording_it_says_so_and_passes(self):
        status, output = self.check()
        self.assertEqual(status, 0)
        self.assertIn("no GPU has run any kernel yet", output)
        self.assert_counts(output, 0, 0, 2)

    def test_a_kernel_that_is_never_called_is_an_error(self):
        with self.assertRaisesRegex(ValueError, "not in both: tanh backward_from_output float16 strided"):
            self.check(cpu={GELU: CPU[GELU]})
        with self.assertRaisesRegex(ValueError, "not in both: gelu forward float32 contiguous"):
            self.check(build={(TANH, 90): hash_of(2)})


class Reading(InATemporaryFolder):
    def assert_refused(self, message: str, *rows: str, columns: list[str] = RECORDING_COLUMNS) -> None:
        self.record(*rows, columns=columns)
        with self.assertRaisesRegex(ValueError, message):
            read_recordings(self.folder)

    def test_other_columns_are_an_error(self):
        self.assert_refused("some_gpu/outputs.csv: expected the columns", columns=CALL_COLUMNS)

    def test_a_file_without_rows_is_an_error(self):
        self.assert_refused("some_gpu/outputs.csv: no rows")

    def test_a_row_that_was_cut_off_is_an_error(self):
        self.assert_refused("outputs.csv, line 3: not a row", GELU_ROW, TANH_ROW[:-1])

    def test_a_missing_cell_is_an_error(self):
        self.assert_refused("outputs.csv, line 2: not a row", GELU_ROW.rpartition(",")[0])

    def test_an_unknown_pass_is_an_error(self):
        self.assert_refused("outputs.csv, line 2: not a row", GELU_ROW.replace("forward", "sideways"))

    def test_two_rows_of_one_kernel_are_an_error(self):
        self.assert_refused("outputs.csv, line 3: a second row of gelu forward", GELU_ROW, GELU_ROW)

    def test_folders_without_outputs_are_passed_over(self):
        (self.folder / "only_benchmarks").mkdir()
        self.assertEqual(read_recordings(self.folder), [])


class Joining(InATemporaryFolder):
    CALLS = f"{','.join(CALL_COLUMNS)}\ngelu,forward,float32,contiguous,{hash_of(11)},{hash_of(12)}\n"

    def join(self, capability: int, calls: str = CALLS) -> subprocess.CompletedProcess:
        (self.folder / "ptx_hashes.csv").write_text(
            "activation,pass,dtype,layout,architecture,ptx_hash\n"
            + "".join(f"gelu,forward,float32,contiguous,{target},{hash_of(target)}\n" for target in (80, 120, 75, 100))
        )
        command = ["awk", "-v", f"capability={capability}", "-f", str(JOIN), "ptx_hashes.csv", "-"]
        return subprocess.run(command, cwd=self.folder, input=calls, text=True, capture_output=True)

    def test_the_result_is_a_recording(self):
        self.record(*self.join(80).stdout.splitlines()[1:])
        self.assertEqual(self.join(80).stdout.splitlines()[0], ",".join(RECORDING_COLUMNS))
        (recorded,) = read_recordings(self.folder)
        self.assertEqual((recorded.kernel, recorded.architecture, recorded.ptx_hash), (GELU, 80, hash_of(80)))
        self.assertEqual(recorded.call, read_calls(self.CALLS.splitlines(), "calls")[GELU])

    def test_the_highest_target_that_the_capability_reaches_is_taken(self):
        for capability, target in ((75, 75), (89, 80), (90, 80), (103, 100), (121, 120)):
            self.assertIn(f",{target},{hash_of(target)},", self.join(capability).stdout)

    def test_a_kernel_without_ptx_fails_and_is_named(self):
        joined = self.join(90, self.CALLS + f"relu,forward,float32,contiguous,{hash_of(1)},{hash_of(2)}\n")
        self.assertEqual(joined.returncode, 1)
        self.assertIn("relu,forward,float32,contiguous", joined.stderr)
        self.assertEqual(self.join(70).returncode, 1)

    def test_no_calls_fail(self):
        self.assertEqual(self.join(90, "").returncode, 1)


if __name__ == "__main__":
    unittest.main()
