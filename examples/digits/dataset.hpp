// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

namespace digits {

inline constexpr int pixels_per_image = 64;
inline constexpr int class_count = 10;

/// Images and what they show.
struct dataset {
    std::vector<float> images;  ///< [size, 64], row-major, in [0, 1]
    std::vector<int> labels;    ///< [size], 0 to 9

    std::size_t size() const noexcept { return labels.size(); }
    /// The 64 pixels of one image.
    std::span<const float> image(std::size_t index) const {
        return std::span(images).subspan(index * pixels_per_image, pixels_per_image);
    }
};

/// Images to learn from, and images that training never sees.
struct dataset_split {
    dataset training;
    dataset held_out;
};

/// Reads gzip-compressed lines of 64 pixels (0 to 16) and a label, separated by commas.
/// @throws std::runtime_error, with the number of the line, if the file cannot be read or a line is malformed.
dataset read_digits(const std::filesystem::path& file);

/// Holds out every fifth image. The file is ordered by writer, so that both parts see every writer.
dataset_split split(const dataset& all);

}  // namespace digits
