// Reprs of results, URLs and sets of objects, and the lines that a translated lesson prints.
#include "orm/repr.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "orm/compiler.h"
#include "orm/identity_key.h"
#include "orm/result.h"
#include "orm/url.h"

namespace orm {

std::string repr(const Result& result) {
  return "<sqlalchemy.engine.cursor.CursorResult object at " + repr_address(result.erased().get()) +
         ">";
}

std::string repr(const ParameterSet& values) {
  std::string text = "{";
  for (const auto& [name, value] : values) {
    if (text.size() > 1) text += ", ";
    text += repr_text(name) + ": " + value.repr();
  }
  return text + "}";
}

std::string str(const TypeRef& type) { return default_dialect(profile_2_0).type_ddl(*type); }

std::string repr(const Url& url) { return url.render(); }

std::string repr_identity_set(const std::vector<Instance>& objects) {
  return "IdentitySet(" + repr(objects) + ")";
}

void keep_shown(std::shared_ptr<const void> value) {
  static thread_local std::shared_ptr<const void> shown;
  shown.swap(value);
}

std::string repeat(std::string_view text, int64_t times) {
  std::string repeated;
  for (int64_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string strip(std::string_view text) {
  constexpr const char* kSpace = " \t\n\r\f\v";
  size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  if (separator.empty()) throw ValueError("empty separator");
  std::vector<std::string> parts;
  for (size_t end; (end = text.find(separator)) != std::string_view::npos;) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + separator.size());
  }
  parts.emplace_back(text);
  return parts;
}

std::string join(std::string_view separator, const std::vector<std::string>& items) {
  std::string joined;
  for (const std::string& item : items) {
    if (&item != &items.front()) joined += separator;
    joined += item;
  }
  return joined;
}

std::string join(std::string_view separator, const Row& row) {
  std::vector<std::string> items;
  for (size_t i = 0; i < row.size(); ++i) items.push_back(value_as_text(row[i]));
  return join(separator, items);
}

std::vector<std::string> sorted(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  return items;
}

bool in_state(const InstanceState& object, std::string_view name) {
  constexpr std::string_view kNames[] = {"transient", "pending", "persistent", "deleted",
                                         "detached"};
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) {
    throw AttributeError("'InstanceState' object has no attribute '" + std::string(name) + "'");
  }
  return static_cast<std::ptrdiff_t>(object.object_state()) == found - std::begin(kNames);
}

Value identity_of(const InstanceState& object) {
  if (object.key == nullptr) return {};
  const std::span<const Value> key = object.key->primary_key();
  return Value::tuple(std::vector<Value>(key.begin(), key.end()));
}

bool contains(const std::vector<Instance>& objects, const Instance& object) {
  return std::find(objects.begin(), objects.end(), object) != objects.end();
}

std::string slice(std::string_view text, int64_t start, int64_t stop) {
  std::vector<std::string> characters;
  for (char c : text) {
    bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (continues && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.emplace_back(1, c);
    }
  }
  std::string part;
  for (const std::string& character : slice(characters, start, stop)) part += character;
  return part;
}

void write_line(std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

void print_error(const std::exception& error, const Profile& profile) {
  write_line("Traceback (most recent call last):");
  const auto* of_driver = dynamic_cast<const DBAPIError*>(&error);
  if (of_driver != nullptr && !of_driver->info().orig_class.empty()) {
    write_line(of_driver->info().orig_class + ": " + of_driver->info().orig_message);
    write_line("\nThe above exception was the direct cause of the following exception:\n");
    write_line("Traceback (most recent call last):");
  }
  if (const auto* known = dynamic_cast<const Error*>(&error)) {
    std::string name = known->error_class().name;
    std::string_view module = known->error_class().module;
    const bool of_query = known->is_a(NoResultFound::cls) || known->is_a(MultipleResultsFound::cls);
    if (of_query && profile.query_error_texts) module = "sqlalchemy.orm.exc";
    if (module != "builtins") name = std::string(module) + "." + name;
    write_line(name + ": " + error.what());
  } else {
    write_line(std::string("Exception: ") + error.what());
  }
}

}  // namespace orm
