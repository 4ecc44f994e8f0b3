// String literals: escapes, prefixes, implicit concatenation and f-strings.
#include <cstdlib>

#include "runner/lang/parser_impl.h"
#include "runner/lang/unicode_names.h"

namespace lessonrun::lang {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = static_cast<char>(c | 0x20);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct Prefix {
  bool raw = false, bytes = false, format = false;
  size_t size = 0;   // of the prefix
  size_t quote = 1;  // 1 or 3
};

Prefix read_prefix(std::string_view literal) {
  Prefix p;
  while (literal[p.size] != '"' && literal[p.size] != '\'') {
    const char c = static_cast<char>(literal[p.size++] | 0x20);
    p.raw |= c == 'r';
    p.bytes |= c == 'b';
    p.format |= c == 'f';
  }
  const char q = literal[p.size];
  p.quote =
      literal.size() >= p.size + 6 && literal[p.size + 1] == q && literal[p.size + 2] == q ? 3 : 1;
  return p;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): one case for each escape
std::string Parser::decode_string(std::string_view body, bool raw, bool bytes, const Token& where) {
  std::string out;
  out.reserve(body.size());
  const auto bad = [&](const char* codec_text, size_t from, size_t to) {
    fail("(unicode error) 'unicodeescape' codec can't decode bytes in position " +
             std::to_string(from) + "-" + std::to_string(to) + ": " + codec_text,
         where);
  };
  for (size_t i = 0; i < body.size(); ++i) {
    const char c = body[i];
    if (c == '\r') {  // line ends are LF inside literals
      out += '\n';
      if (i + 1 < body.size() && body[i + 1] == '\n') ++i;
      continue;
    }
    if (bytes && (c & 0x80)) fail("bytes can only contain ASCII literal characters", where);
    if (c != '\\' || raw) {
      out += c;
      continue;
    }
    const size_t start = i;
    const char e = body[++i];
    const auto code_point = [&](int digits, const char* message) {
      uint32_t code = 0;
      for (int k = 0; k < digits; ++k) {
        const int v = i + 1 < body.size() ? hex_value(body[i + 1]) : -1;
        if (v < 0) {
          if (bytes) {
            fail("(value error) invalid \\x escape at position " + std::to_string(start), where);
          }
          bad(message, start, i);
        }
        code = code * 16 + static_cast<uint32_t>(v);
        ++i;
      }
      return code;
    };
    switch (e) {
      case '\n':
        break;
      case '\r':
        if (i + 1 < body.size() && body[i + 1] == '\n') ++i;
        break;
      case '\\':
        out += '\\';
        break;
      case '\'':
        out += '\'';
        break;
      case '"':
        out += '"';
        break;
      case 'a':
        out += '\a';
        break;
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'v':
        out += '\v';
        break;
      case 'x': {
        const uint32_t code = code_point(2, "truncated \\xXX escape");
        if (bytes) {
          out += static_cast<char>(code);
        } else {
          append_utf8(out, code);
        }
        break;
      }
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7': {
        uint32_t code = static_cast<uint32_t>(e - '0');
        for (int k = 0; k < 2 && i + 1 < body.size() && body[i + 1] >= '0' && body[i + 1] <= '7';
             ++k) {
          code = code * 8 + static_cast<uint32_t>(body[++i] - '0');
        }
        if (bytes) {
          out += static_cast<char>(code);
        } else {
          append_utf8(out, code);
        }
        break;
      }
      case 'u':
      case 'U':
      case 'N':
        if (bytes) {
          out += '\\', out += e;
        } else if (e == 'N') {
          const size_t close = body.find('}', i);
          if (i + 1 >= body.size() || body[i + 1] != '{' || close == std::string_view::npos) {
            bad("malformed \\N character escape", start, i);
          }
          const uint32_t code = unicode_by_name(body.substr(i + 2, close - i - 2));
          if (code == 0) bad("unknown Unicode character name", start, close);
          append_utf8(out, code);
          i = close;
        } else {
          const uint32_t code = e == 'u' ? code_point(4, "truncated \\uXXXX escape")
                                         : code_point(8, "truncated \\UXXXXXXXX escape");
          if (code > 0x10FFFF) bad("illegal Unicode character", start, i);
          append_utf8(out, code);
        }
        break;
      default:
        out += '\\', out += e;
    }
  }
  return out;
}

Expr* Parser::strings() {
  const Token first = peek();
  bool any_format = false;
  size_t count = 0;
  while (peek(count).kind == Tok::kString) ++count;
  const bool bytes = read_prefix(slice(first)).bytes;
  std::string text;
  std::vector<Expr*> parts;
  for (size_t i = 0; i < count; ++i) {
    const Token t = advance();
    const std::string_view literal = slice(t);
    const Prefix p = read_prefix(literal);
    if (p.bytes != bytes) fail("cannot mix bytes and nonbytes literals", first);
    const size_t begin = p.size + p.quote;
    const std::string_view body = literal.substr(begin, literal.size() - begin - p.quote);
    if (p.format) {
      any_format = true;
      add_text(parts, std::move(text), t);
      text.clear();
      fstring(body, t.span.begin + begin, p.raw, t, parts, 0);
    } else {
      text += decode_string(body, p.raw, bytes, t);
    }
  }
  Expr* e = make(bytes ? ExprKind::kBytes : ExprKind::kStr, first);
  if (any_format) {
    add_text(parts, std::move(text), first);
    e->kind = ExprKind::kJoinedStr;
    e->items = std::move(parts);
  } else {
    e->text = ast_.keep(std::move(text));
  }
  return close(e);
}

void Parser::add_text(std::vector<Expr*>& parts, std::string text, const Token& where) {
  if (text.empty()) return;
  if (!parts.empty() && parts.back()->kind == ExprKind::kStr) {
    parts.back()->text = ast_.keep(std::string(parts.back()->text) + text);
    return;
  }
  Expr* e = make(ExprKind::kStr, where);
  e->text = ast_.keep(std::move(text));
  parts.push_back(e);
}

// `body` lies in the source at `offset`, so that the expressions inside keep true positions.
void Parser::fstring(std::string_view body, size_t offset, bool raw, const Token& where,
                     std::vector<Expr*>& parts, int depth) {
  size_t at = 0, text_begin = 0;
  const auto flush = [&](size_t end) {
    add_text(parts, decode_string(body.substr(text_begin, end - text_begin), raw, false, where),
             where);
  };
  while (at < body.size()) {
    const char c = body[at];
    if (c == '\\' && !raw && at + 1 < body.size()) {
      if (body[at + 1] == 'N' && at + 2 < body.size() && body[at + 2] == '{') {
        const size_t close = body.find('}', at);
        at = close == std::string_view::npos ? body.size() : close + 1;
      } else {
        at += body[at + 1] == '{' || body[at + 1] == '}' ? 1 : 2;
      }
      continue;
    }
    if (c == '}') {
      if (depth == 0 && at + 1 < body.size() && body[at + 1] == '}') {
        flush(at + 1);
        at += 2;
        text_begin = at;
        continue;
      }
      fail("f-string: single '}' is not allowed", where);
    }
    if (c == '{') {
      if (depth == 0 && at + 1 < body.size() && body[at + 1] == '{') {
        flush(at + 1);
        at += 2;
        text_begin = at;
        continue;
      }
      flush(at);
      if (depth >= 2) fail("f-string: expressions nested too deeply", where);
      at = fstring_field(offset + at, offset + body.size(), raw, where, parts, depth) - offset;
      text_begin = at;
      continue;
    }
    ++at;
  }
  flush(at);
}

// One `{...}`; positions are the source's. Returns the place behind the closing brace.
size_t Parser::fstring_field(size_t at, size_t end, bool raw, const Token& where,
                             std::vector<Expr*>& parts, int depth) {
  Deeper deeper(*this);
  const size_t begin = ++at;
  std::string brackets;
  char quote = 0;
  bool triple = false;
  // Find where the expression ends: at an unbracketed !, :, = or }.
  for (; at < end; ++at) {
    const char c = text_[at];
    if (c == '\\') fail("f-string expression part cannot include a backslash", where);
    if (quote) {
      if (c != quote) continue;
      if (!triple) {
        quote = 0;
      } else if (at + 2 < end && text_[at + 1] == c && text_[at + 2] == c) {
        quote = 0;
        at += 2;
      }
      continue;
    }
    if (c == '"' || c == '\'') {
      quote = c;
      triple = at + 2 < end && text_[at + 1] == c && text_[at + 2] == c;
      if (triple) at += 2;
    } else if (c == '(' || c == '[' || c == '{') {
      brackets += c == '(' ? ')' : c == '[' ? ']' : '}';
      if (brackets.size() > 150) fail("f-string: too many nested parenthesis", where);
    } else if (c == '#') {
      fail("f-string expression part cannot include '#'", where);
    } else if (brackets.empty() &&
               (c == '!' || c == ':' || c == '}' || c == '=' || c == '<' || c == '>')) {
      const char next = at + 1 < end ? text_[at + 1] : '\0';
      if (next == '=' && (c == '!' || c == '=' || c == '<' || c == '>')) {
        ++at;
        continue;
      }
      if (c == '<' || c == '>') continue;
      break;
    } else if (c == ')' || c == ']' || c == '}') {
      if (brackets.empty()) fail(std::string("f-string: unmatched '") + c + "'", where);
      if (brackets.back() != c) {
        const char opener = brackets.back() == ')' ? '(' : brackets.back() == ']' ? '[' : '{';
        fail(std::string("f-string: closing parenthesis '") + c +
                 "' does not match opening parenthesis '" + opener + "'",
             where);
      }
      brackets.pop_back();
    }
  }
  if (quote) fail("f-string: unterminated string", where);
  if (!brackets.empty()) {
    const char opener = brackets.back() == ')' ? '(' : brackets.back() == ']' ? '[' : '{';
    fail(std::string("f-string: unmatched '") + opener + "'", where);
  }
  if (at >= end) fail("f-string: expecting '}'", where);
  const std::string_view inside = text_.substr(begin, at - begin);
  if (inside.find_first_not_of(" \t\n\r\f") == std::string_view::npos) {
    if (at < end && text_[at] == '!') fail("f-string: expression required before '!'", where);
    fail("f-string: empty expression not allowed", where);
  }
  int line = where.line;
  for (size_t i = where.span.begin; i < begin; ++i) line += text_[i] == '\n';
  Expr* field = make(ExprKind::kFormatted, where);
  field->line = line;
  try {
    Parser inner(ast_, {static_cast<uint32_t>(begin), static_cast<uint32_t>(at)}, line, true,
                 depth_);
    field->a = inner.star_expressions();
    if (!inner.at(Tok::kEnd)) inner.fail_syntax();
  } catch (SyntaxError& error) {
    if (error.message.compare(0, 9, "f-string:") != 0) error.message = "f-string: " + error.message;
    error.incomplete = false;
    throw;
  }
  bool debug = false;
  if (text_[at] == '=') {
    debug = true;
    ++at;
    while (at < end && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '\n')) ++at;
    add_text(parts, std::string(text_.substr(begin, at - begin)), where);
  }
  if (at < end && text_[at] == '!') {
    ++at;
    if (at >= end) fail("f-string: expecting '}'", where);
    field->text = text_.substr(at, 1);
    if (field->text != "r" && field->text != "s" && field->text != "a") {
      fail("f-string: invalid conversion character: expected 's', 'r', or 'a'", where);
    }
    ++at;
  } else if (debug && at < end && text_[at] == '}') {
    field->text = "r";
  }
  if (at < end && text_[at] == ':') {
    const size_t spec_begin = ++at;
    int nested = 0;
    while (at < end && (text_[at] != '}' || nested > 0)) {
      if (text_[at] == '{') ++nested;
      if (text_[at] == '}') --nested;
      ++at;
    }
    if (at < end) {
      field->b = make(ExprKind::kJoinedStr, where);
      fstring(text_.substr(spec_begin, at - spec_begin), spec_begin, raw, where, field->b->items,
              depth + 1);
      close(field->b);
    }
  }
  if (at >= end || text_[at] != '}') fail("f-string: expecting '}'", where);
  field->depth = static_cast<uint16_t>(field->a->depth + 1);
  parts.push_back(field);
  return at + 1;
}

}  // namespace lessonrun::lang
