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
  /// The columns of the key and their places, if the database makes one of them.
  std::vector<std::pair<const Column*, size_t>> keys;
  std::vector<size_t> asked;  ///< places of what was asked for
};

ReturningList returning_list(const Table& table, const std::vector<ClauseRef>& asked,
                             const RowBuffer::Names& given) {
  // Also a number that was given is asked for: it may have been null.
  const Column* numbered = table.primary_key_constraint().autoincrement_column();
  std::vector<const Column*> keys;
  bool made = false;
  for (const Column* column : table.primary_key_constraint().columns) {
    const bool known = column->args.default_ ||
                       std::any_of(given.begin(), given.end(),
                                   [&](const std::string& name) { return name == column->key(); });
    made = made || !known;
    if (!known || column == numbered) keys.push_back(column);
  }
  ReturningList list{with_keys(table, keys, asked), {}, {}};
  for (const Column* column : table.primary_key_constraint().columns) {
    const std::optional<size_t> place = find_column(list.elements, column->ref());
    if (made && place) list.keys.emplace_back(column, *place);
  }
  for (const ClauseRef& element : asked) {
    list.asked.push_back(*find_column(list.elements, element));
  }
  return list;
}

}  // namespace

std::optional<size_t> find_column(const std::vector<ClauseRef>& list, const ClauseRef& column) {
  const ColumnElement* wanted = as_column(column.get());
  for (size_t i = 0; i < list.size(); ++i) {
    const ColumnElement* element = as_column(list[i].get());
    const bool same = wanted != nullptr && element != nullptr && element->bare() == wanted->bare();
    if (same || list[i] == column) return i;
  }
  return std::nullopt;
}

std::vector<ClauseRef> with_keys(const Table& table, const std::vector<const Column*>& keys,
                                 const std::vector<ClauseRef>& asked) {
  std::vector<ClauseRef> list;
  std::vector<bool> listed(asked.size());
  for (const auto& [name, column] : table.c()) {
    bool wanted = std::find(keys.begin(), keys.end(), column) != keys.end();
    for (size_t i = 0; i < asked.size(); ++i) {
      const ColumnElement* element = as_column(asked[i].get());
      if (element == nullptr || element->bare() != column) continue;
      listed[i] = wanted = true;
    }
    if (wanted) list.emplace_back(ClauseRef(column));
  }
  for (size_t i = 0; i < asked.size(); ++i) {
    if (!listed[i]) list.push_back(asked[i]);
  }
  return list;
}

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

void Persistence::insert_returning(const Mapper& mapper, const Table& table, RowBuffer& values,
                                   Record* first, Record* last, const BulkInsert& bulk) {
  const ReturningList list = returning_list(table, bulk.asked, *first->values.names);
  Ref<Insert> statement = bulk.statement->copy();
  statement->returning_columns = list.elements;
  const auto count = static_cast<size_t>(last - first);
  Result result = connection_.execute_rows(statement, values.take(first->values, count), *bulk.how);
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
      std::vector<Value> key;
      for (const Column* column : table.primary_key_constraint().columns) {
        auto found = std::find_if(list.keys.begin(), list.keys.end(),
                                  [&](const auto& one) { return one.first == column; });
        key.push_back(found == list.keys.end() ? Value() : row[found->second]);
      }
      give_keys(mapper, table, *first, key);
      ++first;
    }
    std::vector<Value> cells;
    for (size_t place : list.asked) cells.push_back(row[place]);
    bulk.returned.rows.push_back(std::move(cells));
  }
}

}  // namespace orm
