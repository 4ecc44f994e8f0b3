// What Query has besides its clauses: its construction, label styles, prefixes and hints, and what
// it tells of itself.
#include "orm/orm_error.h"
#include "runner/bind/connection.h"
#include "runner/bind/query.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

orm::Query& traits_of(Call& call) { return query_data(call.interp, call.self).query; }

// Query(entities, session=None). Without a session it is a statement that with_session() makes a
// query of.
Value query_init(Call& call) {
  Context& owner = context(call.interp);
  auto& data = interp::payload<QueryData>(call.interp, call.self);
  const bool is_list = call[0].is(interp::Kind::kList) || call[0].is(interp::Kind::kTuple);
  const std::vector<Value> entities =
      is_list ? call.interp.to_vector(call[0]) : std::vector<Value>{call[0]};
  if (call.arg("session").is_none()) {
    data.session = std::make_shared<orm::Session>(orm::SessionOptions{}, owner.profile);
  } else {
    data.session_object = call.arg("session");
    data.session = interp::payload<SessionData>(call.interp, data.session_object).session;
  }
  data.query = orm::Query(*data.session, to_select_elements(owner, entities));
  return Value::none();
}

Value query_with_session(Call& call) {
  to_session(call.interp, call[0]);
  Value made = derived_query(call, traits_of(call));
  auto& data = interp::payload<QueryData>(call.interp, made);
  data.session_object = call[0];
  data.session = interp::payload<SessionData>(call.interp, call[0]).session;
  data.query = data.query.with_session(*data.session);
  return made;
}

Value query_session(Call& call) {
  const Value& session = query_data(call.interp, call.self).session_object;
  return session ? session : Value::none();
}

Value query_set_label_style(Call& call) {
  const orm::LabelStyle style = to_label_style(context(call.interp), call[0]);
  return derived_query(call, traits_of(call).with_label_style(style));
}

Value query_with_labels(Call& call) {
  return derived_query(call, traits_of(call).with_label_style(orm::LabelStyle::tablename_plus_col));
}

Value query_get_label_style(Call& call) {
  return wrap_label_style(context(call.interp),
                          traits_of(call).label_style().value_or(orm::LabelStyle::default_));
}

// Calls the method of that name of the query's select().
template <const char* Name>
Value query_by_select(Call& call) {
  Context& owner = context(call.interp);
  auto keywords = dict_items(owner, call[1]);
  std::vector<std::pair<std::string_view, Value>> named(keywords.begin(), keywords.end());
  const Value select = wrap(owner, traits_of(call).select_statement());
  const Value changed =
      call.interp.call(call.interp.getattr(select, Name), call.interp.to_vector(call[0]), named);
  orm::ClauseRef clause = find_clause(owner, changed);
  return derived_query(call, traits_of(call).changed(
                                 orm::Ref<orm::Select>(static_cast<orm::Select*>(clause.get()))));
}
constexpr char kPrefixWith[] = "prefix_with";
constexpr char kSuffixWith[] = "suffix_with";
constexpr char kWithHint[] = "with_hint";
constexpr char kWithStatementHint[] = "with_statement_hint";

Value query_whereclause(Call& call) {
  const Value select = wrap(context(call.interp), traits_of(call).select_statement());
  return call.interp.getattr(select, "whereclause");
}

Value query_selectable(Call& call) {
  return wrap(context(call.interp), traits_of(call).statement());
}

// Does a row hold nothing but one entity? Before 2.0 a column does not count.
Value query_is_single_entity(Call& call) {
  const orm::Query& query = traits_of(call);
  const bool one_attribute = !context(call.interp).profile.select_list_style &&
                             !query.returns_only_tuples() &&
                             query.select_statement()->raw_columns.size() == 1 &&
                             query.select_statement()->raw_columns[0]->plugin() != nullptr;
  return Value::boolean(query.single_entity() || one_attribute);
}

Value query_get_execution_options(Call& call) {
  return wrap_options(context(call.interp), traits_of(call).execution_options());
}

// No query of a lesson loads for an attribute: lazy loads send statements of their own.
Value query_lazy_loaded_from(Call&) { return Value::none(); }

Value query_only_return_tuples(Call& call) {
  return derived_query(call, traits_of(call).only_return_tuples(call.interp.truth(call[0])));
}

Value query_tuples(Call& call) {
  return derived_query(call, traits_of(call).only_return_tuples(true));
}

Value query_value(Call& call) {
  Context& owner = context(call.interp);
  const orm::Query query = traits_of(call).with_entities(to_select_elements(owner, {call[0]}));
  const std::vector<orm::Row> rows = query.all();
  return rows.empty() ? Value::none() : from_orm(owner, rows.front()[0]);
}

Value query_with_transformation(Call& call) { return call.interp.call(call[0], {call.self}); }

const Binding kQueryTraitRows[] = {
    {"__init__", "entities, session=None", guard<query_init>, "orm::Query {name}({args})",
     BindingKind::constructor},
    {"with_session", "session", guard<query_with_session>, "{self}.with_session({session})"},
    {"session", "", guard<query_session>, "{self}.session()", BindingKind::property},
    {"with_labels", "", guard<query_with_labels>,
     "{self}.with_label_style(orm::LabelStyle::tablename_plus_col)"},
    {"prefix_with", "*args, **kw", guard<query_by_select<kPrefixWith>>,
     "{self}.changed({self}.select_statement()->prefix_with({args}))"},
    {"suffix_with", "*args, **kw", guard<query_by_select<kSuffixWith>>,
     "{self}.changed({self}.select_statement()->suffix_with({args}))"},
    {"with_hint", "*args, **kw", guard<query_by_select<kWithHint>>,
     "{self}.changed({self}.select_statement()->with_hint({args}))"},
    {"with_statement_hint", "*args, **kw", guard<query_by_select<kWithStatementHint>>,
     "{self}.changed({self}.select_statement()->with_hint({args}))"},
    {"whereclause", "", guard<query_whereclause>, "{self}.select_statement()->whereclause()",
     BindingKind::property},
    {"selectable", "", guard<query_selectable>, "{self}.statement()", BindingKind::property},
    {"is_single_entity", "", guard<query_is_single_entity>, "{self}.single_entity()",
     BindingKind::property},
    {"lazy_loaded_from", "", guard<query_lazy_loaded_from>, "nullptr", BindingKind::property},
    {"get_execution_options", "", guard<query_get_execution_options>, "{self}.execution_options()"},
    {"only_return_tuples", "value", guard<query_only_return_tuples>,
     "{self}.only_return_tuples({value})"},
    {"value", "column", guard<query_value>, "{self}.with_entities({column}).scalar()"},
    {"with_transformation", "fn", guard<query_with_transformation>, "{fn}({self})"},
};

// Since 1.4.
const Binding kLabelStyleRows[] = {
    {"apply_labels", "", guard<query_with_labels>,
     "{self}.with_label_style(orm::LabelStyle::tablename_plus_col)"},
    {"set_label_style", "style", guard<query_set_label_style>, "{self}.with_label_style({style})"},
    {"get_label_style", "", guard<query_get_label_style>, "{self}.label_style()",
     BindingKind::property},
};

const Binding kTypedRows[] = {{"tuples", "", guard<query_tuples>, "{self}"}};

}  // namespace

void add_query_traits(interp::TypeBuilder& builder, Context& owner) {
  add_bindings(builder, kQueryTraitRows);
  if (!owner.profile.select_list_style) add_bindings(builder, kLabelStyleRows);
  if (owner.profile.typed_names) add_bindings(builder, kTypedRows);
}

std::vector<BindingTable> query_trait_tables() {
  return {{"sqlalchemy.orm", "Query", kQueryTraitRows, std::size(kQueryTraitRows)},
          {"sqlalchemy.orm", "Query", kLabelStyleRows, std::size(kLabelStyleRows)},
          {"sqlalchemy.orm", "Query", kTypedRows, std::size(kTypedRows)}};
}

}  // namespace lessonrun::bind
