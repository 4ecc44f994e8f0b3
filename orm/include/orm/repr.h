// Python's repr(), str() and print() for values, rows and mapped objects, as a translated lesson
// shows them.
#pragma once

#include <orm/core.h>
#include <orm/orm.h>
#include <orm/typed_column_property.h>
#include <orm/typed_enum.h>

#include <concepts>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace orm {

/// @name repr(): what a Python prompt shows
/// @{
inline std::string repr(const Value& value) { return value.repr(); }
inline std::string repr(bool value) { return value ? "True" : "False"; }
inline std::string repr(int value) { return std::to_string(value); }
inline std::string repr(int64_t value) { return std::to_string(value); }
inline std::string repr(double value) { return repr_double(value); }
inline std::string repr(const std::string& value) { return repr_text(value); }
inline std::string repr(std::string_view value) { return repr_text(value); }
inline std::string repr(const char* value) { return repr_text(value); }
inline std::string repr(std::nullopt_t) { return "None"; }
inline std::string repr(const Date& value) { return Value(value).repr(); }
inline std::string repr(const Time& value) { return Value(value).repr(); }
inline std::string repr(const DateTime& value) { return Value(value).repr(); }
inline std::string repr(const Interval& value) { return Value(value).repr(); }
inline std::string repr(const Row& row) { return row.repr(); }
inline std::string repr(const RowMapping& row) { return row.repr(); }
/// A dict: `{'name': 'ed', 'id': 1}`.
std::string repr(const ParameterSet& values);
inline std::string repr(const ForeignKey* key) {
  return "ForeignKey('" + key->target_fullname() + "')";
}
inline std::string repr(const Constraint& constraint) { return constraint.repr(); }
inline std::string repr(const Ref<Index>& index) { return index->repr(); }
inline std::string repr(const Engine& engine) { return engine.repr(); }
inline std::string repr(const MetaData& metadata) { return metadata.repr(); }
inline std::string repr(const Table& table) { return table.repr(); }
inline std::string repr(const TypeRef& type) { return type->repr(); }
inline std::string repr(const Instance& instance) {
  return instance ? instance->object_repr() : "None";
}
std::string repr(const Result& result);
std::string repr(const Url& url);
/// A table, a column or a MetaData of orm::core.
template <class T>
requires requires(const T& handle) {
  typename T::core_handle;
  handle.repr();
}
std::string repr(const T& handle) { return handle.repr(); }
/// A struct of the program's own that says how it is shown, as a dataclass is.
template <class T>
concept SelfDescribing = std::is_class_v<T> && !requires {
  typename T::core_handle;
}
&&std::is_aggregate_v<T>&& requires(const T& value) {
  { value.repr() } -> std::same_as<std::string>;
};
template <SelfDescribing T>
std::string repr(const T& value) {
  return value.repr();
}
template <class T>
std::string repr(const Ptr<T>& object) {
  return repr(object.instance());
}
template <class T, auto... O>
std::string repr(const Mapped<T, O...>& attribute);
template <class T, auto... O>
std::string repr(const Relationship<T, O...>& attribute);
template <class T>
std::string repr(const std::optional<T>& value);
template <class T>
std::string repr(const std::vector<T>& items);
template <class... T>
std::string repr(const std::tuple<T...>& items);

template <class T, auto... O>
std::string repr(const Mapped<T, O...>& attribute) {
  return attribute.is_none() ? "None" : repr(attribute.get());
}
template <class T, auto Make>
std::string repr(const ColumnProperty<T, Make>& attribute) {
  return attribute.is_none() ? "None" : repr(attribute.get());
}
template <class T, auto... O>
std::string repr(const Relationship<T, O...>& attribute) {
  return repr(attribute.get());
}
template <class T>
std::string repr(const std::optional<T>& value) {
  return value ? repr(*value) : "None";
}
template <class T>
std::string repr(const std::vector<T>& items) {
  std::string text = "[";
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ", ";
    const T& item = items[i];  // std::vector<bool> has no items to refer to otherwise
    text += repr(item);
  }
  return text + "]";
}
template <class... T>
std::string repr(const std::tuple<T...>& items) {
  std::string text;
  std::apply([&](const T&... item) { ((text += ", " + repr(item)), ...); }, items);
  return "(" + (text.empty() ? text : text.substr(2)) + (sizeof...(T) == 1 ? ",)" : ")");
}
/// Session.new, dirty and deleted: `IdentitySet([...])`
std::string repr_identity_set(const std::vector<Instance>& objects);
/// @}

/// @name str(): what print() shows
/// @{
/// The SQL of an expression or statement, the name of a table.
template <class T>
requires requires { typename T::core_handle; }
std::string str(const T& handle) {
  if constexpr (requires { handle.str(); }) {
    return handle.str();
  } else {
    return handle.repr();
  }
}
template <class T>
requires(
    !requires { typename T::core_handle; } && !MappedEnum<T> &&
    requires(const T& value) { repr(value); }) std::string str(const T& value) {
  return repr(value);
}
inline std::string str(const core::Compilation& compiled) { return compiled.str(); }
inline std::string str(const Ref<TextClause>& text) { return text->str(profile_2_0); }
/// What DDL calls the type: `VARCHAR(30)`.
std::string str(const TypeRef& type);
inline std::string str(const std::string& text) { return text; }
inline std::string str(std::string_view text) { return std::string(text); }
inline std::string str(const char* text) { return text; }
inline std::string str(const Value& value) { return value.str(); }
inline std::string str(const Date& value) { return Value(value).str(); }
inline std::string str(const Time& value) { return Value(value).str(); }
inline std::string str(const DateTime& value) { return Value(value).str(); }
inline std::string str(const Interval& value) { return Value(value).str(); }
inline std::string str(const std::exception& error) { return error.what(); }
template <SqlExpression E>
std::string str(const E& expression) {
  return expression.str();
}
template <class... T>
std::string str(const TypedSelect<T...>& statement) {
  return statement.str();
}
template <class R>
std::string str(const TypedQuery<R>& query) {
  return query.str();
}
template <class T>
std::string str(const std::optional<T>& value);
template <class T, auto... O>
std::string str(const Mapped<T, O...>& attribute) {
  return attribute.is_none() ? "None" : str(attribute.get());
}
template <class T, auto Make>
std::string str(const ColumnProperty<T, Make>& attribute) {
  return attribute.is_none() ? "None" : str(attribute.get());
}
template <class T>
std::string str(const std::optional<T>& value) {
  return value ? str(*value) : "None";
}
/// @}

/// @name What lessons do with texts and lists
/// @{
/// `text * times`
std::string repeat(std::string_view text, int64_t times);
/// str.strip()
std::string strip(std::string_view text);
/// str.split(separator)
std::vector<std::string> split(std::string_view text, std::string_view separator);
/// separator.join(items)
std::string join(std::string_view separator, const std::vector<std::string>& items);
/// The same of the items of a row, which have to be texts. Throws TypeError.
std::string join(std::string_view separator, const Row& row);
template <class... T>
std::string join(std::string_view separator, const std::tuple<T...>& items) {
  return std::apply(
      [&](const T&... item) { return join(separator, std::vector<std::string>{item...}); }, items);
}
/// sorted()
std::vector<std::string> sorted(std::vector<std::string> items);
/// inspect(object).pending and its like: is the object in the state of that name?
/// Throws AttributeError for a name that is none.
bool in_state(const InstanceState& object, std::string_view name);
/// inspect(object).identity: the primary key as a tuple, or null.
Value identity_of(const InstanceState& object);
/// Is the object among those, as in session.new, dirty and deleted?
bool contains(const std::vector<Instance>& objects, const Instance& object);
/// `text[start:stop]` in characters of UTF-8; negative positions count from the end.
std::string slice(std::string_view text, int64_t start, int64_t stop = INT64_MAX);
/// `items[start:stop]`
template <class T>
std::vector<T> slice(const std::vector<T>& items, int64_t start, int64_t stop = INT64_MAX) {
  auto size = static_cast<int64_t>(items.size());
  auto place = [size](int64_t at) {
    if (at < 0) at += size;
    return at < 0 ? 0 : at > size ? size : at;
  };
  start = place(start);
  stop = place(stop);
  return start < stop ? std::vector<T>(items.begin() + start, items.begin() + stop)
                      : std::vector<T>();
}
/// The first of some values; null if there is none.
inline Value first(const std::vector<Value>& values) {
  return values.empty() ? Value() : values.front();
}
/// @}

/// Writes a line to standard output.
void write_line(std::string_view line);

/// Python's print().
template <class... T>
void print(const T&... items) {
  std::string line;
  ((line += str(items), line += ' '), ...);
  if (!line.empty()) line.pop_back();
  write_line(line);
}

/// Keeps what was shown last, as the name `_` does at a Python prompt: an object that it holds
/// stays in its session.
void keep_shown(std::shared_ptr<const void> value);

/// What a Python prompt does with the value of an expression: shows its repr, unless it is None.
template <class T>
void show(const T& value) {
  std::string text = repr(value);
  if (text == "None") return;
  write_line(text);
  if constexpr (std::is_copy_constructible_v<T>) {
    keep_shown(std::make_shared<const T>(value));
  } else {
    keep_shown(nullptr);
  }
}
inline void show(const char* text) { show(std::string(text)); }

/// The last line of Python's traceback: `sqlalchemy.exc.ArgumentError: Could not parse ...`
void print_error(const std::exception& error, const Profile& profile = profile_2_0);

}  // namespace orm
