// C++ enumerations as columns, stored by the names of their members as SQLAlchemy's Enum does.
//
//     enum class Status { draft, sent };
//     ORM_ENUM(Status, draft, sent)
//     ... orm::Mapped<Status> status{};                  // VARCHAR(5) or the database's own ENUM
//     select(Invoice_).where(Invoice_.status == Status::sent)
//
// ORM_ENUM is written behind <orm/typed.h>, as ORM_MAP is.
#pragma once

#include <orm/error.h>
#include <orm/typed_value.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace orm {

/// A member of an enumeration: its name is what the database keeps; `value` is Python's.
template <class E>
struct EnumMember {
  E member;
  const char* name;
  Value value;
};

/// Is `orm_enum(E)`, which ORM_ENUM declares, there to tell the members?
template <class E>
concept MappedEnum = std::is_enum_v<E> && requires(E member) {
  orm_enum(member).members;
};

/// What orm_enum() returns: the enumeration's name and its members in order.
template <class E>
struct EnumMembers {
  const char* name;
  std::vector<EnumMember<E>> members;
};

namespace detail {
/// The type of a column with these names; SQLAlchemy calls it after the enumeration.
TypeRef enum_type(const char* name, const std::vector<std::string>& names);
[[noreturn]] void unknown_member(const Value& name, const char* of);
}  // namespace detail

/// The members in order: `list(Status)`.
template <MappedEnum E>
std::vector<E> enum_members() {
  std::vector<E> members;
  for (const auto& known : orm_enum(E{}).members) members.push_back(known.member);
  return members;
}
/// What is known of a member. Throws LookupError for a number that is none.
template <MappedEnum E>
const EnumMember<E>& enum_member(E member) {
  for (const auto& known : orm_enum(member).members) {
    if (known.member == member) return known;
  }
  detail::unknown_member(static_cast<int64_t>(member), orm_enum(member).name);
}
/// `status.name`
template <MappedEnum E>
std::string enum_name(E member) {
  return enum_member(member).name;
}
/// `status.value`
template <MappedEnum E>
Value enum_value(E member) {
  return enum_member(member).value;
}
/// `Status["sent"]`. Throws KeyError.
template <MappedEnum E>
E enum_named(std::string_view name) {
  for (const auto& known : orm_enum(E{}).members) {
    if (name == known.name) return known.member;
  }
  throw KeyError(repr_text(name));
}
/// `Status(value)`. Throws ValueError.
template <MappedEnum E>
E enum_of(const Value& value) {
  for (const auto& known : orm_enum(E{}).members) {
    if (known.value == value) return known.member;
  }
  throw ValueError(value.repr() + " is not a valid " + orm_enum(E{}).name);
}

template <MappedEnum E>
struct ValueTraits<E> {
  static constexpr ValueFamily family = ValueFamily::text;
  static constexpr bool nullable = false;
  static TypeRef type() {
    std::vector<std::string> names;
    for (const auto& known : orm_enum(E{}).members) names.emplace_back(known.name);
    return detail::enum_type(orm_enum(E{}).name, names);
  }
  static Value to_value(E member) { return Value(enum_member(member).name); }
  static E from_value(const Value& value) {
    for (const auto& known : orm_enum(E{}).members) {
      if (value.kind() == ValueKind::text && value.as_text() == known.name) return known.member;
    }
    detail::unknown_member(value, orm_enum(E{}).name);
  }
};

/// `<Status.sent: 'sent'>`
template <MappedEnum E>
std::string repr(E member) {
  return std::string("<") + orm_enum(member).name + "." + enum_name(member) + ": " +
         enum_value(member).repr() + ">";
}
/// `Status.sent`
template <MappedEnum E>
std::string str(E member) {
  return std::string(orm_enum(member).name) + "." + enum_name(member);
}

}  // namespace orm

#define ORM_ENUM_MEMBER(Enum, item) {Enum::item, #item, ::orm::Value(#item)},
/// Tells the members of an enumeration of the same namespace; their values are their names. With
/// values of their own, define orm_enum() yourself as this macro does.
#define ORM_ENUM(Enum, ...)                                         \
  inline const ::orm::EnumMembers<Enum>& orm_enum(Enum) {           \
    static const ::orm::EnumMembers<Enum> members{                  \
        #Enum, {ORM_FOR_EACH(ORM_ENUM_MEMBER, Enum, __VA_ARGS__)}}; \
    return members;                                                 \
  }
