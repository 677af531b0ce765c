// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/device.hpp>

#include <memory>
#include <vector>

#include <emulator/runtime/immortal.hpp>
#include <emulator/runtime/refusal.hpp>

namespace softknee_emulator::runtime {
namespace {

struct all_devices {
    std::vector<std::unique_ptr<device>> list;

    all_devices() {
        for (const device_settings& chosen : settings().devices) {
            list.push_back(std::make_unique<device>(static_cast<int>(list.size()), chosen));
        }
    }
};

thread_local int device_of_this_thread = 0;

}  // namespace

device::device(int number, const device_settings& chosen)
    : ordinal(number),
      configuration(chosen),
      limits(find_device_limits(chosen.major, chosen.minor).value()),
      processor(memory(), settings().machine) {}

int device_count() {
    return static_cast<int>(settings().devices.size());
}

device& find_device(int ordinal) {
    require(ordinal >= 0 && ordinal < device_count(), cudaErrorInvalidDevice);
    return *immortal<all_devices>().list[static_cast<std::size_t>(ordinal)];
}

device& current_device() {
    return find_device(device_of_this_thread);
}

void set_current_device(int ordinal) {
    find_device(ordinal);
    device_of_this_thread = ordinal;
}

device_memory& memory() {
    return immortal<device_memory>();
}

machine_statistics total_statistics() {
    machine_statistics total;
    for (const auto& each : immortal<all_devices>().list) {
        const machine_statistics& part = each->processor.statistics();
        total.launches += part.launches;
        total.blocks += part.blocks;
        total.threads += part.threads;
        total.instructions += part.instructions;
    }
    return total;
}

}  // namespace softknee_emulator::runtime
