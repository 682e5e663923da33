// ZoneIndex: a zone's records by name and type, and where each leads. Made once; what a question
// costs does not depend on how many records there are.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "traffic/record_set.h"

namespace godwit::traffic {

class ZoneIndex {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  // Records of one name and type.
  struct Group {
    std::string_view type;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    // Less than that of every group that leads here by aliases, so that going by falling rank means
    // that all who lead to a group have come before it.
    std::uint32_t rank = 0;
    // By how many ways aliases that evaluate health lead down from here; may be astronomical.
    double ways = 1;
  };

  // A name: with records, or an empty non-terminal (RFC 4592, section 2.2.2).
  struct Node {
    std::uint32_t first_group = 0;
    std::uint32_t group_count = 0;
    std::uint32_t wildcard = none;  // the node "*." below this one
    bool is_cut = false;            // NS records below the apex: somebody else's from here
  };

  enum class Leads : std::uint8_t {
    nowhere,   // an answer by itself
    outside,   // an alias or CNAME that leaves the zone
    to_group,  // an alias within the zone
    to_name,   // a CNAME within the zone
    to_none,   // an alias to a name of the zone that has no record of the type
    in_circle  // an alias that comes back to itself, or goes on for longer than max_chain
  };
  struct Link {
    Leads leads = Leads::nowhere;
    std::uint32_t group = none;  // to_group
    std::string_view name;       // to_name
  };
  // Route 53 has no such limit in its documentation, and refuses circles; this one keeps what an
  // account file may contain from exhausting the stack.
  static constexpr int max_chain = 50;

  // Refers to the zone, whose records stay where they are as long as this is here.
  explicit ZoneIndex(const Zone& zone);
  ZoneIndex(const ZoneIndex&) = delete;
  ZoneIndex& operator=(const ZoneIndex&) = delete;

  // What answers for a name of the zone, in canonical form: itself, or the wildcard beside its
  // closest ancestor; or the zone cut above it.
  struct Found {
    const Node* node = nullptr;  // nullptr: there is no such name
    const Node* cut = nullptr;   // at the name or above it
    bool exact = false;          // the node is the name's own
  };
  Found find(std::string_view name) const;
  const Group* group_of(const Node& node, std::string_view type) const;

  const Zone& zone() const { return zone_; }
  const Group& group(std::uint32_t index) const { return groups_[index]; }
  std::uint32_t index_of(const Group& group) const {
    return static_cast<std::uint32_t>(&group - groups_.data());
  }
  std::size_t group_count() const { return groups_.size(); }
  std::span<const RecordSet* const> records_of(const Group& group) const {
    return {records_.data() + group.first, group.count};
  }
  const Link& link(const Group& group, std::size_t position) const {
    return links_[group.first + position];
  }

 private:
  void add_names();
  void add_groups();
  void link_records();
  void rank_groups();
  void cut_long_chains();
  const Node* node(std::string_view name) const;

  const Zone& zone_;
  std::vector<const RecordSet*> records_;  // by name, type, then as in the zone
  std::vector<Link> links_;                // of each
  std::vector<std::string> targets_;       // names of CNAMEs' targets, of each
  std::vector<Group> groups_;              // by name and type
  std::vector<Node> nodes_;
  std::unordered_map<std::string_view, std::uint32_t> node_of_;  // views of names in the zone
  bool has_cuts_ = false;
};

// Is the name the zone's or below it? Both in canonical form.
bool lies_within(std::string_view name, std::string_view zone);
// Without its first label: "example.com" of "www.example.com"; empty of the last.
std::string_view parent_of(std::string_view name);

}  // namespace godwit::traffic
