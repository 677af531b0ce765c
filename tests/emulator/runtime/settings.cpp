// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/settings.hpp>

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string_view>

#include <emulator/runtime/device_limits.hpp>
#include <emulator/runtime/error.hpp>
#include <emulator/runtime/function_names.hpp>

namespace softknee_emulator::runtime {
namespace {

constexpr std::string_view prefix = "SOFTKNEE_EMULATOR_";

/// The lists of values, the i-th for device i and the last for all that follow, until the number of devices is known.
struct unfinished_settings {
    process_settings settings;
    int device_count = 1;
    std::vector<device_limits> capabilities{find_device_limits(9, 0).value()};
    std::vector<int> multiprocessors{4};
    std::vector<std::size_t> memory_bytes{device_settings().memory_bytes};
};

template <class Number>
Number number_in(std::string_view text, Number least, Number most) {
    Number result{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result);
    if (error != std::errc() || end != text.data() + text.size() || result < least || result > most) {
        throw std::invalid_argument("'" + std::string(text) + "' is not a number from " + std::to_string(least) +
                                    " to " + std::to_string(most));
    }
    return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != text.npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

template <class Value>
std::vector<Value> list_of(std::string_view text, const std::function<Value(std::string_view)>& read) {
    std::vector<Value> values;
    for (const std::string_view part : split(text, ',')) values.push_back(read(part));
    return values;
}

device_limits capability_in(std::string_view text) {
    const std::vector<std::string_view> parts = split(text, '.');
    if (parts.size() != 2) throw std::invalid_argument("'" + std::string(text) + "' is not written as 9.0");
    const auto limits = find_device_limits(number_in(parts[0], 0, 99), number_in(parts[1], 0, 9));
    if (!limits) {
        throw std::invalid_argument("'" + std::string(text) + "' is none of " + known_compute_capabilities());
    }
    return *limits;
}

/// "cudaMalloc@3=cudaErrorMemoryAllocation" or "cudaStreamSynchronize@1=700,sticky".
planned_failure failure_in(std::string_view text) {
    const std::size_t at = text.find('@');
    const std::size_t equals = text.find('=');
    if (at == text.npos || equals == text.npos || at > equals) {
        throw std::invalid_argument("'" + std::string(text) + "' is not written as NAME@N=CODE or NAME@N=CODE,sticky");
    }
    const std::string function(text.substr(0, at));
    if (!is_emulated(function)) throw std::invalid_argument("'" + function + "' is no function that is emulated");
    const std::vector<std::string_view> result = split(text.substr(equals + 1), ',');
    const std::optional<cudaError_t> code = find_error(result[0]);
    if (!code || *code == cudaSuccess) throw std::invalid_argument("'" + std::string(result[0]) + "' is no error code");
    if (result.size() > 2 || (result.size() == 2 && result[1] != "sticky")) {
        throw std::invalid_argument("'" + std::string(text) + "' has something else than ',sticky' after the code");
    }
    const std::uint64_t call = number_in<std::uint64_t>(text.substr(at + 1, equals - at - 1), 1, UINT64_MAX);
    return {function, call, *code, result.size() == 2};
}

void read_order(machine_options& machine, std::string_view text) {
    constexpr std::string_view random = "random:";
    if (text == "ascending") {
        machine.order = turn_order::ascending;
    } else if (text == "descending") {
        machine.order = turn_order::descending;
    } else if (text.starts_with(random)) {
        machine.order = turn_order::random;
        machine.seed = number_in<std::uint64_t>(text.substr(random.size()), 0, UINT64_MAX);
    } else {
        throw std::invalid_argument("'" + std::string(text) + "' is none of ascending, descending, random:SEED");
    }
}

struct setting {
    std::string_view name;  ///< without the prefix
    const char* meaning;
    void (*read)(unfinished_settings&, std::string_view value);
};

constexpr setting known_settings[] = {
    {"DEVICES", "how many devices there are, 0 to 64; 1 if not given. Without one, calls fail with cudaErrorNoDevice",
     [](unfinished_settings& s, std::string_view value) { s.device_count = number_in(value, 0, 64); }},
    {"COMPUTE_CAPABILITY", "of the devices, as 9.0, or a list: 9.0,7.5",
     [](unfinished_settings& s, std::string_view value) {
         s.capabilities = list_of<device_limits>(value, capability_in);
     }},
    {"MULTIPROCESSORS", "of the devices, as a number or a list",
     [](unfinished_settings& s, std::string_view value) {
         s.multiprocessors = list_of<int>(value, [](std::string_view part) { return number_in(part, 1, 1024); });
     }},
    {"MEMORY", "of the devices in bytes, as a number or a list; more is cudaErrorMemoryAllocation",
     [](unfinished_settings& s, std::string_view value) {
         s.memory_bytes = list_of<std::size_t>(
             value, [](std::string_view part) { return number_in(part, std::size_t(1), std::size_t(1) << 42); });
     }},
    {"ORDER", "in which blocks and threads get their turn: ascending, descending, random:SEED",
     [](unfinished_settings& s, std::string_view value) { read_order(s.settings.machine, value); }},
    {"APPROXIMATION", "by which approximate instructions are off: -1, 0 or 1 times their documented error",
     [](unfinished_settings& s, std::string_view value) {
         s.settings.machine.approximation_error = number_in(value, -1, 1);
     }},
    {"MOST_BLOCKS", "grids with more blocks than this are sampled",
     [](unfinished_settings& s, std::string_view value) {
         s.settings.machine.most_blocks = number_in<std::uint64_t>(value, 1, UINT64_MAX);
     }},
    {"MOST_INSTRUCTIONS", "of a thread between two waits, before it is taken for one that never ends",
     [](unfinished_settings& s, std::string_view value) {
         s.settings.machine.most_instructions = number_in<std::uint64_t>(value, 1, UINT64_MAX);
     }},
    {"FAIL", "calls that are to fail: NAME@N=CODE or NAME@N=CODE,sticky, several with ';' between them",
     [](unfinished_settings& s, std::string_view value) {
         for (const std::string_view part : split(value, ';')) s.settings.failures.push_back(failure_in(part));
     }},
    {"REPORT", "a file to which the counts are added at exit as a line of JSON, instead of a line on stderr",
     [](unfinished_settings& s, std::string_view value) {
         if (value.empty()) throw std::invalid_argument("a path is expected");
         s.settings.report_path = value;
     }},
};

const setting& find_setting(std::string_view name) {
    for (const setting& known : known_settings) {
        if (known.name == name) return known;
    }
    std::string message = "no such setting; there are";
    for (const setting& known : known_settings) {
        message += "\n  " + std::string(prefix) + std::string(known.name) + ": " + known.meaning;
    }
    throw std::invalid_argument(message);
}

template <class Value>
const Value& value_for(std::size_t device, const std::vector<Value>& values) {
    return values[device < values.size() ? device : values.size() - 1];
}

process_settings finish(unfinished_settings&& read) {
    for (std::size_t device = 0; device < static_cast<std::size_t>(read.device_count); ++device) {
        const device_limits& limits = value_for(device, read.capabilities);
        read.settings.devices.push_back({limits.major, limits.minor, value_for(device, read.multiprocessors),
                                         value_for(device, read.memory_bytes)});
    }
    return std::move(read.settings);
}

}  // namespace

process_settings read_settings(const char* const* environment) {
    unfinished_settings result;
    for (; *environment != nullptr; ++environment) {
        const std::string_view variable = *environment;
        if (!variable.starts_with(prefix)) continue;
        const std::size_t equals = variable.find('=');
        try {
            find_setting(variable.substr(prefix.size(), equals - prefix.size()))
                .read(result, variable.substr(equals + 1));
        } catch (const std::invalid_argument& error) {
            throw std::invalid_argument(std::string(variable) + ": " + error.what());
        }
    }
    return finish(std::move(result));
}

const process_settings& settings() {
    static const process_settings& result = *[] {
        try {
            return new process_settings(read_settings(environ));
        } catch (const std::invalid_argument& error) {
            std::fprintf(stderr, "softknee emulator: %s\n", error.what());
            _exit(2);
        }
    }();
    return result;
}

}  // namespace softknee_emulator::runtime
