// column_descriptions: what a select() or Query has in its rows, as a list of dicts.
#include <map>

#include "orm/bundle.h"
#include "orm/dml.h"
#include "orm/mapper.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Value;

namespace {

// The first class, or alias of one, that an element draws from; null for plain columns.
orm::Ref<orm::EntityElement> entity_of(const orm::ClauseElement& element) {
  orm::Ref<orm::EntityElement> found;
  orm::traverse(element, [&](orm::ClauseElement& node) {
    if (found != nullptr || node.is_from()) return false;
    if (const orm::AttributeAnnotation* note = orm::attribute_annotation(node)) {
      found =
          note->entity != nullptr ? note->entity : orm::make_ref<orm::EntityElement>(*note->mapper);
    } else if (const orm::ProxyAnnotation* proxy = orm::proxy_annotation(node)) {
      found = proxy->entity;
    }
    return found == nullptr;
  });
  return found;
}

class Describer {
 public:
  Describer(Context& owner, bool is_query)
      : owner_(owner), interp_(owner.interp), is_query_(is_query) {}

  // An element of a statement that the mapper understands.
  Value mapped(const orm::ClauseRef& element) {
    if (element->kind() == orm::NodeKind::entity) {
      const auto& entity = static_cast<const orm::EntityElement&>(*element);
      Value cls = wrap_entity(owner_, entity.mapper->entity());
      Value self = wrap(owner_, element);
      return entry(interp_.str(entity.name.empty() ? entity.mapper->class_name() : entity.name),
                   cls, self, &entity);
    }
    orm::Ref<orm::EntityElement> entity = entity_of(*element);
    Value self = wrap(owner_, element);
    if (element->kind() == orm::NodeKind::bundle) {
      return entry(interp_.str(static_cast<const orm::Bundle&>(*element).name),
                   Value(interp_.type_of(self)), self, entity.get(), false);
    }
    const orm::ColumnElement* column = orm::as_column(element.get());
    if (column == nullptr) return plain(element);
    return entry(is_query_ ? key_of(*column) : numbered(name_of(*column)),
                 wrap_type(owner_, column->type), self, entity.get());
  }

  Value plain(const orm::ClauseRef& element) {
    Value dict = interp_.dict();
    const orm::ColumnElement* column = orm::as_column(element.get());
    put(dict, "name", column == nullptr ? interp_.str("") : numbered(name_of(*column)));
    put(dict, "type", column == nullptr ? Value::none() : wrap_type(owner_, column->type));
    put(dict, "expr", wrap(owner_, element));
    return dict;
  }

 private:
  // A name that was there before gets a number, as in the columns of a subquery.
  Value numbered(const Value& name) {
    if (name.is_none() || !owner_.profile.stmt_cache) return name;
    const std::string text = interp_.str_of(name);
    const int count = names_[text]++;
    return count == 0 ? name : interp_.str(text + "_" + std::to_string(count));
  }
  void put(const Value& dict, const char* key, const Value& value) {
    interp_.setitem(dict, interp_.str(key), value);
  }

  // A Query says the key of an expression: a function without a label has none.
  Value key_of(const orm::ColumnElement& column) {
    const bool is_attribute =
        orm::attribute_annotation(column) != nullptr || orm::proxy_annotation(column) != nullptr;
    const orm::NodeKind kind = column.bare()->kind();
    const bool has_key = kind == orm::NodeKind::column || kind == orm::NodeKind::label ||
                         kind == orm::NodeKind::literal_column;
    return is_attribute || has_key ? name_of(column) : Value::none();
  }

  Value name_of(const orm::ColumnElement& column) {
    if (const orm::AttributeAnnotation* note = orm::attribute_annotation(column)) {
      return interp_.str(note->mapper->property(note->index).key);
    }
    if (const orm::ProxyAnnotation* proxy = orm::proxy_annotation(column)) {
      return interp_.str(proxy->key);
    }
    if (column.kind() == orm::NodeKind::text) return Value::none();
    if (!column.name().empty()) return interp_.str(column.name());
    return owner_.profile.select_list_style ? Value::none() : interp_.str("_no_label");
  }

  Value entry(const Value& name, const Value& type, const Value& expr,
              const orm::EntityElement* entity, bool tells_alias = true) {
    Value dict = interp_.dict();
    bool aliased = tells_alias && entity != nullptr && entity->alias != nullptr &&
                   !entity->mapper->selects_from_own(entity->alias.get());
    put(dict, "name", name);
    put(dict, "type", type);
    put(dict, "aliased", Value::boolean(aliased));
    put(dict, "expr", expr);
    put(dict, "entity",
        entity == nullptr ? Value::none() : wrap(owner_, orm::ClauseRef(entity->ref())));
    return dict;
  }

  Context& owner_;
  interp::Interpreter& interp_;
  bool is_query_;
  std::map<std::string, int> names_;
};

}  // namespace

Value describe_columns(Context& owner, const orm::SelectBase& statement, bool mapped,
                       bool is_query) {
  Describer describer(owner, is_query);
  std::vector<Value> list;
  if (const auto* select = dynamic_cast<const orm::Select*>(&statement);
      select != nullptr && mapped) {
    for (const orm::ClauseRef& element : select->raw_columns) {
      list.push_back(describer.mapped(element));
    }
  } else {
    for (const orm::ColumnRef& column : statement.selected())
      list.push_back(describer.plain(column));
  }
  return owner.interp.list(std::move(list));
}

// Update.entity_description and its kin: what a statement changes.
Value describe_target(Context& owner, const orm::DmlBase& statement) {
  interp::Interpreter& interp = owner.interp;
  const orm::ClauseRef& target = statement.target;
  if (target->kind() == orm::NodeKind::entity) {
    const auto& entity = static_cast<const orm::EntityElement&>(*target);
    const Value cls = wrap_entity(owner, entity.mapper->entity());
    const Value self = wrap(owner, target);
    const auto& table = entity.mapper->local_table();
    return interp.dict(
        {{"name", interp.str(entity.name.empty() ? entity.mapper->class_name() : entity.name)},
         {"type", cls},
         {"expr", self},
         {"entity", self},
         {"table", wrap(owner, orm::ClauseRef(const_cast<orm::FromClause*>(
                                   static_cast<const orm::FromClause*>(&table))))}});
  }
  const orm::FromClause* from = orm::as_from(target.get());
  return interp.dict({{"name", from == nullptr ? Value::none() : interp.str(from->name())},
                      {"table", wrap(owner, target)}});
}

Value describe_returning(Context& owner, const orm::DmlBase& statement) {
  Describer describer(owner, false);
  const bool mapped = statement.target->kind() == orm::NodeKind::entity;
  std::vector<Value> list;
  for (const orm::ClauseRef& element : statement.returning_columns) {
    list.push_back(mapped ? describer.mapped(element) : describer.plain(element));
  }
  return owner.interp.list(std::move(list));
}

}  // namespace lessonrun::bind
