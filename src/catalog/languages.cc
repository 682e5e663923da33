// Languages by their names, and which service knows them.
// as_of: 2026-11. source: ISO 639-1.
#include <algorithm>
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {

namespace {

constexpr std::array<Language, 68> names = {{
    {"Afrikaans", "af"},  {"Albanian", "sq"}, {"Amharic", "am"},    {"Arabic", "ar"},
    {"Armenian", "hy"},   {"Basque", "eu"},   {"Bengali", "bn"},    {"Bosnian", "bs"},
    {"Bulgarian", "bg"},  {"Catalan", "ca"},  {"Chinese", "zh"},    {"Croatian", "hr"},
    {"Czech", "cs"},      {"Danish", "da"},   {"Dutch", "nl"},      {"English", "en"},
    {"Estonian", "et"},   {"Finnish", "fi"},  {"French", "fr"},     {"Galician", "gl"},
    {"Georgian", "ka"},   {"German", "de"},   {"Greek", "el"},      {"Gujarati", "gu"},
    {"Hausa", "ha"},      {"Hebrew", "he"},   {"Hindi", "hi"},      {"Hungarian", "hu"},
    {"Icelandic", "is"},  {"Igbo", "ig"},     {"Indonesian", "id"}, {"Irish", "ga"},
    {"Italian", "it"},    {"Japanese", "ja"}, {"Kazakh", "kk"},     {"Kinyarwanda", "rw"},
    {"Korean", "ko"},     {"Latvian", "lv"},  {"Lithuanian", "lt"}, {"Macedonian", "mk"},
    {"Malay", "ms"},      {"Mandarin", "zh"}, {"Marathi", "mr"},    {"Norwegian", "no"},
    {"Persian", "fa"},    {"Polish", "pl"},   {"Portuguese", "pt"}, {"Punjabi", "pa"},
    {"Romanian", "ro"},   {"Russian", "ru"},  {"Serbian", "sr"},    {"Slovak", "sk"},
    {"Slovenian", "sl"},  {"Somali", "so"},   {"Spanish", "es"},    {"Swahili", "sw"},
    {"Swedish", "sv"},    {"Tagalog", "tl"},  {"Tamil", "ta"},      {"Telugu", "te"},
    {"Thai", "th"},       {"Turkish", "tr"},  {"Ukrainian", "uk"},  {"Urdu", "ur"},
    {"Vietnamese", "vi"}, {"Welsh", "cy"},    {"Yoruba", "yo"},     {"Zulu", "zu"},
}};

std::string_view primary(std::string_view code) { return code.substr(0, code.find('-')); }

}  // namespace

std::span<const Language> languages() { return names; }

std::string_view languages_of(std::string_view service) {
  const auto rows = language_rows();
  const auto found = std::ranges::find(rows, service, &LanguageRow::service);
  return found == rows.end() ? std::string_view() : found->languages;
}

std::optional<bool> speaks(std::string_view service, std::string_view language) {
  std::string_view all = languages_of(service);
  if (all.empty()) return std::nullopt;
  while (!all.empty()) {
    const std::size_t space = std::min(all.find(' '), all.size());
    const std::string_view code = all.substr(0, space);
    // "de" is known where "de-DE" is; "de-AT" only by itself.
    if (code == language || (language == primary(language) && primary(code) == language) ||
        (code == primary(code) && code == primary(language))) {
      return true;
    }
    all.remove_prefix(std::min(space + 1, all.size()));
  }
  return false;
}

}  // namespace godwit::catalog
