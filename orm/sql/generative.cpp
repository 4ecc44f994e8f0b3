// Copies of statements: what SELECT and the set operations share, and how each element is copied.
//
// Copying is a lot of code that every program would compile that includes the headers.
#include <orm/compiler.h>
#include <orm/dml.h>
#include <orm/schema.h>
#include <orm/selectable.h>

namespace orm {

template <class Self>
Ref<Self> GenerativeSelect<Self>::copy() const {
  return make_ref<Self>(static_cast<const Self&>(*this));
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::order_by(std::vector<ColumnRef> clauses) const {
  auto fresh = copy();
  fresh->add_clauses(fresh->order_by_clauses, std::move(clauses));
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::group_by(std::vector<ColumnRef> clauses) const {
  auto fresh = copy();
  fresh->add_clauses(fresh->group_by_clauses, std::move(clauses));
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::with_options(
    const std::vector<Ref<StatementOption>>& added) const {
  auto fresh = copy();
  fresh->plugin_options.insert(fresh->plugin_options.end(), added.begin(), added.end());
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::limit(Operand count) const {
  auto fresh = copy();
  fresh->fetch_clause = nullptr;
  fresh->limit_clause = SelectBase::count_clause(std::move(count));
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::offset(Operand count) const {
  auto fresh = copy();
  fresh->offset_clause = SelectBase::count_clause(std::move(count));
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::fetch(Operand count, bool with_ties, bool percent) const {
  auto fresh = copy();
  fresh->limit_clause = nullptr;
  fresh->fetch_clause = SelectBase::count_clause(std::move(count));
  fresh->fetch_ties = with_ties;
  fresh->fetch_percent = percent;
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::with_for_update(const ForUpdate& arguments) const {
  auto fresh = copy();
  fresh->for_update = arguments;
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::with_label_style(LabelStyle style) const {
  auto fresh = copy();
  fresh->label_style = style;
  return fresh;
}
template <class Self>
Ref<Self> GenerativeSelect<Self>::add_cte(std::vector<Ref<Alias>> ctes, bool nest_here) const {
  auto fresh = copy();
  auto& list = nest_here ? fresh->nested_ctes : fresh->independent_ctes;
  for (auto& cte : ctes) list.push_back(std::move(cte));
  return fresh;
}

template class GenerativeSelect<Select>;
template class GenerativeSelect<CompoundSelect>;

SelectBase::SelectBase(NodeKind node_kind) : FromClause(node_kind) {}
SelectBase::SelectBase(const SelectBase& other) = default;
SelectBase::~SelectBase() = default;
Select::Select() : GenerativeSelect(NodeKind::select) {}
Select::Select(const Select& other) = default;
Select::~Select() = default;

std::shared_ptr<Dialect> Dialect::clone() const { return std::make_shared<Dialect>(*this); }
Ref<TypeEngine> TypeEngine::clone() const { return make_ref<TypeEngine>(*this); }
Ref<TypeEngine> Enum::clone() const { return make_ref<Enum>(*this); }

Ref<ClauseElement> ColumnClause::shallow_copy() const { return make_ref<ColumnClause>(*this); }
Ref<ClauseElement> BindParameter::shallow_copy() const { return make_ref<BindParameter>(*this); }
Ref<ClauseElement> Constant::shallow_copy() const { return make_ref<Constant>(*this); }
Ref<ClauseElement> UnaryExpression::shallow_copy() const {
  return make_ref<UnaryExpression>(*this);
}
Ref<ClauseElement> BinaryExpression::shallow_copy() const {
  return make_ref<BinaryExpression>(*this);
}
Ref<ClauseElement> Grouping::shallow_copy() const { return make_ref<Grouping>(*this); }
Ref<ClauseElement> ClauseList::shallow_copy() const { return make_ref<ClauseList>(*this); }
Ref<ClauseElement> Label::shallow_copy() const { return make_ref<Label>(*this); }
Ref<ClauseElement> FunctionElement::shallow_copy() const {
  return make_ref<FunctionElement>(*this);
}
Ref<ClauseElement> Case::shallow_copy() const { return make_ref<Case>(*this); }
Ref<ClauseElement> Cast::shallow_copy() const { return make_ref<Cast>(*this); }
Ref<ClauseElement> TextClause::shallow_copy() const { return make_ref<TextClause>(*this); }
Ref<ClauseElement> Over::shallow_copy() const { return make_ref<Over>(*this); }
Ref<ClauseElement> SelectColumn::shallow_copy() const { return make_ref<SelectColumn>(*this); }
Ref<ClauseElement> AnnotatedColumn::shallow_copy() const {
  return make_ref<AnnotatedColumn>(*this);
}
Ref<ClauseElement> Join::shallow_copy() const { return make_ref<Join>(*this); }
Ref<ClauseElement> Alias::shallow_copy() const { return make_ref<Alias>(*this); }
Ref<ClauseElement> FunctionFrom::shallow_copy() const { return make_ref<FunctionFrom>(*this); }
Ref<ClauseElement> Values::shallow_copy() const { return make_ref<Values>(*this); }
Ref<ClauseElement> Select::shallow_copy() const { return make_ref<Select>(*this); }
Ref<ClauseElement> CompoundSelect::shallow_copy() const { return make_ref<CompoundSelect>(*this); }
Ref<ClauseElement> TextSelect::shallow_copy() const { return make_ref<TextSelect>(*this); }
Ref<ClauseElement> Insert::shallow_copy() const { return make_ref<Insert>(*this); }
Ref<ClauseElement> Update::shallow_copy() const { return make_ref<Update>(*this); }
Ref<ClauseElement> Delete::shallow_copy() const { return make_ref<Delete>(*this); }
Ref<ClauseElement> DmlFrom::shallow_copy() const { return make_ref<DmlFrom>(*this); }
Ref<Insert> Insert::copy() const { return make_ref<Insert>(*this); }
Ref<Update> Update::copy() const { return make_ref<Update>(*this); }
Ref<Delete> Delete::copy() const { return make_ref<Delete>(*this); }
Ref<ClauseElement> DDLElement::shallow_copy() const { return make_ref<DDLElement>(*this); }

}  // namespace orm
