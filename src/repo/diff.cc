// A unified diff from edits: no search for what two texts have in common, since it is known what
// was replaced. https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "repo/edit.h"

namespace godwit::repo {
namespace {

constexpr std::size_t context_lines = 3;

// Where lines begin; a last one without an end counts.
std::vector<std::size_t> line_begins(std::string_view text) {
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < text.size();) {
    begins.push_back(at);
    const std::size_t end = text.find('\n', at);
    at = end == std::string_view::npos ? text.size() : end + 1;
  }
  return begins;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Whole lines [first, last) in the place of which others come.
struct Block {
  std::size_t first = 0;
  std::size_t last = 0;
  std::string after;
};

class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text), begins_(line_begins(text)) {}

  std::size_t count() const { return begins_.size(); }
  std::size_t begin(std::size_t line) const {
    return line < begins_.size() ? begins_[line] : text_.size();
  }
  // The one that a byte is in; one behind the last where a text after the last line's end goes.
  std::size_t at(std::size_t byte) const {
    const auto next = std::ranges::upper_bound(begins_, byte);
    const auto line = static_cast<std::size_t>(next - begins_.begin());
    if (line == 0) return 0;
    return byte == text_.size() && text_.ends_with('\n') ? count() : line - 1;
  }
  std::string_view between(std::size_t first, std::size_t last) const {
    return text_.substr(begin(first), begin(last) - begin(first));
  }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
  std::vector<std::size_t> begins_;
};

// Edits as whole lines. Those of lines that touch are one block.
std::vector<Block> blocks_of(const Lines& lines, const std::vector<Edit>& edits) {
  std::vector<Block> blocks;
  std::size_t done = 0;  // bytes that are in the last block
  for (const Edit& edit : edits) {
    const std::size_t end = edit.begin + edit.before.size();
    const std::size_t first = lines.at(edit.begin);
    if (blocks.empty() || first > blocks.back().last) {
      if (!blocks.empty()) {
        Block& block = blocks.back();
        block.after += lines.text().substr(done, lines.begin(block.last) - done);
      }
      blocks.push_back({first, first, {}});
      done = lines.begin(first);
    }
    Block& block = blocks.back();
    block.after += lines.text().substr(done, edit.begin - done);
    block.after += edit.after;
    done = end;
    // The line in which it ends belongs to it, unless that only begins there, after a line's end.
    std::size_t last = lines.at(end);
    const bool between =
        end == lines.begin(last) && (block.after.empty() || block.after.ends_with('\n'));
    if (!between) last = std::min(last + 1, lines.count());
    block.last = std::max(block.last, last);
  }
  if (!blocks.empty()) {
    Block& block = blocks.back();
    block.after += lines.text().substr(done, lines.begin(block.last) - done);
  }
  return blocks;
}

// A path that git and patch read as it is: with odd letters in C's quotes.
std::string quoted(std::string_view prefix, const std::string& path) {
  const bool odd = std::ranges::any_of(
      path, [](unsigned char c) { return c < ' ' || c == 0x7f || c == '"' || c == '\\'; });
  std::string name(prefix);
  name += path;
  if (!odd) return path.contains(' ') ? name + '\t' : name;
  std::string text = "\"";
  for (const char letter : name) {
    if (letter == '"' || letter == '\\') {
      text += '\\';
      text += letter;
    } else if (static_cast<unsigned char>(letter) < ' ' || letter == 0x7f) {
      text += fmt::format("\\{:03o}", static_cast<unsigned char>(letter));
    } else {
      text += letter;
    }
  }
  return text + '"';
}

// "12,3"; the place of no lines is the one before.
std::string range(std::size_t first, std::size_t count) {
  if (count == 1) return fmt::format("{}", first + 1);
  return fmt::format("{},{}", count == 0 ? first : first + 1, count);
}

void print(std::string& out, char mark, std::string_view line) {
  out += mark;
  out += line;
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

class Hunk {
 public:
  Hunk(const Lines& lines, std::size_t first, std::size_t new_first)
      : lines_(lines), first_(first), new_first_(new_first), next_(first) {}

  // Lines that stay, up to this one.
  void keep(std::size_t last) {
    for (; next_ < last; ++next_) {
      print(text_, ' ', lines_.between(next_, next_ + 1));
      ++count_;
      ++new_count_;
    }
  }
  void replace(const Block& block, const std::vector<std::string_view>& after) {
    keep(block.first);
    for (; next_ < block.last; ++next_, ++count_) {
      print(text_, '-', lines_.between(next_, next_ + 1));
    }
    for (const std::string_view line : after) print(text_, '+', line);
    new_count_ += after.size();
  }
  std::string text() const {
    return fmt::format("@@ -{} +{} @@\n", range(first_, count_), range(new_first_, new_count_)) +
           text_;
  }

 private:
  const Lines& lines_;
  std::size_t first_;
  std::size_t new_first_;
  std::size_t next_;
  std::size_t count_ = 0;
  std::size_t new_count_ = 0;
  std::string text_;
};

// A block without the lines at its ends that are the same before and after.
Block trimmed(const Lines& lines, Block block, std::vector<std::string_view>& after) {
  std::size_t front = 0;
  while (block.first < block.last && front < after.size() &&
         lines.between(block.first, block.first + 1) == after[front]) {
    ++block.first;
    ++front;
  }
  after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(front));
  while (block.first < block.last && !after.empty() &&
         lines.between(block.last - 1, block.last) == after.back()) {
    --block.last;
    after.pop_back();
  }
  return block;
}

}  // namespace

std::string unified_diff(std::string_view content, const FileChange& change) {
  const Lines lines(content);
  const std::vector<Block> blocks = blocks_of(lines, change.edits);
  std::string hunks;
  std::size_t shift = 0;  // lines that the new file has more, or less: it wraps around
  std::optional<Hunk> hunk;
  std::size_t end = 0;  // of the last block in the hunk
  const auto finish = [&] {
    if (!hunk) return;
    hunk->keep(std::min(end + context_lines, lines.count()));
    hunks += hunk->text();
    hunk.reset();
  };
  for (const Block& whole : blocks) {
    std::vector<std::string_view> after = lines_of(whole.after);
    const Block block = trimmed(lines, whole, after);
    if (block.first == block.last && after.empty()) continue;
    if (hunk && block.first > end + 2 * context_lines) finish();
    if (!hunk) {
      const std::size_t first = block.first - std::min(block.first, context_lines);
      hunk.emplace(lines, first, first + shift);
    }
    hunk->replace(block, after);
    end = block.last;
    shift += after.size() - (block.last - block.first);
  }
  finish();
  if (hunks.empty()) return {};
  return fmt::format("--- {}\n+++ {}\n", quoted("a/", change.path), quoted("b/", change.path)) +
         hunks;
}

}  // namespace godwit::repo
