// The generator under the module random: the Mersenne Twister with CPython's seeding, so that
// random.seed(42) gives CPython's numbers.
#include <array>
#include <chrono>
#include <random>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

struct Twister : Payload {
  std::array<uint32_t, 624> words{};
  size_t at = 624;

  void init(uint32_t seed) {
    words[0] = seed;
    for (uint32_t i = 1; i < 624; ++i)
      words[i] = 1812433253u * (words[i - 1] ^ (words[i - 1] >> 30)) + i;
    at = 624;
  }
  void init_by_array(const std::vector<uint32_t>& key) {
    init(19650218u);
    size_t i = 1, j = 0;
    for (size_t k = std::max<size_t>(624, key.size()); k > 0; --k) {
      words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1664525u)) + key[j] +
                 static_cast<uint32_t>(j);
      if (++i >= 624) {
        words[0] = words[623];
        i = 1;
      }
      if (++j >= key.size()) j = 0;
    }
    for (size_t k = 623; k > 0; --k) {
      words[i] = (words[i] ^ ((words[i - 1] ^ (words[i - 1] >> 30)) * 1566083941u)) -
                 static_cast<uint32_t>(i);
      if (++i >= 624) {
        words[0] = words[623];
        i = 1;
      }
    }
    words[0] = 0x80000000u;
  }
  uint32_t next() {
    if (at >= 624) {
      for (size_t k = 0; k < 624; ++k) {
        const uint32_t y = (words[k] & 0x80000000u) | (words[(k + 1) % 624] & 0x7FFFFFFFu);
        words[k] = words[(k + 397) % 624] ^ (y >> 1) ^ ((y & 1) ? 0x9908B0DFu : 0);
      }
      at = 0;
    }
    uint32_t y = words[at++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9D2C5680u;
    y ^= (y << 15) & 0xEFC60000u;
    return y ^ (y >> 18);
  }
};

// The absolute value of an int as little-endian 32-bit words.
std::vector<uint32_t> words_of(Interpreter& interp, const Value& n) {
  std::string hex = int_text(interp.unary(UnaryOp::kAbs, n), 16);
  std::vector<uint32_t> words;
  while (!hex.empty()) {
    const size_t from = hex.size() > 8 ? hex.size() - 8 : 0;
    words.push_back(static_cast<uint32_t>(std::stoul(hex.substr(from), nullptr, 16)));
    hex.resize(from);
  }
  return words;
}

// k random bits of any source of 32-bit words, as CPython puts them together.
template <class Next>
Value bits(Interpreter& interp, int64_t k, Next next) {
  if (k < 0) interp.raise("ValueError", "number of bits must be non-negative");
  if (k == 0) return Value::integer(0);
  if (k <= 32) return Value::integer(static_cast<int64_t>(next() >> (32 - k)));
  interp.check_allocation(static_cast<size_t>(k));
  std::string digits;
  for (int64_t left = k; left > 0; left -= 32) {
    uint32_t word = next();
    if (left < 32) word >>= 32 - left;
    char text[9];
    std::snprintf(text, sizeof text, "%08x", word);
    digits.insert(0, text, 8);
  }
  if (digits.size() <= 3000) return interp.parse_int(digits, 16);
  return interp.call_method(Value(interp.types().int_), "from_bytes",
                            {interp.call_method(Value(interp.types().bytes), "fromhex",
                                                {interp.str(digits)}),
                             interp.str("big")});
}

// Unpredictable bits (uuid4, secrets, os.urandom): from the host's seed if it has one.
std::mt19937& system_bits(Interpreter& interp) {
  auto& slot = interp.state().extras["random"];
  if (!slot) {
    const auto seed = interp.host().seed();
    std::random_device device;
    slot = std::make_shared<std::mt19937>(seed ? static_cast<uint32_t>(*seed) : device());
  }
  return *static_cast<std::mt19937*>(slot.get());
}

}  // namespace

void fill_random(ModuleBuilder& m) {
  Type* core =
      TypeBuilder(m.interp, "Random", "_random")
          .payload<Twister>()
          .method("_seed", "n, /",
                  [](Call& c) {
                    payload<Twister>(c.interp, c.self).init_by_array(words_of(c.interp, c[0]));
                    return Value::none();
                  })
          .method("random", "/",
                  [](Call& c) {
                    Twister& t = payload<Twister>(c.interp, c.self);
                    const uint32_t a = t.next() >> 5, b = t.next() >> 6;
                    return Value::real((a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
                  })
          .method("getrandbits", "k, /",
                  [](Call& c) {
                    Twister& t = payload<Twister>(c.interp, c.self);
                    return bits(c.interp, c.integer(0), [&t] { return t.next(); });
                  })
          .method("getstate", "/",
                  [](Call& c) {
                    Twister& t = payload<Twister>(c.interp, c.self);
                    std::vector<Value> words;
                    for (const uint32_t w : t.words) words.push_back(Value::integer(w));
                    words.push_back(Value::integer(static_cast<int64_t>(t.at)));
                    return c.interp.tuple(std::move(words));
                  })
          .method("setstate", "state, /",
                  [](Call& c) {
                    Twister& t = payload<Twister>(c.interp, c.self);
                    const std::vector<Value> words = c.interp.to_vector(c[0]);
                    if (words.size() != 625)
                      c.interp.raise("ValueError", "state vector is the wrong size");
                    for (size_t k = 0; k < 624; ++k)
                      t.words[k] = static_cast<uint32_t>(c.interp.to_int64(words[k]));
                    t.at = static_cast<size_t>(c.interp.to_int64(words[624]));
                    return Value::none();
                  })
          .build();
  m.value("_Core", Value(core));
  m.function("_system_bits", "k, /", [](Call& c) {
    std::mt19937& source = system_bits(c.interp);
    return bits(c.interp, c.integer(0), [&source] { return static_cast<uint32_t>(source()); });
  });
}

}  // namespace lessonrun::interp
