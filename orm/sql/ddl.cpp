// The DDL statements as nodes.
#include <orm/schema.h>

namespace orm {

using DdlOp = DDLElement::Op;

namespace {
Value find_option(const std::vector<std::pair<std::string, Value>>& options,
                  std::string_view wanted) {
  for (const auto& [name, value] : options)
    if (name == wanted) return value;
  return {};
}
}  // namespace

Value TableArgs::option(std::string_view name) const { return find_option(dialect_options, name); }
Value ColumnArgs::option(std::string_view name) const { return find_option(dialect_options, name); }

Ref<DDLElement> CreateTable(const Table& table, bool if_not_exists) {
  return make_ref<DDLElement>(DdlOp::create_table, &table, if_not_exists);
}
Ref<DDLElement> DropTable(const Table& table, bool if_exists) {
  return make_ref<DDLElement>(DdlOp::drop_table, &table, if_exists);
}
Ref<DDLElement> CreateIndex(const Index& index, bool if_not_exists) {
  return make_ref<DDLElement>(DdlOp::create_index, &index, if_not_exists);
}
Ref<DDLElement> DropIndex(const Index& index, bool if_exists) {
  return make_ref<DDLElement>(DdlOp::drop_index, &index, if_exists);
}
Ref<DDLElement> AddConstraint(const Constraint& constraint) {
  return make_ref<DDLElement>(DdlOp::add_constraint, &constraint);
}
Ref<DDLElement> DropConstraint(const Constraint& constraint, bool if_exists, bool cascade) {
  auto ddl = make_ref<DDLElement>(DdlOp::drop_constraint, &constraint, if_exists);
  ddl->cascade = cascade;
  return ddl;
}
Ref<DDLElement> CreateSequence(const Sequence& sequence, bool if_not_exists) {
  return make_ref<DDLElement>(DdlOp::create_sequence, &sequence, if_not_exists);
}
Ref<DDLElement> DropSequence(const Sequence& sequence, bool if_exists) {
  return make_ref<DDLElement>(DdlOp::drop_sequence, &sequence, if_exists);
}
Ref<DDLElement> CreateSchema(std::string name, bool if_not_exists) {
  auto ddl = make_ref<DDLElement>(DdlOp::create_schema, nullptr, if_not_exists);
  ddl->sql = std::move(name);
  return ddl;
}
Ref<DDLElement> DropSchema(std::string name, bool if_exists, bool cascade) {
  auto ddl = make_ref<DDLElement>(DdlOp::drop_schema, nullptr, if_exists);
  ddl->sql = std::move(name);
  ddl->cascade = cascade;
  return ddl;
}
Ref<DDLElement> DDL(std::string sql) {
  auto ddl = make_ref<DDLElement>(DdlOp::text, nullptr);
  ddl->sql = std::move(sql);
  return ddl;
}

}  // namespace orm
