// Results as Python objects; their rows are in rows.cpp, what cursors tell beside rows in
// cursor_results.cpp.
#include "runner/bind/results.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "orm/result_functions.h"
#include "runner/bind/legacy.h"
#include "runner/bind/refusal.h"
#include "runner/bind/rows.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* result_class() { return "Result"; }

// ---- results ------------------------------------------------------------------------------------

}  // namespace

std::optional<orm::Result> find_result(const Value& value) {
  const auto* data = interp::try_payload<ResultData>(value);
  return data == nullptr ? std::nullopt : std::optional<orm::Result>(data->result);
}

namespace {

ResultData& data_of_result(Call& call) {
  return interp::payload<ResultData>(call.interp, call.self);
}

Value wrap_shaped(Context& owner, const orm::Row& row, Shape shape) {
  switch (shape) {
    case Shape::scalars:
      return from_orm(owner, row[0]);
    case Shape::mappings:
      return owner.make<RowData>("RowMapping", row);
    case Shape::rows:
      break;
  }
  return wrap_row(owner, row);
}

// 1.4: of a connection that is not `future`.
bool is_legacy_result(Interpreter& interp, const Value& result) {
  return interp.type_of(result)->name == "LegacyCursorResult";
}

// A row of that result object.
Value wrap_row_of(Interpreter& interp, const Value& result, const orm::Row& row) {
  const Shape shape = interp::payload<ResultData>(interp, result).shape;
  const bool legacy = shape == Shape::rows && is_legacy_result(interp, result);
  return legacy ? wrap_legacy_row(context(interp), row) : wrap_shaped(context(interp), row, shape);
}

Value shaped(Call& call, const orm::Row& row) { return wrap_row_of(call.interp, call.self, row); }

Value shaped(Call& call, const std::optional<orm::Row>& row) {
  return row ? shaped(call, *row) : Value::none();
}

Value shaped_list(Call& call, const std::vector<orm::Row>& rows) {
  std::vector<Value> list;
  list.reserve(rows.size());
  for (const orm::Row& row : rows) list.push_back(shaped(call, row));
  return call.interp.list(std::move(list));
}

Value result_all(Call& call) { return shaped_list(call, result_of(call).all()); }

Value result_fetchone(Call& call) { return shaped(call, result_of(call).fetchone()); }

// What fetchmany() and partitions() were asked for, else what yield_per() says.
size_t batch_size(Call& call) {
  if (!call[0].is_none()) return static_cast<size_t>(call.integer(0));
  return std::max<size_t>(result_of(call).yield_per(), 1);
}

Value result_fetchmany(Call& call) {
  return shaped_list(call, result_of(call).fetchmany(batch_size(call)));
}

Value result_first(Call& call) { return shaped(call, result_of(call).first()); }
Value result_one(Call& call) { return shaped(call, result_of(call).one()); }
Value result_one_or_none(Call& call) { return shaped(call, result_of(call).one_or_none()); }

Value result_scalar(Call& call) { return from_orm(context(call.interp), result_of(call).scalar()); }
Value result_scalar_one(Call& call) {
  return from_orm(context(call.interp), result_of(call).scalar_one());
}
Value result_scalar_one_or_none(Call& call) {
  std::optional<orm::Value> value = result_of(call).scalar_one_or_none();
  return value ? from_orm(context(call.interp), *value) : Value::none();
}

// Position of a column given by index, name or expression.
size_t column_position(Call& call, const Value& key) {
  Context& owner = context(call.interp);
  orm::Result& result = result_of(call);
  if (key.is_int()) {
    int64_t index = key.as_int();
    auto width = static_cast<int64_t>(result.row_keys()->keys.size());
    if (index < 0) index += width;
    if (index < 0 || index >= width) call.interp.raise("IndexError", "list index out of range");
    return static_cast<size_t>(index);
  }
  int place = -1;
  std::string name;
  if (key.is(Kind::kStr)) {
    name = std::string(call.interp.text(key));
    place = result.row_keys()->find(name);
  } else if (orm::ClauseRef clause = find_clause(owner, key)) {
    if (auto* column = orm::as_column(clause.get())) place = result.index_of(*column);
    name = call.interp.str_of(key);
  }
  if (place < 0) no_such_column(owner, name);
  return static_cast<size_t>(place);
}

Value result_scalars(Call& call) {
  orm::Result& result = result_of(call);
  size_t position = column_position(call, call[0]);
  return wrap_scalars(context(call.interp), result.columns({position}));
}

Value result_mappings(Call& call) {
  return context(call.interp).make<ResultData>("MappingResult", result_of(call), Shape::mappings);
}

// A result that hands out rows in the same shape.
Value reshaped(Call& call, const orm::Result& result) {
  constexpr const char* kKinds[] = {"CursorResult", "ScalarResult", "MappingResult"};
  Shape shape = data_of_result(call).shape;
  const bool legacy = is_legacy_result(call.interp, call.self);
  const char* kind = legacy ? "LegacyCursorResult" : kKinds[static_cast<int>(shape)];
  return context(call.interp).make<ResultData>(kind, result, shape);
}

Value result_columns(Call& call) {
  std::vector<size_t> positions;
  for (const Value& key : items(call[0])) positions.push_back(column_position(call, key));
  return reshaped(call, result_of(call).columns(positions));
}

Value result_unique(Call& call) {
  ResultData& data = data_of_result(call);
  if (call[0].is_none()) return reshaped(call, data.result.unique());
  Context& owner = context(call.interp);
  Value strategy = call[0];
  Shape shape = data.shape;
  return reshaped(call, orm::unique_by(data.result, [&owner, strategy, shape](const orm::Row& row) {
                    return to_orm(owner,
                                  owner.interp.call(strategy, {wrap_shaped(owner, row, shape)}));
                  }));
}

Value result_yield_per(Call& call) {
  result_of(call).yield_per(static_cast<size_t>(call.integer(0)));
  return call.self;
}

// All rows of a result as cells, for results that are made of them.
std::vector<orm::Value> cells_of(orm::Result& result) {
  std::vector<orm::Value> cells;
  for (const orm::Row& row : result.all()) cells.insert(cells.end(), row.begin(), row.end());
  return cells;
}

struct FrozenData : interp::Payload {
  orm::Ref<const orm::RowKeys> keys;
  std::vector<orm::Value> cells;
  Shape shape = Shape::rows;
  void clear_references() noexcept override {
    keys = nullptr;
    cells.clear();
  }
};

Value result_freeze(Call& call) {
  ResultData& data = data_of_result(call);
  auto frozen = std::make_unique<FrozenData>();
  frozen->keys = data.result.row_keys();
  frozen->cells = cells_of(data.result);
  frozen->shape = data.shape;
  return context(call.interp).make("FrozenResult", std::move(frozen));
}

// A frozen result is called, and gives its rows anew.
Value frozen_call(Call& call) {
  Context& owner = context(call.interp);
  auto& data = interp::payload<FrozenData>(call.interp, call.self);
  orm::Result result = orm::Result::from_rows(data.keys, data.cells, owner.profile);
  constexpr const char* kKinds[] = {"IteratorResult", "ScalarResult", "MappingResult"};
  return owner.make<ResultData>(kKinds[static_cast<int>(data.shape)], result, data.shape);
}

Value result_merge(Call& call) {
  Context& owner = context(call.interp);
  orm::Result& own = result_of(call);
  std::vector<orm::Value> cells = cells_of(own);
  for (const Value& other : items(call[0])) {
    auto more = cells_of(interp::payload<ResultData>(call.interp, other).result);
    cells.insert(cells.end(), more.begin(), more.end());
  }
  orm::Result merged = orm::Result::from_rows(own.row_keys(), std::move(cells), owner.profile);
  return owner.make<ResultData>("MergedResult", merged, Shape::rows);
}

Value result_keys(Call& call) {
  std::vector<Value> keys;
  if (!result_of(call).returns_rows()) {
    const bool warns = is_legacy_result(call.interp, call.self);
    if (warns) warn_of_missing_keys(context(call.interp));
    if (warns || result_of(call).profile().select_list_style) return call.interp.list({});
  }
  for (const std::string& key : result_of(call).keys()) {
    keys.push_back(call.interp.str(key));
  }
  return keys_view(context(call.interp), call.interp.list(std::move(keys)));
}

Value result_partitions(Call& call) {
  size_t size = batch_size(call);
  std::vector<Value> parts;
  for (;;) {
    std::vector<orm::Row> rows = result_of(call).fetchmany(size);
    if (rows.empty()) break;
    parts.push_back(shaped_list(call, rows));
  }
  return call.interp.iter(call.interp.list(std::move(parts)));
}

Value result_close(Call& call) {
  result_of(call).close();
  return Value::none();
}

Value result_self(Call& call) { return call.self; }

Value result_exit(Call& call) {
  result_of(call).close();
  return Value::none();
}

Value result_closed(Call& call) { return Value::boolean(result_of(call).closed()); }
Value result_iter(Interpreter&, const Value& self) { return self; }

Value result_next(Interpreter& interp, const Value& self) {
  auto& data = interp::payload<ResultData>(interp, self);
  std::optional<orm::Row> row = data.result.fetchone();
  if (!row) return {};
  return wrap_row_of(interp, self, *row);
}

const Binding kResultRows[] = {
    {"all", "", guard<result_all>, "{self}.all()"},
    {"fetchall", "", guard<result_all>, "{self}.all()"},
    {"fetchone", "", guard<result_fetchone>, "{self}.fetchone()"},
    {"fetchmany", "size=None", guard<result_fetchmany>, "{self}.fetchmany({size})"},
    {"first", "", guard<result_first>, "{self}.first()"},
    {"one", "", guard<result_one>, "{self}.one()"},
    {"one_or_none", "", guard<result_one_or_none>, "{self}.one_or_none()"},
    {"unique", "strategy=None", guard<result_unique>, "{self}.unique()"},
    {"yield_per", "num", guard<result_yield_per>, "{self}.yield_per({num})"},
    {"partitions", "size=None", guard<result_partitions>, "{self}.partitions({size})"},
    {"freeze", "", guard<result_freeze>, "{self}.all()"},
    {"close", "", guard<result_close>, "{self}.close()"},
    {"closed", "", guard<result_closed>, "{self}.closed()", BindingKind::property},
    {"__enter__", "", result_self, "{self}"},
    {"__exit__", "type_, value, traceback", guard<result_exit>, "{self}.close()"},
};

const Binding kMadeRows[] = {
    {"scalar", "", guard<result_scalar>, "{self}.scalar()"},
    {"scalar_one", "", guard<result_scalar_one>, "{self}.scalar_one()"},
    {"scalar_one_or_none", "", guard<result_scalar_one_or_none>, "{self}.scalar_one_or_none()"},
    {"scalars", "index=0", guard<result_scalars>, "{self}.scalars({index})"},
    {"mappings", "", guard<result_mappings>, "{self}.mappings()"},
    {"columns", "*col_expressions", guard<result_columns>, "{self}.columns({args})"},
    {"keys", "", guard<result_keys>, "{self}.keys()"},
    {"merge", "*others", guard<result_merge>, "!join the vectors that all() returns"},
};

// Since 2.0.
const Binding kTypedResultRows[] = {
    {"tuples", "", result_self, "{self}"},
    {"t", "", result_self, "{self}", BindingKind::property},
};

void add_made_rows(Context& owner, interp::TypeBuilder& builder) {
  add_bindings(builder, kMadeRows);
  if (owner.profile.typed_names) add_bindings(builder, kTypedResultRows);
}

interp::TypeBuilder result_builder(Context& owner, const char* name, const char* module) {
  interp::TypeBuilder builder(owner.interp, name, module);
  builder.payload<ResultData>();
  add_bindings(builder, kResultRows);
  builder.slots([](interp::Slots& slots) {
    slots.getattr_missing = refuse_missing<result_class>;
    slots.iter = result_iter;
    slots.next = guard<result_next>;
  });
  return builder;
}

// What isinstance() and annotations name.
Type* make_result_base_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Result", "sqlalchemy.engine.result").abstract().build();
}

Type* make_cursor_result_type(Context& owner) {
  interp::TypeBuilder builder =
      owner.profile.select_list_style
          ? result_builder(owner, "ResultProxy", "sqlalchemy.engine.result")
          : result_builder(owner, "CursorResult", "sqlalchemy.engine.cursor");
  if (!owner.profile.select_list_style) builder.base(owner.type("Result"));
  add_made_rows(owner, builder);
  const BindingTable cursor = cursor_result_table();
  add_bindings(builder, cursor.rows, cursor.count);
  return builder.build();
}

// 1.4: that of connections that are not `future`.
Type* make_legacy_result_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "LegacyCursorResult", "sqlalchemy.engine.cursor");
  builder.base(owner.type("CursorResult"));
  return builder.build();
}

// Results whose rows come from elsewhere than a cursor.
constexpr const char* kMadeResults[] = {"ChunkedIteratorResult", "IteratorResult", "MergedResult"};

// What only cursors have is no attribute of theirs.
Value refuse_missing_of_made(Interpreter& interp, const Value&, interp::StrObject* name) {
  const BindingTable cursor = cursor_result_table();
  for (size_t i = 0; i < cursor.count; ++i) {
    if (name->text == cursor.rows[i].name) return {};
  }
  return refuse_attribute(interp, result_class(), name);
}

template <size_t I>
Type* make_made_result_type(Context& owner) {
  interp::TypeBuilder builder = result_builder(owner, kMadeResults[I], "sqlalchemy.engine.result");
  builder.base(owner.type("Result"));
  add_made_rows(owner, builder);
  builder.slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing_of_made; });
  return builder.build();
}

Type* make_frozen_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "FrozenResult", "sqlalchemy.engine.result")
      .payload<FrozenData>()
      .method("__call__", "", guard<frozen_call>)
      .build();
}

Type* make_scalar_result_type(Context& owner) {
  return result_builder(owner, "ScalarResult", "sqlalchemy.engine.result").build();
}

Type* make_mapping_result_type(Context& owner) {
  interp::TypeBuilder builder = result_builder(owner, "MappingResult", "sqlalchemy.engine.result");
  return builder.method("keys", "", guard<result_keys>)
      .method("columns", "*col_expressions", guard<result_columns>)
      .build();
}

}  // namespace

Value wrap_result(Context& owner, const orm::Result& result) {
  const char* kind = "CursorResult";
  if (result.compiled() == nullptr && result.returns_rows() && !result.from_driver()) {
    kind = result.row_keys()->keys.empty() ? "IteratorResult" : "ChunkedIteratorResult";
  } else if (result.profile().connectionless && !result.profile().select_list_style) {
    kind = "LegacyCursorResult";
  }
  return owner.make<ResultData>(kind, result, Shape::rows);
}

Value wrap_session_result(Context& owner, const orm::Result& result, bool of_classes) {
  if (owner.profile.select_list_style || result.compiled() == nullptr) {
    return wrap_result(owner, result);
  }
  const char* kind = of_classes && result.returns_rows() ? "ChunkedIteratorResult" : "CursorResult";
  return owner.make<ResultData>(kind, result, Shape::rows);
}

Value wrap_scalars(Context& owner, const orm::Result& result) {
  return owner.make<ResultData>("ScalarResult", result, Shape::scalars);
}

void add_result_types(TypeTable& table) {
  table.emplace_back("Result", make_result_base_type);
  table.emplace_back("CursorResult", make_cursor_result_type);
  table.emplace_back("LegacyCursorResult", make_legacy_result_type);
  table.emplace_back(kMadeResults[0], make_made_result_type<0>);
  table.emplace_back(kMadeResults[1], make_made_result_type<1>);
  table.emplace_back(kMadeResults[2], make_made_result_type<2>);
  table.emplace_back("FrozenResult", make_frozen_type);
  table.emplace_back("ScalarResult", make_scalar_result_type);
  table.emplace_back("MappingResult", make_mapping_result_type);
}

std::vector<BindingTable> result_tables() {
  return {{"sqlalchemy", "Result", kResultRows, std::size(kResultRows)},
          {"sqlalchemy", "CursorResult", kMadeRows, std::size(kMadeRows)},
          {"sqlalchemy", "CursorResult", kTypedResultRows, std::size(kTypedResultRows)},
          cursor_result_table()};
}

}  // namespace lessonrun::bind
