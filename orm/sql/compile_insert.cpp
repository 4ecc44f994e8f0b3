// Compiling INSERT: its rows, INSERT .. FROM SELECT, what it returns by itself, ON CONFLICT.
#include <orm/error.h>

#include <algorithm>

#include "orm/sql/compile.h"

namespace orm {

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
        const ClauseElement& clause = *found->value.clause;
        if (clause.kind() >= NodeKind::select && clause.kind() <= NodeKind::text_select) {
          auto scalar = static_cast<const SelectBase&>(clause).scalar_subquery();
          result_.keep.emplace_back(scalar.get());
          out_ += capture(*scalar);
        } else {
          const auto& element = static_cast<const ColumnElement&>(clause);
          out_ += capture(*element.self_group(Operator::over));
        }
        continue;
      }
      if (found == nullptr && static_cast<ColumnClause&>(*entry.column).is_schema_column()) {
        if (ColumnRef element = default_expression(static_cast<Column&>(*entry.column), true)) {
          result_.keep.emplace_back(element.get());
          visit(*element->self_group(Operator::over));
          continue;
        }
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
      // Inside a CTE the values are anonymous.
      if (nested_dml_) key = "param";
      auto bind = make_ref<BindParameter>(key, value, entry.column->type, nested_dml_);
      bind->is_crud = !nested_dml_;
      result_.keep.emplace_back(bind.get());
      visit_bind(*bind);
    }
    out_ += ")";
  }
}

// The columns of a set operation cannot be extended by the defaults of others.
void SqlCompiler::refuse_defaults_of_compound(const Insert& insert,
                                              const TableClause& table) const {
  if (!profile_.dedupe_columns || !insert.include_defaults || !table.is_schema_table() ||
      insert.from_select_->kind() == NodeKind::select)
    return;
  std::string names;
  for (const auto& item : table.c()) {
    const auto& given = insert.select_names;
    if (std::find(given.begin(), given.end(), item.first) != given.end()) continue;
    auto& column = static_cast<Column&>(*item.second);
    const ColumnDefault::Kind kind = column.args.default_.kind;
    if (default_expression(column, true) != nullptr || kind == ColumnDefault::Kind::scalar ||
        kind == ColumnDefault::Kind::callable)
      names += (names.empty() ? "" : ", ") + repr_text(item.first);
  }
  if (names.empty()) return;
  throw CompileError(
      "Can't extend statement for INSERT..FROM SELECT to include additional default-holding "
      "column(s) " +
      names +
      ".  Convert the selectable to a subquery() first, or pass include_defaults=False to "
      "Insert.from_select() to skip these columns.");
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
  refuse_defaults_of_compound(insert, table);
  std::vector<ClauseRef> added;
  for (const auto& item : table.c()) {
    if (!adds || std::find(insert.select_names.begin(), insert.select_names.end(), item.first) !=
                     insert.select_names.end())
      continue;
    auto& column = static_cast<Column&>(*item.second);
    const ColumnDefault& fill = column.args.default_;
    if (ColumnRef element = default_expression(column, true)) {
      added.push_back(element);
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
  SelectContext context;
  context.inserted = true;
  context.asfrom = nested_dml_;
  const size_t start = out_.size();
  visit_any_select(*select, context);
  if (dialect_.cte_follows_insert && !nested_dml_) write_ctes(start, 0);
}

void SqlCompiler::visit_insert(const Insert& insert) {
  TableClause* table = insert.table();
  if (table == nullptr)
    throw ArgumentError("subject table for an INSERT, UPDATE or DELETE expected");
  const size_t start = out_.size();
  const size_t level = stack_.size() + 1;
  declare_ctes(insert.independent_ctes, insert.nested_ctes, level);
  if (!insert.row.empty() && !insert.rows.empty() && profile_.dedupe_columns)
    throw InvalidRequestError(
        "Can't mix single and multiple VALUES formats in one INSERT statement; one style appends "
        "to a list while the other replaces values, so the intent is ambiguous.");
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
      for (std::string& warning : probe.result_.warnings) warn(std::move(warning));
    }
  }
  std::vector<ClauseRef> returned = insert.returning_columns;
  if (returned.empty())
    returned = insert.return_defaults ? return_defaults(*table) : implicit_key(insert, *table);
  if (insert.sort_by_parameter_order && !insert.rows.empty() && !returned.empty())
    throw CompileError(
        "RETURNING cannot be deterministically sorted when using an INSERT which includes "
        "multi-row values().");
  for (Column* column : sentinels(insert, *table)) {
    if (returned.empty()) break;
    // Last, even those that are there already: the engine takes them off again.
    returned.emplace_back(column->column_ref());
    ++result_.sentinels;
  }
  out_ += "INSERT ";
  affixes(insert.prefixes);
  out_ += "INTO ";
  write_target(insert, *table);
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
               profile_.empty_rows_in_values) {
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
      result_.values_width = static_cast<size_t>(std::count(values.begin(), values.end(), '\1'));
      // With placeholders as they will be sent.
      for (size_t at = values.find('\1'); at != std::string::npos; at = values.find('\1', at))
        values.replace(at, values.find('\2', at) - at + 1, "?");
      result_.values_clause = std::move(values);
    }
  }
  size_t after_values = out_.size();
  if (insert.conflict) on_conflict(*insert.conflict, insert);
  if (insert.from_select_) {
    out_ += returning_text;
  } else {
    returning(insert, returned);
  }
  result_.values_right = static_cast<size_t>(
      std::count(out_.begin() + static_cast<std::ptrdiff_t>(after_values), out_.end(), '\1'));
  if (level > 1) write_ctes(start, level);
}

// What tells the rows apart that one INSERT of many rows returns in any order: a primary key that
// the program or a Python function gives. SQLite makes no such order for keys of its own.
std::vector<Column*> SqlCompiler::sentinels(const Insert& insert, const TableClause& table) {
  if (!insert.sort_by_parameter_order || !options_.for_executemany || !dialect_.insertmanyvalues ||
      !table.is_schema_table() || !insert.rows.empty() || insert.from_select_)
    return {};
  const auto& schema_table = static_cast<const Table&>(table);
  if (schema_table.autoincrement_column() != nullptr) return {};
  std::vector<Column*> keys = schema_table.primary_key_constraint().columns;
  for (const Column* column : keys) {
    const ColumnDefault& fill = column->args.default_;
    if (column->args.server_default || (fill && fill.kind != ColumnDefault::Kind::callable))
      return {};
  }
  return keys;
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
    // A NULL that is given for it makes SQLite number the row all the same.
    bool counts = static_cast<const Table&>(table).autoincrement_column() == column;
    const bool made = counts || static_cast<bool>(column->args.server_default);
    if (fetched == waiting.end() && !counts && (given || !column->primary_key() || !made)) continue;
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

// MySQL's form. Columns of the refused row are written VALUES(x).
void SqlCompiler::on_duplicate_key(const OnConflict& conflict, const Insert& insert) {
  out_ += " ON DUPLICATE KEY UPDATE ";
  const FromClause* saved = refused_row_;
  refused_row_ = insert.excluded().get();
  bool first = true;
  auto assign = [&](ColumnElement& column, const Assignment& assignment) {
    if (!first) out_ += ", ";
    first = false;
    out_ += dialect_.quote(column.name()) + " = " + crud_value(assignment, column);
  };
  auto names = [](const Assignment& assignment, const ColumnElement& column) {
    return assignment.column ? assignment.column->bare() == &column
                             : assignment.key == column.key();
  };
  if (conflict.in_given_order) {
    for (const auto& assignment : conflict.set_)
      for (const auto& item : insert.table()->c())
        if (names(assignment, *item.second)) assign(*item.second, assignment);
  } else {
    for (const auto& item : insert.table()->c())
      for (const auto& assignment : conflict.set_)
        if (names(assignment, *item.second)) assign(*item.second, assignment);
  }
  refused_row_ = saved;
}

// What a column gets in DO UPDATE SET; a parameter takes the column's type.
std::string SqlCompiler::conflict_value(const Assignment& assignment, const ColumnElement& column) {
  const ClauseElement& clause = *assignment.value.clause;
  if (clause.kind() >= NodeKind::select && clause.kind() <= NodeKind::text_select) {
    auto scalar = static_cast<const SelectBase&>(clause).scalar_subquery();
    result_.keep.emplace_back(scalar.get());
    return capture(*scalar);
  }
  const auto& value = static_cast<const ColumnElement&>(clause);
  if (value.kind() != NodeKind::bind) return capture(*value.self_group(Operator::over));
  const auto& bind = static_cast<const BindParameter&>(value);
  bool untyped = bind.type->is_null_type();
  if (!column.type->is_null_type() && (untyped || (bind.unique && bind.key_ == "param"))) {
    size_t index = bind_index(bind);
    result_.binds[index].type = column.type;
    result_.binds[index].processor = dialect_.bind_processor(column.type->dialect_impl(dialect_));
  }
  return capture(bind);
}

void SqlCompiler::on_conflict(const OnConflict& conflict, const Insert& insert) {
  if (conflict.duplicate_key) {
    if (dialect_.name == "sqlite")
      throw UnsupportedCompilationError(
          with_link("Compiler <sqlalchemy." + std::string(dialect_.compiler_name) +
                        "Compiler object at 0x7f0000000000> can't render element of type <class "
                        "'sqlalchemy.dialects.mysql.dml.OnDuplicateClause'>",
                    "l7de", profile_));
    return on_duplicate_key(conflict, insert);
  }
  out_ += " ON CONFLICT";
  if (!conflict.constraint.empty())
    out_ += " ON CONSTRAINT " + dialect_.quote(conflict.constraint);
  else if (conflict.do_update && conflict.index_elements.empty())
    out_ += ' ';
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
      out_ +=
          dialect_.quote(item.second->name()) + " = " + conflict_value(assignment, *item.second);
    }
  // Names that no column has are written as they are.
  for (const auto& assignment : conflict.set_) {
    if (assignment.column || insert.table()->c().find(assignment.key) != nullptr) continue;
    if (!first) out_ += ", ";
    first = false;
    auto column = orm::column(assignment.key);
    result_.keep.emplace_back(column.get());
    out_ += dialect_.quote(assignment.key) + " = " + conflict_value(assignment, *column);
  }
  if (conflict.where) {
    out_ += " WHERE ";
    visit(*conflict.where);
  }
}

}  // namespace orm
