// The names of \N{...} escapes that texts about databases use; not the whole Unicode database.
#pragma once

#include <cstdint>
#include <string_view>

namespace lessonrun::lang {

// The code point of a Unicode character name, 0 when it is not in the table.
uint32_t unicode_by_name(std::string_view name);

}  // namespace lessonrun::lang
