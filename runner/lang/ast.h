// The syntax tree of a Python text.
//
// One struct for all expressions and one for all statements: `kind` says which fields mean
// something, as the tables below tell. Nodes belong to their Ast and live as long as it; texts are
// views into the Ast's own copy of the source, or into strings it keeps (decoded literals).
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runner/lang/token.h"

namespace lessonrun::lang {

struct Expr;
struct Stmt;

enum class ExprKind : uint8_t {
  kName,       // text
  kInt,        // text: digits, no underscores, prefix kept
  kFloat,      // number
  kImaginary,  // number
  kStr,        // text, decoded
  kBytes,      // text, decoded
  kNone,
  kTrue,
  kFalse,
  kEllipsis,
  kJoinedStr,  // items: kStr and kFormatted
  kFormatted,  // a; text: conversion "r", "s", "a" or empty; b: format spec (kJoinedStr) or null
  kTuple,
  kList,
  kSet,   // items, maybe kStarred
  kDict,  // keys (null: `**`), items
  kListComp,
  kSetComp,
  kGenerator,  // a: element; generators
  kDictComp,   // a: key, b: value; generators
  kUnary,      // op: kMinus kPlus kTilde kNot; a
  kBinary,     // op: the operator's token; a, b
  kBoolOp,     // op: kAnd or kOr; items
  kCompare,    // a; ops, items: the chain
  kCall,       // a; items (maybe kStarred); keywords
  kAttribute,  // a; text
  kSubscript,  // a; b: index, kSlice, or a tuple
  kSlice,      // a, b, c: start, stop, step, each may be null
  kStarred,    // a
  kLambda,     // parameters; a: body
  kIfExp,      // a: test, b: value, c: otherwise
  kNamed,      // a: name, b: value
  kYield,
  kYieldFrom,
  kAwait,  // a (null for a bare yield)
};

struct Comparison {
  enum Op : uint8_t {
    kLess,
    kLessEqual,
    kEqual,
    kNotEqual,
    kGreater,
    kGreaterEqual,
    kIn,
    kNotIn,
    kIs,
    kIsNot
  };
};

struct Generator {  // for target in iterable if conditions
  Expr* target = nullptr;
  Expr* iterable = nullptr;
  std::vector<Expr*> conditions;
};

struct Keyword {  // name=value; `**value` has no name
  std::string_view name;
  Expr* value = nullptr;
  Span span;
};

struct Parameter {
  enum Kind : uint8_t { kPositionalOnly, kNormal, kVarArgs, kKeywordOnly, kVarKeywords };
  std::string_view name;
  Kind kind = kNormal;
  Expr* annotation = nullptr;
  Expr* default_value = nullptr;
  Span span;
};

struct Expr {
  ExprKind kind = ExprKind::kNone;
  Tok op = Tok::kEnd;
  bool parenthesized = false;
  uint16_t depth = 1;  // of the tree below, bounded by the parser
  Span span;
  int line = 1;
  double number = 0;
  std::string_view text;
  Expr* a = nullptr;
  Expr* b = nullptr;
  Expr* c = nullptr;
  std::vector<Expr*> items;
  std::vector<Expr*> keys;
  std::vector<Comparison::Op> ops;
  std::vector<Keyword> keywords;
  std::vector<Generator> generators;
  std::vector<Parameter> parameters;
};

struct Alias {
  std::string_view name;  // dotted for `import`; "*" for a star import
  std::string_view as;    // empty when absent
};

struct WithItem {
  Expr* context = nullptr;
  Expr* target = nullptr;  // may be null
};

struct Handler {
  Expr* type = nullptr;   // null: bare except
  std::string_view name;  // may be empty
  std::vector<Stmt*> body;
  int line = 1;
};

struct Pattern {
  enum Kind : uint8_t {
    kValue,
    kSingleton,
    kCapture,
    kWildcard,
    kSequence,
    kStar,
    kMapping,
    kClass,
    kOr,
    kAs
  };
  Kind kind = kWildcard;
  Expr* value = nullptr;        // kValue, kSingleton; the class of kClass
  std::string_view name;        // kCapture, kStar, kAs; the rest of kMapping
  std::vector<Pattern*> items;  // kSequence, kOr, kClass (positional), kMapping values, kAs (one)
  std::vector<Expr*> keys;      // kMapping
  std::vector<std::string_view> names;  // kClass keywords, for the last items
  int line = 1;
};

struct MatchCase {
  Pattern* pattern = nullptr;
  Expr* guard = nullptr;
  std::vector<Stmt*> body;
};

enum class StmtKind : uint8_t {
  kExpr,       // value
  kAssign,     // targets; value
  kAugAssign,  // targets[0]; op; value
  kAnnAssign,  // targets[0]; annotation; value or null
  kReturn,     // value or null
  kDelete,     // targets
  kPass,
  kBreak,
  kContinue,
  kGlobal,
  kNonlocal,    // names
  kImport,      // names via aliases
  kImportFrom,  // name: module (may be empty), level; aliases
  kIf,
  kWhile,     // value: test; body; orelse
  kFor,       // targets[0]; value: iterable; body; orelse
  kWith,      // with_items; body
  kTry,       // body; handlers; orelse; final_body
  kRaise,     // value, cause; either may be null
  kAssert,    // value; cause: message or null
  kFunction,  // name; parameters; decorators; annotation: returns; body
  kClass,     // name; bases: items; keywords; decorators; body
  kMatch,     // value; cases
};

struct Stmt {
  StmtKind kind = StmtKind::kPass;
  Tok op = Tok::kEnd;
  bool is_async = false;
  bool simple_target = false;  // kAnnAssign of a bare name without parentheses
  Span span;
  int line = 1;
  int level = 0;
  std::string_view name;
  Expr* value = nullptr;
  Expr* cause = nullptr;
  Expr* annotation = nullptr;
  std::vector<Expr*> targets;
  std::vector<Expr*> decorators;
  std::vector<Expr*> items;
  std::vector<Keyword> keywords;
  std::vector<Parameter> parameters;
  std::vector<std::string_view> names;
  std::vector<Alias> aliases;
  std::vector<WithItem> with_items;
  std::vector<Handler> handlers;
  std::vector<MatchCase> cases;
  std::vector<Stmt*> body;
  std::vector<Stmt*> orelse;
  std::vector<Stmt*> final_body;
};

// What a text parsed to. Movable; nodes stay where they are.
class Ast {
 public:
  explicit Ast(std::string_view source) : source_(std::make_unique<std::string>(source)) {}
  std::string_view source() const { return *source_; }
  std::vector<Stmt*> body;          // Mode single and exec
  Expr* expression = nullptr;       // Mode eval
  bool unterminated_block = false;  // single mode: a compound statement without a blank line after

  Expr* make_expr() { return &exprs_.emplace_back(); }
  Stmt* make_stmt() { return &stmts_.emplace_back(); }
  Pattern* make_pattern() { return &patterns_.emplace_back(); }
  std::string_view keep(std::string text) { return strings_.emplace_back(std::move(text)); }

 private:
  std::unique_ptr<std::string> source_;
  std::deque<Expr> exprs_;
  std::deque<Stmt> stmts_;
  std::deque<Pattern> patterns_;
  std::deque<std::string> strings_;
};

}  // namespace lessonrun::lang
