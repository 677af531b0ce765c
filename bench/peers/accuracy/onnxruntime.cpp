// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>

#include "child_process.hpp"
#include "peer.hpp"

namespace softknee_peers {

namespace {

const std::string script = std::string(SOFTKNEE_PEERS_FOLDER) + "/onnxruntime_process.py";

/// The version and the activations that the script knows; empty if it does not run.
const std::vector<std::string>& capabilities() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> result;
        try {
            child_process python({"python3", script});
            std::istringstream line(python.read_line());
            for (std::string word; line >> word;) result.push_back(word);
        } catch (const std::exception&) {
        }
        return result;
    }();
    return words;
}

struct session {
    std::mutex mutex;
    child_process python;
    explicit session(std::string_view activation) : python({"python3", script, std::string(activation)}) {}
};

}  // namespace

std::optional<peer> onnxruntime() {
    if (capabilities().empty()) return std::nullopt;
    return peer{"onnxruntime " + capabilities()[0], [](std::string_view activation, softknee::pass direction) {
                    const std::set<std::string> known(capabilities().begin() + 1, capabilities().end());
                    std::optional<softknee_accuracy::block_evaluator> result;
                    if (direction != softknee::pass::forward || !known.contains(std::string(activation))) return result;
                    result = [running = std::make_shared<session>(activation)](const void* input, void* output,
                                                                               std::size_t count) {
                        const std::lock_guard lock(running->mutex);
                        const auto size = static_cast<std::int64_t>(count);
                        running->python.write(&size, sizeof size);
                        running->python.write(input, count * sizeof(float));
                        running->python.read(output, count * sizeof(float));
                    };
                    return result;
                }};
}

std::vector<peer> all_peers() {
    std::vector<peer> result = {textbook(), onednn()};
    if (const auto found = onnxruntime()) result.push_back(*found);
    return result;
}

}  // namespace softknee_peers
