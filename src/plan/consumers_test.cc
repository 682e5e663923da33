#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "plan/drafts.h"
#include "plan/plan_fixture.h"

namespace godwit::plan {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

constexpr int lines_before = 38;  // of the base plan

constexpr std::string_view values = R"(values:
  - {name: chime_api, stack: medzen-chime, output: ApiGatewayEndpoint}
  - {name: support, text: support@medzenhealth.app}
)";

constexpr std::string_view consumers = R"(consumers:
  - name: edge
    kind: supabase
    project: abcdefghijklmnopqrst
    set: {CHIME_API: {value: chime_api, append: /sms}, REGION: eu-central-1}
    record: ENDPOINTS
    old: edge.env
    deploy: [token, chat]
    sources: functions
  - name: cloud
    kind: firebase
    project: medzen-example
    set: {chime-api: {value: chime_api}}
  - name: app
    kind: file
    file: assets/environment.json
    set: {Region: eu-central-1, Support: {value: support}}
  - name: release
    kind: command
    run: [./release.sh, frankfurt]
    undo: [./release.sh, ireland]
    check: [./released.sh, frankfurt]
    after: [consumer/app]
)";

std::string whole(std::string_view more = consumers) {
  return std::string(base_plan) + std::string(values) + std::string(more);
}

std::vector<std::string> errors_of(const std::string& yaml) {
  const auto plan = read_plan(yaml, "p.yaml");
  return plan ? std::vector<std::string>() : causes(plan.error(), "read plan");
}

// With line 1 as the first line after the base plan.
std::vector<std::string> errors_after(const std::string& more) {
  std::vector<std::string> errors = errors_of(std::string(base_plan) + more);
  for (std::string& error : errors) {
    const std::size_t colon = error.find(':');
    error = std::to_string(std::stoi(error.substr(0, colon)) - lines_before) + error.substr(colon);
  }
  return errors;
}

TEST(Consumers, AreRead) {
  const Plan plan = plan_of(whole());
  ASSERT_THAT(plan.values, SizeIs(2));
  EXPECT_EQ(plan.values[0].stack, "medzen-chime");
  EXPECT_EQ(plan.values[0].region, "eu-central-1");
  EXPECT_EQ(plan.values[0].output, "ApiGatewayEndpoint");
  EXPECT_EQ(plan.values[1].text, "support@medzenhealth.app");
  EXPECT_EQ(plan.values[1].region, "");
  ASSERT_THAT(plan.consumers, SizeIs(4));
  const Consumer& edge = plan.consumers[0];
  EXPECT_EQ(edge.kind, ConsumerKind::supabase);
  EXPECT_EQ(edge.project, "abcdefghijklmnopqrst");
  ASSERT_THAT(edge.set, SizeIs(2));
  EXPECT_EQ(edge.set[0].name, "CHIME_API");
  EXPECT_EQ(edge.set[0].value.value.name, "chime_api");
  EXPECT_EQ(edge.set[0].value.append, "/sms");
  EXPECT_EQ(edge.set[1].value.text, "eu-central-1");
  EXPECT_EQ(edge.record, "ENDPOINTS");
  EXPECT_EQ(edge.old_values, "edge.env");
  EXPECT_EQ(edge.deploy[1].name, "chat");
  EXPECT_EQ(edge.sources, "functions");
  EXPECT_EQ(plan.consumers[2].file, "assets/environment.json");
  EXPECT_THAT(plan.consumers[3].run, ElementsAre("./release.sh", "frankfurt"));
  EXPECT_EQ(plan.consumers[3].timeout, minutes(10));
  EXPECT_EQ(plan.sealing_key, "to-frankfurt.key");
}

TEST(Consumers, FilesAreFoundFromThePlanFile) {
  const auto plan = read_plan(whole() + "sealing_key: ../keys/my.key\n", "/home/plans/p.yaml");
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->consumers[0].old_values, "/home/plans/edge.env");
  EXPECT_EQ(plan->consumers[0].sources, "/home/plans/functions");
  EXPECT_EQ(plan->sealing_key, "/home/keys/my.key");
  const auto absolute = read_plan(with("assets/env", "/srv/env", whole()), "plans/p.yaml");
  ASSERT_TRUE(absolute);
  EXPECT_EQ(absolute->consumers[2].file, "/srv/environment.json");
  EXPECT_EQ(absolute->consumers[0].old_values, "plans/edge.env");
}

TEST(Consumers, ProgramsAreFoundFromThePlanFileOrInPath) {
  const auto program = [](const std::string& name, const std::string& file) {
    const auto plan = read_plan(with("run: [./release.sh", "run: [" + name, whole()), file);
    return plan ? plan->consumers[3].run.front() : "";
  };
  EXPECT_EQ(program("./release.sh", "p.yaml"), "./release.sh");
  EXPECT_EQ(program("./release.sh", "plans/p.yaml"), "plans/release.sh");
  EXPECT_EQ(program("/bin/release", "plans/p.yaml"), "/bin/release");
  EXPECT_EQ(program("release", "plans/p.yaml"), "release");
}

TEST(Consumers, OtherRegionsHaveRoles) {
  const auto with_others = [](const std::string& others) {
    return with("target: eu-central-1\n", "target: eu-central-1\n  others: " + others + "\n");
  };
  EXPECT_THAT(plan_of(with_others("{af-south-1: secondary, eu-west-2: recovery}")).others,
              ElementsAre(Pair("af-south-1", "secondary"), Pair("eu-west-2", "recovery")));
  EXPECT_THAT(errors_of(with_others("{eu-west-1: secondary, eu-wset-2: recovery}")),
              ElementsAre("6:12 'eu-west-1' is the source already",
                          "6:34 'eu-wset-2' is not a region (did you mean 'eu-west-2'?)"));
  EXPECT_THAT(errors_of(with_others("{af-south-1: second}")),
              ElementsAre("6:24 'second' is not a role (did you mean 'secondary'?)"));
  EXPECT_THAT(errors_of(with_others("{af-south-1: recovary}")),
              ElementsAre("6:24 'recovary' is not a role (did you mean 'recovery'?)"));
  EXPECT_THAT(errors_of(with_others("[af-south-1]")),
              ElementsAre("6:11 expected a map, found a list"));
}

TEST(Consumers, ValuesAreGivenOrRead) {
  EXPECT_THAT(errors_after("values:\n  - {name: a b, text: c}\n  - {name: a}\n"
                           "  - {name: x, text: y, stack: z}\n  - {name: x, text: y}\n"
                           "  - {name: u, text: t, region: eu-west-1}\n"
                           "  - {name: s, stack: 1st, output: a_b, region: eu-wset-1}\n"),
              ElementsAre("2:12 expected a text without spaces, found the text 'a b'",
                          "3:5 a value needs 'stack', which is missing",
                          "3:5 a value needs 'output', which is missing",
                          "4:5 a value needs 'output', which is missing",
                          "4:21 the value is given, and read from a stack too",
                          "5:12 the value name 'x' is given twice, first in line 42",
                          "6:32 the value is given, and read from a stack too",
                          "7:22 expected a stack's name, found the text '1st'",
                          "7:35 expected the key of an output, found the text 'a_b'",
                          "7:48 'eu-wset-1' is not a region (did you mean 'eu-west-1'?)"));
  EXPECT_THAT(errors_after("values:\n  - {name: a.b, text: c}\n"),
              ElementsAre("2:12 expected a name of letters, digits, '-' and '_', found the text "
                          "'a.b'"));
}

TEST(Consumers, UsesNameValuesThatAreThere) {
  EXPECT_THAT(errors_of(with("{value: support}", "{value: suport}", whole())),
              ElementsAre("58:50 there is no value 'suport' (did you mean 'support'?)"));
  EXPECT_THAT(errors_of(with("{value: support}", "{valeu: support}", whole())),
              ElementsAre("58:42 a use of a value needs 'value', which is missing",
                          "58:43 unknown key 'valeu' in a use of a value (did you mean "
                          "'value'?)"));
  EXPECT_THAT(errors_of(with("{value: support}", "5", whole())),
              ElementsAre("58:42 expected a text of one line, found the number 5"));
  EXPECT_THAT(errors_of(with("{value: support}", "{value: support, append: [a]}", whole())),
              ElementsAre("58:67 expected a text of one line, found a list"));
}

TEST(Consumers, KeysAreThoseOfTheirKind) {
  EXPECT_THAT(errors_of(with("    file: assets", "    deploy: [x]\n    file: assets", whole())),
              ElementsAre("57:5 unknown key 'deploy' in a consumer of kind file"));
  EXPECT_THAT(errors_of(with("kind: supabase", "kind: supabse", whole())),
              ElementsAre("44:11 'supabse' is not a kind of consumer (did you mean 'supabase'?)"));
  EXPECT_THAT(errors_of(with("    kind: firebase\n", "", whole())),
              ElementsAre("51:5 a consumer needs 'kind', which is missing"));
  EXPECT_THAT(errors_of(with("    timeout", "",
                             whole("consumers: [{name: a, kind: command, "
                                   "    timeout: 0s}]\n"))),
              SizeIs(testing::Ge(3)));
}

TEST(Consumers, SupabaseKeepsSomeNamesForItself) {
  EXPECT_THAT(errors_of(with("REGION: eu", "SUPABASE_REGION: eu", whole())),
              ElementsAre("46:56 'SUPABASE_REGION' begins with 'SUPABASE_', which Supabase keeps "
                          "for itself"));
  EXPECT_THAT(errors_of(with("REGION: eu", "MY_SUPABASE_REGION: eu", whole())), IsEmpty());
  EXPECT_THAT(errors_of(with("REGION: eu", "RE-GION: eu", whole())),
              ElementsAre("46:56 'RE-GION' is no name of a secret of kind supabase"));
  EXPECT_THAT(errors_of(with("abcdefghijklmnopqrst", "abcdefghijklmnopqrs", whole())),
              ElementsAre("45:14 'abcdefghijklmnopqrs' is no reference of a Supabase project, "
                          "which has 20 lower-case letters"));
  EXPECT_THAT(errors_of(with("medzen-example", "Medzen", whole())),
              ElementsAre("53:14 'Medzen' is no id or number of a Google Cloud project"));
  EXPECT_THAT(errors_of(with("medzen-example", "\"123456789012\"", whole())), IsEmpty());
}

TEST(Consumers, ASetIsChangedAsOne) {
  EXPECT_THAT(errors_of(with("{chime-api: {value: chime_api}}",
                             "{chime-api: {value: chime_api}, region: eu-central-1}", whole())),
              ElementsAre("54:10 2 secrets are set one after the other, and functions would see "
                          "some old and some new"));
  EXPECT_THAT(errors_of(with("{chime-api: {value: chime_api}}",
                             "{chime-api: {value: chime_api}, region: eu-central-1}\n"
                             "    record: endpoints",
                             whole())),
              IsEmpty());
  EXPECT_THAT(errors_of(with("record: ENDPOINTS", "record: REGION", whole())),
              ElementsAre("47:13 'REGION' is one of 'set' too"));
  EXPECT_THAT(errors_of(with("set: {chime-api: {value: chime_api}}", "set: {}", whole())),
              ElementsAre("54:10 'set' is empty"));
  EXPECT_THAT(errors_of(with("    set: {chime-api: {value: chime_api}}\n", "", whole())),
              ElementsAre("51:5 a consumer of kind firebase needs 'set', which is missing"));
}

TEST(Consumers, OneCallSetsThemAll) {
  std::string many = "{";
  for (int i = 0; i < 100; ++i) many += fmt::format("A{}: b, ", i);
  EXPECT_THAT(errors_of(with("{CHIME_API: {value: chime_api, append: /sms}, REGION: eu-central-1}",
                             many + "}", whole())),
              ElementsAre("46:10 there are 100, more than the 99 that one call sets with their "
                          "record"));
  EXPECT_THAT(errors_of(with("{chime-api: {value: chime_api}}", "{chime-api: \"\"}", whole())),
              ElementsAre("54:22 a version of a secret cannot be empty"));
}

TEST(Consumers, TwoDoNotSetTheSame) {
  EXPECT_THAT(errors_of(whole() + "  - {name: app2, kind: file, file: ./assets/environment.json, "
                                  "set: {Region: eu-west-1}}\n"),
              ElementsAre("65:5 'Region' is set by the consumer 'app' too"));
  EXPECT_THAT(errors_of(whole() + "  - {name: app2, kind: file, file: other.json, "
                                  "set: {Region: eu-west-1}}\n"),
              IsEmpty());
  EXPECT_THAT(errors_of(with("name: cloud", "name: edge", whole())),
              ElementsAre("51:11 the consumer name 'edge' is given twice, first in line 43"));
}

TEST(Consumers, DeployWithSources) {
  EXPECT_THAT(errors_of(with("    sources: functions\n", "", whole())),
              ElementsAre("49:13 'deploy' needs 'sources', which is missing"));
  EXPECT_THAT(errors_of(with("    deploy: [token, chat]\n", "", whole())),
              ElementsAre("49:14 'sources' without 'deploy' is of no use"));
  EXPECT_THAT(errors_of(with("[token, chat]", "[token, token, ../x]", whole())),
              ElementsAre("49:21 the function 'token' is given twice, first in line 49",
                          "49:28 '../x' is no name of an edge function"));
}

TEST(Consumers, CommandsHaveAnInverseAndACheck) {
  EXPECT_THAT(errors_of(with("    undo: [./release.sh, ireland]\n", "", whole())),
              ElementsAre("59:5 a consumer of kind command needs 'undo', which is missing"));
  EXPECT_THAT(errors_of(with("[./released.sh, frankfurt]", "[./release.sh, frankfurt]", whole())),
              ElementsAre("63:12 'check' is the same as 'run'"));
  EXPECT_THAT(errors_of(with("[./released.sh, frankfurt]", "[]", whole())),
              ElementsAre("63:12 'check' names no program"));
  EXPECT_THAT(errors_of(with("[./released.sh, frankfurt]", "./released.sh", whole())),
              ElementsAre("63:12 expected a list, found the text './released.sh'"));
  EXPECT_THAT(errors_of(with("    after: [consumer/app]", "    timeout: 0s", whole())),
              ElementsAre("64:14 a program is given no time"));
}

TEST(Consumers, SurviveWrongShapes) {
  for (const char* bad :
       {"values: {}", "values: [1, ~, [], {name: []}]", "consumers: {}",
        "consumers: [1, ~, [], {kind: []}, {kind: {a: b}}, {name: x, kind: file}]",
        "consumers: [{name: a, kind: supabase, set: [], deploy: {}, sources: []}]",
        "consumers: [{name: a, kind: command, run: {}, undo: [[]], check: [~]}]", "sealing_key: []",
        "sealing_key: \"\"", "consumers: [{name: a, kind: firebase, set: {a: ~, b: {}, c: []}}]"}) {
    EXPECT_FALSE(errors_after(std::string(bad) + "\n").empty()) << bad;
  }
}

std::vector<std::string> after(const Graph& graph, const std::string& id) {
  const StepSpec* step = graph.find(id);
  return step != nullptr ? step->after : std::vector<std::string>{"no such step"};
}

TEST(Consumers, ComeAfterTrafficAndWhatTheyUse) {
  const Graph graph = graph_of(whole());
  EXPECT_THAT(after(graph, "value/chime_api"), ElementsAre("account/verify"));
  EXPECT_THAT(after(graph, "value/support"), ElementsAre("no such step"));
  EXPECT_THAT(after(graph, "consumer/edge"),
              ElementsAre("account/verify", "bucket/recordings/verify", "traffic/api/shift",
                          "value/chime_api"));
  EXPECT_THAT(after(graph, "consumer/app"),
              ElementsAre("account/verify", "bucket/recordings/verify", "traffic/api/shift"));
  EXPECT_THAT(after(graph, "consumer/release"),
              ElementsAre("account/verify", "bucket/recordings/verify", "traffic/api/shift",
                          "consumer/app"));
  const Parameters& edge = graph.find("consumer/edge")->parameters;
  EXPECT_THAT(edge.list("names"), ElementsAre("CHIME_API", "REGION"));
  EXPECT_EQ(edge.text("value/CHIME_API"), "${value/chime_api.text}/sms");
  EXPECT_EQ(edge.text("value/REGION"), "eu-central-1");
  EXPECT_EQ(edge.text("record"), "ENDPOINTS");
  EXPECT_EQ(edge.text("sealing_key"), "to-frankfurt.key");
  EXPECT_EQ(graph.find("consumer/app")->parameters.text("value/Support"),
            "support@medzenhealth.app");
  EXPECT_EQ(graph.find("consumer/edge")->title,
            "set 2 secrets, as one record in ENDPOINTS of the Supabase project "
            "abcdefghijklmnopqrst, and deploy token, chat");
  EXPECT_EQ(graph.find("consumer/cloud")->way_back, "put the old values back");
  EXPECT_THAT(graph.find("consumer/release")->parameters.list("undo"),
              ElementsAre("./release.sh", "ireland"));
}

TEST(Consumers, WaitForTheRewriteOfTheirFiles) {
  Plan plan = plan_of(whole());
  plan.rewrite =
      Rewrite{.repository = "assets", .rules = {}, .exceptions = {}, .after = {}, .where = {}};
  plan.consumers[0].sources = "assets-of-others/functions";
  Drafts drafts;
  draft_consumers(plan, drafts);
  const auto needs_rewrite = [&](const std::string& id) {
    const auto draft =
        std::ranges::find(drafts.all(), id, [](const Draft& each) { return each.step.id; });
    return draft != drafts.all().end() &&
           std::ranges::find(draft->after, "rewrite", &Reference::name) != draft->after.end();
  };
  EXPECT_TRUE(needs_rewrite("consumer/app"));
  EXPECT_FALSE(needs_rewrite("consumer/edge"));
}

}  // namespace
}  // namespace godwit::plan
