// Rows and the names that they share.
#include "orm/session/row_buffer.h"

#include <doctest/doctest.h>

using orm::RowBuffer;
using orm::Value;

namespace {

RowBuffer::Row row(RowBuffer& rows, const std::vector<std::pair<const char*, int>>& cells) {
  for (const auto& [name, value] : cells) rows.add(name, Value(value));
  return rows.end();
}

}  // namespace

TEST_CASE("rows of the same names share them, whatever comes between") {
  RowBuffer rows;
  const RowBuffer::Row first = row(rows, {{"id", 1}, {"name", 2}});
  const RowBuffer::Row same = row(rows, {{"id", 3}, {"name", 4}});
  const RowBuffer::Row shorter = row(rows, {{"id", 5}});
  const RowBuffer::Row other = row(rows, {{"id", 6}, {"price", 7}});
  const RowBuffer::Row again = row(rows, {{"id", 8}, {"name", 9}});
  CHECK(first.names == same.names);
  CHECK(first.names == again.names);
  CHECK(*shorter.names == RowBuffer::Names{"id"});
  CHECK(*other.names == RowBuffer::Names{"id", "price"});
  const orm::ParameterSet set = rows.take(other);
  CHECK(set == orm::ParameterSet{{"id", Value(6)}, {"price", Value(7)}});
}

TEST_CASE("the row that is being made can be looked at and dropped") {
  RowBuffer rows;
  row(rows, {{"id", 1}, {"name", 2}});
  rows.add("id", Value(3));
  rows.add("price", Value(4));
  CHECK(rows.width() == 2);
  REQUIRE(rows.find("price") != nullptr);
  CHECK(*rows.find("price") == Value(4));
  CHECK(rows.find("name") == nullptr);
  rows.drop();
  CHECK(rows.width() == 0);
  const RowBuffer::Row next = row(rows, {{"id", 5}, {"name", 6}});
  CHECK(rows.take(next) == orm::ParameterSet{{"id", Value(5)}, {"name", Value(6)}});
}

TEST_CASE("runs of rows are taken with their names once") {
  RowBuffer rows;
  const RowBuffer::Row first = row(rows, {{"id", 1}, {"name", 2}});
  row(rows, {{"id", 3}, {"name", 4}});
  const RowBuffer::Row last = row(rows, {{"id", 5}});
  const orm::ParameterRows two = rows.take(first, 2);
  CHECK(two.names == RowBuffer::Names{"id", "name"});
  CHECK(two.cells == std::vector<Value>{Value(1), Value(2), Value(3), Value(4)});
  CHECK(two.sets()[1] == orm::ParameterSet{{"id", Value(3)}, {"name", Value(4)}});
  CHECK(rows.take(last, 1).cells == std::vector<Value>{Value(5)});
}
