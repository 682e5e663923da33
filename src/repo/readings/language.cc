// What a file is, by its name, its first line and its content.
#include <algorithm>
#include <initializer_list>

#include "base/ascii.h"
#include "base/text.h"
#include "repo/readings/meaning.h"
#include "repo/readings/places.h"

namespace godwit::repo {
namespace {

using Names = std::initializer_list<std::string_view>;

std::string_view name_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

bool is_one_of(std::string_view name, Names names) {
  return std::ranges::find(names, name) != names.end();
}

// "bak", "orig", "1": what a copy of a file has at its end; 0: it is none.
std::size_t backup_suffix(std::string_view name) {
  for (const std::string_view ending :
       {".bak", ".orig", ".old", ".backup", ".save", ".swp", ".rej", ".bkp", "~"}) {
    if (name.size() > ending.size() && name.ends_with(ending)) return ending.size();
  }
  // "x.bak.2", "x.bak-2024-06-01"
  const std::size_t within = name.rfind(".bak");
  if (within != name.npos && within > 0 && name.size() - within < 20) {
    const std::string_view rest = name.substr(within + 4);
    if (std::ranges::all_of(
            rest, [](char c) { return is_digit(c) || c == '.' || c == '-' || c == '_'; })) {
      return name.size() - within;
    }
  }
  return 0;
}

Language by_ending(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == name.npos) return Language::none;
  const std::string ending = to_lower(name.substr(dot + 1));
  if (is_one_of(ending, {"yaml", "yml", "template"})) return Language::yaml;
  if (is_one_of(ending, {"json", "jsonc", "json5", "tfstate", "webmanifest", "arb", "ndjson",
                         "jsonl", "geojson", "har", "ipynb"})) {
    return Language::json;
  }
  if (is_one_of(ending, {"sh", "bash", "zsh", "ksh", "bats", "envrc"})) return Language::shell;
  if (is_one_of(ending, {"env", "ini", "properties", "cfg", "conf", "npmrc", "editorconfig"})) {
    return Language::dotenv;
  }
  if (is_one_of(ending, {"js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"})) {
    return Language::javascript;
  }
  if (is_one_of(ending, {"py", "pyi", "pyw"})) return Language::python;
  if (ending == "dart") return Language::dart;
  if (is_one_of(ending, {"tf", "tfvars", "hcl", "nomad", "tofu"})) return Language::terraform;
  if (ending == "toml") return Language::toml;
  if (is_one_of(ending, {"md", "markdown", "mdx", "rst", "adoc", "asciidoc", "org", "textile"})) {
    return Language::markdown;
  }
  if (is_one_of(ending, {"html", "htm", "xhtml", "vue", "svelte", "xml", "svg", "plist", "csproj",
                         "config", "props", "entitlements", "storyboard", "xib"})) {
    return Language::html;
  }
  if (ending == "dockerfile") return Language::dockerfile;
  if (is_one_of(ending, {"go",    "java", "kt",   "kts", "scala", "groovy", "gradle", "cs",
                         "swift", "m",    "mm",   "c",   "h",     "cc",     "cpp",    "hpp",
                         "rs",    "rb",   "rake", "erb", "php",   "pl",     "pm",     "ex",
                         "exs",   "r",    "lua",  "ps1", "psm1",  "fs",     "vb",     "bicep"})) {
    return Language::program;
  }
  if (ending == "mk") return Language::shell;
  return Language::none;
}

Language by_name(std::string_view name) {
  if (name.starts_with("Dockerfile") || name.starts_with("Containerfile")) {
    return Language::dockerfile;
  }
  if (name == ".env" || name.starts_with(".env.") || name.ends_with(".env.example")) {
    return Language::dotenv;
  }
  if (name.ends_with(".auto.tfvars.json")) return Language::json;
  if (is_one_of(name, {".bashrc", ".profile", ".bash_profile", ".zshrc", ".envrc", "PKGBUILD"})) {
    return Language::shell;
  }
  if (is_one_of(name, {"Jenkinsfile", "Rakefile", "Gemfile", "Vagrantfile", "Fastfile"})) {
    return Language::program;
  }
  if (is_makefile(name)) return Language::shell;
  if (name == "PKG-INFO" || name == "METADATA") return Language::markdown;
  if (is_one_of(name, {"Pipfile", "poetry.lock", "Cargo.lock"})) return Language::toml;
  if (is_one_of(name, {".babelrc", ".eslintrc", ".firebaserc", "composer.lock"})) {
    return Language::json;
  }
  const std::string_view stem = name.substr(0, std::min(name.find('.'), name.size()));
  if (is_one_of(stem, {"README", "CHANGELOG", "CHANGES", "HISTORY", "NOTES", "LICENSE", "NOTICE",
                       "CONTRIBUTING", "AUTHORS", "TODO", "RUNBOOK", "NEWS", "INSTALL"}) &&
      (stem.size() == name.size() || name.ends_with(".txt"))) {
    return Language::markdown;
  }
  return Language::none;
}

}  // namespace

bool is_built_into_clients(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot != name.npos) name.remove_prefix(dot + 1);
  for (const std::string_view beginning : {"VITE_", "NEXT_PUBLIC_", "REACT_APP_", "EXPO_PUBLIC_",
                                           "NUXT_PUBLIC_", "GATSBY_", "VUE_APP_", "PUBLIC_"}) {
    if (name.starts_with(beginning)) return true;
  }
  return false;
}

bool is_example(std::string_view name) {
  return name.ends_with(".example") || name.ends_with(".sample") || name.ends_with(".dist") ||
         name.ends_with(".template");
}

bool is_makefile(std::string_view path) {
  const std::string_view name = name_of(path);
  return name == "Makefile" || name == "makefile" || name == "GNUmakefile" ||
         name.starts_with("Makefile.") || name.ends_with(".mk");
}

bool has_hash_comments(std::string_view path) {
  const std::string_view name = name_of(path);
  const std::size_t dot = name.rfind('.');
  const std::string_view ending = dot == name.npos ? name : name.substr(dot + 1);
  return is_one_of(ending, {"rb", "rake", "erb", "php", "pl", "pm", "ex", "exs", "r", "ps1", "psm1",
                            "Rakefile", "Gemfile", "Vagrantfile", "Fastfile"});
}

bool has_single_quotes(std::string_view path) {
  const std::string_view name = name_of(path);
  return has_hash_comments(path) || name.ends_with(".groovy") || name.ends_with(".gradle") ||
         name.ends_with(".lua") || name.ends_with(".bicep") || name == "Jenkinsfile";
}

bool is_backup(std::string_view path) { return backup_suffix(name_of(path)) > 0; }

std::string_view without_backup_suffix(std::string_view path) {
  while (const std::size_t suffix = backup_suffix(name_of(path))) path.remove_suffix(suffix);
  return path;
}

bool is_clients(std::string_view path, Language language) {
  if (language == Language::dart) return true;
  const std::string_view name = name_of(path);
  if (is_one_of(name, {"aws-exports.js", "amplifyconfiguration.json", "amplifyconfiguration.dart",
                       "google-services.json", "GoogleService-Info.plist", "awsconfiguration.json",
                       "amplify_outputs.json", "app.json", "capacitor.config.json"})) {
    return true;
  }
  static constexpr std::string_view folders[] = {"assets", "public",  "www",    "mobile",
                                                 "ios",    "android", "webapp", "windows",
                                                 "macos",  "frontend"};
  // Further in, a program's own parts have such names.
  static constexpr std::string_view first_folders[] = {"web", "static", "client"};
  static constexpr std::string_view others[] = {"server",    "backend", "api",
                                                "functions", "lambda",  "lambdas"};
  bool found = false;
  int depth = 0;
  for (std::size_t at = 0; at < path.size(); ++depth) {
    const std::size_t slash = path.find('/', at);
    if (slash == path.npos) break;
    const std::string_view folder = path.substr(at, slash - at);
    if (std::ranges::find(others, folder) != std::end(others)) return false;
    if (std::ranges::find(folders, folder) != std::end(folders)) found = true;
    if (depth <= 1 && std::ranges::find(first_folders, folder) != std::end(first_folders)) {
      found = true;
    }
    at = slash + 1;
  }
  return found && language != Language::markdown && language != Language::shell &&
         language != Language::python && language != Language::terraform;
}

Language language_of(std::string_view path, std::string_view text) {
  path = without_backup_suffix(path);
  // What a file is made from has its ending before its own: "a.yml.j2", ".env.example".
  for (const std::string_view ending : {".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".tftpl",
                                        ".mustache", ".hbs", ".dist", ".example", ".sample"}) {
    if (path.ends_with(ending) && path.size() > ending.size() + 1) {
      path.remove_suffix(ending.size());
      break;
    }
  }
  const std::string_view name = name_of(path);
  if (const Language language = by_name(name); language != Language::none) return language;
  Language language = by_ending(name);
  // A template can be either.
  if (language == Language::yaml) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != text.npos && text[first] == '{' && !text.substr(first).starts_with("{{")) {
      return Language::json;
    }
  }
  if (language != Language::none) return language;
  if (text.starts_with("#!")) return language_of_code(text);
  if (name.ends_with(".txt")) {
    const bool in_documents = path.find("docs/") != path.npos || path.find("doc/") != path.npos;
    return in_documents && name != "requirements.txt" ? Language::markdown : Language::none;
  }
  // Of a name without an ending: a CloudFormation template.
  const std::string_view beginning = text.substr(0, 4000);
  if (beginning.find("AWSTemplateFormatVersion") != beginning.npos) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return text[first] == '{' ? Language::json : Language::yaml;
  }
  return Language::none;
}

}  // namespace godwit::repo
