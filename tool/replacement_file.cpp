// SPDX-License-Identifier: Apache-2.0
#include "replacement_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

namespace softknee::tool {
namespace {

[[noreturn]] void fail() {
    throw std::system_error(errno, std::generic_category());
}

/// The permissions that a new file would have: the process's mask can only be read by setting it.
mode_t default_permissions() {
    const mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

}  // namespace

replacement_file::replacement_file(const std::filesystem::path& destination)
    : destination_(std::filesystem::weakly_canonical(destination)) {
    struct stat existing {};
    const bool exists = stat(destination_.c_str(), &existing) == 0;
    if (exists && !S_ISREG(existing.st_mode)) {
        throw std::system_error(S_ISDIR(existing.st_mode) ? EISDIR : EINVAL, std::generic_category());
    }
    temporary_ = destination_.string() + ".XXXXXX";
    descriptor_ = mkstemp(temporary_.data());
    if (descriptor_ < 0) fail();
    fchmod(descriptor_, exists ? existing.st_mode & 07777 : default_permissions());
}

replacement_file::~replacement_file() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!temporary_.empty()) unlink(temporary_.c_str());
}

void replacement_file::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            fail();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void replacement_file::replace() {
    if (fsync(descriptor_) != 0) fail();
    if (close(std::exchange(descriptor_, -1)) != 0) fail();
    if (std::rename(temporary_.c_str(), destination_.c_str()) != 0) fail();
    temporary_.clear();
}

}  // namespace softknee::tool
