// Operators of SQL expressions, by SQLAlchemy's names, with their precedence.
#pragma once

#include <cstdint>
#include <string_view>

namespace orm {

/// An operator. Names are those of sqlalchemy.sql.operators, `op_` where C++ owns the word.
enum class Operator : uint8_t {
  none,
  add,
  sub,
  mul,
  truediv,
  floordiv,
  mod,
  neg,
  concat,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  is_,
  is_not,
  is_distinct_from,
  is_not_distinct_from,
  like,
  not_like,
  ilike,
  not_ilike,
  contains,
  not_contains,
  startswith,
  not_startswith,
  endswith,
  not_endswith,
  icontains,
  istartswith,
  iendswith,
  in_,
  not_in,
  between,
  not_between,
  match,
  not_match,
  regexp_match,
  not_regexp_match,
  regexp_replace,
  and_,
  or_,
  inv,
  distinct,
  exists,
  any_,
  all_,
  bitwise_and,
  bitwise_or,
  bitwise_xor,
  bitwise_not,
  lshift,
  rshift,
  collate,
  asc,
  desc,
  nulls_first,
  nulls_last,
  getitem,
  json_getitem,
  json_path_getitem,
  comma,
  as_,
  from_,
  filter,
  over,
  custom,
  is_true,
  is_false,
};

/// What the compiler knows about an operator.
struct OperatorInfo {
  Operator op;
  const char* name;  ///< Python's name: `eq`, `in_op`
  const char* text;  ///< SQL between or before operands, spaces included
  int precedence;    ///< higher binds closer
  bool comparison;
  bool commutative;
  bool associative;
  Operator negation;  ///< none if NOT has to be written
};

const OperatorInfo& info(Operator op);
/// Does an operand that is itself `inner` need parentheses under `outer`?
bool needs_parentheses(Operator inner, Operator outer);

}  // namespace orm
