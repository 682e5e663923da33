// supabase: secrets of a Supabase project, all of them in one call; then its edge functions are
// deployed anew. The API tells digests only (fact E5), so old values come from a file of the
// user's, and are believed where their digests are the project's.
//
// Parameters: those of step/settings_change.h; project, old (that file, NAME=value, or empty),
// deploy (functions), sources (their folder), rewritten, rewrite_journal, repository.
// Remembers: those of step/settings_change.h; set; function/SLUG, deployed/SLUG, restored/SLUG.
//
// The way back sets the old secrets, and deploys functions as they were where the plan's rewrite
// has changed their sources: what was deployed is read from the files without its changes.
#include "consumer/supabase.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "consumer/function_source.h"
#include "consumer/settings_file.h"
#include "repo/apply.h"
#include "step/kinds.h"
#include "step/ours.h"
#include "step/settings_change.h"

namespace godwit::step {
namespace {

using namespace consumer;

constexpr Duration pause = seconds(10);

class Secrets : public SettingsStore {
 public:
  std::string what(Context& context) override {
    return "the Supabase project " + context.parameters.text("project");
  }

  Result<SeenSettings> look(Context& context, const std::vector<std::string>& names) override {
    SeenSettings seen;
    for (const auto& secret :
         TRY(supabase::list_secrets(context.cloud, context.parameters.text("project")))) {
      if (std::ranges::find(names, secret.name) != names.end()) {
        seen[secret.name] = to_lower(secret.digest);
      }
    }
    return seen;
  }

  Result<OldSettings> read_old(Context& context, const std::vector<std::string>& names) override {
    const std::string& path = context.parameters.text("old");
    const SeenSettings seen = TRY(look(context, names));
    std::optional<SettingsFile> file;
    if (!path.empty() && !seen.empty()) {
      file = TRY(SettingsFile::read(path, TRY(read_file(context.env.disk, path))));
    }
    OldSettings old;
    for (const std::string& name : names) {
      const auto there = seen.find(name);
      if (there == seen.end()) {
        old[name] = {};
        continue;
      }
      OldSetting& setting = old[name];
      setting.there = true;
      setting.digest = there->second;
      const auto entry = file ? TRY(file->find(name)) : std::nullopt;
      if (!file) {
        setting.why_unknown = "the plan names no file with its old value ('old')";
      } else if (!entry) {
        setting.why_unknown = fmt::format("{} has no value of it", path);
      } else if (digest_of(entry->value) != setting.digest) {
        setting.why_unknown = fmt::format("its value in {} is not the project's", path);
      } else {
        setting.value = entry->value;
      }
    }
    return old;
  }

  Result<Progress> write(Context& context, const Settings& settings, const OldSettings&) override {
    const std::string& project = context.parameters.text("project");
    Settings set;
    std::vector<std::string> gone;
    std::string all;
    for (const Setting& setting : settings) {
      all += setting.name + "=" + (setting.value ? digest_of(*setting.value) : "") + "\n";
      if (setting.value) {
        set.push_back(setting);
      } else {
        gone.push_back(setting.name);
      }
    }
    // The same again, a moment later: the list may not show it yet.
    const std::string these = digest_of(all);
    if (context.recall("set") == these) {
      if (auto wait = may_be_unseen(context)) return *wait;
    }
    if (set.empty()) {
      TRY_VOID(supabase::delete_secrets(context.cloud, project, gone));
    } else {
      TRY_VOID(supabase::set_secrets(context.cloud, project, set));
    }
    context.remember("set", these);
    return Again{};
  }
};

class SupabaseStep : public Step {
 public:
  Result<Progress> advance(Context& context) override {
    Secrets secrets;
    std::string note;
    if (auto progress = TRY(tell(context, secrets, note))) return *progress;
    const std::vector<std::string> slugs = context.parameters.list("deploy");
    for (const std::string& slug : slugs) {
      if (!context.recall("deployed/" + slug).empty()) continue;
      const Deployment deployment{slug, "function/", "deployed/"};
      if (auto progress = TRY(deploy(context, deployment, {}))) return *progress;
    }
    if (!slugs.empty()) note += "; deployed: " + join(slugs, ", ");
    return Done{note};
  }

  Result<Progress> undo(Context& context) override {
    Secrets secrets;
    std::string note;
    if (auto progress = TRY(take_back(context, secrets, note))) return *progress;
    std::vector<std::string> restored;
    std::vector<std::string> slugs = context.parameters.list("deploy");
    std::ranges::reverse(slugs);
    for (const std::string& slug : slugs) {
      // What was never deployed anew is as it was.
      if (context.recall("function/" + slug).empty()) continue;
      const BeforeChanges before = TRY(before_the_rewrite(context));
      if (before.changes.empty()) continue;
      const auto now = source_of(context, slug, true, {});
      const auto then = source_of(context, slug, true, before);
      // Users are not kept waiting for a file that is gone or that somebody has changed.
      if (!now || !then) {
        note += fmt::format("; kept: the function {}, for {}: {}", slug,
                            (now ? then : now).error().subject, (now ? then : now).error().cause);
        continue;
      }
      if (digest_of(*now) == digest_of(*then)) continue;
      if (context.recall("function/" + slug) == none) {
        note += fmt::format("; kept: the function {}, which was not there before", slug);
        continue;
      }
      if (context.recall("restored/" + slug).empty()) {
        const Deployment deployment{slug, "restoring/", "restored/"};
        if (auto progress = TRY(deploy(context, deployment, before))) return *progress;
      }
      restored.push_back(slug);
    }
    if (!restored.empty()) note += "; deployed as they were: " + join(restored, ", ");
    return Done{note};
  }

  Result<Verdict> observe(Context& context) override {
    Secrets secrets;
    Verdict verdict = TRY(observe_settings(context, secrets));
    for (const std::string& slug : context.parameters.list("deploy")) {
      const std::string before = context.recall("function/" + slug);
      if (before.empty() || !context.recall("deployed/" + slug).empty()) continue;
      const std::string now = TRY(version_of(context, slug));
      verdict.detail += fmt::format("; {} {}", slug, now == before ? "as before" : "deployed");
    }
    return verdict;
  }

  Result<std::string> foresee(Context& context) override {
    Secrets secrets;
    return foresee_settings(context, secrets);
  }

 private:
  static constexpr std::string_view none = "none";

  struct Deployment {
    std::string slug;
    std::string before;  // the memory of the version that was there
    std::string after;   // the memory of the one that is there now
  };

  static Result<std::string> version_of(Context& context, const std::string& slug) {
    const auto function =
        supabase::get_function(context.cloud, context.parameters.text("project"), slug);
    if (function) return std::to_string(function->version);
    if (function.error().kind == ErrorKind::not_found) return std::string(none);
    return fail(function.error());
  }

  static Result<supabase::FunctionSource> source_of(Context& context, const std::string& slug,
                                                    bool verify_jwt, const BeforeChanges& before) {
    return read_function_source(context.env.disk, context.parameters.text("sources"), slug,
                                verify_jwt, before);
  }

  // Each deployment raises the function's version by one; so a version that is higher than the one
  // that was noted beforehand says that it has happened, whatever became of its answer.
  static Result<std::optional<Progress>> deploy(Context& context, const Deployment& deployment,
                                                const BeforeChanges& before) {
    const std::string& project = context.parameters.text("project");
    const std::string& slug = deployment.slug;
    const auto function = supabase::get_function(context.cloud, project, slug);
    if (!function && function.error().kind != ErrorKind::not_found) return fail(function.error());
    const std::string now = function ? std::to_string(function->version) : std::string(none);
    const std::string noted = context.recall(deployment.before + slug);
    if (noted.empty()) {
      context.remember(deployment.before + slug, now);
      return Again{};
    }
    if (!function && noted != none) {
      return fail({ErrorKind::conflict, "deploy function", slug,
                   "it was deleted since the step began", "deploy it by hand, then resume"});
    }
    if (now != noted) {
      if (function->status != "ACTIVE") {
        return Wait{context.now() + pause,
                    fmt::format("the function {} is {}", slug, to_lower(function->status))};
      }
      context.remember(deployment.after + slug, now);
      return std::optional<Progress>();
    }
    const bool verify_jwt = !function || function->verify_jwt;
    TRY(supabase::deploy_function(context.cloud, project,
                                  TRY(source_of(context, slug, verify_jwt, before))));
    return Again{};
  }

  // The files of the plan's repository as they were before its rewrite.
  static Result<BeforeChanges> before_the_rewrite(Context& context) {
    BeforeChanges before;
    if (!context.parameters.flag("rewritten")) return before;
    before.repository = context.parameters.text("repository");
    auto changes = repo::read_journal(context.env.disk, context.parameters.text("rewrite_journal"));
    if (!changes && changes.error().kind == ErrorKind::not_found) return before;
    before.changes = TRY(std::move(changes));
    return before;
  }
};

}  // namespace

std::unique_ptr<Step> make_supabase() { return std::make_unique<SupabaseStep>(); }

}  // namespace godwit::step
