# SPDX-License-Identifier: Apache-2.0
"""Reports as `softknee bench --json` writes them, beside what is predicted."""

import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path

from simple_chip import CHIP, FORWARD, figures

import predict
from chip_report import report_chip
from console import console_lines
from document import document
from machine_code import KernelName, KernelSet, table_file, write_table
from measured import Measurement, chip_name, disagrees, read_measurements


def row(activation: str, direction: str, ceiling_fraction: float, **more: str) -> dict:
    """What a report has of a call, as far as it is read."""
    return {
        "activation": activation,
        "direction": direction,
        "dtype": "float16",
        **more,
        "read_bytes": 134217728,
        "written_bytes": 134217728,
        "median_s": 1e-4,
        "ceiling_fraction": ceiling_fraction,
        "noise": 0.01,
        "samples": 30,
    }


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, machine: str, rows: list[dict], place: str = "device", file: str = "benchmark.json") -> None:
        (self.folder / machine).mkdir(exist_ok=True)
        report = {"version": "0.1.0", "place": place, "count": 67108864, "threads": 0, "rows": rows}
        (self.folder / machine / file).write_text(json.dumps(report))


class Reports(Files):
    def test_rows_are_read_as_the_kernels_that_ran(self):
        self.write("h200", [row("relu", "forward", 0.97), row("star_relu(s=0.8944, c=-0.4472)", "forward", 0.9)])
        channelwise = [
            row("prelu", "backward_from_input", 0.8, shape="1048576x64"),
            row("elu(alpha=1) of x + bias", "forward", 0.7, shape="64x1048576"),
        ]
        self.write("h200", channelwise, file="benchmark_channelwise.json")
        self.assertEqual(
            read_measurements(self.folder),
            [
                Measurement("h200", KernelName("relu", "forward", "float16", "contiguous"), "", 0.97, 0.01),
                Measurement("h200", KernelName("star_relu", "forward", "float16", "contiguous"), "", 0.9, 0.01),
                Measurement(
                    "h200",
                    KernelName("prelu", "backward_from_input", "float16", "channelwise"),
                    "1048576x64",
                    0.8,
                    0.01,
                ),
                Measurement(
                    "h200", KernelName("biased_elu", "forward", "float16", "channelwise"), "64x1048576", 0.7, 0.01
                ),
            ],
        )

    def test_the_identity_moved_two_tensors_where_three_were_reported(self):
        self.write("h100", [row("identity", "backward_from_input", 1.5), row("relu", "backward_from_input", 0.9)])
        self.assertEqual([round(m.fraction, 6) for m in read_measurements(self.folder)], [1.0, 0.9])

    def test_a_folder_without_reports_has_no_measurements(self):
        (self.folder / "peers").mkdir()
        self.assertEqual(read_measurements(self.folder), [])

    def test_reports_of_a_cpu_and_of_another_format_are_refused(self):
        self.write("h100", [], place="host")
        with self.assertRaisesRegex(ValueError, "benchmark.json: place: expected device, got host"):
            read_measurements(self.folder)
        self.write("h100", [{"activation": "relu"}])
        with self.assertRaisesRegex(ValueError, "benchmark.json: not a report"):
            read_measurements(self.folder)

    def test_a_folder_is_of_the_chip_that_it_is_called_after(self):
        self.assertEqual(
            [chip_name(m) for m in ("h200", "h200-2", "b200_sxm", "peers")], ["H200", "H200", "B200", "PEERS"]
        )


class Comparisons(unittest.TestCase):
    def setUp(self):
        def measurement(machine: str, fraction: float, activation: str = FORWARD.activation) -> Measurement:
            return Measurement(machine, KernelName(activation, "forward", "float16", "contiguous"), "", fraction, 0.01)

        # 81 % are predicted.
        measurements = [
            measurement("simple", 0.80),
            measurement("simple_2", 0.50),
            measurement("other", 0.10),
            measurement("simple", 0.9, "unheard_of"),
        ]
        self.report = report_chip(CHIP, {FORWARD: figures(fma=128)}, measurements)

    def test_a_tenth_is_still_agreement(self):
        self.assertFalse(disagrees(0.99, 0.9))
        self.assertTrue(disagrees(0.991, 0.9))
        self.assertFalse(disagrees(0.81, 0.9))
        self.assertTrue(disagrees(0.809, 0.9))

    def test_each_stands_beside_its_prediction_and_those_far_from_it_are_listed(self):
        self.assertEqual(len(self.report.comparisons), 2)
        ((measurement, prediction),) = self.report.errors
        self.assertEqual((measurement.machine, f"{prediction.fraction:.0%}"), ("simple_2", "81%"))
        self.assertEqual(self.report.measured(FORWARD), "50% to 80%")
        self.assertEqual([m.name.activation for m in self.report.unknown], ["unheard_of"])

    def test_the_output_has_both(self):
        lines = list(console_lines([self.report], everything=False))
        self.assertIn("1 of 2 measurements are more than 10% off:", lines)
        self.assertTrue(any("81%" in line and "50% to 80%" in line for line in lines), lines)
        self.assertIn("1 measurements are of kernels that the tables do not have.", lines)
        self.assertIn("| relu forward float16 contiguous | simple_2 |  | 81% | 50% |", document([self.report]))


class Command(Files):
    def setUp(self):
        super().setUp()
        self.write("h100", [row("relu", "forward", 0.5)])

    def run_command(self, table: KernelSet, *arguments: str) -> tuple[int, str, str]:
        write_table(table_file(90, self.folder), table)
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            folders = ["--chip", "H100", "--tables", str(self.folder), "--results", str(self.folder)]
            status = predict.main([*folders, *arguments])
        return status, output.getvalue(), errors.getvalue()

    def test_every_kernel_is_listed_where_that_is_asked_for(self):
        table = KernelSet("13.0", {FORWARD: figures(fma=6)})
        self.assertNotIn(str(FORWARD), self.run_command(table)[1].split("off:")[0])
        self.assertIn(f"{FORWARD}       100%       50%  memory", self.run_command(table, "--all")[1])

    def test_json_has_a_row_for_each_kernel(self):
        table = KernelSet("13.0", {FORWARD: figures(alu=38.89)})
        (kernel,) = json.loads(self.run_command(table, "--json")[1])
        self.assertEqual((kernel["chip"], kernel["limiter"]), ("H100", "ALU"))
        self.assertAlmostEqual(kernel["shares_of_memory_time"]["ALU"], 2.0, places=3)
        self.assertEqual(kernel["measured"], [{"machine": "h100", "shape": "", "fraction": 0.5, "noise": 0.01}])

    def test_a_lower_clock_leaves_fewer_slots(self):
        table = KernelSet("13.0", {FORWARD: figures(fma=19)})
        (kernel,) = json.loads(self.run_command(table, "--json", "--clock-ghz", "0.8775")[1])
        self.assertAlmostEqual(kernel["shares_of_memory_time"]["issue slots"], 19 / 19.44, places=3)

    def test_instructions_that_no_pipe_executes_are_refused(self):
        lost = figures(fma=6)
        lost = KernelSet("13.0", {FORWARD: type(lost)(**{**vars(lost), "instructions_per_element": 6.5})})
        status, _, errors = self.run_command(lost)
        self.assertEqual(status, 1)
        self.assertIn(
            "sm_90 relu forward float16 contiguous: pipes: expected 6.5 instructions of an element, got 6.00", errors
        )

    def test_a_chip_without_a_table_is_refused(self):
        (self.folder / "empty").mkdir()
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(predict.main(["--chip", "B200", "--tables", str(self.folder / "empty")]), 1)
        self.assertIn("sm_100.csv", errors.getvalue())


if __name__ == "__main__":
    unittest.main()
