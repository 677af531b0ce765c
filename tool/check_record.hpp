// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include <accuracy/sweep.hpp>

namespace softknee::tool {

/// A sweep as far as it has come.
struct recorded_row {
    softknee_accuracy::sweep_row row;
    std::uint64_t done = 0;         ///< inputs that were fed, from the first on
    std::uint64_t total = 0;        ///< inputs that there are
    std::uint64_t fingerprint = 0;  ///< of the results that were measured
};

/// A file of sweeps (JSON, a row per line), so that hours of work survive an interruption, and what was measured once
/// need not be measured again. What it says of results that have changed since is not used.
class check_record {
public:
    /// A file that does not exist is an empty record.
    /// @throws usage_error if it cannot be read as a record
    explicit check_record(std::filesystem::path file);

    /// The row of the request, if the record has one of the same results.
    std::optional<recorded_row> find(const softknee_accuracy::sweep_request& request, std::uint64_t total,
                                     std::uint64_t fingerprint) const;

    const std::vector<recorded_row>& rows() const { return rows_; }

    /// Replaces the row of the same activation, pass and dtype, and the file.
    /// @throws std::system_error
    void keep(const recorded_row& row);

private:
    std::filesystem::path file_;
    std::vector<recorded_row> rows_;
};

}  // namespace softknee::tool
