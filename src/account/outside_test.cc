// Stacks, and what is configured outside AWS.
#include "account/account_fixture.h"

namespace godwit::account {
namespace {

constexpr std::string_view more = R"(stacks:
  - name: chime-eu-central-1
    region: eu-central-1
    status: UPDATE_COMPLETE
    outputs: {ChimeApiEndpoint: "https://d-1.example"}
    exports: {ChimeApiEndpoint: medzen-chime}
    resources: [{id: Api, type: "AWS::ApiGatewayV2::Api", physical: d-1}]
supabase:
  - project: abcdefghijklmnopqrst
    secrets: {CHIME_API_ENDPOINT: "https://d-2.example", EMPTY: ""}
    functions: [chime-meeting-token]
secret_manager:
  - project: medzen-example
    secrets: {chime-api-endpoint: "https://d-2.example"}
workload:
)";

std::string with_more(std::string_view from = "", std::string_view to = "") {
  std::string added(more);
  if (!from.empty()) {
    const std::size_t at = added.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    added.replace(at, from.size(), to);
  }
  return with("workload:\n", added);
}

std::string only_error(std::string_view from, std::string_view to) {
  const auto errors = errors_of(with_more(from, to));
  return errors.size() == 1 ? errors.front().substr(errors.front().find(' ') + 1)
                            : fmt::format("{} errors", errors.size());
}

TEST(OutsideSections, AreRead) {
  const auto account = read_account(with_more(), "a.yaml");
  ASSERT_TRUE(account.has_value()) << to_string(account.error().front());
  EXPECT_EQ(account->stacks.at(0).outputs.at("ChimeApiEndpoint"), "https://d-1.example");
  EXPECT_EQ(account->stacks.at(0).exports.at("ChimeApiEndpoint"), "medzen-chime");
  EXPECT_EQ(account->stacks.at(0).resources.at(0).physical, "d-1");
  EXPECT_EQ(account->supabase.at(0).ref, "abcdefghijklmnopqrst");
  EXPECT_EQ(account->supabase.at(0).secrets.at("EMPTY"), "");
  EXPECT_EQ(account->supabase.at(0).functions.at(0), "chime-meeting-token");
  EXPECT_EQ(account->secret_manager.at(0).secrets.at("chime-api-endpoint"), "https://d-2.example");
  EXPECT_EQ(account->credentials.supabase_access_token, "test");
}

TEST(OutsideSections, HaveTokens) {
  const auto account =
      read_account(with("  secret_access_key: made-up\n",
                        "  secret_access_key: made-up\n  supabase_access_token: sbp_x\n  "
                        "google_access_token: ya29.x\n"),
                   "a.yaml");
  ASSERT_TRUE(account.has_value());
  EXPECT_EQ(account->credentials.supabase_access_token, "sbp_x");
  EXPECT_EQ(account->credentials.google_access_token, "ya29.x");
}

TEST(OutsideSections, AreChecked) {
  EXPECT_NE(only_error("status: UPDATE_COMPLETE", "status: UPDATE_COMPLETED").find("did you mean"),
            std::string::npos);
  EXPECT_NE(only_error("exports: {ChimeApiEndpoint", "exports: {ChimeApiEndpiont")
                .find("did you mean 'ChimeApiEndpoint'"),
            std::string::npos);
  EXPECT_NE(only_error("name: chime-eu-central-1", "name: 1chime").find("a stack's name"),
            std::string::npos);
  EXPECT_NE(only_error("{ChimeApiEndpoint: \"https", "{Chime-Api: \"x\", ChimeApiEndpoint: \"https")
                .find("no name in a template"),
            std::string::npos);
  EXPECT_NE(only_error("abcdefghijklmnopqrst", "abcdefghijklmnopqrs").find("a project's reference"),
            std::string::npos);
  EXPECT_NE(only_error("EMPTY", "SUPABASE_URL").find("is no secret's name"), std::string::npos);
  EXPECT_NE(only_error("[chime-meeting-token]", "[a, a]").find("function"), std::string::npos);
  EXPECT_NE(only_error("[chime-meeting-token]", "[\"1st\"]").find("a function's slug"),
            std::string::npos);
  EXPECT_NE(only_error("medzen-example", "Medzen").find("a project's id"), std::string::npos);
  EXPECT_NE(only_error("chime-api-endpoint: ", "chime.api.endpoint: ").find("no secret's name"),
            std::string::npos);
  EXPECT_NE(
      only_error("{chime-api-endpoint: \"https://d-2.example\"}", "{chime-api-endpoint: \"\"}")
          .find("is empty"),
      std::string::npos);
  EXPECT_NE(only_error("secrets: {CHIME", "secret: {CHIME").find("did you mean 'secrets'"),
            std::string::npos);
  const std::string second = "  - name: chime-eu-central-1\n    region: eu-central-1\nsupabase:\n";
  EXPECT_NE(only_error("supabase:\n", second).find("chime-eu-central-1"), std::string::npos);
}

}  // namespace
}  // namespace godwit::account
