// Finding a dialect by its name.
#include "orm/dialects/text_dialects.h"

#include <orm/engine.h>

#include "orm/dialects/sqlite/dialect.h"

namespace orm {

bool has_word(std::string_view list, std::string_view word) {
  std::string wanted = " " + std::string(word) + " ";
  return list.find(wanted) != std::string_view::npos;
}

std::shared_ptr<const Dialect> make_dialect(std::string_view name, const Profile& profile) {
  std::string_view driver;
  if (size_t plus = name.find('+'); plus != std::string_view::npos) {
    driver = name.substr(plus + 1);
    name = name.substr(0, plus);
  }
  if (name == "sqlite") return std::make_shared<sqlite::SqliteDialect>(profile);
  if (name == "default" || name.empty()) return std::make_shared<Dialect>(profile);
  if (name == "postgresql") return make_postgresql(profile, driver);
  if (name == "mysql") return make_mysql(profile, driver, false);
  if (name == "mariadb") return make_mysql(profile, driver, true);
  if (name == "oracle") return make_oracle(profile, driver);
  if (name == "mssql") return make_mssql(profile, driver);
  return nullptr;
}

}  // namespace orm
