#include "repo/readings/places.h"
#include "repo/readings/readers.h"

namespace godwit::repo {

void read_as(Language language, const Maker& maker, std::string_view path) {
  switch (language) {
    case Language::none:
      return;
    case Language::yaml:
      return read_yaml(maker, path);
    case Language::json:
      return read_json(maker, path);
    case Language::shell:
      return is_makefile(path) ? read_makefile(maker) : read_shell(maker);
    case Language::dotenv: {
      const std::size_t slash = path.rfind('/');
      const std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
      return read_dotenv(maker,
                         (name.find(".env") != name.npos || name == "env") && !is_example(name));
    }
    case Language::javascript:
    case Language::python:
    case Language::dart:
    case Language::terraform:
    case Language::program:
      return read_code(maker, language, path);
    case Language::toml:
      return read_toml(maker, path);
    case Language::markdown:
      return read_markdown(maker);
    case Language::html:
      return read_html(maker, path);
    case Language::dockerfile:
      return read_dockerfile(maker);
  }
}

void read_inner(Language language, const Maker& maker, const Inner& inner, std::string_view path) {
  if (maker.may_go_deeper()) read_as(language, Maker(maker, inner), path);
}

}  // namespace godwit::repo
