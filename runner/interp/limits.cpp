// The limits of a step: its deadline, and the memory that its objects may take.
#include "runner/interp/state.h"

namespace lessonrun::interp {

void Interpreter::begin_deadline() {
  state_->has_deadline = limits_.seconds > 0;
  if (state_->has_deadline) {
    state_->deadline = std::chrono::steady_clock::now() +
                       std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                           std::chrono::duration<double>(limits_.seconds));
  }
}

void Interpreter::check_deadline() {
  if (state_->has_deadline && std::chrono::steady_clock::now() > state_->deadline) {
    throw Timeout("The step took longer than its time limit.");
  }
}

double Interpreter::seconds_left() const {
  if (!state_->has_deadline) return 1e9;
  return std::chrono::duration<double>(state_->deadline - std::chrono::steady_clock::now()).count();
}

namespace {

// What the elements of all containers take, bytes objects in them included. Walks every container:
// done only after much was asked for.
uint64_t measure_containers(const InterpreterState& s) {
  uint64_t total = 0;
  const auto add = [&total](const std::vector<Value>& items) {
    total += items.capacity() * sizeof(Value);
    for (const Value& v : items) {
      if ((v.is(Kind::kBytes) || v.is(Kind::kByteArray)) && v.object()->refs > 0)
        total += v.as<BytesObject>()->data.capacity() / v.object()->refs;
    }
  };
  for (GcNode* node = s.gc_head.next; node; node = node->next) {
    const Object* object = node->gc_object();
    if (!object) continue;
    if (object->kind == Kind::kList) {
      if (const auto* list = dynamic_cast<const ListObject*>(object)) add(list->items);
    } else if (object->kind == Kind::kTuple) {
      if (const auto* tuple = dynamic_cast<const TupleObject*>(object)) add(tuple->items);
    } else if (object->kind == Kind::kDict) {
      if (const auto* dict = dynamic_cast<const DictObject*>(object))
        total += dict->table.end() * (sizeof(HashTable::Entry) + 8);
    } else if (object->kind == Kind::kSet) {
      if (const auto* set = dynamic_cast<const SetObject*>(object))
        total += set->table.end() * (sizeof(HashTable::Entry) + 8);
    }
  }
  return total;
}

}  // namespace

void Interpreter::check_allocation(size_t bytes) {
  InterpreterState& s = *state_;
  const auto total = [&] {
    return s.object_count * 80 + s.buffer_bytes + s.container_bytes + bytes;
  };
  if (bytes > limits_.memory_bytes) raise("MemoryError", "");
  // Much memory is much work: few steps of a program can take long this way.
  if (bytes >= 1u << 16) check_deadline();
  // A buffer that grows asks again and again: only what it grew by is new.
  s.asked_bytes += bytes > s.last_asked ? bytes - s.last_asked : bytes;
  s.last_asked = bytes;
  if (s.asked_bytes < limits_.memory_bytes / 8 && total() <= limits_.memory_bytes) return;
  s.asked_bytes = 0;
  s.container_bytes = measure_containers(s);
  if (total() > limits_.memory_bytes) raise("MemoryError", "");
}

}  // namespace lessonrun::interp
