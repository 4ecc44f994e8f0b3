// composite(): a descriptor that makes one value of several attributes, and, on the class, a bundle
// of their columns that compares with such a value.
#include "runner/bind/composite.h"

#include "orm/bundle.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/mutable.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::StrObject;
using interp::Type;
using interp::Value;

namespace {

// ---- on the class -------------------------------------------------------------------------------

// The columns of a composite in a statement: rows hold the value that they make.
class CompositeBundle final : public orm::Bundle {
 public:
  CompositeBundle(Context& owner, Value of, std::string key, std::vector<orm::ClauseRef> columns)
      : Bundle(std::move(key), std::move(columns)), owner_(owner), composite_(std::move(of)) {}
  orm::Ref<orm::ClauseElement> shallow_copy() const override {
    return orm::make_ref<CompositeBundle>(*this);
  }
  Reader reader(const orm::Ref<const orm::Select>&) const override {
    Context& owner = owner_;
    Value cls = interp::payload<CompositeData>(owner.interp, composite_).composite_class;
    return [&owner, cls](const orm::Row& parts) {
      std::vector<Value> values;
      for (const orm::Value& part : parts) values.push_back(from_orm(owner, part));
      return to_orm(owner, owner.interp.call(cls, values, {}));
    };
  }

 private:
  Context& owner_;
  Value composite_;
};

// `Vertex.start`
struct CompositeAttributeData : ClauseData {
  Value composite;
  void clear_references() noexcept override {
    ClauseData::clear_references();
    composite.reset();
  }
};

const orm::Bundle& composite_bundle(Interpreter& interp, const Value& self) {
  return static_cast<const orm::Bundle&>(
      *interp::payload<CompositeAttributeData>(interp, self).clause);
}

const CompositeData& composite_of(Interpreter& interp, const Value& self) {
  return interp::payload<CompositeData>(
      interp, interp::payload<CompositeAttributeData>(interp, self).composite);
}

orm::Operator operator_of(interp::CompareOp op) {
  switch (op) {
    case interp::CompareOp::kNe:
      return orm::Operator::ne;
    case interp::CompareOp::kLt:
      return orm::Operator::lt;
    case interp::CompareOp::kLe:
      return orm::Operator::le;
    case interp::CompareOp::kGt:
      return orm::Operator::gt;
    case interp::CompareOp::kGe:
      return orm::Operator::ge;
    default:
      return orm::Operator::eq;
  }
}

Value attribute_compare(Interpreter& interp, interp::CompareOp op, const Value& self,
                        const Value& other) {
  Context& owner = context(interp);
  const orm::Bundle& bundle = composite_bundle(interp, self);
  const bool equality = op == interp::CompareOp::kEq || op == interp::CompareOp::kNe;
  if (!equality && !owner.profile.composite_operators) {
    interp.raise("NotImplementedError", std::string("<built-in function ") +
                                            (op == interp::CompareOp::kLt   ? "lt"
                                             : op == interp::CompareOp::kLe ? "le"
                                             : op == interp::CompareOp::kGt ? "gt"
                                                                            : "ge") +
                                            ">");
  }
  const bool negated = op == interp::CompareOp::kNe && !owner.profile.composite_operators;
  std::vector<Value> values(bundle.expressions.size(), Value::none());
  if (!other.is_none()) values = composite_of(interp, self).parts_of(owner, other);
  std::vector<orm::ColumnRef> comparisons;
  for (size_t i = 0; i < bundle.expressions.size() && i < values.size(); ++i) {
    if (const auto* related =
            dynamic_cast<const orm::RelationshipElement*>(bundle.expressions[i].get())) {
      related->relationship->mapper();
      orm::InstanceState* state = values[i].is_none() ? nullptr : &to_state(owner, values[i]);
      const bool same = negated || op == interp::CompareOp::kEq;
      comparisons.push_back(same ? related->equals(state) : related->not_equals(state));
      continue;
    }
    orm::ColumnRef column(orm::as_column(bundle.expressions[i].get()));
    comparisons.push_back(orm::operate(negated ? orm::Operator::eq : operator_of(op), column,
                                       to_operand(owner, values[i])));
  }
  orm::ColumnRef all = orm::and_(comparisons);
  return wrap(owner, negated ? orm::not_(all) : all);
}

std::string composite_str(Interpreter& interp, const Value& self) {
  const CompositeData& composite = composite_of(interp, self);
  return composite.owner->name + "." + composite.key;
}

const char* attribute_class() { return "Composite.Comparator"; }

// The bundle as an element of its own: `self.__clause_element__().clauses`.
Value attribute_element(Call& call) {
  return context(call.interp)
      .make<ClauseData>("Bundle",
                        interp::payload<CompositeAttributeData>(call.interp, call.self).clause);
}

Value attribute_property(Call& call) {
  return interp::payload<CompositeAttributeData>(call.interp, call.self).composite;
}

Value attribute_key(Call& call) {
  return call.interp.str(composite_of(call.interp, call.self).key);
}

Value attribute_clauses(Call& call) {
  std::vector<Value> parts;
  for (const orm::ClauseRef& part : composite_bundle(call.interp, call.self).expressions) {
    parts.push_back(wrap(context(call.interp), part));
  }
  return call.interp.list(std::move(parts));
}

// The same columns under another name in rows.
Value attribute_label(Call& call) {
  Context& owner = context(call.interp);
  const auto& data = interp::payload<CompositeAttributeData>(call.interp, call.self);
  return owner.make<ClauseData>("Bundle",
                                orm::ClauseRef(orm::make_ref<CompositeBundle>(
                                    owner, data.composite, std::string(call.text(0)),
                                    static_cast<const orm::Bundle&>(*data.clause).expressions)));
}

const Binding kAttributeRows[] = {
    {"clauses", "", guard<attribute_clauses>, "!a struct has no composites", BindingKind::property},
    {"label", "name", guard<attribute_label>, "!a struct has no composites"},
    {"__clause_element__", "", guard<attribute_element>, "!a struct has no composites"},
    {"property", "", guard<attribute_property>, "!a struct has no composites",
     BindingKind::property},
    {"prop", "", guard<attribute_property>, "!a struct has no composites", BindingKind::property},
    {"key", "", guard<attribute_key>, "!a struct has no composites", BindingKind::property},
};

Type* make_composite_attribute_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Comparator", "sqlalchemy.orm.descriptor_props");
  builder.payload<CompositeAttributeData>();
  add_bindings(builder, kAttributeRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.compare = guard<attribute_compare>;
        slots.hash = [](Interpreter&, const Value& self) {
          return static_cast<int64_t>(reinterpret_cast<uintptr_t>(self.object()) >> 4);
        };
        slots.str = composite_str;
        slots.repr = proxied_repr;
        slots.getattr_missing = refuse_missing<attribute_class>;
      })
      .build();
}

// ---- on objects ---------------------------------------------------------------------------------

Value make_value(Interpreter& interp, const CompositeData& data, const Value& instance) {
  std::vector<Value> values;
  for (const std::string& key : data.keys) values.push_back(interp.getattr(instance, key));
  return interp.call(data.composite_class, values, {});
}

Value composite_get(Interpreter& interp, const Value& self, const Value& instance, Type* type) {
  auto& data = interp::payload<CompositeData>(interp, self);
  if (!instance) {
    return data.owner == nullptr ? self : data.on_class(context(interp), Value(type));
  }
  StrObject* name = interp.intern(data.key);
  if (Value known = interp.instance_get(instance, name)) return known;
  std::vector<Value> values;
  bool any = false;
  for (const std::string& key : data.keys) {
    values.push_back(interp.getattr(instance, key));
    any = any || !values.back().is_none();
  }
  // Loading the columns may have made it.
  if (Value known = interp.instance_get(instance, name)) return known;
  if (!any && to_state(context(interp), instance).key == nullptr) return Value::none();
  Value made = interp.call(data.composite_class, values, {});
  adopt_composite(interp, made, instance, data.key);
  interp.instance_set(instance, name, made);
  return made;
}

void composite_set(Interpreter& interp, const Value& self, const Value& instance,
                   const Value& given) {
  const auto& data = interp::payload<CompositeData>(interp, self);
  StrObject* name = interp.intern(data.key);
  std::vector<Value> parts(data.keys.size(), Value::none());
  const Value value = given ? tell_composite_set(interp, data, instance, given) : given;
  if (!value) {
    tell_composite_deleted(interp, data, instance);
    interp.instance_delete(instance, name);
  } else {
    adopt_composite(interp, value, instance, data.key);
    interp.instance_set(instance, name, value);
    if (!value.is_none()) parts = data.parts_of(context(interp), value);
  }
  for (size_t i = 0; i < data.keys.size() && i < parts.size(); ++i) {
    interp.setattr(instance, data.keys[i], parts[i]);
  }
}

const char* composite_class_name() { return "Composite"; }

Value composite_columns(Call& call) {
  auto& data = interp::payload<CompositeData>(call.interp, call.self);
  std::vector<Value> columns;
  const orm::Mapper* mapper = data.owner == nullptr ? nullptr : find_mapper(data.owner);
  for (const std::string& key : data.keys) {
    auto index = mapper == nullptr ? std::nullopt : mapper->find(key);
    if (index) {
      columns.push_back(wrap(context(call.interp), mapper->property(*index).column));
    }
  }
  return call.interp.list(std::move(columns));
}

Value composite_key(Call& call) {
  return call.interp.str(interp::payload<CompositeData>(call.interp, call.self).key);
}

Value composite_of_class(Call& call) {
  return interp::payload<CompositeData>(call.interp, call.self).composite_class;
}

Value composite_attribute_keys(Call& call) {
  std::vector<Value> keys;
  for (const std::string& key : interp::payload<CompositeData>(call.interp, call.self).keys) {
    keys.push_back(call.interp.str(key));
  }
  return call.interp.list(std::move(keys));
}

const Binding kCompositeRows[] = {
    {"_attribute_keys", "", guard<composite_attribute_keys>, "!a struct has no composites",
     BindingKind::property},
    {"columns", "", guard<composite_columns>, "!a struct has no composites", BindingKind::property},
    {"key", "", guard<composite_key>, "!a struct has no composites", BindingKind::property},
    {"composite_class", "", guard<composite_of_class>, "!a struct has no composites",
     BindingKind::property},
};

Type* make_composite_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "CompositeProperty", "sqlalchemy.orm.descriptor_props");
  builder.payload<CompositeData>().abstract();
  builder.attribute("Comparator", Value(owner.type("CompositeComparator")));
  add_bindings(builder, kCompositeRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<composite_get>;
        slots.descr_set = guard<composite_set>;
        slots.getattr_missing = refuse_missing<composite_class_name>;
      })
      .build();
}

Type* make_declared_composite_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Composite", "sqlalchemy.orm.descriptor_props")
      .base(owner.type("CompositeProperty"))
      .abstract()
      .build();
}

// ---- composite() --------------------------------------------------------------------------------

// Before 2.0 the first argument is always the class; there it may be left to the annotation.
bool is_class(Context& owner, const Value& value) {
  if (!owner.profile.annotated_mapping) return true;
  if (value.is(Kind::kStr) || find_clause(owner, value) != nullptr) return false;
  return owner.interp.type_of(value)->name != "MappedColumn";
}

Value composite_function(Call& call) {
  Context& owner = context(call.interp);
  auto data = std::make_unique<CompositeData>();
  std::vector<Value> given = items(call[0]);
  if (!given.empty() && is_class(owner, given[0])) {
    if (!given[0].is_none()) data->composite_class = given[0];
    given.erase(given.begin());
  }
  data->attributes = std::move(given);
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (take_dataclass_option(name, value, data->dataclass)) {
    } else if (name == "deferred") {
      data->deferred = call.interp.truth(value);
    } else if (name == "group") {
      if (!value.is_none()) data->group = std::string(call.interp.text(value));
    } else if (name == "comparator_factory") {
      if (!value.is_none()) data->comparator = value;
    } else if (name == "active_history") {
      data->active_history = call.interp.truth(value);
    } else if (name != "doc" && name != "info") {
      call.interp.raise("TypeError",
                        "composite() got an unexpected keyword argument '" + name + "'");
    }
  }
  return owner.make(owner.profile.typed_names ? "Composite" : "CompositeProperty", std::move(data));
}

const Binding kCompositeFunctionRows[] = {
    {"composite", "*args, **kwargs", guard<composite_function>,
     "!a struct has no composites; make the value in an accessor function", BindingKind::function},
};

bool touches(const orm::Mapper& mapper, const CompositeData& data,
             const orm::AttributeSet* attributes) {
  if (attributes == nullptr) return true;
  for (const std::string& key : data.keys) {
    auto index = mapper.find(key);
    if (index && attributes->has(*index)) return true;
  }
  return false;
}

}  // namespace

Value CompositeData::on_class(Context& context, const Value& entity) {
  Interpreter& interp = context.interp;
  std::vector<orm::ClauseRef> columns;
  for (const std::string& name : keys) {
    orm::ClauseRef column = find_clause(context, interp.getattr(entity, name));
    if (column != nullptr) columns.push_back(std::move(column));
  }
  Value* self = interp.type_lookup(owner, interp.intern(key));
  Value composite = self == nullptr ? Value::none() : *self;
  Value object =
      interp.new_instance(comparator ? comparator.as<Type>() : context.type("CompositeComparator"));
  auto& data = interp::payload<CompositeAttributeData>(interp, object);
  data.clause = orm::make_ref<CompositeBundle>(context, composite, key, std::move(columns));
  data.composite = composite;
  return object;
}

std::vector<Value> CompositeData::parts_of(Context& context, const Value& value) const {
  Interpreter& interp = context.interp;
  if (Value method = interp.find_attr(value, "__composite_values__")) {
    return interp.to_vector(interp.call(method));
  }
  if (context.profile.annotated_mapping && interp.find_attr(value, "__dataclass_fields__")) {
    std::vector<Value> parts;
    for (auto& [name, field] : dict_items(context, interp.getattr(value, "__dataclass_fields__"))) {
      parts.push_back(interp.getattr(value, name));
    }
    return parts;
  }
  if (context.profile.annotated_mapping) {
    raise_error(context, orm::InvalidRequestError::cls,
                "Composite class " + interp.type_name(composite_class) +
                    " is not a dataclass and "
                    "does not define a __composite_values__() method; can't get state");
  }
  interp.raise("AttributeError",
               "'" + interp.type_name(value) + "' object has no attribute '__composite_values__'");
}

std::vector<CompositeField> composite_fields(Context& context, const Value& cls) {
  Interpreter& interp = context.interp;
  std::vector<CompositeField> fields;
  if (Value known = interp.find_attr(cls, "__dataclass_fields__")) {
    for (auto& [name, field] : dict_items(context, known)) {
      fields.push_back({name, interp.getattr(field, "type")});
    }
    return fields;
  }
  Value init = interp.find_attr(cls, "__init__");
  Value annotations = init ? interp.find_attr(init, "__annotations__") : Value();
  for (auto& [name, annotation] : dict_items(context, annotations)) {
    if (name != "return") fields.push_back({name, annotation});
  }
  return fields;
}

void composites_loaded(Context& context, PythonState& state, const orm::AttributeSet* attributes,
                       bool refresh) {
  Interpreter& interp = context.interp;
  Value object(&state.object());
  for (const Value& composite : state.mapped().composites) {
    const auto& data = interp::payload<CompositeData>(interp, composite);
    if (!touches(state.mapper(), data, attributes)) continue;
    StrObject* name = interp.intern(data.key);
    if (!refresh && interp.instance_get(object, name)) continue;
    bool complete = true;
    for (const std::string& key : data.keys) {
      auto index = state.mapper().find(key);
      complete = complete && index && state.has(*index);
    }
    if (!complete) continue;
    const Value made = make_value(interp, data, object);
    adopt_composite(interp, made, object, data.key);
    interp.instance_set(object, name, made);
  }
}

void composites_expired(Context& context, PythonState& state, const orm::AttributeSet* attributes) {
  Interpreter& interp = context.interp;
  for (const Value& composite : state.mapped().composites) {
    const auto& data = interp::payload<CompositeData>(interp, composite);
    if (!touches(state.mapper(), data, attributes)) continue;
    interp.instance_delete(Value(&state.object()), interp.intern(data.key));
  }
}

std::string proxied_repr(Interpreter&, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(self.object())));
  return std::string(
             "<sqlalchemy.orm.attributes.create_proxied_attribute.<locals>.Proxy object at ") +
         address + ">";
}

const CompositeData* find_composite(const Value& attribute) {
  const auto* data = interp::try_payload<CompositeAttributeData>(attribute);
  return data == nullptr ? nullptr : interp::try_payload<CompositeData>(data->composite);
}

void add_composite_types(TypeTable& table) {
  table.emplace_back("CompositeComparator", make_composite_attribute_type);
  table.emplace_back("CompositeProperty", make_composite_type);
  table.emplace_back("Composite", make_declared_composite_type);
}

std::vector<BindingTable> composite_tables() {
  return {{"sqlalchemy.orm", nullptr, kCompositeFunctionRows, std::size(kCompositeFunctionRows)}};
}

}  // namespace lessonrun::bind
