// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

/// The bytes of a .npy file, put together by hand: the format's definition, not the tool's code.
inline std::string npy_bytes(int version, std::string_view dictionary, std::string_view data) {
    std::string bytes = "\x93NUMPY";
    bytes += static_cast<char>(version);
    bytes += '\0';
    const std::size_t length = dictionary.size() + 1;
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) bytes += static_cast<char>(length >> (8 * i) & 0xff);
    return bytes + std::string(dictionary) + "\n" + std::string(data);
}

/// "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
inline std::string npy_dictionary(std::string_view descr, bool fortran_order, std::string_view shape) {
    return "{'descr': '" + std::string(descr) + "', 'fortran_order': " + (fortran_order ? "True" : "False") +
           ", 'shape': " + std::string(shape) + ", }";
}

/// The bytes of values, as they lie in memory.
template <class Value>
std::string raw_bytes(const std::vector<Value>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(Value)};
}

/// The values behind the header of a file that ends with `count` of them.
template <class Value>
std::vector<Value> last_values(std::string_view file, std::size_t count) {
    std::vector<Value> values(count);
    std::memcpy(values.data(), file.substr(file.size() - count * sizeof(Value)).data(), count * sizeof(Value));
    return values;
}
