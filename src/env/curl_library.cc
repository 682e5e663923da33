#include "env/curl_library.h"

#include <dlfcn.h>

namespace godwit {
namespace {

// The name of libcurl's binary interface since 2006: https://curl.se/libcurl/abi.html
constexpr const char* file_name = "libcurl.so.4";

}  // namespace

CurlLibrary::CurlLibrary() {
  void* const library = dlopen(file_name, RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) {
    const char* const cause = dlerror();
    problem = cause == nullptr ? std::string(file_name) + " cannot be loaded" : cause;
    return;
  }
  const auto find = [&]<class Function>(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library, name));
    if (function == nullptr) problem = std::string(file_name) + " has no " + name;
  };
  find(global_init, "curl_global_init");
  find(easy_init, "curl_easy_init");
  find(easy_cleanup, "curl_easy_cleanup");
  find(easy_reset, "curl_easy_reset");
  find(easy_perform, "curl_easy_perform");
  find(easy_setopt, "curl_easy_setopt");
  find(easy_getinfo, "curl_easy_getinfo");
  find(easy_strerror, "curl_easy_strerror");
  find(slist_append, "curl_slist_append");
  find(slist_free_all, "curl_slist_free_all");
  if (problem.empty() && global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    problem = "libcurl cannot be made ready";
  }
}

const CurlLibrary& CurlLibrary::get() {
  static const CurlLibrary library;
  return library;
}

}  // namespace godwit
