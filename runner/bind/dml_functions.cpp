// insert(), update() and delete(), and the methods of tables that make the same: 1.x takes the
// clauses of the statement at once, 2.0 takes none.
#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/legacy.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Kind;
using interp::Value;

namespace {

orm::ClauseRef dml_target(Context& owner, const Value& value) {
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (clause->is_from() || clause->kind() == orm::NodeKind::entity || clause->is_column())
      return clause;
  }
  if (owner.profile.plain_role_errors) {
    if (value.is(Kind::kStr)) raise_textual(owner, "Textual SQL expression", value);
    raise_error(owner, orm::ArgumentError::cls, "FROM expression expected");
  }
  raise_error(owner, orm::ArgumentError::cls,
              "subject table for an INSERT, UPDATE or DELETE expected, got " +
                  owner.interp.repr(value) + ".");
}

using Clauses = std::vector<std::pair<std::string, Value>>;

// What is given beside the table, by name: the arguments *args and **kw from `first` on. 2.0 takes
// none and refuses them in Python's words.
Clauses given_clauses(Call& call, size_t first, const std::string& function,
                      std::initializer_list<const char*> positional) {
  Context& owner = context(call.interp);
  const std::vector<Value>& values = items(call[first]);
  Clauses clauses = dict_items(owner, call[first + 1]);
  const bool takes_none = owner.profile.dml_takes_no_clauses;
  if (takes_none && !clauses.empty()) {
    call.interp.raise("TypeError", function + "() got an unexpected keyword argument '" +
                                       clauses.front().first + "'");
  }
  const size_t most = takes_none ? 0 : positional.size();
  if (values.size() > most) {
    call.interp.raise("TypeError", function + "() takes " +
                                       (most == 0 ? "1 positional argument"
                                                  : "from 1 to " + std::to_string(most + 1) +
                                                        " positional arguments") +
                                       " but " + std::to_string(values.size() + 1) + " were given");
  }
  for (size_t i = 0; i < values.size(); ++i) {
    clauses.emplace_back(*(positional.begin() + i), values[i]);
  }
  return clauses;
}

// Takes a clause out of the list; undefined if it is not given or None.
Value take(Clauses& clauses, const char* name) {
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].first != name) continue;
    Value value = clauses[i].second;
    clauses.erase(clauses.begin() + static_cast<std::ptrdiff_t>(i));
    return value.is_none() ? Value() : value;
  }
  return {};
}

// What 1.4 says of a clause that is given to the function and not by a method.
void warn_of_clauses(Context& owner, const char* function, const char* cls,
                     const Clauses& clauses) {
  for (const auto& [name, value] : clauses) {
    if (value.is_none() || (value.is_bool() && !value.as_bool())) continue;
    const std::string what = "The " + std::string(function) + "." + name;
    const std::string go = " will be removed in SQLAlchemy 2.0.  Please ";
    const std::string refer = " parameter" + go + "refer to the " + cls + ".";
    const std::string use = " parameter" + go + "use the " + cls + ".";
    std::string sentence;
    if (name == "whereclause") sentence = what + refer + "where() method.";
    if (name == "values") sentence = what + refer + "values() method.";
    if (name == "bind") sentence = what + " parameter" + go + "use explicit connection execution.";
    if (name == "inline") sentence = what + use + "inline() method.";
    if (name == "prefixes") {
      sentence =
          what + " parameter" + go + "use the :meth:_expression." + cls + ".prefix_with` method.";
    }
    if (name == "return_defaults") sentence = what + use + "return_defaults() method.";
    if (name == "returning") sentence = what + use + "returning()` method.";
    if (name == "preserve_parameter_order") {
      sentence = what + " parameter will be removed in SQLAlchemy 2.0.   Use the " + cls +
                 ".ordered_values() method with a list of tuples. ";
    }
    if (sentence.empty()) {
      sentence = "Passing dialect keyword arguments directly to the " + std::string(cls) +
                 " constructor is deprecated and will be removed in SQLAlchemy 2.0.  Please use "
                 "the ``with_dialect_options()`` method.";
    }
    warn_removed_in_20(owner, sentence);
  }
}

// The statement with its clauses, each as the method of its name gives it.
template <class T>
Value with_clauses(Call& call, const orm::Ref<T>& made, Clauses clauses) {
  Context& owner = context(call.interp);
  interp::Interpreter& interp = call.interp;
  const bool is_insert = std::is_same_v<T, orm::Insert>;
  const bool is_update = std::is_same_v<T, orm::Update>;
  warn_of_clauses(owner,
                  is_insert   ? "insert"
                  : is_update ? "update"
                              : "delete",
                  is_insert   ? "Insert"
                  : is_update ? "Update"
                              : "Delete",
                  clauses);
  const Value where = take(clauses, "whereclause");
  const Value values = take(clauses, "values");
  const Value is_inline = take(clauses, "inline");
  const Value prefixes = take(clauses, "prefixes");
  const Value returning = take(clauses, "returning");
  const Value defaults = take(clauses, "return_defaults");
  const Value bind = take(clauses, "bind");
  if constexpr (std::is_same_v<T, orm::Update>) {
    const Value ordered = take(clauses, "preserve_parameter_order");
    made->ordered = ordered && interp.truth(ordered);
  }
  if constexpr (!std::is_same_v<T, orm::Delete>) {
    made->is_inline = is_inline && interp.truth(is_inline);
  }
  for (const auto& [name, value] : clauses) set_dialect_option(owner, *made, name, value);
  Value statement = wrapped(call, made);
  if (where) statement = interp.call_method(statement, "where", {where});
  if (values) statement = interp.call_method(statement, "values", {values});
  if (prefixes) {
    statement =
        interp.call(interp.getattr(statement, "prefix_with"), interp.to_vector(prefixes), {});
  }
  if (returning && interp.truth(returning)) {
    statement =
        interp.call(interp.getattr(statement, "returning"), interp.to_vector(returning), {});
  }
  if (defaults && interp.truth(defaults)) {
    statement = interp.call_method(statement, "return_defaults");
  }
  if (bind) interp.setattr(statement, "bind", bind);
  return statement;
}

template <const char* Dialect()>
Value insert_function(Call& call) {
  Clauses clauses = given_clauses(
      call, 1, "insert", {"values", "inline", "bind", "prefixes", "returning", "return_defaults"});
  orm::Ref<orm::Insert> made = orm::insert(dml_target(context(call.interp), call[0]));
  made->dialect = Dialect();
  return with_clauses(call, made, std::move(clauses));
}
const char* any_dialect() { return ""; }
const char* sqlite_dialect() { return "sqlite"; }
const char* postgresql_dialect() { return "postgresql"; }
const char* mysql_dialect() { return "mysql"; }

Value update_function(Call& call) {
  Clauses clauses = given_clauses(call, 1, "update",
                                  {"whereclause", "values", "inline", "bind", "prefixes",
                                   "returning", "return_defaults", "preserve_parameter_order"});
  return with_clauses(call, orm::update(dml_target(context(call.interp), call[0])),
                      std::move(clauses));
}

Value delete_function(Call& call) {
  Clauses clauses =
      given_clauses(call, 1, "delete", {"whereclause", "bind", "returning", "prefixes"});
  return with_clauses(call, orm::delete_(dml_target(context(call.interp), call[0])),
                      std::move(clauses));
}

// ---- methods of tables --------------------------------------------------------------------------

Value insert_method(Call& call) {
  Clauses clauses = given_clauses(call, 0, "TableClause.insert", {"values", "inline"});
  return with_clauses(call, orm::insert(self_as<orm::FromClause>(call).ref()), std::move(clauses));
}

Value update_method(Call& call) {
  Clauses clauses =
      given_clauses(call, 0, "TableClause.update", {"whereclause", "values", "inline"});
  return with_clauses(call, orm::update(self_as<orm::FromClause>(call).ref()), std::move(clauses));
}

Value delete_method(Call& call) {
  Clauses clauses = given_clauses(call, 0, "TableClause.delete", {"whereclause"});
  return with_clauses(call, orm::delete_(self_as<orm::FromClause>(call).ref()), std::move(clauses));
}

const Binding kFunctionRows[] = {
    {"insert", "table, *args, **kw", guard<insert_function<any_dialect>>, "insert({table})",
     BindingKind::function},
    {"update", "table, *args, **kw", guard<update_function>, "update({table})",
     BindingKind::function},
    {"delete", "table, *args, **kw", guard<delete_function>, "delete_({table})",
     BindingKind::function},
};
// The insert() of a dialect's module.
const Binding kDialectRows[] = {
    {"insert", "table, *args, **kw", guard<insert_function<sqlite_dialect>>,
     "sqlite::insert({table})", BindingKind::function},
    {"insert", "table, *args, **kw", guard<insert_function<postgresql_dialect>>,
     "postgresql::insert({table})", BindingKind::function},
    {"insert", "table, *args, **kw", guard<insert_function<mysql_dialect>>,
     "!write orm::OnConflict with duplicate_key", BindingKind::function},
};
const Binding kMethodRows[] = {
    {"insert", "*args, **kw", guard<insert_method>, "insert({self})"},
    {"update", "*args, **kw", guard<update_method>, "update({self})"},
    {"delete", "*args, **kw", guard<delete_method>, "delete_({self})"},
};

}  // namespace

Value find_dialect_insert(interp::Interpreter& interp, std::string_view module) {
  for (size_t i = 0; i < std::size(kDialectRows); ++i) {
    static constexpr const char* kModules[] = {"sqlalchemy.dialects.sqlite",
                                               "sqlalchemy.dialects.postgresql",
                                               "sqlalchemy.dialects.mysql"};
    const char* dialect = kModules[i];
    if (module != dialect) continue;
    Value function =
        interp::make_function(interp, "insert", kDialectRows[i].signature, kDialectRows[i].call);
    function.as<interp::NativeFunctionObject>()->module = module;
    return function;
  }
  return {};
}

void add_dml_methods(interp::TypeBuilder& builder) { add_bindings(builder, kMethodRows); }

std::vector<BindingTable> dml_function_tables() {
  return {{"sqlalchemy", nullptr, kFunctionRows, std::size(kFunctionRows)},
          {"sqlalchemy", "FromClause", kMethodRows, std::size(kMethodRows)}};
}

}  // namespace lessonrun::bind
