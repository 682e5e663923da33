#include "yaml/parse.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <exception>
#include <spanstream>

#include "base/text.h"
#include "yaml/builder.h"
#include "yaml/characters.h"

namespace godwit::yaml {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Tabs look like indentation and are not; yaml-cpp's own message does not say
// so.
bool tab_before(std::string_view text, int line) {
  for (int skipped = 1; skipped < line; ++skipped) text.remove_prefix(text.find('\n') + 1);
  return text.substr(0, text.find_first_not_of(" \t")).contains('\t');
}

}  // namespace

std::optional<Node> parse(std::string_view text, Problems& problems, Tags tags) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  if (text.size() > most_bytes) {
    problems.add({},
                 fmt::format("the file has {}, more than the {} that are read",
                             format_bytes(text.size()), format_bytes(most_bytes)),
                 "is this the right file?");
    return std::nullopt;
  }
  if (const auto bad = find_bad_character(text)) {
    problems.add(Places(text).at_offset(bad->offset), "the file has " + bad->what + " here",
                 "save the file as UTF-8 text");
    return std::nullopt;
  }

  Builder builder(text, problems, tags);
  try {
    std::ispanstream stream(std::span(text.data(), text.size()));
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      problems.add({}, "the file is empty", "see docs/ for what belongs into it");
      return std::nullopt;
    }
    parser.HandleNextDocument(builder);  // a second one is an error
    return builder.take_root();
  } catch (const LimitExceeded& limit) {
    problems.add(limit.place, limit.cause, "is this the right file?");
  } catch (const YAML::Exception& error) {
    const Place place = builder.places().at(error.mark);
    problems.add(place, "this is not YAML: " + error.msg,
                 tab_before(text, place.line)
                     ? "indent with spaces: YAML does not allow tabs there"
                     : "look at this line and the one before it: indentation, "
                       "quotes, brackets");
  } catch (const std::exception& error) {
    problems.add({}, fmt::format("this is not YAML: {}", error.what()), "is this the right file?");
  }
  return std::nullopt;
}

}  // namespace godwit::yaml
