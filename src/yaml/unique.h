// Unique: names that may be given only once in a file.
#pragma once

#include <map>
#include <string>

#include "yaml/problems.h"

namespace godwit::yaml {

class Unique {
 public:
  // `noun` is what the names are of: "bucket name".
  explicit Unique(std::string noun) : noun_(std::move(noun)) {}

  // Reports a name that was there before. Empty names are not read, hence not compared.
  void add(const std::string& name, Place place, Problems& problems);

 private:
  std::string noun_;
  std::map<std::string, Place> seen_;
};

}  // namespace godwit::yaml
