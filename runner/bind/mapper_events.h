// What is told to the listeners of mapped classes, besides rows; see mapper_events.cpp.
#pragma once

#include <functional>

#include "runner/bind/instances.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

/// SQLAlchemy's MapperEvents and InstanceEvents; those of rows are orm::RowEvent's.
enum class ClassEvent : unsigned char {
  before_insert,
  before_update,
  before_delete,
  after_insert,
  after_update,
  after_delete,
  init,
  init_failure,
  load,
  refresh,
  expire,
  instrument_class,
  after_mapper_constructed,
  mapper_configured,
  before_configured,
  after_configured,
  before_mapper_configured,
  class_instrument,
  attribute_instrument,
};

/// What `load` and `refresh` are told with.
struct QueryContextData : interp::Payload {
  explicit QueryContextData(interp::Value of = {}) : session(std::move(of)) {}
  void clear_references() noexcept override { session.reset(); }
  interp::Value session;
};

/// A class has been mapped: its listeners get instrument_class, and what they wait for is watched.
void tell_class_mapped(Context& context, MappedClass& mapped);
void tell_mapper_constructed(Context& context, MappedClass& mapped);
void tell_configuring(Context& context, orm::ClassManager::Configuring when,
                      const orm::Mapper& mapper);
/// An object was loaded, or these attributes of it (null: all) were read again.
void tell_loaded(Context& context, orm::InstanceState& state, const orm::AttributeSet* attributes,
                 orm::Reading how);
void tell_expired(Context& context, orm::InstanceState& state, const orm::AttributeSet* attributes);
/// The class is no longer mapped: its listeners are gone, and its constructor is its own.
void stop_telling(Context& context, interp::Type& type);
/// Every mapped class of the interpreter.
void each_mapped_class(Context& context, const std::function<void(MappedClass&)>& visit);

}  // namespace lessonrun::bind
