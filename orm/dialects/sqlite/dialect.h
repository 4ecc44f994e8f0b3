// SQLite's SQL text and storage formats.
#pragma once

#include <orm/compiler.h>

namespace orm::sqlite {

class SqliteDialect : public Dialect {
 public:
  std::shared_ptr<Dialect> clone() const override { return std::make_shared<SqliteDialect>(*this); }
  explicit SqliteDialect(const Profile& for_profile);
  bool is_reserved(std::string_view word) const override;
  const char* function_text(std::string_view function) const override;
  Processor bind_processor(const TypeEngine& type) const override;
  Processor result_processor(const TypeEngine& type) const override;
  bool binds_as_is(const TypeEngine& type, const Value& value) const override;
  std::string empty_in(const TypeEngine& type, bool negated) const override;
  bool write_for_update(SqlCompiler&, const SelectBase&) const override { return true; }
  bool write_binary(SqlCompiler& compiler, const BinaryExpression& node) const override;

  std::string column_specification(const Column& column) const override;
  std::string default_ddl(const Column& column) const override;
  std::string constraint_tail(const Constraint& constraint) const override;
  std::string table_options(const Table& table) const override;
  std::string create_index(const Index& index, bool if_not_exists) const override;
  bool inlines_primary_key(const Table& table) const override;
};

}  // namespace orm::sqlite
