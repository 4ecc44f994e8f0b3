// Tables as C++ writes them: MetaData, Table, Column, and what else stands in FROM.
//
//     MetaData metadata;
//     Table user("user_account", metadata, Column("id", Integer(), primary_key),
//                Column("name", String(30), not_nullable), Column("team_id",
//                ForeignKey("team.id")));
//     metadata.create_all(engine);
//     select(user.c["name"])
#pragma once

#include <orm/column_draft.h>
#include <orm/core_expression.h>
#include <orm/engine.h>
#include <orm/inspect.h>
#include <orm/schema.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm::core {

/// @name The words of Column(), shared with mapped attributes
/// @{
using orm::computed;
using orm::default_;
using orm::foreign_key;
using orm::ForeignKey;
using orm::indexed;
using orm::not_nullable;
using orm::nullable;
using orm::primary_key;
using orm::server_default;
using orm::server_default_now;
using orm::server_default_sql;
using orm::unique;
/// `onupdate=`, a value.
struct onupdate {  // NOLINT(readability-identifier-naming): a word of column(..)
  explicit onupdate(Value given) : value(std::move(given)) {}
  void apply(ColumnDraft& draft) const { draft.args.onupdate = ColumnDefault::scalar(value); }
  Value value;
};
/// `comment=`
struct comment {  // NOLINT(readability-identifier-naming): a word of column(..)
  explicit comment(std::string given) : text(std::move(given)) {}
  void apply(ColumnDraft& draft) const { draft.args.comment = text; }
  std::string text;
};
/// `autoincrement=`
struct autoincrement {  // NOLINT(readability-identifier-naming): a word of column(..)
  explicit autoincrement(bool given) : on(given) {}
  void apply(ColumnDraft& draft) const { draft.args.autoincrement = on; }
  bool on;
};
/// A default that is computed by SQL (`default=func.now()`) or by a function.
struct default_sql {  // NOLINT(readability-identifier-naming): a word of column(..)
  explicit default_sql(const Expr& given) : expression(given) {}
  void apply(ColumnDraft& draft) const {
    draft.args.default_ = ColumnDefault::sql(expression.node());
  }
  Expr expression;
};
/// A reference to another table's column, with what happens when that row changes or goes.
ForeignKey ForeignKeyTo(std::string target, std::string ondelete, std::string onupdate = {});
/// @}

/// @name Types, by SQLAlchemy's names
/// @{
using orm::BigInteger;
using orm::Boolean;
using orm::Double;
using orm::Float;
using orm::Integer;
using orm::JSON;
using orm::LargeBinary;
using orm::Numeric;
using orm::SmallInteger;
using orm::String;
using orm::Text;
using orm::Unicode;
using orm::UnicodeText;
using orm::Uuid;
inline TypeRef Date() { return DateType(); }
inline TypeRef Time() { return TimeType(); }
inline TypeRef DateTime() { return DateTimeType(); }
inline TypeRef Interval() { return IntervalType(); }
/// A choice of texts. `validate_strings`: others are refused with LookupError before they are sent.
TypeRef Enum(const std::vector<std::string>& names, bool validate_strings = false);
/// @}

/// A column of a table, of an alias or of a subquery.
class Column : public Expr {
 public:
  /// Name, type and options in any order: `Column("id", Integer(), primary_key)`. Without a type it
  /// has that of the column it refers to.
  template <class... Options>
  explicit Column(const char* name, const Options&... options) {
    ColumnDraft draft;
    (apply_option(draft, options), ...);
    make(name, std::move(draft));
  }
  Column() = default;
  explicit Column(ColumnRef node) : Expr(std::move(node)) {}
  operator Ref<orm::Column>() const { return Ref<orm::Column>(&schema()); }  // NOLINT
  bool nullable() const { return schema().nullable(); }
  bool primary_key() const { return schema().primary_key(); }
  bool unique() const { return schema().args.unique; }
  bool index() const { return schema().args.index; }
  std::vector<const ForeignKey*> foreign_keys() const;
  /// Has it a foreign key to that column?
  bool references(const Column& other) const;
  /// As SQLAlchemy shows it: the name, the type, and "table=" with the table's name.
  std::string repr() const;
  /// The column of the schema. Throws AttributeError for one of a subquery.
  orm::Column& schema() const;

 private:
  void make(std::string name, ColumnDraft draft);
};

/// The columns of something in FROM: `user.c["name"]`, in order when iterated.
class Columns {
 public:
  explicit Columns(Ref<FromClause> owner) : owner_(std::move(owner)) {}
  explicit Columns(FromClause& owner) : owner_(owner.ref()) {}
  /// Throws AttributeError.
  Column operator[](std::string_view key) const { return Column(owner_->col(key)); }
  Column operator[](size_t position) const { return Column(owner_->c()[position]->ref()); }
  size_t size() const { return owner_->c().size(); }
  std::vector<std::string> keys() const { return owner_->c().keys(); }
  bool contains(std::string_view key) const { return owner_->c().find(key) != nullptr; }
  std::vector<Column> values() const;

 private:
  Ref<FromClause> owner_;
};

class Alias;
class CTE;

/// Something that can stand in FROM (SQLAlchemy's FromClause).
class From {
 public:
  using core_handle = From;
  From() : c(Ref<FromClause>()) {}  ///< none, to be assigned
  explicit From(Ref<FromClause> node) : c(node), node_(std::move(node)) {}
  operator ClauseRef() const { return node_; }        // NOLINT
  operator Ref<FromClause>() const { return node_; }  // NOLINT
  const Ref<FromClause>& node() const noexcept { return node_; }
  std::string name() const { return std::string(node_->name()); }
  /// JOIN; without an ON clause it is found from the foreign keys.
  From join(const From& right) const { return From(node_->join(right.node_)); }
  From join(const From& right, const Expr& onclause) const;
  From outerjoin(const From& right) const;
  From outerjoin(const From& right, const Expr& onclause) const;
  Alias alias(std::string name = {}) const;
  Select select() const;
  /// The SQL, as print() shows it.
  std::string str() const;

  Columns c;

 protected:
  Ref<FromClause> node_;
};

/// A table without MetaData: `table("user", column("id"), column("name"))`.
From table_of_columns(std::string name, const std::vector<Expr>& columns);
template <class... C>
From table(const char* name, const C&... columns) {
  return table_of_columns(name, {Expr(columns)...});
}

/// Another name for a table, or a subquery.
class Alias : public From {
 public:
  Alias() = default;
  explicit Alias(Ref<orm::Alias> node) : From(std::move(node)) {}
};

class Table;

/// A collection of tables.
class MetaData {
 public:
  using core_handle = MetaData;
  MetaData() : node_(make_ref<orm::MetaData>()) {}
  /// With a default schema and names for constraints: `{{"ix", "ix_%(column_0_label)s"}}`.
  explicit MetaData(std::string schema,
                    std::vector<std::pair<std::string, std::string>> naming_convention = {});
  explicit MetaData(orm::MetaData& node) : node_(node.metadata_ref()) {}
  /// Creates the tables that are missing, in order of dependency.
  void create_all(Bind& bind) const { node_->create_all(bind); }
  void create_all(Bind& bind, const std::vector<Table>& tables, bool checkfirst = true) const;
  void drop_all(Bind& bind) const { node_->drop_all(bind); }
  void drop_all(Bind& bind, const std::vector<Table>& tables, bool checkfirst = true) const;
  /// In order of definition.
  std::vector<Table> tables() const;
  /// Referenced tables first.
  std::vector<Table> sorted_tables() const;
  /// The keys of the tables, in order of definition (`list(metadata.tables)`).
  std::vector<std::string> keys() const;
  /// The table of that key. Throws KeyError.
  Table operator[](std::string_view key) const;
  bool contains(std::string_view key) const { return node_->table(key) != nullptr; }
  /// Reads every table of the database.
  void reflect(Bind& bind) const;
  /// These alone, and the tables they refer to (`only=`). Throws InvalidRequestError for a name
  /// that the database does not have.
  void reflect(Bind& bind, const std::vector<std::string>& only) const;
  void remove(const Table& table) const;
  void clear() const { node_->clear(); }
  std::string repr() const { return node_->repr(); }
  const Ref<orm::MetaData>& node() const noexcept { return node_; }

 private:
  Ref<orm::MetaData> node_;
};

/// A table of a MetaData.
class Table : public From {
 public:
  /// Columns, constraints and indexes; a TableArgs among them says the rest:
  /// `Table("t", metadata, Column(..), TableArgs{.schema = "remote"})`. Throws InvalidRequestError
  /// if the name is taken. With a name alone it is the table that has it.
  template <class... Items>
  explicit Table(const char* name, const MetaData& metadata, const Items&... items)
      : Table(defined(name, metadata, {Item(items)...})) {}
  Table() = default;
  explicit Table(Ref<orm::Table> table) : From(std::move(table)) {}
  explicit Table(orm::Table& table) : From(table.table_ref()) {}
  /// What is in the database under that name, and the tables it refers to (`autoload_with=`).
  /// Throws NoSuchTableError.
  static Table reflected(const std::string& name, const MetaData& metadata, Bind& bind,
                         ReflectOptions options = {});
  void create(Bind& bind, bool checkfirst = false) const { table().create(bind, checkfirst); }
  void drop(Bind& bind, bool checkfirst = false) const { table().drop(bind, checkfirst); }
  const std::string& key() const { return table().key(); }
  std::string fullname() const { return table().fullname(); }
  std::vector<Column> primary_key() const;
  std::vector<const ForeignKey*> foreign_keys() const;
  std::string repr() const { return table().repr(); }
  std::string str() const { return table().fullname(); }
  orm::Table& table() const { return static_cast<orm::Table&>(*node_); }

 private:
  struct Item {
    Item(const Column& column) : item(Ref<orm::Column>(column)) {}              // NOLINT
    Item(Ref<orm::Index> index) : item(std::move(index)) {}                     // NOLINT
    Item(TableArgs given) : item(Ref<orm::Index>()), args(std::move(given)) {}  // NOLINT
    template <class T>
    requires std::is_base_of_v<Constraint, T> Item(Ref<T> constraint)
        : item(std::move(constraint)) {}  // NOLINT
    TableItem item;
    TableArgs args;
  };
  static Ref<orm::Table> defined(const char* name, const MetaData& metadata,
                                 std::vector<Item> items);
};

/// @name Constraints and indexes
/// @{
Ref<orm::PrimaryKeyConstraint> PrimaryKeyConstraint(std::vector<std::string> columns,
                                                    std::string name = {});
Ref<orm::UniqueConstraint> UniqueConstraint(std::vector<std::string> columns,
                                            std::string name = {});
Ref<orm::CheckConstraint> CheckConstraint(std::string sql, std::string name = {});
Ref<orm::CheckConstraint> CheckConstraint(const Expr& condition, std::string name = {});
Ref<orm::ForeignKeyConstraint> ForeignKeyConstraint(std::vector<std::string> columns,
                                                    std::vector<std::string> targets,
                                                    std::string name = {});
/// An index on columns or expressions; those of a table that is defined already join it.
Ref<orm::Index> Index(std::string name, std::vector<Operand> expressions, bool is_unique = false);
/// @}

/// @name CREATE TABLE and its kin as statements
/// @{
/// A statement of DDL, to be shown or executed.
class DDL {
 public:
  using core_handle = DDL;
  DDL(Ref<DDLElement> node) : node_(std::move(node)) {}  // NOLINT: nodes convert
  operator ClauseRef() const { return node_; }           // NOLINT
  std::string str() const { return node_->str(profile_2_0); }

 private:
  Ref<DDLElement> node_;
};
inline DDL CreateTable(const Table& table, bool if_not_exists = false) {
  return orm::CreateTable(table.table(), if_not_exists);
}
inline DDL DropTable(const Table& table, bool if_exists = false) {
  return orm::DropTable(table.table(), if_exists);
}
inline DDL CreateIndex(const Ref<orm::Index>& index, bool if_not_exists = false) {
  return orm::CreateIndex(*index, if_not_exists);
}
inline DDL DropIndex(const Ref<orm::Index>& index, bool if_exists = false) {
  return orm::DropIndex(*index, if_exists);
}
/// @}

}  // namespace orm::core
