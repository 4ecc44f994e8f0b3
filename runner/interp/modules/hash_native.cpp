// Digests under the module hashlib (md5, sha1, the SHA-2 family) and zlib's crc32, and base64's
// coder. Each digest is a function over the whole text: lessons hash short strings.
#include <array>
#include <cmath>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

template <class T>
T rotate_left(T x, int n) {
  return static_cast<T>(x << n | x >> (static_cast<int>(sizeof(T)) * 8 - n));
}
template <class T>
T rotate_right(T x, int n) {
  return rotate_left(x, static_cast<int>(sizeof(T)) * 8 - n);
}

// The text, a one bit, zeros, and the length in bits at the end of the last block.
std::string padded(std::string_view data, size_t block, size_t length_bytes, bool big_endian) {
  std::string out(data);
  out += '\x80';
  while (out.size() % block != block - length_bytes) out += '\0';
  const uint64_t bits = static_cast<uint64_t>(data.size()) * 8;
  for (size_t i = 0; i < length_bytes; ++i) {
    const size_t shift = big_endian ? length_bytes - 1 - i : i;
    out += shift < 8 ? static_cast<char>(bits >> (shift * 8)) : '\0';
  }
  return out;
}

template <class T>
T load(const std::string& s, size_t at, bool big_endian) {
  T x = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    const size_t shift = big_endian ? sizeof(T) - 1 - i : i;
    x |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(s[at + i])) << (shift * 8));
  }
  return x;
}

template <class T>
void store(std::string& out, T x, bool big_endian) {
  for (size_t i = 0; i < sizeof(T); ++i) {
    const size_t shift = big_endian ? sizeof(T) - 1 - i : i;
    out += static_cast<char>(x >> (shift * 8));
  }
}

std::string md5(std::string_view data) {
  static const int kShifts[4][4] = {
      {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  std::array<uint32_t, 4> h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  const std::string s = padded(data, 64, 8, false);
  for (size_t block = 0; block < s.size(); block += 64) {
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3];
    for (uint32_t i = 0; i < 64; ++i) {
      uint32_t f, g;
      switch (i / 16) {
        case 0:
          f = (b & c) | (~b & d), g = i;
          break;
        case 1:
          f = (d & b) | (~d & c), g = (5 * i + 1) % 16;
          break;
        case 2:
          f = b ^ c ^ d, g = (3 * i + 5) % 16;
          break;
        default:
          f = c ^ (b | ~d), g = 7 * i % 16;
      }
      const auto constant = static_cast<uint32_t>(std::fabs(std::sin(i + 1.0)) * 4294967296.0);
      const uint32_t sum = a + f + constant + load<uint32_t>(s, block + size_t{g} * 4, false);
      a = d, d = c, c = b;
      b += rotate_left(sum, kShifts[i / 16][i % 4]);
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d;
  }
  std::string out;
  for (const uint32_t x : h) store(out, x, false);
  return out;
}

std::string sha1(std::string_view data) {
  std::array<uint32_t, 5> h = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
  const std::string s = padded(data, 64, 8, true);
  for (size_t block = 0; block < s.size(); block += 64) {
    std::array<uint32_t, 80> w;
    for (size_t i = 0; i < 16; ++i) w[i] = load<uint32_t>(s, block + i * 4, true);
    for (size_t i = 16; i < 80; ++i)
      w[i] = rotate_left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
    for (size_t i = 0; i < 80; ++i) {
      const uint32_t f = i < 20   ? ((b & c) | (~b & d)) + 0x5a827999
                         : i < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                         : i < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                                  : (b ^ c ^ d) + 0xca62c1d6;
      const uint32_t sum = rotate_left(a, 5) + f + e + w[i];
      e = d, d = c, c = rotate_left(b, 30), b = a, a = sum;
    }
    h[0] += a, h[1] += b, h[2] += c, h[3] += d, h[4] += e;
  }
  std::string out;
  for (const uint32_t x : h) store(out, x, true);
  return out;
}

// The SHA-2 constants: the first bits of the fractional parts of roots of primes.
const uint64_t kRoots[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

// SHA-2 over 32 or 64 bit words.
template <class T>
std::string sha2(std::string_view data, std::array<T, 8> h, size_t digest_bytes) {
  constexpr bool kWide = sizeof(T) == 8;
  constexpr size_t kRounds = kWide ? 80 : 64, kBlock = kWide ? 128 : 64;
  const std::string s = padded(data, kBlock, kWide ? 16 : 8, true);
  for (size_t block = 0; block < s.size(); block += kBlock) {
    std::array<T, 80> w{};
    for (size_t i = 0; i < 16; ++i) w[i] = load<T>(s, block + i * sizeof(T), true);
    for (size_t i = 16; i < kRounds; ++i) {
      const T x = w[i - 15], y = w[i - 2];
      const T s0 = kWide ? rotate_right(x, 1) ^ rotate_right(x, 8) ^ (x >> 7)
                         : rotate_right(x, 7) ^ rotate_right(x, 18) ^ (x >> 3);
      const T s1 = kWide ? rotate_right(y, 19) ^ rotate_right(y, 61 % (sizeof(T) * 8)) ^ (y >> 6)
                         : rotate_right(y, 17) ^ rotate_right(y, 19) ^ (y >> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    std::array<T, 8> v = h;
    for (size_t i = 0; i < kRounds; ++i) {
      const T e = v[4], a = v[0];
      const T s1 =
          kWide ? rotate_right(e, 14) ^ rotate_right(e, 18) ^ rotate_right(e, 41 % (sizeof(T) * 8))
                : rotate_right(e, 6) ^ rotate_right(e, 11) ^ rotate_right(e, 25);
      const T s0 = kWide ? rotate_right(a, 28) ^ rotate_right(a, 34 % (sizeof(T) * 8)) ^
                               rotate_right(a, 39 % (sizeof(T) * 8))
                         : rotate_right(a, 2) ^ rotate_right(a, 13) ^ rotate_right(a, 22);
      const T k = static_cast<T>(kWide ? kRoots[i] : kRoots[i] >> 32);
      const T t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + k + w[i];
      const T t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
      for (size_t n = 7; n > 0; --n) v[n] = v[n - 1];
      v[4] += t1;
      v[0] = t1 + t2;
    }
    for (size_t n = 0; n < 8; ++n) h[n] += v[n];
  }
  std::string out;
  for (const T x : h) store(out, x, true);
  out.resize(digest_bytes);
  return out;
}

std::string digest(std::string_view name, std::string_view data) {
  if (name == "md5") return md5(data);
  if (name == "sha1") return sha1(data);
  if (name == "sha224")
    return sha2<uint32_t>(data,
                          {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939, 0xffc00b31, 0x68581511,
                           0x64f98fa7, 0xbefa4fa4},
                          28);
  if (name == "sha256")
    return sha2<uint32_t>(data,
                          {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                           0x1f83d9ab, 0x5be0cd19},
                          32);
  if (name == "sha384")
    return sha2<uint64_t>(
        data,
        {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
         0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4},
        48);
  return sha2<uint64_t>(
      data,
      {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
       0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
      64);
}

std::string_view bytes_of(Call& c, size_t n) {
  if (!c[n].is(Kind::kBytes) && !c[n].is(Kind::kByteArray))
    c.interp.raise("TypeError",
                   "a bytes-like object is required, not '" + c.interp.type_name(c[n]) + "'");
  return c[n].as<BytesObject>()->data;
}

}  // namespace

void fill_hashlib(ModuleBuilder& m) {
  m.function("_digest", "name, data, /",
             [](Call& c) { return c.interp.bytes(digest(c.text(0), bytes_of(c, 1))); });
}

void fill_binascii(ModuleBuilder& m) {
  m.function("crc32", "data, value=0, /", [](Call& c) {
    uint32_t crc = ~static_cast<uint32_t>(c.integer(1));
    for (const char byte : bytes_of(c, 0)) {
      crc ^= static_cast<unsigned char>(byte);
      for (int k = 0; k < 8; ++k) crc = (crc >> 1) ^ ((crc & 1) ? 0xEDB88320u : 0);
    }
    return Value::integer(~crc);
  });
}

}  // namespace lessonrun::interp
