#include "repo/readings/maker.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"

namespace godwit::repo {
namespace {

// What nobody would look at any more; a file that has more is generated.
constexpr std::size_t most_parts = 500'000;

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

}  // namespace

Inner Inner::slice(std::string_view around, std::size_t begin, std::size_t end) {
  Inner inner;
  inner.text = around.substr(begin, end - begin);
  inner.pieces.push_back({0, begin, 0});
  return inner;
}

Inner Inner::dedented(std::string_view around, std::size_t begin, std::size_t end) {
  const std::string_view whole = around.substr(0, end);
  std::size_t least = end;
  for (std::size_t line = begin; line < end; line = line_end(whole, line) + 1) {
    const std::size_t text = whole.find_first_not_of(" \t", line);
    if (text == std::string_view::npos) break;
    if (whole[text] == '\n' || whole[text] == '\r') continue;
    least = std::min(least, text - line);
  }
  Inner inner;
  for (std::size_t line = begin; line < end;) {
    const std::size_t next = std::min(line_end(whole, line) + 1, end);
    std::size_t from = line;
    while (from < next && from - line < least && is_blank(whole[from])) ++from;
    inner.pieces.push_back({inner.text.size(), from, 0});
    inner.text += whole.substr(from, next - from);
    line = next;
  }
  if (inner.pieces.empty()) inner.pieces.push_back({0, begin, 0});
  return inner;
}

Inner Inner::unescaped(std::string_view around, std::size_t begin, std::size_t end) {
  Inner inner;
  std::size_t at = begin;
  while (at < end) {
    const std::size_t escape = std::min(around.find('\\', at), end);
    if (escape > at) {
      inner.pieces.push_back({inner.text.size(), at, 0});
      inner.text += around.substr(at, escape - at);
    }
    if (escape + 1 >= end) {
      if (escape < end) {
        inner.pieces.push_back({inner.text.size(), escape, 0});
        inner.text += '\\';
      }
      break;
    }
    const char c = around[escape + 1];
    // Of "\u...." only the place matters.
    const std::size_t width = c == 'u' ? std::min<std::size_t>(6, end - escape) : 2;
    inner.pieces.push_back({inner.text.size(), escape, width});
    inner.text += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'u' ? '?' : c;
    at = escape + width;
  }
  if (inner.pieces.empty()) inner.pieces.push_back({0, begin, 0});
  return inner;
}

std::size_t Inner::begin_of(std::size_t at) const {
  auto piece = std::ranges::upper_bound(pieces, at, {}, &Piece::at);
  if (piece != pieces.begin()) --piece;
  return piece->width > 0 ? piece->from + (at > piece->at ? piece->width : 0)
                          : piece->from + (at - piece->at);
}

std::size_t Inner::end_of(std::size_t at) const {
  if (at == 0) return begin_of(0);
  auto piece = std::ranges::upper_bound(pieces, at - 1, {}, &Piece::at);
  if (piece != pieces.begin()) --piece;
  return piece->width > 0 ? piece->from + piece->width : piece->from + (at - piece->at);
}

std::size_t Maker::add(Part part, bool plain) const {
  if (reading_.parts.size() >= most_parts || part.begin > part.end) return none;
  if (!plain && part.use > Use::fallback) {
    const std::string_view value = text_.substr(part.begin, part.end - part.begin);
    if (const std::size_t regions = regions_of_list(value); regions > 0) {
      if (is_tried_in_order(part.name, regions)) part.use = Use::fallback;
    } else if (part.use > Use::deployed_url && is_deployed_address(value)) {
      part.use = Use::deployed_url;
    }
  }
  for (const Maker* maker = this; maker->outer_ != nullptr; maker = maker->outer_) {
    const bool empty = part.begin == part.end;
    part.begin = maker->inner_->begin_of(part.begin);
    part.end = empty ? part.begin : maker->inner_->end_of(part.end);
  }
  reading_.parts.push_back(std::move(part));
  return reading_.parts.size() - 1;
}

bool looks_like_region(std::string_view text) {
  if (text.size() < 9 || text.size() > 20) return false;
  if (text.back() < '1' || text.back() > '9' || text[text.size() - 2] != '-') return false;
  if (text[2] != '-' || text[0] < 'a' || text[0] > 'z' || text[1] < 'a' || text[1] > 'z') {
    return false;
  }
  std::string_view middle = text.substr(3, text.size() - 5);
  for (const std::string_view partition : {"gov-", "iso-", "isob-", "isoe-", "isof-"}) {
    if (middle.starts_with(partition)) middle.remove_prefix(partition.size());
  }
  static constexpr std::string_view directions[] = {"north",     "south",     "east",
                                                    "west",      "central",   "northeast",
                                                    "northwest", "southeast", "southwest"};
  return std::ranges::find(directions, middle) != std::end(directions);
}

bool is_tried_in_order(std::string_view name, std::size_t regions) {
  constexpr std::size_t most = 8;  // nobody asks in more places, one after the other
  if (regions > most) return false;
  // "enum", also where it is a list's own name within one.
  const std::string_view last = name.substr(name.rfind('.') == name.npos ? 0 : name.rfind('.') + 1);
  for (const std::string_view word : {"enum", "choices", "options", "matrix", "examples"}) {
    if (equal_ignoring_case(last, word)) return false;
  }
  const std::string_view tail = name.substr(name.size() > 200 ? name.size() - 200 : 0);
  const std::string lower = to_lower(tail);
  for (const std::string_view word : {"available", "forbidden", "excluded", "denied", "unsupported",
                                      "supported", "allowed", "approved", "permitted", "enabled",
                                      "known", "valid", "partition", "allregions", "all_regions"}) {
    for (std::size_t at = lower.find(word); at != std::string::npos;
         at = lower.find(word, at + 1)) {
      // "all_regions" is no word of "call_regions", "All" is one of "getAllRegions".
      const bool begins =
          at == 0 || !is_letter(tail[at - 1]) || (is_upper(tail[at]) && is_lower(tail[at - 1]));
      if (begins) return false;
    }
  }
  return true;
}

std::size_t regions_of_list(std::string_view text) {
  // Long enough for all of them, and no longer.
  if (text.size() < 19 || text.size() > 1000) return 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(" \t,;|:", at);
    if (begin == std::string_view::npos) break;
    const std::size_t end = std::min(text.find_first_of(" \t,;|:", begin), text.size());
    if (!looks_like_region(text.substr(begin, end - begin))) return 0;
    ++count;
    at = end;
  }
  return count >= 2 ? count : 0;
}

bool is_deployed_address(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos || scheme > 8) return false;
  std::string_view host = text.substr(scheme + 3);
  host = host.substr(0, std::min(host.find_first_of("/?#\"'`, "), host.size()));
  host = host.substr(0, host.rfind(':') == std::string_view::npos ? host.size() : host.rfind(':'));
  if (text.starts_with("s3://")) return !host.empty();
  for (const std::string_view ending : {".on.aws", ".cloudfront.net", ".elasticbeanstalk.com",
                                        ".awsapprunner.com", ".amplifyapp.com"}) {
    if (host.ends_with(ending)) return true;
  }
  for (const std::string_view ending : {".amazonaws.com", ".amazonaws.com.cn"}) {
    if (!host.ends_with(ending)) continue;
    host.remove_suffix(ending.size());
    // What has a name of its own stands before the service and the region.
    static constexpr std::string_view forms[] = {"dualstack", "vpce", "global"};
    int labels = 0;
    for (std::size_t at = 0; at <= host.size();) {
      const std::size_t end = std::min(host.find('.', at), host.size());
      const std::string_view label = host.substr(at, end - at);
      if (std::ranges::find(forms, label) == std::end(forms)) ++labels;
      at = end + 1;
    }
    if (labels >= 3) return true;
    // "bucket.s3", "s3/bucket" of a path-style address, "bucket.s3-eu-west-1"
    const std::size_t dot = host.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
    return dot != std::string_view::npos && (last == "s3" || last.starts_with("s3-"));
  }
  return false;
}

std::string join_names(std::string_view outer, std::string_view inner) {
  constexpr std::size_t longest = 500;
  if (inner.size() > longest) return {};
  if (outer.empty() || inner.empty()) return std::string(outer.empty() ? inner : outer);
  std::string name = std::string(outer) + "." + std::string(inner);
  if (name.size() > longest) {
    const std::size_t dot = name.find('.', name.size() - longest);
    name.erase(0, dot == std::string::npos ? name.size() - longest : dot + 1);
  }
  return name;
}

}  // namespace godwit::repo
