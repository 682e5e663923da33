// What a runbook asks of a region before it moves there: facts A1 to A6 and A10.
#include "base/encoding.h"
#include "lab/lab_fixture.h"
#include "lab/services/chime_meetings.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

inline account::Account four_region_account() {
  account::Account account = two_region_account();
  account.regions = {west, central, "af-south-1", "eu-west-2"};
  return account;
}

class ProbesTest : public LabTest {
 protected:
  ProbesTest() : LabTest(four_region_account()) {}
  // Whether there is anybody to ask.
  bool resolves(std::string_view service, std::string_view operation, const std::string& region,
                const Value& input) {
    const auto output = ask(service, operation, region, input);
    return output || output.error().kind != ErrorKind::unreachable;
  }
  std::string message(std::string_view service, std::string_view operation,
                      const std::string& region, const Value& input) {
    const auto output = ask(service, operation, region, input);
    return output ? "(success)" : to_string(output.error());
  }
};

// Fact A1.
TEST_F(ProbesTest, ComprehendMedical) {
  const Value input = Value().set("Text", "Patient presents with hypertension");
  EXPECT_FALSE(resolves("comprehendmedical", "DetectEntitiesV2", central, input));
  EXPECT_FALSE(resolves("comprehendmedical", "DetectEntitiesV2", "af-south-1", input));
  const Value found = must("comprehendmedical", "DetectEntitiesV2", west, input);
  ASSERT_EQ(found["Entities"].list().size(), 1U);
  const Value& entity = found["Entities"].list()[0];
  EXPECT_EQ(entity["Text"].text(), "hypertension");
  EXPECT_EQ(entity["Category"].text(), "MEDICAL_CONDITION");
  EXPECT_EQ(entity["BeginOffset"].integer(), 22);
  EXPECT_EQ(entity["EndOffset"].integer(), 34);
  const auto entities = [&](std::string_view text) {
    return must("comprehendmedical", "DetectEntitiesV2", west,
                Value().set("Text", text))["Entities"]
        .list();
  };
  // Offsets count characters, not bytes.
  EXPECT_EQ(entities("\u00c4\u00f6 fever")[0]["BeginOffset"].integer(), 3);
  EXPECT_EQ(entities("denies chest pain")[0]["Traits"].list().at(0)["Name"].text(), "NEGATION");
  EXPECT_EQ(entities("chest pain").size(), 1U) << "not the chest by itself";
  EXPECT_EQ(entities("feverish").size(), 0U);
  EXPECT_EQ(must("comprehendmedical", "InferICD10CM", west, input)["Entities"]
                .list()
                .at(0)["ICD10CMConcepts"]
                .list()
                .at(0)["Code"]
                .text(),
            "I10");
  EXPECT_EQ(refused("comprehendmedical", "DetectEntitiesV2", west,
                    Value().set("Text", std::string(20'001, 'x'))),
            "TextSizeLimitExceededException");
}

// Fact A3.
TEST_F(ProbesTest, Translate) {
  const Value input = Value()
                          .set("Text", "Patient has fever")
                          .set("SourceLanguageCode", "en")
                          .set("TargetLanguageCode", "fr");
  EXPECT_FALSE(resolves("translate", "TranslateText", "af-south-1", input));
  EXPECT_EQ(must("translate", "TranslateText", central, input)["TranslatedText"].text(),
            "[fr] Patient has fever");
  EXPECT_EQ(must("translate", "TranslateText", central,
                 Value(input).set("TargetLanguageCode", "en"))["TranslatedText"]
                .text(),
            "Patient has fever");
  EXPECT_EQ(
      refused("translate", "TranslateText", central, Value(input).set("TargetLanguageCode", "xx")),
      "UnsupportedLanguagePairException");
  EXPECT_EQ(refused("translate", "TranslateText", central,
                    Value(input).set("Text", std::string(10'001, 'x'))),
            "TextSizeLimitExceededException");
  EXPECT_EQ(
      must("translate", "ListLanguages", central, Value::structure())["Languages"].list().size(),
      75U);
}

// Fact A2.
TEST_F(ProbesTest, Transcribe) {
  EXPECT_EQ(refused("transcribe", "ListMedicalVocabularies", central, Value::structure()),
            "BadRequestException");
  EXPECT_TRUE(
      must("transcribe", "ListMedicalVocabularies", west, Value::structure())["Vocabularies"]
          .list()
          .empty());
  EXPECT_TRUE(must("transcribe", "ListVocabularies", central, Value::structure())["Vocabularies"]
                  .list()
                  .empty());
  const auto job = [&](std::string_view bucket) {
    return Value()
        .set("TranscriptionJobName", "job")
        .set("LanguageCode", "de-DE")
        .set("Media", Value().set("MediaFileUri", fmt::format("s3://{}/a.wav", bucket)));
  };
  EXPECT_EQ(refused("transcribe", "StartTranscriptionJob", central, job("source")),
            "BadRequestException")
      << "the bucket is in another region";
  must("transcribe", "StartTranscriptionJob", central, job("target"));
  EXPECT_EQ(refused("transcribe", "StartTranscriptionJob", central, job("target")),
            "ConflictException");
  pass(minutes(2));
  const Value ended = must("transcribe", "GetTranscriptionJob", central,
                           Value().set("TranscriptionJobName", "job"))["TranscriptionJob"];
  EXPECT_EQ(ended["TranscriptionJobStatus"].text(), "FAILED");
  EXPECT_THAT(ended["FailureReason"].text(), testing::HasSubstr("cannot hear"));
  const Value medical = Value()
                            .set("MedicalTranscriptionJobName", "job")
                            .set("Media", Value().set("MediaFileUri", "s3://source/a.wav"))
                            .set("OutputBucketName", "source")
                            .set("Specialty", "PRIMARYCARE")
                            .set("Type", "DICTATION");
  EXPECT_EQ(refused("transcribe", "StartMedicalTranscriptionJob", west,
                    Value(medical).set("LanguageCode", "de-DE")),
            "BadRequestException");
  EXPECT_EQ(refused("transcribe", "StartMedicalTranscriptionJob", west,
                    Value(medical).set("LanguageCode", "en-US")),
            "(success)");
  must("transcribe", "CreateVocabulary", west,
       Value()
           .set("VocabularyName", "v")
           .set("LanguageCode", "de-DE")
           .set("Phrases", aws::List{"Blutdruck"}));
  pass(minutes(2));
  EXPECT_EQ(must("transcribe", "GetVocabulary", west,
                 Value().set("VocabularyName", "v"))["VocabularyState"]
                .text(),
            "READY");
}

// Fact A6.
TEST_F(ProbesTest, Bedrock) {
  const std::string sonnet = "anthropic.claude-3-sonnet-20240229-v1:0";
  const std::string newer = "anthropic.claude-sonnet-4-20250514-v1:0";
  const auto model = [&](std::string_view id) {
    return must("bedrock", "GetFoundationModel", central,
                Value().set("modelIdentifier", id))["modelDetails"];
  };
  EXPECT_EQ(model(sonnet)["modelName"].text(), "Claude 3 Sonnet") << "not 3.5";
  EXPECT_EQ(model(sonnet)["modelLifecycle"]["status"].text(), "ACTIVE");  // in January 2026
  const auto invoke = [&](std::string_view id, std::string_view region = central) {
    return refused("bedrock-runtime", "InvokeModel", std::string(region),
                   Value()
                       .set("modelId", id)
                       .set("body", R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":9,)"
                                    R"("messages":[{"role":"user","content":"Hello"}]})"));
  };
  EXPECT_EQ(invoke(sonnet), "(success)");
  EXPECT_EQ(invoke(newer), "ValidationException");
  EXPECT_THAT(message("bedrock-runtime", "InvokeModel", central,
                      Value().set("modelId", newer).set("body", "{}")),
              testing::HasSubstr("with on-demand throughput isn"));
  EXPECT_EQ(invoke("eu." + newer), "(success)");
  EXPECT_EQ(invoke("us." + newer), "ValidationException") << "another geography";
  EXPECT_EQ(invoke("eu." + newer, "eu-west-2"), "ValidationException") << "not in the profile";
  EXPECT_EQ(invoke("anthropic.claude-9"), "ValidationException");
  EXPECT_EQ(refused("bedrock-runtime", "InvokeModel", central,
                    Value().set("modelId", sonnet).set("body", R"({"prompt":"x"})")),
            "ValidationException");
  const Value profiles = must("bedrock", "ListInferenceProfiles", central, Value::structure());
  for (const Value& profile : profiles["inferenceProfileSummaries"].list()) {
    EXPECT_TRUE(profile["inferenceProfileId"].text().starts_with("eu."));
  }
  const Value said =
      must("bedrock-runtime", "Converse", central,
           Value()
               .set("modelId", "eu." + newer)
               .set("messages",
                    aws::List{Value()
                                  .set("role", "user")
                                  .set("content", aws::List{Value().set("text", "Hello")})}));
  EXPECT_THAT(said["output"]["message"]["content"].list().at(0)["text"].text(),
              testing::HasSubstr("[godwit lab]"));
  pass(hours(24 * 60));
  EXPECT_EQ(model(sonnet)["modelLifecycle"]["status"].text(), "LEGACY");
  EXPECT_EQ(invoke("anthropic.claude-3-5-sonnet-20240620-v1:0"), "ResourceNotFoundException");
  pass(hours(24 * 150));
  EXPECT_EQ(invoke(sonnet), "ResourceNotFoundException");
}

// Facts A4, A5.
TEST_F(ProbesTest, ChimeMeetings) {
  const auto meeting = [](std::string_view media, std::string_view token) {
    return Value()
        .set("ClientRequestToken", token)
        .set("MediaRegion", media)
        .set("ExternalMeetingId", "visit-1");
  };
  EXPECT_FALSE(resolves("chime-sdk-meetings", "CreateMeeting", west, meeting(west, "t")))
      << "media only";
  const Value made =
      must("chime-sdk-meetings", "CreateMeeting", central, meeting(west, "t"))["Meeting"];
  EXPECT_EQ(made["MediaRegion"].text(), west);
  EXPECT_EQ(must("chime-sdk-meetings", "CreateMeeting", central,
                 meeting(west, "t"))["Meeting"]["MeetingId"]
                .text(),
            made["MeetingId"].text());
  EXPECT_EQ(refused("chime-sdk-meetings", "CreateMeeting", central, meeting("eu-central-2", "u")),
            "BadRequestException");
  const Value id = Value().set("MeetingId", made["MeetingId"]);
  // Only the control region that created it knows it.
  EXPECT_EQ(refused("chime-sdk-meetings", "GetMeeting", "af-south-1", id), "NotFoundException");
  must("chime-sdk-meetings", "GetMeeting", central, id);
  const Value attendee = must("chime-sdk-meetings", "CreateAttendee", central,
                              Value(id).set("ExternalUserId", "ada"))["Attendee"];
  EXPECT_FALSE(attendee["JoinToken"].text().empty());
  pass(hours(23));
  must("chime-sdk-meetings", "GetMeeting", central, id);
  pass(hours(1));
  EXPECT_EQ(refused("chime-sdk-meetings", "GetMeeting", central, id), "NotFoundException");
}

TEST_F(ProbesTest, MeetingsEndInSilence) {
  const Value made = must("chime-sdk-meetings", "CreateMeeting", central,
                          Value()
                              .set("ClientRequestToken", "t")
                              .set("MediaRegion", central)
                              .set("ExternalMeetingId", "visit-1"))["Meeting"];
  const Value id = Value().set("MeetingId", made["MeetingId"]);
  const Value attendee = must("chime-sdk-meetings", "CreateAttendee", central,
                              Value(id).set("ExternalUserId", "ada"))["Attendee"];
  pass(hours(1));
  auto& chime = static_cast<ChimeMeetings&>(*lab.find_service("chime-sdk-meetings"));
  EXPECT_EQ(chime.meetings_in(central), 1U);
  must("chime-sdk-meetings", "DeleteAttendee", central,
       Value(id).set("AttendeeId", attendee["AttendeeId"]));
  pass(minutes(4));
  must("chime-sdk-meetings", "GetMeeting", central, id);
  pass(minutes(1));
  EXPECT_EQ(refused("chime-sdk-meetings", "GetMeeting", central, id), "NotFoundException");
  EXPECT_EQ(chime.meetings_in(central), 0U);
}

// Fact A10.
TEST_F(ProbesTest, Regions) {
  const auto status = [&](std::string_view name) {
    const Value found =
        must("ec2", "DescribeRegions", central, Value().set("RegionNames", aws::List{name}));
    return found["Regions"].list().at(0)["OptInStatus"].text();
  };
  EXPECT_EQ(status("af-south-1"), "opted-in");
  EXPECT_EQ(status("eu-central-1"), "opt-in-not-required");
  EXPECT_EQ(status("me-south-1"), "not-opted-in");
  const auto count = [&](const Value& input) {
    return must("ec2", "DescribeRegions", central, input)["Regions"].list().size();
  };
  EXPECT_EQ(count(Value::structure()), 18U);
  EXPECT_EQ(count(Value().set("AllRegions", true)), 34U);
  EXPECT_EQ(
      count(Value()
                .set("AllRegions", true)
                .set("Filters",
                     aws::List{
                         Value().set("Name", "opt-in-status").set("Values", aws::List{"not-*"})})),
      16U);
  EXPECT_EQ(refused("ec2", "DescribeRegions", central,
                    Value().set("RegionNames", aws::List{"eu-central-9"})),
            "InvalidParameterValue");
  const Value zones =
      must("ec2", "DescribeAvailabilityZones", central, Value::structure())["AvailabilityZones"];
  ASSERT_EQ(zones.list().size(), 3U);
  EXPECT_EQ(zones.list()[0]["ZoneName"].text(), "eu-central-1a");
  EXPECT_EQ(zones.list()[0]["ZoneId"].text(), "euc1-az1");
}

}  // namespace
}  // namespace godwit::lab::services
