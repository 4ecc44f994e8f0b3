// The parser's class, split by subject over the files parser_*.cpp.
#pragma once

#include <string>
#include <utility>

#include "runner/lang/parser.h"

namespace lessonrun::lang {

class Parser {
 public:
  Parser(Ast& ast, Span range, int line, bool bracketed, int depth = 0)
      : ast_(ast),
        text_(ast.source()),
        stream_(tokenize(text_, range, line, bracketed)),
        in_fstring_(bracketed),
        depth_(depth) {}

  void parse(ParseMode mode);

  // parser_expr.cpp
  Expr* expression();        // a conditional, a lambda or what binds tighter
  Expr* named_expression();  // with :=
  Expr* star_expressions();  // a, *b: a tuple without parentheses

 private:
  // ---- tokens ----
  const Token& peek(size_t ahead = 0) const {
    const size_t i = at_ + ahead;
    return i < stream_.tokens.size() ? stream_.tokens[i] : stream_.tokens.back();
  }
  Tok kind() const { return peek().kind; }
  bool at(Tok k) const { return kind() == k; }
  const Token& advance() { return stream_.tokens[at_ + 1 < stream_.tokens.size() ? at_++ : at_]; }
  bool accept(Tok k) {
    if (!at(k)) return false;
    advance();
    return true;
  }
  void expect(Tok k, const char* message = nullptr);
  std::string_view slice(const Token& t) const { return text_.substr(t.span.begin, t.span.size()); }
  bool at_word(std::string_view word) const { return at(Tok::kName) && slice(peek()) == word; }

  // ---- failing ----
  [[noreturn]] void fail(std::string message, const Token& where, const char* type = "SyntaxError");
  [[noreturn]] void fail(std::string message, Span where, int line);
  [[noreturn]] void fail(std::string message) { fail(std::move(message), peek()); }
  // "invalid syntax", or what the tokens ahead make of it.
  [[noreturn]] void fail_syntax();
  [[noreturn]] void fail_here(SyntaxError error, uint32_t begin, uint32_t end);

  // Bounds recursion; deeper nesting is a SyntaxError.
  struct Deeper {
    explicit Deeper(Parser& p) : parser(p) {
      if (++p.depth_ > kMaxDepth) p.fail("too many nested parentheses");
    }
    ~Deeper() { --parser.depth_; }
    Parser& parser;
  };
  static constexpr int kMaxDepth = 420;
  static constexpr int kMaxTreeDepth = 2500;

  // ---- nodes ----
  Expr* make(ExprKind k, const Token& start);
  Expr* make(ExprKind k, const Expr* start);
  Expr* close(Expr* e);  // ends at the last token taken; computes depth
  std::string_view name_of(const Token& t);

  // ---- expressions ----
  bool starts_expression(Tok k) const;
  Expr* conditional();
  Expr* lambda();
  Expr* disjunction();
  Expr* conjunction();
  Expr* inversion();
  Expr* comparison();
  Expr* binary(int min_precedence);
  Expr* unary();
  Expr* power();
  Expr* postfix();
  Expr* atom();
  Expr* group();
  Expr* list_display();
  Expr* brace_display();
  Expr* yield_expression();
  Expr* star_or_named();
  Expr* slices();
  Expr* slice_item();
  Expr* number();
  void call_arguments(std::vector<Expr*>& items, std::vector<Keyword>& keywords);
  void generators(Expr* comprehension);
  bool at_comprehension() const {
    return at(Tok::kFor) || (at(Tok::kAsync) && peek(1).kind == Tok::kFor);
  }
  std::vector<Parameter> parameter_list(Tok end, bool annotations);
  // After an expression inside brackets: another one begins, so a comma is missing.
  void check_missing_comma(const Expr* before);

  // ---- strings ----
  Expr* strings();
  std::string decode_string(std::string_view body, bool raw, bool bytes, const Token& where);
  void fstring(std::string_view body, size_t offset, bool raw, const Token& where,
               std::vector<Expr*>& parts, int depth);
  size_t fstring_field(size_t at, size_t end, bool raw, const Token& where,
                       std::vector<Expr*>& parts, int depth);
  void add_text(std::vector<Expr*>& parts, std::string text, const Token& where);

  // ---- statements ----
  std::vector<Stmt*> statements_until(Tok end);
  void statement(std::vector<Stmt*>& out);
  void simple_line(std::vector<Stmt*>& out);
  Stmt* simple_statement();
  Stmt* expression_statement();
  Stmt* compound_statement();
  Stmt* if_statement(const char* what);
  Stmt* while_statement();
  Stmt* for_statement();
  Stmt* with_statement();
  bool with_parenthesized(Stmt* s);
  Stmt* try_statement();
  Stmt* function();
  Stmt* class_statement();
  Stmt* decorated();
  Stmt* match_statement();
  Stmt* import_statement();
  Stmt* import_from();
  std::vector<Stmt*> block(const std::string& after, int line);
  void expect_colon();
  bool compound_keyword() const;
  std::string_view dotted_name();
  Expr* target_list();  // for targets
  Stmt* make_statement(StmtKind k, const Token& start);
  Stmt* close(Stmt* s);
  bool is_match_statement();
  Pattern* patterns();
  Pattern* as_pattern();
  Pattern* or_pattern();
  Pattern* closed_pattern();
  Pattern* make_pattern(Pattern::Kind k);

  // ---- checks ----
  enum class Use { kAssign, kDelete, kFor, kAugmented, kAnnotated, kNested };
  void check_target(const Expr* e, Use use);
  static const char* describe(const Expr* e);

  Ast& ast_;
  std::string_view text_;
  TokenStream stream_;
  size_t at_ = 0;
  bool in_fstring_;
  int depth_;
};

}  // namespace lessonrun::lang
