// Reading a SQLite schema through PRAGMAs and sqlite_master; reflection.cpp makes tables of it.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/inspect.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "orm/engine/table_sql.h"
#include "orm/result.h"

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

std::vector<std::string> temp_names(Connection& connection, const char* type) {
  const char* rest =
      connection.profile().insertmanyvalues ? " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'" : "";
  std::string sql = std::string("SELECT name FROM sqlite_temp_master WHERE type='") + type + "'" +
                    rest + " ORDER BY name" + (*rest == '\0' ? " " : "");
  std::vector<std::string> names;
  for (const Row& row : connection.exec_driver_sql(sql).all()) names.push_back(row[0].as_string());
  return names;
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
  for (const Row& row : connection.exec_driver_sql(sql).all()) names.push_back(row[0].as_string());
  return names;
}

}  // namespace

struct Inspector::Remembered : RefCounted {
  std::map<std::string, std::vector<ReflectedColumn>> columns;
  std::map<std::string, ReflectedPrimaryKey> keys;
  std::map<std::string, std::vector<ReflectedForeignKey>> foreign_keys;
  std::map<std::string, std::vector<ReflectedIndex>> indexes, uniques;
  std::map<std::string, std::vector<ReflectedCheck>> checks;
  std::map<std::string, std::string> sql;
};

Inspector::Remembered& Inspector::remembered() {
  if (!remembered_) remembered_ = make_ref<Remembered>();
  return static_cast<Remembered&>(*remembered_);
}

Inspector::Inspector(Connection connection) : connection_(std::move(connection)) {}
Inspector::Inspector(Engine engine) : engine_(std::move(engine)) {}
Inspector::Inspector(const Inspector& other) = default;
Inspector& Inspector::operator=(const Inspector& other) = default;
Inspector::~Inspector() = default;

// One call of the inspector has one connection, whatever it asks.
struct Inspector::Operation {
  explicit Operation(Inspector& inspector) : of(inspector), opened(!inspector.connection_) {
    if (opened) of.connection_ = of.engine_.connect();
  }
  ~Operation() {
    if (!opened) return;
    of.connection_.close();
    of.connection_ = Connection();
  }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  Inspector& of;
  bool opened;
};

void Inspector::with_connection(const std::function<void(Connection&)>& work) {
  const Operation operation(*this);
  work(connection_);
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

std::vector<std::string> Inspector::get_temp_table_names() {
  std::vector<std::string> names;
  with_connection([&](Connection& connection) { names = temp_names(connection, "table"); });
  return names;
}

std::vector<std::string> Inspector::get_temp_view_names() {
  std::vector<std::string> names;
  with_connection([&](Connection& connection) { names = temp_names(connection, "view"); });
  return names;
}

std::vector<std::string> Inspector::get_schema_names() {
  std::vector<std::string> names;
  with_connection([&](Connection& connection) {
    for (const Row& row : connection.exec_driver_sql("PRAGMA database_list").all())
      if (text_of(row[1]) != "temp") names.push_back(text_of(row[1]));
  });
  return names;
}

std::string Inspector::get_view_definition(const std::string& view, const std::string& schema) {
  std::string found;
  with_connection([&](Connection& connection) {
    std::string from = "(SELECT * FROM sqlite_master UNION ALL   SELECT * FROM sqlite_temp_master)";
    if (!schema.empty()) from = connection.dialect().quote_always(schema) + ".sqlite_master";
    auto row = connection
                   .exec_driver_sql("SELECT sql FROM  " + from + " WHERE name = ? AND type='view'",
                                    {{Value(view)}})
                   .first();
    if (row) found = text_of((*row)[0]);
  });
  return found;
}

const Profile& Inspector::profile() const {
  return connection_ ? connection_.profile() : engine_.profile();
}

std::string Inspector::bind_repr() const {
  return connection_ ? connection_.engine().repr() : engine_.repr();
}

std::string Inspector::table_sql(const std::string& table, const std::string& schema,
                                 const char* asker) {
  auto [entry, fresh] =
      remembered().sql.try_emplace(std::string(asker) + "/" + schema + "." + table);
  if (!fresh) return entry->second;
  std::string& sql = entry->second;  // clang 14 cannot capture the binding itself
  with_connection([&](Connection& connection) {
    std::string from = "(SELECT * FROM sqlite_master UNION ALL   SELECT * FROM sqlite_temp_master)";
    if (!schema.empty()) from = connection.dialect().quote_always(schema) + ".sqlite_master";
    const char* types = profile().insertmanyvalues ? "type in ('table', 'view')" : "type = 'table'";
    auto row = connection
                   .exec_driver_sql("SELECT sql FROM  " + from + " WHERE name = ? AND " + types,
                                    {{Value(table)}})
                   .first();
    if (row) sql = text_of((*row)[0]);
  });
  return sql;
}

std::vector<ReflectedColumn> Inspector::get_columns(const std::string& table,
                                                    const std::string& schema) {
  auto [entry, fresh] = remembered().columns.try_emplace(schema + "." + table);
  std::vector<ReflectedColumn>& columns = entry->second;
  if (fresh) {
    with_connection([&](Connection& connection) {
      for (const Row& row : pragma(connection, "table_xinfo", table, schema)) {
        ReflectedColumn column;
        int64_t hidden =
            row.size() > 6 && row[6].kind() == ValueKind::integer ? row[6].as_int() : 0;
        if (hidden == 1) continue;
        column.name = text_of(row[1]);
        std::string declared = text_of(row[2]);
        column.generated = hidden == 2 || hidden == 3;
        column.stored = hidden == 3;
        if (column.generated) {
          size_t at = upper(declared).find(" GENERATED ALWAYS");
          if (at != std::string::npos) declared.resize(at);
        }
        column.type = type_of_declaration(declared);
        column.nullable = row[3] == Value(0);
        if (!row[4].is_null()) column.default_ = text_of(row[4]);
        column.primary_key = static_cast<int>(row[5].as_int());
        columns.push_back(std::move(column));
      }
    });
  }
  if (fresh) {
    for (ReflectedColumn& column : columns) {
      if (!column.generated) continue;
      column.expression = generated_expression(table_sql(table, schema, "columns"), column.name);
    }
  }
  if (columns.empty()) {
    remembered().columns.erase(schema + "." + table);
    throw NoSuchTableError(table);
  }
  return columns;
}

ReflectedPrimaryKey Inspector::get_pk_constraint(const std::string& table,
                                                 const std::string& schema) {
  auto [entry, fresh] = remembered().keys.try_emplace(schema + "." + table);
  if (!fresh) return entry->second;
  const Operation operation(*this);
  entry->second.name = primary_key_name(table_sql(table, schema, "pk"));
  std::map<int, std::string> parts;
  for (const auto& column : get_columns(table, schema))
    if (column.primary_key > 0) parts[column.primary_key] = column.name;
  for (const auto& [place, name] : parts) entry->second.columns.push_back(name);
  return entry->second;
}

// The columns that a foreign key refers to which names none: the primary key of the other table, if
// there is one.
std::vector<std::string> Inspector::key_columns_of(Connection& connection, const std::string& table,
                                                   const std::string& schema) {
  struct Asked {
    Connection& inspected;
    Connection before;
    ~Asked() { inspected = before; }
  } asked{connection_, connection_};
  connection_ = connection;
  try {
    return get_pk_constraint(table, schema).columns;
  } catch (const NoSuchTableError&) {
    return {};
  }
}

std::vector<ReflectedForeignKey> Inspector::get_foreign_keys(const std::string& table,
                                                             const std::string& schema) {
  auto [entry, fresh] = remembered().foreign_keys.try_emplace(schema + "." + table);
  if (!fresh) return entry->second;
  const Operation operation(*this);
  std::map<int64_t, ReflectedForeignKey> by_id;
  with_connection([&](Connection& connection) {
    for (const Row& row : pragma(connection, "foreign_key_list", table, schema)) {
      auto [place, first] = by_id.try_emplace(row[0].as_int());
      ReflectedForeignKey& key = place->second;
      key.referred_schema = schema;
      key.referred_table = text_of(row[2]);
      key.columns.push_back(text_of(row[3]));
      if (!row[4].is_null()) key.referred_columns.push_back(text_of(row[4]));
      if (row[4].is_null() && first) {
        key.referred_columns = key_columns_of(connection, key.referred_table, schema);
      }
    }
  });
  std::vector<KeyInSql> named = foreign_keys_in(table_sql(table, schema, "fk"));
  // In the order of the CREATE statement where it tells; SQLite numbers the keys backwards.
  std::vector<ReflectedForeignKey> keys;
  // Keys of the same columns and targets are one.
  auto alike = [](const auto& one, const auto& other) {
    return one.columns == other.columns && one.referred_table == other.referred_table &&
           one.referred_columns == other.referred_columns;
  };
  for (auto at = by_id.begin(); at != by_id.end();) {
    const ReflectedForeignKey& key = at->second;
    const bool later = std::any_of(std::next(at), by_id.end(),
                                   [&](const auto& other) { return alike(key, other.second); });
    at = later ? by_id.erase(at) : std::next(at);
  }
  for (const KeyInSql& written : named)
    for (auto at = by_id.begin(); at != by_id.end(); ++at) {
      ReflectedForeignKey& key = at->second;
      if (!alike(key, written)) continue;
      key.name = written.name;
      // What is to happen is read from the words of a key that stands by itself; a REFERENCES
      // beside its column keeps it to itself.
      key.ondelete = written.ondelete;
      key.onupdate = written.onupdate;
      key.deferrable = written.deferrable;
      key.initially = written.initially;
      keys.push_back(key);
      by_id.erase(at);
      break;
    }
  for (const auto& rest : by_id) keys.push_back(rest.second);
  entry->second = keys;
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
    if (made_by_constraint && !automatic) continue;
    index.unique = row[2] == Value(1);
    if (row.size() > 4 && row[4] == Value(1) && !automatic) {
      auto sql =
          connection
              .exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ? AND type = 'index'",
                               {{Value(index.name)}})
              .first();
      if (sql) index.where = index_predicate(text_of((*sql)[0]));
    }
    for (const Row& part : pragma(connection, "index_info", index.name, schema))
      if (!part[2].is_null()) index.columns.push_back(text_of(part[2]));
    indexes.push_back(std::move(index));
  }
  return indexes;
}
}  // namespace

std::vector<ReflectedIndex> Inspector::get_indexes(const std::string& table,
                                                   const std::string& schema) {
  auto [entry, fresh] = remembered().indexes.try_emplace(schema + "." + table);
  if (!fresh) return entry->second;
  std::vector<ReflectedIndex> indexes;
  with_connection([&](Connection& c) { indexes = index_list(c, table, schema, false); });
  bool modern = profile().insertmanyvalues;
  if (profile().stmt_cache)
    std::sort(indexes.begin(), indexes.end(),
              [](const ReflectedIndex& a, const ReflectedIndex& b) { return a.name < b.name; });
  if (indexes.empty() && modern && !has_table(table, schema)) {
    remembered().indexes.erase(schema + "." + table);
    throw NoSuchTableError(table);
  }
  entry->second = indexes;
  return indexes;
}

std::vector<ReflectedIndex> Inspector::get_unique_constraints(const std::string& table,
                                                              const std::string& schema) {
  auto [entry, fresh] = remembered().uniques.try_emplace(schema + "." + table);
  if (!fresh) return entry->second;
  const Operation operation(*this);
  std::vector<ReflectedIndex> automatic;
  with_connection([&](Connection& c) { automatic = index_list(c, table, schema, true); });
  if (automatic.empty() && profile().insertmanyvalues && !has_table(table, schema)) {
    remembered().uniques.erase(schema + "." + table);
    throw NoSuchTableError(table);
  }
  std::vector<ReflectedIndex> uniques;
  for (const UniqueInSql& written : uniques_in(table_sql(table, schema, "unique"))) {
    for (auto at = automatic.begin(); at != automatic.end(); ++at) {
      if (at->name.rfind("sqlite_autoindex", 0) != 0 || at->columns != written.columns) continue;
      ReflectedIndex named = *at;
      named.name = written.name;
      uniques.push_back(std::move(named));
      automatic.erase(at);
      break;
    }
  }
  entry->second = uniques;
  return uniques;
}

std::vector<ReflectedCheck> Inspector::get_check_constraints(const std::string& table,
                                                             const std::string& schema) {
  auto [entry, fresh] = remembered().checks.try_emplace(schema + "." + table);
  if (!fresh) return entry->second;
  const Operation operation(*this);
  for (const CheckInSql& check : checks_in(table_sql(table, schema, "unique")))
    entry->second.push_back({check.name, check.text});
  return entry->second;
}

bool Inspector::has_table(const std::string& table, const std::string& schema) {
  bool found = false;
  with_connection([&](Connection& connection) { found = connection.has_table(table, schema); });
  return found;
}

}  // namespace orm
