// The table of operators: text and precedence as in SQLAlchemy's compiler and operators modules.
#include <orm/operators.h>

namespace orm {

namespace {

constexpr int kLowest = -100;  // operators SQLAlchemy's table does not list

constexpr OperatorInfo kTable[] = {
    {Operator::none, "", "", 100, false, false, false, Operator::none},
    {Operator::add, "add", " + ", 7, false, true, true, Operator::none},
    {Operator::sub, "sub", " - ", 7, false, false, false, Operator::none},
    {Operator::mul, "mul", " * ", 8, false, true, true, Operator::none},
    {Operator::truediv, "truediv", " / ", 8, false, false, false, Operator::none},
    {Operator::floordiv, "floordiv", " / ", 8, false, false, false, Operator::none},
    {Operator::mod, "mod", " % ", 8, false, false, false, Operator::none},
    {Operator::neg, "neg", "-", 8, false, false, false, Operator::none},
    {Operator::concat, "concat_op", " || ", 5, false, false, true, Operator::none},
    {Operator::eq, "eq", " = ", 5, true, true, false, Operator::ne},
    {Operator::ne, "ne", " != ", 5, true, true, false, Operator::eq},
    {Operator::lt, "lt", " < ", 5, true, false, false, Operator::ge},
    {Operator::le, "le", " <= ", 5, true, false, false, Operator::gt},
    {Operator::gt, "gt", " > ", 5, true, false, false, Operator::le},
    {Operator::ge, "ge", " >= ", 5, true, false, false, Operator::lt},
    {Operator::is_, "is_", " IS ", 5, true, false, false, Operator::is_not},
    {Operator::is_not, "is_not", " IS NOT ", 5, true, false, false, Operator::is_},
    {Operator::is_distinct_from, "is_distinct_from", " IS DISTINCT FROM ", 5, true, false, false,
     Operator::is_not_distinct_from},
    {Operator::is_not_distinct_from, "is_not_distinct_from", " IS NOT DISTINCT FROM ", 5, true,
     false, false, Operator::is_distinct_from},
    {Operator::like, "like_op", " LIKE ", 5, true, false, false, Operator::not_like},
    {Operator::not_like, "not_like_op", " NOT LIKE ", 5, true, false, false, Operator::like},
    {Operator::ilike, "ilike_op", " ILIKE ", 5, true, false, false, Operator::not_ilike},
    {Operator::not_ilike, "not_ilike_op", " NOT ILIKE ", 5, true, false, false, Operator::ilike},
    {Operator::contains, "contains_op", " LIKE ", kLowest, true, false, false,
     Operator::not_contains},
    {Operator::not_contains, "not_contains_op", " NOT LIKE ", kLowest, true, false, false,
     Operator::contains},
    {Operator::startswith, "startswith_op", " LIKE ", kLowest, true, false, false,
     Operator::not_startswith},
    {Operator::not_startswith, "not_startswith_op", " NOT LIKE ", kLowest, true, false, false,
     Operator::startswith},
    {Operator::endswith, "endswith_op", " LIKE ", kLowest, true, false, false,
     Operator::not_endswith},
    {Operator::not_endswith, "not_endswith_op", " NOT LIKE ", kLowest, true, false, false,
     Operator::endswith},
    {Operator::icontains, "icontains_op", " LIKE ", kLowest, true, false, false, Operator::none},
    {Operator::istartswith, "istartswith_op", " LIKE ", kLowest, true, false, false,
     Operator::none},
    {Operator::iendswith, "iendswith_op", " LIKE ", kLowest, true, false, false, Operator::none},
    {Operator::in_, "in_op", " IN ", 5, true, false, false, Operator::not_in},
    {Operator::not_in, "not_in_op", " NOT IN ", 5, true, false, false, Operator::in_},
    {Operator::between, "between_op", " BETWEEN ", 5, true, false, false, Operator::not_between},
    {Operator::not_between, "not_between_op", " NOT BETWEEN ", 5, true, false, false,
     Operator::between},
    {Operator::match, "match_op", " MATCH ", 5, true, false, false, Operator::not_match},
    {Operator::not_match, "not_match_op", " NOT MATCH ", 5, true, false, false, Operator::match},
    {Operator::regexp_match, "regexp_match_op", " REGEXP ", 5, true, false, false,
     Operator::not_regexp_match},
    {Operator::not_regexp_match, "not_regexp_match_op", " NOT REGEXP ", 5, true, false, false,
     Operator::regexp_match},
    {Operator::regexp_replace, "regexp_replace_op", "", 5, false, false, false, Operator::none},
    {Operator::and_, "and_", " AND ", 3, false, false, true, Operator::none},
    {Operator::or_, "or_", " OR ", 2, false, false, true, Operator::none},
    {Operator::inv, "inv", "NOT ", 5, false, false, false, Operator::none},
    {Operator::distinct, "distinct_op", "DISTINCT ", 5, false, false, false, Operator::none},
    {Operator::exists, "exists", "EXISTS ", 0, false, false, false, Operator::none},
    {Operator::any_, "any_op", "ANY ", 15, false, false, false, Operator::none},
    {Operator::all_, "all_op", "ALL ", 15, false, false, false, Operator::none},
    {Operator::bitwise_and, "bitwise_and_op", " & ", 7, false, false, false, Operator::none},
    {Operator::bitwise_or, "bitwise_or_op", " | ", 7, false, false, false, Operator::none},
    {Operator::bitwise_xor, "bitwise_xor_op", " ^ ", 7, false, false, false, Operator::none},
    {Operator::bitwise_not, "bitwise_not_op", "~", 8, false, false, false, Operator::none},
    {Operator::lshift, "bitwise_lshift_op", " << ", 7, false, false, false, Operator::none},
    {Operator::rshift, "bitwise_rshift_op", " >> ", 7, false, false, false, Operator::none},
    {Operator::collate, "collate", " COLLATE ", 4, false, false, false, Operator::none},
    {Operator::asc, "asc_op", " ASC", 3, false, false, false, Operator::none},
    {Operator::desc, "desc_op", " DESC", 3, false, false, false, Operator::none},
    {Operator::nulls_first, "nulls_first_op", " NULLS FIRST", kLowest, false, false, false,
     Operator::none},
    {Operator::nulls_last, "nulls_last_op", " NULLS LAST", kLowest, false, false, false,
     Operator::none},
    {Operator::getitem, "getitem", "", 15, false, false, true, Operator::none},
    {Operator::json_getitem, "json_getitem_op", "", 15, false, false, true, Operator::none},
    {Operator::json_path_getitem, "json_path_getitem_op", "", 15, false, false, true,
     Operator::none},
    {Operator::comma, "comma_op", ", ", -1, false, false, false, Operator::none},
    {Operator::as_, "as_", " AS ", -1, false, false, false, Operator::none},
    {Operator::from_, "from_", " FROM ", 15, false, false, false, Operator::none},
    {Operator::filter, "filter_op", " FILTER ", 6, false, false, false, Operator::none},
    {Operator::over, "over", " OVER ", 100, false, false, false, Operator::none},
    {Operator::custom, "custom_op", "", 0, false, false, false, Operator::none},
    {Operator::is_true, "is_true", "", 5, false, false, false, Operator::is_false},
    {Operator::is_false, "is_false", "", 5, false, false, false, Operator::is_true},
};

}  // namespace

const OperatorInfo& info(Operator op) { return kTable[static_cast<size_t>(op)]; }

bool needs_parentheses(Operator inner, Operator outer) {
  if (inner == outer && info(inner).associative) return false;
  int outside = outer == Operator::over || outer == Operator::none ? 100 : info(outer).precedence;
  if (info(outer).precedence == kLowest) outside = 100;
  return info(inner).precedence <= outside;
}

}  // namespace orm
