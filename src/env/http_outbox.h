// HttpOutbox: what still has to be written to one connection. Small answers are one run of bytes;
// large bodies are not copied, and synthetic ones are made as they leave.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "env/http.h"

namespace godwit {

class HttpOutbox {
 public:
  // Writes head and body; `date` is the value of the Date field. `close` says that the connection
  // ends here; `bare` leaves the body out, as the answer to HEAD must.
  void add(const HttpResponse& response, std::string_view date, bool close, bool bare);
  void add(std::string_view bytes);

  bool empty() const { return text_.size() == sent_ && later_.empty(); }
  std::uint64_t size() const;

  // The bytes that come next; never empty where there is anything. Valid until the next change.
  std::string_view front();
  void consume(std::size_t count);

 private:
  struct Segment {
    Body body;
    std::uint64_t offset = 0;
    std::string text;  // what follows the body
  };
  std::string& tail();

  std::string text_;  // leaves first, from sent_ on
  std::size_t sent_ = 0;
  std::deque<Segment> later_;
};

}  // namespace godwit
