#include "lab/services/s3/policy_actions.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace godwit::lab::services {

namespace {

// In lower case, as they are compared. As of January 2026.
constexpr std::string_view of_buckets[] = {"createbucket",
                                           "deletebucket",
                                           "deletebucketownershipcontrols",
                                           "deletebucketpolicy",
                                           "deletebucketwebsite",
                                           "getaccelerateconfiguration",
                                           "getanalyticsconfiguration",
                                           "getbucketacl",
                                           "getbucketcors",
                                           "getbucketlocation",
                                           "getbucketlogging",
                                           "getbucketnotification",
                                           "getbucketobjectlockconfiguration",
                                           "getbucketownershipcontrols",
                                           "getbucketpolicy",
                                           "getbucketpolicystatus",
                                           "getbucketpublicaccessblock",
                                           "getbucketrequestpayment",
                                           "getbuckettagging",
                                           "getbucketversioning",
                                           "getbucketwebsite",
                                           "getencryptionconfiguration",
                                           "getintelligenttieringconfiguration",
                                           "getinventoryconfiguration",
                                           "getlifecycleconfiguration",
                                           "getmetricsconfiguration",
                                           "getreplicationconfiguration",
                                           "listbucket",
                                           "listbucketmultipartuploads",
                                           "listbucketversions",
                                           "putaccelerateconfiguration",
                                           "putanalyticsconfiguration",
                                           "putbucketacl",
                                           "putbucketcors",
                                           "putbucketlogging",
                                           "putbucketnotification",
                                           "putbucketobjectlockconfiguration",
                                           "putbucketownershipcontrols",
                                           "putbucketpolicy",
                                           "putbucketpublicaccessblock",
                                           "putbucketrequestpayment",
                                           "putbuckettagging",
                                           "putbucketversioning",
                                           "putbucketwebsite",
                                           "putencryptionconfiguration",
                                           "putintelligenttieringconfiguration",
                                           "putinventoryconfiguration",
                                           "putlifecycleconfiguration",
                                           "putmetricsconfiguration",
                                           "putreplicationconfiguration"};

constexpr std::string_view of_objects[] = {"abortmultipartupload",
                                           "bypassgovernanceretention",
                                           "deleteobject",
                                           "deleteobjecttagging",
                                           "deleteobjectversion",
                                           "deleteobjectversiontagging",
                                           "getobject",
                                           "getobjectacl",
                                           "getobjectattributes",
                                           "getobjectlegalhold",
                                           "getobjectretention",
                                           "getobjecttagging",
                                           "getobjecttorrent",
                                           "getobjectversion",
                                           "getobjectversionacl",
                                           "getobjectversionattributes",
                                           "getobjectversionforreplication",
                                           "getobjectversiontagging",
                                           "getobjectversiontorrent",
                                           "initiatereplication",
                                           "listmultipartuploadparts",
                                           "objectowneroverridetobucketowner",
                                           "putobject",
                                           "putobjectacl",
                                           "putobjectlegalhold",
                                           "putobjectretention",
                                           "putobjecttagging",
                                           "putobjectversionacl",
                                           "putobjectversiontagging",
                                           "replicatedelete",
                                           "replicateobject",
                                           "replicatetags",
                                           "restoreobject"};

}  // namespace

bool matches_wildcards(std::string_view pattern, std::string_view text) {
  std::size_t at = 0;
  std::size_t in_text = 0;
  std::size_t star = std::string_view::npos;  // the last one, which can take in more
  std::size_t taken = 0;
  while (in_text < text.size()) {
    if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == text[in_text]) &&
        pattern[at] != '*') {
      ++at;
      ++in_text;
    } else if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      taken = in_text;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      in_text = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

PolicyActions policy_actions(std::string_view action) {
  if (action == "*") return {true, true};
  const std::string lowered = to_lower(action);
  constexpr std::string_view prefix = "s3:";
  if (!lowered.starts_with(prefix)) return {};
  const std::string_view pattern = std::string_view(lowered).substr(prefix.size());
  const auto takes_in = [&](std::string_view name) { return matches_wildcards(pattern, name); };
  return {std::ranges::any_of(of_buckets, takes_in), std::ranges::any_of(of_objects, takes_in)};
}

}  // namespace godwit::lab::services
