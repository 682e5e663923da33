// Any bytes as a file of settings, JSON or lines. What is set reads as what was set, and nothing
// else reads differently; what was there can be put back, and what was added taken away, byte for
// byte.
#include "consumer/settings_file.h"
#include "fuzz/fuzz.h"

namespace {

using namespace godwit;

using fuzz::must;

void change(const std::string& path, const std::string& content, const std::string& name,
            const std::string& value) {
  const auto file = consumer::SettingsFile::read(path, content);
  if (!file) return;
  const auto before = file->find(name);
  const auto changed = file->with(name, value);
  if (!changed) return;
  must(before.has_value());
  const auto after = consumer::SettingsFile::read(path, *changed);
  must(after.has_value());
  const auto entry = after->find(name);
  must(entry && *entry && (*entry)->value == value);
  const auto back = *before ? after->with_token(name, (*before)->token) : after->without(name);
  must(back && *back == content);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string content(reinterpret_cast<const char*>(data), size);
  for (const char* path : {"x.json", "x.env", "x.properties"}) {
    for (const char* name : {"a", "b.c", "NEW"}) {
      for (const char* value : {"", "b", "5", "a \"b\" c", "it's"})
        change(path, content, name, value);
    }
  }
  return 0;
}
