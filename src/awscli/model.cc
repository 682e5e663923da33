#include "awscli/model.h"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>

#include "awscli/blob.h"
#include "base/text.h"

namespace godwit::awscli {
namespace {

struct Row {
  std::string endpoint_prefix;
  std::size_t offset = 0;
  std::size_t size = 0;
  std::size_t inflated = 0;  // 0: nothing but its name is known
};

std::string inflate(std::string_view packed, std::size_t size) {
  std::string text(size, '\0');
  uLongf length = size;
  const int result = uncompress(reinterpret_cast<Bytef*>(text.data()), &length,
                                reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  if (result != Z_OK || length != size) std::abort();  // the program itself is damaged
  return text;
}

std::uint32_t read_size(std::string_view bytes) {
  std::uint32_t size = 0;
  for (int i = 3; i >= 0; --i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
  return size;
}

std::size_t to_size(std::string_view text) {
  return static_cast<std::size_t>(parse_integer(text).value_or(0));
}

class Shelf {
 public:
  Shelf() {
    const std::string_view blob = models_blob();
    const std::size_t packed = read_size(blob);
    begin_ = 8 + packed;
    const std::string index = inflate(blob.substr(8, packed), read_size(blob.substr(4)));
    for (const std::string_view line : split(index, '\n')) {
      const auto fields = split(line, '\t');
      if (fields.size() != 5) continue;
      rows_[std::string(fields[0])] = {std::string(fields[1]), to_size(fields[2]),
                                       to_size(fields[3]), to_size(fields[4])};
      names_.emplace_back(fields[0]);
    }
  }

  const std::vector<std::string>& names() const { return names_; }

  const Service* find(std::string_view name) {
    const auto row = rows_.find(name);
    if (row == rows_.end() || row->second.inflated == 0) return nullptr;
    const std::scoped_lock lock(mutex_);
    std::unique_ptr<Service>& kept = services_[row->first];
    if (!kept) kept = unpack(row->first, row->second);
    return kept.get();
  }

 private:
  std::unique_ptr<Service> unpack(const std::string& name, const Row& row) const;

  std::size_t begin_ = 0;
  std::map<std::string, Row, std::less<>> rows_;
  std::vector<std::string> names_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Service>> services_;
};

std::optional<double> to_limit(const std::vector<std::string_view>& fields, std::size_t at) {
  if (at >= fields.size() || fields[at].empty()) return {};
  return parse_number(fields[at]);
}

class Unpacker {
 public:
  explicit Unpacker(Service& service) : service_(service) {}

  void run() {
    std::vector<std::string_view> lines = split(service_.text, '\n');
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    const auto shapes = std::ranges::find_if(lines, [](std::string_view line) {
      return !line.starts_with("o\t") && !line.starts_with("w\t") && !line.starts_with("a\t");
    });
    service_.shapes.resize(static_cast<std::size_t>(lines.end() - shapes));
    for (auto line = lines.begin(); line != shapes; ++line) read_command(split(*line, '\t'));
    for (std::size_t i = 0; i < service_.shapes.size(); ++i) {
      read_shape(service_.shapes[i], split(shapes[static_cast<std::ptrdiff_t>(i)], '\t'));
    }
  }

 private:
  using Fields = std::vector<std::string_view>;

  const Shape* shape(std::string_view number) const {
    if (number == "-") return nullptr;
    return &service_.shapes.at(to_size(number));
  }

  static std::vector<std::string_view> words(std::string_view text) {
    if (text.empty()) return {};
    return split(text, ' ');
  }

  void read_command(const Fields& fields) {
    if (fields[0] == "a") {
      service_.later.assign(fields.begin() + 1, fields.end());
    } else if (fields[0] == "o") {
      const std::string_view flags = fields[5];
      const auto has = [&](char flag) { return flags.find(flag) != std::string_view::npos; };
      service_.operations.push_back({.name = fields[1],
                                     .model_name = fields[2],
                                     .input = shape(fields[3]),
                                     .output = shape(fields[4]),
                                     .deprecated = has('d'),
                                     .writes_file = has('o'),
                                     .paginated = has('p'),
                                     .page_size = has('l'),
                                     .tokens = words(fields[6]),
                                     .options = words(fields[7]),
                                     .later = words(fields[8])});
    } else {
      Waiter waiter{.name = fields[1], .operation = fields[2]};
      for (std::size_t i = 3; i < fields.size(); ++i) {
        waiter.acceptors.push_back(read_acceptor(fields[i]));
      }
      service_.waiters.push_back(std::move(waiter));
    }
  }

  static Acceptor read_acceptor(std::string_view text) {
    Acceptor acceptor;
    const auto next = [&] {
      const std::size_t space = text.find(' ');
      const std::string_view word = text.substr(0, space);
      text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
      return word;
    };
    acceptor.state = next();
    acceptor.matcher = next();
    // A text, a number or true: a text ends with its quote.
    if (text.starts_with('"')) {
      const std::size_t end = std::min(text.find("\" "), text.size() - 1);
      acceptor.expected = text.substr(0, end + 1);
      text.remove_prefix(std::min(end + 2, text.size()));
    } else {
      acceptor.expected = next();
    }
    acceptor.argument = text;
    return acceptor;
  }

  void read_shape(Shape& shape, const Fields& fields) const {
    shape.kind = static_cast<ShapeKind>(fields[0][0]);
    switch (shape.kind) {
      case ShapeKind::structure:
      case ShapeKind::one_of:
      case ShapeKind::events:
        for (std::size_t i = 1; i < fields.size(); ++i) {
          if (fields[i].empty()) continue;
          if (fields[i].ends_with(':')) {
            shape.later.push_back(fields[i].substr(0, fields[i].size() - 1));
          } else {
            shape.members.push_back(read_member(fields[i]));
          }
        }
        break;
      case ShapeKind::list:
        shape.element = this->shape(fields[1]);
        shape.min = to_limit(fields, 2);
        shape.max = to_limit(fields, 3);
        break;
      case ShapeKind::map:
        shape.key = this->shape(fields[1]);
        shape.element = this->shape(fields[2]);
        shape.min = to_limit(fields, 3);
        shape.max = to_limit(fields, 4);
        break;
      case ShapeKind::enumeration:
        shape.values.assign(fields.begin() + 1, fields.end());
        break;
      default:
        shape.min = to_limit(fields, 1);
        shape.max = to_limit(fields, 2);
        if (fields.size() > 3) shape.pattern = fields[3];
    }
  }

  Member read_member(std::string_view field) const {
    const bool required = field.ends_with('!');
    if (required || field.ends_with('?')) field.remove_suffix(1);
    const std::size_t colon = field.rfind(':');
    return {field.substr(0, colon), shape(field.substr(colon + 1)), required};
  }

  Service& service_;
};

std::unique_ptr<Service> Shelf::unpack(const std::string& name, const Row& row) const {
  auto service = std::make_unique<Service>();
  service->name = name;
  service->endpoint_prefix = row.endpoint_prefix;
  service->text = inflate(models_blob().substr(begin_ + row.offset, row.size), row.inflated);
  Unpacker(*service).run();
  return service;
}

Shelf& shelf() {
  static Shelf only;
  return only;
}

}  // namespace

const Member* Shape::member(std::string_view name) const {
  const auto found = std::ranges::find(members, name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

bool Shape::came_later(std::string_view name) const {
  return std::ranges::find(later, name) != later.end();
}

bool Shape::is_structure() const {
  return kind == ShapeKind::structure || kind == ShapeKind::one_of || kind == ShapeKind::events;
}

bool Shape::is_complex() const {
  return is_structure() || kind == ShapeKind::list || kind == ShapeKind::map;
}

const Operation* Service::operation(std::string_view cli_name) const {
  const auto found = std::ranges::find(operations, cli_name, &Operation::name);
  return found == operations.end() ? nullptr : &*found;
}

const Waiter* Service::waiter(std::string_view cli_name) const {
  const auto found = std::ranges::find(waiters, cli_name, &Waiter::name);
  return found == waiters.end() ? nullptr : &*found;
}

bool Service::came_later(std::string_view operation_or_waiter) const {
  return std::ranges::find(later, operation_or_waiter) != later.end();
}

const Service* find_service(std::string_view cli_name) { return shelf().find(cli_name); }

bool is_service_name(std::string_view cli_name) {
  return std::ranges::binary_search(service_names(), cli_name);
}

const std::vector<std::string>& service_names() { return shelf().names(); }

}  // namespace godwit::awscli
