// Compiling UPDATE and DELETE, and what INSERT shares with them: which columns get which values,
// RETURNING. INSERT itself is in compile_insert.cpp.
#include <orm/error.h>

#include <algorithm>

#include "orm/sql/compile.h"
#include "orm/sql/from_linter.h"

namespace orm {

std::string SqlCompiler::capture(const ClauseElement& node) {
  std::string saved = std::move(out_);
  out_.clear();
  visit(node);
  std::string text = std::move(out_);
  out_ = std::move(saved);
  return text;
}

// INSERT, UPDATE or DELETE inside a CTE.
void SqlCompiler::visit_dml(const DmlBase& statement) {
  bool saved = nested_dml_;
  nested_dml_ = true;
  bool rows = result_.returns_rows;
  if (statement.kind() == NodeKind::insert)
    visit_insert(static_cast<const Insert&>(statement));
  else if (statement.kind() == NodeKind::update)
    visit_update(static_cast<const Update&>(statement));
  else
    visit_delete(static_cast<const Delete&>(statement));
  result_.returns_rows = rows;
  nested_dml_ = saved;
}

std::string SqlCompiler::crud_value(const Assignment& assignment, ColumnElement& column) {
  if (assignment.value.clause) {
    const ClauseElement& clause = *assignment.value.clause;
    if (clause.kind() >= NodeKind::select && clause.kind() <= NodeKind::text_select) {
      auto scalar = static_cast<const SelectBase&>(clause).scalar_subquery();
      result_.keep.emplace_back(scalar.get());
      return capture(*scalar);
    }
    if (clause.kind() == NodeKind::bind && clause.is_column()) {
      const auto& bind = static_cast<const BindParameter&>(clause);
      if (nested_dml_ && bind.is_crud) {
        // Inside a CTE the values are anonymous.
        auto named = make_ref<BindParameter>(bind);
        named->key_ = "param";
        named->unique = true;
        named->is_crud = false;
        result_.keep.emplace_back(named.get());
        auto known = extracted_.find(&bind);
        if (known != extracted_.end()) extracted_.emplace(named.get(), known->second);
        return capture(*named);
      }
      if (bind.unique && !bind.is_crud && profile_.dedupe_columns) {
        auto named = make_ref<BindParameter>(bind);
        named->key_ = std::string(column.key());
        named->unique = false;
        named->is_crud = true;
        if (named->type->is_null_type()) named->type = column.type;
        result_.keep.emplace_back(named.get());
        auto known = extracted_.find(&bind);
        if (known != extracted_.end()) extracted_.emplace(named.get(), known->second);
        return capture(*named);
      }
      if (bind.type->is_null_type()) {
        // bindparam("x") in values() is typed by its column.
        size_t index = bind_index(bind);
        result_.binds[index].type = column.type;
        result_.binds[index].processor =
            dialect_.bind_processor(column.type->dialect_impl(dialect_));
      }
      if (bind.is_crud) result_.insert_keys.push_back(std::string(column.key()));
    }
    const auto& element = static_cast<const ColumnElement&>(clause);
    return capture(*element.self_group(Operator::over));
  }
  auto bind = make_ref<BindParameter>(std::string(column.key()), assignment.value.value,
                                      column.type, false);
  bind->is_crud = true;
  result_.keep.emplace_back(bind.get());
  return capture(*bind);
}

// What a column's default is in SQL: an expression, or the next value of its sequence on databases
// that have them; null for other defaults.
ColumnRef SqlCompiler::default_expression(const Column& column, bool insert) const {
  const ColumnDefault& fill = insert ? column.args.default_ : column.args.onupdate;
  if (fill.kind == ColumnDefault::Kind::clause) {
    ColumnRef element(as_column(fill.clause.get()));
    if (element == nullptr && fill.clause->is_from())
      element = static_cast<SelectBase&>(*fill.clause).scalar_subquery();
    return element;
  }
  if (fill.kind != ColumnDefault::Kind::sequence || !dialect_.supports_sequences) return nullptr;
  if (fill.sequence->optional && dialect_.sequences_optional) return nullptr;
  return fill.sequence->next_value();
}

// Does the engine execute the key's sequence by itself and bind what it gave?
bool SqlCompiler::fetches_key_before(const Insert& insert, const Column& column) const {
  if (!column.primary_key() || options_.for_executemany || insert.is_inline ||
      !insert.rows.empty() || !insert.returning_columns.empty())
    return false;
  const ColumnDefault& fill = column.args.default_;
  if (!dialect_.preexecute_keys || (fill && fill.kind != ColumnDefault::Kind::sequence))
    return false;
  if (default_expression(column, true)) return true;
  return dialect_.name != "default" && column.schema_table()->autoincrement_column() == &column;
}

// A key that neither the program nor the database gives.
void SqlCompiler::warn_of_missing_key(const Column& column) {
  if (!column.primary_key() || column.nullable() || column.table == nullptr ||
      column.table->kind() != NodeKind::table ||
      !static_cast<const TableClause&>(*column.table).is_schema_table())
    return;
  const auto& table = static_cast<const Table&>(*column.table);
  if (table.autoincrement_column() == &column) return;
  std::string message =
      "Column '" + table.fullname() + "." + std::string(column.name()) +
      "' is marked as a member of the primary key for table '" + table.fullname() +
      "', but has no Python-side or server-side default generator indicated, nor does it indicate "
      "'autoincrement=True' or 'nullable=True', and no explicit value is passed.  Primary key "
      "columns typically may not store NULL.";
  if (table.primary_key_constraint().columns.size() > 1)
    message +=
        " Note that as of SQLAlchemy 1.1, 'autoincrement=True' must be indicated explicitly for "
        "composite (e.g. multicolumn) primary keys if AUTO_INCREMENT/SERIAL/IDENTITY behavior is "
        "expected for one of the columns in the primary key. CREATE TABLE statements are impacted "
        "by this change as well on most backends.";
  warn(std::move(message));
}

std::vector<SqlCompiler::Crud> SqlCompiler::crud(const DmlBase& statement, const Assignments& row) {
  FromClause* table = statement.subject();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  bool insert = statement.kind() == NodeKind::insert;
  std::vector<Crud> result;
  auto quoted = [&](const ColumnElement& column) {
    return dialect_.quote(column.name(), static_cast<const ColumnClause&>(column).quote);
  };
  auto given = [&](const ColumnElement& column) -> const Assignment* {
    const Assignment* found = nullptr;
    for (const auto& assignment : row) {
      const ColumnElement* target = assignment.column ? assignment.column->bare() : nullptr;
      if (target == &column || (target == nullptr && assignment.key == column.key()))
        found = &assignment;
    }
    return found;
  };
  if (!insert && !dialect_.multi_table_update && !profile_.sets_other_tables) {
    for (const auto& assignment : row) {
      const ColumnElement* of = assignment.column ? assignment.column->bare() : nullptr;
      if (of == nullptr || of->kind() != NodeKind::column) continue;
      const FromClause* other = static_cast<const ColumnClause*>(of)->table;
      if (other != nullptr && other != table && other->kind() == NodeKind::table) {
        throw CompileError(
            "Backend does not support additional tables in the SET clause; cannot include columns "
            "from table(s) '" +
            other->description() + "' in SET clause");
      }
    }
  }
  // Names that no column has.
  std::string unconsumed;
  for (const auto& assignment : row)
    if (!assignment.column && table->c().find(assignment.key) == nullptr)
      unconsumed += (unconsumed.empty() ? "" : ", ") + assignment.key;
  if (!unconsumed.empty()) throw CompileError("Unconsumed column names: " + unconsumed);

  bool every_column =
      (nested_dml_ || !options_.has_column_keys) && row.empty() && !statement.has_values;
  auto is_key = [&](const ColumnElement& column) {
    return !nested_dml_ && std::find(options_.column_keys.begin(), options_.column_keys.end(),
                                     column.key()) != options_.column_keys.end();
  };
  std::vector<ColumnElement*> order;
  if (statement.kind() == NodeKind::update && static_cast<const Update&>(statement).ordered) {
    for (const auto& assignment : row)
      order.push_back(assignment.column ? const_cast<ColumnElement*>(assignment.column->bare())
                                        : table->c().find(assignment.key));
    for (const auto& item : table->c())
      if (std::find(order.begin(), order.end(), item.second) == order.end())
        order.push_back(item.second);
  } else {
    for (const auto& item : table->c()) order.push_back(item.second);
  }
  for (ColumnElement* column : order) {
    if (const Assignment* assignment = given(*column)) {
      result.push_back({column, quoted(*column), crud_value(*assignment, *column)});
      continue;
    }
    if (every_column || is_key(*column)) {
      auto bind = make_ref<BindParameter>(std::string(column->key()), Value(), column->type, false);
      bind->is_crud = true;
      bind->required = true;
      result_.keep.emplace_back(bind.get());
      result_.insert_keys.push_back(std::string(column->key()));
      result.push_back({column, quoted(*column), capture(*bind)});
      continue;
    }
    if (!static_cast<ColumnClause&>(*column).is_schema_column()) continue;
    auto& schema_column = static_cast<Column&>(*column);
    const ColumnDefault& fill = insert ? schema_column.args.default_ : schema_column.args.onupdate;
    ColumnRef element = default_expression(schema_column, insert);
    if (insert && fetches_key_before(static_cast<const Insert&>(statement), schema_column)) {
      // Fetched from its sequence before the INSERT.
      auto bind = make_ref<BindParameter>(std::string(column->key()), Value(), column->type, false);
      bind->is_crud = true;
      result_.keep.emplace_back(bind.get());
      result.push_back({column, quoted(*column), capture(*bind)});
    } else if (element) {
      result_.keep.emplace_back(element.get());
      result.push_back({column, quoted(*column), capture(*element->self_group(Operator::over))});
      result_.postfetch.push_back(&schema_column);
    } else if (fill.kind == ColumnDefault::Kind::scalar ||
               fill.kind == ColumnDefault::Kind::callable) {
      auto bind = make_ref<BindParameter>(std::string(column->key()), Value(), column->type, false);
      bind->is_crud = true;
      result_.keep.emplace_back(bind.get());
      std::string text = capture(*bind);
      result_.defaults.push_back({&schema_column, bind_index(*bind), !insert});
      result_.prefetch.push_back(&schema_column);
      result.push_back({column, quoted(*column), std::move(text)});
    } else if (insert
                   ? static_cast<bool>(schema_column.args.server_default)
                   : static_cast<bool>(schema_column.args.server_onupdate) ||
                         schema_column.args.server_default.kind == ServerDefault::Kind::computed) {
      result_.postfetch.push_back(&schema_column);
    } else if (insert) {
      warn_of_missing_key(schema_column);
    }
  }
  return result;
}

size_t SqlCompiler::returning_columns(const std::vector<ClauseRef>& columns, bool bare) {
  auto select = make_ref<Select>(columns);
  result_.keep.emplace_back(select.get());
  auto named = select->named_columns(LabelStyle::default_, true);
  SelectContext context;
  context.toplevel = !nested_dml_;
  bool saved = all_bare_;
  all_bare_ = bare;
  column_list(*select, named, context);
  all_bare_ = saved;
  return named.size();
}

void SqlCompiler::returning(const DmlBase& statement, const std::vector<ClauseRef>& columns) {
  if (columns.empty()) return;
  result_.returns_rows = true;
  if (dialect_.write_returning(*this, statement, columns)) return;
  bool known = statement.kind() == NodeKind::insert   ? dialect_.insert_returning
               : statement.kind() == NodeKind::update ? dialect_.update_returning
                                                      : dialect_.delete_returning;
  if (!known && dialect_.name != "default")
    throw CompileError("RETURNING is not supported by this dialect's statement compiler.");
  out_ += " RETURNING ";
  returning_columns(columns, dialect_.name == "sqlite");
}

void SqlCompiler::where(const std::vector<ColumnRef>& criteria) {
  if (criteria.empty()) return;
  ColumnRef clause = criteria.size() > 1       ? and_(criteria)
                     : profile_.dedupe_columns ? criteria[0]->self_group(Operator::none)
                                               : criteria[0];
  result_.keep.emplace_back(clause.get());
  const size_t start = out_.size();
  out_ += " WHERE ";
  const size_t before = out_.size();
  visit(*clause);
  if (out_.size() == before) out_.resize(start);  // an empty and_()
}

// Tables beside the target that the criteria name.
std::vector<FromClause*> SqlCompiler::other_tables(const FromClause& table,
                                                   const std::vector<ColumnRef>& criteria) {
  std::vector<FromClause*> others;
  for (const auto& criterion : criteria) {
    std::vector<FromClause*> objects;
    criterion->from_objects(objects);
    for (FromClause* from : objects)
      if (from != &table && std::find(others.begin(), others.end(), from) == others.end())
        others.push_back(from);
  }
  return others;
}

// Subqueries correlate to the target and to the other tables.
void SqlCompiler::push_dml_frame(const FromClause& table, const std::vector<FromClause*>& others) {
  Frame frame;
  frame.asfrom_froms.push_back(&table);
  frame.asfrom_froms.insert(frame.asfrom_froms.end(), others.begin(), others.end());
  frame.correlate_froms = frame.asfrom_froms;
  stack_.push_back(frame);
}

// What an UPDATE sets in tables beside its target: given values first, then what those tables
// update by themselves.
void SqlCompiler::crud_of_others(const Assignments& row, const std::vector<FromClause*>& others,
                                 std::vector<Crud>& result) {
  auto given = [&](const ColumnElement* column) -> const Assignment* {
    for (const auto& assignment : row)
      if (assignment.column && assignment.column->bare() == column) return &assignment;
    return nullptr;
  };
  auto named = [&](ColumnElement& column) {
    return dialect_.multi_table_update
               ? capture(column)
               : dialect_.quote(column.name(), static_cast<ColumnClause&>(column).quote);
  };
  std::vector<FromClause*> affected;
  auto bind = [&](const FromClause& table, const ColumnElement& column, Value value) {
    auto made = make_ref<BindParameter>(std::string(table.name()) + "_" + std::string(column.key()),
                                        std::move(value), column.type, false);
    result_.keep.emplace_back(made.get());
    return made;
  };
  for (FromClause* table : others) {
    for (const auto& item : table->c()) {
      ColumnElement& column = *item.second;
      const Assignment* assignment = given(&column);
      if (assignment == nullptr) continue;
      if (!dialect_.multi_table_update && !profile_.sets_other_tables)
        throw CompileError(
            "Backend does not support additional tables in the SET clause; cannot include columns "
            "from table(s) '" +
            table->description() + "' in SET clause");
      if (affected.empty() || affected.back() != table) affected.push_back(table);
      const ClauseRef& clause = assignment->value.clause;
      if (!clause) {
        result.push_back(
            {&column, named(column), capture(*bind(*table, column, assignment->value.value))});
        continue;
      }
      if (clause->kind() != NodeKind::bind) {
        result.push_back({&column, named(column), crud_value(*assignment, column)});
        continue;
      }
      const auto& source = static_cast<const BindParameter&>(*clause);
      auto copy = bind(*table, column, source.value);
      auto known = extracted_.find(&source);
      if (known != extracted_.end()) extracted_.emplace(copy.get(), known->second);
      result.push_back({&column, named(column), capture(*copy)});
    }
  }
  for (FromClause* table : affected) {
    for (const auto& item : table->c()) {
      if (given(item.second) || !static_cast<ColumnClause*>(item.second)->is_schema_column())
        continue;
      auto& column = static_cast<Column&>(*item.second);
      const ColumnDefault& fill = column.args.onupdate;
      if (fill.kind == ColumnDefault::Kind::clause && as_column(fill.clause.get()) != nullptr) {
        ColumnRef element(as_column(fill.clause.get()));
        result.push_back({&column, named(column), capture(*element->self_group(Operator::over))});
      } else if (fill.kind == ColumnDefault::Kind::scalar ||
                 fill.kind == ColumnDefault::Kind::callable) {
        auto made = bind(*table, column, Value());
        std::string text = capture(*made);
        result_.defaults.push_back({&column, bind_index(*made), true});
        result.push_back({&column, named(column), std::move(text)});
      }
    }
  }
}

namespace {
// `mysql_limit`, which stands at the end.
std::string limit_of(const DmlBase& statement, const Dialect& dialect) {
  for (const Hint& hint : statement.hints)
    if (hint.dialect == dialect.name + " limit") return " " + hint.text;
  return {};
}
}  // namespace

void SqlCompiler::visit_update(const Update& update) {
  FromClause* table = update.subject();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  std::vector<ColumnRef> consulted = update.where_criteria;
  if (profile_.update_from_values) {
    for (const Assignment& assignment : update.row) {
      if (ColumnElement* value = as_column(assignment.value.clause.get()))
        consulted.emplace_back(value);
    }
  }
  auto others = other_tables(*table, consulted);
  if (!others.empty() && !dialect_.update_from)
    throw NotImplementedError(
        "This backend does not support multiple-table criteria within UPDATE");
  push_dml_frame(*table, others);
  const size_t start = out_.size();
  declare_ctes(update.independent_ctes, update.nested_ctes, stack_.size());
  std::vector<Crud> columns;
  if (!others.empty()) crud_of_others(update.row, others, columns);
  bool multiple = !others.empty() && dialect_.multi_table_update;
  for (Crud& own : crud(update, update.row)) {
    if (multiple) own.name = capture(*own.column);
    columns.push_back(std::move(own));
  }
  out_ += "UPDATE ";
  affixes(update.prefixes);
  write_target(update, *table);
  for (size_t i = 0; multiple && i < others.size(); ++i) {
    out_ += ", ";
    visit_from(*others[i]);
  }
  out_ += " SET ";
  for (size_t i = 0; i < columns.size(); ++i)
    out_ += (i > 0 ? ", " : "") + columns[i].name + "=" + columns[i].value;
  if (!update.returning_columns.empty())
    dialect_.write_output(*this, update, update.returning_columns);
  if (!multiple && !others.empty() && dialect_.repeats_target) others.insert(others.begin(), table);
  for (size_t i = 0; !multiple && i < others.size(); ++i) {
    out_ += i == 0 ? " FROM " : ", ";
    visit_from(*others[i]);
  }
  where(update.where_criteria);
  out_ += limit_of(update, dialect_);
  if (options_.lint_froms) {
    std::vector<FromClause*> froms(others);
    if (others.empty() || others[0] != table) froms.insert(froms.begin(), table);
    lint_froms(*this, "UPDATE", froms, update.where_criteria);
  }
  returning(update, update.returning_columns);
  if (stack_.size() > 1) write_ctes(start, stack_.size());
  stack_.pop_back();
}

void SqlCompiler::visit_delete(const Delete& statement) {
  FromClause* table = statement.subject();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  auto others = other_tables(*table, statement.where_criteria);
  push_dml_frame(*table, others);
  const size_t start = out_.size();
  declare_ctes(statement.independent_ctes, statement.nested_ctes, stack_.size());
  out_ += "DELETE ";
  affixes(statement.prefixes);
  out_ += "FROM ";
  write_target(statement, *table);
  if (!statement.returning_columns.empty())
    dialect_.write_output(*this, statement, statement.returning_columns);
  if (!others.empty() && dialect_.delete_using == nullptr)
    throw NotImplementedError(
        "This backend does not support multiple-table criteria within DELETE");
  if (!others.empty() && dialect_.repeats_target) others.insert(others.begin(), table);
  for (const FromClause* other : others) {
    out_ += other == others[0] ? dialect_.delete_using : ", ";
    visit_from(*other);
  }
  where(statement.where_criteria);
  out_ += limit_of(statement, dialect_);
  if (options_.lint_froms) {
    std::vector<FromClause*> froms(others);
    if (others.empty() || others[0] != table) froms.insert(froms.begin(), table);
    lint_froms(*this, "DELETE", froms, statement.where_criteria);
  }
  returning(statement, statement.returning_columns);
  if (stack_.size() > 1) write_ctes(start, stack_.size());
  stack_.pop_back();
}

}  // namespace orm
