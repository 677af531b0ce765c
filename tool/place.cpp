// SPDX-License-Identifier: Apache-2.0
#include "place.hpp"

#include <CLI/CLI.hpp>

#include <host/device/device_runtime.hpp>

namespace softknee::tool {

void add_place_options(CLI::App& parser, place_options& options) {
    auto* cpu = parser.add_flag("--cpu", options.cpu, "run on the CPU");
    auto* device = parser.add_flag("--device", options.device, "run on the CUDA device; the default if there is one");
    cpu->excludes(device);
}

memory chosen_place(const place_options& options) {
    if (options.device) host::require_device();
    return options.device || (!options.cpu && host::device_count() > 0) ? memory::device : memory::host;
}

std::string_view place_name(memory place) {
    return place == memory::host ? "cpu" : "device";
}

}  // namespace softknee::tool
