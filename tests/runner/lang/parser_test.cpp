// Syntax trees and syntax errors: shapes, places, and CPython 3.11's words.
#include "runner/lang/parser.h"

#include "doctest/doctest.h"

using namespace lessonrun::lang;

namespace {

struct Failure {
  std::string type, message;
  int line = 0, column = 0;
};

Failure failure_of(std::string_view text) {
  try {
    parse(text, ParseMode::kExec);
  } catch (const SyntaxError& e) {
    return {e.type, e.message, e.line, e.column};
  }
  return {};
}

bool is_incomplete(std::string_view text) {
  try {
    parse(text, ParseMode::kSingle);
  } catch (const SyntaxError& e) {
    return e.incomplete;
  }
  return false;
}

}  // namespace

TEST_CASE("operators bind as Python's do") {
  const Ast ast = parse("a + b * -c ** 2", ParseMode::kEval);
  const Expr* sum = ast.expression;
  REQUIRE(sum->kind == ExprKind::kBinary);
  CHECK(sum->op == Tok::kPlus);
  CHECK(sum->b->op == Tok::kStar);
  REQUIRE(sum->b->b->kind == ExprKind::kUnary);
  CHECK(sum->b->b->a->op == Tok::kPower);
  const Ast chain = parse("a < b <= c", ParseMode::kEval);
  CHECK(chain.expression->kind == ExprKind::kCompare);
  CHECK(chain.expression->items.size() == 2);
  CHECK(parse("not a == b", ParseMode::kEval).expression->kind == ExprKind::kUnary);
  CHECK(parse("a if b else c if d else e", ParseMode::kEval).expression->c->kind ==
        ExprKind::kIfExp);
}

TEST_CASE("an expression spans its text") {
  const std::string_view text = "x = foo(1, bar=[2, 3]).baz\n";
  const Ast ast = parse(text, ParseMode::kExec);
  const Expr* value = ast.body[0]->value;
  CHECK(text.substr(value->span.begin, value->span.end - value->span.begin) ==
        "foo(1, bar=[2, 3]).baz");
  const Expr* call = value->a;
  CHECK(text.substr(call->span.begin, call->span.end - call->span.begin) == "foo(1, bar=[2, 3])");
  CHECK(call->keywords[0].name == "bar");
}

TEST_CASE("literals are decoded") {
  const Ast ast =
      parse(R"(['a' "b\n", b'\x00', r'\n', '\N{BULLET}', 0x1F, 1_000, 1e3])", ParseMode::kEval);
  const auto& items = ast.expression->items;
  CHECK(items[0]->text == "ab\n");
  CHECK(items[1]->text == std::string_view("\0", 1));
  CHECK(items[2]->text == "\\n");
  CHECK(items[3]->text == "\xE2\x80\xA2");
  CHECK(items[4]->text == "0x1F");
  CHECK(items[5]->text == "1000");
  CHECK(items[6]->number == 1000);
}

TEST_CASE("mistakes are named where they are") {
  struct Case {
    const char* text;
    const char* message;
    int line, column;
  };
  for (const Case& c : {
           Case{"x = = 1", "invalid syntax", 1, 4},
           Case{"f(1", "'(' was never closed", 1, 1},
           Case{"if x\n  pass", "expected ':'", 1, 4},
           Case{"\n\n1 = x", "cannot assign to literal here. Maybe you meant '==' instead of '='?",
                3, 0},
           Case{"a and b = 1", "cannot assign to expression", 1, 0},
           Case{"(a, 1) = 2", "cannot assign to literal", 1, 4},
           Case{"None = 1", "cannot assign to None", 1, 0},
           Case{"f() += 1", "'function call' is an illegal expression for augmented assignment", 1,
                0},
           Case{"a = 1\nb = $", "invalid syntax", 2, 4},
           Case{"print 1", "Missing parentheses in call to 'print'. Did you mean print(...)?", 1,
                0},
           Case{"f(x for x in y, 1)", "Generator expression must be parenthesized", 1, 2},
           Case{"def f(a, a): pass", "duplicate argument 'a' in function definition", 1, 9},
           Case{"def f(a=1, b): pass", "non-default argument follows default argument", 1, 11},
           Case{"def f(*, **k): pass", "named arguments must follow bare *", 1, 6},
       }) {
    CAPTURE(c.text);
    const Failure failure = failure_of(c.text);
    CHECK(failure.type == "SyntaxError");
    CHECK(failure.message == c.message);
    CHECK(failure.line == c.line);
    CHECK(failure.column == c.column);
  }
}

TEST_CASE("blocks that are not there") {
  CHECK(failure_of("if 1:\npass").message ==
        "expected an indented block after 'if' statement on line 1");
  CHECK(failure_of("def f():\nreturn 1").type == "IndentationError");
  CHECK(failure_of("  x").message == "unexpected indent");
  CHECK(failure_of("try:\n  pass\nx").message == "expected 'except' or 'finally' block");
}

TEST_CASE("a prompt knows when more is to come") {
  CHECK(is_incomplete("f(1,"));
  CHECK(is_incomplete("if x:"));
  CHECK(is_incomplete("'''abc"));
  CHECK_FALSE(is_incomplete("x = = 1"));
}

TEST_CASE("deep nesting is refused, not followed") {
  CHECK(failure_of(std::string(1000, '(')).message == "too many nested parentheses");
  CHECK(failure_of(std::string(100000, '-') + "1").message == "too many nested parentheses");
}
