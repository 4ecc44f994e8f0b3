// The lexer: bytes to tokens, with indentation, implicit joining and CPython's complaints. The file
// is above 500 lines because a lexer is one class over one position, with its tables beside it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "runner/lang/token.h"

namespace lessonrun::lang {

uint32_t decode_utf8(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const uint32_t first = byte(at++);
  if (first < 0x80) return first;
  int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
  if (more == 0) return 0xFFFD;
  uint32_t code = first & (0x3Fu >> more);
  for (; more > 0 && at < text.size() && (byte(at) & 0xC0) == 0x80; --more) {
    code = (code << 6) | (byte(at++) & 0x3F);
  }
  return more == 0 ? code : 0xFFFD;
}

void append_utf8(std::string& out, uint32_t c) {
  const auto put = [&](uint32_t b) { out.push_back(static_cast<char>(b)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

namespace {

constexpr int kMaxBrackets = 200;  // as CPython's tokenizer
constexpr int kMaxIndents = 100;

constexpr std::pair<std::string_view, Tok> kKeywords[] = {
    {"False", Tok::kFalse},
    {"None", Tok::kNone},
    {"True", Tok::kTrue},
    {"and", Tok::kAnd},
    {"as", Tok::kAs},
    {"assert", Tok::kAssert},
    {"async", Tok::kAsync},
    {"await", Tok::kAwait},
    {"break", Tok::kBreak},
    {"class", Tok::kClass},
    {"continue", Tok::kContinue},
    {"def", Tok::kDef},
    {"del", Tok::kDel},
    {"elif", Tok::kElif},
    {"else", Tok::kElse},
    {"except", Tok::kExcept},
    {"finally", Tok::kFinally},
    {"for", Tok::kFor},
    {"from", Tok::kFrom},
    {"global", Tok::kGlobal},
    {"if", Tok::kIf},
    {"import", Tok::kImport},
    {"in", Tok::kIn},
    {"is", Tok::kIs},
    {"lambda", Tok::kLambda},
    {"nonlocal", Tok::kNonlocal},
    {"not", Tok::kNot},
    {"or", Tok::kOr},
    {"pass", Tok::kPass},
    {"raise", Tok::kRaise},
    {"return", Tok::kReturn},
    {"try", Tok::kTry},
    {"while", Tok::kWhile},
    {"with", Tok::kWith},
    {"yield", Tok::kYield},
};

constexpr std::pair<std::string_view, Tok> kOperators[] = {
    {"...", Tok::kEllipsis},
    {"**=", Tok::kPowerAssign},
    {"//=", Tok::kDoubleSlashAssign},
    {"<<=", Tok::kLShiftAssign},
    {">>=", Tok::kRShiftAssign},
    {"!=", Tok::kNotEqual},
    {"%=", Tok::kPercentAssign},
    {"&=", Tok::kAmpAssign},
    {"**", Tok::kPower},
    {"*=", Tok::kStarAssign},
    {"+=", Tok::kPlusAssign},
    {"-=", Tok::kMinusAssign},
    {"->", Tok::kArrow},
    {"//", Tok::kDoubleSlash},
    {"/=", Tok::kSlashAssign},
    {":=", Tok::kWalrus},
    {"<<", Tok::kLShift},
    {"<=", Tok::kLessEqual},
    {"==", Tok::kEqual},
    {">=", Tok::kGreaterEqual},
    {">>", Tok::kRShift},
    {"@=", Tok::kAtAssign},
    {"^=", Tok::kCaretAssign},
    {"|=", Tok::kPipeAssign},
    {"%", Tok::kPercent},
    {"&", Tok::kAmp},
    {"(", Tok::kLParen},
    {")", Tok::kRParen},
    {"*", Tok::kStar},
    {"+", Tok::kPlus},
    {",", Tok::kComma},
    {"-", Tok::kMinus},
    {".", Tok::kDot},
    {"/", Tok::kSlash},
    {":", Tok::kColon},
    {";", Tok::kSemi},
    {"<", Tok::kLess},
    {"=", Tok::kAssign},
    {">", Tok::kGreater},
    {"@", Tok::kAt},
    {"[", Tok::kLBracket},
    {"]", Tok::kRBracket},
    {"^", Tok::kCaret},
    {"{", Tok::kLBrace},
    {"|", Tok::kPipe},
    {"}", Tok::kRBrace},
    {"~", Tok::kTilde},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_start(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }

// Letters beyond ASCII are taken as identifier characters unless they are known not to be.
bool is_identifier_char(uint32_t c) {
  return !(c < 0xAA || c == 0xAB || (c > 0xAB && c < 0xB5) || (c >= 0xB6 && c <= 0xB9) ||
           (c >= 0xBB && c <= 0xBF) || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x203E) ||
           (c >= 0x2041 && c <= 0x206F) || (c >= 0x2190 && c <= 0x2BFF) ||
           (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) ||
           (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xFF01 && c <= 0xFF0F) || c == 0xFEFF ||
           (c >= 0xFFF0 && c <= 0xFFFF) || (c >= 0x1F000 && c <= 0x1FAFF));
}

class Lexer {
 public:
  Lexer(std::string_view text, Span range, int line, bool bracketed)
      : text_(text.substr(0, range.end)), at_(range.begin), line_(line), bracketed_(bracketed) {
    line_start_ = at_;
  }

  TokenStream run() {
    if (!bracketed_ && text_.substr(at_, 3) == "\xEF\xBB\xBF") at_ += 3;
    out_.tokens.reserve((text_.size() - at_) / 4 + 4);
    bool line_begins = !bracketed_;
    while (!failed_) {
      if (line_begins) {
        line_begins = false;
        if (!indentation()) break;
      }
      skip_blanks();
      if (failed_) break;
      if (at_ >= text_.size()) break;
      const char c = text_[at_];
      if (c == '\n' || c == '\r') {
        const size_t start = at_;
        newline_char();
        if (bracketed_ || level() > 0) continue;
        if (!out_.tokens.empty() && !after_newline()) add(Tok::kNewline, start, at_, line_ - 1);
        line_begins = true;
        continue;
      }
      token();
    }
    finish();
    return std::move(out_);
  }

 private:
  size_t level() const { return out_.open.size(); }
  bool after_newline() const {
    const Tok k = out_.tokens.back().kind;
    return k == Tok::kNewline || k == Tok::kIndent || k == Tok::kDedent;
  }
  void add(Tok kind, size_t begin, size_t end, int line) {
    out_.tokens.push_back({kind,
                           {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)},
                           line,
                           static_cast<uint16_t>(level())});
  }
  void fail(std::string message, size_t at, int line = 0, const char* type = "SyntaxError") {
    if (failed_) return;
    failed_ = true;
    out_.error.type = type;
    out_.error.message = std::move(message);
    out_.error.line = line ? line : line_;
    out_.error.column = at >= line_start_ ? static_cast<int>(at - line_start_) : 0;
    add(Tok::kError, at, at, out_.error.line);
  }

  void newline_char() {
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
    line_start_ = at_;
  }

  // Blanks, comments and joined lines.
  void skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\f') {
        ++at_;
      } else if (c == '#') {
        const size_t start = at_;
        while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
        out_.comments.push_back({Tok::kComment,
                                 {static_cast<uint32_t>(start), static_cast<uint32_t>(at_)},
                                 line_,
                                 static_cast<uint16_t>(level())});
      } else if (c == '\\') {
        if (at_ + 1 < text_.size() && (text_[at_ + 1] == '\n' || text_[at_ + 1] == '\r')) {
          ++at_;
          newline_char();
          if (at_ >= text_.size()) {
            fail("unexpected EOF while parsing", at_);
            out_.error.incomplete = true;
            return;
          }
        } else {
          ++at_;
          fail(at_ >= text_.size() ? "unexpected EOF while parsing"
                                   : "unexpected character after line continuation character",
               at_);
          return;
        }
      } else {
        return;
      }
    }
  }

  // At the start of a line: INDENT or DEDENT tokens. False at the end of the text.
  bool indentation() {
    for (;;) {
      int column = 0, alternative = 0;
      const size_t start = at_;
      while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == ' ') {
          ++column, ++alternative;
        } else if (c == '\t') {
          column = (column / 8 + 1) * 8, ++alternative;
        } else if (c == '\f') {
          column = alternative = 0;
        } else {
          break;
        }
        ++at_;
      }
      if (at_ >= text_.size()) return false;
      const char c = text_[at_];
      if (c == '#') {
        skip_blanks();
        if (at_ >= text_.size()) return false;
        newline_char();
        continue;
      }
      if (c == '\n' || c == '\r') {
        newline_char();
        continue;
      }
      return indent_to(column, alternative, start);
    }
  }

  bool indent_to(int column, int alternative, size_t start) {
    if (column == indents_.back().first) {
      if (alternative != indents_.back().second) tab_error();
      return true;
    }
    if (column > indents_.back().first) {
      if (alternative <= indents_.back().second) tab_error();
      if (static_cast<int>(indents_.size()) >= kMaxIndents) {
        fail("too many levels of indentation", at_, 0, "IndentationError");
        return true;
      }
      indents_.emplace_back(column, alternative);
      add(Tok::kIndent, start, at_, line_);
      return true;
    }
    while (column < indents_.back().first) {
      indents_.pop_back();
      add(Tok::kDedent, at_, at_, line_);
    }
    if (column != indents_.back().first) {
      fail("unindent does not match any outer indentation level", at_, 0, "IndentationError");
    }
    return true;
  }

  void tab_error() {
    fail("inconsistent use of tabs and spaces in indentation", at_, 0, "TabError");
  }

  void token() {
    const char c = text_[at_];
    if (is_name_start(c)) return name();
    if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
      return number();
    }
    if (c == '"' || c == '\'') return string(at_);
    for (const auto& [spelling, kind] : kOperators) {
      if (spelling[0] == c && text_.compare(at_, spelling.size(), spelling) == 0) {
        const size_t start = at_;
        at_ += spelling.size();
        return op(kind, start);
      }
    }
    size_t after = at_;
    const uint32_t code = decode_utf8(text_, after);
    char buffer[64];
    if (code < 0x20 || code == 0x7F) {
      std::snprintf(buffer, sizeof buffer, "invalid non-printable character U+%04X", code);
      return fail(buffer, at_);
    }
    fail("invalid syntax", at_);
  }

  void op(Tok kind, size_t start) {
    const char c = text_[start];
    if (kind == Tok::kLParen || kind == Tok::kLBracket || kind == Tok::kLBrace) {
      if (static_cast<int>(level()) >= kMaxBrackets) {
        return fail("too many nested parentheses", start);
      }
      add(kind, start, at_, line_);
      out_.open.push_back(out_.tokens.back());
      return;
    }
    if (kind == Tok::kRParen || kind == Tok::kRBracket || kind == Tok::kRBrace) {
      if (out_.open.empty()) return fail(std::string("unmatched '") + c + "'", start);
      const Token open = out_.open.back();
      const char opener = text_[open.span.begin];
      const char wanted = opener == '(' ? ')' : opener == '[' ? ']' : '}';
      if (c != wanted) {
        std::string message = std::string("closing parenthesis '") + c +
                              "' does not match opening parenthesis '" + opener + "'";
        if (open.line != line_) message += " on line " + std::to_string(open.line);
        return fail(std::move(message), start);
      }
      out_.open.pop_back();
    }
    add(kind, start, at_, line_);
  }

  void name() {
    const size_t start = at_;
    while (at_ < text_.size() && is_name_part(text_[at_])) {
      if ((text_[at_] & 0x80) == 0) {
        ++at_;
        continue;
      }
      const size_t here = at_;
      const uint32_t code = decode_utf8(text_, at_);
      if (!is_identifier_char(code)) {
        char buffer[64];
        const bool blank = code == 0xA0 || (code >= 0x2000 && code <= 0x200F) ||
                           (code >= 0x2028 && code <= 0x202F) || code == 0x3000 || code == 0xFEFF ||
                           code < 0xA0;
        if (blank) {
          std::snprintf(buffer, sizeof buffer, "invalid non-printable character U+%04X", code);
        } else {
          std::snprintf(buffer, sizeof buffer, "invalid character '%.*s' (U+%04X)",
                        static_cast<int>(at_ - here), text_.data() + here, code);
        }
        return fail(buffer, here);
      }
    }
    const std::string_view word = text_.substr(start, at_ - start);
    if (word.size() <= 2 && at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      std::string lower(word);
      for (char& ch : lower) ch = static_cast<char>(ch | 0x20);
      if (lower == "r" || lower == "b" || lower == "u" || lower == "f" || lower == "br" ||
          lower == "rb" || lower == "fr" || lower == "rf") {
        return string(start);
      }
    }
    Tok kind = Tok::kName;
    if (word.size() <= 8) {
      for (const auto& [spelling, keyword] : kKeywords) {
        if (spelling[0] == word[0] && spelling == word) kind = keyword;
      }
    }
    add(kind, start, at_, line_);
  }

  bool digits(int base) {
    const auto good = [&](char c) {
      if (base == 16) return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
      return c >= '0' && c < '0' + base;
    };
    bool any = false;
    while (at_ < text_.size()) {
      if (good(text_[at_])) {
        any = true;
        ++at_;
      } else if (text_[at_] == '_' && at_ + 1 < text_.size() && good(text_[at_ + 1])) {
        ++at_;
      } else {
        break;
      }
    }
    return any;
  }

  void number() {
    const size_t start = at_;
    Tok kind = Tok::kInt;
    const char* what = "decimal";
    const char second = at_ + 1 < text_.size() ? static_cast<char>(text_[at_ + 1] | 0x20) : ' ';
    if (text_[at_] == '0' && (second == 'x' || second == 'o' || second == 'b')) {
      at_ += 2;
      what = second == 'x' ? "hexadecimal" : second == 'o' ? "octal" : "binary";
      if (at_ < text_.size() && text_[at_] == '_') ++at_;
      const bool any = digits(second == 'x' ? 16 : second == 'o' ? 8 : 2);
      if (at_ < text_.size() && is_digit(text_[at_])) {
        return fail(std::string("invalid digit '") + text_[at_] + "' in " + what + " literal", at_);
      }
      if (!any) return fail(std::string("invalid ") + what + " literal", at_);
    } else {
      digits(10);
      const size_t integer_end = at_;
      if (at_ < text_.size() && text_[at_] == '.') {
        kind = Tok::kFloat;
        ++at_;
        if (at_ < text_.size() && is_digit(text_[at_])) digits(10);
      }
      if (at_ < text_.size() && (text_[at_] | 0x20) == 'e') {
        const size_t mark = at_++;
        if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
        if (at_ < text_.size() && is_digit(text_[at_])) {
          digits(10);
          kind = Tok::kFloat;
        } else {
          at_ = mark;
        }
      }
      if (at_ < text_.size() && (text_[at_] | 0x20) == 'j') {
        ++at_;
        kind = Tok::kImaginary;
      }
      if (kind == Tok::kInt && text_[start] == '0' && integer_end - start > 1 &&
          text_.substr(start, integer_end - start).find_first_not_of("0_") != std::string::npos) {
        return fail(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for "
            "octal integers",
            start);
      }
    }
    if (at_ < text_.size() && is_name_part(text_[at_]) && !keyword_follows()) {
      return fail(std::string("invalid ") + what + " literal", at_);
    }
    add(kind, start, at_, line_);
  }

  // `1if x else y` is allowed.
  bool keyword_follows() const {
    for (std::string_view word : {"and", "else", "for", "if", "in", "is", "not", "or"}) {
      if (text_.compare(at_, word.size(), word) == 0) return true;
    }
    return false;
  }

  void string(size_t start) {
    const int start_line = line_;
    const char quote = text_[at_];
    const bool triple = text_.compare(at_, 3, std::string(3, quote)) == 0;
    at_ += triple ? 3 : 1;
    for (;;) {
      if (at_ >= text_.size() || (!triple && (text_[at_] == '\n' || text_[at_] == '\r'))) {
        const int end_line = triple && at_ > 0 && text_[at_ - 1] == '\n' ? line_ - 1 : line_;
        std::string message =
            triple ? "unterminated triple-quoted string literal" : "unterminated string literal";
        message += " (detected at line " + std::to_string(std::max(end_line, start_line)) + ")";
        fail(std::move(message), start, start_line);
        out_.error.incomplete = triple;
        return;
      }
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        if (text_[at_] == '\n' || text_[at_] == '\r') {
          newline_char();
        } else {
          ++at_;
        }
      } else if (c == '\n' || c == '\r') {
        newline_char();
      } else if (c == quote && (!triple || text_.compare(at_, 3, std::string(3, quote)) == 0)) {
        at_ += triple ? 3 : 1;
        break;
      } else {
        ++at_;
      }
    }
    add(Tok::kString, start, at_, start_line);
  }

  void finish() {
    const size_t end = text_.size();
    if (!failed_ && !bracketed_) {
      if (!out_.tokens.empty() && !after_newline() && out_.open.empty()) {
        add(Tok::kNewline, end, end, line_);
      }
      while (indents_.size() > 1) {
        indents_.pop_back();
        add(Tok::kDedent, end, end, line_);
      }
    }
    add(Tok::kEnd, end, end, line_);
  }

  std::string_view text_;
  size_t at_;
  size_t line_start_;
  int line_;
  bool bracketed_;
  bool failed_ = false;
  std::vector<std::pair<int, int>> indents_{{0, 0}};
  TokenStream out_;
};

}  // namespace

TokenStream tokenize(std::string_view text, Span range, int first_line, bool bracketed) {
  return Lexer(text, range, first_line, bracketed).run();
}

}  // namespace lessonrun::lang
