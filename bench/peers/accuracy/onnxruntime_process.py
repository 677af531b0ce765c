# SPDX-License-Identifier: Apache-2.0
"""One activation of onnxruntime's CPU provider: blocks of float32 from standard input to standard output, each after
its count (8 bytes). Prints the version and stops if no activation is named."""

import struct
import sys

import numpy
import onnx.helper
import onnxruntime

OPERATORS = {
    "elu": "Elu", "selu": "Selu", "gelu": "Gelu", "gelu_tanh": "Gelu", "mish": "Mish", "softplus": "Softplus",
    "sigmoid": "Sigmoid", "tanh": "Tanh", "softsign": "Softsign", "hard_swish": "HardSwish",
}
ATTRIBUTES = {"gelu_tanh": {"approximate": "tanh"}}
OPSET = 20


def session_of(activation: str) -> onnxruntime.InferenceSession:
    node = onnx.helper.make_node(OPERATORS[activation], ["x"], ["y"], **ATTRIBUTES.get(activation, {}))
    vector = [onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["n"]) for name in "xy"]
    graph = onnx.helper.make_graph([node], activation, vector[:1], vector[1:])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", OPSET)], ir_version=9)
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def main() -> None:
    if len(sys.argv) < 2:
        print(onnxruntime.__version__, *OPERATORS)
        return
    session = session_of(sys.argv[1])
    while head := sys.stdin.buffer.read(8):
        count = struct.unpack("<q", head)[0]
        x = numpy.frombuffer(sys.stdin.buffer.read(4 * count), dtype=numpy.float32)
        sys.stdout.buffer.write(session.run(None, {"x": x})[0].tobytes())
        sys.stdout.buffer.flush()


main()
