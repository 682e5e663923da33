// What a query (--query) makes of an operation's answer: whether it asks for something that the
// answer never has, by the shape of it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "awscli/jmespath.h"
#include "awscli/model.h"

namespace godwit::awscli {

struct QueryProblem {
  std::size_t begin = 0;  // bytes of the query
  std::size_t end = 0;
  std::string message;
  std::string remedy;
  bool invalid = false;  // the CLI refuses it; otherwise it comes to null or nothing
};

// `output` nullptr: the operation answers nothing, its result is empty. Names that came to
// `service` later than its model, and names that the CLI itself adds, are taken for granted.
std::vector<QueryProblem> look_at(const jmespath::Expression& query, const Shape* output,
                                  const Service& service, const Operation& operation);
// Of a query over an answer that nobody knows: only its functions are looked at.
std::vector<QueryProblem> look_at(const jmespath::Expression& query);

}  // namespace godwit::awscli
