// godwit catalog show|refresh: the facts about AWS that checks rest on. docs/catalog.md.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "aws/client/make_aws_cloud.h"
#include "base/text.h"
#include "cli/ask_catalog.h"
#include "cli/load.h"
#include "report/catalog_text.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::vector<std::string> names;
  std::string file;
  std::string region;
  std::string endpoint_url;
  std::string profile;
};

int show(const Arguments& arguments, Console& console) {
  std::optional<catalog::Refreshed> refreshed;
  if (!arguments.file.empty()) {
    const auto text = read_file(console.env.disk, arguments.file, 16 << 20);
    if (!text) {
      print(console, text.error());
      return exit_code(text.error());
    }
    auto read = catalog::read_refreshed(*text, arguments.file);
    if (!read) {
      print(console, read.error());
      return bad_input;
    }
    refreshed = *std::move(read);
  }
  const catalog::Refreshed* newer = refreshed ? &*refreshed : nullptr;
  if (arguments.names.empty()) {
    console.out << report::catalog_overview(newer, console.terminal);
    return ok;
  }
  int code = ok;
  for (const std::string& name : arguments.names) {
    const std::string shown = report::catalog_entry(name, newer, console.terminal);
    if (shown.empty()) {
      console.err << "the catalog has nothing of " << name << '\n';
      code = failed;
    }
    console.out << shown;
  }
  return code;
}

int refresh(const Arguments& arguments, Console& console) {
  auto configured = aws::make_aws_cloud(console.env, console.environment,
                                        {.profile = arguments.profile,
                                         .region = arguments.region,
                                         .endpoint_url = arguments.endpoint_url});
  if (!configured) {
    print(console, configured.error());
    return exit_code(configured.error());
  }
  std::vector<std::string> left_out;
  const auto refreshed =
      ask_catalog(*configured->cloud, arguments.region, console.env.clock.now(), left_out);
  if (!refreshed) {
    print(console, refreshed.error());
    return exit_code(refreshed.error());
  }
  const auto written =
      write_file(console.env.disk, arguments.file, catalog::write_refreshed(*refreshed));
  if (!written) {
    print(console, written.error());
    return exit_code(written.error());
  }
  console.out << fmt::format("{}: {} services and {} quotas, as of {}\n", arguments.file,
                             refreshed->services.size(), refreshed->quotas.size(),
                             refreshed->as_of);
  console.out << report::catalog_news(*refreshed);
  if (!left_out.empty()) {
    console.err << "AWS has no parameters under the names of " << join(left_out, ", ")
                << ": of these the compiled tables stay\n";
  }
  return ok;
}

}  // namespace

Command::Run declare_catalog(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.require_subcommand(1);
  CLI::App* show_verb =
      app.add_subcommand("show", "what the catalog knows, as of when, from where");
  show_verb->add_option("NAME", arguments->names,
                        "services, regions, models, runtimes; without any, an overview");
  show_verb->add_option("--catalog", arguments->file,
                        "a file that `godwit catalog refresh` has written");
  CLI::App* refresh_verb = app.add_subcommand(
      "refresh", "ask AWS which region has which service, and for the account's quotas");
  refresh_verb->add_option("FILE", arguments->file, "to write; `godwit check --catalog` reads it")
      ->required();
  refresh_verb->add_option("--region", arguments->region, "to ask, and whose quotas")->required();
  refresh_verb->add_option("--endpoint-url", arguments->endpoint_url,
                           "ask this endpoint instead of AWS's own");
  refresh_verb->add_option("--profile", arguments->profile, "of the shared configuration files");
  return [arguments, refresh_verb](Console& console) {
    return refresh_verb->parsed() ? refresh(*arguments, console) : show(*arguments, console);
  };
}

}  // namespace godwit::cli
