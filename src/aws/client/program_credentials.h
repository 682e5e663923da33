// Credentials that another program prints: credential_process, and the CLI for single sign-on.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include <optional>
#include <vector>

#include "aws/client/lent_credentials.h"
#include "env/programs.h"

namespace godwit::aws {

// A command line as words, by a shell's quotes and backslashes and nothing else of a shell; nullopt
// where a quote is open.
std::optional<std::vector<std::string>> split_command(std::string_view command);

// `remedy` is what to do where it fails. Its output never shows in an error; what it wrote to
// stderr, which is for people, does.
Result<LentCredentials> program_credentials(Programs& programs,
                                            const std::vector<std::string>& arguments,
                                            const std::string& source, const std::string& remedy);

}  // namespace godwit::aws
