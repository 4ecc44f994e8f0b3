// Column types: what a value is in the program, in the database and in DDL.
//
// A type is an immutable counted object. Most of them differ only in data, so one class described
// by a table row (TypeClass) covers them; Enum and TypeDecorator are classes of their own. How a
// database stores a type is the dialect's business (dialect.h).
#pragma once

#include <orm/ref.h>
#include <orm/type_ref.h>
#include <orm/value.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

enum class Operator : uint8_t;
struct Dialect;
class ColumnElement;
class KeyBuilder;
struct Profile;

/// The family of a type: SQLAlchemy's `_type_affinity` with the families that convert differently.
enum class TypeKind : uint8_t {
  null_type,
  integer,
  string,
  boolean,
  real,
  numeric,
  date,
  time,
  datetime,
  interval,
  binary,
  enum_,
  json,
  uuid,
  array,
  decorator,
  tuple,
  pickle,
  range,  ///< ranges and multiranges of PostgreSQL
  user,   ///< a lesson's own, or one that only one database knows
};

/// A class of types as Python sees it: name, DDL word and which arguments it takes.
struct TypeClass {
  const char* name;        ///< `String`, `VARCHAR`
  const char* visit_name;  ///< what a dialect's table of DDL words knows it by: `string`, `VARCHAR`
  TypeKind kind;
  /// The constructor's arguments in order, each with its default: `length scale asdecimal=True`;
  /// without one it is None. repr() shows those that differ. After `*` they are keywords only.
  const char* params;
  const char* dialect = "";  ///< of one database's own types: `postgresql`
};

/// The arguments of a type; which of them mean something depends on its class.
struct TypeArgs {
  std::optional<int> length;  ///< characters or bytes
  std::optional<int> precision;
  std::optional<int> scale;
  std::optional<int> decimal_return_scale;
  std::optional<bool> asdecimal;
  bool timezone = false;
  bool as_uuid = true;
  bool none_as_null = false;           ///< JSON
  std::optional<bool> evaluates_none;  ///< evaluates_none(): None is a value to be stored
  std::string collation;
  std::optional<bool> create_constraint;  ///< Boolean, Enum; unset: as the release does
  std::string name;                       ///< Boolean, Enum: the constraint's name
  bool native = true;                     ///< Interval(native=), Enum(native_enum=)
  /// Arguments that only one database's types have: `unsigned`, `fsp`, `charset`, `dimensions`.
  std::vector<std::pair<std::string, Value>> extra;
  TypeRef item;  ///< ARRAY's items
  /// The extra argument of that name, null if not given.
  Value get(std::string_view name) const;
  /// Is that extra argument given and true?
  bool flag(std::string_view name) const;
};

/// A column type. Immutable; shared freely.
class TypeEngine : public RefCounted {
 public:
  explicit TypeEngine(const TypeClass& cls, TypeArgs args = {})
      : cls_(cls), args_(std::move(args)) {}

  const TypeClass& type_class() const noexcept { return cls_; }
  TypeKind kind() const noexcept { return cls_.kind; }
  const TypeArgs& args() const noexcept { return args_; }
  bool is_null_type() const noexcept { return cls_.kind == TypeKind::null_type; }

  /// `String(length=30)`, as repr() of SQLAlchemy's types.
  virtual std::string repr() const;
  /// The constructor's argument of that name as Python shows it, `None` where it was not given.
  std::string argument_repr(std::string_view name) const;
  /// Is None stored as a value where the ORM would leave it out (`should_evaluate_none`)?
  virtual bool evaluates_none() const;
  /// A copy of which it is true: `evaluates_none()` of SQLAlchemy's types.
  Ref<const TypeEngine> evaluating_none() const;
  /// The type of SQLAlchemy's own that it belongs to (`as_generic`), null if there is none.
  Ref<const TypeEngine> generic(const Profile& profile) const;
  /// The type that stands behind decorators.
  virtual const TypeEngine& impl() const { return *this; }
  /// The type for one dialect: variants (with_variant) chosen, decorators left in place.
  const TypeEngine& for_dialect(std::string_view dialect_name) const;
  /// A copy that is another type on the named dialect: `with_variant()`.
  TypeRef with_variant(TypeRef variant, std::string dialect_name) const;
  const std::vector<std::pair<std::string, TypeRef>>& variants() const { return variants_; }
  /// Appends what distinguishes this type's SQL and processing to a statement's cache key.
  virtual void append_key(KeyBuilder& key) const;
  /// Do two types belong to one family (`_type_affinity`)?
  bool same_affinity(const TypeEngine& other) const;
  /// Conversion before and after the dialect's own: Enum and TypeDecorator use them.
  virtual bool converts_bind() const { return false; }
  virtual Value convert_bind(Value value, const Dialect&) const { return value; }
  virtual bool converts_result() const { return false; }
  virtual Value convert_result(Value value, const Dialect&) const { return value; }
  /// What stands behind it on a database: variants, decorators and load_dialect_impl() resolved.
  virtual const TypeEngine& dialect_impl(const Dialect& dialect) const;
  /// The DDL text of a UserDefinedType (`get_col_spec`); empty: the dialect's own.
  virtual std::string col_spec(const Dialect&) const { return {}; }
  /// The type of a plain value compared with this type; null: by the rules all types share.
  virtual TypeRef coerce_compared_value(Operator, const Value&) const { return nullptr; }
  /// Expressions that stand around every parameter and every selected column of the type
  /// (`bind_expression`, `column_expression`); null: none.
  virtual Ref<ColumnElement> bind_expression(const Ref<ColumnElement>& bind) const;
  virtual Ref<ColumnElement> column_expression(const Ref<ColumnElement>& column) const;
  /// May the type have hooks or operators of its own that only the program knows?
  virtual bool customized() const { return false; }
  /// `process_literal_param`: what is written for a value; text as it is where the type stores
  /// none.
  virtual std::optional<Value> literal_param(const Value&, const Dialect&) const { return {}; }
  /// Copy for a variant.
  virtual Ref<TypeEngine> clone() const;

 protected:
  void append_variants(KeyBuilder& key) const;
  const TypeClass& cls_;
  TypeArgs args_;
  std::vector<std::pair<std::string, TypeRef>> variants_;
};

/// Enum over strings, or over members of an enum class that the binding hands in as Opaque values.
class Enum : public TypeEngine {
 public:
  struct Member {
    std::string name;  ///< what is stored
    Value value;       ///< what the program sees: the same text, or an Opaque member
  };
  /// `class_name` is the Python enum's name, empty for plain strings.
  Enum(std::vector<Member> members, std::string class_name, TypeArgs args,
       std::string_view type_class = "Enum");
  const std::vector<Member>& members() const noexcept { return members_; }
  const std::string& class_name() const noexcept { return class_name_; }
  std::string repr() const override;
  void append_key(KeyBuilder& key) const override;
  bool converts_bind() const override { return true; }
  Value convert_bind(Value value, const Dialect&) const override;
  bool converts_result() const override { return true; }
  Value convert_result(Value value, const Dialect&) const override;
  Ref<TypeEngine> clone() const override;

 private:
  std::vector<Member> members_;
  std::string class_name_;
};

/// A type built on another one with hooks of its own: derive and override.
class TypeDecorator : public TypeEngine {
 public:
  TypeDecorator(std::string class_name, TypeRef impl, bool cache_ok = true);
  const TypeEngine& impl() const override { return impl_->impl(); }
  const TypeRef& direct_impl() const noexcept { return impl_; }
  const std::string& class_name() const noexcept { return class_name_; }
  bool cache_ok() const noexcept { return cache_ok_; }
  /// process_bind_param: from the program's value to one the impl takes.
  virtual Value process_bind_param(Value value, const Dialect&) const { return value; }
  /// process_result_value: from the impl's value to the program's.
  virtual Value process_result_value(Value value, const Dialect&) const { return value; }
  std::string repr() const override;
  void append_key(KeyBuilder& key) const override;
  bool converts_bind() const override { return true; }
  bool converts_result() const override { return true; }
  Value convert_bind(Value value, const Dialect& dialect) const override {
    return process_bind_param(std::move(value), dialect);
  }
  Value convert_result(Value value, const Dialect& dialect) const override {
    return process_result_value(std::move(value), dialect);
  }

 private:
  std::string class_name_;
  TypeRef impl_;
  bool cache_ok_;
};

/// The class of that name ("Integer", "VARCHAR", "postgresql.JSONB", ...), or null.
const TypeClass* find_type_class(std::string_view name);
/// A type by the name of its class; throws UnsupportedError for one that is not known.
TypeRef make_type(std::string_view class_name, TypeArgs args = {});

/// A value of the program that knows its SQL type by itself; an Opaque derives from it as well.
class TypedValue {
 public:
  virtual ~TypedValue() = default;
  /// The type of a literal of that value; null where it has none.
  virtual TypeRef sql_type() const = 0;
};

/// Every type class, core ones first.
const std::vector<const TypeClass*>& type_classes();

/// The type SQLAlchemy gives a literal: `_resolve_value_to_type`.
TypeRef type_of_value(const Value& value);
/// The type of a plain value that is compared with something of type `own`, by the rule that all
/// types share: that type where the value fits it, else the value's own.
TypeRef coerced_type(const TypeRef& own, const Value& value);

}  // namespace orm
