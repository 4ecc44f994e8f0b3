// aliased(User), with_parent(), configure_mappers(): entities beside the classes themselves.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/instances.h"
#include "runner/bind/legacy.h"
#include "runner/bind/mapper_events.h"
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

orm::EntityElement& entity_of(Interpreter& interp, const Value& self) {
  return static_cast<orm::EntityElement&>(*interp::payload<ClauseData>(interp, self).clause);
}

Value aliased_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  Context& owner = context(interp);
  const orm::EntityElement& entity = entity_of(interp, self);
  if (name->text == "__name__") return interp.str(entity.mapper->class_name());
  if (auto index = entity.mapper->find(name->text)) {
    // Of an expression there are no columns: NoColumns says so.
    if (entity.alias && entity.alias->kind() == orm::NodeKind::from_grouping) entity.alias->c();
    return wrap(owner, entity.attribute(*index));
  }
  for (const orm::Mapper* sub : entity.polymorphic) {
    if (sub != entity.mapper && sub->class_name() == name->text) {
      return wrap(owner, entity.as_subclass(*sub));
    }
  }
  if (Type* type = mapped_type(*entity.mapper)) return attribute_of_alias(owner, self, *type, name);
  return {};
}

std::string aliased_repr(Interpreter& interp, const Value& self) {
  char address[32];
  std::snprintf(address, sizeof address, "0x%zx", reinterpret_cast<size_t>(self.object()));
  return std::string("<AliasedClass at ") + address + "; " +
         entity_of(interp, self).mapper->class_name() + ">";
}

Value aliased_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  interp.raise("AttributeError", "type object '" + entity_of(interp, self).mapper->class_name() +
                                     "' has no attribute '" + name->text + "'");
}

Value aliased_getattr_guarded(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (Value found = Guarded<aliased_getattr>::call(interp, self, name)) return found;
  if (Value found = interp.generic_getattr(self, name)) return found;
  return aliased_missing(interp, self, name);
}

Type* make_aliased_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "AliasedClass", "sqlalchemy.orm.util")
      .payload<ClauseData>()
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.getattr = aliased_getattr_guarded;
        slots.repr = aliased_repr;
      })
      .build();
}

// 1.3 takes any expression for what an alias selects from, and fails when columns are asked of it.
class NoColumns final : public orm::FunctionFrom {
 public:
  NoColumns(const orm::ColumnRef& expression, std::string class_name)
      : orm::FunctionFrom(expression), class_name_(std::move(class_name)) {}

 protected:
  void populate() const override {
    throw orm::AttributeError("Neither '" + class_name_ +
                              "' object nor 'Comparator' object has an attribute "
                              "'corresponding_column'");
  }

 private:
  std::string class_name_;
};

orm::Ref<orm::FromClause> to_aliased_from(Context& owner, const Value& value) {
  const orm::ClauseRef clause = find_clause(owner, value);
  const bool is_expression =
      clause != nullptr && clause->is_column() && clause->kind() != orm::NodeKind::function;
  if (!owner.profile.plain_role_errors || !is_expression) return to_from(owner, value);
  return orm::make_ref<NoColumns>(orm::ColumnRef(orm::as_column(clause.get())),
                                  owner.interp.type_name(value));
}

Value aliased_function(Call& call) {
  Context& owner = context(call.interp);
  std::string name = call[2].is_none() ? std::string() : std::string(call.text(2));
  orm::Ref<orm::FromClause> selectable;
  if (!call[1].is_none()) selectable = to_aliased_from(owner, call[1]);
  orm::ClauseRef clause = find_clause(owner, call[0]);
  if (clause != nullptr && clause->kind() == orm::NodeKind::entity) {
    const auto& entity = static_cast<const orm::EntityElement&>(*clause);
    orm::Ref<orm::EntityElement> made =
        orm::aliased(*entity.mapper, selectable, name, call.interp.truth(call[3]));
    made->by_name = call.interp.truth(call[4]);
    return wrap(owner, made);
  }
  orm::FromClause* from = orm::as_from(clause.get());
  // In 1.4 a statement is no FROM object before subquery() makes it one; 2.0 makes it one here.
  const bool is_from =
      owner.profile.aliases_statements || dynamic_cast<const orm::SelectBase*>(from) == nullptr;
  if (from != nullptr && is_from) return wrap(owner, from->alias(name));
  if (clause != nullptr) {
    call.interp.raise("AttributeError",
                      "'" + call.interp.type_name(call[0]) + "' object has no attribute 'mapper'");
  }
  if (owner.profile.select_list_style) {
    raise_error(owner, orm::UnmappedClassError::cls,
                "Class '" + call.interp.str_of(call[0]) + "' is not mapped");
  }
  raise_error(owner, orm::NoInspectionAvailable::cls,
              "No inspection system is available for object of type " +
                  call.interp.repr(Value(call.interp.type_of(call[0]))));
}

Value with_parent_function(Call& call) {
  Context& owner = context(call.interp);
  orm::InstanceState& parent = to_state(owner, call[0]);
  parent.mapper().registry().configure();
  orm::ClauseRef clause;
  if (call[1].is(Kind::kStr) && !owner.profile.future) {
    warn_of_parent_name(owner);
    const orm::RelationshipProperty* found =
        parent.mapper().relationship(call.interp.text(call[1]));
    if (found == nullptr) {
      call.interp.raise("AttributeError", "type object '" + parent.mapper().class_name() +
                                              "' has no attribute " + call.interp.repr(call[1]));
    }
    clause = orm::make_ref<orm::RelationshipElement>(*found, nullptr);
  } else if (call[1].is(Kind::kStr)) {
    raise_error(owner, orm::ArgumentError::cls,
                "with_parent() accepts class-bound mapped attributes, not strings");
  } else {
    clause = find_clause(owner, call[1]);
  }
  const orm::RelationshipElement* element = orm::as_relationship(clause.get());
  if (element == nullptr && !owner.profile.future) {
    call.interp.raise("AttributeError", "_with_parent");
  }
  if (element == nullptr) {
    raise_error(
        owner, orm::ArgumentError::cls,
        "Expected relationship property for with_parent(), got " + call.interp.str_of(call[1]));
  }
  return wrap(owner, element->with_parent(parent));
}

Value configure_mappers_function(Call& call) {
  // Every class is configured when it is first used; this is for those that were not.
  std::vector<orm::Ref<orm::Registry>> registries;
  each_mapped_class(context(call.interp), [&](MappedClass& mapped) {
    if (std::find(registries.begin(), registries.end(), mapped.registry) == registries.end()) {
      registries.push_back(mapped.registry);
    }
  });
  for (const auto& registry : registries) registry->configure();
  return Value::none();
}

const Binding kAliasedRows[] = {
    {"aliased", "element, alias=None, name=None, flat=False, adapt_on_names=False",
     guard<aliased_function>, "orm::aliased({args})", BindingKind::function},
    {"with_parent", "instance, prop, from_entity=None", guard<with_parent_function>,
     "orm::with_parent({args})", BindingKind::function},
    {"configure_mappers", "", guard<configure_mappers_function>,
     "!the mappers of structs are configured when they are first used", BindingKind::function},
};

}  // namespace

Value wrap_entity(Context& owner, const orm::ClauseRef& clause) {
  const auto& entity = static_cast<const orm::EntityElement&>(*clause);
  if (entity.alias == nullptr || entity.mapper->selects_from_own(entity.alias.get())) {
    Type* type = mapped_type(*entity.mapper);
    return type == nullptr ? Value::none() : Value(type);
  }
  return owner.make<ClauseData>("AliasedClass", clause);
}

void add_aliased_types(TypeTable& table) { table.emplace_back("AliasedClass", make_aliased_type); }

std::vector<BindingTable> aliased_tables() {
  return {{"sqlalchemy.orm", nullptr, kAliasedRows, std::size(kAliasedRows)}};
}

}  // namespace lessonrun::bind
