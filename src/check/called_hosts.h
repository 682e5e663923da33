// Called hosts: the hosts of the URLs that clients have built in, as the files say that a document
// shows or that a repository has. What a document's commands call is no client.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct CalledHost {
  std::string host;  // in lower case; of a placeholder: as written
  bool known = true;
  bool of_region = false;  // an endpoint of AWS's in one region: of API Gateway, a load balancer, a
                           // function
  bool of_document = false;
  Span span;  // of one of a region
};

// Of files that a program reads: sources and settings; not documentation, templates, tests or what
// a document changes something from. Each place of each host, in order.
std::vector<CalledHost> called_hosts(const Subject& subject);

}  // namespace godwit::check
