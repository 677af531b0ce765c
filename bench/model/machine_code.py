# SPDX-License-Identifier: Apache-2.0
"""What the tests of the machine code know of a kernel: their modules, imported from where they are."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "tests" / "codegen"))

from kernel_figures import PACK_BYTES, Figures, tensors_read
from kernel_name import CHANNELWISE, DTYPE_BYTES, DTYPES, PASSES, KernelName
from measured_build import KernelSet
from pipes import Pipe
from table import FOLDER, read_table, table_file, write_table
from tuning import CHANNEL_THREADS, read_tuning

# Of the sum of the pipes' figures, which have two decimals.
ROUNDING = 0.005 * (len(Pipe) + 1)
MODELLED_LAYOUTS = ("contiguous", CHANNELWISE)


def modelled_kernels(architecture: int, folder: Path = FOLDER) -> dict[KernelName, Figures]:
    """The kernels of a table that the model is for, in the table's order.

    Raises OSError, and ValueError for a table of other columns or with instructions that no pipe executes.
    """
    figures = read_table(table_file(architecture, folder)).figures
    kernels = {name: kernel for name, kernel in figures.items() if name.layout in MODELLED_LAYOUTS}
    for name, kernel in kernels.items():
        executed = sum(kernel.pipes.values())
        if abs(executed - kernel.instructions_per_element) > ROUNDING:
            raise ValueError(
                f"sm_{architecture} {name}: pipes: expected {kernel.instructions_per_element} instructions of an "
                f"element, got {executed:.2f}"
            )
    return kernels
