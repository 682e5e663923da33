// One call of a service that is not AWS's and speaks JSON: send, and read the answer or what it
// says instead. The typed calls of this folder are made of this.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/result.h"

namespace godwit::consumer {

struct WebCall {
  std::string service;    // "supabase"
  std::string operation;  // "ListSecrets": by its name it only looks, or does not (aws::reads_only)
  std::string method;
  std::string host;
  std::string path;  // percent-encoded, and so is the query
  std::string query = {};
  std::string content_type = "application/json";  // of the body, where there is one
  std::string body = {};
  std::string subject;  // for people: "secret chime-api-endpoint of project medzen"
  std::vector<std::string> hidden = {};  // what an error must not repeat, whoever says it
};

// The answer; null where it has no body. Errors have the kind of its status (aws/plain_answer.h),
// with the other side's code and words.
Result<boost::json::value> ask(aws::Cloud& cloud, const WebCall& call);

// A member of an answer; empty, or 0, where it is not there or something else.
std::string text_in(const boost::json::value& value, std::string_view name);
std::int64_t number_in(const boost::json::value& value, std::string_view name);

// An answer of success that cannot be what it should. What it was about has happened.
std::unexpected<Error> unreadable(const WebCall& call, std::string problem);

}  // namespace godwit::consumer
