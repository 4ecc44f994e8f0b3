// func.*: generic functions with the types SQLAlchemy knows.
#include <orm/expression.h>
#include <orm/selectable.h>

#include <cctype>

namespace orm {

namespace {
enum class Returns {
  null_type,
  integer,
  numeric,
  datetime,
  date,
  time,
  string,
  first_argument,
  array
};

struct KnownFunction {
  const char* name;
  Returns returns;
  bool ansi;  // rendered without parentheses
};

constexpr KnownFunction kKnown[] = {
    {"count", Returns::integer, false},
    {"now", Returns::datetime, false},
    {"sum", Returns::first_argument, false},
    {"max", Returns::first_argument, false},
    {"min", Returns::first_argument, false},
    {"coalesce", Returns::first_argument, false},
    {"concat", Returns::string, false},
    {"char_length", Returns::integer, false},
    {"current_date", Returns::date, true},
    {"current_time", Returns::time, true},
    {"current_timestamp", Returns::datetime, true},
    {"current_user", Returns::string, true},
    {"localtime", Returns::datetime, true},
    {"localtimestamp", Returns::datetime, true},
    {"session_user", Returns::string, true},
    {"sysdate", Returns::datetime, true},
    {"user", Returns::string, true},
    {"rank", Returns::integer, false},
    {"dense_rank", Returns::integer, false},
    {"percent_rank", Returns::numeric, false},
    {"cume_dist", Returns::numeric, false},
    {"array_agg", Returns::array, false},
    {"random", Returns::null_type, false},
    {"grouping_sets", Returns::null_type, false},
    {"cube", Returns::null_type, false},
    {"rollup", Returns::null_type, false},
};

const KnownFunction* find_known(const std::string& name) {
  std::string lower;
  for (char c : name) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const auto& known : kKnown)
    if (lower == known.name) return &known;
  return nullptr;
}

}  // namespace

bool is_known_function(const std::string& name) { return find_known(name) != nullptr; }

namespace {

TypeRef return_type(const KnownFunction& known, const std::vector<ColumnRef>& arguments) {
  switch (known.returns) {
    case Returns::integer:
      return Integer();
    case Returns::numeric:
      return Numeric();
    case Returns::datetime:
      return DateTimeType();
    case Returns::date:
      return DateType();
    case Returns::time:
      return TimeType();
    case Returns::string:
      return String();
    case Returns::first_argument:
      for (const auto& argument : arguments)
        if (!argument->type->is_null_type()) return argument->type;
      return nullptr;
    case Returns::array: {
      TypeArgs args;
      args.item = arguments.empty() ? NullType() : arguments[0]->type;
      return make_type("ARRAY", std::move(args));
    }
    case Returns::null_type:
      return nullptr;
  }
  return nullptr;
}
}  // namespace

Ref<FunctionElement> func(std::vector<std::string> path, const std::vector<Operand>& arguments,
                          TypeRef type) {
  const KnownFunction* known = path.size() == 1 ? find_known(path.back()) : nullptr;
  auto function = make_ref<FunctionElement>(path, std::vector<ColumnRef>{}, nullptr);
  for (const auto& argument : arguments) {
    ColumnRef element;
    if (argument.clause || !argument.value.is_null()) {
      element =
          coerce_column(argument, argument.clause ? nullptr : function.get(), Operator::comma);
    } else {
      element = null();
    }
    function->arguments.push_back(element->self_group(Operator::comma));
  }
  if (known != nullptr) {
    if (known->returns == Returns::integer && path.back() == "count" && arguments.empty())
      function->arguments.push_back(literal_column("*"));
    function->ansi = known->ansi;
    // Generic functions keep the name they are defined under.
    function->path = {known->name};
    if (!type) type = return_type(*known, function->arguments);
  }
  if (type) function->type = std::move(type);
  return function;
}

Ref<FunctionElement> func(std::string name, const std::vector<Operand>& arguments, TypeRef type) {
  return func(std::vector<std::string>{std::move(name)}, arguments, std::move(type));
}

}  // namespace orm
