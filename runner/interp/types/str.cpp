// str: UTF-8 inside, code points outside. The type with its slots, reprs and slices.
#include "runner/interp/types/str.h"

#include <cstring>

#include "runner/lang/token.h"

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

namespace {

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
  str->method_tables = {method_table(kStrMethods)};
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
