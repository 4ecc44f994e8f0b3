// Mapper: how one class is tied to a table; Registry: the classes that belong together.
//
// A mapper is made by a declarative layer (of an interpreter, or of the typed C++ API), which brings
// a ClassManager: the way to create objects of the class. From then on everything else is shared.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <orm/instance.h>
#include <orm/schema.h>

namespace orm {

class Mapper;
class Registry;

/// What the mapper must know of a class.
class ClassManager {
 public:
  virtual ~ClassManager() = default;
  /// `__name__` and `__module__` of the class.
  virtual std::string class_name() const = 0;
  virtual std::string module_name() const = 0;
  /// A new object of the class, its constructor not called, for a row that is being loaded.
  virtual Instance create() = 0;
};

/// A column attribute of a mapped class (ColumnProperty).
struct MappedProperty {
  std::string key;
  size_t index = 0;
  Ref<Column> column;
  bool deferred = false;
  std::string deferred_group;
};

/// `eager_defaults`: fetch server defaults with the INSERT?
enum class EagerDefaults : uint8_t { never, always, automatic };

/// What Mapper(...) takes besides class and table.
struct MapperOptions {
  /// Attributes by name, in the order of SELECT lists; columns of the table that are not named
  /// here follow under their own keys.
  std::vector<MappedProperty> properties;
  std::vector<std::string> exclude;       ///< keys of columns that get no attribute
  std::vector<Ref<Column>> primary_key;   ///< instead of the table's
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
  const Mapper& base_mapper() const noexcept { return *this; }

  const std::vector<MappedProperty>& properties() const noexcept { return properties_; }
  const MappedProperty& property(size_t index) const { return properties_[index]; }
  /// The attribute of that name, or nothing.
  std::optional<size_t> find(std::string_view key) const;
  /// The attribute that a column of the table has, or nothing.
  std::optional<size_t> attribute_of(const Column& column) const;
  /// Columns of the primary key and their attributes, in the same order.
  const std::vector<Column*>& primary_key() const noexcept { return primary_key_; }
  const std::vector<size_t>& primary_key_attributes() const noexcept { return key_attributes_; }
  bool is_primary_key(size_t attribute) const noexcept { return is_key_[attribute]; }
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
  void add_property(MappedProperty property);
  void find_primary_key();

  Registry* registry_;
  std::unique_ptr<ClassManager> manager_;
  std::string class_name_;
  std::string qualified_name_;
  Ref<Table> table_;
  MapperOptions options_;
  std::vector<MappedProperty> properties_;
  std::map<std::string, size_t, std::less<>> by_key_;
  std::map<const Column*, size_t> by_column_;
  std::vector<Column*> primary_key_;
  std::vector<size_t> key_attributes_;
  std::vector<bool> is_key_;
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

 private:
  Ref<MetaData> metadata_;
  std::vector<Ref<Mapper>> mappers_;
};

/// A mapped class in a statement. SQLAlchemy's plugin subject.
class EntityElement : public ClauseElement {
 public:
  explicit EntityElement(const Mapper& entity_mapper, Ref<FromClause> aliased = nullptr)
      : ClauseElement(NodeKind::entity), mapper(&entity_mapper), alias(std::move(aliased)) {}
  Ref<ClauseElement> shallow_copy() const override { return make_ref<EntityElement>(*this); }
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  /// The table, or the alias that stands for it.
  FromClause& selectable() const;
  const Mapper* mapper;
  Ref<FromClause> alias;
};

/// What an attribute expression knows beside its column: `parententity` and key.
class AttributeAnnotation : public RefCounted {
 public:
  AttributeAnnotation(const Mapper& owner, size_t attribute)
      : mapper(&owner), index(attribute) {}
  const Mapper* mapper;
  size_t index;
};

/// The annotation of an attribute expression, or null for other expressions.
const AttributeAnnotation* attribute_annotation(const ClauseElement& element);

/// How rows of a lowered statement are put together.
class RowPlan : public RefCounted {
 public:
  struct Item {
    const Mapper* mapper = nullptr;     ///< null: a plain column
    std::vector<size_t> places;         ///< of its columns in the Core row
    std::vector<size_t> attributes;     ///< of the mapper, one for each place
    std::string key;                    ///< name in the row
  };
  std::vector<Item> items;
  bool has_entities = false;
};

/// The plugin that lowers statements with entities to Core.
StatementPlugin& orm_plugin();

}  // namespace orm
