#include "lab/services/chime_meetings.h"

#include <array>

#include "lab/arn.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<ChimeMeetings> ChimeMeetings::operations[] = {
    {"BatchCreateAttendee", &ChimeMeetings::batch_create_attendee},
    {"CreateAttendee", &ChimeMeetings::create_attendee},
    {"CreateMeeting", &ChimeMeetings::create_meeting},
    {"CreateMeetingWithAttendees", &ChimeMeetings::create_meeting},
    {"DeleteAttendee", &ChimeMeetings::delete_attendee},
    {"DeleteMeeting", &ChimeMeetings::delete_meeting},
    {"GetAttendee", &ChimeMeetings::get_attendee},
    {"GetMeeting", &ChimeMeetings::get_meeting},
    {"ListAttendees", &ChimeMeetings::list_attendees},
    {"ListTagsForResource", &ChimeMeetings::list_tags},
    {"StartMeetingTranscription", &ChimeMeetings::start_transcription},
    {"StopMeetingTranscription", &ChimeMeetings::stop_transcription},
    {"TagResource", &ChimeMeetings::tag},
    {"UntagResource", &ChimeMeetings::untag},
};

ChimeMeetings::ChimeMeetings(Lab& lab)
    : lab_(lab),
      tasks_(lab.world().scheduler),
      secret_(lab.world().random.fork("chime meetings")->next()) {}

Answer ChimeMeetings::handle(const Call& call) {
  return dispatch<ChimeMeetings>(*this, operations, call);
}

namespace {

constexpr Duration longest_meeting = hours(24);
constexpr Duration longest_silence = minutes(5);
constexpr std::size_t most_attendees = 250;
constexpr std::size_t most_at_once = 100;

// as_of: 2022-12. source: the model's text on CreateMeeting's MediaRegion.
constexpr std::array<std::string_view, 18> media_regions = {
    "af-south-1",     "ap-northeast-1", "ap-northeast-2", "ap-south-1", "ap-southeast-1",
    "ap-southeast-2", "ca-central-1",   "eu-central-1",   "eu-north-1", "eu-south-1",
    "eu-west-1",      "eu-west-2",      "eu-west-3",      "sa-east-1",  "us-east-1",
    "us-east-2",      "us-west-1",      "us-west-2"};

std::unexpected<aws::ServiceError> bad_request(std::string message) {
  return refuse(400, "BadRequestException", std::move(message), Value().set("Code", "BadRequest"));
}

std::unexpected<aws::ServiceError> not_found(std::string message) {
  return refuse(404, "NotFoundException", std::move(message), Value().set("Code", "NotFound"));
}

Value describe_attendee(const Attendee& attendee, bool with_token) {
  Value shown;
  shown.set("ExternalUserId", attendee.external_user_id).set("AttendeeId", attendee.id);
  if (with_token) shown.set("JoinToken", attendee.join_token);
  return shown.set("Capabilities", attendee.capabilities);
}

}  // namespace

std::size_t ChimeMeetings::meetings_in(const std::string& region) const {
  const auto found = regions_.find(region);
  return found == regions_.end() ? 0 : found->second.size();
}

Value ChimeMeetings::describe(const std::string& region, const Meeting& meeting) const {
  const auto url = [&](std::string_view scheme, std::string_view host, std::string_view path) {
    return fmt::format("{}://{}.{}.app.chime.aws{}", scheme, host, meeting.media_region, path);
  };
  Value placement;
  placement
      .set("AudioHostUrl", fmt::format("{}.{}.app.chime.aws:3478",
                                       derived_hex(secret_, meeting.id, 32), meeting.media_region))
      .set("AudioFallbackUrl", url("wss", "haxrp.m1", "/calls/" + meeting.id))
      .set("SignalingUrl", url("wss", "signal.m1", "/control/" + meeting.id))
      .set("TurnControlUrl", url("https", "ccp.m1", "/v2/turn_sessions"))
      .set("ScreenDataUrl", url("wss", "bitpw.m1", "/v2/screen/" + meeting.id))
      .set("ScreenViewingUrl", url("wss", "bitpw.m1", "/ws/connect?meeting=" + meeting.id))
      .set("ScreenSharingUrl", url("wss", "bitpw.m1", "/v2/screen/" + meeting.id))
      .set("EventIngestionUrl", url("https", "data.svc", "/v1/client-events"));
  Value shown;
  shown.set("MeetingId", meeting.id);
  if (!meeting.host_id.empty()) shown.set("MeetingHostId", meeting.host_id);
  return shown.set("ExternalMeetingId", meeting.external_id)
      .set("MediaRegion", meeting.media_region)
      .set("MediaPlacement", std::move(placement))
      .set("TenantIds", aws::List())
      .set("MeetingArn",
           fmt::format("arn:aws:chime:{}:{}:meeting/{}", region, lab_.account().id, meeting.id));
}

Attendee& ChimeMeetings::add_attendee(const std::string& region, Meeting& meeting,
                                      const Value& asked) {
  const std::string ordinal = fmt::format("attendee {} {}", region, made_++);
  Attendee attendee{.id = derived_uuid(secret_, ordinal),
                    .external_user_id = asked["ExternalUserId"].text(),
                    .join_token = derived_text(secret_, ordinal + " token", 128,
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
                                               "yz0123456789"),
                    .capabilities = asked["Capabilities"]};
  if (!attendee.capabilities) {
    attendee.capabilities.set("Audio", "SendReceive")
        .set("Video", "SendReceive")
        .set("Content", "SendReceive");
  }
  meeting.empty_since.reset();
  return meeting.attendees.emplace(attendee.id, std::move(attendee)).first->second;
}

// A meeting of another control region is not there (fact A5).
std::expected<Meeting*, aws::ServiceError> ChimeMeetings::meeting_of(const Call& call) {
  const auto found = regions_[call.region].find(call.input["MeetingId"].text());
  if (found == regions_[call.region].end()) {
    return not_found(fmt::format("The meeting {} does not exist in {}.",
                                 call.input["MeetingId"].text(), call.region));
  }
  return &found->second;
}

void ChimeMeetings::end_when_due(const std::string& region, const std::string& id) {
  const auto found = regions_[region].find(id);
  if (found == regions_[region].end()) return;
  const Meeting& meeting = found->second;
  const Time now = lab_.now();
  const bool silent = meeting.empty_since && now - *meeting.empty_since >= longest_silence;
  if (silent || now - meeting.created >= longest_meeting) regions_[region].erase(found);
}

// https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_meeting-chime_CreateMeeting.html
Answer ChimeMeetings::create_meeting(const Call& call) {
  const Value& input = call.input;
  const std::string& media_region = input["MediaRegion"].text();
  if (std::ranges::find(media_regions, media_region) == media_regions.end()) {
    return bad_request(fmt::format("Invalid media region: {}.", media_region));
  }
  const aws::List& attendees = input["Attendees"].list();
  if (attendees.size() > 20) return bad_request("At most 20 attendees can be created at once.");
  const auto answer = [&](const Meeting& meeting) {
    Value output = Value().set("Meeting", describe(call.region, meeting));
    if (call.operation.name == "CreateMeetingWithAttendees") {
      aws::List shown;
      for (const auto& [id, attendee] : meeting.attendees) {
        shown.push_back(describe_attendee(attendee, true));
      }
      output.set("Attendees", std::move(shown)).set("Errors", aws::List());
    }
    return output;
  };
  Meetings& meetings = regions_[call.region];
  const std::string& token = input["ClientRequestToken"].text();
  for (const auto& [id, meeting] : meetings) {
    if (!token.empty() && meeting.token == token) return answer(meeting);
  }
  Meeting meeting{.id = derived_uuid(secret_, fmt::format("meeting {} {}", call.region, made_++)),
                  .token = token,
                  .external_id = input["ExternalMeetingId"].text(),
                  .host_id = input["MeetingHostId"].text(),
                  .media_region = media_region,
                  .created = call.now,
                  .empty_since = call.now,
                  .tags = {},
                  .attendees = {}};
  for (const Value& entry : input["Tags"].list()) {
    meeting.tags[entry["Key"].text()] = entry["Value"].text();
  }
  for (const Value& attendee : attendees) add_attendee(call.region, meeting, attendee);
  const Meeting& made = meetings.emplace(meeting.id, std::move(meeting)).first->second;
  for (const Duration wait : {longest_silence, longest_meeting}) {
    tasks_.at(call.now + wait,
              [this, region = call.region, id = made.id] { end_when_due(region, id); });
  }
  return answer(made);
}

Answer ChimeMeetings::get_meeting(const Call& call) {
  const Meeting* meeting = TRY(meeting_of(call));
  return Value().set("Meeting", describe(call.region, *meeting));
}

// Deleting one that is not there is no error, by AWS's documentation of the operation's errors.
Answer ChimeMeetings::delete_meeting(const Call& call) {
  regions_[call.region].erase(call.input["MeetingId"].text());
  return Value();
}

Answer ChimeMeetings::create_attendee(const Call& call) {
  Meeting* meeting = TRY(meeting_of(call));
  if (meeting->attendees.size() >= most_attendees) {
    return refuse(400, "LimitExceededException", "The meeting has as many attendees as it can.",
                  Value().set("Code", "LimitExceeded"));
  }
  return Value().set("Attendee",
                     describe_attendee(add_attendee(call.region, *meeting, call.input), true));
}

Answer ChimeMeetings::batch_create_attendee(const Call& call) {
  Meeting* meeting = TRY(meeting_of(call));
  const aws::List& asked = call.input["Attendees"].list();
  if (asked.empty() || asked.size() > most_at_once) {
    return bad_request("Attendees must have between 1 and 100 members.");
  }
  aws::List made, errors;
  for (const Value& attendee : asked) {
    if (meeting->attendees.size() >= most_attendees) {
      errors.push_back(Value()
                           .set("ExternalUserId", attendee["ExternalUserId"])
                           .set("ErrorCode", "LimitExceeded")
                           .set("ErrorMessage", "The meeting has as many attendees as it can."));
    } else {
      made.push_back(describe_attendee(add_attendee(call.region, *meeting, attendee), true));
    }
  }
  return Value().set("Attendees", std::move(made)).set("Errors", std::move(errors));
}

Answer ChimeMeetings::get_attendee(const Call& call) {
  const Meeting* meeting = TRY(meeting_of(call));
  const auto found = meeting->attendees.find(call.input["AttendeeId"].text());
  if (found == meeting->attendees.end()) return not_found("The attendee does not exist.");
  return Value().set("Attendee", describe_attendee(found->second, true));
}

Answer ChimeMeetings::list_attendees(const Call& call) {
  const Meeting* meeting = TRY(meeting_of(call));
  const Value& limit = call.input["MaxResults"];
  if (limit && (limit.integer() < 1 || limit.integer() > 100)) {
    return bad_request("MaxResults must be between 1 and 100.");
  }
  std::string after;
  if (call.input.has("NextToken")) {
    const auto token = read_page_token(call.input["NextToken"].text());
    if (!token) return bad_request("Invalid NextToken.");
    after = *token;
  }
  aws::List attendees;
  const std::string token = show_page(
      meeting->attendees, after, limit ? static_cast<std::size_t>(limit.integer()) : 99,
      [](const auto&) { return true; },
      [&](const auto& entry) { attendees.push_back(describe_attendee(entry.second, true)); });
  Value output = Value().set("Attendees", std::move(attendees));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer ChimeMeetings::delete_attendee(const Call& call) {
  Meeting* meeting = TRY(meeting_of(call));
  if (meeting->attendees.erase(call.input["AttendeeId"].text()) == 0) {
    return not_found("The attendee does not exist.");
  }
  if (meeting->attendees.empty()) {
    meeting->empty_since = call.now;
    tasks_.at(call.now + longest_silence,
              [this, region = call.region, id = meeting->id] { end_when_due(region, id); });
  }
  return Value();
}

// Fact A2: medical transcription is en-US, and only in some regions: the model names them.
Answer ChimeMeetings::start_transcription(const Call& call) {
  Meeting* meeting = TRY(meeting_of(call));
  const Value& configuration = call.input["TranscriptionConfiguration"];
  if (configuration.has("EngineTranscribeSettings") ==
      configuration.has("EngineTranscribeMedicalSettings")) {
    return bad_request(
        "Specify either EngineTranscribeSettings or EngineTranscribeMedicalSettings.");
  }
  meeting->transcribed = true;
  return Value();
}

Answer ChimeMeetings::stop_transcription(const Call& call) {
  Meeting* meeting = TRY(meeting_of(call));
  meeting->transcribed = false;
  return Value();
}

// ---- tags

std::expected<Meeting*, aws::ServiceError> ChimeMeetings::tagged(const Call& call) {
  const std::string& text = call.input["ResourceARN"].text();
  const auto given = read_arn(text);
  const bool meeting = given && given->service == "chime" && given->region == call.region &&
                       given->resource.starts_with("meeting/");
  const auto found = meeting ? regions_[call.region].find(std::string(given->resource.substr(8)))
                             : regions_[call.region].end();
  if (found == regions_[call.region].end()) {
    return refuse(404, "ResourceNotFoundException",
                  fmt::format("The resource {} does not exist.", text),
                  Value().set("Code", "NotFound").set("ResourceName", text));
  }
  return &found->second;
}

Answer ChimeMeetings::list_tags(const Call& call) {
  const Meeting* meeting = TRY(tagged(call));
  aws::List tags;
  for (const auto& [key, value] : meeting->tags) {
    tags.push_back(Value().set("Key", key).set("Value", value));
  }
  return Value().set("Tags", std::move(tags));
}

Answer ChimeMeetings::tag(const Call& call) {
  Meeting* meeting = TRY(tagged(call));
  for (const Value& entry : call.input["Tags"].list()) {
    meeting->tags[entry["Key"].text()] = entry["Value"].text();
  }
  return Value();
}

Answer ChimeMeetings::untag(const Call& call) {
  Meeting* meeting = TRY(tagged(call));
  for (const Value& key : call.input["TagKeys"].list()) meeting->tags.erase(key.text());
  return Value();
}

}  // namespace godwit::lab::services
