#include "lab/services/transcribe.h"

#include <array>

#include "lab/lab.h"
#include "lab/paging.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<Transcribe> Transcribe::operations[] = {
    {"CreateMedicalVocabulary", &Transcribe::create_vocabulary},
    {"CreateVocabulary", &Transcribe::create_vocabulary},
    {"DeleteMedicalTranscriptionJob", &Transcribe::delete_job},
    {"DeleteMedicalVocabulary", &Transcribe::delete_vocabulary},
    {"DeleteTranscriptionJob", &Transcribe::delete_job},
    {"DeleteVocabulary", &Transcribe::delete_vocabulary},
    {"GetMedicalTranscriptionJob", &Transcribe::get_job},
    {"GetMedicalVocabulary", &Transcribe::get_vocabulary},
    {"GetTranscriptionJob", &Transcribe::get_job},
    {"GetVocabulary", &Transcribe::get_vocabulary},
    {"ListMedicalTranscriptionJobs", &Transcribe::list_jobs},
    {"ListMedicalVocabularies", &Transcribe::list_vocabularies},
    {"ListTranscriptionJobs", &Transcribe::list_jobs},
    {"ListVocabularies", &Transcribe::list_vocabularies},
    {"StartMedicalTranscriptionJob", &Transcribe::start_job},
    {"StartTranscriptionJob", &Transcribe::start_job},
};

Transcribe::Transcribe(Lab& lab) : lab_(lab), tasks_(lab.world().scheduler) {}

namespace {

// as_of: 2022-12. source: the models of chime-sdk-meetings (TranscribeMedicalRegion) and
// https://docs.aws.amazon.com/general/latest/gr/transcribe-medical.html.
constexpr std::array<std::string_view, 6> medical_regions = {
    "ap-southeast-2", "ca-central-1", "eu-west-1", "us-east-1", "us-east-2", "us-west-2"};

bool is_medical(const Call& call) {
  return call.operation.name.find("Medical") != std::string_view::npos;
}

std::unexpected<aws::ServiceError> bad_request(std::string message) {
  return refuse(400, "BadRequestException", std::move(message));
}

std::unexpected<aws::ServiceError> not_found(std::string message) {
  return refuse(400, "NotFoundException", std::move(message));
}

std::expected<void, aws::ServiceError> check_language(const Call& call) {
  const std::string& language = call.input["LanguageCode"].text();
  if (is_medical(call) && language != "en-US") {
    return bad_request(fmt::format(
        "The language code you specified isn't supported: {}. Amazon Transcribe Medical supports "
        "en-US only.",
        language));
  }
  return {};
}

std::expected<void, aws::ServiceError> check_name(const std::string& name) {
  const bool good = !name.empty() && name.size() <= 200 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  });
  if (!good) {
    return bad_request(
        fmt::format("1 validation error detected: Value '{}' failed to satisfy "
                    "constraint: Member must satisfy regular expression pattern: "
                    "^[0-9a-zA-Z._-]+",
                    name));
  }
  return {};
}

struct Page {
  std::size_t limit = 5;  // AWS's own choice
  std::string after;
};

std::expected<Page, aws::ServiceError> read_page(const Value& input) {
  Page page;
  if (const Value& limit = input["MaxResults"]) {
    if (limit.integer() < 1 || limit.integer() > 100) {
      return bad_request("MaxResults must be between 1 and 100.");
    }
    page.limit = static_cast<std::size_t>(limit.integer());
  }
  if (const Value& token = input["NextToken"]) {
    auto after = read_page_token(token.text());
    if (!after) return bad_request("The NextToken is invalid.");
    page.after = std::move(*after);
  }
  return page;
}

Value describe(const Vocabulary& vocabulary) {
  return Value()
      .set("VocabularyName", vocabulary.name)
      .set("LanguageCode", vocabulary.language)
      .set("VocabularyState", vocabulary.state)
      .set("LastModifiedTime", vocabulary.modified);
}

}  // namespace

Answer Transcribe::handle(const Call& call) {
  if (is_medical(call) &&
      std::ranges::find(medical_regions, call.region) == medical_regions.end()) {
    return bad_request(
        fmt::format("Amazon Transcribe Medical is not available in {}.", call.region));
  }
  return dispatch<Transcribe>(*this, operations, call);
}

Transcribe::Part& Transcribe::part_of(const Call& call) {
  return parts_[is_medical(call) ? call.region + " medical" : call.region];
}

// The audio has to be an object of a bucket in the region.
std::expected<void, aws::ServiceError> Transcribe::check_media(const Call& call,
                                                               const std::string& uri) const {
  std::string_view rest = uri;
  if (!rest.starts_with("s3://")) {
    return bad_request("The specified S3 URI is invalid: it must be of the form s3://bucket/key.");
  }
  rest.remove_prefix(5);
  const std::string bucket_name(rest.substr(0, rest.find('/')));
  const Bucket* bucket = lab_.s3().find(bucket_name);
  if (bucket == nullptr) {
    return bad_request("The specified S3 bucket does not exist: " + bucket_name);
  }
  if (bucket->region != call.region) {
    return bad_request(
        fmt::format("The S3 URI that you provided points to the incorrect region. "
                    "Make sure that the bucket is in the {} region and try your "
                    "request again.",
                    call.region));
  }
  return {};
}

Answer Transcribe::create_vocabulary(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["VocabularyName"].text();
  TRY_VOID(check_name(name));
  TRY_VOID(check_language(call));
  if (!is_medical(call) && input.has("Phrases") == input.has("VocabularyFileUri")) {
    return bad_request("Specify either Phrases or VocabularyFileUri, and not both.");
  }
  if (input.has("VocabularyFileUri")) {
    TRY_VOID(check_media(call, input["VocabularyFileUri"].text()));
  }
  Part& part = part_of(call);
  if (part.vocabularies.contains(name)) {
    return refuse(400, "ConflictException",
                  "The requested vocabulary name already exists. Use a different vocabulary name.");
  }
  const Vocabulary& made = part.vocabularies
                               .emplace(name, Vocabulary{.name = name,
                                                         .language = input["LanguageCode"].text(),
                                                         .modified = call.now})
                               .first->second;
  // Ready after about a minute; it may be gone by then.
  tasks_.at(call.now + minutes(1), [&part, name] {
    const auto found = part.vocabularies.find(name);
    if (found != part.vocabularies.end()) found->second.state = "READY";
  });
  return describe(made);
}

Answer Transcribe::get_vocabulary(const Call& call) {
  const Part& part = part_of(call);
  const auto found = part.vocabularies.find(call.input["VocabularyName"].text());
  if (found == part.vocabularies.end()) {
    return not_found(
        "The requested vocabulary couldn't be found. Check the vocabulary name and try "
        "your request again.");
  }
  return describe(found->second);
}

Answer Transcribe::list_vocabularies(const Call& call) {
  const Value& input = call.input;
  const Page page = TRY(read_page(input));
  aws::List shown;
  const std::string token = show_page(
      part_of(call).vocabularies, page.after, page.limit,
      [&](const auto& entry) {
        return (!input.has("StateEquals") || entry.second.state == input["StateEquals"].text()) &&
               entry.first.find(input["NameContains"].text()) != std::string::npos;
      },
      [&](const auto& entry) { shown.push_back(describe(entry.second)); });
  Value output;
  if (input.has("StateEquals")) output.set("Status", input["StateEquals"]);
  output.set("Vocabularies", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Transcribe::delete_vocabulary(const Call& call) {
  if (part_of(call).vocabularies.erase(call.input["VocabularyName"].text()) == 0) {
    return not_found(
        "The requested vocabulary couldn't be found. Check the vocabulary name and try "
        "your request again.");
  }
  return Value();
}

// ---- jobs

namespace {

std::string_view job_member(const Call& call) {
  return is_medical(call) ? "MedicalTranscriptionJobName" : "TranscriptionJobName";
}

std::unexpected<aws::ServiceError> no_such_job() {
  return not_found(
      "The requested job couldn't be found. Check the job name and try your request "
      "again.");
}

Value describe(const Call& call, const TranscriptionJob& job) {
  Value shown;
  shown.set(job_member(call), job.name)
      .set("TranscriptionJobStatus", job.status)
      .set("CreationTime", job.created)
      .set("StartTime", job.created);
  for (const std::string_view member :
       {"LanguageCode", "MediaSampleRateHertz", "MediaFormat", "Media", "Settings", "Specialty",
        "Type", "ContentIdentificationType", "IdentifyLanguage"}) {
    if (job.asked.has(member)) shown.set(member, job.asked[member]);
  }
  if (job.completed) {
    shown.set("CompletionTime", *job.completed)
        .set("FailureReason", "The lab cannot hear: it keeps jobs, and transcribes nothing.");
  }
  return shown;
}

}  // namespace

Answer Transcribe::start_job(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input[job_member(call)].text();
  TRY_VOID(check_name(name));
  TRY_VOID(check_language(call));
  const bool identifies =
      input["IdentifyLanguage"].flag() || input["IdentifyMultipleLanguages"].flag();
  if (!is_medical(call) && input.has("LanguageCode") == identifies) {
    return bad_request(
        "You must include either LanguageCode, IdentifyLanguage or IdentifyMultipleLanguages in "
        "your request, and only one of them.");
  }
  TRY_VOID(check_media(call, input["Media"]["MediaFileUri"].text()));
  const std::string& vocabulary = input["Settings"]["VocabularyName"].text();
  Part& part = part_of(call);
  if (!vocabulary.empty() && !part.vocabularies.contains(vocabulary)) {
    return bad_request("The requested vocabulary couldn't be found: " + vocabulary);
  }
  if (part.jobs.contains(name)) {
    return refuse(400, "ConflictException", "The requested job name already exists.");
  }
  const TranscriptionJob& made =
      part.jobs.emplace(name, TranscriptionJob{.name = name, .asked = input, .created = call.now})
          .first->second;
  tasks_.at(call.now + minutes(1), [this, &part, name] {
    const auto found = part.jobs.find(name);
    if (found == part.jobs.end()) return;
    found->second.status = "FAILED";
    found->second.completed = lab_.now();
  });
  return Value().set(is_medical(call) ? "MedicalTranscriptionJob" : "TranscriptionJob",
                     describe(call, made));
}

Answer Transcribe::get_job(const Call& call) {
  const Part& part = part_of(call);
  const auto found = part.jobs.find(call.input[job_member(call)].text());
  if (found == part.jobs.end()) return no_such_job();
  return Value().set(is_medical(call) ? "MedicalTranscriptionJob" : "TranscriptionJob",
                     describe(call, found->second));
}

Answer Transcribe::list_jobs(const Call& call) {
  const Value& input = call.input;
  const Page page = TRY(read_page(input));
  aws::List shown;
  const std::string token = show_page(
      part_of(call).jobs, page.after, page.limit,
      [&](const auto& entry) {
        return (!input.has("Status") || entry.second.status == input["Status"].text()) &&
               entry.first.find(input["JobNameContains"].text()) != std::string::npos;
      },
      [&](const auto& entry) {
        const Value all = describe(call, entry.second);
        Value summary;
        for (const auto& [name, value] : all.members()) {
          if (name == "Media" || name == "Settings" || name == "MediaFormat" ||
              name == "MediaSampleRateHertz") {
            continue;
          }
          summary.set(name, value);
        }
        shown.push_back(std::move(summary));
      });
  Value output;
  if (input.has("Status")) output.set("Status", input["Status"]);
  output.set(is_medical(call) ? "MedicalTranscriptionJobSummaries" : "TranscriptionJobSummaries",
             std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer Transcribe::delete_job(const Call& call) {
  if (part_of(call).jobs.erase(call.input[job_member(call)].text()) == 0) return no_such_job();
  return Value();
}

boost::json::value Transcribe::snapshot() const {
  boost::json::object all;
  for (const auto& [name, part] : parts_) {
    boost::json::object shown;
    for (const auto& [vocabulary, what] : part.vocabularies) shown[vocabulary] = what.language;
    if (!shown.empty()) all[name] = std::move(shown);
  }
  return all;
}

}  // namespace godwit::lab::services
