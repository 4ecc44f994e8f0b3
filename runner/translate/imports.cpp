// Imports: names of the library, and modules of the lesson.
#include <algorithm>
#include <iterator>

#include "runner/bind/binding.h"
#include "runner/translate/translator.h"

namespace lessonrun::translate {

using lang::Stmt;
using lang::StmtKind;

namespace {

// Modules that C++ does without: what is used of them has its own equivalent, or says that it has
// none.
bool is_library(const std::string& module) {
  static constexpr std::string_view kModules[] = {
      "abc",      "collections", "contextlib", "copy",
      "csv",      "dataclasses", "datetime",   "decimal",
      "enum",     "functools",   "io",         "itertools",
      "json",     "logging",     "math",       "operator",
      "os",       "pathlib",     "pprint",     "random",
      "re",       "sqlite3",     "string",     "sys",
      "textwrap", "time",        "typing",     "typing_extensions",
      "uuid",     "warnings",    "__future__"};
  const std::string first = module.substr(0, module.find('.'));
  return first == "sqlalchemy" ||
         std::find(std::begin(kModules), std::end(kModules), first) != std::end(kModules);
}

}  // namespace

// `from sqlalchemy import *`: every function of the binding table, and the names of the schema.
void Translator::star_import(const std::string& module) {
  if (module.rfind("sqlalchemy", 0) != 0) return;
  auto add = [&](const std::string& name) {
    Symbol symbol;
    symbol.what = Symbol::What::imported;
    symbol.cpp = module;
    symbol.name = name;
    names_[name] = std::move(symbol);
  };
  for (const bind::BindingTable& table : bind::binding_tables()) {
    std::string_view from = table.module;
    bool belongs = from == module || (from == "sqlalchemy" && module == "sqlalchemy.sql");
    if (table.owner != nullptr || !belongs) continue;
    for (size_t i = 0; i < table.count; ++i) add(table.rows[i].name);
  }
  if (module.rfind("sqlalchemy.orm", 0) == 0) {
    for (const char* name :
         {"Session", "sessionmaker", "declarative_base", "DeclarativeBase", "aliased",
          "with_polymorphic", "joinedload", "selectinload", "subqueryload", "lazyload",
          "immediateload", "raiseload", "noload", "contains_eager", "defaultload", "load_only",
          "defer", "undefer", "selectin_polymorphic"}) {
      add(name);
    }
    return;
  }
  for (const std::string& name : schema_names()) add(name);
  add("func");
}

void Translator::import_(const Stmt& stmt) {
  if (stmt.kind == StmtKind::kImport) {
    for (const lang::Alias& alias : stmt.aliases) {
      std::string module(alias.name);
      std::string as(alias.as.empty() ? module.substr(0, module.find('.')) : alias.as);
      Symbol symbol;
      symbol.what = Symbol::What::module;
      symbol.cpp = alias.as.empty() ? as : module;
      if (module_texts_.count(module) != 0) {
        import_module(module, stmt.line);
        symbol.members = modules_[module];
      }
      names_[as] = std::move(symbol);
    }
    return;
  }
  std::string module(stmt.name);
  const bool library = is_library(module) && module_texts_.count(module) == 0;
  if (!library) import_module(module, stmt.line);
  for (const lang::Alias& alias : stmt.aliases) {
    if (library && alias.name == "*") {
      star_import(module);
      continue;
    }
    std::string as(alias.as.empty() ? alias.name : alias.as);
    if (!library) {
      auto member = modules_[module].find(alias.name);
      if (member == modules_[module].end()) {
        throw NoEquivalent("the module '" + module + "' has no '" + std::string(alias.name) + "'");
      }
      names_[as] = member->second;
      continue;
    }
    Symbol symbol;
    symbol.what = Symbol::What::imported;
    symbol.cpp = module;
    symbol.name = std::string(alias.name);
    const bool inner = module == "sqlalchemy" && (alias.name == "orm" || alias.name == "exc");
    if (inner) {
      symbol.what = Symbol::What::module;
      symbol.cpp += "." + symbol.name;
    }
    names_[as] = std::move(symbol);
  }
}

}  // namespace lessonrun::translate
