// selectinload: the related objects of up to 500 objects by one IN; subqueryload: those of all
// objects by the original statement as a subquery; immediateload: the lazy loader, called at once.
#include "orm/session/post_load.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "orm/compiler.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/lowering.h"
#include "orm/orm_error.h"
#include "orm/result.h"
#include "orm/session/load_options.h"

namespace orm {

namespace {

constexpr size_t kBatch = 500;

struct ValueHash {
  size_t operator()(const Value& value) const { return value.hash(); }
};
using Groups = std::unordered_map<Value, std::vector<Instance>, ValueHash>;

// `width` cells of a row, from `first` on.
std::vector<Value> cells(const Row& row, size_t first, size_t width) {
  std::vector<Value> values;
  for (size_t i = first; i < first + width; ++i) values.push_back(row[i]);
  return values;
}

// A key of one column is its value, of several a tuple.
Value key_of(std::vector<Value> values) {
  return values.size() == 1 ? std::move(values[0]) : Value::tuple(std::move(values));
}

Value key_of(const InstanceState& state) {
  const std::span<const Value> values = state.key->primary_key();
  return values.size() == 1 ? values[0]
                            : Value::tuple(std::vector<Value>(values.begin(), values.end()));
}

bool list_less(const Value& a, const Value& b) {
  if (a.kind() == ValueKind::integer && b.kind() == ValueKind::integer) {
    return a.as_int() < b.as_int();
  }
  if (a.is_list() && b.is_list()) {
    return std::lexicographical_compare(a.as_list().begin(), a.as_list().end(), b.as_list().begin(),
                                        b.as_list().end(), list_less);
  }
  return a.repr() < b.repr();
}

ColumnRef in_keys(std::vector<ColumnRef> columns, const std::vector<Value>& keys) {
  if (columns.size() == 1) return columns[0]->in_(keys);
  std::vector<Operand> parts;
  parts.reserve(columns.size());
  for (ColumnRef& column : columns) parts.emplace_back(column);
  // An expanding parameter has its tuples as VALUES in every release.
  std::vector<Value> values = keys;
  return tuple_(parts)->in_(
      bindparam("primary_keys", Value::list(std::move(values)), nullptr, true));
}

// The columns of the parent that the relationship compares.
std::vector<const Column*> local_columns(const RelationshipProperty& relationship) {
  std::vector<const Column*> columns;
  for (const auto& parameter : relationship.lazy_clause().parameters) {
    columns.push_back(parameter.column);
  }
  return columns;
}

// The columns of the target that repeat the parent's primary key; none if the relationship compares
// anything else.
std::vector<const Column*> foreign_key_of(const RelationshipProperty& relationship) {
  std::vector<const Column*> columns;
  if (relationship.direction() != Direction::one_to_many) return {};
  size_t comparisons = 0;
  traverse(*relationship.primaryjoin(), [&](ClauseElement& node) {
    if (node.kind() == NodeKind::binary) ++comparisons;
    return true;
  });
  const std::vector<Column*>& key = relationship.parent().primary_key();
  if (comparisons != key.size()) return {};
  for (const Column* part : key) {
    for (const RelationshipProperty::Pair& pair : relationship.local_remote_pairs()) {
      if (&relationship.parent().root_column(*pair.from) == part) columns.push_back(pair.to);
    }
  }
  if (columns.size() != key.size()) return {};
  return columns;
}

// The members by key: each row has `width` cells of the key, then the object.
Groups grouped(Result result, size_t width) {
  Groups groups;
  for (const Row& row : result.all()) {
    const auto* object = dynamic_cast<const InstanceValue*>(row[width].object());
    if (object == nullptr) continue;
    if (width == 1) {
      groups[row[0]].push_back(object->instance);
    } else {
      groups[key_of(cells(row, 0, width))].push_back(object->instance);
    }
  }
  return groups;
}

}  // namespace

struct PostLoader::Job {
  const RelationshipProperty& relationship;
  const RowPlan::Item& item;
  const RowPlan::PostLoad& post;
  Ref<const LoadNode> node;  // of the objects to be loaded
  Ref<EntityElement> target;
  std::vector<ColumnRef> criteria;
  std::unordered_set<const InstanceState*> wanted{};  // of a selectinload

  void set(const Instance& owner, const std::vector<Instance>& objects) const {
    if (wanted.count(owner.get()) != 0) owner->set_loaded(relationship, objects);
  }
  FromClause& dest() const { return target->selectable(); }
  ColumnRef adapted(const ColumnRef& clause) const {
    return target->alias == nullptr ? clause : adapt_to(clause, *target->alias);
  }
  ColumnRef column(const Column& column) const {
    auto attribute = target->mapper->attribute_of(column);
    if (attribute) return target->attribute(*attribute);
    return dest().c().corresponding(column)->ref();
  }
  /// `secondary`: the alias that the secondary table has there, or null.
  Ref<Select> ordered(const Ref<Select>& statement, const Ref<FromClause>& secondary) const {
    std::vector<ColumnRef> order;
    for (const ColumnRef& clause : relationship.order_by()) {
      const ColumnRef there = adapted(clause);
      order.push_back(secondary == nullptr ? there : adapt_to(there, *secondary));
    }
    return order.empty() ? statement : statement->order_by(std::move(order));
  }
};

void refuse_dynamic(const RelationshipProperty& relationship) {
  if (!relationship.is_dynamic()) return;
  throw InvalidRequestError("'" + relationship.str() +
                            "' does not support object population - eager loading cannot be "
                            "applied.");
}

void PostLoader::load(const RowPlan::Item& item, const RowPlan::PostLoad& post,
                      const States& states) {
  const RelationshipProperty& relationship = *post.relationship;
  refuse_dynamic(relationship);
  if (states.empty()) return;
  std::vector<Instance> wanted;
  std::vector<Instance> all;
  size_t attribute = relationship.index();
  for (const auto& [instance, overwrite] : states) {
    if (!instance->mapper().has_attribute(attribute)) continue;
    all.push_back(instance);
    if (!overwrite && (instance->has(attribute) || instance->in_committed_state(attribute))) {
      continue;
    }
    wanted.push_back(instance);
  }
  if (post.of_subclass) all = wanted;
  if (all.empty()) return;
  const auto* node = static_cast<const LoadNode*>(item.options.get());
  Job job{relationship, item, post, node == nullptr ? nullptr : node->child(relationship),
          nullptr,      {}};
  if (const LoadNode::Relation* said = node == nullptr ? nullptr : node->find(relationship)) {
    job.target = said->target;
    job.criteria = said->criteria;
  }
  if (job.target == nullptr) job.target = relationship.entity();
  // A refreshed object is one: it has no use for a load of many.
  Lazy how = refresh_ ? Lazy::immediate : post.how;
  if (how == Lazy::subquery) {
    subquery(job, wanted);
  } else if (how == Lazy::selectin) {
    // Sent for all of them; what an object has already stays.
    for (const Instance& instance : wanted) job.wanted.insert(instance.get());
    selectin(job, all);
  } else {
    Passive passive;
    passive.autoflush = false;
    for (const Instance& instance : wanted) {
      session_.load_related(*instance, relationship, passive);
    }
  }
}

void PostLoader::load_columns(const Mapper& mapper, const std::vector<Instance>& instances) {
  AttributeSet only;
  for (size_t attribute : mapper.primary_key_attributes()) only.add(attribute);
  if (mapper.polymorphic_attribute()) only.add(*mapper.polymorphic_attribute());
  for (const MappedProperty& property : mapper.properties()) {
    if (property.deferred || mapper.inherits()->has_attribute(property.index)) continue;
    only.add(property.index);
  }
  std::vector<ColumnRef> columns;
  for (const Column* column : mapper.primary_key()) columns.push_back(column->ref());
  Ref<Select> all = select({mapper.entity()})->with_label_style(LabelStyle::tablename_plus_col);
  Session::LoadOptions load;
  load.autoflush = false;
  load.populate_existing = populate_existing_;
  load.only = &only;
  for (size_t at = 0; at < instances.size(); at += kBatch) {
    std::vector<Value> keys;
    for (size_t i = at; i < std::min(at + kBatch, instances.size()); ++i) {
      keys.push_back(key_of(*instances[i]));
    }
    session_.execute_lowered(all->where(in_keys(columns, keys))->order_by(columns), {}, {}, load)
        .unique()
        .all();
  }
}

Result PostLoader::run(const Job& job, const Ref<Select>& statement,
                       const std::vector<ParameterSet>& parameters, RowPlan::Origin origin) {
  Session::LoadOptions load;
  load.relationship = true;
  load.origin = std::move(origin);
  load.autoflush = false;
  load.populate_existing = populate_existing_;
  load.node = job.node;
  load.mappers = job.post.mappers;
  return session_
      .execute_lowered(statement->with_label_style(LabelStyle::tablename_plus_col), parameters, {},
                       load)
      .unique();
}

// ---- selectin -----------------------------------------------------------------------------------

void PostLoader::selectin(const Job& job, const std::vector<Instance>& states) {
  if (job.relationship.direction() == Direction::many_to_one && job.relationship.uses_get()) {
    by_foreign_key(job, states);
    return;
  }
  by_parent(job, states);
}

void PostLoader::by_foreign_key(const Job& job, const std::vector<Instance>& states) {
  const RelationshipProperty& relationship = job.relationship;
  std::unordered_map<Value, std::vector<Instance>, ValueHash> owners;
  std::vector<Value> keys;
  for (const Instance& instance : states) {
    std::vector<Value> values;
    bool any_null = false;
    for (const Column* part : relationship.mapper().primary_key()) {
      for (const RelationshipProperty::Pair& pair : relationship.local_remote_pairs()) {
        if (pair.to != part) continue;
        auto attribute = instance->mapper().attribute_of(*pair.from);
        values.push_back(attribute ? instance->load(*attribute) : Value());
        any_null = any_null || values.back().is_null();
      }
    }
    if (any_null) {
      job.set(instance, {});
      continue;
    }
    Value key = key_of(std::move(values));
    std::vector<Instance>& list = owners[key];
    if (list.empty()) keys.push_back(key);
    list.push_back(instance);
  }
  std::sort(keys.begin(), keys.end(), list_less);
  std::vector<ColumnRef> columns;
  for (const Column* part : relationship.mapper().primary_key()) {
    columns.push_back(job.column(*part));
  }
  for (size_t at = 0; at < keys.size(); at += kBatch) {
    std::vector<Value> batch(
        keys.begin() + static_cast<ptrdiff_t>(at),
        keys.begin() + static_cast<ptrdiff_t>(std::min(at + kBatch, keys.size())));
    std::vector<ClauseRef> list(columns.begin(), columns.end());
    list.push_back(job.target);
    Ref<Select> statement = select(std::move(list))->where(in_keys(columns, batch));
    for (const ColumnRef& one : job.criteria) statement = statement->where(one);
    Groups groups = grouped(run(job, job.ordered(statement, nullptr), {}), columns.size());
    for (const Value& key : batch) {
      for (const Instance& owner : owners[key]) job.set(owner, groups[key]);
    }
  }
}

void PostLoader::by_parent(const Job& job, const std::vector<Instance>& states) {
  const RelationshipProperty& relationship = job.relationship;
  std::vector<ColumnRef> columns;
  Ref<FromClause> from, secondary;
  for (const Column* column : foreign_key_of(relationship)) columns.push_back(job.column(*column));
  if (columns.empty()) {
    Ref<Alias> parent = relationship.parent().mapped_table().alias();
    for (const Column* part : relationship.parent().primary_key()) {
      columns.push_back(parent->c().corresponding(*part)->ref());
    }
    from = join_along(parent, job.dest().ref(),
                      {&relationship, parent, job.dest().ref(), job.criteria}, false, false,
                      &secondary);
  }
  std::vector<ClauseRef> list(columns.begin(), columns.end());
  list.push_back(job.target);
  Ref<Select> all = select(std::move(list));
  if (from != nullptr) all = all->select_from({from});
  for (size_t at = 0; at < states.size(); at += kBatch) {
    size_t end = std::min(at + kBatch, states.size());
    std::vector<Value> keys;
    for (size_t i = at; i < end; ++i) keys.push_back(key_of(*states[i]));
    Ref<Select> statement = all->where(in_keys(columns, keys));
    if (from == nullptr) {
      for (const ColumnRef& one : job.criteria) statement = statement->where(job.adapted(one));
    }
    Groups groups = grouped(run(job, job.ordered(statement, secondary), {}), columns.size());
    for (size_t i = at; i < end; ++i) job.set(states[i], groups[keys[i - at]]);
  }
}

// ---- subquery -----------------------------------------------------------------------------------

namespace {

// The statement that was asked for, with no more columns than the relationship compares.
Ref<Alias> original_rows(const RowPlan& plan, size_t item,
                         const RelationshipProperty& relationship) {
  const RowPlan::Item& root = plan.items[item];
  std::vector<const Column*> local = local_columns(relationship);
  std::vector<ClauseRef> compared;
  for (const Column* column : local) {
    if (auto attribute = root.mapper->attribute_of(*column)) {
      compared.push_back(root.entity->attribute(*attribute));
      continue;
    }
    // A relationship of a subclass starts from a column that only the subclass has.
    const Mapper& of = relationship.parent();
    if (auto attribute = of.attribute_of(*column)) {
      compared.push_back(root.entity->alias == nullptr
                             ? of.attribute(*attribute)
                             : root.entity->as_subclass(of)->attribute(*attribute));
    }
  }
  Ref<Select> inner =
      plan.statement->with_only_columns(compared)->with_label_style(LabelStyle::tablename_plus_col);
  std::vector<Ref<StatementOption>> criteria;
  for (const Ref<StatementOption>& option : inner->plugin_options) {
    if (dynamic_cast<const LoaderCriteria*>(option.get()) != nullptr) criteria.push_back(option);
  }
  inner->plugin_options = std::move(criteria);
  inner->options.clear();
  if (inner->limit_clause == nullptr && inner->offset_clause == nullptr) {
    inner->order_by_clauses.clear();
  }
  bool whole_key = true;
  for (const Column* column : local) {
    for (const ColumnElement* part : column->table->primary_key()) {
      whole_key = whole_key && std::find(local.begin(), local.end(), part) != local.end();
    }
  }
  if (!whole_key) inner->is_distinct = true;
  return inner->subquery();
}

}  // namespace

void PostLoader::subquery(const Job& job, const std::vector<Instance>& states) {
  const RelationshipProperty& relationship = job.relationship;
  // Within the rows of another subqueryload the path goes on from where that one began.
  RowPlan::Origin origin = plan_.origin;
  if (origin.plan == nullptr) {
    origin.plan = Ref<const RowPlan>(&plan_);
    origin.root = job.post.root;
  }
  origin.path.insert(origin.path.end(), job.post.path.begin(), job.post.path.end());
  const std::vector<const RelationshipProperty*>& path = origin.path;
  Ref<Alias> original =
      original_rows(*origin.plan, origin.root, path.empty() ? relationship : *path[0]);
  Ref<FromClause> from = original;
  Ref<FromClause> source = original;
  for (size_t i = 0; i < path.size(); ++i) {
    const RelationshipProperty* step = path[i];
    // The next step may start from a subclass of what this one leads to.
    const Mapper& next = (i + 1 < path.size() ? *path[i + 1] : relationship).parent();
    const Mapper& at = next.is_a(step->mapper()) ? next : step->mapper();
    Ref<FromClause> dest =
        &at == &step->mapper() ? at.mapped_table().alias() : anonymous(at.mapped_table(), true);
    from = join_along(std::move(from), dest, {step, source, dest, {}}, false);
    source = dest;
  }
  std::vector<ClauseRef> list{job.target};
  for (const Column* column : local_columns(relationship)) {
    // The subquery has its columns in the order in which they were asked for.
    ColumnElement* there =
        path.empty() ? original->c()[list.size() - 1] : source->c().corresponding(*column);
    if (there == nullptr) {
      throw UnsupportedError("subqueryload() of " + relationship.str() +
                             " along this path is not supported; use selectinload()");
    }
    list.push_back(there->ref());
  }
  size_t width = list.size() - 1;
  Ref<FromClause> secondary;
  from =
      join_along(std::move(from), job.dest().ref(),
                 {&relationship, source, job.dest().ref(), job.criteria}, false, false, &secondary);
  origin.path.push_back(&relationship);
  Result result = run(job, job.ordered(select(std::move(list))->select_from({from}), secondary),
                      parameters_, std::move(origin));
  Groups groups;
  for (const Row& row : result.all()) {
    const auto* object = dynamic_cast<const InstanceValue*>(row[0].object());
    if (object == nullptr) continue;
    groups[key_of(cells(row, 1, width))].push_back(object->instance);
  }
  for (const Instance& instance : states) {
    std::vector<Value> values;
    for (const Column* column : local_columns(relationship)) {
      auto attribute = instance->mapper().attribute_of(*column);
      values.push_back(attribute ? instance->load(*attribute) : Value());
    }
    instance->set_loaded(relationship, groups[key_of(std::move(values))]);
  }
}

}  // namespace orm
