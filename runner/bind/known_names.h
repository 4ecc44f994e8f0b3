// Which names SQLAlchemy has, whether or not they are bound; see known_names.cpp.
#pragma once

#include <string_view>
#include <vector>

namespace lessonrun::bind {

bool is_known_module(std::string_view module);
/// Does the module of SQLAlchemy export that name in any of the releases?
bool is_known_name(std::string_view module, std::string_view name);
/// Does the class have that attribute?
bool is_known_attribute(std::string_view cls, std::string_view name);
const std::vector<std::string_view>& known_modules();
/// Is it another module of SQLAlchemy's, one that defines what is mostly imported from elsewhere?
/// `release`: 0 for 1.3, 1 for 1.4, 2 for 2.0.
bool is_part_of(std::string_view module, unsigned release);
/// The same for any release.
bool is_part(std::string_view module);

}  // namespace lessonrun::bind
