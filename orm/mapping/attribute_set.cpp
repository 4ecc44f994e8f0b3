// Sets and lists of attributes.
#include "orm/attribute_set.h"

#include <algorithm>

namespace orm {

AttributeSet::AttributeSet(const AttributeSet& other) : low_(other.low_) {
  if (other.high_ != nullptr) high_ = std::make_unique<std::vector<uint64_t>>(*other.high_);
}

void AttributeSet::add_high(size_t index) {
  if (high_ == nullptr) high_ = std::make_unique<std::vector<uint64_t>>();
  if (high_->size() < index / 64) high_->resize(index / 64);
  (*high_)[index / 64 - 1] |= uint64_t{1} << (index % 64);
}

void AttributeSet::remove_high(size_t index) {
  if (index / 64 <= words()) {
    (*high_)[index / 64 - 1] &= ~(uint64_t{1} << (index % 64));
  }
}

bool AttributeSet::is_high_empty() const noexcept {
  return std::all_of(high_->begin(), high_->end(), [](uint64_t word) { return word == 0; });
}

void AttributeSet::clear() noexcept {
  low_ = 0;
  high_.reset();
}

bool AttributeSet::operator==(const AttributeSet& other) const noexcept {
  if (low_ != other.low_) return false;
  for (size_t i = 0; i < std::max(words(), other.words()); ++i) {
    const uint64_t own = i < words() ? (*high_)[i] : 0;
    const uint64_t theirs = i < other.words() ? (*other.high_)[i] : 0;
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
    auto more = std::make_unique<uint16_t[]>(room);
    std::copy(begin(), end(), more.get());
    many_ = std::move(more);
  }
  (many_ == nullptr ? few_ : many_.get())[size_++] = one;
}

void AttributeList::remove(size_t index) noexcept {
  auto* first = many_ == nullptr ? few_ : many_.get();
  auto* last = first + size_;
  auto* at = std::find(first, last, index);
  if (at == last) return;
  std::copy(at + 1, last, at);
  --size_;
}

}  // namespace orm
