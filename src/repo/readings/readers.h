// A reader for each language: adds the parts of the maker's text. All of them take any bytes, in
// linear time, and nest no deeper than `deepest`.
#pragma once

#include <string_view>

#include "repo/readings/maker.h"

namespace godwit::repo {

constexpr int deepest = 100;

// `path` is the file's, or a name that is like one; it says which kind of configuration it is.
void read_yaml(const Maker& maker, std::string_view path);
void read_json(const Maker& maker, std::string_view path);
void read_shell(const Maker& maker);
void read_makefile(const Maker& maker);
// `gives`: it is an environment that others take, as a .env file is.
void read_dotenv(const Maker& maker, bool gives);
void read_code(const Maker& maker, Language language, std::string_view path);
void read_toml(const Maker& maker, std::string_view path);
void read_markdown(const Maker& maker);
void read_html(const Maker& maker, std::string_view path);
void read_dockerfile(const Maker& maker);

// The one of these that the language has.
void read_as(Language language, const Maker& maker, std::string_view path);
// A text within the maker's: nothing where it is too deep.
void read_inner(Language language, const Maker& maker, const Inner& inner, std::string_view path);

}  // namespace godwit::repo
