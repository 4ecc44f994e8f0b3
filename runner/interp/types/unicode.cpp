// Looking up the Unicode tables. ASCII is answered without them.
#include "runner/interp/types/unicode.h"

#include <algorithm>
#include <array>

#include "runner/interp/types/unicode_data.h"
#include "runner/lang/token.h"

namespace lessonrun::interp::unicode {

namespace {

using lang::append_utf8;
using lang::decode_utf8;

uint16_t look_up(uint32_t code) {
  const Run* end = kRuns + kRunCount;
  const Run* run =
      std::upper_bound(kRuns, end, code, [](uint32_t c, const Run& r) { return c < r.first; });
  return (run - 1)->flags;
}

uint32_t simple(const CaseRange* ranges, size_t count, uint32_t code) {
  const CaseRange* end = ranges + count;
  const CaseRange* r = std::upper_bound(
      ranges, end, code, [](uint32_t c, const CaseRange& range) { return c < range.first; });
  // Ranges of stride 2 may overlap the next ones: look at the two before.
  for (int back = 0; back < 3 && r != ranges; ++back) {
    --r;
    if (code <= r->last && (code - r->first) % r->stride == 0)
      return static_cast<uint32_t>(static_cast<int64_t>(code) + r->delta);
  }
  return code;
}

const CaseLong* find_long(const CaseLong* rows, size_t count, uint32_t code) {
  const CaseLong* end = rows + count;
  const CaseLong* row =
      std::lower_bound(rows, end, code, [](const CaseLong& r, uint32_t c) { return r.code < c; });
  return row != end && row->code == code ? row : nullptr;
}

void append_long(std::string& out, const CaseLong& row) {
  for (uint32_t c : row.to) {
    if (c) append_utf8(out, c);
  }
}

bool is_cased(uint32_t code) { return is(code, kUppercase | kLowercase | kTitlecase); }

// A sigma at the end of a word is written differently.
bool is_final_sigma(std::string_view text, size_t at, size_t after) {
  bool before = false;
  for (size_t k = 0; k < at;) {
    const uint32_t c = decode_utf8(text, k);
    if (!is(c, kCaseIgnorable)) before = is_cased(c);
  }
  if (!before) return false;
  for (size_t k = after; k < text.size();) {
    const uint32_t c = decode_utf8(text, k);
    if (!is(c, kCaseIgnorable)) return !is_cased(c);
  }
  return true;
}

void append_lower(std::string& out, std::string_view text, size_t at, size_t after, uint32_t code) {
  if (code == 0x3A3) {
    append_utf8(out, is_final_sigma(text, at, after) ? 0x3C2 : 0x3C3);
  } else if (code == 0x130) {
    out += "i\xCC\x87";
  } else {
    append_utf8(out, simple_lower(code));
  }
}

void append_upper(std::string& out, uint32_t code) {
  if (code >= 128) {
    if (const CaseLong* row = find_long(kUpperLong, kUpperLongCount, code))
      return append_long(out, *row);
  }
  append_utf8(out, simple_upper(code));
}

void append_title(std::string& out, uint32_t code) {
  if (code >= 128) {
    if (const CaseLong* row = find_long(kTitleOther, kTitleOtherCount, code))
      return append_long(out, *row);
  }
  append_upper(out, code);
}

template <class F>
std::string each(std::string_view text, F f) {
  std::string out;
  out.reserve(text.size());
  for (size_t k = 0; k < text.size();) {
    const size_t at = k;
    const uint32_t code = decode_utf8(text, k);
    f(out, at, k, code);
  }
  return out;
}

}  // namespace

uint16_t properties(uint32_t code) {
  static const std::array<uint16_t, 128> kAscii = [] {
    std::array<uint16_t, 128> table{};
    for (uint32_t c = 0; c < 128; ++c) table[c] = look_up(c);
    return table;
  }();
  return code < 128 ? kAscii[code] : look_up(code);
}

int decimal_value(uint32_t code) {
  if (code < 128) return code >= '0' && code <= '9' ? static_cast<int>(code - '0') : -1;
  if (!is(code, kDecimal)) return -1;
  // Scripts have their ten digits in one row, and a run holds whole rows.
  const Run* run = std::upper_bound(kRuns, kRuns + kRunCount, code,
                                    [](uint32_t c, const Run& r) { return c < r.first; }) -
                   1;
  return static_cast<int>((code - run->first) % 10);
}

std::string ascii_digits(std::string_view text) {
  return each(text, [](std::string& out, size_t, size_t, uint32_t code) {
    const int digit = code < 128 ? -1 : decimal_value(code);
    if (digit >= 0) {
      out += static_cast<char>('0' + digit);
    } else if (is(code, kSpace)) {
      out += ' ';
    } else {
      append_utf8(out, code);
    }
  });
}

uint32_t simple_lower(uint32_t c) {
  if (c < 128) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return simple(kLower, kLowerCount, c);
}
uint32_t simple_upper(uint32_t c) {
  if (c < 128) return c >= 'a' && c <= 'z' ? c - 32 : c;
  return simple(kUpper, kUpperCount, c);
}

std::string lower(std::string_view text) {
  return each(text, [&](std::string& out, size_t at, size_t after, uint32_t code) {
    append_lower(out, text, at, after, code);
  });
}
std::string upper(std::string_view text) {
  return each(text,
              [](std::string& out, size_t, size_t, uint32_t code) { append_upper(out, code); });
}
std::string casefold(std::string_view text) {
  return each(text, [](std::string& out, size_t, size_t, uint32_t code) {
    const CaseLong* row = code < 128 ? nullptr : find_long(kFoldOther, kFoldOtherCount, code);
    if (row) {
      append_long(out, *row);
    } else if (code == 0x130) {
      out += "i\xCC\x87";
    } else {
      append_utf8(out, simple_lower(code));
    }
  });
}
std::string title(std::string_view text) {
  bool before = false;
  return each(text, [&](std::string& out, size_t at, size_t after, uint32_t code) {
    if (before) {
      append_lower(out, text, at, after, code);
    } else {
      append_title(out, code);
    }
    before = is_cased(code);
  });
}
std::string capitalize(std::string_view text) {
  return each(text, [&](std::string& out, size_t at, size_t after, uint32_t code) {
    if (at == 0) {
      append_title(out, code);
    } else {
      append_lower(out, text, at, after, code);
    }
  });
}
std::string swapcase(std::string_view text) {
  return each(text, [&](std::string& out, size_t at, size_t after, uint32_t code) {
    if (is(code, kUppercase)) {
      append_lower(out, text, at, after, code);
    } else if (is(code, kLowercase)) {
      append_upper(out, code);
    } else {
      append_utf8(out, code);
    }
  });
}

}  // namespace lessonrun::interp::unicode
