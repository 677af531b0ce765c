// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstdint>
#include <exception>
#include <string>

#include <softknee/softknee.hpp>

/// softknee's calls for Python's ctypes, so that they are timed in one process with PyTorch's.

namespace {

using namespace softknee;

thread_local std::string last_error;

void run(const char* text, int direction, int type_index, std::int64_t count, void* saved, void* dy, void* result,
         bool on_device, void* on) {
    const activation function = parse(text);
    const dtype type = all_dtypes[type_index];
    const auto view = [&](void* data) {
        return tensor_view(data, type, on_device ? memory::device : memory::host, tensor_shape(std::array{count}));
    };
    const stream_ref where(static_cast<CUstream_st*>(on));
    const auto which = static_cast<pass>(direction);
    if (which == pass::forward) return forward(function, view(saved), view(result), where);
    const saved_tensor tensor =
        which == pass::backward_from_output ? from_output(view(saved)) : from_input(view(saved));
    backward(function, tensor, view(dy), view(result), where);
}

}  // namespace

extern "C" {

/// @param direction   a number of softknee::pass
/// @param type_index  in softknee::all_dtypes
/// @param dy          null for a forward pass
/// @param on          a stream of the device; null for the default stream
/// @return null, or what is wrong, until the next call of this thread
[[gnu::visibility("default")]] const char* softknee_run(const char* activation, int direction, int type_index,
                                                        std::int64_t count, void* saved, void* dy, void* result,
                                                        int on_device, void* on) {
    try {
        run(activation, direction, type_index, count, saved, dy, result, on_device != 0, on);
        return nullptr;
    } catch (const std::exception& error) {
        last_error = error.what();
        return last_error.c_str();
    }
}
}
