// The tokens of Python 3.11, for the parser and for highlighters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runner/base/source.h"

namespace lessonrun::lang {

enum class Tok : uint8_t {
  kEnd,
  kNewline,
  kIndent,
  kDedent,
  kName,
  kInt,
  kFloat,
  kImaginary,
  kString,
  kComment,
  kError,
  // keywords
  kFalse,
  kNone,
  kTrue,
  kAnd,
  kAs,
  kAssert,
  kAsync,
  kAwait,
  kBreak,
  kClass,
  kContinue,
  kDef,
  kDel,
  kElif,
  kElse,
  kExcept,
  kFinally,
  kFor,
  kFrom,
  kGlobal,
  kIf,
  kImport,
  kIn,
  kIs,
  kLambda,
  kNonlocal,
  kNot,
  kOr,
  kPass,
  kRaise,
  kReturn,
  kTry,
  kWhile,
  kWith,
  kYield,
  // operators
  kLParen,
  kRParen,
  kLBracket,
  kRBracket,
  kLBrace,
  kRBrace,
  kColon,
  kComma,
  kSemi,
  kPlus,
  kMinus,
  kStar,
  kSlash,
  kPipe,
  kAmp,
  kLess,
  kGreater,
  kAssign,
  kDot,
  kPercent,
  kEqual,
  kNotEqual,
  kLessEqual,
  kGreaterEqual,
  kTilde,
  kCaret,
  kLShift,
  kRShift,
  kPower,
  kPlusAssign,
  kMinusAssign,
  kStarAssign,
  kSlashAssign,
  kPercentAssign,
  kAmpAssign,
  kPipeAssign,
  kCaretAssign,
  kLShiftAssign,
  kRShiftAssign,
  kPowerAssign,
  kDoubleSlash,
  kDoubleSlashAssign,
  kAt,
  kAtAssign,
  kArrow,
  kEllipsis,
  kWalrus,
};

struct Token {
  Tok kind = Tok::kEnd;
  Span span;
  int line = 1;        // 1-based, within the text
  uint16_t level = 0;  // open brackets around it
};

inline bool is_keyword(Tok kind) { return kind >= Tok::kFalse && kind <= Tok::kYield; }
inline bool is_operator(Tok kind) { return kind >= Tok::kLParen; }

// A failure to read Python, with CPython's words.
struct SyntaxError {
  std::string type = "SyntaxError";  // or IndentationError, TabError
  std::string message;
  int line = 1;    // within the text
  int column = 0;  // 0-based byte column; -1 unknown
  int end_column = -1;
  bool incomplete = false;  // more text could make it right (for an interactive prompt)
};

struct TokenStream {
  std::vector<Token> tokens;    // ends with kEnd
  std::vector<Token> comments;  // by position
  SyntaxError error;            // what the kError token stands for
  std::vector<Token> open;      // brackets left open at the end
};

// Tokenizes. Never throws: an error is a kError token, the last before kEnd. With `bracketed`, the
// text is the inside of an f-string's braces: line ends mean nothing.
TokenStream tokenize(std::string_view text, Span range, int first_line = 1, bool bracketed = false);
inline TokenStream tokenize(std::string_view text) {
  return tokenize(text, {0, static_cast<uint32_t>(text.size())});
}

// A decoded code point at `at`, which moves behind it; U+FFFD for a malformed byte.
uint32_t decode_utf8(std::string_view text, size_t& at);
void append_utf8(std::string& out, uint32_t code_point);

}  // namespace lessonrun::lang
