// SPDX-License-Identifier: Apache-2.0
#include "kernel_run.hpp"

#include <cstring>

namespace softknee_emulator::test {

std::vector<std::uint64_t> run(const kernel_text& kernel, const run_options& options) {
    const std::string text = ".version 9.0\n.target sm_90\n.address_size 64\n" + kernel.declarations +
                             "\n.visible .entry k(.param .u64 k_param_0)\n{\n"
                             ".reg .b64 %out, %rd<16>;\n.reg .b32 %r<16>;\n.reg .b16 %h<16>;\n.reg .f32 %f<16>;\n"
                             ".reg .f64 %d<16>;\n.reg .pred %p<8>;\n"
                             "ld.param.u64 %out, [k_param_0];\n" +
                             kernel.body + "\nret;\n}\n";
    device_memory memory;
    const loaded_module module(text, memory, 0);
    const std::size_t bytes = options.words * sizeof(std::uint64_t);
    void* const output = memory.allocate(bytes, 0);
    std::memset(output, 0, bytes);
    memory.mark_written(output, bytes);
    void* output_argument = output;
    void* const arguments[] = {&output_argument};
    const program* const loaded = module.find_kernel("k");
    machine device(memory, options.machine);
    device.run({loaded, options.grid, options.block, take_arguments(*loaded, arguments), options.dynamic_shared_bytes});
    std::vector<std::uint64_t> words(options.words);
    std::memcpy(words.data(), output, bytes);
    return words;
}

std::uint64_t result_of(const std::string& instruction, const std::vector<std::uint64_t>& operands,
                        int approximation_error) {
    kernel_text kernel;
    std::string call = instruction + " %rd0";
    for (std::size_t i = 0; i < operands.size(); ++i) {
        const std::string name = "%rd" + std::to_string(i + 1);
        kernel.body += "mov.b64 " + name + ", " + std::to_string(operands[i]) + ";\n";
        call += ", " + name;
    }
    kernel.body += "mov.b64 %rd0, 0;\n" + call + ";\nst.global.b64 [%out], %rd0;\n";
    run_options options;
    options.machine.approximation_error = approximation_error;
    return run(kernel, options).at(0);
}

}  // namespace softknee_emulator::test
