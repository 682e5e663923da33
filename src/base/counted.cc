#include "base/counted.h"

#include <fmt/format.h>

#include "base/text.h"

namespace godwit {
namespace {

std::string with_noun(const std::string& number, std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  return with_noun(std::to_string(count), count, noun);
}

std::string counted_in_groups(std::size_t count, std::string_view noun) {
  return with_noun(group_digits(count), count, noun);
}

}  // namespace godwit
