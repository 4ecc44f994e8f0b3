// Comparators of hybrids: sqlalchemy.ext.hybrid.Comparator, which a lesson derives from, and what a
// hybrid that has one is on its class: an expression whose operators are the comparator's.
#include "orm/mapper.h"
#include "runner/bind/extensions.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

constexpr const char* kHybridComparatorModule = "sqlalchemy.ext._hybrid_comparator";

const char* const kHybridComparatorText = R"py(
from sqlalchemy.sql import operators as _operators


class Comparator:
    def __class_getitem__(cls, item):
        return cls

    def __init__(self, expression):
        self.expression = expression

    def __clause_element__(self):
        expression = self.expression
        while hasattr(expression, '__clause_element__'):
            expression = expression.__clause_element__()
        return expression

    def adapt_to_entity(self, adapt_to_entity):
        return self

    def operate(self, op, *other, **kwargs):
        raise NotImplementedError(str(op))

    def reverse_operate(self, op, other, **kwargs):
        raise NotImplementedError(str(op))

    def __hash__(self):
        return id(self)

    def op(self, opstring, precedence=0, is_comparison=False, **kwargs):
        custom = _operators.custom_op(opstring, precedence, is_comparison)
        return lambda other: self.operate(custom, other)


def _method(name, op, reverse):
    if reverse:
        def method(self, other):
            return self.reverse_operate(op, other)
    else:
        def method(self, *other, **kwargs):
            return self.operate(op, *other, **kwargs)
    method.__name__ = method.__qualname__ = name
    return method


for _name in ('eq', 'ne', 'lt', 'le', 'gt', 'ge', 'add', 'sub', 'mul', 'truediv', 'mod',
              'and_', 'or_', 'neg', 'inv', 'lshift', 'rshift', 'contains', 'getitem'):
    _special = {'inv': 'invert'}.get(_name, _name.strip('_'))
    _op = getattr(_operators, _name)
    if _name != 'contains':
        setattr(Comparator, '__' + _special + '__', _method(_name, _op, False))
    if _name in ('add', 'sub', 'mul', 'truediv', 'mod'):
        setattr(Comparator, '__r' + _special + '__', _method(_name, _op, True))
for _name in ('like', 'ilike', 'startswith', 'endswith', 'contains', 'match', 'between', 'in',
              'istartswith', 'iendswith', 'icontains', 'any', 'all', 'distinct', 'desc', 'asc',
              'concat', 'nulls_first', 'nullsfirst', 'nulls_last', 'nullslast', 'not_in', 'notin',
              'not_like', 'notlike', 'not_ilike', 'notilike', 'regexp_match', 'regexp_replace'):
    _op = getattr(_operators, _name + '_op', None) or getattr(_operators, _name, None)
    if _op is not None:
        _attribute = _name + '_' if _name in ('in', 'not_in', 'any', 'all') else _name
        setattr(Comparator, _attribute, _method(_attribute, _op, False))
for _name in ('is_', 'is_not', 'isnot', 'is_distinct_from', 'is_not_distinct_from',
              'isnot_distinct_from', 'collate'):
    _op = getattr(_operators, _name, None)
    if _op is not None:
        setattr(Comparator, _name, _method(_name, _op, False))
)py";

const ProxyData& proxy_of(Interpreter& interp, const Value& self) {
  return interp::payload<ProxyData>(interp, self);
}

Value compared_compare(Interpreter& interp, interp::CompareOp op, const Value& self,
                       const Value& other) {
  return interp.compare(op, proxy_of(interp, self).comparator, other);
}

Value compared_binary(Interpreter& interp, interp::BinaryOp op, const Value& self,
                      const Value& other, bool reflected) {
  const Value& comparator = proxy_of(interp, self).comparator;
  return reflected ? interp.binary(op, other, comparator) : interp.binary(op, comparator, other);
}

Value compared_unary(Interpreter& interp, interp::UnaryOp op, const Value& self) {
  return interp.unary(op, proxy_of(interp, self).comparator);
}

Value compared_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const ProxyData& data = proxy_of(interp, self);
  if (Value found = interp.find_attr(data.comparator, name->text)) return found;
  interp.raise("AttributeError", "Neither 'hybrid_property' object nor '" +
                                     interp.type_name(data.comparator) +
                                     "' object associated with " + data.label +
                                     " has an attribute '" + name->text + "'");
}

Type* make_compared_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "hybrid_propertyProxy", "sqlalchemy.orm.attributes")
      .payload<ProxyData>()
      .abstract()
      .property("comparator",
                [](Call& call) { return proxy_of(call.interp, call.self).comparator; })
      .property("key",
                [](Call& call) { return call.interp.str(proxy_of(call.interp, call.self).key); })
      .slots([](interp::Slots& slots) {
        slots.compare = compared_compare;
        slots.binary = compared_binary;
        slots.unary = compared_unary;
        slots.hash = [](Interpreter&, const Value& self) {
          return static_cast<int64_t>(reinterpret_cast<uintptr_t>(self.object()) >> 4);
        };
        slots.repr = proxy_repr;
        slots.str = [](Interpreter& interp, const Value& self) {
          return proxy_of(interp, self).label;
        };
        slots.getattr_missing = guard<compared_missing>;
      })
      .build();
}

}  // namespace

Value wrap_compared(Context& owner, const Value& entity, const std::string& key,
                    const Value& comparator) {
  auto data = std::make_unique<ProxyData>();
  data->label = proxy_label(owner, entity, key);
  data->key = key;
  data->comparator = comparator;
  Value element = owner.interp.call_method(comparator, "__clause_element__");
  if (orm::ClauseRef clause = find_clause(owner, element)) {
    data->clause =
        clause->is_column() ? find_clause(owner, wrap_proxy(owner, entity, key, clause)) : clause;
  }
  return owner.make("_ComparedProxy", std::move(data));
}

bool has_comparator(const Value& attribute) {
  const auto* data = interp::try_payload<ProxyData>(attribute);
  return data != nullptr && data->comparator;
}

Value update_of_hybrid(Context& owner, const Value& attribute, const Value& value) {
  const auto* data = interp::try_payload<ProxyData>(attribute);
  if (data == nullptr || !data->update) return {};
  return owner.interp.call(data->update, {data->entity, value});
}

void add_hybrid_comparator_module(Interpreter& interp) {
  interp.modules().add(
      kHybridComparatorModule, [](interp::ModuleBuilder&) {}, kHybridComparatorText);
}

void add_hybrid_comparator_types(TypeTable& table) {
  table.emplace_back("_ComparedProxy", make_compared_type);
}

}  // namespace lessonrun::bind
