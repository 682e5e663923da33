#include "aws/route.h"

#include <algorithm>
#include <memory>
#include <tuple>

namespace godwit::aws {

Router::Router(const Service& service) {
  for (const Operation& operation : service.operations) {
    const std::size_t mark = std::min(operation.uri.find('?'), operation.uri.size());
    const std::string_view path = operation.uri.substr(0, mark);

    auto pattern = std::ranges::find_if(patterns_, [&](const Pattern& each) {
      return each.method == operation.http_method && each.path == path;
    });
    if (pattern == patterns_.end()) {
      patterns_.push_back({operation.http_method, path, parse_path(path), 0, {}});
      pattern = patterns_.end() - 1;
      pattern->words = static_cast<int>(std::ranges::count_if(
          pattern->segments, [](const Segment& each) { return !each.label; }));
    }

    Variant variant{&operation, {}, {}};
    std::string_view rest = operation.uri.substr(std::min(mark + 1, operation.uri.size()));
    while (!rest.empty()) {
      const std::string_view field = rest.substr(0, rest.find('&'));
      rest.remove_prefix(std::min(field.size() + 1, rest.size()));
      const std::size_t equals = field.find('=');
      const bool has_value = equals != std::string_view::npos;
      variant.literals.push_back({field.substr(0, equals),
                                  has_value ? field.substr(equals + 1) : std::string_view(),
                                  has_value});
      if (!has_value) sub_resources_.push_back(field);
    }
    if (operation.input != nullptr) {
      for (const Member& member : operation.input->members) {
        const bool here =
            member.location == MemberLocation::query || member.location == MemberLocation::header;
        if (member.required && here) variant.discriminators.push_back(&member);
      }
    }
    pattern->variants.push_back(std::move(variant));
  }
  std::ranges::sort(sub_resources_);
  const auto repeated = std::ranges::unique(sub_resources_);
  sub_resources_.erase(repeated.begin(), repeated.end());
}

std::vector<Router::Segment> Router::parse_path(std::string_view path) {
  std::vector<Segment> segments;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    std::string_view text = path.substr(0, path.find('/'));
    path.remove_prefix(text.size());
    if (text.empty()) continue;  // "/" alone, or at the end
    const bool label = text.front() == '{';
    if (label) text = text.substr(1, text.size() - 2);
    const bool greedy = label && text.ends_with('+');
    if (greedy) text.remove_suffix(1);
    segments.push_back({text, label, greedy});
  }
  return segments;
}

// A greedy label takes everything up to the words that follow it, slashes included; a slash at the
// end is otherwise of no importance.
bool Router::fits(const Pattern& pattern, std::string_view path, Labels* labels) {
  for (auto segment = pattern.segments.begin(); segment != pattern.segments.end(); ++segment) {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    if (segment->greedy) {
      for (auto last = pattern.segments.end() - 1; last != segment; --last) {
        const std::size_t slash = path.rfind('/');
        if (slash == std::string_view::npos || path.substr(slash + 1) != last->text) return false;
        path = path.substr(0, slash);
      }
      if (path.empty()) return false;
      if (labels != nullptr) labels->emplace_back(segment->text, path);
      return true;
    }
    const std::string_view text = path.substr(0, path.find('/'));
    path.remove_prefix(text.size());
    if (segment->label ? text.empty() : text != segment->text) return false;
    if (segment->label && labels != nullptr) labels->emplace_back(segment->text, text);
  }
  return path.empty() || path == "/";
}

const Router::Variant* Router::choose(const Pattern& pattern, const QueryString& query,
                                      const Headers& headers) const {
  const Variant* best = nullptr;
  std::tuple<std::size_t, int, int> best_rank{};
  for (const Variant& variant : pattern.variants) {
    if (!variant.literals.empty() && query.empty()) continue;
    const bool named = std::ranges::all_of(variant.literals, [&](const Literal& literal) {
      const std::string_view* value = query.find(literal.name);
      return value != nullptr && (!literal.has_value || *value == literal.value);
    });
    if (!named) continue;
    int missing = 0;
    int used = 0;
    for (const Member* member : variant.discriminators) {
      const bool present = member->location == MemberLocation::query
                               ? query.has(member->wire_name)
                               : headers.find(member->wire_name) != nullptr;
      ++(present ? used : missing);
    }
    const std::tuple rank{variant.literals.size(), -missing, used};
    if (best == nullptr || rank > best_rank) {
      best = &variant;
      best_rank = rank;
    }
  }
  if (best == nullptr) return nullptr;

  // "DELETE /bucket?versioning" must not delete the bucket: a sub-resource is the request's
  // subject, so an operation that is not about it is not meant.
  for (const auto& [name, value] : query) {
    const bool claimed = std::ranges::any_of(
        best->literals, [&](const Literal& literal) { return literal.name == name; });
    if (!claimed && std::ranges::binary_search(sub_resources_, name)) return nullptr;
  }
  return best;
}

std::expected<RouteMatch, RouteMiss> Router::find(std::string_view method, std::string_view path,
                                                  const QueryString& query,
                                                  const Headers& headers) const {
  const Pattern* best = nullptr;
  for (const Pattern& pattern : patterns_) {
    if (pattern.method != method || (best != nullptr && pattern.words <= best->words)) continue;
    if (fits(pattern, path, nullptr)) best = &pattern;
  }
  if (best == nullptr) {
    const bool known_path = std::ranges::any_of(
        patterns_, [&](const Pattern& pattern) { return fits(pattern, path, nullptr); });
    return std::unexpected(known_path ? RouteMiss::method_not_allowed : RouteMiss::no_such_path);
  }
  const Variant* variant = choose(*best, query, headers);
  if (variant == nullptr) return std::unexpected(RouteMiss::method_not_allowed);
  RouteMatch match{variant->operation, {}};
  match.labels.reserve(2);
  fits(*best, path, &match.labels);
  return match;
}

const Router& router_of(const Service& service) {
  using Entry = std::pair<const Service*, Router>;
  static const std::vector<Entry> routers = [] {
    std::vector<Entry> all;
    for (const Service* each : services()) {
      const bool rest =
          each->protocol == Protocol::rest_xml || each->protocol == Protocol::rest_json;
      if (rest) all.emplace_back(each, Router(*each));
    }
    return all;
  }();
  return std::ranges::find(routers, &service, &Entry::first)->second;
}

}  // namespace godwit::aws
