// RelationshipProperty: arguments, cascades, and how it is tied to the attribute on the other side.
#include "orm/relationship.h"

#include <algorithm>
#include <set>

#include "orm/mapping/adapt.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

namespace {

constexpr const char* kCascadeWords[] = {"delete", "expunge", "merge", "refresh-expire",
                                         "save-update"};

ColumnRef without_sides(const ColumnRef& condition, bool swap) {
  return adapt_columns(condition, [swap](const ColumnElement& column) -> ColumnRef {
    const JoinAnnotation* note = join_annotation(column);
    if (note == nullptr) return nullptr;
    auto fresh = make_ref<JoinAnnotation>();
    fresh->foreign = note->foreign;
    if (swap) {
      fresh->remote = note->local;
      fresh->local = note->remote;
    } else {
      fresh->remote = note->remote;
    }
    return make_ref<AnnotatedColumn>(column.bare()->ref(), fresh, nullptr);
  });
}

const char* direction_name(Direction direction) {
  switch (direction) {
    case Direction::one_to_many:
      return "ONETOMANY";
    case Direction::many_to_one:
      return "MANYTOONE";
    default:
      return "MANYTOMANY";
  }
}

}  // namespace

namespace {

constexpr struct {
  const char* name;
  Lazy lazy;
} kLazyWords[] = {{"select", Lazy::select},       {"joined", Lazy::joined},
                  {"subquery", Lazy::subquery},   {"selectin", Lazy::selectin},
                  {"immediate", Lazy::immediate}, {"raise", Lazy::raise},
                  {"noload", Lazy::noload},       {"raise_on_sql", Lazy::raise_on_sql},
                  {"dynamic", Lazy::dynamic},     {"write_only", Lazy::write_only}};

}  // namespace

Lazy lazy_named(std::string_view word) {
  for (const auto& one : kLazyWords) {
    if (word == one.name) return one.lazy;
  }
  throw ArgumentError("Can't find strategy (('lazy', '" + std::string(word) + "'),)");
}

std::string_view lazy_word(Lazy lazy) {
  for (const auto& one : kLazyWords) {
    if (one.lazy == lazy) return one.name;
  }
  return {};
}

Cascades Cascades::parse(std::string_view text) {
  std::set<std::string> words;
  for (size_t at = 0; at <= text.size();) {
    size_t comma = std::min(text.find(',', at), text.size());
    std::string word(text.substr(at, comma - at));
    auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
    while (!word.empty() && blank(word.front())) word.erase(0, 1);
    while (!word.empty() && blank(word.back())) word.pop_back();
    if (!word.empty()) words.insert(word);
    at = comma + 1;
  }
  std::string unknown;
  for (const std::string& word : words) {
    bool known = word == "all" || word == "none" || word == "delete-orphan" ||
                 std::any_of(std::begin(kCascadeWords), std::end(kCascadeWords),
                             [&](const char* one) { return word == one; });
    if (!known) unknown += (unknown.empty() ? "'" : ", '") + word + "'";
  }
  if (!unknown.empty()) throw ArgumentError("Invalid cascade option(s): " + unknown);
  if (words.count("all") != 0) words.insert(std::begin(kCascadeWords), std::end(kCascadeWords));
  if (words.count("none") != 0) words.clear();
  Cascades cascades;
  cascades.save_update = words.count("save-update") != 0;
  cascades.merge = words.count("merge") != 0;
  cascades.refresh_expire = words.count("refresh-expire") != 0;
  cascades.expunge = words.count("expunge") != 0;
  cascades.delete_ = words.count("delete") != 0;
  cascades.delete_orphan = words.count("delete-orphan") != 0;
  return cascades;
}

std::string Cascades::repr() const {
  std::string words;
  auto add = [&](bool on, const char* word) {
    if (on) words += (words.empty() ? "" : ",") + std::string(word);
  };
  add(delete_, "delete");
  add(delete_orphan, "delete-orphan");
  add(expunge, "expunge");
  add(merge, "merge");
  add(refresh_expire, "refresh-expire");
  add(save_update, "save-update");
  return "CascadeOptions('" + words + "')";
}

RelationshipProperty::RelationshipProperty(const Mapper& parent, std::string key, size_t index,
                                           RelationshipArgs args)
    : parent_(&parent), key_(std::move(key)), index_(index), args_(std::move(args)) {
  if (args_.cascade) {
    cascade_ = *args_.cascade;
  } else if (args_.viewonly) {
    cascade_ = Cascades::parse(parent.profile().viewonly_merges ? "merge" : "none");
  }
}

RelationshipProperty::~RelationshipProperty() = default;

std::string RelationshipProperty::str() const { return parent_->class_name() + "." + key_; }

const Mapper& RelationshipProperty::mapper() const {
  if (!linked_) parent_->registry().configure();
  if (target_ == nullptr) {
    throw InvalidRequestError("relationship '" + str() + "' is not configured yet");
  }
  return *target_;
}

Ref<EntityElement> RelationshipProperty::entity() const {
  return alias_ != nullptr ? alias_ : make_ref<EntityElement>(mapper());
}

FromClause& RelationshipProperty::target_from() const {
  return alias_ != nullptr ? alias_->selectable() : mapper().selectable();
}

FromClause& RelationshipProperty::child_table() const {
  return alias_ != nullptr ? alias_->selectable() : target_->mapped_table();
}

FromClause& RelationshipProperty::child_local() const {
  return alias_ != nullptr ? alias_->selectable() : target_->local_from();
}

bool RelationshipProperty::active_history() const noexcept {
  return args_.active_history || args_.single_parent || direction_ != Direction::many_to_one ||
         !uses_get_;
}

void RelationshipProperty::check_cascade() const {
  bool many_side = direction_ == Direction::many_to_many || direction_ == Direction::many_to_one;
  if (cascade_.delete_orphan && !args_.single_parent && many_side) {
    std::string which = direction_ == Direction::many_to_one ? "many-to-one" : "many-to-many";
    throw ArgumentError(
        "For " + which + " relationship " + str() +
        ", delete-orphan cascade is normally configured only on the \"one\" side of a one-to-many "
        "relationship, and not on the \"many\" side of a many-to-one or many-to-many relationship. "
        " To force this relationship to allow a particular \"" +
        target_->class_name() + "\" object to be referenced by only a single \"" +
        parent_->class_name() + "\" object at a time via the " + str() +
        " relationship, which would allow delete-orphan cascade to take place in this direction, "
        "set the single_parent=True flag. (Background on this error at: " +
        parent_->profile().error_link + "bbf0)");
  }
  if (args_.passive_deletes == PassiveDeletes::all &&
      (cascade_.delete_ || cascade_.delete_orphan)) {
    throw ArgumentError("On " + str() +
                        ", can't set passive_deletes='all' in conjunction with 'delete' or "
                        "'delete-orphan' cascade");
  }
}

void RelationshipProperty::configure() {
  if (configured_) return;
  configured_ = true;
  // What may name things that do not exist is asked in SQLAlchemy's order; the class is last.
  if (args_.order_by) order_by_ = args_.order_by();
  if (args_.primaryjoin) primaryjoin_ = args_.primaryjoin();
  if (args_.secondaryjoin) secondaryjoin_ = args_.secondaryjoin();
  if (args_.secondary) secondary_ = args_.secondary();
  RelationshipTarget target = args_.argument();
  target_ = target.mapper;
  alias_ = std::move(target.entity);
  find_join();
  annotate();
  find_pairs();
  find_direction();
  for (ColumnRef& clause : order_by_) {
    clause = adapt_columns(clause, [](const ColumnElement&) { return ColumnRef(); });
  }
  uselist_ = args_.uselist.value_or(direction_ != Direction::many_to_one);
  check_cascade();
  // One object is looked up in the identity map if the condition names its whole key and no more
  // than that: most many-to-ones, and a one-to-one of tables that share their key.
  const std::vector<Column*>& key = target_->primary_key();
  size_t comparisons = 0;
  traverse(*primaryjoin_, [&](ClauseElement& node) {
    if (node.kind() == NodeKind::binary) ++comparisons;
    return true;
  });
  uses_get_ = !uselist_ && secondary_ == nullptr && alias_ == nullptr &&
              comparisons == key.size() && local_remote_.size() == key.size() &&
              sync_.size() == key.size() &&
              std::all_of(local_remote_.begin(), local_remote_.end(), [&](const Pair& pair) {
                const Column* root = &target_->root_column(*pair.to);
                return std::find(key.begin(), key.end(), root) != key.end();
              });
  if (cascade_.delete_orphan) {
    const_cast<Mapper*>(target_)->orphan_of_.push_back(this);
  }
}

void RelationshipProperty::initialize() {
  if (linked_) return;
  Mapper::note_change();
  try {
    configure();
  } catch (...) {
    configured_ = false;  // half of it is not known
    throw;
  }
  linked_ = true;
  link_reverse();
  warn_of_conflicting_targets();
}

void RelationshipProperty::link_reverse() {
  if (!args_.backref.empty() && args_.back_populates.empty()) make_backref();
  if (!args_.back_populates.empty()) add_reverse(args_.back_populates);
}

void RelationshipProperty::add_reverse(const std::string& key) {
  auto index = target_->find(key);
  if (!index) {
    throw InvalidRequestError(
        "Mapper '" + target_->str() + "' has no property '" + key +
        "'.  If this property was indicated from other mappers or configure events, ensure "
        "registry.configure() has been called.");
  }
  const MappedProperty& property = target_->property(*index);
  if (property.relationship == nullptr) {
    throw InvalidRequestError(
        "back_populates on relationship '" + str() + "' refers to attribute '" +
        target_->class_name() + "." + key +
        "' that is not a relationship.  The back_populates parameter should refer to the name of a "
        "relationship on the target class.");
  }
  RelationshipProperty& other = *property.relationship;
  other.configure();
  auto add = [](std::vector<const RelationshipProperty*>& list, const RelationshipProperty* one) {
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(one);
  };
  add(reverse_, &other);
  add(other.reverse_, this);
  if (!other.target_->is_a(*parent_) && !parent_->is_a(*other.target_)) {
    throw ArgumentError("reverse_property '" + key + "' on relationship " + str() +
                        " references relationship " + other.str() +
                        ", which does not reference mapper " + parent_->str());
  }
  if (direction_ != Direction::many_to_many && direction_ == other.direction_) {
    std::string name = direction_name(direction_);
    if (parent_->profile().direction_symbols)
      name = "symbol('" + name + "')";
    else
      name = "<RelationshipDirection." + name + ": " +
             std::to_string(direction_ == Direction::one_to_many ? 1 : 2) + ">";
    throw ArgumentError(other.str() + " and back-reference " + str() +
                        " are both of the same direction " + name +
                        ".  Did you mean to set remote_side on the many-to-one side ?");
  }
}

void RelationshipProperty::make_backref() {
  if (target_->find(args_.backref)) {
    throw ArgumentError("Error creating backref '" + args_.backref + "' on relationship '" + str() +
                        "': property of that name exists on mapper '" + target_->str() + "'");
  }
  RelationshipArgs args;
  if (args_.backref_arguments != nullptr) args = *args_.backref_arguments;
  const Mapper* parent = parent_;
  args.argument = [parent] { return parent; };
  if (secondary_ != nullptr) {
    Ref<FromClause> secondary = secondary_;
    args.secondary = [secondary] { return secondary; };
    ColumnRef first = without_sides(secondaryjoin_, false);
    ColumnRef second = without_sides(primaryjoin_, false);
    if (!args.primaryjoin) args.primaryjoin = [first] { return first; };
    if (!args.secondaryjoin) args.secondaryjoin = [second] { return second; };
  } else if (!args.primaryjoin) {
    ColumnRef condition = without_sides(primaryjoin_, true);
    args.primaryjoin = [condition] { return condition; };
  }
  if (!args.foreign_keys) args.foreign_keys = args_.foreign_keys;
  if (args_.viewonly) args.viewonly = true;
  if (args_.post_update) args.post_update = true;
  if (!args_.passive_updates) args.passive_updates = false;
  args.back_populates = key_;
  args.is_backref = true;
  args_.back_populates = args_.backref;
  RelationshipProperty& made =
      const_cast<Mapper*>(target_)->add_relationship(args_.backref, std::move(args));
  made.initialize();
}

// ---- mapper and registry ------------------------------------------------------------------------

const RelationshipProperty* Mapper::relationship(std::string_view key) const {
  auto index = find(key);
  return index ? property(*index).relationship : nullptr;
}

size_t Mapper::reserve_index(const std::string& key) {
  for (const auto& [name, index] : reserved_) {
    if (name == key) return index;
  }
  reserved_.emplace_back(key, new_index());
  return reserved_.back().second;
}

RelationshipProperty& Mapper::add_relationship(std::string key, RelationshipArgs args) {
  MappedProperty property;
  property.key = key;
  property.is_explicit = true;
  auto known = find(key);
  size_t index = known ? *known : reserve_index(key);
  owned_relationships_.push_back(
      make_ref<RelationshipProperty>(*this, std::move(key), index, std::move(args)));
  RelationshipProperty& relationship = *owned_relationships_.back();
  property.index = index;
  property.relationship = &relationship;
  if (known) {
    replace_property(index, std::move(property));
  } else {
    pass_on(property);
  }
  registry_->mark_new();
  for (const Mapper* mapper : self_and_descendants()) {
    if (!mapper->has_attribute(index)) continue;
    const MappedProperty& added = mapper->property(index);
    if (added.relationship != &relationship) continue;
    const_cast<Mapper*>(mapper)->relationships_.push_back(&relationship);
    mapper->manager_->attribute_added(*mapper, added);
  }
  return relationship;
}

bool Mapper::is_orphan(const InstanceState& state) const {
  for (const Mapper* at = this; at != nullptr; at = at->options_.inherits) {
    if (std::any_of(at->orphan_of_.begin(), at->orphan_of_.end(),
                    [&](const RelationshipProperty* parent) {
                      return !state.has_parent(*parent, state.key != nullptr);
                    })) {
      return true;
    }
  }
  return false;
}

void Registry::dispose() {
  needs_configure_ = false;
  for (const Ref<Mapper>& mapper : mappers_) {
    mapper->stop_versions();
    mapper->stop_naming();
    for (const Ref<RelationshipProperty>& relationship : mapper->owned_relationships_) {
      relationship->args_ = {};
    }
  }
}

void Registry::forget_mappers() {
  dispose();
  classes_.clear();
  failure_->mapper.clear();
  for (const Ref<Mapper>& mapper : mappers_) {
    mapper->configured_ = true;
    if (Mapper* base = mapper->options_.inherits) {
      auto& siblings = base->children_;
      siblings.erase(std::remove(siblings.begin(), siblings.end(), mapper.get()), siblings.end());
    }
  }
  forgotten_.insert(forgotten_.end(), mappers_.begin(), mappers_.end());
  mappers_.clear();
  Mapper::note_change();
}

void Registry::configure(Mapper& mapper) {
  if (!mapper.configured_)
    mapper.class_manager().configuring(ClassManager::Configuring::mapper_begins, mapper);
  for (size_t k = 0; k < mapper.relationships_.size(); ++k) {
    const_cast<RelationshipProperty&>(*mapper.relationships_[k]).initialize();
  }
  if (!mapper.configured_) {
    mapper.configured_ = true;
    mapper.class_manager().configuring(ClassManager::Configuring::mapper_done, mapper);
  }
}

void Registry::configure_now() {
  if (!failure_->mapper.empty()) {
    throw InvalidRequestError(
        "One or more mappers failed to initialize - can't proceed with initialization of other "
        "mappers. Triggering mapper: '" +
        failure_->mapper + "'. Original exception was: " + failure_->text);
  }
  struct Guard {
    explicit Guard(bool& running) : flag(running) { flag = true; }
    ~Guard() { flag = false; }
    bool& flag;
  } guard(configuring_);
  if (mappers_.empty()) return;
  Ref<Mapper> first = mappers_.front();
  first->class_manager().configuring(ClassManager::Configuring::begins, *first);
  // Until nothing is new: listeners add relationships, also to mappers that are done.
  while (needs_configure_) {
    needs_configure_ = false;
    for (size_t i = 0; i < mappers_.size(); ++i) {
      Mapper& mapper = *mappers_[i];
      try {
        configure(mapper);
      } catch (const std::exception& error) {
        needs_configure_ = true;
        failure_->mapper = mapper.str();
        failure_->text = error.what();
        throw;
      } catch (...) {
        // What the program's own functions raised.
        needs_configure_ = true;
        failure_->text = mapper.class_manager().text_of_raised();
        if (!failure_->text.empty()) failure_->mapper = mapper.str();
        throw;
      }
    }
  }
  first->class_manager().configuring(ClassManager::Configuring::ended, *first);
}

}  // namespace orm
