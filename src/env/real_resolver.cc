#include "env/real_resolver.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "base/text.h"
#include "env/system_error.h"

namespace godwit {

namespace {

std::string to_text(const addrinfo& entry) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* address = nullptr;
  if (entry.ai_family == AF_INET) {
    address = &reinterpret_cast<const sockaddr_in*>(entry.ai_addr)->sin_addr;
  } else if (entry.ai_family == AF_INET6) {
    address = &reinterpret_cast<const sockaddr_in6*>(entry.ai_addr)->sin6_addr;
  }
  if (address == nullptr) return {};
  inet_ntop(entry.ai_family, address, text.data(), text.size());
  return text.data();
}

std::unexpected<Error> failure(int code, int number, const std::string& name) {
  const bool missing = code == EAI_NONAME || code == EAI_NODATA;
  return fail({.kind = missing ? ErrorKind::not_found : ErrorKind::unreachable,
               .operation = "resolve",
               .subject = name,
               .cause = code == EAI_SYSTEM ? system_error(number, {}, {}).cause
                                           : uncapitalize(gai_strerror(code)),
               .remedy = missing ? "check the name" : "check the network and its name servers"});
}

}  // namespace

Result<Resolution> RealResolver::resolve(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;  // or else each address comes once for each kind of socket
  addrinfo* found = nullptr;
  const int code = getaddrinfo(name.c_str(), nullptr, &hints, &found);
  if (code != 0) return failure(code, errno, name);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);

  Resolution resolution;
  for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
    std::string address = to_text(*entry);
    if (address.empty() || std::ranges::count(resolution.addresses, address) > 0) continue;
    resolution.addresses.push_back(std::move(address));
  }
  if (resolution.addresses.empty()) return failure(EAI_NODATA, 0, name);
  return resolution;
}

}  // namespace godwit
