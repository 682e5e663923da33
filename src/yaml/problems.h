// Problems: everything that is wrong with one file, gathered while it is read.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "yaml/node.h"

namespace godwit::yaml {

class Problems {
 public:
  // `operation` is what is attempted: "read plan".
  Problems(std::string operation, std::string file);

  void add(Place place, std::string cause, std::string remedy);
  bool none() const { return errors_.empty(); }

  // " (did you mean 'buckets'?)", or nothing: also for texts too long to be a slip of the pen, and
  // where there are more problems than anybody reads, so that rubbish does not take its time.
  std::string suggest(std::string_view text, const std::vector<std::string>& names) const;

  Location at(Place place) const { return {file_, place.line, place.column}; }

  // Ordered by place. Where there are very many, a last one says how many are left out: a file of
  // rubbish must not become a report of rubbish.
  Errors take();

 private:
  std::string operation_;
  std::string file_;
  std::multimap<Place, Error> errors_;  // those of one place in the order in which they came
  std::size_t left_out_ = 0;
};

// A user's text within a message: in quotes, on one line, cut where it is long.
std::string in_quotes(std::string_view text);

// "a, b or c".
std::string alternatives(const std::vector<std::string>& names);

}  // namespace godwit::yaml
