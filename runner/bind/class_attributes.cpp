// Attributes that are given to a mapped class after its class statement:
// `User.addresses = relationship(...)`. SQLAlchemy's DeclarativeMeta sees to them, so does ours.
#include "orm/orm_error.h"
#include "runner/bind/class_reader.h"
#include "runner/bind/composite.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// The attribute of a part of composite(), which becomes one of the class where it is a new column.
std::string part_key(Context& owner, MappedClass& mapped, const Value& part) {
  if (part.is(interp::Kind::kStr)) return owner.interp.str_of(part);
  if (const auto* attribute = interp::try_payload<AttributeData>(part)) {
    return attribute->mapper->property(attribute->index).key;
  }
  orm::ClauseRef clause = find_clause(owner, part);
  auto* column = dynamic_cast<orm::Column*>(clause.get());
  if (column == nullptr) {
    raise_error(owner, orm::ArgumentError::cls,
                "Composite expects Column objects or mapped attributes/attribute names as "
                "arguments, got: " +
                    owner.interp.repr(part));
  }
  if (auto index = mapped.mapper->attribute_of(*column)) {
    return mapped.mapper->property(*index).key;
  }
  std::string key(column->key());
  add_mapped_attribute(owner, mapped, key, part);
  return key;
}

void add_composite(Context& owner, MappedClass& mapped, const std::string& key,
                   const Value& value) {
  auto& composite = interp::payload<CompositeData>(owner.interp, value);
  composite.key = key;
  composite.owner = mapped.type;
  composite.keys.clear();
  for (const Value& part : composite.attributes) {
    composite.keys.push_back(part_key(owner, mapped, part));
  }
  mapped.composites.push_back(value);
  const_cast<orm::Mapper*>(mapped.mapper)->watch();
  owner.interp.set_class_attr(mapped.type, owner.interp.intern(key), value);
}

void set_mapped_attribute(Interpreter& interp, const Value& self, interp::StrObject* name,
                          const Value& value) {
  Type* type = self.as<Type>();
  auto* mapped = dynamic_cast<MappedClass*>(type->class_payload.get());
  if (mapped != nullptr && value &&
      add_mapped_attribute(context(interp), *mapped, name->text, value))
    return;
  interp.types().type->slots.setattr(interp, self, name, value);
}

Type* make_meta(Context& owner, const char* name, const char* module) {
  return interp::TypeBuilder(owner.interp, name, module)
      .base(owner.interp.types().type)
      .slots([](interp::Slots& slots) { slots.setattr = guard<set_mapped_attribute>; })
      .build();
}

Type* make_declarative_meta(Context& owner) {
  return make_meta(owner, "DeclarativeMeta",
                   owner.profile.select_list_style ? "sqlalchemy.ext.declarative.api"
                                                   : "sqlalchemy.orm.decl_api");
}

Type* make_intercept(Context& owner) {
  return make_meta(owner, "DeclarativeAttributeIntercept", "sqlalchemy.orm.decl_api");
}

}  // namespace

bool add_mapped_attribute(Context& owner, MappedClass& mapped, const std::string& key,
                          const Value& value) {
  auto& mapper = const_cast<orm::Mapper&>(*mapped.mapper);
  if (const auto* data = interp::try_payload<RelationshipData>(value)) {
    orm::RelationshipArgs args =
        relationship_args(owner, *data, *mapped.registry, *mapped.type, key, Value());
    args.is_late = true;
    mapper.add_relationship(key, std::move(args));
    configure_with_next_object(owner, *mapped.registry);
    return true;
  }
  if (interp::try_payload<CompositeData>(value) != nullptr) {
    add_composite(owner, mapped, key, value);
    return true;
  }
  if (auto* synonym = interp::try_payload<SynonymData>(value)) {
    synonym->key = key;
    owner.interp.set_class_attr(mapped.type, owner.interp.intern(key), value);
    return true;
  }
  const auto* given = interp::try_payload<ColumnPropertyData>(value);
  orm::ClauseRef clause = find_clause(owner, given != nullptr ? given->column : value);
  orm::MappedProperty property;
  property.key = key;
  if (given != nullptr) {
    property.deferred = given->deferred;
    property.deferred_group = given->group;
  } else if (const auto* column = interp::try_payload<MappedColumnData>(value)) {
    property.deferred = column->deferred;
    property.deferred_group = column->deferred_group;
  }
  if (clause != nullptr && clause->kind() == orm::NodeKind::column &&
      static_cast<const orm::ColumnClause&>(*clause).is_schema_column()) {
    orm::Ref<orm::Column> column(static_cast<orm::Column*>(clause.get()));
    if (column->name().empty()) column->set_name(key);
    if (column->schema_table() == nullptr) mapper.local_table().append_column(column);
    property.column = std::move(column);
    mapper.add_attribute(std::move(property));
    return true;
  }
  if (given == nullptr || clause == nullptr || !clause->is_column()) return false;
  property.expression = property_expression(clause);
  mapper.add_attribute(std::move(property));
  return true;
}

void add_declarative_meta_types(TypeTable& table) {
  table.emplace_back("DeclarativeMeta", make_declarative_meta);
  table.emplace_back("DeclarativeAttributeIntercept", make_intercept);
}

}  // namespace lessonrun::bind
