// The part of typed objects that does not depend on their type: reading and writing attributes
// through erased members, columns from options, and the mapper of a struct.
#include "orm/mapped.h"
#include "orm/orm_error.h"

namespace orm {

namespace {

[[noreturn]] void wrong_kind(const Value& value, const char* wanted) {
  throw TypeError("a value of type '" + value.type_name() + "' cannot be read as " + wanted);
}

class TypedManager final : public ClassManager {
 public:
  TypedManager(const TypedClass& cls, detail::Creator creator) : class_(&cls), create_(creator) {}
  std::string class_name() const override { return class_->name; }
  std::string module_name() const override { return "__main__"; }
  Instance create() override { return create_(*class_); }

 private:
  const TypedClass* class_;
  detail::Creator create_;
};

}  // namespace

int64_t value_as_int(const Value& value) {
  if (value.kind() == ValueKind::integer) return value.as_int();
  if (value.kind() == ValueKind::boolean) return value.as_bool() ? 1 : 0;
  wrong_kind(value, "an integer");
}

double value_as_double(const Value& value) {
  if (value.kind() == ValueKind::real) return value.as_double();
  return static_cast<double>(value_as_int(value));
}

bool value_as_bool(const Value& value) { return value_as_int(value) != 0; }

std::string value_as_text(const Value& value) {
  if (value.kind() < ValueKind::text || value.kind() > ValueKind::json) {
    wrong_kind(value, "a text");
  }
  return value.as_string();
}

Date value_as_date(const Value& value) {
  if (value.kind() != ValueKind::date) wrong_kind(value, "a date");
  return value.as_date();
}

Time value_as_time(const Value& value) {
  if (value.kind() != ValueKind::time) wrong_kind(value, "a time");
  return value.as_time();
}

DateTime value_as_datetime(const Value& value) {
  if (value.kind() != ValueKind::datetime) wrong_kind(value, "a date with time");
  return value.as_datetime();
}

Interval value_as_interval(const Value& value) {
  if (value.kind() != ValueKind::interval) wrong_kind(value, "an interval");
  return value.as_interval();
}

// ---- attributes ---------------------------------------------------------------------------------

TypedState& AttributeLink::state() const noexcept {
  auto* here = reinterpret_cast<char*>(const_cast<AttributeLink*>(this));
  return *reinterpret_cast<TypedState*>(here - size_t{distance_} * 4);
}

void AttributeLink::load() const {
  if (distance_ != 0) state().ensure_loaded(index_);
}

void AttributeLink::before_change() {
  if (distance_ != 0) state().before_change(index_);
}

void AttributeLink::bind(TypedState& state, size_t index) {
  auto bytes = static_cast<size_t>(reinterpret_cast<char*>(this) - reinterpret_cast<char*>(&state));
  if (bytes / 4 >= size_t{1} << 20 || index >= size_t{1} << 9) {
    throw ArgumentError("A mapped struct holds at most 4 MB and 512 attributes");
  }
  distance_ = static_cast<uint32_t>(bytes / 4) & 0xfffff;
  index_ = static_cast<uint32_t>(index) & 0x1ff;
}

bool TypedState::has(size_t attribute) const {
  return class_->members[attribute].link(member(attribute))->present();
}

Value TypedState::get(size_t attribute) const {
  return class_->members[attribute].get(member(attribute));
}

void TypedState::set(size_t attribute, Value value) {
  class_->members[attribute].set(member(attribute), &value);
}

void TypedState::erase(size_t attribute) {
  class_->members[attribute].set(member(attribute), nullptr);
}

void TypedState::attach(void* object) {
  object_ = object;
  for (size_t i = 0; i < class_->members.size(); ++i) {
    AttributeLink& link = *class_->members[i].link(member(i));
    link.bind(*this, i);
    if (!link.present()) continue;
    bool null = link.null();
    link.mark(false, false);
    before_change(i);
    link.mark(true, null);
  }
}

std::string typed_repr(const TypedState& state) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string digits;
  for (auto number = reinterpret_cast<uintptr_t>(&state); number != 0; number /= 16) {
    digits.insert(0, 1, kDigits[number % 16]);
  }
  return "<" + state.mapper().qualified_name() + " object at 0x" + digits + ">";
}

Instance instance_of(const Value& value) {
  if (value.is_null()) return {};
  auto* held =
      value.kind() == ValueKind::object ? dynamic_cast<InstanceValue*>(value.object()) : nullptr;
  if (held == nullptr) wrong_kind(value, "a mapped object");
  return held->instance;
}

// ---- classes ------------------------------------------------------------------------------------

void apply_server_default(ColumnDraft& draft, const char* text, ServerDefaultKind kind) {
  ServerDefault& server_default = draft.args.server_default;
  server_default.kind =
      kind == ServerDefaultKind::text ? ServerDefault::Kind::text : ServerDefault::Kind::clause;
  if (kind == ServerDefaultKind::text) server_default.text = text;
  if (kind == ServerDefaultKind::sql) server_default.clause = orm::text(text);
  if (kind == ServerDefaultKind::now) server_default.clause = func("now");
}

TypeRef named_type(const char* name, int precision, int scale) {
  TypeArgs args;
  if (precision >= 0) args.precision = precision;
  if (scale >= 0) args.scale = scale;
  return make_type(name, args);
}

Ref<Column> finish_column(const char* name, ColumnDraft draft, bool optional) {
  if (!draft.args.nullable && !draft.args.primary_key) draft.args.nullable = optional;
  return make_ref<Column>(name, std::move(draft.type), std::move(draft.args));
}

void detail::map_typed_class(TypedClass& cls, Registry& registry, const char* table,
                             std::vector<TableItem> table_args, Creator create) {
  std::vector<TableItem> items;
  for (const MappedMember& member : cls.members) items.emplace_back(member.column(member.name));
  for (TableItem& item : table_args) items.push_back(std::move(item));
  Ref<Table> made = registry.metadata().define(table, items);
  cls.mapper = &registry.map(std::make_unique<TypedManager>(cls, create), made);
}

}  // namespace orm
