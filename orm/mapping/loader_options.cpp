// Loader options: how calls chain into paths, and how the paths of a statement become one tree. The
// file is just above 500 lines because both read the same paths.
#include "orm/mapping/loader_options.h"

#include <algorithm>

#include "orm/compiler.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

// ---- options ------------------------------------------------------------------------------------

LoadStep load_step(const ClauseElement& attribute) {
  LoadStep step;
  if (const RelationshipElement* relationship = as_relationship(&attribute)) {
    step.parent = &relationship->relationship->parent();
    step.index = relationship->relationship->index();
    step.entity = relationship->entity;
    step.target = relationship->target;
    step.criteria = relationship->extra_criteria;
    return step;
  }
  const AttributeAnnotation* annotation = attribute_annotation(attribute);
  if (annotation == nullptr) {
    throw ArgumentError("expected ORM mapped attribute for loader strategy argument");
  }
  step.parent = annotation->mapper;
  step.index = annotation->index;
  step.entity = annotation->entity;
  return step;
}

namespace {

// The class that a relationship at a step leads to, or null for columns and names.
const Mapper* target_of(const LoadStep& step) {
  if (step.target != nullptr) return step.target->mapper;
  if (step.parent == nullptr) return nullptr;
  const RelationshipProperty* relationship = step.parent->property(step.index).relationship;
  return relationship == nullptr ? nullptr : &relationship->mapper();
}

std::string attribute_str(const LoadStep& step) {
  return step.parent->class_name() + "." + step.parent->property(step.index).key;
}

// The alias that it leads to, or null.
const EntityElement* alias_of(const LoadStep& step) {
  if (step.target != nullptr || step.parent == nullptr) return step.target.get();
  const RelationshipProperty* relationship = step.parent->property(step.index).relationship;
  return relationship == nullptr ? nullptr : relationship->alias().get();
}

// An attribute belongs to the class that the one before it leads to.
void check_link(const LoadStep& before, const LoadStep& step) {
  const Mapper* target = target_of(before);
  if (target == nullptr || step.parent == nullptr) return;
  const EntityElement* leads_to = alias_of(before);
  const FromClause* alias = leads_to != nullptr ? leads_to->alias.get() : nullptr;
  const FromClause* own = step.entity != nullptr ? step.entity->alias.get() : nullptr;
  if (alias == own && (step.parent->is_a(*target) || target->is_a(*step.parent))) return;
  std::string aliased = "aliased(" + target->class_name() + ")";
  if (step.parent->profile().strict_load_options) {
    throw ArgumentError("ORM mapped entity or attribute \"" + attribute_str(step) +
                        "\" does not link from relationship \"" + attribute_str(before) +
                        (alias != nullptr ? ".of_type(" + aliased + ")" : "") + "\".");
  }
  throw ArgumentError("Attribute \"" + attribute_str(step) + "\" does not link from element \"" +
                      (alias != nullptr ? aliased : target->str()) + "\".");
}

}  // namespace

Ref<Load> Load::along(std::vector<LoadStep> steps, const LoadSetting& setting) const {
  auto copy = make_ref<Load>(*this);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (!copy->path_.empty() && steps[i].parent != nullptr &&
        steps[i].parent->profile().strict_load_options) {
      check_link(copy->path_.back(), steps[i]);
    }
    copy->path_.push_back(std::move(steps[i]));
    bool last = i + 1 == steps.size();
    copy->entries_.push_back({copy->path_, last ? setting : LoadSetting{}});
  }
  return copy;
}

Ref<Load> Load::columns(std::vector<LoadStep> steps, LoadSetting setting) const {
  auto copy = make_ref<Load>(*this);
  auto add = [&](LoadStep step, const LoadSetting& how) {
    Entry entry{path_, how};
    entry.path.push_back(std::move(step));
    copy->entries_.push_back(std::move(entry));
  };
  if (setting.kind == LoadSetting::Kind::load_only) {
    LoadStep others;
    others.name = "*";
    if (!steps.empty()) {
      others.parent = steps[0].parent;
      others.index = steps[0].index;
      others.entity = steps[0].entity;
    }
    LoadSetting off = setting;
    off.kind = LoadSetting::Kind::defer;
    off.keeps_key = true;
    add(std::move(others), off);
    setting.kind = LoadSetting::Kind::undefer;
  }
  for (LoadStep& step : steps) add(std::move(step), setting);
  return copy;
}

Ref<Load> Load::options(const std::vector<Ref<Load>>& others) const {
  auto copy = make_ref<Load>(*this);
  for (const Ref<Load>& other : others) {
    for (const Entry& entry : other->entries_) {
      Entry longer{path_, entry.setting};
      longer.path.insert(longer.path.end(), entry.path.begin(), entry.path.end());
      copy->entries_.push_back(std::move(longer));
    }
  }
  return copy;
}

void LoaderCriteria::append_key(KeyBuilder& key) const {
  key.object(token.get());
  key.child(expression.get());
  key.flag(include_aliases);
  key.flag(propagates);
}

std::vector<ColumnRef> criteria_for(const std::vector<Ref<const LoaderCriteria>>& criteria,
                                    const Mapper& mapper, bool aliased) {
  std::vector<ColumnRef> found;
  for (const Ref<const LoaderCriteria>& one : criteria) {
    if ((aliased && !one->include_aliases) || !one->applies(mapper)) continue;
    found.push_back(one->criterion(mapper));
  }
  return found;
}

void Load::append_key(KeyBuilder& key) const {
  key.child(root_.get());
  key.number(entries_.size());
  for (const Entry& entry : entries_) {
    key.number(entry.path.size());
    for (const LoadStep& step : entry.path) {
      key.string(step.name);
      key.object(step.parent);
      key.number(step.index);
      key.child(step.entity.get());
      key.child(step.target.get());
      key.children(step.criteria);
    }
    const LoadSetting& setting = entry.setting;
    key.number(static_cast<uint64_t>(setting.kind));
    key.number(static_cast<uint64_t>(setting.lazy));
    key.flag(setting.contains_eager);
    key.number(setting.innerjoin ? (*setting.innerjoin ? 1 : 0) : 2);
    key.number(static_cast<uint64_t>(setting.recursion));
    key.flag(setting.raises);
    key.flag(setting.keeps_key);
    key.string(setting.group);
    key.child(setting.expression.get());
    for (const Mapper* mapper : setting.mappers) key.object(mapper);
  }
}

namespace {

Ref<Load> relationship_option(const ClauseRef& attribute, Lazy lazy) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::relationship;
  setting.lazy = lazy;
  return make_ref<Load>()->along({load_step(*attribute)}, setting);
}

Ref<Load> column_option(const std::vector<ClauseRef>& attributes, LoadSetting::Kind kind,
                        bool raises = false) {
  LoadSetting setting;
  setting.kind = kind;
  setting.raises = raises;
  std::vector<LoadStep> steps;
  steps.reserve(attributes.size());
  for (const ClauseRef& attribute : attributes) steps.push_back(load_step(*attribute));
  return make_ref<Load>()->columns(std::move(steps), setting);
}

}  // namespace

Ref<Load> joinedload(const ClauseRef& attribute, std::optional<bool> innerjoin) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::relationship;
  setting.lazy = Lazy::joined;
  setting.innerjoin = innerjoin;
  return make_ref<Load>()->along({load_step(*attribute)}, setting);
}
Ref<Load> subqueryload(const ClauseRef& attribute) {
  return relationship_option(attribute, Lazy::subquery);
}
Ref<Load> selectinload(const ClauseRef& attribute, int64_t recursion_depth) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::relationship;
  setting.lazy = Lazy::selectin;
  setting.recursion = recursion_depth;
  return make_ref<Load>()->along({load_step(*attribute)}, setting);
}
Ref<Load> lazyload(const ClauseRef& attribute) {
  return relationship_option(attribute, Lazy::select);
}
Ref<Load> immediateload(const ClauseRef& attribute) {
  return relationship_option(attribute, Lazy::immediate);
}
Ref<Load> raiseload(const ClauseRef& attribute, bool sql_only) {
  return relationship_option(attribute, sql_only ? Lazy::raise_on_sql : Lazy::raise);
}
Ref<Load> noload(const ClauseRef& attribute) {
  return relationship_option(attribute, Lazy::noload);
}
Ref<Load> contains_eager(const ClauseRef& attribute) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::relationship;
  setting.lazy = Lazy::joined;
  setting.contains_eager = true;
  return make_ref<Load>()->along({load_step(*attribute)}, setting);
}
Ref<Load> defaultload(const ClauseRef& attribute) {
  return make_ref<Load>()->along({load_step(*attribute)}, {});
}
Ref<Load> with_expression(const ClauseRef& attribute, const ColumnRef& expression) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::expression;
  NodeKind kind = expression->bare()->kind();
  bool has_name = kind == NodeKind::column || kind == NodeKind::label;
  setting.expression = has_name ? expression : expression->label({});
  return make_ref<Load>()->columns({load_step(*attribute)}, setting);
}
Ref<Load> load_only(const std::vector<ClauseRef>& attributes, bool raiseload) {
  return column_option(attributes, LoadSetting::Kind::load_only, raiseload);
}
Ref<Load> defer(const ClauseRef& attribute, bool raiseload) {
  return column_option({attribute}, LoadSetting::Kind::defer, raiseload);
}
Ref<Load> undefer(const ClauseRef& attribute) {
  return column_option({attribute}, LoadSetting::Kind::undefer);
}
Ref<Load> undefer_group(std::string name) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::undefer_group;
  setting.group = std::move(name);
  return make_ref<Load>()->columns({LoadStep{}}, setting);
}

Ref<Load> selectin_polymorphic(const Ref<EntityElement>& base,
                               std::vector<const Mapper*> subclasses) {
  LoadSetting setting;
  setting.kind = LoadSetting::Kind::selectin_polymorphic;
  setting.mappers = std::move(subclasses);
  return make_ref<Load>(base)->columns({LoadStep{}}, setting);
}

// ---- the tree -----------------------------------------------------------------------------------

bool is_eager(Lazy lazy) {
  return lazy == Lazy::joined || lazy == Lazy::subquery || lazy == Lazy::selectin ||
         lazy == Lazy::immediate;
}

const LoadNode::Relation* LoadNode::find(const RelationshipProperty& relationship) const {
  auto found = relations.find(relationship.index());
  return found == relations.end() ? nullptr : &found->second;
}

Lazy LoadNode::strategy(const RelationshipProperty& relationship, bool* by_option) const {
  const Relation* relation = find(relationship);
  if (relation != nullptr && relation->lazy) {
    if (by_option != nullptr) *by_option = true;
    return *relation->lazy;
  }
  if (other_relations) return *other_relations;
  return everywhere.value_or(relationship.lazy());
}

Ref<const LoadNode> LoadNode::child(const RelationshipProperty& relationship) const {
  const Relation* relation = find(relationship);
  if (relation != nullptr && relation->recursion != 0) return next_level(relationship, *relation);
  if (relation != nullptr && relation->node != nullptr) return relation->node;
  if (!everywhere && criteria.empty()) return nullptr;
  auto node = make_ref<LoadNode>();
  node->everywhere = everywhere;
  node->criteria = criteria;
  return node;
}

Ref<const LoadNode> LoadNode::next_level(const RelationshipProperty& relationship,
                                         const Relation& relation) const {
  constexpr size_t kMostLevels = 300;
  if (relation.level > kMostLevels) {
    throw UnsupportedError("selectinload(recursion_depth=-1) of '" + relationship.str() +
                           "' goes deeper than 300 levels; say how many levels are to be loaded");
  }
  auto node = relation.node == nullptr ? make_ref<LoadNode>() : make_ref<LoadNode>(*relation.node);
  Relation& next = node->relations[relationship.index()];
  next = relation;
  if (relation.recursion > 0) --next.recursion;
  ++next.level;
  return node;
}

bool LoadNode::defers(const Mapper& mapper, const MappedProperty& property) const {
  std::optional<Deferral> said = deferral(mapper, property);
  return said ? said->off : property.deferred;
}

std::optional<LoadNode::Deferral> LoadNode::deferral(const Mapper& mapper,
                                                     const MappedProperty& property) const {
  auto found = deferred.find(property.index);
  if (found != deferred.end()) return found->second;
  if (mapper.is_primary_key(property.index)) {
    bool stays = !defers_others || defers_others->keeps_key || mapper.profile().wildcard_keeps_key;
    return stays ? Deferral{} : *defers_others;
  }
  if (property.deferred && !property.deferred_group.empty() &&
      std::find(groups.begin(), groups.end(), property.deferred_group) != groups.end()) {
    return Deferral{};
  }
  return defers_others;
}

void LoadNode::hand_down(const std::vector<Ref<const LoaderCriteria>>& all) {
  criteria = all;
  for (auto& [index, relation] : relations) {
    if (relation.node != nullptr) relation.node->hand_down(all);
  }
}

bool LoadNode::add(const Mapper& mapper, const Load::Entry& entry, size_t at) {
  const LoadStep& step = entry.path[at];
  const LoadSetting& setting = entry.setting;
  if (at > 0) check_link(entry.path[at - 1], step);
  bool last = at + 1 == entry.path.size();
  if (last && setting.kind == LoadSetting::Kind::selectin_polymorphic) {
    polymorphic.insert(polymorphic.end(), setting.mappers.begin(), setting.mappers.end());
    return true;
  }
  if (last && setting.kind == LoadSetting::Kind::undefer_group) {
    groups.push_back(setting.group);
    return true;
  }
  bool is_column =
      setting.kind == LoadSetting::Kind::defer || setting.kind == LoadSetting::Kind::undefer;
  if (step.is_wildcard()) {
    if (is_column) {
      defers_others = {setting.kind == LoadSetting::Kind::defer, setting.raises, setting.keeps_key};
    } else {
      other_relations = setting.lazy;
    }
    return true;
  }
  size_t index = step.index;
  if (!step.name.empty()) {
    auto found = mapper.find(step.name);
    if (!found) return false;
    index = *found;
  }
  if (last && is_column) {
    deferred[index] = {setting.kind == LoadSetting::Kind::defer, setting.raises};
    return true;
  }
  if (last && setting.kind == LoadSetting::Kind::expression) {
    expressions[index] = setting.expression;
    return true;
  }
  // An attribute of a subclass may be named where the class above is loaded.
  const Mapper& owner =
      step.parent != nullptr && !mapper.has_attribute(index) ? *step.parent : mapper;
  const MappedProperty& property = owner.property(index);
  if (property.relationship == nullptr) return false;
  Relation& relation = relations[index];
  if (step.target != nullptr) {
    relation.target = step.target;
    const Mapper& target = *step.target->mapper;
    const bool is_subclass =
        step.target->alias == nullptr && &target != &property.relationship->mapper();
    if (is_subclass && !(last && setting.contains_eager)) {
      PolymorphicSpec spec;
      spec.mappers = {&target};
      relation.target = with_polymorphic(target.base_mapper(), std::move(spec), false, true);
    }
  }
  if (!step.criteria.empty()) relation.criteria = step.criteria;
  if (last) {
    if (setting.kind != LoadSetting::Kind::relationship) return true;
    relation.lazy = setting.lazy;
    relation.contains_eager = setting.contains_eager;
    relation.innerjoin = setting.innerjoin;
    relation.recursion = setting.recursion;
    return true;
  }
  if (relation.node == nullptr) {
    relation.node = make_ref<LoadNode>();
    relation.node->everywhere = everywhere;
  }
  return relation.node->add(property.relationship->mapper(), entry, at + 1);
}

namespace {

// Does a path that begins with `step` begin at that entity?
bool begins_at(const LoadStep& step, const Ref<EntityElement>& root, const EntityElement& entity) {
  if (root != nullptr && (root->alias != entity.alias || !entity.mapper->is_a(*root->mapper))) {
    return false;
  }
  if (step.parent == nullptr) return true;
  const FromClause* alias = step.entity != nullptr ? step.entity->alias.get() : nullptr;
  return alias == entity.alias.get() &&
         (entity.mapper->is_a(*step.parent) || step.parent->is_a(*entity.mapper));
}

[[noreturn]] void refuse_option(const LoadStep& step, const EntityElement& first) {
  const Profile& profile = first.mapper->profile();
  if (step.parent == nullptr) {
    throw ArgumentError("Can't find property named \"" + step.name + "\" on " +
                        first.mapper->str() + " in this Query.");
  }
  std::string what = profile.mapper_str_brackets
                         ? "Mapped class " + step.parent->str()
                         : "Mapped attribute \"" + step.parent->class_name() + "." +
                               step.parent->property(step.index).key + "\"";
  throw ArgumentError(what + " does not apply to any of the root entities in this query, e.g. " +
                      first.mapper->str() +
                      ". Please specify the full path from one of the root entities to the target "
                      "attribute. ");
}

}  // namespace

std::vector<Ref<LoadNode>> load_nodes(const std::vector<Ref<StatementOption>>& options,
                                      const std::vector<const EntityElement*>& entities) {
  std::vector<Ref<LoadNode>> nodes(entities.size());
  if (options.empty() || entities.empty()) return nodes;
  auto node_of = [&](size_t i) -> LoadNode& {
    if (nodes[i] == nullptr) nodes[i] = make_ref<LoadNode>();
    return *nodes[i];
  };
  std::vector<const Load*> loads;
  for (const Ref<StatementOption>& option : options) {
    if (const auto* load = dynamic_cast<const Load*>(option.get())) loads.push_back(load);
  }
  // What holds for the whole statement is known before the nodes that inherit it are made.
  for (const Load* load : loads) {
    for (const Load::Entry& entry : load->entries()) {
      if (load->root() != nullptr || entry.path.size() != 1 || !entry.path[0].is_wildcard() ||
          entry.setting.kind != LoadSetting::Kind::relationship) {
        continue;
      }
      for (size_t i = 0; i < nodes.size(); ++i) node_of(i).everywhere = entry.setting.lazy;
    }
  }
  for (const Load* load : loads) {
    for (const Load::Entry& entry : load->entries()) {
      const LoadStep& first = entry.path[0];
      bool whole = load->root() == nullptr && entry.path.size() == 1 && first.is_wildcard() &&
                   entry.setting.kind == LoadSetting::Kind::relationship;
      if (whole) continue;
      bool used = false;
      for (size_t i = 0; i < entities.size(); ++i) {
        if (!begins_at(first, load->root(), *entities[i])) continue;
        used = node_of(i).add(*entities[i]->mapper, entry, 0) || used;
        // A name belongs to the first entity.
        if (first.parent == nullptr && load->root() == nullptr && !first.is_wildcard()) break;
      }
      if (!used) refuse_option(first, *entities[0]);
    }
  }
  std::vector<Ref<const LoaderCriteria>> criteria;
  for (const Ref<StatementOption>& option : options) {
    const auto* one = dynamic_cast<const LoaderCriteria*>(option.get());
    if (one != nullptr && one->propagates) criteria.emplace_back(one);
  }
  if (criteria.empty()) return nodes;
  for (size_t i = 0; i < nodes.size(); ++i) node_of(i).hand_down(criteria);
  return nodes;
}

Lazy strategy_of(const InstanceState& state, const RelationshipProperty& relationship) {
  const auto* node = static_cast<const LoadNode*>(state.load_options.get());
  return node == nullptr ? relationship.lazy() : node->strategy(relationship);
}

bool deferred_by_option(const InstanceState& state, const MappedProperty& property) {
  const auto* node = static_cast<const LoadNode*>(state.load_options.get());
  return node != nullptr && !property.deferred && node->defers(state.mapper(), property);
}

bool refuses_to_load(const InstanceState& state, const MappedProperty& property) {
  const auto* node = static_cast<const LoadNode*>(state.load_options.get());
  std::optional<LoadNode::Deferral> said;
  if (node != nullptr) said = node->deferral(state.mapper(), property);
  return said && said->off ? said->raises : property.deferred_raises;
}

bool reloads_with_object(const InstanceState& state, const RelationshipProperty& relationship) {
  return state.mapper().profile().refresh_eager && is_eager(strategy_of(state, relationship));
}

}  // namespace orm
