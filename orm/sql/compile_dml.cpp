// Compiling INSERT, UPDATE and DELETE: which columns get which values, and RETURNING.
#include <orm/error.h>

#include <algorithm>

#include "orm/sql/compile.h"

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

std::vector<SqlCompiler::Crud> SqlCompiler::crud(const DmlBase& statement, const Assignments& row) {
  TableClause* table = statement.table();
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
    if (fill.kind == ColumnDefault::Kind::clause) {
      ColumnRef element(as_column(fill.clause.get()));
      std::string text;
      if (element == nullptr && fill.clause->is_from())
        element = static_cast<SelectBase&>(*fill.clause).scalar_subquery();
      if (element != nullptr) {
        result_.keep.emplace_back(element.get());
        text = capture(*element->self_group(Operator::over));
      }
      result.push_back({column, quoted(*column), text});
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
    } else if (insert && dialect_.preexecute_keys && schema_column.primary_key() &&
               !options_.for_executemany && !static_cast<const Insert&>(statement).is_inline &&
               static_cast<const Insert&>(statement).rows.empty() &&
               schema_column.schema_table()->autoincrement_column() == &schema_column) {
      // Fetched from its sequence before the INSERT.
      auto bind = make_ref<BindParameter>(std::string(column->key()), Value(), column->type, false);
      bind->is_crud = true;
      result_.keep.emplace_back(bind.get());
      result.push_back({column, quoted(*column), capture(*bind)});
    } else if (insert ? static_cast<bool>(schema_column.args.server_default)
                      : static_cast<bool>(schema_column.args.server_onupdate)) {
      result_.postfetch.push_back(&schema_column);
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
  out_ += " WHERE ";
  visit(*clause);
}

void SqlCompiler::multi_values(const Insert& insert, std::vector<Crud>& first) {
  result_.is_multi_values = true;
  for (size_t number = 0; number < insert.rows.size(); ++number) {
    out_ += number > 0 ? ", (" : "(";
    bool comma = false;
    for (const Crud& entry : first) {
      if (comma) out_ += ", ";
      comma = true;
      const Assignment* found = nullptr;
      for (const auto& assignment : insert.rows[number])
        if (assignment.column ? assignment.column->bare() == entry.column
                              : assignment.key == entry.column->key())
          found = &assignment;
      std::string key = std::string(entry.column->key());
      // In the first row defaults keep the plain name.
      if (found != nullptr || number > 0) key += "_m" + std::to_string(number);
      if (found != nullptr && found->value.clause) {
        out_ += capture(*found->value.clause);
        continue;
      }
      Value value;
      if (found != nullptr) {
        value = found->value.value;
      } else if (static_cast<ColumnClause&>(*entry.column).is_schema_column()) {
        const ColumnDefault& fill = static_cast<Column&>(*entry.column).args.default_;
        if (fill.kind == ColumnDefault::Kind::scalar) value = fill.value;
        if (fill.kind == ColumnDefault::Kind::callable) value = fill.callable({});
        if (!fill)
          throw CompileError("INSERT value for column " + insert.table()->name_ + "." +
                             std::string(entry.column->key()) +
                             " is explicitly rendered as a bound parameter in the VALUES clause; a "
                             "Python-side value or SQL expression is required");
      }
      auto bind = make_ref<BindParameter>(key, value, entry.column->type, false);
      bind->is_crud = true;
      result_.keep.emplace_back(bind.get());
      visit_bind(*bind);
    }
    out_ += ")";
  }
}

// INSERT .. SELECT; columns with a default of their own are added to the select.
void SqlCompiler::insert_from_select(const Insert& insert, const TableClause& table) {
  out_ += " (";
  bool first = true;
  for (const auto& name : insert.select_names) {
    if (!first) out_ += ", ";
    first = false;
    const ColumnElement* column = table.c().find(name);
    if (column == nullptr) throw KeyError(name);
    out_ += dialect_.quote(column->name());
  }
  Ref<SelectBase> select = insert.from_select_;
  bool adds =
      insert.include_defaults && table.is_schema_table() && select->kind() == NodeKind::select;
  std::vector<ClauseRef> added;
  for (const auto& item : table.c()) {
    if (!adds || std::find(insert.select_names.begin(), insert.select_names.end(), item.first) !=
                     insert.select_names.end())
      continue;
    auto& column = static_cast<Column&>(*item.second);
    const ColumnDefault& fill = column.args.default_;
    if (fill.kind == ColumnDefault::Kind::clause && as_column(fill.clause.get()) != nullptr) {
      added.push_back(fill.clause);
    } else if (fill.kind == ColumnDefault::Kind::scalar ||
               fill.kind == ColumnDefault::Kind::callable) {
      auto bind = make_ref<BindParameter>(std::string(column.key()), Value(), column.type, false);
      bind->is_crud = true;
      result_.keep.emplace_back(bind.get());
      result_.defaults.push_back({&column, bind_index(*bind), false});
      result_.prefetch.push_back(&column);
      added.push_back(bind);
    } else {
      continue;
    }
    out_ += ", " + dialect_.quote(column.name());
  }
  out_ += ") ";
  if (!added.empty()) {
    select = static_cast<Select&>(*select).add_columns(std::move(added));
    result_.keep.emplace_back(select.get());
  }
  visit_any_select(*select, {});
}

void SqlCompiler::visit_insert(const Insert& insert) {
  TableClause* table = insert.table();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  for (const auto& cte : insert.independent_ctes) visit_cte(*cte, true);
  // The first row decides which columns a multi-VALUES insert has.
  Assignments row = insert.rows.empty() ? insert.row : insert.rows[0];
  if (!insert.rows.empty() && !dialect_.supports_multivalues_insert)
    throw CompileError("The '" + dialect_.name +
                       "' dialect with current database version settings does not support in-place "
                       "multirow inserts.");
  std::vector<Crud> columns;
  if (!insert.from_select_) {
    if (insert.rows.empty()) {
      columns = crud(insert, row);
    } else {
      // Its own parameters are numbered, so those of the probe are dropped again.
      CompileOptions none;
      SqlCompiler probe(dialect_, none);
      probe.result_.statement = result_.statement;
      columns = probe.crud(insert, row);
    }
  }
  std::vector<ClauseRef> returned = insert.returning_columns;
  if (returned.empty())
    returned = insert.return_defaults ? return_defaults(*table) : implicit_key(insert, *table);
  out_ += "INSERT ";
  affixes(insert.prefixes);
  out_ += "INTO ";
  visit_from(*table);
  // Parameters of RETURNING are numbered before those of a SELECT.
  std::string returning_text;
  if (insert.from_select_) {
    std::string before = std::move(out_);
    out_.clear();
    returning(insert, returned);
    returning_text = std::move(out_);
    out_ = std::move(before);
    insert_from_select(insert, *table);
  } else if (columns.empty()) {
    bool token = options_.for_executemany && dialect_.insertmanyvalues && !table->c().empty();
    if (token) {
      result_.values_clause = "(NULL)";
      out_ += " (" + dialect_.quote(table->c()[0]->name()) + ") VALUES (NULL)";
    } else if (insert.rows.size() > 1 && dialect_.supports_default_values &&
               !profile_.update_from) {
      out_ += " VALUES ()";
      for (size_t i = 1; i < insert.rows.size(); ++i) out_ += ", ()";
    } else {
      if (!returned.empty()) dialect_.write_output(*this, insert, returned);
      if (!dialect_.supports_default_values && dialect_.name == "oracle")
        throw CompileError(
            "The 'oracle' dialect with current database version settings does not "
            "support empty inserts.");
      out_ += dialect_.supports_default_values ? " DEFAULT VALUES" : " () VALUES ()";
      for (size_t i = 1; !dialect_.supports_default_values && i < insert.rows.size(); ++i)
        out_ += ", ()";
    }
  } else {
    out_ += " (";
    for (size_t i = 0; i < columns.size(); ++i) out_ += (i > 0 ? ", " : "") + columns[i].name;
    out_ += ")";
    if (!returned.empty()) dialect_.write_output(*this, insert, returned);
    out_ += " VALUES ";
    if (!insert.rows.empty()) {
      if (!dialect_.supports_multivalues_insert && dialect_.name != "default")
        throw CompileError("The '" + dialect_.name +
                           "' dialect with current database version settings does not support "
                           "in-place multirow inserts.");
      multi_values(insert, columns);
    } else {
      std::string values = "(";
      for (size_t i = 0; i < columns.size(); ++i) values += (i > 0 ? ", " : "") + columns[i].value;
      values += ")";
      out_ += values;
      // With placeholders as they will be sent.
      for (size_t at = values.find('\1'); at != std::string::npos; at = values.find('\1', at))
        values.replace(at, values.find('\2', at) - at + 1, "?");
      result_.values_clause = std::move(values);
    }
  }
  if (insert.conflict) on_conflict(*insert.conflict, insert);
  if (insert.from_select_) {
    out_ += returning_text;
  } else {
    returning(insert, returned);
  }
}

// RETURNING for what only the database knows: keys that it made, and defaults.
std::vector<ClauseRef> SqlCompiler::return_defaults(const TableClause& table) {
  std::vector<ClauseRef> columns;
  if (!dialect_.insert_returning || !table.is_schema_table()) return columns;
  for (Column* column : static_cast<const Table&>(table).columns()) {
    const auto& keys = result_.insert_keys;
    bool given = std::find(keys.begin(), keys.end(), column->key()) != keys.end();
    for (const DefaultFill& fill : result_.defaults) given = given || fill.column == column;
    auto& waiting = result_.postfetch;
    auto fetched = std::find(waiting.begin(), waiting.end(), column);
    if (fetched == waiting.end() && (given || !column->primary_key())) continue;
    if (fetched != waiting.end()) waiting.erase(fetched);
    columns.emplace_back(column->column_ref());
    result_.returning.push_back(column);
  }
  result_.implicit_returning = !columns.empty();
  return columns;
}

// What an INSERT of one row returns by itself where the driver does not tell the new key.
std::vector<ClauseRef> SqlCompiler::implicit_key(const Insert& insert, const TableClause& table) {
  std::vector<ClauseRef> columns;
  if (!dialect_.implicit_returning || !table.is_schema_table() || insert.is_inline ||
      !insert.rows.empty() || insert.from_select_ || options_.for_executemany)
    return columns;
  for (Column* column : static_cast<const Table&>(table).primary_key_constraint().columns) {
    const auto& keys = result_.insert_keys;
    bool given = std::find(keys.begin(), keys.end(), column->key()) != keys.end();
    for (const DefaultFill& fill : result_.defaults) given = given || fill.column == column;
    for (const auto& assignment : insert.row)
      given = given || assignment.key == column->key() || assignment.column.get() == column;
    bool made = static_cast<const Table&>(table).autoincrement_column() == column ||
                static_cast<bool>(column->args.server_default);
    if (given || !made) continue;
    columns.emplace_back(column->column_ref());
    result_.returning.push_back(column);
  }
  return columns;
}

// The criterion of a partial index has literals, since it must be the index's own text.
void SqlCompiler::index_where(const ColumnRef& criterion) {
  if (!profile_.literal_when_executed) {
    bool saved = literal_binds_;
    literal_binds_ = true;
    visit(*criterion);
    literal_binds_ = saved;
    return;
  }
  ClauseRef literal = replacement_traverse(criterion, [](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::bind) return nullptr;
    auto copy = make_ref<BindParameter>(static_cast<const BindParameter&>(*node));
    copy->literal_execute = true;
    return copy;
  });
  result_.keep.emplace_back(literal.get());
  visit(*literal);
}

void SqlCompiler::on_conflict(const OnConflict& conflict, const Insert& insert) {
  out_ += " ON CONFLICT";
  if (conflict.do_update && conflict.index_elements.empty()) out_ += ' ';
  bool saved = all_bare_;
  if (!conflict.index_elements.empty()) {
    out_ += " (";
    all_bare_ = true;
    visit_list(conflict.index_elements, ", ");
    out_ += ")";
    if (conflict.index_where) {
      out_ += " WHERE ";
      index_where(conflict.index_where);
    }
    all_bare_ = saved;
  }
  if (!conflict.do_update) {
    out_ += " DO NOTHING";
    return;
  }
  out_ += " DO UPDATE SET ";
  bool first = true;
  // Assignments follow the table's order of columns, as SQLAlchemy writes them.
  for (const auto& item : insert.table()->c())
    for (const auto& assignment : conflict.set_) {
      bool same = assignment.column ? assignment.column->bare() == item.second
                                    : assignment.key == item.first;
      if (!same) continue;
      if (!first) out_ += ", ";
      first = false;
      out_ += dialect_.quote(item.second->name()) + " = " + crud_value(assignment, *item.second);
    }
  // Names that no column has are written as they are.
  for (const auto& assignment : conflict.set_) {
    if (assignment.column || insert.table()->c().find(assignment.key) != nullptr) continue;
    if (!first) out_ += ", ";
    first = false;
    auto column = orm::column(assignment.key);
    result_.keep.emplace_back(column.get());
    out_ += dialect_.quote(assignment.key) + " = " + crud_value(assignment, *column);
  }
  if (conflict.where) {
    out_ += " WHERE ";
    visit(*conflict.where);
  }
}

// Tables beside the target that the criteria name.
std::vector<FromClause*> SqlCompiler::other_tables(const TableClause& table,
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
void SqlCompiler::push_dml_frame(const TableClause& table, const std::vector<FromClause*>& others) {
  Frame frame;
  frame.asfrom_froms.push_back(&table);
  frame.asfrom_froms.insert(frame.asfrom_froms.end(), others.begin(), others.end());
  frame.correlate_froms = frame.asfrom_froms;
  stack_.push_back(frame);
}

void SqlCompiler::visit_update(const Update& update) {
  TableClause* table = update.table();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  for (const auto& cte : update.independent_ctes) visit_cte(*cte, true);
  auto others = other_tables(*table, update.where_criteria);
  if (!others.empty() && dialect_.name == "sqlite" && !profile_.update_from)
    throw NotImplementedError(
        "This backend does not support multiple-table criteria within UPDATE");
  push_dml_frame(*table, others);
  std::vector<Crud> columns = crud(update, update.row);
  out_ += "UPDATE ";
  affixes(update.prefixes);
  visit_from(*table);
  out_ += " SET ";
  for (size_t i = 0; i < columns.size(); ++i)
    out_ += (i > 0 ? ", " : "") + columns[i].name + "=" + columns[i].value;
  if (!update.returning_columns.empty())
    dialect_.write_output(*this, update, update.returning_columns);
  for (size_t i = 0; i < others.size(); ++i) {
    out_ += i == 0 ? " FROM " : ", ";
    visit_from(*others[i]);
  }
  where(update.where_criteria);
  returning(update, update.returning_columns);
  stack_.pop_back();
}

void SqlCompiler::visit_delete(const Delete& statement) {
  TableClause* table = statement.table();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  for (const auto& cte : statement.independent_ctes) visit_cte(*cte, true);
  auto others = other_tables(*table, statement.where_criteria);
  push_dml_frame(*table, others);
  out_ += "DELETE ";
  affixes(statement.prefixes);
  out_ += "FROM ";
  visit_from(*table);
  if (!statement.returning_columns.empty())
    dialect_.write_output(*this, statement, statement.returning_columns);
  if (!others.empty() && dialect_.name == "sqlite")
    throw NotImplementedError(
        "This backend does not support multiple-table criteria within DELETE");
  for (const FromClause* other : others) {
    out_ += dialect_.name == "postgresql" && other == others[0] ? " USING " : " , ";
    visit_from(*other);
  }
  where(statement.where_criteria);
  returning(statement, statement.returning_columns);
  stack_.pop_back();
}

}  // namespace orm
