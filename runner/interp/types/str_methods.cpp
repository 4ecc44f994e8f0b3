// The methods of str: parts and searches, and the table of all methods.
#include <algorithm>

#include "runner/interp/types/str.h"
#include "runner/lang/token.h"

namespace lessonrun::interp {

namespace {

int64_t index_of(const StrObject& s, size_t byte) {
  return s.ascii() ? static_cast<int64_t>(byte)
                   : static_cast<int64_t>(utf8_length(std::string_view(s.text).substr(0, byte)));
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

}  // namespace

const NativeMethod kStrMethods[] = {
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

}  // namespace lessonrun::interp
