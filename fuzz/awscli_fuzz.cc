// Any words as a command line of the AWS CLI: a line each.
#include "awscli/invocation.h"
#include "awscli/validate.h"
#include "fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  std::string_view rest = fuzz::text(data, size);
  std::vector<awscli::Argument> arguments = {{"aws"}};
  while (!rest.empty()) {
    const std::string_view word = fuzz::line(rest);
    arguments.push_back({std::string(word), !word.contains('$')});
  }
  const auto invocation = awscli::read(arguments);
  if (!invocation) return 0;
  const SourceText file("a.json", std::string(fuzz::text(data, size)));
  const auto complaints = awscli::validate(
      *invocation, arguments, [&](std::string_view path) { return path == "a" ? &file : nullptr; });
  for (const auto& complaint : complaints) {
    fuzz::must(complaint.argument < arguments.size());
    fuzz::must(!complaint.message.empty());
  }
  return 0;
}
