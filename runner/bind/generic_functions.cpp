// Functions that SQLAlchemy has classes for: sqlalchemy.sql.functions.max, count, now.
#include <algorithm>
#include <cctype>

#include "runner/bind/custom.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

struct GenericClass {
  const char* name;
  const char* base;
};
constexpr GenericClass kGenericClasses[] = {{"aggregate_strings", "GenericFunction"},
                                            {"array_agg", "GenericFunction"},
                                            {"char_length", "GenericFunction"},
                                            {"coalesce", "ReturnTypeFromArgs"},
                                            {"concat", "GenericFunction"},
                                            {"count", "GenericFunction"},
                                            {"cube", "GenericFunction"},
                                            {"cume_dist", "GenericFunction"},
                                            {"current_date", "AnsiFunction"},
                                            {"current_time", "AnsiFunction"},
                                            {"current_timestamp", "AnsiFunction"},
                                            {"current_user", "AnsiFunction"},
                                            {"dense_rank", "GenericFunction"},
                                            {"grouping_sets", "GenericFunction"},
                                            {"localtime", "AnsiFunction"},
                                            {"localtimestamp", "AnsiFunction"},
                                            {"max", "ReturnTypeFromArgs"},
                                            {"min", "ReturnTypeFromArgs"},
                                            {"mode", "GenericFunction"},
                                            {"now", "GenericFunction"},
                                            {"percent_rank", "GenericFunction"},
                                            {"percentile_cont", "GenericFunction"},
                                            {"percentile_disc", "GenericFunction"},
                                            {"random", "GenericFunction"},
                                            {"rank", "GenericFunction"},
                                            {"rollup", "GenericFunction"},
                                            {"session_user", "AnsiFunction"},
                                            {"sum", "ReturnTypeFromArgs"},
                                            {"sysdate", "AnsiFunction"},
                                            {"user", "AnsiFunction"}};

const GenericClass* find_generic(const Context& owner, std::string_view name) {
  for (const GenericClass& one : kGenericClasses) {
    if (name != one.name) continue;
    const bool known = name != "aggregate_strings" || owner.profile.aggregate_strings;
    return known ? &one : nullptr;
  }
  return nullptr;
}

template <size_t I>
Type* make_generic_function(Context& owner) {
  return interp::TypeBuilder(owner.interp, kGenericClasses[I].name, "sqlalchemy.sql.functions")
      .base(owner.type(kGenericClasses[I].base))
      .build();
}

template <size_t... I>
void add_generic_functions(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(std::string("functions.") + kGenericClasses[I].name,
                      make_generic_function<I>),
   ...);
}

}  // namespace

std::string function_type_name(Context& owner, const orm::FunctionElement& function) {
  if (function.sequence) return "next_value";
  if (function.brackets) return "array";
  if (function.path.size() != 1) return "Function";
  std::string name = function.path.front();
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return find_generic(owner, name) == nullptr ? "Function" : "functions." + name;
}

Value find_generic_function(Context& owner, std::string_view name) {
  if (find_generic(owner, name) == nullptr) return {};
  return Value(owner.type(("functions." + std::string(name)).c_str()));
}

void add_generic_function_types(TypeTable& table) {
  add_generic_functions(table, std::make_index_sequence<std::size(kGenericClasses)>());
  table.emplace_back("array", [](Context& owner) {
    return interp::TypeBuilder(owner.interp, "array", "sqlalchemy.dialects.postgresql.array")
        .base(owner.type("ColumnElement"))
        .build();
  });
}

}  // namespace lessonrun::bind
