# SPDX-License-Identifier: Apache-2.0
"""Makes the modules of bench/model importable: the tests import this file before them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench" / "model"))
