// SPDX-License-Identifier: Apache-2.0
#include <emulator/runtime/error.hpp>

#include <string>

#include <emulator/runtime/call.hpp>
#include <emulator/runtime/error_list.hpp>

namespace softknee_emulator::runtime {
namespace {

struct error_description {
    cudaError_t code;
    const char* name;
    const char* text;
};

constexpr error_description known_errors[] = {
#define SOFTKNEE_EMULATOR_ERROR(code, text) {code, #code, text},
    SOFTKNEE_EMULATOR_ERRORS(SOFTKNEE_EMULATOR_ERROR)
#undef SOFTKNEE_EMULATOR_ERROR
};

error_description describe_error(cudaError_t code) {
    for (const error_description& error : known_errors) {
        if (error.code == code) return error;
    }
    return {code, "unrecognized error code", "unrecognized error code"};
}

}  // namespace

std::optional<cudaError_t> find_error(std::string_view name_or_number) {
    for (const error_description& error : known_errors) {
        if (error.name == name_or_number || std::to_string(error.code) == name_or_number) return error.code;
    }
    return {};
}

}  // namespace softknee_emulator::runtime

using namespace softknee_emulator::runtime;

const char* cudaGetErrorName(cudaError_t code) {
    count_call(__func__);
    return describe_error(code).name;
}

const char* cudaGetErrorString(cudaError_t code) {
    count_call(__func__);
    return describe_error(code).text;
}

cudaError_t cudaGetLastError() {
    count_call(__func__);
    const cudaError_t result = last_error();
    forget_last_error();
    return result;
}

cudaError_t cudaPeekAtLastError() {
    count_call(__func__);
    return last_error();
}
