#include "awscli/query_type.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "awscli/suggest.h"
#include "base/text.h"

namespace godwit::awscli {
namespace {

using jmespath::Expression;
using Kind = Expression::Kind;

// What is known of a value.
struct Type {
  enum class Of { anything, nothing, scalar, list, object, shape } of = Of::anything;
  const Shape* shape = nullptr;
  std::shared_ptr<const Type> element;                  // of a list
  std::map<std::string, std::shared_ptr<Type>> fields;  // of an object
};

Type anything() { return {}; }
Type nothing() { return {.of = Type::Of::nothing}; }
Type scalar() { return {.of = Type::Of::scalar}; }
Type list_of(Type element) {
  return {.of = Type::Of::list, .element = std::make_shared<const Type>(std::move(element))};
}

Type of_shape(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::structure:
    case ShapeKind::one_of:
    case ShapeKind::map:
      return {.of = Type::Of::shape, .shape = &shape};
    case ShapeKind::list:
      return list_of(of_shape(*shape.element));
    case ShapeKind::events:
    case ShapeKind::document:
    case ShapeKind::json_text:
      return anything();
    default:
      return scalar();
  }
}

struct Function {
  std::string_view name;
  int least = 1;
  int most = 1;
};
constexpr int any = 1000;
constexpr std::array<Function, 29> functions = {{
    {"abs"},
    {"avg"},
    {"ceil"},
    {"contains", 2, 2},
    {"ends_with", 2, 2},
    {"floor"},
    {"items"},
    {"join", 2, 2},
    {"keys"},
    {"length"},
    {"map", 2, 2},
    {"max"},
    {"max_by", 2, 2},
    {"merge", 0, any},
    {"min"},
    {"min_by", 2, 2},
    {"not_null", 1, any},
    {"reverse"},
    {"sort"},
    {"sort_by", 2, 2},
    {"starts_with", 2, 2},
    {"sum"},
    {"to_array"},
    {"to_number"},
    {"to_string"},
    {"type"},
    {"values"},
    {"zip", 0, any},
    {"", 0, 0},
}};

class Looker {
 public:
  explicit Looker(std::string operation) : operation_(std::move(operation)) {}

  Type type_of(const Expression& query, const Type& of) {
    switch (query.kind) {
      case Kind::current:
        return of;
      case Kind::field:
        return field(query, of);
      case Kind::index:
        return element(query, of, "has no elements to choose from");
      case Kind::chain:
      case Kind::pipe:
        return type_of(query.parts[1], type_of(query.parts[0], of));
      case Kind::projection:
      case Kind::slice:
      case Kind::filter:
      case Kind::flatten:
        return projection(query, of);
      case Kind::values:
        return values(query, of);
      case Kind::compare:
        // "[?AssociationId == null]" asks for a member 'null', and as there is none, gets null.
        for (const Expression& part : query.parts) {
          if (part.kind != Kind::field || part.text != "null") type_of(part, of);
        }
        return scalar();
      case Kind::both:
        for (const Expression& part : query.parts) type_of(part, of);
        return anything();
      case Kind::either:
        return either(query, of);
      case Kind::negation:
        type_of(query.parts[0], of);
        return scalar();
      case Kind::literal:
        return query.is_text ? scalar() : anything();
      case Kind::list: {
        Type last = anything();
        if (of.of == Type::Of::nothing) return nothing();
        for (const Expression& part : query.parts) last = type_of(part, of);
        return list_of(query.parts.size() == 1 ? last : anything());
      }
      case Kind::object: {
        Type made{.of = Type::Of::object};
        if (of.of == Type::Of::nothing) return nothing();
        for (std::size_t i = 0; i < query.parts.size(); ++i) {
          made.fields[query.names[i]] = std::make_shared<Type>(type_of(query.parts[i], of));
        }
        return made;
      }
      case Kind::function:
        return function(query, of);
      case Kind::reference:
        return anything();
    }
    return anything();
  }

  std::vector<QueryProblem> take() { return std::move(problems_); }

 private:
  void add(const Expression& at, std::string message, std::string remedy, bool invalid = false) {
    problems_.push_back({at.begin, at.end, std::move(message), std::move(remedy), invalid});
  }

  static std::string name_of(const Type& type) {
    switch (type.of) {
      case Type::Of::scalar:
        return "a single value";
      case Type::Of::list:
        return "a list";
      default:
        return "a structure";
    }
  }

  static bool is_granted(const std::string& name) {
    return name == "ResponseMetadata" || name == "NextToken";
  }

  Type field(const Expression& query, const Type& of) {
    switch (of.of) {
      case Type::Of::anything:
      case Type::Of::nothing:
        return of;
      case Type::Of::object: {
        const auto found = of.fields.find(query.text);
        if (found != of.fields.end()) return *found->second;
        add(query, fmt::format("the query itself makes no '{}' here: it is null", query.text),
            "ask for a name that stands in the braces");
        return nothing();
      }
      case Type::Of::shape: {
        if (of.shape->kind == ShapeKind::map) return of_shape(*of.shape->element);
        if (const Member* member = of.shape->member(query.text)) return of_shape(*member->shape);
        if (is_granted(query.text) || of.shape->came_later(query.text)) return anything();
        std::vector<std::string> names;
        for (const Member& member : of.shape->members) names.emplace_back(member.name);
        add(query,
            fmt::format("the answer of {} has no '{}' here{}: the query comes to nothing",
                        operation_, query.text, suggest(query.text, names)),
            names.empty() ? "leave the query out: the answer is empty"
                          : fmt::format("ask for one of {}", some_of(names)));
        return nothing();
      }
      case Type::Of::list:
        add(query,
            fmt::format("'{}' is asked of a list, which has no names: the query comes to null",
                        query.text),
            fmt::format("take its elements first: [].{} or [0].{}", query.text, query.text));
        return nothing();
      case Type::Of::scalar:
        add(query,
            fmt::format("'{}' is asked of a single value, which has no names: the query comes to "
                        "null",
                        query.text),
            "leave it out");
        return nothing();
    }
    return anything();
  }

  static std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 8;
    std::vector<std::string> some(
        names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size())));
    return join(some, ", ") +
           (names.size() > most ? fmt::format(" and {} more", names.size() - most) : "");
  }

  // Of what should be a list, its element.
  Type element(const Expression& at, const Type& of, std::string_view otherwise) {
    switch (of.of) {
      case Type::Of::anything:
      case Type::Of::nothing:
        return of;
      case Type::Of::list:
        return *of.element;
      default:
        add(at, fmt::format("{} {}: the query comes to null", name_of(of), otherwise),
            "leave the brackets out");
        return nothing();
    }
  }

  Type projection(const Expression& query, const Type& of) {
    const Type left = type_of(query.parts[0], of);
    Expression at = query;
    at.begin = query.parts[0].end;
    at.end = std::max(at.begin, query.parts[1].begin);
    Type each = element(at, left, "is no list to go through");
    // A list of lists becomes one list; what is no list stays as it is.
    if (query.kind == Kind::flatten && each.of == Type::Of::list) each = *each.element;
    if (query.kind == Kind::filter) type_of(query.parts[2], each);
    if (each.of == Type::Of::nothing) return nothing();
    return list_of(type_of(query.parts[1], each));
  }

  Type values(const Expression& query, const Type& of) {
    const Type left = type_of(query.parts[0], of);
    Type each = anything();
    if (left.of == Type::Of::nothing) return left;
    if (left.of == Type::Of::list || left.of == Type::Of::scalar) {
      add(query,
          fmt::format("{} has no names to go through: the query comes to null", name_of(left)),
          left.of == Type::Of::list ? "write [*] instead of *" : "leave it out");
      return nothing();
    }
    if (left.of == Type::Of::shape && left.shape->kind == ShapeKind::map) {
      each = of_shape(*left.shape->element);
    }
    return list_of(type_of(query.parts[1], each));
  }

  Type either(const Expression& query, const Type& of) {
    const Type left = type_of(query.parts[0], of);
    const Type right = type_of(query.parts[1], of);
    if (left.of == Type::Of::nothing) return right;
    return left.of == right.of && left.of == Type::Of::scalar ? left : anything();
  }

  Type function(const Expression& query, const Type& of) {
    const auto known = std::ranges::find(functions, query.text, &Function::name);
    std::vector<Type> types;
    for (const Expression& part : query.parts) {
      types.push_back(part.kind == Kind::reference ? anything() : type_of(part, of));
    }
    if (known == functions.end() || query.text.empty()) {
      std::vector<std::string> names;
      for (const Function& each : functions) names.emplace_back(each.name);
      names.pop_back();
      Expression at = query;
      at.end = at.begin + query.text.size();
      add(at,
          fmt::format("JMESPath has no function '{}'{}", query.text, suggest(query.text, names)),
          "see https://jmespath.org/specification.html#built-in-functions", true);
      return anything();
    }
    const int count = static_cast<int>(query.parts.size());
    if (count < known->least || count > known->most) {
      add(query,
          fmt::format("{}() takes {} argument{}, not {}", query.text,
                      known->most == any ? fmt::format("{} or more", known->least)
                                         : std::to_string(known->least),
                      known->least == 1 ? "" : "s", count),
          "see https://jmespath.org/specification.html#built-in-functions", true);
      return anything();
    }
    return result_of(query, types);
  }

  Type result_of(const Expression& query, const std::vector<Type>& types) {
    const std::string& name = query.text;
    if (name == "sort" || name == "reverse") return types[0];
    if (name == "to_array") return types[0].of == Type::Of::list ? types[0] : list_of(types[0]);
    if (name == "sort_by" || name == "max_by" || name == "min_by" || name == "map") {
      const std::size_t list = name == "map" ? 1 : 0;
      const Type each = types[list].of == Type::Of::list ? *types[list].element : anything();
      const Expression& by = query.parts[1 - list];
      if (by.kind != Kind::reference) {
        add(by, fmt::format("{}() wants an expression here, which begins with '&'", name),
            "write & before it", true);
        return anything();
      }
      const Type to = type_of(by.parts[0], each);
      if (name == "sort_by") return types[0];
      return name == "map" ? list_of(to) : each;
    }
    if (name == "max" || name == "min") {
      return types[0].of == Type::Of::list ? *types[0].element : anything();
    }
    if (name == "keys") return list_of(scalar());
    if (name == "not_null" || name == "merge" || name == "values" || name == "items" ||
        name == "zip") {
      return anything();
    }
    return scalar();
  }

  std::string operation_;
  std::vector<QueryProblem> problems_;
};

}  // namespace

std::vector<QueryProblem> look_at(const Expression& query, const Shape* output,
                                  const Service& service, const Operation& operation) {
  Looker looker(fmt::format("{} {}", service.name, operation.name));
  looker.type_of(query, output == nullptr ? nothing() : of_shape(*output));
  return looker.take();
}

std::vector<QueryProblem> look_at(const Expression& query) {
  Looker looker("");
  looker.type_of(query, anything());
  return looker.take();
}

}  // namespace godwit::awscli
