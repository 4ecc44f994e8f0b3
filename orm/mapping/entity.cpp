// Entities in statements: select(User), User.name, and how such a statement becomes plain Core.
//
// Lowering replaces each entity by its columns and writes down, in a RowPlan, how a row of them is
// put together again. The SQL text is Core's affair alone.
#include "orm/mapping/lowering.h"

#include "orm/compiler.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

void EntityElement::append_key(KeyBuilder& key) const {
  key.tag(NodeKind::entity);
  key.object(mapper);
  key.child(alias.get());
}

StatementPlugin* EntityElement::plugin() const { return &orm_plugin(); }

FromClause& EntityElement::selectable() const {
  if (alias != nullptr) return *alias;
  return mapper->local_table();
}

void EntityElement::from_objects(std::vector<FromClause*>& out) const {
  out.push_back(&selectable());
}

const AttributeAnnotation* attribute_annotation(const ClauseElement& element) {
  if (element.kind() != NodeKind::annotated) return nullptr;
  const auto& annotated = static_cast<const AnnotatedColumn&>(element);
  return dynamic_cast<const AttributeAnnotation*>(annotated.annotation.get());
}

namespace {

// The column of an attribute, in the table or in the alias that stands for it.
ColumnRef attribute_column(const EntityElement& entity, size_t attribute) {
  if (entity.alias == nullptr) return entity.mapper->attribute(attribute);
  const MappedProperty& property = entity.mapper->property(attribute);
  return entity.alias->c().at(property.column->key()).ref();
}

std::string item_key(const ClauseElement& element) {
  if (const AttributeAnnotation* annotation = attribute_annotation(element)) {
    return annotation->mapper->property(annotation->index).key;
  }
  if (element.is_column()) {
    return std::string(static_cast<const ColumnElement&>(element).key());
  }
  return {};
}

// Replaces what only the mapper understands in FROM by tables.
Ref<FromClause> from_of(const ClauseRef& node) {
  if (node->kind() == NodeKind::entity) {
    return static_cast<const EntityElement&>(*node).selectable().ref();
  }
  if (FromClause* from = as_from(node.get())) return from->ref();
  throw ArgumentError("FROM expression, such as a Table or alias() object expected, got " +
                      std::string("an element of another kind."));
}

// Where a column stands in the list; adds it, unless it is there already and one is enough. An
// entity never repeats a column, single columns do from 1.4 on.
size_t place_of(Select& core, const ClauseRef& column, bool once) {
  if (once && column->is_column()) {
    const ColumnElement* bare = static_cast<const ColumnElement&>(*column).bare();
    for (size_t i = 0; i < core.raw_columns.size(); ++i) {
      const ClauseElement& known = *core.raw_columns[i];
      if (known.is_column() && static_cast<const ColumnElement&>(known).bare() == bare) return i;
    }
  }
  core.raw_columns.push_back(column);
  return core.raw_columns.size() - 1;
}

class OrmPlugin final : public StatementPlugin {
 public:
  Lowered lower(const ClauseRef& statement, const Profile& profile) override {
    if (statement->kind() == NodeKind::select) {
      Ref<RowPlan> plan;
      Ref<Select> select = lower_select(static_cast<const Select&>(*statement), profile, nullptr, plan);
      return {select, plan};
    }
    Ref<ClauseElement> copy = statement->shallow_copy();
    if (auto* dml = dynamic_cast<DmlBase*>(copy.get())) {
      if (dml->target->kind() == NodeKind::entity) dml->target = from_of(dml->target);
      for (ClauseRef& column : dml->returning_columns) {
        if (column->kind() == NodeKind::entity) column = from_of(column);
      }
    }
    return {copy, nullptr};
  }

  Ref<FromClause> selectable(const ClauseElement& node) override {
    if (node.kind() != NodeKind::entity) return nullptr;
    return static_cast<const EntityElement&>(node).selectable().ref();
  }

  ColumnRef attribute(const ClauseElement& element, std::string_view key) override {
    const Mapper* mapper = nullptr;
    const EntityElement* entity = nullptr;
    if (element.kind() == NodeKind::entity) {
      entity = &static_cast<const EntityElement&>(element);
      mapper = entity->mapper;
    } else if (const AttributeAnnotation* annotation = attribute_annotation(element)) {
      mapper = annotation->mapper;
    }
    if (mapper == nullptr) {
      throw InvalidRequestError("Entity namespace for \"" + element.str(profile_2_0) +
                                "\" has no property \"" + std::string(key) + "\"");
    }
    auto index = mapper->find(key);
    if (!index) {
      throw InvalidRequestError("Entity namespace for \"" +
                                std::string(mapper->local_table().name()) +
                                "\" has no property \"" + std::string(key) + "\"");
    }
    return entity != nullptr ? attribute_column(*entity, *index) : mapper->attribute(*index);
  }
};

}  // namespace

Ref<Select> lower_select(const Select& statement, const Profile& profile, const AttributeSet* only,
                         Ref<RowPlan>& plan) {
  plan = make_ref<RowPlan>();
  Ref<Select> core = statement.copy();
  core->raw_columns.clear();
  core->plugin_ = nullptr;
  for (const ClauseRef& element : statement.raw_columns) {
    RowPlan::Item item;
    if (element->kind() == NodeKind::entity) {
      const auto& entity = static_cast<const EntityElement&>(*element);
      item.mapper = entity.mapper;
      item.key = entity.alias != nullptr && !entity.alias->name().empty()
                     ? std::string(entity.alias->name())
                     : entity.mapper->class_name();
      plan->has_entities = true;
      for (const MappedProperty& property : entity.mapper->properties()) {
        if (only != nullptr ? !only->has(property.index) : property.deferred) continue;
        item.places.push_back(place_of(*core, attribute_column(entity, property.index), true));
        item.attributes.push_back(property.index);
      }
      plan->items.push_back(std::move(item));
    } else if (FromClause* from = as_from(element.get())) {
      for (const auto& [key, column] : from->c()) {
        RowPlan::Item column_item;
        column_item.key = key;
        column_item.places.push_back(place_of(*core, column->ref(), !profile.dedupe_columns));
        plan->items.push_back(std::move(column_item));
      }
    } else {
      item.key = item_key(*element);
      item.places.push_back(place_of(*core, element, !profile.dedupe_columns));
      plan->items.push_back(std::move(item));
    }
  }
  for (const ClauseRef& entity : core->from_entities) core->from_list.push_back(from_of(entity));
  core->from_entities.clear();
  for (PendingJoin& join : core->joins) {
    join.target = from_of(join.target);
    if (join.from != nullptr) join.from = from_of(join.from);
  }
  return core;
}

StatementPlugin& orm_plugin() {
  static OrmPlugin plugin;  // has no state
  return plugin;
}

}  // namespace orm
