// SPDX-License-Identifier: Apache-2.0
#include "npy.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include "replacement_file.hpp"

namespace softknee::tool {
namespace {

struct element_descr {
    std::string_view descr;
    dtype type;
};
constexpr std::array element_descrs{
    element_descr{"<f2", dtype::float16},  element_descr{"<f4", dtype::float32},  element_descr{"<f8", dtype::float64},
    element_descr{"<u2", dtype::bfloat16}, element_descr{"<V2", dtype::bfloat16}, element_descr{"|V2", dtype::bfloat16},
};

dtype type_of(std::string_view descr, bool bfloat16_words) {
    const std::string got = "dtype: got " + in_quotes(descr);
    if (descr.starts_with('>')) throw npy_error(got + ", which is big-endian, expected little-endian data");
    const auto found = std::ranges::find(element_descrs, descr, &element_descr::descr);
    const bool is_word = found != element_descrs.end() && found->type == dtype::bfloat16;
    if (bfloat16_words) {
        if (!is_word) throw npy_error(got + ", expected \"<u2\", \"<V2\" or \"|V2\" for bfloat16");
    } else if (is_word) {
        throw npy_error(got + ", expected \"<f2\", \"<f4\" or \"<f8\"; --bfloat16 takes 16-bit words as bfloat16");
    } else if (found == element_descrs.end()) {
        throw npy_error(got + ", expected \"<f2\", \"<f4\" or \"<f8\"");
    }
    return found->type;
}

/// The bytes of an array. A size of 0 does not excuse the others from fitting: strides are made of them.
std::size_t data_bytes(const npy_header& header, dtype type) {
    if (header.shape.size() > static_cast<std::size_t>(maximum_rank)) {
        throw npy_error("shape: got rank " + std::to_string(header.shape.size()) + ", expected at most " +
                        std::to_string(maximum_rank));
    }
    std::int64_t bytes_if_none_were_0 = static_cast<std::int64_t>(size_of(type));
    bool has_elements = true;
    for (const auto size : header.shape) {
        has_elements = has_elements && size > 0;
        if (__builtin_mul_overflow(bytes_if_none_were_0, std::max<std::int64_t>(size, 1), &bytes_if_none_were_0)) {
            throw npy_error("shape: got " + to_string(header.shape) + ", expected less than 2^63 bytes");
        }
    }
    return has_elements ? static_cast<std::size_t>(bytes_if_none_were_0) : 0;
}

/// Up to `count` bytes. Memory grows with what is there, not with what a header promises.
std::vector<std::byte> read_up_to(std::istream& file, std::size_t count) {
    constexpr std::size_t first_block = std::size_t(1) << 24;
    std::vector<std::byte> bytes;
    while (bytes.size() < count && file) {
        const std::size_t have = bytes.size();
        bytes.resize(std::min(count, std::max(first_block, 2 * have)));
        file.read(reinterpret_cast<char*>(bytes.data() + have), static_cast<std::streamsize>(bytes.size() - have));
        if (file.bad()) throw npy_error(std::string("cannot be read: ") + std::strerror(errno));
        bytes.resize(have + static_cast<std::size_t>(file.gcount()));
    }
    return bytes;
}

/// Exactly `count` bytes of something in front of the data.
std::string read_text(std::istream& file, std::size_t count, std::string_view what) {
    const auto bytes = read_up_to(file, count);
    if (bytes.size() < count) {
        throw npy_error("truncated: got " + std::to_string(bytes.size()) + " bytes of the " + std::string(what) +
                        ", expected " + std::to_string(count));
    }
    return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

npy_header read_header(std::istream& file) {
    using namespace std::literals;
    const std::string start = read_text(file, 8, "magic and version");
    if (!start.starts_with("\x93NUMPY")) {
        throw npy_error("not a .npy file: got " + in_quotes(start) + " at its start, expected \"\\x93NUMPY\"");
    }
    const int version = static_cast<unsigned char>(start[6]);
    const int minor_version = static_cast<unsigned char>(start[7]);
    if (version < 1 || version > 3 || minor_version != 0) {
        throw npy_error("version: got " + std::to_string(version) + "." + std::to_string(minor_version) +
                        ", expected 1.0, 2.0 or 3.0");
    }
    const std::string length_bytes = read_text(file, version == 1 ? 2 : 4, "header's length");
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes.size(); ++i) {
        length |= static_cast<std::size_t>(static_cast<unsigned char>(length_bytes[i])) << (8 * i);
    }
    if (length > maximum_npy_header_bytes) {
        throw npy_error("header: got a length of " + std::to_string(length) + " bytes, expected at most " +
                        std::to_string(maximum_npy_header_bytes));
    }
    npy_header header = parse_npy_header(read_text(file, length, "header"));
    header.version = version;
    return header;
}

npy_array read_array(std::istream& file, bool bfloat16_words) {
    npy_array array{.header = read_header(file), .type = {}, .data = {}};
    array.type = type_of(array.header.descr, bfloat16_words);
    const std::size_t expected = data_bytes(array.header, array.type);
    array.data = read_up_to(file, expected);
    if (array.data.size() < expected) {
        throw npy_error("truncated: got " + std::to_string(array.data.size()) + " bytes of data, expected " +
                        std::to_string(expected) + " for shape " + to_string(array.header.shape));
    }
    if (file.peek() != std::istream::traits_type::eof()) {
        throw npy_error("got bytes after the array, expected the file to end after " + std::to_string(expected) +
                        " bytes of data");
    }
    return array;
}

}  // namespace

tensor_shape npy_array::shape() const {
    const std::span<const std::int64_t> sizes = header.shape;
    if (!header.fortran_order) return tensor_shape(sizes);
    std::vector<std::int64_t> strides;
    std::int64_t stride = 1;
    for (const auto size : sizes) {
        strides.push_back(stride);
        stride *= std::max<std::int64_t>(size, 1);
    }
    return tensor_shape(sizes, strides);
}

npy_array read_npy(const std::filesystem::path& path, bool bfloat16_words) {
    try {
        std::error_code status;
        if (std::filesystem::is_directory(path, status)) throw npy_error("got a directory, expected a file");
        std::ifstream file(path, std::ios::binary);
        if (!file) throw npy_error(std::string("cannot be opened: ") + std::strerror(errno));
        return read_array(file, bfloat16_words);
    } catch (const npy_error& error) {
        throw npy_error(path.string() + ": " + error.what());
    }
}

void write_npy(const std::filesystem::path& path, const npy_array& array) {
    try {
        replacement_file file(path);
        const std::string header = format_npy_header(array.header);
        file.write(std::as_bytes(std::span(header)));
        file.write(array.data);
        file.replace();
    } catch (const std::system_error& error) {
        throw npy_error(path.string() + ": cannot be written: " + error.code().message());
    }
}

}  // namespace softknee::tool
