// settings_file: a JSON or NAME=value file that somebody is built with. It is replaced as a whole,
// with all of its new values, so that a build has the old ones or the new ones.
//
// Parameters: those of step/settings_change.h; file. Remembers: those of step/settings_change.h.
#include "consumer/settings_file.h"

#include "step/kinds.h"
#include "step/settings_change.h"

namespace godwit::step {
namespace {

using namespace consumer;

Error about(const Error& from, ErrorKind kind) {
  Error error = from;
  error.kind = kind;
  return error;
}

class Entries : public SettingsStore {
 public:
  std::string what(Context& context) override { return path(context); }

  Result<SeenSettings> look(Context& context, const std::vector<std::string>& names) override {
    SeenSettings seen;
    const SettingsFile file = TRY(read(context));
    for (const std::string& name : names) {
      if (const auto entry = TRY(file.find(name))) seen[name] = digest_of(entry->value);
    }
    return seen;
  }

  Result<OldSettings> read_old(Context& context, const std::vector<std::string>& names) override {
    OldSettings old;
    const SettingsFile file = TRY(read(context));
    for (const std::string& name : names) {
      OldSetting& setting = old[name];
      const auto entry = TRY(file.find(name));
      if (!entry) continue;
      setting = {true, digest_of(entry->value), entry->value, entry->token, {}};
    }
    return old;
  }

  Result<Progress> write(Context& context, const Settings& settings,
                         const OldSettings& old) override {
    SettingsFile file = TRY(read(context));
    const std::string before = file.content();
    for (const Setting& setting : settings) {
      const OldSetting& was = old.at(setting.name);
      const bool as_it_was = was.value && setting.value == was.value && !was.token.empty();
      std::string content = !setting.value ? TRY(file.without(setting.name))
                            : as_it_was    ? TRY(file.with_token(setting.name, was.token))
                                           : TRY(file.with(setting.name, *setting.value));
      file = TRY(SettingsFile::read(path(context), std::move(content)));
    }
    TRY_VOID(context.effects->perform(file_write, path(context), [&] {
      return replace(context.env.disk, path(context), before, file.content());
    }));
    return Again{};
  }

  bool is_atomic() const override { return true; }

 private:
  static const std::string& path(const Context& context) { return context.parameters.text("file"); }

  static Result<SettingsFile> read(Context& context) {
    auto content = read_file(context.env.disk, path(context));
    if (!content && content.error().kind == ErrorKind::not_found) {
      Error error = content.error();
      error.remedy = "a consumer's file has to be there: see whether the plan names the right one";
      return fail(std::move(error));
    }
    return SettingsFile::read(path(context), TRY(std::move(content)));
  }

  // The old content or the new one, never a part, with the file's own mode. Until the name changes
  // nothing has happened.
  static Result<void> replace(Disk& disk, const std::string& path, const std::string& before,
                              const std::string& after) {
    const std::string beside = path + ".godwit-new";
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    if (TRY(read_file(disk, path)) != before) {
      return fail({ErrorKind::conflict, "write", path, "somebody else has changed it meanwhile",
                   "resume the run once nobody else writes it"});
    }
    auto written = disk.write_like(beside, after, path);
    if (written) written = disk.sync_around({folder});
    if (!written) {
      (void)disk.remove(beside);
      return written;
    }
    const auto renamed = disk.rename(beside, path);
    if (renamed) return {};
    return fail(about(renamed.error(), ErrorKind::unknown));
  }
};

}  // namespace

std::unique_ptr<Step> make_settings_file() {
  return std::make_unique<SettingsStep>(
      []() -> std::unique_ptr<SettingsStore> { return std::make_unique<Entries>(); });
}

}  // namespace godwit::step
