// MD5, which SQLAlchemy ends cut names with.
#pragma once

#include <string>
#include <string_view>

namespace orm {

/// The digest in 32 hexadecimal digits.
std::string md5_hex(std::string_view data);

}  // namespace orm
