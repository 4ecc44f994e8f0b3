// Keys of statements' structure, and the cache that is looked up by them.
#include <orm/compiler.h>

namespace orm {

void KeyBuilder::local(const RefCounted* object) {
  number(local_.emplace(object, local_.size()).first->second);
}

void KeyBuilder::type(const TypeEngine* of_type) {
  if (of_type == nullptr)
    number(0);
  else
    of_type->append_key(*this);
}

void KeyBuilder::bind(const BindParameter& parameter) {
  tag(NodeKind::bind);
  if (parameter.unique) local(&parameter);
  string(parameter.key_);
  bytes.push_back(static_cast<char>(parameter.required | parameter.expanding << 1 |
                                    parameter.literal_execute << 2 | parameter.unique << 3 |
                                    parameter.has_null << 4));
  // A value of INSERT or UPDATE has the type of its column, which is in the key.
  if (!parameter.is_crud) type(parameter.type.get());
  if (parameter.literal_execute) string(parameter.value.repr());
  binds.push_back(&parameter);
}

void KeyBuilder::child(const ClauseElement* node) {
  if (node == nullptr)
    bytes.push_back('\x7f');
  else
    node->append_key(*this);
}

void KeyBuilder::object(const RefCounted* object) {
  number(reinterpret_cast<uintptr_t>(object));
  keep.emplace_back(object);
}

bool KeyBuilder::entered(const RefCounted* object) { return entered_.insert(object).second; }

std::shared_ptr<const Compiled> CompiledCache::find(const std::string& key) {
  auto found = map_.find(key);
  if (found == map_.end()) return nullptr;
  items_.splice(items_.begin(), items_, found->second);
  return found->second->second;
}

void CompiledCache::insert(std::string key, std::shared_ptr<const Compiled> compiled) {
  if (capacity_ == 0 || map_.count(key) != 0) return;
  items_.emplace_front(std::move(key), std::move(compiled));
  map_.emplace(items_.front().first, items_.begin());
  while (map_.size() > capacity_) {
    map_.erase(items_.back().first);
    items_.pop_back();
  }
}

void CompiledCache::clear() {
  map_.clear();
  items_.clear();
}

}  // namespace orm
