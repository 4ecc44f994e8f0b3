// How a relationship joins: foreign keys are found, every column in the condition learns whether it
// is local, remote or foreign, and from that follow the direction and the pairs a flush copies.
//
// The annotations belong to occurrences, not to columns: in a tree of nodes the same column can
// stand on both sides. The file is just above 500 lines because the helpers over marked columns
// serve all of its parts.
#include <algorithm>

#include "orm/mapping/adapt.h"
#include "orm/orm_error.h"
#include "orm/relationship.h"

namespace orm {

namespace {

Ref<JoinAnnotation> copy_annotation(const ColumnElement& column) {
  auto fresh = make_ref<JoinAnnotation>();
  if (const JoinAnnotation* old = join_annotation(column)) {
    fresh->remote = old->remote;
    fresh->foreign = old->foreign;
    fresh->local = old->local;
  }
  return fresh;
}

template <class Mark>
ColumnRef marked(const ColumnElement& column, Mark mark) {
  Ref<JoinAnnotation> annotation = copy_annotation(column);
  mark(*annotation);
  return make_ref<AnnotatedColumn>(column.bare()->ref(), annotation, nullptr);
}

bool is_remote(const ColumnElement& column) {
  const JoinAnnotation* note = join_annotation(column);
  return note != nullptr && note->remote;
}
bool is_foreign(const ColumnElement& column) {
  const JoinAnnotation* note = join_annotation(column);
  return note != nullptr && note->foreign;
}

bool is_plain_column(const ColumnElement& column) {
  return column.bare()->kind() == NodeKind::column;
}

// Marks columns that `test` picks; others keep what they have.
template <class Test, class Mark>
ColumnRef mark_columns(const ColumnRef& condition, Test test, Mark mark) {
  ClauseRef changed = replacement_traverse(condition, [&](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::annotated && node->kind() != NodeKind::column) return nullptr;
    const auto& column = static_cast<const ColumnElement&>(*node);
    return test(column) ? marked(column, mark) : node;
  });
  return ColumnRef(static_cast<ColumnElement*>(changed.get()));
}

// Calls `change` with both sides of each comparison of two columns.
ColumnRef change_binaries(const ColumnRef& condition,
                          const std::function<void(ColumnRef&, ColumnRef&)>& change) {
  ClauseRef changed = replacement_traverse(condition, [&](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::binary) return nullptr;
    const auto& binary = static_cast<const BinaryExpression&>(*node);
    if (!is_plain_column(*binary.left) || !is_plain_column(*binary.right)) return nullptr;
    auto copy = make_ref<BinaryExpression>(binary);
    change(copy->left, copy->right);
    return copy;
  });
  return ColumnRef(static_cast<ColumnElement*>(changed.get()));
}

// Every pair of columns that stand on two sides of one operator.
void each_pair(const ColumnRef& condition,
               const std::function<void(const BinaryExpression&, const ColumnElement&,
                                        const ColumnElement&)>& visit) {
  traverse(*condition, [&](ClauseElement& node) {
    if (node.is_from()) return false;
    if (node.kind() != NodeKind::binary) return true;
    const auto& binary = static_cast<const BinaryExpression&>(node);
    each_column(*binary.left, [&](const ColumnElement& left) {
      each_column(*binary.right, [&](const ColumnElement& right) { visit(binary, left, right); });
    });
    return true;
  });
}

bool has_annotation(const ColumnRef& condition, bool (*test)(const ColumnElement&)) {
  if (condition == nullptr) return false;
  bool found = false;
  each_column(*condition, [&](const ColumnElement& column) { found = found || test(column); });
  return found;
}

bool contains(const FromClause& from, const ColumnElement& column) {
  return from.c().contains(*column.bare());
}

bool is_among(const std::vector<ColumnRef>& columns, const ColumnElement& column) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ColumnRef& one) { return one->bare() == column.bare(); });
}

// Attributes of mapped classes become their columns; remote() and foreign() stay.
ColumnRef without_attributes(const ColumnRef& condition) {
  ClauseRef changed = replacement_traverse(condition, [](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::annotated) return nullptr;
    const auto& column = static_cast<const ColumnElement&>(*node);
    if (join_annotation(column) != nullptr) {
      return marked(column, [](JoinAnnotation&) {});
    }
    return column.bare()->ref();
  });
  return ColumnRef(static_cast<ColumnElement*>(changed.get()));
}

// The column of a table that a column is, or stands for in an alias or a subquery.
const Column* origin_of(const ColumnElement& column) {
  for (const ColumnElement* at = column.bare(); at != nullptr;
       at = at->proxied() == nullptr ? nullptr : at->proxied()->bare()) {
    if (const Column* found = schema_column(*at)) return found;
  }
  return nullptr;
}

bool references(const Column& a, const Column& b) {
  const auto& keys = a.foreign_keys();
  return std::any_of(keys.begin(), keys.end(),
                     [&](const auto& key) { return key->column_or_null() == &b; });
}

}  // namespace

const JoinAnnotation* join_annotation(const ClauseElement& element) {
  if (element.kind() != NodeKind::annotated) return nullptr;
  const auto& annotated = static_cast<const AnnotatedColumn&>(element);
  if (const auto* note = dynamic_cast<const JoinAnnotation*>(annotated.annotation.get())) {
    return note;
  }
  return join_annotation(*annotated.element);
}

ColumnRef remote(const ColumnRef& column) {
  return marked(*column, [](JoinAnnotation& note) { note.remote = true; });
}

ColumnRef foreign(const ColumnRef& column) {
  return marked(*column, [](JoinAnnotation& note) { note.foreign = true; });
}

void RelationshipProperty::no_join(const std::string& between, const std::string& advice) const {
  std::string message =
      "Could not determine join condition between parent/child tables on "
      "relationship " +
      str() + " - " + between + "  " + advice;
  if (between.rfind("there are multiple", 0) == 0) throw AmbiguousForeignKeysError(message);
  throw NoForeignKeysError(message);
}

void RelationshipProperty::find_join() {
  std::vector<ColumnRef> foreign_keys;
  if (args_.foreign_keys) foreign_keys = args_.foreign_keys();
  const std::vector<ColumnRef>* only = args_.foreign_keys ? &foreign_keys : nullptr;
  if (secondaryjoin_ != nullptr && secondary_ == nullptr) {
    throw ArgumentError("Property " + str() +
                        " specified with secondary join condition but no secondary argument");
  }
  FromClause& parent = parent_->mapped_table();
  FromClause& child = child_table();
  std::string via =
      secondary_ == nullptr ? "" : " via secondary table '" + secondary_->description() + "'";
  try {
    if (secondary_ != nullptr) {
      if (secondaryjoin_ == nullptr) {
        secondaryjoin_ = join_condition(child, *secondary_, &child_local(), only);
      }
      if (primaryjoin_ == nullptr) {
        primaryjoin_ = join_condition(parent, *secondary_, &parent_->local_from(), only);
      }
    } else if (primaryjoin_ == nullptr) {
      primaryjoin_ = join_condition(parent, child, &parent_->local_from(), only);
    }
  } catch (const NoForeignKeysError&) {
    no_join("there are no foreign keys linking these tables" + via + ".",
            "Ensure that referencing columns are associated with a ForeignKey or "
            "ForeignKeyConstraint, or specify " +
                std::string(secondary_ != nullptr ? "'primaryjoin' and 'secondaryjoin' expressions."
                                                  : "a 'primaryjoin' expression."));
  } catch (const AmbiguousForeignKeysError&) {
    no_join("there are multiple foreign key paths linking the tables" + via + ".",
            "Specify the 'foreign_keys' argument, providing a list of those columns which should "
            "be counted as containing a foreign key reference " +
                std::string(secondary_ != nullptr
                                ? "from the secondary table to each of the parent and child tables."
                                : "to the parent table."));
  }
  primaryjoin_ = without_attributes(primaryjoin_);
  if (secondaryjoin_ != nullptr) secondaryjoin_ = without_attributes(secondaryjoin_);

  auto mark_foreign = [&](const ColumnRef& condition) {
    if (has_annotation(condition, is_foreign)) return condition;
    auto mark = [](JoinAnnotation& note) { note.foreign = true; };
    if (only != nullptr) {
      return mark_columns(
          condition, [&](const ColumnElement& column) { return is_among(*only, column); }, mark);
    }
    return change_binaries(condition, [&](ColumnRef& left, ColumnRef& right) {
      const Column* a = origin_of(*left);
      const Column* b = origin_of(*right);
      int side = 0;
      if (a != nullptr && b != nullptr) side = references(*a, *b) ? -1 : references(*b, *a) ? 1 : 0;
      if (side == 0 && secondary_ != nullptr) {
        bool in_a = contains(*secondary_, *left);
        bool in_b = contains(*secondary_, *right);
        if (in_a != in_b) side = in_a ? -1 : 1;
      }
      if (side < 0) left = marked(*left, mark);
      if (side > 0) right = marked(*right, mark);
    });
  };
  primaryjoin_ = mark_foreign(primaryjoin_);
  if (secondaryjoin_ != nullptr) secondaryjoin_ = mark_foreign(secondaryjoin_);
}

// Of a column of the alias that the relationship refers to, the one that the class has for it.
const Column* RelationshipProperty::table_column(const ColumnElement& column) const {
  const Column* found = schema_column(column);
  if (found != nullptr || alias_ == nullptr || !contains(alias_->selectable(), column))
    return found;
  found = origin_of(column);
  return found != nullptr && target_->attribute_of(*found) ? found : nullptr;
}

bool RelationshipProperty::is_self_referential() const {
  return target_ != nullptr && &target_->base_mapper() == &parent_->base_mapper();
}

bool RelationshipProperty::refers_to_parent_table() const {
  FromClause& parent = parent_->mapped_table();
  FromClause& child = child_table();
  bool found = false;
  each_pair(primaryjoin_, [&](const BinaryExpression& binary, const ColumnElement& left,
                              const ColumnElement& right) {
    if (!is_plain_column(*binary.left) || !is_plain_column(*binary.right)) return;
    found = found || (contains(parent, left) && contains(parent, right) && contains(child, left) &&
                      contains(child, right));
  });
  return found;
}

void RelationshipProperty::annotate() {
  FromClause& parent = parent_->mapped_table();
  FromClause& child = child_table();
  auto mark = [](JoinAnnotation& note) { note.remote = true; };
  bool given = has_annotation(primaryjoin_, is_remote) || has_annotation(secondaryjoin_, is_remote);
  if (!given && secondary_ != nullptr) {
    auto test = [&](const ColumnElement& column) { return contains(*secondary_, column); };
    primaryjoin_ = mark_columns(primaryjoin_, test, mark);
    secondaryjoin_ = mark_columns(secondaryjoin_, test, mark);
  } else if (!given) {
    bool self_referential = refers_to_parent_table();
    if (args_.remote_side) {
      std::vector<ColumnRef> sides = args_.remote_side();
      primaryjoin_ = mark_columns(
          primaryjoin_, [&](const ColumnElement& column) { return is_among(sides, column); }, mark);
    } else if (self_referential) {
      primaryjoin_ = change_binaries(primaryjoin_, [&](ColumnRef& left, ColumnRef& right) {
        bool equated = left->bare() == right->bare();
        if (is_foreign(*left)) left = marked(*left, mark);
        if (is_foreign(*right) && !equated) right = marked(*right, mark);
      });
    } else {
      // Classes that inherit from each other may share a table: then the side decides.
      bool overlap = false;
      each_column(*primaryjoin_, [&](const ColumnElement& column) {
        overlap = overlap || (contains(parent, column) && contains(child, column));
      });
      if (overlap) {
        primaryjoin_ = change_binaries(primaryjoin_, [&](ColumnRef& left, ColumnRef& right) {
          if (contains(child, *right) && contains(parent, *left))
            right = marked(*right, mark);
          else if (contains(child, *left) && contains(parent, *right))
            left = marked(*left, mark);
        });
      } else {
        primaryjoin_ = mark_columns(
            primaryjoin_,
            [&](const ColumnElement& column) {
              return contains(child, column) &&
                     (!contains(parent_->local_from(), column) || contains(child_local(), column));
            },
            mark);
      }
    }
  }
  primaryjoin_ = mark_columns(
      primaryjoin_,
      [&](const ColumnElement& column) { return !is_remote(column) && contains(parent, column); },
      [](JoinAnnotation& note) { note.local = true; });
}

bool RelationshipProperty::can_sync(const ColumnElement& column) const {
  return contains(parent_->mapped_table(), column) || contains(child_table(), column) ||
         (secondary_ != nullptr && contains(*secondary_, column));
}

void RelationshipProperty::find_pairs() {
  auto go = [&](const ColumnRef& condition, std::vector<Pair>& pairs) {
    each_pair(condition, [&](const BinaryExpression& binary, const ColumnElement& left,
                             const ColumnElement& right) {
      const Column* a = table_column(left);
      const Column* b = table_column(right);
      if (a == nullptr || b == nullptr) return;
      auto add = [](std::vector<Pair>& list, const Column* from, const Column* to) {
        for (const Pair& known : list) {
          if (known.from == from && known.to == to) return;
        }
        list.push_back({from, to});
      };
      if (is_remote(right) && !is_remote(left) && can_sync(left)) add(local_remote_, a, b);
      if (is_remote(left) && !is_remote(right) && can_sync(right)) add(local_remote_, b, a);
      if (binary.op != Operator::eq || !can_sync(left) || !can_sync(right)) return;
      if (is_foreign(right))
        add(pairs, a, b);
      else if (is_foreign(left))
        add(pairs, b, a);
    });
  };
  go(primaryjoin_, sync_);
  if (secondaryjoin_ != nullptr) go(secondaryjoin_, secondary_sync_);

  auto check_foreign = [&](const ColumnRef& condition, const std::vector<Pair>& pairs,
                           const char* which) {
    bool has_foreign = has_annotation(condition, is_foreign);
    if (args_.viewonly ? has_foreign : !pairs.empty()) return;
    std::string where = std::string(which) + " join condition '" +
                        adapt_columns(condition, [](const ColumnElement&) { return ColumnRef(); })
                            ->str(parent_->profile()) +
                        "' on relationship " + str() + ".";
    std::string advice =
        "  Ensure that referencing columns are associated with a ForeignKey or "
        "ForeignKeyConstraint, or are annotated in the join condition with the foreign() "
        "annotation.";
    if (!args_.viewonly && has_foreign) {
      throw ArgumentError(
          "Could not locate any simple equality expressions involving locally mapped foreign key "
          "columns for " +
          where + advice +
          " To allow comparison operators other than '==', the relationship can be marked as "
          "viewonly=True.");
    }
    throw ArgumentError("Could not locate any relevant foreign key columns for " + where + advice);
  };
  check_foreign(primaryjoin_, sync_, "primary");
  if (secondaryjoin_ != nullptr) check_foreign(secondaryjoin_, secondary_sync_, "secondary");
}

void RelationshipProperty::find_direction() {
  if (secondaryjoin_ != nullptr) {
    direction_ = Direction::many_to_many;
    return;
  }
  FromClause& parent = parent_->mapped_table();
  FromClause& child = child_table();
  bool to_many = false;
  bool to_one = false;
  std::vector<const ColumnElement*> many_local;
  std::vector<const ColumnElement*> one_local;
  each_column(*primaryjoin_, [&](const ColumnElement& column) {
    if (!is_foreign(column)) return;
    to_many = to_many || contains(child, column);
    to_one = to_one || contains(parent, column);
    (is_remote(column) ? many_local : one_local).push_back(column.bare());
  });
  if (to_many && to_one) {
    if (!many_local.empty() && !one_local.empty()) {
      // A column that is compared with itself says nothing about the direction.
      auto equated = [&](const ColumnElement* column) {
        bool remote_side = false;
        bool local_side = false;
        each_column(*primaryjoin_, [&](const ColumnElement& other) {
          if (other.bare() != column) return;
          (is_remote(other) ? remote_side : local_side) = true;
        });
        return remote_side && local_side;
      };
      for (auto* list : {&many_local, &one_local}) {
        list->erase(std::remove_if(list->begin(), list->end(), equated), list->end());
      }
    }
    if (many_local.empty() == one_local.empty()) {
      throw ArgumentError(
          "Can't determine relationship direction for relationship '" + str() +
          "' - foreign key columns within the join condition are present in both the parent and "
          "the child's mapped tables.  Ensure that only those columns referring to a parent column "
          "are marked as foreign, either via the foreign() annotation or via the foreign_keys "
          "argument.");
    }
    direction_ = many_local.empty() ? Direction::many_to_one : Direction::one_to_many;
  } else if (to_many) {
    direction_ = Direction::one_to_many;
  } else if (to_one) {
    direction_ = Direction::many_to_one;
  } else {
    throw ArgumentError("Can't determine relationship direction for relationship '" + str() +
                        "' - foreign key columns are present in neither the parent nor the "
                        "child's mapped tables");
  }
}

// ---- conditions for use -------------------------------------------------------------------------

const RelationshipProperty::LazyClause& RelationshipProperty::lazy_clause() const {
  if (lazy_clause_) return *lazy_clause_;
  LazyClause clause;
  auto bind = [&](const ColumnElement& column) -> ColumnRef {
    const JoinAnnotation* note = join_annotation(column);
    const Column* schema = schema_column(column);
    if (note == nullptr || !note->local || schema == nullptr) return nullptr;
    for (const LazyClause::Parameter& known : clause.parameters) {
      if (known.column == schema) return bindparam(known.name, std::nullopt, schema->type);
    }
    // A name that no expression of the condition has: those are `param_1`.
    std::string name = "pk_" + std::to_string(clause.parameters.size() + 1);
    clause.parameters.push_back({name, schema});
    return bindparam(name, std::nullopt, schema->type);
  };
  clause.condition = adapt_columns(primaryjoin_, bind);
  if (secondaryjoin_ != nullptr) {
    auto keep = [](const ColumnElement&) { return ColumnRef(); };
    clause.condition = orm::and_({clause.condition, adapt_columns(secondaryjoin_, keep)});
  }
  lazy_clause_ = std::move(clause);
  return *lazy_clause_;
}

ColumnRef RelationshipProperty::object_clause(
    bool reverse, const std::function<Value(const Column&)>& value_of) const {
  std::vector<std::pair<const Column*, ColumnRef>> binds;
  auto bind = [&](const ColumnElement& column, bool wanted) -> ColumnRef {
    const Column* schema = schema_column(column);
    if (!wanted || schema == nullptr) return nullptr;
    for (const auto& [known, parameter] : binds) {
      if (known == schema) return parameter;
    }
    // The value is asked for when the statement runs: a flush before it may have made it.
    auto parameter = make_ref<BindParameter>("param", Value(), schema->type, /*is_unique=*/true);
    parameter->callable = [value_of, schema] { return value_of(*schema); };
    binds.emplace_back(schema, parameter);
    return parameter;
  };
  auto keep = [](const ColumnElement&) { return ColumnRef(); };
  if (secondaryjoin_ != nullptr) {
    auto outside = [&](const ColumnElement& column) {
      return bind(column, !contains(*secondary_, column));
    };
    ColumnRef first =
        reverse ? adapt_columns(primaryjoin_, keep) : adapt_columns(primaryjoin_, outside);
    ColumnRef second =
        reverse ? adapt_columns(secondaryjoin_, outside) : adapt_columns(secondaryjoin_, keep);
    return orm::and_({first, second});
  }
  return adapt_columns(primaryjoin_, [&](const ColumnElement& column) {
    const JoinAnnotation* note = join_annotation(column);
    return bind(column, note != nullptr && (reverse ? note->remote : note->local));
  });
}

RelationshipProperty::JoinTargets RelationshipProperty::join_targets(
    FromClause& source, FromClause& dest, bool alias_secondary, const std::vector<ColumnRef>& extra,
    const Mapper* dest_mapper) const {
  mapper();  // which throws where the mappers could not be configured
  JoinTargets targets;
  targets.secondary = secondary_;
  if (secondary_ != nullptr && alias_secondary) targets.secondary = secondary_->alias();
  auto in = [&](FromClause& from, const ColumnElement& column) -> ColumnRef {
    ColumnRef found = embedded_in(from, column);
    if (found != nullptr || alias_ == nullptr || &from != &dest) return found;
    // Another alias of what the relationship refers to has the columns that its columns stand for.
    const ColumnElement* below =
        contains(alias_->selectable(), column) ? column.bare()->proxied() : nullptr;
    return below == nullptr ? nullptr : embedded_in(from, *below);
  };
  auto from_of = [&](const FromClause& from) -> FromClause* {
    return stands_for(source, from) ? &source : stands_for(dest, from) ? &dest : nullptr;
  };
  std::vector<ColumnRef> criteria;
  criteria.reserve(extra.size() + 1);
  // Of several classes in one table only the rows of the target count.
  const Mapper& target = dest_mapper != nullptr ? *dest_mapper : mapper();
  if (target.single_criterion() != nullptr) {
    criteria.push_back(adapt_to(target.single_criterion(), dest));
  }
  for (const ColumnRef& one : extra) criteria.push_back(adapt_to(one, dest));
  if (secondary_ != nullptr) {
    auto through = [&](FromClause& side) {
      return [&](const ColumnElement& column) -> ColumnRef {
        if (contains(*secondary_, column)) return in(*targets.secondary, column);
        return in(side, column);
      };
    };
    targets.primaryjoin = adapt_columns(primaryjoin_, through(source), from_of);
    targets.secondaryjoin = adapt_columns(secondaryjoin_, through(dest), from_of);
    if (!criteria.empty()) {
      criteria.insert(criteria.begin(), targets.secondaryjoin);
      targets.secondaryjoin = orm::and_(criteria);
    }
    return targets;
  }
  targets.primaryjoin = adapt_columns(
      primaryjoin_,
      [&](const ColumnElement& column) -> ColumnRef {
        const JoinAnnotation* note = join_annotation(column);
        if (note != nullptr && note->local) return in(source, column);
        return in(dest, column);
      },
      from_of);
  if (!criteria.empty()) {
    criteria.insert(criteria.begin(), targets.primaryjoin);
    targets.primaryjoin = orm::and_(criteria);
  }
  return targets;
}

}  // namespace orm
