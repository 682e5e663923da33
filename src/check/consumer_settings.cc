#include "check/consumer_settings.h"

#include <string_view>
#include <utility>

#include "check/deeds.h"
#include "check/running.h"
#include "check/surroundings.h"

namespace godwit::check {
namespace {

// A program that sets what is given as "NAME=value", or as a name of its own.
struct Keeper {
  std::string_view program;
  std::string_view verbs;  // the words after it
  std::string_view name;
  bool pairs = true;  // NAME=value; false: the next word is the name
  bool write_only = false;
};

// https://supabase.com/docs/reference/cli/supabase-secrets-set (lists digests);
// https://cli.github.com/manual/gh_secret_set, https://fly.io/docs/apps/secrets/,
// https://developers.cloudflare.com/workers/configuration/secrets/ (never shown again)
constexpr Keeper keepers[] = {
    {"supabase", "secrets set", "Supabase", true, true},
    {"firebase", "functions:config:set", "Firebase", true, false},
    {"firebase", "functions:secrets:set", "Firebase", false, false},
    {"gh", "secret set", "GitHub", false, true},
    {"heroku", "config:set", "Heroku", true, false},
    {"fly", "secrets set", "Fly", true, true},
    {"flyctl", "secrets set", "Fly", true, true},
    {"wrangler", "secret put", "Cloudflare", false, true},
    {"netlify", "env:set", "Netlify", false, false},
    {"railway", "variables --set", "Railway", true, false},
};

bool is_option_with_value(std::string_view word) {
  for (const std::string_view option : {"--project-ref", "--app", "-a", "--repo", "-R", "--env",
                                        "-e", "--project", "-P", "--org", "-o", "--workdir"}) {
    if (word == option) return true;
  }
  return false;
}

// The index of the first word after the verbs; 0: it is another command.
std::size_t after_verbs(const std::vector<const Word*>& words, std::string_view verbs) {
  std::size_t at = 1;
  while (!verbs.empty()) {
    const std::size_t space = verbs.find(' ');
    const std::string_view verb = verbs.substr(0, space);
    if (at >= words.size() || words[at]->value.text != verb) return 0;
    ++at;
    verbs = space == std::string_view::npos ? std::string_view() : verbs.substr(space + 1);
  }
  return at;
}

void read(const Subject& subject, const Command& command, const Keeper& keeper,
          const std::vector<const Word*>& words, std::vector<ConsumerSetting>& all) {
  const bool back = goes_back(subject, command);
  for (std::size_t at = after_verbs(words, keeper.verbs); at > 0 && at < words.size(); ++at) {
    const Word& word = *words[at];
    const std::string& text = word.value.text;
    if (is_option_with_value(text)) ++at;
    if (text.starts_with('-')) continue;
    const std::size_t equals = text.find('=');
    if (keeper.pairs && equals == std::string::npos) continue;
    ConsumerSetting setting{.keeper = std::string(keeper.name),
                            .name = text.substr(0, equals),
                            .span = word.span,
                            .command = command.index,
                            .way_back = back,
                            .write_only = keeper.write_only};
    setting.value.known = word.value.known;
    if (equals != std::string::npos) setting.value.text = text.substr(equals + 1);
    all.push_back(std::move(setting));
    if (!keeper.pairs) return;
  }
}

void read_aws(const Subject& subject, const Command& command, std::vector<ConsumerSetting>& all) {
  const bool secret = command.is("secretsmanager", "put-secret-value") ||
                      command.is("secretsmanager", "update-secret");
  if (!secret && !command.is("ssm", "put-parameter")) return;
  const std::string name = given(command, secret ? "secret-id" : "name");
  if (name.empty()) return;
  all.push_back({.keeper = secret ? "Secrets Manager" : "Parameter Store",
                 .name = name,
                 .value = {given(command, secret ? "secret-string" : "value"), true},
                 .span = command.span,
                 .command = command.index,
                 .way_back = goes_back(subject, command),
                 .keeps_versions = true});
}

}  // namespace

std::vector<ConsumerSetting> consumer_settings_of(const Subject& subject) {
  std::vector<ConsumerSetting> all;
  for (const Command& command : subject.commands) {
    constexpr std::size_t most = 2'000;  // rules compare each with each
    if (all.size() >= most) break;
    if (command.aws) {
      read_aws(subject, command, all);
      continue;
    }
    const std::vector<const Word*> words = program_words(command);
    if (words.size() < 3) continue;
    const std::string_view program = program_name(words.front()->value.text);
    for (const Keeper& keeper : keepers) {
      if (program == keeper.program) read(subject, command, keeper, words, all);
    }
  }
  return all;
}

}  // namespace godwit::check
