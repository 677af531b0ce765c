// SPDX-License-Identifier: Apache-2.0
#include "bench_place.hpp"

#include "device/device_place.hpp"
#include "host_place.hpp"

namespace softknee::bench {

std::byte* bench_memory::data() {
    if (auto* lines = std::get_if<std::vector<cache_line>>(&memory_)) return lines->data()->bytes;
    return static_cast<std::byte*>(std::get<device_memory>(memory_).data());
}

std::vector<cache_line> cache_lines_for(std::size_t bytes) {
    return std::vector<cache_line>((bytes + sizeof(cache_line) - 1) / sizeof(cache_line));
}

std::unique_ptr<bench_place> make_place(memory where, int threads) {
    return where == memory::host ? make_host_place(threads) : make_device_place();
}

}  // namespace softknee::bench
