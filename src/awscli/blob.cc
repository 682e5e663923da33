#include "awscli/blob.h"

// A million bytes as an array of numbers would take the compiler longer than all the rest.
asm(".pushsection .rodata\n"
    ".balign 16\n"
    "godwit_command_models:\n"
    ".incbin \"" GODWIT_COMMAND_MODELS
    "\"\n"
    "godwit_command_models_end:\n"
    ".byte 0\n"
    ".globl godwit_command_models\n"
    ".globl godwit_command_models_end\n"
    ".popsection\n");

extern "C" {
extern const char godwit_command_models[];      // NOLINT(*-avoid-c-arrays): a symbol
extern const char godwit_command_models_end[];  // NOLINT(*-avoid-c-arrays): a symbol
}

namespace godwit::awscli {

std::string_view models_blob() { return {godwit_command_models, godwit_command_models_end}; }

}  // namespace godwit::awscli
