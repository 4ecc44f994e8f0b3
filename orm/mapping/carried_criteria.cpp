// with_loader_criteria() in what stands inside a statement: subqueries, CTEs, EXISTS.
//
// Such a statement is lowered when the one around it is compiled, and the compiled text is used
// again for other values. So the criteria become expressions before that, as part of the statement
// around: their parameters are found in it, whatever a function made them of.
#include <algorithm>

#include "orm/compiler.h"
#include "orm/dml.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"

namespace orm {

namespace {

// A criterion as the expressions that it gives for some classes.
class CarriedCriteria final : public LoaderCriteria {
 public:
  CarriedCriteria(const LoaderCriteria& from, const std::vector<const Mapper*>& mappers)
      : LoaderCriteria(from) {
    for (const Mapper* mapper : mappers) {
      if (from.applies(*mapper)) expressions_.emplace_back(mapper, from.criterion(*mapper));
    }
    criterion = [this](const Mapper& mapper) {
      for (const auto& [known, made] : expressions_) {
        if (known == &mapper) return made;
      }
      return expressions_.front().second;
    };
    applies = [this](const Mapper& mapper) {
      return std::any_of(expressions_.begin(), expressions_.end(),
                         [&](const auto& one) { return one.first == &mapper; });
    };
  }
  CarriedCriteria(const CarriedCriteria&) = delete;
  void append_key(KeyBuilder& key) const override {
    LoaderCriteria::append_key(key);
    key.number(expressions_.size());
    for (const auto& [mapper, made] : expressions_) {
      key.number(mapper->serial());
      key.child(made.get());
    }
  }

 private:
  std::vector<std::pair<const Mapper*, ColumnRef>> expressions_;
};

void add_mapper(const Mapper& mapper, std::vector<const Mapper*>& mappers) {
  if (std::find(mappers.begin(), mappers.end(), &mapper) == mappers.end()) {
    mappers.push_back(&mapper);
  }
}

// The classes that the SELECTs inside are about, also those in FROM.
class Inside {
 public:
  explicit Inside(const Select& whole) : whole_(whole) {}
  std::vector<const Mapper*> mappers() {
    look(whole_, false);
    return std::move(mappers_);
  }

 private:
  void look(const ClauseElement& part, bool inside) {
    traverse(part, [&](ClauseElement& node) {
      const bool other = &node != &part && node.kind() == NodeKind::select;
      if (other) {
        if (std::find(seen_.begin(), seen_.end(), &node) == seen_.end()) {
          seen_.push_back(&node);
          look(node, node.plugin() != nullptr || inside);
        }
        return false;
      }
      if (inside) note(node);
      if (node.is_column()) look_at_table(node, inside);
      return true;
    });
  }

  // A column leads to the subquery that it is of.
  void look_at_table(const ClauseElement& node, bool inside) {
    std::vector<FromClause*> froms;
    node.from_objects(froms);
    for (FromClause* from : froms) {
      if (from->kind() == NodeKind::table || from->kind() == NodeKind::join) continue;
      if (std::find(seen_.begin(), seen_.end(), from) != seen_.end()) continue;
      seen_.push_back(from);
      look(*from, inside);
    }
  }

  void note(const ClauseElement& node) {
    if (node.kind() == NodeKind::entity) {
      add_mapper(*static_cast<const EntityElement&>(node).mapper, mappers_);
    } else if (const AttributeAnnotation* of = attribute_annotation(node)) {
      add_mapper(*of->mapper, mappers_);
    } else if (const RelationshipElement* along = as_relationship(&node)) {
      add_mapper(along->relationship->parent(), mappers_);
      add_mapper(along->target != nullptr ? *along->target->mapper : along->relationship->mapper(),
                 mappers_);
    }
  }

  const Select& whole_;
  std::vector<const ClauseElement*> seen_;
  std::vector<const Mapper*> mappers_;
};

}  // namespace

void carry_criteria(const Select& statement, const std::vector<Ref<const LoaderCriteria>>& criteria,
                    std::vector<Ref<StatementOption>>& options) {
  const std::vector<const Mapper*> mappers = Inside(statement).mappers();
  if (mappers.empty()) return;
  options.erase(std::remove_if(options.begin(), options.end(),
                               [](const Ref<StatementOption>& option) {
                                 return dynamic_cast<const LoaderCriteria*>(option.get()) !=
                                        nullptr;
                               }),
                options.end());
  for (const Ref<const LoaderCriteria>& one : criteria) {
    options.push_back(make_ref<CarriedCriteria>(*one, mappers));
  }
}

ClauseRef with_carried_criteria(const ClauseRef& statement) {
  if (statement->kind() != NodeKind::select) return statement;
  const auto& select = static_cast<const Select&>(*statement);
  std::vector<Ref<const LoaderCriteria>> criteria;
  for (const Ref<StatementOption>& option : select.plugin_options) {
    const auto* one = dynamic_cast<const LoaderCriteria*>(option.get());
    if (one != nullptr) criteria.emplace_back(one);
  }
  if (criteria.empty()) return statement;
  Ref<Select> copy = select.copy();
  carry_criteria(select, criteria, copy->plugin_options);
  return copy;
}

Ref<DmlBase> with_criteria_as_where(const DmlBase& statement, const Mapper& mapper) {
  Ref<DmlBase> copy(static_cast<DmlBase*>(statement.shallow_copy().get()));
  copy->plugin_options.clear();
  for (const Ref<RefCounted>& option : statement.plugin_options) {
    const auto* one = dynamic_cast<const LoaderCriteria*>(option.get());
    if (one == nullptr) continue;
    traverse(*copy, [](ClauseElement& node) {
      if (node.kind() == NodeKind::select && node.plugin() != nullptr) {
        throw UnsupportedError(
            "with_loader_criteria() does not reach the subqueries of an UPDATE or DELETE; write "
            "the criterion into them");
      }
      return true;
    });
    if (!one->applies(mapper)) continue;
    const ColumnRef criterion = one->criterion(mapper);
    if (auto* update = dynamic_cast<Update*>(copy.get())) {
      copy = update->where(criterion);
    } else if (auto* remove = dynamic_cast<Delete*>(copy.get())) {
      copy = remove->where(criterion);
    }
  }
  return copy;
}

}  // namespace orm
