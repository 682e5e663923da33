// The small rehearsal with everything that is told where things are: values of a stack, a
// repository that is rewritten, and a consumer of each kind.
#pragma once

#include "rehearse/testing/small.h"

namespace godwit::rehearse::testing {

inline const char* consumers_of_plan = R"(
values:
  - {name: api, stack: api-new, output: Endpoint}
rewrite:
  repository: repo
  rules:
    - {rule: regions, replace: {eu-west-1: eu-central-1}}
consumers:
  - name: functions
    kind: supabase
    project: abcdefghijklmnopqrst
    set: {API_ENDPOINT: {value: api}, REGION: eu-central-1}
    record: ENDPOINTS
    old: functions.env
    deploy: [token]
    sources: repo/supabase/functions
  - name: cloud
    kind: firebase
    project: small-example
    set: {api-endpoint: {value: api, append: /v1}, api-region: eu-central-1}
    record: endpoints
  - name: app
    kind: file
    file: repo/app.json
    set: {Api: {value: api}, Support: support@example.org}
  - name: release
    kind: command
    run: [./release.sh, new]
    undo: [./release.sh, old]
    check: [./released.sh]
    after: [consumer/app]
)";

inline const char* consumers_of_account = R"(
stacks:
  - {name: api-new, region: eu-central-1, outputs: {Endpoint: "https://new.example.org"}}
supabase:
  - project: abcdefghijklmnopqrst
    secrets: {API_ENDPOINT: "https://old.example.org", REGION: eu-west-1, OTHER: stays}
    functions: [token]
secret_manager:
  - project: small-example
    secrets: {api-endpoint: "https://old.example.org/v1", api-region: eu-west-1, other: stays}
)";

inline Files consumers_files() {
  return {
      {"functions.env", "# as they are\nAPI_ENDPOINT=https://old.example.org\nREGION=eu-west-1\n"},
      {"repo/app.json",
       "{\n  \"Region\": \"eu-west-1\",\n  \"Api\": \"https://old.example.org\"\n}\n"},
      {"repo/deploy.sh", "#!/bin/sh\nREGION=eu-west-1\nexec deploy --region \"$REGION\"\n"},
      {"repo/supabase/config.toml", "[functions.token]\nverify_jwt = true\n"},
      {"repo/supabase/functions/token/index.ts",
       "const region = Deno.env.get('REGION') ?? 'eu-west-1';\n"
       "Deno.serve(() => new Response(region));\n"},
  };
}

// Edits as make_small has them.
inline Small make_small_with_consumers(Edits plan_edits = {}, Edits account_edits = {}) {
  plan_edits.insert(plan_edits.begin(),
                    {"workload: {read_through: true}\n",
                     std::string("workload: {read_through: true}\n") + consumers_of_plan});
  account_edits.insert(account_edits.begin(),
                       {"\nworkload:\n", consumers_of_account + std::string("workload:\n")});
  Small small = make_small(plan_edits, account_edits);
  small.files = consumers_files();
  return small;
}

}  // namespace godwit::rehearse::testing
