// Mapper: how one class is tied to a table; Registry: the classes that belong together.
//
// A mapper is made by a declarative layer (of an interpreter, or of the typed C++ API), which
// brings a ClassManager: the way to create objects of the class. From then on everything else is
// shared. The header is above 500 lines because Mapper and Registry hold each other.
#pragma once

#include <orm/identity_key.h>
#include <orm/instance.h>
#include <orm/schema.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orm {

class Mapper;
class Registry;
struct MappedProperty;
struct RelationshipArgs;

class EntityElement;

/// What the mapper must know of a class.
class ClassManager {
 public:
  virtual ~ClassManager() = default;
  /// Registry::configure() is about to begin, turns to the mapper, has configured it, has ended.
  /// Begin and end are told to one of the registry's classes.
  enum class Configuring : uint8_t { begins, mapper_begins, mapper_done, ended };
  virtual void configuring(Configuring when, const Mapper& mapper) { (void)when, (void)mapper; }
  /// What the exception that is being handled says, where it is one of the program's own that the
  /// mapper does not know; empty for others.
  virtual std::string text_of_raised() const { return {}; }
  /// A warning (SAWarning) about how the class is mapped, as one sentence.
  virtual void warn(const std::string& message) { (void)message; }
  /// `__name__` and `__module__` of the class.
  virtual std::string class_name() const = 0;
  virtual std::string module_name() const = 0;
  /// `module.Class`, where the class is inside others with these (`__qualname__`).
  virtual std::string qualified_name() const { return module_name() + "." + class_name(); }
  /// A new object of the class, its constructor not called, for a row that is being loaded.
  virtual Instance create() = 0;
  /// The class itself, as its kind knows it; null where there is no such object.
  virtual void* class_object() const { return nullptr; }
  /// What an expression of the class has by a name that is not mapped: hybrids, synonyms. Null:
  /// nothing. `entity` is the class or an alias of it.
  virtual ColumnRef class_attribute(const EntityElement& entity, std::string_view key) {
    (void)entity;
    (void)key;
    return nullptr;
  }
  /// That an attribute which is no column of its own, a composite or a relationship, has the value;
  /// null: there is none of that name.
  virtual ColumnRef class_criterion(const EntityElement& entity, std::string_view key,
                                    const Value& value) {
    (void)entity;
    (void)key;
    (void)value;
    return nullptr;
  }
  /// An attribute came into being after the class was mapped: a backref.
  virtual void attribute_added(const Mapper& mapper, const MappedProperty& property) {
    (void)mapper;
    (void)property;
  }
};

class RelationshipProperty;

/// An attribute of a mapped class: a column (ColumnProperty), or a RelationshipProperty.
struct MappedProperty {
  std::string key;
  size_t index = 0;  ///< unique among the classes that inherit from each other
  Ref<Column> column;
  /// Further columns with the same value: the key that a table of the hierarchy refers to.
  std::vector<Ref<Column>> more_columns;
  /// Written as a property, or under another name than its column's.
  bool is_explicit = false;
  /// Stands before the table's columns, also where properties stand in the order of these.
  bool is_first = false;
  /// Has no attribute on the class: a discriminator that is only an expression.
  bool hidden = false;
  ColumnRef expression;  ///< instead of a column: column_property(first + last), a label
  bool deferred = false;
  std::string deferred_group;
  bool deferred_raises = false;   ///< deferred(raiseload=True)
  bool active_history = false;    ///< the value before is loaded when another is assigned
  bool query_expression = false;  ///< has what with_expression() says, else `expression`
  RelationshipProperty* relationship = nullptr;  ///< the mapper owns it
  /// Is it read from rows? Also an expression is.
  bool is_column() const noexcept { return column != nullptr || expression != nullptr; }
  /// query_expression() without a default.
  bool is_null_expression() const;
};

enum class Lazy : uint8_t;

/// `eager_defaults`: fetch server defaults with the INSERT?
enum class EagerDefaults : uint8_t { never, always, automatic };

/// with_polymorphic: the subclasses whose columns are selected with those of the class.
struct PolymorphicSpec {
  bool all = false;                      ///< "*"
  std::vector<const Mapper*> mappers;    ///< else these, and what is between
  Ref<FromClause> selectable = nullptr;  ///< instead of an outer join of their tables
  ColumnRef polymorphic_on = nullptr;    ///< the discriminator there, if it is another one
  /// Further ones that were named before they were mapped; those that are mapped by now.
  std::function<std::vector<const Mapper*>()> late = nullptr;
  bool given() const noexcept { return all || !mappers.empty() || late != nullptr; }
};

/// What Mapper(...) takes besides class and table.
struct MapperOptions {
  /// Attributes by name, in the order of SELECT lists; columns of the table that are not named
  /// here follow under their own keys.
  std::vector<MappedProperty> properties;
  std::vector<std::string> exclude;      ///< keys of columns that get no attribute
  std::vector<Ref<Column>> primary_key;  ///< instead of the table's
  EagerDefaults eager_defaults = EagerDefaults::automatic;
  bool confirm_deleted_rows = true;
  /// Rows of the class's own table go with those of the class above: the database sees to that.
  bool passive_deletes = false;
  bool always_refresh = false;    ///< each row of the class is read into its object again
  bool allow_partial_pks = true;  ///< false: a row whose key is partly NULL is none
  bool batch = true;              ///< false: each object is written, and told of, before the next
  /// @name Versions: `version_id_col`, by the name of its attribute, and `version_id_generator`
  /// @{
  std::string version_id_key;
  bool version_id_manual = false;  ///< False: the program or the database counts
  std::function<Value(const Value&)> version_id_generator;  ///< null: a counter from 1
  /// @}
  /// @name Inheritance
  /// @{
  Mapper* inherits = nullptr;  ///< of the class above; its table for single-table inheritance
  bool concrete = false;
  /// Columns of the table above that no class there maps are not this one's either: Declarative's
  /// rule, for they may be those of another subclass.
  bool leaves_unmapped = true;
  /// AbstractConcreteBase: the class has no table, the UNION is of those below it.
  bool concrete_abstract = false;
  /// strict_attrs: beside its key it has only the attributes of these names.
  std::optional<std::vector<std::string>> strict_attributes;
  /// ConcreteBase: what the UNION of the tables calls the column that tells them apart.
  std::string concrete_discriminator;
  ColumnRef inherit_condition;
  std::vector<Ref<Column>> inherit_foreign_keys;  ///< which side of it refers to the other
  std::string polymorphic_on_key;  ///< the discriminator by the name of its attribute
  ColumnRef polymorphic_on;        ///< or as a column or expression
  std::optional<Value> polymorphic_identity;
  bool polymorphic_abstract = false;
  PolymorphicLoad polymorphic_load = PolymorphicLoad::none;
  PolymorphicSpec with_polymorphic;
  /// @}
  /// Told of what SQLAlchemy warns of.
  std::function<void(const std::string&)> warn;
};

/// The mapping of one class.
class Mapper : public RefCounted {
 public:
  /// `from`: a table, a join of tables, or an alias or subquery that has columns of tables. Throws
  /// ArgumentError if it has no primary key.
  Mapper(Registry& registry, std::unique_ptr<ClassManager> manager, Ref<FromClause> from,
         MapperOptions options = {});
  ~Mapper() override;

  Registry& registry() const noexcept { return *registry_; }
  const Profile& profile() const;
  ClassManager& class_manager() const noexcept { return *manager_; }
  const std::string& class_name() const noexcept { return class_name_; }
  /// `module.Class`
  const std::string& qualified_name() const noexcept { return qualified_name_; }
  /// `<class '__main__.User'>`, as errors show it.
  std::string class_repr() const { return "<class '" + qualified_name_ + "'>"; }
  /// `Mapper[User(users)]`, in 1.x `mapped class User->users`.
  std::string str() const;
  /// `<Mapper at 0x...; User>`
  std::string repr() const;
  /// The table the class is mapped to; of a join or a subquery its first one.
  Table& local_table() const noexcept { return *table_; }
  /// What the class is mapped to, where that may be a join or a subquery (`local_table`).
  FromClause& local_from() const noexcept { return *from_; }
  /// What its rows are made of: the table, or the join of the tables of the hierarchy
  /// (`persist_selectable`).
  FromClause& mapped_table() const noexcept { return *mapped_table_; }
  /// What the class is selected from: also the tables of subclasses with `with_polymorphic`.
  FromClause& selectable() const;

  /// @name Inheritance
  /// @{
  const Mapper& base_mapper() const noexcept { return *base_; }
  /// The mapper whose class identity keys name: the base, unless the class stands for itself.
  const Mapper& identity_mapper() const noexcept { return *identity_; }
  /// The mapper of the class above, or null.
  const Mapper* inherits() const noexcept { return options_.inherits; }
  /// Does it share the table of the class above?
  bool single() const noexcept { return single_; }
  bool concrete() const noexcept { return options_.concrete; }
  /// This mapper, those that inherit from it, and so on.
  std::vector<const Mapper*> self_and_descendants() const;
  /// The tables of the hierarchy down to this class, the base's first.
  std::vector<Table*> tables() const;
  /// The discriminator; null if there is none.
  ColumnRef polymorphic_on() const { return polymorphic_on_; }
  std::optional<size_t> polymorphic_attribute() const noexcept { return polymorphic_attribute_; }
  const std::optional<Value>& polymorphic_identity() const noexcept {
    return options_.polymorphic_identity;
  }
  /// `polymorphic_map`: identities and mappers of the whole hierarchy, in order of definition.
  const std::vector<std::pair<Value, const Mapper*>>& polymorphic_map() const noexcept {
    return base_->polymorphic_map_;
  }
  /// Makes anew what the class and those above it are selected from, where that is a UNION of the
  /// tables of a concrete hierarchy; to be called when a class has joined it.
  void unite_all() {
    for (Mapper* at = this; at != nullptr; at = at->options_.inherits) at->unite();
  }
  /// Is `alias` the UNION that the class itself is selected from?
  bool selects_from_own(const FromClause* alias) const;
  /// The mapper of an identity, or null.
  const Mapper* mapper_of_identity(const Value& identity) const;
  /// Gives a new object its identity, as SQLAlchemy does before `__init__`.
  void set_identity(InstanceState& state) const;
  /// @name Versions
  /// @{
  /// The attribute that counts the versions of a row, its own or that of a class above.
  std::optional<size_t> version_attribute() const {
    const Mapper* of = versioned();
    return of == nullptr ? std::nullopt : of->find(of->options_.version_id_key);
  }
  const Column* version_column() const;
  /// Does a flush make the next version by itself?
  bool makes_versions() const;
  /// The version after `version`; of a new row after null.
  Value next_version(const Value& version) const;
  /// The layer that made the generator is gone.
  void stop_versions() { options_.version_id_generator = nullptr; }
  /// @}
  /// Do its new rows get the identity of the class?
  bool sets_identity() const noexcept { return sets_identity_; }
  /// Throws InvalidRequestError for classes that are polymorphic_abstract.
  void check_instantiable() const;
  /// The layer that was told of warnings is gone.
  void stop_warning() { options_.warn = nullptr; }
  /// The layer that names classes is gone.
  void stop_naming() { options_.with_polymorphic.late = nullptr; }
  /// The identities that rows of this mapper's table may have.
  std::vector<Value> acceptable_identities() const;
  /// `type IN ('manager', ...)` for a class that shares its table with others; else null.
  const ColumnRef& single_criterion() const;
  const ColumnRef& inherit_condition() const noexcept { return options_.inherit_condition; }
  /// Pairs of columns that the inherit condition equates: of the parent's table, of this one's.
  const std::vector<std::pair<const Column*, const Column*>>& inherit_pairs() const noexcept {
    return inherit_pairs_;
  }
  /// The column of the base's table that has the same value by the inherit conditions, or the
  /// column itself.
  const Column& root_column(const Column& column) const;
  /// The mappers that a with_polymorphic specification means, in order of self_and_descendants().
  /// Throws InvalidRequestError for classes that do not inherit from this one.
  std::vector<const Mapper*> mappers_of(const PolymorphicSpec& spec) const;
  /// The tables of these mappers joined to this one's.
  Ref<FromClause> join_tables(const std::vector<const Mapper*>& mappers, bool inner) const;
  /// The class's own `with_polymorphic`.
  const std::vector<const Mapper*>& with_polymorphic() const;
  const PolymorphicSpec& with_polymorphic_spec() const noexcept {
    return options_.with_polymorphic;
  }
  /// The tables of the hierarchy in the order in which rows are inserted.
  const std::vector<Table*>& sorted_tables() const;
  /// Has it the attribute of that index?
  bool has_attribute(size_t index) const noexcept {
    return index < places_.size() && places_[index] != kNoPlace;
  }
  /// @}

  /// Are its objects told when their values are loaded, expired and written?
  bool watches() const noexcept { return watches_; }
  void watch() noexcept { watches_ = base_->hierarchy_watches_ = true; }
  /// Or those of a class that inherits from this one, or that it inherits from?
  bool hierarchy_watches() const noexcept { return base_->hierarchy_watches_; }

  /// Grows with every change of a mapping in this thread: what was made of mappings before may be
  /// out of date.
  static uint64_t changes() noexcept;
  /// What a layer above keeps with the mapper, made of it.
  Ref<RefCounted>& kept() const noexcept { return kept_; }
  /// A number that no other mapper of the process has.
  uint64_t serial() const noexcept { return serial_; }

  /// In the order of SELECT lists.
  const std::vector<MappedProperty>& properties() const noexcept { return properties_; }
  const MappedProperty& property(size_t index) const { return properties_[places_[index]]; }
  /// What is asked of every object again and again, made of the properties.
  struct Traits {
    uint64_t made = 0;  ///< changes() at that time
    /// Attributes whose value is loaded before another is assigned: keys, the version,
    /// `active_history`.
    AttributeSet known_before;
    AttributeSet reloaded;       ///< columns that an expired object loads at its next use
    std::vector<size_t> others;  ///< attributes that are not, or not always
  };
  const Traits& traits() const {
    if (traits_.made != changes()) make_traits();
    return traits_;
  }
  /// Attribute indexes are below this.
  size_t index_limit() const noexcept { return places_.size(); }
  /// Relationships in order of definition.
  const std::vector<const RelationshipProperty*>& relationships() const noexcept {
    return relationships_;
  }
  /// The relationship of that name, or null.
  const RelationshipProperty* relationship(std::string_view key) const;
  /// Have the relationships of the registry been configured with this mapper?
  bool is_configured() const { return configured_; }
  /// Adds a relationship to the mapping; configured with the registry.
  RelationshipProperty& add_relationship(std::string key, RelationshipArgs args);
  /// The index that the attribute will have which is added by that name; of a struct's member,
  /// which is there before its relationship.
  size_t reserve_index(const std::string& key);
  /// Maps an attribute after the class was mapped: a column that was added to the table later, an
  /// expression (`add_property`).
  void add_attribute(MappedProperty property);
  /// Defers a column: what composite(deferred=True) says of its parts.
  void defer_attribute(size_t index, const std::string& group);
  /// Does a flush leave the rows of the class's own tables to the database when objects go?
  bool passive_deletes() const noexcept;
  /// Are rows of the class written to that table, by the mapping of this class and not of one
  /// above?
  bool owns_table(const Table& table) const;
  /// Relationships elsewhere with cascade="delete-orphan" whose members are of this class.
  const std::vector<const RelationshipProperty*>& delete_orphans() const noexcept {
    return orphan_of_;
  }
  /// Has the object lost a parent that it cannot live without?
  bool is_orphan(const InstanceState& state) const;
  /// Is this the mapper of `other` or of a class above it?
  bool is_a(const Mapper& other) const noexcept {
    const Mapper* at = this;
    while (at != nullptr && at != &other) at = at->options_.inherits;
    return at != nullptr;
  }
  /// The attribute of that name, or nothing.
  std::optional<size_t> find(std::string_view key) const;
  /// The attribute that a column of the table has, or nothing.
  std::optional<size_t> attribute_of(const Column& column) const;
  /// Columns of the primary key and their attributes, in the same order.
  const std::vector<Column*>& primary_key() const noexcept { return primary_key_; }
  const std::vector<size_t>& primary_key_attributes() const noexcept { return key_attributes_; }
  bool is_primary_key(size_t attribute) const noexcept {
    return attribute < is_key_.size() && is_key_[attribute];
  }
  /// Attributes that are expressions: a flush makes them stale.
  const AttributeSet& readonly() const noexcept { return readonly_; }
  EagerDefaults eager_defaults() const noexcept { return options_.eager_defaults; }
  bool batch() const noexcept { return options_.batch; }
  const MapperOptions& options() const noexcept { return options_; }

  /// The identity key of a primary key.
  Ref<const IdentityKey> identity_key(std::span<const Value> primary_key) const;
  /// The identity key that the values of an object give.
  Ref<const IdentityKey> identity_key_from(const InstanceState& state) const;
  /// The values of an object's primary key.
  KeyValues key_values_of(const InstanceState& state) const;

  /// The class as an element of a statement: `select(User)`.
  ClauseRef entity() const;
  /// An attribute as an expression: `User.name`. It knows its class; its SQL is the column's.
  ColumnRef attribute(size_t index) const;

 private:
  friend class Registry;
  friend class RelationshipProperty;
  static uint64_t next_serial() noexcept;
  static void note_change() noexcept;
  static constexpr size_t kNoPlace = static_cast<size_t>(-1);
  MappedProperty& add_property(MappedProperty property);
  void note_column(const Column& column, size_t index);
  void replace_property(size_t index, MappedProperty property);
  void note_columns(const MappedProperty& property);
  void pass_on(const MappedProperty& property);
  const Mapper* versioned() const noexcept {
    const Mapper* at = this;
    while (at != nullptr && at->options_.version_id_key.empty()) at = at->options_.inherits;
    return at;
  }
  void find_primary_key();
  std::vector<const Column*> chosen_key() const;
  void find_tables();
  void find_own_tables();
  bool is_selected_from() const noexcept;  ///< an alias or a subquery
  void resolve_given();
  void map_selected_columns(const std::function<bool(const MappedProperty&)>& waits);
  void select_from_given();
  bool is_excluded(const std::string& key) const;
  void map_columns();
  void inherit_properties();
  /// The index of an attribute that the hierarchy did not have. Throws UnsupportedError.
  size_t new_index();
  void take(MappedProperty property);
  void map_inherited_columns(const std::vector<MappedProperty>& explicit_columns);
  void combine(MappedProperty& property, const Ref<Column>& column, bool warn_only) const;
  void find_polymorphic_on();
  void unite();
  void discriminate_by_column();
  std::vector<const Mapper*> take_from_below();
  std::vector<const Mapper*> below() const;
  void order_by_union(const FromClause& from);
  void note_identity();
  void make_traits() const;

  uint64_t serial_ = next_serial();
  Registry* registry_;
  std::unique_ptr<ClassManager> manager_;
  std::string class_name_;
  std::string qualified_name_;
  Ref<FromClause> from_;
  Ref<Table> table_;
  std::vector<Table*> own_tables_;  // of `from_`, those that rows are written to
  MapperOptions options_;
  Mapper* base_;
  const Mapper* identity_ = this;
  Ref<FromClause> mapped_table_;
  bool single_ = false;
  bool watches_ = false;
  bool hierarchy_watches_ = false;  // of the base
  bool configured_ = false;
  std::vector<std::pair<std::string, size_t>> reserved_;
  size_t next_index_ = 0;  // of the base: of the whole hierarchy
  std::vector<Mapper*> children_;
  std::vector<std::pair<const Column*, const Column*>> inherit_pairs_;
  ColumnRef polymorphic_on_;
  std::optional<size_t> polymorphic_attribute_;
  bool sets_identity_ = false;
  std::vector<std::pair<Value, const Mapper*>> polymorphic_map_;  // of the base
  mutable ColumnRef single_criterion_;
  mutable size_t hierarchy_size_ = 0;  // when the memoized values were made
  mutable size_t polymorphic_size_ = 0;
  mutable std::vector<const Mapper*> with_polymorphic_;
  mutable Ref<FromClause> selectable_;
  mutable std::vector<Table*> sorted_tables_;
  std::vector<MappedProperty> properties_;
  std::vector<size_t> places_;  // of each attribute index in properties_
  std::vector<const RelationshipProperty*> relationships_;
  std::vector<Ref<RelationshipProperty>> owned_relationships_;
  std::vector<const RelationshipProperty*> orphan_of_;
  std::map<std::string, size_t, std::less<>> by_key_;
  std::vector<std::pair<const Column*, size_t>> by_column_;  // by address
  std::vector<Column*> primary_key_;
  std::vector<size_t> key_attributes_;
  std::vector<bool> is_key_;
  AttributeSet readonly_;
  mutable ClauseRef entity_;
  ClauseRef united_;  // the class over the UNION, or null
  mutable std::vector<ColumnRef> attributes_;
  mutable Ref<RefCounted> kept_;
  mutable Traits traits_;
};

/// That a mapper could not be configured, and why: nothing else is until it is forgotten.
class ConfigureFailure : public RefCounted {
 public:
  std::string mapper;  ///< as errors show it; empty: none failed
  std::string text;
};

/// The classes of one declarative base: SQLAlchemy's registry.
class Registry : public RefCounted {
 public:
  explicit Registry(Ref<MetaData> metadata);
  ~Registry() override;
  MetaData& metadata() const noexcept { return *metadata_; }
  void set_metadata(Ref<MetaData> metadata) { metadata_ = std::move(metadata); }
  /// Maps a class. The registry keeps the mapper.
  Mapper& map(std::unique_ptr<ClassManager> manager, Ref<FromClause> from,
              MapperOptions options = {});
  /// Mappers in order of definition.
  const std::vector<Ref<Mapper>>& mappers() const noexcept { return mappers_; }
  /// Notes that a class of that name in that module is being mapped, whether or not it comes to
  /// that. False: there was one already.
  bool note_class(const std::string& module, const std::string& name) {
    return classes_.insert(module + "." + name).second;
  }
  /// The mapper of the class of that name, the newest if there are several, or null.
  Mapper* find(std::string_view class_name) const;
  /// configure_mappers(): ties relationships together. Cheap when nothing is new. Throws
  /// InvalidRequestError and ArgumentError for mappings that make no sense, each time anew.
  void configure() {
    if (needs_configure_ && !configuring_) configure_now();
  }
  void mark_new() noexcept { needs_configure_ = true; }
  /// A mapper that fails stops the registries, too, that share it: all of them, in 1.3.
  void share_failure(Ref<ConfigureFailure> failure) { failure_ = std::move(failure); }
  /// Drops what relationships still have to look up.
  void dispose();
  /// registry.dispose(): its classes are not found any more. The mappers live on with the registry,
  /// for objects that still have them.
  void forget_mappers();

 private:
  void configure_now();
  void configure(Mapper& mapper);
  bool needs_configure_ = false;
  bool configuring_ = false;
  Ref<ConfigureFailure> failure_ = make_ref<ConfigureFailure>();
  Ref<MetaData> metadata_;
  std::vector<Ref<Mapper>> mappers_;
  std::vector<Ref<Mapper>> forgotten_;
  std::set<std::string> classes_;  // that were noted
};

/// A mapped class in a statement. SQLAlchemy's plugin subject.
class EntityElement : public ClauseElement {
 public:
  explicit EntityElement(const Mapper& entity_mapper, Ref<FromClause> aliased = nullptr,
                         std::string entity_name = {})
      : ClauseElement(NodeKind::entity),
        mapper(&entity_mapper),
        alias(std::move(aliased)),
        name(std::move(entity_name)) {}
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  /// The table, or the alias that stands for it.
  FromClause& selectable() const;
  /// The column of an attribute there, annotated; a RelationshipElement for a relationship.
  ColumnRef attribute(size_t index) const;
  /// The mappers whose attributes are selected with the entity: its own first.
  std::vector<const Mapper*> mappers() const;
  /// The same class and FROM object, seen as the subclass: `with_polymorphic(...).Engineer`.
  Ref<EntityElement> as_subclass(const Mapper& subclass) const;
  /// One column that is selected with the entity.
  struct SelectedColumn {
    const MappedProperty* property;
    const Mapper* of;
    ColumnRef column;
    bool repeats;  ///< holds the same value as an earlier one
    bool absent;   ///< the alias has no column for it; `column` is the table's own
  };
  /// All of them, also deferred ones, in the order of SELECT lists.
  std::vector<SelectedColumn> selected_columns() const;
  /// The criterion that tells the class's rows from those of others in its table, or null.
  ColumnRef single_criterion() const;
  Ref<EntityElement> ref() const { return Ref<EntityElement>(const_cast<EntityElement*>(this)); }
  const Mapper* mapper;
  Ref<FromClause> alias;
  std::string name;      ///< aliased(User, name="..")
  bool by_name = false;  ///< aliased(adapt_on_names=True): columns are also matched by their names
  /// with_polymorphic(): the mappers whose columns are selected, instead of the class's own.
  std::vector<const Mapper*> polymorphic;
  /// with_polymorphic(polymorphic_on=): the discriminator, where it is not the class's own.
  ColumnRef polymorphic_on;

 private:
  ColumnRef column_there(const Mapper& of, size_t index, const ColumnRef& column) const;
  ColumnElement* found_there(const Mapper& of, size_t index, const ColumnElement& column) const;
  ColumnElement* equivalent_there(const Mapper& of, size_t index,
                                  const ColumnElement& column) const;
  ColumnRef adapted(const ColumnRef& expression) const;
  mutable std::vector<std::pair<ColumnRef, ColumnRef>> adapted_;
};

/// with_polymorphic(Base, [Sub, ...]): the class with the tables of subclasses joined to it.
/// `flat`: the tables have aliases of their own; `aliased` without it makes a subquery.
Ref<EntityElement> with_polymorphic(const Mapper& mapper, PolymorphicSpec spec, bool inner = false,
                                    bool aliased = false, bool flat = false, std::string name = {});
/// The FROM object under another name: `flat` puts the aliases inside a join.
Ref<FromClause> anonymous(FromClause& from, bool flat, const std::string& name = {});

/// polymorphic_union(): SELECTs of the tables, each with all of their columns and its identity as
/// `discriminator`, in a UNION ALL. Throws InvalidRequestError if a table has such a column.
Ref<Alias> polymorphic_union(const std::vector<std::pair<Value, Ref<FromClause>>>& tables,
                             const std::string& discriminator, const std::string& name,
                             bool cast_nulls = true);

/// `select(User).from_statement(other)`: entities out of the rows of another statement.
class FromStatement : public ClauseElement {
 public:
  FromStatement(std::vector<ClauseRef> entities, ClauseRef from,
                std::vector<Ref<StatementOption>> options = {})
      : ClauseElement(NodeKind::opaque),
        elements(std::move(entities)),
        statement(std::move(from)),
        plugin_options(std::move(options)) {}
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  std::vector<ClauseRef> elements;
  ClauseRef statement;
  std::vector<Ref<StatementOption>> plugin_options;  ///< joinedload() and the like
};

/// sqlalchemy.orm.join(): a FROM object of classes, aliases of them or FROM objects; `onclause` is
/// an expression, a relationship attribute or null. Throws as a statement's join() does.
Ref<FromClause> orm_join(const ClauseRef& left, const ClauseRef& right, const ClauseRef& onclause,
                         bool outer = false, bool full = false);

/// aliased(User), aliased(User, subquery): the class under another name or over another FROM
/// object. `flat` puts the alias inside a join.
Ref<EntityElement> aliased(const Mapper& mapper, Ref<FromClause> alias = nullptr,
                           std::string name = {}, bool flat = false);
/// The FROM object that an element of a select list comes from as an entity or an attribute of one;
/// null for other elements.
Ref<FromClause> entity_from(const ClauseElement& element);

/// What an attribute expression knows beside its column: `parententity` and key.
class AttributeAnnotation : public RefCounted {
 public:
  AttributeAnnotation(const Mapper& owner, size_t attribute, Ref<EntityElement> of = nullptr)
      : mapper(&owner), index(attribute), entity(std::move(of)) {}
  const Mapper* mapper;
  size_t index;
  Ref<EntityElement> entity;  ///< aliased(User): the alias it was taken of; null: the class
};

/// The annotation of an attribute expression, or null for other expressions.
const AttributeAnnotation* attribute_annotation(const ClauseElement& element);

/// What an expression knows that a class computes (hybrid_property, synonym()): the name it has
/// there, which is its name in rows. SQLAlchemy's `proxy_key`.
class ProxyAnnotation : public RefCounted {
 public:
  ProxyAnnotation(std::string proxy_key, Ref<EntityElement> of)
      : key(std::move(proxy_key)), entity(std::move(of)) {}
  std::string key;
  Ref<EntityElement> entity;
};

/// The expression under that name; `entity` is the class or alias it was computed for.
ColumnRef proxy_attribute(const ColumnRef& expression, std::string key, Ref<EntityElement> entity);

/// An element of a select list: a computed attribute lends its name to an expression that has none
/// of its own, in 1.3 to all but columns. Other elements pass as they are.
ClauseRef named_by_attribute(const ClauseRef& element, const Profile& profile);

/// The proxy annotation of an expression, or null.
const ProxyAnnotation* proxy_annotation(const ClauseElement& element);

/// How rows of a lowered statement are put together.
class RowPlan : public RefCounted {
 public:
  struct Child;
  /// A relationship that is loaded by statements of its own, once the rows are there.
  struct PostLoad {
    const RelationshipProperty* relationship;
    Lazy how;
    size_t order;     ///< among all of the statement
    size_t root = 0;  ///< the statement's item that the path begins at
    std::vector<const RelationshipProperty*> path;  ///< from there to the objects that have it
    std::vector<const Mapper*> mappers;             ///< along the path
    bool of_subclass = false;  ///< its columns are not in the row; sent only where it is missing
  };
  struct Item {
    const Mapper* mapper = nullptr;  ///< null: a plain column
    std::vector<size_t> places;      ///< of its columns in the Core row
    std::vector<size_t> attributes;  ///< of the mapper or of those below, one for each place
    AttributeSet absent;             ///< what the rows of another statement lack
    /// The column that tells which class of the hierarchy a row is of.
    std::optional<size_t> discriminator;
    /// Subclasses whose columns come by statements of their own: selectin_polymorphic().
    std::vector<const Mapper*> selectin;
    std::string key;              ///< name in the row
    Ref<EntityElement> entity;    ///< the element of the statement, for the items of its list
    std::vector<Child> children;  ///< related objects in the same row
    ClauseRef bundle;             ///< a Bundle made of the parts, or null
    std::vector<Item> parts;
    std::vector<PostLoad> posts;
    std::vector<const RelationshipProperty*> empty;  ///< noload: set to None or an empty collection
    Ref<const RefCounted> options;  ///< the LoadNode that the objects keep, or null
  };
  /// Objects that a relationship refers to, joined to those that have it.
  struct Child {
    const RelationshipProperty* relationship;
    bool joined;  ///< by the planner; false: the statement joins them itself
    Item item;
  };
  std::vector<Item> items;
  bool has_entities = false;
  size_t post_loads = 0;
  bool needs_unique = false;    ///< joined collections repeat the objects that have them
  Ref<const Select> statement;  ///< what was lowered
  /// Where the rows are those of a subqueryload(): the statement that it repeated, the item there
  /// and the path from it to these objects. Further ones repeat the same.
  struct Origin {
    Ref<const RowPlan> plan;
    size_t root = 0;
    std::vector<const RelationshipProperty*> path;
  };
  Origin origin;
};

/// The plugin that lowers statements with entities to Core.
StatementPlugin& orm_plugin();

}  // namespace orm
