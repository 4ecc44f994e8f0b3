// AttributeSet and AttributeList: attributes of one mapper by their indexes, in as little memory as
// an object of a few attributes needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace orm {

/// A set of attributes of one mapper, by index.
class AttributeSet {
 public:
  AttributeSet() = default;
  AttributeSet(const AttributeSet& other);
  AttributeSet(AttributeSet&& other) noexcept
      : low_(other.low_),
        high_(std::exchange(other.high_, nullptr)),
        words_(std::exchange(other.words_, 0)) {}
  AttributeSet& operator=(AttributeSet other) noexcept {
    low_ = other.low_;
    std::swap(high_, other.high_);
    std::swap(words_, other.words_);
    return *this;
  }
  ~AttributeSet() { delete[] high_; }
  void add(size_t index) {
    if (index < 64) {
      low_ |= uint64_t{1} << index;
    } else {
      add_high(index);
    }
  }
  void add_all(const AttributeSet& others) {
    low_ |= others.low_;
    if (others.high_ != nullptr) others.each([this](size_t index) { add(index); });
  }
  void remove(size_t index) {
    if (index < 64) {
      low_ &= ~(uint64_t{1} << index);
    } else {
      remove_high(index);
    }
  }
  bool has(size_t index) const noexcept {
    if (index < 64) return (low_ >> index & 1) != 0;
    return index / 64 <= words_ && (high_[index / 64 - 1] >> (index % 64) & 1) != 0;
  }
  bool empty() const noexcept { return low_ == 0 && (high_ == nullptr || is_high_empty()); }
  void clear() noexcept;
  bool operator==(const AttributeSet& other) const noexcept;
  /// Calls `visit(index)` for each member, lowest first.
  template <class F>
  void each(F visit) const {
    for (size_t index = 0; index < (size_t{words_} + 1) * 64; ++index) {
      if (index < 64 && low_ >> index == 0) {
        index = 63;
      } else if (has(index)) {
        visit(index);
      }
    }
  }

 private:
  void add_high(size_t index);
  void remove_high(size_t index);
  bool is_high_empty() const noexcept;
  uint64_t low_ = 0;
  uint64_t* high_ = nullptr;  // those from 64 on, which few mappers have; owned
  uint32_t words_ = 0;        // how many there are
};

/// Attributes of one mapper in the order in which they came; a few need no memory of their own.
class AttributeList {
 public:
  /// A mapper has no attribute of a higher index.
  static constexpr size_t kMost = UINT16_MAX;
  AttributeList() = default;
  AttributeList(const AttributeList&) = delete;
  AttributeList& operator=(const AttributeList&) = delete;
  ~AttributeList() { delete[] many_; }
  void add(size_t index) {
    if (size_ < kFew && many_ == nullptr) {
      few_[size_++] = static_cast<uint16_t>(index);
    } else {
      add_to_many(index);
    }
  }
  /// Takes an attribute out, if it is there.
  void remove(size_t index) noexcept;
  bool has(size_t index) const noexcept {
    for (const uint16_t one : *this) {
      if (one == index) return true;
    }
    return false;
  }
  bool empty() const noexcept { return size_ == 0; }
  void clear() noexcept {
    size_ = 0;
    delete[] std::exchange(many_, nullptr);
  }
  const uint16_t* begin() const noexcept { return many_ == nullptr ? few_ : many_; }
  const uint16_t* end() const noexcept { return begin() + size_; }

 private:
  void add_to_many(size_t index);
  static constexpr uint16_t kFew = 7;
  uint16_t* many_ = nullptr;  // a power of two of them, more than kFew; owned
  uint16_t size_ = 0;
  uint16_t few_[kFew];
};

}  // namespace orm
