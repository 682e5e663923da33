// Where something stands in a plan file, by its keys.
#pragma once

#include <string>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"
#include "yaml/node.h"

namespace godwit::check {

class PlanTree {
 public:
  explicit PlanTree(const Subject& subject);

  // By keys, and by numbers of items: {"traffic", "0", "drill", "method"}. The value; where it is
  // not given, the nearest thing around it that is.
  Span at(const std::vector<std::string>& path) const;
  // The same, below an entry of `traffic`.
  Span in_traffic(std::size_t index, std::vector<std::string> path) const;

 private:
  SourceText text_;
  yaml::Node root_;
};

}  // namespace godwit::check
