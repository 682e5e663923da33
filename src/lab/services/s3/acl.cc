#include "lab/services/s3/acl.h"

#include "base/text.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::string_view everybody = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view signed_users =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
constexpr std::string_view log_delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
constexpr std::size_t most_grants = 100;

struct GrantHeader {
  std::string_view member;
  std::string_view permission;
};
constexpr GrantHeader grant_headers[] = {{"GrantFullControl", "FULL_CONTROL"},
                                         {"GrantRead", "READ"},
                                         {"GrantReadACP", "READ_ACP"},
                                         {"GrantWrite", "WRITE"},
                                         {"GrantWriteACP", "WRITE_ACP"}};

std::unexpected<aws::ServiceError> bad_argument(std::string message) {
  return refuse(400, "InvalidArgument", std::move(message));
}

bool is_canonical_id(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::expected<void, aws::ServiceError> check_grantee(const Grant& grant) {
  if (grant.type == "CanonicalUser") {
    if (is_canonical_id(grant.grantee)) return {};
    return bad_argument("Invalid id");
  }
  for (const std::string_view uri : {everybody, signed_users, log_delivery}) {
    if (grant.grantee == uri) return {};
  }
  return bad_argument("Invalid group uri");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
std::expected<AccessControl, aws::ServiceError> canned(const std::string& name,
                                                       const std::string& owner, AclOf what) {
  AccessControl all{{{"CanonicalUser", owner, "FULL_CONTROL"}}};
  const auto add = [&](std::string_view group, std::string_view permission) {
    all.grants.push_back({"Group", std::string(group), std::string(permission)});
  };
  if (name == "private") return all;
  if (name == "public-read" || name == "public-read-write") {
    add(everybody, "READ");
    if (name == "public-read-write") add(everybody, "WRITE");
    return all;
  }
  if (name == "authenticated-read") {
    add(signed_users, "READ");
    return all;
  }
  if (what == AclOf::bucket && name == "log-delivery-write") {
    add(log_delivery, "WRITE");
    add(log_delivery, "READ_ACP");
    return all;
  }
  // The bucket's owner is the object's here, and has everything already.
  if (what == AclOf::object && (name == "bucket-owner-read" ||
                                name == "bucket-owner-full-control" || name == "aws-exec-read")) {
    return all;
  }
  return refuse(400, "InvalidArgument", "",
                Value().set("ArgumentName", "x-amz-acl").set("ArgumentValue", name));
}

// id="...", uri="...", emailAddress="..."
std::expected<void, aws::ServiceError> read_grant_header(const std::string& text,
                                                         std::string_view permission,
                                                         AccessControl& into) {
  for (const std::string_view part : split(text, ',')) {
    const std::string_view one = trim(part);
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) return bad_argument("Argument format not recognized");
    const std::string_view kind = trim(one.substr(0, equals));
    std::string_view value = trim(one.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    Grant grant{{}, std::string(value), std::string(permission)};
    if (kind == "id") {
      grant.type = "CanonicalUser";
    } else if (kind == "uri") {
      grant.type = "Group";
    } else if (kind == "emailAddress") {
      return refuse(400, "UnresolvableGrantByEmailAddress",
                    "The e-mail address you provided does not match any account on record.");
    } else {
      return bad_argument("Argument format not recognized");
    }
    TRY_VOID(check_grantee(grant));
    into.grants.push_back(std::move(grant));
  }
  return {};
}

std::expected<AccessControl, aws::ServiceError> read_policy(const Value& policy,
                                                            const std::string& owner) {
  if (policy["Owner"]["ID"].text() != owner) {
    if (!policy["Owner"].has("ID")) return malformed_acl();
    return refuse(403, "AccessDenied", "Access Denied");
  }
  AccessControl all;
  for (const Value& given : policy["Grants"].list()) {
    const Value& grantee = given["Grantee"];
    Grant grant{grantee["Type"].text(), {}, given["Permission"].text()};
    if (grantee.has("EmailAddress")) {
      return refuse(400, "UnresolvableGrantByEmailAddress",
                    "The e-mail address you provided does not match any account on record.");
    }
    grant.grantee = grantee[grant.type == "Group" ? "URI" : "ID"].text();
    const bool known = std::ranges::any_of(
        grant_headers, [&](const auto& one) { return one.permission == grant.permission; });
    if (!known || (grant.type != "CanonicalUser" && grant.type != "Group")) return malformed_acl();
    TRY_VOID(check_grantee(grant));
    all.grants.push_back(std::move(grant));
  }
  if (all.grants.size() > most_grants) return malformed_acl();
  return all;
}

}  // namespace

std::unexpected<aws::ServiceError> malformed_acl() {
  return refuse(400, "MalformedACLError",
                "The XML you provided was not well-formed or did not validate against our "
                "published schema");
}

bool AccessControl::is_public() const {
  return std::ranges::any_of(grants, [](const Grant& grant) {
    return grant.grantee == everybody || grant.grantee == signed_users;
  });
}

std::expected<std::shared_ptr<const AccessControl>, aws::ServiceError> read_access_control(
    const Value& input, const std::string& owner, AclOf what) {
  AccessControl headers;
  for (const GrantHeader& header : grant_headers) {
    const std::string& text = input[header.member].text();
    if (!text.empty()) TRY_VOID(read_grant_header(text, header.permission, headers));
  }
  const bool by_name = !input["ACL"].text().empty();
  const bool by_header = !headers.grants.empty();
  const bool by_policy = input.has("AccessControlPolicy");
  if (by_name && by_header) {
    return refuse(400, "InvalidRequest",
                  "Specifying both Canned ACLs and Header Grants is not allowed");
  }
  if (by_policy && (by_name || by_header)) {
    return refuse(400, "UnexpectedContent", "This request does not support content");
  }
  if (by_header) return std::make_shared<const AccessControl>(std::move(headers));
  if (by_name) {
    return std::make_shared<const AccessControl>(TRY(canned(input["ACL"].text(), owner, what)));
  }
  if (by_policy) {
    return std::make_shared<const AccessControl>(
        TRY(read_policy(input["AccessControlPolicy"], owner)));
  }
  return nullptr;
}

Value describe_access_control(const AccessControl* access_control, const std::string& owner) {
  static const std::vector<Grant> none;
  aws::List grants;
  const auto add = [&](const Grant& grant) {
    Value grantee;
    grantee.set("Type", grant.type).set(grant.type == "Group" ? "URI" : "ID", grant.grantee);
    grants.emplace_back(
        aws::Members{{"Grantee", std::move(grantee)}, {"Permission", grant.permission}});
  };
  if (access_control == nullptr) add({"CanonicalUser", owner, "FULL_CONTROL"});
  for (const Grant& grant : access_control == nullptr ? none : access_control->grants) add(grant);
  return Value().set("Owner", Value().set("ID", owner)).set("Grants", std::move(grants));
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html: what an object
// may still say is that its bucket's owner has everything.
std::expected<void, aws::ServiceError> check_acl_allowed(const Bucket& bucket, bool public_blocked,
                                                         const Value& input,
                                                         const AccessControl* wanted, AclOf what) {
  if (wanted == nullptr) return {};
  if (bucket.ownership == Ownership::bucket_owner_enforced) {
    const std::string& name = input["ACL"].text();
    const bool harmless =
        what == AclOf::object && (name == "private" || name == "bucket-owner-full-control");
    if (harmless) return {};
    return refuse(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  if (public_blocked && wanted->is_public()) {
    return refuse(403, "AccessDenied", "Access Denied");
  }
  return {};
}

std::string_view to_string(Ownership ownership) {
  switch (ownership) {
    case Ownership::bucket_owner_enforced:
      return "BucketOwnerEnforced";
    case Ownership::bucket_owner_preferred:
      return "BucketOwnerPreferred";
    case Ownership::object_writer:
      return "ObjectWriter";
  }
  return "";
}

std::optional<Ownership> ownership_of(std::string_view text) {
  for (const Ownership one : {Ownership::bucket_owner_enforced, Ownership::bucket_owner_preferred,
                              Ownership::object_writer}) {
    if (to_string(one) == text) return one;
  }
  return std::nullopt;
}

// ---- the handlers

Answer S3::get_bucket_acl(const Call&, Bucket& bucket) {
  return describe_access_control(bucket.access_control.get(), owner_id());
}

Answer S3::put_bucket_acl(const Call& call, Bucket& bucket) {
  auto wanted = TRY(read_access_control(call.input, owner_id(), AclOf::bucket));
  if (wanted == nullptr) {
    return refuse(400, "MissingSecurityHeader", "Your request was missing a required header");
  }
  TRY_VOID(check_acl_allowed(bucket, public_access_of(bucket).block_acls, call.input, wanted.get(),
                             AclOf::bucket));
  bucket.access_control = std::move(wanted);
  return Value();
}

Answer S3::get_object_acl(const Call& call, Bucket& bucket) {
  const ObjectVersion* version = TRY(version_of(call, bucket));
  const std::string& replica_owner = version->extras().replica_owner;
  const std::string owner = replica_owner.empty() ? owner_id() : canonical_id(replica_owner);
  Value output = describe_access_control(version->extras().access_control.get(), owner);
  if (bucket.versioning != Versioning::never && call.head != nullptr) {
    call.head->headers.set("x-amz-version-id", version->version_id.text());
  }
  return output;
}

Answer S3::put_object_acl(const Call& call, Bucket& bucket) {
  auto wanted = TRY(read_access_control(call.input, owner_id(), AclOf::object));
  if (wanted == nullptr) {
    return refuse(400, "MissingSecurityHeader", "Your request was missing a required header");
  }
  ObjectVersion* version = TRY(version_of(call, bucket));
  if (bucket.ownership == Ownership::bucket_owner_enforced) {
    if (call.input["ACL"].text() == "bucket-owner-full-control") return Value::structure();
    return refuse(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  }
  TRY_VOID(check_acl_allowed(bucket, public_access_of(bucket).block_acls, call.input, wanted.get(),
                             AclOf::object));
  version->change_extras().access_control = std::move(wanted);
  details_changed(bucket, call.input["Key"].text(), *version);
  return Value::structure();
}

Answer S3::get_bucket_ownership_controls(const Call&, Bucket& bucket) {
  if (!bucket.ownership) {
    return refuse(404, "OwnershipControlsNotFoundError",
                  "The bucket ownership controls were not found",
                  Value().set("BucketName", bucket.name));
  }
  Value rule;
  rule.set("ObjectOwnership", to_string(*bucket.ownership));
  return Value().set("OwnershipControls", Value().set("Rules", aws::List{std::move(rule)}));
}

Answer S3::put_bucket_ownership_controls(const Call& call, Bucket& bucket) {
  const aws::List& rules = call.input["OwnershipControls"]["Rules"].list();
  const auto wanted =
      rules.size() == 1 ? ownership_of(rules[0]["ObjectOwnership"].text()) : std::nullopt;
  if (!wanted) return malformed_xml();
  // ACLs cannot be off while one lets others in.
  const AccessControl* acl = bucket.access_control.get();
  if (*wanted == Ownership::bucket_owner_enforced && acl != nullptr &&
      (acl->grants.size() != 1 || acl->grants[0].grantee != owner_id())) {
    return refuse(400, "InvalidBucketAclWithObjectOwnership",
                  "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  }
  bucket.ownership = wanted;
  return Value();
}

Answer S3::delete_bucket_ownership_controls(const Call&, Bucket& bucket) {
  bucket.ownership.reset();
  return Value();
}

}  // namespace godwit::lab::services
