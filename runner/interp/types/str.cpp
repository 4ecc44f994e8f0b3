// str: UTF-8 inside, code points outside.
#include <algorithm>
#include <cstring>

#include "runner/interp/state.h"
#include "runner/interp/types/unicode.h"

namespace lessonrun::interp {

size_t utf8_length(std::string_view s) {
  size_t n = s.size(), k = 0;
  // Eight bytes at a time: those that continue a character are 10xxxxxx.
  for (; k + 8 <= s.size(); k += 8) {
    uint64_t word;
    std::memcpy(&word, s.data() + k, 8);
    if (!(word & 0x8080808080808080u)) continue;
    n -=
        static_cast<size_t>(__builtin_popcountll((word >> 7) & ~(word >> 6) & 0x0101010101010101u));
  }
  for (; k < s.size(); ++k) n -= (s[k] & 0xC0) == 0x80;
  return n;
}

namespace {

bool printable(uint32_t c) { return unicode::is(c, unicode::kPrintable); }
bool is_space(uint32_t c) { return unicode::is(c, unicode::kSpace); }

const StrObject& s_of(const Value& v) { return *v.as<StrObject>(); }
const std::string& t_of(Call& c) { return c.self.as<StrObject>()->text; }

size_t byte_of(const StrObject& s, size_t index) {
  if (s.ascii()) return index;
  if (index >= s.length) return s.text.size();
  size_t at = 0;
  if (s.length > 256) {
    // Long texts remember where every 64th code point begins.
    if (!s.offsets) {
      auto table = std::make_shared<std::vector<uint32_t>>();
      size_t n = 0;
      for (size_t k = 0; k < s.text.size(); ++k) {
        if ((s.text[k] & 0xC0) != 0x80 && (n++ & 63) == 0)
          table->push_back(static_cast<uint32_t>(k));
      }
      s.offsets = std::move(table);
    }
    at = (*s.offsets)[index / 64];
    index %= 64;
  }
  for (; index > 0; --index) {
    ++at;
    while (at < s.text.size() && (s.text[at] & 0xC0) == 0x80) ++at;
  }
  return at;
}
int64_t index_of(const StrObject& s, size_t byte) {
  return s.ascii() ? static_cast<int64_t>(byte)
                   : static_cast<int64_t>(utf8_length(std::string_view(s.text).substr(0, byte)));
}

Value str_lower(Call& c) { return c.interp.str(unicode::lower(t_of(c))); }
Value str_upper(Call& c) { return c.interp.str(unicode::upper(t_of(c))); }
Value str_casefold(Call& c) { return c.interp.str(unicode::casefold(t_of(c))); }
Value str_capitalize(Call& c) { return c.interp.str(unicode::capitalize(t_of(c))); }
Value str_title(Call& c) { return c.interp.str(unicode::title(t_of(c))); }
Value str_swapcase(Call& c) { return c.interp.str(unicode::swapcase(t_of(c))); }

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
Value cased(Call& c, uint16_t wanted, uint16_t unwanted) {
  bool any = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint16_t has = unicode::properties(lang::decode_utf8(t_of(c), k));
    if (has & unwanted) return Value::boolean(false);
    any = any || (has & wanted);
  }
  return Value::boolean(any);
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

std::string strip(std::string_view s, const Value& chars, int sides) {
  std::vector<uint32_t> set;
  const bool spaces = chars.is_none() || chars.is_undefined();
  if (!spaces) {
    const std::string& t = chars.as<StrObject>()->text;
    for (size_t k = 0; k < t.size();) set.push_back(lang::decode_utf8(t, k));
  }
  const auto in = [&](uint32_t c) {
    return spaces ? is_space(c) : std::find(set.begin(), set.end(), c) != set.end();
  };
  size_t begin = 0, end = s.size();
  while (sides & 1 && begin < end) {
    size_t next = begin;
    if (!in(lang::decode_utf8(s, next))) break;
    begin = next;
  }
  while (sides & 2 && end > begin) {
    size_t at = end - 1;
    while (at > begin && (s[at] & 0xC0) == 0x80) --at;
    size_t next = at;
    if (!in(lang::decode_utf8(s, next))) break;
    end = at;
  }
  return std::string(s.substr(begin, end - begin));
}
Value strip_call(Call& c, int sides, const char* name) {
  if (!c[0].is_none() && !c[0].is(Kind::kStr))
    c.interp.raise("TypeError", std::string(name) + " arg must be None or str");
  return c.interp.str(strip(t_of(c), c[0], sides));
}
Value str_strip(Call& c) { return strip_call(c, 3, "strip"); }
Value str_lstrip(Call& c) { return strip_call(c, 1, "lstrip"); }
Value str_rstrip(Call& c) { return strip_call(c, 2, "rstrip"); }

Value split(Call& c, bool right) {
  Interpreter& i = c.interp;
  const std::string& s = t_of(c);
  int64_t most = i.to_int64(c[1]);
  if (most < 0) most = INT64_MAX;
  std::vector<Value> out;
  if (c[0].is_none()) {
    std::vector<std::pair<size_t, size_t>> words;
    for (size_t k = 0; k < s.size();) {
      size_t next = k;
      if (is_space(lang::decode_utf8(s, next))) {
        k = next;
        continue;
      }
      const size_t begin = k;
      while (k < s.size()) {
        next = k;
        if (is_space(lang::decode_utf8(s, next))) break;
        k = next;
      }
      words.emplace_back(begin, k);
    }
    if (static_cast<int64_t>(words.size()) > most) {
      const auto n = static_cast<size_t>(most);
      if (right) {
        const size_t first = words.size() - n;
        out.push_back(i.str(s.substr(0, words[first - 1].second)));
        for (size_t k = first; k < words.size(); ++k)
          out.push_back(i.str(s.substr(words[k].first, words[k].second - words[k].first)));
      } else {
        for (size_t k = 0; k < n; ++k)
          out.push_back(i.str(s.substr(words[k].first, words[k].second - words[k].first)));
        out.push_back(i.str(s.substr(words[n].first)));
      }
    } else {
      for (const auto& w : words) out.push_back(i.str(s.substr(w.first, w.second - w.first)));
    }
    return i.list(std::move(out));
  }
  if (!c[0].is(Kind::kStr)) i.raise("TypeError", "must be str or None, not " + i.type_name(c[0]));
  const std::string& sep = c[0].as<StrObject>()->text;
  if (sep.empty()) i.raise("ValueError", "empty separator");
  if (right) {
    size_t end = s.size();
    while (most-- > 0 && end != std::string::npos) {
      const size_t at = end < sep.size() ? std::string::npos : s.rfind(sep, end - sep.size());
      if (at == std::string::npos) break;
      out.push_back(i.str(s.substr(at + sep.size(), end - at - sep.size())));
      end = at;
    }
    out.push_back(i.str(s.substr(0, end)));
    std::reverse(out.begin(), out.end());
  } else {
    size_t begin = 0;
    while (most-- > 0) {
      const size_t at = s.find(sep, begin);
      if (at == std::string::npos) break;
      out.push_back(i.str(s.substr(begin, at - begin)));
      begin = at + sep.size();
    }
    out.push_back(i.str(s.substr(begin)));
  }
  return i.list(std::move(out));
}
Value str_split(Call& c) { return split(c, false); }
Value str_rsplit(Call& c) { return split(c, true); }
Value str_splitlines(Call& c) {
  std::vector<Value> out;
  const std::string& s = t_of(c);
  const bool keep = c.interp.truth(c[0]);
  const auto is_break = [](uint32_t x) {
    return (x >= 10 && x <= 13) || (x >= 0x1C && x <= 0x1E) || x == 0x85 || x == 0x2028 ||
           x == 0x2029;
  };
  size_t begin = 0;
  for (size_t k = 0; k < s.size();) {
    const size_t at = k;
    const uint32_t x = lang::decode_utf8(s, k);
    if (!is_break(x)) continue;
    if (x == '\r' && k < s.size() && s[k] == '\n') ++k;
    out.push_back(c.interp.str(s.substr(begin, (keep ? k : at) - begin)));
    begin = k;
  }
  if (begin < s.size()) out.push_back(c.interp.str(s.substr(begin)));
  return c.interp.list(std::move(out));
}
Value str_join(Call& c) {
  std::string out;
  const std::string sep = t_of(c);
  int64_t n = 0;
  size_t checked = 1 << 20;
  if (!c.interp.type_of(c[0])->slots.iter && !c.interp.type_of(c[0])->slots.getitem)
    c.interp.raise("TypeError", "can only join an iterable");
  c.interp.iterate(c[0], [&](const Value& v) {
    if (!v.is(Kind::kStr))
      c.interp.raise("TypeError", "sequence item " + std::to_string(n) +
                                      ": expected str instance, " + c.interp.type_name(v) +
                                      " found");
    if (n++) out += sep;
    out += v.as<StrObject>()->text;
    if (out.size() > checked) c.interp.check_allocation(checked = out.size() * 2);
  });
  return c.interp.str(std::move(out));
}
Value str_replace(Call& c) {
  for (size_t k = 0; k < 2; ++k) {
    if (!c[k].is(Kind::kStr)) {
      c.interp.raise("TypeError", "replace() argument " + std::to_string(k + 1) +
                                      " must be str, not " + c.interp.type_name(c[k]));
    }
  }
  const std::string& s = t_of(c);
  const std::string_view from = c.text(0), to = c.text(1);
  int64_t most = c.integer(2);
  std::string out;
  if (s.size() > 1 << 16) c.interp.check_deadline();
  size_t checked = 1 << 20;
  const auto grow = [&]() {
    if (out.size() > checked) c.interp.check_allocation(checked = out.size() * 2);
  };
  if (from.empty()) {
    each_code_point(s, [&](std::string_view ch) {
      if (most != 0) out += to, --most;
      out += ch;
      grow();
    });
    if (most != 0) out += to;
    return c.interp.str(std::move(out));
  }
  size_t begin = 0;
  while (most-- != 0) {
    const size_t at = s.find(from, begin);
    if (at == std::string::npos) break;
    out.append(s, begin, at - begin).append(to);
    begin = at + from.size();
    grow();
  }
  if (begin == 0) return c.self.object()->type->heap ? c.interp.str(s) : c.self;
  return c.interp.str(std::move(out.append(s, begin)));
}
// The part of the string between optional start and end, in bytes.
std::pair<size_t, size_t> range_of(Call& c, size_t first) {
  const StrObject& s = s_of(c.self);
  const auto n = static_cast<int64_t>(s.length);
  const auto clamp = [&](const Value& v, int64_t d) {
    if (v.is_none() || v.is_undefined()) return d;
    int64_t x = c.interp.to_int64(v);
    if (x < 0) x = std::max<int64_t>(0, x + n);
    return std::min(x, n + 1);
  };
  const int64_t b = clamp(c[first], 0), e = std::min(n, clamp(c[first + 1], n));
  if (b > e) return {std::string::npos, 0};
  return {byte_of(s, static_cast<size_t>(b)), byte_of(s, static_cast<size_t>(e))};
}
int64_t find_in(Call& c, bool right) {
  if (!c[0].is(Kind::kStr))
    c.interp.raise("TypeError", "must be str, not " + c.interp.type_name(c[0]));
  const auto r = range_of(c, 1);
  if (r.first == std::string::npos) return -1;
  const std::string_view part = std::string_view(t_of(c)).substr(r.first, r.second - r.first);
  if (part.size() > 1 << 16) c.interp.check_deadline();
  const size_t at = right ? part.rfind(c.text(0)) : part.find(c.text(0));
  return at == std::string_view::npos ? -1 : index_of(s_of(c.self), r.first + at);
}
Value str_find(Call& c) { return Value::integer(find_in(c, false)); }
Value str_rfind(Call& c) { return Value::integer(find_in(c, true)); }
Value str_index(Call& c) {
  const int64_t at = find_in(c, false);
  if (at < 0) c.interp.raise("ValueError", "substring not found");
  return Value::integer(at);
}
Value str_rindex(Call& c) {
  const int64_t at = find_in(c, true);
  if (at < 0) c.interp.raise("ValueError", "substring not found");
  return Value::integer(at);
}
Value str_count(Call& c) {
  const auto r = range_of(c, 1);
  if (r.first == std::string::npos) return Value::integer(0);
  const std::string_view part = std::string_view(t_of(c)).substr(r.first, r.second - r.first),
                         what = c.text(0);
  if (what.empty()) return Value::integer(static_cast<int64_t>(utf8_length(part)) + 1);
  if (part.size() > 1 << 16) c.interp.check_deadline();
  int64_t n = 0;
  for (size_t at = part.find(what); at != std::string_view::npos;
       at = part.find(what, at + what.size()))
    ++n;
  return Value::integer(n);
}
bool affix(Call& c, bool start, const char* name) {
  const auto r = range_of(c, 1);
  if (r.first == std::string::npos) return false;
  const std::string_view part = std::string_view(t_of(c)).substr(r.first, r.second - r.first);
  const auto one = [&](const Value& v) {
    if (!v.is(Kind::kStr)) {
      if (c[0].is(Kind::kTuple))
        c.interp.raise("TypeError", std::string("tuple for ") + name +
                                        " must only contain str, not " + c.interp.type_name(v));
      c.interp.raise("TypeError", std::string(name) +
                                      " first arg must be str or a tuple of str, not " +
                                      c.interp.type_name(v));
    }
    const std::string& t = v.as<StrObject>()->text;
    if (t.size() > part.size()) return false;
    return (start ? part.substr(0, t.size()) : part.substr(part.size() - t.size())) == t;
  };
  if (!c[0].is(Kind::kTuple)) return one(c[0]);
  for (const Value& v : c[0].as<TupleObject>()->items) {
    if (one(v)) return true;
  }
  return false;
}
Value str_startswith(Call& c) { return Value::boolean(affix(c, true, "startswith")); }
Value str_endswith(Call& c) { return Value::boolean(affix(c, false, "endswith")); }
Value str_removeprefix(Call& c) {
  const std::string& s = t_of(c);
  const std::string_view p = c.text(0);
  return c.interp.str(s.compare(0, p.size(), p) == 0 ? s.substr(p.size()) : s);
}
Value str_removesuffix(Call& c) {
  const std::string& s = t_of(c);
  const std::string_view p = c.text(0);
  const bool has =
      !p.empty() && s.size() >= p.size() && s.compare(s.size() - p.size(), p.size(), p) == 0;
  return c.interp.str(has ? s.substr(0, s.size() - p.size()) : s);
}
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
Value partition(Call& c, bool right) {
  const std::string &s = t_of(c), sep(c.text(0));
  if (sep.empty()) c.interp.raise("ValueError", "empty separator");
  const size_t at = right ? s.rfind(sep) : s.find(sep);
  Interpreter& i = c.interp;
  if (at == std::string::npos)
    return right ? i.tuple({i.str(""), i.str(""), c.self})
                 : i.tuple({c.self, i.str(""), i.str("")});
  return i.tuple({i.str(s.substr(0, at)), c[0], i.str(s.substr(at + sep.size()))});
}
Value str_partition(Call& c) { return partition(c, false); }
Value str_rpartition(Call& c) { return partition(c, true); }
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
Value str_format_method(Call& c) {
  std::vector<Value> values = c[0].as<TupleObject>()->items, names;
  const size_t n = values.size();
  const HashTable& kw = c[1].as<DictObject>()->table;
  for (size_t k = kw.next(0); k < kw.end(); k = kw.next(k + 1)) {
    names.push_back(kw.at(k).key);
    values.push_back(kw.at(k).value);
  }
  return c.interp.str(
      brace_format(c.interp, t_of(c), Arguments{values.data(), n, names.data(), names.size()}));
}
Value str_format_map(Call& c) {
  Value d = c.interp.dict();
  dict_update(c.interp, *d.as<DictObject>(), c[0]);
  c.bound = {c.interp.tuple(), d};
  return str_format_method(c);
}
Value str_encode(Call& c) {
  for (size_t k = 0; k < 2; ++k) {
    if (c[k].is(Kind::kStr)) continue;
    c.interp.raise("TypeError", std::string("encode() argument '") + (k ? "errors" : "encoding") +
                                    "' must be str, not " + c.interp.type_name(c[k]));
  }
  return c.interp.bytes(encode_text(c.interp, t_of(c), c.text(0), c.text(1)));
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

const NativeMethod kMethods[] = {
    {"lower", "/", str_lower},
    {"upper", "/", str_upper},
    {"casefold", "/", str_casefold},
    {"capitalize", "/", str_capitalize},
    {"title", "/", str_title},
    {"swapcase", "/", str_swapcase},
    {"isdigit", "/", str_isdigit},
    {"isdecimal", "/", str_isdecimal},
    {"isnumeric", "/", str_isnumeric},
    {"isalpha", "/", str_isalpha},
    {"isalnum", "/", str_isalnum},
    {"isspace", "/", str_isspace},
    {"isascii", "/", str_isascii},
    {"isprintable", "/", str_isprintable},
    {"isupper", "/", str_isupper},
    {"islower", "/", str_islower},
    {"istitle", "/", str_istitle},
    {"isidentifier", "/", str_isidentifier},
    {"strip", "chars=None, /", str_strip},
    {"lstrip", "chars=None, /", str_lstrip},
    {"rstrip", "chars=None, /", str_rstrip},
    {"split", "sep=None, maxsplit=-1", str_split},
    {"rsplit", "sep=None, maxsplit=-1", str_rsplit},
    {"splitlines", "keepends=False", str_splitlines},
    {"join", "iterable, /", str_join},
    {"replace", "old, new, count=-1, /", str_replace},
    {"find", "sub, start=?, end=?, /", str_find},
    {"rfind", "sub, start=?, end=?, /", str_rfind},
    {"index", "sub, start=?, end=?, /", str_index},
    {"rindex", "sub, start=?, end=?, /", str_rindex},
    {"count", "sub, start=?, end=?, /", str_count},
    {"startswith", "prefix, start=?, end=?, /", str_startswith},
    {"endswith", "suffix, start=?, end=?, /", str_endswith},
    {"removeprefix", "prefix, /", str_removeprefix},
    {"removesuffix", "suffix, /", str_removesuffix},
    {"ljust", "width, fillchar=' ', /", str_ljust},
    {"rjust", "width, fillchar=' ', /", str_rjust},
    {"center", "width, fillchar=' ', /", str_center},
    {"zfill", "width, /", str_zfill},
    {"partition", "sep, /", str_partition},
    {"rpartition", "sep, /", str_rpartition},
    {"expandtabs", "tabsize=8", str_expandtabs},
    {"format", "*args, **kwargs", str_format_method},
    {"format_map", "mapping, /", str_format_map},
    {"encode", "encoding='utf-8', errors='strict'", str_encode},
    {"translate", "table, /", str_translate},
    {"maketrans", "x, y=?, z=?, /", str_maketrans, NativeMethod::kStatic},
    {nullptr, nullptr, nullptr}};

Value str_new(Interpreter& i, Type* type, const Arguments& a) {
  std::string text;
  if (a.positional + a.keywords > 3)
    i.raise("TypeError",
            "str() takes at most 3 arguments (" + std::to_string(a.positional) + " given)");
  if (a.positional == 1 && a.keywords == 0) {
    if (a.values[0].is(Kind::kStr) && type == i.types().str && a.values[0].object()->type == type)
      return a.values[0];
    text = i.str_of(a.values[0]);
  } else if (a.positional + a.keywords > 0) {
    Value object, codec, errors;
    for (size_t k = 0; k < a.positional; ++k)
      (k == 0 ? object : k == 1 ? codec : errors) = a.values[k];
    for (size_t k = 0; k < a.keywords; ++k) {
      const std::string& name = a.names[k].as<StrObject>()->text;
      if (name != "object" && name != "encoding" && name != "errors")
        i.raise("TypeError", "'" + name + "' is an invalid keyword argument for str()");
      (name == "object" ? object : name == "encoding" ? codec : errors) = a.keyword(k);
    }
    for (const Value* option : {&codec, &errors}) {
      if (!option->is_undefined() && !option->is(Kind::kStr))
        i.raise("TypeError", std::string("str() argument '") +
                                 (option == &codec ? "encoding" : "errors") +
                                 "' must be str, not " + i.type_name(*option));
    }
    if (codec.is_undefined() && errors.is_undefined()) {
      text = object ? i.str_of(object) : "";
    } else if (!object) {
      text = "";
    } else {
      if (object.is(Kind::kStr)) i.raise("TypeError", "decoding str is not supported");
      if (!object.is(Kind::kBytes) && !object.is(Kind::kByteArray))
        i.raise("TypeError",
                "decoding to str: need a bytes-like object, " + i.type_name(object) + " found");
      text = decode_bytes(i, object.as<BytesObject>()->data,
                          codec ? std::string_view(codec.as<StrObject>()->text) : "utf-8",
                          errors ? std::string_view(errors.as<StrObject>()->text) : "strict");
    }
  }
  if (type == i.types().str) return i.str(std::move(text));
  return new StrObject(type, std::move(text));
}

Value str_compare(Interpreter&, CompareOp op, const Value& a, const Value& b) {
  if (!b.is(Kind::kStr)) return Value::not_implemented();
  const int c = s_of(a).text.compare(s_of(b).text);
  switch (op) {
    case CompareOp::kLt:
      return Value::boolean(c < 0);
    case CompareOp::kLe:
      return Value::boolean(c <= 0);
    case CompareOp::kEq:
      return Value::boolean(c == 0);
    case CompareOp::kNe:
      return Value::boolean(c != 0);
    case CompareOp::kGt:
      return Value::boolean(c > 0);
    default:
      return Value::boolean(c >= 0);
  }
}

Value str_binary(Interpreter& i, BinaryOp op, const Value& self, const Value& other,
                 bool reflected) {
  if (op == BinaryOp::kAdd && other.is(Kind::kStr) && !reflected) {
    const std::string &a = s_of(self).text, &b = s_of(other).text;
    if (a.size() + b.size() > 1 << 16) i.check_allocation(a.size() + b.size());
    return i.str(a + b);
  }
  if (op == BinaryOp::kMul && is_int_like(other)) {
    const int64_t n = i.to_int64(other);
    const std::string& s = s_of(self).text;
    if (n <= 0 || s.empty()) return i.str("");
    if (static_cast<double>(n) * static_cast<double>(s.size()) > 9e18)
      i.raise("OverflowError", "repeated string is too long");
    i.check_allocation(static_cast<size_t>(n) * s.size());
    std::string out;
    out.reserve(static_cast<size_t>(n) * s.size());
    for (int64_t k = 0; k < n; ++k) out += s;
    return i.str(std::move(out));
  }
  if (op == BinaryOp::kMod && !reflected) return i.str(percent_format(i, s_of(self).text, other));
  return Value::not_implemented();
}

Value str_step(Interpreter& i, NativeIterator& it) {
  if (it.done) return {};
  const std::string& s = it.a.as<StrObject>()->text;
  const auto at = static_cast<size_t>(it.i);
  if (at >= s.size()) {
    it.done = true;
    return {};
  }
  size_t next = at + 1;
  while (next < s.size() && (s[next] & 0xC0) == 0x80) ++next;
  it.i = static_cast<int64_t>(next);
  return i.str(std::string_view(s).substr(at, next - at));
}

}  // namespace

void append_escape(std::string& out, uint32_t c) {
  static constexpr char kHex[] = "0123456789abcdef";
  const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out += '\\';
  out += digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kHex[c >> shift & 15];
}

std::string str_repr(std::string_view s) {
  const char quote =
      s.find('\'') != std::string_view::npos && s.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (size_t k = 0; k < s.size();) {
    const size_t begin = k;
    const uint32_t c = lang::decode_utf8(s, k);
    if (c == static_cast<uint32_t>(quote) || c == '\\') {
      out += '\\', out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (printable(c)) {
      out += s.substr(begin, k - begin);
    } else {
      append_escape(out, c);
    }
  }
  out += quote;
  return out;
}

Value string_slice(Interpreter& i, const StrObject& s, int64_t start, int64_t count, int64_t step) {
  if (count <= 0) return i.str("");
  if (step == 1) {
    const size_t b = byte_of(s, static_cast<size_t>(start));
    const size_t e =
        s.ascii() ? b + static_cast<size_t>(count) : byte_of(s, static_cast<size_t>(start + count));
    return i.str(s.text.substr(b, e - b));
  }
  std::vector<std::string_view> characters;
  each_code_point(s.text, [&](std::string_view c) { characters.push_back(c); });
  std::string out;
  for (int64_t k = 0; k < count; ++k) out += characters[static_cast<size_t>(start + k * step)];
  return i.str(std::move(out));
}

void install_strings(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  Type* str = t.str;  // made with the root types: names need it
  str->lazy_methods = kMethods;
  Slots& s = str->own;
  s.new_ = str_new;
  s.repr = [](Interpreter&, const Value& v) { return str_repr(s_of(v).text); };
  s.str = [](Interpreter&, const Value& v) { return s_of(v).text; };
  s.format = [](Interpreter& i, const Value& v, std::string_view spec) {
    return i.str(format_str(i, i.str_of(v), spec));
  };
  s.hash = [](Interpreter&, const Value& v) { return s_of(v).hash(); };
  s.compare = str_compare;
  s.binary = str_binary;
  str->binary_ops = (1u << 0) | (1u << 2) | (1u << 5);
  s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(s_of(v).length); };
  s.iter = [](Interpreter& i, const Value& v) {
    return native_iterator(
        i, iterator_type(i, s_of(v).ascii() ? "str_ascii_iterator" : "str_iterator"), v, str_step);
  };
  s.contains = [](Interpreter& i, const Value& v, const Value& item) {
    if (!item.is(Kind::kStr))
      i.raise("TypeError",
              "'in <string>' requires string as left operand, not " + i.type_name(item));
    return s_of(v).text.find(s_of(item).text) != std::string::npos;
  };
  s.getitem = [](Interpreter& i, const Value& v, const Value& key) {
    const StrObject& x = s_of(v);
    if (key.is(Kind::kSlice)) {
      const SliceBounds b = slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(x.length));
      return string_slice(i, x, b.start, b.count, b.step);
    }
    const int64_t at = sequence_index(i, key, x.length, "string");
    return string_slice(i, x, at, 1, 1);
  };
  ready_slots(str);
}

}  // namespace lessonrun::interp
