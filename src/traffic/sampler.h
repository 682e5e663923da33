// For tests: one answer of Route 53's, drawn step by step as its documentation tells it, and
// without a line of what works out the probabilities: it looks for records by going through all of
// them, tries one, and backs out where it finds it unhealthy.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
#pragma once

#include <optional>
#include <string>

#include "traffic/generated_zone.h"

namespace godwit::traffic {

class Sampler {
 public:
  // `zone`: of example.com, with the CIDR collection of answers_fixture.h; health is by_name().
  Sampler(const std::vector<RecordSet>& zone, const Asker& asker, Draws& draws)
      : zone_(zone), asker_(asker), draws_(draws) {}

  // The first record of an answer for the addresses of a name; nullptr: no data.
  const RecordSet* sample(const std::string& name);

  // By itself or by what it leads to. Not drawn.
  bool is_healthy(const RecordSet& record) const;
  // May it answer this asker, were it the only one?
  bool is_for_asker(const RecordSet& record) const;
  std::vector<const RecordSet*> group(const std::string& name, const std::string& type) const;

 private:
  const RecordSet* from_group(const std::string& name, const std::string& type);
  // nullopt: there is nothing healthy below.
  std::optional<const RecordSet*> try_group(const std::string& name, const std::string& type);
  std::optional<const RecordSet*> try_record(const RecordSet& record);
  const RecordSet* take(const RecordSet& record);
  // The next that Route 53 would choose of these, which are not empty.
  std::size_t next_of(const std::vector<const RecordSet*>& records);
  double distance(const RecordSet& record) const;
  int matched_bits(const RecordSet& record) const;

  const std::vector<RecordSet>& zone_;
  const Asker& asker_;
  Draws& draws_;
};

}  // namespace godwit::traffic
