// The shape of the Unicode tables; read them through unicode.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lessonrun::interp::unicode {

// From `first` to the next run, every code point has these properties.
struct Run {
  uint32_t first;
  uint16_t flags;
};
// Every `stride`th code point of a range maps to itself plus `delta`.
struct CaseRange {
  uint32_t first, last;
  uint8_t stride;
  int32_t delta;
};
// One code point that maps to up to three.
struct CaseLong {
  uint32_t code;
  uint32_t to[3];
};

extern const Run kRuns[];
extern const size_t kRunCount;
extern const CaseRange kUpper[];
extern const size_t kUpperCount;
extern const CaseRange kLower[];
extern const size_t kLowerCount;
extern const CaseLong kUpperLong[];
extern const size_t kUpperLongCount;
extern const CaseLong kTitleOther[];  // where the title case is not the upper case
extern const size_t kTitleOtherCount;
extern const CaseLong kFoldOther[];  // where folding is not the lower case
extern const size_t kFoldOtherCount;

}  // namespace lessonrun::interp::unicode
