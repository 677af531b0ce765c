#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""cpu_speed_test.py TOOL: the report of the CPU's speed, from made-up figures and from those of softknee_peer_speed."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "report"))
from comparison import Comparison, Row, read_comparison
from cpu_speed import document, losses, summary

TOOL = sys.argv.pop()


def row(activation: str, count: int = 1000, threads: int = 1, **seconds: float) -> Row:
    copies = {"copy": 4e-6, "copy past caches": 2e-6}
    return Row(activation, "forward", "float32", count, threads, {**copies, **seconds})


def comparison(*rows: Row) -> Comparison:
    return Comparison("2000-01-01", "a processor", 2, "avx2", "oneDNN 1", list(rows))


class MadeUpFigures(unittest.TestCase):
    def test_ratios(self):
        gelu = row("gelu", softknee=2e-6, oneDNN=3e-6)
        self.assertAlmostEqual(gelu.speedup("oneDNN"), 1.5)
        self.assertIsNone(gelu.speedup("textbook"))
        self.assertAlmostEqual(gelu.copy_share, 1)  # of the faster copy
        self.assertAlmostEqual(gelu.nanoseconds("softknee"), 2)

    def test_what_is_lost_is_listed_by_name_the_slowest_first(self):
        lines = list(
            losses(
                comparison(
                    row("gelu", softknee=4e-6, oneDNN=3e-6, textbook=9e-6),
                    row("tanh", softknee=4e-6, oneDNN=2e-6),
                    row("mish", softknee=2e-6, oneDNN=3e-6),
                    row("elu", softknee=2e-6, oneDNN=2e-6, textbook=1e-6),
                    row("relu", softknee=2e-6, oneDNN=2e-6),
                    row("tanh", threads=2, softknee=1e-6, oneDNN=1.49e-6),
                )
            )
        )
        start = lines.index("| pass | 1000 elements, 1 thread | 1000 elements, 2 threads |")
        self.assertEqual(
            lines[start + 2 : start + 6],
            [
                "| tanh forward float32 | **0.50** | 1.49 |",
                "| gelu forward float32 | **0.75** |  |",
                "| elu forward float32 | 1.00 |  |",
                "",  # mish and relu are as fast as aimed at
            ],
        )
        self.assertIn("| elu forward float32 | **0.50** |", lines)

    def test_beyond_the_caches_the_copy_is_what_counts(self):
        large = row("relu", count=1 << 25, softknee=4e-6, oneDNN=9e-6)
        lines = list(losses(comparison(large)))
        self.assertEqual(lines.count("None."), 2)  # neither oneDNN nor libm is faster
        self.assertIn("| relu forward float32 | 50% |", lines)

    def test_the_summary_counts_passes(self):
        rows = [row("gelu", softknee=1e-6, oneDNN=t) for t in (0.5e-6, 1e-6, 1.5e-6)]
        self.assertIn("| 1000 elements, 1 thread | 3 | 1.00 | 0.50 | 2 | 1 |", list(summary(comparison(*rows))))


class RealFigures(unittest.TestCase):
    def test_every_peer_is_there(self):
        run = [TOOL, "pointwise", "--activation", "elu", "softsign", "--count", "100", "--seconds", "0.001"]
        printed = subprocess.run(run, check=True, capture_output=True, text=True).stdout
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "comparison.json"
            file.write_text(printed)
            read = read_comparison(file)
        self.assertEqual(read.places(), [(100, 1), (100, 2)])
        forward, from_x, from_y = read.at(100, 1)[:3]
        self.assertEqual(set(forward.seconds), {"softknee", "oneDNN", "textbook", "copy"})
        self.assertEqual(set(from_x.seconds), {"softknee", "oneDNN", "textbook", "copy", "copy past caches"})
        self.assertEqual(set(from_y.seconds), {"softknee", "oneDNN", "copy", "copy past caches"})
        softsign = [r for r in read.rows if r.activation == "softsign"]
        self.assertTrue(softsign and all("oneDNN" not in r.seconds for r in softsign))
        self.assertTrue(all(seconds > 0 for r in read.rows for seconds in r.seconds.values()))
        self.assertIn("| elu | backward_from_output | bfloat16 |", "\n".join(document(read)))
        self.assertEqual(json.loads(printed)["cores"], read.cores)


if __name__ == "__main__":
    unittest.main()
