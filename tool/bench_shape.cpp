// SPDX-License-Identifier: Apache-2.0
#include "bench_shape.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "command.hpp"
#include "npy_header.hpp"

namespace softknee::tool {
namespace {

constexpr std::int64_t maximum_size = std::int64_t(1) << 40;

}  // namespace

bench_shape::bench_shape(const std::string& text) : text_(text) {
    const auto refuse = [&] {
        throw usage_error("--shape: got " + in_quotes(text) +
                          ", expected two or more sizes with an x between, one of them the letter N: Nx64x7x7");
    };
    std::istringstream parts(text + "x");
    for (std::string part; std::getline(parts, part, 'x');) {
        std::int64_t size = 0;
        if (part != "N") {
            const char* end = part.data() + part.size();
            const auto [parsed, error] = std::from_chars(part.data(), end, size);
            if (error != std::errc() || parsed != end || size < 1 || size > maximum_size) refuse();
        }
        sizes_.push_back(size);
    }
    if (sizes_.size() < 2 || sizes_.size() > maximum_rank || std::ranges::count(sizes_, 0) != 1) refuse();
}

tensor_shape bench_shape::of(std::int64_t count) const {
    std::int64_t others = 1;
    for (const std::int64_t size : sizes_) {
        if (size > 0) others = std::min(others * size, maximum_size);
    }
    std::vector<std::int64_t> sizes = sizes_;
    std::ranges::replace(sizes, 0, std::max<std::int64_t>(1, count / others));
    return tensor_shape(sizes);
}

}  // namespace softknee::tool
