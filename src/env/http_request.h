// What every Http does with a request, whatever it sends it through.
#pragma once

#include "env/http.h"

namespace godwit {

// Without the query: it may hold a signature, and this is for error messages.
std::string url_of(const HttpRequest& request);

// ErrorKind::invalid where something would be sent as something else than it is, or as more than
// one thing: a line end in a header, a '?' in the path, a space in the host.
Result<void> check_request(const HttpRequest& request);

// An error about a request, with a remedy that goes with the kind.
Error http_error(const HttpRequest& request, ErrorKind kind, std::string cause);

}  // namespace godwit
