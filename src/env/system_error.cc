#include "env/system_error.h"

#include <cerrno>
#include <system_error>

#include "base/text.h"

namespace godwit {

namespace {

ErrorKind kind_of(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::not_found;
    case EEXIST:
    case ENOTEMPTY:
    case EWOULDBLOCK:
      return ErrorKind::conflict;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
    case EINVAL:
      return ErrorKind::invalid;
    default:
      return ErrorKind::storage;
  }
}

std::string_view remedy_for(int number) {
  switch (number) {
    case ENOENT:
    case ENOTDIR:
      return "check the path; its directory must exist";
    case EWOULDBLOCK:
      return "wait for that process to end, or end it";
    case EISDIR:
      return "name a file instead of a directory";
    case ENOSPC:
    case EDQUOT:
      return "free some space, then try again";
    case EACCES:
    case EPERM:
      return "check the permissions of the file and of its directory";
    case EROFS:
      return "choose a place on a file system that can be written to";
    case EMFILE:
    case ENFILE:
      return "close other programs, or raise the limit of open files (ulimit -n)";
    case EIO:
      return "check the disk (dmesg), and copy its content elsewhere while it can be read";
    default:
      return "";
  }
}

}  // namespace

Error system_error(int number, std::string operation, std::string subject) {
  return {.kind = kind_of(number),
          .operation = std::move(operation),
          .subject = std::move(subject),
          .cause = number == EWOULDBLOCK ? "another process is using it"
                                         : uncapitalize(std::generic_category().message(number)),
          .remedy = std::string(remedy_for(number))};
}

}  // namespace godwit
