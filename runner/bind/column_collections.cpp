// Collections of columns (`table.c`) as Python objects.
#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- collections of columns ---------------------------------------------------------------------

struct ColumnsData : interp::Payload {
  orm::Ref<orm::FromClause> from;
  orm::ColumnCollection list;        // where there is no `from`
  std::vector<orm::ColumnRef> keep;  // what `list` points to
  void clear_references() noexcept override {
    from = nullptr;
    list.clear();
    keep.clear();
  }
};

const orm::ColumnCollection& columns_of(Interpreter& interp, const Value& self) {
  auto& data = interp::payload<ColumnsData>(interp, self);
  return data.from ? data.from->c() : data.list;
}

Value columns_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  orm::ColumnElement* column = columns_of(interp, self).find(name->text);
  if (column == nullptr) {
    if (name->text.rfind("__", 0) == 0) return {};
    interp.raise("AttributeError", name->text);
  }
  return wrap(context(interp), column->ref());
}

std::vector<Value> column_list(Interpreter& interp, const Value& self) {
  std::vector<Value> list;
  for (const auto& [key, column] : columns_of(interp, self)) {
    list.push_back(wrap(context(interp), column->ref()));
  }
  return list;
}

Value columns_getitem(Interpreter& interp, const Value& self, const Value& key) {
  const orm::ColumnCollection& columns = columns_of(interp, self);
  if (key.is(Kind::kStr)) {
    orm::ColumnElement* column = columns.find(interp.text(key));
    if (column == nullptr) {
      interp.raise(interp.call(Value(interp.exception_type("KeyError")), {key}));
    }
    return wrap(context(interp), column->ref());
  }
  if (key.is(Kind::kTuple) && !context(interp).profile.insertmanyvalues) {
    interp.raise(interp.call(Value(interp.exception_type("KeyError")), {key}));
  }
  if (key.is(Kind::kTuple)) {
    orm::ColumnCollection list;
    for (const Value& one : items(key)) {
      Value column = columns_getitem(interp, self, one);
      orm::ColumnRef ref(orm::as_column(find_clause(context(interp), column).get()));
      list.add(std::string(ref->key()), ref.get());
    }
    return wrap_column_list(context(interp), list);
  }
  if (interp.type_name(key) == "slice") {
    orm::ColumnCollection list;
    const Value chosen = interp.getitem(interp.list(column_list(interp, self)), key);
    for (const Value& column : interp.to_vector(chosen)) {
      orm::ColumnRef ref(orm::as_column(find_clause(context(interp), column).get()));
      list.add(std::string(ref->key()), ref.get());
    }
    return wrap_column_list(context(interp), list);
  }
  int64_t index = interp.to_int64(key);
  auto size = static_cast<int64_t>(columns.size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) {
    const bool keyed = context(interp).profile.insertmanyvalues;
    interp.raise("IndexError",
                 keyed ? std::to_string(interp.to_int64(key)) : "list index out of range");
  }
  return wrap(context(interp), columns[static_cast<size_t>(index)]->ref());
}

Value columns_iter(Interpreter& interp, const Value& self) {
  return interp.iter(interp.list(column_list(interp, self)));
}

int64_t columns_len(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(columns_of(interp, self).size());
}

bool columns_contains(Interpreter& interp, const Value& self, const Value& key) {
  if (!key.is(Kind::kStr)) {
    raise_error(context(interp), orm::ArgumentError::cls,
                "__contains__ requires a string argument");
  }
  return columns_of(interp, self).find(interp.text(key)) != nullptr;
}

Value columns_keys(Call& call) {
  std::vector<Value> keys;
  for (const auto& [key, column] : columns_of(call.interp, call.self)) {
    keys.push_back(call.interp.str(key));
  }
  return call.interp.list(std::move(keys));
}

Value columns_get(Call& call) {
  orm::ColumnElement* found =
      call[0].is(Kind::kStr) ? columns_of(call.interp, call.self).find(call.text(0)) : nullptr;
  return found == nullptr ? call[1] : wrap(context(call.interp), found->ref());
}

Value columns_contains_column(Call& call) {
  Context& owner = context(call.interp);
  if (call[0].is(Kind::kStr)) {
    if (owner.profile.select_list_style) return Value::boolean(false);
    raise_error(owner, orm::ArgumentError::cls,
                "contains_column cannot be used with string arguments. Use ``col_name in table.c`` "
                "instead.");
  }
  const orm::ClauseRef clause = find_clause(owner, call[0]);
  const orm::ColumnElement* column = clause ? orm::as_column(clause.get()) : nullptr;
  return Value::boolean(column != nullptr && columns_of(call.interp, call.self).contains(*column));
}

Value columns_values(Call& call) { return call.interp.list(column_list(call.interp, call.self)); }

Value columns_items(Call& call) {
  std::vector<Value> pairs;
  for (const auto& [key, column] : columns_of(call.interp, call.self)) {
    pairs.push_back(
        call.interp.tuple({call.interp.str(key), wrap(context(call.interp), column->ref())}));
  }
  return call.interp.list(std::move(pairs));
}

std::string columns_repr(Interpreter& interp, const Value& self) {
  std::string text = "ReadOnlyColumnCollection(";
  bool first = true;
  for (const Value& column : column_list(interp, self)) {
    if (!first) text += ", ";
    first = false;
    text += interp.str_of(column);
  }
  return text + ")";
}

Type* make_columns_type(Context& owner) {
  const char* name =
      owner.profile.typed_names ? "ReadOnlyColumnCollection" : "ImmutableColumnCollection";
  return interp::TypeBuilder(owner.interp, name, "sqlalchemy.sql.base")
      .payload<ColumnsData>()
      .method("keys", "", guard<columns_keys>)
      .method("values", "", guard<columns_values>)
      .method("items", "", guard<columns_items>)
      .method("get", "key, default=None", guard<columns_get>)
      .method("contains_column", "col", guard<columns_contains_column>)
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = guard<columns_getattr>;
        slots.getitem = guard<columns_getitem>;
        slots.iter = guard<columns_iter>;
        slots.len = guard<columns_len>;
        slots.contains = guard<columns_contains>;
        slots.str = guard<columns_repr>;
      })
      .build();
}

}  // namespace

Value wrap_columns(Context& owner, const orm::Ref<orm::FromClause>& from) {
  auto data = std::make_unique<ColumnsData>();
  data->from = from;
  return owner.make("ReadOnlyColumnCollection", std::move(data));
}

Value wrap_column_list(Context& owner, orm::ColumnCollection columns) {
  auto data = std::make_unique<ColumnsData>();
  for (const auto& [key, column] : columns) data->keep.push_back(column->ref());
  data->list = std::move(columns);
  return owner.make("ReadOnlyColumnCollection", std::move(data));
}

std::optional<orm::ColumnCollection> find_columns(const Value& value) {
  const auto* data = interp::try_payload<ColumnsData>(value);
  if (data == nullptr) return std::nullopt;
  return data->from ? data->from->c() : data->list;
}

void add_column_collection_types(TypeTable& table) {
  table.emplace_back("ReadOnlyColumnCollection", make_columns_type);
}

}  // namespace lessonrun::bind
