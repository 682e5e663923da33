// Reading: what the parts of a file are, as far as its syntax says: which text is the value of
// what, which is a default, a comment, an address. Cheap enough for every file with a hit: no full
// grammar of any language but what tells values, names, comments and lists apart.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace godwit::repo {

enum class Language : std::uint8_t {
  none,  // plain text, or not known
  yaml,
  json,
  shell,
  dotenv,      // also .properties and .ini: NAME=value lines
  javascript,  // and TypeScript
  python,
  dart,
  terraform,
  toml,
  markdown,  // and other documentation
  html,      // and XML
  dockerfile,
  program  // in another language: Go, Java, Kotlin, C#, Ruby, PHP, Rust, Swift, ...
};
std::string_view to_string(Language language);

// What a text is there for. Where more than one fits, the first of this order that fits is meant.
enum class Use : std::uint8_t {
  backup,  // in a backup file: *.bak, *.orig, *~, ...: nobody reads it
  comment,
  documentation,  // a document, or a description within a configuration
  fallback,       // one of several regions that are tried in order
  deployed_url,   // the address of something that is deployed
  default_value,  // taken where nothing else is given: a template's, "${X:-y}", "x || 'y'"
  parameter,      // given to something that has a parameter: a stack's, a command's option
  client,         // configuration that a client is built or shipped with
  setting,        // other configuration: a variable, a constant, a key in a file
  code            // anything else
};
std::string_view to_string(Use use);  // "default", "deployed-url"

enum class Quoting : std::uint8_t { none, single, double_, backtick, block };

// A value, a comment, a list. Parts nest, or stand apart; they never overlap in part.
struct Part {
  std::size_t begin = 0;  // bytes of the text, without quotes, to before `end`
  std::size_t end = 0;
  Use use = Use::code;
  Quoting quoting = Quoting::none;
  // What it is the value of: "PRIMARY_REGION"; in YAML and JSON all the keys on the way:
  // "Parameters.PrimaryRegion.Default" (list entries by number: "jobs.0.region"). Empty: nothing.
  std::string name;
  // Of a default: the variable or parameter that is taken instead where it is set
  // ("BEDROCK_REGION"; a template's parameter: its name). Empty: none.
  std::string overridden_by;
  // Gives something that others may take: "AWS_REGION=..." in a .env, an entry of a template's
  // Environment.Variables, a stack's parameter override, an export. For Part::overridden_by of
  // other files.
  bool gives = false;

  bool operator==(const Part&) const = default;
};

struct Reading {
  Language language = Language::none;
  bool backup = false;      // the file is a copy of another
  bool is_client = false;   // it is shipped to clients: an app's configuration or source
  std::vector<Part> parts;  // by begin; of those that begin together the longest first

  // For at(): of each part, the one around it, counted from 1; 0: none. read() fills it in; where
  // it is empty, at() looks at all of them.
  std::vector<std::uint32_t> around;

  // The innermost part around a place; nullptr: none. In logarithmic time.
  const Part* at(std::size_t begin, std::size_t end) const;
};

// By the path's ending, the first line ("#!/bin/sh") and the content (a CloudFormation template).
Language language_of(std::string_view path, std::string_view text);

// Of a larger file the rest is not read: it was written by a program.
constexpr std::size_t most_bytes_read = 8'000'000;

// Pure; any bytes, in linear time, with bounded recursion. What it cannot tell is not in it.
Reading read(std::string_view path, std::string_view text);

}  // namespace godwit::repo
