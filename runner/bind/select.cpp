// SELECT and the set operations as Python objects. The file is above 500 lines because it is the
// rows of one family of classes with the function behind each.
#include <algorithm>

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/connection.h"
#include "runner/bind/deprecated.h"
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

std::vector<orm::ColumnRef> order_list(Call& call, const Value& tuple,
                                       const char* clause = "GROUP BY / OF / etc.") {
  std::vector<orm::ColumnRef> clauses;
  const std::vector<Value>& given = items(tuple);
  // order_by(None) takes the order away.
  if (given.size() == 1 && given[0].is_none()) return clauses;
  for (const Value& item : given) clauses.push_back(to_order(context(call.interp), item, clause));
  return clauses;
}

// ---- what SELECT and the set operations share ---------------------------------------------------

orm::SelectBase& base_of(Call& call) { return self_as<orm::SelectBase>(call); }

orm::Name name_or_empty(Call& call, size_t i) {
  return call.given(i) ? to_name(context(call.interp), call[i]) : orm::Name();
}

// Calls `change` with a copy of the receiver, a Select or a CompoundSelect.
template <class F>
Value changed(Call& call, F change) {
  orm::SelectBase& self = base_of(call);
  if (self.kind() == orm::NodeKind::select)
    return wrapped(call, change(static_cast<orm::Select&>(self)));
  return wrapped(call, change(static_cast<orm::CompoundSelect&>(self)));
}

Value order_by(Call& call) {
  auto clauses = order_list(call, call[0], "ORDER BY");
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.order_by(clauses); });
}

Value group_by(Call& call) {
  Context& owner = context(call.interp);
  // Since 1.4 a table stands for its columns.
  std::vector<Value> given;
  for (const Value& item : items(call[0])) {
    const orm::ClauseRef clause =
        owner.profile.select_list_style ? nullptr : find_clause(owner, item);
    const orm::FromClause* from =
        clause == nullptr ? nullptr
        : clause->kind() == orm::NodeKind::entity
            ? &static_cast<const orm::EntityElement&>(*clause).selectable()
            : orm::as_from(clause.get());
    if (from == nullptr) {
      given.push_back(item);
    } else {
      for (const auto& [key, column] : from->c()) given.push_back(wrap(owner, column->ref()));
    }
  }
  auto clauses = order_list(call, call.interp.tuple(std::move(given)), "GROUP BY");
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.group_by(clauses); });
}

// LIMIT and its kin: an expression, or what int() makes of the value.
orm::Operand count_of(Call& call, const Value& given) {
  Context& owner = context(call.interp);
  if (given.is_none()) return orm::Operand(orm::Value());
  if (orm::ClauseRef clause = find_clause(owner, given)) return orm::Operand(std::move(clause));
  return to_operand(owner, call.interp.call(Value(call.interp.types().int_), {given}));
}

Value limit(Call& call) {
  orm::Operand count = count_of(call, call[0]);
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.limit(count); });
}

Value offset(Call& call) {
  orm::Operand count = count_of(call, call[0]);
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.offset(count); });
}

Value slice(Call& call) {
  int64_t start = call[0].is_none() ? 0 : call.integer(0);
  return changed(call, [&](auto& self) -> orm::ClauseRef {
    auto result = self.copy();
    if (!call[1].is_none()) result = result->limit(orm::Value(call.integer(1) - start));
    result = result->offset(start == 0 ? orm::Value() : orm::Value(start));
    return result;
  });
}

Value fetch(Call& call) {
  orm::Operand count = count_of(call, call[0]);
  bool ties = call.interp.truth(call.arg("with_ties"));
  bool percent = call.interp.truth(call.arg("percent"));
  return changed(call,
                 [&](auto& self) -> orm::ClauseRef { return self.fetch(count, ties, percent); });
}

Value with_for_update(Call& call) {
  Context& owner = context(call.interp);
  orm::ForUpdate arguments;
  arguments.nowait = call.interp.truth(call.arg("nowait"));
  arguments.read = call.interp.truth(call.arg("read"));
  arguments.skip_locked = call.interp.truth(call.arg("skip_locked"));
  arguments.key_share = call.interp.truth(call.arg("key_share"));
  const Value& of = call.arg("of");
  if (!of.is_none()) {
    bool many = of.is(Kind::kList) || of.is(Kind::kTuple);
    for (const Value& item : many ? call.interp.to_vector(of) : std::vector<Value>{of}) {
      arguments.of.push_back(to_select_element(owner, item));
    }
  }
  return changed(call,
                 [&](auto& self) -> orm::ClauseRef { return self.with_for_update(arguments); });
}

template <orm::LabelStyle Style>
Value label_style(Call& call) {
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.with_label_style(Style); });
}

Value set_label_style(Call& call) {
  orm::LabelStyle style = to_label_style(context(call.interp), call[0]);
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.with_label_style(style); });
}

Value get_label_style(Call& call) {
  orm::LabelStyle style = base_of(call).label_style;
  if (style == orm::LabelStyle::default_) style = orm::LabelStyle::disambiguate_only;
  return wrap_label_style(context(call.interp), style);
}

Value add_cte(Call& call) {
  const bool nest_here = nests_here(call);
  std::vector<orm::Ref<orm::Alias>> ctes;
  for (const Value& item : items(call[0])) {
    ctes.emplace_back(static_cast<orm::Alias*>(to_from(context(call.interp), item).get()));
  }
  return changed(call, [&](auto& self) -> orm::ClauseRef { return self.add_cte(ctes, nest_here); });
}

Value subquery(Call& call) { return wrapped(call, base_of(call).subquery(name_or_empty(call, 0))); }

Value cte(Call& call) {
  return wrapped(call,
                 base_of(call).cte(name_or_empty(call, 0), call.interp.truth(call.arg("recursive")),
                                   call.interp.truth(call.arg("nesting"))));
}

Value lateral(Call& call) { return wrapped(call, base_of(call).lateral(name_or_empty(call, 0))); }

Value scalar_subquery(Call& call) { return wrapped(call, base_of(call).scalar_subquery()); }

Value exists(Call& call) { return wrapped(call, base_of(call).exists()); }

Value label(Call& call) {
  return wrapped(call, base_of(call).scalar_subquery()->label(name_or_empty(call, 0)));
}

Value execution_options(Call& call) {
  auto copy =
      orm::Ref<orm::SelectBase>(static_cast<orm::SelectBase*>(base_of(call).shallow_copy().get()));
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    copy->options.emplace_back(name, to_orm(context(call.interp), value));
  }
  return wrapped(call, copy);
}

Value get_execution_options(Call& call) {
  return wrap_options(context(call.interp), base_of(call).options);
}

Value compare_clauses(Call& call) {
  orm::ClauseRef other = find_clause(context(call.interp), call[0]);
  return Value::boolean(other != nullptr && orm::same_structure(base_of(call), *other));
}

Value selected_columns(Call& call) {
  return wrap_column_list(context(call.interp), base_of(call).selected_collection());
}

Value subquery_columns(Call& call) {
  Context& owner = context(call.interp);
  return wrap_columns(owner, implicit_from(owner, call.self));
}

Value inner_columns(Call& call) {
  std::vector<Value> list;
  for (const auto& column : base_of(call).selected()) list.push_back(wrapped(call, column));
  return call.interp.iter(call.interp.list(std::move(list)));
}

Value column_descriptions(Call& call) {
  const orm::SelectBase& base = base_of(call);
  return describe_columns(context(call.interp), base, base.plugin() != nullptr);
}

// `one.union(two, ...)`.
template <orm::ClauseRef Make(std::vector<orm::Ref<orm::SelectBase>>)>
Value compound(Call& call) {
  std::vector<orm::Ref<orm::SelectBase>> selects{orm::Ref<orm::SelectBase>(&base_of(call))};
  for (const Value& item : items(call[0])) selects.push_back(to_select(context(call.interp), item));
  return wrapped(call, Make(std::move(selects)));
}
using Selects = std::vector<orm::Ref<orm::SelectBase>>;
orm::ClauseRef make_union(Selects s) { return orm::union_(std::move(s)); }
orm::ClauseRef make_union_all(Selects s) { return orm::union_(std::move(s), true); }
orm::ClauseRef make_intersect(Selects s) { return orm::intersect(std::move(s)); }
orm::ClauseRef make_intersect_all(Selects s) { return orm::intersect(std::move(s), true); }
orm::ClauseRef make_except(Selects s) { return orm::except_(std::move(s)); }
orm::ClauseRef make_except_all(Selects s) { return orm::except_(std::move(s), true); }

Value options(Call& call) {
  auto& base = self_as<orm::SelectBase>(call);
  auto copy = base.shallow_copy();
  auto& select = static_cast<orm::SelectBase&>(*copy);
  for (auto& load : to_loads(context(call.interp), items(call[0]))) {
    select.plugin_options.push_back(std::move(load));
  }
  return wrapped(call, copy);
}

// Rows of SelectBase: also text().columns(...) has them.
const Binding kSelectBaseRows[] = {
    {"subquery", "name=None", guard<subquery>, "{self}.subquery({name})"},
    {"alias", "name=None, flat=False", guard<subquery>, "{self}.subquery({name})"},
    {"cte", "name=None, recursive=False, nesting=False", guard<cte>,
     "{self}.cte({name}, {recursive})"},
    {"lateral", "name=None", guard<lateral>, "{self}.lateral({name})"},
    {"scalar_subquery", "", guard<scalar_subquery>, "{self}.scalar_subquery()"},
    {"as_scalar", "", guard<scalar_subquery>, "{self}.scalar_subquery()"},
    {"exists", "", guard<exists>, "{self}.exists()"},
    {"label", "name", guard<label>, "{self}.label({name})"},
    {"execution_options", "**kw", guard<execution_options>, "{self}.execution_options({args})"},
    {"get_execution_options", "", guard<get_execution_options>, "{self}.options"},
    {"options", "*options", guard<options>, "{self}.with_options({{args}})"},
    {"compare", "other, **kw", guard<compare_clauses>, "orm::same_structure({self}, {other})"},
    {"selected_columns", "", guard<selected_columns>, "{self}.selected()", BindingKind::property},
    {"exported_columns", "", guard<selected_columns>, "{self}.selected()", BindingKind::property},
    {"inner_columns", "", guard<inner_columns>, "{self}.selected()", BindingKind::property},
    {"column_descriptions", "", guard<column_descriptions>, "{self}.selected()",
     BindingKind::property},
    {"c", "", guard<subquery_columns>, "{self}.c()", BindingKind::property},
    {"columns", "", guard<subquery_columns>, "{self}.c()", BindingKind::property},
};

const Binding kGenerativeRows[] = {
    {"order_by", "*clauses", guard<order_by>, "{self}.order_by({args})"},
    {"group_by", "*clauses", guard<group_by>, "{self}.group_by({args})"},
    {"limit", "limit", guard<limit>, "{self}.limit({limit})"},
    {"offset", "offset", guard<offset>, "{self}.offset({offset})"},
    {"slice", "start, stop", guard<slice>,
     "!slice() of a statement is limit() and offset() in C++"},
    {"fetch", "count, with_ties=False, percent=False, **dialect_kw", guard<fetch>,
     "{self}.fetch({args})"},
    {"with_for_update", "nowait=False, read=False, of=None, skip_locked=False, key_share=False",
     guard<with_for_update>, "{self}.with_for_update({args})"},
    {"apply_labels", "", guard<label_style<orm::LabelStyle::tablename_plus_col>>,
     "{self}.with_label_style(orm::LabelStyle::tablename_plus_col)"},
    {"set_label_style", "style", guard<set_label_style>, "{self}.with_label_style({style})"},
    {"get_label_style", "", guard<get_label_style>, "{self}.label_style"},
    {"add_cte", "*ctes, nest_here=False", guard<add_cte>, "{self}.add_cte({args})"},
    {"union", "*other", guard<compound<make_union>>, "{self}.union_({args})"},
    {"union_all", "*other", guard<compound<make_union_all>>, "{self}.union_all({args})"},
    {"intersect", "*other", guard<compound<make_intersect>>, "{self}.intersect({args})"},
    {"intersect_all", "*other", guard<compound<make_intersect_all>>, "{self}.intersect({args})"},
    {"except_", "*other", guard<compound<make_except>>, "{self}.except_({args})"},
    {"except_all", "*other", guard<compound<make_except_all>>, "orm::except_({self}, {args})"},
};

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

Value select_having(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).select_ref();
  for (const Value& item : items(call[0])) {
    statement = statement->having(to_column(context(call.interp), item, "WHERE/HAVING role"));
  }
  return wrapped(call, statement);
}

Value select_distinct(Call& call) {
  std::vector<orm::ColumnRef> on = order_list(call, call[0]);
  return wrapped(call, select_of(call).distinct(std::move(on)));
}

Value select_from(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ClauseRef> froms;
  for (const Value& item : items(call[0])) {
    warn_select_as_from(owner, item);
    froms.push_back(to_from_element(owner, item));
  }
  return wrapped(call, select_of(call).select_from(std::move(froms)));
}

orm::ClauseRef onclause_of(Context& owner, const Value& given) {
  if (!given || given.is_none()) return nullptr;
  if (given.is_bool()) return to_column(owner, given, "ON clause role");
  return find_clause(owner, given);
}

constexpr const char* kJoinTarget =
    "Join target, typically a FROM expression, or ORM relationship attribute";

template <bool Outer>
Value select_join(Call& call) {
  Context& owner = context(call.interp);
  bool outer = Outer || call.interp.truth(call.arg("isouter"));
  return wrapped(call, select_of(call).join(to_from_element(owner, call[0], kJoinTarget),
                                            onclause_of(owner, call[1]), outer,
                                            call.interp.truth(call.arg("full"))));
}

template <bool Outer>
Value select_join_from(Call& call) {
  Context& owner = context(call.interp);
  bool outer = Outer || (call.arg("isouter") && call.interp.truth(call.arg("isouter")));
  return wrapped(call, select_of(call).join_from(to_from_element(owner, call[0]),
                                                 to_from_element(owner, call[1], kJoinTarget),
                                                 onclause_of(owner, call[2]), outer,
                                                 call.interp.truth(call.arg("full"))));
}

Value select_from_statement(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef statement = find_clause(owner, call[0]);
  if (statement == nullptr) {
    raise_error(owner, orm::ArgumentError::cls,
                "SELECT construct or equivalent text() construct expected, got " +
                    call.interp.repr(call[0]) + ".");
  }
  return owner.make<ClauseData>(
      "FromStatement", orm::make_ref<orm::FromStatement>(select_of(call).raw_columns, statement,
                                                         select_of(call).plugin_options));
}

Value from_statement_options(Call& call) {
  Context& owner = context(call.interp);
  const auto& from = static_cast<const orm::FromStatement&>(
      *interp::payload<ClauseData>(call.interp, call.self).clause);
  auto changed = orm::make_ref<orm::FromStatement>(from);
  for (auto& load : to_loads(owner, items(call[0]))) changed->plugin_options.push_back(load);
  return owner.make<ClauseData>("FromStatement", changed);
}

const char* from_statement_class() { return "FromStatement"; }

std::string from_statement_str(Interpreter& interp, const Value& self) {
  const auto& from =
      static_cast<const orm::FromStatement&>(*interp::payload<ClauseData>(interp, self).clause);
  return from.statement->str(context(interp).profile);
}

const Binding kFromStatementRows[] = {
    {"options", "*options", guard<from_statement_options>, "{self}->options({{args}})"},
};

Type* make_from_statement_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "FromStatement", "sqlalchemy.orm.context");
  builder.payload<ClauseData>().abstract();
  add_bindings(builder, kFromStatementRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.str = from_statement_str;
        slots.getattr_missing = refuse_missing<from_statement_class>;
      })
      .build();
}

// The columns of with_only_columns() and add_columns(): also a list, as in 1.x.
std::vector<orm::ClauseRef> column_arguments(Call& call, const Value& tuple) {
  std::vector<Value> given = items(tuple);
  if (given.size() == 1 && given[0].is(Kind::kList) && !context(call.interp).profile.future) {
    given = call.interp.to_vector(given[0]);
  }
  return to_select_elements(context(call.interp), given);
}

Value select_add_columns(Call& call) {
  return wrapped(call, select_of(call).add_columns(column_arguments(call, call[0])));
}

Value select_with_only_columns(Call& call) {
  const std::vector<Value>& given = items(call[0]);
  if (given.size() == 1 && given[0].is(Kind::kList) && context(call.interp).profile.future) {
    raise_error(context(call.interp), orm::ArgumentError::cls,
                "The \"entities\" argument to Select.with_only_columns(), when referring to a "
                "sequence of items, is now passed as a series of positional elements, rather than "
                "as a list. ");
  }
  return wrapped(call, select_of(call).with_only_columns(
                           column_arguments(call, call[0]),
                           call.interp.truth(call.arg("maintain_column_froms"))));
}

Value select_correlate(Call& call) {
  return wrapped(call, select_of(call).correlate(correlate_list(call, "correlate")));
}

Value select_correlate_except(Call& call) {
  return wrapped(call, select_of(call).correlate_except(correlate_list(call, "correlate_except")));
}

std::string dialect_argument(Call& call, std::string_view name, const char* otherwise) {
  const Value& given = call.arg(name);
  return !given || given.is_none() ? otherwise : std::string(call.interp.text(given));
}

Value select_prefix_with(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).select_ref();
  for (const Value& item : items(call[0])) {
    statement = statement->prefix_with(to_sql_text(context(call.interp), item),
                                       dialect_argument(call, "dialect", ""));
  }
  return wrapped(call, statement);
}

Value select_suffix_with(Call& call) {
  orm::Ref<orm::Select> statement = select_of(call).select_ref();
  for (const Value& item : items(call[0])) {
    statement = statement->suffix_with(to_sql_text(context(call.interp), item),
                                       dialect_argument(call, "dialect", ""));
  }
  return wrapped(call, statement);
}

Value select_with_hint(Call& call) {
  return wrapped(call, select_of(call).with_hint(to_from(context(call.interp), call[0]),
                                                 std::string(call.text(1)),
                                                 dialect_argument(call, "dialect_name", "*")));
}

Value select_with_statement_hint(Call& call) {
  return wrapped(call, select_of(call).with_hint(nullptr, std::string(call.text(0)),
                                                 dialect_argument(call, "dialect_name", "*")));
}

Value whereclause(Call& call) { return wrapped(call, select_of(call).whereclause); }

Value froms(Call& call) {
  std::vector<Value> list;
  for (const auto& from : select_of(call).froms(context(call.interp).profile))
    list.push_back(wrapped(call, from));
  return call.interp.list(std::move(list));
}

Value columns_clause_froms(Call& call) {
  std::vector<Value> list;
  std::vector<orm::FromClause*> seen;
  for (const auto& raw : select_of(call).raw_columns) {
    std::vector<orm::FromClause*> objects;
    raw->from_objects(objects);
    for (orm::FromClause* from : objects) {
      if (std::find(seen.begin(), seen.end(), from) != seen.end()) continue;
      seen.push_back(from);
      list.push_back(wrapped(call, from->ref()));
    }
  }
  return call.interp.list(std::move(list));
}

Value reduce_columns(Call& call) { return wrapped(call, select_of(call).reduce_columns()); }

Value textual_add_cte(Call& call) {
  auto copy = orm::make_ref<orm::TextSelect>(self_as<orm::TextSelect>(call));
  auto& list = nests_here(call) ? copy->nested_ctes : copy->independent_ctes;
  for (const Value& item : items(call[0])) {
    list.emplace_back(static_cast<orm::Alias*>(to_from(context(call.interp), item).get()));
  }
  return wrapped(call, copy);
}

// The text's own parameters with other values or types.
Value textual_bindparams(Call& call) {
  auto copy = orm::make_ref<orm::TextSelect>(self_as<orm::TextSelect>(call));
  Value text = call.interp.getattr(wrapped(call, copy->text), "bindparams");
  const auto given = dict_items(context(call.interp), call[1]);
  const std::vector<std::pair<std::string_view, Value>> keywords(given.begin(), given.end());
  const Value made = call.interp.call(text, items(call[0]), keywords);
  orm::ClauseRef clause = find_clause(context(call.interp), made);
  copy->text = orm::Ref<orm::TextClause>(static_cast<orm::TextClause*>(clause.get()));
  return wrapped(call, copy);
}

const Binding kTextSelectRows[] = {
    {"add_cte", "*ctes, nest_here=False", guard<textual_add_cte>, "{self}.add_cte({args})"},
    {"bindparams", "*binds, **bind_as_values", guard<textual_bindparams>,
     "{self}.text->bindparams({args})"},
};

const Binding kSelectRows[] = {
    {"where", "*whereclause", guard<select_where>, "{self}.where({args})"},
    {"filter", "*criteria", guard<select_where>, "{self}.where({args})"},
    {"filter_by", "**kwargs", guard<select_filter_by>, "{self}.filter_by({set})"},
    {"having", "*having", guard<select_having>, "{self}.having({args})"},
    {"distinct", "*expr", guard<select_distinct>, "{self}.distinct({args})"},
    {"select_from", "*froms", guard<select_from>, "{self}.select_from({args})"},
    {"join", "target, onclause=None, *, isouter=False, full=False", guard<select_join<false>>,
     "{self}.join({target}, {onclause})"},
    {"outerjoin", "target, onclause=None, *, full=False, isouter=True", guard<select_join<true>>,
     "{self}.outerjoin({target}, {onclause})"},
    {"join_from", "from_, target, onclause=None, *, isouter=False, full=False",
     guard<select_join_from<false>>, "{self}.join_from({from_}, {target}, {onclause})"},
    {"outerjoin_from", "from_, target, onclause=None, *, full=False", guard<select_join_from<true>>,
     "{self}.outerjoin_from({from_}, {target}, {onclause})"},
    {"add_columns", "*entities", guard<select_add_columns>, "{self}.add_columns({args})"},
    {"column", "*column", guard<select_add_columns>, "{self}.add_columns({args})"},
    {"with_only_columns", "*entities, maintain_column_froms=False", guard<select_with_only_columns>,
     "{self}.with_only_columns({args})"},
    {"correlate", "*fromclauses", guard<select_correlate>, "{self}.correlate({args})"},
    {"correlate_except", "*fromclauses", guard<select_correlate_except>,
     "{self}.correlate_except({args})"},
    {"prefix_with", "*prefixes, dialect=None", guard<select_prefix_with>,
     "{self}.prefix_with({args})"},
    {"suffix_with", "*suffixes, dialect=None", guard<select_suffix_with>,
     "{self}.suffix_with({args})"},
    {"with_hint", "selectable, text, dialect_name='*'", guard<select_with_hint>,
     "{self}.with_hint({selectable}, {text})"},
    {"with_statement_hint", "text, dialect_name='*'", guard<select_with_statement_hint>,
     "{self}.with_hint(nullptr, {text})"},
    {"whereclause", "", guard<whereclause>, "{self}.whereclause", BindingKind::property},
    {"from_statement", "statement", guard<select_from_statement>,
     "!a C++ program executes the text and reads its rows"},
    {"froms", "", guard<froms>, "{self}.froms()", BindingKind::property},
    {"get_final_froms", "", guard<froms>, "{self}.froms()"},
    {"columns_clause_froms", "", guard<columns_clause_froms>, "{self}.froms()",
     BindingKind::property},
    {"reduce_columns", "only_synonyms=True", guard<reduce_columns>, "{self}.reduce_columns()"},
};

Type* make_select_base_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "SelectBase", "sqlalchemy.sql.selectable");
  builder.base(owner.type("ClauseElement"));
  add_bindings(builder, kSelectBaseRows);
  add_from_methods_of_select(owner, builder);
  return builder.build();
}

template <const Binding* Rows(size_t&), const char* Name()>
Type* make_select_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.selectable");
  builder.base(owner.type("SelectBase"));
  size_t count = 0;
  const Binding* rows = Rows(count);
  add_bindings(builder, rows, count);
  bool generative = std::string_view(Name()) != "TextualSelect";
  if (generative) add_bindings(builder, kGenerativeRows);
  if (owner.profile.select_list_style) add_from_methods_of_select(owner, builder);
  add_bound_execution(owner, builder);
  return builder.slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<Name>; })
      .build();
}
const Binding* select_rows(size_t& count) { return count = std::size(kSelectRows), kSelectRows; }
const Binding* no_rows(size_t& count) { return count = 0, kSelectRows; }
const Binding* text_rows(size_t& count) {
  return count = std::size(kTextSelectRows), kTextSelectRows;
}
const char* select_name() { return "Select"; }
const char* compound_name() { return "CompoundSelect"; }
const char* text_select_name() { return "TextualSelect"; }

}  // namespace

// correlate(None) and correlate(False) take correlation away.
std::vector<orm::Ref<orm::FromClause>> correlate_list(Call& call, const char* method) {
  std::vector<orm::Ref<orm::FromClause>> froms;
  const std::vector<Value>& given = items(call[0]);
  const bool none =
      !given.empty() && (given[0].is_none() || (given[0].is_bool() && !given[0].as_bool()));
  if (none && given.size() > 1 && context(call.interp).profile.typed_names) {
    raise_error(context(call.interp), orm::ArgumentError::cls,
                std::string("additional FROM objects not accepted when passing None/False to ") +
                    method + "()");
  }
  for (const Value& item : given) {
    if (!item.is_none() && !(item.is_bool() && !item.as_bool())) {
      froms.push_back(to_from(context(call.interp), item));
    }
  }
  return froms;
}

void add_select_types(TypeTable& table) {
  table.emplace_back("FromStatement", make_from_statement_type);
  table.emplace_back("SelectBase", make_select_base_type);
  table.emplace_back("Select", make_select_type<select_rows, select_name>);
  table.emplace_back("CompoundSelect", make_select_type<no_rows, compound_name>);
  table.emplace_back("TextualSelect", make_select_type<text_rows, text_select_name>);
  add_subselect_types(table);
}

std::vector<BindingTable> select_tables() {
  return {{"sqlalchemy", "SelectBase", kSelectBaseRows, std::size(kSelectBaseRows)},
          {"sqlalchemy", "Select", kSelectRows, std::size(kSelectRows)},
          {"sqlalchemy", "Select", kSelectBaseRows, std::size(kSelectBaseRows)},
          {"sqlalchemy", "Select", kGenerativeRows, std::size(kGenerativeRows)},
          {"sqlalchemy", "CompoundSelect", kGenerativeRows, std::size(kGenerativeRows)},
          {"sqlalchemy", "CompoundSelect", kSelectBaseRows, std::size(kSelectBaseRows)},
          {"sqlalchemy", "TextualSelect", kTextSelectRows, std::size(kTextSelectRows)},
          {"sqlalchemy", "TextualSelect", kSelectBaseRows, std::size(kSelectBaseRows)}};
}

bool nests_here(Call& call) {
  const bool nests = call.interp.truth(call[1]);
  if (nests && !context(call.interp).profile.nests_ctes_here)
    call.interp.raise("TypeError",
                      "HasCTE.add_cte() got an unexpected keyword argument 'nest_here'");
  return nests;
}

}  // namespace lessonrun::bind
