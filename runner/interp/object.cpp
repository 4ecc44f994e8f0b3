// Heap objects: birth, death, the hash table, and how a type gets its slots.
#include "runner/interp/object.h"

#include <algorithm>
#include <cstring>

#include "runner/interp/state.h"

namespace lessonrun::interp {

double Host::now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// ---------------------------------------------------------------- birth and death

Object::Object(Type* object_type, Kind object_kind) : kind(object_kind), type(object_type) {
  if (type) {
    type->retain();
    ++type->interp.state().object_count;
  }
}

Object::~Object() {
  delete attributes;
  if (type && type != this) {
    --type->interp.state().object_count;
    type->release();
  }
}

// Destruction may free a long chain of objects; beyond some depth they queue up instead of
// recursing.
void Object::destroy() noexcept {
  if (flags & kInDestroy) return;
  Interpreter& interp = type->interp;
  InterpreterState& state = interp.state();
  ++refs;  // alive while its end is prepared
  if (type->has_del && !(flags & kFinalized)) {
    flags |= kFinalized;
    const Value self(this);
    interp.guard(
        [&]() {
          if (Value* f = interp.type_lookup(type, state.n_del)) {
            const Value function = *f;
            interp.call(function, {self});
          }
        },
        "__del__");
  }
  if (refs > 1) {  // it was kept by someone
    --refs;
    return;
  }
  if (attributes && attributes->payload) attributes->payload->dropped(interp, *this);
  if (flags & kHasWeakRefs) {
    const auto it = state.weak_cells.find(this);
    if (it != state.weak_cells.end()) {
      const std::shared_ptr<WeakCell> cell = it->second;
      state.weak_cells.erase(it);
      cell->target = nullptr;
      for (const auto& callback : cell->callbacks) {
        if (!callback.second.is_undefined() && !state.ending) {
          interp.guard([&]() { interp.call(callback.second, {callback.first}); },
                       "weakref callback");
        }
      }
    }
  }
  if (refs > 1) {
    --refs;
    return;
  }
  flags |= kInDestroy;
  refs = 0;
  if (state.destroy_depth > 60) {
    state.graveyard.push_back(this);
    return;
  }
  ++state.destroy_depth;
  delete this;
  --state.destroy_depth;
  if (state.destroy_depth == 0) {
    ++state.destroy_depth;
    while (!state.graveyard.empty()) {
      Object* next = state.graveyard.back();
      state.graveyard.pop_back();
      delete next;
    }
    --state.destroy_depth;
  }
}

Container::Container(Type* object_type, Kind object_kind) : Object(object_type, object_kind) {
  if (object_type) GcNode::link(object_type->interp.state().gc_head);
}

Attributes::~Attributes() = default;
void Attributes::clear_references() noexcept {
  std::vector<Value> gone;
  gone.swap(values);
  order.reset();
  Ref<DictObject> d = std::move(dict);
  if (payload) payload->clear_references();
}

void Attributes::note_set(size_t i) {
  if (order == nullptr) {
    const auto behind = values.begin() + static_cast<ptrdiff_t>(i) + 1;
    if (std::all_of(behind, values.end(), [](const Value& v) { return v.is_undefined(); })) return;
    auto so_far = std::make_unique<std::vector<uint16_t>>();
    so_far->reserve(values.size());
    each_set([&](size_t known) { so_far->push_back(static_cast<uint16_t>(known)); });
    order = std::move(so_far);
  }
  order->push_back(static_cast<uint16_t>(i));
}

void Attributes::note_deletion(size_t i) {
  if (order != nullptr) order->erase(std::find(order->begin(), order->end(), i));
}

Attributes& attributes_of(Object* object) {
  if (!object->attributes) {
    object->attributes = new Attributes(object);
    object->attributes->link(object->type->interp.state().gc_head);
  }
  return *object->attributes;
}

namespace {
void drop(std::vector<Value>& v) noexcept {
  std::vector<Value> gone;
  gone.swap(v);
}
}  // namespace

void ListObject::clear_references() noexcept { drop(items); }
void TupleObject::clear_references() noexcept { drop(items); }
void DictObject::clear_references() noexcept {
  HashTable gone;
  gone.swap(table);
}
void SetObject::clear_references() noexcept {
  HashTable gone;
  gone.swap(table);
}
void FunctionObject::clear_references() noexcept {
  drop(closure);
  drop(defaults);
  globals.reset(), kwdefaults.reset(), annotations.reset();
}
void NativeFunctionObject::clear_references() noexcept {
  self.reset();
  closure = nullptr;
}
void BoundMethod::clear_references() noexcept { function.reset(), self.reset(); }
void PropertyObject::clear_references() noexcept {
  get.reset(), set.reset(), del.reset(), doc.reset(), name.reset();
}
void WrappedObject::clear_references() noexcept { function.reset(); }
void CellObject::clear_references() noexcept { value.reset(); }
void ModuleObject::clear_references() noexcept {
  if (dict) dict->clear_references();
  native.reset();
}
ModuleObject::~ModuleObject() = default;
ModuleObject::ModuleObject(Type* t, std::string module_name)
    : Container(t, Kind::kModule), name(std::move(module_name)) {
  dict = Ref<DictObject>(new DictObject(t->interp.types().dict));
}
void SliceObject::clear_references() noexcept { start.reset(), stop.reset(), step.reset(); }
void ExceptionObject::clear_references() noexcept {
  args.reset(), cause.reset(), context.reset(), traceback.reset();
  value_a.reset(), value_b.reset(), value_c.reset(), suggestion_object.reset();
}
void NativeIterator::clear_references() noexcept {
  a.reset(), b.reset(), c.reset();
  drop(many);
  done = true;
}
void DictView::clear_references() noexcept { dict.reset(); }

// ---------------------------------------------------------------- strings

StrObject::StrObject(Type* object_type, std::string s)
    : Object(object_type, Kind::kStr), text(std::move(s)) {
  length = utf8_length(text);
  if (text.size() > 256) object_type->interp.state().buffer_bytes += text.size();
}
StrObject::~StrObject() {
  if (text.size() > 256) type->interp.state().buffer_bytes -= text.size();
}

void StrObject::compute_hash() const {
  uint64_t h = 1469598103934665603ull;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
  h ^= h >> 32;
  hash_ = static_cast<int64_t>(h);
  if (hash_ == 0 || hash_ == -1) hash_ = 77;
}

// ---------------------------------------------------------------- hash table

namespace {

bool keys_equal(Interpreter* interp, const Value& a, const Value& b) {
  if (a.same(b)) return true;
  if (a.is(Kind::kStr) && b.is(Kind::kStr))
    return a.as<StrObject>()->text == b.as<StrObject>()->text;
  if (a.is_int() && b.is_int()) return false;
  if (!interp) return false;
  return interp->equal(a, b);
}

}  // namespace

int64_t HashTable::find_place(Interpreter* interp, const Value& key, int64_t hash) {
  if (index_.empty()) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key.is_undefined() || entries_[i].hash != hash) continue;
      const Value candidate = entries_[i].key;
      if (candidate.same(key)) return static_cast<int64_t>(i);
      const uint32_t before = version_;
      const bool equal = keys_equal(interp, candidate, key);
      if (version_ != before) return find_place(interp, key, hash);
      if (equal) return static_cast<int64_t>(i);
    }
    return -1;
  }
  const size_t mask = index_.size() - 1;
  auto perturb = static_cast<uint64_t>(hash);
  size_t i = static_cast<size_t>(hash) & mask;
  for (;;) {
    const int32_t place = index_[i];
    if (place == kEmpty) return -1;
    if (place >= 0) {
      const Entry& e = entries_[static_cast<size_t>(place)];
      if (e.hash == hash) {
        if (e.key.same(key)) return place;
        const Value candidate = e.key;
        const uint32_t before = version_;
        const bool equal = keys_equal(interp, candidate, key);
        if (version_ != before) return find_place(interp, key, hash);
        if (equal) return place;
      }
    }
    perturb >>= 5;
    i = (i * 5 + static_cast<size_t>(perturb) + 1) & mask;
  }
}

Value* HashTable::find(Interpreter& interp, const Value& key) {
  if (key.is(Kind::kStr) && key.as<StrObject>()->type == interp.types().str)
    return find(key.as<StrObject>());
  const int64_t hash = interp.hash(key);
  const int64_t place = find_place(&interp, key, hash);
  return place < 0 ? nullptr : &entries_[static_cast<size_t>(place)].value;
}

Value* HashTable::find(const StrObject* name) {
  if (live_ == 0) return nullptr;
  const Value key(const_cast<StrObject*>(name));
  const int64_t place = find_place(&name->type->interp, key, name->hash());
  return place < 0 ? nullptr : &entries_[static_cast<size_t>(place)].value;
}

Value* HashTable::find(std::string_view name) {
  for (Entry& e : entries_) {
    if (e.key.is(Kind::kStr) && e.key.as<StrObject>()->text == name) return &e.value;
  }
  return nullptr;
}

void HashTable::rebuild(size_t capacity) {
  if (live_ != entries_.size()) {
    size_t out = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key.is_undefined()) continue;
      if (out != i) entries_[out] = std::move(entries_[i]);
      ++out;
    }
    entries_.resize(out);
  }
  if (capacity <= 8) {
    index_.clear();
    return;
  }
  index_.assign(capacity, kEmpty);
  const size_t mask = capacity - 1;
  for (size_t k = 0; k < entries_.size(); ++k) {
    auto perturb = static_cast<uint64_t>(entries_[k].hash);
    size_t i = static_cast<size_t>(entries_[k].hash) & mask;
    while (index_[i] != kEmpty) {
      perturb >>= 5;
      i = (i * 5 + static_cast<size_t>(perturb) + 1) & mask;
    }
    index_[i] = static_cast<int32_t>(k);
  }
}

void HashTable::insert_new(int64_t hash, Value key, Value value) {
  ++version_;
  if (entries_.size() >= 8 && (entries_.size() + 1) * 3 > index_.size() * 2) {
    size_t capacity = 16;
    while (capacity * 2 < (live_ + 1) * 4) capacity *= 2;
    rebuild(capacity);
  }
  if (!index_.empty()) {
    const size_t mask = index_.size() - 1;
    auto perturb = static_cast<uint64_t>(hash);
    size_t i = static_cast<size_t>(hash) & mask;
    while (index_[i] >= 0) {
      perturb >>= 5;
      i = (i * 5 + static_cast<size_t>(perturb) + 1) & mask;
    }
    index_[i] = static_cast<int32_t>(entries_.size());
  }
  entries_.push_back({hash, std::move(key), std::move(value)});
  ++live_;
}

bool HashTable::set(Interpreter& interp, const Value& key, Value value) {
  const int64_t hash = interp.hash(key);
  const int64_t place = find_place(&interp, key, hash);
  if (place >= 0) {
    entries_[static_cast<size_t>(place)].value = std::move(value);
    return false;
  }
  if (entries_.size() == entries_.capacity() && entries_.size() > 4096) {
    interp.check_allocation(entries_.size() * 2 * sizeof(Entry));
  }
  insert_new(hash, key, std::move(value));
  return true;
}

void HashTable::set(StrObject* name, Value value) {
  const Value key(name);
  const int64_t place = find_place(&name->type->interp, key, name->hash());
  if (place >= 0) {
    entries_[static_cast<size_t>(place)].value = std::move(value);
  } else {
    insert_new(name->hash(), key, std::move(value));
  }
}

void HashTable::remove_at(size_t place) {
  Entry& e = entries_[place];
  if (!index_.empty()) {
    const size_t mask = index_.size() - 1;
    auto perturb = static_cast<uint64_t>(e.hash);
    size_t i = static_cast<size_t>(e.hash) & mask;
    while (index_[i] != static_cast<int32_t>(place)) {
      perturb >>= 5;
      i = (i * 5 + static_cast<size_t>(perturb) + 1) & mask;
    }
    index_[i] = kDeleted;
  }
  const Value key = std::move(e.key);
  const Value value = std::move(e.value);
  --live_;
  ++version_;
  if (live_ == 0) {
    entries_.clear();
    index_.clear();
  } else if (place + 1 == entries_.size() && index_.empty()) {
    entries_.pop_back();
  }
}

Value HashTable::take(Interpreter& interp, const Value& key) {
  const int64_t place = find_place(&interp, key, interp.hash(key));
  if (place < 0) return {};
  Value value = std::move(entries_[static_cast<size_t>(place)].value);
  remove_at(static_cast<size_t>(place));
  return value;
}

Value HashTable::take(const StrObject* name) {
  const int64_t place =
      find_place(&name->type->interp, Value(const_cast<StrObject*>(name)), name->hash());
  if (place < 0) return {};
  Value value = std::move(entries_[static_cast<size_t>(place)].value);
  remove_at(static_cast<size_t>(place));
  return value;
}

void HashTable::clear() {
  std::vector<Entry> gone;
  gone.swap(entries_);
  index_.clear();
  live_ = 0;
  ++version_;
}

void HashTable::reserve(size_t count) { entries_.reserve(count); }

void HashTable::swap(HashTable& other) noexcept {
  entries_.swap(other.entries_);
  index_.swap(other.index_);
  std::swap(live_, other.live_);
  ++version_;
  ++other.version_;
}

void HashTable::copy_from(const HashTable& other) {
  entries_ = other.entries_;
  index_ = other.index_;
  live_ = other.live_;
  ++version_;
}

void HashTable::move_to_end(Interpreter& interp, const Value& key, bool last) {
  const int64_t place = find_place(&interp, key, interp.hash(key));
  if (place < 0) return;
  Entry e = entries_[static_cast<size_t>(place)];
  remove_at(static_cast<size_t>(place));
  if (last) {
    insert_new(e.hash, e.key, e.value);
    return;
  }
  std::vector<Entry> old;
  old.swap(entries_);
  live_ = 0;
  index_.clear();
  insert_new(e.hash, e.key, e.value);
  for (Entry& o : old) {
    if (!o.key.is_undefined()) insert_new(o.hash, std::move(o.key), std::move(o.value));
  }
}

}  // namespace lessonrun::interp
