// Functions in FROM: aliases of them, table-valued and column-valued functions.
#include <orm/compiler.h>
#include <orm/selectable.h>

#include "orm/sql/slots.h"

namespace orm {

FunctionFrom::FunctionFrom(ColumnRef called)
    : FromClause(NodeKind::from_grouping), function(std::move(called)) {}

void FunctionFrom::each_child(const SlotFunction& slot) { visit_slot(function, slot); }

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
                        std::string name) {
  auto made = make_ref<Alias>(NodeKind::table_valued, make_ref<FunctionFrom>(std::move(function)),
                              std::move(name));
  for (const auto& column : columns) {
    made->column_names.push_back(column->name_);
    made->column_types.push_back(column->type);
  }
  return made;
}

namespace {

// The one column of a column-valued function is written as the alias itself.
class ValuedColumn : public ColumnClause {
 public:
  ValuedColumn(Ref<Alias> from, TypeRef of_type)
      : ColumnClause(std::string(from->name()), std::move(of_type)), alias(std::move(from)) {}
  Ref<ClauseElement> shallow_copy() const override { return make_ref<ValuedColumn>(*this); }
  void append_key(KeyBuilder& key) const override {
    key.tag(kind());
    key.child(alias.get());
  }
  void from_objects(std::vector<FromClause*>& out) const override { out.push_back(alias.get()); }
  Ref<Alias> alias;
};

}  // namespace

ColumnRef column_valued(ColumnRef function, std::string name) {
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

ColumnRef scalar_table_valued(ColumnRef function, std::string name, TypeRef type) {
  auto member = make_ref<BinaryExpression>(make_ref<Grouping>(std::move(function)),
                                           column(std::move(name)), Operator::as_, std::move(type));
  member->op = Operator::custom;
  member->op_text = ".";
  member->op_precedence = 100;
  member->op_tight = true;
  return member;
}

}  // namespace orm
