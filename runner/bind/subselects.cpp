// EXISTS and scalar subqueries as Python objects.
#include <functional>

#include "orm/dml.h"
#include "orm/orm_error.h"
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

// ---- EXISTS and scalar subqueries ---------------------------------------------------------------

orm::SelectColumn& scalar_select(Call& call) { return self_as<orm::SelectColumn>(call); }

// A copy around another select.
Value with_select(Call& call, const std::function<orm::Ref<orm::Select>(orm::Select&)>& change) {
  orm::SelectColumn& self = scalar_select(call);
  if (self.select->kind() != orm::NodeKind::select) {
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "this subquery is no plain SELECT and cannot be changed");
  }
  auto copy = orm::make_ref<orm::SelectColumn>(self);
  copy->select = change(static_cast<orm::Select&>(*self.select));
  return wrapped(call, copy);
}

Value exists_where(Call& call) {
  return with_select(call, [&](orm::Select& select) {
    orm::Ref<orm::Select> result = select.select_ref();
    for (const Value& item : items(call[0])) {
      result = result->where(to_column(context(call.interp), item, "WHERE/HAVING role"));
    }
    return result;
  });
}

Value exists_select_from(Call& call) {
  return with_select(call, [&](orm::Select& select) {
    std::vector<orm::ClauseRef> froms;
    for (const Value& item : items(call[0])) {
      froms.push_back(to_from_element(context(call.interp), item));
    }
    return select.select_from(std::move(froms));
  });
}

Value exists_correlate(Call& call) {
  return with_select(call, [&](orm::Select& select) {
    return select.correlate(correlate_list(call, "correlate"));
  });
}

Value exists_correlate_except(Call& call) {
  return with_select(call, [&](orm::Select& select) {
    return select.correlate_except(correlate_list(call, "correlate_except"));
  });
}

Value exists_select(Call& call) {
  auto select = orm::select({orm::ColumnRef(&scalar_select(call))});
  if (call.given(0) && !call[0].is_none()) {
    select = select->where(to_column(context(call.interp), call[0], "WHERE/HAVING role"));
  }
  return wrapped(call, select);
}

const Binding kSubselectRows[] = {
    {"where", "*clause", guard<exists_where>, "{self}.where({args})"},
    {"correlate", "*fromclauses", guard<exists_correlate>, "{self}.correlate({args})"},
    {"correlate_except", "*fromclauses", guard<exists_correlate_except>,
     "{self}.correlate_except({args})"},
    {"select_from", "*froms", guard<exists_select_from>, "{self}.select_from({args})"},
    {"select", "whereclause=?", guard<exists_select>, "orm::select({self})"},
};

template <const char* Name()>
Type* make_subselect_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.selectable");
  builder.base(owner.type("ColumnElement"));
  add_bindings(builder, kSubselectRows);
  return builder.build();
}
const char* exists_name() { return "Exists"; }
const char* scalar_select_name() { return "ScalarSelect"; }

}  // namespace

void add_subselect_types(TypeTable& table) {
  table.emplace_back("Exists", make_subselect_type<exists_name>);
  table.emplace_back("ScalarSelect", make_subselect_type<scalar_select_name>);
}

std::vector<BindingTable> subselect_tables() {
  return {{"sqlalchemy", "Exists", kSubselectRows, std::size(kSubselectRows)},
          {"sqlalchemy", "ScalarSelect", kSubselectRows, std::size(kSubselectRows)}};
}

}  // namespace lessonrun::bind
