// Bytes at the socket. However they are split, they are the same requests, though what is none may
// be noticed sooner or later.
#include "env/http_framing.h"
#include "fuzz/fuzz.h"

namespace {

using godwit::HttpFraming;

std::string cut(std::string_view bytes, std::size_t piece) {
  HttpFraming framing({.head_bytes = 2048, .body_bytes = 4096});
  std::string held;
  std::string seen;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    held += bytes.substr(at, piece);
    while (!held.empty()) {
      const std::size_t used = framing.feed(held);
      godwit::fuzz::must(used <= held.size());
      held.erase(0, used);
      if (framing.state() == HttpFraming::State::complete) {
        const godwit::HttpRequest request = framing.take();
        seen += request.method + " " + request.host + request.path + "?" + request.query + "\n";
        for (const auto& [name, value] : request.headers) seen += name + ":" + value + "\n";
        seen += request.body.bytes();
      } else if (used == 0 || framing.state() == HttpFraming::State::bad) {
        break;
      }
    }
    if (framing.state() == HttpFraming::State::bad) {
      godwit::fuzz::must(framing.problem().status >= 400);
      break;  // sooner or later, by how much was there to see
    }
  }
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes = godwit::fuzz::text(data + 1, size - 1);
  godwit::fuzz::must(cut(bytes, 1 + data[0] % 64) == cut(bytes, 1 << 20));
  return 0;
}
