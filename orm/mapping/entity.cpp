// Entities in statements: select(User), aliased(User), User.name, and what Core asks about them.
// The file is above 500 lines because entities and the plugin that answers for them read the same
// annotations.
#include <algorithm>
#include <utility>

#include "orm/bundle.h"
#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/profile.h"
#include "orm/relationship.h"

namespace orm {

bool MappedProperty::is_null_expression() const {
  if (expression == nullptr) return false;
  const ColumnElement* bare = expression->bare();
  if (bare->kind() == NodeKind::label) {
    bare = static_cast<const Label&>(*bare).element->bare();
  }
  return bare->kind() == NodeKind::null_;
}

void EntityElement::append_key(KeyBuilder& key) const {
  key.tag(NodeKind::entity);
  key.object(mapper);
  key.child(alias.get());
  for (const Mapper* one : polymorphic) key.object(one);
  key.child(polymorphic_on.get());
}

StatementPlugin* EntityElement::plugin() const { return &orm_plugin(); }

FromClause& EntityElement::selectable() const {
  if (alias != nullptr) return *alias;
  return mapper->selectable();
}

void EntityElement::from_objects(std::vector<FromClause*>& out) const {
  out.push_back(&selectable());
}

const AttributeAnnotation* attribute_annotation(const ClauseElement& element) {
  if (element.kind() != NodeKind::annotated) return nullptr;
  const auto& annotated = static_cast<const AnnotatedColumn&>(element);
  return dynamic_cast<const AttributeAnnotation*>(annotated.annotation.get());
}

ColumnRef proxy_attribute(const ColumnRef& expression, std::string key, Ref<EntityElement> entity) {
  return make_ref<AnnotatedColumn>(
      expression, make_ref<ProxyAnnotation>(std::move(key), std::move(entity)), &orm_plugin());
}

ClauseRef named_by_attribute(const ClauseRef& element, const Profile& profile) {
  const ProxyAnnotation* proxy = proxy_annotation(*element);
  if (proxy == nullptr) return element;
  const ColumnElement& bare = *static_cast<const ColumnElement&>(*element).bare();
  const NodeKind kind = bare.kind();
  const bool wraps = kind == NodeKind::cast || kind == NodeKind::type_coerce;
  const bool has_name = kind == NodeKind::column || kind == NodeKind::label ||
                        (!profile.select_list_style && !wraps && !bare.name().empty());
  const bool anonymous = (kind == NodeKind::scalar_select && !profile.hybrid_names_subquery) ||
                         (kind == NodeKind::grouping && profile.select_list_style);
  if (has_name || anonymous) return element;
  ColumnRef named = static_cast<const AnnotatedColumn&>(*element).element;
  if (kind == NodeKind::grouping) named = static_cast<const Grouping&>(bare).element;
  return proxy_attribute(named->label(proxy->key), proxy->key, proxy->entity);
}

const ProxyAnnotation* proxy_annotation(const ClauseElement& element) {
  if (element.kind() != NodeKind::annotated) return nullptr;
  const auto& annotated = static_cast<const AnnotatedColumn&>(element);
  return dynamic_cast<const ProxyAnnotation*>(annotated.annotation.get());
}

// Made once for each expression, so that ORDER BY finds it among the columns. A label is anonymous,
// since the class and its alias may stand side by side.
ColumnRef EntityElement::adapted(const ColumnRef& expression) const {
  for (const auto& [from, to] : adapted_) {
    if (from == expression) return to;
  }
  ColumnRef made = adapt_to(expression, *alias);
  if (made->kind() == NodeKind::label) {
    made = make_ref<Label>(Name(), static_cast<const Label&>(*made).element);
  }
  adapted_.emplace_back(expression, made);
  return made;
}

namespace {

bool is_union(const FromClause* from) {
  const auto* alias = dynamic_cast<const Alias*>(from);
  return alias != nullptr && dynamic_cast<const CompoundSelect*>(alias->element.get()) != nullptr;
}

}  // namespace

// A column that has the same value: another one of the attribute, or one that the classes' tables
// are joined by.
ColumnElement* EntityElement::equivalent_there(const Mapper& of, size_t index,
                                               const ColumnElement& column) const {
  std::vector<const ColumnElement*> same;
  const MappedProperty& property = of.property(index);
  if (property.column != nullptr) same.push_back(property.column.get());
  for (const Ref<Column>& more : property.more_columns) same.push_back(more.get());
  for (const Mapper* at = &of; at != nullptr; at = at->inherits()) {
    for (const auto& [above, below] : at->inherit_pairs()) {
      if (below == column.bare()) same.push_back(above);
      if (above == column.bare()) same.push_back(below);
    }
  }
  for (const ColumnElement* one : same) {
    if (ColumnElement* found = alias->c().corresponding(*one)) return found;
  }
  return nullptr;
}

ColumnElement* EntityElement::found_there(const Mapper& of, size_t index,
                                          const ColumnElement& column) const {
  if (alias == nullptr) return const_cast<ColumnElement*>(&column);
  if (ColumnElement* found = alias->c().corresponding(column)) return found;
  // In a UNION of tables the columns go by name.
  if (by_name || mapper->concrete() || is_union(alias.get())) {
    if (ColumnElement* found = alias->c().find(column.key())) return found;
  }
  return equivalent_there(of, index, column);
}

ColumnRef EntityElement::column_there(const Mapper& of, size_t index,
                                      const ColumnRef& column) const {
  Ref<EntityElement> owner = &of == mapper ? ref() : as_subclass(of);
  if (column->kind() != NodeKind::column) {
    return make_ref<AnnotatedColumn>(alias == nullptr ? column : adapted(column),
                                     make_ref<AttributeAnnotation>(of, index, owner),
                                     &orm_plugin());
  }
  ColumnElement* found = found_there(of, index, *column);
  // What the FROM object does not have is asked of the class's table.
  if (found == nullptr) found = column.get();
  if (alias == nullptr) owner = nullptr;
  return make_ref<AnnotatedColumn>(found->ref(), make_ref<AttributeAnnotation>(of, index, owner),
                                   &orm_plugin());
}

ColumnRef EntityElement::attribute(size_t index) const {
  if (alias == nullptr) return mapper->attribute(index);
  const MappedProperty& property = mapper->property(index);
  if (property.relationship != nullptr) {
    return make_ref<RelationshipElement>(*property.relationship, ref());
  }
  return column_there(
      *mapper, index,
      property.expression != nullptr ? property.expression : ColumnRef(property.column));
}

std::vector<const Mapper*> EntityElement::mappers() const {
  std::vector<const Mapper*> all{mapper};
  for (const Mapper* one : polymorphic.empty() ? mapper->with_polymorphic() : polymorphic) {
    if (one != mapper) all.push_back(one);
  }
  return all;
}

Ref<EntityElement> EntityElement::as_subclass(const Mapper& subclass) const {
  auto entity = make_ref<EntityElement>(subclass, alias);
  entity->by_name = by_name;
  entity->polymorphic = {&subclass};
  return entity;
}

std::vector<EntityElement::SelectedColumn> EntityElement::selected_columns() const {
  std::vector<SelectedColumn> columns;
  std::vector<const ColumnElement*> known;
  AttributeSet seen;
  for (const Mapper* of : mappers()) {
    for (const MappedProperty& property : of->properties()) {
      if (!property.is_column()) continue;
      bool repeats = seen.has(property.index);
      // An attribute that a subclass only inherits is that of the class above.
      if (repeats && property.more_columns.empty()) continue;
      seen.add(property.index);
      auto add = [&](const ColumnRef& column, bool again) {
        if (std::find(known.begin(), known.end(), column.get()) != known.end()) return;
        known.push_back(column.get());
        ColumnRef there;
        if (again || of != mapper) {
          there = column_there(*of, property.index, column);
        } else {
          there = attribute(property.index);
        }
        const bool absent = alias != nullptr && column->kind() == NodeKind::column &&
                            !mapper->selects_from_own(alias.get()) &&
                            found_there(*of, property.index, *column) == nullptr;
        columns.push_back({&property, of, std::move(there), again, absent});
      };
      if (property.column == nullptr) {
        add(property.expression, repeats);
        continue;
      }
      add(ColumnRef(property.column), repeats);
      for (const Ref<Column>& column : property.more_columns) add(ColumnRef(column), true);
    }
  }
  return columns;
}

ColumnRef EntityElement::single_criterion() const {
  const ColumnRef& criterion = mapper->single_criterion();
  if (criterion == nullptr || alias == nullptr) return criterion;
  return adapt_to(criterion, *alias);
}

Ref<FromClause> entity_from(const ClauseElement& element) {
  if (element.kind() == NodeKind::entity) {
    return static_cast<const EntityElement&>(element).selectable().ref();
  }
  const AttributeAnnotation* note = attribute_annotation(element);
  if (note == nullptr) return nullptr;
  if (note->entity != nullptr) return note->entity->selectable().ref();
  return note->mapper->selectable().ref();
}

Ref<FromClause> anonymous(FromClause& from, bool flat, const std::string& name) {
  if (!flat || from.kind() != NodeKind::join) return from.alias(name);
  auto& join = static_cast<Join&>(from);
  auto named = [&](FromClause& side) {
    if (name.empty() || side.kind() == NodeKind::join) return name;
    return name + "_" + std::string(side.name());
  };
  Ref<FromClause> left = anonymous(*join.left, true, named(*join.left));
  Ref<FromClause> right = anonymous(*join.right, true, named(*join.right));
  ColumnRef condition = adapt_columns(join.onclause, [&](const ColumnElement& column) -> ColumnRef {
    for (const Ref<FromClause>& side : {left, right}) {
      if (ColumnElement* found = side->c().corresponding(*column.bare())) return found->ref();
    }
    return nullptr;
  });
  return make_ref<Join>(left, right, condition, join.outer, join.full);
}

Ref<EntityElement> with_polymorphic(const Mapper& mapper, PolymorphicSpec spec, bool inner,
                                    bool aliased, bool flat, std::string name) {
  mapper.registry().configure();
  const PolymorphicSpec& own = mapper.with_polymorphic_spec();
  if (!spec.given()) {
    spec.all = own.all;
    spec.mappers = own.mappers;
    spec.late = own.late;
  }
  if (spec.selectable == nullptr) spec.selectable = own.selectable;
  std::vector<const Mapper*> mappers = mapper.mappers_of(spec);
  Ref<FromClause> from = spec.selectable;
  if (from == nullptr) from = mapper.join_tables(mappers, inner);
  if (aliased || flat) from = anonymous(*from, flat, name);
  auto entity = make_ref<EntityElement>(mapper, std::move(from), std::move(name));
  if (spec.polymorphic_on != nullptr) {
    const ColumnElement* there = entity->alias->c().corresponding(*spec.polymorphic_on);
    entity->polymorphic_on = there == nullptr ? spec.polymorphic_on : there->ref();
  }
  entity->polymorphic = std::move(mappers);
  if (entity->polymorphic.empty()) entity->polymorphic.push_back(&mapper);
  return entity;
}

void FromStatement::append_key(KeyBuilder& key) const {
  key.tag(kind());
  for (const ClauseRef& element : elements) key.child(element.get());
  key.child(statement.get());
  for (const auto& option : plugin_options) option->append_key(key);
}

StatementPlugin* FromStatement::plugin() const { return &orm_plugin(); }

Ref<EntityElement> aliased(const Mapper& mapper, Ref<FromClause> alias, std::string name,
                           bool flat) {
  mapper.registry().configure();
  if (alias == nullptr) alias = anonymous(mapper.selectable(), flat, name);
  return make_ref<EntityElement>(mapper, std::move(alias), std::move(name));
}

namespace {

// The statement with its assignments named by columns, `by_attribute` those named by attributes.
// `bulk_dml` as in the profile.
Ref<ClauseElement> with_values(DmlBase& dml, const Mapper& mapper, bool by_attribute,
                               bool bulk_dml) {
  auto named = [&](Assignments row) {
    for (Assignment& assignment : row) {
      if (assignment.column != nullptr || !by_attribute) continue;
      auto index = mapper.find(assignment.key);
      if (!index || mapper.property(*index).column == nullptr) continue;
      const Ref<Column>& column = mapper.property(*index).column;
      assignment.key = std::string(column->key());
      // One of a table above is named as itself: this one has no such column.
      if (bulk_dml && column->table != &mapper.local_table() && dml.kind() == NodeKind::update) {
        assignment.column = column;
      }
    }
    return row;
  };
  if (auto* update = dynamic_cast<Update*>(&dml)) {
    if (update->row.empty()) return Ref<ClauseElement>(&dml);
    return update->values(named(std::exchange(update->row, {})), update->ordered);
  }
  if (auto* insert = dynamic_cast<Insert*>(&dml)) {
    for (Assignments& row : insert->rows) row = named(std::move(row));
    if (!insert->row.empty()) return insert->values(named(std::exchange(insert->row, {})));
  }
  return Ref<ClauseElement>(&dml);
}

class OrmPlugin final : public StatementPlugin {
 public:
  Lowered lower(const ClauseRef& statement, const Profile& profile, bool nested,
                const std::vector<Ref<StatementOption>>* outer) override {
    if (const RelationshipElement* relationship = as_relationship(statement.get())) {
      return {relationship->expression(), nullptr};
    }
    if (const auto* from = dynamic_cast<const FromStatement*>(statement.get())) {
      return {from->statement, nullptr};
    }
    if (statement->kind() == NodeKind::select) {
      Ref<RowPlan> plan;
      LowerOptions options;
      options.eager = !nested;
      options.nested = nested;
      if (nested && outer != nullptr) {
        for (const Ref<StatementOption>& option : *outer) {
          const auto* one = dynamic_cast<const LoaderCriteria*>(option.get());
          if (one != nullptr) options.criteria.emplace_back(one);
        }
      }
      Ref<Select> select =
          lower_select(static_cast<const Select&>(*statement), profile, options, plan);
      return {select, plan};
    }
    if (const auto* change = dynamic_cast<const DmlBase*>(statement.get())) {
      if (!change->plugin_options.empty() && change->target->kind() == NodeKind::entity) {
        const Mapper& of = *static_cast<const EntityElement&>(*change->target).mapper;
        return lower(with_criteria_as_where(*change, of), profile, nested, outer);
      }
    }
    Ref<ClauseElement> copy = statement->shallow_copy();
    // text().columns(User.id): the text is complete, its columns only name and type it.
    if (statement->kind() == NodeKind::text_select) {
      static_cast<TextSelect&>(*copy).plugin_ = nullptr;
    }
    if (auto* dml = dynamic_cast<DmlBase*>(copy.get())) {
      auto plain = [](ClauseRef& node) {
        if (node->kind() == NodeKind::entity) {
          const auto& entity = static_cast<EntityElement&>(*node);
          // Rows are written to the class's own table, whatever it is joined to.
          const bool own =
              entity.alias == nullptr || entity.mapper->selects_from_own(entity.alias.get());
          node = own ? Ref<FromClause>(entity.mapper->local_table().ref()) : entity.alias;
        }
      };
      // Values that waited for the table become parameters now, under its columns' keys.
      const Mapper* mapper = dml->target->kind() == NodeKind::entity
                                 ? static_cast<EntityElement&>(*dml->target).mapper
                                 : nullptr;
      plain(dml->target);
      std::vector<ClauseRef> returned;
      for (ClauseRef& column : dml->returning_columns) {
        if (column->kind() == NodeKind::entity && profile.bulk_dml) {
          add_returned(static_cast<const EntityElement&>(*column), returned);
        } else {
          plain(column);
          returned.push_back(std::move(column));
        }
      }
      dml->returning_columns = std::move(returned);
      if (mapper != nullptr) {
        bool by_attribute = profile.bulk_dml || copy->kind() != NodeKind::insert;
        copy = with_values(*dml, *mapper, by_attribute, profile.bulk_dml);
        // Of a table with several classes only the rows of this one are meant.
        const ColumnRef& criterion = mapper->single_criterion();
        if (criterion != nullptr && profile.orm_dml) {
          if (copy->kind() == NodeKind::update) {
            copy = static_cast<Update&>(*copy).where(criterion);
          } else if (copy->kind() == NodeKind::delete_) {
            copy = static_cast<Delete&>(*copy).where(criterion);
          }
        }
      }
    }
    return {copy, nullptr};
  }

  // What a class in RETURNING asks for: the columns that are loaded with it, no expressions.
  static void add_returned(const EntityElement& entity, std::vector<ClauseRef>& returned) {
    for (EntityElement::SelectedColumn& selected : entity.selected_columns()) {
      if (selected.property->expression != nullptr || selected.property->deferred) continue;
      if (selected.column->kind() == NodeKind::annotated)
        selected.column = static_cast<const AnnotatedColumn&>(*selected.column).element;
      returned.emplace_back(std::move(selected.column));
    }
  }

  Ref<FromClause> selectable(const ClauseElement& node) override {
    if (node.kind() != NodeKind::entity) return nullptr;
    return static_cast<const EntityElement&>(node).selectable().ref();
  }

  std::vector<ColumnRef> columns(const ClauseElement& element) override {
    std::vector<ColumnRef> columns;
    if (element.kind() == NodeKind::bundle) {
      for (const ClauseRef& one : static_cast<const Bundle&>(element).expressions) {
        if (ColumnElement* column = as_column(one.get())) {
          columns.emplace_back(column);
        } else {
          for (ColumnRef& part : this->columns(*one)) columns.push_back(std::move(part));
        }
      }
    }
    if (element.kind() != NodeKind::entity) return columns;
    const auto& entity = static_cast<const EntityElement&>(element);
    for (EntityElement::SelectedColumn& selected : entity.selected_columns()) {
      if (!renders_in_subquery(entity.mapper->profile(), *selected.property)) continue;
      // Selected with its class a column keeps its own key, an expression has the attribute's.
      if (selected.property->expression == nullptr &&
          selected.column->kind() == NodeKind::annotated)
        selected.column = static_cast<const AnnotatedColumn&>(*selected.column).element;
      columns.push_back(std::move(selected.column));
    }
    return columns;
  }

  std::string_view result_key(const ColumnElement& element) override {
    if (const AttributeAnnotation* attribute = attribute_annotation(element))
      return attribute->mapper->property(attribute->index).key;
    if (const ProxyAnnotation* proxy = proxy_annotation(element)) return proxy->key;
    return {};
  }

  // The class that an element is about; `entity` is the alias of it, where there is one.
  static const Mapper* mapper_of(const ClauseElement& element, const EntityElement*& entity) {
    const Mapper* mapper = nullptr;
    if (element.kind() == NodeKind::entity) {
      entity = &static_cast<const EntityElement&>(element);
    } else if (const AttributeAnnotation* annotation = attribute_annotation(element)) {
      mapper = annotation->mapper;
      entity = annotation->entity.get();
    } else if (const ProxyAnnotation* proxy = proxy_annotation(element)) {
      entity = proxy->entity.get();
    } else if (const RelationshipElement* relationship = as_relationship(&element)) {
      entity = relationship->target.get();
      if (entity == nullptr) mapper = &relationship->relationship->mapper();
    }
    if (entity != nullptr) mapper = entity->mapper;
    if (mapper != nullptr) mapper->registry().configure();
    return mapper;
  }

  ColumnRef criterion(const ClauseElement& element, std::string_view key,
                      const Value& value) override {
    const EntityElement* entity = nullptr;
    const Mapper* mapper = mapper_of(element, entity);
    if (mapper == nullptr) return nullptr;
    if (auto index = mapper->find(key); index && mapper->property(*index).is_column())
      return nullptr;
    const ClauseRef of_class = entity == nullptr ? mapper->entity() : nullptr;
    return mapper->class_manager().class_criterion(
        entity != nullptr ? *entity : static_cast<const EntityElement&>(*of_class), key, value);
  }

  ColumnRef attribute(const ClauseElement& element, std::string_view key) override {
    const EntityElement* entity = nullptr;
    const Mapper* mapper = mapper_of(element, entity);
    if (mapper == nullptr) {
      throw InvalidRequestError("Entity namespace for \"" + element.str(profile_2_0) +
                                "\" has no property \"" + std::string(key) + "\"");
    }
    auto index = mapper->find(key);
    if (!index) {
      const ClauseRef of_class = entity == nullptr ? mapper->entity() : nullptr;
      ColumnRef computed = mapper->class_manager().class_attribute(
          entity != nullptr ? *entity : static_cast<const EntityElement&>(*of_class), key);
      if (computed != nullptr) return computed;
      const std::string name(key);
      if (mapper->profile().class_in_errors) {
        throw InvalidRequestError("Entity '" + mapper->class_repr() + "' has no property '" + name +
                                  "'");
      }
      const bool column = as_column(&const_cast<ClauseElement&>(element)) != nullptr;
      throw InvalidRequestError(
          "Entity namespace for \"" +
          (column ? element.str(mapper->profile()) : std::string(mapper->local_table().name())) +
          "\" has no property \"" + name + "\"");
    }
    return entity != nullptr ? entity->attribute(*index) : mapper->attribute(*index);
  }
};

}  // namespace

StatementPlugin& orm_plugin() {
  static OrmPlugin plugin;  // has no state
  return plugin;
}

Ref<ClauseElement> EntityElement::shallow_copy() const { return make_ref<EntityElement>(*this); }

Ref<ClauseElement> FromStatement::shallow_copy() const { return make_ref<FromStatement>(*this); }

}  // namespace orm
