// Constraints and indexes as Python objects.
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/dialect_options.h"
#include "runner/bind/dialects.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

// The value of an option that only one database reads; a dict as the list of its pairs, which keeps
// their order.
orm::Operand option_operand(Context& owner, const Value& value) {
  if (value.is(Kind::kStr) || !value.is(Kind::kDict)) {
    return value.is(Kind::kStr) ? orm::Operand(to_orm(owner, value)) : to_operand(owner, value);
  }
  std::vector<orm::Value> pairs;
  for (auto& [key, item] : dict_items(owner, value)) {
    pairs.push_back(orm::Value::tuple({orm::Value(key), to_orm(owner, item)}));
  }
  return orm::Operand(orm::Value::list(std::move(pairs)));
}

Value dialect_options_of(Context& owner,
                         const std::vector<std::pair<std::string, orm::Operand>>& options) {
  Value dict = owner.interp.dict();
  for (const auto& [name, operand] : options) {
    owner.interp.setitem(
        dict, owner.interp.str(name),
        operand.clause ? wrap(owner, operand.clause) : from_orm(owner, operand.value));
  }
  return dict;
}

namespace {

// The names of a constraint's columns, and those columns that have none yet: they stand in the body
// of a class that is not mapped.
struct ColumnNames {
  std::vector<std::string> names;
  std::vector<std::pair<size_t, orm::Ref<orm::Column>>> unnamed;
};

ColumnNames column_names(Context& owner, const Value& value) {
  ColumnNames found;
  std::vector<std::string>& names = found.names;
  for (const Value& item : owner.interp.to_vector(value)) {
    if (item.is(Kind::kStr)) {
      names.emplace_back(owner.interp.text(item));
      continue;
    }
    orm::ColumnRef column = to_column(owner, item, "DDL constraint column role");
    if (column->kind() == orm::NodeKind::column && column->key().empty() &&
        static_cast<const orm::ColumnClause&>(*column).is_schema_column()) {
      found.unnamed.emplace_back(names.size(),
                                 static_cast<orm::Column*>(column.get())->column_ref());
    }
    names.emplace_back(column->key());
  }
  return found;
}

// UniqueConstraint or PrimaryKeyConstraint of the columns that were given.
template <class Constraint>
orm::Ref<orm::Constraint> make_constraint(Context& owner, const Value& columns) {
  ColumnNames found = column_names(owner, columns);
  auto constraint = orm::make_ref<Constraint>(std::move(found.names));
  constraint->unnamed_columns = std::move(found.unnamed);
  return constraint;
}

const char* constraint_class(const orm::Constraint& constraint) {
  static constexpr const char* kNames[] = {"PrimaryKeyConstraint", "ForeignKeyConstraint",
                                           "UniqueConstraint", "CheckConstraint",
                                           "ExcludeConstraint"};
  return kNames[static_cast<int>(constraint.kind)];
}

// Keywords that all constraints share.
void set_constraint_keywords(Context& owner, orm::Constraint& constraint, const Value& keywords) {
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (value.is_none()) continue;
    if (name == "info") {
      constraint.info = orm::make_ref<PythonObject>(owner.interp, value);
    } else if (name == "name") {
      constraint.name = to_name(owner, value);
    } else if (name == "deferrable") {
      constraint.deferrable = owner.interp.truth(value);
    } else if (name == "initially") {
      constraint.initially = std::string(owner.interp.text(value));
    } else if (name == "comment") {
      constraint.comment = std::string(owner.interp.text(value));
    } else if (name == "sqlite_on_conflict") {
      constraint.sqlite_on_conflict = std::string(owner.interp.text(value));
    } else {
      check_dialect_option(owner, constraint_class(constraint), name);
      constraint.dialect_options.emplace_back(name, option_operand(owner, value));
    }
  }
}

Value set_constraint(Call& call, orm::Ref<orm::Constraint> constraint, const Value& keywords) {
  set_constraint_keywords(context(call.interp), *constraint, keywords);
  context(call.interp).unique(constraint.get(), [&] { return call.self; });
  interp::payload<ConstraintData>(call.interp, call.self).constraint = std::move(constraint);
  return Value::none();
}

// Columns of one table, given as such, take the constraint into it.
void attach_with_columns(orm::Constraint& constraint, const std::vector<orm::ClauseRef>& given) {
  orm::Table* table = nullptr;
  for (const orm::ClauseRef& clause : given) {
    if (clause == nullptr) return;
    if (clause->kind() != orm::NodeKind::column) continue;
    const auto& column = static_cast<const orm::ColumnClause&>(*clause);
    if (!column.is_schema_column()) continue;
    orm::Table* owner = static_cast<const orm::Column&>(column).schema_table();
    if (owner == nullptr || (table != nullptr && owner != table)) return;
    table = owner;
  }
  if (table != nullptr) table->append_constraint(orm::Ref<orm::Constraint>(&constraint));
}

Value set_column_constraint(Call& call, const orm::Ref<orm::Constraint>& constraint,
                            const Value& columns, const Value& keywords) {
  std::vector<orm::ClauseRef> given;
  for (const Value& item : call.interp.to_vector(columns)) {
    given.push_back(item.is(Kind::kStr) ? nullptr : find_clause(context(call.interp), item));
  }
  set_constraint(call, constraint, keywords);
  attach_with_columns(*constraint, given);
  return Value::none();
}

Value unique_init(Call& call) {
  return set_column_constraint(
      call, make_constraint<orm::UniqueConstraint>(context(call.interp), call[0]), call[0],
      call[1]);
}

Value primary_key_init(Call& call) {
  return set_column_constraint(
      call, make_constraint<orm::PrimaryKeyConstraint>(context(call.interp), call[0]), call[0],
      call[1]);
}

Value check_init(Call& call) {
  orm::ClauseRef text =
      call[0].is(Kind::kStr)
          ? orm::ClauseRef(orm::text(std::string(call.text(0))))
          : orm::ClauseRef(to_column(context(call.interp), call[0], "DDL constraint role"));
  auto constraint = orm::make_ref<orm::CheckConstraint>(text);
  set_constraint(call, constraint, call[1]);
  std::vector<orm::ClauseRef> columns;
  orm::traverse(*text, [&](orm::ClauseElement& node) {
    if (node.kind() == orm::NodeKind::column) columns.emplace_back(&node);
    return true;
  });
  attach_with_columns(*constraint, columns);
  return Value::none();
}

// `table.column`. SQLAlchemy stumbles over a column of `table()`, which is in no MetaData.
std::string full_name(const orm::ColumnElement& target) {
  const auto* column = target.kind() == orm::NodeKind::column
                           ? static_cast<const orm::ColumnClause*>(&target)
                           : nullptr;
  if (column == nullptr || !column->is_schema_column()) {
    throw orm::AttributeError("'TableClause' object has no attribute 'key'");
  }
  return static_cast<const orm::Column*>(column)->fullname();
}

Value foreign_key_constraint_init(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::string> targets;
  std::vector<orm::ColumnRef> target_columns;
  for (const Value& item : call.interp.to_vector(call[1])) {
    if (item.is(Kind::kStr)) {
      targets.emplace_back(call.interp.text(item));
      target_columns.emplace_back();
      continue;
    }
    orm::ColumnRef column = to_key_target(owner, item);
    target_columns.push_back(column);
    targets.push_back(full_name(*column->bare()));
  }
  ColumnNames columns = column_names(owner, call[0]);
  auto constraint =
      orm::make_ref<orm::ForeignKeyConstraint>(std::move(columns.names), std::move(targets));
  constraint->unnamed_columns = std::move(columns.unnamed);
  constraint->target_columns = std::move(target_columns);
  if (!call.arg("ondelete").is_none()) {
    constraint->ondelete = std::string(call.interp.text(call.arg("ondelete")));
  }
  if (!call.arg("onupdate").is_none()) {
    constraint->onupdate = std::string(call.interp.text(call.arg("onupdate")));
  }
  if (!call.arg("match").is_none()) {
    constraint->match = std::string(call.interp.text(call.arg("match")));
  }
  constraint->name = to_name(owner, call.arg("name"));
  constraint->use_alter = call.interp.truth(call.arg("use_alter"));
  constraint->link_to_name = call.interp.truth(call.arg("link_to_name"));
  return set_column_constraint(call, constraint, call[0], call.arg("kwargs"));
}

std::string constraint_repr(Interpreter& interp, const Value& self) {
  return interp::payload<ConstraintData>(interp, self).constraint->repr();
}

Value constraint_name(Call& call) {
  std::string name = interp::payload<ConstraintData>(call.interp, call.self).constraint->ddl_name();
  return name.empty() ? Value::none() : call.interp.str(name);
}

Value constraint_columns(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> columns;
  const auto& constraint = interp::payload<ConstraintData>(call.interp, call.self).constraint;
  for (orm::Column* column : constraint->columns) {
    columns.push_back(wrap(owner, column->column_ref()));
  }
  return wrap_column_list(owner, std::move(columns));
}

const orm::Constraint& constraint_of(Call& call) {
  return *interp::payload<ConstraintData>(call.interp, call.self).constraint;
}

Value constraint_table(Call& call) {
  orm::Table* table = constraint_of(call).table;
  return table == nullptr ? Value::none() : wrap(context(call.interp), table->table_ref());
}

Value constraint_info(Call& call) {
  auto& constraint = *interp::payload<ConstraintData>(call.interp, call.self).constraint;
  return info_dict(context(call.interp), constraint.info);
}
Value constraint_kwargs(Call& call) {
  return dialect_options_of(context(call.interp), constraint_of(call).dialect_options);
}

// What only one kind of constraint has: `ondelete`, `elements`, `sqltext`.
Value constraint_attribute(Interpreter& interp, const Value& self, interp::StrObject* name) {
  Context& owner = context(interp);
  const orm::Constraint& constraint = *interp::payload<ConstraintData>(interp, self).constraint;
  auto text = [&](const std::string& value) {
    return value.empty() ? Value::none() : interp.str(value);
  };
  const std::string& wanted = name->text;
  if (wanted == "initially") return text(constraint.initially);
  if (wanted == "deferrable") {
    return constraint.deferrable ? Value::boolean(*constraint.deferrable) : Value::none();
  }
  if (constraint.kind == orm::Constraint::Kind::check && wanted == "sqltext") {
    return wrap(owner, static_cast<const orm::CheckConstraint&>(constraint).sqltext);
  }
  if (constraint.kind != orm::Constraint::Kind::foreign) return {};
  const auto& key = static_cast<const orm::ForeignKeyConstraint&>(constraint);
  if (wanted == "ondelete") return text(key.ondelete);
  if (wanted == "onupdate") return text(key.onupdate);
  if (wanted == "match") return text(key.match);
  if (wanted == "use_alter") return Value::boolean(key.use_alter);
  if (wanted == "referred_table") {
    orm::Table* table = key.referred_table();
    return table == nullptr ? Value::none() : wrap(owner, table->table_ref());
  }
  std::vector<Value> made;
  if (wanted == "elements") {
    for (orm::ForeignKey* element : key.elements) made.push_back(wrap_foreign_key(owner, *element));
    return interp.list(std::move(made));
  }
  if (wanted == "column_keys") {
    for (const std::string& column : key.column_names) made.push_back(interp.str(column));
    return interp.list(std::move(made));
  }
  return {};
}

Value constraint_iter(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  std::vector<Value> columns;
  for (orm::Column* column : interp::payload<ConstraintData>(interp, self).constraint->columns) {
    columns.push_back(wrap(owner, column->column_ref()));
  }
  return interp.iter(interp.list(std::move(columns)));
}

// ddl_if(dialect=, callable_=, state=): where the thing exists; 2.0.
template <class Get>
Value ddl_if(Call& call, Get get) {
  Context& owner = context(call.interp);
  orm::DdlIf& made = get().ddl_if.emplace();
  if (call[0].is(Kind::kStr)) {
    made.dialects.emplace_back(call.text(0));
  } else if (!call[0].is_none()) {
    for (const Value& name : call.interp.to_vector(call[0])) {
      made.dialects.push_back(call.interp.str_of(name));
    }
  }
  if (call[1].is_none()) return call.self;
  Context* held = &owner;
  const Value function = call[1];
  const Value state = call[2];
  orm::Constraint* constraint = nullptr;
  orm::Index* index = nullptr;
  if constexpr (std::is_same_v<std::decay_t<decltype(get())>, orm::Index>) {
    index = &get();
  } else {
    constraint = &get();
  }
  made.callable = [held, function, state, constraint, index](const orm::Dialect& dialect) {
    Interpreter& interp = held->interp;
    Value item =
        index != nullptr
            ? held->unique(
                  index,
                  [&] { return held->make<IndexData>("Index", orm::Ref<orm::Index>(index)); })
            : wrap_constraint(*held, *constraint);
    orm::Table* table = index != nullptr ? index->table : constraint->table;
    Value target = table == nullptr ? Value::none() : wrap(*held, table->table_ref());
    const Value none = Value::none();
    Value shown =
        wrap_dialect(*held, std::shared_ptr<const orm::Dialect>(&dialect, [](const auto*) {}));
    const std::vector<Value> arguments = {item, target, none};
    std::vector<std::pair<std::string_view, Value>> keywords = {
        {"state", state}, {"dialect", shown}, {"compiler", none}, {"checkfirst", none}};
    return interp.truth(interp.call(function, arguments, keywords));
  };
  return call.self;
}
Value constraint_ddl_if(Call& call) {
  return ddl_if(call, [&]() -> orm::Constraint& {
    return *interp::payload<ConstraintData>(call.interp, call.self).constraint;
  });
}

}  // namespace

Value index_ddl_if(Call& call) {
  return ddl_if(call, [&]() -> orm::Index& {
    return *interp::payload<IndexData>(call.interp, call.self).index;
  });
}

interp::TypeBuilder constraint_builder(Context& owner, const char* name, const char* module) {
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.base(owner.type("ColumnCollectionConstraint"))
      .payload<ConstraintData>()
      .property("name", guard<constraint_name>)
      .property("columns", guard<constraint_columns>)
      .property("table", guard<constraint_table>)
      .property("info", guard<constraint_info>)
      .property("kwargs", guard<constraint_kwargs>)
      .property("dialect_kwargs", guard<constraint_kwargs>)
      .slots([](interp::Slots& slots) {
        slots.repr = guard<constraint_repr>;
        slots.iter = guard<constraint_iter>;
        slots.getattr_missing = guard<constraint_attribute>;
      });
  if (owner.profile.ddl_conditions) {
    builder.method("ddl_if", "dialect=None, callable_=None, state=None", guard<constraint_ddl_if>);
  }
  return builder;
}

namespace {

// The bases, for isinstance().
Type* make_constraint_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Constraint", "sqlalchemy.sql.schema").build();
}
Type* make_column_collection_constraint_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ColumnCollectionConstraint", "sqlalchemy.sql.schema")
      .base(owner.type("Constraint"))
      .build();
}

Type* make_unique_type(Context& owner) {
  return constraint_builder(owner, "UniqueConstraint")
      .init("*columns, **kwargs", guard<unique_init>)
      .build();
}
Type* make_primary_key_type(Context& owner) {
  return constraint_builder(owner, "PrimaryKeyConstraint")
      .init("*columns, **kwargs", guard<primary_key_init>)
      .build();
}
Type* make_check_type(Context& owner) {
  return constraint_builder(owner, "CheckConstraint")
      .init("sqltext, **kwargs", guard<check_init>)
      .build();
}
Type* make_foreign_key_constraint_type(Context& owner) {
  return constraint_builder(owner, "ForeignKeyConstraint")
      .init(
          "columns, refcolumns, name=None, onupdate=None, ondelete=None, *, use_alter=False, "
          "link_to_name=False, match=None, table=None, **kwargs",
          guard<foreign_key_constraint_init>)
      .build();
}

}  // namespace

Value wrap_constraint(Context& owner, orm::Constraint& constraint) {
  return owner.unique(&constraint, [&] {
    return owner.make<ConstraintData>(constraint_class(constraint),
                                      orm::Ref<orm::Constraint>(&constraint));
  });
}

void add_constraint_types(TypeTable& table) {
  table.emplace_back("Constraint", make_constraint_type);
  table.emplace_back("ColumnCollectionConstraint", make_column_collection_constraint_type);
  table.emplace_back("UniqueConstraint", make_unique_type);
  table.emplace_back("PrimaryKeyConstraint", make_primary_key_type);
  table.emplace_back("CheckConstraint", make_check_type);
  table.emplace_back("ForeignKeyConstraint", make_foreign_key_constraint_type);
  table.emplace_back("ExcludeConstraint", make_exclude_type);
  table.emplace_back("Index", make_index_type);
}

}  // namespace lessonrun::bind
