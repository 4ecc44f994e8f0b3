// Text to bytes and back: the encodings of str.encode() and bytes.decode(), and what they do with
// what they cannot express.
#include <algorithm>

#include "runner/interp/state.h"
#include "runner/lang/token.h"

namespace lessonrun::interp {

namespace {

enum class Codec { kUtf8, kUtf8Sig, kAscii, kLatin1, kUtf16, kUtf16Le, kUtf16Be, kUtf32 };

struct Named {
  const char* alias;
  Codec codec;
  const char* name;  // as errors call it
};
constexpr Named kCodecs[] = {
    {"utf-8", Codec::kUtf8, "utf-8"},
    {"utf8", Codec::kUtf8, "utf-8"},
    {"u8", Codec::kUtf8, "utf-8"},
    {"utf-8-sig", Codec::kUtf8Sig, "utf-8"},
    {"ascii", Codec::kAscii, "ascii"},
    {"us-ascii", Codec::kAscii, "ascii"},
    {"latin-1", Codec::kLatin1, "latin-1"},
    {"latin1", Codec::kLatin1, "latin-1"},
    {"iso-8859-1", Codec::kLatin1, "latin-1"},
    {"iso8859-1", Codec::kLatin1, "latin-1"},
    {"utf-16", Codec::kUtf16, "utf-16"},
    {"utf16", Codec::kUtf16, "utf-16"},
    {"utf-16-le", Codec::kUtf16Le, "utf-16-le"},
    {"utf-16-be", Codec::kUtf16Be, "utf-16-be"},
    {"utf-32", Codec::kUtf32, "utf-32"},
};

const Named& find_codec(Interpreter& i, std::string_view given) {
  std::string key(given);
  std::transform(key.begin(), key.end(), key.begin(), [](char c) {
    return c == '_' || c == ' ' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  });
  for (const Named& n : kCodecs) {
    if (key == n.alias) return n;
  }
  i.raise("LookupError", "unknown encoding: " + std::string(given));
}

std::string escaped(uint32_t code, bool byte = false) {
  char text[16];
  std::snprintf(text, sizeof text,
                byte || code < 0x100 ? "\\x%02x"
                : code < 0x10000     ? "\\u%04x"
                                     : "\\U%08x",
                code);
  return text;
}

[[noreturn]] void unknown_handler(Interpreter& i, std::string_view errors) {
  i.raise("LookupError", "unknown error handler name '" + std::string(errors) + "'");
}

void put_unit(std::string& out, uint32_t unit, bool big) {
  const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8 & 0xFF);
  out += big ? high : low;
  out += big ? low : high;
}

[[noreturn]] void decode_error(Interpreter& i, const char* codec, std::string_view data, size_t at,
                               size_t end, const char* why) {
  const Value args[] = {i.str(codec), i.bytes(std::string(data)),
                        Value::integer(static_cast<int64_t>(at)),
                        Value::integer(static_cast<int64_t>(end)), i.str(why)};
  throw PythonError{
      i.call(Value(i.exception_type("UnicodeDecodeError")), Arguments{args, 5, nullptr, 0})};
}

// The length of the valid UTF-8 sequence at `at`; 0 with the length of the bad part and the reason.
size_t utf8_sequence(std::string_view s, size_t at, size_t& bad, const char*& why) {
  const auto byte = [&](size_t k) { return static_cast<unsigned char>(s[k]); };
  const unsigned first = byte(at);
  bad = 1;
  if (first < 0x80) return 1;
  why = "invalid start byte";
  const size_t n = first >= 0xC2 && first < 0xE0   ? 2
                   : first >= 0xE0 && first < 0xF0 ? 3
                   : first >= 0xF0 && first < 0xF5 ? 4
                                                   : 0;
  if (n == 0) return 0;
  for (size_t k = 1; k < n; ++k) {
    if (at + k >= s.size()) {
      why = "unexpected end of data";
      bad = k;
      return 0;
    }
    const unsigned c = byte(at + k);
    const unsigned least = k > 1 ? 0x80 : first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned most = k > 1 ? 0xBF : first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (c < least || c > most) {
      why = "invalid continuation byte";
      bad = k;
      return 0;
    }
  }
  return n;
}

}  // namespace

std::string encode_text(Interpreter& i, std::string_view text, std::string_view encoding,
                        std::string_view errors) {
  const Named& named = find_codec(i, encoding);
  // Nothing to look at when no byte can begin a surrogate.
  if (named.codec == Codec::kUtf8 && text.find('\xED') == std::string_view::npos)
    return std::string(text);
  std::string out;
  const bool utf8 = named.codec == Codec::kUtf8 || named.codec == Codec::kUtf8Sig;
  if (named.codec == Codec::kUtf8Sig) out.append("\xEF\xBB\xBF");
  if (named.codec == Codec::kUtf16) out.append("\xFF\xFE");
  if (named.codec == Codec::kUtf32) out.append("\xFF\xFE\0\0", 4);
  const uint32_t limit = named.codec == Codec::kAscii    ? 0x80
                         : named.codec == Codec::kLatin1 ? 0x100
                                                         : 0x110000;
  int64_t position = 0;
  for (size_t k = 0; k < text.size(); ++position) {
    const size_t at = k;
    const uint32_t code = lang::decode_utf8(text, k);
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (code < limit && !(surrogate && limit == 0x110000)) {
      if (utf8) {
        out += text.substr(at, k - at);
      } else if (limit < 0x110000) {
        out += static_cast<char>(code);
      } else if (named.codec == Codec::kUtf32) {
        put_unit(out, code & 0xFFFF, false);
        put_unit(out, code >> 16, false);
      } else {
        const bool big = named.codec == Codec::kUtf16Be;
        if (code < 0x10000) {
          put_unit(out, code, big);
        } else {
          put_unit(out, 0xD800 + ((code - 0x10000) >> 10), big);
          put_unit(out, 0xDC00 + ((code - 0x10000) & 0x3FF), big);
        }
      }
      continue;
    }
    if (errors == "ignore") continue;
    if (errors == "replace") {
      out += '?';
    } else if (errors == "backslashreplace") {
      out += escaped(code);
    } else if (errors == "xmlcharrefreplace") {
      out += "&#" + std::to_string(code) + ";";
    } else if (errors == "surrogatepass" && utf8 && surrogate) {
      out += text.substr(at, k - at);
    } else if (errors != "strict") {
      unknown_handler(i, errors);
    } else {
      const Value args[] = {i.str(named.name), i.str(text), Value::integer(position),
                            Value::integer(position + 1),
                            i.str(surrogate && limit == 0x110000 ? "surrogates not allowed"
                                  : limit == 0x80                ? "ordinal not in range(128)"
                                                                 : "ordinal not in range(256)")};
      throw PythonError{
          i.call(Value(i.exception_type("UnicodeEncodeError")), Arguments{args, 5, nullptr, 0})};
    }
  }
  return out;
}

std::string decode_bytes(Interpreter& i, std::string_view data, std::string_view encoding,
                         std::string_view errors) {
  const Named& named = find_codec(i, encoding);
  const bool ascii_only = std::all_of(data.begin(), data.end(),
                                      [](char c) { return static_cast<unsigned char>(c) < 128; });
  if (ascii_only && named.codec <= Codec::kLatin1) return std::string(data);
  std::string out;
  const auto wrong = [&](size_t at, size_t end, const char* why) {
    if (errors == "ignore") return;
    if (errors == "replace") {
      out += "\xEF\xBF\xBD";
    } else if (errors == "backslashreplace") {
      for (size_t k = at; k < end; ++k) out += escaped(static_cast<unsigned char>(data[k]), true);
    } else if (errors != "strict") {
      unknown_handler(i, errors);
    } else {
      decode_error(i, named.name, data, at, end, why);
    }
  };
  if (named.codec == Codec::kLatin1) {
    for (char c : data) lang::append_utf8(out, static_cast<unsigned char>(c));
  } else if (named.codec == Codec::kAscii) {
    for (size_t k = 0; k < data.size(); ++k) {
      if (static_cast<unsigned char>(data[k]) < 0x80) {
        out += data[k];
      } else {
        wrong(k, k + 1, "ordinal not in range(128)");
      }
    }
  } else if (named.codec == Codec::kUtf8 || named.codec == Codec::kUtf8Sig) {
    size_t k = named.codec == Codec::kUtf8Sig && data.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
    while (k < data.size()) {
      size_t bad = 1;
      const char* why = "";
      if (const size_t n = utf8_sequence(data, k, bad, why)) {
        out += data.substr(k, n);
        k += n;
      } else {
        wrong(k, k + bad, why);
        k += bad;
      }
    }
  } else {
    const bool wide = named.codec == Codec::kUtf32;
    bool big = named.codec == Codec::kUtf16Be;
    const size_t size = wide ? 4 : 2;
    const auto unit = [&](size_t k) {
      uint32_t code = 0;
      for (size_t b = 0; b < size; ++b) {
        const size_t from = big ? b : size - 1 - b;
        code = code << 8 | static_cast<unsigned char>(data[k + from]);
      }
      return code;
    };
    size_t k = 0;
    if ((named.codec == Codec::kUtf16 || wide) && data.size() >= size) {
      if (unit(0) == 0xFEFF) {
        k = size;
      } else if (unit(0) == (wide ? 0xFFFE0000u : 0xFFFEu)) {
        big = true;
        k = size;
      }
    }
    while (k < data.size()) {
      if (k + size > data.size()) {
        wrong(k, data.size(), "truncated data");
        break;
      }
      const uint32_t code = unit(k);
      if (!wide && code >= 0xD800 && code < 0xDC00 && k + 4 <= data.size() &&
          unit(k + 2) >= 0xDC00 && unit(k + 2) < 0xE000) {
        lang::append_utf8(out, 0x10000 + ((code - 0xD800) << 10) + (unit(k + 2) - 0xDC00));
        k += 4;
      } else if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) {
        wrong(k, k + size, wide ? "code point not in range(0x110000)" : "illegal UTF-16 surrogate");
        k += size;
      } else {
        lang::append_utf8(out, code);
        k += size;
      }
    }
  }
  return out;
}

}  // namespace lessonrun::interp
