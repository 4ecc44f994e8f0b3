// Rows of results: tuples with names, their mappings, and the views of their keys.
#include "runner/bind/rows.h"

#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const orm::Row& row_of(Interpreter& interp, const Value& self) {
  return interp::payload<RowData>(interp, self).row;
}

Value row_tuple(Interpreter& interp, const Value& self) {
  Context& owner = context(interp);
  std::vector<Value> cells;
  for (const orm::Value& cell : row_of(interp, self)) cells.push_back(from_orm(owner, cell));
  return interp.tuple(std::move(cells));
}

Value row_getitem(Interpreter& interp, const Value& self, const Value& key) {
  const orm::Row& row = row_of(interp, self);
  Context& owner = context(interp);
  if (key.is_int()) {
    int64_t index = key.as_int();
    auto size = static_cast<int64_t>(row.size());
    if (index < 0) index += size;
    if (index < 0 || index >= size) interp.raise("IndexError", "tuple index out of range");
    return from_orm(owner, row[static_cast<size_t>(index)]);
  }
  if (Value found = find_in_row(owner, self, row, key)) return found;
  return interp.getitem(row_tuple(interp, self), key);
}

Value row_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const orm::Row& row = row_of(interp, self);
  int place = row.keys().find(name->text);
  if (place == -1) {
    if (name->text.rfind("__", 0) == 0) return {};
    interp.raise("AttributeError",
                 "Could not locate column in row for column '" + name->text + "'");
  }
  return from_orm(context(interp), row.at(name->text));
}

std::string row_repr(Interpreter& interp, const Value& self) {
  return interp.repr(row_tuple(interp, self));
}

Value row_iter(Interpreter& interp, const Value& self) {
  return interp.iter(row_tuple(interp, self));
}

int64_t row_len(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(row_of(interp, self).size());
}

bool row_contains(Interpreter& interp, const Value& self, const Value& item) {
  // A row of 1.x is also a mapping: `in` asks for its keys.
  const orm::Row& row = row_of(interp, self);
  if (const auto found = has_row_key(context(interp), self, row, item)) return *found;
  return interp.contains(row_tuple(interp, self), item);
}

Value row_compare(Interpreter& interp, interp::CompareOp op, const Value& self,
                  const Value& other) {
  Value right = interp::try_payload<RowData>(other) ? row_tuple(interp, other) : other;
  return interp.compare(op, row_tuple(interp, self), right);
}

int64_t row_hash(Interpreter& interp, const Value& self) {
  return interp.hash(row_tuple(interp, self));
}

int64_t row_no_hash(Interpreter& interp, const Value& self) {
  interp.raise("TypeError", "unhashable type: '" + interp.type_name(self) + "'");
}

Value row_dict(Interpreter& interp, const Value& self) {
  const orm::Row& row = row_of(interp, self);
  Value dict = interp.dict();
  for (size_t i = 0; i < row.size(); ++i) {
    interp.setitem(dict, interp.str(row.keys().keys[i]), from_orm(context(interp), row[i]));
  }
  return dict;
}

Value row_asdict(Call& call) { return row_dict(call.interp, call.self); }

Value row_tuple_method(Call& call) { return row_tuple(call.interp, call.self); }

Value row_fields(Call& call) {
  std::vector<Value> names;
  for (const std::string& key : row_of(call.interp, call.self).keys().keys) {
    names.push_back(call.interp.str(key));
  }
  return call.interp.tuple(std::move(names));
}

Value row_keys_list(Call& call) {
  return keys_view(context(call.interp), call.interp.list(call.interp.to_vector(row_fields(call))));
}

Value row_mapping(Call& call) {
  return context(call.interp).make<RowData>("RowMapping", row_of(call.interp, call.self));
}

Value row_count(Call& call) {
  return call.interp.call_method(row_tuple(call.interp, call.self), "count", {call[0]});
}

Value row_index(Call& call) {
  return call.interp.call_method(row_tuple(call.interp, call.self), "index", {call[0]});
}

Value row_values(Call& call) {
  return call.interp.list(call.interp.to_vector(row_tuple(call.interp, call.self)));
}

Value row_items(Call& call) {
  return call.interp.list(
      call.interp.to_vector(call.interp.call_method(row_dict(call.interp, call.self), "items")));
}

Value row_has_key(Call& call) {
  return Value::boolean(is_row_key(context(call.interp), row_of(call.interp, call.self), call[0]));
}

void row_setattr(Interpreter& interp, const Value&, interp::StrObject*, const Value&) {
  interp.raise("AttributeError", "can't set attribute");
}

// What rows of each release can do.
void row_slots(interp::Slots& slots) {
  slots.getitem = guard<row_getitem>;
  slots.getattr_missing = guard<row_getattr>;
  slots.repr = guard<row_repr>;
  slots.str = guard<row_repr>;
  slots.iter = guard<row_iter>;
  slots.len = guard<row_len>;
  slots.contains = guard<row_contains>;
  slots.compare = guard<row_compare>;
  slots.hash = guard<row_hash>;
}

// A row of 1.3's Query, which is no RowProxy but a named tuple of its own.
Value keyed_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  const orm::Row& row = row_of(interp, self);
  if (row.keys().find(name->text) == -1) return {};
  return from_orm(context(interp), row.at(name->text));
}

Type* make_keyed_tuple_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "result", "sqlalchemy.util._collections")
      .payload<RowData>()
      .method("_asdict", "", guard<row_asdict>)
      .method("keys", "", guard<row_keys_list>)
      .method("count", "value", guard<row_count>)
      .method("index", "value", guard<row_index>)
      .property("_fields", guard<row_fields>)
      .slots([](interp::Slots& slots) {
        row_slots(slots);
        slots.getattr_missing = guard<keyed_getattr>;
      })
      .build();
}

void add_mapping_methods(interp::TypeBuilder& builder) {
  builder.method("has_key", "key", guard<row_has_key>)
      .method("values", "", guard<row_values>)
      .method("items", "", guard<row_items>);
}

Type* make_row_type(Context& owner) {
  const char* module =
      owner.profile.select_list_style ? "sqlalchemy.engine.result" : "sqlalchemy.engine.row";
  const char* name = owner.profile.select_list_style ? "RowProxy" : "Row";
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.payload<RowData>();
  if (!owner.profile.select_list_style) {
    builder.method("_asdict", "", guard<row_asdict>)
        .method("_tuple", "", guard<row_tuple_method>)
        .method("count", "value", guard<row_count>)
        .method("index", "value", guard<row_index>)
        .property("_fields", guard<row_fields>)
        .property("_mapping", guard<row_mapping>)
        .property("t", guard<row_tuple_method>);
  }
  if (owner.profile.typed_names) {
    builder.method("tuple", "", guard<row_tuple_method>).property("_t", guard<row_tuple_method>);
  }
  if (owner.profile.connectionless) builder.method("keys", "", guard<row_keys_list>);
  if (owner.profile.select_list_style) add_mapping_methods(builder);
  const bool hashable = !owner.profile.select_list_style;
  return builder
      .slots([hashable](interp::Slots& slots) {
        row_slots(slots);
        if (!hashable) slots.hash = guard<row_no_hash>;
        if (hashable) slots.setattr = guard<row_setattr>;
      })
      .build();
}

// 1.4: a row of a connection that is not `future`.
Type* make_legacy_row_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "LegacyRow", "sqlalchemy.engine.row");
  builder.base(owner.type("Row"));
  add_mapping_methods(builder);
  return builder.build();
}

// ---- views of mappings --------------------------------------------------------------------------

struct ViewData : interp::Payload {
  explicit ViewData(Value held = {}, std::string mapping = {})
      : view(std::move(held)), shown(std::move(mapping)) {}
  Value view;         ///< the dict's own
  std::string shown;  ///< the mapping, as its repr shows it
  void clear_references() noexcept override { view.reset(); }
};

Value& view_of(Interpreter& interp, const Value& self) {
  return interp::payload<ViewData>(interp, self).view;
}

template <bool Items>
Type* make_view_type(Context& owner) {
  const char* name = !owner.profile.typed_names ? "ROMappingView"
                     : Items                    ? "ROMappingItemsView"
                                                : "ROMappingKeysValuesView";
  return interp::TypeBuilder(owner.interp, name, "sqlalchemy.engine.row")
      .payload<ViewData>()
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.repr = [](Interpreter& interp, const Value& self) {
          return interp.type_name(self) + "(" + interp::payload<ViewData>(interp, self).shown + ")";
        };
        slots.iter = [](Interpreter& interp, const Value& self) {
          return interp.iter(view_of(interp, self));
        };
        slots.len = [](Interpreter& interp, const Value& self) {
          return interp.len(view_of(interp, self));
        };
        slots.contains = [](Interpreter& interp, const Value& self, const Value& item) {
          return interp.contains(interp.list(interp.to_vector(view_of(interp, self))), item);
        };
        slots.compare = [](Interpreter& interp, interp::CompareOp op, const Value& self,
                           const Value& other) {
          auto list = [&](const Value& value) { return interp.list(interp.to_vector(value)); };
          return interp.compare(op, list(view_of(interp, self)), list(other));
        };
      })
      .build();
}

// ---- row mappings -------------------------------------------------------------------------------

// Where a row of objects has the class or the alias, or -1.
int place_of_entity(const orm::RowKeys& keys, const orm::ClauseElement& asked) {
  const auto& wanted = static_cast<const orm::EntityElement&>(asked);
  for (size_t i = 0; i < keys.entities.size(); ++i) {
    const auto* known = static_cast<const orm::EntityElement*>(keys.entities[i].get());
    if (known != nullptr && known->mapper == wanted.mapper && known->alias == wanted.alias) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

Value mapping_getitem(Interpreter& interp, const Value& self, const Value& key) {
  Context& owner = context(interp);
  const orm::Row& row = row_of(interp, self);
  if (key.is(Kind::kStr)) {
    if (row.keys().find(interp.text(key)) == -1) no_such_column(owner, interp.str_of(key));
    return from_orm(owner, row.at(interp.text(key)));
  }
  if (orm::ClauseRef clause = find_clause(owner, key)) {
    const bool of_objects = !row.keys().entities.empty();
    if (auto* column = orm::as_column(clause.get());
        column != nullptr && (!of_objects || row.keys().find(*column) >= 0)) {
      return from_orm(owner, row.at(*column));
    }
    const int place =
        clause->kind() == orm::NodeKind::entity ? place_of_entity(row.keys(), *clause) : -1;
    if (place >= 0) return from_orm(owner, row[static_cast<size_t>(place)]);
  }
  interp.raise(interp.call(Value(interp.exception_type("KeyError")), {key}));
}

std::string mapping_repr(Interpreter& interp, const Value& self) {
  return interp.repr(row_dict(interp, self));
}

// keys(), values(), items(): views that show the whole mapping.
Value mapping_keys(Call& call) {
  return keys_view(context(call.interp), call.interp.list(call.interp.to_vector(row_fields(call))));
}

template <bool Items>
Value mapping_view(Call& call) {
  Context& owner = context(call.interp);
  const Value dict = row_dict(call.interp, call.self);
  return owner.make<ViewData>(Items ? "ROMappingItemsView" : "ROMappingKeysValuesView",
                              call.interp.call_method(dict, Items ? "items" : "values"),
                              mapping_repr(call.interp, call.self));
}

Value mapping_get(Call& call) {
  return call.interp.call_method(row_dict(call.interp, call.self), "get", {call[0], call[1]});
}

Type* make_row_mapping_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "RowMapping", "sqlalchemy.engine.row")
      .payload<RowData>()
      .method("keys", "", guard<mapping_keys>)
      .method("values", "", guard<mapping_view<false>>)
      .method("items", "", guard<mapping_view<true>>)
      .method("get", "key, default=None", guard<mapping_get>)
      .slots([](interp::Slots& slots) {
        slots.getitem = guard<mapping_getitem>;
        slots.repr = guard<mapping_repr>;
        slots.len = row_len;
        slots.iter = [](Interpreter& interp, const Value& self) {
          return interp.iter(row_dict(interp, self));
        };
        slots.contains = [](Interpreter& interp, const Value& self, const Value& key) {
          return interp.contains(row_dict(interp, self), key);
        };
        slots.compare = [](Interpreter& interp, interp::CompareOp op, const Value& self,
                           const Value& other) {
          Value right = interp::try_payload<RowData>(other) ? row_dict(interp, other) : other;
          return interp.compare(op, row_dict(interp, self), right);
        };
      })
      .build();
}

// ---- keys ---------------------------------------------------------------------------------------

struct KeysData : interp::Payload {
  explicit KeysData(Value held = {}) : keys(std::move(held)) {}
  Value keys;
  void clear_references() noexcept override { keys.reset(); }
};

Value& keys_of(Interpreter& interp, const Value& self) {
  return interp::payload<KeysData>(interp, self).keys;
}

Type* make_keys_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "RMKeyView", "sqlalchemy.engine.result")
      .payload<KeysData>()
      .slots([](interp::Slots& slots) {
        slots.repr = [](Interpreter& interp, const Value& self) {
          return "RMKeyView(" + interp.repr(keys_of(interp, self)) + ")";
        };
        slots.iter = [](Interpreter& interp, const Value& self) {
          return interp.iter(keys_of(interp, self));
        };
        slots.len = [](Interpreter& interp, const Value& self) {
          return interp.len(keys_of(interp, self));
        };
        slots.contains = [](Interpreter& interp, const Value& self, const Value& key) {
          return interp.contains(keys_of(interp, self), key);
        };
        slots.compare = [](Interpreter& interp, interp::CompareOp op, const Value& self,
                           const Value& other) {
          Value set_class = Value(interp.types().set);
          return interp.compare(op, interp.call(set_class, {keys_of(interp, self)}),
                                interp.call(set_class, {other}));
        };
      })
      .build();
}

}  // namespace

void no_such_column(Context& owner, const std::string& name) {
  raise_error(owner, orm::NoSuchColumnError::cls,
              "Could not locate column in row for column '" + name + "'");
}

Value keys_view(Context& owner, Value keys) {
  if (owner.profile.select_list_style) return keys;
  return owner.make<KeysData>("RMKeyView", std::move(keys));
}

Value wrap_row(Context& owner, const orm::Row& row) {
  const bool keyed = owner.profile.select_list_style && !row.keys().legacy;
  return owner.make<RowData>(keyed ? "KeyedTuple" : "Row", row);
}

Value wrap_legacy_row(Context& owner, const orm::Row& row) {
  return owner.make<RowData>("LegacyRow", row);
}

void add_row_types(TypeTable& table) {
  table.emplace_back("LegacyRow", make_legacy_row_type);
  table.emplace_back("Row", make_row_type);
  table.emplace_back("KeyedTuple", make_keyed_tuple_type);
  table.emplace_back("RowMapping", make_row_mapping_type);
  table.emplace_back("RMKeyView", make_keys_type);
  table.emplace_back("ROMappingKeysValuesView", make_view_type<false>);
  table.emplace_back("ROMappingItemsView", make_view_type<true>);
}

}  // namespace lessonrun::bind
