// The lab's Chime SDK meetings: they live in the control region that created them (facts A4, A5),
// and end by themselves.
// https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_Operations_Amazon_Chime_SDK_Meetings.html
#pragma once

#include <map>
#include <optional>
#include <string>

#include "lab/operation_table.h"
#include "lab/service.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

struct Attendee {
  std::string id;
  std::string external_user_id;
  std::string join_token;
  aws::Value capabilities;
};

struct Meeting {
  std::string id;
  std::string token;  // of the request that made it
  std::string external_id;
  std::string host_id;
  std::string media_region;
  Time created{};
  // When the last attendee left, or it began without one: five minutes later it ends. In the lab an
  // attendee is connected from its creation until its deletion.
  std::optional<Time> empty_since;
  bool transcribed = false;
  std::map<std::string, std::string> tags;
  std::map<std::string, Attendee> attendees;  // by id
};

class ChimeMeetings : public Service {
 public:
  explicit ChimeMeetings(Lab& lab);

  std::string_view name() const override { return "chime-sdk-meetings"; }
  Answer handle(const Call& call) override;
  // Meetings do not last.
  boost::json::value snapshot() const override { return boost::json::object(); }

  // How many there are now whose control is in the region: what has to be drained (fact A5).
  std::size_t meetings_in(const std::string& region) const;

 private:
  using Meetings = std::map<std::string, Meeting>;
  static const OperationEntry<ChimeMeetings> operations[];
  Answer create_meeting(const Call& call);
  Answer get_meeting(const Call& call);
  Answer delete_meeting(const Call& call);
  Answer create_attendee(const Call& call);
  Answer batch_create_attendee(const Call& call);
  Answer get_attendee(const Call& call);
  Answer list_attendees(const Call& call);
  Answer delete_attendee(const Call& call);
  Answer start_transcription(const Call& call);
  Answer stop_transcription(const Call& call);
  Answer list_tags(const Call& call);
  Answer tag(const Call& call);
  Answer untag(const Call& call);

  std::expected<Meeting*, aws::ServiceError> meeting_of(const Call& call);
  std::expected<Meeting*, aws::ServiceError> tagged(const Call& call);
  Attendee& add_attendee(const std::string& region, Meeting& meeting, const aws::Value& asked);
  void end_when_due(const std::string& region, const std::string& id);
  aws::Value describe(const std::string& region, const Meeting& meeting) const;

  Lab& lab_;
  Tasks tasks_;
  std::uint64_t secret_;
  std::uint64_t made_ = 0;
  std::map<std::string, Meetings> regions_;
};

}  // namespace godwit::lab::services
