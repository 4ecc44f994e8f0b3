// session.execute(insert(Entity), [rows]): rows by attribute names, in groups of the same names,
// into each table of the class; RETURNING of each table is put together to one row an object.
#include <algorithm>

#include "orm/dml.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/session.h"
#include "orm/session/persistence.h"

namespace orm {

namespace {

// The table of a column, or null for other expressions.
const FromClause* table_of(const ClauseElement& element) {
  const ColumnElement* column = as_column(const_cast<ClauseElement*>(&element));
  if (column == nullptr || column->bare()->kind() != NodeKind::column) return nullptr;
  return static_cast<const ColumnClause*>(column->bare())->table;
}

// Is the element about that table?
bool is_of(const ClauseElement& element, const Table& table) {
  const FromClause* of = table_of(element);
  if (of != nullptr) return of == &table;
  std::vector<FromClause*> froms;
  element.from_objects(froms);
  return !froms.empty() && froms.front() == &table;
}

// What one INSERT returns: keys that the database makes, and what the program asked for.
struct ReturningList {
  std::vector<ClauseRef> elements;
  std::vector<const Column*> keys;  ///< the first ones
  std::vector<size_t> asked;        ///< places of what was asked for
};

ReturningList returning_list(const Table& table, const std::vector<ClauseRef>& asked,
                             const ParameterSet& given) {
  ReturningList list;
  for (const Column* column : table.primary_key_constraint().columns) {
    bool known = column->args.default_ ||
                 std::any_of(given.begin(), given.end(),
                             [&](const auto& item) { return item.first == column->key(); });
    if (known) continue;
    list.elements.emplace_back(column->ref());
    list.keys.push_back(column);
  }
  for (const ClauseRef& element : asked) {
    const ColumnElement* column = as_column(element.get());
    auto same = [&](const ClauseRef& item) {
      return column != nullptr && as_column(item.get())->bare() == column->bare();
    };
    auto place = std::find_if(list.elements.begin(), list.elements.end(), same);
    list.asked.push_back(static_cast<size_t>(place - list.elements.begin()));
    if (place == list.elements.end()) list.elements.push_back(element);
  }
  return list;
}

}  // namespace

std::vector<std::string> parameters_in(const ClauseElement& statement) {
  std::vector<std::string> names;
  traverse(statement, [&](ClauseElement& node) {
    if (node.kind() == NodeKind::bind) {
      const auto& bind = static_cast<const BindParameter&>(node);
      if (!bind.unique && !bind.is_crud) names.push_back(bind.key_);
    }
    return true;
  });
  return names;
}

Assignments values_for(const Table& table, const Assignments& row) {
  Assignments own;
  for (const Assignment& assignment : row) {
    bool here = assignment.column != nullptr ? table_of(*assignment.column) == &table
                                             : table.c().find(assignment.key) != nullptr;
    if (here) own.push_back(assignment);
  }
  return own;
}

Result Persistence::bulk_insert(const Mapper& mapper, std::vector<ParameterSet> rows,
                                const Insert& statement, bool render_nulls,
                                const ExecuteOptions& how) {
  const std::vector<Table*> tables = mapper.tables();
  const bool several = tables.size() > 1;
  if (several && statement.conflict) {
    throw InvalidRequestError(
        "bulk INSERT with a 'post values' clause (typically upsert) not supported for multi-table "
        "mapper " +
        mapper.str());
  }
  BulkInsert bulk;
  bulk.render_nulls = render_nulls;
  bulk.how = &how;
  bulk.names = parameters_in(statement);
  auto keys = make_ref<RowKeys>();
  std::vector<std::vector<Value>> made(rows.size());
  for (const Table* table : tables) {
    Ref<Insert> part = statement.copy();
    part->target = const_cast<Table&>(*table).table_ref();
    part->sort_by_parameter_order = statement.sort_by_parameter_order || several;
    if (several) part->row = values_for(*table, part->row);
    bulk.statement = part;
    bulk.returned = Returned();
    const bool returns = !statement.returning_columns.empty();
    bulk.asked = statement.returning_columns;
    if (several) {
      auto foreign = [&](const ClauseRef& element) { return !is_of(*element, *table); };
      bulk.asked.erase(std::remove_if(bulk.asked.begin(), bulk.asked.end(), foreign),
                       bulk.asked.end());
    }
    insert_into(mapper, *table, rows, bulk, several);
    if (!returns || bulk.returned.keys == nullptr) continue;
    const RowKeys& own = *bulk.returned.keys;
    keys->keys.insert(keys->keys.end(), own.keys.begin(), own.keys.end());
    keys->expressions.insert(keys->expressions.end(), own.expressions.begin(),
                             own.expressions.end());
    keys->profile = own.profile;
    for (size_t i = 0; i < made.size() && i < bulk.returned.rows.size(); ++i) {
      std::vector<Value>& row = bulk.returned.rows[i];
      std::move(row.begin(), row.end(), std::back_inserter(made[i]));
    }
  }
  std::vector<Value> cells;
  for (std::vector<Value>& row : made) {
    std::move(row.begin(), row.end(), std::back_inserter(cells));
  }
  return Result::from_rows(std::move(keys), std::move(cells), session_.profile());
}

void Persistence::insert_returning(const Mapper& mapper, const Table& table, Record* first,
                                   Record* last, const BulkInsert& bulk) {
  const ReturningList list = returning_list(table, bulk.asked, first->parameters);
  Ref<Insert> statement = bulk.statement->copy();
  statement->returning_columns = list.elements;
  std::vector<ParameterSet> parameters;
  for (Record* record = first; record != last; ++record) {
    parameters.push_back(std::move(record->parameters));
  }
  Result result = connection_.execute(statement, parameters, *bulk.how);
  const Ref<const RowKeys> sent = result.row_keys();
  auto keys = make_ref<RowKeys>();
  for (size_t place : list.asked) {
    keys->keys.push_back(sent->keys[place]);
    keys->expressions.push_back(sent->expressions[place]);
  }
  keys->profile = sent->profile;
  bulk.returned.keys = std::move(keys);
  for (const Row& row : result.all()) {
    if (first != last && !list.keys.empty()) {
      give_keys(mapper, table, *first,
                std::vector<Value>(row.begin(), row.begin() + list.keys.size()));
      ++first;
    }
    std::vector<Value> cells;
    for (size_t place : list.asked) cells.push_back(row[place]);
    bulk.returned.rows.push_back(std::move(cells));
  }
}

}  // namespace orm
