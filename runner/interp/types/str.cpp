// str: UTF-8 inside, code points outside.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

size_t utf8_length(std::string_view s) {
  size_t n = 0;
  for (char c : s) n += (c & 0xC0) != 0x80;
  return n;
}

namespace {

bool printable(uint32_t c) {
  if (c < 0x20 || (c >= 0x7F && c < 0xA1) || c == 0xAD) return false;
  if ((c >= 0x2000 && c <= 0x200F) || (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F))
    return false;
  return !(c == 0x3000 || c == 0xFEFF || (c >= 0xD800 && c <= 0xF8FF) ||
           (c >= 0xFFF0 && c <= 0xFFFB) || c > 0xE0000);
}

const StrObject& s_of(const Value& v) { return *v.as<StrObject>(); }
const std::string& t_of(Call& c) { return c.self.as<StrObject>()->text; }

size_t byte_of(const StrObject& s, size_t index) {
  if (s.ascii()) return index;
  size_t at = 0;
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

// Simple case mapping for Latin-1, Latin Extended-A, Greek and Cyrillic.
uint32_t lower(uint32_t c) {
  if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
      (c >= 0x410 && c <= 0x42F))
    return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x100 && c <= 0x177 && c != 0x130 && c != 0x131 && !(c >= 0x138 && c <= 0x148))
    return c | 1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c & 1 ? c + 1 : c;
  if (c == 0x178) return 0xFF;
  return c;
}
uint32_t upper(uint32_t c) {
  if (c < 128) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (c == 0xB5) return 0x39C;
  if (c == 0xFF) return 0x178;
  if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) ||
      (c >= 0x430 && c <= 0x44F))
    return c - 32;
  if (c == 0x3C2) return 0x3A3;
  if (c >= 0x450 && c <= 0x45F) return c - 80;
  if (c >= 0x100 && c <= 0x177 && c != 0x131 && !(c >= 0x138 && c <= 0x148)) return c & ~1u;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c & 1 ? c : c - 1;
  return c;
}
bool is_alpha(uint32_t c) {
  if (c < 128) return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  return c == 0xAA || c == 0xB5 || c == 0xBA ||
         (c >= 0xC0 && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
          !(c >= 0x3000 && c <= 0x3004) && c < 0xE000);
}
bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
bool is_space(uint32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) || c == 0x85 || c == 0xA0 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x3000;
}

std::string map_text(std::string_view s, uint32_t (*f)(uint32_t), bool up) {
  std::string out;
  for (size_t k = 0; k < s.size();) {
    const uint32_t c = lang::decode_utf8(s, k);
    if (up && c == 0xDF)
      out += "SS";
    else
      lang::append_utf8(out, f(c));
  }
  return out;
}
Value str_lower(Call& c) { return c.interp.str(map_text(t_of(c), lower, false)); }
Value str_upper(Call& c) { return c.interp.str(map_text(t_of(c), upper, true)); }
Value str_casefold(Call& c) {
  std::string out = map_text(t_of(c), lower, false);
  for (size_t at; (at = out.find("\xC3\x9F")) != std::string::npos;) out.replace(at, 2, "ss");
  return c.interp.str(out);
}
Value str_capitalize(Call& c) {
  std::string out;
  bool first = true;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint32_t cp = lang::decode_utf8(t_of(c), k);
    lang::append_utf8(out, first ? upper(cp) : lower(cp));
    first = false;
  }
  return c.interp.str(out);
}
Value str_title(Call& c) {
  std::string out;
  bool before = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint32_t cp = lang::decode_utf8(t_of(c), k);
    lang::append_utf8(out, before ? lower(cp) : upper(cp));
    before = is_alpha(cp);
  }
  return c.interp.str(out);
}
Value str_swapcase(Call& c) {
  return c.interp.str(map_text(
      t_of(c), [](uint32_t x) { return lower(x) != x ? lower(x) : upper(x); }, false));
}

template <class F>
Value all_of(Call& c, F f) {
  const std::string& s = t_of(c);
  if (s.empty()) return Value::boolean(false);
  for (size_t k = 0; k < s.size();) {
    if (!f(lang::decode_utf8(s, k))) return Value::boolean(false);
  }
  return Value::boolean(true);
}
Value str_isdigit(Call& c) { return all_of(c, is_digit); }
Value str_isalpha(Call& c) { return all_of(c, is_alpha); }
Value str_isalnum(Call& c) {
  return all_of(c, [](uint32_t x) { return is_alpha(x) || is_digit(x); });
}
Value str_isspace(Call& c) { return all_of(c, is_space); }
Value str_isascii(Call& c) { return Value::boolean(c.self.as<StrObject>()->ascii()); }
Value str_isprintable(Call& c) {
  return Value::boolean(t_of(c).empty() ||
                        all_of(c, [](uint32_t x) { return printable(x); }).as_bool());
}
Value cased(Call& c, bool want_upper) {
  bool any = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint32_t cp = lang::decode_utf8(t_of(c), k);
    if (want_upper ? lower(cp) == cp && upper(cp) != cp : upper(cp) == cp && lower(cp) != cp)
      return Value::boolean(false);
    any = any || lower(cp) != upper(cp);
  }
  return Value::boolean(any);
}
Value str_isupper(Call& c) { return cased(c, true); }
Value str_islower(Call& c) { return cased(c, false); }
Value str_istitle(Call& c) {
  bool before = false, any = false;
  for (size_t k = 0; k < t_of(c).size();) {
    const uint32_t cp = lang::decode_utf8(t_of(c), k);
    const bool is_up = lower(cp) != cp, is_low = upper(cp) != cp;
    if ((is_up && before) || (is_low && !before)) return Value::boolean(false);
    before = is_up || is_low;
    any = any || before;
  }
  return Value::boolean(any);
}
Value str_isidentifier(Call& c) {
  const std::string& s = t_of(c);
  if (s.empty() || is_digit(static_cast<unsigned char>(s[0]))) return Value::boolean(false);
  return all_of(c, [](uint32_t x) { return is_alpha(x) || is_digit(x) || x == '_'; });
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
        out.push_back(i.str(strip(s.substr(0, words[first - 1].second), Value(), 1)));
        for (size_t k = first; k < words.size(); ++k)
          out.push_back(i.str(s.substr(words[k].first, words[k].second - words[k].first)));
      } else {
        for (size_t k = 0; k < n; ++k)
          out.push_back(i.str(s.substr(words[k].first, words[k].second - words[k].first)));
        out.push_back(i.str(strip(s.substr(words[n].first), Value(), 2)));
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
  for (size_t k = 0; k < s.size();) {
    size_t end = s.find_first_of("\n\r\v\f\x1c\x1d\x1e", k);
    size_t next = end;
    if (end == std::string::npos)
      end = next = s.size();
    else
      next = end + (s[end] == '\r' && end + 1 < s.size() && s[end + 1] == '\n' ? 2 : 1);
    out.push_back(c.interp.str(s.substr(k, (keep ? next : end) - k)));
    k = next;
  }
  return c.interp.list(std::move(out));
}
Value str_join(Call& c) {
  std::string out;
  const std::string sep = t_of(c);
  int64_t n = 0;
  if (!c.interp.type_of(c[0])->slots.iter && !c.interp.type_of(c[0])->slots.getitem)
    c.interp.raise("TypeError", "can only join an iterable");
  c.interp.iterate(c[0], [&](const Value& v) {
    if (!v.is(Kind::kStr))
      c.interp.raise("TypeError", "sequence item " + std::to_string(n) +
                                      ": expected str instance, " + c.interp.type_name(v) +
                                      " found");
    if (n++) out += sep;
    out += v.as<StrObject>()->text;
  });
  return c.interp.str(std::move(out));
}
Value str_replace(Call& c) {
  const std::string &s = t_of(c), from(c.text(0)), to(c.text(1));
  int64_t most = c.integer(2);
  std::string out;
  if (from.empty()) {
    each_code_point(s, [&](std::string_view ch) {
      if (most != 0) out += to, --most;
      out += ch;
    });
    if (most != 0) out += to;
    return c.interp.str(out);
  }
  size_t begin = 0;
  while (most-- != 0) {
    const size_t at = s.find(from, begin);
    if (at == std::string::npos) break;
    out += s.substr(begin, at - begin) + to;
    begin = at + from.size();
    if (out.size() > 1 << 20) c.interp.check_allocation(out.size());
  }
  return c.interp.str(out + s.substr(begin));
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
  std::string codec(c.text(0));
  std::transform(codec.begin(), codec.end(), codec.begin(), [](char x) {
    return x == '_' ? '-' : static_cast<char>(x | (x >= 'A' && x <= 'Z' ? 0x20 : 0));
  });
  const std::string& s = t_of(c);
  if (codec == "utf-8" || codec == "utf8") return c.interp.bytes(s);
  const bool ascii = codec == "ascii" || codec == "us-ascii",
             latin = codec == "latin-1" || codec == "latin1" || codec == "iso-8859-1";
  if (!ascii && !latin)
    c.interp.raise("LookupError", "unknown encoding: " + std::string(c.text(0)));
  std::string out;
  int64_t position = 0;
  for (size_t k = 0; k < s.size(); ++position) {
    const uint32_t cp = lang::decode_utf8(s, k);
    if (cp < (ascii ? 128u : 256u)) {
      out += static_cast<char>(cp);
    } else if (c.text(1) == "ignore") {
    } else if (c.text(1) == "replace") {
      out += '?';
    } else {
      char code[24];
      std::snprintf(code, sizeof code,
                    cp < 0x100     ? "\\x%02x"
                    : cp < 0x10000 ? "\\u%04x"
                                   : "\\U%08x",
                    cp);
      c.interp.raise("UnicodeEncodeError", std::string("'") + (ascii ? "ascii" : "latin-1") +
                                               "' codec can't encode character '" + code +
                                               "' in position " + std::to_string(position) +
                                               ": ordinal not in range(" +
                                               (ascii ? "128)" : "256)"));
    }
  }
  return c.interp.bytes(out);
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
    c.interp.iterate(c.interp.call_method(c[0], "items"), [&](const Value& pair) {
      Value k = tuple_item(pair, 0);
      if (k.is(Kind::kStr)) {
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
    {"isdecimal", "/", str_isdigit},
    {"isnumeric", "/", str_isdigit},
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
    const Value v = i.call_method(a.values[0], "decode", {a.values[1]});
    text = v.as<StrObject>()->text;
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
      char buffer[16];
      std::snprintf(buffer, sizeof buffer,
                    c < 0x100     ? "\\x%02x"
                    : c < 0x10000 ? "\\u%04x"
                                  : "\\U%08x",
                    c);
      out += buffer;
    }
  }
  return out + quote;
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
