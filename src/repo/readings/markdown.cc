// Documents: all of it is documentation, whatever it quotes.
#include <algorithm>

#include "repo/readings/readers.h"

namespace godwit::repo {

void read_markdown(const Maker& maker) {
  const std::string_view text = maker.text();
  maker.add({.begin = 0, .end = text.size(), .use = Use::documentation}, true);
  for (std::size_t at = text.find("<!--"); at != text.npos; at = text.find("<!--", at)) {
    const std::size_t close = text.find("-->", at + 4);
    const std::size_t end = close == text.npos ? text.size() : close + 3;
    maker.add({.begin = at, .end = end, .use = Use::comment});
    at = end;
  }
}

}  // namespace godwit::repo
