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

}  // namespace lessonrun::bind
