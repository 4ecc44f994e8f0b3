// Options that only one database reads, of UPDATE and DELETE: mysql_limit.
#include <algorithm>

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

bool takes_limit(const Context& owner, orm::NodeKind kind) {
  const bool of_delete = kind == orm::NodeKind::delete_ && owner.profile.typed_names;
  return kind == orm::NodeKind::update || of_delete;
}

const char* class_of(orm::NodeKind kind) {
  return kind == orm::NodeKind::update   ? "Update"
         : kind == orm::NodeKind::insert ? "Insert"
                                         : "Delete";
}

}  // namespace

void set_dialect_option(Context& owner, orm::DmlBase& statement, const std::string& name,
                        const Value& value) {
  const size_t end = name.find('_');
  if (end == std::string::npos) {
    owner.interp.raise(
        "TypeError",
        "Additional arguments should be named <dialectname>_<argument>, got '" + name + "'");
  }
  const std::string dialect = name.substr(0, end);
  static constexpr std::string_view kDialects[] = {"sqlite",  "postgresql", "mysql",
                                                   "mariadb", "oracle",     "mssql"};
  if (std::find(std::begin(kDialects), std::end(kDialects), dialect) == std::end(kDialects)) {
    is_dialect_option(owner, name);  // warns of it
    return;
  }
  const bool mysql = dialect == "mysql" || dialect == "mariadb";
  const bool limit = mysql && name.substr(end) == "_limit";
  if (!limit || !takes_limit(owner, statement.kind())) {
    raise_error(owner, orm::ArgumentError::cls,
                "Argument '" + name + "' is not accepted by dialect '" + dialect +
                    "' on behalf of <class 'sqlalchemy.sql.dml." + class_of(statement.kind()) +
                    "'>");
  }
  if (value.is_none()) return;
  // Kept among the hints, for the end of the statement on that database.
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
