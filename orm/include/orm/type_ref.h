// TypeRef, and the types that columns mostly have. What a type is, and the others: types.h.
#pragma once

#include <orm/ref.h>

#include <optional>

namespace orm {

class TypeEngine;
using TypeRef = Ref<const TypeEngine>;

/// String, with a length in characters or without one. A literal class, so that it can stand among
/// the options of a typed attribute as well: `Mapped<std::string, String(30)>`.
struct String {
  constexpr String() = default;
  constexpr String(int characters) : length(characters) {}  // NOLINT: a length converts
  operator TypeRef() const;                                 // NOLINT: it is a type
  int length = -1;                                          ///< negative: no length
};

/// @name The common types, shared instances where they take no argument
/// @{
TypeRef Integer();
TypeRef SmallInteger();
TypeRef BigInteger();
TypeRef Text();
TypeRef Unicode(std::optional<int> length = {});
TypeRef UnicodeText();
TypeRef Boolean();
TypeRef Float();
TypeRef Double();
TypeRef Numeric(std::optional<int> precision = {}, std::optional<int> scale = {});
TypeRef DateType();
TypeRef TimeType();
TypeRef DateTimeType();
TypeRef IntervalType();
TypeRef LargeBinary();
TypeRef JSON();
TypeRef Uuid();
TypeRef NullType();
/// @}

}  // namespace orm
