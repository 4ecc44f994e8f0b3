// Names and scopes: which variable of which function a name means.
#pragma once

#include <deque>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runner/lang/ast.h"

namespace lessonrun::interp {

enum class Where : uint8_t { kName, kFast, kGlobal, kCell, kFree };

struct Scope {
  enum Kind : uint8_t { kModule, kFunction, kClass };
  struct Use {
    bool assigned = false, used = false, global = false, nonlocal = false, parameter = false;
    bool cell = false, free = false, annotated = false;
    int line = 0;
  };
  Kind kind = kModule;
  Scope* parent = nullptr;
  bool generator = false;
  bool comprehension = false;
  std::string_view class_name;  // of the nearest class, for private names
  std::unordered_map<std::string_view, Use> names;
  std::vector<std::string_view> order;  // in order of appearance
  bool needs_class_cell = false;

  Use& use(std::string_view name) {
    auto [it, fresh] = names.try_emplace(name);
    if (fresh) order.push_back(name);
    return it->second;
  }
};

// Scopes of a tree, by the node that opens them (a Stmt, an Expr; the module's key is null).
class SymbolTable {
 public:
  explicit SymbolTable(const lang::Ast& ast);
  Scope* scope(const void* node) const { return by_node_.at(node); }
  static Where where(const Scope& scope, std::string_view name);
  // `__x` inside class C is `_C__x`.
  std::string_view mangle(std::string_view class_name, std::string_view name);

 private:
  friend class SymbolVisitor;
  std::deque<Scope> scopes_;
  std::deque<std::string> mangled_;
  std::unordered_map<const void*, Scope*> by_node_;
};

}  // namespace lessonrun::interp
