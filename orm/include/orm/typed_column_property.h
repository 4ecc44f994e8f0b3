// Attributes that SELECT statements compute: SQLAlchemy's column_property().
//
//     struct Person {
//       static orm::core::Expr make_fullname(const orm::core::Columns& c) {
//         return c["first"] + " " + c["last"];
//       }
//       orm::Mapped<std::string> first{};
//       orm::Mapped<std::string> last{};
//       orm::ColumnProperty<std::string, make_fullname> fullname{};
//     };
//
// The function is given the columns of the struct's table. It stands before the attribute, and says
// what it returns: `auto` is not known there yet.
#pragma once

#include <orm/core_statement.h>
#include <orm/typed_attributes.h>

#include <string>
#include <utility>

namespace orm {

namespace detail {

/// The expression under a name, as an attribute has it.
ColumnRef property_expression(const ClauseRef& expression);

template <auto Make>
ColumnRef make_expression(FromClause& table) {
  return property_expression(ClauseRef(Make(core::Columns(table))));
}

}  // namespace detail

/// A value of type T that each SELECT of the struct computes by the expression that `Make` gives.
/// It is read only; what a flush writes makes it stale, and the next reading loads it again. In
/// queries it is an expression as columns are: `Person_.fullname.like("A%")`.
template <class T, auto Make>
class ColumnProperty : public MappedValue<T> {
  static_assert(ColumnValue<T>, "ColumnProperty<T, Make>: T is not a type that a column can hold");

 public:
  ColumnProperty() = default;
  template <class C, size_t Member>
  using attribute = Attr<C, Member, T>;
  template <class C, size_t Member>
  using alias_attribute = AliasAttr<C, Member, T>;
};

/// The way of the library into a ColumnProperty: as into a Mapped, with an expression in the place
/// of a column.
struct ColumnPropertyAccess : MemberAccess {
  template <class M>
  struct Maker;
  template <class T, auto Make>
  struct Maker<ColumnProperty<T, Make>> {
    static constexpr auto expression = &detail::make_expression<Make>;
  };
  template <class M>
  static constexpr MappedMember pattern{nullptr,
                                        0,
                                        &get<M>,
                                        &set<M>,
                                        0,
                                        nullptr,
                                        nullptr,
                                        false,
                                        stored<typename M::value_type>,
                                        Maker<M>::expression};
};

namespace detail {
template <class T, auto Make>
struct MemberKind<ColumnProperty<T, Make>> {
  using access = ColumnPropertyAccess;
};
template <class T, auto Make>
struct AttributeKind<ColumnProperty<T, Make>> : KnownAttribute<ColumnProperty<T, Make>> {};
}  // namespace detail

}  // namespace orm
