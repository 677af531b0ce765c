// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include <softknee/tensor_view.hpp>

namespace CLI {
class App;
}

namespace softknee::tool {

/// --cpu and --device: where a command runs.
struct place_options {
    bool cpu = false;
    bool device = false;
};

void add_place_options(CLI::App& parser, place_options& options);

/// Unless told otherwise, the device if there is one.
/// @throws no_device_error, driver_error if the device was asked for and cannot be used
memory chosen_place(const place_options& options);

/// "cpu" or "device"
std::string_view place_name(memory place);

}  // namespace softknee::tool
