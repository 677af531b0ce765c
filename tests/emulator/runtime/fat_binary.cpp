// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/fat_binary.hpp>

#include <cstdint>
#include <cstring>

#include <emulator/fault.hpp>

namespace softknee_emulator::runtime {
namespace {

// fatbinary_section.h of the toolkit declares the wrapper. What it points to is not documented: the headers are as they
// are found in the data.

constexpr std::uint32_t wrapper_magic = 0x466243b1;
constexpr std::uint32_t version_of_whole_programs = 1;  ///< 2 is that of what the device linker has linked
constexpr std::uint32_t container_magic = 0xba55ed50;
constexpr std::uint16_t kind_ptx = 1;

struct wrapper_layout {
    std::uint32_t magic;
    std::uint32_t version;
    const char* data;
    const void* unused;
};

struct container_header {
    std::uint32_t magic;
    std::uint16_t version;
    std::uint16_t header_bytes;
    std::uint64_t content_bytes;  ///< of all entries that follow
};

struct entry_header {
    std::uint16_t kind;
    std::uint16_t version;
    std::uint32_t header_bytes;
    std::uint64_t content_bytes;
    std::uint32_t unknown[3];
    std::uint32_t target;
};

template <class Header>
Header read_header(const char* data) {
    Header header;
    std::memcpy(&header, data, sizeof header);
    return header;
}

/// The letter after the number in ".target sm_90a", 0 if there is none.
char specific_letter(std::string_view text) {
    constexpr std::string_view directive = ".target sm_";
    std::size_t place = text.find(directive);
    if (place == text.npos) throw fault("PTX without a .target directive");
    place = text.find_first_not_of("0123456789", place + directive.size());
    const char next = place == text.npos ? '\0' : text[place];
    return next == 'a' || next == 'f' ? next : '\0';
}

ptx_image read_image(const entry_header& header, const char* content) {
    // The text is padded with zeros.
    const std::string_view text(content, strnlen(content, header.content_bytes));
    const int target = static_cast<int>(header.target);
    if (text.find(".version") == text.npos) return {target, '\0', true, {}};
    return {target, specific_letter(text), false, text};
}

}  // namespace

bool ptx_image::runs_on(int capability) const {
    switch (specific) {
        case 'a':
            return capability == target;
        case 'f':
            return capability >= target && capability / 10 == target / 10;
        default:
            return capability >= target;
    }
}

std::vector<ptx_image> find_ptx(const void* wrapper) {
    wrapper_layout layout;
    std::memcpy(&layout, wrapper, sizeof layout);
    if (layout.magic != wrapper_magic) throw fault("a fat binary with an unknown wrapper");
    if (layout.version != version_of_whole_programs) {
        throw fault("relocatable device code (nvcc -rdc=true) is not emulated");
    }
    const auto container = read_header<container_header>(layout.data);
    if (container.magic != container_magic) throw fault("a fat binary with an unknown header");
    std::vector<ptx_image> images;
    const char* entry = layout.data + container.header_bytes;
    const char* const end = entry + container.content_bytes;
    while (entry < end) {
        const auto header = read_header<entry_header>(entry);
        if (header.kind == kind_ptx) images.push_back(read_image(header, entry + header.header_bytes));
        entry += header.header_bytes + header.content_bytes;
    }
    return images;
}

const ptx_image* choose_image(const std::vector<ptx_image>& images, int capability) {
    const ptx_image* best = nullptr;
    for (const ptx_image& image : images) {
        if (!image.runs_on(capability)) continue;
        const bool is_better =
            best == nullptr || image.target > best->target || (image.target == best->target && image.specific != '\0');
        if (is_better) best = &image;
    }
    return best;
}

}  // namespace softknee_emulator::runtime
