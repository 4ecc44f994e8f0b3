// Attributes that are given to a mapped class after its class statement:
// `User.addresses = relationship(...)`. SQLAlchemy's DeclarativeMeta sees to them, so does ours.
#include "orm/orm_error.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/properties.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

void set_mapped_attribute(Interpreter& interp, const Value& self, interp::StrObject* name,
                          const Value& value) {
  Context& owner = context(interp);
  Type* type = self.as<Type>();
  auto* mapped = dynamic_cast<MappedClass*>(type->class_payload.get());
  if (mapped == nullptr || !value) {
    interp.types().type->slots.setattr(interp, self, name, value);
    return;
  }
  auto& mapper = const_cast<orm::Mapper&>(*mapped->mapper);
  if (const auto* data = interp::try_payload<RelationshipData>(value)) {
    mapper.add_relationship(
        name->text, relationship_args(owner, *data, *mapped->registry, *type, name->text, Value()));
    return;
  }
  if (auto* synonym = interp::try_payload<SynonymData>(value)) synonym->key = name->text;
  const auto* given = interp::try_payload<ColumnPropertyData>(value);
  orm::ClauseRef clause = find_clause(owner, given != nullptr ? given->column : value);
  orm::MappedProperty property;
  property.key = name->text;
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
    if (column->name().empty()) column->set_name(name->text);
    if (column->schema_table() == nullptr) mapper.local_table().append_column(column);
    property.column = std::move(column);
    mapper.add_attribute(std::move(property));
    return;
  }
  if (given != nullptr && clause != nullptr && clause->is_column()) {
    property.expression = property_expression(clause);
    mapper.add_attribute(std::move(property));
    return;
  }
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

void add_declarative_meta_types(TypeTable& table) {
  table.emplace_back("DeclarativeMeta", make_declarative_meta);
  table.emplace_back("DeclarativeAttributeIntercept", make_intercept);
}

}  // namespace lessonrun::bind
