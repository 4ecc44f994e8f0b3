// The methods of str that look at each character: case, character classes, widths, translation.
#include "runner/interp/types/str.h"
#include "runner/lang/token.h"

namespace lessonrun::interp {

namespace {

template <class F>
Value all_of(Call& c, F f) {
  const std::string& s = t_of(c);
  if (s.empty()) return Value::boolean(false);
  for (size_t k = 0; k < s.size();) {
    if (!f(lang::decode_utf8(s, k))) return Value::boolean(false);
  }
  return Value::boolean(true);
}
Value all_have(Call& c, uint16_t wanted) {
  return all_of(c, [wanted](uint32_t x) { return unicode::is(x, wanted); });
}

Value cased(Call& c, uint16_t wanted, uint16_t unwanted) {
  bool any = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint16_t has = unicode::properties(lang::decode_utf8(t_of(c), k));
    if (has & unwanted) return Value::boolean(false);
    any = any || (has & wanted);
  }
  return Value::boolean(any);
}

}  // namespace

Value str_lower(Call& c) { return c.interp.str(unicode::lower(t_of(c))); }
Value str_upper(Call& c) { return c.interp.str(unicode::upper(t_of(c))); }
Value str_casefold(Call& c) { return c.interp.str(unicode::casefold(t_of(c))); }
Value str_capitalize(Call& c) { return c.interp.str(unicode::capitalize(t_of(c))); }
Value str_title(Call& c) { return c.interp.str(unicode::title(t_of(c))); }
Value str_swapcase(Call& c) { return c.interp.str(unicode::swapcase(t_of(c))); }

Value str_isdigit(Call& c) { return all_have(c, unicode::kDigit); }
Value str_isdecimal(Call& c) { return all_have(c, unicode::kDecimal); }
Value str_isnumeric(Call& c) { return all_have(c, unicode::kNumeric); }
Value str_isalpha(Call& c) { return all_have(c, unicode::kAlpha); }
Value str_isalnum(Call& c) {
  return all_have(c, unicode::kAlpha | unicode::kDecimal | unicode::kDigit | unicode::kNumeric);
}
Value str_isspace(Call& c) { return all_have(c, unicode::kSpace); }
Value str_isascii(Call& c) { return Value::boolean(c.self.as<StrObject>()->ascii()); }
Value str_isprintable(Call& c) {
  return Value::boolean(t_of(c).empty() ||
                        all_of(c, [](uint32_t x) { return printable(x); }).as_bool());
}

Value str_isupper(Call& c) {
  return cased(c, unicode::kUppercase, unicode::kLowercase | unicode::kTitlecase);
}
Value str_islower(Call& c) {
  return cased(c, unicode::kLowercase, unicode::kUppercase | unicode::kTitlecase);
}
Value str_istitle(Call& c) {
  bool before = false, any = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint16_t has = unicode::properties(lang::decode_utf8(t_of(c), k));
    const bool up = has & (unicode::kUppercase | unicode::kTitlecase),
               low = has & unicode::kLowercase;
    if ((up && before) || (low && !before)) return Value::boolean(false);
    before = up || low;
    any = any || before;
  }
  return Value::boolean(any);
}
Value str_isidentifier(Call& c) {
  const std::string& s = t_of(c);
  size_t k = 0;
  if (s.empty() || !unicode::is(lang::decode_utf8(s, k), unicode::kIdentifierStart))
    return Value::boolean(false);
  return all_have(c, unicode::kIdentifierPart);
}

namespace {

Value justify(Call& c, char align) {
  const StrObject& s = s_of(c.self);
  const int64_t width = c.integer(0);
  const std::string fill(c.text(1));
  if (utf8_length(fill) != 1)
    c.interp.raise("TypeError", "The fill character must be exactly one character long");
  const int64_t missing = width - static_cast<int64_t>(s.length);
  if (missing <= 0) return c.self;
  c.interp.check_allocation(static_cast<size_t>(missing) * fill.size());
  int64_t left = align == '>' ? missing : align == '<' ? 0 : missing / 2 + (missing & width & 1);
  std::string out;
  for (int64_t k = 0; k < left; ++k) out += fill;
  out += s.text;
  for (int64_t k = left; k < missing; ++k) out += fill;
  return c.interp.str(std::move(out));
}

}  // namespace

Value str_ljust(Call& c) { return justify(c, '<'); }
Value str_rjust(Call& c) { return justify(c, '>'); }
Value str_center(Call& c) { return justify(c, '^'); }
Value str_zfill(Call& c) {
  std::string s = t_of(c);
  const int64_t width = c.integer(0), missing = width - static_cast<int64_t>(s_of(c.self).length);
  if (missing <= 0) return c.self;
  c.interp.check_allocation(static_cast<size_t>(missing));
  s.insert(!s.empty() && (s[0] == '+' || s[0] == '-') ? 1 : 0, static_cast<size_t>(missing), '0');
  return c.interp.str(std::move(s));
}

Value str_expandtabs(Call& c) {
  std::string out;
  int64_t column = 0;
  const int64_t size = c.integer(0);
  each_code_point(t_of(c), [&](std::string_view ch) {
    if (ch == "\t") {
      const int64_t n = size > 0 ? size - column % size : 0;
      c.interp.check_allocation(out.size() + static_cast<size_t>(n));
      out.append(static_cast<size_t>(n), ' ');
      column += n;
    } else {
      out += ch;
      column = ch == "\n" || ch == "\r" ? 0 : column + 1;
    }
  });
  return c.interp.str(out);
}

Value str_translate(Call& c) {
  std::string out;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint32_t cp = lang::decode_utf8(t_of(c), k);
    Value v;
    try {
      v = c.interp.getitem(c[0], Value::integer(cp));
    } catch (PythonError& e) {
      if (!c.interp.matches(e, "LookupError")) throw;
      lang::append_utf8(out, cp);
      continue;
    }
    if (out.size() > 1 << 20) c.interp.check_allocation(out.size());
    if (v.is(Kind::kStr))
      out += v.as<StrObject>()->text;
    else if (!v.is_none())
      lang::append_utf8(out, static_cast<uint32_t>(c.interp.to_int64(v)));
  }
  return c.interp.str(out);
}
Value str_maketrans(Call& c) {
  Value d = c.interp.dict();
  HashTable& t = d.as<DictObject>()->table;
  if (!c.given(1)) {
    if (!c[0].is(Kind::kDict))
      c.interp.raise("TypeError", "if you give only one argument to maketrans it must be a dict");
    c.interp.iterate(c.interp.call_method(c[0], "items"), [&](const Value& pair) {
      Value k = tuple_item(pair, 0);
      if (k.is(Kind::kStr)) {
        if (k.as<StrObject>()->length != 1)
          c.interp.raise("ValueError", "string keys in translate table must be of length 1");
        size_t at = 0;
        k = Value::integer(lang::decode_utf8(k.as<StrObject>()->text, at));
      }
      t.set(c.interp, k, tuple_item(pair, 1));
    });
    return d;
  }
  const std::string_view from = c.text(0), to = c.text(1);
  size_t a = 0, b = 0;
  while (a < from.size() && b < to.size()) {
    const uint32_t x = lang::decode_utf8(from, a), y = lang::decode_utf8(to, b);
    t.set(c.interp, Value::integer(x), Value::integer(y));
  }
  if (a < from.size() || b < to.size())
    c.interp.raise("ValueError", "the first two maketrans arguments must have equal length");
  if (c.given(2)) {
    const std::string_view gone = c.text(2);
    for (size_t k = 0; k < gone.size();)
      t.set(c.interp, Value::integer(lang::decode_utf8(gone, k)), Value::none());
  }
  return d;
}

}  // namespace lessonrun::interp
