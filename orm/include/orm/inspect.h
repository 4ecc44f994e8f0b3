// Reading a database's schema: SQLAlchemy's Inspector and table reflection.
#pragma once

#include <orm/engine.h>

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
};
struct ReflectedForeignKey {
  std::string name;
  std::vector<std::string> columns;
  std::string referred_schema, referred_table;
  std::vector<std::string> referred_columns;
  std::string ondelete, onupdate;
};
struct ReflectedIndex {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
};

/// `inspect(engine)`; results are remembered for the life of the object.
class Inspector {
 public:
  explicit Inspector(Connection connection) : connection_(std::move(connection)) {}
  explicit Inspector(Engine engine) : engine_(std::move(engine)) {}
  std::vector<std::string> get_table_names(const std::string& schema = {});
  std::vector<std::string> get_view_names(const std::string& schema = {});
  std::vector<ReflectedColumn> get_columns(const std::string& table,
                                           const std::string& schema = {});
  std::vector<ReflectedForeignKey> get_foreign_keys(const std::string& table,
                                                    const std::string& schema = {});
  std::vector<ReflectedIndex> get_indexes(const std::string& table, const std::string& schema = {});
  std::vector<ReflectedIndex> get_unique_constraints(const std::string& table,
                                                     const std::string& schema = {});
  bool has_table(const std::string& table, const std::string& schema = {});

 private:
  void with_connection(const std::function<void(Connection&)>& work);
  Engine engine_;
  Connection connection_;
};

/// Table(name, metadata, autoload_with=bind): defines the table and those it refers to.
/// Throws NoSuchTableError.
Ref<Table> reflect_table(MetaData& metadata, const std::string& name, Inspector& inspector,
                         const std::string& schema = {});
/// metadata.reflect(bind)
void reflect_all(MetaData& metadata, Inspector& inspector, const std::string& schema = {});

}  // namespace orm
