// Two kinds of mapped objects for tests of the unit of work: one keeps its values in a dict by
// name, as an interpreter's objects do, the other in the members of a struct, as typed C++ objects
// do.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "orm/engine_parts.h"
#include "orm/mapper.h"
#include "orm/profile.h"
#include "orm/query.h"
#include "orm/session.h"

namespace orm_test {

// An object whose attributes are entries of a dict.
class DictObject final : public orm::InstanceState {
 public:
  explicit DictObject(const orm::Mapper& mapper) : InstanceState(mapper, references_) { ++alive; }
  ~DictObject() override {
    --alive;
    if (session != nullptr) session->object_dropped(*this);
  }
  void last_reference_gone() noexcept override { delete this; }
  bool has(size_t attribute) const override { return values_.count(attribute) != 0; }
  orm::Value get(size_t attribute) const override {
    auto found = values_.find(attribute);
    return found == values_.end() ? orm::Value() : found->second;
  }
  void set(size_t attribute, orm::Value value) override { values_[attribute] = std::move(value); }
  void erase(size_t attribute) override { values_.erase(attribute); }
  std::string object_repr() const override { return "<dict object>"; }
  static int alive;

 private:
  std::map<size_t, orm::Value> values_;
  uint32_t references_ = 0;
};

// An object whose attributes are members: id, name.
struct Pet {
  int64_t id = 0;
  std::string name;
};

class StructObject final : public orm::InstanceState {
 public:
  explicit StructObject(const orm::Mapper& mapper) : InstanceState(mapper, references_) {}
  ~StructObject() override {
    if (session != nullptr) session->object_dropped(*this);
  }
  void last_reference_gone() noexcept override { delete this; }
  bool has(size_t attribute) const override { return present_[attribute]; }
  orm::Value get(size_t attribute) const override {
    if (!present_[attribute]) return {};
    return attribute == 0 ? orm::Value(pet.id) : orm::Value(pet.name);
  }
  void set(size_t attribute, orm::Value value) override {
    present_[attribute] = true;
    if (attribute == 0) {
      pet.id = value.is_null() ? 0 : value.as_int();
    } else {
      pet.name = value.as_string();
    }
  }
  void erase(size_t attribute) override { present_[attribute] = false; }
  std::string object_repr() const override { return "<pet>"; }
  Pet pet;

 private:
  bool present_[2] = {false, false};
  uint32_t references_ = 0;
};

template <class Object>
class Manager final : public orm::ClassManager {
 public:
  Manager(std::string name, orm::Mapper** mapper) : name_(std::move(name)), mapper_(mapper) {}
  std::string class_name() const override { return name_; }
  std::string module_name() const override { return "test"; }
  orm::Instance create() override { return orm::Instance(new Object(**mapper_)); }

 private:
  std::string name_;
  orm::Mapper** mapper_;
};

// Collects the messages of the echo, without times.
class Recorder final : public orm::LogSink {
 public:
  bool enabled(std::string_view, orm::LogLevel) override { return false; }
  void write(const orm::LogRecord& record) override {
    if (record.kind == orm::LogKind::parameters) {
      lines.emplace_back(record.params);
    } else {
      lines.emplace_back(record.message);
    }
  }
  std::vector<std::string> take() { return std::exchange(lines, {}); }
  // Of those the statements that read or change rows.
  std::vector<std::string> take_statements() {
    std::vector<std::string> statements;
    for (std::string& line : take()) {
      for (const char* word : {"SELECT", "INSERT", "UPDATE", "DELETE"}) {
        if (line.rfind(word, 0) != 0) continue;
        statements.push_back(std::move(line));
        break;
      }
    }
    return statements;
  }
  std::vector<std::string> lines;
};

// A database with a table for each kind: users (id, name, fullname) and pets (id, name).
struct World {
  explicit World(const orm::Profile& profile = orm::profile_2_0)
      : recorder(std::make_shared<Recorder>()),
        metadata(orm::make_ref<orm::MetaData>(profile)),
        registry(orm::make_ref<orm::Registry>(metadata)) {
    orm::EngineOptions options;
    options.profile = &profile;
    options.echo = orm::EngineOptions::Echo::info;
    engine = orm::create_engine("sqlite://", options, {.log = recorder});
    orm::ColumnArgs key;
    key.primary_key = true;
    auto users = metadata->define(
        "users", {orm::make_ref<orm::Column>("id", orm::Integer(), key),
                  orm::make_ref<orm::Column>("name", orm::String(), orm::ColumnArgs()),
                  orm::make_ref<orm::Column>("fullname", orm::String(), orm::ColumnArgs())});
    auto pets = metadata->define(
        "pets", {orm::make_ref<orm::Column>("id", orm::Integer(), key),
                 orm::make_ref<orm::Column>("name", orm::String(), orm::ColumnArgs())});
    user_mapper =
        &registry->map(std::make_unique<Manager<DictObject>>("User", &user_mapper), users);
    pet_mapper = &registry->map(std::make_unique<Manager<StructObject>>("Pet", &pet_mapper), pets);
    metadata->create_all(engine);
    recorder->take();
  }

  orm::Instance user(const std::string& name, std::optional<int64_t> id = {}) {
    orm::Instance instance(new DictObject(*user_mapper));
    if (id) instance->assign(0, orm::Value(*id));
    instance->assign(1, orm::Value(name));
    return instance;
  }
  orm::Instance pet(const std::string& name) {
    orm::Instance instance(new StructObject(*pet_mapper));
    instance->assign(1, orm::Value(name));
    return instance;
  }

  std::shared_ptr<Recorder> recorder;
  orm::Ref<orm::MetaData> metadata;
  orm::Ref<orm::Registry> registry;
  orm::Mapper* user_mapper = nullptr;
  orm::Mapper* pet_mapper = nullptr;
  orm::Engine engine;
};

}  // namespace orm_test
