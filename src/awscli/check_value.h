// A value against the shape that a parameter has: what the CLI or the service would refuse.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/model.h"
#include "awscli/validate.h"
#include "awscli/value.h"

namespace godwit::awscli {

struct ValueProblem {
  Complaint::Kind kind = Complaint::Kind::wrong_type;
  std::size_t begin = 0;  // bytes of the text that the value was read from
  std::size_t end = 0;
  std::string message;
  std::string remedy;
};

// `name` is what messages call it: "--tags". Members that came later than the model are taken for
// granted; so is what stands for something else: "<bucket>", "${NAME}".
std::vector<ValueProblem> check_value(const Value& value, const Shape& shape, std::string_view name,
                                      const Service& service);

// Does the text stand for something that its reader is to put in its place?
bool is_placeholder(std::string_view text);

}  // namespace godwit::awscli
