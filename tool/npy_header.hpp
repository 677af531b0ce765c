// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace softknee::tool {

/// A .npy file that cannot be read or written, or is not what was asked for. The message says what was found and what
/// was expected.
class npy_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What the header of a .npy file says, in the file's own terms.
struct npy_header {
    int version = 1;    ///< the major version: 1, 2 or 3; the minor one is 0
    std::string descr;  ///< byte order, kind and size of an element: "<f4"
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
};

/// The longest header that is read; NumPy has the same limit.
inline constexpr std::size_t maximum_npy_header_bytes = 10000;

/// Reads the header's dictionary, a Python literal with exactly the keys descr, fortran_order and shape in any order.
/// `version` is left alone.
/// @throws npy_error if it is anything else, or if a size is negative or exceeds 63 bits
npy_header parse_npy_header(std::string_view dictionary);

/// Everything in front of the data: magic, version, length and dictionary, padded so that the data start at a multiple
/// of 64 bytes.
std::string format_npy_header(const npy_header& header);

/// Text from a file, fit for a message: in quotes, with control characters escaped, and not too long.
std::string in_quotes(std::string_view text);

}  // namespace softknee::tool
