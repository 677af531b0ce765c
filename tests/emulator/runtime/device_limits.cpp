// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/device_limits.hpp>

namespace softknee_emulator::runtime {
namespace {

constexpr std::size_t kib = 1024;

constexpr device_limits known_limits[] = {
    {7, 5, 1024, 16, 64 * kib, 64 * kib},    {8, 0, 2048, 32, 164 * kib, 163 * kib},
    {8, 6, 1536, 16, 100 * kib, 99 * kib},   {8, 7, 1536, 16, 164 * kib, 163 * kib},
    {8, 9, 1536, 24, 100 * kib, 99 * kib},   {9, 0, 2048, 32, 228 * kib, 227 * kib},
    {10, 0, 2048, 32, 228 * kib, 227 * kib}, {10, 3, 2048, 32, 228 * kib, 227 * kib},
    {12, 0, 1536, 24, 100 * kib, 99 * kib},  {12, 1, 1536, 24, 100 * kib, 99 * kib},
};

}  // namespace

std::optional<device_limits> find_device_limits(int major, int minor) {
    for (const device_limits& limits : known_limits) {
        if (limits.major == major && limits.minor == minor) return limits;
    }
    return {};
}

std::string known_compute_capabilities() {
    std::string result;
    for (const device_limits& limits : known_limits) {
        if (!result.empty()) result += ", ";
        result += std::to_string(limits.major) + "." + std::to_string(limits.minor);
    }
    return result;
}

}  // namespace softknee_emulator::runtime
