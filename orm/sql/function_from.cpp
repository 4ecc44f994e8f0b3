// Functions in FROM: aliases of them, table-valued and column-valued functions.
#include <orm/compiler.h>
#include <orm/selectable.h>

#include "orm/sql/slots.h"

namespace orm {

FunctionFrom::FunctionFrom(ColumnRef called)
    : FromClause(NodeKind::from_grouping), function(std::move(called)) {}

void FunctionFrom::each_child(SlotFunction slot) { visit_slot(function, slot); }

void FunctionFrom::append_key(KeyBuilder& key) const {
  key.tag(kind());
  key.child(function.get());
}

void FunctionFrom::populate() const {
  ColumnClause* column =
      add_proxy(*function, std::string(function->name()), std::string(function->name()));
  NameStem stem;
  stem.text = std::string(function->name());
  stem.anon = function.get();
  column->stem = stem;
}

Ref<Alias> table_valued(ColumnRef function, const std::vector<Ref<ColumnClause>>& columns,
                        Name name) {
  auto made = make_ref<Alias>(NodeKind::table_valued, make_ref<FunctionFrom>(std::move(function)),
                              std::move(name));
  for (const auto& column : columns) {
    made->column_names.push_back(column->name_);
    made->column_types.push_back(column->type);
  }
  return made;
}

namespace {

// The one column of a column-valued function, a row as a value: written as the FROM object itself.
class ValuedColumn : public ColumnClause {
 public:
  ValuedColumn(Ref<FromClause> held, TypeRef of_type)
      : ColumnClause(std::string(held->name()), std::move(of_type)), from(std::move(held)) {
    is_row = true;
  }
  Ref<ClauseElement> shallow_copy() const override { return make_ref<ValuedColumn>(*this); }
  void append_key(KeyBuilder& key) const override {
    key.tag(kind());
    key.child(from.get());
  }
  void from_objects(std::vector<FromClause*>& out) const override { out.push_back(from.get()); }
  Ref<FromClause> from;
};

}  // namespace

ColumnRef column_valued(ColumnRef function, Name name) {
  TypeRef type = function->type;
  auto alias = make_ref<Alias>(NodeKind::table_valued, make_ref<FunctionFrom>(std::move(function)),
                               std::move(name));
  auto column = make_ref<ValuedColumn>(alias, type);
  NameStem stem;
  stem.prefix = nullptr;
  stem.text = alias->name_;
  if (alias->name_.empty()) {
    stem.text = "anon";
    stem.anon = alias.get();
  }
  column->stem = stem;
  return column;
}

Ref<Alias> tablesample(const Ref<FromClause>& from, Operand sampling, Name name, ColumnRef seed) {
  Ref<Alias> made = from->alias(std::move(name));
  made->sample = sampling.clause && sampling.clause->kind() == NodeKind::function
                     ? ColumnRef(as_column(sampling.clause.get()))
                     : ColumnRef(func("system", {std::move(sampling)}));
  made->sample_seed = std::move(seed);
  return made;
}

ColumnRef row_of(const Ref<FromClause>& from) {
  auto column = make_ref<ValuedColumn>(from, orm::NullType());
  if (from->kind() == NodeKind::alias && static_cast<Alias&>(*from).name_.empty()) {
    NameStem stem;
    stem.prefix = nullptr;
    stem.text = "anon";
    stem.anon = from.get();
    column->stem = stem;
  }
  return column;
}

bool is_row_member(const BinaryExpression& expression) {
  return expression.op == Operator::custom && expression.op_tight && expression.op_text == ".";
}

ColumnRef scalar_table_valued(ColumnRef function, Name name, TypeRef type) {
  auto member = make_ref<BinaryExpression>(make_ref<Grouping>(std::move(function)),
                                           column(std::move(name)), Operator::as_, std::move(type));
  member->op = Operator::custom;
  member->op_text = ".";
  member->op_precedence = 100;
  member->op_tight = true;
  return member;
}

}  // namespace orm
