// SQLite's SQL text and storage formats.
#pragma once

#include <orm/compiler.h>

namespace orm::sqlite {

class SqliteDialect : public Dialect {
 public:
  explicit SqliteDialect(const Profile& for_profile);
  bool is_reserved(std::string_view word) const override;
  std::string type_ddl(const TypeEngine& type) const override;
  const char* function_text(std::string_view function) const override;
  Processor bind_processor(const TypeEngine& type) const override;
  Processor result_processor(const TypeEngine& type) const override;
  bool binds_as_is(const TypeEngine& type, const Value& value) const override;
};

}  // namespace orm::sqlite
