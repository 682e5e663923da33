#include "repo/readings/structure.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

constexpr std::size_t longest_key = 128;

// The name or the value of a pair: {name: X, value: Y}, {Key: X, Value: Y}, {ParameterKey: X, ...}.
bool names_a_pair(std::string_view key) {
  return equal_ignoring_case(key, "name") || equal_ignoring_case(key, "key") ||
         equal_ignoring_case(key, "parameterkey") || equal_ignoring_case(key, "parameter_key");
}
bool values_a_pair(std::string_view key) {
  return equal_ignoring_case(key, "value") || equal_ignoring_case(key, "parametervalue") ||
         equal_ignoring_case(key, "parameter_value");
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= longest_key && std::ranges::all_of(text, is_of_name);
}

}  // namespace

std::size_t Structure::line_end(std::size_t from) const {
  return std::min(text_.find('\n', from), text_.size());
}

void Structure::open(std::size_t indent, bool sequence) {
  if (!frames_.empty() && frames_.back().sequence) frames_.back().all_regions = false;
  Frame frame;
  frame.indent = indent;
  frame.sequence = sequence;
  frame.depth = path_.size();
  frames_.push_back(std::move(frame));
}

void Structure::close() {
  Frame& frame = frames_.back();
  if (frame.sequence && frame.entries.size() >= 2 && frame.all_regions) {
    path_.resize(frame.depth);
    const Meaning meaning = meaning_of(kind_, path_);
    const bool ordered = meaning.ordered && meaning.use > Use::fallback &&
                         is_tried_in_order(name(), frame.entries.size());
    for (const std::size_t entry : frame.entries) {
      if (ordered) maker_.part(entry).use = Use::fallback;
    }
    Part list{.begin = frame.begin, .end = frame.end, .name = name()};
    list.use = ordered ? Use::fallback : meaning.use;
    maker_.add(std::move(list), true);
  }
  if (!frame.pair_name.empty() && frame.pair_value != Maker::none) {
    Part& part = maker_.part(frame.pair_value);
    const std::size_t dot = part.name.rfind('.');
    part.name =
        join_names(part.name.substr(0, dot == std::string::npos ? 0 : dot), frame.pair_name);
    path_.resize(frame.depth);
    if (frame.pair_is_parameter) {
      part.gives = true;
      if (part.use > Use::parameter) part.use = Use::parameter;
    } else if (path_.size() >= 2) {
      path_.back() = frame.pair_name;
      const Meaning meaning = meaning_of(kind_, path_);
      part.gives = meaning.gives;
    }
  }
  path_.resize(frame.depth);
  frames_.pop_back();
}

void Structure::set_key(std::string_view key, std::size_t begin) {
  Frame& frame = frames_.back();
  path_.resize(frame.depth);
  path_.emplace_back(key.size() <= longest_key ? key : std::string_view());
  const bool escaped = begin > 0 && text_[begin - 1] == '"' && key.find('\\') != key.npos;
  if (escaped && key.size() <= longest_key)
    path_.back() = Inner::unescaped(key, 0, key.size()).text;
  // A region can be a key: of a mapping by region.
  if (key.size() >= 8 && key.size() <= longest_key &&
      key.find_first_of("0123456789") != std::string_view::npos) {
    maker_.add({.begin = begin, .end = begin + key.size(), .use = Use::setting}, true);
  }
}

void Structure::next_entry() {
  Frame& frame = frames_.back();
  path_.resize(frame.depth);
  path_.push_back(std::to_string(frame.index++));
}

std::string Structure::name() const {
  std::string joined;
  // From the end: what is too long loses its beginning.
  for (auto key = path_.rbegin(); key != path_.rend() && joined.size() < 400; ++key) {
    joined = join_names(*key, joined);
  }
  return joined;
}

void Structure::comment(std::size_t begin, std::size_t end) {
  if (end > begin && text_[end - 1] == '\r') --end;
  maker_.add({.begin = begin, .end = end, .use = Use::comment});
}

void Structure::scalar(std::size_t begin, std::size_t end, Quoting quoting) {
  const std::string_view value = text_.substr(begin, end - begin);
  const Meaning meaning = meaning_of(kind_, path_);
  Part part{.begin = begin, .end = end, .use = meaning.use, .quoting = quoting};
  part.name = name();
  part.overridden_by = meaning.overridden_by;
  part.gives = meaning.gives;
  const bool region = looks_like_region(value);
  const std::size_t index = maker_.add(part, !meaning.ordered);
  if (!frames_.empty()) {
    Frame& frame = frames_.back();
    if (frame.sequence) {
      if (frame.index <= 1) frame.begin = begin - (quoting == Quoting::none ? 0 : 1);
      frame.end = end + (quoting == Quoting::none ? 0 : 1);
      frame.all_regions = frame.all_regions && region;
      if (index != Maker::none && frame.all_regions) frame.entries.push_back(index);
      if (!frame.all_regions) frame.entries.clear();
    } else {
      remember_pair(value, index);
    }
  }
  scalar_within(part, meaning);
}

void Structure::remember_pair(std::string_view value, std::size_t part) {
  if (path_.empty()) return;
  Frame& frame = frames_.back();
  if (names_a_pair(path_.back()) && is_name(value)) {
    frame.pair_name = value;
    frame.pair_is_parameter = path_.back().size() > 4 && path_.back() != "name";
  } else if (values_a_pair(path_.back())) {
    frame.pair_value = part;
  }
}

void Structure::scalar_within(const Part& part, const Meaning& meaning) {
  const std::string_view value = text_.substr(part.begin, part.end - part.begin);
  if (value.size() < 4) return;
  if (part.use == Use::documentation) return;
  maker_.add_interpolations(part.begin, part.end, part.name);
  if (meaning.overrides) return add_overrides(part);
  if (meaning.pairs) {
    const std::size_t equals = value.find('=');
    if (equals != value.npos && is_name(value.substr(0, equals))) {
      Part pair{.begin = part.begin + equals + 1,
                .end = part.end,
                .use = meaning.use,
                .quoting = part.quoting};
      std::string_view around = part.name;
      around = around.substr(0, around.rfind('.') == around.npos ? 0 : around.rfind('.'));
      pair.name = join_names(around, value.substr(0, equals));
      pair.gives = true;
      maker_.add(std::move(pair));
    }
    return;
  }
  if (!maker_.may_go_deeper()) return;
  Language language = meaning.language;
  if (meaning.is_code) {
    language = language_of_code(value);
    if (language == Language::none) language = Language::javascript;
  } else if (language == Language::none && !meaning.file.empty() &&
             part.quoting == Quoting::block) {
    language = language_of(meaning.file, value);
  } else if (language == Language::none && value.front() == '{' && value.find('"') < 200 &&
             part.quoting != Quoting::none) {
    language = Language::json;
  } else if (language == Language::none && part.quoting == Quoting::block) {
    language = value.starts_with("#!") ? language_of_code(value) : Language::none;
  }
  if (language == Language::none || language == Language::markdown) return;
  const bool escaped = part.quoting == Quoting::double_ && value.find('\\') != value.npos;
  const Inner inner = part.quoting == Quoting::block ? Inner::dedented(text_, part.begin, part.end)
                      : escaped                      ? Inner::unescaped(text_, part.begin, part.end)
                                                     : Inner::slice(text_, part.begin, part.end);
  read_inner(language, maker_, inner, meaning.file);
}

// "A=b C=\"d e\"", as `sam deploy` takes them.
void Structure::add_overrides(const Part& around) {
  for (std::size_t at = around.begin; at < around.end;) {
    std::size_t name_end = at;
    while (name_end < around.end && is_name(text_.substr(name_end, 1))) ++name_end;
    if (name_end == at || name_end >= around.end || text_[name_end] != '=') {
      at = name_end + 1;
      continue;
    }
    std::size_t value = name_end + 1;
    while (value < around.end && (text_[value] == '\\' || text_[value] == '"')) ++value;
    std::size_t end = value;
    while (end < around.end && text_[end] != ' ' && text_[end] != '"' && text_[end] != '\\') ++end;
    Part part{.begin = value, .end = end, .use = Use::parameter, .quoting = around.quoting};
    part.name = text_.substr(at, std::min<std::size_t>(name_end - at, longest_key));
    part.gives = true;
    maker_.add(std::move(part));
    at = end + 1;
  }
}

void read_yaml(const Maker& maker, std::string_view path) {
  Structure(maker, document_kind(path, maker.text())).read_blocks();
}

void read_json(const Maker& maker, std::string_view path) {
  Structure(maker, document_kind(path, maker.text())).read_flows();
}

}  // namespace godwit::repo
