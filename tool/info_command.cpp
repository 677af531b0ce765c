// SPDX-License-Identifier: Apache-2.0
#include "info_command.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <host/device/device_runtime.hpp>
#include <softknee/error.hpp>
#include <softknee/execution.hpp>

#include "build_information.hpp"
#include "cell_text.hpp"

namespace softknee::tool {
namespace {

struct device_list {
    std::vector<host::device_description> devices;
    std::string reason_for_none;
};

device_list find_devices() {
    device_list result;
    try {
        host::require_device();
        const int count = host::device_count();
        for (int device = 0; device < count; ++device) result.devices.push_back(host::describe_device(device));
    } catch (const device_error& error) {
        result.reason_for_none = error.what();
    }
    return result;
}

std::string cuda_version_text(int version) {
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::string compute_capability(const host::device_description& device) {
    return std::to_string(device.major) + "." + std::to_string(device.minor);
}

nlohmann::ordered_json cuda_json() {
    if (!host::built_with_cuda()) return nullptr;
    const auto versions = host::find_cuda_versions();
    const auto version_or_null = [](int version) -> nlohmann::ordered_json {
        if (version == 0) return nullptr;
        return cuda_version_text(version);
    };
    return {{"toolkit", std::string(build.cuda_toolkit)},
            {"architectures", std::string(build.cuda_architectures)},
            {"runtime", version_or_null(versions.runtime)},
            {"driver", version_or_null(versions.driver)}};
}

void print_json() {
    auto sets = nlohmann::ordered_json::array();
    for (const auto set : available_instruction_sets()) sets.push_back(std::string(name_of(set)));
    const auto found = find_devices();
    auto devices = nlohmann::ordered_json::array();
    for (const auto& device : found.devices) {
        devices.push_back({{"name", device.name},
                           {"compute_capability", compute_capability(device)},
                           {"multiprocessors", device.multiprocessors},
                           {"memory_bytes", device.memory_bytes}});
    }
    nlohmann::ordered_json information{{"version", std::string(build.version)},
                                       {"compiler", std::string(build.compiler)},
                                       {"configuration", std::string(build.configuration)},
                                       {"cuda", cuda_json()},
                                       {"instruction_sets", sets},
                                       {"hardware_threads", std::thread::hardware_concurrency()},
                                       {"devices", devices}};
    if (devices.empty()) information["no_device_because"] = found.reason_for_none;
    std::cout << information.dump(2) << '\n';
}

void print_text() {
    const auto print_field = [](std::string_view name, std::string_view value) {
        std::cout << name << std::string(18 - name.size(), ' ') << value << '\n';
    };
    print_field("version", build.version);
    print_field("compiler", build.compiler);
    print_field("configuration", build.configuration);
    if (host::built_with_cuda()) {
        const auto versions = host::find_cuda_versions();
        print_field("CUDA toolkit", build.cuda_toolkit);
        print_field("architectures", build.cuda_architectures);
        print_field("CUDA runtime", versions.runtime > 0 ? cuda_version_text(versions.runtime) : "none");
        print_field("CUDA driver", versions.driver > 0 ? cuda_version_text(versions.driver) : "none");
    } else {
        print_field("CUDA", "no CUDA in this build");
    }
    std::string sets;
    for (const auto set : available_instruction_sets()) {
        sets += (sets.empty() ? "" : ", ") + std::string(name_of(set));
    }
    print_field("instruction sets", sets);
    print_field("hardware threads", std::to_string(std::thread::hardware_concurrency()));
    const auto found = find_devices();
    for (std::size_t i = 0; i < found.devices.size(); ++i) {
        const auto& device = found.devices[i];
        constexpr double gibibyte = 1 << 30;
        print_field("device " + std::to_string(i),
                    device.name + ", compute capability " + compute_capability(device) + ", " +
                        std::to_string(device.multiprocessors) + " multiprocessors, " +
                        fixed_text(static_cast<double>(device.memory_bytes) / gibibyte, 1) + " GiB");
    }
    if (found.devices.empty()) print_field("devices", "none: " + found.reason_for_none);
}

}  // namespace

command add_info_command(CLI::App& application) {
    auto* parser = application.add_subcommand("info", "Describes this build and this machine");
    const auto as_json = std::make_shared<bool>(false);
    parser->add_flag("--json", *as_json, "print JSON");
    return {parser, [as_json] {
                *as_json ? print_json() : print_text();
                return exit_success;
            }};
}

}  // namespace softknee::tool
