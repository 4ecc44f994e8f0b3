// What a lesson declares, read before its steps are translated: classes and what later steps add to
// them, tables, functions and what they are called with. C++ wants all of it in one place, or
// before its first use.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runner/lang/ast.h"
#include "runner/translate/types.h"

namespace lessonrun::translate {

/// The type of a literal, as a call gives it or a default is; unknown for other expressions.
Type type_of_literal(const lang::Expr& expr);

/// What all definitions of a class say of its table.
struct DeclaredClass {
  std::string table;
  std::set<std::string> refers_to;  ///< tables that its foreign keys name
};

/// One `class` statement of the lesson.
struct ClassDefinition {
  std::string name;
  std::string root;  ///< its declarative base, told from others of that name
  std::string cpp;   ///< the struct
  int source = 0;    ///< the step
  int line = 0;      ///< in it
  const lang::Stmt* stmt = nullptr;
  std::vector<const lang::Stmt*> late{};  ///< `User.addresses = relationship(...)` of later steps
};

/// A relationship with backref=, which declares the other side as well.
struct Backref {
  size_t definition;            ///< of the class that has it, among the definitions
  std::string attribute, name;  ///< on this side, on the other
  std::string target;
  const lang::Expr* call;
  const lang::Expr* annotation;  ///< inside Mapped[...], or null
  const lang::Expr* options;     ///< the call of backref(), or null
};

/// A table that the lesson makes with SQL of its own.
struct DdlColumn {
  std::string name;
  Type type;
};
struct DdlTable {
  std::vector<DdlColumn> columns{};
  std::set<std::string> refers_to{};
};

/// The type that values of both have room in; the first where there is none.
Type merged(const Type& one, const Type& other);

/// The types of the values that the calls of a function give, by position or name.
using CallTypes = std::map<std::string, Type, std::less<>>;

struct Declarations {
  std::map<std::string, DeclaredClass, std::less<>> classes;
  std::vector<ClassDefinition> definitions;  ///< in order
  std::vector<Backref> backrefs;
  std::map<std::string, std::string, std::less<>> tables;  ///< names of tables by variable
  std::map<std::string, CallTypes, std::less<>> calls;
  std::set<std::string, std::less<>> functions;
  std::map<std::string, DdlTable, std::less<>> ddl;     ///< by name
  std::vector<std::shared_ptr<const lang::Ast>> texts;  ///< what the statements belong to

  void read(const std::shared_ptr<const lang::Ast>& text, int source);
  const ClassDefinition* find(int source, int line) const;
  /// The class that a definition means by a name: of its own base, the nearest before it, else
  /// behind it. Null if there is none.
  const ClassDefinition* meant(const ClassDefinition& from, std::string_view name) const;
  /// The name of the table that an expression is: a variable, or `metadata.tables["writer"]`.
  std::string table_named(const lang::Expr& expr) const;
  /// The statement of a class that declares a column of a table, or null.
  const lang::Stmt* column(std::string_view table, std::string_view name) const;

 private:
  void read_statement(const lang::Stmt& stmt, int source);
  void read_class(const lang::Stmt& stmt, int source);
  void read_calls(const lang::Stmt& stmt);
  void read_backrefs(const lang::Stmt& stmt);
  void read_expression(const lang::Expr* expr);
  void read_ddl(std::string_view text);
  std::map<std::string, int, std::less<>> bound_;  // how often a name was given a value
};

/// A call of the function or method of that name?
bool is_call_of(const lang::Expr* expr, std::string_view name);

}  // namespace lessonrun::translate
