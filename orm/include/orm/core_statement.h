// Statements as C++ writes them: select, insert, update, delete_, set operations, CTEs.
//
//     auto recent = select(film.c["title"]).where(film.c["year"] > 1970).order_by("title");
//     for (const orm::Row& row : connection.execute(recent).all()) use(row["title"]);
//     connection.execute(insert(film).values({{"title", "Solaris"}, {"year", 1972}}));
//
// As all nodes, a statement is not changed once built: every method gives a new one.
#pragma once

#include <orm/core_schema.h>
#include <orm/dml.h>
#include <orm/result.h>
#include <orm/selectable.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace orm {
struct Compiled;
}  // namespace orm

namespace orm::core {

class Exists;
class ScalarSelect;

/// A compiled statement: its text and the values of its parameters.
class Compilation {
 public:
  Compilation() = default;
  explicit Compilation(std::shared_ptr<const Compiled> compiled,
                       std::shared_ptr<const Dialect> dialect = nullptr)
      : dialect_(std::move(dialect)), compiled_(std::move(compiled)) {}
  const std::string& str() const;
  ParameterSet params() const;

 private:
  std::shared_ptr<const Dialect> dialect_;
  std::shared_ptr<const Compiled> compiled_;
};
/// `statement.compile()`: with names for parameters, in the text of no particular database.
Compilation compile(const ClauseRef& statement);
/// In the text of an engine's database.
Compilation compile(const ClauseRef& statement, const Bind& bind);
/// In the text of a database by name: "postgresql", "mysql", "oracle", "mssql", "sqlite".
/// Throws NoSuchModuleError.
Compilation compile(const ClauseRef& statement, std::string_view dialect);

/// A common table expression.
class CTE : public From {
 public:
  CTE() = default;
  explicit CTE(Ref<orm::Alias> node) : From(std::move(node)) {}
  CTE union_(const Select& other) const;
  CTE union_all(const Select& other) const;
  CTE alias(std::string name = {}) const;
  Ref<orm::Alias> cte() const { return Ref<orm::Alias>(static_cast<orm::Alias*>(node_.get())); }
};

/// What returns rows and can be a subquery (SQLAlchemy's SelectBase).
class Selectable {
 public:
  using core_handle = Selectable;
  Selectable() = default;  ///< none, to be assigned; so for every statement
  explicit Selectable(Ref<SelectBase> node) : base_(std::move(node)) {}
  operator ClauseRef() const { return base_; }         // NOLINT
  operator Ref<SelectBase>() const { return base_; }   // NOLINT
  operator Operand() const { return Operand(base_); }  // NOLINT: a value, as a subquery
  const Ref<SelectBase>& base() const noexcept { return base_; }
  Alias subquery(std::string name = {}) const;
  Alias alias(std::string name = {}) const;
  Alias lateral(std::string name = {}) const;
  CTE cte(std::string name = {}, bool recursive = false) const;
  ScalarSelect scalar_subquery() const;
  Exists exists() const;
  /// A subquery of one value under a name.
  Expr label(std::string name) const;
  Compilation compile() const { return core::compile(base_); }
  std::string str() const;

 protected:
  Ref<SelectBase> base_;
};

/// Ordering and paging, which SELECT and the set operations share.
template <class Self, class Node>
class Generative : public Selectable {
 public:
  Generative() = default;
  explicit Generative(Ref<Node> node) : Selectable(std::move(node)) {}
  const Node& node() const { return static_cast<const Node&>(*base_); }
  template <class... O>
  Self order_by(const O&... clauses) const {
    return Self(node().order_by({Order(clauses).node()...}));
  }
  template <class... O>
  Self group_by(const O&... clauses) const {
    return Self(node().group_by({Order(clauses).node()...}));
  }
  Self limit(const Operand& count) const { return Self(node().limit(count)); }
  Self offset(const Operand& count) const { return Self(node().offset(count)); }
  Self fetch(const Operand& count) const { return Self(node().fetch(count)); }
  Self set_label_style(LabelStyle style) const { return Self(node().with_label_style(style)); }
  Self add_cte(const CTE& cte) const;
  Self with_for_update() const { return Self(node().with_for_update()); }
};

template <class Self, class Node>
Self Generative<Self, Node>::add_cte(const CTE& cte) const {
  return Self(node().add_cte({cte.cte()}));
}

/// UNION, UNION ALL, INTERSECT, EXCEPT.
class CompoundSelect : public Generative<CompoundSelect, orm::CompoundSelect> {
 public:
  using Generative::Generative;
};

/// SELECT.
class Select : public Generative<Select, orm::Select> {
 public:
  using Generative::Generative;
  template <class... E>
  Select where(const E&... criteria) const {
    return where_all({Expr(criteria)...});
  }
  template <class... E>
  Select filter(const E&... criteria) const {
    return where_all({Expr(criteria)...});
  }
  /// Columns of the table last joined, by key: `filter_by({{"name", "ed"}})`.
  Select filter_by(const ParameterSet& values) const { return Select(node().filter_by(values)); }
  template <class... E>
  Select having(const E&... criteria) const {
    return having_all({Expr(criteria)...});
  }
  /// DISTINCT, or DISTINCT ON of PostgreSQL with expressions.
  template <class... E>
  Select distinct(const E&... on) const {
    return Select(node().distinct({Order(on).node()...}));
  }
  template <class... I>
  Select select_from(const I&... froms) const {
    return Select(node().select_from({ClauseRef(froms)...}));
  }
  Select join(const From& target) const { return Select(node().join(target)); }
  Select join(const From& target, const Expr& on) const { return Select(node().join(target, on)); }
  Select outerjoin(const From& target) const { return Select(node().join(target, nullptr, true)); }
  Select outerjoin(const From& target, const Expr& on) const {
    return Select(node().join(target, on, true));
  }
  Select full_join(const From& target) const {
    return Select(node().join(target, nullptr, false, true));
  }
  Select full_join(const From& target, const Expr& on) const {
    return Select(node().join(target, on, false, true));
  }
  Select join_from(const From& left, const From& target) const {
    return Select(node().join_from(left, target));
  }
  Select join_from(const From& left, const From& target, const Expr& on) const {
    return Select(node().join_from(left, target, on));
  }
  Select outerjoin_from(const From& left, const From& target) const {
    return Select(node().join_from(left, target, nullptr, true));
  }
  Select outerjoin_from(const From& left, const From& target, const Expr& on) const {
    return Select(node().join_from(left, target, on, true));
  }
  template <class... I>
  Select add_columns(const I&... items) const {
    return Select(node().add_columns({ClauseRef(items)...}));
  }
  template <class... I>
  Select with_only_columns(const I&... items) const {
    return Select(node().with_only_columns({ClauseRef(items)...}));
  }
  template <class... F>
  Select correlate(const F&... froms) const {
    return Select(node().correlate({Ref<FromClause>(froms)...}));
  }
  template <class... F>
  Select correlate_except(const F&... froms) const {
    return Select(node().correlate_except({Ref<FromClause>(froms)...}));
  }
  Select prefix_with(std::string text) const;
  Select suffix_with(std::string text) const;
  template <class... S>
  CompoundSelect union_(const S&... others) const;
  template <class... S>
  CompoundSelect union_all(const S&... others) const;
  template <class... S>
  CompoundSelect intersect(const S&... others) const;
  template <class... S>
  CompoundSelect except_(const S&... others) const;

 private:
  Select where_all(const std::vector<Expr>& criteria) const;
  Select having_all(const std::vector<Expr>& criteria) const;
};

/// EXISTS (..).
class Exists : public Expr {
 public:
  Exists() = default;
  explicit Exists(Ref<SelectColumn> node) : Expr(std::move(node)) {}
  Exists where(const Expr& criterion) const;
  Exists select_from(const From& from) const;
};

/// A SELECT of one value, used like a column.
class ScalarSelect : public Expr {
 public:
  ScalarSelect() = default;
  explicit ScalarSelect(Ref<SelectColumn> node) : Expr(std::move(node)) {}
  ScalarSelect where(const Expr& criterion) const;
  ScalarSelect correlate(const From& from) const;
  ScalarSelect correlate_except(const From& from) const;
};

/// `select(user.c["id"], user.c["name"])`, `select(user)`: columns, or all of a table.
template <class... I>
Select select(const I&... items) {
  return Select(orm::select({ClauseRef(items)...}));
}
/// EXISTS (SELECT * ..), completed by where().
Exists exists();
/// EXISTS (SELECT items ..)
template <class... I>
Exists exists(const I&... items) {
  return core::select(items...).exists();
}
inline Exists exists(const Select& select) { return select.exists(); }
template <class... S>
CompoundSelect union_(const S&... selects) {
  return CompoundSelect(orm::union_({Ref<SelectBase>(selects)...}));
}
template <class... S>
CompoundSelect union_all(const S&... selects) {
  return CompoundSelect(orm::union_({Ref<SelectBase>(selects)...}, true));
}
template <class... S>
CompoundSelect intersect(const S&... selects) {
  return CompoundSelect(orm::intersect({Ref<SelectBase>(selects)...}));
}
template <class... S>
CompoundSelect except_(const S&... selects) {
  return CompoundSelect(orm::except_({Ref<SelectBase>(selects)...}));
}

template <class... S>
CompoundSelect Select::union_(const S&... others) const {
  return core::union_(*this, others...);
}
template <class... S>
CompoundSelect Select::union_all(const S&... others) const {
  return core::union_all(*this, others...);
}
template <class... S>
CompoundSelect Select::intersect(const S&... others) const {
  return core::intersect(*this, others...);
}
template <class... S>
CompoundSelect Select::except_(const S&... others) const {
  return core::except_(*this, others...);
}

/// text(): SQL with `:name` parameters.
class TextClause : public Expr {
 public:
  TextClause() = default;
  explicit TextClause(Ref<orm::TextClause> node) : Expr(std::move(node)) {}
  TextClause bindparams(const ParameterSet& values) const;
  /// The columns that the text returns, as something to select from.
  template <class... C>
  Selectable columns(const C&... columns) const {
    return columns_of({Expr(columns)...});
  }

 private:
  Selectable columns_of(const std::vector<Expr>& columns) const;
};
inline TextClause text(std::string sql) { return TextClause(orm::text(std::move(sql))); }

/// What a column gets in INSERT and UPDATE: `{"stock", 5}`, `{item.c["price"], 10}`.
struct Set {
  Set(const char* key, Operand given) : assignment{key, nullptr, std::move(given)} {}
  Set(std::string key, Operand given) : assignment{std::move(key), nullptr, std::move(given)} {}
  Set(const Expr& column, Operand given) : assignment{{}, column.node(), std::move(given)} {}
  Assignment assignment;
};
/// A column of the table written to, by key or itself.
struct Key {
  Key(const char* given) : key(given) {}              // NOLINT: keys convert
  Key(std::string given) : key(std::move(given)) {}   // NOLINT
  Key(const Expr& given) : column(given.node()) {}    // NOLINT
  Key(ColumnRef given) : column(std::move(given)) {}  // NOLINT
  std::string key;
  ColumnRef column;
};
/// A row of values.
class Values {
 public:
  Values(std::initializer_list<Set> items);  // NOLINT: `{{"name", "ed"}}` is a row
  const Assignments& assignments() const { return assignments_; }

 private:
  Assignments assignments_;
};

/// INSERT. Without values() the columns come from the parameters of execute().
class Insert {
 public:
  using core_handle = Insert;
  Insert() = default;
  explicit Insert(Ref<orm::Insert> node) : node_(std::move(node)) {}
  operator ClauseRef() const { return node_; }  // NOLINT
  const Ref<orm::Insert>& node() const noexcept { return node_; }
  Insert values(const Values& row) const { return Insert(node_->values(row.assignments())); }
  /// Several rows in one VALUES.
  Insert values(const std::vector<Values>& rows) const;
  Insert from_select(const std::vector<Key>& columns, const Selectable& select) const;
  template <class... I>
  Insert returning(const I&... columns) const {
    return Insert(node_->returning({ClauseRef(columns)...}));
  }
  /// ON CONFLICT (SQLite, PostgreSQL); `index_elements` are keys or columns.
  Insert on_conflict_do_nothing(const std::vector<Key>& index_elements = {}) const;
  Insert on_conflict_do_update(const std::vector<Key>& index_elements, const Values& set_) const;
  Insert on_conflict_do_update(const std::vector<Key>& index_elements, const Values& set_,
                               const Expr& where) const;
  Insert prefix_with(std::string sql) const;
  /// The row that could not go in, in on_conflict_do_update(): `excluded()["stock"]`.
  Columns excluded() const { return Columns(node_->excluded()); }
  CTE cte(std::string name = {}) const { return CTE(dml_cte(node_, std::move(name))); }
  Compilation compile() const { return core::compile(node_); }
  std::string str() const { return node_->str(profile_2_0); }

 private:
  Insert on_conflict(bool update, const std::vector<Key>& elements, Assignments set_,
                     const ColumnRef& where) const;
  Ref<orm::Insert> node_;
};

/// UPDATE and DELETE have the same shape.
template <class Self, class Node>
class Changing {
 public:
  using core_handle = Self;
  Changing() = default;
  explicit Changing(Ref<Node> node) : node_(std::move(node)) {}
  operator ClauseRef() const { return node_; }  // NOLINT
  const Ref<Node>& node() const noexcept { return node_; }
  template <class... E>
  Self where(const E&... criteria) const {
    Ref<Node> changed = node_;
    ((changed = changed->where(Expr(criteria).node())), ...);
    return Self(changed);
  }
  /// Columns of what is changed, by key: `filter_by({{"name", "ed"}})`.
  Self filter_by(const ParameterSet& values) const { return Self(node_->filter_by(values)); }
  template <class... I>
  Self returning(const I&... columns) const {
    return Self(node_->returning({ClauseRef(columns)...}));
  }
  CTE cte(std::string name = {}) const { return CTE(dml_cte(node_, std::move(name))); }
  Self prefix_with(std::string sql) const {
    Ref<Node> changed = node_->copy();
    changed->prefixes.push_back({orm::text(std::move(sql)), {}});
    return Self(changed);
  }
  Compilation compile() const { return core::compile(node_); }
  std::string str() const { return node_->str(profile_2_0); }

 protected:
  Ref<Node> node_;
};

/// UPDATE: `update(item).where(item.c["id"] == 1).values({{"price", item.c["price"] + 10}})`.
class Update : public Changing<Update, orm::Update> {
 public:
  using Changing::Changing;
  Update values(const Values& row) const { return Update(node_->values(row.assignments())); }
  /// Keeps the order given.
  Update ordered_values(const Values& row) const {
    return Update(node_->values(row.assignments(), true));
  }
};

/// DELETE.
class Delete : public Changing<Delete, orm::Delete> {
 public:
  using Changing::Changing;
};

inline Insert insert(const From& table) { return Insert(orm::insert(table)); }
inline Update update(const From& table) { return Update(orm::update(table)); }
inline Delete delete_(const From& table) { return Delete(orm::delete_(table)); }

/// Statements that only one database has.
namespace sqlite {
/// An INSERT that may say ON CONFLICT.
Insert insert(const From& table);
/// The same into whatever can be inserted into: a mapped class.
Insert insert_into(const ClauseRef& target);
}  // namespace sqlite
namespace postgresql {
Insert insert(const From& table);
Insert insert_into(const ClauseRef& target);
}  // namespace postgresql

}  // namespace orm::core
