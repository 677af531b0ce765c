// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace softknee::tool {

/// A file that takes the place of another as a whole or not at all: it is written under a temporary name beside its
/// destination and renamed at the end. Without `replace` it disappears and the destination is as it was.
class replacement_file {
public:
    /// A symbolic link is followed: its target is what is replaced, with the permissions that it had.
    /// @throws std::system_error if no file can be made there, or the destination exists and is no regular file
    explicit replacement_file(const std::filesystem::path& destination);
    ~replacement_file();
    replacement_file(const replacement_file&) = delete;
    replacement_file& operator=(const replacement_file&) = delete;

    /// @throws std::system_error
    void write(std::span<const std::byte> bytes);
    /// Call once, last.
    /// @throws std::system_error
    void replace();

private:
    std::filesystem::path destination_;
    std::string temporary_;
    int descriptor_ = -1;
};

}  // namespace softknee::tool
