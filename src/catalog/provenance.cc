// What each part of the catalog rests on. The files themselves say more.
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {

const Provenance& provenance(Topic topic) {
  static const std::array<Provenance, 8> all = {{
      {"regions of services", services_as_of(), "botocore data/endpoints.json"},
      {"regions, and which are opted into", "2026-11",
       "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"},
      {"regions of parts of services", "2026-11 (botocore 1.44.5)",
       "botocore's model of Chime SDK meetings; "
       "https://docs.aws.amazon.com/general/latest/gr/transcribe.html"},
      {"Bedrock's models", "2026-11-22",
       "https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html; "
       "https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html"},
      {"Lambda's runtimes", "2026-11 (cfn-lint 1.58.0)",
       "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"},
      {"languages of services", "2026-11 (botocore 1.44.5)",
       "botocore's model of Transcribe; "
       "https://docs.aws.amazon.com/transcribe/latest/dg/how-start-stop-medical.html; "
       "https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html"},
      {"quotas", "2026-11",
       "https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html"},
      {"hosted zones of endpoints", "2026-11-22",
       "https://docs.aws.amazon.com/general/latest/gr/apigateway.html; "
       "https://docs.aws.amazon.com/general/latest/gr/elb.html"},
  }};
  return all[static_cast<std::size_t>(topic)];
}

std::string_view known_until() { return "2026-11-22"; }

}  // namespace godwit::catalog
