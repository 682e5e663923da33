#include "step/ours.h"

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::step {

Tags tags_of_ours(const Context& context) {
  return {{"godwit:run", context.run}, {"godwit:step", context.step}};
}

bool is_ours(const Context& context, const Tags& tags) {
  for (const auto& [name, value] : tags_of_ours(context)) {
    auto it = tags.find(name);
    if (it == tags.end() || it->second != value) return false;
  }
  return true;
}

std::string client_token(const Context& context) {
  // 64 characters at most, for S3 Control; no separator can be part of an id.
  return "godwit-" + to_hex(sha256(context.run + "\n" + context.step)).substr(0, 48);
}

}  // namespace godwit::step
