// Reflection for orm::core: all that is asked is read over one connection.
#include <orm/core_schema.h>

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

Table Table::reflected(const std::string& name, const MetaData& metadata, Bind& bind,
                       ReflectOptions options) {
  if (options.schema.empty()) options.schema = metadata.node()->schema();
  Ref<orm::Table> made;
  inspected(bind, [&](Inspector& inspector) {
    made = reflect_table(*metadata.node(), name, inspector, options);
  });
  return Table(made);
}

}  // namespace orm::core
