// bytes and bytearray. Their text methods (split, strip, replace, ...) are str's: the bytes go
// there as characters, those above 127 as private code points that are no letters, digits or
// blanks.
#include "runner/interp/state.h"
#include "runner/lang/token.h"

namespace lessonrun::interp {

std::string bytes_repr(std::string_view s) {
  const char quote =
      s.find('\'') != std::string_view::npos && s.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out = std::string("b") + quote;
  for (char c : s) {
    if (c == quote || c == '\\')
      out += '\\', out += c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else if (c >= 0x20 && c < 0x7F)
      out += c;
    else {
      char text[8];
      std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned char>(c));
      out += text;
    }
  }
  return out + quote;
}

namespace {

const std::string& B(const Value& v) { return v.as<BytesObject>()->data; }
bool is_bytes(const Value& v) { return v.is(Kind::kBytes) || v.is(Kind::kByteArray); }

constexpr uint32_t kHigh = 0xE000;  // byte b above 127 is the code point kHigh + b

Value as_text(Interpreter& i, const Value& v) {
  if (v.is(Kind::kTuple)) {
    std::vector<Value> items;
    for (const Value& item : v.as<TupleObject>()->items) items.push_back(as_text(i, item));
    return i.tuple(std::move(items));
  }
  if (!is_bytes(v)) {
    if (i.is_instance(v, i.types().str))
      i.raise("TypeError", "a bytes-like object is required, not 'str'");
    return v;
  }
  std::string out;
  for (const char ch : B(v)) {
    const auto byte = static_cast<unsigned char>(ch);
    lang::append_utf8(out, byte < 128 ? byte : kHigh + byte);
  }
  return i.str(std::move(out));
}

// Every string in a result as bytes of the receiver's kind.
Value as_bytes(Interpreter& i, const Value& v, Type* type, Kind kind) {
  if (v.is(Kind::kStr)) {
    std::string out;
    const std::string& s = v.as<StrObject>()->text;
    for (size_t k = 0; k < s.size();) {
      const uint32_t code = lang::decode_utf8(s, k);
      out += static_cast<char>(code >= kHigh ? code - kHigh : code);
    }
    return new BytesObject(type, kind, std::move(out));
  }
  if (v.is(Kind::kList) || v.is(Kind::kTuple)) {
    std::vector<Value> items;
    for (const Value& item : i.to_vector(v)) items.push_back(as_bytes(i, item, type, kind));
    return v.is(Kind::kList) ? i.list(std::move(items)) : i.tuple(std::move(items));
  }
  return v;
}

// The right side of bytes % ..., with its bytes as text.
Value bytes_arguments(Interpreter& i, const Value& v) {
  if (v.is(Kind::kTuple) || is_bytes(v)) return as_text(i, v);
  return v;
}

template <const char* name>
Value text_method(Call& c) {
  Interpreter& i = c.interp;
  std::vector<Value> values;
  for (const Value& v : c[0].as<TupleObject>()->items) values.push_back(as_text(i, v));
  std::vector<std::pair<std::string_view, Value>> keywords;
  const HashTable& given = c[1].as<DictObject>()->table;
  for (size_t k = given.next(0); k < given.end(); k = given.next(k + 1))
    keywords.emplace_back(i.text(given.at(k).key), as_text(i, given.at(k).value));
  const bool mutable_ = c.self.is(Kind::kByteArray);
  const Value result = i.call(i.getattr(as_text(i, c.self), name), values, keywords);
  return as_bytes(i, result, mutable_ ? i.types().bytearray : i.types().bytes,
                  mutable_ ? Kind::kByteArray : Kind::kBytes);
}

Value bytes_join(Call& c) {
  std::string out;
  bool first = true;
  size_t n = 0;
  c.interp.iterate(c[0], [&](const Value& item) {
    if (!is_bytes(item))
      c.interp.raise("TypeError", "sequence item " + std::to_string(n) +
                                      ": expected a bytes-like object, " +
                                      c.interp.type_name(item) + " found");
    if (!first) out += B(c.self);
    first = false;
    ++n;
    out += B(item);
    if (out.size() > 1 << 20) c.interp.check_allocation(out.size());
  });
  return new BytesObject(c.interp.type_of(c.self), c.self.object()->kind, std::move(out));
}

Value bytes_decode(Call& c) {
  return c.interp.str(decode_bytes(c.interp, B(c.self), c.text(0), c.text(1)));
}
Value bytes_hex(Call& c) {
  const std::string& data = B(c.self);
  std::string separator;
  if (c.given(0)) {
    separator = c.text(0);
    if (separator.size() != 1) c.interp.raise("ValueError", "sep must be length 1.");
  }
  int64_t every = c.integer(1);
  c.interp.check_allocation(data.size() * 3);
  const bool from_left = every < 0;
  if (from_left) every = -every;
  std::string out;
  for (size_t k = 0; k < data.size(); ++k) {
    const auto distance = static_cast<int64_t>(from_left ? k : data.size() - k);
    if (k > 0 && every > 0 && !separator.empty() && distance % every == 0) out += separator;
    static constexpr char kHex[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(data[k]);
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return c.interp.str(std::move(out));
}
Value bytes_fromhex(Call& c) {
  std::string out;
  const std::string_view s = c.text(0);
  const auto digit = [](char ch) {
    return ch >= '0' && ch <= '9'   ? ch - '0'
           : ch >= 'a' && ch <= 'f' ? ch - 'a' + 10
           : ch >= 'A' && ch <= 'F' ? ch - 'A' + 10
                                    : -1;
  };
  for (size_t k = 0; k < s.size();) {
    if (s[k] == ' ' || (s[k] >= 9 && s[k] <= 13)) {
      ++k;
      continue;
    }
    for (size_t n = 0; n < 2; ++n) {
      if (k + n >= s.size() || digit(s[k + n]) < 0)
        c.interp.raise("ValueError", "non-hexadecimal number found in fromhex() arg at position " +
                                         std::to_string(k + n));
    }
    out += static_cast<char>(digit(s[k]) * 16 + digit(s[k + 1]));
    k += 2;
  }
  return c.interp.call(c.self, {c.interp.bytes(std::move(out))});
}

// ---------------------------------------------------------------- bytearray alone

std::string& mutable_bytes(Call& c) { return c.self.as<BytesObject>()->data; }

char byte_of(Interpreter& i, const Value& v) {
  const int64_t n = i.to_int64(v);
  if (n < 0 || n > 255) i.raise("ValueError", "byte must be in range(0, 256)");
  return static_cast<char>(n);
}

std::string bytes_from(Interpreter& i, const Value& v) {
  if (is_bytes(v)) return B(v);
  std::string out;
  i.iterate(v, [&](const Value& x) { out += byte_of(i, x); });
  return out;
}

void set_item(Interpreter& i, const Value& self, const Value& key, const Value& value) {
  std::string& data = self.as<BytesObject>()->data;
  if (!key.is(Kind::kSlice)) {
    const auto at = static_cast<size_t>(sequence_index(i, key, data.size(), "bytearray"));
    if (value) {
      data[at] = byte_of(i, value);
    } else {
      data.erase(at, 1);
    }
    return;
  }
  const std::string in = value ? bytes_from(i, value) : std::string();
  const SliceBounds b = slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(data.size()));
  if (b.step == 1) {
    data.replace(static_cast<size_t>(b.start), static_cast<size_t>(b.count), in);
  } else if (value && static_cast<int64_t>(in.size()) == b.count) {
    for (int64_t k = 0; k < b.count; ++k)
      data[static_cast<size_t>(b.start + k * b.step)] = in[static_cast<size_t>(k)];
  } else {
    i.raise("ValueError", "attempt to assign bytes of size " + std::to_string(in.size()) +
                              " to extended slice of size " + std::to_string(b.count));
  }
}

Value array_append(Call& c) {
  mutable_bytes(c) += byte_of(c.interp, c[0]);
  return Value::none();
}
Value array_extend(Call& c) {
  const std::string more = bytes_from(c.interp, c[0]);
  c.interp.check_allocation(B(c.self).size() + more.size());
  mutable_bytes(c) += more;
  return Value::none();
}
Value array_clear(Call& c) {
  mutable_bytes(c).clear();
  return Value::none();
}
Value array_reverse(Call& c) {
  std::string& s = mutable_bytes(c);
  s = std::string(s.rbegin(), s.rend());
  return Value::none();
}
Value array_pop(Call& c) {
  std::string& s = mutable_bytes(c);
  if (s.empty()) c.interp.raise("IndexError", "pop from empty bytearray");
  const auto at = static_cast<size_t>(sequence_index(c.interp, c[0], s.size(), "pop"));
  const auto byte = static_cast<unsigned char>(s[at]);
  s.erase(at, 1);
  return Value::integer(byte);
}

constexpr char k_find[] = "find";
constexpr char k_rfind[] = "rfind";
constexpr char k_index[] = "index";
constexpr char k_rindex[] = "rindex";
constexpr char k_count[] = "count";
constexpr char k_startswith[] = "startswith";
constexpr char k_endswith[] = "endswith";
constexpr char k_isdigit[] = "isdigit";
constexpr char k_isalpha[] = "isalpha";
constexpr char k_isalnum[] = "isalnum";
constexpr char k_isspace[] = "isspace";
constexpr char k_isupper[] = "isupper";
constexpr char k_islower[] = "islower";
constexpr char k_istitle[] = "istitle";
constexpr char k_split[] = "split";
constexpr char k_rsplit[] = "rsplit";
constexpr char k_strip[] = "strip";
constexpr char k_lstrip[] = "lstrip";
constexpr char k_rstrip[] = "rstrip";
constexpr char k_replace[] = "replace";
constexpr char k_upper[] = "upper";
constexpr char k_lower[] = "lower";
constexpr char k_title[] = "title";
constexpr char k_capitalize[] = "capitalize";
constexpr char k_swapcase[] = "swapcase";
constexpr char k_partition[] = "partition";
constexpr char k_rpartition[] = "rpartition";
constexpr char k_center[] = "center";
constexpr char k_ljust[] = "ljust";
constexpr char k_rjust[] = "rjust";
constexpr char k_zfill[] = "zfill";
constexpr char k_splitlines[] = "splitlines";
constexpr char k_expandtabs[] = "expandtabs";
constexpr char k_removeprefix[] = "removeprefix";
constexpr char k_removesuffix[] = "removesuffix";

const NativeMethod kBytesMethods[] = {
    {"decode", "encoding='utf-8', errors='strict'", bytes_decode},
    {"hex", "sep=?, bytes_per_sep=1", bytes_hex},
    {"fromhex", "string, /", bytes_fromhex, NativeMethod::kClass},
    {"join", "iterable, /", bytes_join},
    {"find", "*args, **kwargs", text_method<k_find>},
    {"rfind", "*args, **kwargs", text_method<k_rfind>},
    {"index", "*args, **kwargs", text_method<k_index>},
    {"rindex", "*args, **kwargs", text_method<k_rindex>},
    {"count", "*args, **kwargs", text_method<k_count>},
    {"startswith", "*args, **kwargs", text_method<k_startswith>},
    {"endswith", "*args, **kwargs", text_method<k_endswith>},
    {"isdigit", "*args, **kwargs", text_method<k_isdigit>},
    {"isalpha", "*args, **kwargs", text_method<k_isalpha>},
    {"isalnum", "*args, **kwargs", text_method<k_isalnum>},
    {"isspace", "*args, **kwargs", text_method<k_isspace>},
    {"isupper", "*args, **kwargs", text_method<k_isupper>},
    {"islower", "*args, **kwargs", text_method<k_islower>},
    {"istitle", "*args, **kwargs", text_method<k_istitle>},
    {"split", "*args, **kwargs", text_method<k_split>},
    {"rsplit", "*args, **kwargs", text_method<k_rsplit>},
    {"strip", "*args, **kwargs", text_method<k_strip>},
    {"lstrip", "*args, **kwargs", text_method<k_lstrip>},
    {"rstrip", "*args, **kwargs", text_method<k_rstrip>},
    {"replace", "*args, **kwargs", text_method<k_replace>},
    {"upper", "*args, **kwargs", text_method<k_upper>},
    {"lower", "*args, **kwargs", text_method<k_lower>},
    {"title", "*args, **kwargs", text_method<k_title>},
    {"capitalize", "*args, **kwargs", text_method<k_capitalize>},
    {"swapcase", "*args, **kwargs", text_method<k_swapcase>},
    {"partition", "*args, **kwargs", text_method<k_partition>},
    {"rpartition", "*args, **kwargs", text_method<k_rpartition>},
    {"center", "*args, **kwargs", text_method<k_center>},
    {"ljust", "*args, **kwargs", text_method<k_ljust>},
    {"rjust", "*args, **kwargs", text_method<k_rjust>},
    {"zfill", "*args, **kwargs", text_method<k_zfill>},
    {"splitlines", "*args, **kwargs", text_method<k_splitlines>},
    {"expandtabs", "*args, **kwargs", text_method<k_expandtabs>},
    {"removeprefix", "*args, **kwargs", text_method<k_removeprefix>},
    {"removesuffix", "*args, **kwargs", text_method<k_removesuffix>},
    {nullptr, nullptr, nullptr}};

// What bytearray has beyond bytes, then all of bytes.
const NativeMethod* array_methods() {
  static const std::vector<NativeMethod> kMethods = [] {
    std::vector<NativeMethod> all = {
        {"append", "item, /", array_append}, {"extend", "iterable, /", array_extend},
        {"clear", "/", array_clear},         {"reverse", "/", array_reverse},
        {"pop", "index=-1, /", array_pop},
    };
    for (const NativeMethod& m : kBytesMethods) all.push_back(m);
    return all;
  }();
  return kMethods.data();
}

Value bytes_step(Interpreter&, NativeIterator& it) {
  const std::string& s = B(it.a);
  if (static_cast<size_t>(it.i) >= s.size()) return {};
  return Value::integer(static_cast<unsigned char>(s[static_cast<size_t>(it.i++)]));
}

// array += bytes
Value add_in_place(Interpreter& i, BinaryOp op, const Value& a, const Value& b) {
  if (op != BinaryOp::kAdd || !is_bytes(b)) return Value::not_implemented();
  i.check_allocation(B(a).size() + B(b).size());
  a.as<BytesObject>()->data += std::string(B(b));
  return a;
}

}  // namespace

void install_bytes(Interpreter& interp) {
  auto& t = const_cast<BuiltinTypes&>(interp.types());
  const auto fill = [](Slots& s) {
    s.new_ = [](Interpreter& i, Type* type, const Arguments& a) -> Value {
      const Kind kind = type->is_subtype_of(i.types().bytearray) ? Kind::kByteArray : Kind::kBytes;
      std::string data;
      if (a.positional > 3) {
        i.raise("TypeError", type->name + "() takes at most 3 arguments (" +
                                 std::to_string(a.positional) + " given)");
      }
      if (a.positional) {
        const Value& v = a.values[0];
        if (v.is(Kind::kStr)) {
          Value codec = a.positional > 1 ? a.values[1] : Value(),
                errors = a.positional > 2 ? a.values[2] : Value();
          for (size_t k = 0; k < a.keywords; ++k) {
            const std::string& name = a.names[k].as<StrObject>()->text;
            if (name == "encoding") codec = a.keyword(k);
            if (name == "errors") errors = a.keyword(k);
          }
          if (!codec) i.raise("TypeError", "string argument without an encoding");
          data = encode_text(i, v.as<StrObject>()->text, i.text(codec),
                             errors ? i.text(errors) : std::string_view("strict"));
        } else if (v.is(Kind::kBytes) || v.is(Kind::kByteArray)) {
          data = B(v);
        } else if (is_int_like(v)) {
          if (i.to_int64(v) < 0) i.raise("ValueError", "negative count");
          i.check_allocation(static_cast<size_t>(i.to_int64(v)));
          data.assign(static_cast<size_t>(i.to_int64(v)), '\0');
        } else if (i.type_of(v)->slots.index && !is_float_like(v)) {
          const int64_t n = i.to_int64(v);
          if (n < 0) i.raise("ValueError", "negative count");
          i.check_allocation(static_cast<size_t>(n));
          data.assign(static_cast<size_t>(n), '\0');
        } else if (!i.type_of(v)->slots.iter && !i.type_of(v)->slots.getitem) {
          i.raise("TypeError", "cannot convert '" + i.type_name(v) + "' object to " + type->name);
        } else {
          i.iterate(v, [&](const Value& x) {
            const int64_t n = i.to_int64(x);
            if (n < 0 || n > 255) i.raise("ValueError", "bytes must be in range(0, 256)");
            data += static_cast<char>(n);
          });
        }
      }
      return new BytesObject(type, kind, std::move(data));
    };
    s.repr = [](Interpreter& i, const Value& v) {
      return v.is(Kind::kBytes) ? bytes_repr(B(v)) : i.type_name(v) + "(" + bytes_repr(B(v)) + ")";
    };
    s.len = [](Interpreter&, const Value& v) { return static_cast<int64_t>(B(v).size()); };
    s.compare = [](Interpreter&, CompareOp op, const Value& a, const Value& b) {
      if (!b.is(Kind::kBytes) && !b.is(Kind::kByteArray)) return Value::not_implemented();
      const int c = B(a).compare(B(b));
      const bool r[] = {c<0, c <= 0, c == 0, c != 0, c> 0, c >= 0};
      return Value::boolean(r[static_cast<int>(op)]);
    };
    s.binary = [](Interpreter& i, BinaryOp op, const Value& a, const Value& b,
                  bool reflected) -> Value {
      if (op == BinaryOp::kAdd && (b.is(Kind::kBytes) || b.is(Kind::kByteArray))) {
        i.check_allocation(B(a).size() + B(b).size());
        return new BytesObject(i.type_of(a), a.object()->kind, B(a) + B(b));
      }
      if (op == BinaryOp::kAdd && a.is(Kind::kBytes) && !reflected)
        i.raise("TypeError", "can't concat " + i.type_name(b) + " to bytes");
      if (op == BinaryOp::kMod && !reflected) {
        const Value text = as_text(i, a);
        return as_bytes(i, i.str(percent_format(i, i.text(text), bytes_arguments(i, b), true)),
                        i.type_of(a), a.object()->kind);
      }
      if (op != BinaryOp::kMul || !is_int_like(b)) return Value::not_implemented();
      std::string out;
      const int64_t n = i.to_int64(b);
      if (n > 0) i.check_allocation(static_cast<size_t>(n) * B(a).size());
      for (int64_t k = 0; k < n; ++k) out += B(a);
      return new BytesObject(i.type_of(a), a.object()->kind, out);
    };
    s.contains = [](Interpreter& i, const Value& v, const Value& item) {
      if (!is_bytes(item) && !is_int_like(item) && !i.type_of(item)->slots.index) {
        i.raise("TypeError", "a bytes-like object is required, not '" + i.type_name(item) + "'");
      }
      if (is_bytes(item)) return B(v).find(B(item)) != std::string::npos;
      return B(v).find(byte_of(i, item)) != std::string::npos;
    };
    s.iter = [](Interpreter& i, const Value& v) {
      return native_iterator(i, iterator_type(i, "bytes_iterator"), v, bytes_step);
    };
    s.getitem = [](Interpreter& i, const Value& v, const Value& key) -> Value {
      if (!key.is(Kind::kSlice))
        return Value::integer(static_cast<unsigned char>(B(v)[static_cast<size_t>(
            sequence_index(i, key, B(v).size(), v.is(Kind::kBytes) ? "byte" : "bytearray"))]));
      const SliceBounds b =
          slice_bounds(i, *key.as<SliceObject>(), static_cast<int64_t>(B(v).size()));
      std::string out;
      for (int64_t k = 0; k < b.count; ++k) out += B(v)[static_cast<size_t>(b.start + k * b.step)];
      return new BytesObject(i.type_of(v), v.object()->kind, out);
    };
  };
  t.bytes = make_builtin_type(interp, "bytes", t.object, kBytesMethods);
  t.bytes->instance_kind = Kind::kBytes;
  fill(t.bytes->own);
  t.bytes->own.hash = [](Interpreter&, const Value& v) {
    return static_cast<int64_t>(std::hash<std::string>()(B(v)) >> 1);
  };
  ready_slots(t.bytes);
  t.bytearray = make_builtin_type(interp, "bytearray", t.object, array_methods());
  t.bytearray->instance_kind = Kind::kByteArray;
  fill(t.bytearray->own);
  t.bytearray->own.setitem = set_item;
  t.bytearray->own.inplace = add_in_place;
  t.bytearray->own.hash = [](Interpreter& i, const Value&) -> int64_t {
    i.raise("TypeError", "unhashable type: 'bytearray'");
  };
  t.bytearray->dict.set(interp.state().n_hash, Value::none());
  ready_slots(t.bytearray);
  for (Type* b : {t.bytes, t.bytearray}) b->binary_ops = 5 | 1u << 5;
}

}  // namespace lessonrun::interp
