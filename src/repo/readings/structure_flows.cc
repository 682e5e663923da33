// Flow collections: "{a: [b, 'c']}", and JSON.
#include <algorithm>
#include <utility>

#include "repo/readings/readers.h"
#include "repo/readings/structure.h"

namespace godwit::repo {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

}  // namespace

std::size_t Structure::closing_quote(std::size_t at) {
  const char quote = text_[at];
  std::size_t& none_after = quote == '"' ? no_double_after_ : no_single_after_;
  if (at >= none_after) return std::string_view::npos;
  for (std::size_t place = at + 1; place < text_.size(); ++place) {
    const char c = text_[place];
    if (c == '\\' && quote == '"') {
      ++place;
    } else if (c == quote) {
      if (quote == '"' || this->at(place + 1) != '\'') return place;
      ++place;
    }
  }
  none_after = std::min(none_after, at);
  return std::string_view::npos;
}

std::size_t Structure::skip_space(std::size_t at) {
  while (at < text_.size()) {
    const char c = text_[at];
    if (is_space(c)) {
      ++at;
      continue;
    }
    const bool hash = c == '#' && (at == 0 || is_space(text_[at - 1]));
    const bool slashes = c == '/' && this->at(at + 1) == '/';
    if (hash || slashes) {
      const std::size_t end = line_end(at);
      comment(at, end);
      at = end;
      continue;
    }
    if (c == '/' && this->at(at + 1) == '*') {
      std::size_t end = text_.find("*/", at + 2);
      end = end == std::string_view::npos ? text_.size() : end + 2;
      comment(at, end);
      at = end;
      continue;
    }
    break;
  }
  return at;
}

// One collection, or one scalar. Without recursion: frames of this collection are those above
// `bottom`.
std::size_t Structure::read_flow(std::size_t at) {
  const std::size_t bottom = frames_.size();
  const std::size_t depth = path_.size();
  std::size_t too_deep = 0;   // brackets within the deepest frame
  bool expects_value = true;  // a key's value, or a sequence's entry
  do {
    at = skip_space(at);
    if (at >= text_.size()) break;
    const char c = text_[at];
    const bool in_sequence = frames_.size() > bottom && frames_.back().sequence;
    if (c == '{' || c == '[') {
      if (frames_.size() - bottom >= deepest || too_deep > 0) {
        ++too_deep;
        ++at;
        continue;
      }
      if (in_sequence) {
        frames_.back().all_regions = false;
        next_entry();
      }
      open(0, c == '[');
      expects_value = c == '[';
      ++at;
      continue;
    }
    if (c == '}' || c == ']') {
      ++at;
      if (too_deep > 0) {
        --too_deep;
        continue;
      }
      if (frames_.size() > bottom) close();
      expects_value = false;
      continue;
    }
    if (c == ',') {
      ++at;
      if (frames_.size() > bottom) {
        path_.resize(frames_.back().depth);
        expects_value = frames_.back().sequence;
      }
      continue;
    }
    if (c == ':' || c == '=') {
      ++at;
      expects_value = true;
      continue;
    }
    if (c == '!' || c == '&') {  // a tag, an anchor
      while (at < text_.size() && !is_space(text_[at]) && text_[at] != ',' && text_[at] != ']' &&
             text_[at] != '}') {
        ++at;
      }
      continue;
    }
    std::size_t begin = at;
    std::size_t end = at;
    Quoting quoting = Quoting::none;
    if (const std::size_t close = c == '"' || c == '\'' ? closing_quote(at) : text_.npos;
        close != text_.npos) {
      quoting = c == '"' ? Quoting::double_ : Quoting::single;
      begin = at + 1;
      end = close;
      at = close + 1;
    } else {
      ++at;
      while (at < text_.size()) {
        const char next = text_[at];
        if (next == ',' || next == '}' || next == ']' || next == '{' || next == '[' ||
            next == '\n' || next == '"') {
          break;
        }
        if (next == ':' && (is_space(this->at(at + 1)) || this->at(at + 1) == '"')) break;
        if (next == '=' && frames_.size() > bottom && !frames_.back().sequence && !expects_value) {
          break;
        }
        if (next == '#' && is_space(text_[at - 1])) break;
        ++at;
      }
      end = at;
      while (end > begin && is_space(text_[end - 1])) --end;
    }
    if (too_deep > 0) continue;
    const bool in_map = frames_.size() > bottom && !frames_.back().sequence;
    if (in_map && !expects_value) {
      set_key(text_.substr(begin, end - begin), begin);
      continue;
    }
    if (in_sequence) next_entry();
    scalar(begin, end, quoting);
    expects_value = false;
    if (in_sequence) expects_value = true;
  } while (frames_.size() > bottom);
  while (frames_.size() > bottom) close();
  path_.resize(std::min(depth, path_.size()));
  return at;
}

std::size_t Structure::read_flow_at(std::size_t at, std::vector<std::string> path) {
  path_ = std::move(path);
  return read_flow(at);
}

void Structure::read_flows() {
  while (at_ < text_.size()) {
    const std::size_t before = at_;
    at_ = read_flow(at_);
    if (at_ == before) ++at_;
  }
}

}  // namespace godwit::repo
