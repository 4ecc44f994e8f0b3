// sqlalchemy.sql.operators: the functions that stand for operators, written in Python.
//
// A type's coerce_compared_value() and a construct's `.operator` are given these functions; called
// by a lesson, each applies its operator to the operand.
#include "orm/operators.h"
#include "runner/bind/comparators.h"
#include "runner/bind/extensions.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

const char* const kOperatorsModuleText =
    R"py(from operator import (add, and_, contains, eq, ge, getitem, gt, inv, le, lshift, lt,
                      mod, mul, ne, neg, or_, rshift, sub, truediv)
if _has_2_0_names:
    from operator import floordiv
else:
    div = truediv


class custom_op:
    __name__ = 'custom_op'

    def __init__(self, opstring, precedence=0, is_comparison=False, return_type=None,
                 natural_self_precedent=False, eager_grouping=False, python_impl=None):
        self.opstring = opstring
        self.precedence = precedence
        self.is_comparison = is_comparison
        self.natural_self_precedent = natural_self_precedent
        self.eager_grouping = eager_grouping
        self.return_type = return_type
        self.python_impl = python_impl

    def __eq__(self, other):
        return isinstance(other, custom_op) and self.opstring == other.opstring

    def __hash__(self):
        return id(self)

    def __call__(self, left, right, **kw):
        if self.python_impl is not None and not hasattr(left, 'op'):
            return self.python_impl(left, right, **kw)
        return left.op(self.opstring, self.precedence, self.is_comparison)(right)


def _apply(name, method, negate=False):
    def operator(a, *others, **kw):
        found = getattr(a, method)(*others, **kw)
        return ~found if negate else found
    operator.__name__ = operator.__qualname__ = name
    return operator


def _define(names, method=None, negate=False):
    first, *others = names.split()
    globals()[first] = function = _apply(first, method or first, negate)
    for other in others:
        globals()[other] = function


is_, collate = _apply('is_', 'is_'), _apply('collate', 'collate')
is_distinct_from = _apply('is_distinct_from', 'is_distinct_from')
for _name in 'between', 'in', 'like', 'ilike', 'startswith', 'endswith', 'contains', 'match':
    _method = _name + '_' if _name == 'in' else _name
    _define(_name + '_op', _method)
    _define(('not_%s_op not%s_op' if _is_14 else 'not%s_op').replace('%s', _name), _method, True)
for _name in 'any', 'all', 'distinct', 'desc', 'asc', 'concat':
    _define(_name + '_op', _name + '_' if _name in ('any', 'all') else _name)
if _is_14:
    _define('is_not isnot')
    _define('is_not_distinct_from isnot_distinct_from')
    _define('nulls_first_op nullsfirst_op', 'nulls_first')
    _define('nulls_last_op nullslast_op', 'nulls_last')
    _define('regexp_match_op', 'regexp_match')
    _define('not_regexp_match_op', 'regexp_match', True)
    _define('regexp_replace_op', 'regexp_replace')
else:
    _define('isnot')
    _define('isnot_distinct_from')
    _define('nullsfirst_op', 'nullsfirst')
    _define('nullslast_op', 'nullslast')
if _has_2_0_names:
    for _name in 'istartswith', 'iendswith', 'icontains':
        _define(_name + '_op', _name)
        _define('not_' + _name + '_op', _name, True)
    for _name in 'xor', 'or', 'and', 'not', 'lshift', 'rshift':
        _define('bitwise_' + _name + '_op', 'bitwise_' + _name)


def _symbol(name):
    def operator(a=None, b=None):
        raise NotImplementedError()
    operator.__name__ = operator.__qualname__ = name
    return operator


for _name in ('from_', 'as_', 'exists', 'comma_op', 'filter_op', 'json_getitem_op',
              'json_path_getitem_op', 'is_true', 'is_false'):
    globals()[_name] = _symbol(_name)
if _is_14:
    istrue, isfalse = is_true, is_false
else:
    istrue, isfalse = _symbol('istrue'), _symbol('isfalse')
    del is_true, is_false

_comparisons = {eq, ne, gt, lt, ge, le}
for _name in ('in_op', 'like_op', 'ilike_op', 'between_op', 'startswith_op', 'endswith_op',
              'contains_op', 'match_op', 'is_', 'isnot', 'is_distinct_from',
              'isnot_distinct_from', 'istartswith_op', 'iendswith_op', 'icontains_op',
              'regexp_match_op'):
    for _full in _name, 'not_' + _name, 'not' + _name:
        if _full in globals():
            _comparisons.add(globals()[_full])


def is_comparison(op):
    return op in _comparisons or (isinstance(op, custom_op) and op.is_comparison)


def is_commutative(op):
    return op in (eq, ne, add, mul)


def is_ordering_modifier(op):
    return op in (asc_op, desc_op, nullsfirst_op, nullslast_op)
)py";

constexpr const char* kOperatorsModuleModule = "sqlalchemy.sql.operators";

}  // namespace

Value operator_function(Context& owner, orm::Operator op) {
  std::string name = orm::info(op).name;
  Value module = owner.interp.import_module(kOperatorsModuleModule);
  if (Value found = owner.interp.find_attr(module, name)) return found;
  // Names of 1.4 and later, as 1.3 spells them.
  if (size_t at = name.find("not_"); at != std::string::npos) {
    if (Value found = owner.interp.find_attr(module, name.erase(at + 3, 1))) return found;
  }
  return Value::none();
}

void add_operators_module(interp::Interpreter& interp) {
  interp.modules().add(
      kOperatorsModuleModule,
      [](interp::ModuleBuilder& builder) {
        const orm::Profile& profile = context(builder.interp).profile;
        builder.value("_is_14", Value::boolean(profile.stmt_cache));
        builder.value("_has_2_0_names", Value::boolean(profile.typed_names));
      },
      kOperatorsModuleText);
}

}  // namespace lessonrun::bind
