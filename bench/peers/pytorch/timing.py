# SPDX-License-Identifier: Apache-2.0
"""Times calls in turns, as bench/measure.cpp does; on a device between events around graphs of calls."""

import time
from collections.abc import Callable
from statistics import median

import torch

MINIMUM_SAMPLES = {"cuda": 30, "cpu": 5}
FEWEST_CALLS = 20
Call = Callable[[int], object]  # of a slot


class Arm:
    """Something to be timed; consecutive calls take consecutive slots."""

    def __init__(self, call: Call, slots: int, device: str):
        self.calls = -(-FEWEST_CALLS // slots) * slots
        self.samples: list[float] = []
        for slot in range(slots):  # compiles, loads modules, touches memory
            call(slot)
        self._run = self._captured(call, slots) if device == "cuda" else self._looped(call, slots)

    def _looped(self, call: Call, slots: int) -> Callable[[], float]:
        def run() -> float:
            start = time.perf_counter()
            for i in range(self.calls):
                call(i % slots)
            return time.perf_counter() - start

        return run

    def _captured(self, call: Call, slots: int) -> Callable[[], float]:
        torch.cuda.synchronize()
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            for i in range(self.calls):
                call(i % slots)
        start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))

        def run() -> float:
            start.record()
            graph.replay()
            end.record()
            end.synchronize()
            return start.elapsed_time(end) * 1e-3

        return run

    def take(self) -> None:
        self.samples.append(self._run() / self.calls)

    def result(self) -> dict:
        return {
            "median_s": median(self.samples),
            "fastest_s": min(self.samples),
            "slowest_s": max(self.samples),
            "samples": len(self.samples),
            "calls_per_sample": self.calls,
        }


def measure(arms: list[Arm], seconds: float, device: str) -> None:
    for arm in arms:
        arm.take()
        arm.samples.clear()
    end = time.perf_counter() + seconds
    turn = 0
    while turn < MINIMUM_SAMPLES[device] or time.perf_counter() < end:
        for arm in arms if turn % 2 == 0 else reversed(arms):
            arm.take()
        turn += 1
