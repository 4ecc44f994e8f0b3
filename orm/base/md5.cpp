// MD5 (RFC 1321) of a short text.
#include "orm/base/md5.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace orm {

namespace {

uint32_t rotate(uint32_t value, unsigned by) { return value << by | value >> (32 - by); }

// The sine table of the RFC.
const std::array<uint32_t, 64>& sines() {
  static const std::array<uint32_t, 64> kSines = [] {
    std::array<uint32_t, 64> table{};
    for (size_t i = 0; i < 64; ++i)
      table[i] =
          static_cast<uint32_t>(std::fabs(std::sin(static_cast<double>(i + 1))) * 4294967296.0);
    return table;
  }();
  return kSines;
}

void add_block(std::array<uint32_t, 4>& state, const unsigned char* block) {
  static constexpr unsigned kShifts[4][4] = {
      {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t words[16];
  for (size_t i = 0; i < 16; ++i)
    words[i] = static_cast<uint32_t>(block[i * 4]) | static_cast<uint32_t>(block[i * 4 + 1]) << 8 |
               static_cast<uint32_t>(block[i * 4 + 2]) << 16 |
               static_cast<uint32_t>(block[i * 4 + 3]) << 24;
  auto [a, b, c, d] = state;
  for (unsigned i = 0; i < 64; ++i) {
    uint32_t mix = 0;
    unsigned word = 0;
    switch (i / 16) {
      case 0:
        mix = (b & c) | (~b & d);
        word = i;
        break;
      case 1:
        mix = (d & b) | (~d & c);
        word = (5 * i + 1) % 16;
        break;
      case 2:
        mix = b ^ c ^ d;
        word = (3 * i + 5) % 16;
        break;
      default:
        mix = c ^ (b | ~d);
        word = 7 * i % 16;
    }
    uint32_t next = b + rotate(a + mix + sines()[i] + words[word], kShifts[i / 16][i % 4]);
    a = d;
    d = c;
    c = b;
    b = next;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

}  // namespace

std::string md5_hex(std::string_view data) {
  std::array<uint32_t, 4> state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  std::string padded(data);
  padded += '\x80';
  while (padded.size() % 64 != 56) padded += '\0';
  uint64_t bits = static_cast<uint64_t>(data.size()) * 8;
  for (unsigned i = 0; i < 8; ++i) padded += static_cast<char>(bits >> (8 * i) & 0xff);
  for (size_t at = 0; at < padded.size(); at += 64)
    add_block(state, reinterpret_cast<const unsigned char*>(padded.data()) + at);
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (uint32_t word : state)
    for (unsigned i = 0; i < 4; ++i) {
      unsigned byte = word >> (8 * i) & 0xff;
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  return out;
}

}  // namespace orm
