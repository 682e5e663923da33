// Any bytes as a file of a source tree beside any .gitignore: what is found lies where it is said
// to lie, and what is remembered is the same again. And any bytes as what is remembered. The first
// byte says which name the file has, the first line is the .gitignore.
#include "env/simulated_disk.h"
#include "fuzz/fuzz.h"
#include "repo/memory.h"
#include "repo/pack_file_scan.h"
#include "repo/scan.h"

namespace godwit::fuzz {
namespace {

std::string said(const repo::Scan& scan) {
  return repo::packed(repo::FileScan{scan.hits, scan.secrets, scan.given});
}

void look(const repo::Vocabulary& vocabulary, const std::string& name, std::string_view bytes) {
  SimulatedDisk disk;
  const std::string_view rules = line(bytes);
  must(write_file(disk, "/r/.gitignore", rules).has_value());
  must(write_file(disk, "/r/" + name, bytes).has_value());
  must(write_file(disk, "/r/beside.env", "REGION=eu-west-1\n").has_value());
  const auto first = repo::scan(disk, "/r", vocabulary, {.memory = "/memory"});
  const auto second = repo::scan(disk, "/r", vocabulary, {.memory = "/memory"});
  must(first && second);
  must(said(*first) == said(*second));
  must(second->remembered == second->files + second->binary);
  for (const repo::Hit& hit : first->hits) {
    must(hit.at.line >= 1 && hit.at.column >= 1 && hit.length >= 1);
    must(hit.literal.begin < hit.literal.end);
    must(!hit.text.empty());
  }
  for (const repo::FoundSecret& secret : first->secrets) must(secret.length >= 0);
}

}  // namespace
}  // namespace godwit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  if (size < 1) return 0;
  static const char* const names[] = {"a.ts", "a.yaml", "a.json", "a.sh", ".env",
                                      "a.tf", "a.py",   "a.md",   "in/a", "a.html"};
  static const auto all = repo::Vocabulary::of(nullptr, nullptr);
  const std::string_view bytes = fuzz::text(data + 1, size - 1);
  if (data[0] < 240) {
    fuzz::look(all, names[data[0] % std::size(names)], bytes);
    return 0;
  }
  const auto scan = repo::unpacked(bytes, "a", all);
  // A number may have been written in more bytes than it needs; the second time it has the fewest.
  if (scan) {
    const std::string packed = repo::packed(*scan);
    const auto again = repo::unpacked(packed, "a", all);
    fuzz::must(again && repo::packed(*again) == packed);
  }
  const repo::RememberedFolder folder{.content = bytes};
  if (const auto content = folder.unpacked()) {
    const std::string packed = repo::packed(*content);
    const repo::RememberedFolder again{.content = packed};
    fuzz::must(again.unpacked().has_value());
  }
  return 0;
}
