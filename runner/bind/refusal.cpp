// Attributes that SQLAlchemy's classes have and ours do not.
#include "runner/bind/refusal.h"

#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/known_names.h"

namespace lessonrun::bind {

interp::Value refuse_attribute(interp::Interpreter& interp, const char* cls,
                               interp::StrObject* name) {
  const Releases with = releases_with_attribute(cls, name->text);
  if ((with & release_of(context(interp).profile)) == 0) return {};
  // Bound, but not in this profile: an AttributeError as in the real release.
  if (find_binding(cls, name->text.c_str()) != nullptr) return {};
  std::string thing = std::string(cls) + "." + name->text;
  interp.unsupported(thing, "lessonrun does not have " + thing + "() of SQLAlchemy");
}

}  // namespace lessonrun::bind
