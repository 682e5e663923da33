// From matches to literals: a word only counts where it stands for itself ("eu-west-1" in
// "eu-west-10" does not), and what is around it says what it is a part of: of nested literals (the
// region and the account in an ARN, a host in a URL) the outermost one is told, once.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "repo/literal.h"
#include "repo/matcher.h"
#include "repo/vocabulary.h"

namespace godwit::repo {

// By place; none overlap. Any bytes, in time linear in the text and the matches.
std::vector<Literal> recognise(std::string_view text, std::span<const Match> matches,
                               const Vocabulary& vocabulary);

}  // namespace godwit::repo
