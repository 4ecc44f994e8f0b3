// hybrid_property and hybrid_method: functions of a class that answer SQL expressions when called
// with the class or an alias, and plain values when called with an object.
//
// On the class a hybrid is an expression under the hybrid's own name; orm::ProxyAnnotation carries
// the name, so that rows and labels are called by it.
#include "runner/bind/hybrid.h"

#include <algorithm>

#include "orm/mapper.h"
#include "orm/orm_error.h"
#include "runner/bind/expressions.h"
#include "runner/bind/instances.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- the expression on the class ----------------------------------------------------------------

std::string entity_label(Context& owner, const Value& entity) {
  if (entity.is(Kind::kType)) return entity.as<Type>()->name;
  std::string name = owner.interp.str_of(owner.interp.getattr(entity, "__name__"));
  if (owner.profile.typed_names) return "aliased(" + name + ")";
  return "AliasedClass_" + name;
}

std::string proxy_str(Interpreter& interp, const Value& self) {
  return interp::payload<ProxyData>(interp, self).label;
}

Value proxy_doc(Call& call) {
  Value doc = interp::payload<ProxyData>(call.interp, call.self).doc;
  return doc ? doc : Value::none();
}

Value proxy_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  interp.raise("AttributeError",
               "Neither 'hybrid_property' object nor 'ExprComparator' object associated with " +
                   proxy_str(interp, self) + " has an attribute '" + name->text + "'");
}

Type* make_proxy_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "hybrid_propertyProxy", "sqlalchemy.orm.attributes")
      .base(owner.type("ColumnElement"))
      .payload<ProxyData>()
      .property("__doc__", proxy_doc)
      .property("key",
                [](Call& call) {
                  return call.interp.str(interp::payload<ProxyData>(call.interp, call.self).key);
                })
      .slots([](interp::Slots& slots) {
        slots.str = proxy_str;
        slots.repr = proxy_repr;
        slots.getattr_missing = guard<proxy_missing>;
      })
      .build();
}

// ---- hybrid_property ----------------------------------------------------------------------------

// A Comparator that the getter made itself, on the class as on an object: its operators hold.
bool is_comparator(const Value& value) {
  if (!value.is(interp::Kind::kInstance)) return false;
  const auto& mro = value.object()->type->mro;
  return std::any_of(mro.begin(), mro.end(), [](const Type* one) {
    return one->name == "Comparator" && one->module.rfind("sqlalchemy.ext.", 0) == 0;
  });
}

struct HybridData final : ClassDescriptor {
  Value get, set, del, expression, comparator, update;
  void clear_references() noexcept override {
    for (Value* held : {&get, &set, &del, &expression, &comparator, &update}) held->reset();
  }
  Value on_class(Context& owner, const Value& entity) override {
    Value attribute = attribute_on(owner, entity);
    if (!update) return attribute;
    if (auto* proxy = interp::try_payload<ProxyData>(attribute)) {
      proxy->update = update;
      proxy->entity = entity;
    }
    return attribute;
  }
  Value attribute_on(Context& owner, const Value& entity) const {
    Interpreter& interp = owner.interp;
    if (comparator) {
      return wrap_compared(owner, entity, interp.str_of(interp.getattr(get, "__name__")),
                           interp.call(comparator, {entity}));
    }
    Value result = interp.call(expression ? expression : get, {entity});
    if (is_comparator(result)) {
      return wrap_compared(owner, entity, interp.str_of(interp.getattr(get, "__name__")), result);
    }
    orm::ClauseRef clause = find_clause(owner, result);
    // What is no column passes as it is: an object, a relationship.
    if (clause == nullptr || !clause->is_column() ||
        clause->kind() == orm::NodeKind::column_plugin) {
      return result;
    }
    Value proxy = wrap_proxy(owner, entity, interp.str_of(interp.getattr(get, "__name__")), clause);
    interp::payload<ProxyData>(interp, proxy).doc = interp.find_attr(get, "__doc__");
    return proxy;
  }
};

HybridData& hybrid_of(Call& call) { return interp::payload<HybridData>(call.interp, call.self); }

Value hybrid_init(Call& call) {
  HybridData& data = hybrid_of(call);
  Value* members[] = {&data.get,        &data.set,        &data.del,
                      &data.expression, &data.comparator, &data.update};
  for (size_t i = 0; i < std::size(members); ++i) {
    if (!call[i].is_none()) *members[i] = call[i];
  }
  return Value::none();
}

// The accessors give a copy, as property's do; those of `.inplace` change the hybrid itself.
template <Value HybridData::*Member>
Value hybrid_with(Call& call) {
  const HybridData& data = hybrid_of(call);
  auto copy = std::make_unique<HybridData>();
  copy->get = data.get;
  copy->set = data.set;
  copy->del = data.del;
  copy->expression = data.expression;
  copy->comparator = data.comparator;
  copy->update = data.update;
  (*copy).*Member = call[0];
  return context(call.interp).make("hybrid_property", std::move(copy));
}

struct HybridInplace : interp::Payload {
  explicit HybridInplace(Value held = {}) : hybrid(std::move(held)) {}
  void clear_references() noexcept override { hybrid.reset(); }
  Value hybrid;
};

template <Value HybridData::*Member>
Value inplace_with(Call& call) {
  const Value& hybrid = interp::payload<HybridInplace>(call.interp, call.self).hybrid;
  // `@classmethod` below `.inplace` is for type checkers: the function is what counts.
  const bool wrapped = call[0].is(interp::Kind::kClassMethod);
  interp::payload<HybridData>(call.interp, hybrid).*Member =
      wrapped ? call[0].as<interp::WrappedObject>()->function : call[0];
  return hybrid;
}

Value hybrid_inplace(Call& call) {
  return context(call.interp).make<HybridInplace>("_InPlace", call.self);
}

Value hybrid_name(Call& call) { return call.interp.getattr(hybrid_of(call).get, "__name__"); }

Value hybrid_overrides(Call& call) { return call.self; }

Value hybrid_get(Interpreter& interp, const Value& self, const Value& instance, Type* type) {
  auto& data = interp::payload<HybridData>(interp, self);
  if (!instance) return data.on_class(context(interp), Value(type));
  return interp.call(data.get, {instance});
}

void hybrid_set(Interpreter& interp, const Value& self, const Value& instance, const Value& value) {
  const auto& data = interp::payload<HybridData>(interp, self);
  const Value& function = value ? data.set : data.del;
  if (!function) {
    interp.raise("AttributeError", value ? "can't set attribute" : "can't delete attribute");
  }
  if (value) {
    interp.call(function, {instance, value});
  } else {
    interp.call(function, {instance});
  }
}

Type* make_hybrid_property_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "hybrid_property", "sqlalchemy.ext.hybrid")
      .payload<HybridData>()
      .init("fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None",
            hybrid_init)
      .method("getter", "fget", hybrid_with<&HybridData::get>)
      .method("setter", "fset", hybrid_with<&HybridData::set>)
      .method("deleter", "fdel", hybrid_with<&HybridData::del>)
      .method("expression", "expr", hybrid_with<&HybridData::expression>)
      .method("comparator", "comparator", hybrid_with<&HybridData::comparator>)
      .method("update_expression", "meth", hybrid_with<&HybridData::update>)
      .property("overrides", hybrid_overrides)
      .property("inplace", hybrid_inplace)
      .property("__name__", hybrid_name)
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<hybrid_get>;
        slots.descr_set = guard<hybrid_set>;
      })
      .build();
}

Type* make_inplace_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_InPlace", "sqlalchemy.ext.hybrid")
      .payload<HybridInplace>()
      .method("getter", "fget", inplace_with<&HybridData::get>)
      .method("setter", "fset", inplace_with<&HybridData::set>)
      .method("deleter", "fdel", inplace_with<&HybridData::del>)
      .method("expression", "expr", inplace_with<&HybridData::expression>)
      .method("comparator", "comparator", inplace_with<&HybridData::comparator>)
      .method("update_expression", "meth", inplace_with<&HybridData::update>)
      .abstract()
      .build();
}

// ---- hybrid_method ------------------------------------------------------------------------------

struct HybridMethodData final : ClassDescriptor {
  Value function, expression;
  void clear_references() noexcept override {
    function.reset();
    expression.reset();
  }
  Value on_class(Context& owner, const Value& entity) override {
    return owner.interp.call_method(expression ? expression : function, "__get__",
                                    {entity, owner.interp.getattr(entity, "__class__")});
  }
};

Value hybrid_method_init(Call& call) {
  auto& data = interp::payload<HybridMethodData>(call.interp, call.self);
  data.function = call[0];
  if (!call[1].is_none()) data.expression = call[1];
  return Value::none();
}

Value hybrid_method_expression(Call& call) {
  interp::payload<HybridMethodData>(call.interp, call.self).expression = call[0];
  return call.self;
}

Value hybrid_method_self(Call& call) { return call.self; }

Value hybrid_method_get(Interpreter& interp, const Value& self, const Value& instance, Type* type) {
  auto& data = interp::payload<HybridMethodData>(interp, self);
  if (!instance) return data.on_class(context(interp), Value(type));
  return interp.call_method(data.function, "__get__", {instance, Value(type)});
}

Type* make_hybrid_method_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "hybrid_method", "sqlalchemy.ext.hybrid")
      .payload<HybridMethodData>()
      .init("func, expr=None", hybrid_method_init)
      .method("expression", "expr", hybrid_method_expression)
      .property("inplace", hybrid_method_self)
      .slots([](interp::Slots& slots) { slots.descr_get = guard<hybrid_method_get>; })
      .build();
}

}  // namespace

std::string proxy_repr(Interpreter&, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%zx", reinterpret_cast<size_t>(self.object()));
  return std::string(
             "<sqlalchemy.orm.attributes.create_proxied_attribute.<locals>.Proxy object at ") +
         address + ">";
}

std::string proxy_label(Context& owner, const Value& entity, const std::string& key) {
  return entity_label(owner, entity) + "." + key;
}

Value wrap_proxy(Context& owner, const Value& entity, const std::string& key,
                 const orm::ClauseRef& expression) {
  auto data = std::make_unique<ProxyData>();
  data->label = proxy_label(owner, entity, key);
  data->key = key;
  orm::ClauseRef subject = find_clause(owner, entity);
  orm::Ref<orm::EntityElement> element;
  if (subject != nullptr && subject->kind() == orm::NodeKind::entity) {
    element = orm::Ref<orm::EntityElement>(static_cast<orm::EntityElement*>(subject.get()));
  }
  data->clause = orm::proxy_attribute(
      orm::ColumnRef(static_cast<orm::ColumnElement*>(expression.get())), key, element);
  return owner.make("hybrid_propertyProxy", std::move(data));
}

Value attribute_of_alias(Context& owner, const Value& alias, Type& type, interp::StrObject* name) {
  Interpreter& interp = owner.interp;
  Value* found = interp.type_lookup(&type, name);
  if (found == nullptr) return {};
  if (auto* descriptor = interp::try_payload<ClassDescriptor>(*found)) {
    return descriptor->on_class(owner, alias);
  }
  if (found->is(Kind::kClassMethod)) {
    return interp.call_method(found->as<interp::WrappedObject>()->function, "__get__",
                              {alias, interp.getattr(alias, "__class__")});
  }
  return {};
}

Value with_computed_names(Context& owner, const orm::ClauseRef& entity, const Value& dict) {
  if (entity == nullptr || entity->kind() != orm::NodeKind::entity || !dict.is(Kind::kDict)) {
    return dict;
  }
  Interpreter& interp = owner.interp;
  Type* type = mapped_type(*static_cast<const orm::EntityElement&>(*entity).mapper);
  Value made;
  for (const Value& pair : interp.to_vector(interp.call_method(dict, "items"))) {
    const Value& key = items(pair)[0];
    if (!key.is(Kind::kStr) || type == nullptr) continue;
    const Value* found = interp.type_lookup(type, key.as<interp::StrObject>());
    if (found == nullptr || interp::try_payload<ClassDescriptor>(*found) == nullptr) continue;
    if (!made) made = interp.dict();
    interp.setitem(made, key, interp.getattr(wrap_entity(owner, entity), interp.text(key)));
  }
  if (!made) return dict;
  Value out = interp.dict();
  for (const Value& pair : interp.to_vector(interp.call_method(dict, "items"))) {
    const Value& key = items(pair)[0];
    interp.setitem(out, interp.contains(made, key) ? interp.getitem(made, key) : key,
                   items(pair)[1]);
  }
  return out;
}

void add_hybrid_types(TypeTable& table) {
  table.emplace_back("hybrid_property", make_hybrid_property_type);
  table.emplace_back("hybrid_method", make_hybrid_method_type);
  table.emplace_back("_InPlace", make_inplace_type);
  table.emplace_back("hybrid_propertyProxy", make_proxy_type);
}

}  // namespace lessonrun::bind
