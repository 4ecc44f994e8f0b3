// From Python objects to clauses and back, with SQLAlchemy's rules for what is accepted where.
#include "orm/bundle.h"
#include "orm/excerpt.h"
#include "orm/orm_error.h"
#include "runner/bind/context.h"
#include "runner/bind/custom.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/expressions.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/instances.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Value;

Value wrap(Context& owner, const orm::ClauseRef& clause) {
  if (clause == nullptr) return Value::none();
  if (clause->kind() == orm::NodeKind::annotated) {
    if (const auto* annotation = orm::attribute_annotation(*clause)) {
      if (Value attribute = class_attribute(owner, *annotation)) return attribute;
    }
  }
  if (clause->kind() == orm::NodeKind::column_plugin) {
    if (orm::as_relationship(clause.get()) != nullptr) {
      return wrap_relationship(owner, orm::Ref<orm::RelationshipElement>(
                                          static_cast<orm::RelationshipElement*>(clause.get())));
    }
  }
  if (clause->kind() == orm::NodeKind::entity) return wrap_entity(owner, clause);
  if (clause->kind() == orm::NodeKind::custom) {
    if (Value object = custom_object(owner, *clause)) return object;
  }
  if (clause->kind() == orm::NodeKind::bundle) return wrap_bundle(owner, clause);
  if (clause->kind() == orm::NodeKind::ddl) return owner.make<ClauseData>("DDL", clause);
  if (clause->kind() == orm::NodeKind::text) return owner.make<ClauseData>("TextClause", clause);
  // A table and each column of a table or subquery is one object, however often it is asked for.
  bool has_identity = clause->kind() == orm::NodeKind::table ||
                      (clause->kind() == orm::NodeKind::column &&
                       (static_cast<const orm::ColumnClause&>(*clause).is_schema_column() ||
                        static_cast<const orm::ColumnClause&>(*clause).table != nullptr));
  if (has_identity) {
    return owner.unique(clause.get(), [&] {
      return clause->is_column() ? wrap_expression(owner, clause) : wrap_selectable(owner, clause);
    });
  }
  return clause->is_column() ? wrap_expression(owner, clause) : wrap_selectable(owner, clause);
}

orm::ClauseRef find_clause(Context& owner, const Value& value) {
  if (!value.is_object()) return nullptr;
  if (const auto* data = interp::try_payload<ClauseData>(value)) {
    // Objects of a lesson's own classes become clauses when they are used as such; a comparator
    // stands for the expression that it was made for.
    const interp::Type* type = owner.interp.type_of(value);
    if (type->heap && !type->is_subtype_of(owner.type("Comparator")))
      return custom_clause(owner, value);
    return data->clause;
  }
  if (value.is(Kind::kType)) refuse_pending(owner, *value.as<interp::Type>());
  if (const orm::Mapper* mapper = find_mapper(value)) {
    // Since 1.4 a statement about a class is made without asking if the mappers fit together.
    if (owner.profile.select_list_style) mapper->registry().configure();
    return mapper->entity();
  }
  switch (value.object()->kind) {
    case Kind::kStr:
    case Kind::kBytes:
    case Kind::kList:
    case Kind::kTuple:
    case Kind::kDict:
    case Kind::kSet:
      return nullptr;
    default:
      break;
  }
  if (interp::Value method = owner.interp.find_attr(value, "__clause_element__")) {
    return find_clause(owner, owner.interp.call(method));
  }
  return nullptr;
}

orm::Operand to_operand(Context& owner, const Value& value) {
  if (orm::ClauseRef clause = find_clause(owner, value)) return orm::Operand(std::move(clause));
  return orm::Operand(to_orm(owner, value));
}

namespace {

std::string object_text(Context& owner, const Value& value) { return owner.interp.repr(value); }

// A name, more likely than an expression: it has no space.
bool looks_like_a_column(std::string_view text) {
  auto is_space = [](unsigned char c) { return std::isspace(c) != 0; };
  return !text.empty() && (std::isalnum(static_cast<unsigned char>(text[0])) || text[0] == '_') &&
         std::none_of(text.begin(), text.end(), is_space);
}

}  // namespace

void raise_textual(Context& owner, const char* what, const Value& value) {
  const std::string quoted =
      value.is(Kind::kStr) ? orm::repr_excerpt(owner.interp.text(value)) : owner.interp.repr(value);
  raise_error(
      owner, orm::ArgumentError::cls,
      std::string(what) + " " + quoted + " should be explicitly declared as text(" + quoted + ")");
}

orm::ColumnRef to_column(Context& owner, const Value& value, const char* role) {
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (auto* column = orm::as_column(clause.get())) return column->ref();
    if (clause->kind() == orm::NodeKind::bundle) {
      std::vector<orm::ColumnRef> columns;
      for (const auto& item : static_cast<const orm::Bundle&>(*clause).columns()) {
        columns.push_back(item.second->ref());
      }
      return orm::make_ref<orm::ClauseList>(orm::NodeKind::clause_list, orm::Operator::comma,
                                            std::move(columns));
    }
    if (clause->kind() == orm::NodeKind::select) {
      return static_cast<const orm::Select&>(*clause).scalar_subquery();
    }
  }
  if (value.is(Kind::kFunction) && owner.profile.stmt_cache) {
    return to_column(owner, run_lambda(owner, value, {}), role);
  }
  if (value.is_none()) return orm::null();
  if (value.is_bool()) return value.as_bool() ? orm::true_() : orm::false_();
  if (value.is(Kind::kStr)) raise_textual(owner, "Textual SQL expression", value);
  if (owner.profile.plain_role_errors) {
    raise_error(owner, orm::ArgumentError::cls,
                "SQL expression object expected, got object of type " +
                    object_text(owner, Value(owner.interp.type_of(value))) + " instead");
  }
  const std::string_view what = role;
  const bool is_role = what.size() > 4 && what.substr(what.size() - 4) == "role";
  raise_error(owner, orm::ArgumentError::cls,
              (is_role ? "SQL expression for " + std::string(role) + " expected, got "
                       : std::string(role) + " expression expected, got ") +
                  object_text(owner, value) + ".");
}

orm::ColumnRef to_key_target(Context& owner, const Value& value) {
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (auto* column = orm::as_column(clause.get())) return column->ref();
  }
  const std::string text = object_text(owner, value);
  raise_error(owner, orm::ArgumentError::cls,
              owner.profile.select_list_style
                  ? "String, Column, or Column-bound argument expected, got " + text
                  : "String column name or Column object for DDL foreign key constraint expected, "
                    "got " +
                        text + ".");
}

orm::ColumnRef to_order(Context& owner, const Value& value, const char* clause) {
  if (value.is(Kind::kStr)) return orm::label_reference(std::string(owner.interp.text(value)));
  return to_column(owner, value, clause);
}

namespace {

// What select() says that it takes.
std::string select_role(const Context& owner) {
  return owner.profile.typed_names
             ? "Column expression, FROM clause, or other columns clause element"
             : "Column expression or FROM clause";
}

}  // namespace

orm::ClauseRef to_select_element(Context& owner, const Value& value) {
  if (orm::Ref<orm::FromClause> from = implicit_from(owner, value)) {
    if (!owner.profile.deprecates_1_x) return from;
    const std::string message = select_role(owner) + " expected, got " + object_text(owner, value) +
                                ". To create a FROM clause from a " +
                                owner.interp.repr(Value(owner.interp.type_of(value))) +
                                " object, use the .subquery() method.";
    raise_error(owner, orm::ArgumentError::cls, orm::with_link(message, "89ve", owner.profile));
  }
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (clause->is_column() || clause->is_from() || clause->kind() == orm::NodeKind::entity ||
        clause->kind() == orm::NodeKind::bundle) {
      return orm::named_by_attribute(clause, owner.profile);
    }
  }
  if (value.is_none()) return orm::null();
  if (value.is_bool()) return value.as_bool() ? orm::true_() : orm::false_();
  if (value.tag() == interp::Tag::kInt || value.tag() == interp::Tag::kFloat) {
    return orm::literal_column(owner.interp.str_of(value));  // select(1)
  }
  if (value.is(Kind::kStr) && owner.interp.text(value) == "*" && !owner.profile.plain_role_errors) {
    return orm::literal_column("*");
  }
  if (value.is(Kind::kStr)) {
    const std::string quoted = orm::repr_excerpt(owner.interp.text(value));
    const char* instead =
        looks_like_a_column(owner.interp.text(value)) ? "column" : "literal_column";
    raise_error(owner, orm::ArgumentError::cls,
                "Textual column expression " + quoted +
                    " should be explicitly declared with text(" + quoted + "), or use " + instead +
                    "(" + quoted + ") for more specificity");
  }
  if (value.is(Kind::kList) && !owner.profile.select_list_style) {
    raise_error(
        owner, orm::ArgumentError::cls,
        select_role(owner) + " expected, got " + object_text(owner, value) +
            ". Did you mean to say select(" +
            [&] {
              std::string inner = object_text(owner, value);
              return inner.size() > 1 ? inner.substr(1, inner.size() - 2) : inner;
            }() +
            ")?");
  }
  raise_error(owner, orm::ArgumentError::cls,
              select_role(owner) + " expected, got " + object_text(owner, value) + ".");
}

std::vector<orm::ClauseRef> to_select_elements(Context& owner, const std::vector<Value>& values) {
  std::vector<orm::ClauseRef> elements;
  for (const Value& value : values) {
    if (std::optional<orm::ColumnCollection> columns = find_columns(value)) {
      for (const auto& item : *columns) elements.push_back(item.second->ref());
    } else {
      elements.push_back(to_select_element(owner, value));
    }
  }
  return elements;
}

orm::Ref<orm::FromClause> to_from(Context& owner, const Value& value) {
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (clause->kind() == orm::NodeKind::entity) {
      return static_cast<const orm::EntityElement&>(*clause).selectable().ref();
    }
    if (clause->kind() == orm::NodeKind::function) {
      return orm::make_ref<orm::FunctionFrom>(orm::ColumnRef(orm::as_column(clause.get())));
    }
    if (auto* from = orm::as_from(clause.get())) return from->ref();
  }
  if (value.is(Kind::kStr)) raise_textual(owner, "Textual SQL expression", value);
  if (owner.profile.plain_role_errors) {
    raise_error(owner, orm::ArgumentError::cls, "FROM expression expected");
  }
  raise_error(owner, orm::ArgumentError::cls,
              "FROM expression, such as a Table or alias() object expected, got " +
                  object_text(owner, value) + ".");
}

}  // namespace lessonrun::bind
