// The coder under the module json: encode and decode. The classes and functions over them are
// Python (json_text.cpp).
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

// ---------------------------------------------------------------- writing

struct Encoder {
  Interpreter& interp;
  bool skip_keys, ascii, check_circular, allow_nan, sort_keys;
  bool pretty = false;
  std::string indent{}, item_separator{}, key_separator{};
  Value fallback{};
  std::string out{};
  std::vector<const void*> open{};

  void string(std::string_view text) {
    out += '"';
    for (size_t i = 0; i < text.size();) {
      const auto c = static_cast<unsigned char>(text[i]);
      switch (c) {
        case '"':
          out += "\\\"";
          break;
        case '\\':
          out += "\\\\";
          break;
        case '\n':
          out += "\\n";
          break;
        case '\r':
          out += "\\r";
          break;
        case '\t':
          out += "\\t";
          break;
        case '\f':
          out += "\\f";
          break;
        case '\b':
          out += "\\b";
          break;
        default:
          if (c < 0x20 || (c == 0x7F && ascii)) {
            out += fmt::format("\\u{:04x}", c);
          } else if (c < 0x80 || !ascii) {
            out += static_cast<char>(c);
          } else {
            const int more = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
            uint32_t code = c & (0x3Fu >> more);
            for (int k = 0; k < more; ++k) code = code << 6 | (text[++i] & 0x3F);
            if (code >= 0x10000) {
              code -= 0x10000;
              out +=
                  fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF));
            } else {
              out += fmt::format("\\u{:04x}", code);
            }
          }
      }
      ++i;
    }
    out += '"';
  }

  std::string number(double d) {
    if (std::isfinite(d)) return float_repr(d);
    if (!allow_nan) interp.raise("ValueError", "Out of range float values are not JSON compliant");
    return std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity";
  }

  void line(size_t depth) {
    if (!pretty) return;
    out += '\n';
    for (size_t i = 0; i < depth; ++i) out += indent;
  }

  void enter(const Value& v) {
    if (check_circular) {
      for (const void* p : open) {
        if (p == v.object()) interp.raise("ValueError", "Circular reference detected");
      }
    }
    open.push_back(v.object());
  }

  // The text of a key; false when it is skipped.
  bool key(const Value& k, std::string& text) {
    const BuiltinTypes& t = interp.types();
    if (interp.is_instance(k, t.str)) {
      text = interp.text(k);
    } else if (is_float_like(k)) {
      text = number(float_of(k));
    } else if (k.is_bool()) {
      text = k.as_bool() ? "true" : "false";
    } else if (k.is_none()) {
      text = "null";
    } else if (is_int_like(k)) {
      text = int_text(k);
    } else if (skip_keys) {
      return false;
    } else {
      interp.raise("TypeError",
                   "keys must be str, int, float, bool or None, not " + interp.type_name(k));
    }
    return true;
  }

  void value(const Value& v) {
    const Interpreter::Recursion guard(interp, " while encoding a JSON object");
    const BuiltinTypes& t = interp.types();
    if ((out.size() & 0xFFF) > 0xF00) interp.check_allocation(out.size());
    if (v.is_none()) {
      out += "null";
    } else if (v.is_bool()) {
      out += v.as_bool() ? "true" : "false";
    } else if (interp.is_instance(v, t.str)) {
      string(interp.text(v));
    } else if (is_int_like(v)) {
      out += int_text(v);
    } else if (is_float_like(v)) {
      out += number(float_of(v));
    } else if (interp.is_instance(v, t.list) || interp.is_instance(v, t.tuple)) {
      const std::vector<Value> items =
          v.is(Kind::kList) ? v.as<ListObject>()->items : interp.to_vector(v);
      if (items.empty()) {
        out += "[]";
        return;
      }
      enter(v);
      out += '[';
      for (size_t i = 0; i < items.size(); ++i) {
        if (i) out += item_separator;
        line(open.size());
        value(items[i]);
      }
      open.pop_back();
      line(open.size());
      out += ']';
    } else if (interp.is_instance(v, t.dict)) {
      std::vector<Value> items = interp.to_vector(interp.call_method(v, "items"));
      if (items.empty()) {
        out += "{}";
        return;
      }
      enter(v);
      if (sort_keys) sort_values(interp, items, Value::none(), false);
      out += '{';
      bool first = true;
      for (const Value& item : items) {
        std::string text;
        if (!key(tuple_item(item, 0), text)) continue;
        if (!first) out += item_separator;
        first = false;
        line(open.size());
        string(text);
        out += key_separator;
        value(tuple_item(item, 1));
      }
      open.pop_back();
      line(open.size());
      out += '}';
    } else {
      const Value other = interp.call(fallback, {v});
      if (check_circular && other.object() && other.object() == v.object())
        interp.raise("ValueError", "Circular reference detected");
      value(other);
    }
  }
};

Value encode(Call& c) {
  Interpreter& i = c.interp;
  Encoder e{i, i.truth(c[1]), i.truth(c[2]), i.truth(c[3]), i.truth(c[4]), i.truth(c[8])};
  if (!c[5].is_none()) {
    e.pretty = true;
    if (is_int_like(c[5])) {
      const int64_t n = i.to_int64(c[5]);
      i.check_allocation(n > 0 ? static_cast<size_t>(n) * 16 : 0);
      e.indent.assign(n > 0 ? static_cast<size_t>(n) : 0, ' ');
    } else {
      e.indent = i.text(c[5]);
    }
  }
  e.item_separator = i.text(c[6]);
  e.key_separator = i.text(c[7]);
  e.fallback = c[9];
  e.value(c[0]);
  return i.str(std::move(e.out));
}

// ---------------------------------------------------------------- reading

struct Decoder {
  Interpreter& interp;
  std::string_view text;
  Value object_hook, pairs_hook, parse_float, parse_int, parse_constant, error;
  bool strict;
  size_t at = 0;

  [[noreturn]] void fail(const char* message, size_t where) {
    const auto position = static_cast<int64_t>(utf8_length(text.substr(0, where)));
    const Value whole = interp.str(text);
    interp.raise(interp.call(error, {interp.str(message), whole, Value::integer(position)}));
  }
  void blank() {
    while (at < text.size() &&
           (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r'))
      ++at;
  }
  bool take(std::string_view word) {
    if (text.compare(at, word.size(), word) != 0) return false;
    at += word.size();
    return true;
  }

  uint32_t hex4() {
    uint32_t code = 0;
    for (size_t k = 0; k < 4; ++k) {
      const char h = at + k < text.size() ? text[at + k] : ' ';
      const int digit = h >= '0' && h <= '9'   ? h - '0'
                        : h >= 'a' && h <= 'f' ? h - 'a' + 10
                        : h >= 'A' && h <= 'F' ? h - 'A' + 10
                                               : -1;
      if (digit < 0) fail("Invalid \\uXXXX escape", at - 1);
      code = code * 16 + static_cast<uint32_t>(digit);
    }
    at += 4;
    return code;
  }

  std::string string() {  // `at` is after the quote
    const size_t begin = at - 1;
    std::string s;
    for (;;) {
      if (at >= text.size()) fail("Unterminated string starting at", begin);
      const char c = text[at];
      if (c == '"') {
        ++at;
        return s;
      }
      if (static_cast<unsigned char>(c) < 0x20 && strict) fail("Invalid control character at", at);
      if (c != '\\') {
        s += c;
        ++at;
        continue;
      }
      if (++at >= text.size()) fail("Unterminated string starting at", begin);
      const char escape = text[at++];
      switch (escape) {
        case '"':
        case '\\':
        case '/':
          s += escape;
          break;
        case 'b':
          s += '\b';
          break;
        case 'f':
          s += '\f';
          break;
        case 'n':
          s += '\n';
          break;
        case 'r':
          s += '\r';
          break;
        case 't':
          s += '\t';
          break;
        case 'u': {
          uint32_t code = hex4();
          if (code >= 0xD800 && code < 0xDC00 && text.compare(at, 2, "\\u") == 0) {
            const size_t back = at;
            at += 2;
            const uint32_t low = hex4();
            if (low >= 0xDC00 && low < 0xE000) {
              code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
            } else {
              at = back;
            }
          }
          append(s, code);
          break;
        }
        default:
          fail("Invalid \\escape", at - 2);
      }
    }
  }

  static void append(std::string& s, uint32_t code) {
    if (code < 0x80) {
      s += static_cast<char>(code);
    } else if (code < 0x800) {
      s += static_cast<char>(0xC0 | code >> 6);
      s += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      s += static_cast<char>(0xE0 | code >> 12);
      s += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      s += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      s += static_cast<char>(0xF0 | code >> 18);
      s += static_cast<char>(0x80 | (code >> 12 & 0x3F));
      s += static_cast<char>(0x80 | (code >> 6 & 0x3F));
      s += static_cast<char>(0x80 | (code & 0x3F));
    }
  }

  Value constant(const char* name, double d) {
    if (!parse_constant.is_none()) return interp.call(parse_constant, {interp.str(name)});
    return Value::real(d);
  }

  Value value() {
    const Interpreter::Recursion guard(interp, " while decoding a JSON document");
    if (at >= text.size()) fail("Expecting value", at);
    const char c = text[at];
    if (c == '"') {
      ++at;
      return interp.str(string());
    }
    if (c == '{') return object();
    if (c == '[') return array();
    if (take("null")) return Value::none();
    if (take("true")) return Value::boolean(true);
    if (take("false")) return Value::boolean(false);
    if (take("NaN")) return constant("NaN", NAN);
    if (take("Infinity")) return constant("Infinity", HUGE_VAL);
    if (take("-Infinity")) return constant("-Infinity", -HUGE_VAL);
    return number();
  }

  Value number() {
    const auto digit = [this](size_t p) {
      return p < text.size() && text[p] >= '0' && text[p] <= '9';
    };
    size_t p = at;
    if (p < text.size() && text[p] == '-') ++p;
    if (!digit(p)) fail("Expecting value", at);
    if (text[p] == '0') {
      ++p;
    } else {
      while (digit(p)) ++p;
    }
    bool real = false;
    if (p < text.size() && text[p] == '.' && digit(p + 1)) {
      real = true;
      for (++p; digit(p);) ++p;
    }
    if (p < text.size() && (text[p] == 'e' || text[p] == 'E')) {
      size_t e = p + 1;
      if (e < text.size() && (text[e] == '+' || text[e] == '-')) ++e;
      if (digit(e)) {
        real = true;
        while (digit(e)) ++e;
        p = e;
      }
    }
    const std::string word(text.substr(at, p - at));
    at = p;
    const Value& hook = real ? parse_float : parse_int;
    if (!hook.is_none()) return interp.call(hook, {interp.str(word)});
    if (real) return Value::real(std::strtod(word.c_str(), nullptr));
    return interp.call(Value(interp.types().int_), {interp.str(word)});
  }

  Value array() {
    ++at;
    Value list = interp.list();
    blank();
    if (take("]")) return list;
    for (;;) {
      Value item = value();
      auto& items = list.as<ListObject>()->items;
      if ((items.size() & 0x3FFF) == 0x3FFF) interp.check_allocation(items.size() * 32);
      items.push_back(std::move(item));
      blank();
      if (take("]")) return list;
      if (!take(",")) fail("Expecting ',' delimiter", at);
      blank();
    }
  }

  Value object() {
    ++at;
    Value dict = interp.dict(), pairs = interp.list();
    const bool want_pairs = !pairs_hook.is_none();
    blank();
    bool done = take("}");
    while (!done) {
      if (!take("\"")) fail("Expecting property name enclosed in double quotes", at);
      const std::string name = string();
      const Value key = name.size() < 40 ? Value(interp.intern(name)) : interp.str(name);
      blank();
      if (!take(":")) fail("Expecting ':' delimiter", at);
      blank();
      Value item = value();
      if (want_pairs) {
        pairs.as<ListObject>()->items.push_back(interp.tuple({key, item}));
      } else {
        dict.as<DictObject>()->table.set(interp, key, item);
      }
      blank();
      done = take("}");
      if (!done && !take(",")) fail("Expecting ',' delimiter", at);
      if (!done) blank();
    }
    if (want_pairs) return interp.call(pairs_hook, {pairs});
    if (!object_hook.is_none()) return interp.call(object_hook, {dict});
    return dict;
  }
};

// (value, end); the caller decides about what follows.
Value decode(Call& c) {
  const std::string text(c.text(0));
  Decoder d{c.interp, text, c[2], c[3], c[4], c[5], c[6], c[7], c.interp.truth(c[8])};
  const Value start = c[1];
  for (int64_t n = start.as_int(); n > 0 && d.at < text.size(); --n) {
    do {
      ++d.at;
    } while (d.at < text.size() && (text[d.at] & 0xC0) == 0x80);
  }
  if (c.interp.truth(c[9])) d.blank();
  Value v = d.value();
  if (c.interp.truth(c[9])) {
    d.blank();
    if (d.at != text.size()) d.fail("Extra data", d.at);
  }
  const auto end = static_cast<int64_t>(utf8_length(std::string_view(text).substr(0, d.at)));
  return c.interp.tuple({std::move(v), Value::integer(end)});
}

}  // namespace

void fill_json(ModuleBuilder& m) {
  m.function("_encode",
             "o, skipkeys, ascii, circular, nan, indent, items, keys, sort_keys, default, /",
             encode);
  m.function("_decode",
             "s, start, object_hook, pairs_hook, parse_float, parse_int, parse_constant, error, "
             "strict, whole, /",
             decode);
}

}  // namespace lessonrun::interp
