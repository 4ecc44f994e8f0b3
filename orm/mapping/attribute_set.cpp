// Sets and lists of attributes.
#include "orm/attribute_set.h"

#include <algorithm>

namespace orm {

AttributeSet::AttributeSet(const AttributeSet& other) : low_(other.low_), words_(other.words_) {
  if (words_ == 0) return;
  high_ = new uint64_t[words_];
  std::copy_n(other.high_, words_, high_);
}

void AttributeSet::add_high(size_t index) {
  const size_t wanted = index / 64;
  if (words_ < wanted) {
    auto* more = new uint64_t[wanted]();
    std::copy_n(high_, words_, more);
    delete[] std::exchange(high_, more);
    words_ = static_cast<uint32_t>(wanted);
  }
  high_[wanted - 1] |= uint64_t{1} << (index % 64);
}

void AttributeSet::remove_high(size_t index) {
  if (index / 64 <= words_) high_[index / 64 - 1] &= ~(uint64_t{1} << (index % 64));
}

bool AttributeSet::is_high_empty() const noexcept {
  return std::all_of(high_, high_ + words_, [](uint64_t word) { return word == 0; });
}

void AttributeSet::clear() noexcept {
  low_ = 0;
  words_ = 0;
  delete[] std::exchange(high_, nullptr);
}

bool AttributeSet::operator==(const AttributeSet& other) const noexcept {
  if (low_ != other.low_) return false;
  for (size_t i = 0; i < std::max(words_, other.words_); ++i) {
    const uint64_t own = i < words_ ? high_[i] : 0;
    const uint64_t theirs = i < other.words_ ? other.high_[i] : 0;
    if (own != theirs) return false;
  }
  return true;
}

void AttributeList::add_to_many(size_t index) {
  const auto one = static_cast<uint16_t>(index);
  const bool is_full = size_ >= kFew && (many_ == nullptr || (size_ & (size_ - 1)) == 0);
  if (is_full) {
    // Room for the next power of two.
    size_t room = 2 * (size_t{kFew} + 1);
    while (room <= size_) room *= 2;
    auto* more = new uint16_t[room];
    std::copy(begin(), end(), more);
    delete[] std::exchange(many_, more);
  }
  (many_ == nullptr ? few_ : many_)[size_++] = one;
}

void AttributeList::remove(size_t index) noexcept {
  auto* first = many_ == nullptr ? few_ : many_;
  auto* last = first + size_;
  auto* at = std::find(first, last, index);
  if (at == last) return;
  std::copy(at + 1, last, at);
  --size_;
}

}  // namespace orm
