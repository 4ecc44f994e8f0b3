// RelationshipProperty: an attribute of a mapped class that refers to objects of another one.
//
// It is declared with names, strings and callables that may speak of classes not mapped yet, and
// configured when the registry is: then the join condition is found from foreign keys, and with it
// the direction and the pairs of columns that a flush copies. SQLAlchemy's RelationshipProperty.
#pragma once

#include <orm/mapper.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm {

class RelationshipElement;

enum class Direction : uint8_t { one_to_many, many_to_one, many_to_many };

/// When the objects are loaded: relationship(lazy=...).
enum class Lazy : uint8_t {
  select,
  joined,
  subquery,
  selectin,
  immediate,
  raise,
  raise_on_sql,
  noload,
  dynamic,
  write_only,
};

/// The way of that name: "select", "joined", .. Throws ArgumentError for other words.
Lazy lazy_named(std::string_view word);
/// Its name.
std::string_view lazy_word(Lazy lazy);

/// Which operations go along a relationship: SQLAlchemy's CascadeOptions.
struct Cascades {
  bool save_update = true;
  bool merge = true;
  bool refresh_expire = false;
  bool expunge = false;
  bool delete_ = false;
  bool delete_orphan = false;
  /// From "all, delete-orphan" and the like. Throws ArgumentError for an unknown word.
  static Cascades parse(std::string_view text);
  /// `CascadeOptions('delete,delete-orphan,...')`
  std::string repr() const;
};

enum class PassiveDeletes : uint8_t { no, yes, all };

/// What a relationship refers to: a class, or an alias of one over another FROM object.
struct RelationshipTarget {
  RelationshipTarget(const Mapper* of) : mapper(of) {}  // NOLINT: a class is a target
  explicit RelationshipTarget(Ref<EntityElement> alias)
      : mapper(alias->mapper), entity(std::move(alias)) {}
  const Mapper* mapper;
  Ref<EntityElement> entity = nullptr;  ///< null: the class itself
};

/// The arguments of relationship(), by SQLAlchemy's names. What refers to classes or columns is a
/// function, called when the mappers are configured.
struct RelationshipArgs {
  std::function<RelationshipTarget()> argument;
  std::function<Ref<FromClause>()> secondary;
  std::function<ColumnRef()> primaryjoin;
  std::function<ColumnRef()> secondaryjoin;
  std::function<std::vector<ColumnRef>()> foreign_keys;
  std::function<std::vector<ColumnRef>()> remote_side;
  std::function<std::vector<ColumnRef>()> order_by;
  std::string back_populates;
  std::string backref;                                  ///< name of the attribute to make there
  std::shared_ptr<RelationshipArgs> backref_arguments;  ///< of backref(name, ...), or null
  std::optional<bool> uselist;
  std::optional<Cascades> cascade;
  Lazy lazy = Lazy::select;
  bool viewonly = false;
  PassiveDeletes passive_deletes = PassiveDeletes::no;
  bool passive_updates = true;
  bool post_update = false;
  bool single_parent = false;
  bool active_history = false;
  bool cascade_backrefs = true;
  bool innerjoin = false;
  bool is_backref = false;  ///< it came into being as the other side's backref
  bool is_late = false;     ///< it was added after the class was mapped
  std::optional<int64_t> join_depth;
  std::string overlaps;
  std::string doc;
  Ref<RefCounted> collection;  ///< collection_class, as the kind of object needs it
  Ref<RefCounted> info;        ///< whatever the layer above keeps with it
};

/// What an occurrence of a column in a join condition is: SQLAlchemy's annotations `remote`,
/// `foreign` and `local`. remote() and foreign() make such nodes, too.
class JoinAnnotation : public RefCounted {
 public:
  bool remote = false;
  bool foreign = false;
  bool local = false;
};
/// remote(column), foreign(column)
ColumnRef remote(const ColumnRef& column);
ColumnRef foreign(const ColumnRef& column);
/// The annotation of an occurrence, or null.
const JoinAnnotation* join_annotation(const ClauseElement& element);

class RelationshipProperty : public RefCounted {
 public:
  struct Pair {
    const Column* from;  ///< local, or the source of a synchronisation
    const Column* to;    ///< remote, or its target: the foreign key
  };

  RelationshipProperty(const Mapper& parent, std::string key, size_t index, RelationshipArgs args);
  ~RelationshipProperty() override;

  const Mapper& parent() const noexcept { return *parent_; }
  const std::string& key() const noexcept { return key_; }
  size_t index() const noexcept { return index_; }
  const RelationshipArgs& args() const noexcept { return args_; }
  /// `User.addresses`
  std::string str() const;

  /// @name Known once configured
  /// @{
  const Mapper& mapper() const;  ///< the class referred to. Throws InvalidRequestError
  /// The same, null before it is known.
  const Mapper* target_if_known() const noexcept { return target_; }
  /// The alias referred to instead of the class itself, or null.
  const Ref<EntityElement>& alias() const noexcept { return alias_; }
  /// What stands for the target in statements: the alias, or the class.
  Ref<EntityElement> entity() const;
  /// What the target is selected from.
  FromClause& target_from() const;
  Direction direction() const noexcept { return direction_; }
  bool uselist() const noexcept { return uselist_; }
  const Cascades& cascade() const noexcept { return cascade_; }
  bool viewonly() const noexcept { return args_.viewonly; }
  Lazy lazy() const noexcept { return args_.lazy; }
  /// Is the collection never loaded as a whole?
  bool is_dynamic() const noexcept {
    return args_.lazy == Lazy::dynamic || args_.lazy == Lazy::write_only;
  }
  const Ref<FromClause>& secondary() const noexcept { return secondary_; }
  /// The conditions, their columns annotated.
  const ColumnRef& primaryjoin() const noexcept { return primaryjoin_; }
  const ColumnRef& secondaryjoin() const noexcept { return secondaryjoin_; }
  const std::vector<ColumnRef>& order_by() const noexcept { return order_by_; }
  const std::vector<Pair>& synchronize_pairs() const noexcept { return sync_; }
  const std::vector<Pair>& secondary_synchronize_pairs() const noexcept { return secondary_sync_; }
  const std::vector<Pair>& local_remote_pairs() const noexcept { return local_remote_; }
  const std::vector<const RelationshipProperty*>& reverse() const noexcept { return reverse_; }
  bool is_self_referential() const;
  /// Is the object found in the identity map, since the condition names its whole primary key?
  bool uses_get() const noexcept { return uses_get_; }
  /// Does an assignment load the old value first?
  bool active_history() const noexcept;
  /// @}

  /// The condition of the lazy loader: columns of the parent are parameters named by `names`.
  struct LazyClause {
    ColumnRef condition;  ///< null where the target's primary key is enough (uses_get)
    struct Parameter {
      std::string name;
      const Column* column;  ///< of the parent
    };
    std::vector<Parameter> parameters;
  };
  const LazyClause& lazy_clause() const;
  /// The condition that ties the other side to one object, whose values become parameters:
  /// `value_of` gives them by column. `reverse`: the object stands on the remote side, as in
  /// `Address.user == user`; else on the local one, as in with_parent(user, User.addresses).
  ColumnRef object_clause(bool reverse, const std::function<Value(const Column&)>& value_of) const;

  /// Join conditions between two FROM objects that stand for parent and target.
  struct JoinTargets {
    ColumnRef primaryjoin;
    ColumnRef secondaryjoin;    ///< null without `secondary`
    Ref<FromClause> secondary;  ///< its alias, if `aliased`
  };
  /// `source` and `dest` may be the tables themselves.
  /// `dest_mapper`: the class that `dest` stands for, if it is a subclass of the target.
  JoinTargets join_targets(FromClause& source, FromClause& dest, bool alias_secondary,
                           const std::vector<ColumnRef>& extra = {},
                           const Mapper* dest_mapper = nullptr) const;

 private:
  friend class Registry;
  friend class Mapper;
  void initialize();    // all that follows, once
  void configure();     // finds target, condition, direction
  void link_reverse();  // back_populates, backref
  void add_reverse(const std::string& key);
  void make_backref();
  void warn_of_conflicting_targets();  // another relationship writes the same column
  bool conflicts_with(const RelationshipProperty& other, const Pair& mine,
                      const Pair& theirs) const;
  void find_join();
  void annotate();
  void find_pairs();
  void find_direction();
  void check_cascade() const;
  bool can_sync(const ColumnElement& column) const;
  bool refers_to_parent_table() const;
  FromClause& child_table() const;  // of the alias or of the class
  FromClause& child_local() const;
  const Column* table_column(const ColumnElement& column) const;
  [[noreturn]] void no_join(const std::string& between, const std::string& advice) const;

  const Mapper* parent_;
  std::string key_;
  size_t index_;
  RelationshipArgs args_;
  bool configured_ = false;
  bool linked_ = false;
  bool targets_seen_ = false;  // later ones are told of what this one writes
  const Mapper* target_ = nullptr;
  Ref<EntityElement> alias_;
  Direction direction_ = Direction::one_to_many;
  bool uselist_ = true;
  bool uses_get_ = false;
  Cascades cascade_;
  Ref<FromClause> secondary_;
  ColumnRef primaryjoin_;
  ColumnRef secondaryjoin_;
  std::vector<ColumnRef> order_by_;
  std::vector<Pair> sync_, secondary_sync_, local_remote_;
  std::vector<const RelationshipProperty*> reverse_;
  mutable std::optional<LazyClause> lazy_clause_;
};

/// `User.addresses` in a statement: a join target, a loader option's step, a side of a comparison.
class RelationshipElement : public ColumnElement {
 public:
  RelationshipElement(const RelationshipProperty& relationship, Ref<EntityElement> parent);
  std::string_view name() const override { return relationship->key(); }
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  void from_objects(std::vector<FromClause*>& out) const override;

  /// `User.addresses.of_type(entity)`: an alias or a subclass.
  Ref<RelationshipElement> of_type(Ref<EntityElement> entity) const;
  /// `User.addresses.and_(criteria)`
  Ref<RelationshipElement> and_(std::vector<ColumnRef> criteria) const;

  /// @name Comparisons; each gives a plain expression
  /// @{
  /// `Address.user == user`; null compares with None.
  /// Throws InvalidRequestError for collections, except with None.
  ColumnRef equals(InstanceState* other) const;
  ColumnRef not_equals(InstanceState* other) const;
  /// `User.addresses.contains(address)`. Throws InvalidRequestError for scalars.
  ColumnRef contains(InstanceState& other) const;
  /// EXISTS over the target. Throw InvalidRequestError for the wrong direction.
  ColumnRef any(ColumnRef criterion, const ParameterSet& values = {}) const;
  ColumnRef has(ColumnRef criterion, const ParameterSet& values = {}) const;
  /// with_parent(object, attribute): the objects that `parent` refers to.
  ColumnRef with_parent(InstanceState& parent) const;
  /// The condition itself, where the attribute is used as an expression.
  ColumnRef expression() const;
  /// @}

  const RelationshipProperty* relationship;
  Ref<EntityElement> entity;              ///< the alias the attribute was taken of, or null
  Ref<EntityElement> target;              ///< of_type()
  std::vector<ColumnRef> extra_criteria;  ///< and_()

 private:
  ColumnRef exists(ColumnRef criterion, const ParameterSet& values) const;
  ColumnRef related_to(InstanceState* other, bool adapt_source) const;
  ColumnRef without(InstanceState& other) const;
};

/// The relationship behind an expression, or null.
const RelationshipElement* as_relationship(const ClauseElement* element);

}  // namespace orm
