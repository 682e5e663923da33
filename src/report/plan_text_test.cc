#include "report/plan_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "plan/plan_file.h"
#include "report/plan_json.h"
#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Compiled {
  plan::Plan plan;
  plan::Graph graph;
};

Compiled example(const std::string& name) {
  std::ifstream in(std::string(GODWIT_SOURCE_DIR) + "/examples/medzen/" + name);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  plan::Plan plan = plan::read_plan(text, name).value();
  plan::Graph graph = plan::compile(plan).value();
  return {std::move(plan), std::move(graph)};
}

const Terminal plain(false, "", "", 0);

TEST(PlanText, BeginsWithWhatThePlanIsAbout) {
  const auto [plan, graph] = example("migration.yaml");
  EXPECT_THAT(plan_text(plan, graph, plain),
              testing::StartsWith("medzen-to-frankfurt\n"
                                  "  account    558069890522\n"
                                  "  from       eu-west-1, Europe (Ireland)\n"
                                  "  to         eu-central-1, Europe (Frankfurt)\n"
                                  "  downtime   none\n"
                                  "  residency  EU stays in eu-central-1, eu-west-1\n"
                                  "  time       at least 14d 10m of 21d\n"
                                  "  steps      38\n"
                                  "  graph      " +
                                  graph.digest() +
                                  "\n\n"
                                  "who answers for api.medzenhealth.app\n"
                                  "  rung  eu-west-1  eu-central-1  for\n"
                                  "  1          99 %           1 %  1d\n"
                                  "  2          90 %          10 %  1d\n"
                                  "  3          50 %          50 %  1d\n"
                                  "  4           0 %         100 %  1d\n"
                                  "  soak        0 %         100 %  10d\n\n"
                                  "prepare\n"
                                  "  account/verify\n"));
}

TEST(PlanText, ShowsEachStepWithWhatItWaitsForAndItsWayBack) {
  const auto [plan, graph] = example("migration.yaml");
  const std::string text = plan_text(plan, graph, plain);
  EXPECT_THAT(text, HasSubstr("\n  key/chime\n"
                              "    create the KMS key alias/medzen-chime in eu-central-1\n"
                              "      after     account/verify\n"
                              "      way back  delete it after 30 days, only if nothing in the "
                              "plan uses it\n"));
  EXPECT_THAT(text, HasSubstr("      gate      most health checkers find eu-central-1 healthy\n"
                              "                nothing older than 15m is missing in the target of "
                              "recordings\n"));
  for (const plan::StepSpec& step : graph.steps) {
    EXPECT_THAT(text, HasSubstr("\n  " + step.id + "\n"));
  }
}

TEST(PlanText, PutsThePhasesInTheirOrder) {
  const auto phases = [](const char* name) {
    const auto [plan, graph] = example(name);
    const std::string text = plan_text(plan, graph, plain);
    std::string found;
    for (const auto line : split(text, '\n')) {
      if (!line.empty() && line.front() != ' ') found += std::string(line) + ";";
    }
    return found;
  };
  EXPECT_THAT(phases("migration.yaml"),
              testing::EndsWith(";prepare;copy;drill;shift;consumers;soak;"));
  EXPECT_THAT(phases("as-written.yaml"), testing::EndsWith(";prepare;copy;shift;drill;soak;"));
}

TEST(PlanText, FitsItsTerminal) {
  const auto [plan, graph] = example("migration.yaml");
  for (const int width : {80, 100, 120}) {
    const std::string text = plan_text(plan, graph, Terminal(true, "1", "xterm", width));
    for (const auto line : split(text, '\n')) {
      EXPECT_LE(display_width(line), width) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(PlanText, WarnsOfTooLittleTime) {
  auto [plan, graph] = example("migration.yaml");
  plan.policy.duration = hours(24 * 14);
  EXPECT_THAT(plan_text(plan, graph, plain), HasSubstr("at least 14d 10m of 14d, which is too "
                                                       "short"));
  plan.policy.downtime = minutes(30);
  EXPECT_THAT(plan_text(plan, graph, plain), HasSubstr("at most 30m"));
}

TEST(PlanText, HasColourOnlyOnATerminal) {
  const auto [plan, graph] = example("migration.yaml");
  EXPECT_THAT(plan_text(plan, graph, plain), Not(HasSubstr("\x1b")));
  EXPECT_THAT(plan_text(plan, graph, Terminal(true, "", "xterm", 100)),
              HasSubstr("\x1b[1mkey/chime\x1b[0m"));
}

TEST(PlanText, LeavesNoControlCharacterOfTheUsersIn) {
  auto [plan, graph] = example("migration.yaml");
  graph.steps[1].title = "create \x1b[2J\x07";
  EXPECT_THAT(plan_text(plan, graph, plain), Not(HasSubstr("\x1b")));
}

TEST(PlanJson, IsTheSchema) {
  const auto [plan, graph] = example("migration.yaml");
  const std::string text = plan_json(plan, graph);
  EXPECT_TRUE(text.ends_with("}\n"));
  const boost::json::value json = boost::json::parse(text);
  EXPECT_EQ(json.at("schema"), "godwit.plan/1");
  EXPECT_EQ(json.at("plan"), "medzen-to-frankfurt");
  EXPECT_EQ(json.at("account"), "558069890522");
  EXPECT_EQ(json.at("regions").at("source"), "eu-west-1");
  EXPECT_EQ(json.at("regions").at("target"), "eu-central-1");
  EXPECT_EQ(json.at("policy").at("duration_s").as_double(), 21 * 86400);
  EXPECT_EQ(json.at("policy").at("downtime_s").as_double(), 0);
  EXPECT_EQ(json.at("policy").at("residency").at("EU").as_array().size(), 2u);
  EXPECT_EQ(json.at("least_time_s").as_double(), 14 * 86400 + 600);
  EXPECT_EQ(json.at("graph"), boost::json::value(graph.digest()));
  const auto& steps = json.at("steps").as_array();
  ASSERT_EQ(steps.size(), graph.steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const plan::StepSpec& step = graph.steps[i];
    EXPECT_EQ(steps[i].at("step"), boost::json::value(step.id));
    EXPECT_EQ(steps[i].at("kind"), boost::json::value(step.kind));
    EXPECT_EQ(steps[i].at("phase"), boost::json::value(step.phase));
    EXPECT_EQ(steps[i].at("title"), boost::json::value(step.title));
    EXPECT_EQ(steps[i].at("way_back"), boost::json::value(step.way_back));
    EXPECT_EQ(steps[i].at("after").as_array().size(), step.after.size());
    EXPECT_EQ(steps[i].at("gates").as_array().size(), step.gates.size());
    EXPECT_EQ(steps[i].at("parameters").as_object().size(), step.parameters.values().size());
  }
}

}  // namespace
}  // namespace godwit::report
