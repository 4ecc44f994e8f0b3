// What can be said about a column: `primary_key`, `unique`, `default_(0)`,
// `foreign_key("user.id")`.
//
// The same words serve a Core column, `Column("id", Integer(), primary_key)`, and a mapped
// attribute, `Mapped<int64_t, primary_key>`; for the latter they have to be values that a template
// takes.
#pragma once

#include <orm/clause.h>
#include <orm/type_ref.h>
#include <orm/value.h>

#include <cstddef>
#include <cstdint>

namespace orm {

/// @name Options of a column: Column()'s and mapped_column()'s arguments
/// @{

/// A text in a template argument.
template <size_t N>
struct FixedText {
  char text[N] = {};
  constexpr FixedText(const char (&given)[N]) {  // NOLINT: literals convert
    for (size_t i = 0; i < N; ++i) text[i] = given[i];
  }
};

/// The column being described by its options: column_draft.h, for options of one's own.
struct ColumnDraft;

/// @name What the options do
/// @{
enum class ColumnFlag : uint8_t { primary_key, unique, index, nullable, not_nullable };
void set_flag(ColumnDraft& draft, ColumnFlag flag);
void set_name(ColumnDraft& draft, const char* name);
void set_type(ColumnDraft& draft, TypeRef type);
/// A type by SQLAlchemy's name; a precision or scale below 0 is none.
void set_type(ColumnDraft& draft, const char* name, int precision, int scale);
void set_default(ColumnDraft& draft, Value value);
enum class ServerDefaultKind : uint8_t { text, sql, now };
void set_server_default(ColumnDraft& draft, const char* text, ServerDefaultKind kind);
/// `ondelete` may be null.
void add_foreign_key(ColumnDraft& draft, const char* target, const char* ondelete);
/// @}

template <size_t N>
struct NamedOption {
  FixedText<N> name;
  void apply(ColumnDraft& draft) const { set_name(draft, name.text); }
};
/// The column's name, where the attribute has another: `mapped_column("nr")`.
template <size_t N>
constexpr NamedOption<N> named(const char (&name)[N]) {
  return {name};
}
struct FlagOption {
  ColumnFlag flag;
  void apply(ColumnDraft& draft) const { set_flag(draft, flag); }
};
template <class T>
struct DefaultOption {
  T value;
  void apply(ColumnDraft& draft) const { set_default(draft, Value(value)); }
};
template <size_t N>
struct TextDefaultOption {
  FixedText<N> value;
  void apply(ColumnDraft& draft) const { set_default(draft, Value(value.text)); }
};
template <size_t N>
struct ServerDefaultOption {
  FixedText<N> text;
  ServerDefaultKind kind;
  void apply(ColumnDraft& draft) const { set_server_default(draft, text.text, kind); }
};
void apply_computed(ColumnDraft& draft, const char* sql, const bool* persisted);
template <size_t N>
struct ComputedOption {
  FixedText<N> sql;
  bool says = false, persisted = false;
  void apply(ColumnDraft& draft) const {
    apply_computed(draft, sql.text, says ? &persisted : nullptr);
  }
};
template <size_t N>
struct ForeignKeyOption {
  FixedText<N> target;
  void apply(ColumnDraft& draft) const { add_foreign_key(draft, target.text, nullptr); }
};
template <size_t N, size_t M>
struct ForeignKeyRuleOption {
  FixedText<N> target;
  FixedText<M> ondelete;
  void apply(ColumnDraft& draft) const { add_foreign_key(draft, target.text, ondelete.text); }
};
template <size_t N>
struct TypeOption {
  FixedText<N> name;
  int precision = -1;
  int scale = -1;
  void apply(ColumnDraft& draft) const { set_type(draft, name.text, precision, scale); }
};

inline constexpr FlagOption primary_key{ColumnFlag::primary_key};
inline constexpr FlagOption unique{ColumnFlag::unique};
inline constexpr FlagOption indexed{
    ColumnFlag::index};  ///< index=True; `index` is a function of POSIX
inline constexpr FlagOption nullable{ColumnFlag::nullable};
inline constexpr FlagOption not_nullable{ColumnFlag::not_nullable};
/// `default=`: a number, a truth value or a text.
template <class T>
constexpr DefaultOption<T> default_(T value) {
  return {value};
}
template <size_t N>
constexpr TextDefaultOption<N> default_(const char (&text)[N]) {
  return {text};
}
/// `server_default="text"`, quoted as a text of SQL.
template <size_t N>
constexpr ServerDefaultOption<N> server_default(const char (&text)[N]) {
  return {text, ServerDefaultKind::text};
}
/// `server_default=text("sql")`
template <size_t N>
constexpr ServerDefaultOption<N> server_default_sql(const char (&sql)[N]) {
  return {sql, ServerDefaultKind::sql};
}
/// `server_default=func.now()`
inline constexpr ServerDefaultOption<1> server_default_now{"", ServerDefaultKind::now};
/// `Computed("price * quantity")`: the database computes the column, GENERATED ALWAYS AS; a flush
/// leaves it out, and the attribute is read afterwards.
template <size_t N>
constexpr ComputedOption<N> computed(const char (&sql)[N]) {
  return {sql};
}
/// The same, `persisted=`: stored, or computed whenever it is read.
template <size_t N>
constexpr ComputedOption<N> computed(const char (&sql)[N], bool persisted) {
  return {sql, true, persisted};
}
/// `ForeignKey("table.column")`
template <size_t N>
constexpr ForeignKeyOption<N> foreign_key(const char (&target)[N]) {
  return {target};
}
/// `ForeignKey("table.column", ondelete="CASCADE")`
template <size_t N, size_t M>
constexpr ForeignKeyRuleOption<N, M> foreign_key(const char (&target)[N],
                                                 const char (&ondelete)[M]) {
  return {target, ondelete};
}
/// A type by SQLAlchemy's name: `type("Text")`, `type("Numeric", 10, 2)`.
template <size_t N>
constexpr TypeOption<N> type(const char (&name)[N], int precision = -1, int scale = -1) {
  return {name, precision, scale};
}
inline void apply_option(ColumnDraft& draft, String option) { set_type(draft, option); }
inline void apply_option(ColumnDraft& draft, const TypeRef& type) { set_type(draft, type); }
template <class Option>
void apply_option(ColumnDraft& draft, const Option& option) {
  option.apply(draft);
}
/// @}

}  // namespace orm
