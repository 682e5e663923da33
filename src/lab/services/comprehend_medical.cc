#include "lab/services/comprehend_medical.h"

#include <array>

#include "base/text.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<ComprehendMedical> ComprehendMedical::operations[] = {
    {"DetectEntities", &ComprehendMedical::detect_entities},
    {"DetectEntitiesV2", &ComprehendMedical::detect_entities},
    {"DetectPHI", &ComprehendMedical::detect_phi},
    {"InferICD10CM", &ComprehendMedical::infer_icd10cm},
    {"InferRxNorm", &ComprehendMedical::infer_rx_norm},
};

ComprehendMedical::ComprehendMedical(Lab&) {}

Answer ComprehendMedical::handle(const Call& call) {
  return dispatch<ComprehendMedical>(*this, operations, call);
}

namespace {

// Says that no model of AWS's has been here.
constexpr std::string_view model_version = "godwit-lab-dictionary-1";
constexpr double certain = 0.99;  // of every word that is in the dictionary

struct Term {
  std::string_view words;  // in lower case
  std::string_view category;
  std::string_view type;
  std::string_view code;  // ICD-10-CM of a condition, RxNorm's concept of a medication, or empty
  std::string_view concept_name;
};

constexpr std::array<Term, 22> dictionary = {{
    {"anemia", "MEDICAL_CONDITION", "DX_NAME", "D64.9", "Anemia, unspecified"},
    {"aspirin", "MEDICATION", "GENERIC_NAME", "1191", "aspirin"},
    {"asthma", "MEDICAL_CONDITION", "DX_NAME", "J45.909", "Unspecified asthma, uncomplicated"},
    {"blood pressure", "TEST_TREATMENT_PROCEDURE", "TEST_NAME", "", ""},
    {"chest", "ANATOMY", "SYSTEM_ORGAN_SITE", "", ""},
    {"chest pain", "MEDICAL_CONDITION", "DX_NAME", "R07.9", "Chest pain, unspecified"},
    {"cough", "MEDICAL_CONDITION", "DX_NAME", "R05.9", "Cough, unspecified"},
    {"diabetes", "MEDICAL_CONDITION", "DX_NAME", "E11.9",
     "Type 2 diabetes mellitus without complications"},
    {"fever", "MEDICAL_CONDITION", "DX_NAME", "R50.9", "Fever, unspecified"},
    {"headache", "MEDICAL_CONDITION", "DX_NAME", "R51.9", "Headache, unspecified"},
    {"heart", "ANATOMY", "SYSTEM_ORGAN_SITE", "", ""},
    {"hypertension", "MEDICAL_CONDITION", "DX_NAME", "I10", "Essential (primary) hypertension"},
    {"ibuprofen", "MEDICATION", "GENERIC_NAME", "5640", "ibuprofen"},
    {"insulin", "MEDICATION", "GENERIC_NAME", "", ""},
    {"lisinopril", "MEDICATION", "GENERIC_NAME", "29046", "lisinopril"},
    {"malaria", "MEDICAL_CONDITION", "DX_NAME", "B54", "Unspecified malaria"},
    {"metformin", "MEDICATION", "GENERIC_NAME", "6809", "metformin"},
    {"mri", "TEST_TREATMENT_PROCEDURE", "TEST_NAME", "", ""},
    {"nausea", "MEDICAL_CONDITION", "DX_NAME", "R11.0", "Nausea"},
    {"paracetamol", "MEDICATION", "GENERIC_NAME", "161", "acetaminophen"},
    {"pneumonia", "MEDICAL_CONDITION", "DX_NAME", "J18.9", "Pneumonia, unspecified organism"},
    {"x-ray", "TEST_TREATMENT_PROCEDURE", "TEST_NAME", "", ""},
}};

struct Found {
  const Term* term;
  std::size_t at;  // in bytes
  bool negated;
};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

// "no", "denies", "without" right before it.
bool is_negated(std::string_view before) {
  before = trim(before);
  for (const std::string_view word : {"no", "denies", "without", "not"}) {
    if (!before.ends_with(word)) continue;
    const std::string_view rest = before.substr(0, before.size() - word.size());
    if (rest.empty() || !is_letter(rest.back())) return true;
  }
  return false;
}

// Longer terms win where two begin alike.
std::vector<Found> find_terms(std::string_view text) {
  const std::string lower = to_lower(text);
  std::vector<Found> all;
  for (std::size_t at = 0; at < lower.size();) {
    const Term* best = nullptr;
    if (at == 0 || !is_letter(lower[at - 1])) {
      for (const Term& term : dictionary) {
        const std::size_t end = at + term.words.size();
        if (std::string_view(lower).substr(at).starts_with(term.words) &&
            (end == lower.size() || !is_letter(lower[end])) &&
            (best == nullptr || best->words.size() < term.words.size())) {
          best = &term;
        }
      }
    }
    if (best != nullptr) {
      all.push_back({best, at, is_negated(std::string_view(lower).substr(0, at))});
      at += best->words.size();
    } else {
      ++at;
    }
  }
  return all;
}

// AWS counts characters, not bytes.
std::int64_t characters_before(std::string_view text, std::size_t at) {
  return std::ranges::count_if(
      text.substr(0, at), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

Value describe(std::string_view text, const Found& found, std::size_t id) {
  const std::size_t end = found.at + found.term->words.size();
  aws::List traits;
  if (found.negated) traits.push_back(Value().set("Name", "NEGATION").set("Score", certain));
  return Value()
      .set("Id", static_cast<std::int64_t>(id))
      .set("BeginOffset", characters_before(text, found.at))
      .set("EndOffset", characters_before(text, end))
      .set("Score", certain)
      .set("Text", text.substr(found.at, end - found.at))
      .set("Category", found.term->category)
      .set("Type", found.term->type)
      .set("Traits", std::move(traits));
}

std::expected<void, aws::ServiceError> check_text(const std::string& text, std::size_t longest) {
  if (text.empty()) {
    return refuse(400, "InvalidRequestException",
                  "Text: Member must have length greater than or equal to 1");
  }
  if (text.size() > longest) {
    return refuse(
        400, "TextSizeLimitExceededException",
        fmt::format("Input text size exceeds limit. Max length of request text allowed is "
                    "{} bytes while in this request the text size is {} bytes",
                    longest, text.size()));
  }
  return {};
}

std::expected<Value, aws::ServiceError> infer(const Call& call, std::string_view category,
                                              std::string_view concepts) {
  const std::string& text = call.input["Text"].text();
  TRY_VOID(check_text(text, 10'000));
  aws::List entities;
  for (const Found& found : find_terms(text)) {
    if (found.term->category != category || found.term->code.empty()) continue;
    Value entity = describe(text, found, entities.size());
    entity.set(concepts, aws::List{Value()
                                       .set("Description", found.term->concept_name)
                                       .set("Code", found.term->code)
                                       .set("Score", certain)});
    entities.push_back(std::move(entity));
  }
  return Value().set("Entities", std::move(entities)).set("ModelVersion", model_version);
}

}  // namespace

Answer ComprehendMedical::detect_entities(const Call& call) {
  const std::string& text = call.input["Text"].text();
  TRY_VOID(check_text(text, 20'000));
  aws::List entities;
  for (const Found& found : find_terms(text)) {
    entities.push_back(describe(text, found, entities.size()));
  }
  return Value()
      .set("Entities", std::move(entities))
      .set("UnmappedAttributes", aws::List())
      .set("ModelVersion", model_version);
}

// There are no names in the dictionary.
Answer ComprehendMedical::detect_phi(const Call& call) {
  TRY_VOID(check_text(call.input["Text"].text(), 20'000));
  return Value().set("Entities", aws::List()).set("ModelVersion", model_version);
}

Answer ComprehendMedical::infer_icd10cm(const Call& call) {
  return infer(call, "MEDICAL_CONDITION", "ICD10CMConcepts");
}

Answer ComprehendMedical::infer_rx_norm(const Call& call) {
  return infer(call, "MEDICATION", "RxNormConcepts");
}

}  // namespace godwit::lab::services
