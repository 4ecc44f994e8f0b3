// declared_attr, the arguments of the mapper, with_polymorphic(): what a lesson writes to have
// classes inherit from each other.
#include "runner/bind/inheritance.h"

#include <utility>

#include "orm/orm_error.h"
#include "runner/bind/composite.h"
#include "runner/bind/instances.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::StrObject;
using interp::Type;
using interp::Value;

namespace {

// ---- declared_attr ------------------------------------------------------------------------------

Value declared_attr_init(Call& call) {
  auto& data = interp::payload<DeclaredAttrData>(call.interp, call.self);
  data.function = call[0];
  if (!call[1].is_none()) data.cascading = call.interp.truth(call[1]);
  return Value::none();
}

Value declared_attr_cascading(Call& call) {
  return context(call.interp).make<DeclaredAttrData>("declared_attr", call[0], true);
}

Value declared_attr_directive(Call& call) {
  return context(call.interp).make<DeclaredAttrData>("declared_attr", call[0], false);
}

Value declared_attr_get(Interpreter& interp, const Value& self, const Value& instance, Type* type) {
  (void)instance;
  return declared_for(interp, interp::payload<DeclaredAttrData>(interp, self), *type);
}

Type* make_declared_attr_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "declared_attr",
                             owner.profile.select_list_style ? "sqlalchemy.ext.declarative.api"
                                                             : "sqlalchemy.orm.decl_api")
      .payload<DeclaredAttrData>()
      .init("fn, cascading=None", declared_attr_init)
      .static_method("cascading", "fn", declared_attr_cascading)
      .static_method("directive", "fn", declared_attr_directive)
      .class_method("__class_getitem__", "item", [](Call& call) { return call.self; })
      .slots([](interp::Slots& slots) { slots.descr_get = guard<declared_attr_get>; })
      .build();
}

// A decorator that changes nothing.
Value declarative_mixin_function(Call& call) { return call[0]; }

Value has_inherited_table_function(Call& call) {
  const Type* type = call[0].is(Kind::kType) ? call[0].as<Type>() : nullptr;
  if (type == nullptr) return Value::boolean(false);
  for (const Type* at : type->mro) {
    if (at != type && dynamic_cast<MappedClass*>(at->class_payload.get()) != nullptr) {
      return Value::boolean(true);
    }
  }
  return Value::boolean(false);
}

// ---- with_polymorphic() -------------------------------------------------------------------------

const orm::Mapper& entity_mapper(Context& owner, const Value& value) {
  orm::ClauseRef clause = find_clause(owner, value);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
    raise_error(owner, orm::ArgumentError::cls,
                "Mapped class expected, got " + owner.interp.repr(value) + ".");
  }
  return *static_cast<const orm::EntityElement&>(*clause).mapper;
}

orm::PolymorphicSpec to_spec(Context& owner, const Value& classes) {
  orm::PolymorphicSpec spec;
  if (classes.is_none()) return spec;
  if (classes.is(Kind::kStr)) {
    if (owner.interp.text(classes) != "*") {
      raise_error(owner, orm::ArgumentError::cls,
                  "Invalid setting for with_polymorphic: " + owner.interp.repr(classes));
    }
    spec.all = true;
    return spec;
  }
  for (const Value& item : owner.interp.to_vector(classes)) {
    spec.mappers.push_back(&entity_mapper(owner, item));
  }
  return spec;
}

Value with_polymorphic_function(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper& mapper = entity_mapper(owner, call.arg("base"));
  mapper.registry().configure();
  orm::PolymorphicSpec spec = to_spec(owner, call.arg("classes"));
  const Value selectable = call.arg("selectable");
  if (call.interp.truth(selectable)) {
    spec.selectable = to_from(owner, selectable);
  }
  const Value discriminator = call.arg("polymorphic_on");
  if (!discriminator.is_none() && !discriminator.is_bool()) {
    spec.polymorphic_on = to_column(owner, discriminator, "polymorphic_on role");
  }
  const Value name = call.arg("name");
  // Never the class itself, though that may select from the same UNION.
  return owner.make<ClauseData>(
      "AliasedClass",
      orm::ClauseRef(orm::with_polymorphic(
          mapper, std::move(spec), call.interp.truth(call.arg("innerjoin")),
          call.interp.truth(call.arg("aliased")), call.interp.truth(call.arg("flat")),
          name.is_none() ? std::string() : std::string(call.interp.text(name)))));
}

Value polymorphic_union_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::pair<orm::Value, orm::Ref<orm::FromClause>>> tables;
  for (const Value& pair : call.interp.to_vector(call.interp.call_method(call[0], "items"))) {
    tables.emplace_back(to_orm(owner, items(pair)[0]), to_from(owner, items(pair)[1]));
  }
  std::string discriminator = call[1].is_none() ? std::string() : std::string(call.text(1));
  return wrap(
      owner, orm::ClauseRef(orm::polymorphic_union(tables, discriminator, std::string(call.text(2)),
                                                   call.interp.truth(call[3]))));
}

// What a class inherits from its parent's mapping and has no column for.
struct ConcreteMissingData : interp::Payload {
  ConcreteMissingData(std::string name, std::string mapper_text)
      : key(std::move(name)), mapper(std::move(mapper_text)) {}
  std::string key;
  std::string mapper;
};

[[noreturn]] void raise_missing(Interpreter& interp, const Value& self) {
  const auto& data = interp::payload<ConcreteMissingData>(interp, self);
  interp.raise("AttributeError", "Concrete " + data.mapper + " does not implement attribute '" +
                                     data.key +
                                     "' at the instance level.  Add this property explicitly to " +
                                     data.mapper + ".");
}

Value missing_get(Interpreter& interp, const Value& self, const Value& instance, Type*) {
  if (!instance) return self;
  raise_missing(interp, self);
}

void missing_set(Interpreter& interp, const Value& self, const Value&, const Value&) {
  raise_missing(interp, self);
}

Type* make_concrete_missing_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ConcreteInheritedProperty",
                             "sqlalchemy.orm.descriptor_props")
      .payload_factory([]() -> std::unique_ptr<interp::Payload> {
        return std::make_unique<ConcreteMissingData>(std::string(), std::string());
      })
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.repr = proxied_repr;
        slots.descr_get = guard<missing_get>;
        slots.descr_set = guard<missing_set>;
      })
      .build();
}

Type* make_concrete_base_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ConcreteBase", "sqlalchemy.ext.declarative.extensions")
      .build();
}

Type* make_abstract_concrete_base_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "AbstractConcreteBase",
                             "sqlalchemy.ext.declarative.extensions")
      .base(owner.type("ConcreteBase"))
      .build();
}

const Binding kInheritanceRows[] = {
    {"declarative_mixin", "cls", declarative_mixin_function, "!mixins of structs are base classes",
     BindingKind::function},
    {"has_inherited_table", "cls", guard<has_inherited_table_function>,
     "!a C++ program knows its classes", BindingKind::function},
    {"polymorphic_union", "table_map, typecolname, aliasname='p_union', cast_nulls=True",
     guard<polymorphic_union_function>, "orm::polymorphic_union({args})", BindingKind::function},
    {"with_polymorphic",
     "base, classes, selectable=False, flat=False, polymorphic_on=None, aliased=False, "
     "innerjoin=False, adapt_on_names=False, name=None, _use_mapper_path=False",
     guard<with_polymorphic_function>, "orm::with_polymorphic({args})", BindingKind::function},
};

void set_column(orm::MappedProperty& property, const orm::ColumnElement& column) {
  if (auto* found = dynamic_cast<const orm::Column*>(&column)) {
    property.column = orm::Ref<orm::Column>(const_cast<orm::Column*>(found));
  } else {
    property.expression = column.ref();
  }
}

orm::Ref<orm::Column> schema_column_of(Context& owner, const Value& value) {
  orm::ColumnRef column = to_column(owner, value, "primary key role");
  if (const orm::Column* found = find_schema_column(*column)) {
    return orm::Ref<orm::Column>(const_cast<orm::Column*>(found));
  }
  owner.interp.unsupported("a mapper's primary key of expressions",
                           "the primary key of a mapper is made of columns of tables");
}

// In 2.0 also by the name of the attribute.
orm::Ref<orm::Column> key_column_of(Context& owner, const orm::MapperOptions& options,
                                    const Value& item) {
  if (!item.is(Kind::kStr)) return schema_column_of(owner, item);
  if (!owner.profile.annotated_mapping) {
    owner.interp.raise("AttributeError", "'str' object has no attribute 'table'");
  }
  const std::string_view name = owner.interp.text(item);
  for (const orm::MappedProperty& property : options.properties) {
    if (property.key == name && property.column != nullptr) return property.column;
  }
  raise_error(owner, orm::ArgumentError::cls,
              "Can't determine primary_key column '" + std::string(name) +
                  "' - no attribute is mapped to this name.");
}

// Arguments that say what is so without them. Throws TypeError for a name that there is not.
bool is_default_argument(Context& owner, const std::string& name, const Value& value) {
  static const std::map<std::string, bool> kFlags = {{"non_primary", false},
                                                     {"passive_updates", true},
                                                     {"legacy_is_orphan", false},
                                                     {"order_by", false}};
  if (name == "properties") return true;  // they were read with the class
  auto flag = kFlags.find(name);
  if (flag == kFlags.end()) {
    owner.interp.raise(
        "TypeError",
        std::string(owner.profile.select_list_style ? "mapper()" : "Mapper.__init__()") +
            " got an unexpected keyword argument '" + name + "'");
  }
  return value.is_none() || (value.is_bool() && owner.interp.truth(value) == flag->second);
}

// The classes of the mapper's own with_polymorphic, which may not be mapped yet.
orm::PolymorphicSpec to_late_spec(Context& owner, const Value& classes) {
  const bool listed = classes.is(Kind::kList) || classes.is(Kind::kTuple);
  std::vector<Value> named;
  if (listed) {
    for (const Value& item : owner.interp.to_vector(classes)) {
      if (item.is(Kind::kType) && find_mapper(item) == nullptr) named.push_back(item);
    }
  }
  if (named.empty()) return to_spec(owner, classes);
  orm::PolymorphicSpec spec;
  const std::vector<Value> all = owner.interp.to_vector(classes);
  spec.late = [all] {
    std::vector<const orm::Mapper*> mappers;
    for (const Value& item : all) {
      if (const orm::Mapper* mapper = find_mapper(item)) mappers.push_back(mapper);
    }
    return mappers;
  };
  return spec;
}

void read_with_polymorphic(Context& owner, const Value& value, orm::PolymorphicSpec& spec) {
  if (value.is_none()) return;
  // ("*", selectable), ([classes], selectable)
  if (value.is(Kind::kTuple) && items(value).size() == 2 && !items(value)[0].is(Kind::kType)) {
    spec = to_late_spec(owner, items(value)[0]);
    if (!items(value)[1].is_none()) spec.selectable = to_from(owner, items(value)[1]);
    return;
  }
  spec = to_late_spec(owner, value);
}

}  // namespace

const orm::Column* find_schema_column(const orm::ColumnElement& element) {
  const orm::ColumnElement* at = element.bare();
  while (at != nullptr) {
    if (const auto* found = dynamic_cast<const orm::Column*>(at)) return found;
    at = at->kind() == orm::NodeKind::label ? static_cast<const orm::Label&>(*at).element->bare()
                                            : at->proxied();
  }
  return nullptr;
}

Value declared_for(Interpreter& interp, const DeclaredAttrData& data, Type& type) {
  Value function = data.function;
  if (function.is(Kind::kClassMethod)) function = function.as<interp::WrappedObject>()->function;
  DeclaredValues* values = context(interp).declared;
  while (values != nullptr && &values->type_ != &type) values = values->outer_;
  if (values == nullptr) return interp.call(function, {Value(&type)});
  auto found = values->made_.find(&data);
  if (found == values->made_.end())
    found = values->made_.emplace(&data, interp.call(function, {Value(&type)})).first;
  return found->second;
}

DeclaredValues::DeclaredValues(Context& context, Type& type)
    : context_(context), type_(type), outer_(std::exchange(context.declared, this)) {}
DeclaredValues::~DeclaredValues() { context_.declared = outer_; }

orm::ClauseRef polymorphic_entity(Context& owner, const orm::Mapper& mapper, const Value& classes,
                                  const Value& selectable) {
  mapper.registry().configure();
  const bool one = classes.is(Kind::kType) || interp::try_payload<MapperData>(classes) != nullptr;
  orm::PolymorphicSpec spec = to_spec(owner, one ? owner.interp.tuple({classes}) : classes);
  if (!selectable.is_none()) spec.selectable = to_from(owner, selectable);
  return orm::with_polymorphic(mapper, std::move(spec));
}

void choose_columns(Context& owner, const ColumnChoice& choice, const orm::FromClause& from,
                    orm::MapperOptions& options,
                    const std::function<bool(const std::string&)>& hidden) {
  auto among = [&](const std::vector<Value>& list, const std::string& key,
                   const orm::ColumnElement& column) {
    return std::any_of(list.begin(), list.end(), [&](const Value& one) {
      if (one.is(Kind::kStr)) return owner.interp.text(one) == key;
      return find_clause(owner, one).get() == &column;
    });
  };
  auto& properties = options.properties;
  const bool is_join = from.kind() == orm::NodeKind::join;
  for (const auto& item : from.c()) {
    const orm::ColumnElement& column = *item.second;
    const std::string key = is_join ? std::string(column.key()) : item.first;
    auto given = std::find_if(properties.begin(), properties.end(), [&](const auto& property) {
      return property.column.get() == &column || property.expression.get() == &column;
    });
    if (given != properties.end() && given->is_explicit) continue;
    const bool left_out = (choice.include && !among(*choice.include, key, column)) ||
                          among(choice.exclude, key, column) ||
                          (given == properties.end() && hidden(choice.prefix + key));
    if (left_out) {
      options.exclude.push_back(key);
      if (given != properties.end()) properties.erase(given);
    } else if (!choice.prefix.empty()) {
      orm::MappedProperty property;
      if (given != properties.end()) {
        property = std::move(*given);
        properties.erase(given);
      }
      property.key = choice.prefix + key;
      set_column(property, column);
      properties.push_back(std::move(property));
    }
  }
}

void read_mapper_args(Context& owner, const Value& args, orm::MapperOptions& options,
                      ColumnChoice& choice, const AttributeKeys& keys) {
  Interpreter& interp = owner.interp;
  for (auto& [name, value] : dict_items(owner, args)) {
    if (name == "eager_defaults") {
      options.eager_defaults = value.is(Kind::kStr)  ? orm::EagerDefaults::automatic
                               : interp.truth(value) ? orm::EagerDefaults::always
                                                     : orm::EagerDefaults::never;
    } else if (name == "batch") {
      options.batch = interp.truth(value);
    } else if (name == "confirm_deleted_rows") {
      options.confirm_deleted_rows = interp.truth(value);
    } else if (name == "version_id_col") {
      if (!value.is_none()) {
        options.version_id_key =
            value.is(Kind::kStr) ? std::string(interp.text(value)) : keys.mapped(value);
      }
    } else if (name == "version_id_generator") {
      options.version_id_manual = value.is_bool();
      if (!options.version_id_manual && !value.is_none()) {
        options.version_id_generator = [&owner, generate = value](const orm::Value& version) {
          return to_orm(owner, owner.interp.call(generate, {from_orm(owner, version)}));
        };
      }
    } else if (name == "primary_key") {
      for (const Value& item : interp.to_vector(value)) {
        options.primary_key.push_back(key_column_of(owner, options, item));
      }
    } else if (name == "polymorphic_on") {
      if (value.is_none()) continue;
      if (value.is(Kind::kStr)) {
        options.polymorphic_on_key = std::string(interp.text(value));
        continue;
      }
      options.polymorphic_on_key = keys.declared(value);
      if (options.polymorphic_on_key.empty()) {
        options.polymorphic_on = to_column(owner, value, "polymorphic_on role");
      }
    } else if (name == "polymorphic_identity") {
      if (!value.is_none()) options.polymorphic_identity = to_orm(owner, value);
    } else if (name == "polymorphic_abstract") {
      options.polymorphic_abstract = interp.truth(value);
    } else if (name == "concrete") {
      options.concrete = interp.truth(value);
    } else if (name == "always_refresh") {
      options.always_refresh = interp.truth(value);
    } else if (name == "allow_partial_pks") {
      options.allow_partial_pks = interp.truth(value);
    } else if (name == "passive_deletes") {
      options.passive_deletes = interp.truth(value);
    } else if (name == "inherit_condition") {
      options.inherit_condition = to_column(owner, value, "ON clause role");
    } else if (name == "include_properties" || name == "exclude_properties") {
      if (value.is_none()) continue;
      std::vector<Value> list = interp.to_vector(value);
      if (name == "include_properties") {
        choice.include = std::move(list);
      } else {
        choice.exclude = std::move(list);
      }
    } else if (name == "column_prefix") {
      if (!value.is_none()) choice.prefix = interp.str_of(value);
    } else if (name == "with_polymorphic") {
      read_with_polymorphic(owner, value, options.with_polymorphic);
    } else if (name == "polymorphic_load") {
      if (value.is_none()) continue;
      std::string how = value.is(Kind::kStr) ? std::string(interp.text(value)) : std::string();
      if (how == "inline") {
        options.polymorphic_load = orm::PolymorphicLoad::inline_;
      } else if (how == "selectin") {
        options.polymorphic_load = orm::PolymorphicLoad::selectin;
      } else {
        raise_error(owner, orm::ArgumentError::cls,
                    "unknown argument for polymorphic_load: " + interp.repr(value));
      }
    } else if (name == "inherit_foreign_keys") {
      if (value.is_none()) continue;
      const bool one = find_clause(owner, value) != nullptr;
      for (const Value& item : one ? std::vector<Value>{value} : interp.to_vector(value)) {
        options.inherit_foreign_keys.push_back(schema_column_of(owner, item));
      }
    } else if (name != "inherits" && !is_default_argument(owner, name, value)) {
      interp.unsupported("__mapper_args__ '" + name + "'",
                         "the mapper argument '" + name + "' is not supported");
    }
  }
}

bool is_abstract_concrete(Context& owner, Type& type) {
  const Type* base = owner.type("AbstractConcreteBase");
  return std::find(type.bases.begin(), type.bases.end(), base) != type.bases.end() &&
         type.dict.find(owner.interp.intern("__tablename__")) == nullptr &&
         type.dict.find(owner.interp.intern("__table__")) == nullptr;
}

void refuse_pending(Context& owner, Type& type) {
  const auto* mapped = dynamic_cast<const MappedClass*>(type.class_payload.get());
  const bool waits = mapped != nullptr ? mapped->waits : is_abstract_concrete(owner, type);
  if (!waits) return;
  raise_error(owner, orm::UnmappedClassError::cls,
              "Class " + type.module + "." + type.name +
                  " is a subclass of AbstractConcreteBase and has a mapping pending until all "
                  "subclasses are defined. Call the sqlalchemy.orm.configure_mappers() function "
                  "after all subclasses have been defined to complete the mapping of this class.");
}

std::string concrete_discriminator(Context& owner, Type& type) {
  for (const Type* at : type.mro) {
    if (at != owner.type("ConcreteBase")) continue;
    Value name = owner.interp.find_attr(Value(&type), "_concrete_discriminator_name");
    return name ? owner.interp.str_of(name) : std::string("type");
  }
  return {};
}

void hide_inherited(Context& owner, Type& type, const orm::Mapper& mapper) {
  if (!mapper.concrete() || mapper.inherits() == nullptr) return;
  for (const orm::MappedProperty& property : mapper.inherits()->properties()) {
    if (property.hidden || mapper.find(property.key)) continue;
    StrObject* name = owner.interp.intern(property.key);
    if (type.dict.find(name) != nullptr) continue;
    owner.interp.set_class_attr(
        &type, name,
        owner.make<ConcreteMissingData>("ConcreteInheritedProperty", property.key, mapper.str()));
  }
}

void add_inheritance_types(std::vector<std::pair<std::string, TypeMaker>>& table) {
  table.emplace_back("declared_attr", make_declared_attr_type);
  table.emplace_back("ConcreteBase", make_concrete_base_type);
  table.emplace_back("AbstractConcreteBase", make_abstract_concrete_base_type);
  table.emplace_back("ConcreteInheritedProperty", make_concrete_missing_type);
}

std::vector<BindingTable> inheritance_tables() {
  return {{"sqlalchemy.orm", nullptr, kInheritanceRows, std::size(kInheritanceRows)}};
}

}  // namespace lessonrun::bind
