// Reading a database's schema: SQLAlchemy's Inspector and table reflection.
#pragma once

#include <orm/engine.h>
#include <orm/schema.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace orm {

/// One column as the database describes it.
struct ReflectedColumn {
  std::string name;
  TypeRef type;
  bool nullable = true;
  std::optional<std::string> default_;
  int primary_key = 0;  ///< position in the key, 0 if none
  bool generated = false, stored = false;
  std::string expression;    ///< of a generated column
  std::string key, comment;  ///< given by a listener, not by SQLite
  Ref<RefCounted> info;
};
struct ReflectedPrimaryKey {
  std::string name;
  std::vector<std::string> columns;
};
struct ReflectedForeignKey {
  std::string name;
  std::vector<std::string> columns;
  std::string referred_schema, referred_table;
  std::vector<std::string> referred_columns;
  std::string ondelete, onupdate, initially;
  std::optional<bool> deferrable;
};
struct ReflectedIndex {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
  std::string where;  ///< of a partial index
};
struct ReflectedCheck {
  std::string name, text;
};
/// What reflection takes in.
struct ReflectOptions {
  std::string schema;
  std::vector<std::string> only;             ///< with has_only: these tables
  std::vector<std::string> include_columns;  ///< with has_columns: these columns
  std::vector<std::string> exclude_columns;
  std::vector<Ref<Column>> given;  ///< columns that are not taken from the database
  bool has_only = false, has_columns = false;
  bool views = false, extend_existing = false, resolve_fks = true;
  /// `only=` as a function.
  std::function<bool(const std::string&)> wanted;
};

/// `inspect(engine)`; results are remembered for the life of the object.
class Inspector {
 public:
  explicit Inspector(Connection connection);
  explicit Inspector(Engine engine);
  Inspector(const Inspector& other);
  Inspector& operator=(const Inspector& other);
  ~Inspector();
  std::vector<std::string> get_table_names(const std::string& schema = {});
  std::vector<std::string> get_view_names(const std::string& schema = {});
  std::vector<std::string> get_temp_table_names();
  std::vector<std::string> get_temp_view_names();
  /// The databases attached, `main` first.
  std::vector<std::string> get_schema_names();
  /// The CREATE VIEW statement; empty if there is none.
  std::string get_view_definition(const std::string& view, const std::string& schema = {});
  ReflectedPrimaryKey get_pk_constraint(const std::string& table, const std::string& schema = {});
  std::vector<ReflectedCheck> get_check_constraints(const std::string& table,
                                                    const std::string& schema = {});
  std::vector<ReflectedColumn> get_columns(const std::string& table,
                                           const std::string& schema = {});
  std::vector<ReflectedForeignKey> get_foreign_keys(const std::string& table,
                                                    const std::string& schema = {});
  std::vector<ReflectedIndex> get_indexes(const std::string& table, const std::string& schema = {});
  std::vector<ReflectedIndex> get_unique_constraints(const std::string& table,
                                                     const std::string& schema = {});
  bool has_table(const std::string& table, const std::string& schema = {});
  const Profile& profile() const;
  /// `Engine(sqlite://)`: what the inspector reads from.
  std::string bind_repr() const;

 private:
  std::string table_sql(const std::string& table, const std::string& schema, const char* asker);
  struct Remembered;
  Remembered& remembered();
  Ref<RefCounted> remembered_;  ///< what was read once is not read again
  struct Operation;
  std::vector<std::string> key_columns_of(Connection& connection, const std::string& table,
                                          const std::string& schema);
  void with_connection(const std::function<void(Connection&)>& work);
  Engine engine_;
  Connection connection_;
};

/// Told of each column that is read into a table (`column_reflect`), which it may change.
class ColumnReflectListener : public RefCounted {
 public:
  virtual void reflected(Inspector& inspector, Table& table, ReflectedColumn& column) = 0;
};

/// Table(name, metadata, autoload_with=bind): defines the table and those it refers to.
/// Throws NoSuchTableError.
Ref<Table> reflect_table(MetaData& metadata, const std::string& name, Inspector& inspector,
                         const ReflectOptions& options = {});
/// metadata.reflect(bind)
void reflect_all(MetaData& metadata, Inspector& inspector, const ReflectOptions& options = {});

}  // namespace orm
