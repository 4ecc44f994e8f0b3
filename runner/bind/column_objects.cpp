// What a Column is asked for: its default, its foreign keys, its comment.
#include "orm/orm_error.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- column defaults ----------------------------------------------------------------------------

struct ColumnDefaultData : interp::Payload {
  orm::ColumnDefault value;
  orm::Ref<orm::Column> column;
};

const orm::ColumnDefault& default_of(Call& call) {
  return interp::payload<ColumnDefaultData>(call.interp, call.self).value;
}

Value default_arg(Call& call) {
  const orm::ColumnDefault& value = default_of(call);
  if (value.clause) return wrap(context(call.interp), value.clause);
  if (value.kind == orm::ColumnDefault::Kind::callable) {
    call.interp.unsupported("ColumnDefault.arg of a function",
                            "the function of a default is not handed out");
  }
  return from_orm(context(call.interp), value.value);
}

template <orm::ColumnDefault::Kind Which>
Value default_is(Call& call) {
  return Value::boolean(default_of(call).kind == Which);
}

std::string default_repr(Interpreter& interp, const Value& self) {
  return interp::payload<ColumnDefaultData>(interp, self).value.repr(context(interp).profile);
}

// ColumnDefault(arg): what default=arg of a column makes.
Value default_init(Call& call) {
  auto& data = interp::payload<ColumnDefaultData>(call.interp, call.self);
  data.value = to_default(context(call.interp), call[0]);
  data.value.for_update = call.interp.truth(call[1]);
  return Value::none();
}

Value default_column(Call& call) {
  const auto& column = interp::payload<ColumnDefaultData>(call.interp, call.self).column;
  return column == nullptr ? Value::none() : wrap(context(call.interp), column);
}

Type* make_default_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ColumnDefault", "sqlalchemy.sql.schema")
      .payload<ColumnDefaultData>()
      .init("arg, for_update=False, _optional=False", guard<default_init>)
      .property("arg", guard<default_arg>)
      .property("column", guard<default_column>)
      .property("is_scalar", default_is<orm::ColumnDefault::Kind::scalar>)
      .property("is_callable", default_is<orm::ColumnDefault::Kind::callable>)
      .property("is_clause_element", default_is<orm::ColumnDefault::Kind::clause>)
      .property("is_sequence", default_is<orm::ColumnDefault::Kind::sequence>)
      .slots([](interp::Slots& slots) { slots.repr = guard<default_repr>; })
      .build();
}

}  // namespace

const orm::ColumnDefault* find_default(const Value& value) {
  const auto* data = interp::try_payload<ColumnDefaultData>(value);
  return data == nullptr ? nullptr : &data->value;
}

namespace {

Value wrap_default(Context& owner, const orm::Column& column, const orm::ColumnDefault& value) {
  if (!value) return Value::none();
  if (value.sequence) return owner.make<SequenceData>("Sequence", value.sequence);
  auto data = std::make_unique<ColumnDefaultData>();
  data->value = value;
  data->column = column.column_ref();
  return owner.make("ColumnDefault", std::move(data));
}

Value wrap_server_default(Context& owner, const orm::ServerDefault& value) {
  using Kind = orm::ServerDefault::Kind;
  const char* name = value.kind == Kind::computed   ? "Computed"
                     : value.kind == Kind::identity ? "Identity"
                     : value.kind == Kind::fetched  ? "FetchedValue"
                                                    : "DefaultClause";
  if (!value) return Value::none();
  auto data = std::make_unique<ServerDefaultData>();
  data->value = value;
  return owner.make(name, std::move(data));
}

// ---- columns ------------------------------------------------------------------------------------

orm::Column& column_of(Call& call) {
  orm::ClauseRef clause = interp::payload<ClauseData>(call.interp, call.self).clause;
  return static_cast<orm::Column&>(*clause);
}

Value column_default(Call& call) {
  orm::Column& column = column_of(call);
  return wrap_default(context(call.interp), column, column.args.default_);
}
Value column_onupdate(Call& call) {
  orm::Column& column = column_of(call);
  return wrap_default(context(call.interp), column, column.args.onupdate);
}
Value column_server_default(Call& call) {
  return wrap_server_default(context(call.interp), column_of(call).args.server_default);
}
Value column_server_onupdate(Call& call) {
  return wrap_server_default(context(call.interp), column_of(call).args.server_onupdate);
}
template <orm::ServerDefault::Kind Which>
Value column_generated(Call& call) {
  const orm::ServerDefault& value = column_of(call).args.server_default;
  return value.kind == Which ? wrap_server_default(context(call.interp), value) : Value::none();
}

Value column_foreign_keys(Call& call) {
  std::vector<Value> keys;
  for (const auto& key : column_of(call).foreign_keys()) {
    keys.push_back(wrap_foreign_key(context(call.interp), *key));
  }
  return call.interp.set(keys);
}

Value column_references(Call& call) {
  orm::ColumnRef other = to_column(context(call.interp), call[0], "column role");
  for (const auto& key : column_of(call).foreign_keys()) {
    if (key->column_or_null() == other->bare()) return Value::boolean(true);
  }
  return Value::boolean(false);
}

Value text_or_none(Call& call, const std::string& text) {
  return text.empty() ? Value::none() : call.interp.str(text);
}
Value column_comment(Call& call) { return text_or_none(call, column_of(call).args.comment); }
Value column_doc(Call& call) { return text_or_none(call, column_of(call).args.doc); }
Value column_info(Call& call) { return info_dict(context(call.interp), column_of(call).args.info); }
Value column_autoincrement(Call& call) {
  const orm::ColumnArgs& args = column_of(call).args;
  if (args.autoincrement_ignore_fk) return call.interp.str("ignore_fk");
  return args.autoincrement ? Value::boolean(*args.autoincrement) : call.interp.str("auto");
}
Value column_copy(Call& call) { return wrap(context(call.interp), column_of(call).copy()); }

// ---- foreign keys -------------------------------------------------------------------------------

orm::ForeignKey& key_of(Call& call) {
  return interp::payload<ForeignKeyData>(call.interp, call.self).key;
}
Value key_column(Call& call) {
  return wrap(context(call.interp), key_of(call).column().column_ref());
}
Value key_parent(Call& call) {
  orm::ColumnElement* parent = key_of(call).parent;
  return parent == nullptr ? Value::none() : wrap(context(call.interp), parent->ref());
}
Value key_target(Call& call) { return call.interp.str(key_of(call).target_fullname()); }
Value key_constraint(Call& call) {
  orm::ForeignKeyConstraint* constraint = key_of(call).constraint;
  return constraint == nullptr ? Value::none() : wrap_constraint(context(call.interp), *constraint);
}
template <auto Member>
Value key_text(Call& call) {
  return text_or_none(call, key_of(call).*Member);
}
Value key_deferrable(Call& call) {
  const auto& value = key_of(call).deferrable;
  return value ? Value::boolean(*value) : Value::none();
}
Value key_use_alter(Call& call) { return Value::boolean(key_of(call).use_alter); }
Value key_link_to_name(Call& call) { return Value::boolean(key_of(call).link_to_name); }
Value key_info(Call& call) { return info_dict(context(call.interp), key_of(call).info); }
// The column of that table or alias which the key refers to.
Value key_referent(Call& call) {
  Context& owner = context(call.interp);
  orm::Column* target = key_of(call).column_or_null();
  const orm::Ref<orm::FromClause> from = to_from(owner, call[0]);
  orm::ColumnElement* found = target == nullptr ? nullptr : from->c().corresponding(*target);
  return found == nullptr ? Value::none() : wrap(owner, found->ref());
}
Value key_references(Call& call) {
  return Value::boolean(key_of(call).references(*to_from(context(call.interp), call[0])));
}

// ---- collections of columns ---------------------------------------------------------------------

struct ColumnListData : interp::Payload {
  std::vector<Value> columns;
  void clear_references() noexcept override { columns.clear(); }
};

const std::vector<Value>& listed_columns(Interpreter& interp, const Value& self) {
  return interp::payload<ColumnListData>(interp, self).columns;
}

Value list_keys(Call& call) {
  std::vector<Value> keys;
  for (const Value& column : listed_columns(call.interp, call.self)) {
    keys.push_back(call.interp.getattr(column, "key"));
  }
  return call.interp.list(std::move(keys));
}
Value list_values(Call& call) { return call.interp.list(listed_columns(call.interp, call.self)); }
Value list_items(Call& call) {
  std::vector<Value> pairs;
  for (const Value& column : listed_columns(call.interp, call.self)) {
    pairs.push_back(call.interp.tuple({call.interp.getattr(column, "key"), column}));
  }
  return call.interp.list(std::move(pairs));
}

Value find_in_list(Interpreter& interp, const Value& self, std::string_view key) {
  for (const Value& column : listed_columns(interp, self)) {
    if (interp.str_of(interp.getattr(column, "key")) == key) return column;
  }
  return {};
}

Type* make_column_list_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "ReadOnlyColumnCollection", "sqlalchemy.sql.base")
      .payload<ColumnListData>()
      .method("keys", "", guard<list_keys>)
      .method("values", "", list_values)
      .method("items", "", guard<list_items>)
      .slots([](interp::Slots& slots) {
        slots.iter = [](Interpreter& interp, const Value& self) {
          return interp.iter(interp.list(listed_columns(interp, self)));
        };
        slots.len = [](Interpreter& interp, const Value& self) {
          return static_cast<int64_t>(listed_columns(interp, self).size());
        };
        slots.contains = [](Interpreter& interp, const Value& self, const Value& item) {
          if (item.is(Kind::kStr)) return !!find_in_list(interp, self, interp.text(item));
          for (const Value& column : listed_columns(interp, self)) {
            if (column.is_object() && item.is_object() && column.object() == item.object()) {
              return true;
            }
          }
          return false;
        };
        slots.getitem = [](Interpreter& interp, const Value& self, const Value& key) {
          if (key.is(Kind::kStr)) {
            if (Value found = find_in_list(interp, self, interp.text(key))) return found;
            interp.raise(interp.call(Value(interp.exception_type("KeyError")), {key}));
          }
          return interp.getitem(interp.list(listed_columns(interp, self)), key);
        };
        slots.getattr_missing = [](Interpreter& interp, const Value& self,
                                   interp::StrObject* name) {
          return find_in_list(interp, self, name->text);
        };
      })
      .abstract()
      .build();
}

}  // namespace

void add_column_members(interp::TypeBuilder& builder) {
  builder.property("default", guard<column_default>)
      .property("onupdate", guard<column_onupdate>)
      .property("server_default", guard<column_server_default>)
      .property("server_onupdate", guard<column_server_onupdate>)
      .property("computed", guard<column_generated<orm::ServerDefault::Kind::computed>>)
      .property("identity", guard<column_generated<orm::ServerDefault::Kind::identity>>)
      .property("foreign_keys", guard<column_foreign_keys>)
      .property("comment", guard<column_comment>)
      .property("doc", guard<column_doc>)
      .property("info", guard<column_info>)
      .property("autoincrement", guard<column_autoincrement>)
      .method("references", "column", guard<column_references>)
      .method("copy", "**kw", guard<column_copy>)
      .slots([](interp::Slots& slots) {
        slots.str = [](Interpreter& interp, const Value& self) {
          orm::ClauseRef clause = interp::payload<ClauseData>(interp, self).clause;
          return static_cast<const orm::Column&>(*clause).fullname();
        };
      });
}

void add_foreign_key_members(interp::TypeBuilder& builder) {
  builder.property("column", guard<key_column>)
      .property("parent", guard<key_parent>)
      .property("target_fullname", guard<key_target>)
      .property("constraint", guard<key_constraint>)
      .property("name", key_text<&orm::ForeignKey::name>)
      .property("ondelete", key_text<&orm::ForeignKey::ondelete>)
      .property("onupdate", key_text<&orm::ForeignKey::onupdate>)
      .property("initially", key_text<&orm::ForeignKey::initially>)
      .property("match", key_text<&orm::ForeignKey::match>)
      .property("deferrable", key_deferrable)
      .property("use_alter", key_use_alter)
      .property("link_to_name", key_link_to_name)
      .property("info", guard<key_info>)
      .method("get_referent", "table", guard<key_referent>)
      .method("references", "table", guard<key_references>);
}

Value wrap_foreign_key(Context& owner, orm::ForeignKey& key) {
  return owner.unique(&key, [&] {
    auto data = std::make_unique<ForeignKeyData>();
    data->key = key;
    if (orm::Column* parent = key.schema_parent()) data->keep = parent->column_ref();
    return owner.make("ForeignKey", std::move(data));
  });
}

Value wrap_column_list(Context& owner, std::vector<Value> columns) {
  auto data = std::make_unique<ColumnListData>();
  data->columns = std::move(columns);
  return owner.make("ConstraintColumns", std::move(data));
}

Value info_dict(Context& owner, orm::Ref<orm::RefCounted>& slot) {
  if (!slot) slot = orm::make_ref<PythonObject>(owner.interp, owner.interp.dict());
  if (const auto* object = dynamic_cast<const PythonObject*>(slot.get())) return object->value;
  return owner.interp.dict();
}

orm::Bind& bind_argument(Call& call, const Value& value) {
  orm::Bind* bind = find_bind(value);
  if (bind == nullptr) {
    if (value.is_none() || !value) {
      raise_error(context(call.interp), orm::UnboundExecutionError::cls,
                  "MetaData object is not bound to an Engine or Connection.  Execution can not "
                  "proceed without a database to execute against.");
    }
    call.interp.raise("AttributeError", "'" + call.interp.type_name(value) +
                                            "' object has no attribute '_run_ddl_visitor'");
  }
  return *bind;
}

void add_column_object_types(TypeTable& table) {
  table.emplace_back("ColumnDefault", make_default_type);
  table.emplace_back("ConstraintColumns", make_column_list_type);
}

}  // namespace lessonrun::bind
