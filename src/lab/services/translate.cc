#include "lab/services/translate.h"

#include <array>

#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Translate> Translate::operations[] = {
    {"ListLanguages", &Translate::list_languages},
    {"ListTerminologies", &Translate::list_terminologies},
    {"TranslateText", &Translate::translate_text},
};

Translate::Translate(Lab&) {}

Answer Translate::handle(const Call& call) { return dispatch<Translate>(*this, operations, call); }

namespace {

constexpr std::size_t longest_text = 10'000;  // bytes

struct Language {
  std::string_view code;
  std::string_view name;
};

// as_of: 2026-11. source: https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
constexpr std::array<Language, 75> languages = {{
    {"af", "Afrikaans"},
    {"am", "Amharic"},
    {"ar", "Arabic"},
    {"az", "Azerbaijani"},
    {"bg", "Bulgarian"},
    {"bn", "Bengali"},
    {"bs", "Bosnian"},
    {"ca", "Catalan"},
    {"cs", "Czech"},
    {"cy", "Welsh"},
    {"da", "Danish"},
    {"de", "German"},
    {"el", "Greek"},
    {"en", "English"},
    {"es", "Spanish"},
    {"es-MX", "Spanish (Mexico)"},
    {"et", "Estonian"},
    {"fa", "Farsi (Persian)"},
    {"fa-AF", "Dari"},
    {"fi", "Finnish"},
    {"fr", "French"},
    {"fr-CA", "French (Canada)"},
    {"ga", "Irish"},
    {"gu", "Gujarati"},
    {"ha", "Hausa"},
    {"he", "Hebrew"},
    {"hi", "Hindi"},
    {"hr", "Croatian"},
    {"ht", "Haitian Creole"},
    {"hu", "Hungarian"},
    {"hy", "Armenian"},
    {"id", "Indonesian"},
    {"is", "Icelandic"},
    {"it", "Italian"},
    {"ja", "Japanese"},
    {"ka", "Georgian"},
    {"kk", "Kazakh"},
    {"kn", "Kannada"},
    {"ko", "Korean"},
    {"lt", "Lithuanian"},
    {"lv", "Latvian"},
    {"mk", "Macedonian"},
    {"ml", "Malayalam"},
    {"mn", "Mongolian"},
    {"mr", "Marathi"},
    {"ms", "Malay"},
    {"mt", "Maltese"},
    {"nl", "Dutch"},
    {"no", "Norwegian"},
    {"pa", "Punjabi"},
    {"pl", "Polish"},
    {"ps", "Pashto"},
    {"pt", "Portuguese (Brazil)"},
    {"pt-PT", "Portuguese (Portugal)"},
    {"ro", "Romanian"},
    {"ru", "Russian"},
    {"si", "Sinhala"},
    {"sk", "Slovak"},
    {"sl", "Slovenian"},
    {"so", "Somali"},
    {"sq", "Albanian"},
    {"sr", "Serbian"},
    {"sv", "Swedish"},
    {"sw", "Swahili"},
    {"ta", "Tamil"},
    {"te", "Telugu"},
    {"th", "Thai"},
    {"tl", "Filipino, Tagalog"},
    {"tr", "Turkish"},
    {"uk", "Ukrainian"},
    {"ur", "Urdu"},
    {"uz", "Uzbek"},
    {"vi", "Vietnamese"},
    {"zh", "Chinese (Simplified)"},
    {"zh-TW", "Chinese (Traditional)"},
}};
static_assert(std::ranges::is_sorted(languages, {}, &Language::code));

bool is_language(std::string_view code) {
  return std::ranges::binary_search(languages, code, {}, &Language::code);
}

}  // namespace

// https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html
Answer Translate::translate_text(const Call& call) {
  const Value& input = call.input;
  const std::string& text = input["Text"].text();
  const std::string& from = input["SourceLanguageCode"].text();
  const std::string& to = input["TargetLanguageCode"].text();
  if (text.empty()) {
    return refuse(400, "InvalidRequestException", "The text to translate must not be empty");
  }
  if (text.size() > longest_text) {
    return refuse(
        400, "TextSizeLimitExceededException",
        fmt::format("Input text size exceeds limit. Max length of request text allowed is "
                    "{} bytes while in this request the text size is {} bytes",
                    longest_text, text.size()));
  }
  if (!input["TerminologyNames"].list().empty()) {
    return refuse(400, "ResourceNotFoundException",
                  "The terminology does not exist: the lab's translate keeps none");
  }
  if ((from != "auto" && !is_language(from)) || !is_language(to)) {
    return refuse(400, "UnsupportedLanguagePairException",
                  fmt::format("Unsupported language pair: {} to {}.", from, to));
  }
  if (from == "auto") {
    return refuse(400, "DetectedLanguageLowConfidenceException",
                  "The lab cannot tell languages apart: name the source language",
                  Value().set("DetectedLanguageCode", "en"));
  }
  return Value()
      .set("TranslatedText", from == to ? text : fmt::format("[{}] {}", to, text))
      .set("SourceLanguageCode", from)
      .set("TargetLanguageCode", to);
}

Answer Translate::list_languages(const Call& call) {
  const Value& input = call.input;
  const std::string display =
      input.has("DisplayLanguageCode") ? input["DisplayLanguageCode"].text() : "en";
  if (display != "en") {
    return refuse(400, "UnsupportedDisplayLanguageCodeException",
                  "The lab has the languages' English names only");
  }
  const std::int64_t limit = input.has("MaxResults") ? input["MaxResults"].integer() : 500;
  if (limit < 1 || limit > 500) {
    return refuse(400, "InvalidParameterValueException", "MaxResults must be between 1 and 500");
  }
  std::map<std::string, std::string_view> all;
  for (const Language& language : languages) all.emplace(language.code, language.name);
  std::string after;
  if (input.has("NextToken")) {
    const auto token = read_page_token(input["NextToken"].text());
    if (!token) return refuse(400, "InvalidParameterValueException", "Invalid NextToken");
    after = *token;
  }
  aws::List shown;
  const std::string token = show_page(
      all, after, static_cast<std::size_t>(limit), [](const auto&) { return true; },
      [&](const auto& entry) {
        shown.push_back(Value().set("LanguageName", entry.second).set("LanguageCode", entry.first));
      });
  Value output = Value().set("Languages", std::move(shown)).set("DisplayLanguageCode", display);
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Translate::list_terminologies(const Call&) {
  return Value().set("TerminologyPropertiesList", aws::List());
}

}  // namespace godwit::lab::services
