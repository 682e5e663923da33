// Which operation a REST request means, by its method, path, query and headers.
#pragma once

#include <expected>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/model.h"
#include "aws/query_string.h"
#include "env/http.h"

namespace godwit::aws {

struct RouteMatch {
  const Operation* operation = nullptr;
  // What stands in the path for each label, still encoded: {"Bucket", "photos"}.
  std::vector<std::pair<std::string_view, std::string_view>> labels;
};

enum class RouteMiss { no_such_path, method_not_allowed };

// The routes of one service. Built once from its model; safe to use from any thread.
//
// Several operations may share method and path. The one that is meant is the one with the most
// words of its own in the query ("?versioning", "?list-type=2"); then the one that misses none of
// its required parameters (ListParts needs an uploadId, GetObject does not); then the one that uses
// most of them (CopyObject is a PutObject with an x-amz-copy-source).
class Router {
 public:
  explicit Router(const Service& service);

  std::expected<RouteMatch, RouteMiss> find(std::string_view method, std::string_view path,
                                            const QueryString& query, const Headers& headers) const;

 private:
  struct Segment {
    std::string_view text;  // a word of its own, or a label's name
    bool label;
    bool greedy;
  };
  struct Literal {
    std::string_view name;
    std::string_view value;
    bool has_value;
  };
  struct Variant {
    const Operation* operation;
    std::vector<Literal> literals;
    std::vector<const Member*> discriminators;  // required, in query or header
  };
  struct Pattern {
    std::string_view method;
    std::string_view path;  // without the query
    std::vector<Segment> segments;
    int words = 0;  // segments that are no labels
    std::vector<Variant> variants;
  };

  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;
  static std::vector<Segment> parse_path(std::string_view path);
  static bool fits(const Pattern& pattern, std::string_view path, Labels* labels);
  const Variant* choose(const Pattern& pattern, const QueryString& query,
                        const Headers& headers) const;

  std::vector<Pattern> patterns_;
  std::vector<std::string_view> sub_resources_;  // literals without a value, of any operation
};

const Router& router_of(const Service& service);

}  // namespace godwit::aws
