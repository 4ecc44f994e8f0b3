// Columns of mapped structs, from their types and options.
#include <string>
#include <utility>
#include <vector>

#include "orm/column_draft.h"
#include "orm/error.h"
#include "orm/mapped.h"
#include "orm/typed_enum.h"

namespace orm {

void set_flag(ColumnDraft& draft, ColumnFlag flag) {
  switch (flag) {
    case ColumnFlag::primary_key:
      draft.args.primary_key = true;
      break;
    case ColumnFlag::unique:
      draft.args.unique = true;
      break;
    case ColumnFlag::index:
      draft.args.index = true;
      break;
    case ColumnFlag::nullable:
    case ColumnFlag::not_nullable:
      draft.args.nullable = flag == ColumnFlag::nullable;
      break;
  }
}

void set_name(ColumnDraft& draft, const char* name) { draft.name = name; }

void set_type(ColumnDraft& draft, TypeRef type) { draft.type = std::move(type); }

void set_type(ColumnDraft& draft, const char* name, int precision, int scale) {
  TypeArgs args;
  if (precision >= 0) args.precision = precision;
  if (scale >= 0) args.scale = scale;
  draft.type = make_type(name, args);
}

void set_default(ColumnDraft& draft, Value value) {
  draft.args.default_ = ColumnDefault::scalar(std::move(value));
}

void set_server_default(ColumnDraft& draft, const char* text, ServerDefaultKind kind) {
  ServerDefault& server_default = draft.args.server_default;
  if (server_default.kind == ServerDefault::Kind::computed) {
    throw ArgumentError(
        "A generated column cannot specify a server_default or a server_onupdate argument");
  }
  server_default.kind =
      kind == ServerDefaultKind::text ? ServerDefault::Kind::text : ServerDefault::Kind::clause;
  if (kind == ServerDefaultKind::text) server_default.text = text;
  if (kind == ServerDefaultKind::sql) server_default.clause = orm::text(text);
  if (kind == ServerDefaultKind::now) server_default.clause = func("now");
}

void add_foreign_key(ColumnDraft& draft, const char* target, const char* ondelete) {
  ForeignKey& key = draft.args.foreign_keys.emplace_back(target);
  if (ondelete != nullptr) key.ondelete = ondelete;
}

void apply_computed(ColumnDraft& draft, const char* sql, const bool* persisted) {
  ServerDefault& server_default = draft.args.server_default;
  if (server_default) {
    throw ArgumentError(
        "A generated column cannot specify a server_default or a server_onupdate argument");
  }
  server_default.kind = ServerDefault::Kind::computed;
  server_default.clause = orm::text(sql);
  if (persisted != nullptr) server_default.persisted = *persisted;
}

TypeRef detail::enum_type(const char* name, const std::vector<std::string>& names) {
  std::vector<Enum::Member> members;
  members.reserve(names.size());
  for (const std::string& one : names) members.push_back({one, Value(one)});
  TypeArgs args;
  args.name = name;
  for (char& c : args.name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return make_ref<const Enum>(std::move(members), std::string(), std::move(args));
}

void detail::unknown_member(const Value& name, const char* of) {
  throw LookupError(name.repr() + " is not among the defined enum values of " + of);
}

Ref<Column> describe_column(const char* name, TypeRef type, bool optional,
                            void (*options)(ColumnDraft& draft)) {
  ColumnDraft draft;
  draft.type = std::move(type);
  if (options != nullptr) options(draft);
  if (!draft.args.nullable && !draft.args.primary_key) draft.args.nullable = optional;
  const char* column = draft.name != nullptr ? draft.name : name;
  return make_ref<Column>(column, std::move(draft.type), std::move(draft.args));
}

}  // namespace orm
