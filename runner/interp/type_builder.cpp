// TypeBuilder: classes made by C++, member by member.
#include <cassert>

#include "runner/interp/state.h"

namespace lessonrun::interp {

TypeBuilder::TypeBuilder(Interpreter& interp, std::string_view name, std::string_view module)
    : interp_(interp),
      type_(new Type(interp, interp.types().type, std::string(name))),
      keep_(type_) {
  type_->module = std::string(module);
  type_->has_dict = true;
  interp.state().kept.push_back(keep_);
}
TypeBuilder& TypeBuilder::base(Type* type) {
  bases_.push_back(type);
  return *this;
}
TypeBuilder& TypeBuilder::metaclass(Type* type) {
  type->retain();
  type_->type->release();
  type_->type = type;
  return *this;
}
TypeBuilder& TypeBuilder::doc(std::string_view text) {
  type_->lazy_doc = std::string(text);
  return *this;
}
TypeBuilder& TypeBuilder::method(std::string_view name, const char* signature, NativeFn fn) {
  type_->dict.set(interp_.intern(name), make_native(interp_, name, signature, fn, type_, true));
  return *this;
}
TypeBuilder& TypeBuilder::methods(const MethodTable& table) {
  for (size_t i = 0; i < table.count; ++i) {
    const NativeMethod m = table.row(table.rows, i);
    // What the class already has as an object would hide the row.
    assert(!type_->dict.find(std::string_view(m.name)));
    if (std::string_view(m.name).substr(0, 2) == "__") make_method(type_, m);
  }
  type_->method_tables.push_back(table);
  return *this;
}
TypeBuilder& TypeBuilder::static_method(std::string_view name, const char* signature, NativeFn fn) {
  type_->dict.set(interp_.intern(name),
                  new WrappedObject(interp_.types().staticmethod, Kind::kStaticMethod,
                                    make_native(interp_, name, signature, fn, type_)));
  return *this;
}
TypeBuilder& TypeBuilder::class_method(std::string_view name, const char* signature, NativeFn fn) {
  Value f = make_native(interp_, name, signature, fn, type_, true);
  f.as<NativeFunctionObject>()->owner = nullptr;
  type_->dict.set(interp_.intern(name),
                  new WrappedObject(interp_.types().classmethod, Kind::kClassMethod, f));
  return *this;
}
TypeBuilder& TypeBuilder::property(std::string_view name, NativeFn get, NativeFn set) {
  auto* p = new PropertyObject(interp_.types().getset_descriptor);
  const Value keep(p);
  p->get = make_native(interp_, name, "/", get, type_, true);
  if (set) p->set = make_native(interp_, name, "value, /", set, type_, true);
  p->doc = interp_.intern(name);
  type_->dict.set(interp_.intern(name), keep);
  return *this;
}
TypeBuilder& TypeBuilder::attribute(std::string_view name, Value value) {
  type_->dict.set(interp_.intern(name), std::move(value));
  return *this;
}
TypeBuilder& TypeBuilder::init(const char* signature, NativeFn fn) {
  method("__init__", signature, fn);
  Value f = type_->dict.find(interp_.state().n_init) ? *type_->dict.find(interp_.state().n_init)
                                                     : Value();
  // Errors name the class, as C constructors do: "Engine() missing ...".
  f.as<NativeFunctionObject>()->qualname = type_->name + ".__init__";
  type_->own.init = [](Interpreter& i, const Value& self, const Arguments& a) {
    Value* found = i.type_lookup(i.type_of(self), i.state().n_init);
    const Value function = *found;
    std::vector<Value> values{self};
    values.insert(values.end(), a.values, a.values + a.positional + a.keywords);
    i.call(function, Arguments{values.data(), a.positional + 1, a.names, a.keywords});
  };
  return *this;
}
TypeBuilder& TypeBuilder::payload_factory(std::unique_ptr<Payload> (*make)()) {
  type_->make_payload = make;
  return *this;
}
TypeBuilder& TypeBuilder::abstract() {
  type_->abstract = true;
  return *this;
}
Slots& TypeBuilder::mutable_slots() { return type_->own; }
Type* TypeBuilder::build() {
  if (bases_.empty()) bases_.push_back(interp_.types().object);
  if (type_->type == interp_.types().type && bases_[0]->type != interp_.types().type)
    metaclass(bases_[0]->type);
  set_bases(interp_, type_, bases_);
  type_->immutable = false;
  // Dunders given as methods act as slots.
  for (size_t i = type_->dict.next(0); i < type_->dict.end(); i = type_->dict.next(i + 1)) {
    add_dunder_slot(type_, type_->dict.at(i).key.as<StrObject>());
  }
  ready_slots(type_);
  return type_;
}

}  // namespace lessonrun::interp
