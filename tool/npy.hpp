// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include <softknee/dtype.hpp>
#include <softknee/tensor_view.hpp>

#include "npy_header.hpp"

namespace softknee::tool {

/// An array of a .npy file: versions 1.0, 2.0 and 3.0 of NumPy's format (NEP 1), little-endian.
///
/// NumPy has no bfloat16. Such arrays are taken, if asked for, from 16-bit words: descr '<u2' (numpy.uint16), '<V2' or
/// '|V2' (what is saved from the dtype of the package ml_dtypes).
struct npy_array {
    npy_header header;
    dtype type;
    std::vector<std::byte> data;  ///< as in the file; empty only if the shape has no elements

    /// Sizes and strides of the data as they lie in memory.
    tensor_shape shape() const;
};

/// @param bfloat16_words  take 16-bit words as bfloat16, and nothing else
/// @throws npy_error, naming the file, what was found and what was expected, if the file cannot be read, is truncated,
///         has bytes after its array, has another format, byte order or element type, or a rank above 8
npy_array read_npy(const std::filesystem::path& path, bool bfloat16_words);

/// Writes the array with its version, descr and order. An existing file is replaced when everything has been written,
/// and untouched if that fails.
/// @throws npy_error, naming the file
void write_npy(const std::filesystem::path& path, const npy_array& array);

}  // namespace softknee::tool
