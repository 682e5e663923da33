// Any bytes as a CloudFormation template, and what its parts come to in a region.
#include "fuzz/fuzz.h"
#include "template/template.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  yaml::Problems problems("read template", "a.yaml");
  const auto content =
      cloudformation::read(SourceText("a.yaml", std::string(fuzz::text(data, size))), problems);
  if (!content) return 0;
  const cloudformation::Circumstances circumstances{.region = "eu-central-1",
                                                    .account = "111122223333",
                                                    .stack = "a",
                                                    .parameters = {{"P", "x"}}};
  for (const auto& parameter : content->parameters) content->parameter(parameter.name);
  for (const auto& [name, node] : content->conditions) {
    cloudformation::holds(*content, name, circumstances);
  }
  for (const auto& resource : content->resources) {
    if (resource.properties == nullptr) continue;
    cloudformation::evaluate(*content, *resource.properties, circumstances);
    cloudformation::text_of(*content, resource.properties, circumstances);
  }
  for (const auto& output : content->outputs) {
    cloudformation::text_of(*content, output.value, circumstances);
  }
  return 0;
}
