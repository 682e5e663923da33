#include "awscli/global_options.h"

#include <algorithm>
#include <array>

namespace godwit::awscli {
namespace {

constexpr std::array<std::string_view, 6> outputs = {"json", "text",        "table",
                                                     "yaml", "yaml-stream", "off"};
constexpr std::array<std::string_view, 3> colors = {"on", "off", "auto"};
constexpr std::array<std::string_view, 2> binary_formats = {"base64", "raw-in-base64-out"};

constexpr std::array<GlobalOption, 19> options = {{
    {.name = "ca-bundle", .takes_value = true},
    {.name = "cli-auto-prompt"},
    {.name = "cli-binary-format", .takes_value = true, .choices = binary_formats},
    {.name = "cli-connect-timeout", .takes_value = true},
    {.name = "cli-error-format", .takes_value = true},
    {.name = "cli-read-timeout", .takes_value = true},
    {.name = "color", .takes_value = true, .choices = colors},
    {.name = "debug"},
    {.name = "endpoint-url", .takes_value = true},
    {.name = "no-cli-auto-prompt"},
    {.name = "no-cli-pager"},
    {.name = "no-paginate"},
    {.name = "no-sign-request"},
    {.name = "no-verify-ssl"},
    {.name = "output", .takes_value = true, .choices = outputs},
    {.name = "profile", .takes_value = true},
    {.name = "query", .takes_value = true},
    {.name = "region", .takes_value = true},
    {.name = "version"},
}};

}  // namespace

const GlobalOption* find_global_option(std::string_view name) {
  const auto found = std::ranges::find(options, name, &GlobalOption::name);
  return found == options.end() ? nullptr : &*found;
}

std::span<const GlobalOption> global_options() { return options; }

}  // namespace godwit::awscli
