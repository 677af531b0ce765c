# SPDX-License-Identifier: Apache-2.0
"""docs/speed_model.md is what the model writes from the committed tables and results."""

import unittest

import model_path
from chips import CHIPS
from document import FILE, document
from machine_code import REPOSITORY
from predict import make_reports


class Document(unittest.TestCase):
    def test_it_is_current(self):
        command = f"python3 bench/model/predict.py --markdown {FILE.relative_to(REPOSITORY)}"
        expected = document(make_reports(list(CHIPS)))
        self.assertTrue(FILE.exists(), f"there is no {FILE}: {command} writes it")
        self.assertEqual(FILE.read_text().splitlines(), expected.splitlines(), f"{command} writes it anew")


if __name__ == "__main__":
    unittest.main()
