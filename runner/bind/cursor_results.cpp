// What only the result of a cursor tells: of the statement that was executed, of the row that an
// INSERT made, of defaults and parameters. The rest of a result is in results.cpp.
#include <orm/compiler.h>

#include "orm/orm_error.h"
#include "runner/bind/results.h"
#include "runner/bind/rows.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

Value result_rowcount(Call& call) { return Value::integer(result_of(call).rowcount()); }
Value result_lastrowid(Call& call) {
  // Python's driver knows none after an executemany.
  const orm::Result& result = result_of(call);
  return result.executemany() ? Value::none() : Value::integer(result.lastrowid());
}
Value result_returns_rows(Call& call) { return Value::boolean(result_of(call).returns_rows()); }
Value result_is_insert(Call& call) { return Value::boolean(result_of(call).is_insert()); }

// A key as a row that is called by the names of its columns.
Value key_row(Call& call, const std::vector<orm::Value>& values) {
  Context& owner = context(call.interp);
  const orm::Compiled* compiled = result_of(call).compiled();
  if (owner.profile.select_list_style || compiled == nullptr) {
    std::vector<Value> key;
    key.reserve(values.size());
    for (const orm::Value& value : values) key.push_back(from_orm(owner, value));
    return owner.profile.select_list_style ? call.interp.list(std::move(key))
                                           : call.interp.tuple(std::move(key));
  }
  const auto& statement = static_cast<const orm::DmlBase&>(*compiled->statement);
  auto keys = orm::make_ref<orm::RowKeys>();
  keys->profile = &owner.profile;
  for (const orm::ColumnElement* column : statement.table()->primary_key()) {
    keys->keys.emplace_back(column->key());
    keys->expressions.push_back(nullptr);
  }
  auto block = orm::make_ref<orm::RowBlock>();
  block->width = values.size();
  block->keys = std::move(keys);
  block->cells = values;
  return wrap_row(owner, orm::Row(block, 0));
}

void refuse_returning(Call& call) {
  const orm::Compiled* compiled = result_of(call).compiled();
  if (compiled == nullptr || !result_of(call).is_insert()) return;
  if (static_cast<const orm::DmlBase&>(*compiled->statement).returning_columns.empty()) return;
  raise_error(context(call.interp), orm::InvalidRequestError::cls,
              "Can't call inserted_primary_key when returning() is used.");
}

Value result_inserted_primary_key(Call& call) {
  refuse_returning(call);
  return key_row(call, result_of(call).inserted_primary_key());
}

Value result_inserted_primary_key_rows(Call& call) {
  refuse_returning(call);
  std::vector<Value> rows;
  for (const auto& row : result_of(call).inserted_primary_key_rows()) {
    rows.push_back(key_row(call, row));
  }
  // SQLite tells no keys of an executemany.
  const orm::Result& result = result_of(call);
  if (rows.empty() && result.compiled() != nullptr) {
    const auto& statement = static_cast<const orm::DmlBase&>(*result.compiled()->statement);
    const std::vector<orm::Value> none(statement.table()->primary_key().size());
    for (int64_t i = 0; i < result.rowcount(); ++i) rows.push_back(key_row(call, none));
  }
  return call.interp.list(std::move(rows));
}

Value result_returned_defaults(Call& call) {
  const orm::Result& result = result_of(call);
  if (result.executemany() && context(call.interp).profile.stmt_cache) {
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "This statement was an executemany call; if return defaults is supported, please "
                "use .returned_defaults_rows.");
  }
  const auto& rows = result.returned_defaults();
  return rows.empty() ? Value::none() : wrap_row(context(call.interp), rows.front());
}

Value result_returned_defaults_rows(Call& call) {
  std::vector<Value> rows;
  for (const orm::Row& row : result_of(call).returned_defaults()) {
    rows.push_back(wrap_row(context(call.interp), row));
  }
  return rows.empty() ? Value::none() : call.interp.list(std::move(rows));
}

// Of which kind of statement a method tells something.
[[noreturn]] void refuse_kind(Call& call, const char* kinds) {
  const bool compiled = result_of(call).compiled() != nullptr;
  raise_error(context(call.interp), orm::InvalidRequestError::cls,
              compiled ? std::string("Statement is not an ") + kinds + " expression construct."
                       : "Statement is not a compiled expression construct.");
}

bool is_update(const orm::Result& result) {
  return result.compiled() != nullptr && result.compiled()->kind == orm::StatementKind::update;
}

Value parameter_dict(Call& call, const orm::ParameterSet& set) {
  Value dict = call.interp.dict();
  for (const auto& [name, value] : set) {
    call.interp.setitem(dict, call.interp.str(name), from_orm(context(call.interp), value));
  }
  return dict;
}

Value sent_parameters(Call& call, const char* method) {
  const orm::Result& result = result_of(call);
  if (!result.executemany()) return parameter_dict(call, result.compiled_parameters());
  if (result.sent_parameters().empty()) {
    call.interp.unsupported(std::string(method) + "() of an executemany",
                            std::string(method) +
                                "() is known of a statement that was executed once; execute it for "
                                "each row");
  }
  std::vector<Value> sets;
  for (const orm::ParameterSet& set : result.sent_parameters()) {
    // In the order of the statement's parameters, defaults among them.
    orm::ParameterSet ordered;
    for (const orm::CompiledBind& bind : result.compiled()->binds) {
      for (const auto& item : set) {
        if (item.first == bind.name) ordered.push_back(item);
      }
    }
    sets.push_back(parameter_dict(call, ordered));
  }
  return call.interp.list(std::move(sets));
}

Value result_last_inserted_params(Call& call) {
  if (!result_of(call).is_insert()) refuse_kind(call, "insert()");
  return sent_parameters(call, "last_inserted_params");
}

Value result_last_updated_params(Call& call) {
  if (!is_update(result_of(call))) refuse_kind(call, "update()");
  return sent_parameters(call, "last_updated_params");
}

// SQLite's driver counts the rows of both kinds of execution.
Value result_counts_rows(Call&) { return Value::boolean(true); }

template <const std::vector<orm::Column*>& (orm::Result::*Columns)() const>
Value result_columns_of(Call& call) {
  const orm::Result& result = result_of(call);
  if (!result.is_insert() && !is_update(result)) refuse_kind(call, "insert() or update()");
  std::vector<Value> columns;
  for (orm::Column* column : (result_of(call).*Columns)()) {
    columns.push_back(wrap(context(call.interp), column->ref()));
  }
  return call.interp.list(std::move(columns));
}

Value result_lastrow_has_defaults(Call& call) {
  return Value::boolean(!result_of(call).postfetch_cols().empty());
}
const Binding kCursorRows[] = {
    {"rowcount", "", guard<result_rowcount>, "{self}.rowcount()", BindingKind::property},
    {"lastrowid", "", guard<result_lastrowid>, "{self}.lastrowid()", BindingKind::property},
    {"returns_rows", "", guard<result_returns_rows>, "{self}.returns_rows()",
     BindingKind::property},
    {"is_insert", "", guard<result_is_insert>, "{self}.is_insert()", BindingKind::property},
    {"inserted_primary_key", "", guard<result_inserted_primary_key>,
     "{self}.inserted_primary_key()", BindingKind::property},
    {"returned_defaults", "", guard<result_returned_defaults>, "{self}.returned_defaults()",
     BindingKind::property},
    {"returned_defaults_rows", "", guard<result_returned_defaults_rows>,
     "{self}.returned_defaults()", BindingKind::property},
    {"inserted_primary_key_rows", "", guard<result_inserted_primary_key_rows>,
     "{self}.inserted_primary_key_rows()", BindingKind::property},
    {"prefetch_cols", "", guard<result_columns_of<&orm::Result::prefetch_cols>>,
     "{self}.prefetch_cols()"},
    {"postfetch_cols", "", guard<result_columns_of<&orm::Result::postfetch_cols>>,
     "{self}.postfetch_cols()"},
    {"last_inserted_params", "", guard<result_last_inserted_params>,
     "{self}.compiled_parameters()"},
    {"last_updated_params", "", guard<result_last_updated_params>, "{self}.compiled_parameters()"},
    {"supports_sane_rowcount", "", result_counts_rows, "true"},
    {"supports_sane_multi_rowcount", "", result_counts_rows, "true"},
    {"lastrow_has_defaults", "", guard<result_lastrow_has_defaults>,
     "!{self}.postfetch_cols().empty()"},
};

}  // namespace

BindingTable cursor_result_table() {
  return {"sqlalchemy", "CursorResult", kCursorRows, std::size(kCursorRows)};
}

}  // namespace lessonrun::bind
