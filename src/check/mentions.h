// Mentions: the services, models and runtimes that documents, commands, files and a plan name, and
// for which region.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct Mention {
  enum class Where { title, sentence, cell, diagram, command, file, plan } where = Where::sentence;
  std::string name;   // the catalog's prefix; a model's id; a model's name: "sonnet 3.5"; a runtime
  std::string words;  // as written
  Span span;
  // For which it is named. Empty: nobody says; `unclear`: several are named, and not which is
  // meant.
  std::vector<std::string> regions;
  bool unclear = false;
  std::vector<std::string>
      languages;  // of a service: names of those that are said of it: "German"; of a plan: codes
  bool denies = false;  // what is said of it is that it is not so
  bool before = false;  // in what is changed into something else
  int document = -1;    // -1: a file of the repository
  std::string context;  // the words around it, for rules that look for more
};

// Services, of documents and commands; not of files.
std::vector<Mention> service_mentions(const Subject& subject);
// Ids of Bedrock's models, with the geography of their profile: "eu.anthropic.claude-...". Of all
// texts, those of the repository too.
std::vector<Mention> model_ids(const Subject& subject);
// Claude's models by the names that people use.
std::vector<Mention> model_names(const Subject& subject);
// Lambda's runtimes: by identifier anywhere, by a language and its version where Lambda is named.
std::vector<Mention> runtime_mentions(const Subject& subject);

// Prefixes of the services that a title or a file's name is about: "Bedrock AI (eu-west-1)",
// "chime-sdk.yaml".
std::vector<std::string> services_of_title(std::string_view title);

// "eu." of "eu.anthropic.claude-..."; the rest is the model's id.
struct ModelId {
  std::string_view geography;
  std::string_view model;
};
ModelId split_model_id(std::string_view id);
// What people would call it: "sonnet 3.5" of "anthropic.claude-3-5-sonnet-20240620-v1:0"; empty
// where it is not Claude's.
std::string claude_name(std::string_view model);

// Is a service there, as far as anybody says? And what that rests on.
std::optional<bool> is_offered(const Subject& subject, std::string_view service,
                               std::string_view region);
Basis basis_of(const Subject& subject, std::string_view service);
// What a finding rests on.
Basis basis_of(catalog::Topic topic);
// The day against which dates are held: the caller's, or the last one that the catalog knows of.
std::string day_of(const Subject& subject);

// "eu-west-1, eu-west-2 and 5 more".
std::string some_regions(const std::vector<std::string_view>& regions, std::string_view near);

}  // namespace godwit::check
