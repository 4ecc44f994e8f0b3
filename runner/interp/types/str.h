// What the files of str share.
#pragma once

#include <string>

#include "runner/interp/state.h"
#include "runner/interp/types/unicode.h"

namespace lessonrun::interp {

inline bool printable(uint32_t c) { return unicode::is(c, unicode::kPrintable); }
inline bool is_space(uint32_t c) { return unicode::is(c, unicode::kSpace); }

inline const StrObject& s_of(const Value& v) { return *v.as<StrObject>(); }
inline const std::string& t_of(Call& c) { return c.self.as<StrObject>()->text; }

// The byte at which a code point begins.
size_t byte_of(const StrObject& s, size_t index);

extern const NativeMethod kStrMethods[];  // str_methods.cpp

// str_case.cpp
Value str_lower(Call& call);
Value str_upper(Call& call);
Value str_casefold(Call& call);
Value str_capitalize(Call& call);
Value str_title(Call& call);
Value str_swapcase(Call& call);
Value str_isdigit(Call& call);
Value str_isdecimal(Call& call);
Value str_isnumeric(Call& call);
Value str_isalpha(Call& call);
Value str_isalnum(Call& call);
Value str_isspace(Call& call);
Value str_isascii(Call& call);
Value str_isprintable(Call& call);
Value str_isupper(Call& call);
Value str_islower(Call& call);
Value str_istitle(Call& call);
Value str_isidentifier(Call& call);
Value str_ljust(Call& call);
Value str_rjust(Call& call);
Value str_center(Call& call);
Value str_zfill(Call& call);
Value str_expandtabs(Call& call);
Value str_translate(Call& call);
Value str_maketrans(Call& call);

}  // namespace lessonrun::interp
