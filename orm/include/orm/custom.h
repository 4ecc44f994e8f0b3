// Constructs whose SQL a program writes itself: what sqlalchemy.ext.compiler does.
//
// A CustomElement is a node of the program's own; CompileHooks, held by a dialect, may write the
// SQL of nodes, columns of CREATE TABLE and types that are not the program's. Both are given a
// Compiling, through which they get the SQL of other nodes. The text that passes through them holds
// marks for its parameters, so it must be put into the statement as it is.
#pragma once

#include <orm/compiler.h>
#include <orm/schema.h>

#include <optional>
#include <string>

namespace orm {

/// A statement while it is compiled (`compiler` of a function for \@compiles).
class Compiling {
 public:
  Compiling() = default;
  Compiling(const Compiling&) = delete;
  Compiling& operator=(const Compiling&) = delete;
  virtual ~Compiling() = default;
  struct How {
    bool asfrom = false;  ///< a FROM object where it stands in FROM
    std::optional<bool> literal_binds{};
  };
  /// The SQL of a node, hooks and functions of the program included (`process()`).
  virtual std::string process(const ClauseElement& node, const How& how) = 0;
  /// The SQL that the node has without a hook (`visit_insert()` and its kin).
  virtual std::string original(const ClauseElement& node) = 0;
  virtual const Dialect& dialect() const = 0;
  virtual bool literal_binds() const = 0;
};

/// A node of the program's own. With a `base` it looks to other nodes as that one does.
class CustomElement : public ColumnElement {
 public:
  enum class Role : uint8_t {
    column,     ///< an expression
    statement,  ///< something to be executed; no expression
    ddl         ///< .. that is DDL
  };
  CustomElement(Role its_role, ColumnRef its_base, TypeRef of_type)
      : ColumnElement(NodeKind::custom, std::move(of_type)),
        role(its_role),
        base(std::move(its_base)) {}
  virtual std::string compile(Compiling& compiling) const = 0;
  std::string_view name() const override { return base ? base->name() : std::string_view(); }
  std::string_view key() const override { return base ? base->key() : std::string_view(); }
  void each_child(SlotFunction slot) override {
    if (!base) return;
    ClauseRef node(base.get());
    slot(node);
    if (node.get() != base.get()) base = ColumnRef(static_cast<ColumnElement*>(node.get()));
  }
  void from_objects(std::vector<FromClause*>& out) const override {
    if (base) base->from_objects(out);
  }
  Role role;
  bool names_values = false;  ///< what it is compared with is a parameter of its name
  ColumnRef base;             ///< a function call or a column that it is a kind of; null: neither
  std::vector<std::pair<std::string, Value>> options;  ///< execution options of a statement
};

/// What a program has to say about the SQL of nodes that are not its own.
class CompileHooks {
 public:
  virtual ~CompileHooks() = default;
  /// The SQL of a node, CREATE TABLE and its kin included; nothing: the usual one.
  virtual std::optional<std::string> element(const ClauseElement& node, Compiling& compiling) = 0;
  /// The DDL words of a type; nothing: the usual ones.
  virtual std::optional<std::string> type(const TypeEngine& type, const Dialect& dialect) = 0;
  bool elements = false, types = false;  ///< is there anything to ask for?
};

/// The dialect of str(statement), as an object of its own that hooks can be put into.
std::shared_ptr<Dialect> make_str_dialect(const Profile& profile);

/// The line of a column in CREATE TABLE without hooks (`visit_create_column`).
std::string plain_column_ddl(const Column& column, const Dialect& dialect);

}  // namespace orm
