// Query as a Python object.
#include "runner/bind/query.h"

#include "orm/orm_error.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/legacy.h"
#include "runner/bind/refusal.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

const char* query_class() { return "Query"; }

orm::Query& query_of(Call& call) { return query_data(call.interp, call.self).query; }

Value derived(Call& call, orm::Query query) { return derived_query(call, std::move(query)); }

// An object where the query is of one entity, else a row.
Value unwrapped(Interpreter& interp, const orm::Query& query, const orm::Row& row) {
  Context& owner = context(interp);
  return query.single_entity() ? from_orm(owner, row[0]) : wrap_row(owner, row);
}

std::vector<orm::ColumnRef> column_list(Call& call, const char* role) {
  std::vector<orm::ColumnRef> clauses;
  for (const Value& item : items(call[0])) {
    clauses.push_back(to_column(context(call.interp), item, role));
  }
  return clauses;
}

std::vector<orm::ColumnRef> order_list(Call& call, const char* clause) {
  std::vector<orm::ColumnRef> clauses;
  const std::vector<Value>& given = items(call[0]);
  if (given.size() == 1 && (given[0].is_none() || given[0].is_bool())) return clauses;
  for (const Value& item : given) clauses.push_back(to_order(context(call.interp), item, clause));
  return clauses;
}

Value query_filter(Call& call) {
  return derived(call, query_of(call).filter(column_list(call, "WHERE/HAVING role")));
}
Value query_filter_by(Call& call) {
  return derived(call, query_of(call).filter_by(to_parameters(context(call.interp), call[0])));
}
Value query_order_by(Call& call) {
  return derived(call, query_of(call).order_by(order_list(call, "ORDER BY")));
}
// GROUP BY a class: by all of its columns.
std::vector<orm::ColumnRef> group_list(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> clauses;
  for (const Value& item : items(call[0])) {
    const orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
      clauses.push_back(to_order(owner, item, "GROUP BY"));
      continue;
    }
    for (const auto& one : static_cast<const orm::EntityElement&>(*clause).selected_columns()) {
      clauses.push_back(one.column);
    }
  }
  return clauses;
}

Value query_group_by(Call& call) {
  const bool is_nothing =
      items(call[0]).size() == 1 && (items(call[0])[0].is_none() || items(call[0])[0].is_bool());
  return derived(
      call, query_of(call).group_by(is_nothing ? std::vector<orm::ColumnRef>() : group_list(call)));
}
Value query_having(Call& call) {
  orm::Query query = query_of(call);
  for (const orm::ColumnRef& clause : column_list(call, "WHERE/HAVING role")) {
    query = query.having(clause);
  }
  return derived(call, query);
}
Value query_distinct(Call& call) {
  const orm::Query query = query_of(call).distinct();
  return derived(call, query.changed(query.select_statement()->distinct(
                           order_list(call, "ORDER BY / GROUP BY / OF"))));
}

std::optional<int64_t> number_or_none(Call& call, const Value& value) {
  if (value.is_none()) return std::nullopt;
  if (!value.is(Kind::kStr)) return call.interp.to_int64(value);
  const Value number = call.interp.call(Value(call.interp.types().int_), {value});
  return call.interp.to_int64(number);
}

// A number, an expression, or none.
std::optional<orm::Operand> row_count(Call& call) {
  if (orm::ClauseRef clause = find_clause(context(call.interp), call[0])) return {clause};
  const std::optional<int64_t> number = number_or_none(call, call[0]);
  if (!number) return std::nullopt;
  return orm::Operand(orm::Value(*number));
}

Value query_limit(Call& call) { return derived(call, query_of(call).limit(row_count(call))); }
Value query_offset(Call& call) { return derived(call, query_of(call).offset(row_count(call))); }
Value query_slice(Call& call) {
  return derived(
      call, query_of(call).slice(number_or_none(call, call[0]), number_or_none(call, call[1])));
}
Value query_select_from(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ClauseRef> froms;
  for (const Value& item : items(call[0])) {
    if (implicit_from(owner, item))
      froms.push_back(to_queried_from(owner, item));
    else
      froms.push_back(to_select_element(owner, item));
  }
  return derived(call, query_of(call).select_from(std::move(froms)));
}
Value query_with_entities(Call& call) {
  return derived(
      call, query_of(call).with_entities(to_select_elements(context(call.interp), items(call[0]))));
}
// Rows of other columns; before 2.0.
Value query_values(Call& call) {
  if (items(call[0]).empty()) return call.interp.iter(call.interp.tuple({}));
  return call.interp.iter(query_with_entities(call));
}
Value query_add_columns(Call& call) {
  return derived(
      call, query_of(call).add_columns(to_select_elements(context(call.interp), items(call[0]))));
}
Value query_params(Call& call) {
  orm::ParameterSet parameters;
  for (const Value& item : items(call[0])) {
    orm::ParameterSet more = to_parameters(context(call.interp), item);
    parameters.insert(parameters.end(), more.begin(), more.end());
  }
  orm::ParameterSet named = to_parameters(context(call.interp), call[1]);
  parameters.insert(parameters.end(), named.begin(), named.end());
  return derived(call, query_of(call).params(parameters));
}
Value query_populate_existing(Call& call) {
  return derived(call, query_of(call).populate_existing());
}
Value query_options(Call& call) {
  Context& owner = context(call.interp);
  orm::Query query = query_of(call).options(to_loads(owner, items(call[0])));
  if (owner.profile.checks_joins_at_once) check_lowering(owner, query);
  return derived(call, query);
}
Value query_enable_eagerloads(Call& call) {
  return derived(call, query_of(call).enable_eagerloads(call.interp.truth(call[0])));
}
Value query_autoflush(Call& call) {
  return derived(call, query_of(call).autoflush(call.interp.truth(call[0])));
}

Value query_all(Call& call) {
  std::vector<Value> rows;
  for (const orm::Row& row : query_of(call).all()) {
    rows.push_back(unwrapped(call.interp, query_of(call), row));
  }
  return call.interp.list(std::move(rows));
}
Value query_first(Call& call) {
  std::optional<orm::Row> row = query_of(call).first();
  return row ? unwrapped(call.interp, query_of(call), *row) : Value::none();
}
Value query_one(Call& call) { return unwrapped(call.interp, query_of(call), query_of(call).one()); }
Value query_one_or_none(Call& call) {
  std::optional<orm::Row> row = query_of(call).one_or_none();
  return row ? unwrapped(call.interp, query_of(call), *row) : Value::none();
}
Value query_scalar(Call& call) { return from_orm(context(call.interp), query_of(call).scalar()); }
Value query_count(Call& call) { return Value::integer(query_of(call).count()); }

Value query_get(Call& call) {
  Context& owner = context(call.interp);
  const orm::Mapper* mapper = query_of(call).first_mapper();
  std::vector<orm::Value> key;
  if (mapper != nullptr) key = to_primary_key(owner, *mapper, call[0]);
  orm::Instance found = query_of(call).get(key);
  return found ? object_of(*found) : Value::none();
}

Value query_statement_of(Call& call) {
  if (const orm::ClauseRef& whole = query_of(call).full_statement()) {
    return wrap(context(call.interp), whole);
  }
  return wrap(context(call.interp), query_of(call).plain_statement());
}

// The query as a statement within another one: `User.id.in_(session.query(Address.user_id))`.
Value query_element(Call& call) { return wrap(context(call.interp), query_of(call).statement()); }

std::string query_str(Interpreter& interp, const Value& self) {
  return query_data(interp, self).query.str();
}

Value query_iter(Interpreter& interp, const Value& self) {
  const orm::Query& query = query_data(interp, self).query;
  std::vector<Value> rows;
  for (const orm::Row& row : query.all()) rows.push_back(unwrapped(interp, query, row));
  return interp.iter(interp.list(std::move(rows)));
}

void warn_of_negative_index(Interpreter& interp) {
  warn_removed_in_20(
      context(interp),
      "Support for negative indexes for SQL index / slice operators will be removed in 2.0; these "
      "operators fetch the complete result and do not work efficiently.");
}

Value query_getitem(Interpreter& interp, const Value& self, const Value& key) {
  const orm::Query& query = query_data(interp, self).query;
  auto rows_of = [&](const orm::Query& sliced) {
    std::vector<Value> rows;
    for (const orm::Row& row : sliced.all()) rows.push_back(unwrapped(interp, sliced, row));
    return rows;
  };
  const auto from_all = [&] {
    std::vector<Value> rows = rows_of(query);
    return interp.getitem(interp.list(std::move(rows)), key);
  };
  const bool counts_back = context(interp).profile.negative_query_index;
  auto refuse_negative = [&](int64_t number) {
    if (number < 0) {
      interp.raise("IndexError",
                   "negative indexes are not accepted by SQL index / slice operators");
    }
  };
  if (key.is(Kind::kSlice)) {
    auto* slice = key.as<interp::SliceObject>();
    const auto is_negative = [&](const Value& bound) {
      return !bound.is_none() && interp.to_int64(bound) < 0;
    };
    if (!slice->start.is_none() && !slice->stop.is_none() &&
        interp.to_int64(slice->stop) <= interp.to_int64(slice->start)) {
      return interp.list();
    }
    if (counts_back && (is_negative(slice->start) || is_negative(slice->stop))) {
      warn_of_negative_index(interp);
      return from_all();
    }
    std::optional<int64_t> start;
    std::optional<int64_t> stop;
    if (!slice->start.is_none()) refuse_negative(*(start = interp.to_int64(slice->start)));
    if (!slice->stop.is_none()) refuse_negative(*(stop = interp.to_int64(slice->stop)));
    Value rows = interp.list(rows_of(query.slice(start, stop)));
    if (slice->step.is_none()) return rows;
    Value step =
        interp.call(Value(interp.types().slice), {Value::none(), Value::none(), slice->step});
    return interp.getitem(rows, step);
  }
  int64_t index = interp.to_int64(key);
  if (counts_back && index < 0) {
    warn_of_negative_index(interp);
    return from_all();
  }
  refuse_negative(index);
  std::vector<Value> rows = rows_of(query.slice(index, index + 1));
  if (rows.empty()) interp.raise("IndexError", "list index out of range");
  return rows[0];
}

Value query_descriptions(Call& call) {
  return describe_columns(context(call.interp), *query_of(call).select_statement(), true, true);
}

const Binding kQueryRows[] = {
    {"filter", "*criterion", guard<query_filter>, "{self}.filter({args})"},
    {"where", "*criterion", guard<query_filter>, "{self}.filter({args})"},
    {"filter_by", "**kwargs", guard<query_filter_by>, "{self}.filter_by({args})"},
    {"order_by", "*clauses", guard<query_order_by>, "{self}.order_by({args})"},
    {"group_by", "*clauses", guard<query_group_by>, "{self}.group_by({args})"},
    {"having", "*criterion", guard<query_having>, "{self}.having({args})"},
    {"distinct", "*expr", guard<query_distinct>, "{self}.distinct()"},
    {"limit", "limit", guard<query_limit>, "{self}.limit({limit})"},
    {"offset", "offset", guard<query_offset>, "{self}.offset({offset})"},
    {"slice", "start, stop", guard<query_slice>, "{self}.slice({start}, {stop})"},
    {"select_from", "*from_obj", guard<query_select_from>, "{self}.select_from({args})"},
    {"with_entities", "*entities", guard<query_with_entities>, "{self}.with_entities({args})"},
    {"values", "*columns", guard<query_values>, "{self}.with_entities({args}).all()"},
    {"add_columns", "*column", guard<query_add_columns>, "{self}.add_columns({args})"},
    {"params", "*args, **kwargs", guard<query_params>, "{self}.params({args})"},
    {"populate_existing", "", guard<query_populate_existing>, "{self}.populate_existing()"},
    {"options", "*args", guard<query_options>, "{self}.options({{args}})"},
    {"enable_eagerloads", "value", guard<query_enable_eagerloads>,
     "{self}.enable_eagerloads({value})"},
    {"autoflush", "setting", guard<query_autoflush>, "{self}.autoflush({setting})"},
    {"all", "", guard<query_all>, "{self}.all()"},
    {"first", "", guard<query_first>, "{self}.first()"},
    {"one", "", guard<query_one>, "{self}.one()"},
    {"one_or_none", "", guard<query_one_or_none>, "{self}.one_or_none()"},
    {"scalar", "", guard<query_scalar>, "{self}.scalar()"},
    {"count", "", guard<query_count>, "{self}.count()"},
    {"get", "ident", guard<query_get>, "{self}.get({ident})"},
    {"column_descriptions", "", guard<query_descriptions>, "!a C++ program knows what it selects",
     BindingKind::property},
    {"__clause_element__", "", guard<query_element>, "{self}.statement()"},
    {"statement", "", guard<query_statement_of>, "{self}.statement()", BindingKind::property},
};

Type* make_query_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Query", "sqlalchemy.orm.query");
  builder.payload<QueryData>();
  add_bindings(builder, kQueryRows);
  add_query_traits(builder, owner);
  add_query_forms(builder, owner);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<query_class>;
        slots.str = guard<query_str>;
        slots.iter = guard<query_iter>;
        slots.getitem = guard<query_getitem>;
      })
      .build();
}

}  // namespace

Value derived_query(Call& call, orm::Query query) {
  const QueryData& data = query_data(call.interp, call.self);
  Type* type = call.interp.type_of(call.self);
  if (!type->heap) {
    return context(call.interp)
        .make("Query",
              std::make_unique<QueryData>(data.session, std::move(query), data.session_object));
  }
  // A class of the lesson's: another object of it, with the attributes of this one.
  Value made = call.interp.new_instance(type);
  for (auto& [name, value] : dict_items(context(call.interp), call.interp.instance_dict(call.self)))
    call.interp.setattr(made, name, value);
  QueryData& copy = interp::payload<QueryData>(call.interp, made);
  copy.session = data.session;
  copy.query = std::move(query);
  copy.session_object = data.session_object;
  return made;
}

QueryData& query_data(Interpreter& interp, const Value& self) {
  auto& data = interp::payload<QueryData>(interp, self);
  if (data.session == nullptr) interp.raise("AttributeError", "Query.__init__() was not called");
  return data;
}

Value make_query(Context& owner, const Value& session, const std::vector<Value>& given) {
  const Value& query_class = interp::payload<SessionData>(owner.interp, session).query_class;
  if (query_class) {
    return owner.interp.call(query_class, {owner.interp.list(given), session});
  }
  // 1.3 has other words for a class that is not mapped.
  for (const Value& one : given) {
    if (!owner.profile.select_list_style || !one.is(interp::Kind::kType)) continue;
    if (find_clause(owner, one) != nullptr) continue;
    raise_error(
        owner, orm::InvalidRequestError::cls,
        "SQL expression, column, or mapped entity expected - got '" + owner.interp.repr(one) + "'");
  }
  std::vector<orm::ClauseRef> entities = to_select_elements(owner, given);
  // A query of a class asks at once if the mappers fit together; a statement does when it runs.
  for (const orm::ClauseRef& one : entities) {
    if (one->kind() != orm::NodeKind::entity) continue;
    static_cast<const orm::EntityElement&>(*one).mapper->registry().configure();
  }
  auto held = interp::payload<SessionData>(owner.interp, session).session;
  orm::Query query(*held, std::move(entities));
  return owner.make("Query",
                    std::make_unique<QueryData>(std::move(held), std::move(query), session));
}

void add_query_types(TypeTable& table) { table.emplace_back("Query", make_query_type); }

std::vector<BindingTable> query_tables() {
  std::vector<BindingTable> tables = query_form_tables();
  for (BindingTable& table : query_trait_tables()) tables.push_back(table);
  tables.push_back({"sqlalchemy.orm", "Query", kQueryRows, std::size(kQueryRows)});
  return tables;
}

}  // namespace lessonrun::bind
