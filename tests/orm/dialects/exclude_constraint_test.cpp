// ExcludeConstraint: text of PostgreSQL only, columns found by name when it comes into a table.
#include <doctest/doctest.h>
#include <orm/compiler.h>
#include <orm/core.h>
#include <orm/exclude_constraint.h>

#include <string>
#include <vector>

namespace {

using orm::ExcludeConstraint;

std::vector<ExcludeConstraint::Element> by_room(const char* column) {
  std::vector<ExcludeConstraint::Element> elements;
  elements.push_back({orm::Operand(orm::Value(column)), "=", column});
  return elements;
}

std::string create(const orm::Table& table, const char* dialect) {
  return orm::compile(orm::CreateTable(table), *orm::make_dialect(dialect, orm::profile_2_0))->sql;
}

TEST_CASE("an ExcludeConstraint names method, operator classes and condition") {
  auto metadata = orm::make_ref<orm::MetaData>(orm::profile_2_0);
  auto constraint = orm::make_ref<ExcludeConstraint>(by_room("room"), "one_each");
  constraint->method = "btree";
  constraint->where = orm::text("room > 5");
  constraint->ops.emplace_back("room", "int4_ops");
  auto room = orm::make_ref<orm::Column>("room", orm::Integer());
  auto table = metadata->define("stay", {room, constraint});
  CHECK(create(*table, "postgresql")
            .find("\tCONSTRAINT one_each EXCLUDE USING btree (room int4_ops "
                  "WITH =) WHERE (room > 5)\n") != std::string::npos);
  CHECK_THROWS_AS(create(*table, "sqlite"), orm::UnsupportedCompilationError);
}

TEST_CASE("an ExcludeConstraint misses columns that the table does not have") {
  auto metadata = orm::make_ref<orm::MetaData>(orm::profile_2_0);
  auto room = orm::make_ref<orm::Column>("room", orm::Integer());
  auto wrong = orm::make_ref<ExcludeConstraint>(by_room("rom"));
  CHECK_THROWS_AS(metadata->define("stay", {room, wrong}), orm::ConstraintColumnNotFoundError);
  auto older = orm::make_ref<orm::MetaData>(orm::profile_1_4);
  auto column = orm::make_ref<orm::Column>("room", orm::Integer());
  auto other = orm::make_ref<ExcludeConstraint>(by_room("rom"));
  CHECK_THROWS_AS(older->define("stay", {column, other}), orm::KeyError);
}

}  // namespace
