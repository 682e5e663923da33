#include "traffic/answers.h"

#include <algorithm>
#include <array>
#include <optional>

#include "traffic/walk.h"
#include "traffic/zone_index.h"

namespace godwit::traffic {
namespace {

// A name from outside, in canonical form. RFC 1035, section 2.3.4: 255 octets on the wire are at
// most 253 in text.
class QueriedName {
 public:
  explicit QueriedName(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.empty() || text.size() > buffer_.size()) return;
    constexpr std::size_t max_label = 63;
    std::size_t label = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      const char letter = text[at];
      buffer_[at] = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter | 0x20) : letter;
      label = letter == '.' ? 0 : label + 1;
      if (label > max_label || (letter == '.' && (at == 0 || text[at - 1] == '.'))) return;
    }
    if (label == 0) return;
    size_ = text.size();
  }
  // Empty: no name.
  std::string_view view() const { return {buffer_.data(), size_}; }

 private:
  std::array<char, 253> buffer_;
  std::size_t size_ = 0;
};

}  // namespace

Zones::Zones(std::vector<Zone> zones, CidrCollections collections)
    : zones_(std::move(zones)), collections_(std::move(collections)) {
  indexes_.reserve(zones_.size());
  for (const Zone& zone : zones_) {
    indexes_.push_back(std::make_unique<const ZoneIndex>(zone));
    if (!zone.name.empty()) by_name_.try_emplace(zone.name, indexes_.back().get());
  }
}

Zones::~Zones() = default;
Zones::Zones(Zones&& other) noexcept = default;
Zones& Zones::operator=(Zones&& other) noexcept = default;

const ZoneIndex* Zones::index_of(std::string_view name) const {
  for (; !name.empty(); name = parent_of(name)) {
    const auto found = by_name_.find(name);
    if (found != by_name_.end()) return found->second;
  }
  return nullptr;
}

const Zone* Zones::zone_of(std::string_view name) const {
  const QueriedName queried(name);
  const ZoneIndex* index = index_of(queried.view());
  return index != nullptr ? &index->zone() : nullptr;
}

Answers Zones::answer(std::string_view name, std::string_view type, const Asker& asker,
                      const Health& health) const {
  const QueriedName queried(name);
  const ZoneIndex* index = index_of(queried.view());
  if (index == nullptr) return {};
  return Walk(*index, type, asker, collections_, health).answer(queried.view());
}

}  // namespace godwit::traffic
