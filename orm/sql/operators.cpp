// The table of operators: text and precedence as in SQLAlchemy's compiler and operators modules.
#include <orm/operators.h>

namespace orm {

namespace {

using Op = Operator;
constexpr int kLowest = -100;  // operators SQLAlchemy's table does not list

constexpr OperatorInfo kTable[] = {
    {Op::none, "", "", 100, false, false, false, Op::none},
    {Op::add, "add", " + ", 7, false, true, true, Op::none},
    {Op::sub, "sub", " - ", 7, false, false, false, Op::none},
    {Op::mul, "mul", " * ", 8, false, true, true, Op::none},
    {Op::truediv, "truediv", " / ", 8, false, false, false, Op::none},
    {Op::floordiv, "floordiv", " / ", 8, false, false, false, Op::none},
    {Op::mod, "mod", " % ", 8, false, false, false, Op::none},
    {Op::neg, "neg", "-", 8, false, false, false, Op::none},
    {Op::concat, "concat_op", " || ", 5, false, false, true, Op::none},
    {Op::eq, "eq", " = ", 5, true, true, false, Op::ne},
    {Op::ne, "ne", " != ", 5, true, true, false, Op::eq},
    {Op::lt, "lt", " < ", 5, true, false, false, Op::ge},
    {Op::le, "le", " <= ", 5, true, false, false, Op::gt},
    {Op::gt, "gt", " > ", 5, true, false, false, Op::le},
    {Op::ge, "ge", " >= ", 5, true, false, false, Op::lt},
    {Op::is_, "is_", " IS ", 5, true, false, false, Op::is_not},
    {Op::is_not, "is_not", " IS NOT ", 5, true, false, false, Op::is_},
    {Op::is_distinct_from, "is_distinct_from", " IS DISTINCT FROM ", 5, true, false, false,
     Op::is_not_distinct_from},
    {Op::is_not_distinct_from, "is_not_distinct_from", " IS NOT DISTINCT FROM ", 5, true, false,
     false, Op::is_distinct_from},
    {Op::like, "like_op", " LIKE ", 5, true, false, false, Op::not_like},
    {Op::not_like, "not_like_op", " NOT LIKE ", 5, true, false, false, Op::like},
    {Op::ilike, "ilike_op", " ILIKE ", 5, true, false, false, Op::not_ilike},
    {Op::not_ilike, "not_ilike_op", " NOT ILIKE ", 5, true, false, false, Op::ilike},
    {Op::contains, "contains_op", " LIKE ", kLowest, true, false, false, Op::not_contains},
    {Op::not_contains, "not_contains_op", " NOT LIKE ", kLowest, true, false, false, Op::contains},
    {Op::startswith, "startswith_op", " LIKE ", kLowest, true, false, false, Op::not_startswith},
    {Op::not_startswith, "not_startswith_op", " NOT LIKE ", kLowest, true, false, false,
     Op::startswith},
    {Op::endswith, "endswith_op", " LIKE ", kLowest, true, false, false, Op::not_endswith},
    {Op::not_endswith, "not_endswith_op", " NOT LIKE ", kLowest, true, false, false, Op::endswith},
    {Op::icontains, "icontains_op", " LIKE ", kLowest, true, false, false, Op::none},
    {Op::istartswith, "istartswith_op", " LIKE ", kLowest, true, false, false, Op::none},
    {Op::iendswith, "iendswith_op", " LIKE ", kLowest, true, false, false, Op::none},
    {Op::in_, "in_op", " IN ", 5, true, false, false, Op::not_in},
    {Op::not_in, "not_in_op", " NOT IN ", 5, true, false, false, Op::in_},
    {Op::between, "between_op", " BETWEEN ", 5, true, false, false, Op::not_between},
    {Op::not_between, "not_between_op", " NOT BETWEEN ", 5, true, false, false, Op::between},
    {Op::match, "match_op", " MATCH ", 5, true, false, false, Op::not_match},
    {Op::not_match, "not_match_op", " NOT MATCH ", 5, true, false, false, Op::match},
    {Op::regexp_match, "regexp_match_op", " REGEXP ", 5, true, false, false, Op::not_regexp_match},
    {Op::not_regexp_match, "not_regexp_match_op", " NOT REGEXP ", 5, true, false, false,
     Op::regexp_match},
    {Op::regexp_replace, "regexp_replace_op", "", 5, false, false, false, Op::none},
    {Op::and_, "and_", " AND ", 3, false, false, true, Op::none},
    {Op::or_, "or_", " OR ", 2, false, false, true, Op::none},
    {Op::inv, "inv", "NOT ", 5, false, false, false, Op::none},
    {Op::distinct, "distinct_op", "DISTINCT ", 5, false, false, false, Op::none},
    {Op::exists, "exists", "EXISTS ", 0, false, false, false, Op::none},
    {Op::any_, "any_op", "ANY ", 15, false, false, false, Op::none},
    {Op::all_, "all_op", "ALL ", 15, false, false, false, Op::none},
    {Op::bitwise_and, "bitwise_and_op", " & ", 7, false, false, false, Op::none},
    {Op::bitwise_or, "bitwise_or_op", " | ", 7, false, false, false, Op::none},
    {Op::bitwise_xor, "bitwise_xor_op", " ^ ", 7, false, false, false, Op::none},
    {Op::bitwise_not, "bitwise_not_op", "~", 8, false, false, false, Op::none},
    {Op::lshift, "bitwise_lshift_op", " << ", 7, false, false, false, Op::none},
    {Op::rshift, "bitwise_rshift_op", " >> ", 7, false, false, false, Op::none},
    {Op::collate, "collate", " COLLATE ", 4, false, false, false, Op::none},
    {Op::asc, "asc_op", " ASC", 3, false, false, false, Op::none},
    {Op::desc, "desc_op", " DESC", 3, false, false, false, Op::none},
    {Op::nulls_first, "nulls_first_op", " NULLS FIRST", kLowest, false, false, false, Op::none},
    {Op::nulls_last, "nulls_last_op", " NULLS LAST", kLowest, false, false, false, Op::none},
    {Op::getitem, "getitem", "", 15, false, false, true, Op::none},
    {Op::json_getitem, "json_getitem_op", "", 15, false, false, true, Op::none},
    {Op::json_path_getitem, "json_path_getitem_op", "", 15, false, false, true, Op::none},
    {Op::comma, "comma_op", ", ", -1, false, false, false, Op::none},
    {Op::as_, "as_", " AS ", -1, false, false, false, Op::none},
    {Op::from_, "from_", " FROM ", 15, false, false, false, Op::none},
    {Op::filter, "filter_op", " FILTER ", 6, false, false, false, Op::none},
    {Op::over, "over", " OVER ", 100, false, false, false, Op::none},
    {Op::custom, "custom_op", "", 0, false, false, false, Op::none},
    {Op::is_true, "is_true", "", 5, false, false, false, Op::is_false},
    {Op::is_false, "is_false", "", 5, false, false, false, Op::is_true},
};

}  // namespace

const OperatorInfo& info(Operator op) { return kTable[static_cast<size_t>(op)]; }

bool needs_parentheses(Operator inner, Operator outer) {
  if (inner == outer && info(inner).associative) return false;
  int outside = outer == Op::over || outer == Op::none ? 100 : info(outer).precedence;
  if (info(outer).precedence == kLowest) outside = 100;
  return info(inner).precedence <= outside;
}

}  // namespace orm
