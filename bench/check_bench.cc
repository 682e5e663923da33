// How long `godwit check` takes for MedZen's runbook with a repository of 2,000 files of the kinds
// that one has, from their texts to the report. Reading them from a disk is not in it.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/medzen.h"
#include "report/check_report.h"

namespace godwit::bench {
namespace {

std::string script(int number) {
  return fmt::format(R"(#!/bin/bash
set -euo pipefail
REGION="${{AWS_REGION:-eu-west-1}}"
STACK="service-{0}-$REGION"
for function in create read update delete; do
  aws lambda update-function-code --function-name "service-{0}-$function" \
    --zip-file "fileb://build/$function.zip" --region "$REGION"
done
aws cloudformation deploy --template-file service-{0}.yaml --stack-name "$STACK" \
  --region "$REGION" --capabilities CAPABILITY_IAM --parameter-overrides Stage=production
URL=$(aws cloudformation describe-stacks --stack-name "$STACK" --region "$REGION" \
  --query 'Stacks[0].Outputs[?OutputKey==`Url`].OutputValue' --output text)
curl --fail "$URL/health"
)",
                     number);
}

std::string stack(int number) {
  std::string text =
      "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Stage: {Type: String}\nResources:\n";
  for (int function = 0; function < 12; ++function) {
    text += fmt::format(R"(  Function{0}:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: !Sub 'service-{1}-{0}-${{Stage}}'
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Environment: {{Variables: {{STAGE: !Ref Stage, REGION: !Ref 'AWS::Region'}}}}
)",
                        function, number);
  }
  return text +
         "Outputs:\n  Url: {Value: !Sub "
         "'https://${Api}.execute-api.${AWS::Region}.amazonaws.com'}\n";
}

std::string code(int number) {
  std::string text = "import { S3Client } from '@aws-sdk/client-s3';\n";
  for (int line = 0; line < 60; ++line) {
    text += fmt::format("export const value{} = process.env.SETTING_{} || 'eu-west-1-{}';\n", line,
                        line, number);
  }
  return text;
}

std::string settings(int number) {
  std::string text = "{\n";
  for (int key = 0; key < 40; ++key) {
    text += fmt::format("  \"key{}\": {{\"url\": \"https://api-{}.example.org/{}\"}},\n", key,
                        number, key);
  }
  return text + "  \"last\": true\n}\n";
}

std::vector<check::Input> inputs() {
  std::vector<check::Input> all = {
      {"runbook.md", example("runbook.md"), check::Input::Kind::document}};
  for (int number = 0; number < 500; ++number) {
    const auto add = [&](const std::string& path, std::string content) {
      all.push_back({path, std::move(content), check::Input::Kind::repository});
    };
    add(fmt::format("services/{}/deploy.sh", number), script(number));
    add(fmt::format("services/{}/service-{}.yaml", number, number), stack(number));
    add(fmt::format("services/{}/index.ts", number), code(number));
    add(fmt::format("services/{}/settings.json", number), settings(number));
  }
  return all;
}

void check_runbook(benchmark::State& state) {
  const std::vector<check::Input> files = inputs();
  const plan::Plan plan = medzen_plan();
  const account::Account account = medzen_account();
  for (auto _ : state) {
    check::Subject subject = check::read_subject(files, &plan, &account, example("migration.yaml"));
    subject.has_repository = true;
    subject.today = parse_time("2026-11-23");
    const check::Texts texts(subject);
    report::CheckReport report{.files = {"runbook.md"}, .texts = &texts, .today = *subject.today};
    report.outcome = check::check(subject);
    benchmark::DoNotOptimize(report::check_json(report));
  }
  state.counters["files"] = static_cast<double>(files.size());
}
BENCHMARK(check_runbook)->Unit(benchmark::kMillisecond)->MinTime(2);

}  // namespace
}  // namespace godwit::bench
