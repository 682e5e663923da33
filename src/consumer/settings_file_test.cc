#include "consumer/settings_file.h"

#include <gtest/gtest.h>

namespace godwit::consumer {
namespace {

SettingsFile file(const std::string& path, const std::string& content) {
  auto read = SettingsFile::read(path, content);
  EXPECT_TRUE(read.has_value()) << (read ? "" : to_string(read.error()));
  return std::move(*read);
}

std::string value(const SettingsFile& file, const std::string& name) {
  const auto entry = file.find(name);
  EXPECT_TRUE(entry.has_value()) << (entry ? "" : to_string(entry.error()));
  return !entry ? "(error)" : !*entry ? "(none)" : (*entry)->value;
}

std::string changed(const SettingsFile& file, const std::string& name, const std::string& value) {
  const auto content = file.with(name, value);
  EXPECT_TRUE(content.has_value()) << (content ? "" : to_string(content.error()));
  return content.value_or("");
}

constexpr std::string_view json = R"({
    "AwsRegion" : "eu-west-1",
    "Port": 8080, "Live": true,
  "Chime": {"Api": "https:\/\/a.example\/\u00e9", "Tries": 3},
	"Regions": ["eu-west-1", "af-south-1"]
}
)";

TEST(JsonSettings, AreFoundByTheirKeys) {
  const SettingsFile settings = file("environment.json", std::string(json));
  EXPECT_EQ(value(settings, "AwsRegion"), "eu-west-1");
  EXPECT_EQ(value(settings, "Chime.Api"), "https://a.example/\u00e9");
  EXPECT_EQ(value(settings, "Port"), "8080");
  EXPECT_EQ(value(settings, "Live"), "true");
  EXPECT_EQ(value(settings, "Regions.1"), "af-south-1");
  EXPECT_EQ(value(settings, "Api"), "(none)");
  EXPECT_EQ(value(settings, "Region"), "(none)");
  EXPECT_EQ(settings.find("Chime").error().kind, ErrorKind::invalid);
}

TEST(JsonSettings, ChangeWhereTheyStand) {
  const SettingsFile settings = file("environment.json", std::string(json));
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string text(json);
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(changed(settings, "AwsRegion", "eu-central-1"),
            replaced("\"eu-west-1\"", "\"eu-central-1\""));
  EXPECT_EQ(changed(settings, "Chime.Api", "a \"b\" \\ c"),
            replaced(R"("https:\/\/a.example\/\u00e9")", R"("a \"b\" \\ c")"));
  EXPECT_EQ(changed(settings, "Port", "8443"), replaced("8080", "8443"));
  EXPECT_EQ(changed(settings, "Port", "none"), replaced("8080", "\"none\""));
  EXPECT_EQ(changed(settings, "Live", "false"), replaced("true", "false"));
  EXPECT_EQ(changed(settings, "AwsRegion", "5"), replaced("\"eu-west-1\"", "\"5\""));
}

TEST(JsonSettings, AreAddedAtTheEndAndTakenAwayWithoutATrace) {
  for (const std::string_view text :
       {json, std::string_view("{}"), std::string_view(" {  }\n"), std::string_view(R"({"a":"b"})"),
        std::string_view(R"({ "a": "b" })"), std::string_view("{\r\n  \"a\": {\"b\": []}\r\n}\r\n"),
        std::string_view("\xEF\xBB\xBF{\"a\": 1}")}) {
    const SettingsFile before = file("x.json", std::string(text));
    const std::string added = changed(before, "New", "{\"epoch\":1}");
    const SettingsFile after = file("x.json", added);
    EXPECT_EQ(value(after, "New"), "{\"epoch\":1}") << text;
    EXPECT_EQ(after.without("New").value_or("(error)"), text);
  }
  EXPECT_EQ(changed(file("x.json", "{\r\n  \"a\": \"b\"\r\n}\r\n"), "c", "d"),
            "{\r\n  \"a\": \"b\",\r\n  \"c\": \"d\"\r\n}\r\n");
  EXPECT_EQ(changed(file("x.json", R"({"a":"b"})"), "c", "d"), R"({"a":"b","c":"d"})");
  EXPECT_EQ(changed(file("x.json", R"({"a": "b"})"), "c", "d"), R"({"a": "b", "c": "d"})");
}

TEST(JsonSettings, FirstAndMiddleOnesCanGoToo) {
  const SettingsFile settings = file("x.json", R"({"a": "b", "c\"": 1, "d": 2})");
  EXPECT_EQ(settings.without("a").value_or(""), R"({"c\"": 1, "d": 2})");
  EXPECT_EQ(settings.without("d").value_or(""), R"({"a": "b", "c\"": 1})");
  EXPECT_EQ(settings.without("nothing").value_or(""), settings.content());
}

TEST(JsonSettings, WhatIsNotClearIsRefused) {
  for (const char* content : {"", "[]", "5", "{", "{\"a\": 1,}", "{\"a\": 1} // x", "{'a': 1}"}) {
    EXPECT_EQ(SettingsFile::read("x.json", content).error().kind, ErrorKind::invalid) << content;
  }
  EXPECT_FALSE(file("x.json", R"({"a": "b", "a": "c"})").find("a").has_value());
  EXPECT_FALSE(file("x.json", R"({"a.b": "c", "a": {"b": "d"}})").find("a.b").has_value());
  // What looks like settings within a value is part of the value.
  const SettingsFile nested = file("x.json", R"({"r": "{\"a\": \"b\"}", "a": "c"})");
  EXPECT_EQ(value(nested, "a"), "c");
  EXPECT_EQ(value(nested, "r.a"), "(none)");
  EXPECT_EQ(value(nested, "r"), R"({"a": "b"})");
}

constexpr std::string_view lines = R"(# where things are
AWS_REGION=eu-west-1
export API_URL="https://a.example/x"   # the API
SUPPORT='a b'
EMPTY=
)";

TEST(LineSettings, AreFoundByTheirNames) {
  const SettingsFile settings = file(".env", std::string(lines));
  EXPECT_EQ(value(settings, "AWS_REGION"), "eu-west-1");
  EXPECT_EQ(value(settings, "API_URL"), "https://a.example/x");
  EXPECT_EQ(value(settings, "SUPPORT"), "a b");
  EXPECT_EQ(value(settings, "EMPTY"), "");
  EXPECT_EQ(value(settings, "REGION"), "(none)");
}

TEST(LineSettings, ChangeWhereTheyStand) {
  const SettingsFile settings = file(".env", std::string(lines));
  const auto replaced = [&](std::string_view from, std::string_view to) {
    std::string text(lines);
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_EQ(changed(settings, "AWS_REGION", "eu-central-1"), replaced("eu-west-1", "eu-central-1"));
  EXPECT_EQ(changed(settings, "AWS_REGION", "a b"), replaced("eu-west-1", "'a b'"));
  EXPECT_EQ(changed(settings, "API_URL", "https://b.example/y"),
            replaced("a.example/x", "b.example/y"));
  EXPECT_EQ(changed(settings, "SUPPORT", "it's"), replaced("'a b'", "\"it's\""));
  EXPECT_EQ(changed(settings, "EMPTY", "x"), replaced("EMPTY=", "EMPTY=x"));
  EXPECT_EQ(changed(settings, "API_URL", "{\"epoch\":1}"),
            replaced("\"https://a.example/x\"", "'{\"epoch\":1}'"));
}

TEST(LineSettings, AreAddedAtTheEndAndTakenAwayWithoutATrace) {
  for (const std::string_view text :
       {lines, std::string_view("A=b"), std::string_view(""), std::string_view("A=b\r\nC=d\r\n"),
        std::string_view("A=b\r\nC=d"), std::string_view("\n\n")}) {
    const SettingsFile before = file("x.env", std::string(text));
    const std::string added = changed(before, "NEW", "{\"epoch\":1}");
    const SettingsFile after = file("x.env", added);
    EXPECT_EQ(value(after, "NEW"), "{\"epoch\":1}") << text;
    EXPECT_EQ(after.without("NEW").value_or("(error)"), text);
  }
  EXPECT_EQ(changed(file("x.env", "A=b\r\n"), "C", "d"), "A=b\r\nC=d\r\n");
}

TEST(LineSettings, WhatReadersUnderstandDifferentlyIsRefused) {
  const SettingsFile settings = file(".env", std::string(lines));
  for (const char* value : {"it's \"so\"", "a\nb", "a\\b'", "$HOME and it's"}) {
    EXPECT_EQ(settings.with("AWS_REGION", value).error().kind, ErrorKind::invalid) << value;
  }
  EXPECT_FALSE(settings.with("NEW NAME", "x").has_value());
  EXPECT_FALSE(file(".env", "A=b\nA=c\n").find("A").has_value());
  EXPECT_EQ(SettingsFile::read("main.dart", "x").error().kind, ErrorKind::invalid);
}

TEST(LineSettings, QuotesAreLettersInProperties) {
  const SettingsFile settings = file("app.properties", "a=\"x\"\n");
  EXPECT_EQ(value(settings, "a"), "\"x\"");
  EXPECT_EQ(changed(settings, "a", "b c"), "a=b c\n");
  EXPECT_FALSE(settings.with("a", "b\\c").has_value());
}

TEST(SettingsFile, NoErrorShowsWhatIsInIt) {
  for (const auto& [path, content] :
       {std::pair("x.json", "{\"a\": made-up-secret}"), std::pair("x.json", "[\"made-up-secret\"]"),
        std::pair(".env", "A=made-up-secret\nA=made-up-secret\n")}) {
    auto read = SettingsFile::read(path, content);
    const Error error = read ? read->find("A").error() : read.error();
    EXPECT_FALSE(to_string(error).contains("made-up")) << to_string(error);
  }
}

TEST(SettingsFile, AnyBytesAreAnErrorOrAFile) {
  std::uint64_t state = 11;
  for (const char* path : {"x.json", ".env"}) {
    const std::string whole(path[0] == 'x' ? json : lines);
    for (int i = 0; i < 3000; ++i) {
      std::string content = whole;
      for (int n = 0; n < 2; ++n) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        content[(state >> 33) % content.size()] = static_cast<char>(state >> 25);
      }
      const auto read = SettingsFile::read(path, content);
      if (!read) continue;
      for (const char* name : {"AwsRegion", "AWS_REGION", "NEW"}) {
        const auto with = read->with(name, "b");
        if (!with) continue;
        const auto again = SettingsFile::read(path, *with);
        ASSERT_TRUE(again.has_value()) << *with;
        ASSERT_EQ(value(*again, name), "b") << *with;
        const auto entry = read->find(name);
        if (entry && *entry) {
          EXPECT_EQ(again->with_token(name, (*entry)->token).value_or(""), content);
        }
      }
    }
  }
}

}  // namespace
}  // namespace godwit::consumer
