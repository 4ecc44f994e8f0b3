// Metadata: MetaData, Table, Column, constraints, indexes, defaults.
//
// A MetaData and everything in it share one lifetime: a reference to a Table, Column or constraint
// keeps the whole MetaData. So they point at each other with plain pointers.
// That is also why the header is above 500 lines.
#pragma once

#include <orm/bind.h>
#include <orm/selectable.h>

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orm {

class Column;
class Constraint;
class ForeignKeyConstraint;
class Index;
class MetaData;
class PrimaryKeyConstraint;
class Table;
struct Profile;

/// What a Python-side default function may look at (`context`).
struct DefaultContext {
  /// The row's parameters by name, made when asked for: those that are not known yet are null.
  std::function<ParameterSet()> current_parameters;
  const Column* column = nullptr;
};

/// Arguments that Identity and Sequence share.
struct IdentityOptions {
  std::optional<int64_t> start, increment, minvalue, maxvalue, cache;
  std::optional<bool> nominvalue, nomaxvalue, cycle, order;
};

/// A sequence of a database that has them.
class Sequence : public RefCounted {
 public:
  explicit Sequence(Name sequence_name, IdentityOptions given = {})
      : name(std::move(sequence_name)), options(given) {}
  Name name, schema;
  IdentityOptions options;
  bool optional = false;
  TypeRef data_type;
  MetaData* metadata = nullptr;  ///< whose create_all() makes it, if any
  /// `nextval('s')`: a function whose text each database has its own of.
  ColumnRef next_value() const;
  /// `Sequence('s', start=1)`, with what follows the options
  std::string repr(const std::string& tail = {}) const;
};

/// `default=` or `onupdate=`: a value, a function, or SQL.
struct ColumnDefault {
  enum class Kind : uint8_t { none, scalar, callable, clause, sequence };
  Kind kind = Kind::none;
  Value value;
  std::function<Value(const DefaultContext&)> callable;
  ClauseRef clause;
  std::string name;         ///< of the function or sequence, for repr
  Ref<Sequence> sequence;   ///< Sequence(..)
  bool for_update = false;  ///< given for itself: it is an onupdate
  explicit operator bool() const { return kind != Kind::none; }
  static ColumnDefault scalar(Value v);
  static ColumnDefault function(std::function<Value(const DefaultContext&)> f,
                                std::string name = {});
  static ColumnDefault sql(ClauseRef c);
  static ColumnDefault of(Ref<Sequence> sequence);
  /// `ColumnDefault(5)`
  std::string repr(const Profile& profile) const;
};

/// `server_default=`: literal text, or an expression; FetchedValue() has neither.
struct ServerDefault {
  enum class Kind : uint8_t { none, text, clause, fetched, computed, identity };
  Kind kind = Kind::none;
  std::string text;
  ClauseRef clause;               ///< also the expression of Computed
  std::optional<bool> persisted;  ///< Computed
  bool always = false;            ///< Identity
  std::optional<bool> on_null;    ///< Identity, Oracle
  IdentityOptions options;        ///< Identity
  /// `Identity(start=1)`, `DefaultClause('a', for_update=False)`, ...
  std::string repr() const;
  explicit operator bool() const { return kind != Kind::none; }
};

/// A ForeignKey of a column: its target as text until it is asked for.
class ForeignKey {
 public:
  ForeignKey() = default;
  explicit ForeignKey(std::string target) : target_text(std::move(target)) {}
  explicit ForeignKey(ColumnRef target) : target_column(std::move(target)) {}
  /// The column referred to. Throws NoReferencedTableError, NoReferencedColumnError.
  Column& column() const;
  /// The same, or null while it cannot be found.
  Column* column_or_null() const;
  /// `users.id`
  std::string target_fullname() const;
  /// Does it refer to a column of `table`?
  bool references(const FromClause& table) const;

  ColumnElement* parent = nullptr;  ///< the referring column (or its proxy in an alias)
  Column* schema_parent() const;
  ForeignKeyConstraint* constraint = nullptr;
  std::string target_text;  ///< "users.id" or "schema.users.id"
  ColumnRef target_column;  ///< where it was given as a column of another MetaData
  Column* resolved = nullptr;
  Name name;
  std::string ondelete, onupdate, initially, match;
  std::optional<bool> deferrable;
  bool use_alter = false;
  bool link_to_name = false;  ///< the target is told by its name, not by its key
  Ref<RefCounted> info;       ///< what the program keeps with it
};

/// Arguments of Column, by SQLAlchemy's names.
struct ColumnArgs {
  bool primary_key = false;
  std::optional<bool> nullable;
  bool unique = false;
  bool index = false;
  std::optional<bool> autoincrement;  ///< unset: "auto"
  bool autoincrement_ignore_fk = false;
  std::string key;  ///< empty: the name
  std::string comment, doc;
  std::optional<bool> quote;
  bool system = false;
  ColumnDefault default_;
  ColumnDefault onupdate;
  ServerDefault server_default;
  ServerDefault server_onupdate;
  std::vector<ForeignKey> foreign_keys;
  std::vector<Ref<Constraint>> constraints;  ///< CheckConstraint and the like given to Column
  std::vector<std::pair<std::string, Value>> dialect_options;  ///< "sqlite_on_conflict_unique"
  Ref<RefCounted> info;
  /// The option of that name, null if not given.
  Value option(std::string_view name) const;
};

/// A column of a table. A null type is NullType, or the type of the referenced column.
class Column : public ColumnClause {
 public:
  Column(std::string name, TypeRef type, ColumnArgs args = {});
  ~Column() override;
  bool is_schema_column() const override { return true; }
  Ref<ClauseElement> shallow_copy() const override { return ClauseRef(const_cast<Column*>(this)); }
  Table* schema_table() const;  ///< null before it is in a table
  /// An unattached copy (`Column._copy`), as mixins and to_metadata need it.
  Ref<Column> copy() const;
  /// As Python shows it; the profile of its MetaData, or the one given for a column without.
  std::string repr(const Profile* profile = nullptr) const;
  bool primary_key() const { return args.primary_key; }
  bool nullable() const { return nullable_; }
  const std::vector<std::unique_ptr<ForeignKey>>& foreign_keys() const { return foreign_keys_; }
  /// `table.name`
  std::string fullname() const;
  std::string fullkey() const;
  Ref<Column> column_ref() const { return Ref<Column>(const_cast<Column*>(this)); }
  ColumnArgs args;
  /// Grows with each column that the program makes; a copy has that of its original.
  uint64_t creation_order = next_creation_order();
  bool type_is_unset = false;  ///< no type given: taken from a foreign key when resolved
  void set_nullable(bool nullable) { nullable_ = nullable; }
  void set_name(std::string name);
  /// Gives a column that is in no table yet the name, the type (null: none) and the arguments it
  /// really has: what an annotation says of mapped_column(). Expressions of it stay valid.
  void complete(std::string name, TypeRef type, ColumnArgs args);

 private:
  static uint64_t next_creation_order() noexcept;
  friend class Table;
  friend class ForeignKeyConstraint;
  void take_arguments(TypeRef type);
  bool nullable_ = true;
  std::vector<std::unique_ptr<ForeignKey>> foreign_keys_;
};

/// Where an index or a constraint exists (`ddl_if()`).
struct DdlIf {
  std::vector<std::string> dialects;
  std::function<bool(const Dialect&)> callable;
  bool holds(const Dialect& dialect) const;
};

/// A table constraint. `columns` may be names until it is attached.
class Constraint : public RefCounted {
 public:
  enum class Kind : uint8_t { primary, foreign, unique_, check, exclude };
  explicit Constraint(Kind of_kind, Name given_name = {})
      : kind(of_kind), name(std::move(given_name)) {}
  virtual std::string repr() const;
  /// The name in DDL, naming convention applied; empty for none.
  Name ddl_name() const;
  void attach(Table& to);
  virtual Ref<Constraint> copy() const = 0;
  const Kind kind;
  Name name;
  std::optional<bool> deferrable;
  std::string initially, comment;
  Table* table = nullptr;
  std::vector<std::string> column_names;  ///< as given
  /// Columns that had no name when they were given, by their place in column_names.
  std::vector<std::pair<size_t, Ref<Column>>> unnamed_columns;
  std::vector<Column*> columns;                                  ///< once attached
  std::vector<std::pair<std::string, Operand>> dialect_options;  ///< "postgresql_include"
  bool type_bound = false;                                       ///< made by Boolean or Enum
  bool column_flag = false;                                      ///< made by Column(unique=True)
  bool isolated = false;  ///< added or dropped by itself, not with the table
  std::optional<DdlIf> ddl_if;
  const Column* column_level = nullptr;  ///< CHECK given to Column(): stands behind the column
  std::string sqlite_on_conflict;
  Ref<RefCounted> info;  ///< what the program keeps with it

 protected:
  virtual void on_attach(Table& to);
  friend class Table;
};

class PrimaryKeyConstraint : public Constraint {
 public:
  explicit PrimaryKeyConstraint(std::vector<std::string> columns = {}, Name name = {});
  Ref<Constraint> copy() const override;
  /// The column the database numbers by itself, or null (`_autoincrement_column`).
  Column* autoincrement_column() const;
  bool implicit = false;  ///< made from Column(primary_key=True)

 protected:
  void on_attach(Table& to) override;
};

class UniqueConstraint : public Constraint {
 public:
  explicit UniqueConstraint(std::vector<std::string> columns, Name name = {});
  Ref<Constraint> copy() const override;
};

class CheckConstraint : public Constraint {
 public:
  explicit CheckConstraint(ClauseRef sqltext, Name name = {});
  std::string repr() const override;
  Ref<Constraint> copy() const override;
  ClauseRef sqltext;

 protected:
  void on_attach(Table& to) override;
};

class ForeignKeyConstraint : public Constraint {
 public:
  ForeignKeyConstraint(std::vector<std::string> columns, std::vector<std::string> targets,
                       Name name = {});
  std::string repr() const override;
  Ref<Constraint> copy() const override;
  /// The table referred to, or null while it is not defined.
  Table* referred_table() const;
  std::vector<std::string> targets;
  /// Targets that were given as columns, for each of `targets` or null.
  std::vector<ColumnRef> target_columns;
  std::vector<ForeignKey*> elements;  ///< one for each column
  std::string ondelete, onupdate, match;
  bool use_alter = false;
  bool link_to_name = false;  ///< its targets are told by their names, not by their keys
  bool from_column = false;   ///< made from Column(ForeignKey(..))

 protected:
  void on_attach(Table& to) override;
};

/// An index on columns or expressions.
class Index : public RefCounted {
 public:
  /// `expressions`: column names (text values) or expressions. An empty name is made by the
  /// convention.
  Index(Name name, std::vector<Operand> expressions, bool is_unique = false);
  ~Index() override;
  std::string repr() const;
  void attach(Table& to);
  Name ddl_name() const;
  /// CREATE INDEX / DROP INDEX.
  void create(Bind& bind, bool checkfirst = false);
  void drop(Bind& bind, bool checkfirst = false);
  Name name;
  std::vector<Operand> given;
  std::vector<ColumnRef> expressions;
  std::vector<Column*> columns;
  bool unique = false;
  bool column_flag = false;
  std::optional<DdlIf> ddl_if;
  Table* table = nullptr;
  Ref<RefCounted> info;                                          ///< what the program keeps with it
  std::vector<std::pair<std::string, Operand>> dialect_options;  ///< "sqlite_where"
};

/// The name a constraint of that kind (`ck`, `fk`, ...) gets from the table's naming convention.
Name conventional_name(const char* kind, const Table& table, const Name& given,
                       const std::vector<Column*>& columns);
/// `INCREMENT BY 1 START WITH 5`
std::string identity_options(const IdentityOptions& options);

/// Arguments of Table beside its items.
struct TableArgs {
  Name schema{};
  bool blank_schema = false;  ///< BLANK_SCHEMA: not even that of the MetaData
  bool extend_existing = false, keep_existing = false, must_exist = false;
  std::optional<bool> quote{};
  std::string comment{};
  std::vector<std::string> prefixes{};
  std::vector<std::pair<std::string, Value>> dialect_options{};  ///< "sqlite_autoincrement"
  Ref<RefCounted> info{};
  /// The option of that name, null if not given.
  Value option(std::string_view name) const;
};

/// What Table(...) takes: columns, constraints, indexes.
struct TableItem {
  Ref<Column> column;
  Ref<Constraint> constraint;
  Ref<Index> index;
  TableItem(Ref<Column> c) : column(std::move(c)) {}  // NOLINT
  template <class T>
  requires std::is_base_of_v<Constraint, T> TableItem(Ref<T> c)
      : constraint(std::move(c)) {}                 // NOLINT
  TableItem(Ref<Index> i) : index(std::move(i)) {}  // NOLINT
};

/// A table of a MetaData. Make one with Table::create_in or MetaData::define.
class Table : public TableClause {
 public:
  ~Table() override;
  bool is_schema_table() const override { return true; }
  MetaData& metadata() const { return *metadata_; }
  /// `schema.name`
  const std::string& key() const { return key_; }
  std::string repr() const;
  std::string description() const override { return name_; }
  std::vector<ColumnElement*> primary_key() const override;
  std::vector<ForeignKey*> foreign_keys() const override;
  Ref<ClauseElement> shallow_copy() const override { return ClauseRef(const_cast<Table*>(this)); }
  Ref<Table> table_ref() const { return Ref<Table>(const_cast<Table*>(this)); }
  /// The column with that key, or null.
  Column* column(std::string_view key) const;
  const std::vector<Column*>& columns() const { return column_list_; }
  PrimaryKeyConstraint& primary_key_constraint() const { return *primary_key_; }
  Column* autoincrement_column() const { return primary_key_->autoincrement_column(); }
  /// All constraints in order of definition.
  const std::vector<Constraint*>& constraints() const { return constraints_; }
  const std::vector<ForeignKeyConstraint*>& foreign_key_constraints() const {
    return foreign_key_constraints_;
  }
  const std::vector<Index*>& indexes() const { return indexes_; }
  /// Tables that come before this one beside those it refers to (`add_is_dependent_on`).
  std::vector<const Table*> comes_after;
  void append_column(const Ref<Column>& column, bool replace_existing = false);
  void append_constraint(const Ref<Constraint>& constraint);
  void append(const TableItem& item);
  /// CREATE TABLE with its indexes; checkfirst asks the database whether it is there.
  void create(Bind& bind, bool checkfirst = false);
  void drop(Bind& bind, bool checkfirst = false);
  /// The schema that a key of the copy refers to, for to_metadata().
  using ReferredSchema = std::function<Name(const ForeignKeyConstraint& key, const Name& schema)>;
  /// A copy in another MetaData (`to_metadata`).
  /// `schema`: in place of its own; keys that refer to its own schema then refer to that one, or
  /// to what `referred` says.
  Ref<Table> to_metadata(MetaData& metadata, const std::string& name = {},
                         const std::optional<Name>& schema = {},
                         const ReferredSchema& referred = nullptr) const;
  TableArgs args;

 private:
  friend class MetaData;
  friend class Column;
  friend class Constraint;
  friend class Index;
  Table(MetaData& metadata, std::string name, TableArgs args);
  MetaData* metadata_;
  std::string key_;
  std::vector<Column*> column_list_;
  PrimaryKeyConstraint* primary_key_ = nullptr;
  std::vector<Constraint*> constraints_;
  std::vector<ForeignKeyConstraint*> foreign_key_constraints_;
  std::vector<Index*> indexes_;
  void note_explicit(Constraint* constraint);
  std::vector<const Constraint*> retired_;  ///< replaced ones, which handles may still name
  size_t explicit_constraints_ = 0;
  bool column_list_complete_ = false;  ///< what Table(..) was given is in it
};

/// A token of a naming convention that the program makes the text of: `%(fk_guid)s`. One of
/// `constraint` and `index` is given.
struct NamingToken {
  std::string name;
  std::function<std::string(const Constraint* constraint, const Index* index, const Table& table)>
      text;
};

/// Something that is told before and after tables are created and dropped (event.listen).
struct DdlEvent {
  MetaData& metadata;
  Table* table;  ///< null: an event of the MetaData
  Bind& connection;
  const std::vector<Table*>& tables;  ///< of the MetaData's event
  bool checkfirst;
  bool of_metadata;  ///< part of create_all or drop_all
};
class DdlListener : public RefCounted {
 public:
  virtual void fire(const DdlEvent& event) = 0;
};

/// A collection of tables.
class MetaData : public RefCounted {
 public:
  explicit MetaData(const Profile& profile, Name schema = {},
                    std::vector<std::pair<std::string, std::string>> naming_convention = {});
  MetaData();
  ~MetaData() override;
  /// `Table(name, metadata, *items, **args)`. Throws InvalidRequestError if the name is taken.
  Ref<Table> define(std::string name, const std::vector<TableItem>& items = {},
                    TableArgs args = {});
  /// The table of that key, or null.
  Table* table(std::string_view key) const;
  /// Makes an expression part of this MetaData's lifetime: a private copy whose references to the
  /// columns here do not keep the MetaData alive.
  ClauseRef absorb(const ClauseRef& expression);
  /// Tables in order of definition.
  const std::vector<Table*>& tables() const { return tables_; }
  /// In order of dependency, ties by name.
  std::vector<Table*> sorted_tables() const;
  void remove(Table& table);
  void clear();
  /// Creates the tables that are missing (all with checkfirst=false), in dependency order.
  void create_all(Bind& bind, const std::vector<Table*>* tables = nullptr, bool checkfirst = true);
  void drop_all(Bind& bind, const std::vector<Table*>* tables = nullptr, bool checkfirst = true);
  std::string repr() const;
  const Profile& profile() const { return *profile_; }
  const Name& schema() const { return schema_; }
  const std::vector<std::pair<std::string, std::string>>& naming_convention() const {
    return naming_convention_;
  }
  /// ColumnReflectListeners of its tables.
  std::vector<Ref<RefCounted>> column_listeners;
  /// Tokens of its naming convention beside SQLAlchemy's own.
  std::vector<NamingToken> naming_tokens;
  Ref<MetaData> metadata_ref() const { return Ref<MetaData>(const_cast<MetaData*>(this)); }
  /// Listens to `before_create`, `after_create`, `before_drop`, `after_drop` of a table, or of this
  /// MetaData where `table` is null.
  void listen(std::string event, const Table* table, Ref<DdlListener> listener);
  /// Tells listeners of that event.
  void fire(std::string_view event, Table* table, Bind& connection,
            const std::vector<Table*>& tables, bool checkfirst, bool of_metadata);
  /// Makes the sequence part of create_all() and drop_all().
  void add_sequence(const Ref<Sequence>& sequence);
  const std::vector<Ref<Sequence>>& sequences() const { return sequences_; }
  Ref<RefCounted> info;
  Ref<RefCounted> bound_engine;  ///< 1.x: MetaData(bind=engine), opaque here

 private:
  friend class Table;
  friend class ForeignKeyConstraint;
  friend class ForeignKey;
  const Profile* profile_;
  Name schema_;
  std::vector<std::pair<std::string, std::string>> naming_convention_;
  std::vector<Table*> tables_;
  std::vector<Table*> retired_;
  std::vector<Ref<Sequence>> sequences_;
  uint32_t disregarded_ = 0;
  struct Listening {
    std::string event;
    const Table* table;
    Ref<DdlListener> listener;
  };
  std::vector<Listening> listeners_;
  void resolve_types();
};

/// Tables in the order create_all() takes: referenced ones first, ties as given.
/// Throws CircularDependencyError only where a cycle cannot be cut.
/// The keys in `without` do not count.
std::vector<Table*> sort_tables(const std::vector<Table*>& tables,
                                const std::vector<const Constraint*>& without = {});
/// The tables that refer to each other in a circle.
std::vector<Table*> tables_in_circle(const std::vector<Table*>& tables,
                                     const std::vector<const Constraint*>& without = {});
/// Their keys in the order of the alphabet: `a, b`.
std::string names_of_tables(const std::vector<Table*>& tables);
/// The tables that refer to each other in a circle: `a, b`; empty if there is none.
std::string circle_of_tables(const std::vector<Table*>& tables);

/// CREATE TABLE and its kin as nodes that can be compiled and executed.
class DDLElement : public ClauseElement {
 public:
  enum class Op : uint8_t {
    create_table,
    drop_table,
    create_index,
    drop_index,
    add_constraint,
    drop_constraint,
    create_sequence,
    drop_sequence,
    create_schema,
    drop_schema,
    set_table_comment,
    drop_table_comment,
    set_column_comment,
    drop_column_comment,
    create_type,
    drop_type,
    create_column,
    text
  };
  DDLElement(Op operation, const RefCounted* object, bool if_exists_flag = false)
      : ClauseElement(NodeKind::ddl),
        op(operation),
        target(const_cast<RefCounted*>(object)),
        if_flag(if_exists_flag) {}
  Ref<ClauseElement> shallow_copy() const override;
  void append_key(KeyBuilder& key) const override;
  Op op;
  Ref<RefCounted> target;  ///< Table, Index, Constraint, Sequence, Column
  bool if_flag;            ///< IF NOT EXISTS, IF EXISTS
  bool cascade = false;    ///< DROP .. CASCADE
  std::string sql;         ///< of DDL("..."); a schema's name
  /// DDL("..."): what `%(name)s` stands for, beside table, schema and fullname.
  std::vector<std::pair<std::string, std::string>> context;
  /// execute_if(dialect=): only on these databases, if any are named.
  std::vector<std::string> dialects;
  Ref<RefCounted> condition;  ///< execute_if(callable_=), for whoever made it
  /// Foreign keys that CREATE TABLE leaves out: they are added later by ALTER.
  std::vector<const Constraint*> later;
};

Ref<DDLElement> CreateTable(const Table& table, bool if_not_exists = false);
Ref<DDLElement> DropTable(const Table& table, bool if_exists = false);
Ref<DDLElement> CreateIndex(const Index& index, bool if_not_exists = false);
Ref<DDLElement> DropIndex(const Index& index, bool if_exists = false);
Ref<DDLElement> AddConstraint(const Constraint& constraint);
Ref<DDLElement> DropConstraint(const Constraint& constraint, bool if_exists = false,
                               bool cascade = false);
Ref<DDLElement> CreateSequence(const Sequence& sequence, bool if_not_exists = false);
Ref<DDLElement> DropSequence(const Sequence& sequence, bool if_exists = false);
Ref<DDLElement> CreateSchema(std::string name, bool if_not_exists = false);
Ref<DDLElement> DropSchema(std::string name, bool if_exists = false, bool cascade = false);
Ref<DDLElement> DDL(std::string sql);

}  // namespace orm
