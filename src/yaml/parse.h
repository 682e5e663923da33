// Text -> tree. Everything that yaml-cpp is lenient about and a reader of plans is not: duplicate
// keys, second documents, anchors, tags, quotes that never close, bytes that are no characters.
#pragma once

#include <optional>
#include <string_view>

#include "yaml/node.h"
#include "yaml/problems.h"

namespace godwit::yaml {

// What a file may have at most; beyond it, parsing ends with an error. Time and memory are linear
// in what is within the limits, and nesting never uses up the stack.
constexpr std::size_t most_bytes = 8'000'000;
constexpr std::size_t most_nodes = 1'000'000;
constexpr std::size_t deepest_nesting = 64;

// What becomes of tags (`!Ref`): plans and accounts have none; CloudFormation's templates do.
enum class Tags { refused, kept };

// Nothing where there is no tree at all. A tree may come with problems: what they are about is then
// left out or `broken`, so that a reader can go on and find the others.
std::optional<Node> parse(std::string_view text, Problems& problems, Tags tags = Tags::refused);

}  // namespace godwit::yaml
