// Which region becomes what, and in which account: from the plan, or from a document's own words.
#pragma once

#include "check/subject.h"

namespace godwit::check {

// Of a subject whose documents and plan are there already.
Migration read_migration(const Subject& subject);

}  // namespace godwit::check
