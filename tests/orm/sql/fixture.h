// Tables that the tests of the compiler share, and their text in two dialects.
#pragma once

#include <orm/compiler.h>
#include <orm/core.h>

#include <string>

struct SqlFixture {
  orm::Ref<orm::MetaData> metadata = orm::make_ref<orm::MetaData>(orm::profile_2_0);
  orm::Ref<orm::Table> users, addr, weird;
  orm::ColumnRef id, name, age, flag, bal, made, aid, email, uid;
  std::shared_ptr<const orm::Dialect> dialect = orm::make_dialect("sqlite", orm::profile_2_0);

  SqlFixture() {
    using namespace orm;
    ColumnArgs key, reference;
    key.primary_key = true;
    reference.foreign_keys.emplace_back("users.id");
    users = metadata->define(
        "users",
        {make_ref<Column>("id", Integer(), key), make_ref<Column>("name", String()),
         make_ref<Column>("age", Integer()), make_ref<Column>("flag", Boolean()),
         make_ref<Column>("bal", Numeric(10, 2)), make_ref<Column>("made", DateTimeType())});
    addr = metadata->define(
        "addresses", {make_ref<Column>("id", Integer(), key), make_ref<Column>("email", String()),
                      make_ref<Column>("user_id", nullptr, reference)});
    weird = metadata->define(
        "order", {make_ref<Column>("Select", Integer(), key), make_ref<Column>("a b", String())});
    id = users->col("id");
    name = users->col("name");
    age = users->col("age");
    flag = users->col("flag");
    bal = users->col("bal");
    made = users->col("made");
    aid = addr->col("id");
    email = addr->col("email");
    uid = addr->col("user_id");
  }

  // The text in the default dialect, or the error.
  static std::string show(const orm::ClauseRef& node) {
    try {
      return node->str(orm::profile_2_0);
    } catch (const orm::Error& error) {
      return std::string("ERR ") + error.what();
    }
  }

  // The text for SQLite and the names of its positional parameters.
  std::string sqlite(const orm::ClauseRef& node) const {
    auto compiled = orm::compile(node, *dialect);
    std::string out = compiled->sql + " | ";
    for (size_t position : compiled->positions) out += compiled->binds[position].name + ",";
    return out;
  }
};
