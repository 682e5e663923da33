#include "awscli/arity.h"

#include <algorithm>
#include <array>

namespace godwit::awscli {
namespace {

// Of the commands that take words beside their options, those options that take none.
constexpr std::array<std::string_view, 21> flags = {
    "recursive",
    "human-readable",
    "summarize",
    "dryrun",
    "quiet",
    "force",
    "follow-symlinks",
    "no-follow-symlinks",
    "no-progress",
    "delete",
    "no-guess-mime-type",
    "only-show-errors",
    "size-only",
    "exact-timestamps",
    "ignore-glacier-warnings",
    "force-glacier-transfer",
    "follow",
    "local",
    "use-instance-profile",
    "consistent-read",
    "no-consistent-read",
};

}  // namespace

std::size_t most_values(std::string_view service, std::string_view operation,
                        std::string_view option) {
  const bool takes_words = service == "s3" || service == "configure" || service == "history" ||
                           (service == "logs" && operation == "tail") ||
                           (service == "lambda" && operation == "invoke") ||
                           (service == "s3api" && operation == "get-object");
  if (!takes_words) return any_number;
  return std::ranges::find(flags, option) == flags.end() ? 1 : 0;
}

}  // namespace godwit::awscli
