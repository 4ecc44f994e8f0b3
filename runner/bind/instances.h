// Mapped objects of the interpreter: their state, and the attributes of their classes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orm/mapper.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// A function that @validates marked.
struct Validator {
  interp::Value function;
  bool include_removes = false;
  bool include_backrefs = true;
};

/// A function that event.listen(User.name, ...) was given.
struct AttributeListener {
  std::string event;
  interp::Value fn;
  bool retval = false;
  bool active_history = false;
  bool propagate = false;
  bool once = false;
  bool raw = false;    ///< takes the state instead of the object
  bool named = false;  ///< takes keywords
  bool done = false;   ///< it was to be called once, and has been
  bool early = false;  ///< it came before the mapper was configured: before validators and the rest
};

/// What a mapped class carries: its mapper, and where its instances keep each attribute.
struct MappedClass : interp::Payload {
  const orm::Mapper* mapper = nullptr;
  interp::Type* type = nullptr;
  bool waits = false;       ///< its attributes are not on it yet
  std::vector<int> places;  ///< index of each attribute in the instances' storage
  orm::Ref<orm::Registry> registry;
  std::map<std::string, Validator> validators;                        ///< by attribute
  std::map<std::string, std::vector<AttributeListener>> listeners{};  ///< likewise
  std::map<size_t, interp::Value> mutables{};  ///< the Mutable class of an attribute, if it has one
  std::vector<interp::Value> composites;       ///< the class's own and those from above
  interp::Value reconstructor{};               ///< what @reconstructor marked, also from above
  bool gave_init = false;                      ///< its `__init__` came with the mapping
  /// Does anything want to see values before they are assigned?
  bool watches() const;
  void clear_references() noexcept override {
    validators.clear();
    listeners.clear();
    composites.clear();
    mutables.clear();
    reconstructor = interp::Value();
    registry->dispose();
  }
};

/// What a declarative base carries.
struct BaseClass : interp::Payload {
  orm::Ref<orm::Registry> registry;
  void clear_references() noexcept override { registry->dispose(); }
};

/// The payload of registry().
struct RegistryData : interp::Payload {
  void clear_references() noexcept override {
    if (registry != nullptr) registry->dispose();
    type_map.reset();
    constructor.reset();
  }
  orm::Ref<orm::Registry> registry;
  interp::Value type_map;
  /// What classes without a constructor get; none: nothing, undefined: SQLAlchemy's own.
  interp::Value constructor;
};
interp::Value wrap_registry(Context& context, const orm::Ref<orm::Registry>& registry);
/// The constructor of mapped classes that have none of their own: keywords that name attributes.
interp::Value default_constructor(interp::Interpreter& interp);
/// What stands as `__init__` where a registry has this constructor; for None, one that takes no
/// arguments.
interp::Value init_of(interp::Interpreter& interp, const interp::Value& constructor);

/// The payload of what inspect(User) gives.
struct MapperData : interp::Payload {
  orm::Ref<const orm::Mapper> mapper;
};
interp::Value wrap_mapper(Context& context, const orm::Mapper& mapper);
/// What inspect(object) gives; the same one while it is in use.
interp::Value wrap_state(Context& context, const interp::Value& object);

/// The state of an interpreted object.
class PythonState final : public orm::InstanceState {
 public:
  PythonState(Context& context, const MappedClass& mapped, interp::Object& object)
      : InstanceState(*mapped.mapper, object.refs),
        context_(context),
        mapped_(mapped),
        object_(&object) {}
  bool has(size_t attribute) const override;
  orm::Value get(size_t attribute) const override;
  void set(size_t attribute, orm::Value value) override;
  void erase(size_t attribute) override;
  void new_collection(size_t attribute) override;
  std::vector<orm::Instance> members(size_t attribute) const override;
  void put_member(size_t attribute, orm::InstanceState& member) override;
  void put_members(size_t attribute, const std::vector<orm::Instance>& members) override;
  void take_member(size_t attribute, orm::InstanceState& member) override;
  bool repeats(size_t attribute, const orm::InstanceState& member) const override;
  void default_collection(size_t attribute) override;
  void open_collection(size_t attribute) override;
  void append_member(const orm::RelationshipProperty& relationship, orm::InstanceState& member,
                     const orm::Initiator& initiator) override;
  void remove_member(const orm::RelationshipProperty& relationship, orm::InstanceState& member,
                     const orm::Initiator& initiator) override;
  orm::Instance related(size_t attribute) const override;
  void set_related(size_t attribute, orm::InstanceState* value) override;
  bool validate_backref(const orm::RelationshipProperty& relationship, orm::InstanceState* member,
                        bool removed, const orm::Initiator& initiator) override;
  bool tells_of_strangers(size_t attribute) const override;
  bool keeps_history(const orm::RelationshipProperty& relationship) const override;
  orm::InstanceState* tell_assigned(const orm::RelationshipProperty& relationship,
                                    orm::InstanceState* value, const orm::Instance& before,
                                    orm::RelatedLoad knowledge, const orm::Initiator& initiator,
                                    bool early) override;
  orm::InstanceState& tell_appended(const orm::RelationshipProperty& relationship,
                                    orm::InstanceState& member, const orm::Initiator& initiator,
                                    bool early) override;
  void tell_removed(const orm::RelationshipProperty& relationship, orm::InstanceState& member,
                    const orm::Initiator& initiator, bool early) override;
  void values_loaded(const orm::AttributeSet* attributes, orm::Reading how) override;
  void values_expired(const orm::AttributeSet* attributes) override;
  void values_written() override;
  std::string object_repr() const override;
  const void* address() const noexcept override { return object_; }
  /// The value in the object's dict as it is, undefined if there is none.
  interp::Value stored(size_t attribute) const;
  /// Where that value lies, or null; until the dict is changed.
  const interp::Value* find_stored(size_t attribute) const;
  void store(size_t attribute, interp::Value value);
  /// The empty collection that was read and is not in the dict; undefined if there is none.
  interp::Value empty_collection(size_t attribute) const;
  /// It comes into the dict, if it is that one.
  bool take_empty(size_t attribute, const interp::Value& collection);
  void drop_empty(size_t attribute);
  void drop_empties() noexcept { empties_.reset(); }
  interp::Object& object() const noexcept { return *object_; }
  const MappedClass& mapped() const noexcept { return mapped_; }

 protected:
  void last_reference_gone() noexcept override { object_->end(); }

 private:
  using Empties = std::vector<std::pair<size_t, interp::Value>>;
  Context& context_;
  const MappedClass& mapped_;
  interp::Object* object_;  // owns this state
  std::unique_ptr<Empties> empties_;
};

/// The payload of every instance of a declarative class; its state is made when first needed.
struct InstanceData : interp::Payload {
  std::optional<PythonState> state;
  void clear_references() noexcept override;
  void dropped(interp::Interpreter&, interp::Object&) noexcept override;
  void dict_asked(interp::Interpreter&, interp::Object&, interp::DictObject&) override;
};

/// inspect(object): the state as Python sees it. It does not keep the object.
struct StateData : interp::Payload {
  explicit StateData(interp::WeakValue held = {}, interp::Value of_class = {})
      : object(std::move(held)), cls(std::move(of_class)) {}
  void clear_references() noexcept override { cls.reset(); }
  interp::WeakValue object;
  interp::Value cls;  ///< its class, which outlives it
};

/// `User.name`: a descriptor that is an expression on the class and a value on an instance.
struct AttributeData : ClauseData {
  const orm::Mapper* mapper = nullptr;
  size_t index = 0;
};

/// The state of a new object that a row is loaded into: nothing is set yet.
orm::InstanceState& loaded_state(Context& context, const MappedClass& mapped,
                                 const interp::Value& object);
/// The mapping of a class, or of the nearest class it derives from; null if there is none.
MappedClass* find_mapped(const interp::Type* type);
/// `User.name` for an annotated column, undefined if the class is gone.
interp::Value class_attribute(Context& context, const orm::AttributeAnnotation& annotation);
/// The class that a mapper was made for; null if it is gone.
interp::Type* mapped_type(const orm::Mapper& mapper);
/// Maps a class that has no declarative base by what it says of itself: `@registry.mapped`. Throws
/// as declarative classes do.
void map_declaratively(Context& context, interp::Type& type, orm::Registry& registry,
                       const interp::Value& type_map);
/// Maps a plain class to a table: `registry.map_imperatively(User, users, properties={..}, ..)`.
void map_imperatively(Context& context, interp::Type& type, orm::Registry& registry,
                      const interp::Value& table, const interp::Value& properties,
                      const interp::Value& keywords);
/// A class that is being mapped lives as long as the interpreter: its mapper names it.
void keep_mapped(Context& context, interp::Type& type);
/// A class is a plain one again: registry.dispose(). Objects of it keep what was mapped.
void unmap(Context& context, interp::Type& type);
/// Maps what a class is given after it was mapped: a column, a property, a relationship. False for
/// values that are none of these.
bool add_mapped_attribute(Context& context, MappedClass& mapped, const std::string& key,
                          const interp::Value& value);
/// Puts the descriptor of one attribute on its class.
void instrument(Context& context, MappedClass& mapped, const orm::MappedProperty& property);
/// Puts the descriptors of a new mapping on its class.
void instrument(Context& context, interp::Type& type, MappedClass& mapped);

}  // namespace lessonrun::bind
