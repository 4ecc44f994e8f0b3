// Reading a SQLite schema through PRAGMAs and sqlite_master, and defining tables from it.
#include <orm/error.h>
#include <orm/inspect.h>

#include <algorithm>
#include <cctype>
#include <map>

namespace orm {

namespace {

std::string upper(std::string_view text) {
  std::string out;
  for (char c : text) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

// The type of a column from its declaration, by SQLite's affinity where the word is not known.
TypeRef type_of_declaration(const std::string& declared) {
  std::string word;
  size_t at = 0;
  while (at < declared.size() && declared[at] != '(') word += declared[at++];
  while (!word.empty() && word.back() == ' ') word.pop_back();
  word = upper(word);
  std::vector<int> numbers;
  while (at < declared.size()) {
    if (std::isdigit(static_cast<unsigned char>(declared[at])) != 0) {
      size_t used = 0;
      numbers.push_back(std::stoi(declared.substr(at, 9), &used));
      at += used;
    } else {
      ++at;
    }
  }
  static const std::map<std::string, const char*> words = {{"BIGINT", "BIGINT"},
                                                           {"BLOB", "BLOB"},
                                                           {"BOOL", "BOOLEAN"},
                                                           {"BOOLEAN", "BOOLEAN"},
                                                           {"CHAR", "CHAR"},
                                                           {"DATE", "DATE"},
                                                           {"DATE_CHAR", "DATE"},
                                                           {"DATETIME", "DATETIME"},
                                                           {"DATETIME_CHAR", "DATETIME"},
                                                           {"DOUBLE", "DOUBLE"},
                                                           {"DOUBLE_PRECISION", "DOUBLE_PRECISION"},
                                                           {"DECIMAL", "DECIMAL"},
                                                           {"FLOAT", "FLOAT"},
                                                           {"INT", "INTEGER"},
                                                           {"INTEGER", "INTEGER"},
                                                           {"JSON", "JSON"},
                                                           {"NUMERIC", "NUMERIC"},
                                                           {"REAL", "REAL"},
                                                           {"SMALLINT", "SMALLINT"},
                                                           {"TEXT", "TEXT"},
                                                           {"TIME", "TIME"},
                                                           {"TIME_CHAR", "TIME"},
                                                           {"TIMESTAMP", "TIMESTAMP"},
                                                           {"VARCHAR", "VARCHAR"},
                                                           {"NVARCHAR", "NVARCHAR"},
                                                           {"_TEXT", "TEXT"}};
  const char* name = "NUMERIC";
  auto found = words.find(word);
  if (found != words.end())
    name = found->second;
  else if (word.find("INT") != std::string::npos)
    name = "INTEGER";
  else if (word.find("CHAR") != std::string::npos || word.find("CLOB") != std::string::npos ||
           word.find("TEXT") != std::string::npos)
    name = "TEXT";
  else if (word.empty() || word.find("BLOB") != std::string::npos)
    return NullType();
  else if (word.find("REAL") != std::string::npos || word.find("FLOA") != std::string::npos ||
           word.find("DOUB") != std::string::npos)
    name = "REAL";
  TypeArgs args;
  TypeKind kind = find_type_class(name)->kind;
  if (!numbers.empty() && kind == TypeKind::string) args.length = numbers[0];
  if (!numbers.empty() && (kind == TypeKind::numeric || kind == TypeKind::real)) {
    args.precision = numbers[0];
    if (numbers.size() > 1) args.scale = numbers[1];
  }
  return make_type(name, args);
}

std::string text_of(const Value& value) { return value.is_null() ? std::string() : value.str(); }

// PRAGMA name("table"), in main and, if that finds nothing, in temp.
std::vector<Row> pragma(Connection& connection, const char* name, const std::string& table,
                        const std::string& schema) {
  const Dialect& dialect = connection.dialect();
  std::vector<std::string> places = schema.empty()
                                        ? std::vector<std::string>{"main", "temp"}
                                        : std::vector<std::string>{dialect.quote_always(schema)};
  for (const auto& place : places) {
    auto rows = connection
                    .exec_driver_sql("PRAGMA " + place + "." + name + "(" +
                                     dialect.quote_always(table) + ")")
                    .all();
    if (!rows.empty()) return rows;
  }
  return {};
}

std::vector<std::string> names_of(Connection& connection, const char* type,
                                  const std::string& schema) {
  std::string master = schema.empty()
                           ? "sqlite_master"
                           : connection.dialect().quote_always(schema) + ".sqlite_master";
  const char* rest =
      connection.profile().insertmanyvalues ? " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'" : "";
  std::string sql =
      "SELECT name FROM " + master + " WHERE type='" + type + "'" + rest + " ORDER BY name";
  std::vector<std::string> names;
  for (const Row& row : connection.exec_driver_sql(sql).all())
    if (row[0].as_string().rfind("sqlite_", 0) != 0) names.push_back(row[0].as_string());
  return names;
}

}  // namespace

void Inspector::with_connection(const std::function<void(Connection&)>& work) {
  if (connection_) return work(connection_);
  Connection connection = engine_.connect();
  work(connection);
  connection.close();
}

std::vector<std::string> Inspector::get_table_names(const std::string& schema) {
  std::vector<std::string> names;
  with_connection([&](Connection& connection) { names = names_of(connection, "table", schema); });
  return names;
}

std::vector<std::string> Inspector::get_view_names(const std::string& schema) {
  std::vector<std::string> names;
  with_connection([&](Connection& connection) { names = names_of(connection, "view", schema); });
  return names;
}

std::vector<ReflectedColumn> Inspector::get_columns(const std::string& table,
                                                    const std::string& schema) {
  std::vector<ReflectedColumn> columns;
  with_connection([&](Connection& connection) {
    for (const Row& row : pragma(connection, "table_info", table, schema)) {
      ReflectedColumn column;
      column.name = text_of(row[1]);
      column.type = type_of_declaration(text_of(row[2]));
      column.nullable = row[3] == Value(0);
      if (!row[4].is_null()) column.default_ = text_of(row[4]);
      column.primary_key = static_cast<int>(row[5].as_int());
      columns.push_back(std::move(column));
    }
  });
  if (columns.empty()) throw NoSuchTableError(table);
  return columns;
}

std::vector<ReflectedForeignKey> Inspector::get_foreign_keys(const std::string& table,
                                                             const std::string& schema) {
  std::map<int64_t, ReflectedForeignKey> by_id;
  with_connection([&](Connection& connection) {
    for (const Row& row : pragma(connection, "foreign_key_list", table, schema)) {
      ReflectedForeignKey& key = by_id[row[0].as_int()];
      key.referred_schema = schema;
      key.referred_table = text_of(row[2]);
      key.columns.push_back(text_of(row[3]));
      key.referred_columns.push_back(row[4].is_null() ? text_of(row[3]) : text_of(row[4]));
      std::string onupdate = text_of(row[5]), ondelete = text_of(row[6]);
      if (onupdate != "NO ACTION") key.onupdate = onupdate;
      if (ondelete != "NO ACTION") key.ondelete = ondelete;
    }
  });
  std::vector<ReflectedForeignKey> keys;
  // SQLite numbers the keys backwards.
  for (auto entry = by_id.rbegin(); entry != by_id.rend(); ++entry) keys.push_back(entry->second);
  return keys;
}

namespace {
std::vector<ReflectedIndex> index_list(Connection& connection, const std::string& table,
                                       const std::string& schema, bool automatic) {
  std::vector<ReflectedIndex> indexes;
  for (const Row& row : pragma(connection, "index_list", table, schema)) {
    ReflectedIndex index;
    index.name = text_of(row[1]);
    bool made_by_constraint = index.name.rfind("sqlite_autoindex", 0) == 0;
    if (made_by_constraint != automatic) continue;
    if (automatic && row.size() > 3 && text_of(row[3]) != "u") continue;
    index.unique = row[2] == Value(1);
    for (const Row& part : pragma(connection, "index_info", index.name, schema))
      if (!part[2].is_null()) index.columns.push_back(text_of(part[2]));
    indexes.push_back(std::move(index));
  }
  std::sort(indexes.begin(), indexes.end(),
            [](const ReflectedIndex& a, const ReflectedIndex& b) { return a.name < b.name; });
  return indexes;
}
}  // namespace

std::vector<ReflectedIndex> Inspector::get_indexes(const std::string& table,
                                                   const std::string& schema) {
  std::vector<ReflectedIndex> indexes;
  with_connection([&](Connection& c) { indexes = index_list(c, table, schema, false); });
  return indexes;
}

std::vector<ReflectedIndex> Inspector::get_unique_constraints(const std::string& table,
                                                              const std::string& schema) {
  std::vector<ReflectedIndex> indexes;
  with_connection([&](Connection& c) { indexes = index_list(c, table, schema, true); });
  for (auto& index : indexes) index.name.clear();  // SQLite's own name says nothing
  return indexes;
}

bool Inspector::has_table(const std::string& table, const std::string& schema) {
  bool found = false;
  with_connection([&](Connection& connection) { found = connection.has_table(table, schema); });
  return found;
}

Ref<Table> reflect_table(MetaData& metadata, const std::string& name, Inspector& inspector,
                         const std::string& schema) {
  std::string key = schema.empty() ? name : schema + "." + name;
  if (Table* existing = metadata.table(key)) return existing->table_ref();
  std::vector<TableItem> items;
  for (auto& column : inspector.get_columns(name, schema)) {
    ColumnArgs args;
    args.primary_key = column.primary_key > 0;
    args.nullable = column.nullable;
    if (column.default_) {
      args.server_default.kind = ServerDefault::Kind::clause;
      args.server_default.clause = text(*column.default_);
    }
    items.emplace_back(make_ref<Column>(column.name, column.type, std::move(args)));
  }
  auto keys = inspector.get_foreign_keys(name, schema);
  for (const auto& key_info : keys) {
    std::vector<std::string> targets;
    std::string table = key_info.referred_schema.empty() ? "" : key_info.referred_schema + ".";
    table += key_info.referred_table + ".";
    for (const auto& column : key_info.referred_columns) targets.push_back(table + column);
    auto constraint = make_ref<ForeignKeyConstraint>(key_info.columns, targets, key_info.name);
    constraint->ondelete = key_info.ondelete;
    constraint->onupdate = key_info.onupdate;
    items.emplace_back(constraint);
  }
  for (const auto& index : inspector.get_indexes(name, schema)) {
    Operands parts;
    for (const auto& column : index.columns) parts.emplace_back(column);
    if (!parts.empty())
      items.emplace_back(make_ref<Index>(index.name, std::move(parts), index.unique));
  }
  for (const auto& unique : inspector.get_unique_constraints(name, schema))
    items.emplace_back(make_ref<UniqueConstraint>(unique.columns, unique.name));
  TableArgs args;
  args.schema = schema;
  Ref<Table> table = metadata.define(name, std::move(items), std::move(args));
  for (const auto& key_info : keys)
    reflect_table(metadata, key_info.referred_table, inspector, key_info.referred_schema);
  return table;
}

void reflect_all(MetaData& metadata, Inspector& inspector, const std::string& schema) {
  for (const auto& name : inspector.get_table_names(schema))
    reflect_table(metadata, name, inspector, schema);
}

std::vector<std::string> Engine::table_names() const { return Inspector(*this).get_table_names(); }

}  // namespace orm
