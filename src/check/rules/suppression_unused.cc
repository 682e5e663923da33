// Its findings come from check/suppressions.cc, which knows what all other rules find.
#include "check/rule.h"

namespace godwit::check::rule {

extern const Rule suppression_unused;
const Rule suppression_unused = {
    .id = "suppression-unused",
    .severity = Severity::warning,
    .title = "an exception allows what is not found any more",
    .look = [](const Subject&, Findings&) {},
};

}  // namespace godwit::check::rule
