// InstanceState: what the mapper knows of one object, and Instance, a counted reference to it.
//
// The unit of work, the identity map and the loader see mapped objects only through this class, so
// that objects of an interpreter and C++ structs share every line of the ORM's semantics. A kind of
// object derives from InstanceState, says how its values are read and written, and owns the state:
// the state lives exactly as long as its object.
#pragma once

#include <orm/attribute_set.h>
#include <orm/clause.h>
#include <orm/function_ref.h>
#include <orm/ref.h>
#include <orm/small_objects.h>
#include <orm/value.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace orm {

class IdentityKey;
class InstanceState;
class Mapper;
struct CellView;
struct MappedProperty;
class RelationshipProperty;

/// A counted reference to a mapped object; may be empty.
class Instance {
 public:
  Instance() = default;
  explicit Instance(InstanceState* state);
  Instance(const Instance& other) : Instance(other.state_) {}
  Instance(Instance&& other) noexcept : state_(std::exchange(other.state_, nullptr)) {}
  Instance& operator=(Instance other) noexcept {
    std::swap(state_, other.state_);
    return *this;
  }
  ~Instance();
  InstanceState* get() const noexcept { return state_; }
  InstanceState* operator->() const noexcept { return state_; }
  InstanceState& operator*() const noexcept { return *state_; }
  explicit operator bool() const noexcept { return state_ != nullptr; }
  bool operator==(const Instance& other) const noexcept { return state_ == other.state_; }

 private:
  InstanceState* state_ = nullptr;
};

/// How far a read of an attribute may go; SQLAlchemy's PASSIVE_ flags, in the combinations used.
struct Passive {
  bool callables = true;       ///< may loaders run at all?
  bool sql = true;             ///< may they send SQL?
  bool related_object = true;  ///< may they load objects that are not in the identity map?
  bool non_persistent = true;  ///< also for objects without a row?
  bool committed = false;      ///< load by the values the row has, not the changed ones
  bool autoflush = true;       ///< flush before the SQL
  bool raise = true;           ///< raise for detached objects
  bool pending = false;        ///< count what was added to a collection that is not loaded
};
inline constexpr Passive passive_off{};
inline constexpr Passive passive_no_initialize{.callables = false};
inline constexpr Passive passive_no_fetch{.sql = false};

/// What became of loading a relationship.
enum class RelatedLoad : uint8_t {
  no_result,  ///< not loaded, and not allowed to
  no_value,   ///< there is nothing to load: no row yet, or no foreign key
  loaded,     ///< the value is in the object's dict
};

/// Where and how a change of related objects began; backrefs do not send it back there.
/// SQLAlchemy's AttributeEventToken.
struct Initiator {
  enum class Op : uint8_t { append, remove, replace, bulk };
  const RelationshipProperty* relationship = nullptr;
  Op op = Op::append;
  explicit operator bool() const noexcept { return relationship != nullptr; }
};

/// What changed in an attribute that refers to objects; an empty Instance stands for None.
/// SQLAlchemy's History.
struct ObjectHistory {
  std::vector<Instance> added;
  std::vector<Instance> unchanged;
  std::vector<Instance> deleted;
  bool known = false;  ///< false: the attribute has no value and was not loaded
  bool has_changes() const { return !added.empty() || !deleted.empty(); }
  bool empty() const { return !has_changes() && unchanged.empty(); }
};

/// What a mapped object asks of its session. Session implements it; the mapping layer knows no more
/// of sessions than this.
class ObjectSession {
 public:
  /// Loads the named attributes of a persistent object from its row.
  /// Throws ObjectDeletedError if the row is gone.
  virtual void load_attributes(InstanceState& state, const AttributeSet& attributes) = 0;
  /// An attribute of an object in this session is about to change for the first time.
  virtual void object_modified(InstanceState& state) = 0;
  /// The object's last reference is gone; the state must not be touched afterwards.
  virtual void object_dropped(InstanceState& state) noexcept = 0;
  /// Loads what a relationship refers to into the object's dict: the lazy loader.
  virtual RelatedLoad load_related(InstanceState& state, const RelationshipProperty& relationship,
                                   const Passive& passive) = 0;
  /// Is the object in this session?
  virtual bool holds(const InstanceState& state) const = 0;
  /// Is it in this session and without a row?
  virtual bool holds_pending(const InstanceState& state) const = 0;
  /// The save-update cascade along a relationship: adds the object and what it refers to.
  /// `backref`: the change began on the other side, from where 2.0 does not cascade.
  virtual void cascade_add(InstanceState& state, const RelationshipProperty& along,
                           bool backref) = 0;
  /// Takes a pending object out again that lost its parent.
  virtual void expunge_orphan(InstanceState& state) = 0;

 protected:
  ~ObjectSession() = default;
};

/// Where an object is in the collections of its session; see identity_map.h.
struct SessionPlaces {
  static constexpr uint32_t kNowhere = UINT32_MAX;
  uint32_t identity = kNowhere;
  uint32_t pending = kNowhere;
  uint32_t modified = kNowhere;
  uint32_t deleted = kNowhere;
  uint32_t flush = kNowhere;  ///< in the unit of work
};

/// `polymorphic_load`: how a class's columns come with rows of the class above.
enum class PolymorphicLoad : uint8_t { none, inline_, selectin };

/// Where an object is in its life: SQLAlchemy's quickie introduction to object states.
enum class ObjectState : uint8_t { transient, pending, persistent, deleted, detached };

/// How values came to an object: with the object itself, anew by its own key, or as far as they
/// were missing in an object that was there.
enum class Reading : uint8_t { created, refreshed, completed };

/// The state of one mapped object.
class InstanceState {
 public:
  /// `references` counts what refers to the object; it lives as long as the state.
  InstanceState(const Mapper& mapper, uint32_t& references) noexcept
      : references_(&references), mapper_(&mapper) {}
  InstanceState(const InstanceState&) = delete;
  InstanceState& operator=(const InstanceState&) = delete;
  virtual ~InstanceState();

  const Mapper& mapper() const noexcept { return *mapper_; }

  /// @name References to the object
  /// @{
  void retain() noexcept { ++*references_; }
  void release() noexcept {
    if (--*references_ == 0) last_reference_gone();
  }
  /// @}

  /// @name The object, as its kind keeps it
  /// @{
  /// Is there a value in the object's dict?
  virtual bool has(size_t attribute) const = 0;
  /// The value in the dict; null where there is none.
  virtual Value get(size_t attribute) const = 0;
  /// Puts a value into the dict, without history or events.
  virtual void set(size_t attribute, Value value) = 0;
  /// The same for many attributes of a row: each with the place of its value there.
  virtual void set_from(const std::vector<std::pair<size_t, size_t>>& from, const Value* row);
  /// The same of a row as the driver has it, whose cells are the values.
  virtual void fill_from(const std::vector<std::pair<size_t, size_t>>& from, const CellView* row);
  /// Takes the value out of the dict.
  virtual void erase(size_t attribute) = 0;
  /// The same of columns.
  virtual void erase_all(const AttributeSet& attributes);
  /// Python's repr() of the object, for IdentitySet and warnings.
  virtual std::string object_repr() const = 0;
  /// The address that reprs like `<User at 0x7f…>` show.
  virtual const void* address() const noexcept { return this; }
  /// When these are all references to the object, can nobody tell that it ends? False where
  /// finalisers or weak references may be told of it.
  virtual bool ends_unseen(uint32_t references) const noexcept { return (void)references, false; }
  /// A Value that holds a reference to the object, as a row carries it.
  virtual Value as_value();
  /// @}

  /// @name Collections, as the kind keeps them; none of these tells anybody of the change
  /// @{
  /// Puts an empty collection into the dict.
  virtual void new_collection(size_t attribute);
  /// The members of the collection in the dict, in its order.
  virtual std::vector<Instance> members(size_t attribute) const;
  virtual void put_member(size_t attribute, InstanceState& member);
  virtual void put_members(size_t attribute, const std::vector<Instance>& members);
  virtual void take_member(size_t attribute, InstanceState& member);
  /// Is the object more than once in the collection in the dict?
  virtual bool repeats(size_t attribute, const InstanceState& member) const;
  /// Makes the empty collection that the program reads where nothing is loaded. A kind may keep it
  /// out of the dict until it is changed.
  virtual void default_collection(size_t attribute) { new_collection(attribute); }
  /// Puts that collection into the dict, or a new one.
  virtual void open_collection(size_t attribute) { new_collection(attribute); }
  /// @}

  /// @name What happens to the values; only asked of mappers that watch their objects
  /// @{
  /// Columns were read from a row: these attributes, or all that the object has.
  virtual void values_loaded(const AttributeSet* attributes, Reading how) {
    (void)attributes, (void)how;
  }
  /// These attributes, or all, were expired.
  virtual void values_expired(const AttributeSet* attributes) { (void)attributes; }
  /// The object was inserted or updated.
  virtual void values_written() {}
  /// @}

  /// @name Relationships
  /// @{
  /// Asked before a backref gives the attribute an object or, with `removed`, takes one away: the
  /// kind's validators may throw. False: the attribute stays as it is.
  virtual bool validate_backref(const RelationshipProperty& relationship, InstanceState* member,
                                bool removed, const Initiator& initiator) {
    return (void)relationship, (void)member, (void)removed, (void)initiator, true;
  }
  /// Add to a collection that is there, and take out of it, for the other side's sake: tell, then
  /// change. A kind whose collections tell by themselves lets them.
  virtual void append_member(const RelationshipProperty& relationship, InstanceState& member,
                             const Initiator& initiator);
  virtual void remove_member(const RelationshipProperty& relationship, InstanceState& member,
                             const Initiator& initiator);
  /// Does a collection tell of the removal of members that it does not have? Lists do.
  virtual bool tells_of_strangers(size_t attribute) const { return (void)attribute, false; }
  /// Does an assignment load the old value first, for the relationship's sake or a listener's?
  virtual bool keeps_history(const RelationshipProperty& relationship) const;
  /// @name The attribute's listeners. They may put another object in the place of the one that
  /// comes: they return the one to keep. `early`: those that came before the mappers were
  /// configured hear of it first, the others once session and backref have been told. `before`:
  /// what the attribute held; `knowledge` tells an empty one's meaning.
  /// @{
  virtual InstanceState* tell_assigned(const RelationshipProperty& relationship,
                                       InstanceState* value, const Instance& before,
                                       RelatedLoad knowledge, const Initiator& initiator,
                                       bool early) {
    (void)relationship, (void)before, (void)knowledge, (void)initiator, (void)early;
    return value;
  }
  virtual InstanceState& tell_appended(const RelationshipProperty& relationship,
                                       InstanceState& member, const Initiator& initiator,
                                       bool early) {
    (void)relationship, (void)initiator, (void)early;
    return member;
  }
  virtual void tell_removed(const RelationshipProperty& relationship, InstanceState& member,
                            const Initiator& initiator, bool early) {
    (void)relationship, (void)member, (void)initiator, (void)early;
  }
  /// @}
  /// The object that a scalar attribute in the dict refers to; empty for None and where it is not
  /// loaded.
  virtual Instance related(size_t attribute) const;
  /// Puts an object, or None, into the dict as set() does.
  virtual void set_related(size_t attribute, InstanceState* value);
  /// Makes sure that the attribute is in the dict, loading it if `passive` allows.
  RelatedLoad ensure_related(const RelationshipProperty& relationship, const Passive& passive = {});
  /// The same as the program reads it: a collection is always there afterwards.
  void read_related(const RelationshipProperty& relationship);
  /// Assigns a scalar attribute as the program does, telling session and backref; null is None.
  /// `initiator`: where and how the change began, if not here; `remove` of the relationship itself
  /// is a deletion, of which the listeners of removals are told.
  void assign_related(const RelationshipProperty& relationship, InstanceState* value,
                      const Initiator& initiator = {});
  /// Adds to a collection, loaded or not, as a backref does.
  void append_related(const RelationshipProperty& relationship, InstanceState& member,
                      const Initiator& initiator = {});
  void remove_related(const RelationshipProperty& relationship, InstanceState& member,
                      const Initiator& initiator = {});
  /// Tell session, backref and history that a member is about to come or go; the kind's collection
  /// calls them for each change by the program, and stores what before_append() returns.
  InstanceState& before_append(const RelationshipProperty& relationship, InstanceState& member,
                               const Initiator& initiator = {});
  void before_remove(const RelationshipProperty& relationship, InstanceState& member,
                     const Initiator& initiator = {});
  /// Tells session and backref of a member that was to come and is there already.
  void before_repeat(const RelationshipProperty& relationship, InstanceState& member,
                     const Initiator& initiator = {});
  /// Keeps the members of a collection for its history, before somebody changes it.
  void about_to_change(const RelationshipProperty& relationship);
  /// Puts another collection of these members in the place of the one that is there, telling of
  /// each that comes or goes. `place_new`: puts an empty collection into the dict, once the old one
  /// was read.
  void replace_related(const RelationshipProperty& relationship,
                       const std::vector<Instance>& members,
                       FunctionRef<void()> place_new = nullptr);
  /// Tells that all members go; the kind drops the collection afterwards.
  void clear_related(const RelationshipProperty& relationship);
  /// Puts loaded objects into the dict, and on top of them what was changed before it was loaded.
  void set_loaded(const RelationshipProperty& relationship, const std::vector<Instance>& objects);
  ObjectHistory object_history(const RelationshipProperty& relationship, const Passive& passive);
  /// Was a collection changed that is not loaded?
  bool has_pending(size_t attribute) const;
  /// Is the object referred to by a parent along that relationship? `optimistic` answers for
  /// objects that nothing is known of.
  bool has_parent(const RelationshipProperty& relationship, bool optimistic) const;
  /// `parent`: who refers to it, or does not any more. One that had it before another persistent
  /// one got it takes nothing away.
  void set_has_parent(const RelationshipProperty& relationship, bool has,
                      const InstanceState& parent);
  /// @}

  /// @name Attribute access by the program
  /// @{
  /// The value as the program reads it: loads it if it is expired or deferred. Null if the object
  /// never had one. Throws DetachedInstanceError, ObjectDeletedError.
  Value load(size_t attribute);
  /// Makes sure that a value which the database has is in the dict. False if there is none to load.
  bool ensure_loaded(size_t attribute);
  /// Assigns as the program does: the old value is kept for the UPDATE, the session learns of it.
  void assign(size_t attribute, Value value);
  /// The first half of assign(), for kinds that store the value themselves.
  void before_change(size_t attribute);
  /// Part of it, for who looks at the value before: loads that of an attribute which has to be
  /// known when another is assigned (keys, the version, `active_history`).
  void load_value_before(size_t attribute);
  /// The same for a value that a new object is made with: there was none before.
  void note_given(size_t attribute);
  /// `del object.attribute`: throws AttributeError if there is no value.
  void remove(size_t attribute);
  /// @}

  /// @name History
  /// @{
  /// Was the attribute changed since it was loaded or flushed? Compares values.
  bool is_changed(size_t attribute) const;
  /// The same of a column that is in the dict with that value.
  bool is_changed(size_t attribute, const Value& value) const;
  /// The value that the row has, as far as known: the one before the change.
  Value committed_value(size_t attribute);
  /// Has a change of this attribute been recorded, to whatever value?
  bool in_committed_state(size_t attribute) const { return changed_.has(attribute); }
  /// Attributes whose change has been recorded, in the order of the changes.
  std::vector<size_t> changed_attributes() const;
  /// The value before the first recorded change, or nothing where there was none.
  std::optional<Value> value_before(size_t attribute) const;
  /// The members of a collection before its first recorded change.
  std::vector<Instance> members_before(size_t attribute) const;
  /// Takes the value in the dict for the one that the row has.
  void forget_change(size_t attribute);
  /// attributes.flag_modified(), or flag_dirty() without an attribute: the next flush takes the
  /// object for changed.
  void mark_modified(std::optional<size_t> attribute);
  /// Sets a value that came from the row: the dict has it, and there is no change to flush.
  void set_committed(size_t attribute, Value value);
  /// Forgets history: what is in the dict is what the row has.
  void commit_all();
  /// Calls `visit(instance)` for each object that history alone refers to.
  void each_in_history(FunctionRef<void(const Instance&)> visit) const;
  /// Drops what history refers to, for the kind whose objects are being collected.
  void drop_history() noexcept;
  /// Marks attributes to be loaded at the next access, and drops their values.
  void expire(const AttributeSet* attributes = nullptr);
  /// @}

  ObjectState object_state() const noexcept;

  ObjectSession* session = nullptr;    ///< the session that holds the object
  Ref<const IdentityKey> key;          ///< null while there is no row
  uint64_t insert_order = 0;           ///< when it was added, among all objects of the session
  AttributeSet expired_attributes;     ///< to be loaded at the next access
  Ref<const RefCounted> load_options;  ///< the loader options it was loaded with, or null
  bool modified = false;
  bool expired = false;                   ///< the whole object was expired
  bool deleted = false;                   ///< the row was deleted in this transaction
  bool in_snapshot = false;               ///< a transaction may remember it for its rollback
  bool orphaned_outside_session = false;  ///< did it lose a parent while in no session?
  SessionPlaces places;                   ///< the session's business

 protected:
  /// The count of references is zero: the object ends, and the state with it.
  virtual void last_reference_gone() noexcept = 0;

 private:
  struct Before;   // what an attribute held before its first recorded change
  struct Pending;  // changes of a collection that is not loaded
  struct Rare;     // what few objects have
  // Whether somebody refers to the object along a relationship, and who came last.
  struct Parent {
    const RelationshipProperty* relationship = nullptr;
    const InstanceState* owner = nullptr;  // may be gone: to be compared only
    bool has = false;
    bool persistent = false;  // it was when it came
    void set(bool now, const InstanceState& parent);
  };
  void add_group(const MappedProperty& property, AttributeSet& wanted) const;
  const Before* find_before(size_t attribute) const noexcept;
  Before& keep_before(size_t attribute);
  Pending* find_pending(size_t attribute);
  Pending& pending_for(size_t attribute);
  void forget_pending(const AttributeSet& attributes);
  Rare& rare();
  void note_modified();
  void note_change(size_t attribute);
  void note_collection_change(size_t attribute);
  RelatedLoad call_loader(const RelationshipProperty& relationship, const Passive& passive);

  uint32_t* references_;
  const Mapper* mapper_;
  AttributeList changed_;     // in the order of their first changes
  Before* before_ = nullptr;  // of those that had a value, the last one first; owned
  Parent first_parent_;
  Rare* rare_ = nullptr;  // owned
};

inline Instance::Instance(InstanceState* state) : state_(state) {
  if (state_ != nullptr) state_->retain();
}
inline Instance::~Instance() {
  if (state_ != nullptr) state_->release();
}

/// Frees the objects that only refer to each other, as parent and children do: counting references
/// alone never would. Only mapped structs need it; an interpreter finds its own. The end of a
/// Session calls it, and the end of a thread; a program need not. Python's gc.collect().
void collect_object_cycles() noexcept;

/// A mapped object inside a Value: what a row of entities holds.
class InstanceValue : public Opaque, public SmallObject {
 public:
  explicit InstanceValue(Instance held) : instance(std::move(held)) {}
  std::string repr() const override { return instance->object_repr(); }
  bool equals(const Opaque& other) const override;
  size_t hash() const override { return std::hash<const void*>()(instance.get()); }
  Instance instance;
};

/// A SQL expression that was assigned to an attribute (`user.n = User.n + 1`).
class ExpressionValue : public Opaque {
 public:
  explicit ExpressionValue(ColumnRef held) : expression(std::move(held)) {}
  std::string repr() const override { return "<SQL expression>"; }
  bool is_sql_null() const override { return expression->kind() == NodeKind::null_; }
  ColumnRef expression;
};

}  // namespace orm
