// Shown files: which of a document's blocks is which file, and whether it is all of it, a part, or
// how it was before a change or will be after it. By what writers of documents do: a file's name
// alone before the block ("**config.json:**"), in the block's title, "Create `x.sh`:", a line
// "Location: /x" or a heading with the file's name, and "change from" and "change to" under it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "check/subject.h"

namespace godwit::check {

struct BlockFile {
  std::string path;  // empty: it is no file, as far as the document says
  ShownFile::Form form = ShownFile::Form::whole;
};

// For each of the document's blocks.
std::vector<BlockFile> files_of_blocks(const markdown::Document& document);

// The language of a block that does not say it: "shell" or "console", where it has commands in it;
// else what the block says.
std::string language_of(const markdown::Code& code);

// Does a name end as a file's does: "x.json", ".env", "Dockerfile"?
bool is_file_name(std::string_view word);

}  // namespace godwit::check
