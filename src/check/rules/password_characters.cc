// Fact B10: a master password may be any printable ASCII but '/', '"', '@' and the space.
// https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "check/rule.h"
#include "shell/script.h"

namespace godwit::check::rule {
namespace {

using shell::Part;

bool has_any(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return name.contains(word); });
}

// "DB_ADMIN_PASS", "MasterUserPassword": of a database, by its name.
bool is_database_password(std::string_view name) {
  const std::string lower = to_lower(name);
  return has_any(lower, {"pass", "pwd"}) &&
         has_any(lower,
                 {"db", "database", "rds", "master", "postgres", "mysql", "mariadb", "aurora"});
}

bool speaks_of_rds(const Subject& subject) {
  const auto named = [](std::string_view text) {
    return text.contains("RDS") || text.contains("Aurora") || text.contains("rds");
  };
  return std::ranges::any_of(
             subject.commands,
             [](const Command& command) { return command.aws && command.aws->service == "rds"; }) ||
         std::ranges::any_of(subject.templates,
                             [](const TemplateFile& file) {
                               return std::ranges::any_of(
                                   file.content.resources, [](const auto& resource) {
                                     return resource.type.starts_with("AWS::RDS::");
                                   });
                             }) ||
         std::ranges::any_of(subject.documents, [&](const Document& document) {
           return named(document.content.source.content());
         });
}

std::optional<std::string> literal(const shell::Word& word) { return word.literal(); }

// The words of simple commands in a row of pipes; nothing where it is anything else.
std::vector<std::vector<std::string>> pipeline(const shell::Script& script) {
  std::vector<std::vector<std::string>> commands;
  if (script.statements.size() != 1) return commands;
  const shell::Statement& statement = script.statements[0];
  std::vector<const shell::Statement*> parts;
  if (statement.kind == shell::Statement::Kind::pipeline) {
    for (const shell::Statement& part : statement.parts) parts.push_back(&part);
  } else {
    parts.push_back(&statement);
  }
  for (const shell::Statement* part : parts) {
    if (part->kind != shell::Statement::Kind::simple) return {};
    std::vector<std::string>& words = commands.emplace_back();
    for (const shell::Word& word : part->command.words) {
      words.push_back(literal(word).value_or("$"));
    }
    if (words.empty()) return {};
  }
  return commands;
}

// What of the forbidden characters a command may print; empty: none, or nobody can tell.
std::string forbidden_of(const shell::Script& script) {
  const std::vector<std::vector<std::string>> commands = pipeline(script);
  if (commands.empty()) return "";
  const auto has = [](const std::vector<std::string>& words, std::string_view option) {
    return std::ranges::find(words, option) != words.end();
  };
  std::string forbidden;
  std::size_t next = 1;
  const std::vector<std::string>& first = commands[0];
  if (first[0] == "openssl" && has(first, "rand") && has(first, "-base64")) {
    forbidden = "/";
  } else if (first[0] == "aws" && has(first, "get-random-password") &&
             !has(first, "--exclude-characters") && !has(first, "--exclude-punctuation")) {
    forbidden = "/, @ and \"";
  } else if (commands.size() > 1 && commands[1][0] == "base64") {
    forbidden = "/";
    next = 2;
  }
  // Whatever filters it may well take them out, unless it is known not to.
  for (; next < commands.size(); ++next) {
    const std::vector<std::string>& words = commands[next];
    const bool keeps = words[0] == "head" || words[0] == "cut" || words[0] == "tee" ||
                       (words[0] == "tr" && words.size() == 3 && words[1] == "-d" &&
                        (words[2] == "\\n" || words[2] == "\n" || words[2] == "="));
    if (!keeps) return "";
  }
  return forbidden;
}

void tell(const SourceText& text, const Part& part, std::string_view name, Findings& findings) {
  if (part.kind != Part::Kind::command || !part.commands) return;
  const std::string forbidden = forbidden_of(*part.commands);
  if (forbidden.empty()) return;
  findings.add(span_of(text, part.extent.begin, part.extent.end),
               fmt::format("the password in {} may hold {}, which RDS refuses in a master password"
                           "{}",
                           name, forbidden,
                           forbidden == "/" ? ": base64 of 32 random bytes has one about half the "
                                              "time"
                                            : ""),
               "make it of letters and digits alone: 'openssl rand -hex 24', or let RDS manage it "
               "(ManageMasterUserPassword)");
}

// NAME=$(...), in scripts and in the here-documents that write settings files.
void look_at(const SourceText& text, const shell::Script& script, Findings& findings, int depth);

void look_at(const SourceText& text, const shell::Command& command, Findings& findings, int depth) {
  for (const shell::Assignment& each : command.assignments) {
    if (!each.value || !is_database_password(each.name)) continue;
    for (const Part& part : each.value->parts) tell(text, part, each.name, findings);
  }
  const std::vector<shell::Word>& words = command.words;
  for (std::size_t index = 0; index + 1 < words.size(); ++index) {
    if (literal(words[index]) != "--master-user-password") continue;
    for (const Part& part : words[index + 1].parts) {
      tell(text, part, "--master-user-password", findings);
    }
  }
  for (const shell::Redirection& each : command.redirections) {
    if (!each.here) continue;
    const SourceText body = text.part(each.here->extent.begin, each.here->extent.end);
    const bool expands = std::ranges::any_of(
        each.here->parts, [](const Part& part) { return part.commands != nullptr; });
    if (expands) look_at(body, shell::parse(body.content()).script, findings, depth + 1);
  }
}

void look_at(const SourceText& text, const shell::Script& script, Findings& findings, int depth) {
  if (depth > shell::deepest) return;
  for (const shell::Statement& each : script.statements) {
    look_at(text, each.command, findings, depth);
    for (const shell::Statement& part : each.parts) {
      look_at(text, part.command, findings, depth);
    }
    for (const shell::Script& body : each.conditions) look_at(text, body, findings, depth + 1);
    for (const shell::Script& body : each.bodies) look_at(text, body, findings, depth + 1);
    look_at(text, each.body, findings, depth + 1);
  }
}

void look(const Subject& subject, Findings& findings) {
  if (!speaks_of_rds(subject)) return;
  for (const Script& script : subject.scripts) {
    look_at(script.text, script.parsed->script, findings, 0);
  }
}

}  // namespace

extern const Rule password_characters;
const Rule password_characters{.id = "password-characters",
                               .severity = Severity::error,
                               .title = "a password may hold characters that RDS refuses",
                               .look = look};

}  // namespace godwit::check::rule
