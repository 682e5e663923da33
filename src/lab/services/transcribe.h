// The lab's Transcribe, plain and medical: vocabularies and jobs, and which languages and regions
// they are for (fact A2). It cannot hear: every job fails in the end, and says why.
// https://docs.aws.amazon.com/transcribe/latest/APIReference/Welcome.html
#pragma once

#include <map>
#include <string>

#include "lab/operation_table.h"
#include "lab/service.h"
#include "lab/tasks.h"

namespace godwit::lab::services {

struct Vocabulary {
  std::string name;
  std::string language;
  std::string state = "PENDING";
  Time modified{};
};

struct TranscriptionJob {
  std::string name;
  std::string status = "IN_PROGRESS";
  aws::Value asked;  // the request
  Time created{};
  std::optional<Time> completed;
};

class Transcribe : public Service {
 public:
  explicit Transcribe(Lab& lab);

  std::string_view name() const override { return "transcribe"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

 private:
  // Each operation comes in two kinds, whose names differ by "Medical".
  struct Part {
    std::map<std::string, Vocabulary> vocabularies;
    std::map<std::string, TranscriptionJob> jobs;
  };
  static const OperationEntry<Transcribe> operations[];
  Answer create_vocabulary(const Call& call);
  Answer get_vocabulary(const Call& call);
  Answer list_vocabularies(const Call& call);
  Answer delete_vocabulary(const Call& call);
  Answer start_job(const Call& call);
  Answer get_job(const Call& call);
  Answer list_jobs(const Call& call);
  Answer delete_job(const Call& call);

  Part& part_of(const Call& call);
  std::expected<void, aws::ServiceError> check_media(const Call& call,
                                                     const std::string& uri) const;

  Lab& lab_;
  Tasks tasks_;
  std::map<std::string, Part> parts_;  // by "REGION" or "REGION medical"
};

}  // namespace godwit::lab::services
