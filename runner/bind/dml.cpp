// INSERT, UPDATE and DELETE as Python objects.
#include "orm/dml.h"

#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/connection.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/refusal.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- insert, update, delete ---------------------------------------------------------------------

// A row of values(): a dict, or a tuple or list by position of the table's columns.
orm::Assignments value_row(Call& call, const Value& given) {
  Context& owner = context(call.interp);
  if (given.is(Kind::kDict)) {
    return to_assignments(owner,
                          with_computed_names(owner, self_as<orm::DmlBase>(call).target, given));
  }
  orm::TableClause* table = self_as<orm::DmlBase>(call).table();
  orm::Assignments row;
  if (table == nullptr) {
    call.interp.unsupported("values() with a tuple", "values() of an entity takes a dict here");
  }
  size_t at = 0;
  for (const Value& item : call.interp.to_vector(given)) {
    if (at >= table->c().size()) break;
    row.push_back({{}, table->c()[at++]->ref(), to_operand(owner, item)});
  }
  return row;
}

// values(dict), values([dicts]), values(name=value), values((a, b)).
std::vector<orm::Assignments> value_rows(Call& call, bool& many) {
  Context& owner = context(call.interp);
  std::vector<orm::Assignments> rows;
  many = false;
  const std::vector<Value>& given = items(call[0]);
  if (!given.empty() && (given[0].is(Kind::kList) || given[0].is(Kind::kTuple))) {
    std::vector<Value> list = call.interp.to_vector(given[0]);
    bool nested = !list.empty() &&
                  (list[0].is(Kind::kDict) || list[0].is(Kind::kTuple) || list[0].is(Kind::kList));
    if (nested) {
      many = true;
      for (const Value& row : list) rows.push_back(value_row(call, row));
      return rows;
    }
  }
  if (given.size() > 1) {
    raise_error(owner, orm::ArgumentError::cls,
                "Only a single dictionary/tuple or list of dictionaries/tuples is accepted "
                "positionally.");
  }
  orm::Assignments row;
  if (!given.empty()) row = value_row(call, given[0]);
  orm::Assignments more = to_assignments(
      owner, with_computed_names(owner, self_as<orm::DmlBase>(call).target, call[1]));
  if (!given.empty() && !more.empty() && owner.profile.dedupe_columns) {
    raise_error(owner, orm::ArgumentError::cls,
                "Can't pass positional and kwargs to values() simultaneously");
  }
  row.insert(row.end(), more.begin(), more.end());
  rows.push_back(std::move(row));
  return rows;
}

Value insert_values(Call& call) {
  bool many = false;
  auto& statement = self_as<orm::Insert>(call);
  std::vector<orm::Assignments> rows = value_rows(call, many);
  Context& owner = context(call.interp);
  if (statement.from_select_) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "This construct already inserts from a SELECT");
  }
  // From 1.4 on the compiler refuses it.
  if (many && !statement.row.empty() && !owner.profile.dedupe_columns) {
    raise_error(owner, orm::ArgumentError::cls,
                "Can't mix single-values and multiple values formats in one statement");
  }
  if (!many && !statement.rows.empty() && !owner.profile.dedupe_columns) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "This construct already has multiple parameter sets.");
  }
  return wrapped(call, many ? statement.values(std::move(rows)) : statement.values(rows[0]));
}

template <class T>
Value dml_returning(Call& call) {
  if (!context(call.interp).profile.typed_names && call.interp.truth(call[1])) {
    call.interp.raise("TypeError",
                      "UpdateBase.returning() got an unexpected keyword argument "
                      "'sort_by_parameter_order'");
  }
  for (const auto& [name, value] : dict_items(context(call.interp), call.arg("kw"))) {
    call.interp.raise("TypeError",
                      "UpdateBase.returning() got an unexpected keyword argument '" + name + "'");
  }
  auto columns = to_select_elements(context(call.interp), items(call[0]));
  if constexpr (std::is_same_v<T, orm::Insert>) {
    const Value& ordered = call.arg("sort_by_parameter_order");
    return wrapped(call, self_as<T>(call).returning(std::move(columns),
                                                    ordered && call.interp.truth(ordered)));
  } else {
    return wrapped(call, self_as<T>(call).returning(std::move(columns)));
  }
}

// What rows are inserted from: a SELECT, or any FROM object, which is selected from.
orm::Ref<orm::SelectBase> inserted_select(Context& owner, const Value& value) {
  const orm::ClauseRef clause = find_clause(owner, value);
  const bool selects = clause != nullptr && clause->kind() >= orm::NodeKind::select &&
                       clause->kind() <= orm::NodeKind::text_select;
  if (clause == nullptr || selects || !clause->is_from()) return to_select(owner, value);
  return static_cast<orm::FromClause&>(*clause).select();
}

Value insert_from_select(Call& call) {
  Context& owner = context(call.interp);
  const auto& statement = self_as<orm::Insert>(call);
  if (!statement.row.empty() || !statement.rows.empty()) {
    raise_error(owner, orm::InvalidRequestError::cls,
                "This construct already inserts value expressions");
  }
  std::vector<std::string> names;
  for (const Value& item : call.interp.to_vector(call[0])) {
    names.push_back(item.is(Kind::kStr)
                        ? std::string(call.interp.text(item))
                        : std::string(to_column(owner, item, "column role")->key()));
  }
  return wrapped(
      call, self_as<orm::Insert>(call).from_select(
                std::move(names), inserted_select(owner, call[1]), call.interp.truth(call[2])));
}

template <class T>
Value dml_inline(Call& call) {
  auto copy = self_as<T>(call).copy();
  copy->is_inline = true;
  return wrapped(call, copy);
}

template <class T>
Value dml_with_hint(Call& call) {
  auto copy = self_as<T>(call).copy();
  orm::Ref<orm::FromClause> table;
  if (!call[1].is_none()) {
    table = to_from(context(call.interp), call[1]);
  } else {
    table = orm::Ref<orm::FromClause>(copy->table());
  }
  copy->hints.push_back({std::move(table), std::string(call.text(0)), call.interp.str_of(call[2])});
  return wrapped(call, copy);
}

template <class T>
Value dml_return_defaults(Call& call) {
  auto copy = self_as<T>(call).copy();
  copy->return_defaults = true;
  if constexpr (std::is_same_v<T, orm::Insert>) {
    copy->sort_by_parameter_order = call.interp.truth(call.arg("sort_by_parameter_order"));
  }
  return wrapped(call, copy);
}

Value update_values(Call& call) {
  const auto& statement = self_as<orm::Update>(call);
  if (statement.ordered && !statement.has_values) {
    // preserve_parameter_order=True of 1.x.
    const std::vector<Value>& given = items(call[0]);
    Context& owner = context(call.interp);
    if (given.size() != 1 || !given[0].is(Kind::kList)) {
      raise_error(owner, orm::ValueError::cls,
                  "When preserve_parameter_order is True, values() only accepts a list of "
                  "2-tuples");
    }
    return wrapped(
        call, statement.values(to_assignment_pairs(owner, call.interp.to_vector(given[0])), true));
  }
  bool many = false;
  std::vector<orm::Assignments> rows = value_rows(call, many);
  if (many) {
    bool named = context(call.interp).profile.dedupe_columns;
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                std::string(named ? "UPDATE" : "This") +
                    " construct does not support multiple parameter sets.");
  }
  if (statement.ordered) {
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "This statement already has ordered values present");
  }
  return wrapped(call, statement.values(rows[0]));
}

Value update_ordered_values(Call& call) {
  Context& owner = context(call.interp);
  if (!owner.profile.stmt_cache) {
    call.interp.raise("AttributeError", "'Update' object has no attribute 'ordered_values'");
  }
  auto& statement = self_as<orm::Update>(call);
  if (statement.has_values) {
    raise_error(owner, orm::ArgumentError::cls,
                statement.ordered ? "This statement already has ordered values present"
                                  : "This statement already has values present");
  }
  return wrapped(call, statement.values(to_assignment_pairs(owner, items(call[0])), true));
}

template <class T>
Value dml_where(Call& call) {
  orm::Ref<T> statement = self_as<T>(call).copy();
  for (const Value& item : items(call[0])) {
    statement = statement->where(to_column(context(call.interp), item, "WHERE/HAVING role"));
  }
  return wrapped(call, statement);
}

template <class T>
Value dml_prefix_with(Call& call) {
  auto copy = self_as<T>(call).copy();
  const Value& dialect = call.arg("dialect");
  for (const Value& item : items(call[0])) {
    copy->prefixes.push_back({to_sql_text(context(call.interp), item),
                              dialect.is_none() ? "" : std::string(call.interp.text(dialect))});
  }
  return wrapped(call, copy);
}

template <class T>
Value dml_options(Call& call) {
  if (!context(call.interp).profile.orm_dml) {
    call.interp.raise("AttributeError", "'" + call.interp.type_name(call.self) +
                                            "' object has no attribute 'options'");
  }
  auto copy = self_as<T>(call).copy();
  for (auto& option : to_loads(context(call.interp), items(call[0]))) {
    copy->plugin_options.emplace_back(option.get());
  }
  return wrapped(call, copy);
}

template <class T>
Value dml_execution_options(Call& call) {
  auto copy = self_as<T>(call).copy();
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    copy->options.emplace_back(name, to_orm(context(call.interp), value));
  }
  return wrapped(call, copy);
}

Value dml_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), self_as<orm::DmlBase>(call).options);
}

template <class T>
Value dml_add_cte(Call& call) {
  auto copy = self_as<T>(call).copy();
  auto& list = nests_here(call) ? copy->nested_ctes : copy->independent_ctes;
  for (const Value& item : items(call[0])) {
    list.emplace_back(static_cast<orm::Alias*>(to_from(context(call.interp), item).get()));
  }
  return wrapped(call, copy);
}

template <class T>
Value dml_cte(Call& call) {
  return wrapped(call,
                 orm::dml_cte(self_as<T>(call).copy(), to_name(context(call.interp), call[0])));
}

Value dml_entity_description(Call& call) {
  return describe_target(context(call.interp), self_as<orm::DmlBase>(call));
}
Value dml_returning_descriptions(Call& call) {
  return describe_returning(context(call.interp), self_as<orm::DmlBase>(call));
}
Value dml_table(Call& call) { return wrapped(call, self_as<orm::DmlBase>(call).target); }

template <class T>
Value dml_filter_by(Call& call) {
  const orm::ParameterSet values = to_parameters(context(call.interp), call[0]);
  return wrapped(call, self_as<T>(call).filter_by(values));
}

// ---- ON CONFLICT --------------------------------------------------------------------------------

std::vector<orm::ColumnRef> index_elements(Call& call, const Value& given) {
  std::vector<orm::ColumnRef> list;
  if (!given || given.is_none()) return list;
  for (const Value& item : call.interp.to_vector(given)) {
    if (item.is(Kind::kStr)) {
      std::string key(call.interp.text(item));
      orm::TableClause* table = self_as<orm::Insert>(call).table();
      orm::ColumnElement* found = table != nullptr ? table->c().find(key) : nullptr;
      list.push_back(found != nullptr ? found->ref() : orm::ColumnRef(orm::column(key)));
    } else {
      list.push_back(to_column(context(call.interp), item, "column role"));
    }
  }
  return list;
}

template <bool Update>
Value on_conflict(Call& call) {
  Context& owner = context(call.interp);
  orm::OnConflict clause;
  clause.do_update = Update;
  const Value& constraint = call.arg("constraint");
  if (constraint && !constraint.is_none())
    clause.constraint = std::string(call.interp.text(constraint));
  clause.index_elements = index_elements(call, call.arg("index_elements"));
  const Value& index_where = call.arg("index_where");
  if (index_where && !index_where.is_none()) {
    clause.index_where = to_column(owner, index_where, "WHERE/HAVING role");
  }
  if constexpr (Update) {
    const Value& set = call.arg("set_");
    bool columns = set.is(Kind::kDict) || owner.interp.find_attr(set, "items");
    if (!set.is_none() && !columns) {
      raise_error(owner, orm::ValueError::cls,
                  "set parameter must be a non-empty dictionary or a ColumnCollection such as the "
                  "`.c.` collection of a Table object");
    }
    if (set.is_none() || call.interp.to_vector(call.interp.call_method(set, "items")).empty()) {
      raise_error(
          owner, orm::ValueError::cls,
          set.is_none()
              ? "set parameter must be a non-empty dictionary or a ColumnCollection such as "
                "the `.c.` collection of a Table object"
              : "set parameter dictionary must not be empty");
    }
    clause.set_ = to_assignments(owner, set);
    const Value& where = call.arg("where");
    if (where && !where.is_none()) clause.where = to_column(owner, where, "WHERE/HAVING role");
  }
  return wrapped(call, self_as<orm::Insert>(call).on_conflict(std::move(clause)));
}

// on_duplicate_key_update(): a dict, a list of pairs that keeps its order, or keywords.
Value on_duplicate_key(Call& call) {
  Context& owner = context(call.interp);
  const std::vector<Value>& given = items(call[0]);
  std::vector<std::pair<std::string, Value>> keywords = dict_items(owner, call[1]);
  if (!given.empty() && !keywords.empty()) {
    raise_error(owner, orm::ArgumentError::cls,
                "Can't pass kwargs and positional arguments simultaneously");
  }
  if (given.size() > 1) {
    raise_error(owner, orm::ArgumentError::cls,
                "Only a single dictionary or list of tuples is accepted positionally.");
  }
  orm::OnConflict clause;
  clause.do_update = clause.duplicate_key = true;
  Value set = given.empty() ? call[1] : given.front();
  clause.in_given_order = set.is(Kind::kList);
  if (clause.in_given_order) set = call.interp.call(Value(call.interp.types().dict), {set});
  clause.set_ = to_assignments(owner, set);
  return wrapped(call, self_as<orm::Insert>(call).on_conflict(std::move(clause)));
}

Value excluded(Call& call) {
  orm::Ref<orm::Alias> alias = self_as<orm::Insert>(call).excluded();
  return wrap_columns(context(call.interp), alias);
}

// The argument is a type, which takes no parentheses.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define DML_ROWS(T)                                                                           \
  {"returning", "*cols, sort_by_parameter_order=False, **kw", guard<dml_returning<T>>,        \
   "{self}.returning({args})"},                                                               \
      {"prefix_with", "*prefixes, dialect=None", guard<dml_prefix_with<T>>,                   \
       "{self}.prefix_with({args})"},                                                         \
      {"with_hint", "text, selectable=None, dialect_name='*'", guard<dml_with_hint<T>>,       \
       "{self}.hints"},                                                                       \
      {"options", "*options", guard<dml_options<T>>, "{self}.options({args})"},               \
      {"execution_options", "**kw", guard<dml_execution_options<T>>,                          \
       "{self}.execution_options({args})"},                                                   \
      {"get_execution_options", "", guard<dml_get_execution_options>, "{self}.options"},      \
      {"add_cte", "*ctes, nest_here=False", guard<dml_add_cte<T>>, "{self}.add_cte({args})"}, \
      {"cte", "name=None, recursive=False, nesting=False", guard<dml_cte<T>>,                 \
       "{self}.cte({name})"},                                                                 \
      {"return_defaults", "*cols, sort_by_parameter_order=False, **kw",                       \
       guard<dml_return_defaults<T>>, "{self}.return_defaults"},                              \
      {"entity_description", "", guard<dml_entity_description>,                               \
       "!a C++ program knows what it changes", BindingKind::property},                        \
      {"returning_column_descriptions", "", guard<dml_returning_descriptions>,                \
       "!a C++ program knows what it asks for", BindingKind::property},                       \
  {                                                                                           \
    "table", "", guard<dml_table>, "{self}.table()", BindingKind::property                    \
  }
// NOLINTEND(bugprone-macro-parentheses)

const Binding kInsertRows[] = {
    {"values", "*args, **kwargs", guard<insert_values>, "{self}.values({set})"},
    {"from_select", "names, select, include_defaults=True", guard<insert_from_select>,
     "{self}.from_select({names}, {select})"},
    {"inline", "", guard<dml_inline<orm::Insert>>, "{self}.is_inline"},
    DML_ROWS(orm::Insert),
};
const Binding kConflictRows[] = {
    {"on_conflict_do_nothing", "constraint=None, index_elements=None, index_where=None",
     guard<on_conflict<false>>, "{self}.on_conflict_do_nothing({index_elements})"},
    {"on_conflict_do_update",
     "constraint=None, index_elements=None, index_where=None, set_=None, where=None",
     guard<on_conflict<true>>, "{self}.on_conflict_do_update({index_elements}, {set_}, {where})"},
    {"excluded", "", guard<excluded>, "{self}.excluded()", BindingKind::property},
};
const Binding kDuplicateKeyRows[] = {
    {"on_duplicate_key_update", "*args, **kw", guard<on_duplicate_key>,
     "!write orm::OnConflict with duplicate_key"},
    {"inserted", "", guard<excluded>, "{self}.excluded()", BindingKind::property},
};
const Binding kUpdateRows[] = {
    {"values", "*args, **kwargs", guard<update_values>, "{self}.values({set})"},
    {"ordered_values", "*args", guard<update_ordered_values>, "{self}.ordered_values({set})"},
    {"where", "*whereclause", guard<dml_where<orm::Update>>, "{self}.where({args})"},
    {"filter_by", "**kwargs", guard<dml_filter_by<orm::Update>>, "{self}.filter_by({set})"},
    {"inline", "", guard<dml_inline<orm::Update>>, "{self}.is_inline"},
    DML_ROWS(orm::Update),
};
const Binding kDeleteRows[] = {
    {"where", "*whereclause", guard<dml_where<orm::Delete>>, "{self}.where({args})"},
    {"filter_by", "**kwargs", guard<dml_filter_by<orm::Delete>>, "{self}.filter_by({set})"},
    DML_ROWS(orm::Delete),
};
#undef DML_ROWS

template <const Binding* Rows(size_t&), const char* Name()>
Type* make_dml_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.dml");
  builder.base(owner.type("ClauseElement"));
  size_t count = 0;
  const Binding* rows = Rows(count);
  add_bindings(builder, rows, count);
  if (owner.profile.stmt_cache) add_dialect_options(builder, Name());
  add_bound_execution(owner, builder);
  return builder.slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<Name>; })
      .build();
}
const Binding* insert_rows(size_t& count) { return count = std::size(kInsertRows), kInsertRows; }
const Binding* update_rows(size_t& count) { return count = std::size(kUpdateRows), kUpdateRows; }
const Binding* delete_rows(size_t& count) { return count = std::size(kDeleteRows), kDeleteRows; }
const char* insert_name() { return "Insert"; }
const char* update_name() { return "Update"; }
const char* delete_name() { return "Delete"; }

// The Insert of sqlalchemy.dialects.sqlite and .postgresql.
template <const char* Module()>
Type* make_conflict_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Insert", Module());
  builder.base(owner.type("Insert"));
  add_bindings(builder, kConflictRows);
  return builder.build();
}
const char* sqlite_module() { return "sqlalchemy.dialects.sqlite.dml"; }
Type* make_mysql_insert_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Insert", "sqlalchemy.dialects.mysql.dml");
  builder.base(owner.type("Insert"));
  add_bindings(builder, kDuplicateKeyRows);
  return builder.build();
}
const char* postgresql_module() { return "sqlalchemy.dialects.postgresql.dml"; }

}  // namespace

void add_dml_types(TypeTable& table) {
  table.emplace_back("Insert", make_dml_type<insert_rows, insert_name>);
  table.emplace_back("sqlite.Insert", make_conflict_type<sqlite_module>);
  table.emplace_back("postgresql.Insert", make_conflict_type<postgresql_module>);
  table.emplace_back("mysql.Insert", make_mysql_insert_type);
  table.emplace_back("Update", make_dml_type<update_rows, update_name>);
  table.emplace_back("Delete", make_dml_type<delete_rows, delete_name>);
}

std::vector<BindingTable> dml_tables() {
  return {{"sqlalchemy", "Insert", kInsertRows, std::size(kInsertRows)},
          {"sqlalchemy.dialects.sqlite", "Insert", kConflictRows, std::size(kConflictRows)},
          {"sqlalchemy.dialects.mysql", "Insert", kDuplicateKeyRows, std::size(kDuplicateKeyRows)},
          {"sqlalchemy", "Update", kUpdateRows, std::size(kUpdateRows)},
          {"sqlalchemy", "Delete", kDeleteRows, std::size(kDeleteRows)}};
}

}  // namespace lessonrun::bind
