// Attributes of mapped classes: what they are on the class, and what reading and assigning them on
// an object does. Their values are mapped_state.cpp's business. The file is just above 500 lines
// because one descriptor serves class and object.
#include "runner/bind/instances.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/binding.h"
#include "runner/bind/collections.h"
#include "runner/bind/composite.h"
#include "runner/bind/expressions.h"
#include "runner/bind/extensions.h"
#include "runner/bind/mutable.h"
#include "runner/bind/properties.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

PythonState& state_for(Interpreter& interp, const Value& instance) {
  return static_cast<PythonState&>(to_state(context(interp), instance));
}

// A dynamic collection of a persistent object is read to be replaced.
void replace_dynamic(Context& owner, PythonState& state,
                     const orm::RelationshipProperty& relationship,
                     const std::vector<Value>& members) {
  Interpreter& interp = owner.interp;
  std::vector<Value> before = interp.to_vector(wrap_dynamic(owner, object_of(state), relationship));
  auto among = [](const std::vector<Value>& list, const Value& one) {
    return std::any_of(list.begin(), list.end(), [&](const Value& item) { return item.same(one); });
  };
  for (const Value& object : members) {
    if (!among(before, object)) {
      state.append_related(relationship, to_state(owner, object));
    }
  }
  for (const Value& object : before) {
    if (!among(members, object)) {
      state.remove_related(relationship, to_state(owner, object));
    }
  }
}

// Assigning or, with an undefined value, deleting an attribute that refers to objects.
void assign_relationship(Interpreter& interp, PythonState& state,
                         const orm::RelationshipProperty& relationship, const Value& given) {
  Context& owner = context(interp);
  Value value = given;
  const std::string& key = relationship.key();
  if (!relationship.uselist()) {
    if (value) {
      value =
          checked_by_validator(interp, state.mapped(), object_of(state), key, value, false, false);
    }
    orm::InstanceState* other = nullptr;
    if (value && !value.is_none()) {
      other = find_state(owner, value);
      if (other == nullptr) {
        interp.raise("AttributeError", "'" + interp.type_name(value) +
                                           "' object has no attribute '_sa_instance_state'");
      }
    }
    using Change = orm::Initiator::Op;
    state.assign_related(relationship, other,
                         {&relationship, value ? Change::replace : Change::remove});
    if (!value) state.erase(relationship.index());
    return;
  }
  size_t attribute = relationship.index();
  if (!value) {
    // `del` is nothing to a collection that is not loaded.
    if (!relationship.is_dynamic() && !state.stored(attribute)) return;
    state.clear_related(relationship);
    state.erase(attribute);
    return;
  }
  if (relationship.is_dynamic() && state.key != nullptr) {
    if (relationship.lazy() == orm::Lazy::write_only) {
      raise_error(owner, orm::InvalidRequestError::cls,
                  "Collection \"" + relationship.str() +
                      "\" does not support implicit iteration; collection replacement operations "
                      "can't be used");
    }
    replace_dynamic(owner, state, relationship, interp.to_vector(value));
    return;
  }
  if (relationship.is_dynamic()) {
    for (const Value& object : interp.to_vector(value)) {
      state.append_related(relationship, to_state(owner, object));
    }
    return;
  }
  if (state.stored(attribute).same(value)) return;
  std::vector<orm::Instance> members;
  Value made;
  std::vector<Value> objects = assigned_members(owner, relationship, state, value, made);
  for (Value& object : objects) {
    object =
        checked_by_validator(interp, state.mapped(), object_of(state), key, object, false, false);
  }
  tell_bulk_replace(owner, state, relationship, objects);
  for (const Value& object : objects) {
    orm::InstanceState* member = find_state(owner, object);
    if (member == nullptr && !object.is_none()) {
      interp.raise("AttributeError", "'" + interp.type_name(object) +
                                         "' object has no attribute '_sa_instance_state'");
    }
    members.emplace_back(member);
  }
  Value old;
  state.replace_related(relationship, members, [&] {
    old = state.stored(attribute);
    if (!old) old = state.empty_collection(attribute);
    state.drop_empty(attribute);
    state.store(attribute, made);
  });
  if (!old) return;
  tell_collection(owner, state, relationship, old, "dispose_collection");
  untie_collection(interp, old);
}

// An attribute of the class above that a concrete class does not map: a backref that came later.
void check_mapped(Interpreter& interp, const PythonState& state, const AttributeData& data) {
  if (state.mapper().has_attribute(data.index)) return;
  const std::string mapper = state.mapper().str();
  interp.raise("AttributeError", "Concrete " + mapper + " does not implement attribute '" +
                                     data.mapper->property(data.index).key +
                                     "' at the instance level.  Add this property explicitly to " +
                                     mapper + ".");
}

Value attribute_get(Interpreter& interp, const Value& self, const Value& instance, Type*) {
  if (!instance) return self;
  const auto& data = interp::payload<AttributeData>(interp, self);
  PythonState& state = state_for(interp, instance);
  check_mapped(interp, state, data);
  Value value = state.stored(data.index);
  if (value) return value;
  if (const orm::RelationshipProperty* relationship =
          state.mapper().property(data.index).relationship) {
    relationship->mapper();  // configures
    if (relationship->is_dynamic()) return wrap_dynamic(context(interp), instance, *relationship);
    state.read_related(*relationship);
    value = state.stored(data.index);
    if (!value && relationship->uselist()) value = state.empty_collection(data.index);
    return value ? value : Value::none();
  }
  if (!state.ensure_loaded(data.index)) {
    return initial_scalar(interp, state.mapped(), instance, state.mapper().property(data.index));
  }
  return state.stored(data.index);
}

void attribute_set(Interpreter& interp, const Value& self, const Value& instance,
                   const Value& value) {
  const auto& data = interp::payload<AttributeData>(interp, self);
  PythonState& state = state_for(interp, instance);
  check_mapped(interp, state, data);
  if (const orm::RelationshipProperty* relationship =
          state.mapper().property(data.index).relationship) {
    relationship->mapper();  // configures
    assign_relationship(interp, state, *relationship, value);
    return;
  }
  if (!value) {
    if (state.mapped().watches()) {
      tell_deleted(interp, state.mapped(), instance, state.mapper().property(data.index));
    }
    state.remove(data.index);
    return;
  }
  const MappedClass& mapped = state.mapped();
  if (mapped.watches()) {
    state.load_value_before(data.index);  // before a validator runs
    Value checked = validated(interp, mapped, instance, state.mapper().property(data.index), value);
    state.before_change(data.index);
    state.store(data.index, std::move(checked));
    return;
  }
  state.before_change(data.index);
  state.store(data.index, value);
}

std::string attribute_str(Interpreter& interp, const Value& self) {
  const auto& data = interp::payload<AttributeData>(interp, self);
  return data.mapper->class_name() + "." + data.mapper->property(data.index).key;
}

std::string attribute_repr(Interpreter& interp, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(self.object())));
  (void)interp;
  return std::string("<sqlalchemy.orm.attributes.InstrumentedAttribute object at ") + address + ">";
}

[[noreturn]] void raise_no_attribute(Interpreter& interp, const std::string& attribute,
                                     const interp::StrObject& name) {
  interp.raise("AttributeError",
               "Neither 'InstrumentedAttribute' object nor 'Comparator' object associated with " +
                   attribute + " has an attribute '" + name.text + "'");
}

Value attribute_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (Value found =
          attribute_in_python(interp, kMappersModule, "_class_attribute", self, name->text))
    return found;
  raise_no_attribute(interp, attribute_str(interp, self), *name);
}

// The `doc` of what it stands for.
Value attribute_doc(Call& call) {
  const auto& data = interp::payload<AttributeData>(call.interp, call.self);
  const orm::MappedProperty& property = data.mapper->property(data.index);
  const std::string doc = property.column != nullptr ? property.column->args.doc : std::string();
  return doc.empty() ? Value::none() : call.interp.str(doc);
}

// What isinstance() and annotations name.
Type* make_queryable_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "QueryableAttribute", "sqlalchemy.orm.attributes")
      .abstract()
      .build();
}

Type* make_attribute_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "InstrumentedAttribute", "sqlalchemy.orm.attributes")
      .base(owner.type("ColumnElement"))
      .base(owner.type("QueryableAttribute"))
      .payload<AttributeData>()
      .property("__doc__", attribute_doc)
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<attribute_get>;
        slots.descr_set = guard<attribute_set>;
        slots.str = attribute_str;
        slots.repr = attribute_repr;
        slots.getattr_missing = attribute_missing;
      })
      .build();
}

// ---- relationships on the class -----------------------------------------------------------------

const orm::RelationshipElement& element_of(Interpreter& interp, const Value& self) {
  return static_cast<const orm::RelationshipElement&>(
      *interp::payload<AttributeData>(interp, self).clause);
}

bool is_sql_null(Context& owner, const Value& value) {
  const orm::ClauseRef clause = find_clause(owner, value);
  return clause != nullptr && clause->kind() == orm::NodeKind::null_;
}

Value relationship_compare(Interpreter& interp, interp::CompareOp op, const Value& self,
                           const Value& other) {
  Context& owner = context(interp);
  const orm::RelationshipElement& element = element_of(interp, self);
  element.relationship->mapper();
  orm::InstanceState* state = nullptr;
  if (op != interp::CompareOp::kEq && op != interp::CompareOp::kNe) {
    const char* name = op == interp::CompareOp::kLt   ? "lt"
                       : op == interp::CompareOp::kLe ? "le"
                       : op == interp::CompareOp::kGt ? "gt"
                                                      : "ge";
    interp.raise("NotImplementedError", "<built-in function " + std::string(name) + ">");
  }
  if (!other.is_none() && !is_sql_null(owner, other)) {
    state = find_state(owner, other);
    if (state == nullptr && element.relationship->uselist()) {
      raise_error(owner, orm::InvalidRequestError::cls,
                  "Can't compare a collection to an object or collection; use contains() to test "
                  "for membership.");
    }
    if (state == nullptr) {
      raise_error(owner, orm::ArgumentError::cls,
                  "Mapped instance expected for relationship comparison to object.   Classes, "
                  "queries and other SQL elements are not accepted in this context; for comparison "
                  "with a subquery, use " +
                      element.relationship->str() + ".has(**criteria).");
    }
  }
  return wrap(owner,
              op == interp::CompareOp::kEq ? element.equals(state) : element.not_equals(state));
}

Value relationship_contains(Call& call) {
  Context& owner = context(call.interp);
  const orm::RelationshipElement& element = element_of(call.interp, call.self);
  element.relationship->mapper();
  return wrap(owner, element.contains(to_state(owner, call[0])));
}

orm::ColumnRef criterion_of(Call& call) {
  if (call[0].is_none()) return nullptr;
  return to_column(context(call.interp), call[0], "WHERE/HAVING role");
}

Value relationship_any(Call& call) {
  Context& owner = context(call.interp);
  return wrap(
      owner,
      element_of(call.interp, call.self).any(criterion_of(call), to_parameters(owner, call[1])));
}

Value relationship_has(Call& call) {
  Context& owner = context(call.interp);
  return wrap(
      owner,
      element_of(call.interp, call.self).has(criterion_of(call), to_parameters(owner, call[1])));
}

Value relationship_of_type(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = find_clause(owner, call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
    raise_error(owner, orm::ArgumentError::cls,
                "of_type() takes a mapped class or an alias of one");
  }
  return wrap_relationship(
      owner,
      element_of(call.interp, call.self)
          .of_type(orm::Ref<orm::EntityElement>(static_cast<orm::EntityElement*>(clause.get()))));
}

Value relationship_and(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> criteria;
  for (const Value& item : items(call[0])) {
    criteria.push_back(to_column(owner, item, "WHERE/HAVING role"));
  }
  return wrap_relationship(owner, element_of(call.interp, call.self).and_(std::move(criteria)));
}

Value relationship_in(Call& call) {
  call.interp.raise("NotImplementedError",
                    "in_() not yet supported for relationships.  For a simple many-to-one, use "
                    "in_() against the set of foreign key values.");
}

Value relationship_key(Call& call) {
  return call.interp.str(element_of(call.interp, call.self).relationship->key());
}

const char* relationship_class() { return "InstrumentedAttribute"; }

// Operators of columns that relationships do not have: calling one fails with its name.
constexpr std::pair<const char*, const char*> kColumnOperators[] = {
    {"like", "like_op"},
    {"ilike", "ilike_op"},
    {"not_like", "not_like_op"},
    {"not_ilike", "not_ilike_op"},
    {"notlike", "not_like_op"},
    {"notilike", "not_ilike_op"},
    {"between", "between_op"},
    {"startswith", "startswith_op"},
    {"endswith", "endswith_op"},
    {"match", "match_op"},
    {"regexp_match", "regexp_match_op"},
    {"is_", "is_"},
    {"is_not", "is_not"},
    {"isnot", "is_not"},
    {"desc", "desc_op"},
    {"asc", "asc_op"},
    {"concat", "concat_op"},
    {"collate", "collate"},
    {"distinct", "distinct_op"}};

Value missing_operator(Interpreter& interp, const std::string& name) {
  for (const auto& [method, function] : kColumnOperators) {
    if (name != method) continue;
    char address[32];
    std::snprintf(address, sizeof address, "0x%zx", reinterpret_cast<size_t>(function));
    const std::string text = std::string("<function ") + function + " at " + address + ">";
    return make_guarded(interp, name, "*args, **kwargs", [text](Call& call) -> Value {
      call.interp.raise("NotImplementedError", text);
    });
  }
  return {};
}

Value relationship_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (Value found = missing_operator(interp, name->text)) return found;
  Value found = attribute_in_python(interp, kMappersModule, "_class_attribute", self, name->text);
  if (found) return found;
  refuse_attribute(interp, relationship_class(), name);
  raise_no_attribute(interp, element_of(interp, self).relationship->str(), *name);
}

const Binding kRelationshipAttributeRows[] = {
    {"contains", "other, **kwargs", guard<relationship_contains>, "{self}.contains({other})"},
    {"any", "criterion=None, **kwargs", guard<relationship_any>, "{self}.any({args})"},
    {"has", "criterion=None, **kwargs", guard<relationship_has>, "{self}.has({args})"},
    {"of_type", "entity", guard<relationship_of_type>, "{self}.of_type({entity})"},
    {"and_", "*criteria", guard<relationship_and>, "{self}.and_({args})"},
    {"in_", "other", guard<relationship_in>, "!relationships have no in_()"},
    {"key", "", guard<relationship_key>, "{self}.key()", BindingKind::property},
};

Type* make_relationship_attribute_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "InstrumentedAttribute", "sqlalchemy.orm.attributes");
  builder.base(owner.type("QueryableAttribute")).payload<AttributeData>();
  add_bindings(builder, kRelationshipAttributeRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<attribute_get>;
        slots.descr_set = guard<attribute_set>;
        slots.compare = guard<relationship_compare>;
        slots.hash = [](Interpreter&, const Value& self) {
          return static_cast<int64_t>(reinterpret_cast<uintptr_t>(self.object()) >> 4);
        };
        slots.str = attribute_str;
        slots.repr = attribute_repr;
        slots.getattr_missing = relationship_missing;
      })
      .build();
}

// `User.__mapper__`, which the class does not keep: the mapper is found when it is asked for.
Value mapper_of_class(Interpreter& interp, const Value&, const Value&, Type* type) {
  const orm::Mapper* mapper = find_mapper(type);
  if (mapper == nullptr) return Value::none();
  mapper->registry().configure();
  return wrap_mapper(context(interp), *mapper);
}

Type* make_mapper_attribute_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_MapperAttribute", "sqlalchemy.orm.mapper")
      .slots([](interp::Slots& slots) { slots.descr_get = guard<mapper_of_class>; })
      .build();
}

}  // namespace

Value class_attribute(Context& owner, const orm::AttributeAnnotation& annotation) {
  auto data = std::make_unique<AttributeData>();
  data->clause = annotation.entity != nullptr ? annotation.entity->attribute(annotation.index)
                                              : annotation.mapper->attribute(annotation.index);
  data->mapper = annotation.mapper;
  data->index = annotation.index;
  return owner.make("InstrumentedAttribute", std::move(data));
}

Type* mapped_type(const orm::Mapper& mapper) {
  return static_cast<Type*>(mapper.class_manager().class_object());
}

void instrument(Context& owner, MappedClass& mapped, const orm::MappedProperty& property) {
  Interpreter& interp = owner.interp;
  interp::StrObject* name = interp.intern(property.key);
  if (mapped.places.size() <= property.index) mapped.places.resize(property.index + 1);
  mapped.places[property.index] = interp.key_index(mapped.type, name);
  find_mutable(owner, mapped, property);
  if (property.hidden) return;
  orm::ColumnRef attribute = mapped.mapper->attribute(property.index);
  Value descriptor;
  if (property.relationship != nullptr) {
    descriptor =
        wrap_relationship(owner, orm::Ref<orm::RelationshipElement>(
                                     static_cast<orm::RelationshipElement*>(attribute.get())));
  } else {
    auto data = std::make_unique<AttributeData>();
    data->clause = attribute;
    data->mapper = mapped.mapper;
    data->index = property.index;
    descriptor = owner.make("InstrumentedAttribute", std::move(data));
  }
  interp.set_class_attr(mapped.type, name, std::move(descriptor));
}

void instrument(Context& owner, Type& type, MappedClass& mapped) {
  mapped.type = &type;
  owner.interp.set_class_attr(&type, owner.interp.intern("__mapper__"),
                              owner.make("_MapperAttribute", nullptr));
  for (const orm::MappedProperty& property : mapped.mapper->properties()) {
    instrument(owner, mapped, property);
  }
}

Value wrap_relationship(Context& owner, orm::Ref<orm::RelationshipElement> element) {
  auto data = std::make_unique<AttributeData>();
  data->mapper =
      element->entity != nullptr ? element->entity->mapper : &element->relationship->parent();
  data->index = element->relationship->index();
  data->clause = std::move(element);
  return owner.make("RelationshipAttribute", std::move(data));
}

void add_instance_types(TypeTable& table) {
  table.emplace_back("QueryableAttribute", make_queryable_type);
  table.emplace_back("RelationshipAttribute", make_relationship_attribute_type);
  table.emplace_back("InstrumentedAttribute", make_attribute_type);
  table.emplace_back("_MapperAttribute", make_mapper_attribute_type);
}

}  // namespace lessonrun::bind
