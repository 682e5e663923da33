// Cutovers: where a document sends users to the target: changes of DNS records that name it.
#pragma once

#include <cstddef>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct Cutover {
  std::size_t command = 0;  // index
  Span span;
};

// In the order of the commands; none of a way back.
std::vector<Cutover> cutovers_of(const Subject& subject);

}  // namespace godwit::check
