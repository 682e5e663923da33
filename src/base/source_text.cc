#include "base/source_text.h"

#include <algorithm>
#include <utility>

namespace godwit {
namespace {

constexpr std::size_t counted_every = 1024;  // bytes

// Characters of UTF-8: bytes that do not continue one.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

std::vector<std::size_t> line_offsets(std::string_view content) {
  std::vector<std::size_t> offsets = {0};
  for (std::size_t at = content.find('\n'); at != std::string_view::npos;
       at = content.find('\n', at + 1)) {
    offsets.push_back(at + 1);
  }
  return offsets;
}

}  // namespace

SourceText::SourceText(std::string file, std::string content)
    : SourceText(std::move(file), std::move(content), {Place{1, 1}}) {}

SourceText::SourceText(std::string file, std::string content, std::vector<Place> line_starts)
    : file_(std::move(file)),
      content_(std::move(content)),
      offsets_(line_offsets(content_)),
      starts_(std::move(line_starts)) {
  if (starts_.empty()) starts_.push_back({1, 1});
  while (starts_.size() < offsets_.size()) starts_.push_back({starts_.back().line + 1, 1});
  starts_.resize(offsets_.size());
  if (content_.size() < counted_every) return;
  counts_.push_back(0);
  for (std::size_t at = 0; at + counted_every <= content_.size(); at += counted_every) {
    counts_.push_back(counts_.back() +
                      characters(std::string_view(content_).substr(at, counted_every)));
  }
}

std::size_t SourceText::characters_between(std::size_t begin, std::size_t end) const {
  const std::string_view content = content_;
  const std::size_t first = (begin + counted_every - 1) / counted_every;
  const std::size_t last = end / counted_every;
  if (last <= first) return characters(content.substr(begin, end - begin));
  return characters(content.substr(begin, first * counted_every - begin)) + counts_[last] -
         counts_[first] + characters(content.substr(last * counted_every, end % counted_every));
}

Place SourceText::inner(std::size_t offset) const {
  if (offsets_.empty()) return {};
  offset = std::min(offset, content_.size());
  const auto after = std::upper_bound(offsets_.begin(), offsets_.end(), offset);
  const auto line = static_cast<std::size_t>(after - offsets_.begin());
  const std::size_t before = characters_between(offsets_[line - 1], offset);
  return {static_cast<int>(line), 1 + static_cast<int>(before)};
}

Location SourceText::at(std::size_t offset) const { return at(inner(offset)); }

Location SourceText::at(Place place) const {
  if (starts_.empty()) return {file_, 0, 0};
  const auto index = static_cast<std::size_t>(std::max(place.line, 1) - 1);
  if (index >= starts_.size()) {
    const int beyond = static_cast<int>(index - starts_.size()) + 1;
    return {file_, starts_.back().line + beyond, std::max(place.column, 1)};
  }
  return {file_, starts_[index].line, starts_[index].column + std::max(place.column, 1) - 1};
}

std::size_t SourceText::offset_of(Place place) const {
  if (place.line < 1 || static_cast<std::size_t>(place.line) > offsets_.size()) {
    return content_.size();
  }
  std::size_t offset = offsets_[static_cast<std::size_t>(place.line) - 1];
  for (int column = 1; column < place.column && offset < content_.size(); ++column) {
    do {
      ++offset;
    } while (offset < content_.size() &&
             (static_cast<unsigned char>(content_[offset]) & 0xC0) == 0x80);
  }
  return offset;
}

SourceText SourceText::part(std::size_t begin, std::size_t end) const {
  begin = std::min(begin, content_.size());
  end = std::clamp(end, begin, content_.size());
  std::string content = content_.substr(begin, end - begin);
  std::vector<Place> starts;
  for (const std::size_t offset : line_offsets(content)) {
    const Location location = at(begin + offset);
    starts.push_back({location.line, location.column});
  }
  return {file_, std::move(content), std::move(starts)};
}

SourceText SourceText::standing_at(std::size_t offset, std::string content) const {
  const Location first = at(offset);
  std::vector<Place> starts = {{first.line, first.column}};
  const Place from = inner(offset);
  for (std::size_t line = static_cast<std::size_t>(from.line); line < starts_.size(); ++line) {
    starts.push_back(starts_[line]);
  }
  return {file_, std::move(content), std::move(starts)};
}

std::string_view SourceText::line(std::size_t number) const {
  if (number < 1 || number > offsets_.size()) return {};
  const std::size_t begin = offsets_[number - 1];
  std::size_t end = number < offsets_.size() ? offsets_[number] - 1 : content_.size();
  if (end > begin && content_[end - 1] == '\r') --end;
  return std::string_view(content_).substr(begin, end - begin);
}

}  // namespace godwit
