#include "awscli/customizations.h"

#include <algorithm>
#include <array>

#include "awscli/arity.h"
#include "base/text.h"

namespace godwit::awscli {
namespace {

#define GODWIT_S3_TRANSFER                                                                       \
  "dryrun~ quiet~ include exclude acl follow-symlinks~ no-follow-symlinks~ no-guess-mime-type~ " \
  "sse? sse-c? sse-c-key sse-kms-key-id sse-c-copy-source? sse-c-copy-source-key storage-class " \
  "grants+ website-redirect content-type cache-control content-disposition content-encoding "    \
  "content-language expires source-region only-show-errors~ no-progress~ page-size "             \
  "ignore-glacier-warnings~ force-glacier-transfer~ request-payer? metadata copy-props "         \
  "metadata-directive recursive~ checksum-mode checksum-algorithm case-conflict no-overwrite~ "

constexpr std::size_t any_words = 100;

constexpr auto commands = std::to_array<OwnCommand>({
    {"cloudformation", "deploy",
     "template-file! stack-name! s3-bucket force-upload~ s3-prefix kms-key-id parameter-overrides+ "
     "capabilities+ no-execute-changeset~ disable-rollback~ no-disable-rollback~ role-arn "
     "notification-arns+ fail-on-empty-changeset~ no-fail-on-empty-changeset~ tags+ use-json~"},
    {"cloudformation", "package",
     "template-file! s3-bucket! s3-prefix kms-key-id output-template-file use-json~ force-upload~ "
     "metadata"},
    {"cloudfront", "sign",
     "url! key-pair-id! private-key! date-less-than! date-greater-than ip-address"},
    {"cloudtrail", "validate-logs",
     "trail-arn! start-time! end-time s3-bucket s3-prefix account-id verbose~"},
    {"codeartifact", "login",
     "tool! domain! domain-owner namespace duration-seconds repository! dry-run~ endpoint-type"},
    {"configservice", "get-status", ""},
    {"configservice", "subscribe", "s3-bucket! sns-topic! iam-role!"},
    {"configure", "", "", 0, any_words},
    {"configure", "add-model", "service-model! service-name"},
    {"configure", "export-credentials", "format"},
    {"configure", "get", "", 1, 1},
    {"configure", "import", "csv! skip-invalid~ profile-prefix"},
    {"configure", "list", ""},
    {"configure", "list-profiles", ""},
    {"configure", "set", "", 2, 2},
    {"configure", "sso", "no-browser~ use-device-code~"},
    {"configure", "sso-session", ""},
    {"ddb", "put", "condition+", 2, 2},
    {"ddb", "select",
     "index-name projection+ filter+ key-condition+ attributes consistent-read~ "
     "no-consistent-read~ return-consumed-capacity~ no-return-consumed-capacity~ starting-token "
     "max-items page-size",
     1, 1},
    {"deploy", "deregister", "instance-name! no-delete-iam-user~"},
    {"deploy", "install", "config-file! override-config~ agent-installer"},
    {"deploy", "push",
     "application-name! s3-location! ignore-hidden-files~ no-ignore-hidden-files~ source "
     "description"},
    {"deploy", "register", "instance-name! tags+ iam-user-arn"},
    {"deploy", "uninstall", ""},
    {"dlm", "create-default-role", "iam-endpoint resource-type"},
    {"ecr", "get-login-password", ""},
    {"ecr-public", "get-login-password", ""},
    {"ecs", "deploy",
     "service! task-definition! codedeploy-appspec! cluster codedeploy-application "
     "codedeploy-deployment-group"},
    {"eks", "get-token", "cluster-name role-arn cluster-id"},
    {"eks", "update-kubeconfig",
     "name! kubeconfig role-arn dry-run~ verbose~ alias user-alias assume-role-arn proxy-url"},
    {"emr-containers", "update-role-trust-policy",
     "cluster-name! namespace! role-name! iam-endpoint dry-run~ service-account"},
    {"gamelift", "get-game-session-log", "game-session-id! save-as!"},
    {"gamelift", "upload-build",
     "name! build-version! build-root! server-sdk-version operating-system"},
    {"history", "list", ""},
    {"history", "show", "include+ exclude+ format", 0, 1},
    {"lightsail", "push-container-image", "service-name! image! label!"},
    {"logs", "tail", "since follow~ format filter-pattern log-stream-names+ log-stream-name-prefix",
     1, 1},
    {"opsworks", "register",
     "stack-id! infrastructure-class! override-hostname override-private-ip override-public-ip "
     "override-ssh ssh-username ssh-private-key local~ use-instance-profile~",
     0, 1},
    {"rds", "add-option-to-option-group",
     "option-group-name! apply-immediately~ no-apply-immediately~ options!+ cli-input-json "
     "cli-input-yaml generate-cli-skeleton?"},
    {"rds", "generate-db-auth-token", "hostname! port! username!"},
    {"rds", "remove-option-from-option-group",
     "option-group-name! apply-immediately~ no-apply-immediately~ options!+ cli-input-json "
     "cli-input-yaml generate-cli-skeleton?"},
    {"s3", "cp", GODWIT_S3_TRANSFER "expected-size", 2, 2},
    {"s3", "ls",
     "recursive~ page-size human-readable~ summarize~ request-payer? bucket-name-prefix "
     "bucket-region",
     0, 1},
    {"s3", "mb", "tags+", 1, 1},
    {"s3", "mv", GODWIT_S3_TRANSFER "validate-same-s3-paths~", 2, 2},
    {"s3", "presign", "expires-in", 1, 1},
    {"s3", "rb", "force~", 1, 1},
    {"s3", "rm",
     "dryrun~ quiet~ recursive~ request-payer? include exclude only-show-errors~ page-size", 1, 1},
    {"s3", "sync", GODWIT_S3_TRANSFER "size-only~ exact-timestamps~ delete~", 2, 2},
    {"s3", "website", "index-document error-document", 1, 1},
    {"servicecatalog", "generate", "", 0, any_words},
    {"sso", "login", "no-browser~ sso-session use-device-code~"},
    {"sso", "logout", ""},
});

// Commands that came to the CLI later, or that say too much in too many ways: only their names.
struct Name {
  std::string_view service;
  std::string_view operation;
};
constexpr auto open_commands = std::to_array<Name>({
    {"cloudtrail", "verify-query-results"},
    {"codecommit", "credential-helper"},
    {"datapipeline", "create-default-roles"},
    {"datapipeline", "list-runs"},
    {"dsql", "generate-db-connect-admin-auth-token"},
    {"dsql", "generate-db-connect-auth-token"},
    {"ec2-instance-connect", "open-tunnel"},
    {"ec2-instance-connect", "ssh"},
    {"ecs", "monitor-express-gateway-service"},
    {"iam", "create-virtual-mfa-device"},
    {"logs", "start-live-tail"},
    {"ses", "send-email"},
    {"configure", "mfa-login"},
    {"configure", "wizard"},
    {"dynamodb", "wizard"},
    {"events", "wizard"},
    {"iam", "wizard"},
    {"lambda", "wizard"},
});

constexpr auto own_services = std::to_array<std::string_view>(
    {"cli-dev", "configure", "ddb", "history", "login", "logout", "opsworkscm", "s3"});
constexpr auto open_services = std::to_array<std::string_view>(
    {"cli-dev", "login", "logout", "emr", "cloudsearch", "datapipeline"});

struct Renaming {
  std::string_view service;
  std::string_view operation;  // "*": every one
  std::string_view from;
  std::string_view to;
};
constexpr auto renamings = std::to_array<Renaming>({
    {"apigateway", "create-rest-api", "version", "api-version"},
    {"apigatewayv2", "create-api", "version", "api-version"},
    {"apigatewayv2", "update-api", "version", "api-version"},
    {"clouddirectory", "publish-schema", "version", "schema-version"},
    {"cloudsearchdomain", "*", "query", "search-query"},
    {"codepipeline", "create-custom-action-type", "version", "action-version"},
    {"codepipeline", "delete-custom-action-type", "version", "action-version"},
    {"codepipeline", "get-action-type", "version", "action-version"},
    {"codepipeline", "get-pipeline", "version", "pipeline-version"},
    {"deploy", "*", "ec-2-tag-filters", "ec2-tag-filters"},
    {"deploy", "*", "s-3-location", "s3-location"},
    {"ec2", "create-image", "no-no-reboot", "reboot"},
    {"ec2", "*", "no-egress", "ingress"},
    {"ec2", "*", "no-disable-api-termination", "enable-api-termination"},
    {"ecs", "*", "no-enable-execute-command", "disable-execute-command"},
    {"ecs", "execute-command", "no-interactive", "non-interactive"},
    {"eks", "*", "version", "kubernetes-version"},
    {"elastictranscoder", "*", "output", "job-output"},
    {"gamelift", "*", "version", "*"},
    {"iotwireless", "*", "lo-ra-wan", "lorawan"},
    {"kinesisanalytics", "add-application-output", "output", "application-output"},
    {"kinesisanalyticsv2", "add-application-output", "output", "application-output"},
    {"lex-models", "*", "version", "*"},
    {"license-manager", "*", "version", "*"},
    {"mobile", "create-project", "region", "project-region"},
    {"mturk", "list-qualification-types", "query", "types-query"},
    {"opsworks", "*", "region", "stack-region"},
    {"pinpoint", "*", "version", "*"},
    {"rekognition", "create-stream-processor", "output", "stream-processor-output"},
    {"route53", "*", "version", "traffic-policy-version"},
    {"route53domains", "view-billing", "end", "end-time"},
    {"route53domains", "view-billing", "start", "start-time"},
    {"sagemaker", "*", "version", "version-number"},
    {"schemas", "*", "version", "schema-version"},
    {"ses", "send-email", "source", "from"},
    {"sns", "subscribe", "endpoint", "notification-endpoint"},
    {"stepfunctions", "send-task-success", "output", "task-output"},
    {"swf", "register-activity-type", "version", "activity-version"},
    {"swf", "register-workflow-type", "version", "workflow-version"},
    {"workdocs", "create-notification-subscription", "endpoint", "notification-endpoint"},
    {"workdocs", "describe-users", "query", "user-query"},
});

struct Addition {
  std::string_view service;
  std::string_view operation;
  std::string_view options;
  std::string_view relaxed;  // options of the model that need not be given any more
};
#define GODWIT_SECURITY_GROUP "protocol port cidr source-group group-owner"
constexpr auto additions = std::to_array<Addition>({
    {"cloudfront", "create-distribution", "origin-domain-name default-root-object",
     "distribution-config"},
    {"cloudfront", "create-invalidation", "paths+", "invalidation-batch"},
    {"cloudfront", "update-distribution", "default-root-object", "distribution-config"},
    {"cloudwatch", "put-metric-data",
     "metric-name timestamp unit value dimensions statistic-values storage-resolution",
     "metric-data"},
    {"configservice", "put-configuration-recorder", "recording-group", "configuration-recorder"},
    {"deploy", "create-deployment", "s3-location github-location", ""},
    {"deploy", "get-application-revision", "s3-location github-location", "revision"},
    {"deploy", "register-application-revision", "s3-location github-location", "revision"},
    {"docdb", "copy-db-cluster-snapshot", "source-region", ""},
    {"docdb", "create-db-cluster", "source-region", ""},
    {"dynamodb", "create-table", "", ""},
    {"ec2", "authorize-security-group-egress", GODWIT_SECURITY_GROUP, ""},
    {"ec2", "authorize-security-group-ingress", GODWIT_SECURITY_GROUP, ""},
    {"ec2", "bundle-instance", "bucket prefix owner-akid owner-sak policy", "storage"},
    {"ec2", "get-password-data", "priv-launch-key", ""},
    {"ec2", "revoke-security-group-egress", GODWIT_SECURITY_GROUP, ""},
    {"ec2", "revoke-security-group-ingress", GODWIT_SECURITY_GROUP, ""},
    {"ec2", "run-instances",
     "count secondary-private-ip-addresses+ secondary-private-ip-address-count "
     "associate-public-ip-address~ no-associate-public-ip-address~",
     "max-count min-count"},
    {"iot", "create-certificate-from-csr", "certificate-pem-outfile", ""},
    {"iot", "create-keys-and-certificate",
     "certificate-pem-outfile public-key-outfile private-key-outfile", ""},
    {"kinesis", "list-streams", "next-token", ""},
    {"lambda", "create-function", "zip-file", "code"},
    {"lambda", "publish-layer-version", "zip-file", "content"},
    {"lambda", "update-function-code", "zip-file", ""},
    {"rds", "copy-db-cluster-snapshot", "source-region", ""},
    {"rds", "copy-db-snapshot", "source-region", ""},
    {"rds", "create-db-cluster", "source-region", ""},
    {"rds", "create-db-instance-read-replica", "source-region", ""},
    {"rds", "start-db-instance-automated-backups-replication", "source-region", ""},
    {"neptune", "copy-db-cluster-snapshot", "source-region", ""},
    {"neptune", "create-db-cluster", "source-region", ""},
    {"rekognition", "*", "image-bytes source-image-bytes target-image-bytes",
     "image source-image target-image"},
    {"translate", "import-terminology", "data-file", "terminology-data"},
    {"translate", "translate-document", "document-content", "document"},
});

struct Removal {
  std::string_view service;
  std::string_view operation;
  std::string_view remedy;
};
constexpr auto removals = std::to_array<Removal>({
    {"ec2", "import-instance", "use import-image"},
    {"ec2", "import-volume", "use import-snapshot"},
    {"ecr", "get-login",
     "use get-login-password, and give its output to docker login --password-stdin"},
    {"kinesis", "subscribe-to-shard", "the CLI has no streams of events: use get-records"},
    {"lexv2-runtime", "start-conversation", "the CLI has no streams of events"},
    {"rds", "modify-option-group",
     "use add-option-to-option-group or remove-option-from-option-group"},
    {"ses", "delete-verified-email-address", "use delete-identity"},
    {"ses", "list-verified-email-addresses", "use list-identities"},
    {"ses", "verify-email-address", "use verify-email-identity"},
});

}  // namespace

const OwnCommand* find_own_command(std::string_view service, std::string_view operation) {
  const auto found = std::ranges::find_if(commands, [&](const OwnCommand& each) {
    return each.service == service && each.operation == operation;
  });
  return found == commands.end() ? nullptr : &*found;
}

std::span<const OwnCommand> own_commands() { return commands; }

std::vector<OwnOption> options_of(const OwnCommand& command) {
  std::vector<OwnOption> options;
  for (std::string_view word : split(command.options, ' ')) {
    OwnOption option;
    for (; !word.empty(); word.remove_suffix(1)) {
      const char mark = word.back();
      if (mark == '~') {
        option.most = 0;
      } else if (mark == '+') {
        option.most = any_number;
      } else if (mark == '!') {
        option.required = true;
      } else if (mark == '?') {
        option.value_optional = true;
      } else {
        break;
      }
    }
    option.name = word;
    if (!word.empty()) options.push_back(option);
  }
  return options;
}

bool is_own_service(std::string_view service) {
  return std::ranges::find(own_services, service) != own_services.end();
}

bool is_open_service(std::string_view service) {
  return std::ranges::find(open_services, service) != open_services.end();
}

bool is_open_command(std::string_view service, std::string_view operation) {
  return std::ranges::any_of(open_commands, [&](const Name& each) {
    return each.service == service && each.operation == operation;
  });
}

std::string_view added_options(std::string_view service, std::string_view operation) {
  for (const Addition& each : additions) {
    if (each.service == service && (each.operation == operation || each.operation == "*")) {
      return each.options;
    }
  }
  return {};
}

bool is_relaxed(std::string_view service, std::string_view operation, std::string_view option) {
  for (const Addition& each : additions) {
    if (each.service == service && (each.operation == operation || each.operation == "*")) {
      const auto names = split(each.relaxed, ' ');
      return std::ranges::find(names, option) != names.end();
    }
  }
  return false;
}

std::string_view renamed(std::string_view service, std::string_view operation,
                         std::string_view option) {
  for (const Renaming& each : renamings) {
    if (each.service == service && each.from == option &&
        (each.operation == operation || each.operation == "*")) {
      return each.to;
    }
  }
  return option;
}

std::optional<std::string_view> removed(std::string_view service, std::string_view operation) {
  for (const Removal& each : removals) {
    if (each.service == service && each.operation == operation) return each.remedy;
  }
  return {};
}

}  // namespace godwit::awscli
