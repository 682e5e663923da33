// Values for people: in messages and logs, never on a wire.
#pragma once

#include <string>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// `{SecretId: "prod/db", SecretString: (sensitive)}`. What the model calls sensitive is not shown,
// wherever it is, nor is the content of blobs and bodies, but how long it is.
std::string to_string(const Value& value, const Shape& shape);

}  // namespace godwit::aws
