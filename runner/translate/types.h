// The types that the translator infers for a lesson's values, and how C++ spells them.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lessonrun::translate {

enum class Kind : unsigned char {
  unknown,
  none,
  boolean,
  integer,
  real,
  text,
  value,  ///< orm::Value: known at run time only
  list,
  tuple,
  optional,
  row,
  engine,
  connection,
  transaction,
  session,
  session_maker,
  session_begin,  ///< sessionmaker.begin()
  session_transaction,
  result,
  typed_result,  ///< items[0]: of the session, with a known type of row
  identity_set,
  object,          ///< of the mapped class `name`
  instance_state,  ///< inspect() of an object
  dynamic,         ///< a collection of items[0] that is a query
  write_only,      ///< one that gives statements
  mapped_class,    ///< the class `name` itself
  alias_class,     ///< aliased() of it
  relation,        ///< `User.addresses`, which leads to the class `name`
  load_option,     ///< selectinload() and the like
  base_class,      ///< a declarative base
  metadata,
  columns,
  column_type,
  expression,       ///< items[0]: of its value
  select,           ///< items: of its rows
  typed_statement,  ///< another statement whose rows have these items
  query,
  url,
  error,
  error_class,   ///< an exception of the lesson
  driver_error,  ///< `error.orig`
  // Of orm::core. `name` is the C++ class where a kind has several.
  core_metadata,
  from,       ///< Table, Alias, CTE, From
  sql,        ///< an expression without a C++ type: Column, Expr, Exists, ScalarSelect, TextClause
  statement,  ///< Select, CompoundSelect, Insert, Update, Delete, DDL
  compilation,  ///< `statement.compile()`
  constraint,
  index,
  foreign_key,
  inspector,
  mapping,     ///< a row as a dict
  parameters,  ///< a dict of parameters
  dialect,
  function,          ///< a function of the lesson: `name` in C++; without one, `label` says why
  named_function,    ///< one of several in a list: a pair of its name and what to call
  pack,              ///< its `*arguments`
  dict,              ///< items: of keys, of values
  set,               ///< items[0]
  enum_class,        ///< an Enum of the lesson
  enum_member,       ///< one of it
  record_class,      ///< a dataclass of the lesson
  record,            ///< an object of it
  proxy,             ///< an association proxy of an object; items[0]: what it gives
  proxy_expression,  ///< the same of the class
  object_dict,       ///< `__dict__` of an object
  other,             ///< of the C++ class `name`, with a repr
};

struct Type {
  Kind kind = Kind::unknown;
  std::vector<Type> items{};
  std::string name{};
  std::string label{};  ///< what it is called as an item of a row
  bool operator==(const Type& other) const {
    return kind == other.kind && items == other.items && name == other.name;
  }
};

inline Type list_of(Type item) { return {Kind::list, {std::move(item)}}; }
inline Type optional_of(Type item) { return {Kind::optional, {std::move(item)}}; }
inline Type expression_of(Type item) { return {Kind::expression, {std::move(item)}}; }
inline Type sql_of(std::string name = "Expr") { return {Kind::sql, {}, std::move(name)}; }
inline Type object_of(std::string name) { return {Kind::object, {}, std::move(name)}; }

/// The C++ type; empty where a variable of it cannot be declared before it has a value.
std::string spelled(const Type& type);

/// The class of the binding table whose rows are the methods of this type, or null.
const char* binding_owner(const Type& type);

/// Is it one of orm::core's, whose arguments are written as core_argument() does?
bool is_core(const Type& type);

/// What `owner.name` of the binding table returns.
Type result_type(const Type& self, const std::string& name);

/// Something has no equivalent in C++, or none that the translator knows: one sentence.
class NoEquivalent : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A C++ expression and the type it has. `attribute`: it is a Mapped, which stands for its value.
struct Code {
  std::string text;
  Type type{};
  bool attribute = false;
  bool computed = false;  ///< a hybrid: as an item of a row it is called as its type's label says
};

/// `column["nullable"]` of what an inspector tells.
std::optional<Code> reflected_item(const Code& self, std::string_view key);
/// A list, dict or set that was made empty, and nothing has told of what.
bool is_untyped(const Type& type);
/// A method of str that is translated.
bool is_text_method(std::string_view name);
/// What a Mapped or an optional holds, where only a value will do.
Code present(const Code& code);
/// The value itself, where a Mapped will not do.
std::string plain(const Code& code);
/// Without the parentheses around the whole, which an argument does not need.
std::string unwrapped(const std::string& text);
/// Does C++ text have that word in it?
bool mentions(const std::string& text, const std::string& word);
/// A text as a literal of C++.
std::string cpp_quoted(std::string_view text);
/// A name of Python's that C++ does not reserve.
std::string identifier(std::string_view name);
bool is_reserved(std::string_view name);

}  // namespace lessonrun::translate
