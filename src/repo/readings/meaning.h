// Meaning: what a key of a structured file (YAML, JSON) is there for, by its place: a template's
// parameter's default, a function's environment, a step's script.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "repo/reading.h"

namespace godwit::repo {

// What a file of YAML or JSON is the configuration of.
enum class DocumentKind : std::uint8_t {
  other,
  cloudformation,  // and SAM
  serverless,      // of the Serverless Framework
  workflow,        // of GitHub Actions, also an action
  pipeline,        // of GitLab, CircleCI, CodeBuild and the like
  compose,
  openapi
};
DocumentKind document_kind(std::string_view path, std::string_view text);

struct Meaning {
  Use use = Use::setting;
  std::string overridden_by;
  bool gives = false;
  bool ordered = true;     // a list of regions there is one that is tried in order
  bool pairs = false;      // a list's texts are "NAME=value"
  bool overrides = false;  // a text is "A=b C=d": what a stack's parameters are given
  // A text there is one of this language; `none`: it is itself; its name says more: `file`.
  Language language = Language::none;
  bool is_code = false;  // of a language that its content tells
  std::string_view file;
};

// Of the value at `path`: its keys, and numbers of list entries.
Meaning meaning_of(DocumentKind kind, std::span<const std::string> path);

// Of code whose language its key does not tell.
Language language_of_code(std::string_view text);

}  // namespace godwit::repo
