# SPDX-License-Identifier: Apache-2.0
"""The bytes that a kernel moves for an element: every element of its inputs read once, of its output written once.

Parameters of channels, their gradients and partial sums are left out: the partition keeps them at one percent.
"""

from dataclasses import dataclass

from machine_code import DTYPE_BYTES, KernelName, tile_of


@dataclass(frozen=True)
class Traffic:
    tensors_read: int
    tensors_written: int
    bytes_per_element: int


def traffic_of(name: KernelName) -> Traffic:
    """What the tile of a thread loads and stores, which knows the passes that read one tensor less."""
    tile = tile_of(name)
    tensors_read = tile.loads // tile.stores
    return Traffic(tensors_read, 1, (tensors_read + 1) * DTYPE_BYTES[name.dtype])
