#include "aws/body_digest.h"

#include <array>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::aws {

namespace {

// Is it the very same content, not merely equal? A kept body holds its bytes, so that nothing else
// can come to stand where they are.
bool is_same(const Body& a, const Body& b) {
  if (a.size() != b.size() || a.is_synthetic() != b.is_synthetic()) return false;
  return a.is_synthetic() ? a.seed() == b.seed() : a.bytes().data() == b.bytes().data();
}

// The last few bodies that a thread has seen, and what was found. Large ones are not held on to:
// hashing them costs so much that remembering saves little.
template <class Digest>
class Memory {
 public:
  template <class Compute>
  const Digest& digest_of(const Body& body, Compute compute) {
    for (const Entry& entry : entries_) {
      if (entry.used && is_same(entry.body, body)) return entry.digest;
    }
    Entry& entry = entries_[next_];
    next_ = (next_ + 1) % entries_.size();
    entry.digest = compute(body);
    entry.used = body.is_synthetic() || body.size() <= largest_kept;
    entry.body = entry.used ? body : Body();
    return entry.digest;
  }

 private:
  static constexpr std::uint64_t largest_kept = 64 << 10;
  struct Entry {
    Body body;
    Digest digest{};
    bool used = false;
  };
  std::array<Entry, 4> entries_;
  std::size_t next_ = 0;
};

}  // namespace

const std::string& sha256_hex_of(const Body& body) {
  thread_local Memory<std::string> memory;
  return memory.digest_of(body, [](const Body& each) { return to_hex(sha256(each.bytes())); });
}

std::uint32_t crc32c_of(const Body& body) {
  thread_local Memory<std::uint32_t> memory;
  return memory.digest_of(body, [](const Body& each) { return each.crc32c(); });
}

}  // namespace godwit::aws
