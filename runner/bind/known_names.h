// Which names SQLAlchemy has in which release, whether or not they are bound; see known_names.cpp.
#pragma once

#include <string_view>
#include <vector>

namespace orm {
struct Profile;
}

namespace lessonrun::bind {

/// A set of releases: 1 for 1.3, 2 for 1.4, 4 for 2.0.
using Releases = unsigned;

/// The one that a lesson's profile stands for.
Releases release_of(const orm::Profile& profile);
/// Those that have a module; none for one that is not SQLAlchemy's.
Releases releases_with(std::string_view module);
/// Those whose module exports that name, submodules among them; none for an unknown name.
Releases releases_with(std::string_view module, std::string_view name);
/// Those whose class has that attribute.
Releases releases_with_attribute(std::string_view cls, std::string_view name);
/// Is it a module of which most programs import the names from elsewhere? Its names are not known.
bool is_inner(std::string_view module);
/// The modules of those releases whose names are known.
std::vector<std::string_view> known_modules(Releases releases);

}  // namespace lessonrun::bind
