#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""device_speed_test.py TOOL: the report of a device's speed, from made-up figures and from those of `softknee bench`."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "report"))
from device_report import Measurement, Report, with_pytorch
from device_speed import FILES, LARGE, document, losses, peer_losses, read_folder, summary, title_of
from pytorch_table import table

TOOL = sys.argv.pop()


def measurement(activation: str, fraction: float, count: int = LARGE, **more) -> Measurement:
    figures = {"seconds": 1e-4, "bytes_per_second": 2.5e12, "ceiling": "a kernel", "noise": 0.004}
    on_device = {"host_seconds": 2.5e-6, "launches": 1, "peers": {}}
    key = {"direction": "forward", "dtype": "bfloat16", "shape": "", "count": count, "cache": "cold"}
    return Measurement(activation, **{**key, **figures, "ceiling_fraction": fraction, **on_device, **more})


class MadeUpFigures(unittest.TestCase):
    def test_what_is_lost_is_listed_by_name_the_worst_first(self):
        rows = [
            measurement("gelu", 0.969),
            measurement("relu", 0.97),
            measurement("mish", 0.5, shape="8x3"),
            measurement("tanh", 0.1, count=LARGE - 1),
        ]
        self.assertEqual(
            list(losses(rows))[4:],
            [
                "| mish forward bfloat16 8x3 | 2^26 elements, cold | 50.0% | 0.4% | 2500 |",
                "| gelu forward bfloat16 | 2^26 elements, cold | 96.9% | 0.4% | 2500 |",
                "",
            ],
        )
        self.assertIn("None.", list(losses(rows[1:2])))

    def test_a_peer_that_is_faster_is_named(self):
        rows = [
            measurement("gelu", 0.9, peers={"cub": 0.9e-4, "cudnn": 0.99e-4}),
            measurement("relu", 0.9, peers={"cub": 2e-4}),
        ]
        self.assertEqual(
            list(peer_losses(rows))[4:],
            ["| gelu forward bfloat16 | 2^26 elements, cold | cub | 0.90 | 0.4% |", ""],
        )
        self.assertIn("None.", list(peer_losses(rows[1:])))

    def test_pytorch_is_compared_with_softknee_in_its_own_process(self):
        elu_here = measurement("elu(alpha=1)", 0.9, seconds=2e-4, peers={"cub": 3e-4})
        gelu_here = measurement("gelu", 0.9, direction="backward_from_input")
        row = {"activation": "elu", "direction": "forward", "dtype": "bfloat16", "count": LARGE, "cache": "cold"}
        rows = [
            {**row, "program": "softknee", "median_s": 1e-4},
            {**row, "program": "eager", "median_s": 1.5e-4},
            {**row, "program": "softknee", "median_s": 1, "count": 7},
            {**row, "program": "softknee", "median_s": 1, "activation": "gelu"},
        ]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pytorch.json"
            file.write_text(json.dumps({"rows": rows}))
            elu, gelu = with_pytorch(Report([elu_here, gelu_here], []), file).measurements
        self.assertEqual(set(elu.peers), {"cub", "eager"})
        self.assertAlmostEqual(elu.speedup("eager"), 1.5)
        self.assertEqual(gelu.peers, {})  # the forward pass is another one

    def test_the_summary_counts_passes(self):
        rows = [measurement("gelu", fraction) for fraction in (0.5, 0.98, 0.99)]
        rows.append(measurement("gelu", 0.7, cache="hot", count=1000))
        lines = list(summary(rows))
        self.assertIn("| contiguous, bfloat16, 2^26 elements, cold | 3 | 98.0% | 50.0% | 2 |", lines)
        self.assertIn("| contiguous, bfloat16, 1000 elements, hot | 1 | 70.0% | 70.0% | 0 |", lines)

    def test_every_row_says_what_its_launch_costs(self):
        lines = list(document("a GPU", {"benchmark.json": Report([measurement("gelu", 0.98, peers={"cub": 2e-4})], [])}))
        self.assertEqual(lines[0], "# Speed: a GPU")
        expected = "| gelu forward bfloat16 | 2^26 elements, cold | 100.00 | 2500 | 98.0% | 0.4% | 1 | 2.50 | cub 2.00 |"
        self.assertIn(expected, lines)


class PytorchTable(unittest.TestCase):
    def test_sizes_and_programs_are_columns_and_what_is_lost_is_bold(self):
        files = []
        with tempfile.TemporaryDirectory() as folder:
            for count, eager in ((1024, 3e-6), (5, 1e-6)):
                row = {"activation": "elu", "direction": "backward_from_input", "dtype": "float32", "count": count}
                rows = [{**row, "program": "softknee", "median_s": 2e-6}, {**row, "program": "eager", "median_s": eager}]
                files.append(Path(folder) / f"{count}.json")
                files[-1].write_text(json.dumps({"rows": rows}))
            lines = list(table(files))
        self.assertEqual(
            lines,
            [
                "| pass | dtype | eager, 2^10 elements | eager, 5 elements |",
                "|---|---|---|---|",
                "| median | | 1.50 | 0.50 |",
                "| elu from x | float32 | 1.50 | **0.50** |",
            ],
        )


class RealFigures(unittest.TestCase):
    def test_the_reports_of_both_commands_are_read(self):
        common = ["--cpu", "--dtype", "float32", "--threads", "1", "--count", "5000", "--seconds", "0.001", "--json"]
        with tempfile.TemporaryDirectory() as folder_name:
            folder = Path(folder_name)
            for file, command in zip(FILES, (["bench", "--activation", "elu"], ["bench-channelwise", "--shape", "Nx3"])):
                printed = subprocess.run([TOOL, *command, *common], check=True, capture_output=True).stdout
                (folder / file).write_bytes(printed)
            self.assertEqual(title_of(folder), folder.name)
            (folder / "summary.md").write_text("# softknee on a GPU\n\nNVIDIA X, 580.1, 9.0\n")
            self.assertEqual(title_of(folder), "NVIDIA X")
            reports = read_folder(folder)
        self.assertEqual(list(reports), list(FILES[:2]))
        forward, from_x, from_y = reports["benchmark.json"].measurements
        self.assertEqual((forward.name, from_y.direction), ("elu(alpha=1) forward float32", "backward_from_output"))
        self.assertEqual((from_x.count, from_x.cache, from_x.launches), (5000, "hot", None))
        self.assertEqual([c.tensors_read for c in reports["benchmark.json"].ceilings], [1, 2, 2])
        self.assertEqual(reports["benchmark_channelwise.json"].measurements[0].shape, "1666x3")
        self.assertIn("memcpy", "\n".join(document("a CPU", reports)))


if __name__ == "__main__":
    unittest.main()
