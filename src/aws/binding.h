// Where the members of a REST request or response travel besides its body: path, query, headers.
// https://smithy.io/2.0/spec/http-bindings.html
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "aws/query_string.h"
#include "aws/route.h"
#include "aws/value.h"
#include "env/http.h"

namespace godwit::aws {

// A text in a header, query or path that is not what its member takes; or one that no header can
// carry.
struct BindingProblem {
  const Member* member;
  std::string value;
};

// ---- the body: what is left for it

// The member that is the body as a whole; nullptr where there is none.
const Member* payload_of(const Shape& shape);
// Does it go as it is, and not as a document?
bool is_raw(const Member& payload);
bool has_body_member(const Shape& shape);

// ---- writing

// The path of a URI template, with its labels filled in and its query left out.
std::string expand_path(std::string_view uri_template, const Shape* input, const Value& value);
// The template's own query and the members that travel there.
std::string expand_query(std::string_view uri_template, const Shape* input, const Value& value);
std::optional<BindingProblem> write_headers(const Shape& shape, const Value& value,
                                            Headers& headers);

// ---- reading: each appends to `members`

std::optional<BindingProblem> read_labels(const Shape& shape, const RouteMatch& match,
                                          Members& members);
std::optional<BindingProblem> read_query(const Shape& shape, const QueryString& query,
                                         Members& members);
// Leaves out what is not as it should be if `lenient`, as clients do.
std::optional<BindingProblem> read_headers(const Shape& shape, const Headers& headers, bool lenient,
                                           Members& members);

}  // namespace godwit::aws
