// What of orm::core speaks to an engine or a dialect: reflection, which reads all that is asked
// over one connection, and the text of a statement for a database.
#include <orm/compiler.h>
#include <orm/core_statement.h>
#include <orm/error.h>

namespace orm::core {

namespace {

// An inspector on a connection of its own where it is given an engine, closed when it is done.
template <class Work>
void inspected(Bind& bind, const Work& work) {
  auto* engine = dynamic_cast<Engine*>(&bind);
  Connection connection = engine != nullptr ? engine->connect() : dynamic_cast<Connection&>(bind);
  Inspector inspector(connection);
  try {
    work(inspector);
  } catch (...) {
    if (engine != nullptr) connection.close();
    throw;
  }
  if (engine != nullptr) connection.close();
}

}  // namespace

void MetaData::reflect(Bind& bind) const {
  ReflectOptions options;
  options.schema = node_->schema();
  inspected(bind, [&](Inspector& inspector) { reflect_all(*node_, inspector, options); });
}

void MetaData::reflect(Bind& bind, const std::vector<std::string>& only) const {
  ReflectOptions options;
  options.schema = node_->schema();
  options.only = only;
  options.has_only = true;
  inspected(bind, [&](Inspector& inspector) { reflect_all(*node_, inspector, options); });
}

Table Table::reflected(const std::string& name, const MetaData& metadata, Bind& bind,
                       ReflectOptions options) {
  if (options.schema.empty()) options.schema = metadata.node()->schema();
  Ref<orm::Table> made;
  inspected(bind, [&](Inspector& inspector) {
    made = reflect_table(*metadata.node(), name, inspector, options);
  });
  return Table(made);
}

Compilation compile(const ClauseRef& statement, std::string_view dialect) {
  std::shared_ptr<const Dialect> made = make_dialect(dialect, profile_2_0);
  if (made == nullptr) {
    throw NoSuchModuleError("Can't load plugin: sqlalchemy.dialects:" + std::string(dialect));
  }
  return Compilation(orm::compile(statement, *made), made);
}

}  // namespace orm::core
