// Options that only one database reads, of UPDATE and DELETE: mysql_limit.

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/dialect_options.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

const char* class_of(orm::NodeKind kind) {
  return kind == orm::NodeKind::update   ? "Update"
         : kind == orm::NodeKind::insert ? "Insert"
                                         : "Delete";
}

}  // namespace

void set_dialect_option(Context& owner, orm::DmlBase& statement, const std::string& name,
                        const Value& value) {
  if (!check_dialect_option(owner, class_of(statement.kind()), name)) return;
  if (value.is_none()) return;
  // MySQL's LIMIT is the only one. Kept among the hints, for the end of the statement there.
  const std::string dialect = name.substr(0, name.find('_'));
  statement.hints.push_back(
      {nullptr, "LIMIT " + std::to_string(owner.interp.to_int64(value)), dialect + " limit"});
}

template <class T>
static Value with_dialect_options(Call& call) {
  auto copy = self_as<T>(call).copy();
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    set_dialect_option(context(call.interp), *copy, name, value);
  }
  return wrapped(call, copy);
}

void add_dialect_options(interp::TypeBuilder& builder, std::string_view cls) {
  auto method = cls == "Update"   ? guard<with_dialect_options<orm::Update>>
                : cls == "Insert" ? guard<with_dialect_options<orm::Insert>>
                                  : guard<with_dialect_options<orm::Delete>>;
  builder.method("with_dialect_options", "**opt", method);
}

}  // namespace lessonrun::bind
