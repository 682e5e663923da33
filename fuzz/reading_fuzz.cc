// Any bytes as a file of any language. The first line is its path.
#include "fuzz/fuzz.h"
#include "repo/reading.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  std::string_view rest = fuzz::text(data, size);
  const std::string_view path = fuzz::line(rest);
  const repo::Reading reading = repo::read(path, rest);
  fuzz::must(reading.around.size() == reading.parts.size());
  for (std::size_t i = 0; i < reading.parts.size(); ++i) {
    const repo::Part& part = reading.parts[i];
    fuzz::must(part.begin <= part.end && part.end <= rest.size());
    fuzz::must(part.name.size() <= 1000);
    // Parts nest, or stand apart; those around come first.
    const std::uint32_t around = reading.around[i];
    fuzz::must(around <= i);
    if (around > 0) {
      const repo::Part& outer = reading.parts[around - 1];
      fuzz::must(outer.begin <= part.begin && part.end <= outer.end);
    }
    if (i > 0) fuzz::must(reading.parts[i - 1].begin <= part.begin);
    const repo::Part* found = reading.at(part.begin, part.end);
    fuzz::must(found != nullptr && found->begin <= part.begin && part.end <= found->end);
  }
  return 0;
}
