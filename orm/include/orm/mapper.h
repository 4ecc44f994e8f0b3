// Mapper: how one class is tied to a table; Registry: the classes that belong together.
//
// A mapper is made by a declarative layer (of an interpreter, or of the typed C++ API), which
// brings a ClassManager: the way to create objects of the class. From then on everything else is
// shared.
#pragma once

#include <orm/instance.h>
#include <orm/schema.h>

#include <map>
#include <memory>
#include <optional>
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
  /// `__name__` and `__module__` of the class.
  virtual std::string class_name() const = 0;
  virtual std::string module_name() const = 0;
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
  /// An attribute came into being after the class was mapped: a backref.
  virtual void attribute_added(const Mapper& mapper, const MappedProperty& property) {
    (void)mapper;
    (void)property;
  }
};

class Relationship;

/// An attribute of a mapped class: a column (ColumnProperty), or a Relationship.
struct MappedProperty {
  std::string key;
  size_t index = 0;  ///< unique among the classes that inherit from each other
  Ref<Column> column;
  ColumnRef expression;  ///< instead of a column: column_property(first + last), a label
  bool deferred = false;
  std::string deferred_group;
  Relationship* relationship = nullptr;  ///< the mapper owns it
  /// Is it read from rows? Also an expression is.
  bool is_column() const noexcept { return column != nullptr || expression != nullptr; }
};

enum class Lazy : uint8_t;

/// `eager_defaults`: fetch server defaults with the INSERT?
enum class EagerDefaults : uint8_t { never, always, automatic };

/// What Mapper(...) takes besides class and table.
struct MapperOptions {
  /// Attributes by name, in the order of SELECT lists; columns of the table that are not named
  /// here follow under their own keys.
  std::vector<MappedProperty> properties;
  std::vector<std::string> exclude;      ///< keys of columns that get no attribute
  std::vector<Ref<Column>> primary_key;  ///< instead of the table's
  EagerDefaults eager_defaults = EagerDefaults::automatic;
  bool confirm_deleted_rows = true;
};

/// The mapping of one class.
class Mapper : public RefCounted {
 public:
  /// Throws ArgumentError if the table has no primary key.
  Mapper(Registry& registry, std::unique_ptr<ClassManager> manager, Ref<Table> table,
         MapperOptions options = {});
  ~Mapper() override;

  Registry& registry() const noexcept { return *registry_; }
  const Profile& profile() const;
  ClassManager& class_manager() const noexcept { return *manager_; }
  const std::string& class_name() const noexcept { return class_name_; }
  /// `module.Class`
  const std::string& qualified_name() const noexcept { return qualified_name_; }
  /// `Mapper[User(users)]`, in 1.x `mapped class User->users`.
  std::string str() const;
  Table& local_table() const noexcept { return *table_; }
  /// What the class is selected from: the table.
  FromClause& mapped_table() const noexcept { return *table_; }
  const Mapper& base_mapper() const noexcept { return *this; }
  /// A number that no other mapper of the process has.
  uint64_t serial() const noexcept { return serial_; }

  /// In the order of SELECT lists.
  const std::vector<MappedProperty>& properties() const noexcept { return properties_; }
  const MappedProperty& property(size_t index) const { return properties_[places_[index]]; }
  /// Attribute indexes are below this.
  size_t index_limit() const noexcept { return places_.size(); }
  /// Relationships in order of definition.
  const std::vector<const Relationship*>& relationships() const noexcept { return relationships_; }
  /// The relationship of that name, or null.
  const Relationship* relationship(std::string_view key) const;
  /// Adds a relationship to the mapping; configured with the registry.
  Relationship& add_relationship(std::string key, RelationshipArgs args);
  /// Maps a column that was added to the table later.
  void add_column(std::string key, Ref<Column> column);
  /// Relationships elsewhere with cascade="delete-orphan" whose members are of this class.
  const std::vector<const Relationship*>& delete_orphans() const noexcept { return orphan_of_; }
  /// Has the object lost a parent that it cannot live without?
  bool is_orphan(const InstanceState& state) const;
  /// Is this the mapper of `other` or of a class above it?
  bool is_a(const Mapper& other) const noexcept { return this == &other; }
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
  const MapperOptions& options() const noexcept { return options_; }

  /// The identity key of a primary key.
  Ref<const IdentityKey> identity_key(std::vector<Value> primary_key) const;
  /// The identity key that the values of an object give.
  Ref<const IdentityKey> identity_key_from(const InstanceState& state) const;

  /// The class as an element of a statement: `select(User)`.
  ClauseRef entity() const;
  /// An attribute as an expression: `User.name`. It knows its class; its SQL is the column's.
  ColumnRef attribute(size_t index) const;

 private:
  friend class Registry;
  friend class Relationship;
  static uint64_t next_serial() noexcept;
  MappedProperty& add_property(MappedProperty property);
  void find_primary_key();

  uint64_t serial_ = next_serial();
  Registry* registry_;
  std::unique_ptr<ClassManager> manager_;
  std::string class_name_;
  std::string qualified_name_;
  Ref<Table> table_;
  MapperOptions options_;
  std::vector<MappedProperty> properties_;
  std::vector<size_t> places_;  // of each attribute index in properties_
  std::vector<const Relationship*> relationships_;
  std::vector<Ref<Relationship>> owned_relationships_;
  std::vector<const Relationship*> orphan_of_;
  std::map<std::string, size_t, std::less<>> by_key_;
  std::map<const Column*, size_t> by_column_;
  std::vector<Column*> primary_key_;
  std::vector<size_t> key_attributes_;
  std::vector<bool> is_key_;
  AttributeSet readonly_;
  mutable ClauseRef entity_;
  mutable std::vector<ColumnRef> attributes_;
};

/// The classes of one declarative base: SQLAlchemy's registry.
class Registry : public RefCounted {
 public:
  explicit Registry(Ref<MetaData> metadata);
  ~Registry() override;
  MetaData& metadata() const noexcept { return *metadata_; }
  /// Maps a class. The registry keeps the mapper.
  Mapper& map(std::unique_ptr<ClassManager> manager, Ref<Table> table, MapperOptions options = {});
  /// Mappers in order of definition.
  const std::vector<Ref<Mapper>>& mappers() const noexcept { return mappers_; }
  /// The mapper of the class of that name, the newest if there are several, or null.
  Mapper* find(std::string_view class_name) const;
  /// configure_mappers(): ties relationships together. Cheap when nothing is new. Throws
  /// InvalidRequestError and ArgumentError for mappings that make no sense, each time anew.
  void configure() {
    if (needs_configure_ && !configuring_) configure_now();
  }
  void mark_new() noexcept { needs_configure_ = true; }
  /// registry.dispose(): drops what relationships still have to look up.
  void dispose();

 private:
  void configure_now();
  bool needs_configure_ = false;
  bool configuring_ = false;
  std::string failure_;
  Mapper* failed_ = nullptr;
  Ref<MetaData> metadata_;
  std::vector<Ref<Mapper>> mappers_;
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
  Ref<ClauseElement> shallow_copy() const override { return make_ref<EntityElement>(*this); }
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  /// The table, or the alias that stands for it.
  FromClause& selectable() const;
  /// The column of an attribute there, annotated; a RelationshipElement for a relationship.
  ColumnRef attribute(size_t index) const;
  Ref<EntityElement> ref() const { return Ref<EntityElement>(const_cast<EntityElement*>(this)); }
  const Mapper* mapper;
  Ref<FromClause> alias;
  std::string name;  ///< aliased(User, name="..")
};

/// `select(User).from_statement(other)`: entities out of the rows of another statement.
class FromStatement : public ClauseElement {
 public:
  FromStatement(std::vector<ClauseRef> entities, ClauseRef from)
      : ClauseElement(NodeKind::opaque),
        elements(std::move(entities)),
        statement(std::move(from)) {}
  Ref<ClauseElement> shallow_copy() const override { return make_ref<FromStatement>(*this); }
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  std::vector<ClauseRef> elements;
  ClauseRef statement;
};

/// aliased(User), aliased(User, subquery): the class under another name or over another FROM
/// object. `flat` puts the alias inside a join.
Ref<EntityElement> aliased(const Mapper& mapper, Ref<FromClause> alias = nullptr,
                           std::string name = {});

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
    const Relationship* relationship;
    Lazy how;
    size_t order;                           ///< among all of the statement
    size_t root = 0;                        ///< the statement's item that the path begins at
    std::vector<const Relationship*> path;  ///< from there to the objects that have it
    std::vector<const Mapper*> mappers;     ///< along the path
  };
  struct Item {
    const Mapper* mapper = nullptr;  ///< null: a plain column
    std::vector<size_t> places;      ///< of its columns in the Core row
    std::vector<size_t> attributes;  ///< of the mapper, one for each place
    std::string key;                 ///< name in the row
    Ref<EntityElement> entity;       ///< the element of the statement, for the items of its list
    std::vector<Child> children;     ///< related objects in the same row
    std::vector<PostLoad> posts;
    std::vector<const Relationship*> empty;  ///< noload: set to None or an empty collection
    Ref<const RefCounted> options;           ///< the LoadNode that the objects keep, or null
  };
  /// Objects that a relationship refers to, joined to those that have it.
  struct Child {
    const Relationship* relationship;
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
    std::vector<const Relationship*> path;
  };
  Origin origin;
};

/// The plugin that lowers statements with entities to Core.
StatementPlugin& orm_plugin();

}  // namespace orm
