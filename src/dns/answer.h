// Answer: what follows the question in a response, made once and copied often. It belongs to one
// question: its names are compressed against that question's, which has its place in every
// response.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "dns/message.h"
#include "dns/name.h"
#include "dns/record_data.h"

namespace godwit::dns {

struct Answer {
  ResponseCode code = ResponseCode::no_error;
  bool authoritative = true;

  // The answer section: links (CNAMEs) in their order, then records, of which a response gives
  // `most` in any order.
  std::string links;
  std::uint16_t link_count = 0;
  std::string records;
  std::vector<std::size_t> record_ends;  // in `records`
  std::size_t most = ~std::size_t{0};

  // Without which a response is truncated, or which it can do without (RFC 2181, 9).
  std::string authority;
  std::uint16_t authority_count = 0;
  bool authority_needed = false;
  std::string additional;
  std::uint16_t additional_count = 0;
  bool additional_needed = false;  // addresses of servers within what they serve (RFC 9471)
};

// Writes an Answer. Sections may be filled in any order, but links come first of all.
class AnswerWriter {
 public:
  // `question` is the name that is asked for.
  explicit AnswerWriter(std::string_view question);

  // A CNAME of the current owner, which is the question at first; then of the name that it leads
  // to. `data` is a CNAME's.
  void link(Duration ttl, const RecordData& data);
  // A record of the current owner.
  void record(std::uint16_t type, Duration ttl, const RecordData& data);
  void authority(std::string_view owner, std::uint16_t type, Duration ttl, const RecordData& data);
  void additional(std::string_view owner, std::uint16_t type, Duration ttl, const RecordData& data);

  Answer answer;

 private:
  struct Known {
    std::string name;
    std::size_t at;  // in the message
  };
  void know(std::string_view name, std::size_t at);
  void write_name(std::string& out, std::string_view name) const;
  void write_record(std::string& out, std::string_view owner, std::uint16_t type, Duration ttl,
                    const RecordData& data) const;

  std::vector<Known> known_;  // longer names before what they end with
  std::string owner_;
  std::size_t links_begin_;
};

// "192.0.2.1" as an A record's data, "2001:db8::1" as an AAAA's.
RecordData address_data(std::string_view address);

}  // namespace godwit::dns
