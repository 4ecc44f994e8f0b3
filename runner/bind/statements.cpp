// select(), insert(), update(), delete() and FROM objects as Python objects.
#include "runner/bind/statements.h"

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* select_class() { return "Select"; }

template <class T>
T& self_as(Call& call) {
  return static_cast<T&>(*interp::payload<ClauseData>(call.interp, call.self).clause);
}

Value wrapped(Call& call, const orm::ClauseRef& clause) {
  return wrap(context(call.interp), clause);
}

std::vector<orm::ColumnRef> order_list(Call& call, const Value& tuple) {
  std::vector<orm::ColumnRef> clauses;
  const std::vector<Value>& given = items(tuple);
  // order_by(None) takes the order away.
  if (given.size() == 1 && given[0].is_none()) return clauses;
  for (const Value& item : given) clauses.push_back(to_order(context(call.interp), item));
  return clauses;
}

// ---- FROM objects -------------------------------------------------------------------------------

Value from_columns(Call& call) {
  return wrap_columns(context(call.interp), self_as<orm::FromClause>(call).ref());
}

Value from_name(Call& call) { return call.interp.str(self_as<orm::FromClause>(call).name()); }

Value from_description(Call& call) {
  return call.interp.str(self_as<orm::FromClause>(call).description());
}

Value from_select(Call& call) {
  return wrapped(call, orm::select({self_as<orm::FromClause>(call).ref()}));
}

Value from_insert(Call& call) {
  return wrapped(call, orm::insert(self_as<orm::FromClause>(call).ref()));
}

Value from_update(Call& call) {
  return wrapped(call, orm::update(self_as<orm::FromClause>(call).ref()));
}

Value from_delete(Call& call) {
  return wrapped(call, orm::delete_(self_as<orm::FromClause>(call).ref()));
}

std::string name_or_empty(Call& call, size_t i) {
  return !call.given(i) || call[i].is_none() ? std::string() : std::string(call.text(i));
}

Value from_alias(Call& call) {
  return wrapped(call, self_as<orm::FromClause>(call).alias(name_or_empty(call, 0)));
}

template <bool Outer>
Value from_join(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef onclause;
  if (!call[1].is_none()) onclause = to_column(owner, call[1], "ON clause role");
  bool outer = Outer || call.interp.truth(call.arg("isouter"));
  return wrapped(call, self_as<orm::FromClause>(call).join(to_from(owner, call[0]), onclause,
                                                           outer,
                                                           call.interp.truth(call.arg("full"))));
}

const Binding kFromRows[] = {
    {"c", "", guard<from_columns>, "{self}.c()", BindingKind::property},
    {"columns", "", guard<from_columns>, "{self}.c()", BindingKind::property},
    {"name", "", guard<from_name>, "{self}.name()", BindingKind::property},
    {"description", "", guard<from_description>, "{self}.description()", BindingKind::property},
    {"select", "", guard<from_select>, "orm::select({self})"},
    {"insert", "", guard<from_insert>, "orm::insert({self})"},
    {"update", "", guard<from_update>, "orm::update({self})"},
    {"delete", "", guard<from_delete>, "orm::delete_({self})"},
    {"alias", "name=None, flat=False", guard<from_alias>, "{self}.alias({name})"},
    {"join", "right, onclause=None, isouter=False, full=False", guard<from_join<false>>,
     "{self}.join({args})"},
    {"outerjoin", "right, onclause=None, isouter=False, full=False", guard<from_join<true>>,
     "{self}.outerjoin({args})"},
};

Type* make_from_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "FromClause", "sqlalchemy.sql.selectable");
  builder.base(owner.type("ClauseElement"));
  add_bindings(builder, kFromRows);
  return builder.build();
}

// ---- collections of columns ---------------------------------------------------------------------

struct ColumnsData : interp::Payload {
  orm::Ref<orm::FromClause> from;
  void clear_references() noexcept override { from = nullptr; }
};

const orm::ColumnCollection& columns_of(Interpreter& interp, const Value& self) {
  return interp::payload<ColumnsData>(interp, self).from->c();
}

Value columns_getattr(Interpreter& interp, const Value& self, interp::StrObject* name) {
  orm::ColumnElement* column = columns_of(interp, self).find(name->text);
  if (column == nullptr) return {};
  return wrap(context(interp), column->ref());
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
  int64_t index = interp.to_int64(key);
  auto size = static_cast<int64_t>(columns.size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) interp.raise("IndexError", "list index out of range");
  return wrap(context(interp), columns[static_cast<size_t>(index)]->ref());
}

std::vector<Value> column_list(Interpreter& interp, const Value& self) {
  std::vector<Value> list;
  for (const auto& [key, column] : columns_of(interp, self)) {
    list.push_back(wrap(context(interp), column->ref()));
  }
  return list;
}

Value columns_iter(Interpreter& interp, const Value& self) {
  return interp.iter(interp.list(column_list(interp, self)));
}

int64_t columns_len(Interpreter& interp, const Value& self) {
  return static_cast<int64_t>(columns_of(interp, self).size());
}

bool columns_contains(Interpreter& interp, const Value& self, const Value& key) {
  if (!key.is(Kind::kStr)) {
    raise_error(context(interp), orm::ArgumentError::cls, "__contains__ requires a string argument");
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
  return interp::TypeBuilder(owner.interp, "ReadOnlyColumnCollection", "sqlalchemy.sql.base")
      .payload<ColumnsData>()
      .method("keys", "", guard<columns_keys>)
      .method("values", "", guard<columns_values>)
      .method("items", "", guard<columns_items>)
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

// ---- select -------------------------------------------------------------------------------------

orm::Select& select_of(Call& call) { return self_as<orm::Select>(call); }

Value select_where(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).select_ref();
  for (const Value& item : items(call[0])) {
    statement = statement->where(to_column(context(call.interp), item, "WHERE/HAVING role"));
  }
  return wrapped(call, statement);
}

Value select_filter_by(Call& call) {
  return wrapped(call, select_of(call).filter_by(to_parameters(context(call.interp), call[0])));
}

Value select_order_by(Call& call) {
  return wrapped(call, select_of(call).order_by(order_list(call, call[0])));
}

Value select_group_by(Call& call) {
  return wrapped(call, select_of(call).group_by(order_list(call, call[0])));
}

Value select_having(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).select_ref();
  for (const Value& item : items(call[0])) {
    statement = statement->having(to_column(context(call.interp), item, "WHERE/HAVING role"));
  }
  return wrapped(call, statement);
}

Value select_limit(Call& call) {
  if (call[0].is_none()) {
    orm::Ref<orm::Select> statement = select_of(call).copy();
    statement->limit_clause = nullptr;
    return wrapped(call, statement);
  }
  return wrapped(call, select_of(call).limit(to_operand(context(call.interp), call[0])));
}

Value select_offset(Call& call) {
  if (call[0].is_none()) {
    orm::Ref<orm::Select> statement = select_of(call).copy();
    statement->offset_clause = nullptr;
    return wrapped(call, statement);
  }
  return wrapped(call, select_of(call).offset(to_operand(context(call.interp), call[0])));
}

Value select_distinct(Call& call) {
  std::vector<orm::ColumnRef> on = order_list(call, call[0]);
  return wrapped(call, select_of(call).distinct(std::move(on)));
}

Value select_from(Call& call) {
  return wrapped(call, select_of(call).select_from(
                           to_select_elements(context(call.interp), items(call[0]))));
}

template <bool Outer>
Value select_join(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef onclause;
  if (!call[1].is_none()) onclause = find_clause(owner, call[1]);
  bool outer = Outer || call.interp.truth(call.arg("isouter"));
  return wrapped(call, select_of(call).join(to_select_element(owner, call[0]), onclause, outer,
                                            call.interp.truth(call.arg("full"))));
}

Value select_join_from(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef onclause;
  if (!call[2].is_none()) onclause = find_clause(owner, call[2]);
  return wrapped(call, select_of(call).join_from(to_select_element(owner, call[0]),
                                                 to_select_element(owner, call[1]), onclause,
                                                 call.interp.truth(call.arg("isouter")),
                                                 call.interp.truth(call.arg("full"))));
}

Value select_add_columns(Call& call) {
  return wrapped(call, select_of(call).add_columns(
                           to_select_elements(context(call.interp), items(call[0]))));
}

Value select_with_only_columns(Call& call) {
  return wrapped(call, select_of(call).with_only_columns(
                           to_select_elements(context(call.interp), items(call[0]))));
}

Value select_subquery(Call& call) {
  return wrapped(call, select_of(call).subquery(name_or_empty(call, 0)));
}

Value select_cte(Call& call) {
  return wrapped(call, select_of(call).cte(name_or_empty(call, 0),
                                           call.interp.truth(call.arg("recursive"))));
}

Value select_scalar_subquery(Call& call) { return wrapped(call, select_of(call).scalar_subquery()); }

Value select_exists(Call& call) { return wrapped(call, select_of(call).exists()); }

Value select_label(Call& call) {
  return wrapped(call, select_of(call).scalar_subquery()->label(std::string(call.text(0))));
}

Value select_execution_options(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).copy();
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    statement->options.emplace_back(name, to_orm(context(call.interp), value));
  }
  return wrapped(call, statement);
}

const Binding kSelectRows[] = {
    {"where", "*whereclause", guard<select_where>, "{self}.where({args})"},
    {"filter", "*criteria", guard<select_where>, "{self}.where({args})"},
    {"filter_by", "**kwargs", guard<select_filter_by>, "{self}.filter_by({args})"},
    {"order_by", "*clauses", guard<select_order_by>, "{self}.order_by({args})"},
    {"group_by", "*clauses", guard<select_group_by>, "{self}.group_by({args})"},
    {"having", "*having", guard<select_having>, "{self}.having({args})"},
    {"limit", "limit", guard<select_limit>, "{self}.limit({limit})"},
    {"offset", "offset", guard<select_offset>, "{self}.offset({offset})"},
    {"distinct", "*expr", guard<select_distinct>, "{self}.distinct({args})"},
    {"select_from", "*froms", guard<select_from>, "{self}.select_from({args})"},
    {"join", "target, onclause=None, *, isouter=False, full=False", guard<select_join<false>>,
     "{self}.join({args})"},
    {"outerjoin", "target, onclause=None, *, isouter=False, full=False",
     guard<select_join<true>>, "{self}.outerjoin({args})"},
    {"join_from", "from_, target, onclause=None, *, isouter=False, full=False",
     guard<select_join_from>, "{self}.join_from({args})"},
    {"add_columns", "*entities", guard<select_add_columns>, "{self}.add_columns({args})"},
    {"with_only_columns", "*entities", guard<select_with_only_columns>,
     "{self}.with_only_columns({args})"},
    {"subquery", "name=None", guard<select_subquery>, "{self}.subquery({name})"},
    {"cte", "name=None, recursive=False, nesting=False", guard<select_cte>, "{self}.cte({name})"},
    {"scalar_subquery", "", guard<select_scalar_subquery>, "{self}.scalar_subquery()"},
    {"as_scalar", "", guard<select_scalar_subquery>, "{self}.scalar_subquery()"},
    {"exists", "", guard<select_exists>, "{self}.exists()"},
    {"label", "name", guard<select_label>, "{self}.label({name})"},
    {"execution_options", "**kw", guard<select_execution_options>,
     "{self}.execution_options({args})"},
};

Type* make_select_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Select", "sqlalchemy.sql.selectable");
  builder.base(owner.type("FromClause"));
  add_bindings(builder, kSelectRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<select_class>;
      })
      .build();
}

// ---- insert, update, delete ---------------------------------------------------------------------

// values(dict), values([dicts]), values(name=value).
std::vector<orm::Assignments> value_rows(Call& call, bool& many) {
  Context& owner = context(call.interp);
  std::vector<orm::Assignments> rows;
  many = false;
  const std::vector<Value>& given = items(call[0]);
  if (!given.empty() && given[0].is(Kind::kList)) {
    many = true;
    for (const Value& row : call.interp.to_vector(given[0])) {
      rows.push_back(to_assignments(owner, row));
    }
    return rows;
  }
  orm::Assignments row;
  if (!given.empty()) {
    if (!given[0].is(Kind::kDict)) {
      call.interp.unsupported("values() with a tuple",
                              "values() takes a dict, keywords, or a list of dicts here");
    }
    row = to_assignments(owner, given[0]);
  }
  orm::Assignments more = to_assignments(owner, call[1]);
  row.insert(row.end(), more.begin(), more.end());
  rows.push_back(std::move(row));
  return rows;
}

Value insert_values(Call& call) {
  bool many = false;
  std::vector<orm::Assignments> rows = value_rows(call, many);
  auto& statement = self_as<orm::Insert>(call);
  return wrapped(call, many ? statement.values(std::move(rows)) : statement.values(rows[0]));
}

template <class T>
Value dml_returning(Call& call) {
  return wrapped(call, self_as<T>(call).returning(
                           to_select_elements(context(call.interp), items(call[0]))));
}

Value insert_from_select(Call& call) {
  Context& owner = context(call.interp);
  std::vector<std::string> names;
  for (const Value& item : call.interp.to_vector(call[0])) {
    names.push_back(item.is(Kind::kStr) ? std::string(call.interp.text(item))
                                        : std::string(to_column(owner, item, "column role")->key()));
  }
  orm::Ref<orm::FromClause> select = to_from(owner, call[1]);
  return wrapped(call, self_as<orm::Insert>(call).from_select(
                           std::move(names),
                           orm::Ref<orm::SelectBase>(static_cast<orm::SelectBase*>(select.get()))));
}

Value update_values(Call& call) {
  bool many = false;
  std::vector<orm::Assignments> rows = value_rows(call, many);
  return wrapped(call, self_as<orm::Update>(call).values(rows[0]));
}

template <class T>
Value dml_where(Call& call) {
  orm::Ref<T> statement = self_as<T>(call).copy();
  for (const Value& item : items(call[0])) {
    statement = statement->where(to_column(context(call.interp), item, "WHERE/HAVING role"));
  }
  return wrapped(call, statement);
}

const Binding kInsertRows[] = {
    {"values", "*args, **kwargs", guard<insert_values>, "{self}.values({args})"},
    {"returning", "*cols, sort_by_parameter_order=False", guard<dml_returning<orm::Insert>>,
     "{self}.returning({args})"},
    {"from_select", "names, select, include_defaults=True", guard<insert_from_select>,
     "{self}.from_select({args})"},
};
const Binding kUpdateRows[] = {
    {"values", "*args, **kwargs", guard<update_values>, "{self}.values({args})"},
    {"where", "*whereclause", guard<dml_where<orm::Update>>, "{self}.where({args})"},
    {"returning", "*cols", guard<dml_returning<orm::Update>>, "{self}.returning({args})"},
};
const Binding kDeleteRows[] = {
    {"where", "*whereclause", guard<dml_where<orm::Delete>>, "{self}.where({args})"},
    {"returning", "*cols", guard<dml_returning<orm::Delete>>, "{self}.returning({args})"},
};

template <const Binding* Rows(size_t&), const char* Name()>
Type* make_dml_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.dml");
  builder.base(owner.type("ClauseElement"));
  size_t count = 0;
  const Binding* rows = Rows(count);
  add_bindings(builder, rows, count);
  return builder
      .slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<Name>; })
      .build();
}
const Binding* insert_rows(size_t& count) { return count = std::size(kInsertRows), kInsertRows; }
const Binding* update_rows(size_t& count) { return count = std::size(kUpdateRows), kUpdateRows; }
const Binding* delete_rows(size_t& count) { return count = std::size(kDeleteRows), kDeleteRows; }
const char* insert_name() { return "Insert"; }
const char* update_name() { return "Update"; }
const char* delete_name() { return "Delete"; }

// ---- text ---------------------------------------------------------------------------------------

Value text_bindparams(Call& call) {
  Context& owner = context(call.interp);
  auto& text = self_as<orm::TextClause>(call);
  std::vector<orm::Ref<orm::BindParameter>> params;
  for (const Value& item : items(call[0])) {
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::bind) {
      raise_error(owner, orm::ArgumentError::cls, "bindparam() objects expected in bindparams()");
    }
    params.push_back(
        orm::Ref<orm::BindParameter>(static_cast<orm::BindParameter*>(clause.get())));
  }
  return wrapped(call, text.bindparams(to_parameters(owner, call[1]), std::move(params)));
}

Value text_columns(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> columns;
  for (const Value& item : items(call[0])) {
    columns.push_back(to_column(owner, item, "column role"));
  }
  bool positional = !columns.empty();
  for (auto& [name, type] : dict_items(owner, call[1])) {
    columns.push_back(orm::column(name, to_type(owner, type)));
  }
  auto& text = self_as<orm::TextClause>(call);
  return wrapped(call, orm::make_ref<orm::TextSelect>(orm::Ref<orm::TextClause>(&text),
                                                      std::move(columns), positional));
}

Type* make_text_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "TextClause", "sqlalchemy.sql.elements");
  builder.base(owner.type("ColumnElement"));
  return builder.method("bindparams", "*binds, **names_to_values", guard<text_bindparams>)
      .method("columns", "*cols, **types", guard<text_columns>)
      .build();
}

// ---- functions ----------------------------------------------------------------------------------

Value select_function(Call& call) {
  Context& owner = context(call.interp);
  const std::vector<Value>& given = items(call[0]);
  if (given.size() == 1 && given[0].is(Kind::kList) &&
      (owner.profile.select_list_style || owner.profile.connectionless)) {
    return wrapped(call, orm::select(to_select_elements(owner, call.interp.to_vector(given[0]))));
  }
  if (owner.profile.select_list_style) {
    raise_error(owner, orm::ArgumentError::cls,
                "columns argument to select() must be a Python list or other iterable");
  }
  return wrapped(call, orm::select(to_select_elements(owner, given)));
}

template <orm::ClauseRef Make(orm::ClauseRef)>
Value dml_function(Call& call) {
  return wrapped(call, Make(to_select_element(context(call.interp), call[0])));
}
orm::ClauseRef new_insert(orm::ClauseRef target) { return orm::insert(std::move(target)); }
orm::ClauseRef new_update(orm::ClauseRef target) { return orm::update(std::move(target)); }
orm::ClauseRef new_delete(orm::ClauseRef target) { return orm::delete_(std::move(target)); }

template <orm::ClauseRef Make(std::vector<orm::Ref<orm::SelectBase>>)>
Value compound_function(Call& call) {
  std::vector<orm::Ref<orm::SelectBase>> selects;
  for (const Value& item : items(call[0])) {
    orm::Ref<orm::FromClause> from = to_from(context(call.interp), item);
    selects.emplace_back(static_cast<orm::SelectBase*>(from.get()));
  }
  return wrapped(call, Make(std::move(selects)));
}
using Selects = std::vector<orm::Ref<orm::SelectBase>>;
orm::ClauseRef new_union(Selects s) { return orm::union_(std::move(s)); }
orm::ClauseRef new_union_all(Selects s) { return orm::union_(std::move(s), true); }
orm::ClauseRef new_intersect(Selects s) { return orm::intersect(std::move(s)); }
orm::ClauseRef new_except(Selects s) { return orm::except_(std::move(s)); }

Value exists_function(Call& call) {
  orm::Ref<orm::FromClause> from = to_from(context(call.interp), call[0]);
  return wrapped(call, orm::exists(orm::Ref<orm::SelectBase>(
                           static_cast<orm::SelectBase*>(from.get()))));
}

const Binding kStatementFunctionRows[] = {
    {"select", "*entities", guard<select_function>, "orm::select({args})", BindingKind::function},
    {"insert", "table", guard<dml_function<new_insert>>, "orm::insert({table})",
     BindingKind::function},
    {"update", "table", guard<dml_function<new_update>>, "orm::update({table})",
     BindingKind::function},
    {"delete", "table", guard<dml_function<new_delete>>, "orm::delete_({table})",
     BindingKind::function},
    {"union", "*selects", guard<compound_function<new_union>>, "orm::union_({args})",
     BindingKind::function},
    {"union_all", "*selects", guard<compound_function<new_union_all>>, "orm::union_all({args})",
     BindingKind::function},
    {"intersect", "*selects", guard<compound_function<new_intersect>>, "orm::intersect({args})",
     BindingKind::function},
    {"except_", "*selects", guard<compound_function<new_except>>, "orm::except_({args})",
     BindingKind::function},
    {"exists", "select", guard<exists_function>, "orm::exists({select})", BindingKind::function},
};

template <const char* Name()>
Type* make_selectable_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, Name(), "sqlalchemy.sql.selectable")
      .base(owner.type("FromClause"))
      .build();
}
const char* alias_name() { return "Alias"; }
const char* subquery_name() { return "Subquery"; }
const char* cte_name() { return "CTE"; }
const char* join_name() { return "Join"; }
const char* compound_name() { return "CompoundSelect"; }
const char* text_select_name() { return "TextualSelect"; }
const char* table_clause_name() { return "TableClause"; }
const char* ddl_name() { return "DDLElement"; }

Type* make_ddl_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, ddl_name(), "sqlalchemy.sql.ddl")
      .base(owner.type("ClauseElement"))
      .build();
}

const char* class_of(const orm::ClauseElement& clause) {
  switch (clause.kind()) {
    case orm::NodeKind::table:
      return static_cast<const orm::TableClause&>(clause).is_schema_table() ? "Table"
                                                                            : "TableClause";
    case orm::NodeKind::subquery:
      return "Subquery";
    case orm::NodeKind::cte:
      return "CTE";
    case orm::NodeKind::join:
      return "Join";
    case orm::NodeKind::select:
      return "Select";
    case orm::NodeKind::compound:
      return "CompoundSelect";
    case orm::NodeKind::text_select:
      return "TextualSelect";
    case orm::NodeKind::insert:
      return "Insert";
    case orm::NodeKind::update:
      return "Update";
    case orm::NodeKind::delete_:
      return "Delete";
    case orm::NodeKind::ddl:
      return "DDLElement";
    default:
      return "Alias";
  }
}

}  // namespace

Value wrap_selectable(Context& owner, const orm::ClauseRef& clause) {
  return owner.make<ClauseData>(class_of(*clause), clause);
}

Value wrap_columns(Context& owner, const orm::Ref<orm::FromClause>& from) {
  auto data = std::make_unique<ColumnsData>();
  data->from = from;
  return owner.make("ReadOnlyColumnCollection", std::move(data));
}

orm::Assignments to_assignments(Context& owner, const Value& dict) {
  orm::Assignments row;
  if (!dict || dict.is_none()) return row;
  for (const Value& pair :
       owner.interp.to_vector(owner.interp.call_method(dict, "items"))) {
    const Value& key = items(pair)[0];
    orm::Operand value = to_operand(owner, items(pair)[1]);
    if (key.is(Kind::kStr)) {
      row.push_back({std::string(owner.interp.text(key)), nullptr, std::move(value)});
    } else {
      row.push_back({{}, to_column(owner, key, "SET/VALUES column role"), std::move(value)});
    }
  }
  return row;
}

void add_statement_types(TypeTable& table) {
  table.emplace_back("FromClause", make_from_type);
  table.emplace_back("ReadOnlyColumnCollection", make_columns_type);
  table.emplace_back("Select", make_select_type);
  table.emplace_back("Insert", make_dml_type<insert_rows, insert_name>);
  table.emplace_back("Update", make_dml_type<update_rows, update_name>);
  table.emplace_back("Delete", make_dml_type<delete_rows, delete_name>);
  table.emplace_back("TextClause", make_text_type);
  table.emplace_back("Alias", make_selectable_type<alias_name>);
  table.emplace_back("Subquery", make_selectable_type<subquery_name>);
  table.emplace_back("CTE", make_selectable_type<cte_name>);
  table.emplace_back("Join", make_selectable_type<join_name>);
  table.emplace_back("CompoundSelect", make_selectable_type<compound_name>);
  table.emplace_back("TextualSelect", make_selectable_type<text_select_name>);
  table.emplace_back("TableClause", make_selectable_type<table_clause_name>);
  table.emplace_back("DDLElement", make_ddl_type);
}

std::vector<BindingTable> statement_tables() {
  return {{"sqlalchemy", "FromClause", kFromRows, std::size(kFromRows)},
          {"sqlalchemy", "Select", kSelectRows, std::size(kSelectRows)},
          {"sqlalchemy", "Insert", kInsertRows, std::size(kInsertRows)},
          {"sqlalchemy", "Update", kUpdateRows, std::size(kUpdateRows)},
          {"sqlalchemy", "Delete", kDeleteRows, std::size(kDeleteRows)},
          {"sqlalchemy", nullptr, kStatementFunctionRows, std::size(kStatementFunctionRows)}};
}

}  // namespace lessonrun::bind
