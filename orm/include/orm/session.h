// Session: the unit of work, the identity map and the transaction of a program's objects.
//
// A Session belongs to one thread. It refers to mapped objects through InstanceState, holds those
// that are new, changed or deleted, and knows the others only weakly: an object that the program
// drops leaves the identity map at once.
//
// Every program that uses the ORM compiles this header, so what only some of them look into is
// elsewhere: Query in query.h, listeners in events.h.
#pragma once

#include <orm/engine.h>
#include <orm/identity_map.h>
#include <orm/instance.h>

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace orm {

class DmlBase;
class Insert;
class Mapper;
class Query;
class Select;
class SelectBase;
class Session;
class SessionListener;
class SessionTransaction;
class StatementOption;
class Update;
struct ForUpdate;
enum class LabelStyle : uint8_t;
enum class SessionEvent : uint8_t;
template <class T>
class Ptr;
template <class... Items>
class TypedSelect;
template <class... Items>
class TypedStatement;
template <class Row>
class TypedResult;
template <class Row>
class TypedQuery;

/// Arguments of Session(...), by SQLAlchemy's names.
/// `join_transaction_mode`: what a session does with the transaction of the connection it is given.
enum class JoinTransaction : uint8_t {
  conditional_savepoint,
  rollback_only,
  control_fully,
  create_savepoint,
};

struct SessionOptions {
  bool autoflush = true;
  bool expire_on_commit = true;
  bool autobegin = true;    ///< 2.0
  bool autocommit = false;  ///< 1.x: statements commit by themselves where no begin() was called
  bool future = false;      ///< 1.4
  bool close_resets_only = true;  ///< 2.0: else a closed session is of no more use
  JoinTransaction join_transaction_mode = JoinTransaction::conditional_savepoint;  ///< 2.0
};

/// What a session talks to: an engine, or a connection of it that it was given.
struct SessionBind {
  Engine engine;
  Connection connection;
  explicit operator bool() const noexcept { return static_cast<bool>(engine); }
};

/// Session(binds=..) and get_bind() of one's own; route_by() of events.h makes one of a function.
class SessionRouter : public RefCounted {
 public:
  /// The database of a mapper's rows and of a statement, either of which may be null.
  virtual SessionBind route(const Mapper* mapper, const ClauseElement* statement) = 0;
};

/// A transaction or savepoint of a session; SQLAlchemy's SessionTransaction.
class SessionTransaction : public RefCounted {
 public:
  enum class State : uint8_t { active, deactive, committed, closed };
  SessionTransaction(Session& session, Ref<SessionTransaction> parent, bool nested);
  SessionTransaction(const SessionTransaction&) = delete;
  SessionTransaction& operator=(const SessionTransaction&) = delete;
  ~SessionTransaction() override;

  bool nested() const noexcept { return nested_; }
  const Ref<SessionTransaction>& parent() const noexcept { return parent_; }
  /// Can statements be sent in it?
  bool is_active() const noexcept { return session_ != nullptr && state_ == State::active; }
  bool is_closed() const noexcept { return state_ == State::closed; }
  /// Flushes, then commits this transaction and those inside it.
  void commit(bool to_root = false);
  void rollback(bool to_root = false, const std::string* failure = nullptr);
  void close();
  /// The connection of this transaction for a bind; begins on the database at the first call.
  Connection connection(const SessionBind& bind);
  /// The connection that this transaction has to an engine already, or null.
  const Connection* bound_to(const Engine& engine) const;
  Session* session() const noexcept { return session_; }

 private:
  friend class Session;
  struct Bound {
    Engine engine;
    Connection connection;
    Transaction transaction;
    bool owns_connection;
    bool should_commit = true;
  };
  void check_usable() const;
  void join_outer(Bound& bound) const;
  void restore_snapshot(bool dirty_only);
  void remove_snapshot();
  std::vector<SessionTransaction*> up_to(const SessionTransaction* end);
  struct KeySwitches;  // orm/session/key_switches.h
  KeySwitches& key_switches();

  Session* session_;
  Ref<SessionTransaction> parent_;
  bool nested_;
  State state_ = State::active;
  std::vector<Bound> bound_;
  StateSet new_, deleted_, dirty_;
  KeySwitches* key_switches_ = nullptr;  // owned; null where no key was changed
  std::string rollback_failure_;
};

/// The session. Not copyable; objects in it must not outlive it attached: it detaches them.
class Session final : public ObjectSession {
 public:
  explicit Session(SessionOptions options = {}, const Profile& profile = profile_2_0);
  explicit Session(Engine bind, SessionOptions options = {});
  explicit Session(Connection bind, SessionOptions options = {});
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session();

  /// @name Objects
  /// @{
  /// Puts an object into the session: a new one becomes pending, a detached one persistent.
  /// Throws InvalidRequestError if it belongs to another session.
  void add(InstanceState& state);
  void add_all(const std::vector<Instance>& instances);
  /// Marks for deletion at the next flush. Throws InvalidRequestError if there is no row.
  void delete_(InstanceState& state);
  void expunge(InstanceState& state);
  void expunge_all();
  /// Forgets the values of one object, or of the named attributes.
  void expire(InstanceState& state, const std::vector<std::string>& attributes = {});
  void expire_all();
  /// Loads the values anew, at once.
  void refresh(InstanceState& state, const std::vector<std::string>& attributes = {},
               const ForUpdate* lock = nullptr);
  bool contains(const InstanceState& state) const;
  /// Has a flush nothing to do? SQLAlchemy's `_is_clean()`.
  bool is_clean() const;
  /// Was the object changed against its row? `include_collections`: its collections count, too.
  bool is_modified(const InstanceState& state, bool include_collections = true) const;
  /// Pending, changed, and to be deleted objects.
  std::vector<Instance> new_() const;
  std::vector<Instance> dirty() const;
  std::vector<Instance> deleted() const;
  /// Every object: pending and persistent.
  std::vector<Instance> all() const;
  const IdentityMap& identity_map() const noexcept { return identity_map_; }
  /// The object with that primary key, from the identity map or the database; empty if there is
  /// none. Throws InvalidRequestError if the key has the wrong number of values.
  /// With `lock` (`with_for_update`) it is always selected.
  Instance get(const Mapper& mapper, const std::vector<Value>& key, bool populate_existing = false,
               const std::vector<Ref<StatementOption>>& loads = {},
               const ForUpdate* lock = nullptr);
  /// get() without further wishes, of a key that lies anywhere.
  Instance get_by_key(const Mapper& mapper, std::span<const Value> key);
  /// Copies an object, and what it reaches by the merge cascade, onto the session's own objects.
  /// Without `load` nothing is selected. Throws InvalidRequestError for what that cannot do.
  /// `options`: loader options of the selects.
  Instance merge(InstanceState& state, bool load = true,
                 const std::vector<Ref<StatementOption>>& options = {});
  /// @}

  /// @name Transactions
  /// @{
  void flush();
  /// Writes what these objects need, and leaves the others pending, changed or to be deleted.
  void flush(const std::vector<Instance>& objects);
  /// Throws InvalidRequestError in autocommit mode if nothing was begun.
  void commit();
  void rollback();
  /// Ends the transaction (rolling it back) and detaches all objects.
  void close();
  /// The same, and the session can be used again whatever its options say.
  void reset();
  /// Begins explicitly. Throws InvalidRequestError if a transaction is there, unless it is to be a
  /// subtransaction (1.x): what that commits is a part of the outer one.
  Ref<SessionTransaction> begin(bool subtransactions = false);
  /// Flushes, and sets a savepoint.
  Ref<SessionTransaction> begin_nested();
  bool in_transaction() const noexcept { return transaction_ != nullptr; }
  bool in_nested_transaction() const noexcept;
  /// The root transaction, the innermost savepoint; null if there is none.
  Ref<SessionTransaction> get_transaction() const;
  Ref<SessionTransaction> get_nested_transaction() const;
  /// 1.x: session.transaction
  const Ref<SessionTransaction>& transaction() const noexcept { return transaction_; }
  bool is_active() const noexcept;
  /// The connection of the current transaction; where there are several databases, that of the
  /// mapper or the statement. Throws UnboundExecutionError if there is none.
  Connection connection(const Mapper* mapper = nullptr, const ClauseElement* statement = nullptr);
  /// Is a flush at work? SQLAlchemy's `_flushing`.
  bool is_flushing() const noexcept { return flushing_; }
  /// @}

  /// @name Statements
  /// @{
  /// Runs a statement. Rows of entities hold InstanceValue objects.
  Result execute(const ClauseRef& statement, const std::vector<ParameterSet>& parameters = {},
                 const ExecuteOptions& how = {});
  Result scalars(const ClauseRef& statement, const std::vector<ParameterSet>& parameters = {});
  Value scalar(const ClauseRef& statement, const std::vector<ParameterSet>& parameters = {});
  /// @}

  /// @name Rows by attribute names, without the unit of work
  /// @{
  /// With `return_defaults` the rows get their primary keys; `render_nulls` writes None for what is
  /// None, instead of leaving it to the column's default.
  void bulk_insert_mappings(const Mapper& mapper, std::vector<ParameterSet>& rows,
                            bool return_defaults = false, bool render_nulls = false);
  /// Throws InvalidRequestError for a row that does not name its primary key, StaleDataError for
  /// one that is not there.
  void bulk_update_mappings(const Mapper& mapper, const std::vector<ParameterSet>& rows);
  struct BulkSave {
    bool return_defaults = false;
    bool update_changed_only = true;  ///< UPDATE of what was changed, not of all attributes
    bool preserve_order = true;       ///< else objects of one class are written together
  };
  /// INSERT for objects without a key, UPDATE for others; the objects do not join the session.
  void bulk_save_objects(const std::vector<Instance>& objects, const BulkSave& how);
  /// @}

  /// @name The same for mapped structs; <orm/typed.h> defines them
  /// @{
  template <class T>
  void add(const Ptr<T>& object);
  template <class T>
  void delete_(const Ptr<T>& object);
  template <class T>
  void refresh(const Ptr<T>& object, const std::vector<std::string>& attributes = {});
  template <class T>
  void expire(const Ptr<T>& object, const std::vector<std::string>& attributes = {});
  template <class T>
  void expunge(const Ptr<T>& object);
  template <class T>
  Ptr<T> merge(const Ptr<T>& object, bool load = true);
  template <class T>
  bool contains(const Ptr<T>& object) const;
  template <class T>
  bool is_modified(const Ptr<T>& object) const;
  /// The object with that primary key, or an empty pointer.
  template <class T, class... Key>
  Ptr<T> get(const Key&... key);
  /// The same with loader options: `get_with<User>(5, selectinload(User_.addresses))`.
  template <class T, class Key, class... O>
  Ptr<T> get_with(const Key& key, const O&... options);
  /// Rows as tuples, for structured bindings.
  template <class... Items>
  TypedResult<std::tuple<Items...>> execute(const TypedSelect<Items...>& statement);
  /// The first item of each row.
  template <class First, class... Rest>
  TypedResult<First> scalars(const TypedSelect<First, Rest...>& statement);
  /// The same of statements that are no select(): see rows_of().
  template <class... Items>
  TypedResult<std::tuple<Items...>> execute(const TypedStatement<Items...>& statement,
                                            const std::vector<ParameterSet>& parameters = {});
  template <class First, class... Rest>
  TypedResult<First> scalars(const TypedStatement<First, Rest...>& statement,
                             const std::vector<ParameterSet>& parameters = {});
  /// The first item of the first row, or nothing.
  template <class First, class... Rest>
  std::optional<First> scalar(const TypedSelect<First, Rest...>& statement);
  /// `session.query(User)`
  template <class T>
  TypedQuery<Ptr<T>> query();
  /// `session.query(User.id, User.name)`
  template <class... Items>
  auto query(const Items&... items);
  /// @}

  const Profile& profile() const noexcept { return *profile_; }
  const SessionOptions& options() const noexcept { return options_; }
  /// Throws UnboundExecutionError if the session has no bind.
  Engine get_bind() const;
  bool has_bind() const noexcept { return static_cast<bool>(engine_); }
  void set_bind(Engine engine);
  /// What the session was bound to when it was made; nothing where it was not.
  SessionBind bind() const { return {engine_, bound_connection_}; }
  Ref<SessionRouter> router;  ///< null: all goes to bind()
  /// What is told of a session without a bind for these; the error's text.
  std::string unbound_message(const Mapper* mapper, const ClauseElement* statement) const;
  bool autoflush = true;
  /// The number of the session, by which errors call it: counted from 1 in the program, unless its
  /// owner counts otherwise. SQLAlchemy's `hash_key`.
  uint64_t hash_key;
  Ref<SessionListener> listener;  ///< what is told of its events, or null
  Ref<RefCounted> info;           ///< whatever the owner of the session wants to keep with it

  // ObjectSession
  void load_attributes(InstanceState& state, const AttributeSet& attributes) override;
  bool load_from_subtables(InstanceState& state, const AttributeSet& attributes);
  void object_modified(InstanceState& state) override;
  void object_dropped(InstanceState& state) noexcept override;
  RelatedLoad load_related(InstanceState& state, const RelationshipProperty& relationship,
                           const Passive& passive) override;
  bool holds(const InstanceState& state) const override;
  bool holds_pending(const InstanceState& state) const override;
  void cascade_add(InstanceState& state, const RelationshipProperty& along, bool backref) override;
  void expunge_orphan(InstanceState& state) override;

 private:
  friend class SessionTransaction;
  friend class UnitOfWork;
  friend class Persistence;
  friend class Query;
  friend class EntityLoader;
  friend class PostLoader;
  struct LoadOptions;  // orm/session/load_options.h
  void check_key(const Mapper& mapper, size_t size) const;
  /// What get() finds in the identity map; `known`: there is such an object, of whatever class.
  Instance find_by_key(const Mapper& mapper, std::span<const Value> key, bool& known);
  Ref<SessionTransaction> autobegin();
  void autoflush_now();
  void flush_objects(const std::vector<Instance>* only);
  void run_flush(const std::vector<Instance>* only);
  bool to_root() const noexcept;
  /// Runs `work` in a subtransaction of its own, which a failure leaves for rollback() to end.
  void in_subtransaction(FunctionRef<void()> work);
  std::vector<Instance> persistent() const;
  SessionTransaction* boundary() const noexcept;
  void load_expired(InstanceState& state);
  void refuse_lazy(const InstanceState& state, const RelationshipProperty& relationship,
                   const Passive& passive, bool needs_sql) const;
  void warn(const std::string& message) const;
  bool listens(SessionEvent event) const { return listener != nullptr && is_heard(event); }
  bool is_heard(SessionEvent event) const;
  void tell(SessionEvent event);
  void tell(SessionEvent event, InstanceState& state);
  void tell(SessionEvent event, SessionTransaction& transaction, Connection* connection = nullptr);
  Ref<SessionTransaction> start(Ref<SessionTransaction> parent, bool nested);
  /// True if the object was in no session before; after_attach() is due then.
  bool attach(InstanceState& state);
  void after_attach(InstanceState& state);
  void save(InstanceState& state);
  void update(InstanceState& state, bool revert_deletion = false);
  void replace_identity(InstanceState& state);
  void register_persistent(class UnitOfWork& work);
  void remove_newly_deleted(const std::vector<InstanceState*>& states);
  void expunge_states(const std::vector<Instance>& states, bool to_transient);
  void detach(InstanceState& state, bool to_transient);
  void reset_late_changes();
  Result execute_now(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                     const ExecuteOptions& how, const LoadOptions& load);
  Result execute_lowered(const ClauseRef& statement, const std::vector<ParameterSet>& parameters,
                         const ExecuteOptions& how, const LoadOptions& load);
  // INSERT, UPDATE and DELETE of mapped classes: bulk.cpp
  Result execute_dml(const DmlBase& statement, const std::vector<ParameterSet>& parameters,
                     const ExecuteOptions& how, const LoadOptions& load);
  Result execute_insert(const Insert& statement, const Mapper& mapper,
                        const std::vector<ParameterSet>& parameters, const ExecuteOptions& how,
                        bool flushes);
  Result update_by_key(const Update& statement, const Mapper& mapper,
                       const std::vector<ParameterSet>& parameters, const ExecuteOptions& how);
  Result execute_change(const DmlBase& statement, const Mapper& mapper,
                        const std::vector<ParameterSet>& parameters, const ExecuteOptions& how);
  // Objects of rows whose columns are found by expression or name: from_statement.cpp
  Result entities_of(const std::vector<ClauseRef>& elements, const Result& core,
                     const LoadOptions& load,
                     const std::vector<Ref<StatementOption>>& options = {});
  Instance load_by_key(const Mapper& mapper, std::span<const Value> key, LabelStyle labels,
                       const LoadOptions& load,
                       const std::vector<Ref<StatementOption>>& loads = {});
  bool get_simply(const Mapper& mapper, std::span<const Value> key, Instance& found);
  Instance load_by_kept(const Mapper& mapper, std::span<const Value> key, LabelStyle labels,
                        const LoadOptions& load);
  Ref<Select> select_by_key(const Mapper& mapper, std::span<const Value> key, LabelStyle labels,
                            const std::string& prefix,
                            const std::vector<Ref<StatementOption>>& options,
                            const ForUpdate* lock = nullptr) const;

  const Profile* profile_;
  SessionOptions options_;
  Engine engine_;
  Connection bound_connection_;
  Ref<SessionTransaction> transaction_;
  Ref<SessionTransaction> nested_transaction_;
  IdentityMap identity_map_;
  InstanceSet new_states_{&SessionPlaces::pending};
  InstanceSet deleted_states_{&SessionPlaces::deleted};
  uint64_t next_insert_order_ = 0;
  bool closed_ = false;  // for good
  bool flushing_ = false;
};

}  // namespace orm
