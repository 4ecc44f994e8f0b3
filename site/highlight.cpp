// Python is read by the project's own lexer. SQL and C++, which nothing here parses, are told apart
// by one small scanner with two lists of words.
#include "site/highlight.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "runner/lang/token.h"
#include "site/html.h"

namespace lessonrun::site {
namespace {

struct Mark {
  std::size_t begin = 0;
  std::size_t end = 0;
  char kind = 0;  // the class of its span
};

constexpr std::array<std::string_view, 96> sql_words = {"ADD",        "ALL",
                                                        "ALTER",      "AND",
                                                        "AS",         "ASC",
                                                        "BEGIN",      "BETWEEN",
                                                        "BIGINT",     "BLOB",
                                                        "BOOLEAN",    "BY",
                                                        "CASCADE",    "CASE",
                                                        "CAST",       "CHECK",
                                                        "COLLATE",    "COMMIT",
                                                        "CONSTRAINT", "CREATE",
                                                        "CROSS",      "CURRENT_TIMESTAMP",
                                                        "DATE",       "DATETIME",
                                                        "DEFAULT",    "DELETE",
                                                        "DESC",       "DISTINCT",
                                                        "DROP",       "ELSE",
                                                        "END",        "ESCAPE",
                                                        "EXCEPT",     "EXISTS",
                                                        "FALSE",      "FLOAT",
                                                        "FOREIGN",    "FROM",
                                                        "FULL",       "GROUP",
                                                        "HAVING",     "IF",
                                                        "IN",         "INDEX",
                                                        "INNER",      "INSERT",
                                                        "INTEGER",    "INTERSECT",
                                                        "INTO",       "IS",
                                                        "JOIN",       "KEY",
                                                        "LEFT",       "LIKE",
                                                        "LIMIT",      "NOT",
                                                        "NULL",       "NUMERIC",
                                                        "OFFSET",     "ON",
                                                        "OR",         "ORDER",
                                                        "OUTER",      "OVER",
                                                        "PARTITION",  "PRAGMA",
                                                        "PRIMARY",    "REAL",
                                                        "RECURSIVE",  "REFERENCES",
                                                        "RELEASE",    "RETURNING",
                                                        "RIGHT",      "ROLLBACK",
                                                        "SAVEPOINT",  "SELECT",
                                                        "SET",        "SMALLINT",
                                                        "TABLE",      "TEMPORARY",
                                                        "TEXT",       "THEN",
                                                        "TIME",       "TIMESTAMP",
                                                        "TO",         "TRUE",
                                                        "UNION",      "UNIQUE",
                                                        "UPDATE",     "USING",
                                                        "VALUES",     "VARCHAR",
                                                        "VIEW",       "WHEN",
                                                        "WHERE",      "WITH"};

constexpr std::array<std::string_view, 53> cpp_words = {
    "auto",      "bool",     "break",     "case",   "catch",   "char",     "class",    "const",
    "constexpr", "continue", "default",   "delete", "do",      "double",   "else",     "enum",
    "explicit",  "false",    "final",     "float",  "for",     "if",       "inline",   "int",
    "long",      "mutable",  "namespace", "new",    "nullptr", "operator", "override", "private",
    "protected", "public",   "return",    "short",  "signed",  "sizeof",   "static",   "struct",
    "switch",    "template", "this",      "throw",  "true",    "try",      "typedef",  "typename",
    "unsigned",  "using",    "virtual",   "void",   "while"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<Mark> python_marks(std::string_view text) {
  const lang::TokenStream stream = lang::tokenize(text);
  std::vector<Mark> marks;
  const auto add = [&](Span span, char kind) { marks.push_back({span.begin, span.end, kind}); };
  for (std::size_t i = 0; i < stream.tokens.size(); ++i) {
    const lang::Token& token = stream.tokens[i];
    switch (token.kind) {
      case lang::Tok::kString:
        add(token.span, 's');
        break;
      case lang::Tok::kInt:
      case lang::Tok::kFloat:
      case lang::Tok::kImaginary:
        add(token.span, 'n');
        break;
      case lang::Tok::kName:
        if (i + 1 < stream.tokens.size() && stream.tokens[i + 1].kind == lang::Tok::kLParen) {
          add(token.span, 'f');
        }
        break;
      default:
        if (lang::is_keyword(token.kind)) add(token.span, 'k');
    }
  }
  for (const lang::Token& comment : stream.comments) add(comment.span, 'c');
  std::sort(marks.begin(), marks.end(),
            [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  return marks;
}

/// Scans a language whose words, strings, comments and numbers look like SQL's or C++'s.
class Scanner {
 public:
  Scanner(std::string_view text, Language language)
      : text_(text), sql_(language == Language::sql) {}

  std::vector<Mark> scan() {
    while (at_ < text_.size()) {
      const std::size_t begin = at_;
      const char kind = token();
      if (kind != 0) marks_.push_back({begin, at_, kind});
    }
    return std::move(marks_);
  }

 private:
  bool sees(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  void skip_to(std::size_t end) { at_ = std::min(end, text_.size()); }

  char token() {
    const char c = text_[at_];
    if (sees(sql_ ? "--" : "//")) {
      skip_to(text_.find('\n', at_));
      return 'c';
    }
    if (sees("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      skip_to(end == std::string_view::npos ? end : end + 2);
      return 'c';
    }
    if (c == '\'' || c == '"') {
      quoted(c);
      return sql_ && c == '"' ? 0 : 's';
    }
    if (sql_ && (c == '?' || (c == ':' && at_ + 1 < text_.size() && is_word(text_[at_ + 1])))) {
      ++at_;
      while (c == ':' && at_ < text_.size() && is_word(text_[at_])) ++at_;
      return 'p';
    }
    if (!is_word(c)) {
      ++at_;
      return 0;
    }
    return word();
  }

  void quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
      if (!sql_ && text_[at_] == '\\') ++at_;
    }
    skip_to(at_ + 1);
  }

  char word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (is_digit(word[0])) return 'n';
    const bool known = sql_
                           ? std::find(sql_words.begin(), sql_words.end(), word) != sql_words.end()
                           : std::find(cpp_words.begin(), cpp_words.end(), word) != cpp_words.end();
    if (known) return 'k';
    return at_ < text_.size() && text_[at_] == '(' ? 'f' : 0;
  }

  std::string_view text_;
  bool sql_;
  std::size_t at_ = 0;
  std::vector<Mark> marks_;
};

std::vector<Mark> marks_of(std::string_view text, Language language) {
  switch (language) {
    case Language::python:
      return python_marks(text);
    case Language::sql:
    case Language::cpp:
      return Scanner(text, language).scan();
    case Language::plain:
      break;
  }
  return {};
}

}  // namespace

Language language_of(std::string_view word) {
  for (const std::string_view name : {"python", "py", "python3", "py3", "pycon"}) {
    if (word == name) return Language::python;
  }
  if (word == "sql") return Language::sql;
  return word == "cpp" || word == "c++" ? Language::cpp : Language::plain;
}

std::vector<std::string> highlight(std::string_view text, Language language) {
  std::vector<std::string> lines(1);
  // Appends a stretch of one kind, opening and closing its element on every line.
  const auto append = [&](std::string_view part, char kind) {
    while (true) {
      const std::size_t newline = part.find('\n');
      const std::string_view piece = part.substr(0, newline);
      if (!piece.empty()) {
        if (kind != 0) lines.back().append("<span class=\"").append(1, kind).append("\">");
        lines.back() += escape(piece);
        if (kind != 0) lines.back() += "</span>";
      }
      if (newline == std::string_view::npos) return;
      lines.emplace_back();
      part.remove_prefix(newline + 1);
    }
  };
  std::size_t at = 0;
  for (const Mark& mark : marks_of(text, language)) {
    if (mark.begin < at) continue;
    append(text.substr(at, mark.begin - at), 0);
    append(text.substr(mark.begin, mark.end - mark.begin), mark.kind);
    at = mark.end;
  }
  append(text.substr(at), 0);
  if (lines.back().empty() && lines.size() > 1) lines.pop_back();
  return lines;
}

}  // namespace lessonrun::site
