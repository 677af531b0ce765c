// SPDX-License-Identifier: Apache-2.0
#include "dataset.hpp"

#include <zlib.h>

#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace digits {

namespace {

constexpr int brightest_pixel = 16;
constexpr std::size_t held_out_every = 5;

class malformed_line : public std::runtime_error {
public:
    malformed_line(const std::filesystem::path& file, std::size_t line, const std::string& expected)
        : std::runtime_error(file.string() + ": line " + std::to_string(line) + ": expected " + expected) {}
};

int parse_field(std::string_view& rest, int maximum) {
    int value = -1;
    const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (failure != std::errc() || value < 0 || value > maximum) return -1;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.starts_with(',')) rest.remove_prefix(1);
    return value;
}

void append_line(dataset& data, std::string_view line, const std::filesystem::path& file) {
    const std::size_t number = data.size() + 1;
    for (int pixel = 0; pixel < pixels_per_image; ++pixel) {
        const int value = parse_field(line, brightest_pixel);
        if (value < 0) throw malformed_line(file, number, "64 pixels from 0 to 16");
        data.images.push_back(static_cast<float>(value) / brightest_pixel);
    }
    const int label = parse_field(line, class_count - 1);
    if (label < 0 || line.find_first_not_of("\r\n") != std::string_view::npos) {
        throw malformed_line(file, number, "a label from 0 to 9 after the pixels");
    }
    data.labels.push_back(label);
}

void append_image(dataset& part, const dataset& all, std::size_t index) {
    const auto image = all.image(index);
    part.images.insert(part.images.end(), image.begin(), image.end());
    part.labels.push_back(all.labels[index]);
}

}  // namespace

dataset read_digits(const std::filesystem::path& file) {
    const std::unique_ptr<gzFile_s, decltype(&gzclose)> stream(gzopen(file.c_str(), "rb"), &gzclose);
    if (!stream) throw std::runtime_error(file.string() + ": cannot be opened");
    dataset data;
    std::array<char, 1024> line;
    while (gzgets(stream.get(), line.data(), static_cast<int>(line.size()))) append_line(data, line.data(), file);
    if (!gzeof(stream.get())) throw std::runtime_error(file.string() + ": is damaged");
    if (data.size() == 0) throw std::runtime_error(file.string() + ": is empty");
    return data;
}

dataset_split split(const dataset& all) {
    dataset_split parts;
    for (std::size_t i = 0; i < all.size(); ++i) {
        append_image(i % held_out_every == held_out_every - 1 ? parts.held_out : parts.training, all, i);
    }
    return parts;
}

}  // namespace digits
