// orm::core's statements: the methods that are more than one call of a node's.
#include <orm/compiler.h>
#include <orm/core_statement.h>
#include <orm/error.h>

namespace orm::core {

const std::string& Compilation::str() const { return compiled_->sql; }
ParameterSet Compilation::params() const { return compiled_->params(); }

Compilation compile(const ClauseRef& statement) {
  return Compilation(orm::compile(statement, default_dialect(profile_2_0)));
}
Compilation compile(const ClauseRef& statement, const Bind& bind) {
  return Compilation(orm::compile(statement, bind.dialect()));
}
// ---- SELECT -------------------------------------------------------------------------------------

CTE CTE::union_(const Select& other) const {
  return CTE(static_cast<const orm::Alias&>(*node_).union_(other.base(), false));
}
CTE CTE::union_all(const Select& other) const {
  return CTE(static_cast<const orm::Alias&>(*node_).union_(other.base(), true));
}
CTE CTE::alias(std::string name) const { return CTE(node_->alias(std::move(name))); }

Alias Selectable::subquery(std::string name) const {
  return Alias(base_->subquery(std::move(name)));
}
Alias Selectable::alias(std::string name) const { return subquery(std::move(name)); }
Alias Selectable::lateral(std::string name) const { return Alias(base_->lateral(std::move(name))); }
CTE Selectable::cte(std::string name, bool recursive) const {
  return CTE(base_->cte(std::move(name), recursive));
}
ScalarSelect Selectable::scalar_subquery() const { return ScalarSelect(base_->scalar_subquery()); }
Exists Selectable::exists() const { return Exists(base_->exists()); }
Expr Selectable::label(std::string name) const { return scalar_subquery().label(std::move(name)); }
std::string Selectable::str() const { return base_->str(profile_2_0); }

Select Select::where_all(const std::vector<Expr>& criteria) const {
  Ref<orm::Select> changed = node().select_ref();
  for (const Expr& criterion : criteria) changed = changed->where(criterion.node());
  return Select(changed);
}

Select Select::having_all(const std::vector<Expr>& criteria) const {
  Ref<orm::Select> changed = node().select_ref();
  for (const Expr& criterion : criteria) changed = changed->having(criterion.node());
  return Select(changed);
}

Select Select::prefix_with(std::string sql) const {
  return Select(node().prefix_with(orm::text(std::move(sql))));
}
Select Select::suffix_with(std::string sql) const {
  return Select(node().suffix_with(orm::text(std::move(sql))));
}

// ---- EXISTS and scalar subqueries ---------------------------------------------------------------

namespace {

// A copy around another select.
template <class Change>
Ref<SelectColumn> with_select(const ColumnRef& node, Change change) {
  const auto& self = static_cast<const SelectColumn&>(*node);
  if (self.select->kind() != NodeKind::select) {
    throw InvalidRequestError("this subquery is no plain SELECT and cannot be changed");
  }
  auto copy = make_ref<SelectColumn>(self);
  copy->select = change(static_cast<const orm::Select&>(*self.select));
  return copy;
}

}  // namespace

Exists exists() { return Exists(orm::exists(Ref<SelectBase>())); }

Exists Exists::where(const Expr& criterion) const {
  return Exists(with_select(
      node_, [&](const orm::Select& select) { return select.where(criterion.node()); }));
}
Exists Exists::select_from(const From& from) const {
  return Exists(
      with_select(node_, [&](const orm::Select& select) { return select.select_from({from}); }));
}
ScalarSelect ScalarSelect::where(const Expr& criterion) const {
  return ScalarSelect(with_select(
      node_, [&](const orm::Select& select) { return select.where(criterion.node()); }));
}
ScalarSelect ScalarSelect::correlate(const From& from) const {
  return ScalarSelect(with_select(
      node_, [&](const orm::Select& select) { return select.correlate({from.node()}); }));
}
ScalarSelect ScalarSelect::correlate_except(const From& from) const {
  return ScalarSelect(with_select(
      node_, [&](const orm::Select& select) { return select.correlate_except({from.node()}); }));
}

// ---- text ---------------------------------------------------------------------------------------

TextClause TextClause::bindparams(const ParameterSet& values) const {
  return TextClause(static_cast<const orm::TextClause&>(*node_).bindparams(values));
}

Selectable TextClause::columns_of(const std::vector<Expr>& columns) const {
  Ref<orm::TextClause> clause(static_cast<orm::TextClause*>(node_.get()));
  return Selectable(make_ref<TextSelect>(clause, nodes_of(columns), true));
}

// ---- INSERT -------------------------------------------------------------------------------------

Values::Values(std::initializer_list<Set> items) {
  for (const Set& item : items) assignments_.push_back(item.assignment);
}

Insert Insert::values(const std::vector<Values>& rows) const {
  std::vector<Assignments> list;
  list.reserve(rows.size());
  for (const Values& row : rows) list.push_back(row.assignments());
  return Insert(node_->values(std::move(list)));
}

Insert Insert::from_select(const std::vector<Key>& columns, const Selectable& select) const {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const Key& key : columns) {
    names.push_back(key.column ? std::string(key.column->key()) : key.key);
  }
  return Insert(node_->from_select(std::move(names), select.base()));
}

Insert Insert::prefix_with(std::string sql) const {
  Ref<orm::Insert> changed = node_->copy();
  changed->prefixes.push_back({orm::text(std::move(sql)), {}});
  return Insert(changed);
}

Insert Insert::on_conflict(bool update, const std::vector<Key>& elements, Assignments set_,
                           const ColumnRef& where) const {
  OnConflict clause;
  clause.do_update = update;
  for (const Key& element : elements) {
    ColumnElement* known = element.column ? nullptr : node_->table()->c().find(element.key);
    clause.index_elements.push_back(element.column     ? element.column
                                    : known != nullptr ? known->ref()
                                                       : ColumnRef(orm::column(element.key)));
  }
  clause.set_ = std::move(set_);
  clause.where = where;
  return Insert(node_->on_conflict(std::move(clause)));
}

Insert Insert::on_conflict_do_nothing(const std::vector<Key>& index_elements) const {
  return on_conflict(false, index_elements, {}, nullptr);
}
Insert Insert::on_conflict_do_update(const std::vector<Key>& index_elements,
                                     const Values& set_) const {
  return on_conflict(true, index_elements, set_.assignments(), nullptr);
}
Insert Insert::on_conflict_do_update(const std::vector<Key>& index_elements, const Values& set_,
                                     const Expr& where) const {
  return on_conflict(true, index_elements, set_.assignments(), where.node());
}

namespace {

Insert insert_of(const ClauseRef& target, const char* dialect) {
  Ref<orm::Insert> made = orm::insert(target);
  made->dialect = dialect;
  return Insert(made);
}

}  // namespace

Insert sqlite::insert(const From& table) { return insert_of(table, "sqlite"); }
Insert postgresql::insert(const From& table) { return insert_of(table, "postgresql"); }
Insert sqlite::insert_into(const ClauseRef& target) { return insert_of(target, "sqlite"); }
Insert postgresql::insert_into(const ClauseRef& target) { return insert_of(target, "postgresql"); }

}  // namespace orm::core
