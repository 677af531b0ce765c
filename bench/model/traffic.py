# SPDX-License-Identifier: Apache-2.0
"""The bytes that a kernel moves for an element: every element of its inputs read once, of its output written once.

Parameters of channels, their gradients and partial sums are left out: the partition keeps them at one percent.
"""

from dataclasses import dataclass

from machine_code import DTYPE_BYTES, KernelName, tensors_read


@dataclass(frozen=True)
class Traffic:
    tensors_read: int
    tensors_written: int
    bytes_per_element: int


def traffic_of(name: KernelName) -> Traffic:
    read = tensors_read(name)
    return Traffic(read, 1, (read + 1) * DTYPE_BYTES[name.dtype])
