// Fences: the marks around blocks of code, where a document's writer lost count of them.
#pragma once

#include <cstddef>

#include "base/source_text.h"
#include "markdown/document.h"

namespace godwit::check {

// The first line of a fenced block (of its text, from 1) that was to begin a block of its own: as
// many of the same marks and a language, "```bash" within "```". To Markdown it is text of the
// block that is open, which the next bare fence closes. 0: there is none.
// https://spec.commonmark.org/0.31.2/#fenced-code-blocks
std::size_t inner_fence(const SourceText& source, const markdown::Code& code);

}  // namespace godwit::check
