// The module re over PCRE2: Pattern and Match objects. Python's syntax is so close to PCRE2's that
// a pattern needs only a few rewrites (\Z, \u, {,n}); matching follows CPython's rules for empty
// matches, and errors of the pattern carry CPython's words. The file is above 500 lines because
// compiling, matching and replacing share the data of a pattern, which nothing else sees.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

enum Flag : int64_t {
  kIgnoreCase = 2,
  kLocale = 4,
  kMultiLine = 8,
  kDotAll = 16,
  kUnicode = 32,
  kVerbose = 64,
  kDebug = 128,
  kAscii = 256
};

struct PatternData : Payload {
  ~PatternData() override { pcre2_code_free(code); }
  void clear_references() noexcept override { source.reset(); }
  pcre2_code* code = nullptr;
  Value source;  // str or bytes
  bool is_bytes = false;
  int64_t flags = 0;
  uint32_t groups = 0;
  std::vector<std::pair<std::string, uint32_t>> names;
  std::vector<uint32_t> closing;  // groups in the order of their closing parentheses
};

struct MatchData : Payload {
  void clear_references() noexcept override {
    pattern.reset();
    subject.reset();
  }
  Value pattern, subject;
  std::vector<std::pair<size_t, size_t>> spans;  // bytes; first == npos: not matched
  int64_t pos = 0, endpos = 0;
};

constexpr size_t kUnset = PCRE2_UNSET;

std::string_view subject_text(Interpreter& i, const PatternData& p, const Value& v) {
  if (v.is(Kind::kBytes) || v.is(Kind::kByteArray)) {
    if (!p.is_bytes) i.raise("TypeError", "cannot use a string pattern on a bytes-like object");
    return v.as<BytesObject>()->data;
  }
  if (!i.is_instance(v, i.types().str))
    i.raise("TypeError", "expected string or bytes-like object, got '" + i.type_name(v) + "'");
  if (p.is_bytes) i.raise("TypeError", "cannot use a bytes pattern on a string-like object");
  return i.text(v);
}

Value piece(Interpreter& i, const PatternData& p, std::string_view text) {
  return p.is_bytes ? i.bytes(std::string(text)) : i.str(text);
}

// Code points before a byte, and back.
int64_t to_index(const PatternData& p, std::string_view text, size_t byte) {
  return static_cast<int64_t>(p.is_bytes ? byte : utf8_length(text.substr(0, byte)));
}
size_t to_byte(const PatternData& p, std::string_view text, int64_t index) {
  if (index <= 0) return 0;
  if (p.is_bytes) return std::min(text.size(), static_cast<size_t>(index));
  size_t at = 0;
  for (; index > 0 && at < text.size(); --index) {
    do {
      ++at;
    } while (at < text.size() && (text[at] & 0xC0) == 0x80);
  }
  return at;
}

// ---------------------------------------------------------------- compiling

[[noreturn]] void bad_pattern(Interpreter& i, const Value& error, const std::string& message,
                              const Value& pattern, size_t position) {
  i.raise(i.call(error, {i.str(message), pattern, Value::integer(static_cast<int64_t>(position))}));
}

// Python's pattern as PCRE2 reads it; notes the order in which groups close.
std::string rewrite(std::string_view s, PatternData& p) {
  std::string out;
  std::vector<uint32_t> open;
  uint32_t groups = 0;
  bool in_class = false;
  for (size_t k = 0; k < s.size(); ++k) {
    const char c = s[k];
    if (c == '\\' && k + 1 < s.size()) {
      const char e = s[++k];
      const size_t digits = e == 'u' ? 4 : e == 'U' ? 8 : 0;
      if (e == 'Z' && !in_class) {
        out += "\\z";
      } else if (digits > 0 && k + digits < s.size()) {
        out += "\\x{" + std::string(s.substr(k + 1, digits)) + "}";
        k += digits;
      } else {
        out += c;
        out += e;
      }
      continue;
    }
    if (in_class) {
      if (c == ']') in_class = false;
      // PCRE2 reads [:name:] inside a class; Python has no such thing.
      if (c == '[') out += '\\';
      out += c;
      continue;
    }
    if (c == '[') {
      in_class = true;
      out += c;
      if (k + 1 < s.size() && s[k + 1] == '^') out += s[++k];
      if (k + 1 < s.size() && s[k + 1] == ']') {
        out += "\\]";
        ++k;
      }
      continue;
    }
    if (c == '(') {
      const bool plain = k + 1 >= s.size() || s[k + 1] != '?';
      const bool named = s.compare(k, 4, "(?P<") == 0;
      open.push_back(plain || named ? ++groups : 0);
    } else if (c == ')' && !open.empty()) {
      if (open.back() != 0) p.closing.push_back(open.back());
      open.pop_back();
    } else if (c == '{' && k + 1 < s.size() && s[k + 1] == ',' && k + 2 < s.size() &&
               s[k + 2] >= '0' && s[k + 2] <= '9') {
      out += "{0";
      continue;
    }
    out += c;
  }
  return out;
}

// Where the first unmatched '(' or the unfinished '[' stands.
size_t unmatched(std::string_view s, char what) {
  std::vector<size_t> open;
  size_t bracket = 0;
  bool in_class = false;
  for (size_t k = 0; k < s.size(); ++k) {
    if (s[k] == '\\') {
      ++k;
    } else if (in_class) {
      if (s[k] == ']' && k > bracket + 1 + (s[bracket + 1] == '^' ? 1 : 0)) in_class = false;
    } else if (s[k] == '[') {
      in_class = true;
      bracket = k;
    } else if (s[k] == '(') {
      open.push_back(k);
    } else if (s[k] == ')' && !open.empty()) {
      open.pop_back();
    }
  }
  return what == '[' ? bracket : open.empty() ? 0 : open.back();
}

[[noreturn]] void pattern_error(Interpreter& i, const Value& error, int code, size_t offset,
                                const Value& pattern, std::string_view s) {
  const size_t at = std::min(offset, s.size());
  const auto is_quantifier = [&s](size_t k) {
    return k < s.size() && (s[k] == '*' || s[k] == '+' || s[k] == '?' || s[k] == '}');
  };
  switch (code) {
    case 101:
      bad_pattern(i, error, "bad escape (end of pattern)", pattern, s.size() - 1);
    case 103:
    case 108:
      if (code == 103) {
        const size_t from = at >= 2 ? at - 2 : 0;
        bad_pattern(i, error, "bad escape " + std::string(s.substr(from, 2)), pattern, from);
      }
      bad_pattern(i, error, "bad character range", pattern, at > 0 ? at - 1 : 0);
    case 104: {
      const size_t brace = s.rfind('{', at > 0 ? at - 1 : 0);
      bad_pattern(i, error, "min repeat greater than max repeat", pattern,
                  brace == std::string_view::npos ? at : brace + 1);
    }
    case 115: {
      const size_t slash = s.rfind('\\', at > 0 ? at - 1 : 0);
      if (slash == std::string_view::npos)
        bad_pattern(i, error, "invalid group reference", pattern, at);
      size_t end = slash + 1;
      while (end < s.size() && s[end] >= '0' && s[end] <= '9') ++end;
      bad_pattern(i, error,
                  "invalid group reference " + std::string(s.substr(slash + 1, end - slash - 1)),
                  pattern, slash + 1);
    }
    case 144:
      bad_pattern(i, error,
                  "bad character in group name " +
                      str_repr(s.substr(at, std::min(s.find('>', at), s.size()) - at)),
                  pattern, at);
    case 106:
      bad_pattern(i, error, "unterminated character set", pattern, unmatched(s, '['));
    case 109: {
      const size_t from = at > 0 && !is_quantifier(at) ? at - 1 : at;
      const bool many = from > 0 && is_quantifier(from - 1);
      bad_pattern(i, error, many ? "multiple repeat" : "nothing to repeat", pattern, from);
    }
    case 114:
      bad_pattern(i, error, "missing ), unterminated subpattern", pattern, unmatched(s, '('));
    case 122:
      bad_pattern(i, error, "unbalanced parenthesis", pattern,
                  at < s.size() && s[at] == ')' ? at
                  : at > 0                      ? at - 1
                                                : 0);
    case 125:
      i.raise(i.call(error, {i.str("look-behind requires fixed-width pattern")}));
    default: {
      unsigned char text[256];
      pcre2_get_error_message(code, text, sizeof text);
      bad_pattern(i, error, reinterpret_cast<const char*>(text), pattern, at);
    }
  }
}

Value compile_pattern(Call& c) {  // cls, pattern, flags, error
  Interpreter& i = c.interp;
  Value self = i.new_instance(c[0].as<Type>());
  auto& p = payload<PatternData>(i, self);
  p.source = c[1];
  p.flags = i.to_int64(c[2]);
  std::string_view s;
  if (c[1].is(Kind::kBytes)) {
    p.is_bytes = true;
    s = c[1].as<BytesObject>()->data;
  } else if (i.is_instance(c[1], i.types().str)) {
    s = i.text(c[1]);
  } else {
    i.raise("TypeError", "first argument must be string or compiled pattern");
  }
  // Global flags at the start: (?im).
  std::string_view body = s;
  while (body.size() > 3 && body[0] == '(' && body[1] == '?') {
    const size_t end = body.find_first_not_of("aiLmsux", 2);
    if (end == 2 || end == std::string_view::npos || body[end] != ')') break;
    for (const char f : body.substr(2, end - 2)) {
      if (f == 'i') p.flags |= kIgnoreCase;
      if (f == 'm') p.flags |= kMultiLine;
      if (f == 's') p.flags |= kDotAll;
      if (f == 'x') p.flags |= kVerbose;
      if (f == 'a') p.flags |= kAscii;
    }
    body.remove_prefix(end + 1);
  }
  if (!p.is_bytes && !(p.flags & kAscii)) p.flags |= kUnicode;
  const std::string text = rewrite(body, p);
  uint32_t options = PCRE2_NEVER_BACKSLASH_C;
  if (!p.is_bytes) options |= PCRE2_UTF;
  if (!p.is_bytes && !(p.flags & kAscii)) options |= PCRE2_UCP;
  if (p.flags & kIgnoreCase) options |= PCRE2_CASELESS;
  if (p.flags & kMultiLine) options |= PCRE2_MULTILINE;
  if (p.flags & kDotAll) options |= PCRE2_DOTALL;
  if (p.flags & kVerbose) options |= PCRE2_EXTENDED;
  pcre2_compile_context* context = pcre2_compile_context_create(nullptr);
  pcre2_set_newline(context, PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context, 100);
  int code = 0;
  size_t offset = 0;
  p.code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), options, &code,
                         &offset, context);
  pcre2_compile_context_free(context);
  if (!p.code) pattern_error(i, c[3], code, offset + (s.size() - body.size()), c[1], s);
  pcre2_pattern_info(p.code, PCRE2_INFO_CAPTURECOUNT, &p.groups);
  uint32_t count = 0, width = 0;
  PCRE2_SPTR table = nullptr;
  pcre2_pattern_info(p.code, PCRE2_INFO_NAMECOUNT, &count);
  pcre2_pattern_info(p.code, PCRE2_INFO_NAMEENTRYSIZE, &width);
  pcre2_pattern_info(p.code, PCRE2_INFO_NAMETABLE, &table);
  for (uint32_t k = 0; k < count; ++k) {
    const unsigned char* entry = table + static_cast<size_t>(k) * width;
    p.names.emplace_back(reinterpret_cast<const char*>(entry + 2),
                         static_cast<uint32_t>(entry[0] << 8 | entry[1]));
  }
  std::sort(p.names.begin(), p.names.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  return self;
}

// ---------------------------------------------------------------- matching

using Spans = std::vector<std::pair<size_t, size_t>>;

// One run of the matcher over text[0, end) from `from`.
bool find(Interpreter& i, const PatternData& p, std::string_view text, size_t from,
          uint32_t options, Spans& spans) {
  i.check_deadline();
  pcre2_match_data* data = pcre2_match_data_create_from_pattern(p.code, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  pcre2_set_match_limit(context, 20000000);
  pcre2_set_heap_limit(context, 64u << 10);
  if (!p.is_bytes) options |= PCRE2_NO_UTF_CHECK;
  const int found = pcre2_match(p.code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                from, options, data, context);
  if (found > 0) {
    const size_t* offsets = pcre2_get_ovector_pointer(data);
    spans.assign(p.groups + 1, {kUnset, kUnset});
    for (size_t g = 0; g < static_cast<size_t>(found); ++g)
      spans[g] = {offsets[2 * g], offsets[2 * g + 1]};
    // A \K or a lookbehind cannot move the start after the end.
    if (spans[0].first > spans[0].second) spans[0].first = spans[0].second;
  }
  pcre2_match_context_free(context);
  pcre2_match_data_free(data);
  if (found < 0 && found != PCRE2_ERROR_NOMATCH)
    i.unsupported(
        "regular expression",
        "This regular expression needs too many steps on this text; write a simpler one.");
  return found > 0;
}

Value make_match(Interpreter& i, const Value& pattern, const Value& subject, Spans spans,
                 int64_t pos, int64_t endpos) {
  auto* type = i.getattr(pattern, "_match_type").as<Type>();
  Value m = i.new_instance(type);
  auto& d = payload<MatchData>(i, m);
  d.pattern = pattern;
  d.subject = subject;
  d.spans = std::move(spans);
  d.pos = pos;
  d.endpos = endpos;
  return m;
}

struct Window {
  std::string_view text;  // up to endpos
  size_t from;
  int64_t pos, endpos;
};
Window window(Call& c, const PatternData& p, const Value& subject, const Value& pos,
              const Value& endpos) {
  const std::string_view text = subject_text(c.interp, p, subject);
  const int64_t length = to_index(p, text, text.size());
  Window w;
  w.pos = std::clamp<int64_t>(pos ? c.interp.to_int64(pos) : 0, 0, length);
  w.endpos = std::clamp<int64_t>(endpos ? c.interp.to_int64(endpos) : length, 0, length);
  w.text = w.endpos == length ? text : text.substr(0, to_byte(p, text, w.endpos));
  w.from = to_byte(p, text, w.pos);
  return w;
}

template <uint32_t options>
Value match_once(Call& c) {
  auto& p = payload<PatternData>(c.interp, c.self);
  const Window w = window(c, p, c[0], c[1], c[2]);
  Spans spans;
  if (w.from > w.text.size() || !find(c.interp, p, w.text, w.from, options, spans))
    return Value::none();
  return make_match(c.interp, c.self, c[0], std::move(spans), w.pos, w.endpos);
}

// Calls each(spans) for the matches one after the other, as long as it answers true.
template <class F>
void each_match(Interpreter& i, const PatternData& p, std::string_view text, size_t from, F each) {
  Spans spans;
  uint32_t options = 0;
  while (from <= text.size() && find(i, p, text, from, options, spans)) {
    const auto whole = spans[0];
    if (!each(spans)) return;
    from = whole.second;
    options = whole.first == whole.second ? PCRE2_NOTEMPTY_ATSTART : 0;
  }
}

Value group_value(Interpreter& i, const PatternData& p, std::string_view text, const Spans& spans,
                  size_t g, const Value& missing) {
  if (spans[g].first == kUnset) return missing;
  return piece(i, p, text.substr(spans[g].first, spans[g].second - spans[g].first));
}

Value find_all(Call& c) {
  Interpreter& i = c.interp;
  auto& p = payload<PatternData>(i, c.self);
  const Window w = window(c, p, c[0], c[1], c[2]);
  Value out = i.list(), empty = piece(i, p, "");
  each_match(i, p, w.text, w.from, [&](const Spans& spans) {
    Value item;
    if (p.groups <= 1) {
      item = group_value(i, p, w.text, spans, p.groups, empty);
    } else {
      std::vector<Value> items;
      for (size_t g = 1; g <= p.groups; ++g)
        items.push_back(group_value(i, p, w.text, spans, g, empty));
      item = i.tuple(std::move(items));
    }
    i.check_allocation(0);
    out.as<ListObject>()->items.push_back(std::move(item));
    return true;
  });
  return out;
}

Value find_iter(Call& c) {
  Interpreter& i = c.interp;
  auto& p = payload<PatternData>(i, c.self);
  const Window w = window(c, p, c[0], c[1], c[2]);
  const Value out = i.list();
  each_match(i, p, w.text, w.from, [&](const Spans& spans) {
    i.check_allocation(0);
    out.as<ListObject>()->items.push_back(make_match(i, c.self, c[0], spans, w.pos, w.endpos));
    return true;
  });
  return i.iter(out);
}

Value split(Call& c) {
  Interpreter& i = c.interp;
  auto& p = payload<PatternData>(i, c.self);
  const std::string_view text = subject_text(i, p, c[0]);
  const int64_t most = i.to_int64(c[1]);
  Value out = i.list();
  auto& items = out.as<ListObject>()->items;
  size_t last = 0;
  int64_t n = 0;
  each_match(i, p, text, 0, [&](const Spans& spans) {
    items.push_back(piece(i, p, text.substr(last, spans[0].first - last)));
    for (size_t g = 1; g <= p.groups; ++g)
      items.push_back(group_value(i, p, text, spans, g, Value::none()));
    last = spans[0].second;
    i.check_allocation(0);
    return most == 0 || ++n < most;
  });
  items.push_back(piece(i, p, text.substr(last)));
  return out;
}

// ---------------------------------------------------------------- replacing

struct TemplatePart {
  std::string text;
  int group = -1;
};

std::optional<uint32_t> named_group(const PatternData& p, std::string_view name) {
  for (const auto& n : p.names) {
    if (n.first == name) return n.second;
  }
  return std::nullopt;
}

std::vector<TemplatePart> parse_template(Interpreter& i, const PatternData& p, std::string_view s,
                                         const Value& source, const Value& error) {
  std::vector<TemplatePart> parts;
  std::string text;
  const auto digit = [&s](size_t k) { return k < s.size() && s[k] >= '0' && s[k] <= '9'; };
  const auto add = [&](uint32_t group, size_t at) {
    if (group > p.groups)
      bad_pattern(i, error, "invalid group reference " + std::to_string(group), source, at);
    parts.push_back({std::move(text), static_cast<int>(group)});
    text.clear();
  };
  for (size_t k = 0; k < s.size(); ++k) {
    if (s[k] != '\\') {
      text += s[k];
      continue;
    }
    const size_t begin = k++;
    if (k >= s.size()) bad_pattern(i, error, "bad escape (end of pattern)", source, begin);
    const char e = s[k];
    if (e == 'g') {
      const size_t close = s.find('>', k);
      if (k + 1 >= s.size() || s[k + 1] != '<') bad_pattern(i, error, "missing <", source, k + 1);
      if (close == std::string_view::npos)
        bad_pattern(i, error, "missing >, unterminated name", source, k + 2);
      const std::string name(s.substr(k + 2, close - k - 2));
      if (name.empty()) bad_pattern(i, error, "missing group name", source, k + 2);
      if (name.size() < 6 && name.find_first_not_of("0123456789") == std::string::npos) {
        add(static_cast<uint32_t>(std::stoul(name)), k + 2);
      } else if (const auto group = named_group(p, name)) {
        add(*group, k + 2);
      } else {
        i.raise("IndexError", "unknown group name '" + name + "'");
      }
      k = close;
    } else if (e == '0') {
      int code = 0;
      for (size_t n = 0; n < 3 && digit(k) && s[k] < '8'; ++n) code = code * 8 + (s[k++] - '0');
      --k;
      text += static_cast<char>(code & 0x7F);
    } else if (digit(k)) {
      uint32_t group = static_cast<uint32_t>(e - '0');
      if (digit(k + 1)) group = group * 10 + static_cast<uint32_t>(s[++k] - '0');
      add(group, begin + 1);
    } else {
      static const char kEscapes[] = "a\ab\bf\fn\nr\rt\tv\v\\\\";
      const char* known = nullptr;
      for (const char* q = kEscapes; *q && !known; q += 2) known = *q == e ? q : nullptr;
      if (known) {
        text += known[1];
      } else if ((e >= 'a' && e <= 'z') || (e >= 'A' && e <= 'Z')) {
        bad_pattern(i, error, std::string("bad escape \\") + e, source, begin);
      } else {
        text += '\\';
        text += e;
      }
    }
  }
  parts.push_back({std::move(text), -1});
  return parts;
}

void expand(std::string& out, const std::vector<TemplatePart>& parts, std::string_view text,
            const Spans& spans) {
  for (const TemplatePart& part : parts) {
    out += part.text;
    if (part.group < 0) continue;
    const auto& span = spans[static_cast<size_t>(part.group)];
    if (span.first != kUnset) out += text.substr(span.first, span.second - span.first);
  }
}

Value sub_n(Call& c) {  // repl, string, count, error
  Interpreter& i = c.interp;
  auto& p = payload<PatternData>(i, c.self);
  const std::string_view text = subject_text(i, p, c[1]);
  const int64_t most = i.to_int64(c[2]);
  const bool calls = i.is_callable(c[0]);
  std::vector<TemplatePart> parts;
  if (!calls) parts = parse_template(i, p, subject_text(i, p, c[0]), c[0], c[3]);
  const int64_t length = to_index(p, text, text.size());
  std::string out;
  size_t last = 0;
  int64_t n = 0;
  each_match(i, p, text, 0, [&](const Spans& spans) {
    out += text.substr(last, spans[0].first - last);
    if (calls) {
      const Value given = i.call(c[0], {make_match(i, c.self, c[1], spans, 0, length)});
      if (!given.is_none()) out += subject_text(i, p, given);
    } else {
      expand(out, parts, text, spans);
    }
    last = spans[0].second;
    ++n;
    if ((n & 0xFF) == 0) i.check_allocation(out.size());
    return most == 0 || n < most;
  });
  out += text.substr(last);
  return i.tuple({piece(i, p, out), Value::integer(n)});
}

// ---------------------------------------------------------------- Match

size_t group_index(Interpreter& i, const MatchData& m, const Value& key) {
  auto& p = payload<PatternData>(i, m.pattern);
  if (is_int_like(key)) {
    const int64_t n = i.to_int64(key);
    if (n >= 0 && n <= p.groups) return static_cast<size_t>(n);
  } else if (i.is_instance(key, i.types().str)) {
    if (const auto g = named_group(p, i.text(key))) return *g;
  }
  i.raise("IndexError", "no such group");
}

Value match_group(Interpreter& i, const MatchData& m, size_t g, const Value& missing) {
  auto& p = payload<PatternData>(i, m.pattern);
  return group_value(i, p, subject_text(i, p, m.subject), m.spans, g, missing);
}

int64_t edge(Interpreter& i, const MatchData& m, size_t g, bool end) {
  if (m.spans[g].first == kUnset) return -1;
  auto& p = payload<PatternData>(i, m.pattern);
  return to_index(p, subject_text(i, p, m.subject), end ? m.spans[g].second : m.spans[g].first);
}

MatchData& match_of(Call& c) { return payload<MatchData>(c.interp, c.self); }

Value m_group(Call& c) {
  auto& m = match_of(c);
  const auto& keys = c[0].as<TupleObject>()->items;
  if (keys.empty()) return match_group(c.interp, m, 0, Value::none());
  std::vector<Value> out;
  out.reserve(keys.size());
  for (const Value& k : keys)
    out.push_back(match_group(c.interp, m, group_index(c.interp, m, k), Value::none()));
  return out.size() == 1 ? out[0] : c.interp.tuple(std::move(out));
}
Value m_groups(Call& c) {
  std::vector<Value> out;
  auto& m = match_of(c);
  for (size_t g = 1; g < m.spans.size(); ++g) out.push_back(match_group(c.interp, m, g, c[0]));
  return c.interp.tuple(std::move(out));
}
Value m_groupdict(Call& c) {
  auto& m = match_of(c);
  Value out = c.interp.dict();
  for (const auto& n : payload<PatternData>(c.interp, m.pattern).names)
    c.interp.setitem(out, c.interp.str(n.first), match_group(c.interp, m, n.second, c[0]));
  return out;
}
Value m_start(Call& c) {
  auto& m = match_of(c);
  return Value::integer(edge(c.interp, m, group_index(c.interp, m, c[0]), false));
}
Value m_end(Call& c) {
  auto& m = match_of(c);
  return Value::integer(edge(c.interp, m, group_index(c.interp, m, c[0]), true));
}
Value m_span(Call& c) { return c.interp.tuple({m_start(c), m_end(c)}); }
Value m_expand(Call& c) {
  auto& m = match_of(c);
  auto& p = payload<PatternData>(c.interp, m.pattern);
  std::string out;
  const Value error = c.interp.getattr(m.pattern, "_error");
  expand(out, parse_template(c.interp, p, subject_text(c.interp, p, c[0]), c[0], error),
         subject_text(c.interp, p, m.subject), m.spans);
  return piece(c.interp, p, out);
}
Value m_lastindex(Call& c) {
  auto& m = match_of(c);
  Value last = Value::none();
  for (const uint32_t g : payload<PatternData>(c.interp, m.pattern).closing) {
    if (g < m.spans.size() && m.spans[g].first != kUnset) last = Value::integer(g);
  }
  return last;
}
Value m_lastgroup(Call& c) {
  Value last = m_lastindex(c);
  if (last.is_none()) return last;
  for (const auto& n : payload<PatternData>(c.interp, match_of(c).pattern).names) {
    if (n.second == last.as_int()) return c.interp.str(n.first);
  }
  return Value::none();
}

// The first characters of a repr, as CPython's %.50R cuts it.
std::string cut(const std::string& repr, size_t most) {
  size_t at = 0;
  for (size_t n = 0; n < most && at < repr.size(); ++n) {
    do {
      ++at;
    } while (at < repr.size() && (repr[at] & 0xC0) == 0x80);
  }
  return repr.substr(0, at);
}

std::string pattern_repr(Interpreter& i, const Value& self) {
  static const std::pair<int64_t, const char*> kNames[] = {
      {kIgnoreCase, "re.IGNORECASE"}, {kLocale, "re.LOCALE"},   {kMultiLine, "re.MULTILINE"},
      {kDotAll, "re.DOTALL"},         {kUnicode, "re.UNICODE"}, {kVerbose, "re.VERBOSE"},
      {kDebug, "re.DEBUG"},           {kAscii, "re.ASCII"}};
  auto& p = payload<PatternData>(i, self);
  const int64_t flags = p.is_bytes ? p.flags : p.flags & ~static_cast<int64_t>(kUnicode);
  std::string names;
  for (const auto& n : kNames) {
    if (flags & n.first) names += (names.empty() ? "" : "|") + std::string(n.second);
  }
  return "re.compile(" + cut(i.repr(p.source), 200) + (names.empty() ? "" : ", " + names) + ")";
}

std::string match_repr(Interpreter& i, const Value& self) {
  auto& m = payload<MatchData>(i, self);
  return "<re.Match object; span=(" + std::to_string(edge(i, m, 0, false)) + ", " +
         std::to_string(edge(i, m, 0, true)) +
         "), match=" + cut(i.repr(match_group(i, m, 0, Value::none())), 50) + ">";
}

Type* match_type(Interpreter& i) {
  return TypeBuilder(i, "Match", "re")
      .payload<MatchData>()
      .abstract()
      .method("group", "*groups", m_group)
      .method("groups", "default=None", m_groups)
      .method("groupdict", "default=None", m_groupdict)
      .method("start", "group=0, /", m_start)
      .method("end", "group=0, /", m_end)
      .method("span", "group=0, /", m_span)
      .method("expand", "template, /", m_expand)
      .property("lastindex", m_lastindex)
      .property("lastgroup", m_lastgroup)
      .property("re", [](Call& c) { return match_of(c).pattern; })
      .property("string", [](Call& c) { return match_of(c).subject; })
      .property("pos", [](Call& c) { return Value::integer(match_of(c).pos); })
      .property("endpos", [](Call& c) { return Value::integer(match_of(c).endpos); })
      .slots([](Slots& s) {
        s.repr = match_repr;
        s.getitem = [](Interpreter& in, const Value& self, const Value& key) {
          auto& m = payload<MatchData>(in, self);
          return match_group(in, m, group_index(in, m, key), Value::none());
        };
      })
      .build();
}

Type* pattern_type(Interpreter& i) {
  return TypeBuilder(i, "Pattern", "re")
      .payload<PatternData>()
      .abstract()
      .method("match", "string, pos=?, endpos=?", match_once<PCRE2_ANCHORED>)
      .method("search", "string, pos=?, endpos=?", match_once<0>)
      .method("fullmatch", "string, pos=?, endpos=?",
              match_once<PCRE2_ANCHORED | PCRE2_ENDANCHORED>)
      .method("findall", "string, pos=?, endpos=?", find_all)
      .method("finditer", "string, pos=?, endpos=?", find_iter)
      .method("split", "string, maxsplit=0", split)
      .method("_subn", "repl, string, count, error, /", sub_n)
      .property("pattern", [](Call& c) { return payload<PatternData>(c.interp, c.self).source; })
      .property(
          "flags",
          [](Call& c) { return Value::integer(payload<PatternData>(c.interp, c.self).flags); })
      .property(
          "groups",
          [](Call& c) { return Value::integer(payload<PatternData>(c.interp, c.self).groups); })
      .property("groupindex",
                [](Call& c) {
                  Value out = c.interp.dict();
                  for (const auto& n : payload<PatternData>(c.interp, c.self).names)
                    c.interp.setitem(out, c.interp.str(n.first), Value::integer(n.second));
                  return out;
                })
      .slots([](Slots& s) {
        s.repr = pattern_repr;
        s.hash = [](Interpreter& in, const Value& self) {
          return in.hash(payload<PatternData>(in, self).source);
        };
        s.compare = [](Interpreter& in, CompareOp op, const Value& a, const Value& b) {
          auto* other = try_payload<PatternData>(b);
          if (!other || (op != CompareOp::kEq && op != CompareOp::kNe))
            return Value::not_implemented();
          auto& mine = payload<PatternData>(in, a);
          const bool same = mine.flags == other->flags && in.equal(mine.source, other->source);
          return Value::boolean(same == (op == CompareOp::kEq));
        };
      })
      .build();
}

}  // namespace

void fill_re(ModuleBuilder& m) {
  Type* match = match_type(m.interp);
  Type* pattern = pattern_type(m.interp);
  m.interp.set_class_attr(pattern, m.interp.intern("_match_type"), Value(match));
  m.value("Match", Value(match));
  m.value("Pattern", Value(pattern));
  m.function("_compile", "cls, pattern, flags, error, /", compile_pattern);
  m.function("_class_set", "cls, name, value, /", [](Call& c) {
    c.interp.set_class_attr(c[0].as<Type>(), c.interp.intern(c.text(1)), c[2]);
    return Value::none();
  });
}

}  // namespace lessonrun::interp
