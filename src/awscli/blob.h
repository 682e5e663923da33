// The compiled models of all services, as they lie in the program. Their format: model.h.
#pragma once

#include <string_view>

namespace godwit::awscli {

std::string_view models_blob();

}  // namespace godwit::awscli
