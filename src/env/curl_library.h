// libcurl, loaded when the first request is sent: it brings two dozen libraries with it, and what
// asks nobody over a socket (a check, a scan, a rehearsal) would wait longer for them than it
// works.
#pragma once

#include <curl/curl.h>

#include <string>

namespace godwit {

struct CurlLibrary {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_easy_reset) easy_reset = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_strerror) easy_strerror = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
  std::string problem;  // why it cannot be used; else empty

  // Loaded and made ready once; any thread.
  static const CurlLibrary& get();

 private:
  CurlLibrary();
};

}  // namespace godwit
