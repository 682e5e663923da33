# cmake -DLIST=FILE -DOUTPUT=FILE -P sources_digest.cmake: writes a source file with the digest of the files that LIST
# names, one on each line.
file(STRINGS ${LIST} sources)
set(all "")
foreach(source ${sources})
  if(EXISTS ${source})
    file(SHA256 ${source} digest)
    string(APPEND all "${digest}")
  endif()
endforeach()
string(SHA256 digest "${all}")
file(WRITE ${OUTPUT} "#include \"repo/sources_digest.h\"

namespace godwit::repo {

std::string_view sources_digest() { return \"${digest}\"; }

}  // namespace godwit::repo
")
